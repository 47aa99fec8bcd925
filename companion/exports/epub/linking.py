"""Links between what is written and the notes about it, both ways."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from companion.exports.epub.book import Book
from companion.narration.document import Block, Note, Target

_WORDS = 6  # of a passage that name it in a link


class Mark(NamedTuple):
    """What stands in the text for a note."""

    at: int  # before this character of its paragraph
    note: str
    id: str
    label: str


class Link(NamedTuple):
    """A way from a note to what it is about."""

    address: str
    text: str


class Links:
    """All links of one book. What leads to something that the book leaves out is none."""

    def __init__(self, book: Book) -> None:
        self.book, self.names = book, book.names
        self.asides = frozenset(one["id"] for one in book.timeline["sections"] if one["role"] == "asides")
        self.blocks: Mapping[str, Block] = {
            block["id"]: block for section in book.timeline["sections"] for block in section["blocks"]
        }
        self.notes = {note["id"]: note for note in book.timeline["notes"] if note["id"] in book.places}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What stands in the text for each note: numbers for footnotes, letters for the analysis."""
        found: dict[str, str] = {}
        numbers = letters = 0
        for note in self.notes.values():
            if note["section"] in self.asides:
                numbers += 1
                found[note["id"]] = str(numbers)
            else:
                letters += 1
                found[note["id"]] = _letters(letters)
        return found

    @cached_property
    def marks(self) -> Mapping[str, tuple[Mark, ...]]:
        """The marks in each paragraph: of footnotes where they stand, of analysis behind what it is about."""
        found: dict[str, list[Mark]] = {}
        given: dict[str, int] = {}

        def give(block: str, at: int, note: str) -> None:
            given[note] = given.get(note, 0) + 1
            name = self.names.part(note, "ref" if given[note] == 1 else f"ref{given[note]}")
            found.setdefault(block, []).append(Mark(at, note, name, self.labels[note]))

        for block in self.blocks.values():
            for at, name in block["marks"]:
                if name in self.notes and block["id"] in self.book.places:
                    give(block["id"], at, name)
        marked = {mark.note for marks in found.values() for mark in marks}
        for note in self.notes.values():
            if note["id"] not in marked:
                for run in self.runs(note):
                    at = max(
                        one["to"]
                        for one in self.blocks[run[-1]["block"]]["segments"]
                        if one["id"] in run[-1]["segments"]
                    )
                    give(run[-1]["block"], at, note["id"])
        return {block: tuple(sorted(marks, key=lambda mark: mark.at)) for block, marks in found.items()}

    @cached_property
    def marked(self) -> frozenset[str]:
        """The notes that something in the text leads to."""
        return frozenset(mark.note for marks in self.marks.values() for mark in marks)

    def runs(self, note: Note) -> Iterator[list[Target]]:
        """What a note is about; paragraphs that follow each other are one."""
        order = {block: at for at, block in enumerate(self.blocks)} if len(note["targets"]) > 1 else {}
        run: list[Target] = []
        for target in sorted(note["targets"], key=lambda one: order.get(one["block"], 0)):
            if target["block"] not in self.book.places or not target["segments"]:
                continue
            if run and order[target["block"]] > order[run[-1]["block"]] + 1:
                yield run
                run = []
            run.append(target)
        if run:
            yield run

    def address(self, note: str, document: str) -> str:
        """Where a note stands, seen from a document."""
        return self._from(document, self.book.places[note], self.names.of(note))

    def back(self, note: Note, document: str) -> Iterator[Link]:
        """The ways from a note to what it is about; from a footnote, to its marks."""
        if note["section"] in self.asides:
            for block, mark in self._marks_of.get(note["id"], ()):
                about = [one for one in note["targets"] if one["block"] == block and one["from"] < mark.at]
                text = self._named(about[-1]) if about else self._named_block(block)
                yield Link(self._from(document, self.book.places[block], mark.id), text)
            return
        for run in self.runs(note):
            first = run[0]["segments"][0]
            place = self.book.places[run[0]["block"]]
            yield Link(self._from(document, place, self.names.of(first)), self._named(run[0]))

    @cached_property
    def _marks_of(self) -> Mapping[str, list[tuple[str, Mark]]]:
        """A note's marks, each with the paragraph that it stands in."""
        found: dict[str, list[tuple[str, Mark]]] = {}
        for block, marks in self.marks.items():
            for mark in marks:
                found.setdefault(mark.note, []).append((block, mark))
        return found

    def _from(self, document: str, place: str, name: str) -> str:
        return f"#{name}" if place == document else f"{place}.xhtml#{name}"

    def _named(self, target: Target) -> str:
        return _shortened(self.blocks[target["block"]]["text"][target["from"] : target["to"]])

    def _named_block(self, block: str) -> str:
        return _shortened(self.blocks[block]["text"])


def _shortened(text: str) -> str:
    words = text.split()
    return " ".join(words[:_WORDS]) + ("…" if len(words) > _WORDS else "")


def _letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text

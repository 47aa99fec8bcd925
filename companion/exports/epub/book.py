"""The book: which content documents there are, and what stands in each of them, in the order of reading."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TypeAlias

from companion.exports.epub.clips import Clip, announced, clips
from companion.exports.epub.naming import Names, file_names
from companion.narration.course import Notes, course, heard
from companion.narration.document import Block, Note, Passage, Section, Timeline


@dataclass(frozen=True, slots=True)
class Written:
    """A paragraph."""

    block: Block


@dataclass(frozen=True, slots=True)
class Announced:
    """What is said of a passage: shown, so that nothing is heard that does not stand there."""

    id: str
    text: str
    edge: str  # begin | end; empty where it belongs to no passage


@dataclass(frozen=True, slots=True)
class Quoted:
    """Paragraphs of one block quotation."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Apart:
    """A passage: a letter, a verse, a document."""

    passage: Passage
    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Remark:
    """A note."""

    note: Note
    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its text, the notes behind it, the lists in it."""

    block: Block
    note: Note | None  # what this very item is, where it is a note
    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Items:
    """A list. Its numbers, where it has some, are part of its items' text."""

    numbered: bool
    items: "tuple[Item, ...]"


Node: TypeAlias = Written | Announced | Quoted | Apart | Remark | Item | Items


@dataclass(frozen=True, slots=True)
class Document:
    """A content document: a section of the guide."""

    section: Section
    name: str  # of its files, without ending
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Book:
    """A narration, laid out."""

    timeline: Timeline
    notes: str = "end"  # inline | end | none
    words: bool = True  # whether words light up; else sentences
    names: Names = field(init=False)
    clips: Mapping[str, Clip] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", Names(self.timeline))
        object.__setattr__(self, "clips", clips(self.timeline, self.names))

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The content documents behind the title page, in order. One without a paragraph is left out."""
        sections = self.timeline["sections"]
        names = file_names(section["id"] for section in sections)
        laid = zip(sections, names, strict=True)
        made = (Document(section, name, self._nodes(section)) for section, name in laid if self._stays(section))
        return tuple(document for document in made if document.nodes)

    @cached_property
    def places(self) -> Mapping[str, str]:
        """In which document each paragraph and each note of the book stands: its name, by their ids."""
        found: dict[str, str] = {}
        for document in self.documents:
            for node in every(document.nodes):
                if isinstance(node, Written | Item):
                    found[node.block["id"]] = document.name
                if isinstance(node, Remark | Item) and node.note:
                    found[node.note["id"]] = document.name
        return found

    @cached_property
    def heard(self) -> tuple[int, ...]:
        """The sections of which something is heard in the book, by their place in the timeline."""
        found: set[int] = set()
        for document in self.documents:
            for name in heard_of(self, document):
                if name in self.clips:
                    found.add(self.clips[name].section)
        return tuple(sorted(found))

    def _stays(self, section: Section) -> bool:
        return self.notes != "none" or section["role"] == "text"

    @cached_property
    def _of_note(self) -> Mapping[str, Note]:
        """The note that a paragraph is part of, by the paragraph's id."""
        own = {segment: note for note in self.timeline["notes"] for segment in note["segments"]}
        return {
            block["id"]: own[segment["id"]]
            for section in self.timeline["sections"]
            for block in section["blocks"]
            for segment in block["segments"][:1]
            if segment["id"] in own
        }

    @cached_property
    def _own(self) -> Mapping[str, Sequence[Block]]:
        """A note's paragraphs, by the note's id."""
        found: dict[str, list[Block]] = {}
        for section in self.timeline["sections"]:
            for block in section["blocks"]:
                if block["id"] in self._of_note:
                    found.setdefault(self._of_note[block["id"]]["id"], []).append(block)
        return found

    @cached_property
    def _behind(self) -> Mapping[str, tuple[Note, ...]]:
        """The notes that stand behind a paragraph and not in their own place, by the paragraph's id."""
        if self.notes != "inline":
            return {}
        sections, notes = self.timeline["sections"], {note["id"]: note for note in self.timeline["notes"]}
        found: dict[str, list[Note]] = {}
        host = ""
        for stretch in heard(course(self.timeline), notes=Notes.PASSAGE):
            if stretch.note is not None:
                found.setdefault(host, []).append(notes[stretch.note])
                continue
            said = [block for block in sections[stretch.section]["blocks"] if block["segments"]]
            at = bisect_right(said, stretch.end - 1, key=lambda block: block["segments"][0]["start"])
            host = said[max(at - 1, 0)]["id"]
        return {block: tuple(behind) for block, behind in found.items()}

    def _nodes(self, section: Section) -> tuple[Node, ...]:
        moved = {note["id"] for behind in self._behind.values() for note in behind}
        stay = [block for block in section["blocks"] if not self._is_of(block, moved)]
        if moved and section["role"] != "text" and all(block["kind"] == "heading" for block in stay):
            return ()
        return tuple(_Layout(self.timeline, section, self.names, self._of_note, self._own, self._behind).nodes(stay))

    def _is_of(self, block: Block, notes: Iterable[str]) -> bool:
        return block["id"] in self._of_note and self._of_note[block["id"]]["id"] in notes


def every(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes and all that stand in them, in the order of reading."""
    for node in nodes:
        yield node
        if isinstance(node, Items):
            yield from every(node.items)
        elif isinstance(node, Quoted | Apart | Remark | Item):
            yield from every(node.nodes)


def heard_of(book: Book, document: Document) -> Iterator[str]:
    """The ids of the sentences and announcements of a document, in the order of reading; not all of them are heard."""
    for node in every(document.nodes):
        if isinstance(node, Announced):
            yield node.id
        elif isinstance(node, Written | Item):
            yield from (book.names.of(segment["id"]) for segment in node.block["segments"])


class _Layout:
    """One section, laid out: passages within passages, lists within lists, notes where they are wanted."""

    def __init__(
        self,
        timeline: Timeline,
        section: Section,
        names: Names,
        of_note: Mapping[str, Note],
        own: Mapping[str, Sequence[Block]],
        behind: Mapping[str, tuple[Note, ...]],
    ) -> None:
        self.section, self.names, self.of_note, self.own = section, names, of_note, own
        self.behind = dict(behind)
        self.passages = {passage["id"]: passage for passage in timeline["passages"]}

    def chain(self, block: Block) -> tuple[str, ...]:
        """The passages around a paragraph, the outermost first."""
        found: list[str] = []
        name = block["passage"]
        while name in self.passages and name not in found:
            found.append(name)
            name = self.passages[name].get("parent")
        return tuple(reversed(found))

    def nodes(self, blocks: Sequence[Block]) -> Iterator[Node]:
        for at, one in enumerate(self.section["announcements"]):
            if not (one.get("passage") and one.get("edge")):
                yield Announced(announced(self.section, self.names, at), one["text"], "")
        yield from self.within(blocks, 0)

    def within(self, blocks: Sequence[Block], depth: int) -> Iterator[Node]:
        chains = {block["id"]: self.chain(block)[depth : depth + 1] for block in blocks}
        for chain, run in groupby(blocks, lambda block: chains[block["id"]]):
            group = list(run)
            if not chain:
                yield from self.plain(group)
                continue
            after = self.behind.pop(group[-1]["id"], ())  # a note on the end of a letter is no part of the letter
            nodes = (*self.said(chain[0], "begin"), *self.within(group, depth + 1), *self.said(chain[0], "end"))
            yield Apart(self.passages[chain[0]], nodes)
            yield from map(self.remark, after)

    def said(self, passage: str, edge: str) -> Iterator[Announced]:
        for at, one in enumerate(self.section["announcements"]):
            if one.get("passage") == passage and one.get("edge") == edge:
                yield Announced(announced(self.section, self.names, at), one["text"], edge)

    def plain(self, blocks: Sequence[Block]) -> Iterator[Node]:
        """Paragraphs of one passage: those of one note, one list or one quotation together."""
        for (is_list, note), run in groupby(blocks, lambda block: (block["kind"] == "item", self.note_of(block))):
            group = list(run)
            if is_list:
                yield from _lists([self.item(block) for block in group])
            elif note is not None:
                yield Remark(self.of_note[group[0]["id"]], tuple(self.quoted(group)))
            else:
                yield from self.quoted(group)

    def note_of(self, block: Block) -> str | None:
        """The note that a paragraph is part of. Lists are not torn apart: there each item says it of itself."""
        return self.of_note[block["id"]]["id"] if block["kind"] != "item" and block["id"] in self.of_note else None

    def item(self, block: Block) -> Item:
        return Item(block, self.of_note.get(block["id"]), tuple(self.notes_behind(block)))

    def quoted(self, blocks: Sequence[Block]) -> Iterator[Node]:
        held: list[Node] = []
        for block in blocks:
            if held and block["kind"] != "quote":
                yield Quoted(tuple(held))
                held = []
            notes = tuple(self.notes_behind(block))
            if block["kind"] != "quote":
                yield Written(block)
            else:
                held.append(Written(block))
                if notes:
                    yield Quoted(tuple(held))
                    held = []
            yield from notes
        if held:
            yield Quoted(tuple(held))

    def notes_behind(self, block: Block) -> Iterator[Node]:
        yield from map(self.remark, self.behind.pop(block["id"], ()))

    def remark(self, note: Note) -> Remark:
        nodes: list[Node] = []
        for is_list, run in groupby(self.own[note["id"]], lambda block: block["kind"] == "item"):
            group = list(run)
            nodes += _lists([Item(block, None, ()) for block in group]) if is_list else self.quoted(group)
        return Remark(note, tuple(nodes))


def _lists(items: Sequence[Item]) -> Iterator[Node]:
    """Items as they stand in each other: one is in the item before it whose level is lower."""
    at = 0
    while at < len(items):
        level, numbered = items[at].block["level"], is_numbered(items[at].block)
        held: list[Item] = []
        while at < len(items) and items[at].block["level"] >= level and is_numbered(items[at].block) == numbered:
            one, at = items[at], at + 1
            deeper = at
            while at < len(items) and items[at].block["level"] > one.block["level"]:
                at += 1
            held.append(Item(one.block, one.note, (*one.nodes, *_lists(items[deeper:at]))))
        yield Items(numbered, tuple(held))


def is_numbered(block: Block) -> bool:
    """Whether an item's text begins with its number: "1. " or "1) "."""
    digits = block["text"].lstrip("0123456789")
    count = len(block["text"]) - len(digits)
    return 0 < count <= 9 and digits[:1] in tuple(".)") and digits[1:2] in ("", " ")

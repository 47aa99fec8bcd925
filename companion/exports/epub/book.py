"""The book: which content documents there are, and what stands in each of them, in the order of reading."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from companion.exports.epub.clips import Clip, clips, parted
from companion.exports.epub.layout import Layout
from companion.exports.epub.naming import Names, file_names
from companion.exports.epub.nodes import Announced, Item, Node, Remark, Written, every
from companion.narration.course import Notes, course, heard
from companion.narration.document import Block, Note, Section, Timeline


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
        heard = (name for document in self.documents for name in heard_of(self, document))
        object.__setattr__(self, "clips", parted(self.clips, [name for name in heard if name in self.clips]))

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
        return tuple(Layout(self.timeline, section, self.names, self._of_note, self._own, self._behind).nodes(stay))

    def _is_of(self, block: Block, notes: Iterable[str]) -> bool:
        return block["id"] in self._of_note and self._of_note[block["id"]]["id"] in notes


def heard_of(book: Book, document: Document) -> Iterator[str]:
    """The ids of the sentences and announcements of a document, in the order of reading; not all of them are heard."""
    for node in every(document.nodes):
        if isinstance(node, Announced):
            yield node.id
        elif isinstance(node, Written | Item):
            yield from (book.names.of(segment["id"]) for segment in node.block["segments"])

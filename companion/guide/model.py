"""What is written: a guide, its sections, blocks and segments, and what stands in them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from companion.guide.pauses import Pauses


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text in code points: `text[start:end]`. Whose text it is, the field that holds it says."""

    start: int  # first code point
    end: int  # one past the last

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The stretch of `text` that this span covers."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


def gaps(length: int, spans: Iterable[Span]) -> Iterator[Span]:
    """The stretches of a text of `length` characters that none of `spans` covers, in order."""
    at = 0
    for span in sorted(spans):
        if span.start > at:
            yield Span(at, span.start)
        at = max(at, span.end)
    if at < length:
        yield Span(at, length)


@dataclass(frozen=True, slots=True)
class SourceMap:
    """From a block's text to guide.md, exact for every character, held as runs.

    A run `(at, source, length, width)` says that `length` characters of the text from `at` are written in the file in
    the `width` characters from `source`: one to one where the two are equal, else as one written form (`&amp;`, `\\*`).
    """

    runs: tuple[tuple[int, int, int, int], ...]  # in order, without gaps in the text

    def __getitem__(self, at: int) -> int:
        """The offset in the file of the text's character `at`."""
        index = bisect_right(self.runs, at, key=lambda run: run[0]) - 1
        if index < 0:
            raise IndexError(at)
        start, source, length, width = self.runs[index]
        if at >= start + length:
            raise IndexError(at)
        return source + at - start if length == width else source

    def covered(self) -> Iterator[Span]:
        """The stretches of the file that the text was written as, in order."""
        for _, source, _, width in self.runs:
            yield Span(source, source + width)


class Role(StrEnum):
    """What a section is for; the player's layers and the voices follow it."""

    TEXT = "text"  # what is studied: the summary, the work itself
    NOTES = "notes"  # running commentary: the analysis
    ASIDES = "asides"  # the footnotes, gathered: heard on demand, not in the straight reading


class Kind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    QUOTE = "quote"  # a block quotation
    CODE = "code"  # preformatted lines


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence."""

    id: str  # made of its words alone: the same wherever it stands
    span: Span  # in the block's text


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, or marked as somebody's."""

    span: Span  # in the block's text, marks included
    speaker: str | None  # a name of Guide.speakers; None when nobody is named
    line: int  # in the file, 1-based


@dataclass(frozen=True, slots=True)
class Style:
    """A stretch of the text that is set differently: em, strong, code."""

    span: Span  # in the block's text
    name: str


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Where a footnote's mark stands."""

    at: int  # in the block's text: the mark stands before this character
    note: str  # Note.id


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a list item: text without its markup."""

    id: str
    kind: Kind
    text: str
    source: SourceMap
    line: int  # 1-based, in the file
    segments: tuple[Segment, ...]
    level: int = 0  # of a heading, 1-6; how deep an item stands in its lists, 1-6
    passage: str | None = None  # Passage.id of the innermost passage around it
    quotations: tuple[Quotation, ...] = ()
    styles: tuple[Style, ...] = ()
    marks: tuple[NoteMark, ...] = ()
    settled: bool = False  # whether somebody has decided that no letter and no link is to be proposed for it


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it. A guide without headings is one section titled like the guide."""

    id: str
    title: str
    role: Role
    level: int
    blocks: tuple[Block, ...]  # the heading first, where there is one


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks that belong together and are announced by ear: a letter, a verse, a document."""

    id: str
    kind: str  # letter, verse, quote, document, stage
    title: str  # as announced and shown: "The letter to Catherine"
    by: str | None  # who wrote or says it
    to: str | None
    section: str  # Section.id
    blocks: tuple[str, ...]  # Block.id, in order
    line: int
    parent: str | None = None  # Passage.id of the passage around it


@dataclass(frozen=True, slots=True)
class Target:
    """What a note is about: a stretch of one block."""

    block: str  # Block.id
    span: Span  # in the block's text
    segments: tuple[str, ...]  # Segment.id of every sentence it touches


@dataclass(frozen=True, slots=True)
class Note:
    """Analysis of a passage: a footnote, or a paragraph that says what it is about."""

    id: str
    blocks: tuple[str, ...]  # Block.id of its own words
    targets: tuple[Target, ...]
    line: int
    prompt: str = ""  # a question to discuss when what the note is about has been heard; shown, never spoken


@dataclass(frozen=True, slots=True)
class Voice:
    """How somebody sounds."""

    name: str  # as the engine knows it: "en-us+f3"
    rate: int = 170  # words a minute
    pitch: int = 50  # 0-99


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody whose words are quoted."""

    name: str
    pronouns: str | None = None  # "he", "she", "they", "it"
    also: tuple[str, ...] = ()  # other names in the text
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Characters of the file that are not read aloud, and why."""

    span: Span  # in the file
    reason: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A whole study guide."""

    id: str
    title: str
    language: str  # BCP 47
    sections: tuple[Section, ...]  # footnotes come last, as one section of role ASIDES
    passages: tuple[Passage, ...] = ()
    notes: tuple[Note, ...] = ()
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    voices: Mapping[str, Voice] = field(default_factory=dict)  # "narrator", "notes"
    pauses: Pauses = Pauses()
    subtitle: str = ""
    author: str = ""
    notice: str = ""  # shown with the title: whose words these are
    year: int | None = None  # in which it came out; None where nobody says
    skipped: tuple[Skipped, ...] = ()
    source: str = ""  # the file's text

    def blocks(self) -> Iterator[Block]:
        """Every block, in the order of the guide."""
        for section in self.sections:
            yield from section.blocks

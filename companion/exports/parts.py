"""A guide in parts, for formats that tie text to sound: every line in the order of hearing, and no gap between two."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from companion.narration import clock
from companion.narration.course import Notes, course, heard
from companion.narration.document import Block, Passage, Section, Segment, Timeline

_HEARD = {"inline": Notes.PASSAGE, "end": Notes.SOUND, "none": Notes.SILENT}  # made.NOTES -> what the course calls it
DEEPEST = 6  # HTML has no heading below


class Kind(StrEnum):
    """What a paragraph is, for listeners who skip some of them."""

    TEXT = "text"  # and analysis that stands where the guide has it
    FOOTNOTE = "footnote"
    NOTE = "note"  # analysis behind the paragraph that it is about


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, or an announcement, and its stretch of sound with the pause behind it."""

    id: str  # the sentence's; of an announcement, made of its place in the sound
    section: int  # whose sound: the section's place in the timeline
    start: int  # samples of that section's sound
    end: int  # where the next line begins
    block: Block | None = None  # None for an announcement, which is not written
    segment: Segment | None = None
    announced: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of a sentence that lights up as one."""

    first: int  # code points of the block's text
    behind: int
    start: int  # samples of the section's sound
    end: int  # where the next word begins


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the text, or an announcement, with the lines that are said of it."""

    block: Block | None
    passage: str | None
    lines: tuple[Line, ...]  # empty for what nobody can say
    kind: Kind = Kind.TEXT
    note: str | None = None  # Note.id


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it is heard; with notes inline, those about it are in it."""

    section: int  # its place in the timeline
    title: str
    level: int  # of its heading: the first is 1, none is more than one deeper than the one before (DAISY 2.02, WCAG)
    notes: bool  # whether it is the guide's footnotes
    paragraphs: tuple[Paragraph, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that is said, in order."""
        return tuple(line for paragraph in self.paragraphs for line in paragraph.lines)


def _said(section: Section, place: int) -> list[Line]:
    """Everything that is said in a section, in order; the pauses belong to no line yet."""
    said = [
        Line(segment["id"], place, segment["start"], segment["end"], block, segment)
        for block in section["blocks"]
        for segment in block["segments"]
        if segment["end"] > segment["start"]
    ]
    said += [
        Line(f"a{place}-{number}", place, one["start"], one["end"], announced=one["text"])
        for number, one in enumerate(section["announcements"])
        if one["end"] > one["start"]
    ]
    return sorted(said, key=_start)


def _start(line: Line) -> int:
    return line.start


def _lines(said: Sequence[Line], start: int, end: int) -> tuple[Line, ...]:
    """What is said from one sample of a section to another; the lines touch, and cover all of it."""
    inside = said[bisect_left(said, start, key=_start) : bisect_left(said, end, key=_start)]
    edges = [start, *(line.start for line in inside[1:]), end]
    return tuple(replace(line, start=edges[at], end=edges[at + 1]) for at, line in enumerate(inside))


def words(line: Line, rate: int) -> tuple[Word, ...]:
    """The line's words, touching; two that begin in the same millisecond are one. None in an announcement."""
    found: list[Word] = []
    for first, behind, start, _, _ in line.segment["words"] if line.segment else ():
        if found and clock.milliseconds(start, rate) <= clock.milliseconds(found[-1].start, rate):
            found[-1] = replace(found[-1], behind=behind)
            continue
        if found:
            found[-1] = replace(found[-1], end=start)
        found.append(Word(first, behind, start if found else line.start, line.end))
    return tuple(found)


def parts(timeline: Timeline, notes: str) -> tuple[Part, ...]:
    """The guide with its notes in one of made.NOTES; parts without sound are left out."""
    sections = timeline["sections"]
    said = [_said(section, place) for place, section in enumerate(sections)]
    found: dict[int, list[tuple[Line, Kind]]] = {}
    at = 0  # whose part the notes belong to
    for one in heard(course(timeline), notes=_HEARD[notes]):
        at = one.section if one.note is None else at
        kind = Kind.TEXT
        if one.note is not None:
            kind = Kind.FOOTNOTE if sections[one.section]["role"] == "asides" else Kind.NOTE
        found.setdefault(at, []).extend((line, kind) for line in _lines(said[one.section], one.start, one.end))
    if notes != "none":  # footnotes that are not heard beside what they are about
        known = {line.id for lines in found.values() for line, _ in lines}
        for place, section in enumerate(sections):
            rest = [line for line in _lines(said[place], 0, section["samples"]) if line.id not in known]
            if section["role"] == "asides" and rest:
                found[place] = [(line, Kind.FOOTNOTE) for line in rest]
    # A note may have several paragraphs: each of their sentences belongs to it.
    own = {name: note["id"] for note in timeline["notes"] for name in note["segments"]}
    made = (_part(sections[place], place, found[place], own) for place in sorted(found) if found[place])
    return tuple(_levelled(made))


def _part(section: Section, place: int, said: Sequence[tuple[Line, Kind]], notes: Mapping[str, str]) -> Part:
    """A part of these lines. `notes` are the notes that sentences belong to, by the sentences' ids."""
    own = _Own(section, place)
    paragraphs: list[Paragraph] = []
    for (of, kind), group in groupby(said, key=lambda one: (_of(one[0]), one[1])):
        run = tuple(line for line, _ in group)
        if run[0].section == place and run[0].block is not None:
            paragraphs += own.unsaid(run[0].block)
        passage = run[0].block["passage"] if run[0].block is not None else own.passages.get(of)
        paragraphs.append(Paragraph(run[0].block, passage, run, kind, notes.get(run[0].id)))
    paragraphs += own.unsaid(None)
    return Part(place, section["title"], section["level"], section["role"] == "asides", tuple(paragraphs))


def _of(line: Line) -> str:
    return line.id if line.block is None else line.block["id"]


class _Own:
    """A section's own blocks, gone through in order."""

    def __init__(self, section: Section, place: int) -> None:
        self.left = list(section["blocks"])
        self.passages = {
            f"a{place}-{number}": one.get("passage") for number, one in enumerate(section["announcements"])
        }

    def unsaid(self, before: Block | None) -> Iterator[Paragraph]:
        """The blocks up to `before` of which nothing is said; None for all that are left."""
        while self.left and self.left[0] is not before:
            block = self.left.pop(0)
            if all(segment["end"] <= segment["start"] for segment in block["segments"]):
                yield Paragraph(block, block["passage"], ())


def _levelled(found: Iterable[Part]) -> Iterator[Part]:
    above = 0
    for part in found:
        above = min(max(part.level, 1), above + 1, DEEPEST)
        yield replace(part, level=above)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table of contents."""

    title: str
    level: int
    part: Part
    line: Line  # where it begins
    passage: Passage | None = None  # None for a part


def contents(timeline: Timeline, found: Sequence[Part]) -> tuple[Entry, ...]:
    """The parts, and in each of them the letters and other passages that have a title."""
    passages = {passage["id"]: passage for passage in timeline["passages"]}
    return tuple(entry for part in found for entry in _entries(passages, part))


def _entries(passages: Mapping[str, Passage], part: Part) -> Iterator[Entry]:
    yield Entry(part.title, part.level, part, part.lines[0])
    seen: set[str] = set()
    for paragraph in part.paragraphs:
        around = within(passages, paragraph.passage)
        for depth, name in enumerate(around, 1):
            if paragraph.lines and name not in seen:
                seen.add(name)
                if passages[name]["title"]:
                    yield Entry(passages[name]["title"], part.level + depth, part, paragraph.lines[0], passages[name])


def within(passages: Mapping[str, Passage], name: str | None) -> tuple[str, ...]:
    """The passages around something, the outermost first."""
    around: list[str] = []
    while name is not None and name in passages and name not in around:
        around.insert(0, name)
        name = passages[name].get("parent")
    return tuple(around)


def numbers(found: Sequence[Part], timeline: Timeline) -> dict[str, str]:
    """The number of every footnote that is referred to, in the order of the references."""
    told = {note["id"] for note in timeline["notes"]}
    marks = [
        name
        for part in found
        for paragraph in part.paragraphs
        if paragraph.block is not None
        for _, name in paragraph.block["marks"]
        if name in told
    ]
    return {name: str(number) for number, name in enumerate(dict.fromkeys(marks), 1)}


@dataclass(frozen=True)
class Divided:
    """A narration in its parts, and what their pages look up."""

    timeline: Timeline
    notes: str = "end"  # one of made.NOTES

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What is heard, in order."""
        return parts(self.timeline, self.notes)

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        """By their ids."""
        return {passage["id"]: passage for passage in self.timeline["passages"]}

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The footnotes' numbers, by Note.id."""
        return {} if self.notes == "none" else numbers(self.parts, self.timeline)

"""An excerpt: from a sentence to a sentence of a narration, on a clock of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain

from companion.errors import UsageError
from companion.narration.course import Notes, Stretch, course, heard
from companion.narration.document import Announcement, Block, Note, Segment, Timeline

NOTES = {"none": Notes.SILENT, "passage": Notes.PASSAGE, "section": Notes.SECTION}  # which are in the sound
_SHOWN = 5  # ids that a message names


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one section's sound."""

    section: int  # its place in the timeline's sections
    start: int  # first sample of the section's sound
    end: int  # one past the last
    at: int  # its first sample in the clip
    note: bool = False  # whether it is a note, read beside what it is about


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and when it is heard in the clip."""

    section: int  # its place in the timeline's sections
    block: Block
    segment: Segment
    start: int = 0  # samples of the clip
    end: int = 0

    @property
    def text(self) -> str:
        return self.block["text"][self.segment["from"] : self.segment["to"]]


@dataclass(frozen=True, slots=True)
class Announced:
    """Something said in the clip that is not written."""

    id: str
    text: str
    start: int  # samples of the clip
    end: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is heard and what is written of an excerpt."""

    timeline: Timeline
    pieces: tuple[Piece, ...]  # of the clip, in order
    sentences: tuple[Sentence, ...]  # of the text as it is heard, in order
    beside: tuple[Sentence, ...]  # of the notes that are heard with it, in the order of hearing
    announced: tuple[Announced, ...]
    notes: tuple[Note, ...]  # all that are about it, heard or not

    @property
    def samples(self) -> int:
        """The length of the clip."""
        return self.pieces[-1].at + self.pieces[-1].end - self.pieces[-1].start


def excerpt(timeline: Timeline, first: str, last: str, notes: Notes = Notes.SILENT) -> Excerpt:
    """From the first word of `first` to the last one of `last`: ids of sentences, or of passages or paragraphs.

    Which notes are heard, and where, is what the course says; those behind the excerpt that are about it come at its
    end. An excerpt that begins or ends among the notes has them in their own place. Raises UsageError for an id that
    the straight reading does not have.
    """
    every = tuple(_sentences(timeline))
    ends = [_find(timeline, every, name) for name in (first, last)]
    chosen = every[min(at for at, _ in ends) : max(at for _, at in ends) + 1]
    return _Cut(timeline, chosen, notes).excerpt()


def _sentences(timeline: Timeline) -> Iterator[Sentence]:
    """The straight reading."""
    for place, section in enumerate(timeline["sections"]):
        if section["role"] != "asides":
            for block in section["blocks"]:
                yield from (Sentence(place, block, said) for said in block["segments"] if said["end"] > said["start"])


def _find(timeline: Timeline, every: Sequence[Sentence], name: str) -> tuple[int, int]:
    """Where in the straight reading the first and the last sentence of that name stand."""
    parents = {passage["id"]: passage.get("parent") for passage in timeline["passages"]}
    found: dict[str, tuple[int, int]] = {}
    for at, one in enumerate(every):
        names = [timeline["sections"][one.section]["id"], one.block["id"]]
        passage = one.block["passage"]
        while passage is not None and passage not in names:
            names.append(passage)
            passage = parents.get(passage)
        found |= {known: (found.get(known, (at, at))[0], at) for known in names}
    found |= {one.segment["id"]: (at, at) for at, one in enumerate(every)}
    if name not in found:
        raise UsageError(f"{timeline['guide']['id']}: {_unknown(timeline, tuple(found), name)}")
    return found[name]


def _unknown(timeline: Timeline, known: Sequence[str], name: str) -> str:
    asides = (block for section in timeline["sections"] if section["role"] == "asides" for block in section["blocks"])
    if name in chain.from_iterable((block["id"], *(one["id"] for one in block["segments"])) for block in asides):
        return f"'{name}' is in a footnote, and those are heard on demand; choose the sentence that it is about"
    alike = get_close_matches(name, known, _SHOWN)
    way_out = f"did you mean {' or '.join(alike)}?" if alike else f"there are {', '.join(known[:_SHOWN])}, …"
    return f"no sentence, paragraph or passage has the id '{name}'; {way_out}"


class _Cut:
    """The stretches of a course cut to an excerpt."""

    def __init__(self, timeline: Timeline, chosen: Sequence[Sentence], notes: Notes) -> None:
        self.timeline = timeline
        self.chosen = chosen
        self.first, self.last = chosen[0], chosen[-1]
        self.course = course(timeline)
        asked = heard(self.course, notes=notes)
        both = all(any(_holds(stretch, one) for stretch in asked) for one in (self.first, self.last))
        self.heard = asked if both else heard(self.course, notes=Notes.SOUND)

    def excerpt(self) -> Excerpt:
        stretches = tuple(self.stretches())
        pieces = tuple(self.pieces(stretches))
        own = tuple(one for piece in pieces if not piece.note for one in self.read(piece))
        beside = tuple(one for piece in pieces if piece.note for one in self.read(piece))
        return Excerpt(self.timeline, pieces, own, beside, tuple(self.announced(pieces)), tuple(self.about()))

    def stretches(self) -> Iterator[Stretch]:
        """What is heard: the text from end to end, and of the notes those that are about it."""
        about = {one.segment["id"] for one in self.chosen}
        notes = {note["id"]: note for note in self.timeline["notes"]}
        begins = next(at for at, one in enumerate(self.heard) if _holds(one, self.first))
        ends = next(at for at, one in enumerate(self.heard) if _holds(one, self.last))
        for at, one in enumerate(self.heard[begins:], begins):
            if one.note is None:
                if at <= ends:
                    start = self.first.segment["start"] if at == begins else one.start
                    yield replace(one, start=start, end=self.last.segment["end"] if at == ends else one.end)
            elif about & _targets(notes[one.note]):
                about.update(notes[one.note]["segments"])
                yield one

    def pieces(self, stretches: Sequence[Stretch]) -> Iterator[Piece]:
        """The stretches as runs of sound: each but the last with the pause behind it, which is a part of its own."""
        at = 0
        for index, one in enumerate(stretches):
            end = one.end
            if index + 1 == len(stretches):
                end = max(said["end"] for said in self.said(one.section) if said["start"] < end)
            elif index + 1 < len(stretches) and one.section == self.last.section and end == self.last.segment["end"]:
                end = self.pause(one.section, end)
            yield Piece(one.section, one.start, end, at, one.note is not None)
            at += end - one.start

    def pause(self, section: int, end: int) -> int:
        """Where the pause after that sample ends: the next sound begins there."""
        starts = (said["start"] for said in self.said(section) if said["start"] >= end)
        return min(starts, default=self.timeline["sections"][section]["samples"])

    def said(self, section: int) -> Iterator[Segment | Announcement]:
        """Everything that is said in a section."""
        for block in self.timeline["sections"][section]["blocks"]:
            yield from (said for said in block["segments"] if said["end"] > said["start"])
        yield from self.timeline["sections"][section]["announcements"]

    def read(self, piece: Piece) -> Iterator[Sentence]:
        """The sentences of a piece, in the order of hearing."""
        for block in self.timeline["sections"][piece.section]["blocks"]:
            for said in block["segments"]:
                if piece.start <= said["start"] < said["end"] <= piece.end:
                    start = piece.at + said["start"] - piece.start
                    yield Sentence(piece.section, block, said, start, start + said["end"] - said["start"])

    def announced(self, pieces: Sequence[Piece]) -> Iterator[Announced]:
        for piece in pieces:
            for said in self.timeline["sections"][piece.section]["announcements"]:
                if piece.start <= said["start"] and said["end"] <= piece.end:
                    name = f"{said.get('passage') or 'said'}-{said.get('edge') or said['start']}"
                    start = piece.at + said["start"] - piece.start
                    yield Announced(name, said["text"], start, start + said["end"] - said["start"])

    def about(self) -> Iterator[Note]:
        """The notes about the text, and the notes about those, in the order of the guide."""
        known = {one.segment["id"] for one in self.chosen}
        found: dict[str, Note] = {}
        while more := [n for n in self.timeline["notes"] if n["id"] not in found and known & _targets(n)]:
            found |= {note["id"]: note for note in more}
            known |= {segment for note in more for segment in note["segments"]}
        return (note for note in self.timeline["notes"] if note["id"] in found)


def _holds(stretch: Stretch, one: Sentence) -> bool:
    """Whether the sentence is heard there, in its own place."""
    return (
        stretch.note is None
        and stretch.section == one.section
        and stretch.start <= one.segment["start"] < one.segment["end"] <= stretch.end
    )


def _targets(note: Note) -> set[str]:
    return {segment for target in note["targets"] for segment in target["segments"]}

"""The course of a reading: what is heard where, for every choice of layers and of the notes' place."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from companion.narration.document import Block, Note, Section, Timeline


class Layer(StrEnum):
    """What a listener switches on or off."""

    TEXT = "text"
    LETTER = "letter"
    NOTES = "notes"


class Notes(StrEnum):
    """How notes are heard."""

    SILENT = "silent"  # not at all
    SOUND = "sound"  # sections of notes in their own place; a soft sound where a note is about what was said
    PASSAGE = "passage"  # at the end of the passage that they are about
    SECTION = "section"  # at the end of the section that they are about


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a section's sound, heard in one go. The stretches of a course stand in the order of hearing."""

    section: int  # its place in the timeline's sections
    start: int  # first sample
    end: int  # one past the last
    layer: Layer
    when: Notes | None = None  # heard only where notes are heard this way; None: in every way but silent
    note: str | None = None  # Note.id, where it is read beside what it is about


def course(timeline: Timeline) -> tuple[Stretch, ...]:
    """Every stretch that any choice lets be heard, in order; `heard` picks those of one choice."""
    return tuple(_Course(timeline).stretches())


def heard(
    stretches: Sequence[Stretch], layers: Collection[Layer] = tuple(Layer), notes: Notes = Notes.SOUND
) -> tuple[Stretch, ...]:
    """The stretches that are heard with these layers switched on and the notes heard so."""
    return tuple(one for one in stretches if one.layer in layers and _is_heard(one, notes))


def _is_heard(stretch: Stretch, notes: Notes) -> bool:
    return stretch.layer != Layer.NOTES or (notes != Notes.SILENT and stretch.when in (None, notes))


class _Course:
    def __init__(self, timeline: Timeline) -> None:
        self.sections = timeline["sections"]
        self.letters = _letters(timeline)
        order = {block["id"]: at for at, block in enumerate(b for s in self.sections for b in s["blocks"])}
        self.places = {section["id"]: index for index, section in enumerate(self.sections)}
        self.blocks = {  # of each sentence
            segment["id"]: block["id"] for s in self.sections for block in s["blocks"] for segment in block["segments"]
        }
        self.anchored: dict[str, list[Note]] = {}  # by the block behind which a note is read
        for note in timeline["notes"]:
            targets = [target for target in note["targets"] if target["block"] in order]
            if targets and self.sections[self.places[note["section"]]]["role"] != "text":  # there it is read as text
                last = max(targets, key=lambda target: (order[target["block"]], target["to"]))
                self.anchored.setdefault(last["block"], []).append(note)
        for notes in self.anchored.values():
            notes.sort(key=lambda note: max(target["to"] for target in note["targets"]))
        while lost := self.lost():  # notes about each other, in a circle: the first one of them stays where it is
            for notes in self.anchored.values():
                notes[:] = [note for note in notes if note["id"] != lost]
        self.moved = {own for notes in self.anchored.values() for note in notes for own in self.own(note)}

    def own(self, note: Note) -> Sequence[str]:
        """The blocks of a note's own words."""
        return tuple(dict.fromkeys(self.blocks[name] for name in note["segments"] if name in self.blocks))

    def lost(self) -> str | None:
        """The first note that is read behind nothing that is read."""
        anchored = {note["id"]: note for notes in self.anchored.values() for note in notes}
        moved = {own for note in anchored.values() for own in self.own(note)}
        read = [b["id"] for s in self.sections if s["role"] != "asides" for b in s["blocks"] if b["id"] not in moved]
        for block in read:  # it grows as it is gone through
            for note in self.anchored.get(block, ()):
                if anchored.pop(note["id"], None):
                    read.extend(self.own(note))
        return next(iter(anchored), None)

    def stretches(self) -> Iterator[Stretch]:
        for index, section in enumerate(self.sections):
            if section["role"] == "text":
                yield from self.section(index, section, notes=False)
            elif section["role"] == "notes":
                yield from self.section(index, section, notes=True)

    def section(self, index: int, section: Section, notes: bool) -> Iterator[Stretch]:
        stay = [b for b in section["blocks"] if b["id"] not in self.moved]  # not read beside what they are about
        empty = all(block["kind"] == "heading" for block in stay)
        pieces = tuple(self.pieces(section))
        for at, (start, end, block, letter) in enumerate(pieces):
            gone = block["id"] in self.moved or (notes and empty)
            layer = Layer.NOTES if notes else Layer.LETTER if letter else Layer.TEXT
            yield Stretch(index, start, end, layer, Notes.SOUND if gone and notes else None)
            last = at + 1 == len(pieces) or pieces[at + 1][2] is not block
            if last and not gone:
                yield from self.notes_about(block["id"], Notes.PASSAGE, set())
        read: set[str] = set()
        for block in section["blocks"]:
            if not (notes and block["id"] in self.moved):
                yield from self.notes_about(block["id"], Notes.SECTION, read)

    def pieces(self, section: Section) -> Iterator[tuple[int, int, Block, bool]]:
        """The section cut where a block or an announcement begins: start, end, the block, whether it is a letter's."""
        said = [block for block in section["blocks"] if block["segments"]]
        cuts = [(block["segments"][0]["start"], block, block["passage"] in self.letters) for block in said]
        for one in section["announcements"]:
            later = [block for block in said if block["segments"][0]["start"] >= one["end"]]
            earlier = [block for block in said if block["segments"][0]["start"] < one["start"]]
            of = (later[:1] or earlier[-1:]) if one.get("edge") == "begin" else (earlier[-1:] or later[:1])
            if of:
                cuts.append((one["start"], of[0], one.get("passage") in self.letters))
        cuts.sort(key=lambda cut: cut[0])
        for at, (start, block, letter) in enumerate(cuts):
            end = cuts[at + 1][0] if at + 1 < len(cuts) else section["samples"]
            if end > (begin := start if at else 0):
                yield begin, end, block, letter

    def notes_about(self, block: str, when: Notes, read: set[str]) -> Iterator[Stretch]:
        """The notes behind a block, and behind each of them the notes about it."""
        for note in self.anchored.get(block, ()):
            if note["id"] in read:
                continue
            read.add(note["id"])
            index = self.places[note["section"]]
            yield Stretch(index, note["start"], self.behind(index, note["end"]), Layer.NOTES, when, note["id"])
            for own in self.own(note):
                yield from self.notes_about(own, when, read)

    def behind(self, index: int, end: int) -> int:
        """Where the pause after that sample ends: the next sound begins there."""
        section = self.sections[index]
        starts = [segment["start"] for block in section["blocks"] for segment in block["segments"]]
        starts += [one["start"] for one in section["announcements"]]
        return min((start for start in starts if start >= end), default=section["samples"])


def _letters(timeline: Timeline) -> frozenset[str | None]:
    """The letters, and the passages inside them."""
    passages: Mapping[str, tuple[str, str | None]] = {
        passage["id"]: (passage["kind"], passage.get("parent")) for passage in timeline["passages"]
    }

    def is_letter(name: str | None) -> bool:
        seen: set[str] = set()
        while name is not None and name in passages and name not in seen:
            seen.add(name)
            kind, parent = passages[name]
            if kind == "letter":
                return True
            name = parent
        return False

    return frozenset(name for name in passages if is_letter(name))

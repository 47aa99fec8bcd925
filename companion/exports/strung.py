"""Strung together: the sections of a narration as one reading on one clock, that of the audiobook in one file."""

from itertools import pairwise
from typing import NamedTuple

from companion.exports import soundtrack
from companion.narration.document import Block, Note, Timeline


class Run(NamedTuple):
    """A run of one section's sound."""

    section: int  # its place in the timeline's sections
    start: int  # first sample of the section's sound
    end: int  # one past the last
    at: int  # its first sample in the reading
    until: int  # where in the reading the next run begins


def strung(timeline: Timeline, notes: str) -> tuple[Run, ...]:
    """Everything that is read, in order, with the notes as made.NOTES says. Raises UsageError when nothing is left."""
    whole = soundtrack.whole(soundtrack.tracks(timeline, notes))
    placed = [(piece.section, piece.start, piece.end, piece.start + shift) for piece, shift in whole.placed()]
    return tuple(Run(*one, until) for one, (*_, until) in pairwise([*placed, (0, 0, 0, whole.samples)]))


def paragraphs(timeline: Timeline) -> dict[str, tuple[Block, ...]]:
    """Each note's own paragraphs, by Note.id."""
    blocks = {block["id"]: block for section in timeline["sections"] for block in section["blocks"]}
    homes = {said["id"]: name for name, block in blocks.items() for said in block["segments"]}
    return {note["id"]: _own(note, blocks, homes) for note in timeline["notes"]}


def _own(note: Note, blocks: dict[str, Block], homes: dict[str, str]) -> tuple[Block, ...]:
    return tuple(blocks[name] for name in dict.fromkeys(homes[said] for said in note["segments"] if said in homes))

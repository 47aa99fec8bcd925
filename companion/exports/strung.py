"""Strung together: the sections of a narration as one reading on one clock."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from companion.narration.course import Notes, course, heard
from companion.narration.document import Block, Note, Section, Timeline


class Run(NamedTuple):
    """A run of one section's sound."""

    section: int  # its place in the timeline's sections
    start: int  # first sample of the section's sound
    end: int  # one past the last
    at: int  # its first sample in the reading


def strung(timeline: Timeline, notes: str = "end") -> tuple[Run, ...]:
    """Everything that is read, in order, with the notes as `made.NOTES` says.

    "end": where the guide has them, the footnotes last. "inline": each behind the paragraph that it is about. "none":
    the text alone.
    """
    sections = timeline["sections"]
    if notes == "inline":
        stretches = [(one.section, one.start, one.end) for one in heard(course(timeline), notes=Notes.PASSAGE)]
    else:
        stretches = [(at, 0, one["samples"]) for at, one in enumerate(sections) if notes != "none" or is_text(one)]
        stretches.sort(key=lambda one: sections[one[0]]["role"] == "asides")
    return tuple(_placed(stretches))


def is_text(section: Section) -> bool:
    """Whether a section is the guide's text, not its notes."""
    return section["role"] == "text"


def _placed(stretches: Sequence[tuple[int, int, int]]) -> Iterator[Run]:
    at = 0
    for section, start, end in stretches:
        if end > start:
            yield Run(section, start, end, at)
            at += end - start


def paragraphs(timeline: Timeline) -> dict[str, tuple[Block, ...]]:
    """Each note's own paragraphs, by Note.id."""
    blocks = {block["id"]: block for section in timeline["sections"] for block in section["blocks"]}
    homes = {said["id"]: name for name, block in blocks.items() for said in block["segments"]}
    return {note["id"]: _own(note, blocks, homes) for note in timeline["notes"]}


def _own(note: Note, blocks: dict[str, Block], homes: dict[str, str]) -> tuple[Block, ...]:
    return tuple(blocks[name] for name in dict.fromkeys(homes[said] for said in note["segments"] if said in homes))

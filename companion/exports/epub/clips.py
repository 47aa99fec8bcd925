"""Clips: which stretch of which sound file each word, sentence and announcement of the book lights up for.

They follow each other without gaps: a pause belongs to what is said before it, for reading systems mis-seek where
nothing lights up.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from companion.errors import NarrationError
from companion.exports.epub.naming import Names
from companion.narration import clock
from companion.narration.document import Section, Timeline


class Clip(NamedTuple):
    """A stretch of a section's sound."""

    section: int  # its place in the timeline's sections
    begin: int  # ms, counted from the start of the section's sound
    end: int  # always later


def clips(timeline: Timeline, names: Names) -> Mapping[str, Clip]:
    """The clip of everything that is said, by its id in the book: words, sentences, announcements.

    Raises NarrationError for a section with more words than milliseconds.
    """
    found: dict[str, Clip] = {}
    for place, section in enumerate(timeline["sections"]):
        said = sorted(_said(section, names), key=lambda one: one[0])
        # The last sample's millisecond may not be whole, and no clip may end behind its sound.
        begins = _apart([clock.milliseconds(start, timeline["rate"]) for start, _ in said], _end(section, timeline))
        if begins[0] != 0 < len(said):
            again = f"run 'companion narrate {timeline['guide']['id']}'"
            raise NarrationError(f"section {section['id']}: its words do not fit into its sound; {again}")
        for number, (_, name) in enumerate(said):
            found[name] = Clip(place, begins[number], begins[number + 1])
        for block in section["blocks"]:
            for segment in block["segments"]:
                words = [found[names.part(segment["id"], str(at))] for at in range(1, len(segment["words"]) + 1)]
                if words:
                    found[names.of(segment["id"])] = Clip(place, words[0].begin, words[-1].end)
    return found


def announced(section: Section, names: Names, at: int) -> str:
    """The id of the section's announcement number `at`."""
    one = section["announcements"][at]
    passage, edge = one.get("passage"), one.get("edge")
    return names.part(passage, edge) if passage and edge else names.part(section["id"], f"said{at + 1}")


def _said(section: Section, names: Names) -> Iterator[tuple[int, str]]:
    """Everything that is said in the section: its first sample, its id."""
    for at, one in enumerate(section["announcements"]):
        yield one["start"], announced(section, names, at)
    for block in section["blocks"]:
        for segment in block["segments"]:
            for number, word in enumerate(segment["words"], 1):
                yield word[2], names.part(segment["id"], str(number))


def _end(section: Section, timeline: Timeline) -> int:
    return clock.whole_milliseconds(section["samples"], timeline["rate"])


def _apart(begins: list[int], end: int) -> list[int]:
    """The times with `end` behind them, the first one 0, each later than the one before: no clip has no length.

    Where they do not fit, the first one is less than 0.
    """
    apart = [0, *begins[1:], end] if begins else [end]
    for at in range(1, len(apart)):
        apart[at] = max(apart[at], apart[at - 1] + 1)
    apart[-1] = end
    for at in reversed(range(len(apart) - 1)):
        apart[at] = min(apart[at], apart[at + 1] - 1)
    return apart

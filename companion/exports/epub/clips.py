"""Clips: which stretch of which sound file each word, sentence and announcement of the book lights up for.

They follow each other without gaps: a pause belongs to what is said before it, for reading systems mis-seek where
nothing lights up. Only where the book goes on in another place of the sound does a clip end within its pause.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from companion.errors import NarrationError
from companion.exports.epub.naming import Names
from companion.narration import clock
from companion.narration.document import Section, Timeline

_LATE = 300  # ms: by so much a reading system may end a clip late; those that look every 250 ms are the slowest


class Clip(NamedTuple):
    """A stretch of a section's sound."""

    section: int  # its place in the timeline's sections
    begin: int  # ms, counted from the start of the section's sound
    end: int  # always later
    over: int  # where the last of it has been said; from there to the end there is a pause


def clips(timeline: Timeline, names: Names) -> Mapping[str, Clip]:
    """The clip of everything that is said, by its id in the book: words, sentences, announcements.

    Raises NarrationError for a section with more words than milliseconds.
    """
    found: dict[str, Clip] = {}
    for place, section in enumerate(timeline["sections"]):
        said = sorted(_said(section, names), key=lambda one: one.start)
        # The last sample's millisecond may not be whole, and no clip may end behind its sound.
        begins = _apart([clock.milliseconds(one.start, timeline["rate"]) for one in said], _end(section, timeline))
        if begins[0] != 0 < len(said):
            again = f"run 'companion narrate {timeline['guide']['id']}'"
            raise NarrationError(f"section {section['id']}: its words do not fit into its sound; {again}")
        for one, (begin, end) in zip(said, pairwise(begins), strict=True):
            over = clock.milliseconds(one.end, timeline["rate"])
            found[one.name] = Clip(place, begin, end, min(max(over, begin + 1), end))
        for block in section["blocks"]:
            for segment in block["segments"]:
                words = [found[names.part(segment["id"], str(at))] for at in range(1, len(segment["words"]) + 1)]
                if words:
                    found[names.of(segment["id"])] = Clip(place, words[0].begin, words[-1].end, words[-1].over)
    return found


def parted(found: Mapping[str, Clip], order: Sequence[str]) -> Mapping[str, Clip]:
    """The same for a book that is read in this order: where it leaves a sound, it does so within a pause.

    Reading systems end a clip late, and what the sound goes on with would be heard to begin.
    """
    begins = {(clip.section, clip.begin) for clip in found.values()}
    left: set[tuple[int, int]] = set()
    for name, following in pairwise([*order, ""]):
        at = found[name].section, found[name].end
        if at in begins and (following not in found or at != found[following][:2]):
            left.add(at)
    return {
        name: clip._replace(end=max(clip.end - _LATE, (clip.over + clip.end) // 2))
        if (clip.section, clip.end) in left
        else clip
        for name, clip in found.items()
    }


def announced(section: Section, names: Names, at: int) -> str:
    """The id of the section's announcement number `at`."""
    one = section["announcements"][at]
    passage, edge = one.get("passage"), one.get("edge")
    return names.part(passage, edge) if passage and edge else names.part(section["id"], f"said{at + 1}")


class _Said(NamedTuple):
    """A word or an announcement."""

    start: int  # first sample
    end: int  # one past the last
    name: str


def _said(section: Section, names: Names) -> Iterator[_Said]:
    """Everything that is said in the section."""
    for at, one in enumerate(section["announcements"]):
        yield _Said(one["start"], one["end"], announced(section, names, at))
    for block in section["blocks"]:
        for segment in block["segments"]:
            for number, word in enumerate(segment["words"], 1):
                yield _Said(word[2], word[3], names.part(segment["id"], str(number)))


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

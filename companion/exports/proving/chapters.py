"""Chapters of one file: that each lasts, has a name, begins where the one before ends, and none is behind the sound."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from companion.exports.proving import times
from companion.exports.proving.fault import Fault
from companion.narration.probing import Marked

_APART = times.SECOND // 10  # players round the places of chapters to their own clocks


def chapters(where: str, found: Sequence[Marked], length: int) -> Iterator[Fault]:
    """What is wrong with the chapters of a file that lasts `length` µs."""
    if not found:
        yield Fault(where, "has no chapters", "export it again")
        return
    for number, one in enumerate(found, 1):
        name = f"chapter {number}"
        if not one.title.strip():
            yield Fault(where, f"{name} has no name", "name it")
        if one.end <= one.start:
            yield Fault(where, f"{name} ends at {times.told(one.end)}, not behind its begin", "a chapter must last")
        elif max(one.start, one.end - _APART) > length:
            ends = f"{name} ends at {times.told(one.end)}, the sound at {times.told(length)}"
            yield Fault(where, ends, "end it where the sound ends")
    if found[0].start > _APART:
        yield Fault(where, f"its first {times.lasting(found[0].start)} are in no chapter", "begin with a chapter")
    for number, (before, after) in enumerate(pairwise(found), 2):
        if after.start < before.end - _APART:
            what = f"chapter {number} begins at {times.told(after.start)}, before the end of the one before"
            yield Fault(where, what, "chapters must not overlap")
        elif after.start > before.end + _APART:
            what = f"{times.lasting(after.start - before.end)} before chapter {number} are in no chapter"
            yield Fault(where, what, "let chapters follow each other")
    if found[-1].end > found[-1].start and length - found[-1].end > times.SECOND:
        yield Fault(where, f"its last {times.lasting(length - found[-1].end)} are in no chapter", "export it again")

"""Takes: a section's utterances in runs of a few minutes, each put together and encoded once."""

import hashlib
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from companion.narration import clock
from companion.narration.encoding import FRAME
from companion.narration.timeline import TIMINGS
from companion.script.script import SectionScript, Utterance
from companion.speech.base import Mark, Speech

_SHORT = 250  # words: no take ends sooner, the last of a section excepted
_LONG = 500  # words: from here on a take ends with its paragraph
_LONGEST = 800  # words: from here on it ends with its sentence
_CHANCE = 2  # between short and long, one paragraph in so many ends a take


@dataclass(frozen=True, slots=True)
class Take:
    """A run of utterances that are encoded together."""

    utterances: tuple[Utterance, ...]
    last: bool  # of its section

    def pause(self, index: int, rate: int) -> int:
        """Samples of silence after an utterance. The priming of the next take is a part of a take's last pause."""
        wanted = clock.samples(self.utterances[index].pause, rate)
        inside = index + 1 < len(self.utterances) or self.last
        return wanted if inside else max(0, wanted - FRAME)


def takes(section: SectionScript) -> tuple[Take, ...]:
    """A section's utterances in takes.

    Where a take ends depends only on what stands near, so an edit moves no boundary further on.
    """
    runs: list[tuple[Utterance, ...]] = []
    run: list[Utterance] = []
    words = 0
    # Not strict: a section in which nothing can be said has no utterance, and no take.
    for utterance, after in zip(section.utterances, (*section.utterances[1:], None), strict=False):
        run.append(utterance)
        words += len(utterance.words)
        if after is None or _ends(utterance, after, words):
            runs.append(tuple(run))
            run, words = [], 0
    return tuple(Take(one, index == len(runs) - 1) for index, one in enumerate(runs))


def _ends(utterance: Utterance, after: Utterance, words: int) -> bool:
    if words >= _LONGEST:
        return utterance.segment is None or utterance.segment != after.segment
    if utterance.block == after.block or words < _SHORT:
        return False
    return words >= _LONG or hashlib.sha256(utterance.block.encode()).digest()[0] % _CHANCE == 0


def assemble(take: Take, speeches: Sequence[Speech], rate: int) -> bytes:
    """The take's sound as PCM, int16 mono, joined once: every utterance, and the counted silence after it."""
    silences = (bytes(2 * take.pause(index, rate)) for index in range(len(speeches)))
    return b"".join(chain.from_iterable(zip((speech.samples for speech in speeches), silences, strict=True)))


# What the cache holds: numbers as little-endian 32-bit integers, times as samples, then the bytes of the sound.


@dataclass(frozen=True, slots=True)
class Times:
    """When the words of one utterance sound, counted from its start."""

    length: int  # samples, the pause left out
    marks: tuple[Mark, ...]


def pack_speech(speech: Speech) -> bytes:
    """A Speech as the cache keeps it."""
    return _numbers([speech.rate, *_times(Times(speech.length, speech.marks))]) + speech.samples


def unpack_speech(data: bytes) -> Speech:
    """The Speech that was packed."""
    rate, _, count = _integers(data, 0, 3)
    sound = 4 * (3 + 3 * count)
    times = next(_unpacked(_integers(data, 4, 2 + 3 * count)))
    return Speech(data[sound:], rate, times.marks)


def pack_take(times: Sequence[Times], frames: int, sound: bytes) -> bytes:
    """An encoded take, its frames counted, and the times in it, as the cache keeps them."""
    numbers = list(chain.from_iterable(_times(one) for one in times))
    return _numbers([frames, len(numbers), *numbers]) + sound


def take_frames(data: bytes) -> int:
    """How many frames the sound of a packed take has."""
    return _integers(data, 0, 1)[0]


def take_times(data: bytes) -> tuple[Times, ...]:
    """The times of a packed take, one for each of its utterances."""
    return tuple(_unpacked(_integers(data, 8, _integers(data, 4, 1)[0])))


def take_sound(data: bytes) -> bytes:
    """The encoded sound of a packed take."""
    return data[8 + 4 * _integers(data, 4, 1)[0] :]


def _times(times: Times) -> Iterator[int]:
    yield times.length
    yield len(times.marks)
    for mark in times.marks:
        yield from (mark.start, mark.end, TIMINGS.index(mark.timing))


def _unpacked(numbers: Sequence[int]) -> Iterator[Times]:
    at = 0
    while at < len(numbers):
        length, count = numbers[at], numbers[at + 1]
        behind = at + 2 + 3 * count
        triples = zip(
            numbers[at + 2 : behind : 3], numbers[at + 3 : behind : 3], numbers[at + 4 : behind : 3], strict=True
        )
        yield Times(length, tuple(Mark(start, end, TIMINGS[timing]) for start, end, timing in triples))
        at = behind


def _numbers(values: Sequence[int]) -> bytes:
    numbers = array("i", values)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _integers(data: bytes, at: int, count: int) -> Sequence[int]:
    numbers = array("i", data[at : at + 4 * count])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers

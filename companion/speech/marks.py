"""From the events of espeak-ng to one mark for every word, exact wherever the engine gave the time."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from companion.speech.base import Mark, Timing
from companion.speech.driver import Take

Spell = Callable[[str], Sequence[str]]  # a word -> its phonemes in IPA; none when it makes no sound

_VOWELS: Final = frozenset("aeiouyæøœɐɑɒɔəɘɚɛɜɝɞɨɪɯɵɤʉʊʌʏᵻ")
AHEAD: Final = 240  # samples (11 ms) of light before the sound sets in: there pocketsphinx hears words begin
_UNPAIRED: Final = 0.9  # the cost of a phoneme that only one side has


class _Sound(NamedTuple):
    """A phoneme that was heard."""

    start: int  # sample
    stop: int  # where the next phoneme or pause begins
    name: str  # IPA


def marks(words: Sequence[str], take: Take, spell: Spell) -> tuple[Mark, ...]:
    """One mark for each of `words`, which the engine was given joined by single spaces; in samples of the take.

    A word with an event of its own is ENGINE: it starts AHEAD of its first phoneme's event, which is the very sample
    where its sound sets in (the word event itself comes up to 50 ms earlier). A word without one was fused with a
    neighbour ("of the"): it starts at the phoneme that the spelling of both makes most likely, and is ESTIMATED. So is
    a word that makes no sound: it gets the one sample in front of the next word. Starts strictly increase, from AHEAD
    of the take at the earliest. A word ends where the next one starts, or where a pause does.
    """
    sounds = [_Sound(start, stop, name) for (start, name), (stop, _) in pairwise(take.phonemes) if name]
    places = [*_places(words, _heard(words, take.words), sounds, spell), (len(sounds), False)]
    silence = sounds[-1].stop if sounds else 0
    starts = [sounds[at].start - AHEAD if at < len(sounds) else silence for at, _ in places]
    for index in reversed(range(len(words))):
        starts[index] = min(starts[index], starts[index + 1] - 1)
    found: list[Mark] = []
    for ((at, own), (after, _)), (start, end) in zip(pairwise(places), pairwise(starts), strict=True):
        if after > at:
            found.append(Mark(start, min(end, sounds[after - 1].stop), Timing.ENGINE if own else Timing.ESTIMATED))
        else:
            found.append(Mark(start, end, Timing.ESTIMATED))
    return tuple(found)


def _heard(words: Sequence[str], events: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The samples of each word's events. An event for a word before the one last heard is a stray, and dropped."""
    begins = [0, *accumulate(len(word) + 1 for word in words[:-1])]
    heard: list[list[int]] = [[] for _ in words]
    latest = 0
    for position, sample in events:
        index = bisect_right(begins, position) - 1
        if index >= latest:
            heard[index].append(sample)
            latest = index
    return heard


def _places(
    words: Sequence[str], heard: Sequence[Sequence[int]], sounds: Sequence[_Sound], spell: Spell
) -> Iterator[tuple[int, bool]]:
    """For each word the index of its first sound, never decreasing, and whether the engine's own event gave it."""
    onsets = [sound.start for sound in sounds]
    groups = [*(index for index, events in enumerate(heard) if events or index == 0), len(words)]
    for first, last in pairwise(groups):  # a word with an event, and those after it that have none
        indexes = [bisect_left(onsets, event) for event in heard[first]]
        if indexes and last - first == 1:
            yield indexes[0], True
        elif len(indexes) == last - first and words[first].isalpha():  # one event each, all said to be the first word's
            yield from ((index, True) for index in indexes)
        else:
            low = indexes[0] if indexes else 0
            high = bisect_left(onsets, heard[last][0]) if last < len(words) else len(sounds)
            shares = split([sound.name for sound in sounds[low:high]], [spell(word) for word in words[first:last]])
            yield from ((low + share, bool(indexes) and share == 0) for share in shares)


def split(heard: Sequence[str], words: Sequence[Sequence[str]]) -> list[int]:
    """Where in the phonemes `heard` each of `words` begins, by the cheapest alignment with the words' own phonemes.

    Indexes into `heard`, never decreasing, the first 0; a word without phonemes begins where the next one does.
    """
    spelled = [phoneme for word in words for phoneme in word]
    costs = [[column * _UNPAIRED for column in range(len(spelled) + 1)]]
    for row, ours in enumerate(heard, 1):
        above, line = costs[-1], [row * _UNPAIRED]
        for column, theirs in enumerate(spelled, 1):
            line.append(min(above[column - 1] + _cost(ours, theirs), above[column] + _UNPAIRED, line[-1] + _UNPAIRED))
        costs.append(line)
    begins: list[int] = [len(heard)] * (len(spelled) + 1)  # for each spelled phoneme, the first one heard from it on
    row, column = len(heard), len(spelled)
    while column:
        if row and costs[row][column] == costs[row - 1][column - 1] + _cost(heard[row - 1], spelled[column - 1]):
            row, column = row - 1, column - 1
            begins[column] = row
        elif row and costs[row][column] == costs[row - 1][column] + _UNPAIRED:
            row -= 1
        else:
            column -= 1
            begins[column] = begins[column + 1]
    return [0, *(begins[index] for index in accumulate(len(word) for word in words[:-1]))]


def _cost(one: str, other: str) -> float:
    """How unlike two phonemes are: nothing to 1.2, a vowel for a consonant."""
    one, other = one.strip("ˈˌː"), other.strip("ˈˌː")
    if one == other:
        return 0.0
    vowels = (one[:1] in _VOWELS) + (other[:1] in _VOWELS)
    return (0.8, 1.2, 0.4)[vowels]

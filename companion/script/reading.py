"""A reading: a stretch of a text, and the words that say it; and the rules that find readings."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple


class Reading(NamedTuple):
    """A stretch of a text and the words that say it."""

    start: int  # first code point
    end: int  # one past the last
    said: str  # words with spaces between; empty for what is silent
    phonemes: str = ""  # espeak-ng phoneme names, one word for each of `said`; empty when the letters are enough


class Rule(NamedTuple):
    """What a pattern is said as, wherever it stands."""

    needed: str  # without one of these characters in the text the pattern is not even tried
    pattern: str  # a regular expression that takes linear time: its repetitions are bounded
    readings: Callable[[re.Match[str]], Iterator[Reading]]


def reading(match: re.Match[str], said: str, first: int | str = 0, last: int | str | None = None) -> Reading:
    """The match, or its groups from `first` to `last`, said in these words."""
    return Reading(match.start(first), match.end(first if last is None else last), said)


def always(said: str) -> Callable[[re.Match[str]], Iterator[Reading]]:
    """Readings that are the same words for every match."""

    def readings(match: re.Match[str]) -> Iterator[Reading]:
        yield reading(match, said)

    return readings


def either(table: Mapping[str, object]) -> str:
    """A pattern for any key of the table, the longest first."""
    return "|".join(re.escape(key) for key in sorted(table, key=len, reverse=True))

"""How loud each voice of espeak-ng is, and the one gain that makes it as loud as every other."""

import json
from dataclasses import dataclass
from functools import cache
from math import log2
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

TARGET: Final = -17.1  # LUFS (ITU-R BS.1770)
CEILING: Final = -1.5  # dBTP; encoding adds up to 0.3 dB

_TABLE: Final = Path(__file__).with_name("levels.json")  # measured by benchmarks/loudness.py
_RATE, _PITCH = 170, 50  # that the table was measured with
_PER_DOUBLING: Final = -0.95  # LU by which a voice gets quieter when it speaks twice as fast, up to:
_FASTEST: Final = 300  # words a minute
_PER_PITCH: Final = 0.036  # LU by which it gets louder a step


class Level(NamedTuple):
    """A variant as measured on the voice gmw/en-US."""

    volume: float  # of the library's own that it is spoken with; above 1 its limiter works
    loudness: float  # LUFS
    peak: float  # dBTP


@dataclass(frozen=True, slots=True)
class Gain:
    """How to bring a voice to the level of all others."""

    volume: float  # for the library
    factor: float  # for the samples


@cache
def _table() -> tuple[dict[str, float], dict[str, Level], str]:
    data = _TABLE.read_bytes()
    table = json.loads(data)
    return table["bases"], {name: Level(*level) for name, level in table["variants"].items()}, f"{crc32(data):08x}"


def revision() -> str:
    """Changes whenever a gain might."""
    return _table()[2]


def gain(base: str, variant: str, rate: int, pitch: int) -> Gain:
    """The gain of a voice as the library names it; one that was never measured is taken for the plain voice.

    A voice too peaky for the target under the ceiling stays quieter.
    """
    bases, variants, _ = _table()
    level = variants.get(variant, variants[""])
    loudness = level.loudness + bases.get(base, 0.0) + _PER_PITCH * (pitch - _PITCH)
    loudness += _PER_DOUBLING * log2(min(rate, _FASTEST) / _RATE)
    return Gain(level.volume, 10 ** (min(TARGET - loudness, CEILING - level.peak) / 20))

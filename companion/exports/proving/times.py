"""Times as other programs write them, read as whole microseconds; all that is found is told in one form."""

import re
from fractions import Fraction

from companion.narration import clock

SECOND = 1_000_000  # µs
ROUNDED = 1_000  # µs: what is within a millisecond is only written otherwise

_UNITS = {"": Fraction(1), "s": Fraction(1), "ms": Fraction(1, 1000), "min": Fraction(60), "h": Fraction(3600)}
_COUNT = re.compile(r"(?:npt=)?(\d{1,9})(\.\d{1,9})?(h|min|ms|s)?", re.ASCII)
_CLOCK = re.compile(r"(?:npt=)?(?:(\d{1,6}):)?([0-5]?\d):([0-5]\d(?:\.\d{1,9})?)", re.ASCII)
_ISO = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?", re.ASCII)


def smil(value: str) -> int | None:
    """A clock value of SMIL ("1:02:03.5", "02:03", "12.5s", "300ms", "npt=3s"); None for anything else."""
    value = value.strip()
    if count := _COUNT.fullmatch(value):
        return round(Fraction(count[1] + (count[2] or "")) * _UNITS[count[3] or ""] * SECOND)
    if full := _CLOCK.fullmatch(value):
        return round((3600 * int(full[1] or 0) + 60 * int(full[2]) + Fraction(full[3])) * SECOND)
    return None


def iso(value: str) -> int | None:
    """A duration of ISO 8601 without days ("PT1H2M3.5S"); None for anything else."""
    found = _ISO.fullmatch(value.strip())
    if found is None or not any(found.groups()):
        return None
    return round((3600 * int(found[1] or 0) + 60 * int(found[2] or 0) + Fraction(found[3] or 0)) * SECOND)


def told(us: int) -> str:
    """A time, to be read by people."""
    return clock.vtt(max(0, us) // 1000)


def lasting(us: int) -> str:
    """A length, to be read by people: "0.25 s"."""
    return f"{clock.seconds(abs(us) // 1000)} s"

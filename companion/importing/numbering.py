"""Numbered headings of plain text: which numbers count headings and not a list, and how deep each of them stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from companion.importing import looks

_NUMBER = re.compile(
    r"(?P<decimal>\d{1,2}(?:\.\d{1,2})+)\.?\s+(?=\S)"
    r"|(?P<open>\(?)(?:(?P<digits>\d{1,2})|(?P<roman>[IVX]{1,5})|(?P<upper>[A-H])|(?P<lower>[a-h]))(?P<close>[.)])\s+(?=\S)"
)
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(slots=True)
class _Run:
    """Numbers of one form that count on from one another."""

    scheme: str  # "1.", "I)", "1.1"
    places: list[int] = field(default_factory=list)  # of its paragraphs


def depths(lines: Sequence[str]) -> dict[int, int]:
    """How deep each numbered heading stands, from 1, by the place of its paragraph.

    `lines` has the text of each paragraph that is a single line, and "" for any other. Numbers count headings where
    each of them stands in a short line and something else follows it before the next: what follows at once is a list.
    """
    runs = [run for run in _runs(lines) if _counts_headings(run, lines)]
    schemes = list(dict.fromkeys(run.scheme for run in sorted(runs, key=lambda run: run.places[0])))
    return {place: 1 + schemes.index(run.scheme) for run in runs for place in run.places}


def _runs(lines: Sequence[str]) -> list[_Run]:
    runs: list[_Run] = []
    waiting: dict[tuple[str, str, int], list[_Run]] = {}  # by their next number
    for place, line in enumerate(lines):
        found = _NUMBER.match(line)
        if found is None:
            continue
        scheme, above, number = _read(found)
        if waiting.get((scheme, above, number)):
            run = waiting[scheme, above, number].pop()
        elif number == 1:
            run = _Run(scheme)
            runs.append(run)
        else:
            continue
        run.places.append(place)
        waiting.setdefault((scheme, above, number + 1), []).append(run)
    return runs


def _read(found: re.Match[str]) -> tuple[str, str, int]:
    """The form of a number, the number above it, and what it counts."""
    if decimal := found["decimal"]:
        above, _, last = decimal.rpartition(".")
        return ".".join("1" for _ in decimal.split(".")), above, int(last)
    form = f"{found['open']}%s{found['close']}"
    if digits := found["digits"]:
        return form % "1", "", int(digits)
    if roman := found["roman"]:
        values = [_ROMAN[letter] for letter in roman]
        signed = (-value if value < max(values[at:]) else value for at, value in enumerate(values))
        return form % "I", "", sum(signed)
    letter = found["upper"] or found["lower"]
    return form % ("A" if letter.isupper() else "a"), "", "abcdefgh".index(letter.lower()) + 1


def _counts_headings(run: _Run, lines: Sequence[str]) -> bool:
    if len(run.places) == 1 and "." not in run.scheme[:-1]:
        return False  # one number alone may be anything
    return all(
        place + 1 < len(lines) and place + 1 not in run.places and _is_heading(lines[place]) for place in run.places
    )


def _is_heading(line: str) -> bool:
    found = _NUMBER.match(line)
    return found is not None and looks.heading(line[found.end() :].rstrip("?¿ "))

"""Which sections of the text a section of commentary stands below or behind, and so is likely about."""

import re
from collections.abc import Sequence

from companion.guide.model import Role, Section

_NUMBER = re.compile(r"\b(?:\d+|[IVXLC]+)\b")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def home(sections: Sequence[Section], number: int) -> frozenset[int]:
    """The numbers of the text sections that the commentary in section `number` belongs to; empty where all are as near.

    The same numbers in both titles decide (“Chapter 2: Summary”, “Chapter 2: Analysis”). Else it is the text right
    before it below the same heading, or, behind other commentary, all the text below that heading.
    """
    every = _text(sections, 0, len(sections))
    found = _numbered_alike(sections, number, every) or _before(sections, number)
    return found if found != every else frozenset()


def _numbered_alike(sections: Sequence[Section], number: int, every: frozenset[int]) -> frozenset[int]:
    own = _numbers(sections[number].title)
    return frozenset(at for at in every if own and _numbers(sections[at].title) == own)


def _before(sections: Sequence[Section], number: int) -> frozenset[int]:
    at: int | None = number
    while at is not None:
        level = sections[at].level
        above = next((one for one in range(at - 1, -1, -1) if sections[one].level < level), None)
        below = _text(sections, above or 0, at)
        if below:
            start = at
            while start > (above or 0) and sections[start - 1].role is Role.TEXT:
                start -= 1
            return _text(sections, start, at) or below
        at = above
    return frozenset()


def _text(sections: Sequence[Section], start: int, end: int) -> frozenset[int]:
    """The sections of text that hold more than a heading."""
    return frozenset(
        number
        for number in range(start, end)
        if sections[number].role is Role.TEXT and len(sections[number].blocks) > 1
    )


def _numbers(title: str) -> frozenset[int]:
    return frozenset(int(one) if one.isdigit() else _roman(one) for one in _NUMBER.findall(title))


def _roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-one if one < other else one for one, other in zip(values, [*values[1:], 0], strict=True))

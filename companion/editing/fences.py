"""The two lines of colons around a passage."""

import re
from dataclasses import dataclass

from companion.editing.places import lines_of
from companion.errors import EditError
from companion.guide.model import Guide, Passage

_CLOSING = re.compile(r"(?P<lead>.*?)(?P<colons>:{3,})[ \t]*")
_OPENING = re.compile(r".*?(?P<colons>:{3,})")


@dataclass(frozen=True, slots=True)
class Fence:
    """Where a passage begins and ends."""

    opening: int  # 0-based line
    closing: int  # 0-based line
    colons: int  # of the opening line


def fence_of(guide: Guide, passage: Passage) -> Fence:
    """The fences of a passage: the first line with nothing but as many colons, or more, closes it."""
    lines = lines_of(guide.source)
    opening = passage.line - 1
    found = _OPENING.match(guide.source, lines.starts[opening], lines.ends[opening])
    if found is not None:
        colons = len(found["colons"])
        for number in range(opening + 1, len(lines.starts)):
            closing = _CLOSING.fullmatch(guide.source, lines.starts[number], lines.ends[number])
            if closing is not None and len(closing["colons"]) >= colons and not closing["lead"].strip(" \t>"):
                return Fence(opening, number, colons)
    raise EditError(f"{guide.id}: line {passage.line}: the passage's fences cannot be found; read the guide again")

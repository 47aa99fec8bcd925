"""A change as replacements in a file's text: what is not replaced stays as it is, byte for byte."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from companion.errors import EditError
from companion.guide.model import Span


class Rank(IntEnum):
    """What comes first of that which is put in at one place, whoever asked for it first."""

    WORDS_END = 0  # the closing of marked words: they stand inside whatever else ends here
    BLOCK_END = 1  # a passage's closing fence
    BLOCK_BEGIN = 2  # a passage's opening fence
    LINE = 3  # an attribute line: it belongs to the block that begins here, not to the fence above it
    WORDS_BEGIN = 4  # the opening of marked words
    ESCAPE = 5  # a backslash, right before what it escapes


@dataclass(frozen=True, slots=True)
class Replacement:
    """`text` in place of what stands at `span`; an insertion where the span is empty."""

    span: Span  # in the file
    text: str
    rank: Rank = Rank.LINE


def insertion(at: int, text: str, rank: Rank = Rank.LINE) -> Replacement:
    """`text` put in before the file's character `at`."""
    return Replacement(Span(at, at), text, rank)


def apply(source: str, changes: Iterable[Replacement]) -> str:
    """The file's text with all `changes`, given in any order. Two that are equal in everything are one.

    Insertions at one place come in the order of their ranks, those of one rank in the order given. Raises EditError
    when two changes want the same characters.
    """
    wanted = sorted(dict.fromkeys(changes), key=lambda one: (one.span.start, bool(len(one.span)), one.rank))
    pieces: list[str] = []
    at = 0
    for change in wanted:
        if change.span.start < at or change.span.end > len(source):
            line = source.count("\n", 0, change.span.start) + 1
            raise EditError(f"line {line}: two changes want the same words; make one, then the other")
        pieces += (source[at : change.span.start], change.text)
        at = change.span.end
    return "".join((*pieces, source[at:]))

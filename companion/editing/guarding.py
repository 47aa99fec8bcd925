"""Words that come to begin a block, or to stand beside a mark, guarded from being read as a mark themselves."""

import re
from collections.abc import Iterable, Iterator

from companion.editing.inline import Element
from companion.editing.places import end_of
from companion.editing.replacing import Rank, Replacement, insertion
from companion.guide.model import Block, Span

_BEGINS = re.compile(
    r"""(?P<here>\#{1,6}(?=\s|\Z) | [-+*](?=\s|\Z) | > | ={1,}[ \t]*(?=[\r\n]|\Z) | `{3,} | ~{3,} | :{3,} | \{
    | <(?=[A-Za-z/!?]) | \[[^\]\r\n]*\]: | (?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})(?=[\r\n]|\Z))
    | \d{1,9}(?P<dot>[.)])(?=\s|\Z)""",
    re.VERBOSE,
)


def beginning(source: str, at: int) -> Iterator[Replacement]:
    """The backslash that the file's words at `at` need, so that they can begin a block and stay words."""
    found = _BEGINS.match(source, at)
    if found is not None:
        yield insertion(found.start("dot") if found["dot"] else found.start(), "\\", Rank.ESCAPE)


def backslash(block: Block, source: str, at: int) -> str:
    """What doubles a backslash of the text that stands right before `at`, where a mark is put in."""
    if source[at - 1 : at] != "\\":
        return ""
    for _, written, length, width in block.source.runs:
        if length == width and written < at <= written + width:
            return "\\"
    return ""


def unpaired(block: Block, source: str, span: Span, elements: Iterable[Element]) -> Iterator[Replacement]:
    """A backslash for each bracket of the words at `span` that has no partner there."""
    tight = [one.span for one in elements if one.kind in ("code", "address")]
    waiting: list[int] = []
    alone: list[int] = []
    for at in range(span.start, span.end):
        character = block.text[at]
        if character not in "[]" or end_of(block.source, at) - block.source[at] != 1:
            continue
        if any(one.start <= at < one.end for one in tight):
            continue
        if character == "[":
            waiting.append(at)
        elif waiting:
            waiting.pop()
        else:
            alone.append(at)
    for at in (*alone, *waiting):
        if source[block.source[at]] == block.text[at]:
            yield insertion(block.source[at], "\\", Rank.ESCAPE)

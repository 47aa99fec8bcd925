"""Marks that were meant and not read: they would be spoken as text."""

import re
from collections.abc import Iterator

from companion.guide.model import SourceMap

_ATTRIBUTES = re.compile(r"(?:^|(?<=[\]\s]))\{[#.]?[A-Za-z][^}]*(?:\}|$)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_FENCE = re.compile(r":{3,}")


def strays(text: str, places: SourceMap, source: str) -> Iterator[tuple[int, str, str]]:
    """Offset in the file, what is wrong and what to do, for each such mark in a block's `text`.

    A mark that the author escaped (`\\\\{`) is text, and left alone.
    """
    for found in _FOOTNOTE.finditer(text):
        if source[places[found.start()]] == "[":
            yield places[found.start()], f"the footnote {found[0]} is not written", f"add a line '{found[0]}: …'"
    for found in _ATTRIBUTES.finditer(text):
        if source[places[found.start()]] == "{":
            what = f"'{found[0][:30]}' is not read as attributes"
            yield places[found.start()], what, "close its braces and quotes, or write \\{"
    if _FENCE.match(text) and source[places[0]] == ":":
        yield places[0], "a passage fence that opens or closes nothing", "check the number of colons"

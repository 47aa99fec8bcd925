"""Text of a guide as HTML: nothing in it is markup but what is written here."""

import re
from collections.abc import Iterator
from html import escape
from itertools import pairwise
from urllib.parse import quote

from companion.exports.direction import direction
from companion.narration.document import Block, Timeline

STYLES = {"em": "em", "strong": "strong", "code": "code"}
_NUMBER = re.compile(r"([0-9]{1,9})[.)](?: |\Z)")  # of an item of an ordered list (CommonMark 0.31, 5.2)


def written(block: Block, first: int, behind: int) -> str:
    """The block's text from the code point `first` up to `behind`, emphasis and all."""
    styles = [(start, end, STYLES[name]) for start, end, name in block["styles"] if name in STYLES]
    edges = {at for start, end, _ in styles for at in (start, end) if first < at < behind}
    cuts = [first, *sorted(edges), behind]
    return "".join(_piece(block["text"], styles, *cut) for cut in pairwise(cuts))


def number(block: Block) -> int | None:
    """The number that an item brings in its text, "1. " or "1) "; None where it has a bullet."""
    found = _NUMBER.match(block["text"])
    return int(found[1]) if found else None


def _piece(text: str, styles: list[tuple[int, int, str]], first: int, behind: int) -> str:
    piece = escape(text[first:behind])
    for start, end, name in styles:
        if start <= first and behind <= end:
            piece = f"<{name}>{piece}</{name}>"
    return piece


def reading(timeline: Timeline, audio: str) -> Iterator[str]:
    """The whole guide as plain HTML with each section's sound, for a browser without script. `audio`: their folder."""
    guide = timeline["guide"]
    written_in = f'lang="{escape(guide["language"])}" dir="{direction(guide["language"])}"'
    yield f"<h1 {written_in}>{escape(guide['title'])}</h1>"
    if guide["notice"]:
        yield f"<p {written_in}>{escape(guide['notice'])}</p>"
    for section in timeline["sections"]:
        if not section["blocks"]:
            continue
        yield f"<section {written_in}>"
        blocks = [_block(block) for block in section["blocks"]]
        if section["blocks"][0]["kind"] != "heading":
            blocks.insert(0, f"<h2>{escape(section['title'])}</h2>")
        if section["samples"]:
            source = escape(audio + quote(section["audio"]))
            blocks.insert(1, f'<audio controls preload="none" src="{source}"></audio>')
        yield from blocks
        yield "</section>"


def _block(block: Block) -> str:
    name = {"heading": "h2", "quote": "blockquote", "code": "pre"}.get(block["kind"], "p")
    return f"<{name}>{written(block, 0, len(block['text']))}</{name}>"

"""Plain text -> a document: where its paragraphs, headings, lists and verses are is guessed from its lines alone."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from companion.guide.letterwords import HEADER
from companion.guide.model import Kind
from companion.importing import looks, plainbook
from companion.importing.document import Document, Format, Piece
from companion.importing.gathering import Ledger, Writer
from companion.importing.hyphens import Joiner
from companion.importing.plainheads import VERSE, Paragraph, headings, indent, join
from companion.importing.plainnotes import with_footnotes
from companion.importing.sniffing import Source

_UNDERLINE = re.compile(r"\s*([=\-~*_^#])\1{2,}\s*")
_QUOTED = re.compile(r"\s*>\s?")
_MOST_WRAPPED = 110  # characters: a longer line was not broken by hand
_NARROW, _NARROWEST = 40, 34  # characters: no narrower text is broken by hand
_LABEL = re.compile(r"\s*(?P<label>[^\W\d_][\w.’' -]{0,35}?)(?:\s?:|\s+[-–—])\s+(?=\S)")
_FULL = 0.82  # of the width: a line this long was broken because it was full


def read(source: Source, everything: bool) -> Document:
    """Read plain text. `source.ledger` is told of underlines, ornaments and page numbers."""
    ledger = source.ledger
    lines = [line.rstrip() for line in source.text.replace("\f", "\n\f").split("\n")]
    if not everything:
        lines = _without_page_numbers(lines, ledger)
    lines = [line.replace("\f", "").expandtabs(4) for line in lines]
    title = author = ""
    if not everything:
        lines, title, author = plainbook.text_itself(lines, ledger)
    paragraphs = list(_paragraphs(lines, ledger))
    if not everything:
        paragraphs = _without_furniture(paragraphs, ledger)
    join(paragraphs)
    writer = Writer(ledger)
    margin = min((paragraph.indent for paragraph in paragraphs), default=0)
    width = _width(lines)
    found = headings(paragraphs)
    inset = sum(paragraph.indent > margin + 1 for paragraph in paragraphs) * 2 < len(paragraphs)
    hyphenated = Joiner(source.text, divides=False)
    for index, paragraph in enumerate(paragraphs):
        if index in found:
            writer.begin(Kind.HEADING, found[index])
            writer.text(" ".join(paragraph.lines))
        else:
            _write(writer, paragraph, width, margin if inset else None, hyphenated)
    writer.end()
    pieces = writer.pieces
    footnotes: dict[str, tuple[Piece, ...]] = {}
    if not everything:
        pieces, footnotes = with_footnotes(pieces, ledger)
    return Document(Format.TEXT, tuple(pieces), title, author, footnotes=footnotes, left_out=ledger.items())


def _width(lines: Sequence[str]) -> int:
    """How wide hand-broken lines are here; 0 where lines are not broken by hand."""
    lengths = sorted(len(line) for line, after in pairwise(lines) if line and after)
    if not lengths:
        return 0
    wide = lengths[int(len(lengths) * 0.95)]
    return wide if wide <= _MOST_WRAPPED else 0


def _without_page_numbers(lines: list[str], ledger: Ledger) -> list[str]:
    """The lines without those that only number a page, and without the gap that such a line makes in a sentence."""
    found = [
        index for index, line in enumerate(lines) if len(line) < 30 and line.strip() and _numbers_page(lines, index)
    ]
    if not found:
        return lines
    bare = [index for index in found if not looks.page_number(lines[index].strip("\f "), bare=False)]
    if not any(_breaks(lines, index) for index in bare):  # then they are the chapters' own numbers
        found = [index for index in found if index not in set(bare)]
    kept: list[str | None] = list(lines)
    for index in found:
        ledger.leave("page number", lines[index])
        kept[index] = None
        if _breaks(lines, index):
            for step in (-1, 1):
                at = index + step
                while 0 <= at < len(lines) and not lines[at].strip():
                    kept[at] = None
                    at += step
    return [line for line in kept if line is not None]


def _numbers_page(lines: Sequence[str], index: int) -> bool:
    alone = (index == 0 or not lines[index - 1].strip()) and (
        index + 1 == len(lines) or not lines[index + 1].strip() or lines[index + 1].startswith("\f")
    )
    return (alone or lines[index].startswith("\f")) and looks.page_number(lines[index].strip("\f "))


def _breaks(lines: Sequence[str], index: int) -> bool:
    """Whether the line stands in the middle of a sentence."""
    before = next((lines[at] for at in range(index - 1, -1, -1) if lines[at].strip()), "")
    after = next((lines[at] for at in range(index + 1, len(lines)) if lines[at].strip()), "")
    return bool(before and after) and not looks.said(before) and after.strip("\f ")[:1].islower()


def _paragraphs(lines: Sequence[str], ledger: Ledger) -> Iterator[Paragraph]:
    """Lines between blank ones; an underlined line by itself."""
    block: list[str] = []
    for index, line in enumerate(lines):
        if not line.strip():
            if block:
                yield Paragraph(tuple(block))
            block = []
        elif looks.ornament(line) and not _QUOTED.fullmatch(line):
            under = _UNDERLINE.fullmatch(line)
            heads = bool(under) and len(block) in (1, 2) and len(block[-1]) <= 100 and (len(block) == 1 or "=" in line)
            closes = index + 1 < len(lines)
            ledger.leave("underline" if heads and closes else "ornament", line)
            if heads and under is not None:
                if block[:-1]:
                    yield Paragraph(tuple(block[:-1]))
                yield Paragraph((block[-1],), under[1])
            elif block:
                yield Paragraph(tuple(block))
            block = []
        else:
            block.append(line)
    if block:
        yield Paragraph(tuple(block))


def _without_furniture(paragraphs: list[Paragraph], ledger: Ledger) -> list[Paragraph]:
    """The paragraphs without pictures, the table of contents and "The End"."""
    gone = plainbook.furniture([paragraph.lines for paragraph in paragraphs])
    for index, reason in gone.items():
        ledger.leave(reason, "\n".join(paragraphs[index].lines))
    return [paragraph for index, paragraph in enumerate(paragraphs) if index not in gone]


def _write(writer: Writer, paragraph: Paragraph, width: int, margin: int | None, hyphenated: Joiner) -> None:
    """Write lines that are no heading."""
    lines = paragraph.lines
    kind = Kind.PARAGRAPH
    if all(_QUOTED.match(line) for line in lines):
        kind, lines = Kind.QUOTE, tuple(_QUOTED.sub("", line, count=1) for line in lines)
        writer.ledger.leave("quotation mark of a line", ">" * len(lines))
    elif margin is not None and looks.item(lines[0].strip()) is None:
        inset = paragraph.indent - margin
        if inset >= 4 or (inset >= 2 and len(lines) > 1):
            kind = Kind.QUOTE
    if not any(line.strip() for line in lines):
        return
    if looks.item(lines[0].strip()) is not None and _is_list(lines):
        _write_list(writer, lines, hyphenated)
        return
    if _labelled(lines):
        for number, line in enumerate(lines):
            if number and not _LABEL.match(line):
                writer.text(f" {line}")
            else:
                writer.begin(kind)
                writer.text(line)
        writer.end()
        return
    longest = max(len(line) for line in lines)
    if len(lines) > 1 and longest <= VERSE and not _wrapped(lines, width):
        writer.begin(kind)
        for number, line in enumerate(lines):
            if number:
                writer.line()
            writer.text(line)
        writer.end()
        return
    run: list[str] = []
    for number, line in enumerate(lines):
        if run and _new_paragraph(lines, number, width):
            _flow(writer, kind, run, hyphenated)
            run = []
        run.append(line)
    _flow(writer, kind, run, hyphenated)


def _labelled(lines: Sequence[str]) -> bool:
    """Whether lines each begin with what they are about: who speaks, a term; the header of a mail is one whole."""
    found = [_LABEL.match(line) for line in lines]
    labels = [label for label in found if label is not None]
    if len(labels) <= 1 or found[0] is None or any(map(HEADER.match, lines)):
        return False
    shouted = all(label["label"].isupper() for label in labels)  # its speech may go on in the next line
    return len(labels) == len(lines) or shouted


def _flow(writer: Writer, kind: Kind, lines: Sequence[str], hyphenated: Joiner) -> None:
    writer.begin(kind)
    writer.text(hyphenated.joined(lines))
    writer.end()


def _fills(line: str, after: str, width: int) -> bool:
    """Whether the next word would not have fitted into the line."""
    return len(line) + 1 + len(after.split(maxsplit=1)[0]) > width or len(line) > _FULL * width


def _wrapped(lines: Sequence[str], width: int) -> bool:
    """Whether lines were broken because they were full, and not because their ends count."""
    pairs = list(pairwise(lines))
    longest = max(len(line) for line in lines)
    capitals = sum(after.strip()[:1].isupper() for _, after in pairs)
    if (len(pairs) > 1 and capitals > 0.7 * len(pairs)) or longest < _NARROWEST:
        return False  # a verse begins each of its lines so
    width = min(width or longest, longest + 12)
    on = sum(after.strip()[:1].islower() and (before[-1].isalnum() or before[-1] in "-‐") for before, after in pairs)
    full = sum(_fills(before, after, width) for before, after in pairs)
    return on == len(pairs) or (full * 2 >= len(pairs) and longest >= _NARROW)


def _new_paragraph(lines: Sequence[str], index: int, width: int) -> bool:
    """Whether the line begins a paragraph without a blank line above it."""
    line, before = lines[index], lines[index - 1]
    if not width or max(len(line), len(before)) > _MOST_WRAPPED:
        return True  # nobody broke these lines by hand: each is a paragraph
    if indent(line) >= indent(before) + 2 and index and min(map(indent, lines)) < indent(line):
        return True
    return looks.said(before) and not _fills(before, line, int(width * 0.9))


def _is_list(lines: Sequence[str]) -> bool:
    """Whether lines that begin with an item are a list: one that begins "- " twice, or a number or a bullet once."""
    marks = [found for line in lines if (found := looks.item(line.strip())) is not None]
    first = lines[0].strip()
    return len(marks) > 1 or first[0] not in "-+abcdefghijklmnopqrstuvwxyz(" or (len(lines) == 1 and first[0] in "-+")


def _write_list(writer: Writer, lines: Sequence[str], hyphenated: Joiner) -> None:
    indents = sorted({indent(line) for line in lines if looks.item(line.strip()) is not None})
    run: list[str] = []
    for line in lines:
        found = looks.item(line.strip())
        if found is None:
            run.append(line)
            continue
        if run:
            writer.text(hyphenated.joined(run))
        number, at = found
        if not number:
            writer.ledger.leave("list mark", line.strip()[:at])
        writer.begin(Kind.ITEM, min(6, 1 + indents.index(indent(line))), number)
        run = [line.strip()[at:]]
    writer.text(hyphenated.joined(run))
    writer.end()

"""Plain text -> a document: where its paragraphs, headings, lists and verses are is guessed from its lines alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from companion.guide.letterwords import HEADER, SALUTATION
from companion.guide.model import Kind
from companion.importing import looks, numbering, plainbook
from companion.importing.document import Document, Format, Piece
from companion.importing.gathering import Ledger, Writer
from companion.importing.hyphens import Joiner
from companion.importing.plainnotes import with_footnotes
from companion.importing.sniffing import Source

_UNDERLINE = re.compile(r"\s*([=\-~*_^#])\1{2,}\s*")
_QUOTED = re.compile(r"\s*>\s?")
_MOST_WRAPPED = 110  # characters: a longer line was not broken by hand
_VERSE = 75  # characters: a longer line is not kept as one
_NARROW, _NARROWEST = 40, 34  # characters: no narrower text is broken by hand
_TOP = 8  # paragraphs among which the line "by" is looked for
_SHORT = 60  # characters of a name
_BY = re.compile(r"by|von|par|por", re.IGNORECASE)
_TURNS = re.compile(  # a title goes on behind these
    r"\b(?:of|the|an?|and|or|in|on|to|for|with|de|la|le|les|du|des|del|el|y|et|von|der|die|das|dem|und)\s*\Z",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s*(?P<label>[^\W\d_][\w.’' -]{0,35}?)(?:\s?:|\s+[-–—])\s+(?=\S)")
_FULL = 0.82  # of the width: a line this long was broken because it was full


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines that belong together."""

    lines: tuple[str, ...]  # with their indents
    underline: str = ""  # the character of the line below it
    chapter: bool = False  # a chapter's number, and its name in capitals below

    @property
    def indent(self) -> int:
        return min(_indent(line) for line in self.lines)


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
    _join(paragraphs)
    writer = Writer(ledger)
    margin = min((paragraph.indent for paragraph in paragraphs), default=0)
    width = _width(lines)
    headings = _headings(paragraphs)
    inset = sum(paragraph.indent > margin + 1 for paragraph in paragraphs) * 2 < len(paragraphs)
    hyphenated = Joiner(source.text, divides=False)
    for index, paragraph in enumerate(paragraphs):
        if index in headings:
            writer.begin(Kind.HEADING, headings[index])
            writer.text(" ".join(paragraph.lines))
        else:
            _write(writer, paragraph, width, margin if inset else None, hyphenated)
    writer.end()
    pieces = writer.pieces
    footnotes: dict[str, tuple[Piece, ...]] = {}
    if not everything:
        pieces, footnotes = with_footnotes(pieces, ledger)
    return Document(Format.TEXT, tuple(pieces), title, author, footnotes=footnotes, left_out=ledger.items())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


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


def _paragraphs(lines: Sequence[str], ledger: Ledger) -> Iterator[_Paragraph]:
    """Lines between blank ones; an underlined line by itself."""
    block: list[str] = []
    for index, line in enumerate(lines):
        if not line.strip():
            if block:
                yield _Paragraph(tuple(block))
            block = []
        elif looks.ornament(line) and not _QUOTED.fullmatch(line):
            under = _UNDERLINE.fullmatch(line)
            heads = bool(under) and len(block) in (1, 2) and len(block[-1]) <= 100 and (len(block) == 1 or "=" in line)
            closes = index + 1 < len(lines)
            ledger.leave("underline" if heads and closes else "ornament", line)
            if heads and under is not None:
                if block[:-1]:
                    yield _Paragraph(tuple(block[:-1]))
                yield _Paragraph((block[-1],), under[1])
            elif block:
                yield _Paragraph(tuple(block))
            block = []
        else:
            block.append(line)
    if block:
        yield _Paragraph(tuple(block))


def _without_furniture(paragraphs: list[_Paragraph], ledger: Ledger) -> list[_Paragraph]:
    """The paragraphs without pictures, the table of contents and "The End"."""
    gone = plainbook.furniture([paragraph.lines for paragraph in paragraphs])
    for index, reason in gone.items():
        ledger.leave(reason, "\n".join(paragraphs[index].lines))
    return [paragraph for index, paragraph in enumerate(paragraphs) if index not in gone]


def _join(paragraphs: list[_Paragraph]) -> None:
    """Put together what belongs on one line: "by" and a name, a chapter's number and its name, a title's two lines."""
    for index in range(len(paragraphs) - 2, -1, -1):
        first, second = paragraphs[index], paragraphs[index + 1]
        below = " ".join(" ".join(second.lines).split())
        if len(first.lines) > 1 or first.underline or second.underline:
            continue
        text = first.lines[0].strip()
        if index < _TOP and _BY.fullmatch(text) and len(second.lines) == 1 and len(below) <= _SHORT:
            paragraphs[index : index + 2] = [_Paragraph((f"{text} {below}",))]
        elif _is_chapters_name(text, below):
            paragraphs[index : index + 2] = [_Paragraph((f"{text} {below}",), chapter=True)]
    if paragraphs and len(paragraphs[0].lines) > 1 and _TURNS.search(paragraphs[0].lines[0]) and _titled(paragraphs):
        first_line, second_line, *more = paragraphs[0].lines
        paragraphs[0] = replace(paragraphs[0], lines=(f"{first_line.rstrip()} {second_line.strip()}", *more))


def _is_chapters_name(number: str, below: str) -> bool:
    """Whether a line in capitals that ends as a sentence does is the name of the chapter whose number stands above."""
    shouted = below.endswith(".") and looks.capitals(below.rstrip(".")) and not looks.known(below)
    return shouted and looks.numbered(number) and looks.known(number)


def _headings(paragraphs: list[_Paragraph]) -> dict[int, int]:
    """Which paragraphs are headings, each with its level: looks are ranked as they are in print."""
    _split_off(paragraphs)
    found: dict[int, float] = {}
    texts = [" ".join(" ".join(paragraph.lines).split()) for paragraph in paragraphs]
    singles = [text if len(paragraph.lines) == 1 else "" for text, paragraph in zip(texts, paragraphs, strict=True)]
    depths = numbering.depths(singles)
    counted = min(depths, default=0)
    above = 2 if any(looks.capitals(text) for text in singles[1:counted]) else 1  # the look that they stand below
    plain: set[int] = set()  # places of those that nothing but their length speaks for
    for index, paragraph in enumerate(paragraphs):
        text = singles[index]
        if paragraph.underline:
            found[index] = 0 if paragraph.underline in "=*#" else 3
        elif paragraph.chapter:
            found[index] = 1
        elif index in depths:
            found[index] = above + depths[index] / 100
        elif (
            not text
            or index + 1 == len(paragraphs)
            or looks.item(text)
            or looks.dateline(text, paragraphs[index + 1].lines[0].strip())
        ):
            continue
        elif looks.numbered(text) and looks.known(text):
            found[index] = 1
        elif looks.capitals(text) and (index == 0 or looks.known(text) or looks.follows(texts, index)):
            found[index] = 2
        elif looks.known(text) or (looks.heading(text) and looks.follows(texts, index)):
            found[index] = 4
            if not looks.known(text):
                plain.add(index)
    for index in looks.listed(plain):
        del found[index]
    if not any(not _short(paragraph) for paragraph in paragraphs):  # nothing but short lines: verse, or a list
        found = {
            index: look for index, look in found.items() if look < 4 or looks.known(paragraphs[index].lines[0].strip())
        }
    ranks = {look: min(rank, 6) for rank, look in enumerate(sorted(set(found.values())), 1)}
    levels = {index: ranks[look] for index, look in found.items()}
    if 0 not in levels:
        return levels
    if found[0] > min(found.values()) and not looks.known(texts[0]):  # the title, however plain it looks
        levels = {index: min(level + 1, 6) for index, level in levels.items()}
    return {**levels, 0: 1}


def _split_off(paragraphs: list[_Paragraph]) -> None:
    """Make a paragraph of its own of a first line that says it is a heading and has its text right below it.

    So of each line at the top: a title, and what it is or who wrote it below.
    """
    if _titled(paragraphs):
        paragraphs[:1] = [_Paragraph((line,)) for line in paragraphs[0].lines]
    for index in range(len(paragraphs) - 1, -1, -1):
        first, rest = paragraphs[index].lines[0], paragraphs[index].lines[1:]
        if not rest or len(first) > 60:
            continue
        text = first.strip()
        if (looks.known(text) or looks.capitals(text)) and not all(looks.capitals(line.strip()) for line in rest):
            paragraphs[index : index + 1] = [_Paragraph((first,)), replace(paragraphs[index], lines=rest)]


def _titled(paragraphs: Sequence[_Paragraph]) -> bool:
    """Whether the text begins with two or three short lines that are a title, and neither verse nor an address."""
    if len(paragraphs) < 2 or not 2 <= len(paragraphs[0].lines) <= 3 or paragraphs[0].underline:
        return False
    lines = [line.strip() for line in paragraphs[0].lines]
    below = paragraphs[1].lines[0].strip()
    return (
        all(len(line) <= 60 and not looks.ends(line) and looks.item(line) is None for line in lines)
        and looks.heading(lines[0])
        and not any(SALUTATION.match(text) or looks.dated(text) for text in (*lines, below))
        and any(not _short(paragraph) for paragraph in paragraphs[1:])
    )


def _short(paragraph: _Paragraph) -> bool:
    return all(len(line) <= _VERSE for line in paragraph.lines) and not any(
        looks.said(line) for line in paragraph.lines
    )


def _write(writer: Writer, paragraph: _Paragraph, width: int, margin: int | None, hyphenated: Joiner) -> None:
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
    if len(lines) > 1 and longest <= _VERSE and not _wrapped(lines, width):
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
    if _indent(line) >= _indent(before) + 2 and index and min(map(_indent, lines)) < _indent(line):
        return True
    return looks.said(before) and not _fills(before, line, int(width * 0.9))


def _is_list(lines: Sequence[str]) -> bool:
    """Whether lines that begin with an item are a list: one that begins "- " twice, or a number or a bullet once."""
    marks = [found for line in lines if (found := looks.item(line.strip())) is not None]
    first = lines[0].strip()
    return len(marks) > 1 or first[0] not in "-+abcdefghijklmnopqrstuvwxyz(" or (len(lines) == 1 and first[0] in "-+")


def _write_list(writer: Writer, lines: Sequence[str], hyphenated: Joiner) -> None:
    indents = sorted({_indent(line) for line in lines if looks.item(line.strip()) is not None})
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
        writer.begin(Kind.ITEM, min(6, 1 + indents.index(_indent(line))), number)
        run = [line.strip()[at:]]
    writer.text(hyphenated.joined(run))
    writer.end()

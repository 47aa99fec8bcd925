"""The lines of a PDF -> pieces: headings by their size, paragraphs by gaps and indents, footnotes at the foot."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from companion.guide.model import Kind, Span
from companion.importing import looks
from companion.importing.document import Piece
from companion.importing.gathering import Ledger
from companion.importing.hyphens import Joiner
from companion.importing.pdflines import Line
from companion.importing.pdfmargins import usual_size
from companion.importing.plainnotes import without

_LARGER = 1.12  # of the text's size: the size of a heading
_SMALLER = 0.93  # of the text's size: the size of a footnote
_LEADING = 1.6  # of its size: how far below each other two lines of a footnote stand at most
_LABEL = re.compile(r"(\d{1,3}|\*{1,2}|[†‡§])[.)]?\s*(?=\S)")
_INSET = 9.0  # points that a quotation stands further in


@dataclass
class _Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    kind: Kind
    page: int
    marks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is usual in this document, in points."""

    size: float  # of the letters of its text
    gap: float  # between two lines of a paragraph
    indented: bool  # paragraphs begin with an indent
    lefts: dict[int, list[float]]  # where lines begin, by page
    rights: dict[tuple[int, float], float]  # where the longest lines end, by page and column

    def left(self, line: Line) -> float:
        """Where the lines of its column begin."""
        return _column(line, self.lefts.get(line.page, ()))

    def right(self, line: Line) -> float:
        return self.rights.get((line.page, self.left(line)), line.right)


def layout(
    pages: Sequence[Sequence[Line]], ledger: Ledger, everything: bool
) -> tuple[list[Piece], dict[str, tuple[Piece, ...]]]:
    """The pieces of the pages, and the footnotes whose marks were found."""
    flow = [line for page in pages for line in page]
    if not flow:
        return [], {}
    measures = _measures(flow)
    marked = {line.text[start:end] for line in flow for start, end in line.marks if start}
    paragraphs: list[_Paragraph] = []
    notes: list[_Paragraph] = []
    for line in flow:
        if not everything and _is_note(line, measures, marked, notes):
            if _LABEL.match(line.text) or not notes:
                notes.append(_Paragraph([line], Kind.PARAGRAPH, line.page))
            else:
                notes[-1].lines.append(line)
            continue
        if paragraphs and _goes_on(paragraphs[-1], line, measures):
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(_Paragraph([line], _kind(line, measures), line.page))
    return _written(paragraphs, notes, measures, ledger, everything)


def _measures(flow: Sequence[Line]) -> _Measures:
    size = usual_size(flow)
    body = [line for line in flow if abs(line.size - size) < 0.6]
    gaps = [
        before.bottom - line.bottom - line.size
        for before, line in pairwise(body)
        if before.page == line.page and 0 < before.bottom - line.bottom < 3 * size
    ]
    lefts: dict[int, Counter[int]] = defaultdict(Counter)
    rights: dict[tuple[int, float], list[float]] = defaultdict(list)
    for line in body:
        lefts[line.page][round(line.left)] += 1
    common = {
        page: sorted(
            float(left) for left, times in found.items() if times >= max(2, 0.15 * found.total()) or left == min(found)
        )
        for page, found in lefts.items()
    }
    usual = {page: _columns(found, lefts[page]) for page, found in common.items()}
    for line in body:
        rights[line.page, _column(line, usual[line.page])].append(line.right)
    gap = median(gaps) if gaps else 0.2 * size
    tight = [value for value in gaps if value <= gap + 0.3 * size]
    begins = sum(
        1
        for before, line in pairwise(body)
        if line.page == before.page and _indents(line, usual.get(line.page, ())) and looks.said(before.text)
    )
    return _Measures(
        size,
        median(tight) if tight else gap,
        begins >= max(2, len(body) // 40),
        usual,
        {column: sorted(found)[int(len(found) * 0.9)] for column, found in rights.items()},
    )


def _columns(lefts: Sequence[float], times: Counter[int]) -> list[float]:
    """Where columns begin: of places that are an indent apart, the leftmost."""
    found: list[float] = []
    for left in lefts:
        if not found or (left - found[-1] > 60 and times[round(left)] > 3):
            found.append(left)
    return found


def _column(line: Line, lefts: Sequence[float]) -> float:
    """Where the column of a line begins, of those that begin at `lefts`."""
    return max((left for left in lefts if left <= line.left + 2), default=line.left)


def _indents(line: Line, lefts: Sequence[float]) -> bool:
    return 0.6 * line.size < line.left - _column(line, lefts) < 5 * line.size


def _kind(line: Line, measures: _Measures) -> Kind:
    if line.tabled:
        return Kind.PARAGRAPH
    if line.names:
        return Kind.HEADING
    if line.size > _LARGER * measures.size and len(line.text) < 200:
        return Kind.HEADING
    if line.bold and len(line.text) <= 80 and not looks.said(line.text):
        return Kind.HEADING
    return Kind.ITEM if looks.item(line.text) is not None else Kind.PARAGRAPH


def _goes_on(paragraph: _Paragraph, line: Line, measures: _Measures) -> bool:
    """Whether the line belongs to the paragraph before it."""
    before = paragraph.lines[-1]
    if before.tabled or line.tabled or line.names:
        return False  # each row is a paragraph of its own
    kind = _kind(line, measures)
    if paragraph.kind is Kind.HEADING or kind is Kind.HEADING:
        near = before.page == line.page and before.bottom - line.bottom < 1.45 * before.size
        return paragraph.kind is kind and abs(before.size - line.size) < 0.6 and before.bold == line.bold and near
    if kind is Kind.ITEM:
        return False
    fall = before.bottom - line.bottom
    if line.page != before.page or fall < -before.size:  # a new page, or a new column
        if not looks.said(before.text):
            return True
        full = before.right > measures.right(before) - 4 * before.size
        return full and measures.indented and not _indents(line, measures.lefts.get(line.page, ()))
    if fall - line.size > measures.gap + 0.35 * measures.size:
        return False
    if paragraph.kind is Kind.ITEM:
        return line.left > paragraph.lines[0].left + 2 or not looks.said(before.text)
    inward = line.left - before.left
    if inward > 0.6 * line.size:
        return len(paragraph.lines) == 1 and not looks.said(before.text) and not measures.indented
    if inward < -0.6 * line.size and len(paragraph.lines) > 1:
        return False  # a quotation has ended
    short = before.right < measures.right(before) - 8 * before.size
    return not (short and looks.said(before.text))


def _is_note(line: Line, measures: _Measures, marked: set[str], notes: Sequence[_Paragraph]) -> bool:
    """Whether the line is of a footnote: small, and begun with a mark that the text has, or below such a line."""
    if line.size > _SMALLER * measures.size:
        return False
    label = _LABEL.match(line.text)
    if label is not None and label[1] in marked:
        return True
    last = notes[-1].lines[-1] if notes else None
    if last is None or last.page != line.page or abs(last.size - line.size) >= 0.6:
        return False
    return 0 < last.bottom - line.bottom < _LEADING * line.size  # further down stands something else


def _written(
    paragraphs: Sequence[_Paragraph], notes: Sequence[_Paragraph], measures: _Measures, ledger: Ledger, everything: bool
) -> tuple[list[Piece], dict[str, tuple[Piece, ...]]]:
    joiner = Joiner("\n".join(line.text for one in (*paragraphs, *notes) for line in one.lines), divides=True)
    sizes = sorted({round(one.lines[0].size) for one in paragraphs if one.kind is Kind.HEADING}, reverse=True)
    footnotes: dict[str, tuple[Piece, ...]] = {}
    keys: dict[tuple[int, str], str] = {}
    for note in notes:
        text, _ = _text(note.lines, joiner, ledger)
        label = _LABEL.match(text)
        if label is None:
            continue
        name = (
            label[1] if label[1].isdigit() and label[1] not in footnotes else f"p{note.page + 1}n{len(footnotes) + 1}"
        )
        keys[note.page, label[1]] = name
        ledger.leave("footnote mark", label[0])
        footnotes[name] = (Piece(Kind.PARAGRAPH, text[label.end() :]),)
    pieces: list[Piece] = []
    divided = {one.page for one in paragraphs if one.lines[0].names}  # into columns: none of them is a quotation
    for one in paragraphs:
        text, raised = _text(one.lines, joiner, ledger)
        if not text:
            continue
        kind, level, number = one.kind, 0, ""
        if kind is Kind.HEADING:
            level = min(6, 1 + sizes.index(round(one.lines[0].size)))
        elif kind is Kind.ITEM and (found := looks.item(text)) is not None:
            level, number = 1, found[0]
            if not number:
                ledger.leave("list mark", text[: found[1]])
            text = text[found[1] :]
        elif one.page not in divided and _inset(one, measures):
            kind = Kind.QUOTE
        piece = Piece(kind, text, level, number)
        pieces.append(_marked(piece, raised, {} if everything else keys, ledger))
    return pieces, footnotes


def _inset(one: _Paragraph, measures: _Measures) -> bool:
    lefts = [line.left - measures.left(line) for line in one.lines]
    return len(lefts) > 1 and min(lefts) > _INSET and max(lefts) - min(lefts) < 3


def _text(lines: Sequence[Line], joiner: Joiner, ledger: Ledger) -> tuple[str, list[tuple[str, int]]]:
    """A paragraph's text, each raised mark between two private characters; and the marks with their pages."""
    raised: list[tuple[str, int]] = []
    texts: list[str] = []
    for line in lines:
        text = line.text
        for start, end in reversed(line.marks):
            if start:
                text = f"{text[:start]}\ue000{text[start:end]}\ue001{text[end:]}"
        raised += [(line.text[start:end], line.page) for start, end in line.marks if start]
        texts.append(" ".join(text.split()))
    marked = joiner.joined(texts)
    return _clean(marked, ledger), raised


def _clean(text: str, ledger: Ledger) -> str:
    parts = re.split("([\ue000\ue001])", text)
    return "".join(part if part in "\ue000\ue001" else ledger.clean(part) for part in parts if part)


def _marked(piece: Piece, raised: Sequence[tuple[str, int]], keys: dict[tuple[int, str], str], ledger: Ledger) -> Piece:
    """The piece with its raised marks as marks, where there is a footnote for them; else they stay what they are."""
    spans: list[Span] = []
    names: list[str] = []
    pages = iter(raised)
    for found in re.finditer("\ue000(.*?)\ue001", piece.text):
        label, page = next(pages, ("", 0))
        name = keys.get((page, label)) or keys.get((page + 1, label))
        if name:
            ledger.leave("footnote mark", label)
            spans.append(Span(*found.span()))
            names.append(name)
    piece = without(piece, spans, names)
    strays = [Span(found.start(), found.end()) for found in re.finditer("[\ue000\ue001]", piece.text)]
    return without(piece, strays)

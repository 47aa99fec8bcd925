"""The tables of a PDF: lines below each other whose words begin, behind wide gaps, at the same places."""

from collections.abc import Sequence
from dataclasses import replace

from companion.importing import looks
from companion.importing.pdflines import Line

_ALIGNED = 2.5  # points: words that begin at one place
_APART = 4.0  # of the size: two lines further apart are of two tables
_JOINT = " — "  # what the document does not say but shows: the line between two cells


def with_rows(page: Sequence[Line]) -> list[Line]:
    """The lines, each row of a table one of them, with a dash between its cells."""
    found: list[Line] = []
    at = 0
    while at < len(page):
        columns = _starts(page[at])
        end = at + 1
        rows = 1
        while len(columns) > 1 and end < len(page) and _below(page[end - 1], page[end]) and _fits(page[end], columns):
            rows += _begins(page[end], columns)
            end += 1
        if rows >= 3 or (rows == 2 and len(columns) >= 3):
            found += _rows(page[at:end], columns)
            at = end
        else:
            found.append(page[at])
            at += 1
    return found


def _starts(line: Line) -> list[float]:
    """Where its cells begin; nowhere for an item of a list, whose mark stands apart."""
    return [] if looks.item(line.text) is not None or line.marks else [line.left, *(left for _, left in line.gaps)]


def _below(before: Line, line: Line) -> bool:
    return 0 < before.bottom - line.bottom < _APART * line.size


def _fits(line: Line, columns: Sequence[float]) -> bool:
    """Whether all its cells begin where columns do: a row has several, and one that goes on none in the first."""
    starts = _starts(line)
    aligned = all(any(abs(start - column) < _ALIGNED for column in columns) for start in starts)
    return bool(starts) and aligned and (len(starts) > 1 or not _begins(line, columns))


def _begins(line: Line, columns: Sequence[float]) -> bool:
    return abs(line.left - columns[0]) < _ALIGNED


def _rows(lines: Sequence[Line], columns: Sequence[float]) -> list[Line]:
    rows: list[tuple[Line, list[str]]] = []
    for line in lines:
        cuts = [0, *(start for start, _ in line.gaps), len(line.text)]
        lefts = [line.left, *(left for _, left in line.gaps)]
        if not rows or _begins(line, columns):
            rows.append((line, [""] * len(columns)))
        for start, end, left in zip(cuts, cuts[1:], lefts, strict=False):
            column = min(range(len(columns)), key=lambda number: abs(columns[number] - left))
            rows[-1][1][column] = f"{rows[-1][1][column]} {line.text[start:end].strip()}".strip()
    return [
        replace(
            line, text=_JOINT.join(filter(None, cells)), right=max(one.right for one in lines), gaps=(), tabled=True
        )
        for line, cells in rows
    ]

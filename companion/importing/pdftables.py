"""The tables of a PDF: lines below each other whose words begin, behind wide gaps, at the same places."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from companion.importing import headings, looks, sidebyside
from companion.importing.headings import Sense
from companion.importing.pdflines import Line

_ALIGNED = 2.5  # points: words that begin at one place
_APART = 4.0  # of the size: two lines further apart are of two tables
_JOINT = " — "  # what the document does not say but shows: the line between two cells


def side_by_side(page: Sequence[Line], heads: Sequence[Line]) -> tuple[list[Line], Sequence[Line]]:
    """The lines of a page that sets notes beside a text, cell by cell, each below its column's heading.

    Nothing for any other page. `heads` are the headings of a table that may go on from the page before; whether it may
    go on over this page's end is the second of what is returned.
    """
    begin = body = 0
    for _, group in groupby(page, key=lambda line: line.row):
        row = list(group)
        cells = [cell for line in row for cell in _cut(line, [left for _, left in line.gaps])]
        if sidebyside.names_columns([cell.text for cell in cells]):
            heads, begin, body = cells, page.index(row[0]), page.index(row[-1]) + 1
            break
    found = list(page[:begin])
    columns: list[int] = []
    lefts = [head.left for head in heads]
    pieces = [cell for line in page[body:] for cell in _cut(line, lefts)] if heads else []
    while len(columns) < len(pieces) and (column := _column_of(pieces[len(columns)], lefts)) is not None:
        columns.append(column)
    runs = [(column, len(list(run))) for column, run in groupby(columns)]
    if len(runs) < max(2, len(heads)) or 2 * sum(count == 1 for _, count in runs) > len(runs) + len(heads):
        return [], ()  # written line by line across the columns, or no table
    at = 0
    for column, count in runs:
        first = pieces[at]
        named = headings.sense(heads[column].text) in (Sense.TEXT, Sense.NOTES)
        if named:
            found.append(replace(first, text=heads[column].text, marks=(), gaps=(), bold=True, names=True))
        found += [replace(first, bold=True, names=True)] if count == 1 and not named else pieces[at : at + count]
        at += count
    return [*found, *pieces[at:]], heads


def _cut(line: Line, lefts: Sequence[float]) -> list[Line]:
    """The cells that a line of a page ran together, where gaps in it end at one of `lefts`."""
    cuts = [(start, left) for start, left in line.gaps if any(abs(left - one) < _ALIGNED for one in lefts)]
    if not cuts or line.marks:
        return [line]
    starts = [(0, line.left), *cuts]
    ends = [*(left for _, left in cuts), line.right]
    stops = [*(start for start, _ in cuts), len(line.text)]
    return [
        replace(line, text=line.text[start:stop].strip(), left=left, right=min(end, line.right) - 0.1, gaps=())
        for (start, left), stop, end in zip(starts, stops, ends, strict=True)
    ]


def _column_of(line: Line, lefts: Sequence[float]) -> int | None:
    """In which column a line stands; None where it reaches over two, or stands left of all."""
    column = max((number for number, left in enumerate(lefts) if line.left > left - _ALIGNED), default=None)
    if column is None or (column + 1 < len(lefts) and line.right > lefts[column + 1]):
        return None
    return column


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

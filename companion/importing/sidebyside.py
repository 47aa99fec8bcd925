"""Tables that set a text and its notes side by side: each row is read column by column, the text first."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from companion.importing import headings, looks
from companion.importing.headings import Sense

_LONGEST_NAME = 60  # characters of a column's heading
_LONGEST_ROW_NAME = 80
_PROSE = 12  # words of a cell that is prose however it ends


class Part(Enum):
    """What a cell is."""

    COLUMN = "column"  # a heading of a column: said again in each row
    NAME = "name"  # what the row is called: "Chapter 3"
    SECTION = "section"  # a part of the text, or of the notes, below its column's heading
    REST = "rest"  # words below no heading


@dataclass(frozen=True, slots=True)
class Cell:
    """How a cell is read."""

    part: Part
    heading: str = ""  # of its column
    order: int = 0  # in its row: lower ones are read first
    depth: int = 1  # of its heading, below that of the section in which the table stands

    @property
    def said(self) -> bool:
        """Whether its column's heading is read before it."""
        return self.part is Part.SECTION and bool(self.heading)


def plan(rows: Sequence[Sequence[str]]) -> list[list[Cell]] | None:
    """How each cell of a table is read; None for a table of data, which is read row by row.

    `rows` hold the text of each cell, of as many columns in each row; a row of a single cell names what follows.
    """
    head = next((number for number, row in enumerate(rows[:2]) if names_columns(row)), None)
    if head is None or not all(_alone(row) for row in rows[:head]):
        return None
    names = rows[head]
    senses = [headings.sense(name) for name in names]
    body = [row for row in rows[head + 1 :] if list(row) != list(names)]
    told = [
        cell
        for row in body
        if not _alone(row)
        for cell, sense in zip(row, senses, strict=False)
        if cell and sense in (Sense.TEXT, Sense.NOTES)
    ]
    if not told or 2 * sum(map(_prose, told)) < len(told):
        return None  # "Story: Lottery, Theme: custom" is a list of facts
    named = any(_alone(row) or _names_row(row, senses) for row in rows if list(row) != list(names))
    return [_row(row, names, senses, 2 if named else 1) for row in rows]


def names_columns(row: Sequence[str]) -> bool:
    """Whether a row says what stands below it: a text in one column, its notes in another."""
    if len(row) < 2 or any(len(name) > _LONGEST_NAME for name in row):
        return False
    return {Sense.TEXT, Sense.NOTES} <= {headings.sense(name) for name in row if name}


def _alone(row: Sequence[str]) -> bool:
    return sum(map(bool, row)) == 1 and bool(row[0])


def _prose(cell: str) -> bool:
    words = len(cell.split())
    return words >= _PROSE or (words > 3 and looks.said(cell))


def _names_row(row: Sequence[str], senses: Sequence[Sense]) -> bool:
    return senses[0] not in (Sense.TEXT, Sense.NOTES) and _name(row[0])


def _name(cell: str) -> bool:
    return bool(cell) and len(cell) <= _LONGEST_ROW_NAME and not looks.said(cell)


def _row(row: Sequence[str], names: Sequence[str], senses: Sequence[Sense], depth: int) -> list[Cell]:
    if list(row) == list(names):
        return [Cell(Part.COLUMN)] * len(row)
    if _alone(row):
        return [Cell(Part.NAME if _name(row[0]) else Part.REST), *[Cell(Part.REST)] * (len(row) - 1)]
    cells: list[Cell] = []
    for number, text in enumerate(row):
        if number == 0 and _names_row(row, senses):
            cells.append(Cell(Part.NAME, order=-1))
        elif number < len(names) and names[number] and text:
            cells.append(Cell(Part.SECTION, names[number], 0 if senses[number] is Sense.TEXT else 1, depth))
        else:
            cells.append(Cell(Part.REST, order=1))
    return cells

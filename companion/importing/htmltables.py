"""The tables of HTML whose columns are a text and its notes, be they made of cells or of divisions."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from companion.importing import sidebyside
from companion.importing.sidebyside import Cell

_MOST_COLUMNS = 12
_MOST_SPANNED = 100  # rows
_DIVISIONS = ("div", "section", "article")


def cells(table: LexborNode) -> dict[int, Cell]:
    """How each cell of a table is read, by mem_id; empty for a table of data."""
    grid: list[list[LexborNode | None]] = []
    below: dict[int, int] = {}  # columns that a cell above reaches down into, and for how many rows yet
    for row in _rows(table):
        found: list[LexborNode | None] = []
        for cell in _children(row, ("td", "th")):
            while below.get(len(found), 0):
                below[len(found)] -= 1
                found.append(None)
            reach = _spanned(cell, "rowspan", _MOST_SPANNED) - 1
            for number in range(_spanned(cell, "colspan", _MOST_COLUMNS)):
                below[len(found)] = reach
                found.append(cell if number == 0 else None)
        for column in [one for one in below if one >= len(found) and below[one]]:
            below[column] -= 1
        if len(found) > _MOST_COLUMNS:
            return {}
        grid.append(found)
    texts = [[_text(cell) for cell in row] for row in grid]
    planned = sidebyside.plan(texts)
    if planned is None:
        return {}
    return {
        node.mem_id: cell
        for row, how in zip(grid, planned, strict=True)
        for node, cell in zip(row, how, strict=True)
        if node is not None
    }


def beside(head: LexborNode) -> dict[int, Cell]:
    """How the divisions that stand side by side below a line of their names are read, by mem_id.

    Empty for a division that is no such line.
    """
    names = list(_children(head, (*_DIVISIONS, "span", "p", "h2", "h3", "h4", "h5", "h6")))
    if not 1 < len(names) <= _MOST_COLUMNS or not sidebyside.names_columns([_text(name) for name in names]):
        return {}
    grid, row = [names], head.next
    while row is not None:
        cells = list(_children(row, _DIVISIONS))
        if row.tag in _DIVISIONS and len(cells) == len(names):
            grid.append(cells)
        elif not (row.tag or "-").startswith("-"):
            break
        row = row.next
    planned = sidebyside.plan([[_text(cell) for cell in cells] for cells in grid])
    if planned is None:
        return {}
    every = zip(grid, planned, strict=True)
    return {node.mem_id: cell for cells, how in every for node, cell in zip(cells, how, strict=True)}


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """The table's own rows, not those of tables in it."""
    for child in _children(table, ("thead", "tbody", "tfoot", "tr")):
        if child.tag == "tr":
            yield child
        else:
            yield from _children(child, ("tr",))


def _children(node: LexborNode, tags: tuple[str, ...]) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        if child.tag in tags:
            yield child
        child = child.next


def _text(cell: LexborNode | None) -> str:
    return " ".join(cell.text_lexbor().split()) if cell is not None and cell.first_child is not None else ""


def _spanned(cell: LexborNode, name: str, most: int) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return min(most, max(1, int(value))) if value.isascii() and value.isdigit() and len(value) < 6 else 1

"""The lines of a page, put together from what PDFium gives: raised marks in their place, columns one after another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_RAISED = 0.82  # of the size of the letters beside it: a smaller digit is a mark
_SMALLER, _HIGHER = 0.93, 0.1  # and so is one that is less small, but stands so much of that size higher
_WIDE = 1.6  # of the size: two fragments further apart than this are two columns, or a table's cells
CELL = 0.8  # of the size: words further apart may be in two cells of a table
_COLUMN_LINES = 4  # lines side by side that make columns


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of text on one line."""

    text: str
    page: int
    left: float  # in points, as all that follows; bottom and top count upwards
    bottom: float
    right: float
    top: float
    size: float  # height of its letters' boxes
    bold: bool
    gaps: tuple[tuple[int, float], ...] = ()  # wide ones: where in the text, and on the page, the word behind begins


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page."""

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool
    marks: tuple[tuple[int, int], ...] = ()  # raised digits: start and end in the text
    row: int = 0  # lines of one row stand side by side
    gaps: tuple[tuple[int, float], ...] = ()  # wide ones: where in the text, and on the page, the word behind begins
    tabled: bool = False  # it is a row of a table
    names: bool = False  # it is the heading of a column, said again before a cell of it


def lines(fragments: Sequence[Fragment]) -> list[Line]:
    """Lines in the order of the page's content; fragments that stand close to each other on one height are one."""
    found: list[Line] = []
    for fragment in fragments:
        before = found[-1] if found else None
        if before is not None and _beside(before, fragment):
            found[-1] = _joined(before, fragment)
        else:
            row = 0 if before is None else before.row + (not _level(before, fragment))
            line = Line(
                fragment.text, fragment.page, fragment.left, fragment.bottom, fragment.right, fragment.top,
                fragment.size, fragment.bold, row=row, gaps=fragment.gaps,
            )  # fmt: skip
            found.append(line)
    return found


def _level(line: Line, fragment: Fragment) -> bool:
    overlap = min(line.top, fragment.top) - max(line.bottom, fragment.bottom)
    return overlap > 0.4 * min(line.size, fragment.size)


def _beside(line: Line, fragment: Fragment) -> bool:
    """Whether the fragment goes on where the line ends."""
    if not _level(line, fragment):
        return False
    gap = fragment.left - line.right
    size = max(line.size, fragment.size)
    bullet = len(line.text) <= 4 and not line.text.isalpha()  # "•", "12."
    return -0.5 * size < gap < (3.0 if bullet else _WIDE) * size


def _joined(line: Line, fragment: Fragment) -> Line:
    higher = fragment.bottom - line.bottom
    raised = _is_mark(fragment.text) and is_raised(fragment.size, line.size, higher)
    leads = _is_mark(line.text) and is_raised(line.size, fragment.size, -higher) and not line.marks
    gap = fragment.left - line.right > 0.12 * min(line.size, fragment.size)
    space = " " if gap and not raised else ""
    start = len(line.text) + len(space)
    marks = line.marks
    if raised:
        marks = (*marks, (start, start + len(fragment.text)))
    if leads:
        marks = ((0, len(line.text)),)
    longer = len(fragment.text) > len(line.text)
    wide = fragment.left - line.right > CELL * min(line.size, fragment.size)
    return replace(
        line,
        gaps=(*line.gaps, *((start, fragment.left) for _ in range(wide)), *_shifted(fragment.gaps, start)),
        text=line.text + space + fragment.text,
        right=max(line.right, fragment.right),
        bottom=fragment.bottom if leads else line.bottom,
        top=fragment.top if leads else line.top,
        size=fragment.size if leads or (longer and not raised) else line.size,
        bold=line.bold and fragment.bold,
        marks=marks,
    )


def _shifted(gaps: Sequence[tuple[int, float]], shift: int) -> tuple[tuple[int, float], ...]:
    return tuple((start + shift, left) for start, left in gaps)


def is_raised(size: float, beside: float, higher: float) -> bool:
    """Whether a digit of that size is a mark: letters `beside` it are larger, and it may stand `higher` (points)."""
    return size < _RAISED * beside or (size < _SMALLER * beside and higher > _HIGHER * beside)


def _is_mark(text: str) -> bool:
    return (text.isdigit() and len(text) <= 3) or text in ("*", "**", "†", "‡", "§")


def columns(page: list[Line]) -> list[Line]:
    """The lines of a page whose columns are written side by side, the left column first; others as they are."""
    rows = Counter(line.row for line in page)
    pairs = [(a, b) for a, b in pairwise(page) if a.row == b.row and rows[a.row] == 2]
    if len(pairs) < _COLUMN_LINES or sum(len(a.text) + len(b.text) for a, b in pairs) < 30 * len(pairs):
        return _merged(page)
    low, high = max(a.right for a, _ in pairs), min(b.left for _, b in pairs)
    if low >= high:
        return _merged(page)
    gutter = (low + high) / 2
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in page:
        if line.left < gutter < line.right:
            ordered += [*left, *right, line]
            left, right = [], []
        else:
            (left if line.right <= gutter else right).append(line)
    return [*ordered, *left, *right]


def _merged(page: Sequence[Line]) -> list[Line]:
    """The lines of a page without columns: what stands on one height, in the order of its text, is one line."""
    found: list[Line] = []
    for line in page:
        before = found[-1] if found else None
        if before is not None and before.row == line.row and before.right <= line.left:
            shift = len(before.text) + 1
            marks = (*before.marks, *((start + shift, end + shift) for start, end in line.marks))
            gaps = (*before.gaps, (shift, line.left), *_shifted(line.gaps, shift))
            found[-1] = replace(before, text=f"{before.text} {line.text}", right=line.right, marks=marks, gaps=gaps)
        else:
            found.append(line)
    return found

"""What stands in the margins of a PDF's pages: running heads and feet, page numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from companion.importing import looks
from companion.importing.gathering import Ledger
from companion.importing.pdflines import Line

_DEPTH = 3  # lines at each end of a page that may stand in its margin
_NEAR = 3.0  # points: the same height on two pages
_SMALLER = 0.9  # of the text's size: the size of a head or a foot on a document's only page
_LONGEST = 100  # characters of such a line
_LABEL = re.compile(
    r"\(?\[?(?:\d{1,3}|\*{1,3}|[†‡§])[.)\]]?\s*[^\W\d]|[(\[]?\d{1,3}[.)\]]?\s+[\"“„‘«(]"
)  # as a footnote
_RIGHTS = re.compile(r"\W*(?:©|\(c\)|copyright\b|all rights reserved)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)

Place = tuple[int, int]  # of a page in its list, of a line in its page


def without_margins(pages: Sequence[Sequence[Line]], ledger: Ledger) -> list[list[Line]]:
    """The pages' lines without running heads, running feet and page numbers.

    A line at a page's end is one when the same words, whatever their numbers, stand at the same height of another page:
    heads that alternate do too. Then whatever else stands at that height and looks alike is one as well: a head that is
    the title of a chapter of one page.
    """
    ends = [(place, top, line) for place, top, line in _ends(pages)]
    alike: dict[tuple[bool, str, int], set[int]] = defaultdict(set)
    for place, top, line in ends:
        alike[top, _NUMBER.sub("#", line.text).casefold(), round(line.size)].add(place[0])
    running: dict[Place, str] = {}
    for place, top, line in ends:
        others = alike[top, _NUMBER.sub("#", line.text).casefold(), round(line.size)]
        numbers = looks.page_number(line.text)
        if numbers and (len(pages) == 1 or len(others) > 1 or _apart(pages[place[0]], line)):
            running[place] = "page number"
        elif len(others) > 1 and _at_one_height(pages, others, line) and not numbers:
            running[place] = "running head" if top else "running foot"
    _add_strays(ends, running, len(pages))
    size = usual_size([line for page in pages for line in page])
    _add_small(ends, pages, size, running)
    kept: list[list[Line]] = []
    for page, lines in enumerate(pages):
        kept.append([line for number, line in enumerate(lines) if (page, number) not in running])
        for at, line in enumerate(lines):
            if why := running.get((page, at)):
                ledger.leave(why, line.text)
    return kept


def _ends(pages: Sequence[Sequence[Line]]) -> Iterator[tuple[Place, bool, Line]]:
    """The lines that may stand in the margins: where, whether it is the upper margin, which."""
    for page, lines in enumerate(pages):
        told = (number for number, line in enumerate(lines) if not line.names)
        by_height = sorted(told, key=lambda number: -lines[number].bottom)
        if len(by_height) == 1 and not looks.page_number(lines[0].text):
            continue
        half = (len(by_height) + 1) // 2
        for number in by_height[: min(_DEPTH, half)]:
            yield (page, number), True, lines[number]
        for number in by_height[max(half, len(by_height) - _DEPTH) :]:
            yield (page, number), False, lines[number]


def _at_one_height(pages: Sequence[Sequence[Line]], others: set[int], line: Line) -> bool:
    words = _NUMBER.sub("#", line.text).casefold()
    return any(
        other.page != line.page
        and abs(other.bottom - line.bottom) < _NEAR
        and _NUMBER.sub("#", other.text).casefold() == words
        for page in others
        for other in pages[page]
    )


def _apart(page: Sequence[Line], line: Line) -> bool:
    """Whether a line stands further from every other than lines do."""
    gaps = [min(abs(other.bottom - line.top), abs(line.bottom - other.top)) for other in page if other is not line]
    return not gaps or min(gaps) > 0.8 * line.size


def _add_strays(ends: Sequence[tuple[Place, bool, Line]], running: dict[Place, str], pages: int) -> None:
    heights: dict[bool, list[Line]] = {True: [], False: []}
    for place, top, line in ends:
        if running.get(place, "").startswith("running"):
            heights[top].append(line)
    for place, top, line in ends:
        level = {other.page for other in heights[top] if _same_look(other, line)}
        if place not in running and len(level) * 2 >= pages and len(level) > 1 and len(line.text) < 80:
            running[place] = "running head" if top else "running foot"


def usual_size(lines: Sequence[Line]) -> float:
    """The size of most of the letters, in points, to the next half."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _add_small(
    ends: Sequence[tuple[Place, bool, Line]], pages: Sequence[Sequence[Line]], size: float, running: dict[Place, str]
) -> None:
    """Small print apart from the text: whose rights it is; and the head and the foot that no other page repeats: of an
    only page, and those of several that have each its own at one height."""
    outer = [(top, line) for place, top, line in ends if _outermost(pages[place[0]], line, top, running, place[0])]
    for place, top, line in ends:
        page = pages[place[0]]
        small = line.size < _SMALLER * size and len(line.text) <= _LONGEST and _apart(page, line)
        if place in running or not small:
            continue
        if not top and _RIGHTS.match(line.text):
            running[place] = "copyright notice"
        elif _outermost(page, line, top, running, place[0]) and not _LABEL.match(line.text):
            others = (up == top and other.page != line.page and _same_look(other, line) for up, other in outer)
            if len(pages) == 1 or any(others):
                running[place] = "running head" if top else "running foot"


def _outermost(page: Sequence[Line], line: Line, top: bool, running: Mapping[Place, str], number: int) -> bool:
    """Whether nothing but other heads or feet stands further out."""
    return all(
        (number, at) in running or (other.bottom <= line.bottom + _NEAR if top else other.bottom >= line.bottom - _NEAR)
        for at, other in enumerate(page)
    )


def _same_look(one: Line, other: Line) -> bool:
    return abs(one.bottom - other.bottom) < _NEAR and abs(one.size - other.size) < 0.6

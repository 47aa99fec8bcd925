"""Phrasing: a sentence cut into captions of two lines of 42 characters, at the ends of its phrases."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

WIDTH = 42  # characters of a line
LINES = 2  # of a caption
SHORTEST = 1  # seconds that a caption should last
_BOTH = LINES * WIDTH + 1  # characters of a caption, the line's end among them
_CAPTION, _SHORT, _LINE = 24, 300, 10_000  # what one more caption costs, one that is gone too soon, one line too many

_CLOSING = "”’»›\"')]}*"
_END, _COMMA, _OPENING = ".!?…:;—–。！？", ",،、，", "“‘«‹([{—–"
# English words that a phrase begins with, and those that must not be left behind at the end of a line.
_BEGINS = frozenset(
    """and but or nor so yet for because although though while when where whereas if unless until till since as that
    which who whom whose what how why than after before about above across against along among around at behind below
    beneath beside between beyond by down during from in inside into like near of off on onto out outside over past
    through throughout to toward towards under up upon with within without""".split()
)
_LEANS = _BEGINS | frozenset(
    """a an the this these those my your his her its our their every each some any no not very too is are was were be
    been am has have had will would shall should can could may might must do does did mr mrs ms dr st""".split()
)
_PIECE = re.compile(r".*[-/_.,;:!?…—–、。&=](?=.)", re.DOTALL)  # up to where a word that is too long may be broken


class Unit(NamedTuple):
    """What stands on one line: a word with its marks, or a piece of one that no line can hold."""

    first: int  # code point of the block's text
    behind: int
    spaced: bool  # a space stands before it


Line = tuple[Unit, ...]


class Caption(NamedTuple):
    """What is shown at once."""

    start: int  # sample at which its first word begins
    lines: tuple[Line, ...]


def captions(
    text: str, first: int, behind: int, words: Sequence[tuple[int, int, int, int, int]], rate: int, end: int
) -> tuple[Caption, ...]:
    """The stretch of a block's text as captions; none where nothing is said in it.

    `words` are those of the timeline, `end` is the sample at which the last one has been said. A caption begins with
    a word: a word that takes more than two lines has more than two.
    """
    units = tuple(_units(text, first, behind))
    return _Sentence(text, units, words, rate, end).captions() if units and words else ()


def lines(text: str) -> tuple[str, ...]:
    """Words that are shown at once, such as an announcement, as lines."""
    units = tuple(_units(text, 0, len(text)))
    cut = _Sentence(text, units, [(0, len(text), 0, 1, 0)], 1, 1).captions() if units else ()
    return tuple(shown(text, line) for caption in cut for line in caption.lines)


def shown(text: str, line: Line) -> str:
    """A line's characters."""
    return "".join(" " * (unit.spaced and at > 0) + text[unit.first : unit.behind] for at, unit in enumerate(line))


def _units(text: str, first: int, behind: int) -> Iterator[Unit]:
    for word in re.compile(r"\S+").finditer(text, first, behind):
        at, end = word.span()
        spaced = True
        while end - at > WIDTH:
            cut = at + _cut(text[at : at + WIDTH + 1])
            yield Unit(at, cut, spaced)
            at, spaced = cut, False
        yield Unit(at, end, spaced)


def _cut(piece: str) -> int:
    """Where to break what is one character too long: behind a mark inside it, else before its last whole character."""
    found = _PIECE.match(piece)
    if found and found.end() >= WIDTH // 3:
        return found.end()
    cut = WIDTH
    while cut > 1 and (unicodedata.combining(piece[cut]) or piece[cut] in "\u200d\ufe0f" or piece[cut - 1] == "\u200d"):
        cut -= 1
    return cut


class _Sentence:
    """The cheapest way to cut a sentence, found from its beginning on."""

    def __init__(
        self,
        text: str,
        units: Sequence[Unit],
        words: Sequence[tuple[int, int, int, int, int]],
        rate: int,
        end: int,
    ) -> None:
        self.units, self.rate, self.end = units, rate, end
        self.ends = [0]  # characters up to each unit, with the spaces
        for unit in units:
            self.ends.append(self.ends[-1] + unit.behind - unit.first + unit.spaced)
        self.breaks = [0, *(_break(text, *pair) for pair in pairwise(units))]
        self.starts = _starts(units, words)

    def width(self, first: int, behind: int) -> int:
        return self.ends[behind] - self.ends[first] - self.units[first].spaced

    def captions(self) -> tuple[Caption, ...]:
        count = len(self.units)
        legal = [at for at in range(1, count) if self.starts[at] is not None]
        best: list[tuple[int, int, tuple[int, ...]] | None] = [None] * (count + 1)  # cost, caption before, its lines
        best[0] = (0, 0, ())
        for first in (0, *legal):
            so_far = best[first]
            if so_far is None:
                continue
            for behind in (*(at for at in legal if at > first), count):
                cost, inner = self.lines(first, behind)
                cost += so_far[0] + self.cost(first, behind)
                known = best[behind]
                if known is None or cost < known[0]:
                    best[behind] = (cost, first, inner)
                if self.width(first, behind) > _BOTH:
                    break
        return tuple(reversed(list(self.back(best))))

    def cost(self, first: int, behind: int) -> int:
        """Of a caption, without that of its lines."""
        begins, ends = self.begins(first), self.end if behind == len(self.units) else self.begins(behind)
        cost = _CAPTION + 6 * max(0, self.breaks[first])
        cost += _SHORT if ends - begins < SHORTEST * self.rate else 0
        return cost + max(0, WIDTH // 2 - self.width(first, behind)) // 2

    def begins(self, unit: int) -> int:
        """The sample at which a caption beginning there does."""
        found = self.starts[unit]
        assert found is not None
        return found

    def lines(self, first: int, behind: int) -> tuple[int, tuple[int, ...]]:
        """What the cheapest lines of a caption cost, and where the second one and others begin."""
        found: list[tuple[int, tuple[int, ...]]] = [(0, ())] * (self.width(first, behind) <= WIDTH)
        found += [
            ((self.breaks[at] + abs(self.width(first, at) - self.width(at, behind)) // 4) // 2, (at,))
            for at in range(first + 1, behind)
            if self.width(first, at) <= WIDTH and self.width(at, behind) <= WIDTH
        ]
        return min(found) if found else self.filled(first, behind)

    def filled(self, first: int, behind: int) -> tuple[int, tuple[int, ...]]:
        """As many lines as it takes, for what no two lines can hold."""
        cuts: list[int] = []
        start = first
        for at in range(first + 1, behind):
            if self.width(start, at + 1) > WIDTH:
                cuts.append(at)
                start = at
        return _LINE * len(cuts), tuple(cuts)

    def back(self, best: Sequence[tuple[int, int, tuple[int, ...]] | None]) -> Iterator[Caption]:
        """The captions of the cheapest way, the last one first."""
        behind = len(self.units)
        while behind:
            found = best[behind]
            assert found is not None
            _, first, inner = found
            edges = (first, *inner, behind)
            cut = tuple(tuple(self.units[one:other]) for one, other in pairwise(edges))
            yield Caption(self.begins(first), cut)
            behind = first


def _starts(units: Sequence[Unit], words: Sequence[tuple[int, int, int, int, int]]) -> list[int | None]:
    """When a caption beginning with each unit begins; None where none can: inside a word, or with nothing said since.

    Words that are said in another order than they are written stay together.
    """
    by_place = sorted(words)
    said_before, reaches, at = -1, 0, 0  # of the words before a unit: the latest start, and how far they reach
    later = [word[2] for word in by_place]
    for place in range(len(later) - 2, -1, -1):
        later[place] = min(later[place], later[place + 1])
    found: list[int | None] = []
    begun = 0  # words before the last place where a caption may begin
    for number, unit in enumerate(units):
        while at < len(by_place) and by_place[at][0] < unit.first:
            said_before, reaches = max(said_before, by_place[at][2]), max(reaches, by_place[at][1])
            at += 1
        if number == 0:
            found.append(later[0])
        elif at == len(by_place) or at == begun or reaches > unit.first or later[at] <= said_before:
            found.append(None)
        else:
            found.append(later[at])
            begun = at
    return found


def _break(text: str, before: Unit, behind: Unit) -> int:
    """What it costs to end a line or a caption between two units: nothing at the end of a phrase."""
    gap = text[before.behind : behind.first]
    if "\n" in gap:  # a line of verse, of code
        return -8
    return _between(text[before.first : before.behind], text[behind.first : behind.behind]) + 30 * (not gap)


@lru_cache(1 << 14)
def _between(before: str, behind: str) -> int:
    end = before.rstrip(_CLOSING)
    if end[-1:] and end[-1] in _END and end.lower().rstrip(".") not in _LEANS:
        return 0
    if end[-1:] and end[-1] in _COMMA:
        return 2
    if behind[0] in _OPENING or before[-1] in "”»)]}":
        return 4 if behind not in "—–" else 12
    cost = 14 if end.lower().strip("“‘«.") in _LEANS else 8
    return cost - 4 if behind.lower().strip("“‘«,.") in _BEGINS else cost

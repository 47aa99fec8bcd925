"""A paragraph's text as XHTML: sentences and words that can light up, emphasis, the marks of notes."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from companion.exports.epub.naming import Names
from companion.exports.html import STYLES
from companion.exports.xml import safe
from companion.narration.document import Block


class _Range(NamedTuple):
    """A stretch of the text and the element around it. Sorted as they open: what ends last is outside."""

    first: int
    last: int  # minus one past its last, so that longer ones come first
    rank: int  # of equal stretches: sentences outside, words inside
    opening: str
    name: str

    @property
    def behind(self) -> int:
        return -self.last


def inline(block: Block, names: Names, words: bool, marks: Iterable[tuple[int, str]] = ()) -> str:
    """The text, nothing lost and nothing added but `marks`: XHTML and the character that it stands before.

    A mark that would stand in the middle of a word stands behind it. Elements never overlap: emphasis that begins in
    the middle of a word is put down in two.
    """
    fixed = list(_fixed(block, names, words))
    heap = [*fixed, *_loose(block)]
    heapify(heap)
    writer = _Writer(block, sorted(_beside_words(block, marks), key=lambda mark: mark[0]))
    while heap:
        one = heappop(heap)
        top = writer.close(one.first)
        if top is not None and one.behind > top:  # two kinds of emphasis cross
            heappush(heap, one._replace(first=top))
            one = one._replace(last=-top)
        writer.open(one)
    writer.close(len(block["text"]) + 1)
    writer.upto(len(block["text"]), with_marks=True)
    return "".join(writer.out)


class _Writer:
    def __init__(self, block: Block, marks: Sequence[tuple[int, str]]) -> None:
        self.text, self.pre = block["text"], block["kind"] == "code"
        self.marks, self.marked = marks, 0
        self.at = 0
        self.stack: list[_Range] = []
        self.out: list[str] = []

    def close(self, at: int) -> int | None:
        """Close what ends up to `at`, and say where the innermost that is still open ends."""
        while self.stack and self.stack[-1].behind <= at:
            self.upto(self.stack[-1].behind, with_marks=False)
            self.out.append(f"</{self.stack.pop().name}>")
        return self.stack[-1].behind if self.stack else None

    def open(self, one: _Range) -> None:
        self.upto(one.first, with_marks=True)
        self.out.append(one.opening)
        self.stack.append(one)

    def upto(self, behind: int, with_marks: bool) -> None:
        """The text up to there, with the marks in it, and those at its very end where they are wanted."""
        while self.marked < len(self.marks) and self.marks[self.marked][0] < behind + with_marks:
            at, mark = self.marks[self.marked]
            self.plain(at)
            self.out.append(mark)
            self.marked += 1
        self.plain(behind)

    def plain(self, behind: int) -> None:
        if behind > self.at:
            text = safe(self.text[self.at : behind])
            self.out.append(text if self.pre else text.replace("\n", "<br/>"))
            self.at = behind


def _fixed(block: Block, names: Names, words: bool) -> Iterator[_Range]:
    for segment in block["segments"]:
        if segment["to"] > segment["from"]:
            opening = f'<span id="{names.of(segment["id"])}">'
            yield _Range(segment["from"], -segment["to"], 0, opening, "span")
        if words:
            for number, (first, behind, *_) in enumerate(segment["words"], 1):
                opening = f'<span id="{names.part(segment["id"], str(number))}">'
                yield _Range(first, -behind, 2, opening, "span")


def _loose(block: Block) -> Iterator[_Range]:
    """Emphasis and speech, cut where it would cross a sentence or a word."""
    edges = [(segment["from"], segment["to"]) for segment in block["segments"]]
    spoken = [(word[0], word[1]) for segment in block["segments"] for word in segment["words"]]
    for first, behind, style in block["styles"]:
        if style in STYLES:
            yield from _cut(first, behind, (edges, spoken), f"<{STYLES[style]}>", STYLES[style])
    for first, behind, speaker in block["quotations"]:
        if speaker:
            yield from _cut(first, behind, (edges, spoken), f'<span data-speaker="{safe(speaker)}">', "span")


def _cut(
    first: int, behind: int, among: Iterable[Sequence[tuple[int, int]]], opening: str, name: str
) -> Iterator[_Range]:
    cuts = {first, behind}
    for ranges in among:
        for edge in (first, behind):
            around = _around(edge, ranges)
            if around and not (around[0] <= first and behind <= around[1]):
                cuts.update(at for at in around if first < at < behind)
    for start, end in pairwise(sorted(cuts)):
        yield _Range(start, -end, 1, opening, name)


def _around(at: int, ranges: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The stretch that has `at` in its middle."""
    index = bisect_right(ranges, at, key=lambda one: one[0]) - 1
    found = ranges[index] if index >= 0 else None
    return found if found and found[0] < at < found[1] else None


def _beside_words(block: Block, marks: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    spoken = [(word[0], word[1]) for segment in block["segments"] for word in segment["words"]]
    for at, mark in marks:
        around = _around(at, spoken)
        yield (around[1] if around else at), mark

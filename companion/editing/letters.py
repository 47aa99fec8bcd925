"""Letters and other passages: the fences around them, put in and taken away."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from companion.editing.attributes import rendered
from companion.editing.fences import Fence, fence_of
from companion.editing.guarding import beginning
from companion.editing.inline import inline
from companion.editing.names import check_speaker, ids_of, is_authored, names_in_notes
from companion.editing.places import (
    Top,
    end_of,
    goes_on,
    groups_above,
    last_line,
    line_end,
    lines_of,
    span_of_line,
    top_of,
)
from companion.editing.replacing import Rank, Replacement, insertion
from companion.errors import EditError
from companion.guide.model import Block, Guide, Kind, Passage, Role, Section, Span

_BLANKS = " \t"
_KIND = "letter"
_FENCE = re.compile(r"[ \t>]*(?::{3,}|#{1,6}[ \t])")  # or a heading: no paragraph goes on below it
_PARTS = re.compile(
    r"[ \t>]*(?::{3,}|`{3,}|~{3,}|#{1,6}[ \t]|(?:[-+*]|1[.)])[ \t]+\S)"
)  # begins a block even below a paragraph


class Meant(Protocol):
    """A letter to be marked: from `start` of the block `first` to `end` of the block `last`."""

    @property
    def first(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def last(self) -> str: ...
    @property
    def end(self) -> int: ...
    @property
    def by(self) -> str | None: ...
    @property
    def to(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class _Meant:
    first: str
    start: int
    last: str
    end: int
    by: str | None
    to: str | None


def mark_letter(
    guide: Guide, first: str, start: int, last: str, end: int, by: str | None = None, to: str | None = None
) -> tuple[Replacement, ...]:
    """The words from `start` of the block `first` to `end` of the block `last` as a letter.

    A paragraph of which only a part is meant is divided: what stands before and behind are paragraphs of their own.
    Raises EditError where the letter would cross a heading, a passage, a list, a quotation or an emphasis, or `by` can
    be nobody's name.
    """
    return mark_letters(guide, (_Meant(first, start, last, end, by, to),))


def mark_letters(guide: Guide, letters: Iterable[Meant]) -> tuple[Replacement, ...]:
    """`mark_letter` for several at once, none of which stands in another."""
    taken = ids_of(guide)
    changes: list[Replacement] = []
    for one in letters:
        name = None
        if _KIND in taken:  # an id of its own, so that nothing else comes by another name
            name = next(f"{_KIND}-{number}" for number in count(2) if f"{_KIND}-{number}" not in taken)
            taken.add(name)
        marking = _Marking(guide, one.first, one.start, one.last, one.end)
        check_speaker(guide, marking.first.line, one.by)
        changes += marking.changes({"id": name, "by": one.by, "to": one.to})
    return tuple(changes)


def unmark(guide: Guide, passage_id: str) -> tuple[Replacement, ...]:
    """The passage's two fences taken away, and nothing else: a paragraph that was divided stays divided.

    Raises EditError for a passage that is not there.
    """
    passage = next((one for one in guide.passages if one.id == passage_id), None)
    if passage is None:
        raise EditError(f"{guide.id}: no passage has the id '{passage_id}' any more; read the guide again")
    if passage.id in names_in_notes(guide) or (
        not is_authored(guide, passage) and _counted(passage) & names_in_notes(guide)
    ):
        raise EditError(
            f"{guide.id}: line {passage.line}: notes are about this {passage.kind} by its id; "
            "let them be about something else first"
        )
    fence = fence_of(guide, passage)
    return tuple(_unfenced(guide, number) for number in (fence.opening, fence.closing))


def _counted(passage: Passage) -> set[str]:
    """Ids that may come to mean something else when a passage without an id of its own is gone."""
    return {passage.id, passage.kind, *(f"{passage.kind}-{number}" for number in range(2, 100))}


def _unfenced(guide: Guide, number: int) -> Replacement:
    """A fence's line taken away, or left empty where it keeps two paragraphs apart."""
    lines = lines_of(guide.source)
    line = span_of_line(guide, number)
    found = re.search(r":{3,}", line.of(guide.source))
    mark = line.start + (found.start() if found is not None else 0)
    lead = guide.source[line.start : mark]
    if _marked(lead):  # behind a list's mark: what stands below takes its place
        below = re.compile(r"[ \t>]*").match(guide.source, line.end)
        return Replacement(Span(mark, below.end() if below is not None else line.end), "")
    if number and line.end == lines.ends[number]:  # the file's last line
        return Replacement(Span(lines.ends[number - 1], line.end), "")
    before, behind = (
        guide.source[lines.starts[at] : lines.ends[at]] if 0 <= at < len(lines.starts) else ""
        for at in (number - 1, number + 1)
    )
    parted = _PARTS.match(behind) is not None or behind.count(">") > lead.count(">") or _FENCE.match(before) is not None
    if before.strip(" \t>") and behind.strip(" \t>") and not parted:
        return Replacement(Span(mark, lines.ends[number]), "")
    return Replacement(line, "")


class _Marking:
    def __init__(self, guide: Guide, first: str, start: int, last: str, end: int) -> None:
        self.guide = guide
        self.source = guide.source
        self.section, self.blocks = self.between(first, last)
        self.first, self.last = self.blocks[0], self.blocks[-1]
        self.start, self.end = self.trimmed(start, end)
        self.passages = {passage.id: passage for passage in guide.passages}

    def wrong(self, what: str, remedy: str, line: int = 0) -> EditError:
        return EditError(f"{self.guide.id}: line {line or self.first.line}: {what}; {remedy}")

    def between(self, first: str, last: str) -> tuple[Section, list[Block]]:
        for section in self.guide.sections:
            names = [block.id for block in section.blocks]
            if first not in names:
                continue
            if last not in names or names.index(last) < names.index(first):
                line = section.blocks[names.index(first)].line
                raise EditError(f"{self.guide.id}: line {line}: the letter does not end in its section; end it before")
            blocks = list(section.blocks[names.index(first) : names.index(last) + 1])
            if any(block.kind is Kind.HEADING for block in blocks) or section.role is Role.ASIDES:
                what = "a footnote" if section.role is Role.ASIDES else "a heading"
                raise EditError(f"{self.guide.id}: line {blocks[0].line} is {what}; a letter is made of paragraphs")
            return section, blocks
        raise EditError(f"{self.guide.id}: no paragraph has the id '{first}' any more; read the guide again")

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The letter's edges in its words; what is left over without a single word belongs to it."""
        first, last = self.first.text, self.last.text
        if not (0 <= start <= len(first) and 0 <= end <= len(last)) or (self.first is self.last and start >= end):
            raise self.wrong("there are no such words", "read the guide again")
        start += len(first[start:]) - len(first[start:].lstrip())
        while end < len(last) and not last[end].isspace() and not last[end].isalnum():
            end += 1
        end = len(last[:end].rstrip())
        whole = first is last and start >= end
        if whole or start >= len(first) or end <= 0:
            raise self.wrong("there are no words at an edge of the letter", "begin and end it with its words")
        number = re.match(r"\d{1,9}[.)] ", first) if self.first.kind is Kind.ITEM else None
        if not any(character.isalnum() for character in first[:start]) or (number and number.end() >= start):
            start = 0
        if not any(character.isalnum() for character in last[end:]):
            end = len(last)
        return start, end

    def changes(self, values: Mapping[str, str | None]) -> Iterator[Replacement]:
        self.check_lists()
        around, inside = self.passages_around()
        fences = {passage.id: fence_of(self.guide, passage) for passage in (*around, *inside)}
        colons = max([2, *(fences[one.id].colons for one in inside)]) + 1
        needed = colons
        for passage in reversed(around):  # a fence closes every one that has as few colons
            fence = fences[passage.id]
            if fence.colons > needed:
                break
            needed += 1
            yield from self.widened(fence, needed - fence.colons)
        told = {key: value for key, value in values.items() if value is not None}
        opening = f"{':' * colons} {_KIND}" + (f" {rendered(**told)}" if told else "")
        yield from self.opened(opening, [fences[one.id] for one in inside])
        yield from self.closed(":" * colons, [fences[one.id] for one in inside])

    def widened(self, fence: Fence, more: int) -> Iterator[Replacement]:
        for number in (fence.opening, fence.closing):
            line = span_of_line(self.guide, number)
            yield insertion(line.start + line.of(self.source).index(":"), ":" * more, Rank.BLOCK_BEGIN)

    # what a letter may not cross

    def check_lists(self) -> None:
        kinds = {block.kind for block in self.blocks}
        first = self.first.kind
        lead = top_of(self.guide, self.first).lead
        if first is Kind.CODE and lead and not lead.strip():
            raise self.wrong("the letter begins with indented code", "begin it with the paragraph before")
        if first in (Kind.ITEM, Kind.QUOTE) or lead.strip():
            if kinds != {first} or not self.one_lead():
                raise self.wrong("the letter would cross a list or a quotation", "mark its parts one by one")
        elif self.led(self.last):
            following = next((one for one in self.guide.blocks() if one.line > self.last.line), None)
            if self.end < len(self.last.text) or (following is not None and self.led(following)):
                raise self.wrong("the letter would end within a list or a quotation", "end it before or behind that")
        code = (self.start > 0 and first is Kind.CODE) or (
            self.end < len(self.last.text) and self.last.kind is Kind.CODE
        )
        if code:
            raise self.wrong("the letter would divide lines of code", "mark all of them")

    def led(self, block: Block) -> bool:
        """Whether a block stands in a list or a quotation, or may."""
        lead = top_of(self.guide, block).lead
        return (
            block.kind in (Kind.ITEM, Kind.QUOTE)
            or _marked(lead)
            or ">" in lead
            or (block.kind is Kind.CODE and bool(lead))
        )

    def one_lead(self) -> bool:
        """Whether every line of the letter stands in the same quotation or item."""
        lines = lines_of(self.source)
        lead = top_of(self.guide, self.first).following
        for number in range(self.first.line, last_line(self.guide, self.last) + 1):
            line = self.source[lines.starts[number] : lines.ends[number]]
            if not goes_on(line, lead):
                return False
        return not any(_marked(top_of(self.guide, block).lead) for block in self.blocks[1:])

    def passages_around(self) -> tuple[list[Passage], list[Passage]]:
        """The passages that the letter will stand in, the outermost first, and those that will stand in it."""
        mine = {block.id for block in self.blocks}
        inside: list[Passage] = []
        around: list[Passage] = []
        for passage in self.guide.passages:
            theirs = set(passage.blocks)
            if not theirs & mine:
                continue
            divided = (self.start > 0 and self.first.id in theirs) or (
                self.end < len(self.last.text) and self.last.id in theirs
            )
            if theirs == mine and not divided:
                raise self.wrong(f"these words are a {passage.kind} already", "unmark it first, or change its line")
            if mine <= theirs and passage.kind == "verse":
                raise self.wrong("the letter would stand in a verse", "unmark the verse first", passage.line)
            if mine <= theirs:
                around.append(passage)
            elif theirs <= mine and not divided:
                inside.append(passage)
            else:
                raise self.wrong(f"the letter would cross a {passage.kind}", "unmark that first", passage.line)
        return around, inside

    # the two fences

    def opened(self, fence: str, inside: list[Fence]) -> Iterator[Replacement]:
        top, end = top_of(self.guide, self.first), line_end(self.source)
        if self.start == 0:
            yield insertion(self.above(top, inside), fence + end + top.following, Rank.BLOCK_BEGIN)
            return
        edge = self.divided(self.first, self.start, before=True)
        lead = top.following
        yield Replacement(edge, f"{end}{lead.rstrip(_BLANKS)}{end}{lead}{fence}{end}{lead}", Rank.BLOCK_BEGIN)
        yield from beginning(self.source, edge.end)

    def above(self, top: Top, inside: list[Fence]) -> int:
        """Where a fence goes that everything of the first block stands behind: its attributes, a passage's fence."""
        lines = lines_of(self.source)
        at = top.content
        if not _marked(top.lead):  # else what stands above belongs to the list
            for group in groups_above(self.guide, self.first):
                lead = self.source[lines.starts[lines.line_at(group.span.start) - 1] : group.span.start]
                if lead.count(">") != top.lead.count(">"):
                    break
                at = group.span.start
        for fence in inside:
            line = lines.starts[fence.opening]
            mark = line + self.source[line : lines.ends[fence.opening]].index(":")
            at = min(at, mark)
        return at

    def closed(self, fence: str, inside: list[Fence]) -> Iterator[Replacement]:
        lines, end = lines_of(self.source), line_end(self.source)
        lead = top_of(self.guide, self.first).following
        if self.end == len(self.last.text):
            number = max([self.bottom(), *(one.closing for one in inside)])
            if number + 1 < len(lines.starts):
                yield insertion(lines.starts[number + 1], f"{lead}{fence}{end}", Rank.BLOCK_END)
            else:
                yield insertion(len(self.source), f"{end}{lead}{fence}", Rank.BLOCK_END)
            return
        edge = self.divided(self.last, self.end, before=False)
        lead = top_of(self.guide, self.last).following
        yield Replacement(edge, f"{end}{lead}{fence}{end}{lead.rstrip(_BLANKS)}{end}{lead}", Rank.BLOCK_END)
        yield from beginning(self.source, edge.end)

    def bottom(self) -> int:
        number = last_line(self.guide, self.last)
        if self.last.kind is Kind.CODE:
            return number
        return max(number, lines_of(self.source).line_at(inline(self.guide, self.last).end - 1) - 1)

    def divided(self, block: Block, at: int, before: bool) -> Span:
        """The white space of the file at which `block` is cut: that before its character `at`, or from there on."""
        places, text = block.source, block.text
        left, right = at, at  # of the white space, in the text
        while left > 0 and text[left - 1].isspace() and before:
            left -= 1
        while right < len(text) and text[right].isspace() and not before:
            right += 1
        elements = inline(self.guide, block).elements
        for one in elements:
            begun, ended = one.span.start, one.span.end
            if (begun < left < ended) or (left <= begun < right < ended):
                what = "the letter would divide an emphasis, a link or marked words"
                raise self.wrong(what, "begin or end it where they do", block.line)
        if left == right:
            place = min(
                [places[at], *(one.opening.start for one in elements if one.span.start == at and len(one.span))]
            )
            return Span(place, place)
        blank = right - 1 if before else left
        return _white_space(self.source, places[blank], end_of(places, blank))


def _white_space(source: str, start: int, end: int) -> Span:
    """The white space around the blank or line break that is written from `start` to `end`."""
    breaks = source[start] in "\r\n"
    while start > 0 and source[start - 1] in _BLANKS:
        start -= 1
    if breaks:
        start -= source[start - 1 : start] == "\\"  # of a hard line break
        end += source[end - 1 : end + 1] == "\r\n"
        lead = re.compile(r"[ \t>]*").match(source, end)
        return Span(start, lead.end() if lead is not None else end)
    while end < len(source) and source[end] in _BLANKS:
        end += 1
    return Span(start, end)


def _marked(lead: str) -> bool:
    """Whether a list's mark is a part of it."""
    return bool(lead.strip(" \t>"))

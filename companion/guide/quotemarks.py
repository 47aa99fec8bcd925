"""Quotation marks: which mark opens, which closes, and which is only an apostrophe."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from companion.guide.model import Span

MARK = re.compile("[“”„‟\"«»‹›‘’‚‛']")

_SINGLE = "‘’‚‛'"
_CLOSES = {"”": "“„", "“": "„", '"': '"', "»": "«", "«": "»", "›": "‹", "‹": "›"}  # mark -> the marks it can close
_BEFORE_OPENING = "([{/"
_DASHES = "—–-"
_STOPS = ".,!?…—–-;:"

# Words that drop their beginning: ’cause, ’60s. Software often puts an opening mark before them.
_ELISION = re.compile(
    r"(?:cause|em|tis|twas|till?|n|bout|round|neath|gainst|course|fraid|nother)\b|\d\d?s?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class QuoteMarks:
    """The quotation marks of one text. Apostrophes are in neither tuple. Positions are code points, ascending."""

    opening: tuple[int, ...]
    closing: tuple[int, ...]
    quotations: tuple[Span, ...]  # the outermost ones, marks included


@dataclass(slots=True)
class _Open:
    """A mark that waits to be closed."""

    at: int
    mark: str  # as it opens: “ „ " « » ‹ › ‘ '


def quote_marks(text: str) -> QuoteMarks:
    """Tell the quotation marks of `text` apart. Never fails; takes time in proportion to the text.

    A mark that is opened again before it was closed ends where the next one begins; the last one ends with the text,
    as in a speech of several paragraphs. A single mark that is never closed is an apostrophe.
    """
    places = [match.start() for match in MARK.finditer(text)]
    firm = _firm_closings(text, places)
    waiting: list[_Open] = []
    pairs: list[tuple[int, int]] = []
    stray: list[int] = []
    last_opened = -1
    for number, at in enumerate(places):
        opened_before = last_opened == at - 1 >= 0
        if text[at] in _SINGLE:
            verdict = _single(text, at, opened_before, waiting, firm[number])
        else:
            verdict = _double(text, at, opened_before, waiting)
        if verdict == "open":
            if text[at] in _SINGLE and _innermost(waiting) in _SINGLE:
                waiting.pop()  # it was an apostrophe
            waiting.append(_Open(at, text[at]))
            last_opened = at
        elif verdict == "close":
            opener = _take(waiting, text[at])
            if opener is None:
                stray.append(at)
            else:
                pairs.append((opener.at, at))
    unclosed = [entry.at for entry in waiting if entry.mark not in _SINGLE]
    opening = sorted([start for start, _ in pairs] + unclosed)
    doubles = [at for at in opening if text[at] not in _SINGLE]
    spans = [Span(start, end + 1) for start, end in pairs]
    spans += [Span(at, _end_of_unclosed(text, at, following)) for at, following in _followed(unclosed, doubles)]
    return QuoteMarks(tuple(opening), tuple(sorted([end for _, end in pairs] + stray)), outermost(spans))


def _single(text: str, at: int, opened_before: bool, waiting: list[_Open], firm_ahead: bool) -> str:
    """What a single mark does: "open", "close", or "" for an apostrophe."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] == "‚":
        return "open" if _leans_open(before, after, opened_before) else ""
    is_open = _innermost(waiting) in _SINGLE
    if text[at] == "‘" and is_open and waiting[-1].mark == "‚":
        return "close"
    if before.isalnum() and after.isalnum():
        return ""
    if text[at] != "’" and _leans_open(before, after, opened_before):
        return "" if _ELISION.match(text, at + 1) and not firm_ahead else "open"
    if not before or before.isspace() or opened_before or after.isalnum():
        return ""
    if not is_open:
        return "close" if before in _STOPS else ""
    possessive = before in "sS" and text[at + 1 : at + 3].strip()[:1].isalpha() and firm_ahead
    return "" if possessive else "close"


def _double(text: str, at: int, opened_before: bool, waiting: list[_Open]) -> str:
    """What a double mark or an angle mark does: "open", "close", or "" when it measures inches."""
    mark, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    closable = _waits_for(waiting, mark)
    if mark in "„‟":
        return "open"
    if mark == "“":
        return "close" if closable else "open"
    if mark in "«‹":
        return "close" if closable and not before.isspace() else "open"
    leans_open = _leans_open(before, after, opened_before)
    if mark in "»›":
        return "open" if not closable and leans_open else "close"
    if before and before in _DASHES and closable:
        return "close"
    if mark == "”":
        return "open" if leans_open and not closable else "close"
    if leans_open:
        return "open"
    if closable:
        return "close"
    if before.isdigit():
        return ""
    return "open" if after.isalnum() else "close"


def _leans_open(before: str, after: str, opened_before: bool) -> bool:
    """Whether a mark between these two characters looks like the beginning of something."""
    at_edge = not before or before.isspace() or before in _BEFORE_OPENING or before in _DASHES or opened_before
    return at_edge and bool(after) and not after.isspace()


def _innermost(waiting: Sequence[_Open]) -> str:
    return waiting[-1].mark if waiting else "\0"


def _waits_for(waiting: Sequence[_Open], closing: str) -> bool:
    """Whether `closing` has something to close, looking past single marks, which may be apostrophes after all."""
    for entry in reversed(waiting):
        if entry.mark in _CLOSES.get(closing, "") or (closing == entry.mark == "”"):
            return True
        if entry.mark not in _SINGLE:
            return False
    return False


def _take(waiting: list[_Open], closing: str) -> _Open | None:
    """Take the mark that `closing` closes off the stack, with the single marks above it. None when there is none."""
    if closing in _SINGLE:
        return waiting.pop() if _innermost(waiting) in _SINGLE else None
    if not _waits_for(waiting, closing):
        return None
    while waiting[-1].mark in _SINGLE:
        waiting.pop()
    return waiting.pop()


def _firm_closings(text: str, places: Sequence[int]) -> list[bool]:
    """For each mark, whether a single mark right after a stop comes later, before another single mark opens."""
    ahead = False
    found: list[bool] = []
    for at in reversed(places):
        found.append(ahead)
        if text[at] not in _SINGLE:
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if before and before in _STOPS and not after.isalnum():
            ahead = True
        elif text[at] == "‘" or (text[at] == "'" and (not before or before.isspace()) and after.isalnum()):
            ahead = False
    found.reverse()
    return found


def _followed(unclosed: Iterable[int], doubles: Sequence[int]) -> list[tuple[int, int | None]]:
    """Each unclosed mark with the next opening mark behind it. Both ascend."""
    following = dict(zip(doubles, [*doubles[1:], None], strict=True)) if doubles else {}
    return [(at, following[at]) for at in unclosed]


def _end_of_unclosed(text: str, at: int, following: int | None) -> int:
    end = len(text) if following is None else following
    while end > at + 1 and text[end - 1].isspace():
        end -= 1
    return end


def outermost(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Those of `spans` that stand in no other, in order; of two that cross, the first."""
    """Those of `spans` that stand in no other, in order; of two that cross, the first."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)

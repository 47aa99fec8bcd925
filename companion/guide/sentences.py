"""Sentences: where they begin and end in a block's text.

sentencex knows the abbreviations and the stops of many languages, but takes a quotation for one unbreakable thing and
a dialogue tag for a sentence. So it is shown the text with its quotation marks blanked out, character for character,
and each end that it finds is then accepted, moved or refused by what really stands there.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex  # type: ignore[import-untyped]  # it ships no types

from companion.guide.dashes import LANGUAGES as DASHED
from companion.guide.masking import ELLIPSIS, FULL_STOP, masked
from companion.guide.model import Span
from companion.guide.quotemarks import QuoteMarks, quote_marks
from companion.guide.speechverbs import TAG

# sentencex takes quadratic time on some long lines: it sees them through windows, and is believed up to the margin.
_WINDOW = 4000
_MARGIN = 400

# A blank line, or a line that begins with a list marker.
_FORCED = re.compile(r"\n[ \t\r]*+\n|\n[ \t]*+(?=(?:[-*•–—]|\(?(?:\d{1,3}|[a-z])[.)])\s)")
_BROKEN_OFF = re.compile(r"[—–-](?=[”\"’'»])")  # “I never—”
_ALONE = re.compile(r"\([^()]*[.!?…][”\"’']?\)|\[[^\[\]]*[.!?…][”\"’']?\]")
_CITATION = re.compile(r"\([^()\n]{1,60}\)(?:\s?[,;:.?!]|\s[a-z])")
_WORD = re.compile(r"[\W_]{0,6}?(?P<word>\w[\w’']*)")
_FRONTED = re.compile(r"(?:In|From|With|Like|After|Before|Throughout|By|Of|Unlike|For)(?: [^\s,]+){0,4} ?\Z")
_DASH_OF_SPEECH = re.compile(r"\s+[—–]\s")  # of a new speaker
_DASH_OF_DIALOGUE = re.compile(r"\s+[—–]\s?(?=[¿¡]|[^\W\d_a-z])")  # remitente. —Pesa mucho
_VOICED = re.compile(r"[^\W_]")
_OPENERS = frozenset(
    """
    A An The He She They It I We You His Her Their This That These Those Then There But And
    """.split()
)


def sentences(text: str, language: str = "en") -> tuple[Span, ...]:
    """The sentences of one block, in order, trimmed of white space; together they hold all its other characters.

    `language` is a BCP 47 tag. What only English does (dialogue tags) is left out for others, and a language that
    sentencex does not know is segmented like its nearest relative, or English. Never fails; takes time
    in proportion to the text.
    """
    primary = language.lower().replace("_", "-").split("-")[0]
    marks = quote_marks(text)
    cuts = {match.end() for match in _FORCED.finditer(text)}
    cuts.update(_Reader(text, marks, primary).cuts())
    edges = [0, *sorted(cuts), len(text)]
    return _voiced(text, [_trimmed(text, start, end) for start, end in pairwise(edges)])


class _Reader:
    """Decides, end by end, where the sentences of one text are cut."""

    def __init__(self, text: str, marks: QuoteMarks, language: str) -> None:
        self.text = text
        self.language = language
        self.english = language == "en"
        self.dashes = language in DASHED
        alone = tuple(_brackets_alone(text))
        self.mask = masked(text, marks, alone, language)
        self.opening = frozenset(marks.opening) | {bracket.start for bracket in alone}
        self.closing = frozenset(marks.closing)
        self.opened_by = {span.end - 1: span.start for span in marks.quotations}

    def cuts(self) -> Iterator[int]:
        """Where a new sentence begins; the white space before it may be on either side. In no order."""
        before = 0
        for end in _ends(self.mask, self.language):
            stop = end
            while stop > before and self.mask[stop - 1].isspace():
                stop -= 1
            cut = self._cut(stop, end) if stop > before else None
            before = end
            if cut is not None:
                yield cut
        for match in _BROKEN_OFF.finditer(self.text):
            stop = end = match.end()
            while end < len(self.text) and (self.text[end].isspace() or end in self.opening or end in self.closing):
                end += 1
            cut = self._cut(stop, end) if stop in self.closing else None
            if cut is not None:
                yield cut

    def _cut(self, stop: int, end: int) -> int | None:
        """The cut, if any, between a stop that ends at `stop` and a word that begins at `end`."""
        text = self.text
        opening = closed = None
        if not text[stop:end].isspace():
            opening = next((at for at in range(stop, end) if at in self.opening), None)
            closed = next((at for at in range(stop, opening or end) if at in self.closing), None)
        cut = end if opening is None else opening
        dialogue = _DASH_OF_DIALOGUE.match(text, stop) if self.dashes else None
        if _DASH_OF_SPEECH.match(text, stop, cut) or (dialogue and dialogue.end() <= cut):
            cut = stop
        while cut < len(text) and text[cut] in ")]}":
            cut += 1
        if cut >= len(text) or self._goes_on(stop, end, closed, text[stop:cut]):
            return None
        if closed is not None and opening is None and self._is_tagged(stop, end, closed):
            return None
        return cut

    def _goes_on(self, stop: int, end: int, closed: int | None, between: str) -> bool:
        """Whether the sentence plainly goes on behind the stop, whatever its language."""
        text = self.text
        if "—" in between or "–" in between:
            return True
        if not between and text[stop - 1] == "." and text[stop - 2 : stop - 1].isdigit():
            return True  # § 1.C
        ellipsis = text[stop - 1] in ".…" and self.mask[stop - 1] == ELLIPSIS
        if ellipsis and closed is None and not between:
            return True
        match = _WORD.match(text, end)
        word = match["word"] if match else ""
        if word[:1].islower() and word.islower() and (closed is not None or self.mask[stop - 1] in "!?"):
            return True
        if ellipsis and closed is None and self.english and word.split("’")[0].split("'")[0] == "I":
            return True
        if closed is not None and _CITATION.match(text, end):
            return True
        broken_off = text[stop - 1] in "—–-"
        return broken_off and not word[:1].isupper()

    def _is_tagged(self, stop: int, end: int, closed: int) -> bool:
        """Whether what follows a quotation is its dialogue tag, or the clause that its title began."""
        if not self.english or self.mask[stop - 1] in ("." + FULL_STOP):
            return False
        if TAG.match(self.text, end):
            return True
        start = self.opened_by.get(closed)
        word = _WORD.match(self.text, end)
        if start is None or (word and word["word"] in _OPENERS):
            return False
        before = self.text[max(0, start - 60) : start]
        clause = re.split(r"[.!?…]\s", before)[-1]
        return bool(_FRONTED.match(clause.lstrip()))


def _ends(mask: str, language: str) -> Iterator[int]:
    """Where sentencex begins a new sentence, ascending."""
    start = 0
    while start < len(mask):
        window = mask[start : start + _WINDOW]
        last = start + _WINDOW >= len(mask)
        limit = len(mask) - 1 if last else start + _WINDOW - _MARGIN
        found: list[int] = [
            start + boundary["end_index"] for boundary in sentencex.get_sentence_boundaries(language, window)
        ]
        kept = [end for end in found if end <= limit]
        yield from kept
        if last:
            return
        start = kept[-1] if kept else max(mask.rfind(" ", start + 1, limit), start + _MARGIN)


def _brackets_alone(text: str) -> Iterator[Span]:
    """Brackets that hold whole sentences: they begin where a sentence does and end with a stop of their own."""
    for match in _ALONE.finditer(text):
        before = match.start()
        while before and text[before - 1].isspace():
            before -= 1
        if before == match.start() > 0:
            continue
        if (not before or text[before - 1] in ".!?…”\"’')") and text[match.start() + 1 : match.start() + 2].isupper():
            yield Span(match.start(), match.end())


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _voiced(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """The spans without the empty ones; one without a letter or a digit joins its neighbour before, else after."""
    kept: list[Span] = []
    silent = False
    for span in spans:
        if not len(span):
            continue
        speaks = _VOICED.search(text, span.start, span.end) is not None
        if kept and (silent or not speaks):
            kept[-1] = Span(kept[-1].start, span.end)
            silent = silent and not speaks
        else:
            kept.append(span)
            silent = not speaks
    return tuple(kept)

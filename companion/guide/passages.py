"""Letters and quotations found in plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from companion.guide.dashes import dialogue
from companion.guide.letterwords import (
    BARE_NAME,
    BARE_WITHIN,
    CLOSING_ALONE,
    CLOSING_LINE,
    CLOSING_WITHIN,
    CUE,
    CUE_NOUNS,
    DASHED,
    HEADER,
    INITIALS,
    INITIALS_ALONE,
    MARKS,
    NAME_ALONE,
    PAPER,
    POSTSCRIPT,
    POSTSCRIPT_WITHIN,
    SALUTATION,
    SIGNED_ALONE,
    VALEDICTION,
    YOURS,
)
from companion.guide.model import Span
from companion.guide.quotemarks import outermost, quote_marks
from companion.guide.speechverbs import TAG

_SMALL_WORDS = frozenset("a an and as at but by for from in into is nor of on or the to with".split())
_WORD = re.compile(r"[^\W_][\w’'-]*")

_SAYS = re.compile(r"(?:he|she|they|I|we)\s+(?!signs|signed)\w+")
_TWO = 2  # of the three signs
_LONG = 30  # words of a quotation that may stand in for one of the three signs
_SHORTEST = 12  # characters of a letter
_SHORT = 6  # words of a quotation that a cue alone makes a letter
_ENOUGH = 40  # words that are counted at most
_REACH = 40  # paragraphs at most from a salutation to its valediction
_LINES = 12  # paragraphs at most from a salutation to a name that stands alone
_TAIL = 200  # characters at the end in which a valediction is looked for


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter found in paragraphs of plain text; marks around it are included."""

    first: int  # index of the paragraph in which it begins
    start: int  # its first code point there
    last: int  # index of the paragraph in which it ends
    end: int  # one past its last code point there
    to: str | None  # the addressee as written: "Mrs. T"
    by: str | None  # the signature as written


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Paragraphs of plain text, with the quotations and the letters in them, found once for all who ask."""

    texts: Sequence[str]
    quotations: Sequence[tuple[Span, ...]]  # of each paragraph
    letters: tuple[Letter, ...]

    @staticmethod
    def read(texts: Sequence[str], language: str = "en") -> "Paragraphs":
        quoted = [quotations(text, language) for text in texts]
        return Paragraphs(texts, quoted, tuple(_letters(texts, quoted)))


def quotations(text: str, language: str = "en") -> tuple[Span, ...]:
    """The outermost quotations of one block's text, in order: marks included, and what is said behind a dash.

    A quotation that is never closed ends where the next begins, the last one with the block: a speech of several
    paragraphs closes only its last. Never fails; takes time in proportion to the text.
    """
    marked, said = quote_marks(text).quotations, dialogue(text, language)
    return outermost((*marked, *said)) if said else marked


def is_utterance(text: str, span: Span) -> bool:
    """Whether the quotation at `span` of `text` is speech of a sentence or more, not a fragment or a title.

    A full stop inside says nothing where the quotation begins small: American typesetting puts the whole sentence's
    stop there (she calls it “a small delay.”).
    """
    inner = span.of(text).strip(MARKS)
    words = _WORD.findall(inner)
    if not words:
        return False
    joined = _joined(text, span)
    emphatic = inner[-1] in "!?…"
    if not emphatic and not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    if joined and _is_title(words, inner):
        return False
    return len(words) > 1 or inner[-1] in "!?" or (inner[-1] in ".,…" and not joined)


def is_title(text: str, span: Span) -> bool:
    """Whether the quotation at `span` of `text` is a name: the words of “The Long Shore”."""
    inner = span.of(text).strip(MARKS)
    words = _WORD.findall(inner)
    return len(words) > 1 and words[0][0].isupper() and _joined(text, span) and _is_title(words, inner)


def letters(paragraphs: Sequence[str]) -> tuple[Letter, ...]:
    """The letters in `paragraphs`, in order: two signs of salutation, valediction and cue (“The letter reads,”).

    Where something written is told of, a long quotation can stand in for one of them; a cue is enough for words that
    end there. What somebody says aloud (“…,” she says) is no letter.
    """
    return Paragraphs.read(paragraphs).letters


def _letters(paragraphs: Sequence[str], quoted: Sequence[Sequence[Span]]) -> list[Letter]:
    found: list[Letter] = []
    number = 0
    while number < len(paragraphs):
        inside = _quoted_letters(paragraphs, number, quoted[number])
        spread = None if inside else _spread_letter(paragraphs, number, quoted[number])
        if spread and found and found[-1].last >= spread.first:
            spread = None
        found += inside or ([spread] if spread else [])
        number = spread.last + 1 if spread else number + 1
    return found


def _joined(text: str, span: Span) -> bool:
    """Whether the sentence runs into a quotation: the novel “Who Was Here?”"""
    return text[max(0, span.start - 80) : span.start].rstrip()[-1:].isalnum()


def _is_title(words: Sequence[str], inner: str) -> bool:
    """Whether every word is capitalised that a title capitalises, and at least one beyond the first is."""
    large = [word for word in words[1:] if word.lower() not in _SMALL_WORDS]
    return len(words) <= 8 and inner[-1] != "." and bool(large) and all(not word[0].islower() for word in large)


def _quoted_letters(paragraphs: Sequence[str], number: int, quoted: Sequence[Span]) -> list[Letter]:
    """The letters that stand in quotation marks within one paragraph."""
    text = paragraphs[number]
    found = []
    for span in quoted:
        if len(span) < _SHORTEST:
            continue
        inner = span.of(text)
        salutation, by = SALUTATION.match(inner), _signature(inner)
        before = _before(paragraphs, number, span.start)
        cue = any(noun in before.lower() for noun in CUE_NOUNS) and CUE.search(before) is not None
        words = len(inner[: _ENOUGH * 40].split())
        paper = PAPER.search(before) is not None
        to = _to(salutation)
        if paper and not by:
            by = _closing_within(inner, to)
        signs = bool(salutation) + bool(by) + cue + (words >= _LONG and paper)
        alone = cue and words >= _SHORT and _stands_alone(text, span, before)
        if (alone or (signs >= _TWO and (salutation or by or cue))) and not _is_spoken(text, span):
            initials = None if by or not (salutation or cue) else INITIALS.search(inner[-_TAIL:])
            by = by or (initials and (initials["initials"] or initials["name"]).strip())
            by = by or (_signed(BARE_WITHIN.search(inner[-_TAIL:])) if cue else None)
            found.append(Letter(number, span.start, number, span.end, to, by or _closing_within(inner, to)))
    return found


def _spread_letter(paragraphs: Sequence[str], number: int, quoted: Sequence[Span]) -> Letter | None:
    """The letter that begins with paragraph `number`, or in its last quotation, and goes on to its valediction."""
    text = paragraphs[number]
    start = len(text) - len(text.lstrip())
    salutation = SALUTATION.match(text, start) or NAME_ALONE.match(text)
    if not salutation and quoted:
        start = quoted[-1].start
        salutation = SALUTATION.match(text, start) if quoted[-1].end == len(text.rstrip()) else None
    if not salutation:
        return None
    for last in range(number, min(len(paragraphs), number + _REACH)):
        if last > number and SALUTATION.match(paragraphs[last].lstrip()):
            return None
        by, end = _signature(paragraphs[last]), last
        two = not by and number < last < len(paragraphs) - 1 and max(map(len, paragraphs[last : last + 2])) <= _TAIL
        if two and (CLOSING_ALONE.match(paragraphs[last]) or CLOSING_LINE.match(paragraphs[last])):
            by, end = _signed(SIGNED_ALONE.match(paragraphs[last + 1])), last + 1
        if not by and last > number and len(paragraphs[last]) <= _TAIL:
            alone = DASHED.match(paragraphs[last]) or INITIALS_ALONE.match(paragraphs[last])
            by, end = _signed(alone or _bare(paragraphs, number, last)), last
        if by:
            while end + 1 < len(paragraphs) and POSTSCRIPT.match(paragraphs[end + 1]):
                end += 1
            first = _with_header(paragraphs, number)
            start = start if first == number else len(paragraphs[first]) - len(paragraphs[first].lstrip())
            return Letter(first, start, end, len(paragraphs[end].rstrip()), _to(salutation), by)
    return None


def _bare(paragraphs: Sequence[str], number: int, last: int) -> re.Match[str] | None:
    """The name that stands alone on a line, at least two below the line of the salutation: it closes a short letter."""
    begun = paragraphs[number].rstrip().endswith((",", ":", "!", "–", "—"))
    return BARE_NAME.match(paragraphs[last]) if begun and 1 < last - number < _LINES else None


def _with_header(paragraphs: Sequence[str], number: int) -> int:
    """The paragraph in which a letter begins whose salutation stands in paragraph `number`: an e-mail has a header."""
    while number and len(paragraphs[number - 1]) < _TAIL and HEADER.match(paragraphs[number - 1]):
        number -= 1
    return number


def _signature(text: str) -> str | None:
    """Who signs, where `text` ends with a valediction, or with a postscript behind one."""
    signed = VALEDICTION.search(text[-_TAIL:])
    if signed is None and (postscript := POSTSCRIPT_WITHIN.search(text)):
        signed = VALEDICTION.search(text[max(0, postscript.start() - _TAIL) : postscript.start()])
    return _signed(signed)


def _closing_within(inner: str, to: str | None) -> str | None:
    """Who signs a letter to `to` in words of the writer's own: the last name, unless it is the addressee's."""
    by = _signed(CLOSING_WITHIN.search(inner[-_TAIL:])) if to else None
    return None if by is None or to is None or by in to or to in by else by


def _before(paragraphs: Sequence[str], number: int, at: int) -> str:
    """The words before a quotation; for the first word of a paragraph, the end of the one before."""
    before = paragraphs[number][max(0, at - _TAIL) : at]
    return before if before.strip() or not number else paragraphs[number - 1][-_TAIL:]


def _stands_alone(text: str, span: Span, before: str) -> bool:
    """Whether a quotation is introduced by a comma or a colon, begins like a sentence, and ends with one."""
    inner = span.of(text).strip(MARKS)
    introduced = before.rstrip()[-1:] in (",", ":")
    return (
        introduced
        and inner[:1].isupper()
        and (inner[-1:] in ".!?…" or text[span.end : span.end + 1] == "." or BARE_WITHIN.search(inner) is not None)
        and not text[span.end : span.end + 2].strip().islower()
    )


def _is_spoken(text: str, span: Span) -> bool:
    """Whether a dialogue tag follows: none does behind a full stop."""
    inner = span.of(text).rstrip(MARKS)
    if inner.endswith(".") and not inner.endswith(".."):
        return False
    after = text[span.end : span.end + _TAIL].lstrip()
    return TAG.match(after) is not None or _SAYS.match(after) is not None


def _to(salutation: re.Match[str] | None) -> str | None:
    if salutation is None:
        return None
    groups = salutation.groupdict()
    addressee = groups.get("to") or (groups.get("office") or "").removeprefix("the ")
    return addressee.strip() or None


def _signed(valediction: re.Match[str] | None) -> str | None:
    if valediction is None:
        return None
    signature = YOURS.sub("", valediction["by"].strip(MARKS))
    return signature if re.search(r"\b(?:\w|Co|Jr|Sr|Bros)\.\Z", signature) else signature.rstrip(".")

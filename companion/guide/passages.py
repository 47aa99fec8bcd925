"""Letters and quotations found in plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from companion.guide.model import Span
from companion.guide.quotemarks import quote_marks
from companion.guide.speechverbs import TAG

_MARKS = "“”„‟\"«»‹›‘’‚‛' "
_SMALL_WORDS = frozenset("a an and as at but by for from in into is nor of on or the to with".split())
_WORD = re.compile(r"[^\W_][\w’'-]*")

_GREETING = r"(?:(?:[Mm]y|[Oo]ur)\s+)?(?:(?:own|very)\s+)?(?:[Dd]ear(?:est)?|[Bb]eloved|[Dd]arling|Hello|Hi)"
_ADDRESSEE = r"(?P<to>(?:(?:Mr|Mrs|Ms|Dr|St|Prof|Rev|Capt|Lt|Col)\.\s)?[^\s!?.,:;“”\"][^\n!?.,:;“”\"]{0,40}?)"
_SALUTATION = re.compile(
    rf"[{_MARKS}]*(?:{_GREETING},?\s+{_ADDRESSEE}(?=\s*[,:—–](?:\s|$)|\s*\n|\s*$)|(?P<whom>To whom it may concern)\b)"
)
_LOVE = r"(?:[Ll]ove|[Aa]ffection|[Gg]ratitude|[Rr]espect|[Bb]est wishes|[Rr]egards)"
_KIN = "friend|servant|son|daughter|brother|sister|mother|father|wife|husband|cousin|aunt|uncle|niece|nephew|child"
_CLOSING = (
    rf"(?:(?:With\s+)?(?:[Aa]ll\s+)?(?:my\s+|our\s+)?(?:[Mm]uch\s+|[Kk]ind(?:est)?\s+|[Ww]arm(?:est)?\s+|[Bb]est\s+)?{_LOVE}"
    r"|(?:(?:[Ee]ver|[Vv]ery|[Ss]incerely|[Ff]aithfully|[Tt]ruly|[Aa]lways)\s+)?[Yy]ours(?:\s+(?:very\s+)?(?:truly|sincerely"
    r"|faithfully|ever|always|respectfully|affectionately|in haste))?"
    r"|[Ss]incerely|[Rr]espectfully|[Ff]aithfully|[Aa]ffectionately|[Cc]ordially|Best|Cheers|Farewell"
    rf"|(?:I (?:am|remain),?\s+)?[Yy]our\s+(?:\w+\s+){{0,3}}(?:{_KIN}))"
)
_SIGNATURE = r"(?P<by>[^\W\d_a-z][\w’'-]*\.?(?:\s+(?:[^\W\d_a-z][\w’'-]*\.?|&)){0,3})"
_VALEDICTION = re.compile(rf"(?:^|[.!?…]\s+|\n\s*)[{_MARKS}]*{_CLOSING}\s*[,—–:\n-]\s*{_SIGNATURE}[\s.{_MARKS}]*\Z")
_CLOSING_ALONE = re.compile(rf"[\s{_MARKS}]*{_CLOSING}\s*[,—–-]?\s*\Z")
_SIGNED_ALONE = re.compile(rf"[\s{_MARKS}—–-]*{_SIGNATURE}[\s.{_MARKS}]*\Z")
_CUE = re.compile(
    r"\b(?:letter|note|telegram|postcard|e-?mail|message|card)\b[^.!?“”\"]{0,60}?"
    r"\b(?:reads?|says?|saying|begins?|beginning|runs?|ran|goes|went|said|began|writes?|wrote|as follows)\b[,:]?\s*\Z"
    r"|\bwrites?\b[^.!?“”\"]{0,30}\bletter\b[^.!?“”\"]{0,30}[,:]\s*\Z",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"[“\"]?P\.?\s?S\b")
_SAYS = re.compile(r"(?:he|she|they|I|we)\s+(?!signs|signed)\w+")
_LONG = 30  # words of a quotation that may stand in for one of the three signs
_REACH = 40  # paragraphs at most from a salutation to its valediction
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


def quotations(text: str) -> tuple[Span, ...]:
    """The outermost quotations of one block's text, marks included, in order.

    A quotation that is never closed ends where the next begins, the last one with the block: a speech of several
    paragraphs closes only its last. Never fails; takes time in proportion to the text.
    """
    return quote_marks(text).quotations


def is_utterance(text: str, span: Span) -> bool:
    """Whether the quotation at `span` of `text` is speech of a sentence or more, not a fragment or a title.

    A full stop inside says nothing where the quotation begins small: American typesetting puts the whole sentence's
    stop there (she calls it “a small delay.”).
    """
    inner = span.of(text).strip(_MARKS)
    words = _WORD.findall(inner)
    if not words:
        return False
    # The sentence runs into a title: the novel “Who Was Here?”
    joined = text[max(0, span.start - 80) : span.start].rstrip()[-1:].isalnum()
    emphatic = inner[-1] in "!?…"
    if not emphatic and not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    if joined and _is_title(words, inner):
        return False
    return len(words) > 1 or inner[-1] in "!?" or (inner[-1] in ".,…" and not joined)


def letters(paragraphs: Sequence[str]) -> tuple[Letter, ...]:
    """The letters in `paragraphs`, in order: two signs of salutation, valediction and cue (“The letter reads,”).

    A long quotation can stand in for one of them. What somebody says aloud (“…,” she says) is no letter.
    """
    found: list[Letter] = []
    number = 0
    while number < len(paragraphs):
        quoted = _quoted_letters(paragraphs, number)
        spread = None if quoted else _spread_letter(paragraphs, number)
        found += quoted or ([spread] if spread else [])
        number = spread.last + 1 if spread else number + 1
    return tuple(found)


def _is_title(words: Sequence[str], inner: str) -> bool:
    """Whether every word is capitalised that a title capitalises, and at least one beyond the first is."""
    large = [word for word in words[1:] if word.lower() not in _SMALL_WORDS]
    return len(words) <= 8 and inner[-1] != "." and bool(large) and all(not word[0].islower() for word in large)


def _quoted_letters(paragraphs: Sequence[str], number: int) -> list[Letter]:
    """The letters that stand in quotation marks within one paragraph."""
    text = paragraphs[number]
    found = []
    for span in quotations(text):
        inner = span.of(text)
        salutation, valediction = _SALUTATION.match(inner), _valediction(inner)
        cue = _cue(paragraphs, number, span.start)
        signs = bool(salutation) + bool(valediction) + cue + (len(inner.split()) >= _LONG)
        if signs >= 2 and (salutation or valediction or cue) and not _is_spoken(text, span):
            found.append(Letter(number, span.start, number, span.end, _to(salutation), _by(valediction)))
    return found


def _spread_letter(paragraphs: Sequence[str], number: int) -> Letter | None:
    """The letter that begins with paragraph `number`, or in its last quotation, and goes on to its valediction."""
    text = paragraphs[number]
    start = len(text) - len(text.lstrip())
    salutation = _SALUTATION.match(text, start)
    if not salutation and (spans := quotations(text)):
        start = spans[-1].start
        salutation = _SALUTATION.match(text, start) if spans[-1].end == len(text.rstrip()) else None
    if not salutation:
        return None
    for last in range(number, min(len(paragraphs), number + _REACH)):
        if last > number and _SALUTATION.match(paragraphs[last].lstrip()):
            return None
        signed, end = _valediction(paragraphs[last]), last
        if not signed and _CLOSING_ALONE.match(paragraphs[last]) and last + 1 < len(paragraphs):
            signed, end = _SIGNED_ALONE.match(paragraphs[last + 1]), last + 1
        if signed:
            end = _with_postscript(paragraphs, end)
            return Letter(number, start, end, len(paragraphs[end].rstrip()), _to(salutation), _by(signed))
    return None


def _with_postscript(paragraphs: Sequence[str], last: int) -> int:
    """The index of the paragraph in which a letter ends whose signature stands in paragraph `last`."""
    following = last + 1
    return following if following < len(paragraphs) and _POSTSCRIPT.match(paragraphs[following]) else last


def _valediction(text: str) -> re.Match[str] | None:
    return _VALEDICTION.search(text[-_TAIL:])


def _cue(paragraphs: Sequence[str], number: int, at: int) -> bool:
    """Whether the words before announce a letter; for the first word of a paragraph, those of the one before."""
    before = paragraphs[number][max(0, at - _TAIL) : at]
    if not before.strip() and number:
        before = paragraphs[number - 1][-_TAIL:]
    return _CUE.search(before) is not None


def _is_spoken(text: str, span: Span) -> bool:
    """Whether a dialogue tag follows."""
    after = text[span.end : span.end + _TAIL].lstrip()
    return TAG.match(after) is not None or _SAYS.match(after) is not None


def _to(salutation: re.Match[str] | None) -> str | None:
    return None if salutation is None or salutation["to"] is None else salutation["to"].strip()


def _by(valediction: re.Match[str] | None) -> str | None:
    if valediction is None:
        return None
    signature = valediction["by"].strip(_MARKS)
    return signature if re.search(r"\b(?:\w|Co|Jr|Sr|Bros)\.\Z", signature) else signature.rstrip(".")

"""A text as the segmenter should see it: every character in its place, what would mislead it hidden."""

import re
from collections.abc import Iterable, Sequence
from functools import partial

from companion.guide.abbreviations import ENGLISH, Abbreviations, abbreviations, without_ordinals
from companion.guide.model import Span
from companion.guide.quotemarks import MARK, QuoteMarks

ELLIPSIS = "?"  # sentencex does not know an ellipsis for a stop; it is shown one that it knows
FULL_STOP = "。"  # a stop that can be no abbreviation's
_APOSTROPHE = "ʼ"  # a letter to every segmenter

_DOTS = re.compile(r"[.…](?: ?[.…])++|…")
_EMOJI = re.compile("[.!?…]\\s*+[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]+")
_FOOTNOTE = re.compile(r"[.!?][”\"’']?(?:\d{1,3}|[¹²³⁰-⁹*†‡]{1,3})(?=\s+[“‘\"]?[^\W\d_]|\s*$)")
_POSTSCRIPT = re.compile(r"P\.(?:P\.)?S\.|N\.B\.")
_MARKER = re.compile(r"(?m)^[ \t]*+(?:\d{1,3}|[A-Za-z]|[IVXLC]{1,6})[.)](?=\s)")
_INITIALS = re.compile(r"\b[^\W\d_a-z]\.-[^\W\d_a-z]\.(?=\s)")  # J.-P. Sartre
_HOUR = re.compile(r"\b[ap]\.\s?m\.(?=\s[^\W\d_A-Z])")
_REFERENCE = re.compile(r"\((?:\d{1,3}|[a-z]|[ivx]{1,4})\)")
_DOT = re.compile(r"\.")
_LAST_WORD = re.compile(r"[^\W\d_]*\Z")
_ROMAN = re.compile(r"\s?[IVXLC]{1,7}\b")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # no UTF-8, so nothing that sentencex could be given

# Abbreviated before a Roman numeral too; not “no.” or “act.”, after which “I” is somebody.
_NUMBERED_ROMAN = frozenset({"ch", "chs", "chap", "chaps", "vol", "vols", "bk", "pt", "sc", "fig", "sec"})
# Abbreviated before a small letter only: “ten lbs. of flour”.
_UNITS = frozenset(
    """
    lbs lb oz ft in yds yd mi hr min mins secs sec est ave blvd rd dept ff
    """.split()
)
_WORDS_CAPITALISED = frozenset({"No", "May", "Ok", "OK"})


def masked(text: str, marks: QuoteMarks, brackets: Iterable[Span], language: str) -> str:
    """`text`, as long as it was, with blanks for quotation marks, dashes and the ends of `brackets`.

    A dot that ends nothing in `language`, a primary subtag, becomes a letter, and one that ends a word mistaken for an
    abbreviation becomes FULL_STOP. An ellipsis becomes ELLIPSIS.
    """
    quoting = frozenset(marks.opening).union(marks.closing)
    mask = MARK.sub(lambda match: " " if match.start() in quoting else _APOSTROPHE, text)
    mask = _LONE_SURROGATE.sub("\ufffd", mask).replace("—", " ").replace("–", " ")
    blanks = [at for bracket in brackets for at in (bracket.start, bracket.end - 1)]
    if language == "en":
        blanks += [at for mark in _FOOTNOTE.finditer(text) for at in _behind_stop(mark)]
    mask = _blanked(mask, blanks)
    mask = _DOTS.sub(lambda match: ELLIPSIS.rjust(len(match[0])), mask)
    mask = _EMOJI.sub(lambda match: match[0][0].ljust(len(match[0])), mask)
    known = abbreviations(language)
    english = (_POSTSCRIPT, _MARKER, _REFERENCE, _INITIALS)
    for pattern in english if language == "en" else (_MARKER, _INITIALS, _HOUR):
        mask = pattern.sub(lambda match: "x" * len(match[0]), mask)
    return _DOT.sub(partial(_judged, known, frozenset(marks.closing)), without_ordinals(mask, known))


def _blanked(text: str, places: Sequence[int]) -> str:
    if not places:
        return text
    characters = list(text)
    for at in places:
        characters[at] = " "
    return "".join(characters)


def _behind_stop(mark: re.Match[str]) -> range:
    """The places of a footnote mark and the closing mark before it; none after a number, where it is a decimal."""
    follows_word = mark.string[mark.start() - 1 : mark.start()].isalpha()
    return range(mark.start() + 1, mark.end()) if follows_word else range(0)


def _judged(known: Abbreviations, closing: frozenset[int], dot: re.Match[str]) -> str:
    """What to show for a dot, by the word before it and what follows."""
    text, at = dot.string, dot.start()
    last = _LAST_WORD.search(text[max(0, at - 10) : at])
    written = last[0] if last else ""
    word = written.lower()
    following = text[at + 1 : at + 4].lstrip()[:1]
    if word in known.always or (word in known.numbered and following.isdigit()):
        return "x"
    if written in known.titles and following.isupper() and at + 1 not in closing:
        return "x"
    if word in known.words and (written.islower() or at + 1 in closing):  # “Me.” “Come in.”
        return FULL_STOP
    return _judged_english(text, at, written, following) if known is ENGLISH else "."


def _judged_english(text: str, at: int, written: str, following: str) -> str:
    word = written.lower()
    if word in _NUMBERED_ROMAN and _ROMAN.match(text, at + 1):
        return "x"
    if word in _UNITS and following.islower():
        return "x"
    if written in _WORDS_CAPITALISED or (word == "etc" and following.isupper()):
        return FULL_STOP
    return "."

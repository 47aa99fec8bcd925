"""Normalization: a written sentence as the words that say it, none of them without its place in the text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from companion.guide.model import Span
from companion.script.english.readings import readings as english_readings
from companion.script.lexicon import EMPTY, Lexicon, Match, possessive_of
from companion.script.reading import Reading
from companion.script.words import SpokenWord

PUNCTUATION: Final = "punctuation"
WHITE_SPACE: Final = "white space"
INVISIBLE: Final = "invisible character"  # controls, joiners, private use: nobody has a name for them
UNSAID: Final = "unsaid"  # a letter, digit or symbol that no word covers: never of the words that `spoken` gives

_LONGEST: Final = 40  # espeak-ng 1.52 crashes on some longer runs without white space
_LONGEST_OF_LETTERS: Final = 120
_PLAIN: Final = re.compile(r"[“‘\"'(]{0,3}[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*[.,;:!?)”’\"']{0,4}")
_BREAK: Final = re.compile(r"(?:[—–―…]|--+|\.{3,})+[.,;:!?)\]”’»]*")  # what parts a token, with what closes there
_ORNAMENT: Final = re.compile(r"([=+#%&@])\1{2,}")  # "=====" under a title
_LONG_PUNCTUATION: Final = re.compile(r"([.,;:!?'’”)…—–-])\1{3,}")
_CLOSING: Final = frozenset(",;:.!?…—–―»”’)")
_SILENT: Final = frozenset("[]{}<>*^`|\\~_•‣⁃·†‡¶") | {
    chr(code)
    for first, last in ((0x2500, 0x25FF), (0x2722, 0x274B), (0x2761, 0x2763), (0x2765, 0x2767))
    for code in (*range(first, last + 1), 0x2756)
}
_NAMED_PUNCTUATION: Final = frozenset("%‰&@#§№")  # symbols that Unicode files under punctuation
_INVISIBLE_CATEGORIES: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_JOINERS: Final = "\u200c\u200d"  # they shape words of other scripts
_SELECTORS: Final = frozenset((0x20E3, *range(0xFE00, 0xFE10)))  # they choose how a character looks


class _Characters(dict[int, str | None]):
    """For str.translate: what no engine should see is left out, an underscore parts words. Fills itself."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        hidden = unicodedata.category(character) in _INVISIBLE_CATEGORIES and character not in _JOINERS
        silent = hidden or character in _SILENT or code in _SELECTORS
        self[code] = " " if character in "_\t\n\v\f\r\x1c\x1d\x1e\x1f\x85" else None if silent else character
        return self[code]


_CHARACTERS: Final = _Characters()


def spoken(text: str, span: Span, lexicon: Lexicon = EMPTY, language: str = "en-US") -> tuple[SpokenWord, ...]:
    """The words that say `span` of a block's `text`, in order; the readings of English only for English.

    Spans are in the block's text, tight, never decreasing, and equal or disjoint. No word has white space, `[[` or
    anything that cannot be encoded. Takes any text at all; the time is linear.
    """
    sentence = span.of(text)
    readings = _readings(sentence, lexicon, language)
    words: list[SpokenWord] = []
    upcoming = 0
    for start, end in _units(sentence, readings):
        first = upcoming
        while upcoming < len(readings) and readings[upcoming].start < end:
            upcoming += 1
        token = sentence[start:end]
        place = Span(span.start + start, span.start + end)
        if first == upcoming and len(token) <= _LONGEST and _PLAIN.fullmatch(token):
            words.append(SpokenWord(token, place))
            continue
        said = [
            SpokenWord(piece, place, phonemes)
            for word, phonemes in _said(sentence, start, end, readings[first:upcoming])
            for piece in (_bounded(word) if phonemes is None else (word[:_LONGEST],))
        ]
        if said:
            words += said
        elif words:
            words[-1] = _with_pause(words[-1], token)
    return tuple(words)


def unspoken(text: str, span: Span, words: Iterable[SpokenWord]) -> tuple[tuple[Span, str], ...]:
    """The stretches of `span` that no word covers, in order, each with its reason.

    The reasons are PUNCTUATION, WHITE_SPACE and INVISIBLE; UNSAID means that the words are not all there.
    """
    gaps: list[tuple[Span, str]] = []
    at = span.start
    for place in [*(word.span for word in words if word.span is not None), Span(span.end, span.end)]:
        gaps += [
            (Span(at + stretch.start(), at + stretch.end()), _reason(stretch[0]))
            for stretch in re.finditer(r"\s+|\S+", text[at : place.start])
        ]
        at = max(at, place.end)
    return tuple(gaps)


def _reason(stretch: str) -> str:
    if stretch.isspace():
        return WHITE_SPACE
    if _sayable(_cleaned(stretch)):
        return UNSAID
    hidden = all(unicodedata.category(character) in _INVISIBLE_CATEGORIES for character in stretch)
    return INVISIBLE if hidden else PUNCTUATION


def _readings(sentence: str, lexicon: Lexicon, language: str) -> Sequence[Reading]:
    """What the lexicon says, then what the language says where the lexicon is silent."""
    own = [_from_lexicon(match, sentence) for match in lexicon.matches(sentence)]
    general = english_readings(sentence) if language.lower().startswith("en") else []
    if not own:
        return general
    taken = bytearray(len(sentence))
    for reading in own:
        taken[reading.start : reading.end] = b"\1" * (reading.end - reading.start)
    return sorted(own + [reading for reading in general if 1 not in taken[reading.start : reading.end]])


def _from_lexicon(match: Match, sentence: str) -> Reading:
    saying, span = match.saying, match.span
    end = span.end + len(match.possessive)
    if saying.phonemes is None:
        return Reading(span.start, end, (saying.respelling or "") + match.possessive)
    phonemes = possessive_of(saying.phonemes) if match.possessive else saying.phonemes
    return Reading(span.start, end, span.of(sentence) + match.possessive, phonemes)


def _units(sentence: str, readings: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    """Where the tokens stand; those that one reading says together are one."""
    following = 0
    unit: tuple[int, int] | None = None
    for start, end in _tokens(sentence):
        while following < len(readings) and readings[following].end <= start:
            following += 1
        if unit is None:
            unit = (start, end)
        elif following < len(readings) and readings[following].start < unit[1]:
            unit = (unit[0], end)
        else:
            yield unit
            unit = (start, end)
    if unit is not None:
        yield unit


def _tokens(sentence: str) -> Iterator[tuple[int, int]]:
    """Stretches without white space, parted after the dashes and ellipses that stand between words."""
    parted = _BREAK.search(sentence) is not None
    for token in re.finditer(r"\S+", sentence):
        if not parted:
            yield token.span()
            continue
        start, end = token.start(), token.start()
        worded = False  # whether a word stands between start and end
        for cut in [*(found.end() for found in _BREAK.finditer(sentence, *token.span())), token.end()]:
            if _sayable(_cleaned(sentence[end:cut])):
                if worded:
                    yield start, end
                    start = end
                worded = True
            end = cut
        yield start, end


def _said(sentence: str, start: int, end: int, readings: Sequence[Reading]) -> list[tuple[str, str | None]]:
    """The words that say one unit, with their phonemes; punctuation stays on the word that it touches."""
    words: list[tuple[str, str | None]] = []
    letters: list[str] = []  # what stands before the next reading with phonemes
    at = start
    for reading in readings:
        letters.append(_cleaned(sentence[at : reading.start]))
        at = max(at, reading.end)
        if not reading.phonemes:
            letters.append(_cleaned(reading.said))
            continue
        opening = _add_words(words, _joined(letters))
        parts, sounds = _cleaned(reading.said).split(), reading.phonemes.split()
        if len(parts) != len(sounds):  # an entry such as "left_right"
            parts, sounds = ["-".join(parts)], ["||".join(sounds)]
        for written, phonemes in zip(parts, sounds, strict=True):
            words.append((opening + written, phonemes))
            opening = ""
        letters = []
    _add_words(words, _joined([*letters, _cleaned(sentence[at:end])]))
    return words


def _add_words(words: list[tuple[str, str | None]], letters: str) -> str:
    """Append the words of `letters`; returns what opens the next word, or nothing."""
    opening = ""
    for piece in letters.split():
        if _sayable(piece):
            words.append((opening + (piece.lstrip("-") if words and words[-1][1] else piece), None))
            opening = ""
        elif words and piece[0] in _CLOSING:
            words[-1] = (words[-1][0] + piece, words[-1][1])
        else:
            opening = piece
    return opening


def _joined(pieces: Sequence[str]) -> str:
    """One string, with a space where letters or digits would touch: "p." and "34"."""
    joined: list[str] = []
    for piece in filter(None, pieces):
        apart = joined and joined[-1][-1].isalnum() and piece[0].isalnum()
        joined += [" ", piece] if apart else [piece]
    return "".join(joined)


def _with_pause(word: SpokenWord, token: str) -> SpokenWord:
    """A dash or dots that stand alone say nothing, but part what stands around them."""
    closing = "".join(character for character in token[:_LONGEST] if character in _CLOSING)
    mark = closing if token.strip("-") else "—"
    return replace(word, text=word.text + mark[:3]) if word.text[-1].isalnum() else word


def _bounded(word: str) -> Iterator[str]:
    """A word in pieces that espeak-ng survives."""
    longest = _LONGEST_OF_LETTERS if word.isalpha() else _LONGEST
    for start in range(0, len(word), longest):
        piece = word[start : start + longest]
        if len(word) > longest:
            piece = piece.strip(".")  # many "a.a." in a row, each with its last dot, crash it as well
        if _sayable(piece):
            yield piece


def _cleaned(text: str) -> str:
    """The text as an engine may see it: composed, without what is silent or not to be printed."""
    if text.isalpha() and text.isascii():
        return text
    said = _ORNAMENT.sub("", text.translate(_CHARACTERS))
    said = _LONG_PUNCTUATION.sub(r"\1\1\1", said)
    # In steps, because composing takes quadratic time where one letter has thousands of accents.
    return "".join(unicodedata.normalize("NFC", said[at : at + 200]) for at in range(0, len(said), 200))


def _sayable(text: str) -> bool:
    """Whether there is something with a spoken name: a letter, a digit, a symbol."""
    return any(
        character.isalnum() or character in _NAMED_PUNCTUATION or unicodedata.category(character) in ("Sm", "Sc", "So")
        for character in text
    )

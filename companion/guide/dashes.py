"""Dialogue behind dashes, as Spanish, French and others write it: —Pesa mucho —dice él—. Parece una piedra."""

import re
from collections.abc import Iterator
from functools import cache

from companion.guide.model import Span
from companion.guide.nameless import nameless
from companion.guide.speechverbs import primary, tongue

# Languages whose books let people talk behind a dash at the beginning of a line.
LANGUAGES = frozenset("es fr pt it ca gl eu ro pl cs sk ru uk bg el tr sv da nb no fi hu".split())

_BEGINS = r"(?:[¿¡«“\"…]\s?)*[^\W_]"
# At the beginning of a line, or behind a sentence and before a capital.
_OPENING = re.compile(rf"(?:(?:\A|\n)\s*|(?<=[.!?…»”])\s+)(?P<dash>[—–])\s?(?P<word>{_BEGINS})")
# The narrator's clause within: —Sí —dice Ana—. Ya voy.
_INCISE = re.compile(r"\s+[—–]\s?(?=[^\W\d_])|(?<=[.!?…])[—–](?=[^\W\d_])")
_SPEAKS_ON = re.compile(r"(?<=\S)[—–][.,;:]*(?:\s+|\Z)")
_SENTENCE_END = re.compile(r"[.!?…]\s")
_LATE = re.compile(r"(?P<stop>[,.])\s+")
_TRAILING = " \t\r\n\u00a0\u202f"


def dialogue(text: str, language: str) -> tuple[Span, ...]:
    """What is said behind dashes in one block, in order: one span for each run between the narrator's clauses.

    The dash that opens a speech belongs to its first run. Nothing in languages that only use quotation marks. Never
    fails; takes time in proportion to the text.
    """
    if primary(language) not in LANGUAGES or not ("—" in text or "–" in text):
        return ()
    openings = [match for match in _OPENING.finditer(text) if _begins_line(match) or _begins_sentence(match["word"])]
    found: list[Span] = []
    for number, match in enumerate(openings):
        end = openings[number + 1].start("dash") if number + 1 < len(openings) else len(text)
        line = text.find("\n", match.end(), end)
        found += _runs(text, match.start("dash"), end if line < 0 else line, _unmarked(language))
    return tuple(span for span in (_trimmed(text, one) for one in found) if len(span))


def _begins_line(opening: re.Match[str]) -> bool:
    return opening.start() == 0 or "\n" in opening[0]


def _begins_sentence(word: str) -> bool:
    return word[0] in "¿¡" or word[-1].isupper() or word[-1].isdigit()


def _runs(text: str, start: int, end: int, unmarked: re.Pattern[str]) -> Iterator[Span]:
    """The runs of the speech that begins at `start`, and ends before `end` at the latest."""
    at = start + 1
    incise = _INCISE.search(text, at, end)
    while True:
        if incise is not None and incise.start() < at:
            incise = _INCISE.search(text, at, end)
        said = unmarked.search(text, at, incise.start() if incise else end)
        if said:
            yield Span(start, said.start("gap"))
            on = _LATE.search(text, said.end(), end)
            if on is None or on["stop"] != ",":
                return
            start = at = on.end()
            continue
        if incise is None:
            yield Span(start, end)
            return
        yield Span(start, incise.start())
        on = _SPEAKS_ON.search(text, incise.end(), end)
        if on is None:
            return
        start = at = on.end()


@cache
def _unmarked(language: str) -> re.Pattern[str]:
    """The narrator's clause that no dash marks: — Oui, dit Anne."""
    spoken, somebody = tongue(language), nameless(primary(language))
    pronoun = "|".join(spoken.pronouns)
    if not spoken.inverts:
        return re.compile("(?!)(?P<gap>)")
    return re.compile(
        rf"[,!?…](?P<gap>\s)(?={spoken.lead}{spoken.verb}{spoken.join}{spoken.title}(?:(?:{pronoun})\b|[^\W\d_a-z]|{somebody.subject}))"
    )


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return Span(start, end) if any(character.isalnum() for character in text[start:end]) else Span(start, start)

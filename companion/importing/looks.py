"""What a line looks like: a heading, an item of a list, a page number, an ornament."""

import re
from collections.abc import Sequence
from dataclasses import replace

from companion.guide.letterwords import SALUTATION
from companion.guide.model import Kind
from companion.importing.document import Piece

_LONGEST_HEADING = 80  # characters
_MOST_WORDS = 12  # of a heading
_NUMBERED = re.compile(
    r"(?:chapters?|part|act|scene|book|section|canto|stanza|volume|lesson|unit|week|day|episode|letter"
    r"|kapitel|teil|akt|szene|buch|abschnitt|chapitre|partie|acte|scène|livre|capítulo|parte|acto|escena|libro)"
    r"\s+(?:\d+|[ivxlcdm]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
# What study guides call their parts, where a line says nothing else; headings.toml says what each of them means.
_KNOWN = re.compile(
    r"(?:(?:plot|brief|short|full|detailed|chapter|book|story)\s+)?"
    r"(?:summary|synopsis|overview|analysis|commentary|interpretation|discussion|themes?|notes|introduction|context"
    r"|background|characters|symbols|motifs|conclusion|what happens|questions|quotes|quotations"
    r"|summary (?:and|&) analysis"
    r"|zusammenfassung|inhalt|inhaltsangabe|analyse|deutung|interpretation|themen|résumé|commentaire|thèmes"
    r"|resumen|análisis|comentario|temas)\s*[:.?]?",
    re.IGNORECASE,
)
_ENDS = re.compile(r"""[.!?,;:…—–-]["'”’»)\]]*\Z""")
_SAID = re.compile(r"""[.!?…:]["'”’»“)\]*_]*\Z""")
_ITEM = re.compile(
    r"(?P<bullet>[•◦▪‣●○·*+-])[ \t]+(?=\S)"
    r"|(?P<number>\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])[ \t]+(?=\S)",
)
_PAGE = re.compile(
    r"(?:[-–—~\[(|]\s*)?(?:page|p\.|pg\.|seite|página|pág\.)?\s*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von|de|sur)\s*\d{1,4})?"
    r"(?:\s*[-–—~\])|])?",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,4}|[ivxlc]{1,7}", re.IGNORECASE)
_ORNAMENT = re.compile(r"[\W_]+")
_MONTHS = (
    r"(?:jan(?:uar|uary|vier)?|feb(?:ruary|ruar)?|febrero|février|march|märz|marzo|mars|apr(?:il)?|abril|avril|may|mai|mayo|june?"
    r"|juni|junio|juin|july?|juli|julio|juillet|aug(?:ust)?|agosto|août|sept?(?:ember|tembre|iembre)?|oct(?:ober|obre)?|oktober"
    r"|nov(?:ember|embre|iembre)?|de[cz](?:ember)?|diciembre|décembre|enero)\b"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?{_MONTHS}|{_MONTHS}\.?\s+(?:the\s+)?\d{{1,2}}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
_VALEDICTION = re.compile(r",\s*\Z")


def heading(text: str) -> bool:
    """Whether a line that stands alone looks like a heading: short, begun like one, and not ended like a sentence."""
    if "\n" in text or len(text) > _LONGEST_HEADING or not any(character.isalpha() for character in text):
        return bool(re.fullmatch(r"\d{1,3}\.?", text))
    if known(text):
        return True
    words = text.split()
    first = next(character for character in text if character.isalnum())
    return (
        len(words) <= _MOST_WORDS
        and (first.isupper() or first.isdigit() or not first.islower())
        and not _ENDS.search(text)
        and not text.startswith(("“", '"', "«", "„", "‘", "—", "–", "- "))
    )


def known(text: str) -> bool:
    """Whether a line says of itself that it is a heading: "Chapter 3", "Summary"."""
    return bool(
        _KNOWN.fullmatch(text.strip())
        or (
            (found := _NUMBERED.match(text))
            and (len(text) <= found.end() + 1 or not _SAID.search(text))
            and len(text) <= 80
        )
    )


def numbered(text: str) -> bool:
    return bool(_NUMBERED.match(text))


def capitals(text: str) -> bool:
    """Whether a line is a heading because it is set in capitals."""
    letters = [character for character in text if character.isalpha()]
    return (
        len(letters) > 2
        and len(text) <= _LONGEST_HEADING
        and text.upper() == text
        and text.lower() != text
        and not _ENDS.search(text.rstrip(":"))
        and text[0] not in "“\"'‘«"
    )


def item(text: str) -> tuple[str, int] | None:
    """The number of an item ("" for a bullet) and where its text begins; None for what is no item."""
    found = _ITEM.match(text)
    return None if found is None else (found["number"] or "", found.end())


def page_number(text: str, bare: bool = True) -> bool:
    """Whether a line is a page's number; `bare`: even when it is nothing but digits."""
    return bool(_PAGE.fullmatch(text.strip())) and (bare or not _BARE.fullmatch(text.strip()))


def ornament(text: str) -> bool:
    """Whether a line has nothing that can be said: "* * *"."""
    return bool(_ORNAMENT.fullmatch(text))


def said(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return bool(_SAID.search(text))


def with_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, and where none of them is a heading, those that look like one made so.

    Many people set "Summary" in bold, or leave it a paragraph, and never open the list of styles.
    """
    if any(piece.kind is Kind.HEADING for piece in pieces[1:]):
        return list(pieces)
    found = list(pieces)
    for index, piece in enumerate(pieces):
        if piece.kind is not Kind.PARAGRAPH or index == len(pieces) - 1 or piece.marks:
            continue
        before = pieces[index - 1].text if index else ""
        bold = any(style.name == "strong" and len(style.span) == len(piece.text) for style in piece.styles)
        if dateline(piece.text, pieces[index + 1].text):
            continue
        if (heading(piece.text) and follows(before)) or (
            bold and len(piece.text) <= _LONGEST_HEADING and not said(piece.text)
        ):
            found[index] = replace(piece, kind=Kind.HEADING, level=1 if index == 0 else 2, styles=())
    headings = sum(piece.kind is Kind.HEADING for piece in found)
    return found if headings * 2 <= len(found) else list(pieces)  # a list of short lines has no headings


def follows(before: str) -> bool:
    """Whether a heading can stand behind this text: a name behind "Love," is a signature."""
    return not _VALEDICTION.search(before)


def dateline(text: str, behind: str) -> bool:
    """Whether a line is the date above a letter's salutation: it is written by whoever writes the letter."""
    return dated(text) and bool(SALUTATION.match(behind))


def dated(text: str) -> bool:
    return bool(_DATE.search(text))


def ends(text: str) -> bool:
    """Whether a line ends as a sentence or a part of one does."""
    return bool(_ENDS.search(text))

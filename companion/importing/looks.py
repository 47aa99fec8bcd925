"""What a line looks like: a heading, an item of a list, a page number, an ornament."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from companion.guide.letterwords import CLOSING_ALONE, SALUTATION, SIGNED_ALONE, VALEDICTION
from companion.guide.model import Kind
from companion.importing.document import Piece

_LONGEST_HEADING = 80  # characters
_MOST_WORDS = 12  # of a heading
_LIST = 3  # short lines in a row: no longer headings
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
_CLOSES = r"""["'“”‘’«»‹›)\]]"""  # German closes with marks that open elsewhere; French sets a space before
_ENDS = re.compile(rf"[.!?,;:…—–-](?:[\s\u202f]?{_CLOSES})*\Z")
_SAID = re.compile(rf"[.!?…:](?:[\s\u202f]?(?:{_CLOSES}|[*_]))*\Z")
_OPENS = ("“", '"', "«", "»", "„", "‚", "‘", "‹", "›", "—", "–", "- ")
_SPEECH = re.compile(r"""[:,]\s*["'“„‟«»‹›‘‚].*["'“”‘’«»‹›]\Z""")  # Elle dit : « Non »
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
_TITLE_WORDS = re.compile(r"(?:The|An?|Der|Die|Das|Le|La|Les|El|Los|Las)\s", re.IGNORECASE)
_FORM = re.compile(r"_{3,}|(?:_ ){3,}|\.{6,}|…{3,}|(?:name|nom|nombre)\s*:\s*\Z", re.IGNORECASE)
_LETTER = 12  # paragraphs: no longer letter is looked for above a signature
_SIGNATURE = 60  # characters at most, so of a salutation


def heading(text: str) -> bool:
    """Whether a line that stands alone looks like a heading: short, begun like one, and not ended like a sentence."""
    if "\n" in text or len(text) > _LONGEST_HEADING or not any(character.isalpha() for character in text):
        return bool(re.fullmatch(r"\d{1,3}\.?", text))
    if known(text):
        return True
    if form(text):
        return False
    words = text.split()
    first = next(character for character in text if character.isalnum())
    return (
        len(words) <= _MOST_WORDS
        and (first.isupper() or first.isdigit() or not first.islower())
        and not _ENDS.search(text)
        and not _SPEECH.search(text)
        and not text.startswith(_OPENS)
    )


def form(text: str) -> bool:
    """Whether a line is there to be filled in: "Name: ______ Date: ______"."""
    return bool(_FORM.search(text))


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
        and not text.startswith((*_OPENS, "'"))
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
    texts = [piece.text for piece in pieces]
    plain: set[int] = set()  # places of those that only look like one
    for index, piece in enumerate(pieces):
        if piece.kind is not Kind.PARAGRAPH or index == len(pieces) - 1 or piece.marks:
            continue
        behind = pieces[index + 1]
        if dateline(piece.text, behind.text):
            continue
        asks = piece.text.endswith("?") and not _bold(behind) and not behind.text.endswith("?")
        short = len(piece.text) <= _LONGEST_HEADING
        bold = _bold(piece) and short and (not said(piece.text) or (asks and not piece.text.startswith(_OPENS)))
        if bold or (heading(piece.text) and follows(texts, index)):
            found[index] = replace(piece, kind=Kind.HEADING, level=1 if all(map(form, texts[:index])) else 2, styles=())
            if not bold and not known(piece.text):
                plain.add(index)
    for index in listed(plain):
        found[index] = pieces[index]
    headings = sum(piece.kind is Kind.HEADING for piece in found)
    return found if headings * 2 <= len(found) else list(pieces)  # a list of short lines has no headings


def listed(places: Set[int]) -> set[int]:
    """Those of the places of heading-like lines that are a list: three or more in a row, not at a text's start."""
    found: set[int] = set()
    run: list[int] = []
    for place in [*sorted(places), -1]:
        if run and place != run[-1] + 1:
            found.update(run if len(run) >= _LIST and run[0] > 0 else ())
            run = []
        run.append(place)
    return found


def follows(texts: Sequence[str], index: int) -> bool:
    """Whether a heading can stand there: a name behind "Love," is a signature, so is one that ends an open letter."""
    before = texts[index - 1] if index else ""
    if _VALEDICTION.search(before) or (len(before.split()) > 1 and CLOSING_ALONE.match(before)):
        return False
    return not _signs(texts, index)


def _signs(texts: Sequence[str], index: int) -> bool:
    """Whether a line is the name below a letter that was begun above it and has not been signed yet."""
    text = texts[index]
    closes = CLOSING_ALONE.match(text) is not None  # Your mother
    if len(text) > _SIGNATURE or known(text) or not (closes or SIGNED_ALONE.match(text)):
        return False
    if _TITLE_WORDS.match(text) and "," not in text:  # "The Rope": nobody is called so
        return False
    for place in range(index - 1, max(-1, index - _LETTER), -1):
        above = texts[place]
        short = len(above) <= _SIGNATURE
        if short and SALUTATION.match(above) and above.rstrip().endswith((",", ":", "!")):
            return place < index - 1
        if known(above) or (short and SIGNED_ALONE.match(above)) or VALEDICTION.search(above[-200:]):
            return False
    return False


def _bold(piece: Piece) -> bool:
    return any(style.name == "strong" and len(style.span) == len(piece.text) for style in piece.styles)


def dateline(text: str, behind: str) -> bool:
    """Whether a line is the date above a letter's salutation: it is written by whoever writes the letter."""
    return dated(text) and bool(SALUTATION.match(behind))


def dated(text: str) -> bool:
    return bool(_DATE.search(text))


def ends(text: str) -> bool:
    """Whether a line ends as a sentence or a part of one does."""
    return bool(_ENDS.search(text))

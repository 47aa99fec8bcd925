"""Headings that are not marked as headings: lines of their own, bold lines, words at a paragraph's start."""

from collections.abc import Sequence
from dataclasses import replace

from companion.guide.model import Kind, Span, Style
from companion.importing import headings
from companion.importing.document import Piece
from companion.importing.headings import Sense

SHORT = 12  # words of a line that may be a title
LINE = 100  # characters of it
ENDS = (".", "!", "?", "…", ",", ";", "“", "”", '"', "«", "»", ":")
_SPEECH = ("“", '"', "«", "»", "„", "‘", "—", "–")
_DEEPEST = 6


def promoted(pieces: Sequence[Piece]) -> list[Piece]:
    """Paragraphs that are headings by what they say, and headings at a paragraph's start, made headings."""
    found: list[Piece] = []
    below = 1  # the level that a heading found here gets: below the last one that the document itself marks
    for index, piece in enumerate(pieces):
        behind = pieces[index + 1] if index + 1 < len(pieces) else None
        if piece.kind is Kind.HEADING:
            level = max(1, min(piece.level, _DEEPEST))
            known = headings.exact(piece.text)
            found.append(
                replace(piece, text=piece.text if known is Sense.NOTHING else cleaned(piece.text), level=level)
            )
            below = level if known in (Sense.TEXT, Sense.NOTES) else min(level + 1, _DEEPEST)  # or beside it
        elif _is_heading(piece, behind):
            text = f"{piece.number} {piece.text}" if piece.number else piece.text
            found.append(Piece(Kind.HEADING, cleaned(text), below, marks=_within(piece, len(cleaned(text)))))
        elif (parts := _run_in(piece)) is not None:
            head, rest = parts
            found += (Piece(Kind.HEADING, cleaned(head), below), rest)
        else:
            found.append(piece)
    return found


def _within(piece: Piece, length: int) -> tuple[tuple[int, str], ...]:
    return tuple((min(at, length), key) for at, key in piece.marks) if not piece.number else ()


def _is_heading(piece: Piece, behind: Piece | None) -> bool:
    text = piece.text.strip()
    if "\n" in text or len(text) > LINE or len(text.split()) > SHORT:
        return False
    if piece.kind is Kind.ITEM:  # "1. Summary", and no list
        listed = behind is not None and behind.kind is Kind.ITEM
        return not listed and bool(piece.number) and headings.exact(text) not in (Sense.NOTHING, Sense.UNIT)
    if piece.kind is not Kind.PARAGRAPH:
        return False
    if headings.exact(text) is not Sense.NOTHING:
        return True
    body = behind is not None and behind.kind in (Kind.PARAGRAPH, Kind.QUOTE, Kind.ITEM) and not _bold(behind)
    if text.endswith("?") and body and behind is not None and not behind.text.endswith("?"):
        if _bold(piece):
            return not text.startswith(_SPEECH)
        return headings.asks(text) and len(behind.text) > LINE  # else it may be one of many questions
    if text.endswith(ENDS) and not text.endswith(":"):
        return False
    sense = headings.sense(text)
    titled = all(word[0].isupper() or not word[0].isalpha() for word in text.split() if len(word) > 4)
    if sense is not Sense.NOTHING and (titled or _starts_known(text)) and not text.endswith(":"):
        return True
    return _bold(piece) and body and not text.endswith(":")


def _starts_known(text: str) -> bool:
    """ "Resumen del capítulo dos", "What happens in the film": the first words say it, and case says nothing."""
    words = text.split()
    begun = (" ".join(words[:count]) for count in range(1, 3))
    return len(words) <= 8 and any(headings.exact(start) in (Sense.TEXT, Sense.NOTES) for start in begun)


def _bold(piece: Piece) -> bool:
    """The whole paragraph is strong."""
    return any(style.name == "strong" and len(style.span.of(piece.text).strip()) >= len(piece.text.strip()) - 1
               for style in piece.styles)  # fmt: skip


def cleaned(text: str) -> str:
    """A heading without the colon behind it and the ornaments of plain text around it."""
    clean = text.strip().strip("*_=#~ ").rstrip(": ")
    return clean or text


def _run_in(piece: Piece) -> tuple[str, Piece] | None:
    if piece.kind is not Kind.PARAGRAPH:
        return None
    text = piece.text
    found = headings.run_in(text)
    if found is None:
        bold = next((one.span for one in piece.styles if one.name == "strong" and not one.span.start), None)
        if bold is None or bold.end >= len(text) - 1:
            return None
        behind = text[bold.end :]
        start = bold.end + len(behind) - len(behind.lstrip(" :.—–-"))
        marked = text[bold.start : start].rstrip() != text[bold.start : bold.end].rstrip(" :.—–-")
        if not marked or headings.exact(bold.of(text)) in (Sense.NOTHING, Sense.UNIT) or start >= len(text):
            return None
        found = (len(bold.of(text).rstrip(" :.—–-")), start)
    end, start = found
    styles = tuple(
        Style(Span(max(one.span.start - start, 0), one.span.end - start), one.name)
        for one in piece.styles
        if one.span.end > start
    )
    marks = tuple((max(at - start, 0), key) for at, key in piece.marks)
    return text[:end], replace(piece, text=text[start:], styles=styles, marks=marks)

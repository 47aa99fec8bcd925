"""Footnotes of plain text: a mark such as [1] or ¹, and a paragraph further down that begins with the same mark."""

import re
from collections.abc import Sequence
from dataclasses import replace

from companion.guide.model import Kind, Span, Style
from companion.importing.document import Piece
from companion.importing.gathering import Ledger

_MARK = re.compile(r"\[(\d{1,3}|\*{1,3}|[†‡§])\]|([¹²³⁰⁴-⁹]{1,3})")
_NOTES = re.compile(r"(?:foot|end)?notes?:?|fußnoten:?|anmerkungen:?|notas:?|notes de bas de page:?", re.IGNORECASE)


def with_footnotes(pieces: Sequence[Piece], ledger: Ledger) -> tuple[list[Piece], dict[str, tuple[Piece, ...]]]:
    """The pieces without the footnotes' own, marked where the marks stood; and the footnotes."""
    bodies: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        found = _MARK.match(piece.text)
        if found and index and piece.kind in (Kind.PARAGRAPH, Kind.QUOTE) and found.end() < len(piece.text):
            bodies.setdefault(found[0], index)
    marked = {
        found[0]
        for index, piece in enumerate(pieces)
        for found in _MARK.finditer(piece.text)
        if found.start() and index < bodies.get(found[0], 0)
    }
    bodies = {mark: index for mark, index in bodies.items() if mark in marked}
    if not bodies:
        return list(pieces), {}
    footnotes: dict[str, tuple[Piece, ...]] = {}
    for mark, index in bodies.items():
        ledger.leave("footnote mark", mark)
        body = pieces[index]
        footnotes[_key(mark)] = (replace(without(body, [Span(0, len(mark))]), kind=Kind.PARAGRAPH),)
    kept: list[Piece] = []
    places = set(bodies.values())
    for index, piece in enumerate(pieces):
        if index in places:
            continue
        if piece.kind is Kind.HEADING and _NOTES.fullmatch(piece.text) and index + 1 in places:
            ledger.leave("heading of the footnotes", piece.text)
            continue
        marks = [found for found in _MARK.finditer(piece.text) if index < bodies.get(found[0], 0)]
        if sum(len(found[0]) for found in marks) == len("".join(piece.text.split())):
            marks = []  # nothing but marks: no mark stands at anything
        for found in marks:
            ledger.leave("footnote mark", found[0])
        kept.append(without(piece, [Span(*found.span()) for found in marks], [_key(found[0]) for found in marks]))
    return kept, footnotes


def _key(mark: str) -> str:
    return mark.strip("[]").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))


def without(piece: Piece, spans: Sequence[Span], notes: Sequence[str] = ()) -> Piece:
    """A piece without some stretches of its text; where `notes` has a key for each, it is marked there."""
    if not spans:
        return piece
    parts: list[str] = []
    marks: list[tuple[int, str]] = []
    moved: list[tuple[int, int]] = []  # up to here in the old text, so many characters are gone
    at = gone = 0
    for number, span in enumerate(spans):
        parts.append(piece.text[at : span.start])
        end = span.end
        if span.start == 0 or (piece.text[span.start - 1].isspace() and piece.text[end : end + 1].isspace()):
            while piece.text[end : end + 1].isspace():
                end += 1
        if number < len(notes):
            marks.append((span.start - gone, notes[number]))
        gone += end - span.start
        moved.append((end, gone))
        at = end
    parts.append(piece.text[at:])
    text = "".join(parts).rstrip()

    def place(old: int) -> int:
        return min(len(text), old - max((lost for end, lost in moved if end <= old), default=0))

    styles = (Style(Span(place(s.span.start), place(s.span.end)), s.name) for s in piece.styles)
    kept = tuple(style for style in styles if len(style.span) > 0)
    old = [(place(where), note) for where, note in piece.marks]
    return replace(
        piece, text=text, styles=kept, marks=tuple(sorted([*old, *((min(w, len(text)), n) for w, n in marks)]))
    )

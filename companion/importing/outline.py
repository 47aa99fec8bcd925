"""A document's outline: its title, and its sections with what each is for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from companion.guide.model import Kind, Role
from companion.importing import headings, looks
from companion.importing.document import Document, Format, LeftOut, Piece
from companion.importing.headings import Sense
from companion.importing.promoting import ENDS, LINE, SHORT, cleaned, promoted

_LEADING = 3  # title, subtitle, author
_LESSON = re.compile(
    r"[–—|·,-]\s*(?:period|grade|year|class|klasse|classe|clase|curso)\s+\d{1,2}[a-z]?\s*\Z", re.IGNORECASE
)  # Ms. Quill – English – Period 3
_BLANK, _RULED = re.compile(r"[\s_.…]+"), re.compile(r"_{3}|\.{6}|…{3}")
_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){1,3}")
_WRITES = re.compile(
    r"\b(?:wrote|published|writer|novelist|playwright|author|poet|escribió|publicó|escritora?|écrit|publié|écrivaine?|schrieb"
    r"|veröffentlichte|schriftstellerin?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the pieces below it."""

    title: str  # empty where the text begins without a heading
    level: int  # of the heading, 1-6; 0 without one
    role: Role
    said: bool  # the heading says the role, or it is not the one that stands to reason
    pieces: tuple[Piece, ...]  # without the heading
    heading: Piece | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What a document is called, and how it is divided."""

    title: str
    subtitle: str
    author: str
    sections: tuple[Section, ...]


def outline(document: Document, fallback_title: str = "") -> Outline:
    """The outline of a document. Every piece with words is in it once: in a section, or in the title matter; but for
    what `above_title` and `blanks` give.
    """
    above, pieces = _divided(document)
    pieces = _apart(pieces[above:])
    leading = _leading(pieces)
    title, subtitle, author = _titles(pieces, leading, document)
    if not title and pieces and pieces[0].kind is Kind.HEADING and headings.exact(pieces[0].text) is Sense.NOTHING:
        known = headings.sense(pieces[0].text)  # "The Lamp: A Summary" is a section, and names the whole
        title = pieces[0].text if known in (Sense.TEXT, Sense.NOTES, Sense.BOTH) else ""
    return Outline(title or fallback_title, subtitle, author, tuple(_sections(pieces[leading:])))


def above_title(document: Document) -> tuple[LeftOut, ...]:
    """What pupils fill in above the title, "Name: ____", or whose lesson it is: no part of the outline."""
    above, pieces = _divided(document)
    return _forms(pieces[:above])


def blanks(document: Document) -> tuple[LeftOut, ...]:
    """The lines for pupils to write on: no part of the outline."""
    return _forms(filter(_blank, document.pieces))


def _forms(pieces: Iterable[Piece]) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut("form to fill in", " ".join(piece.text.split())[:80], len("".join(piece.text.split())))
        for piece in pieces
    )


def _divided(document: Document) -> tuple[int, list[Piece]]:
    """The pieces with words, and how many of them stand above the title and do not belong to the text."""
    pieces = promoted([piece for piece in document.pieces if piece.text.strip() and not _blank(piece)])
    if all(piece.kind is Kind.HEADING for piece in pieces):  # nothing would be read: its headings are its text
        pieces = [replace(piece, kind=Kind.PARAGRAPH, level=0) for piece in pieces]
    forms = next((at for at, piece in enumerate(pieces[:_LEADING]) if not _above_title(piece.text)), 0)
    return (forms if _leading(pieces[forms:]) else 0), pieces


def _blank(piece: Piece) -> bool:
    """Whether a piece is a line to write on, and nothing else."""
    written = piece.kind is Kind.CODE or piece.marks or not _BLANK.fullmatch(piece.text)
    return not written and _RULED.search(piece.text) is not None


# the title


def _above_title(text: str) -> bool:
    """What pupils fill in, or whose lesson it is."""
    return len(text) <= LINE and (looks.form(text) or _LESSON.search(text) is not None)


def _apart(pieces: list[Piece]) -> list[Piece]:
    """Title and author on two lines of one paragraph, made two: only where both are title matter."""
    if not pieces or pieces[0].kind is not Kind.PARAGRAPH or "\n" not in pieces[0].text or pieces[0].marks:
        return pieces
    lines = [Piece(Kind.PARAGRAPH, line.strip()) for line in pieces[0].text.split("\n") if line.strip()]
    apart = [*lines, *pieces[1:]]
    return apart if len(lines) <= _LEADING and _leading(apart) == len(lines) else pieces


def _leading(pieces: Sequence[Piece]) -> int:
    """How many pieces at the start are title matter: never so many that nothing is left to read."""
    count = 0
    while count < min(_LEADING, len(pieces)) and _titular(pieces, count):
        count += 1
    rest = pieces[count:]
    return count if any(piece.kind is not Kind.HEADING for piece in rest) else 0


def _titular(pieces: Sequence[Piece], index: int) -> bool:
    piece, rest = pieces[index], pieces[index + 1 :]
    if not rest or piece.marks:
        return False
    if piece.kind is Kind.PARAGRAPH:
        return _title_line(pieces, index)
    if piece.kind is not Kind.HEADING:
        return False
    sense = headings.sense(piece.text)
    later = [(other, headings.sense(other.text)) for other in rest if other.kind is Kind.HEADING]
    beside = [known for other, known in later if other.level <= piece.level]
    if sense is Sense.NOTES and index and rest[0].kind is Kind.HEADING and rest[0].level <= piece.level:
        # "Study notes" below the title, and no notes below it: the whole is called so
        return headings.sense(rest[0].text) in (Sense.TEXT, Sense.BOTH, Sense.UNIT)
    if sense in (Sense.TEXT, Sense.NOTES):
        return False
    if sense is Sense.BOTH:  # a title where the two have sections of their own
        own = _next_sense(pieces, index) in (Sense.TEXT, Sense.NOTES)
        return own and not {Sense.BOTH, Sense.UNIT} & {known for _, known in later}
    if sense is Sense.UNIT and not index and _only_main(piece, later):
        return True
    if sense is Sense.UNIT:
        return rest[0].kind is Kind.HEADING and not {Sense.UNIT, Sense.NOTHING} & set(beside)
    if index and _is_subtitle(piece, rest):
        return True
    if rest[0].kind is Kind.HEADING and rest[0].level <= piece.level:
        known = headings.sense(
            rest[0].text
        )  # nothing stands below it: a title, unless it is the first of many chapters
        return known in (Sense.UNIT, Sense.NOTHING) or not {Sense.UNIT, Sense.NOTHING} & set(beside)
    if index and beside and rest[0].kind is not Kind.HEADING and not _looks_like_title(rest[0]):
        return False  # a text stands below it, and below others of its level: they are sections
    if index == 0 and _stands_apart(piece, rest, beside):
        return True
    return not {Sense.UNIT, Sense.NOTHING} & set(beside)


def _only_main(piece: Piece, later: Sequence[tuple[Piece, Sense]]) -> bool:
    """Whether the first heading stands above all the others, of which none is a unit as well: "Lesson 14: The news"."""
    return bool(later) and all(other.level > piece.level and known is not Sense.UNIT for other, known in later)


def _is_subtitle(piece: Piece, rest: Sequence[Piece]) -> bool:
    """Whether a heading below the title has nothing below it but a writer's name, and none like it has nothing too."""
    if headings.byline(piece.text) or headings.byline(rest[0].text):
        return True
    if rest[0].kind is not Kind.HEADING or rest[0].level > piece.level:
        return False
    return not any(
        one.kind is after.kind is Kind.HEADING
        and one.level == piece.level
        and headings.sense(one.text) is Sense.NOTHING
        for one, after in pairwise(rest)
    )


def _stands_apart(piece: Piece, rest: Sequence[Piece], beside: Sequence[Sense]) -> bool:
    """Whether the first heading is not one of those beside it, though something stands between.

    It has a name and they have numbers, or its writer stands below it, or they are divided and it is not.
    """
    if Sense.NOTHING not in beside or headings.byline(rest[0].text):
        return True
    levels = [other.level for other in rest if other.kind is Kind.HEADING]
    places = [place for place, level in enumerate(levels) if level <= piece.level]
    divided = all(after < len(levels) and levels[after] > piece.level for after in (place + 1 for place in places))
    return len(places) > 1 and places[0] == 0 and divided


def _next_sense(pieces: Sequence[Piece], index: int) -> Sense:
    """What the next heading says, where only lines that may be titles stand between."""
    for piece in pieces[index + 1 : index + _LEADING]:
        if piece.kind is Kind.HEADING:
            return headings.sense(piece.text)
        if not _looks_like_title(piece):
            break
    return Sense.NOTHING


def _looks_like_title(piece: Piece) -> bool:
    text = piece.text.strip()
    if headings.byline(text):
        return piece.kind is Kind.PARAGRAPH
    plain = piece.kind is Kind.PARAGRAPH and "\n" not in text and not text.endswith(ENDS)
    return plain and len(text) <= LINE and len(text.split()) <= SHORT and (text[0].isupper() or text[0].isdigit())


def _title_line(pieces: Sequence[Piece], index: int) -> bool:
    """A short line at the start, before a heading or before a paragraph that is none."""
    if not _looks_like_title(pieces[index]):
        return False
    if index and headings.byline(pieces[index].text):
        return True
    behind = index + 1
    while behind < len(pieces) and _looks_like_title(pieces[behind]):
        behind += 1
    if behind > _LEADING or behind == len(pieces):  # many short lines are a list or a poem
        return False
    if pieces[behind].kind is Kind.HEADING:
        return True
    body = pieces[behind].kind is Kind.PARAGRAPH and len(pieces[behind].text) > LINE
    return body and not (index and pieces[0].kind is Kind.HEADING)


def _titles(pieces: Sequence[Piece], leading: int, document: Document) -> tuple[str, str, str]:
    """Title, subtitle and author, of the lines at the start and of what the file's metadata say."""
    author = _folded(document.author)
    told = _folded(document.title)
    texts: list[str] = []
    for line in (cleaned(" ".join(piece.text.split())) for piece in pieces[:leading]):
        if texts and (name := headings.byline(line) or _written_by(line, pieces[leading:])):
            author = author or name
        elif headings.folded(line) not in {headings.folded(one) for one in texts}:
            texts.append(line)
    if not texts:
        return told, "", author
    generic = headings.exact(texts[0]) in (Sense.UNIT, Sense.BOTH)
    if generic and told and headings.folded(told) != headings.folded(texts[0]):
        texts.insert(0, told)
    first = {headings.folded(told)}  # what the metadata call the title, else the main heading of a page
    if document.format is Format.HTML and first.isdisjoint(map(headings.folded, texts)):
        main = (piece for piece in pieces[:leading] if piece.kind is Kind.HEADING and piece.level == 1)
        first = {headings.folded(piece.text) for piece in main}
    texts.sort(key=lambda text: headings.folded(text) not in first)
    title, *more = texts
    if not more and ": " in title:
        left, _, right = title.partition(": ")
        if headings.sense(left) is Sense.NOTHING and len(left.split()) <= 8 and len(right.split()) >= 2:
            title, more = left, [right]
    return title, ". ".join(more), author


def _written_by(line: str, pieces: Sequence[Piece]) -> str:
    """The line, where it is a name and the text tells that its bearer writes."""
    if not _NAME.fullmatch(line):
        return ""
    named = (found for piece in pieces if (found := piece.text.find(line)) >= 0 and _WRITES.search(piece.text))
    return line if next(named, None) is not None else ""


def _folded(text: str) -> str:
    return " ".join(text.split())


# the sections


@dataclass
class _Open:
    """A section while its pieces are gathered."""

    heading: Piece | None
    role: Role = Role.TEXT
    said: bool = False
    pieces: list[Piece] = field(default_factory=list)

    @property
    def level(self) -> int:
        return self.heading.level if self.heading else 0


def _sections(pieces: Sequence[Piece]) -> list[Section]:
    found: list[_Open] = []
    latest: dict[int, int] = {}  # of each level: the last section that has it
    for index, piece in enumerate(pieces):
        if piece.kind is Kind.HEADING:
            above = _last(found, latest, piece.level - 1)
            found.append(_opened(piece, pieces[index + 1 : index + 2], above, _last(found, latest, piece.level)))
        elif not found:
            found.append(_Open(None))
        latest[found[-1].level] = len(found) - 1
        if piece.kind is not Kind.HEADING:
            found[-1].pieces.append(piece)
    return [
        Section(_folded(one.heading.text) if one.heading else "", one.level, one.role, one.said, tuple(one.pieces),
                one.heading)
        for one in found
    ]  # fmt: skip


def _last(found: Sequence[_Open], latest: Mapping[int, int], deepest: int) -> _Open | None:
    """The last section of that level or a higher one: not looked for among all, as a text may have thousands."""
    indexes = [index for level, index in latest.items() if level <= deepest]
    return found[max(indexes)] if indexes else None


def _opened(heading: Piece, behind: Sequence[Piece], above: _Open | None, beside: _Open | None) -> _Open:
    """The role that a heading gives: what it says, else that of the section beside it, else that of the one above."""
    derived = above.role if above else Role.TEXT
    sense = headings.sense(heading.text)
    match sense:
        case Sense.NOTES:
            role = Role.NOTES
        case Sense.TEXT | Sense.BOTH:
            role = Role.TEXT
        case Sense.UNIT:
            role = derived
        case Sense.NOTHING:
            chapter = any(
                one.kind is Kind.HEADING and headings.sense(one.text) in (Sense.TEXT, Sense.BOTH) for one in behind
            )
            role = beside.role if beside is not None and not chapter else derived
    return _Open(heading, role, said=sense in (Sense.TEXT, Sense.NOTES, Sense.BOTH) or role is not derived)

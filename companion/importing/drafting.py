"""A document drafted as a guide: plain Markdown that says exactly what the document says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from companion.errors import DocumentError
from companion.guide import front, markup
from companion.guide.model import Kind
from companion.guide.strays import strays
from companion.guide.writing import attributes, identifier, unique, written
from companion.importing import languages
from companion.importing.document import Document, Piece
from companion.importing.outline import Outline, Section, outline

_LONGEST = 300  # characters of a title or an author's name: what is longer is no name
_NUMBER = re.compile(r"[0-9]{1,9}[.)]")  # of an item, as Markdown writes it
_COUNTED = re.compile(r"^\W*[0-9]+(?:\.[0-9]+)*[.):]?\s+(?=\D)")  # "1. Summary": the number is no part of an id
_UNWRITABLE = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters, half characters
_UNSAFE = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029]')  # in a TOML string
_INDENT = " " * 4  # of what goes on in a footnote


def draft(document: Document, language: str = "", fallback_title: str = "") -> str:
    """The guide.md of a document; one that is a guide already is returned as it is.

    Every piece becomes a block of the same words: the result has been read back and compared. Raises DocumentError
    when the document holds nothing to read.
    """
    if document.guide:
        return document.guide
    clean = _clean(document)
    plan = outline(clean, _name(fallback_title))
    if not any(section.pieces for section in plan.sections):
        raise DocumentError("there is nothing to read in it; choose a file that holds text")
    texts = (piece.text for section in plan.sections for piece in section.pieces)
    tag = languages.tag(language) or languages.tag(clean.language) or languages.found(texts)
    matter = _front(plan, tag)
    suspects: frozenset[int] = frozenset()
    for plain in (False, False, True):
        drafted = _Draft(plan, clean.footnotes, suspects, plain)
        text = f"{matter}\n{drafted.body()}"
        suspects = _differing(text, drafted.expected)
        if not suspects:
            return text
    raise DocumentError("its text cannot be written as Markdown; save it as plain text and import that")


def _clean(document: Document) -> Document:
    """The document without what no guide can hold: control characters, white space around a piece."""

    def clean(piece: Piece) -> Piece:
        text = piece.text
        if piece.kind is Kind.CODE:
            lines = (_UNWRITABLE.sub("\ufffd", line).rstrip() for line in re.split(r"\r\n?|\n", text.expandtabs(4)))
            return replace(piece, text="\n".join(lines).strip("\n"), styles=(), marks=())
        # One for one where there are styles and marks: their places must stay where they are.
        text = _UNWRITABLE.sub("\ufffd", text.replace("\r", "\n"))
        if piece.kind is Kind.HEADING:
            text = re.sub(r"\s", " ", text)
        start = len(text) - len(text.lstrip())
        text = text.strip()
        if not start and len(text) == len(piece.text):
            return piece if text == piece.text else replace(piece, text=text)
        marks = tuple((min(max(at - start, 0), len(text)), key) for at, key in piece.marks)
        return replace(piece, text=text, marks=marks, styles=())

    footnotes = {
        key: tuple(piece for piece in map(clean, body) if piece.text.strip())
        for key, body in document.footnotes.items()
    }
    pieces = tuple(piece for piece in map(clean, document.pieces) if piece.text.strip())
    return replace(
        document,
        pieces=pieces,
        footnotes={key: body for key, body in footnotes.items() if body},
        title=_name(document.title),
        author=_name(document.author),
    )


def _name(text: str) -> str:
    """A title or a name on one line, of a sensible length."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rsplit(" ", 1)[0] + "…"


def _front(plan: Outline, language: str) -> str:
    values = {"title": plan.title, "subtitle": plan.subtitle, "author": plan.author, "language": language}
    lines = [f'{key} = "{_toml(_name(value))}"' for key, value in values.items() if value]
    return "\n".join(["+++", *lines, "+++", ""])


def _toml(text: str) -> str:
    return _UNSAFE.sub(lambda found: f"\\{found[0]}" if found[0] in '"\\' else f"\\u{ord(found[0]):04x}", text)


def _differing(drafted: str, expected: Sequence[str]) -> frozenset[int]:
    """The numbers of the blocks that would not be read as given; all of them when they are not as many."""
    first, problems = front.read(drafted.split("\n"), "guide.md")
    page, source = markup.page(drafted, first.lines)
    body = [block for block in page.blocks if block.footnote is None]
    found = [*body, *(block for block in page.blocks if block.footnote is not None)]
    if problems or len(found) != len(expected):
        return frozenset(range(len(expected)))
    return frozenset(
        number
        for number, (block, given) in enumerate(zip(found, expected, strict=True))
        if (text := block.content.written()) != given
        or (block.kind is not Kind.CODE and any(strays(text, block.content.source(), source.text)))
    )


@dataclass
class _Draft:
    """A guide's text while it is written."""

    plan: Outline
    footnotes: Mapping[str, Sequence[Piece]]
    suspects: frozenset[int]  # blocks that are written without emphasis and with all their punctuation escaped
    plain: bool  # so is every block, and footnotes are text like any other
    expected: list[str] = field(default_factory=list)  # the text of each block as it will be read, footnotes last
    labels: dict[str, str] = field(default_factory=dict)  # of the footnotes that are marked, by key
    taken: set[str] = field(default_factory=lambda: {"asides"})
    asides: list[str] = field(default_factory=list)

    def body(self) -> str:
        parts: list[str] = []
        ids = self.ids()
        unmarked = self.unmarked()
        last = len(self.plan.sections) - 1
        for number, section in enumerate(self.plan.sections):
            waiting: list[str] = []
            if section.heading is not None:
                parts.append(self.heading(section, section.heading, ids[number], waiting))
            pieces = [*section.pieces, *(unmarked if number == last else ())]
            parts.extend(self.pieces(pieces, waiting))
            parts.extend(self.definition(key) for key in waiting)
        self.expected.extend(self.asides)
        return "\n\n".join(parts) + "\n"

    def unmarked(self) -> list[Piece]:
        """The bodies of footnotes that are marked nowhere: text like any other, so that nothing is lost."""
        headings = (section.heading for section in self.plan.sections if section.heading is not None)
        pieces = [*headings, *(piece for section in self.plan.sections for piece in section.pieces)]
        found = {key for piece in pieces if piece.kind is not Kind.CODE for _, key in piece.marks}
        marked = frozenset() if self.plain else found
        return [
            replace(piece, kind=Kind.PARAGRAPH if piece.kind is Kind.HEADING else piece.kind, marks=())
            for key, body in self.footnotes.items()
            if key not in marked
            for piece in body
        ]

    def ids(self) -> list[str]:
        """An id for each section; one of several of the same name has the name of the section above before its own."""
        own = [identifier(_COUNTED.sub("", section.title), (), "section") for section in self.plan.sections]
        often = Counter(own)
        ids: list[str] = []
        counted: dict[str, int] = {}
        above: list[tuple[int, str]] = []  # level and id
        for section, name in zip(self.plan.sections, own, strict=True):
            while above and above[-1][0] >= section.level:
                above.pop()
            whole = f"{above[-1][1]}-{name}" if often[name] > 1 and above else name
            ids.append(unique(whole, self.taken, counted) if section.heading is not None else "")
            if section.heading is not None:
                self.taken.add(ids[-1])
                above.append((section.level, ids[-1]))
        return ids

    def heading(self, section: Section, heading: Piece, identity: str, waiting: list[str]) -> str:
        pairs = {"id": identity, "role": str(section.role)} if section.said else {"id": identity}
        title = self.words(replace(heading, text=section.title, styles=()), waiting, begins=False)
        return f"{attributes(pairs)}\n{'#' * section.level} {title}"

    def words(self, piece: Piece, waiting: list[str], begins: bool = True) -> str:
        number = len(self.expected)
        self.expected.append(piece.text)
        marks: list[tuple[int, str]] = []
        for at, key in piece.marks:
            if key in self.footnotes and key not in self.labels and not self.plain:
                self.labels[key] = str(len(self.labels) + 1)
                waiting.append(key)
                marks.append((min(at, len(piece.text)), self.labels[key]))
        plain = self.plain or number in self.suspects
        return written(piece.text, () if plain else piece.styles, marks, begins, everything=plain)

    def pieces(self, pieces: Sequence[Piece], waiting: list[str]) -> Iterator[str]:
        """The blocks below a heading, runs of items and of quotations together."""
        run: list[Piece] = []
        for piece in [*pieces, None]:
            if run and (piece is None or piece.kind is not run[0].kind):
                yield self.items(run, waiting) if run[0].kind is Kind.ITEM else self.quotes(run, waiting)
                run = []
            if piece is None:
                break
            if piece.kind in (Kind.ITEM, Kind.QUOTE):
                run.append(piece)
            elif piece.kind is Kind.CODE:
                yield self.code(piece)
            else:
                yield self.words(piece, waiting)

    def items(self, items: Sequence[Piece], waiting: list[str]) -> str:
        lines: list[str] = []
        columns = [0]  # where the content of each level's items begins
        before = ""
        for piece in items:
            level = max(1, min(piece.level, len(columns)))
            del columns[level:]
            number = piece.number.strip()
            ordered = bool(_NUMBER.fullmatch(number))
            mark = number if ordered else "-"
            text = piece if ordered or not number else _prefixed(piece, f"{number} ")
            place = len(self.expected)
            words = self.words(text, waiting)
            if ordered:
                self.expected[place] = f"{number} {piece.text}"
            indent = " " * columns[-1]
            columns.append(columns[-1] + len(mark) + 1)
            shape = f"{level}{mark[-1]}"
            if lines and shape != before:  # a list of another kind or depth would else go on in the one before
                lines.append("")
            before = shape
            lines.append(f"{indent}{mark} " + words.replace("\n", "\n" + " " * columns[-1]))
        return "\n".join(lines)

    def quotes(self, quotes: Sequence[Piece], waiting: list[str]) -> str:
        return "\n>\n".join("> " + self.words(piece, waiting).replace("\n", "\n> ") for piece in quotes)

    def code(self, piece: Piece) -> str:
        lines = piece.text.split("\n")
        self.expected.append("\n".join(line.strip() for line in lines))
        longest = max((len(run) for run in re.findall(r"`+", piece.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{piece.text}\n{fence}"

    def definition(self, key: str) -> str:
        """A footnote's own lines; all of it paragraphs, whatever it was."""
        paragraphs = []
        for piece in self.footnotes[key]:
            text = f"{piece.number} {piece.text}" if piece.number else piece.text
            styles = () if piece.number or self.suspects else piece.styles
            self.asides.append(text)
            paragraphs.append(written(text, styles, everything=bool(self.suspects)).replace("\n", "\n" + _INDENT))
        return f"[^{self.labels[key]}]: " + f"\n\n{_INDENT}".join(paragraphs)


def _prefixed(piece: Piece, prefix: str) -> Piece:
    marks = tuple((at + len(prefix), key) for at, key in piece.marks)
    return replace(piece, text=prefix + piece.text, styles=(), marks=marks)

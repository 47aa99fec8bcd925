"""Text gathered into pieces: white space folded, styles and marks kept in place, what is not read counted."""

import re
import unicodedata
from collections import Counter

from companion.guide.model import Kind, Span, Style
from companion.importing import limits
from companion.importing.document import LeftOut, Piece

_BEGINS = 80  # characters of what is left out that are shown
_MOST_LISTED = 1_000  # stretches that are listed one by one; further ones are added up by their reason
_LONG_LINE = 100  # characters: lines this long on average are paragraphs, whatever breaks them

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164"
    "\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffc\U000e0000-\U000e0fff"
)
_JOINERS = (
    "(?<![\u0600-\U0010ffff])[\u200c\u200d\ufe0f]"  # they shape Persian, Hindi and emoji; elsewhere they only hide
)
_BROKEN = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_STRAY = re.compile(
    f"(?P<bidi>[{_BIDI}])|(?P<control>[{_CONTROLS}])|(?P<invisible>[{_INVISIBLE}]|{_JOINERS})"
    f"|(?P<broken>[{_BROKEN}])|(?P<private>[{_PRIVATE}])"
)
_STRAY_REASONS = {
    "bidi": "bidirectional control",
    "control": "control character",
    "invisible": "invisible character",
    "broken": "half a character",
    "private": "character without a meaning of its own",
}
_MOST_ACCENTS = 30  # on a letter (UAX #15, Stream-Safe Text Format)
_PILE = re.compile(rf"[^\x00-\u02ff\w\s]{{{_MOST_ACCENTS + 1},}}")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")


def lines_alike(text: str) -> str:
    """The text with every line end written "\\n"."""
    return _LINE_ENDS.sub("\n", text)


def weight(text: str) -> int:
    """How many characters there are, white space not counted."""
    return len("".join(text.split()))


class Ledger:
    """What is left out, with its reasons."""

    def __init__(self) -> None:
        self._listed: list[LeftOut] = []
        self._more: dict[str, LeftOut] = {}
        self._strays: Counter[tuple[str, str]] = Counter()

    def leave(self, reason: str, text: str) -> None:
        """Note that `text` is not read."""
        text = self.clean(text)
        count = weight(text)
        if not count:
            return
        begins = " ".join(text[: 8 * _BEGINS].split())[:_BEGINS].rstrip()
        if len(self._listed) < _MOST_LISTED:
            self._listed.append(LeftOut(reason, begins, count))
        else:
            before = self._more.get(reason, LeftOut(reason, begins, 0))
            self._more[reason] = LeftOut(reason, before.text, before.characters + count)

    def clean(self, text: str) -> str:
        """The text without what nobody can see or say, which is noted; accents written one way."""
        if text.isascii() and text.isprintable():
            return text
        text = _PILE.sub(self._pile, _STRAY.sub(self._stray, text))
        return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)

    def _stray(self, found: re.Match[str]) -> str:
        assert found.lastgroup is not None
        self._strays[_STRAY_REASONS[found.lastgroup], f"U+{ord(found[0]):04X}"] += 1
        return ""

    def _pile(self, found: re.Match[str]) -> str:
        """What is no letter, without the accents that nobody could read any more; to order them takes forever."""
        kept: list[str] = []
        piled = 0
        for character in found[0]:
            piled = piled + 1 if unicodedata.combining(character) else 0
            if piled <= _MOST_ACCENTS:
                kept.append(character)
        if gone := len(found[0]) - len(kept):
            self._strays["accent upon accents", "U+0300"] += gone
        return "".join(kept)

    def items(self) -> tuple[LeftOut, ...]:
        """Everything left out: stretches in order, then stray characters, each kind with its count."""
        strays: dict[str, tuple[list[str], int]] = {}
        for (reason, name), count in self._strays.items():
            names, total = strays.get(reason, ([], 0))
            strays[reason] = ([*names, name], total + count)
        return (
            *self._listed,
            *self._more.values(),
            *(LeftOut(reason, " ".join(names)[:_BEGINS], total) for reason, (names, total) in strays.items()),
        )


class Writer:
    """Writes pieces one after another: text flows into the piece that was begun last."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.pieces: list[Piece] = []
        self._kind, self._level, self._number = Kind.PARAGRAPH, 0, ""
        self._parts: list[str] = []
        self._length = 0
        self._space = False  # one is due before the next word
        self._joint = False  # it ends in one, whose space is its own
        self._lines = 0  # line ends due before the next word
        self._open: list[tuple[str, int | None]] = []  # styles, and where each began; None before its first word
        self._styles: list[Style] = []
        self._marks: list[tuple[int, str]] = []
        self._total = 0

    @property
    def empty(self) -> bool:
        """Whether the piece that is being written has no text yet."""
        return not self._length

    @property
    def number(self) -> str:
        """The number of the item that is being written."""
        return self._number

    def begin(self, kind: Kind, level: int = 0, number: str = "") -> None:
        """End the piece before, if it has any text, and begin one of this kind."""
        self.end()
        self._kind, self._level, self._number = kind, level, number

    def text(self, text: str) -> None:
        """Add text, its white space folded."""
        text = self.ledger.clean(text)
        words = text.split()
        if not words:
            self._space |= bool(text) and not self._joint
            return
        if self._lines > 1:
            self.end()
        lead = ""
        if self._length:
            lead = "\n" if self._lines else " " if self._space or (text[0].isspace() and not self._joint) else ""
        self._space, self._lines, self._joint = text[-1].isspace(), 0, False
        if lead:
            self._parts.append(lead)
            self._length += 1
        self._open = [(name, self._length if start is None else start) for name, start in self._open]
        folded = " ".join(words)
        self._parts.append(folded)
        self._length += len(folded)
        self._total += len(folded)
        if self._total > limits.MOST_WORK:
            limits.check_work([" " * self._total])

    def joint(self, text: str) -> None:
        """Add what the document does not say but shows, such as the line between two cells."""
        if self._length:
            self._parts.append(text)
            self._length += len(text)
            self._space, self._joint = False, True

    def line(self) -> None:
        """End a line; two in a row end the piece, and one of the same kind goes on."""
        self._lines += 1
        self._space = False

    def lines(self, text: str) -> None:
        """Add text whose line ends count."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.line()
            self.text(line)
            self._space = False

    def mark(self, note: str) -> None:
        self._marks.append((self._length, note))

    def open(self, style: str) -> None:
        self._open.append((style, None))

    def close(self, style: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == style:
                _, start = self._open.pop(index)
                self._style(style, start)
                return

    def _style(self, style: str, start: int | None) -> None:
        if start is not None and start < self._length:
            self._styles.append(Style(Span(start, self._length), style))

    def end(self) -> None:
        """End the piece, if it has any text. What follows without a `begin` is of the same kind."""
        self._lines, self._space, self._joint = 0, False, False
        if not self._length:
            return  # a mark before any text waits for it
        for style, start in self._open:
            self._style(style, start)
        self._open = [(style, None) for style, _ in self._open]
        text = "".join(self._parts)
        if self._kind is Kind.HEADING:
            text = text.replace("\n", " ")
        styles = tuple(sorted(set(self._styles), key=lambda style: (style.span, style.name)))
        piece = Piece(self._kind, text, self._level, self._number, styles, tuple(self._marks))
        self.pieces.extend(_paragraphs(piece))
        limits.check_pieces(len(self.pieces))
        self._number = ""
        self._parts, self._length, self._styles, self._marks = [], 0, [], []


def _paragraphs(piece: Piece) -> list[Piece]:
    """A piece, or one for each of its lines where they are as long as paragraphs are."""
    lines = piece.text.split("\n")
    if len(lines) == 1 or piece.kind is Kind.CODE or len(piece.text) < _LONG_LINE * len(lines):
        return [piece]
    parts: list[Piece] = []
    at = 0
    for number, line in enumerate(lines):
        parts.append(cut(piece, Span(at, at + len(line)), piece.number if number == 0 else ""))
        at += len(line) + 1
    return [part for part in parts if part.text]


def cut(piece: Piece, span: Span, number: str = "") -> Piece:
    """A part of a piece, with the styles and marks that stand in it."""
    return Piece(
        piece.kind,
        span.of(piece.text),
        piece.level,
        number,
        tuple(
            Style(
                Span(max(style.span.start, span.start) - span.start, min(style.span.end, span.end) - span.start),
                style.name,
            )
            for style in piece.styles
            if style.span.meets(span)
        ),
        tuple(
            (at - span.start, note)
            for at, note in piece.marks
            if span.start <= at <= span.end and (at > span.start or span.start == 0 or at < span.end)
        ),
    )

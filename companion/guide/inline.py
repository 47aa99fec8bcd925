"""The text of one Markdown block: its characters, where each stands in the file, and what is marked in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from companion.guide.model import SourceMap, Span, Style

_STYLES = {"em": "em", "strong": "strong"}


class PositionedState(StateInline):
    """markdown-it's inline state, which also keeps where in the content each of its tokens stands."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> None:
        self.places: list[int] = []  # for each token its position in `src`
        self._pending_at = 0
        super().__init__(src, md, env, outTokens)

    def _noted(self, text: str) -> None:
        if text and not self._pending and not self._pending_buffer:
            self._pending_at = self.pos

    @property
    def pending(self) -> str:
        return super().pending

    @pending.setter
    def pending(self, value: str) -> None:
        self._noted(value)
        StateInline.pending.fset(self, value)  # type: ignore[attr-defined]  # mypy knows no property's setter

    def append_pending(self, text: str) -> None:
        self._noted(text)
        super().append_pending(text)

    def pushPending(self) -> Token:
        self.places.append(self._pending_at)
        return super().pushPending()

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        at = self.pos
        if ttype == "text" and self.places and len(self.tokens) > 1 and self.tokens[-2].type == "text":
            at = max(at, self.places[-1] + 1)  # a run of * or _: one token for each character
        self.places.append(at)
        return token


class PositionedInline(ParserInline):
    """markdown-it's inline parser on positioned states: every token gets its place as meta["at"]."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = PositionedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        for token, at in zip(state.tokens, state.places, strict=True):
            token.meta["at"] = at
        return state.tokens


@dataclass(frozen=True, slots=True)
class Marked:
    """`[words]{#id by=…}`: a stretch of the text and what is said of it."""

    span: Span  # in the block's text
    attributes: dict[str, str]
    offset: int  # in the file, of its first character


@dataclass(frozen=True, slots=True)
class Reference:
    """`[^label]`: a footnote's mark."""

    at: int  # in the block's text
    label: str
    offset: int  # in the file


@dataclass
class Text:
    """What a block's content comes to, built from left to right."""

    offset: Callable[[int], int]  # from a position in the content to an offset in the file
    verse: bool = False  # every line break counts
    pieces: list[str] = field(default_factory=list)
    runs: list[tuple[int, int, int, int]] = field(default_factory=list)
    length: int = 0
    marked: list[Marked] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)

    def written(self) -> str:
        return "".join(self.pieces)

    def source(self) -> SourceMap:
        return SourceMap(tuple(self.runs))

    def plain(self, content: str, at: int) -> None:
        """Add characters that stand in the content one to one from `at`."""
        if "\n" in content:  # markup nested too deep to be read is left as it is, line breaks and all
            self.lines(content, at)
        elif content:
            self.add(content, self.offset(at), len(content))

    def special(self, content: str, at: int, width: int) -> None:
        """Add characters written as one form of `width` characters: an escape, an entity, a line break."""
        if content:
            self.add(content, self.offset(at), width)

    def lines(self, content: str, at: int) -> None:
        """Add characters one to one from `at`, line breaks of the content among them."""
        start = 0
        for end in range(1, len(content) + 1):
            if end == len(content) or self.offset(at + end) != self.offset(at + end - 1) + 1:
                self.add(content[start:end], self.offset(at + start), end - start)
                start = end

    def add(self, content: str, source: int, width: int) -> None:
        """Add characters that are written in the `width` characters of the file from `source`."""
        self.pieces.append(content)
        if self.runs and len(content) == width:
            at, before, length, wide = self.runs[-1]
            if length == wide and before + length == source:
                self.runs[-1] = (at, before, length + width, length + width)
                self.length += width
                return
        self.runs.append((self.length, source, len(content), width))
        self.length += len(content)


def read(content: str, tokens: Sequence[Token], text: Text) -> Text:
    """Add an inline token's characters to `text`, whose `offset` maps a position in `content` to the file."""
    _walk(text, content, tokens, 0)
    return text


def _walk(text: Text, content: str, tokens: Sequence[Token], base: int) -> None:
    opened: list[tuple[Token, int]] = []
    for index, token in enumerate(tokens):
        at = base + int(token.meta["at"])
        match token.type:
            case "text" if index and tokens[index - 1].type == "link_open" and tokens[index - 1].info == "auto":
                _autolink(text, content, token.content, at + 1)
            case "text":
                text.plain(token.content, at)
            case "text_special":
                text.special(token.content, at, len(token.markup))
            case "softbreak" | "hardbreak":
                escaped = content.startswith("\\", at)
                text.special("\n" if token.type == "hardbreak" or text.verse else " ", at + escaped, 1)
            case "code_inline":
                start = text.length
                text.lines(token.content, _code_at(content, token, at))
                text.styles.append(Style(Span(start, text.length), "code"))
            case "html_inline" if not token.content.startswith("<!--"):
                text.lines(token.content, at)
            case "image":
                _walk(text, content, token.children or (), at + 2)
            case "footnote_ref":
                text.references.append(Reference(text.length, str(token.meta["label"]), text.offset(at)))
            case _ if token.nesting == 1:
                opened.append((token, text.length))
            case _ if token.nesting == -1 and opened:
                opening, start = opened.pop()
                _closed(text, opening, Span(start, text.length), base)


def _closed(text: Text, opening: Token, span: Span, base: int) -> None:
    if opening.tag in _STYLES and len(span):
        text.styles.append(Style(span, _STYLES[opening.tag]))
    if opening.type in ("span_open", "link_open"):
        attributes = {key: str(value) for key, value in opening.attrs.items() if key not in ("href", "title")}
        if attributes:
            text.marked.append(Marked(span, attributes, text.offset(base + int(opening.meta["at"]))))


def _autolink(text: Text, content: str, shown: str, at: int) -> None:
    if content.startswith(shown, at):
        text.plain(shown, at)
    else:  # shown decoded: it stands for the whole address
        text.special(shown, at, content.index(">", at) - at)


def _code_at(content: str, token: Token, at: int) -> int:
    """Where code begins between its backticks: one space each side is not part of it (CommonMark 6.1)."""
    start = at + len(token.markup)
    as_written = content[start : start + len(token.content)].replace("\n", " ")
    closed = content.startswith(token.markup, start + len(token.content))
    return start if as_written == token.content and closed else start + 1

"""Markdown -> a document. Its HTML is read as html.py reads it: never run, never shown as tags."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from companion.guide.model import Kind
from companion.importing import html, sidebyside
from companion.importing.document import Document, Format, Piece
from companion.importing.gathering import Ledger, Writer
from companion.importing.sidebyside import Part
from companion.importing.sniffing import Source

_TOML = re.compile(r"\A\s*\+\+\+[ \t]*\n((?:.*\n)*?)\+\+\+[ \t]*(?:\n|\Z)")
_KEY = re.compile(r"(?:title|subtitle|author|language|notice)\s*=\s*[\"']|\[(?:voices|speakers|pauses)[.\]]")
_YAML = re.compile(r"\A---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_PAIR = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{[ \t]*(?:[#.][\w-]+|[\w-]+=(?:\"[^\"]*\"|\S+))(?:[ \t]+[^{}]*)?\}[ \t]*\Z")
_STYLES = {"em_open": "em", "em_close": "em", "strong_open": "strong", "strong_close": "strong"}
_MOST_NESTED = 1_000  # quotations and lists within each other


def read(source: Source, everything: bool) -> Document:
    """Read Markdown. What begins with TOML front matter is a guide already and comes back as it is, in `guide`."""
    text, ledger = source.text, source.ledger
    if (fenced := _TOML.match(text)) and _is_toml(fenced[1]):
        return Document(Format.MARKDOWN, (), left_out=ledger.items(), guide=text)
    pairs: dict[str, str] = {}
    front = _YAML.match(text)
    if front and (pairs := _pairs(front[1])):
        ledger.leave("front matter", front[0])
        text = text[front.end() :]
    reader = MarkdownIt("commonmark", {"html": True, "maxNesting": _MOST_NESTED}).enable("table")
    reader.use(footnote_plugin, move_to_end=False)
    page = _Page(ledger, everything)
    page.blocks(reader.parse(text))
    return Document(
        Format.MARKDOWN,
        tuple(page.writer.pieces),
        title=pairs.get("title", ""),
        author=pairs.get("author", ""),
        language=pairs.get("language", "") or pairs.get("lang", ""),
        footnotes=page.footnotes,
        left_out=ledger.items(),
    )


def _is_toml(front: str) -> bool:
    """Whether it says anything as TOML: two lines of `+++` may be ornaments of somebody who knows of no guide."""
    try:
        return bool(tomllib.loads(front))
    except (tomllib.TOMLDecodeError, RecursionError):
        return any(_KEY.match(line) for line in front.split("\n"))  # a guide with a slip in it, which is then named


def _pairs(front: str) -> dict[str, str]:
    """Lines of `key: value`; what else YAML can say is not looked at."""
    found: dict[str, str] = {}
    for name, value in _PAIR.findall(front):
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]  # noqa: PLW2901
        found.setdefault(name.lower(), " ".join(value.strip("[]").split()))
    return found


def _renamed(pieces: Iterable[Piece], names: Mapping[str, str]) -> Iterator[Piece]:
    """The pieces, the footnotes that they mark called by their new names."""
    for piece in pieces:
        yield replace(piece, marks=tuple((at, names.get(key, key)) for at, key in piece.marks))


class _Page:
    """One walk over the tokens."""

    def __init__(self, ledger: Ledger, everything: bool) -> None:
        self.ledger = ledger
        self.everything = everything
        self.writer = Writer(ledger)
        self.footnotes: dict[str, tuple[Piece, ...]] = {}
        self._text = self.writer  # where the text goes now: a footnote has a writer of its own
        self._defined: set[str] = set()
        self._lists: list[int | None] = []  # next number of each list around; None for bullets
        self._quotes = 0
        self._number = ""
        self._cells = 0
        self._level = 1  # of the last heading
        self._fragments = 0  # blocks of HTML so far

    def blocks(self, tokens: Sequence[Token]) -> None:
        self._defined = {str(token.meta["label"]) for token in tokens if token.type == "footnote_reference_open"}
        note = ""
        after = 0
        for at, token in enumerate(tokens):
            if at < after:
                continue
            match token.type:
                case "table_open":
                    after = self._table(tokens, at)
                case "footnote_reference_open" | "footnote_open":
                    note = str(token.meta.get("label") or f"inline-{token.meta.get('id', 0)}")
                    self._text.end()
                    if not self.everything:
                        self.ledger.leave("footnote mark", f"[^{note}]:")
                        self._text = Writer(self.ledger)
                case "footnote_reference_close" | "footnote_close":
                    self._text.end()
                    if not self.everything:
                        self.footnotes[note] = tuple(self._text.pieces)
                        self._text = self.writer
                case "bullet_list_open":
                    self._lists.append(None)
                case "ordered_list_open":
                    self._lists.append(int(str(token.attrs.get("start", 1))))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._item(token)
                case "list_item_close":
                    self._text.end()
                    self._number = ""
                case "blockquote_open":
                    self._quotes += 1
                case "blockquote_close":
                    self._quotes -= 1
                case "heading_open":
                    self._level = int(token.tag[1])
                    self._text.begin(Kind.HEADING, int(token.tag[1]))
                case "paragraph_open":
                    self._begin()
                case "tr_open":
                    self._text.begin(Kind.PARAGRAPH)
                    self._cells = 0
                case "th_open" | "td_open":
                    self._cells += 1
                case "inline":
                    if self._cells > 1 and token.content.strip():
                        self._text.joint(" — ")
                    self._inline(token)
                case "heading_close" | "paragraph_close" | "tr_close":
                    self._text.end()
                    self._cells = 0
                case "fence" | "code_block":
                    self.ledger.leave("name of a language", token.info)
                    self._text.begin(Kind.CODE)
                    self._text.lines(token.content.rstrip("\n"))
                    self._text.end()
                case "html_block":
                    self._html(token.content)
                case "hr":
                    self.ledger.leave("ornament", token.markup)
                case _:
                    pass
        self._text.end()

    def _item(self, token: Token) -> None:
        self._number = ""
        if self._lists and (number := self._lists[-1]) is not None:
            self._number = f"{token.info or number}{token.markup}"
            self._lists[-1] = number + 1

    def _begin(self) -> None:
        if self._lists:
            self._text.begin(Kind.ITEM, min(6, len(self._lists)), self._number)
            self._number = ""
        else:
            self._text.begin(Kind.QUOTE if self._quotes else Kind.PARAGRAPH)

    def _table(self, tokens: Sequence[Token], start: int) -> int:
        """Read a table whose columns are a text and its notes; where it ends. Where `start` is, for one of data."""
        rows: list[list[Token]] = []
        end = start
        while tokens[end].type != "table_close":
            if tokens[end].type == "tr_open":
                rows.append([])
            elif tokens[end].type == "inline":
                rows[-1].append(tokens[end])
            end += 1
        planned = sidebyside.plan([[" ".join(cell.content.strip("*_ ").split()) for cell in row] for row in rows])
        if planned is None:
            return start
        for row, how in zip(rows, planned, strict=True):
            for cell, token in sorted(zip(how, row, strict=True), key=lambda one: one[0].order):
                if cell.part is Part.COLUMN:
                    continue  # it is said in each row
                if cell.said:
                    self._text.begin(Kind.HEADING, min(6, self._level + cell.depth))
                    self._text.text(cell.heading)
                named = cell.part is Part.NAME
                self._text.begin(Kind.HEADING, min(6, self._level + 1)) if named else self._text.begin(Kind.PARAGRAPH)
                self._inline(token)
                self._text.end()
        return end

    def _html(self, markup: str) -> None:
        """A block of HTML. Its footnotes have names of its own: another block may count from 1 again."""
        pieces, footnotes = html.fragment(markup, self.ledger, self.everything)
        self._text.end()
        self._fragments += 1
        names = {key: f"html {self._fragments} {key}" for key in footnotes}  # no label of Markdown has a space
        self._text.pieces.extend(_renamed(pieces, names))
        self.footnotes |= {names[key]: tuple(_renamed(body, names)) for key, body in footnotes.items()}

    def _inline(self, token: Token) -> None:
        children = token.children or []
        for index, child in enumerate(children):
            match child.type:
                case "text" | "text_special" | "code_inline":
                    text = child.content
                    if index == len(children) - 1 and (found := _ATTRIBUTES.match(text, max(0, text.rfind("{")))):
                        self.ledger.leave("attributes", found[0])
                        text = text[: found.start()].rstrip(" \t")
                    self._text.text(text)
                case "softbreak":
                    self._text.text(" ")
                case "hardbreak":
                    self._text.line()
                case "em_open" | "strong_open":
                    self._text.open(_STYLES[child.type])
                case "em_close" | "strong_close":
                    self._text.close(_STYLES[child.type])
                case "image":
                    self.ledger.leave("picture", child.content or str(child.attrs.get("src", "")))
                case "html_inline":
                    if re.match(r"<br\b", child.content, re.IGNORECASE):
                        self._text.line()
                    else:
                        self.ledger.leave("comment" if child.content.startswith("<!--") else "HTML tag", child.content)
                case "link_open":
                    self.ledger.leave("address of a link", str(child.attrs.get("href", "")))
                case "footnote_ref":
                    self._mark(child)
                case _:
                    pass

    def _mark(self, child: Token) -> None:
        label = str(child.meta.get("label") or "")
        if self.everything:
            self._text.text(f"[{label}]")
        elif label in self._defined or not label:
            self.ledger.leave("footnote mark", f"[^{label}]")
            self._text.mark(label or f"inline-{child.meta.get('id', 0)}")
        else:
            self.ledger.leave("footnote mark", f"[^{label}]")

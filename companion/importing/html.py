"""HTML -> a document: what the page says, in its order; what stands around it is left out, each with its reason."""

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from companion.guide.model import Kind, Span
from companion.importing import htmlhead, htmlnoise, htmlreasons, htmlstyles, htmltables, limits, looks
from companion.importing.document import Document, Format, Piece
from companion.importing.gathering import Ledger, Writer
from companion.importing.htmlsurvey import BLOCKS, Survey, is_back, link, walk
from companion.importing.plainnotes import without
from companion.importing.sidebyside import Cell, Part
from companion.importing.sniffing import Source

_STYLES = {"em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em", "strong": "strong", "b": "strong"}
_PRE = frozenset(("pre", "xmp", "listing", "plaintext"))
_PRE_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_HEADING_CLASS = re.compile(
    r"(?:^|\s)(?:(?:chapter|section|part|book|doc|document)[-_]?)?(?:title|heading|subtitle|subheading)(?:\s|$)"
    r"|(?:^|\s)Mso(?:Title|Subtitle)(?:\s|$)",
    re.IGNORECASE,
)
_LONGEST_LINK = 300  # characters of a paragraph that leads to another page and says nothing else
_CDATA = re.compile(r"\A\[CDATA\[(.*)\]\]\Z", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_EMPTY = re.compile(r"<([A-Za-z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)/>")
_NOTES = re.compile(
    r"(?:foot|end)?notes?:?|references:?|fußnoten:?|anmerkungen:?|notas:?|notes (?:et références|de bas de page):?",
    re.IGNORECASE,
)


def read(source: Source, everything: bool) -> Document:
    """Read a page."""
    ledger = source.ledger
    survey = Survey(parsed(source.text))
    link([survey])
    page = Page(survey, ledger, everything)
    page.read()
    page.drop_lost()
    title, author, language = htmlhead.metadata(survey.tree)
    return Document(
        Format.HTML,
        tuple(page.with_headings()),
        title=title,
        author=author,
        language=language,
        footnotes=page.footnotes,
        left_out=ledger.items(),
    )


def fragment(
    text: str, ledger: Ledger, everything: bool, whole: bool = False
) -> tuple[list[Piece], dict[str, tuple[Piece, ...]]]:
    """The pieces and footnotes of HTML that stands in another document, or is the `whole` of it."""
    survey = Survey(parsed(text))
    link([survey])
    page = Page(survey, ledger, everything)
    page.read()
    page.drop_lost()
    return page.with_headings() if whole else page.pieces, page.footnotes


def parsed(text: str) -> LexborHTMLParser:
    """The tree of a page. XHTML may close what HTML leaves open: `<title/>` would swallow the page.

    Raises DocumentError for elements within each other without end: the parser looks at each of them again and again.
    """
    limits.check_depth(text)
    if "/>" in text and re.search(r"<\?xml|xmlns\s*=", text[:4096]):
        text = _EMPTY.sub(lambda m: m[0] if m[1].lower() in _VOID else f"<{m[1]}{m[2]}></{m[1]}>", text)
    return LexborHTMLParser(text)


class Page:
    """One walk over a page, its survey at hand."""

    def __init__(self, survey: Survey, ledger: Ledger, everything: bool) -> None:
        self.footnotes: dict[str, tuple[Piece, ...]] = {}
        self._survey, self._ledger, self._everything = survey, ledger, everything
        self._writer = Writer(ledger)
        self._page = self._writer  # where the text goes that is no footnote
        self._shapes: list[tuple[Kind, int]] = [(Kind.PARAGRAPH, 0)]
        self._lists: list[tuple[int, str] | None] = []  # next number and type of each list around; None for bullets
        self._verbatim = 0
        self._cells = 0  # elements of data cells around
        self._cell = 0  # which cell of its row
        self._note = ""  # the footnote that is being read
        self._above = True  # no h1 has been read yet
        self._emptied: list[int] = []  # how many pieces there were when a footnote was taken from between them
        self._outside = bool(survey.main) and not everything
        self._skip: set[int] = set()
        self._classes = htmlstyles.by_class(survey.tree)
        self._marked: set[str] = set()  # footnotes whose marks are read
        self._lost: set[str] = set()  # and those whose marks are left out with what is around them
        self._planned: dict[int, Cell] = {}  # cells of tables that set notes beside a text
        self._row: list[tuple[int, int]] = []  # of the row that is read: order of a cell, and its first piece
        self._row_start = 0  # pieces before the row
        self._rows: set[int] = set()  # pieces that are rows of data, by id()
        self._below: dict[int, int] = {}  # pieces that are headings in a table, by id(), and how deep they stand

    @property
    def pieces(self) -> list[Piece]:
        return self._page.pieces

    def read(self) -> None:
        for node, opens in walk(self._survey.tree.root, self._skip):
            tag = node.tag or ""
            if tag == "-text":
                self._text(node)
            elif tag == "-comment":
                if opens:
                    self._comment(node)
            elif not tag.startswith("-"):
                if opens:
                    self._open(node, tag)
                elif node.mem_id not in self._skip:
                    self._close(node, tag)
        self._writer.end()
        if not self._everything:
            self._drop_note_headings()
            self._drop_links_elsewhere()

    def with_headings(self) -> list[Piece]:
        """The pieces, with headings where none are marked; rows of data are none, however short."""
        apart = [id(piece) in self._rows or id(piece) in self._below for piece in self.pieces]
        disguised = [
            replace(piece, kind=Kind.ITEM) if own else piece for piece, own in zip(self.pieces, apart, strict=True)
        ]
        found: list[Piece] = []
        level = 1
        for piece, own, given in zip(self.pieces, apart, looks.with_headings(disguised), strict=True):
            if id(piece) in self._below:
                found.append(replace(piece, level=min(6, level + self._below[id(piece)])))
                continue
            found.append(piece if own else given)
            level = found[-1].level if found[-1].kind is Kind.HEADING else level
        return found

    def drop_lost(self) -> None:
        """Leave out the footnotes of what is left out. For a whole page: another one may mark them too."""
        for key in [] if self._everything else sorted(self._lost - self._marked):
            for piece in self.footnotes.pop(key, ()):
                self._ledger.leave("footnote of what is left out", piece.text)

    def _text(self, node: LexborNode) -> None:
        text = node.text_content or ""
        if self._outside:
            self._ledger.leave("outside the article", text)
        elif self._verbatim:
            self._writer.lines(text)
        else:
            self._writer.text(text)

    def _comment(self, node: LexborNode) -> None:
        text = node.comment_content or ""
        if found := _CDATA.match(text):
            self._writer.text(found[1])
        else:
            self._ledger.leave("comment", text)

    def _leave(self, node: LexborNode, why: str) -> None:
        attributes = node.attributes
        text = (attributes.get("alt") or attributes.get("title") or "") if node.tag == "img" else node.text_lexbor()
        if node.tag == "template":  # its content is no part of the tree
            text = _TAG.sub(" ", node.html or "")
        self._ledger.leave(why, text)
        self._skip.add(node.mem_id)
        if marks := self._survey.marks:
            inside = (node.mem_id, *(mark.mem_id for mark in node.css("a")))
            self._lost.update(marks[identity] for identity in inside if identity in marks)

    def _why(self, node: LexborNode, tag: str) -> str:
        """Why the element is left out with all that is in it."""
        if self._note and tag == "a" and not self._everything and is_back(node.text_lexbor()):
            return "footnote mark"
        return htmlreasons.why(node, tag, self._survey, self._everything, self._quoted(), self._above)

    def _quoted(self) -> bool:
        return self._shapes[-1][0] is Kind.QUOTE

    def _open(self, node: LexborNode, tag: str) -> None:
        survey, identity = self._survey, node.mem_id
        if identity == survey.main:
            self._outside = False
        if self._outside and tag == "h1" and not survey.main_headed:
            self._outside = False
            self._begin(Kind.HEADING, 1)
            self._text_of(node)
            self._outside = True
            self._skip.add(identity)
            return
        if why := self._why(node, tag):
            self._leave(node, why)
            return
        if not self._everything:
            if (key := survey.marks.get(identity)) is not None:
                if self._outside:
                    self._leave(node, "outside the article")
                    return
                self._ledger.leave("footnote mark", node.text_lexbor())
                self._marked.add(key)
                self._writer.mark(key)
                self._skip.add(identity)
                return
            if (key := survey.bodies.get(identity)) is not None and not self._note:
                self._writer.end()
                self._emptied.append(len(self._page.pieces))
                self._note, self._writer = key, Writer(self._ledger)
                self._shapes.append((Kind.PARAGRAPH, 0))
                return
        if tag == "br":
            self._writer.line() if not self._cells else self._writer.text(" ")
        elif tag == "hr":
            self._writer.end()
        elif tag == "q":
            self._writer.text("“")
        elif tag in _STYLES:
            self._writer.open(_STYLES[tag])
        elif tag in ("span", "font"):
            for style in sorted(htmlstyles.of(node.attributes, self._classes)):
                self._writer.open(style)
        elif tag in ("td", "th"):
            self._open_cell(node)
        elif identity in self._planned:
            self._open_planned(node, self._planned[identity])
        elif tag in BLOCKS:
            small = survey.sizes.get(identity, 0) <= htmlnoise.LONGEST_LINE
            if tag in ("div", "section") and small and not self._cells and not self._note:
                self._planned |= htmltables.beside(node)
            if tag == "table" and identity not in survey.nests and not self._cells and not self._note:
                self._planned |= htmltables.cells(node)
            self._open_block(node, tag)

    def _text_of(self, node: LexborNode) -> None:
        self._writer.text(node.text_lexbor())
        self._writer.end()

    def _open_block(self, node: LexborNode, tag: str) -> None:
        if self._cells:
            self._writer.text(" ")
            self._shapes.append(self._shapes[-1])
            return
        kind, level = self._shapes[-1]
        number = self._writer.number if self._writer.empty and kind is Kind.ITEM else ""
        attributes = node.attributes
        if tag in ("ul", "ol", "menu", "dir"):
            start = _whole(attributes.get("start"), 1)
            self._lists.append((start, attributes.get("type") or "1") if tag == "ol" else None)
        elif tag == "li":
            kind, level, number = Kind.ITEM, min(6, max(1, len(self._lists))), self._next(attributes.get("value"))
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._above &= tag != "h1"
            kind, level, number = Kind.HEADING, int(tag[1]), ""
        elif attributes.get("role") == "heading":
            kind, level, number = Kind.HEADING, min(6, max(1, _whole(attributes.get("aria-level"), 2))), ""
        elif tag == "blockquote":
            kind, level, number = Kind.QUOTE, 0, ""
        elif tag in _PRE:
            kind, level, number = Kind.CODE, 0, ""
        elif tag == "p" and _HEADING_CLASS.search(attributes.get("class") or "") and len(node.text_lexbor()) <= 100:
            kind, level, number = Kind.HEADING, 2 if "sub" in (attributes.get("class") or "").lower() else 1, ""
        elif tag == "tr":
            self._cell = 0
            self._writer.end()
            self._row, self._row_start = [], len(self._page.pieces)
        self._verbatim += self._is_verbatim(tag, attributes.get("style"))
        self._shapes.append((kind, level))
        self._begin(kind, level, number)

    @staticmethod
    def _is_verbatim(tag: str, style: str | None) -> bool:
        return tag in _PRE or bool(style and _PRE_STYLE.search(style))

    def _begin(self, kind: Kind, level: int, number: str = "") -> None:
        self._writer.begin(kind, level, number)

    def _next(self, value: str | None) -> str:
        """The number of the next item."""
        if not self._lists or (around := self._lists[-1]) is None:
            return ""
        number = _whole(value, around[0])
        self._lists[-1] = (number + 1, around[1])
        return f"{_numeral(number, around[1])}."

    def _open_planned(self, node: LexborNode, cell: Cell) -> None:
        """Begin a cell of a table whose columns are parts of the text."""
        self._writer.end()
        self._row.append((cell.order, len(self._page.pieces)))
        if cell.part is Part.COLUMN:  # it is said in each row
            self._skip.add(node.mem_id)
            return
        if cell.said:
            self._begin(Kind.HEADING, 1)
            self._writer.text(cell.heading)
            self._writer.end()
            self._note_depth(self._row[-1][1], cell)
        self._shapes.append((Kind.HEADING, 1) if cell.part is Part.NAME else (Kind.PARAGRAPH, 0))
        self._begin(*self._shapes[-1])

    def _close_planned(self, cell: Cell) -> None:
        self._writer.end()
        if cell.part is Part.NAME:
            self._note_depth(self._row[-1][1], cell)
        self._shapes.pop()
        self._begin(*self._shapes[-1])

    def _note_depth(self, start: int, cell: Cell) -> None:
        for piece in self._page.pieces[start:]:
            self._below[id(piece)] = cell.depth

    def _end_row(self) -> None:
        """A row has been read: its cells are put in their order, or it is known as one of data."""
        pieces = self._page.pieces
        if not self._row:
            self._rows.update(map(id, pieces[self._row_start :]) if self._cell > 1 else ())
            return
        ends = [*(start for _, start in self._row[1:]), len(pieces)]
        cells = sorted((order, start, end) for (order, start), end in zip(self._row, ends, strict=True))
        pieces[self._row_start :] = [piece for _, start, end in cells for piece in pieces[start:end]]
        self._row = []

    def _open_cell(self, node: LexborNode) -> None:
        if (cell := self._planned.get(node.mem_id)) is not None:
            self._open_planned(node, cell)
            return
        if self._cells or self._layout_cell(node):
            self._shapes.append(self._shapes[-1])
            if not self._cells:
                self._begin(*self._shapes[-1])
            return
        self._cells += 1
        self._cell += 1
        if self._cell > 1 and self._survey.sizes.get(node.mem_id, 0):
            self._writer.joint(" — ")

    def _layout_cell(self, node: LexborNode) -> bool:
        table = node.parent
        while table is not None and table.tag != "table":
            table = table.parent
        return table is None or table.mem_id in self._survey.layout

    def _close(self, node: LexborNode, tag: str) -> None:
        identity = node.mem_id
        if identity == self._survey.main:
            self._writer.end()
            self._outside = not self._everything
        if self._note and self._survey.bodies.get(identity) == self._note and not self._everything:
            self._writer.end()
            self.footnotes[self._note] = self._unlabelled(self._writer.pieces)
            self._note, self._writer = "", self._page
            self._shapes.pop()
        elif tag == "q":
            self._writer.text("”")
        elif tag in _STYLES:
            self._writer.close(_STYLES[tag])
        elif tag in ("span", "font"):
            for style in sorted(htmlstyles.of(node.attributes, self._classes), reverse=True):
                self._writer.close(style)
        elif identity in self._planned:
            self._close_planned(self._planned[identity])
        elif tag in ("td", "th"):
            if self._cells:
                self._cells -= 1
            else:
                self._shapes.pop()
                self._begin(*self._shapes[-1])
        elif tag in BLOCKS:
            self._shapes.pop()
            if self._cells:
                self._writer.text(" ")
                return
            if tag in ("ul", "ol", "menu", "dir") and self._lists:
                self._lists.pop()
            self._verbatim -= self._is_verbatim(tag, node.attributes.get("style"))
            kind, level = self._shapes[-1]
            number = self._writer.number if self._writer.empty and kind is Kind.ITEM and tag != "li" else ""
            self._begin(kind, level, number)
            if tag == "tr" and not self._note:
                self._end_row()

    def _unlabelled(self, pieces: list[Piece]) -> tuple[Piece, ...]:
        """A footnote without the mark that its text may begin with."""
        if not pieces:
            return ()
        label = re.match(rf"\W{{0,2}}{re.escape(self._note)}\W{{0,2}}\s+(?=\S)|[\^↑↩]+\s+(?=\S)", pieces[0].text)
        if label is None:
            return tuple(pieces)
        self._ledger.leave("footnote mark", label[0])
        return (without(pieces[0], [Span(0, label.end())]), *pieces[1:])

    def _drop_links_elsewhere(self) -> None:
        """Leave out lists that lead to other pages, with their headings."""
        pieces = self._page.pieces
        for at in range(len(pieces) - 1, -1, -1):
            if pieces[at].kind is not Kind.HEADING or not htmlnoise.leads_elsewhere(pieces[at].text):
                continue
            end = at + 1
            while end < len(pieces) and pieces[end].kind is not Kind.HEADING:
                end += 1
            others = [piece for piece in pieces[at + 1 : end] if piece.kind is not Kind.ITEM]
            if len(others) <= (end - at == 2) and all(len(piece.text) <= _LONGEST_LINK for piece in others):
                for piece in pieces[at:end]:
                    self._ledger.leave("links to other pages", piece.text)
                    self._lost.update(key for _, key in piece.marks)
                del pieces[at:end]

    def _drop_note_headings(self) -> None:
        """Leave out headings whose only text were the footnotes that have been taken from below them."""
        pieces = self._page.pieces
        for count in sorted(set(self._emptied), reverse=True):
            at = count - 1
            if at < 0 or pieces[at].kind is not Kind.HEADING or not _NOTES.fullmatch(pieces[at].text):
                continue
            if count == len(pieces) or pieces[count].kind is Kind.HEADING:
                self._ledger.leave("heading of the footnotes", pieces[at].text)
                del pieces[at]


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text.strip()) else default


def _numeral(number: int, kind: str) -> str:
    """A list's number as its type writes it."""
    if kind in ("a", "A") and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 1 <= number < 90:
        tens, ones = divmod(number, 10)
        roman = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx")[tens] + (
            "",
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
        )[ones]
        return roman if kind == "i" else roman.upper()
    return str(number)

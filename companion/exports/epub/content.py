"""A content document: a section of the guide as XHTML, every sentence under its own id."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from companion.exports.direction import direction
from companion.exports.epub.book import Book, Document
from companion.exports.epub.inline import inline
from companion.exports.epub.linking import Links
from companion.exports.epub.nodes import Announced, Apart, Item, Items, Node, Quoted, Remark, Written
from companion.exports.html import number
from companion.exports.xml import safe
from companion.narration.document import Block, Note

# What a passage is called in the vocabularies of EPUB (Structural Semantics 1.1) and of DAISY (Z39.98).
_PASSAGES = {
    "letter": ("section", "z3998:letter"),
    "verse": ("section", "z3998:verse"),
    "quote": ("blockquote", ""),
    "document": ("section", "z3998:document"),
    "stage": ("section", "z3998:stage-direction"),
}


def page(title: str, language: str, body: Iterable[str], style: str = "../style.css", kind: str = "") -> str:
    """A whole XHTML document."""
    named = safe(language)
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>',
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
            ' epub:prefix="z3998: http://www.daisy.org/z3998/2012/vocab/structure/#"'
            f' lang="{named}" xml:lang="{named}" dir="{direction(language)}">',
            f'<head>\n<meta charset="UTF-8"/>\n<title>{safe(title)}</title>',
            f'<link rel="stylesheet" type="text/css" href="{style}"/>\n</head>',
            f'<body epub:type="{kind}">' if kind else "<body>",
            *body,
            "</body>\n</html>\n",
        )
    )


def content(book: Book, links: Links, document: Document) -> str:
    """The section as a whole XHTML document."""
    guide, section = book.timeline["guide"], document.section
    title = section["title"] or guide["title"]
    back = section["role"] == "asides"
    return page(
        f"{title} – {guide['title']}" if title != guide["title"] else title,
        guide["language"],
        _Section(book, links, document).lines(),
        kind="backmatter" if back else "bodymatter",
    )


class _Section:
    def __init__(self, book: Book, links: Links, document: Document) -> None:
        self.book, self.links, self.document = book, links, document
        self.names, self.section = book.names, document.section
        self.written = partial(inline, names=book.names, words=book.words)

    def lines(self) -> Iterator[str]:
        section, nodes = self.section, self.document.nodes
        name = self.names.of(section["id"])
        if section["role"] == "asides":
            title = safe(section["title"])
            yield f'<section id="{name}" epub:type="endnotes" role="doc-endnotes" aria-label="{title}">'
            yield f"<h1>{title}</h1>"
            yield from self.nodes(nodes)
            yield "</section>"
            return
        kind = ' epub:type="chapter" role="doc-chapter"' if section["level"] == 1 else ""
        title = safe(section["title"] or self.book.timeline["guide"]["title"])
        yield f'<section id="{name}"{kind} aria-label="{title}">'
        yield from self.nodes(nodes)
        yield "</section>"

    def nodes(self, nodes: Iterable[Node]) -> Iterator[str]:
        for node in nodes:
            yield from self.node(node)

    def node(self, node: Node) -> Iterator[str]:
        match node:
            case Written(block):
                yield self.block(block)
            case Announced(name, text, edge):
                yield f'<p id="{name}" class="announcement {edge}">{safe(text)}</p>'
            case Quoted(nodes):
                yield "<blockquote>"
                yield from self.nodes(nodes)
                yield "</blockquote>"
            case Apart(passage, nodes):
                element, kind = _PASSAGES.get(passage["kind"], ("section", ""))
                more = f' epub:type="{kind}"' if kind else ""
                if passage["title"] and element == "section":
                    more += f' aria-label="{safe(passage["title"])}"'
                name = self.names.of(passage["id"])
                yield f'<{element} id="{name}" class="passage {safe(passage["kind"])}"{more}>'
                yield from self.nodes(nodes)
                yield f"</{element}>"
            case Remark(note, nodes):
                yield from self.remark(note, nodes)
            case Items(numbered, items):
                yield '<ol class="numbered">' if numbered else "<ul>"
                yield from self.nodes(items)
                yield "</ol>" if numbered else "</ul>"
            case Item():
                yield from self.item(node)

    def remark(self, note: Note, nodes: Sequence[Node]) -> Iterator[str]:
        # No aside: several readers take every aside of this type out of the page, and then nothing is seen to light up.
        beside = " inline" if note["section"] != self.section["id"] else ""
        name = self.names.of(note["id"])
        yield f'<div id="{name}" class="note{beside}" epub:type="footnote" role="doc-footnote">'
        if note["id"] in self.links.marked:
            yield f'<p class="label">{self.links.labels[note["id"]]}</p>'
        yield from self.nodes(nodes)
        yield from self.about(note)
        yield "</div>"

    def item(self, node: Item) -> Iterator[str]:
        own = number(node.block)
        value = f' value="{own}"' if own is not None else ""
        yield f"<li{value}>" if node.note is None else self.opened_item(node.note, value)
        yield self.block(node.block)
        yield from self.nodes(node.nodes)
        if node.note is not None:
            yield from self.about(node.note)
        yield "</li>"

    def opened_item(self, note: Note, value: str) -> str:
        return f'<li id="{self.names.of(note["id"])}" epub:type="footnote"{value}>'

    def about(self, note: Note) -> Iterator[str]:
        """What a note asks, and the ways back to what it is about."""
        if note.get("prompt"):
            yield f'<p class="prompt">{safe(note["prompt"])}</p>'
        links = " ".join(
            f'<a role="doc-backlink" href="{safe(link.address)}">→\u00a0{safe(link.text)}</a>'
            for link in self.links.back(note, self.document.name)
        )
        if links:
            yield f'<p class="about">{links}</p>'

    def block(self, block: Block) -> str:
        name, marks = self.names.of(block["id"]), list(self.marks(block))
        text = self.written(block, marks=marks)
        match block["kind"]:
            case "heading":
                level = min(max(block["level"], 1), 6)
                return f'<h{level} id="{name}">{text}</h{level}>'
            case "code":
                return f'<pre id="{name}"><code>{text}</code></pre>'
        return f'<p id="{name}">{text}</p>'

    def marks(self, block: Block) -> Iterator[tuple[int, str]]:
        for mark in self.links.marks.get(block["id"], ()):
            address = self.links.address(mark.note, self.document.name)
            yield (
                mark.at,
                f'<a id="{mark.id}" class="noteref" epub:type="noteref" role="doc-noteref"'
                f' href="{safe(address)}">{mark.label}</a>',
            )

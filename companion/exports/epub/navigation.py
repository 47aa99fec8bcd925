"""The title page, and the ways into the book: its table of contents and its landmarks."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from companion.exports import cover
from companion.exports.epub.book import Book, Document
from companion.exports.epub.content import page
from companion.exports.epub.nodes import Apart, every
from companion.exports.xml import safe

_PASSAGE = 100  # the level of a passage: below every section
TITLE, NAVIGATION, COVER_SVG, COVER_PNG = "title.xhtml", "nav.xhtml", "cover.svg", "cover.png"


class _Entry(NamedTuple):
    level: int
    address: str
    title: str


def title_page(book: Book) -> str:
    """The first page: nothing on it is read aloud, for a widespread reader lights up nothing on the first page."""
    guide = book.timeline["guide"]
    return page(guide["title"], guide["language"], _title(book), "style.css", "frontmatter")


def _title(book: Book) -> Iterator[str]:
    guide = book.timeline["guide"]
    yield '<section class="title" epub:type="titlepage">'
    yield f'<p><picture><source srcset="{COVER_SVG}" type="image/svg+xml"/>'
    yield f'<img src="{COVER_PNG}" alt="{safe(cover.alternative(guide["title"]))}"/></picture></p>'
    yield f"<h1>{safe(guide['title'])}</h1>"
    if guide.get("subtitle"):
        yield f'<p role="doc-subtitle">{safe(guide["subtitle"])}</p>'
    if guide.get("author"):
        yield f"<p>{safe(guide['author'])}</p>"
    if guide.get("notice"):
        yield f"<p>{safe(guide['notice'])}</p>"
    yield f'<p lang="en" xml:lang="en" dir="ltr">Read by {safe(narrator(book))}.</p>'
    yield "</section>"


def narrator(book: Book) -> str:
    """Who reads: the name says that it is no person."""
    return f"{book.timeline['voice']['id']} (synthetic voice)"


def navigation(book: Book) -> str:
    """The navigation document (EPUB 3.3, 7)."""
    guide = book.timeline["guide"]
    return page(guide["title"], guide["language"], _navigation(book), "style.css")


def _navigation(book: Book) -> Iterator[str]:
    english = 'lang="en" xml:lang="en"'
    yield '<nav id="toc" epub:type="toc" role="doc-toc" aria-labelledby="contents">'
    yield f'<h1 id="contents" {english}>Contents</h1>\n<ol>'
    yield from _tree(list(_entries(book)) or [_Entry(1, TITLE, book.timeline["guide"]["title"])])
    yield '</ol>\n</nav>\n<nav epub:type="landmarks" aria-labelledby="landmarks" hidden="hidden">'
    yield f'<h2 id="landmarks" {english}>Landmarks</h2>\n<ol {english}>'
    yield f'<li><a epub:type="titlepage" href="{TITLE}">Title page</a></li>'
    yield f'<li><a epub:type="toc" href="{NAVIGATION}#toc">Contents</a></li>'
    back = [document for document in book.documents if document.section["role"] == "asides"]
    begin = next((one for one in book.documents if one not in back), None)
    if begin is not None:
        yield f'<li><a epub:type="bodymatter" href="{_address(begin)}">Start of the text</a></li>'
    for document in back:
        yield f'<li><a epub:type="endnotes" href="{_address(document)}">Notes</a></li>'
    yield "</ol>\n</nav>"


def _entries(book: Book) -> Iterator[_Entry]:
    for document in book.documents:
        title = document.section["title"] or book.timeline["guide"]["title"]
        yield _Entry(max(document.section["level"], 1), _address(document), title)
        for node in every(document.nodes):
            if isinstance(node, Apart) and node.passage["title"]:
                address = _address(document, book.names.of(node.passage["id"]))
                yield _Entry(_PASSAGE, address, node.passage["title"])


def _tree(entries: Sequence[_Entry]) -> Iterator[str]:
    """A list in which everything stands in the one before it whose level is lower."""
    at = 0
    while at < len(entries):
        one, at = entries[at], at + 1
        deeper = at
        while at < len(entries) and entries[at].level > one.level:
            at += 1
        yield f'<li><a href="{one.address}">{safe(one.title)}</a>'
        if deeper < at:
            yield "<ol>"
            yield from _tree(entries[deeper:at])
            yield "</ol>"
        yield "</li>"


def _address(document: Document, name: str = "") -> str:
    return f"text/{document.name}.xhtml" + (f"#{name}" if name else "")

"""An EPUB -> a document: its chapters in reading order, each with a heading; what is only furniture is left out."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from companion.errors import DocumentError
from companion.guide.model import Kind
from companion.importing import html, htmlsurvey, limits
from companion.importing.decoding import decoded
from companion.importing.document import Document, Format, Piece
from companion.importing.gathering import Ledger
from companion.importing.htmlsurvey import Survey
from companion.importing.limits import Archive
from companion.importing.sniffing import Source

_FURNITURE = {  # by epub:type, by the guide's types, and by name, for books that say neither
    "cover": ("cover", re.compile(r"cover(?:-?page)?", re.IGNORECASE)),
    "toc": ("table of contents", re.compile(r"toc|contents|table-?of-?contents|nav", re.IGNORECASE)),
    "copyright-page": ("copyright notice", re.compile(r"copyright(?:-?page)?|imprint|colophon", re.IGNORECASE)),
    "titlepage": ("title page", re.compile(r"title-?page", re.IGNORECASE)),
}
_RIGHTS = re.compile(r"©|copyright", re.IGNORECASE)
_RESERVED = re.compile(r"all rights reserved|ISBN[\s:-]*\d", re.IGNORECASE)
_ALIASES = {"copyright": "copyright-page", "title-page": "titlepage", "landmarks": "toc", "imprint": "copyright-page"}
_FONTS = re.compile(r"\.(?:ttf|otf|woff2?|ttc)\Z", re.IGNORECASE)


@dataclass
class _Book:
    """What the package document says."""

    title: str = ""
    author: str = ""
    language: str = ""
    chapters: list[str] = field(default_factory=list)  # paths, in reading order
    furniture: dict[str, str] = field(default_factory=dict)  # paths that are no chapters, and what they are
    labels: dict[str, str] = field(default_factory=dict)  # what the table of contents calls a path


def read(source: Source, everything: bool) -> Document:
    """Read a book."""
    archive = Archive(source.data)
    ledger = source.ledger
    book = _book(archive)
    _refuse_locked(archive, book)
    surveys = [Survey(html.parsed(_page(archive, path, ledger)), path) for path in book.chapters]
    htmlsurvey.link(surveys)
    pieces: list[Piece] = []
    footnotes: dict[str, tuple[Piece, ...]] = {}
    for survey in surveys:
        why = "" if everything else book.furniture.get(survey.path) or _furniture(survey)
        if why:
            body = survey.tree.body
            ledger.leave(why, body.text_lexbor() if body is not None else "")
            continue
        page = html.Page(survey, ledger, everything)
        page.read()
        footnotes.update(page.footnotes)
        chapter = page.with_headings() if not book.labels.get(survey.path) else page.pieces
        label = book.labels.get(survey.path, "")
        if chapter and label and not any(piece.kind is Kind.HEADING for piece in chapter[:3]):
            if " ".join(chapter[0].text.split()).casefold() == label.casefold():
                chapter[0] = Piece(Kind.HEADING, chapter[0].text, 1)
            else:
                chapter.insert(0, Piece(Kind.HEADING, ledger.clean(label), 1))
        pieces.extend(chapter)
        limits.check_pieces(len(pieces))
        limits.check_characters(sum(len(piece.text) for piece in chapter))
    return Document(
        Format.EPUB,
        tuple(pieces),
        title=book.title,
        author=book.author,
        language=book.language,
        footnotes=footnotes,
        left_out=ledger.items(),
    )


def _page(archive: Archive, path: str, ledger: Ledger) -> str:
    data = archive.read(path)
    limits.check_xml(data, doctype=True)
    return decoded(data, ledger)


def _xml(archive: Archive, path: str) -> ET.Element:
    if path not in archive:
        raise limits.damaged()
    data = archive.read(path)
    limits.check_xml(data, doctype=True)
    try:
        return ET.fromstring(data)  # noqa: S314  # what declares entities was refused
    except (ET.ParseError, ValueError, LookupError) as exc:
        raise limits.damaged() from exc


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(root: ET.Element, name: str) -> Iterator[ET.Element]:
    return (element for element in root.iter() if _local(element) == name)


def _text(element: ET.Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _first(root: ET.Element, name: str) -> str:
    return next((text for element in _all(root, name) if (text := _text(element))), "")


def _path(base: str, reference: str) -> str:
    """A path in the book. What leads out of it is in no archive, so it is never found."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(reference.partition("#")[0])))


def _book(archive: Archive) -> _Book:
    container = _xml(archive, "META-INF/container.xml")
    rootfile = next((path for element in _all(container, "rootfile") if (path := element.get("full-path"))), "")
    package = _xml(archive, rootfile)
    book = _Book(_first(package, "title"), _first(package, "creator"), _first(package, "language"))
    items: dict[str, tuple[str, str, str]] = {}  # path, properties, media type
    for item in _all(package, "item"):
        path = _path(rootfile, item.get("href") or "")
        items[item.get("id") or ""] = (path, item.get("properties") or "", item.get("media-type") or "")
    for reference in _all(package, "reference"):
        kind = _ALIASES.get(reference.get("type") or "", reference.get("type") or "")
        if kind in _FURNITURE:
            book.furniture[_path(rootfile, reference.get("href") or "")] = _FURNITURE[kind][0]
    spine = next(_all(package, "spine"), None)
    seen: set[str] = set()
    for itemref in _all(spine, "itemref") if spine is not None else ():
        path, properties, media = items.get(itemref.get("idref") or "", ("", "", ""))
        if path in archive and path not in seen and "image/" not in media:
            seen.add(path)
            book.chapters.append(path)
            if "nav" in properties.split():
                book.furniture[path] = "table of contents"
    ncx = (spine.get("toc") or "") if spine is not None else ""
    for identity, (path, properties, media) in items.items():
        if path not in archive:
            continue
        if "nav" in properties.split():
            _nav_labels(archive, path, book)
        elif identity == ncx or media == "application/x-dtbncx+xml":
            _ncx_labels(archive, path, book)
    if not book.chapters:
        raise DocumentError("is a book without chapters, so it is damaged; save it anew")
    return book


def _nav_labels(archive: Archive, path: str, book: _Book) -> None:
    tree = html.parsed(_page(archive, path, Ledger()))
    for link in tree.css("nav a[href]"):
        label = " ".join(link.text().split())
        if label:
            book.labels.setdefault(_path(path, link.attributes.get("href") or ""), label)


def _ncx_labels(archive: Archive, path: str, book: _Book) -> None:
    for point in _all(_xml(archive, path), "navPoint"):
        label = _text(next(_all(point, "navLabel"), None))
        content = next(_all(point, "content"), None)
        if label and content is not None:
            book.labels.setdefault(_path(path, content.get("src") or ""), label)


def _furniture(survey: Survey) -> str:
    """What a page is that is no chapter; "" for a chapter."""
    body = survey.tree.body
    if body is None:
        return ""
    nodes = [body]
    child = body.first_child
    while child is not None and len(nodes) < 4:
        if not (child.tag or "-").startswith("-"):
            nodes.append(child)
        child = child.next
    for node in nodes[:2]:
        for kind in (node.attributes.get("epub:type") or "").split():
            if kind in _FURNITURE:
                return _FURNITURE[kind][0]
    stem = posixpath.splitext(posixpath.basename(survey.path))[0]
    text = body.text_lexbor()
    short = len(text) < 4_000
    if short and _RIGHTS.search(text) and _RESERVED.search(text):
        return _FURNITURE["copyright-page"][0]
    return next((why for why, name in _FURNITURE.values() if short and name.fullmatch(stem)), "")


def _refuse_locked(archive: Archive, book: _Book) -> None:
    """Refuse a book whose chapters are encrypted. Fonts often are, and nobody needs them here."""
    if "META-INF/encryption.xml" not in archive:
        return
    for reference in _all(_xml(archive, "META-INF/encryption.xml"), "CipherReference"):
        path = posixpath.normpath(unquote(reference.get("URI") or ""))
        if path in book.chapters and not _FONTS.search(path):
            raise DocumentError("is locked by its seller (DRM); only a copy without it can be read")

"""Honest files, each the least its format asks for: the hostile ones are these with one thing wrong."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from tests.importing.hostile.case import SPOKEN, Member, zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TYPES = f"""{XML}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = f"""{XML}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="r2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def word_body(body: str) -> str:
    names = f'xmlns:w="{WORD}" xmlns:r="{OFFICE}"'
    return f"{XML}<w:document {names}><w:body>{body}</w:body></w:document>"


def word_parts(body: str = paragraph(SPOKEN), title: str = "", author: str = "", relations: str = "") -> dict[str, str]:
    """The parts of a Word file whose body is `body`; `relations` of the document to other parts."""
    dublin = "http://purl.org/dc/elements/1.1/"
    core = (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="{dublin}">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator></cp:coreProperties>"
    )
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": word_body(body),
        "word/_rels/document.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        "</Relationships>",
        "docProps/core.xml": core,
    }


def word(body: str = paragraph(SPOKEN), *more: Member, **others: str) -> bytes:
    return zipped(word_parts(body, **others), *more)


CONTAINER = f"""{XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""


def opf(manifest: str, spine: str, title: str = "A book", author: str = "", language: str = "en") -> str:
    return f"""{XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x</dc:identifier>
<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>
<dc:language>{escape(language)}</dc:language></metadata>
<manifest>{manifest}</manifest><spine>{spine}</spine></package>"""


def item(number: int, href: str, properties: str = "") -> str:
    more = f' properties="{properties}"' if properties else ""
    return f'<item id="c{number}" href="{href}" media-type="application/xhtml+xml"{more}/>'


def chapter(body: str) -> str:
    html = 'xmlns="http://www.w3.org/1999/xhtml"'
    return f"{XML}<!DOCTYPE html>\n<html {html}><head><title>A chapter</title></head><body>{body}</body></html>"


def epub_parts(body: str = f"<p>{SPOKEN}</p>", **metadata: str) -> dict[str, str]:
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": opf(item(1, "one.xhtml"), '<itemref idref="c1"/>', **metadata),
        "OPS/one.xhtml": chapter(body),
    }


def epub(body: str = f"<p>{SPOKEN}</p>", *more: Member, **metadata: str) -> bytes:
    return zipped(epub_parts(body, **metadata), *more)


def html(body: str = f"<p>{SPOKEN}</p>", title: str = "A page", head: str = "", language: str = "en") -> bytes:
    start = f'<!DOCTYPE html><html lang="{escape(language, {chr(34): "&quot;"})}"><head><meta charset="utf-8">'
    return f"{start}<title>{escape(title)}</title>{head}</head><body>{body}</body></html>".encode()


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def stream(data: bytes, more: bytes = b"", length: int | None = None) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(data) if length is None else length, data)


def shown(text: str = SPOKEN) -> bytes:
    """The operators that show `text` on a page."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
    return b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % escaped


def pdf_file(objects: Sequence[bytes], trailer: bytes = b"", before: bytes = b"") -> bytes:
    """A PDF of `objects`, numbered from 1; the first is the catalog."""
    out, places = bytearray(before + b"%PDF-1.7\n"), list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def pdf(changes: Mapping[int, bytes] | None = None, more: Sequence[bytes] = (), trailer: bytes = b"") -> bytes:
    """One page that says SPOKEN: 1 catalog, 2 pages, 3 page, 4 font, 5 content; `changes` by number, `more` from 6."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
        4: FONT,
        5: stream(shown()),
    }
    return pdf_file([*(objects | dict(changes or {})).values(), *more], trailer)

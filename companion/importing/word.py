"""A Word document -> a document: its styles as HTML by mammoth, then read as HTML is."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError

import mammoth  # type: ignore[import-untyped]  # it ships no types

from companion.guide.model import Kind
from companion.importing import authors, html, limits
from companion.importing.document import Document, Format, Piece
from companion.importing.gathering import Ledger
from companion.importing.limits import Archive
from companion.importing.sniffing import Source

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_QUOTES = (
    "Quote",
    "Intense Quote",
    "Block Text",
    "Quotations",
    "Block Quotation",
    "Block Quote",
    "Zitat",
    "Citation",
    "Cita",
)
_STYLES = "\n".join(
    (
        "p[style-name='Title'] => h1.title:fresh",
        "p[style-name='Subtitle'] => h2:fresh",
        *(f"p[style-name='{name}'] => blockquote > p:fresh" for name in _QUOTES),
        *(f"p[style-name='{name}'] => pre:separator('\\n')" for name in ("HTML Preformatted", "Preformatted Text")),
        "comment-reference => ",
    )
)
_TITLE = '<h1 class="title">'
_HEADINGS = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_SPOKEN = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_OFF = frozenset({"0", "false", "off"})  # ST_OnOff (ECMA-376, part 1)
_PARTS = {  # what mammoth does not read
    "running head": re.compile(r"word/header\d*\.xml"),
    "running foot": re.compile(r"word/footer\d*\.xml"),
    "comment": re.compile(r"word/comments\.xml"),
}


def read(source: Source, everything: bool) -> Document:
    """Read a Word document. Pictures are left out; nothing outside of the file is looked at."""
    archive = Archive(source.data)
    for name in archive.names:
        if name.endswith((".xml", ".rels")):
            limits.check_xml(archive.read(name))
    archive = Archive(source.data)
    ledger = source.ledger
    heads, feet = _unread(archive, ledger, everything)
    data = source.data if everything else _without_hidden(Archive(source.data), source.data, ledger)
    try:
        converted = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda _: {}),
            ignore_empty_paragraphs=True,
            external_file_access=False,
        )
    except (
        KeyError,
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        OSError,
        SyntaxError,
        NotImplementedError,
        ExpatError,
    ) as exc:
        raise limits.damaged() from exc
    pieces, footnotes = html.fragment(f"<body>{_below_title(converted.value)}</body>", ledger, everything, whole=True)
    limits.check_characters(sum(len(piece.text) for piece in pieces))
    title, author, language = _properties(archive)
    return Document(
        Format.WORD,
        (*heads, *pieces, *feet),
        title=title,
        author=author,
        language=language,
        footnotes=footnotes,
        left_out=ledger.items(),
    )


def _below_title(markup: str) -> str:
    """The markup with its one title above all headings: Word's Title and Heading 1 would else stand side by side."""
    if markup.count(_TITLE) == 1 and "<h1>" in markup.partition(_TITLE)[2]:
        markup = _HEADINGS.sub(lambda found: f"<h{(level := min(6, int(found[1]) + 1))}>{found[2]}</h{level}>", markup)
    return markup.replace(_TITLE, "<h1>")


def _unread(archive: Archive, ledger: Ledger, everything: bool) -> tuple[list[Piece], list[Piece]]:
    """What stands above and below every page, where it is wanted; else it is left out. Comments are, always."""
    heads: list[Piece] = []
    feet: list[Piece] = []
    for why, pattern in _PARTS.items():
        for name in sorted(archive.names):
            if not pattern.fullmatch(name):
                continue
            for text in _texts(_xml(archive.read(name))):
                if everything and why != "comment":
                    (heads if why == "running head" else feet).append(Piece(Kind.PARAGRAPH, ledger.clean(text)))
                else:
                    ledger.leave(why, text)
    if "word/document.xml" in archive:
        root = _xml(archive.read("word/document.xml"))
        for deleted in root.iter(f"{_W}delText"):
            ledger.leave("deleted text", deleted.text or "")
    return heads, feet


def _without_hidden(archive: Archive, data: bytes, ledger: Ledger) -> bytes:
    """The same file without its hidden text, which mammoth reads like any other."""
    shown: dict[str, bytes] = {}
    for name in _SPOKEN:
        if name not in archive:
            continue
        packed = archive.read(name)
        if b"vanish" not in packed.replace(b"\0", b""):  # it may be UTF-16
            continue
        root = _xml(packed)
        for run in root.iter(f"{_W}r"):
            hidden = run.find(f"{_W}rPr/{_W}vanish")
            if hidden is not None and hidden.get(f"{_W}val") not in _OFF:
                for text in run.findall(f"{_W}t"):
                    ledger.leave("hidden text", text.text or "")
                    run.remove(text)
        shown[name] = ET.tostring(root)
    if not shown:
        return data
    packing = io.BytesIO()
    with zipfile.ZipFile(packing, "w") as file:
        for name in archive.names:
            file.writestr(name, shown[name] if name in shown else archive.read(name))
    return packing.getvalue()


def _texts(root: ET.Element) -> Iterator[str]:
    for paragraph in root.iter(f"{_W}p"):
        text = " ".join("".join(run.text or "" for run in paragraph.iter(f"{_W}t")).split())
        if text:
            yield text


def _xml(data: bytes) -> ET.Element:
    limits.check_xml(data)
    try:
        return ET.fromstring(data)  # noqa: S314  # what declares entities was refused
    except (ET.ParseError, ValueError, LookupError) as exc:
        raise limits.damaged() from exc


def _properties(archive: Archive) -> tuple[str, str, str]:
    """Title, author and language, as far as the file says."""
    found: dict[str, str] = {}
    if "docProps/core.xml" in archive:
        for element in _xml(archive.read("docProps/core.xml")).iter():
            found.setdefault(element.tag.rpartition("}")[2], " ".join((element.text or "").split()))
    language = found.get("language", "")
    if not language and "word/styles.xml" in archive:
        defaults = _xml(archive.read("word/styles.xml")).find(f"{_W}docDefaults")
        default = defaults.find(f".//{_W}lang") if defaults is not None else None
        language = (default.get(f"{_W}val") or "") if default is not None else ""
    return found.get("title", ""), authors.named(found.get("creator", "")), language

"""One text of our own, written in every format that is read, by code: no binary file is kept."""

import io
import textwrap
import zipfile
from collections.abc import Callable
from html import escape

from docx import Document as WordDocument
from docx.oxml import parse_xml
from reportlab.lib.enums import TA_JUSTIFY  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A5  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer  # type: ignore[import-untyped]

from companion.guide.model import Kind

MARK = "\0"  # where the footnote's mark stands
TITLE = "The Ferry Bell"
AUTHOR = "Ines Marek"
NOTE = "The bell is rung by hand; a rope runs from the landing to the tower."
HEAD = "The Ferry Bell – A Guide"
TEXT: tuple[tuple[Kind, str], ...] = (
    (Kind.HEADING, TITLE),
    (Kind.HEADING, "Chapters 4–6"),
    (Kind.HEADING, "Summary"),
    (
        Kind.PARAGRAPH,
        "Oona crosses the river before anybody else is awake and finds the landing empty. The ferryman’s coat hangs on "
        "its nail, still wet, and the café behind the tollhouse has not opened since the flood. She waits for an hour, "
        "counts the planks twice, and walks home along the dike without having rung the bell.",
    ),
    (
        Kind.PARAGRAPH,
        "“Did you ring?” Sumner asks when she comes in. “Nobody was there to hear it,” she answers, and puts the "
        "kettle on. He laughs – it isn’t a kind laugh – and says that a bell does not ask who is listening. They eat "
        "without another word until the rain begins.",
    ),
    (
        Kind.PARAGRAPH,
        f"In the afternoon a boy brings an envelope from the other side.{MARK} The letter reads, “Dear Miss Pell, I "
        "have taken the small boat and shall not bring it back. The bell is yours now, and so is the rope. Keep it "
        "dry. Yours, Tobias Wrenn.” Oona reads it standing, then sits down and reads it again.",
    ),
    (
        Kind.QUOTE,
        "Whoever rings for the dead must ring for the living too, and whoever rings for the living had better know how "
        "to swim, since the river takes no notice of the hour.",
    ),
    (
        Kind.PARAGRAPH,
        "That sentence is cut into the tollhouse door. Oona has passed it every morning of her life; tonight she stops "
        "and lays her hand on it as one does on a horse.",
    ),
    (Kind.HEADING, "Analysis"),
    (
        Kind.PARAGRAPH,
        "The chapters turn on a bell that is not rung. Where the opening of the book made every sound a signal, here "
        "the silence carries the message, and the reader has to ask who was meant to hear it.",
    ),
    (Kind.PARAGRAPH, "Two readings have been proposed, and the book leaves room for both of them."),
    (Kind.ITEM, "The bell stands for duty, and Oona inherits it unwillingly."),
    (Kind.ITEM, "The bell stands for speech, and Oona learns to use it."),
    (
        Kind.PARAGRAPH,
        "Neither reading accounts for the coat. It is the one thing that Wrenn leaves without mentioning it, and it is "
        "the one thing that Oona never touches.",
    ),
)


def plain() -> str:
    """As a person types it: every paragraph in one line, blank lines between them."""
    blocks: list[str] = []
    number = 0
    for kind, text in TEXT:
        written = text.replace(MARK, "[1]")
        number = number + 1 if kind is Kind.ITEM else 0
        if kind is Kind.QUOTE:
            written = "    " + written
        elif kind is Kind.ITEM:
            written = f"{number}. {written}"
        blocks.append(written)
    return "\n\n".join([*blocks, f"[1] {NOTE}"]) + "\n"


def wrapped() -> str:
    """As a mail program breaks it: 72 columns, headings underlined or in capitals."""
    blocks: list[str] = []
    for block in plain().rstrip().split("\n\n"):
        indent = "    " if block.startswith("    ") else ""
        hanging = "   " if block[:2] in ("1.", "2.") else indent
        blocks.append(
            textwrap.fill(block.strip(), 72, initial_indent=indent, subsequent_indent=hanging, break_on_hyphens=False)
        )
    text = "\n\n".join(blocks) + "\n"
    text = text.replace(f"{TITLE}\n", f"{TITLE}\n{'=' * len(TITLE)}\n", 1)
    return text.replace("\nSummary\n", "\nSummary\n-------\n").replace("\nAnalysis\n", "\nAnalysis\n--------\n")


def markdown() -> str:
    blocks = ["---", f'title: "{TITLE}"', f"author: {AUTHOR}", "language: en-GB", "---", ""]
    levels = iter(("#", "##", "#", "#"))
    number = 0
    for kind, text in TEXT:
        number = number + 1 if kind is Kind.ITEM else 0
        written = text.replace(MARK, "[^bell]")
        if kind is Kind.HEADING:
            written = f"{next(levels)} {written}"
        elif kind is Kind.QUOTE:
            written = f"> {written}"
        elif kind is Kind.ITEM:
            written = f"{number}. {written}"
        blocks += [written, ""]
    return "\n".join([*blocks, f"[^bell]: {NOTE}", ""])


def _html_blocks(mark: str, tags: dict[str, str]) -> list[str]:
    blocks: list[str] = []
    for kind, text in TEXT:
        written = escape(text, quote=False).replace(MARK, mark)
        if kind is Kind.HEADING:
            tag = tags.get(text, "h2")
            written = f"<{tag}>{written}</{tag}>"
        elif kind is Kind.QUOTE:
            written = f"<blockquote>\n<p>{written}</p>\n</blockquote>"
        elif kind is Kind.ITEM:
            written = f"<li>{written}</li>"
        else:
            written = f"<p>{written}</p>"
        blocks.append(written)
    first = next(index for index, block in enumerate(blocks) if block.startswith("<li>"))
    last = max(index for index, block in enumerate(blocks) if block.startswith("<li>"))
    blocks[first], blocks[last] = f"<ol>{blocks[first]}", f"{blocks[last]}</ol>"
    return blocks


def html() -> str:
    mark = '<sup id="r1"><a href="#n1">1</a></sup>'
    body = "\n".join(_html_blocks(mark, {TITLE: "h1"}))
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{TITLE}</title><meta name="author" content="{AUTHOR}">
<style>p {{ margin: 0 }}</style><script>document.title = "no";</script></head>
<body><header><a href="/">Guides</a></header><nav><ul><li><a href="/a">Other guides</a></li></ul></nav>
<main>{body}
<section role="doc-endnotes"><h2>Notes</h2><ol><li id="n1">{NOTE} <a href="#r1">↩</a></li></ol></section></main>
<aside>Read next</aside><footer>Imprint</footer></body></html>"""


def word() -> bytes:
    document = WordDocument()
    document.core_properties.title, document.core_properties.author = TITLE, AUTHOR
    document.core_properties.language = "en-GB"
    styles = {TITLE: "Title", "Chapters 4–6": "Subtitle"}
    names = {Kind.HEADING: "Heading 1", Kind.QUOTE: "Quote", Kind.ITEM: "List Number", Kind.PARAGRAPH: "Normal"}
    for kind, text in TEXT:
        paragraph = document.add_paragraph(style=styles.get(text, names[kind]))
        before, mark, behind = text.partition(MARK)
        paragraph.add_run(before)
        if mark:
            paragraph.add_run()._r.append(parse_xml(f'<w:footnoteReference xmlns:w="{_W}" w:id="2"/>'))
            paragraph.add_run(behind)
    document.sections[0].header.paragraphs[0].text = HEAD
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_footnote(buffer.getvalue())


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def _with_footnote(data: bytes) -> bytes:
    """python-docx writes no footnotes: put the part in by hand."""
    part = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{_W}"><w:footnote w:id="2"><w:p><w:r>'
        f"<w:footnoteRef/></w:r><w:r><w:t>{NOTE}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rIdNotes" Type="{_RELATION}" Target="footnotes.xml"/>'
                content = content.replace("</Relationships>", f"{relation}</Relationships>")
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/>'
                content = content.replace("</Types>", f"{override}</Types>")
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
        new.writestr("word/footnotes.xml", part)
    return packed.getvalue()


def zipped(entries: dict[str, str | bytes]) -> bytes:
    """A zip file; `mimetype` is stored, as EPUB wants it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def package(items: str, spine: str, metadata: str = "") -> str:
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )


def page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
    )


def epub() -> bytes:
    """Two chapters: the second has no heading of its own, and the footnote stands in a file of its own."""
    blocks = _html_blocks('<a epub:type="noteref" href="notes.xhtml#n1">1</a>', {TITLE: "h1"})
    half = next(index for index, block in enumerate(blocks) if ">Analysis<" in block)
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"{more}/>'
        for name, more in (("cover", ""), ("nav", ' properties="nav"'), ("one", ""), ("two", ""), ("notes", ""))
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in ("cover", "nav", "one", "two", "notes"))
    links = (
        f'<li><a href="{name}.xhtml">{label}</a></li>' for name, label in (("one", "Summary"), ("two", "Analysis"))
    )
    toc = f'<nav epub:type="toc"><ol>{"".join(links)}</ol></nav>'
    metadata = f"<dc:title>{TITLE}</dc:title><dc:creator>{AUTHOR}</dc:creator><dc:language>en-GB</dc:language>"
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": package(items, spine, metadata),
            "OEBPS/cover.xhtml": page('<section epub:type="cover"><p>Cover</p></section>'),
            "OEBPS/nav.xhtml": page(toc),
            "OEBPS/one.xhtml": page("\n".join(blocks[:half])),
            "OEBPS/two.xhtml": page("\n".join(blocks[half + 1 :])),
            "OEBPS/notes.xhtml": page(f'<h2>Notes</h2><aside epub:type="footnote" id="n1"><p>{NOTE}</p></aside>'),
        }
    )


def pdf() -> bytes:
    """A5, justified and hyphenated by nobody, with a running head, page numbers, and the footnote at the end."""
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, alignment=TA_JUSTIFY, spaceAfter=8)
    styles = {
        Kind.PARAGRAPH: body,
        Kind.QUOTE: ParagraphStyle("quote", parent=body, leftIndent=24, rightIndent=24),
        Kind.HEADING: ParagraphStyle(
            "heading", fontName="Times-Bold", fontSize=14, leading=18, spaceBefore=8, spaceAfter=8
        ),
    }
    title = ParagraphStyle("title", fontName="Times-Bold", fontSize=22, leading=26, spaceAfter=8)
    flow: list[Paragraph | Spacer] = []
    number = 0
    for kind, text in TEXT:
        written = escape(text, quote=False).replace(MARK, '<super size="7">1</super>')
        number = number + 1 if kind is Kind.ITEM else 0
        if kind is Kind.ITEM:
            item = ParagraphStyle("item", parent=body, leftIndent=18, bulletIndent=0)
            flow.append(Paragraph(written, item, bulletText=f"{number}."))
        else:
            flow.append(Paragraph(written, title if text == TITLE else styles[kind]))
    flow.append(
        Paragraph(f'<super size="5">1</super> {NOTE}', ParagraphStyle("note", parent=body, fontSize=8, leading=10))
    )
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A5, title=TITLE, author=AUTHOR).build(
        flow, onFirstPage=_furniture, onLaterPages=_furniture
    )
    return buffer.getvalue()


def _furniture(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Times-Italic", 9)
    canvas.drawString(72, A5[1] - 40, HEAD)
    canvas.drawCentredString(A5[0] / 2, 30, str(canvas.getPageNumber()))


FIXTURES: dict[str, Callable[[], bytes]] = {
    "utf-8.txt": lambda: plain().encode(),
    "utf-16.txt": lambda: plain().encode("utf-16"),
    "cp1252-crlf.txt": lambda: plain().replace("\n", "\r\n").encode("cp1252"),
    "wrapped.txt": lambda: wrapped().encode(),
    "guide.md": lambda: markdown().encode(),
    "guide.html": lambda: html().encode(),
    "guide.docx": word,
    "guide.epub": epub,
    "guide.pdf": pdf,
}

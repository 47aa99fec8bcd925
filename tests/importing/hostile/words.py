"""Word files: entities, depth, parts elsewhere, macros and fields."""

from collections.abc import Iterator

from tests.importing.hostile.case import READ, REFUSED, SCRIPTED, SECRET, SPOKEN, Bait, Hostile, plain, zipped
from tests.importing.hostile.honest import OFFICE, WORD, XML, paragraph, word, word_body, word_parts
from tests.importing.hostile.pages import laughing, outside, squared

_SAID = paragraph(SPOKEN)
_TABLE = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"


def _with(**parts: bytes | str) -> bytes:
    """A Word file with other parts; their names written with `__` for `/` and `_dot_` for `.`."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    return zipped({**word_parts(), **named})


def _declaring(declared: bytes, often: int = 1, encoding: str = "utf-8") -> bytes:
    body = word_body(f"<w:p><w:r><w:t>{'&lol9;' * often}</w:t></w:r></w:p>")
    text = body.replace(XML, f'<?xml version="1.0" encoding="{encoding.upper()}"?>\n' + declared.decode())
    return _with(word__document_dot_xml=text.encode(encoding))


def _entities(bait: Bait) -> Iterator[Hostile]:
    root = "w:document"
    yield Hostile("billion-laughs.docx", REFUSED, _declaring(laughing(root)))
    yield Hostile("billion-laughs-in-utf16.docx", REFUSED, _declaring(laughing(root), encoding="utf-16"))
    yield Hostile("laughs-squared.docx", REFUSED, _declaring(squared(root), 50_000))
    yield Hostile("entity-from-a-file.docx", REFUSED, _declaring(outside(root, f"file://{bait.file}")))
    yield Hostile("entity-from-the-network.docx", REFUSED, _declaring(outside(root, bait.url)))
    dtd = f'<!DOCTYPE w:document PUBLIC "-//x" "{bait.url}">'.encode()
    yield Hostile("type-from-the-network.docx", REFUSED, _declaring(dtd))
    types = word_parts()["[Content_Types].xml"].replace(XML, XML + laughing("Types").decode())
    yield Hostile("billion-laughs-in-the-types.docx", REFUSED, zipped({**word_parts(), "[Content_Types].xml": types}))
    core = laughing("x") + b"<x>&lol9;</x>"
    yield Hostile("billion-laughs-in-the-title.docx", REFUSED, _with(docProps__core_dot_xml=core))


def _deep() -> Iterator[Hostile]:
    opens, closes = _TABLE
    yield Hostile("tables-in-tables.docx", REFUSED, word(_SAID + opens * 20_000 + closes * 20_000))
    yield Hostile("boxes-in-boxes.docx", REFUSED, word(_SAID + "<w:sdt><w:sdtContent>" * 50_000))
    inserted = '<w:ins w:id="1">' * 30_000 + "</w:ins>" * 30_000
    yield Hostile("insertions-in-insertions.docx", REFUSED, word(f"{_SAID}<w:p>{inserted}</w:p>"))
    runs = "<w:hyperlink>" * 3000 + "</w:hyperlink>" * 3000
    yield Hostile("links-in-links.docx", REFUSED, word(f"{_SAID}<w:p>{runs}</w:p>"))
    styles = (
        f'{XML}<w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    relation = f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
    styled = f'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>{SPOKEN}</w:t></w:r></w:p>'
    circle = plain("word/styles.xml", styles.encode())
    yield Hostile("styles-in-a-circle.docx", READ, word(styled, circle, relations=relation), holds=(SPOKEN,))
    notes = f'{XML}<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="5"><w:p><w:r><w:t>Dawn.</w:t></w:r>' + (
        '<w:r><w:footnoteReference w:id="5"/></w:r></w:p></w:footnote></w:footnotes>'
    )
    marked = f'<w:p><w:r><w:t>{SPOKEN}</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r></w:p>'
    relation_of_notes = f'<Relationship Id="f" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>'
    itself = plain("word/footnotes.xml", notes.encode())
    yield Hostile("footnote-to-itself.docx", READ, word(marked, itself, relations=relation_of_notes), holds=(SPOKEN,))
    yield Hostile("footnote-that-is-not-there.docx", REFUSED, word(marked), holds=(SPOKEN,))
    yield Hostile("two-hundred-thousand-paragraphs.docx", REFUSED, word(paragraph("No.") * 200_000))
    yield Hostile("one-megabyte-in-one-line.docx", READ, word(paragraph((SPOKEN + " ") * 40_000)))
    breaks = "<w:p><w:r><w:t>Dawn.</w:t>" + "<w:br/><w:tab/>" * 100_000 + "</w:r></w:p>"
    yield Hostile("two-hundred-thousand-breaks.docx", REFUSED, word(_SAID + breaks), holds=(SPOKEN,))


def _reaching(bait: Bait) -> Iterator[Hostile]:
    def picture(target: str, mode: str = "External") -> bytes:
        relation = f'<Relationship Id="i" Type="{OFFICE}/image" Target="{target}" TargetMode="{mode}"/>'
        drawn = (
            '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
            'wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            '<a:graphicData><p:pic xmlns:p="http://schemas.openxmlformats.org/drawingml/2006/picture"><p:blipFill>'
            '<a:blip r:link="i" r:embed="i"/></p:blipFill></p:pic></a:graphicData></a:graphic></wp:inline>'
            "</w:drawing></w:r></w:p>"
        )
        return word(_SAID + drawn, relations=relation)

    def told(name: str, data: bytes) -> Hostile:
        return Hostile(name, READ, data, holds=(SPOKEN,), lacks=(SECRET, SCRIPTED))

    yield told("picture-from-a-file.docx", picture(f"file://{bait.file}"))
    yield told("picture-from-a-path.docx", picture(bait.file))
    yield told("picture-from-the-network.docx", picture(bait.url))
    yield told("picture-that-climbs-out.docx", picture(f"../../../../..{bait.file}", "Internal"))
    template = f'<Relationship Id="t" Type="{OFFICE}/attachedTemplate" Target="{bait.url}" TargetMode="External"/>'
    yield told("template-from-the-network.docx", word(_SAID, relations=template))
    field = (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>INCLUDETEXT "{bait.file}" {SCRIPTED}</w:instrText>'
    )
    ended = '<w:fldChar w:fldCharType="end"/></w:r></w:p>'
    yield told("field-that-includes-a-file.docx", word(_SAID + field + ended))
    link = f'<Relationship Id="h" Type="{OFFICE}/hyperlink" Target="javascript:{SCRIPTED}" TargetMode="External"/>'
    linked = '<w:p><w:hyperlink r:id="h"><w:r><w:t>Dawn.</w:t></w:r></w:hyperlink></w:p>'
    yield Hostile(
        "link-that-is-a-script.docx", READ, word(_SAID + linked, relations=link), holds=(SPOKEN,), lacks=(SCRIPTED,)
    )
    macros = plain("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + SCRIPTED.encode())
    yield Hostile("macros.docm", READ, word(_SAID, macros), holds=(SPOKEN,), lacks=(SCRIPTED,))
    chunk = plain("word/chunk.html", f"<script>{SCRIPTED}</script>".encode())
    named = f'<Relationship Id="c" Type="{OFFICE}/aFChunk" Target="chunk.html"/>'
    yield Hostile(
        "page-held-inside.docx",
        READ,
        word(_SAID + '<w:altChunk r:id="c"/>', chunk, relations=named),
        holds=(SPOKEN,),
        lacks=(SCRIPTED,),
    )
    hidden = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{SCRIPTED}</w:t></w:r></w:p>"
    yield Hostile("hidden-text.docx", READ, word(_SAID + hidden), holds=(SPOKEN,), lacks=(SCRIPTED,))
    tags = "<script>x()</script> <b>bold</b> &amp; &lt;"
    yield Hostile("tags-as-text.docx", READ, word(paragraph(tags)), holds=(tags,))


def _broken() -> Iterator[Hostile]:
    parts = word_parts()
    for name in ("word/document.xml", "_rels/.rels", "[Content_Types].xml"):
        lacking = {key: part for key, part in parts.items() if key != name}
        called = name.strip("_/.[]").replace("/", "-").replace("_", "").replace("[", "").replace("]", "")
        expected = REFUSED if name == "word/document.xml" else READ
        yield Hostile(f"without-{called}.docx", expected, zipped(lacking))
    yield Hostile("body-cut-off.docx", REFUSED, _with(word__document_dot_xml=word_body(_SAID)[:-30]))
    yield Hostile("body-of-zeros.docx", REFUSED, _with(word__document_dot_xml=bytes(5000)))
    yield Hostile("body-of-another-kind.docx", REFUSED, _with(word__document_dot_xml=f"{XML}<html>{SPOKEN}</html>"))
    yield Hostile("body-without-anything.docx", REFUSED, word(""))
    no_number = '<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="-1"/></w:numPr></w:pPr>'
    listed = f'{no_number}<w:r><w:t>{SPOKEN}</w:t></w:r></w:p><w:p><w:r><w:sym w:char="zz" w:font="x"/></w:r></w:p>'
    yield Hostile("numbers-that-are-none.docx", REFUSED, word(listed), holds=(SPOKEN,))
    merged = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/><w:vMerge/></w:tcPr>' + _SAID
    yield Hostile("cell-of-a-billion-columns.docx", READ, word(f"{merged}</w:tc></w:tr></w:tbl>"), holds=(SPOKEN,))
    elsewhere = parts["_rels/.rels"].replace("word/document.xml", "../../../../etc/passwd")
    yield Hostile("document-that-climbs-out.docx", READ, zipped({**parts, "_rels/.rels": elsewhere}))
    itself = parts["_rels/.rels"].replace("word/document.xml", "_rels/.rels")
    yield Hostile("document-that-is-its-own-list.docx", REFUSED, zipped({**parts, "_rels/.rels": itself}))
    namespaces = "".join(f' xmlns:n{number}="urn:{number}"' for number in range(20_000))
    many = word_body(_SAID).replace("<w:body>", f"<w:body{namespaces}>")
    yield Hostile("twenty-thousand-namespaces.docx", READ, _with(word__document_dot_xml=many), holds=(SPOKEN,))


def cases(bait: Bait) -> Iterator[Hostile]:
    yield from _entities(bait)
    yield from _deep()
    yield from _reaching(bait)
    yield from _broken()

"""Word documents and EPUBs: styles, order and labels; what is no text of theirs is left out by name."""

import io

import pytest
from docx import Document as WordDocument

from companion.errors import DocumentError
from companion.importing.child import document
from companion.importing.document import Document
from tests.importing.fixtures import CONTAINER, package, page, zipped

PROSE = "The lamp was out and nobody on the quay had asked why it was out."


def word(*paragraphs: tuple[str, str]) -> Document:
    made = WordDocument()
    for style, text in paragraphs:
        made.add_paragraph(text, style=style)
    buffer = io.BytesIO()
    made.save(buffer)
    return document(buffer.getvalue(), "a.docx")


def test_words_styles_say_what_a_paragraph_is() -> None:
    found = word(
        ("Title", "A"),
        ("Subtitle", "B"),
        ("Heading 2", "C"),
        ("Normal", PROSE),
        ("Intense Quote", "D"),
        ("List Bullet", "E"),
    )
    assert [(piece.kind.value, piece.level, piece.text) for piece in found.pieces] == [
        ("heading", 1, "A"),
        ("heading", 2, "B"),
        ("heading", 2, "C"),
        ("paragraph", 0, PROSE),
        ("quote", 0, "D"),
        ("item", 1, "E"),
    ]


def test_words_title_stands_above_its_chapters() -> None:
    """Word's first heading is for chapters; the title would be one of them."""
    found = word(("Title", "A"), ("Normal", PROSE), ("Heading 1", "B"), ("Heading 2", "C"), ("Normal", PROSE))
    assert [piece.level for piece in found.pieces] == [1, 0, 2, 3, 0]
    twice = word(("Title", "A"), ("Heading 1", "B"), ("Normal", PROSE), ("Title", "C"), ("Normal", PROSE))
    assert [piece.level for piece in twice.pieces] == [1, 1, 0, 1, 0]


def test_a_word_document_without_styles_has_headings_all_the_same() -> None:
    found = word(("Normal", "Summary"), ("Normal", PROSE), ("Normal", "Analysis"), ("Normal", PROSE))
    assert [piece.kind.value for piece in found.pieces] == ["heading", "paragraph", "heading", "paragraph"]


def test_hidden_text_of_word_is_left_out_and_named() -> None:
    """Teachers hide answers in their handouts; nobody who reads the page sees them, so nobody should hear them."""
    made = WordDocument()
    paragraph = made.add_paragraph(PROSE)
    for text, hidden in ((" The answer is forty.", True), (" Turn the page.", False)):
        paragraph.add_run(text).font.hidden = hidden
    buffer = io.BytesIO()
    made.save(buffer)
    found = document(buffer.getvalue(), "a.docx")
    assert [piece.text for piece in found.pieces] == [f"{PROSE} Turn the page."]
    assert [(left.reason, left.text.strip()) for left in found.left_out] == [("hidden text", "The answer is forty.")]
    everything = document(buffer.getvalue(), "a.docx", everything=True)
    assert [piece.text for piece in everything.pieces] == [f"{PROSE} The answer is forty. Turn the page."]


def book(pages: dict[str, str], spine: str = "", toc: str = "", extra: dict[str, str] | None = None) -> Document:
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in pages)
    items += '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>' if toc else ""
    entries: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": package(items, spine or "".join(f'<itemref idref="{name}"/>' for name in pages)),
        **{f"OEBPS/{name}.xhtml": page(body) for name, body in pages.items()},
        **(extra or {}),
    }
    if toc:
        entries["OEBPS/nav.xhtml"] = page(f'<nav epub:type="toc"><ol>{toc}</ol></nav>')
    return document(zipped(entries), "a.epub")


def test_chapters_come_in_reading_order() -> None:
    """The order of the files is not the order of the book."""
    found = book({"a": "<p>Second.</p>", "b": "<p>First.</p>"}, '<itemref idref="b"/><itemref idref="a"/>')
    assert [piece.text for piece in found.pieces] == ["First.", "Second."]


def test_a_chapter_without_a_heading_is_called_what_the_contents_call_it() -> None:
    toc = '<li><a href="a.xhtml">The Quay</a></li><li><a href="b.xhtml">The Lamp</a></li>'
    found = book({"a": f"<p>{PROSE}</p>", "b": f"<h1>II. The Lamp</h1><p>{PROSE}</p>"}, toc=toc)
    assert [piece.text for piece in found.pieces] == ["The Quay", PROSE, "II. The Lamp", PROSE]


def test_furniture_of_a_book_is_left_out() -> None:
    pages = {
        "cover": "<p>Cover</p>",
        "x1": '<section epub:type="toc"><p>Contents</p></section>',
        "copyright": "<p>All rights reserved</p>",
        "x2": "<p>© 2019 Quayside Press</p><p>ISBN 0-00-000000-0</p>",
        "one": f"<p>{PROSE}</p>",
    }
    found = book(pages)
    assert [piece.text for piece in found.pieces] == [PROSE]
    assert [(one.reason, one.text) for one in found.left_out] == [
        ("cover", "Cover"),
        ("table of contents", "Contents"),
        ("copyright notice", "All rights reserved"),
        ("copyright notice", "© 2019 Quayside PressISBN 0-00-000000-0"),
    ]


def test_a_locked_book_is_refused() -> None:
    locked = '<encryption><CipherReference URI="OEBPS/one.xhtml"/></encryption>'
    with pytest.raises(DocumentError, match="locked by its seller"):
        book({"one": f"<p>{PROSE}</p>"}, extra={"META-INF/encryption.xml": locked})
    fonts = locked.replace("one.xhtml", "a.otf")
    assert book({"one": f"<p>{PROSE}</p>"}, extra={"META-INF/encryption.xml": fonts}).pieces


def test_a_path_out_of_the_book_is_never_followed() -> None:
    with pytest.raises(DocumentError, match="book without chapters"):
        book({"../../../etc/passwd": ""}, spine='<itemref idref="../../x"/>')


def test_a_table_of_a_text_and_its_notes_in_word_is_read_column_by_column() -> None:
    """Teachers write guides in two columns; the notes are not to be told in the text's voice."""
    made = WordDocument()
    made.add_heading("Chapter 1", 1)
    table = made.add_table(rows=0, cols=2)
    for cells in (("Summary", "Commentary"), (PROSE, "Nobody asks, and so nobody has to answer.")):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    facts = made.add_table(rows=0, cols=2)
    for cells in (("Name", "Part"), ("Oona", "Keeper")):
        for cell, text in zip(facts.add_row().cells, cells, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    made.save(buffer)
    assert [(piece.kind.value, piece.text) for piece in document(buffer.getvalue(), "a.docx").pieces] == [
        ("heading", "Chapter 1"),
        ("heading", "Summary"),
        ("paragraph", PROSE),
        ("heading", "Commentary"),
        ("paragraph", "Nobody asks, and so nobody has to answer."),
        ("paragraph", "Name — Part"),
        ("paragraph", "Oona — Keeper"),
    ]


def test_a_login_is_no_author_of_a_word_document() -> None:
    for name, author in (("Nora Quill", "Nora Quill"), ("quilln2", ""), ("Windows User", "")):
        made = WordDocument()
        made.core_properties.author = name
        made.add_paragraph(PROSE)
        buffer = io.BytesIO()
        made.save(buffer)
        assert document(buffer.getvalue(), "a.docx").author == author

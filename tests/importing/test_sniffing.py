"""A file is what its bytes are; what is no document is refused by the name of what it is."""

import io
import zipfile

import pytest

from companion.errors import DocumentError
from companion.importing import limits
from companion.importing.child import document
from companion.importing.document import Format
from companion.importing.sniffing import sniffed
from tests.importing.fixtures import CONTAINER, package, zipped


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Just a text.\n", Format.TEXT),
        ("# A heading\n\nText.\n", Format.MARKDOWN),
        ("---\ntitle: A\n---\n\nText.\n", Format.MARKDOWN),
        ("+++\ntitle = 'A'\n+++\n\nText.\n", Format.MARKDOWN),
        ("Text.[^1]\n\n[^1]: A note.\n", Format.MARKDOWN),
        ("<!DOCTYPE html><p>Text.", Format.HTML),
        ("<p>Text.</p>", Format.HTML),
        ("<!-- saved -->\n<html><body>Text.", Format.HTML),
        ("a < b and c > d\n", Format.TEXT),
        ("Text about <p> tags.\n", Format.TEXT),
        ("* one star\n\n1. one\n", Format.TEXT),
        ("%PDF- is how a PDF begins.\n" * 40, Format.PDF),
        ("A text that says %PDF-1.4 somewhere.\n", Format.TEXT),
    ],
)
def test_text_is_known_by_what_stands_in_it(text: str, form: Format) -> None:
    assert sniffed(text.encode(), "x").format is form


def test_only_the_name_tells_markdown_from_text() -> None:
    """`* one` may be either."""
    assert sniffed(b"* one\n* two\n", "a.MD").format is Format.MARKDOWN


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n\n", "is empty"),
        ("\u200b\u200b".encode(), "no character that can be seen"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"GIF89a\1\0\1\0", "a GIF picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a WebP picture"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a WAV sound file"),
        (b"ID3\4\0\0\0\0\0\0", "an MP3 sound file"),
        (b"\0\0\0\x20ftypisom", "an MP4 video"),
        (b"\0\0\0\x20ftypheic", "a HEIC picture"),
        (b"\x7fELF\2\1\1\0", "a program"),
        (b"MZ\x90\0\3\0\0\0", "a program"),
        (b"\x1f\x8b\x08\0", "a gzip archive"),
        (b"Rar!\x1a\x07\1\0", "a RAR archive"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"{\\rtf1\\ansi Text}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "before 2007"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\0" * 60 + b"BOOKMOBI", "a Kindle book"),
        (b"<?xml version='1.0'?><svg xmlns='x'/>", "an SVG picture"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "entities"),
        (zipped({"a.txt": "x"}), "a zip archive"),
        (zipped({"xl/workbook.xml": "x"}), "an Excel workbook"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (b"PK\3\4 cut short", "damaged or cut short"),
        (b"%PDF-1.7 and no more", "damaged or cut short"),
    ],
)
def test_what_is_not_read_is_refused_by_its_name(data: bytes, what: str) -> None:
    """ "Not supported" would leave a person guessing."""
    with pytest.raises(DocumentError, match=what) as caught:
        document(data, "essay.docx")
    assert "\n" not in str(caught.value)
    assert ";" in str(caught.value), "the way out is said"


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    with pytest.raises(DocumentError, match="unpacks to far more"):
        document(zipped({"word/document.xml": b"a" * (20 << 20)}), "a.docx")


def test_a_directory_that_lies_about_sizes_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit counts what really comes out."""
    monkeypatch.setattr(limits, "MOST_ENTRY", 1_000)
    with pytest.raises(DocumentError, match="unpacks to far more"):
        limits.Archive(zipped({"a": b"abcdefghij" * 500})).read("a")


def test_an_archive_of_too_many_files_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(limits.MOST_ENTRIES + 1):
            archive.writestr(str(number), b"")
    with pytest.raises(DocumentError, match="5,001 files"):
        limits.Archive(buffer.getvalue())


def test_entities_are_refused_in_every_encoding() -> None:
    """Billion laughs and XXE both begin with a DTD."""
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    for encoding in ("utf-8", "utf-16"):
        entries: dict[str, str | bytes] = {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": bomb.encode(encoding)}
        with pytest.raises(DocumentError, match="DTD"):
            document(zipped(entries), "a.epub")
        with pytest.raises(DocumentError, match="DTD"):
            document(zipped({"word/document.xml": bomb.encode(encoding)}), "a.docx")


def test_a_book_may_name_a_doctype_without_entities() -> None:
    """Every older EPUB's table of contents does."""
    doctype = '<?xml version="1.0"?><!DOCTYPE package PUBLIC "-//x//DTD//EN" "x.dtd">'
    whole = package('<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>', '<itemref idref="a"/>')
    entries = {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": doctype + whole.partition("?>")[2]}
    found = document(zipped({**entries, "OEBPS/a.xhtml": "<p>Text of the book.</p>"}), "a.epub")
    assert [piece.text for piece in found.pieces] == ["Text of the book."]

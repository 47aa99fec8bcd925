"""Guides at the edge: nothing but notes, written from right to left, thousands of words."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from companion.exports.archive import put_zip
from companion.exports.epub import MIMETYPE, Files
from companion.exports.epub.book import Book
from companion.exports.proving import prove
from companion.narration.document import Block, Timeline
from tests.exports.epub.opened import Opened, X
from tests.exports.epub.test_inline import block, timeline
from tests.exports.tools import epubcheck_messages

TEXT = "EPUB/text/section.xhtml"


def book(whole: Timeline, path: Path, notes: str = "end") -> Path:
    """A book whose sound is not looked at."""
    (path.parent / "section.m4a").write_bytes(b"sound")
    laid = Book(whole, notes)
    put_zip(path, Files(laid, dict.fromkeys(laid.heard, path.parent / "section.m4a")), MIMETYPE)
    return path


@pytest.mark.timeout(300)
def test_a_guide_of_notes_alone_without_its_notes_is_still_a_book(tmp_path: Path) -> None:
    """Nothing is left but its title page, and nothing claims that it is read aloud."""
    whole = timeline(block("Analysis."))
    whole["sections"][0]["role"] = "notes"
    path = book(whole, tmp_path / "empty.epub", "none")
    opened = Opened.read(path)
    assert [link.get("href") for link in opened.tree("EPUB/nav.xhtml").iter(f"{X}a")][:1] == ["title.xhtml"]
    assert opened.metadata("media:duration") == []
    assert opened.metadata("schema:accessModeSufficient") == ["textual"]
    assert epubcheck_messages(path) == []


def test_a_guide_written_from_right_to_left_reads_so(tmp_path: Path) -> None:
    """Its pages turn the other way."""
    whole = timeline(block("שלום עולם"))
    whole["guide"]["language"] = "he"
    opened = Opened.read(book(whole, tmp_path / "he.epub"))
    assert opened.tree(TEXT).get("dir") == "rtl"
    spine = opened.package.find("{http://www.idpf.org/2007/opf}spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"


@pytest.mark.timeout(300)
def test_a_bullet_that_says_only_a_number_is_no_number_of_a_list(tmp_path: Path) -> None:
    """A list of years, and one of the digits of pi: only items of ordered lists have values (HTML, 4.4.8)."""
    texts = ("1984", "3" * 5000, "7. The seventh")
    items: list[Block] = [
        {**block(text, f"b{at}", f"s{at}"), "kind": "item", "level": 1} for at, text in enumerate(texts)
    ]
    path = book(timeline(*items), tmp_path / "items.epub")
    opened = Opened.read(path)
    listed = [(outer.tag, one.get("value")) for outer in opened.tree(TEXT).iter() for one in outer.iterfind(f"{X}li")]
    assert listed == [(f"{X}ul", None), (f"{X}ul", None), (f"{X}ol", "7")]
    assert epubcheck_messages(path) == []


@pytest.mark.timeout(300)
def test_a_title_with_what_no_xml_can_hold_is_still_a_book(tmp_path: Path) -> None:
    """A stray control character, in every place that a title has."""
    whole = timeline(block("Once."))
    whole["guide"]["title"] = "A \x01 title"
    path = book(whole, tmp_path / "title.epub")
    assert epubcheck_messages(path) == []
    assert not [fault for fault in prove(path) if "is no XML" in fault.what]


def test_what_is_long_is_made_only_when_it_is_asked_for() -> None:
    """A book of 100,000 words is never in memory as a whole."""
    files = Files(Book(timeline(block("word " * 2000), samples=22050 * 600)), {0: Path("section.m4a")})
    assert isinstance(files["EPUB/text/section.xhtml"], bytes)
    assert files["EPUB/text/section.xhtml"] is not files["EPUB/text/section.xhtml"]
    overlay = files["EPUB/overlay/section.smil"]
    assert isinstance(overlay, bytes)
    assert len(list(ElementTree.fromstring(overlay).iter("{http://www.w3.org/ns/SMIL}par"))) == 2000

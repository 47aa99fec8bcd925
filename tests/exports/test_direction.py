"""The direction of writing: known for every language, and the same in every export that has pages."""

import re

import pytest

from companion.exports import audiobook, daisy, epub, html
from companion.exports.daisy.book import CONTENT, NCC
from companion.exports.direction import direction
from companion.exports.epub.book import Book
from companion.exports.narrated import Narrated


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en-GB", "ltr"),
        ("he", "rtl"),
        ("AR-eg", "rtl"),
        ("ug", "rtl"),
        ("sd", "rtl"),
        ("ks", "rtl"),
        ("ks-Deva", "ltr"),
        ("pa-Arab-PK", "rtl"),
        ("zh-Hant-TW", "ltr"),
        ("jrb-Hebr", "rtl"),
        ("ar-Latn", "ltr"),
        ("de-1901", "ltr"),
        ("", "ltr"),
    ],
)
def test_the_script_decides_and_else_the_language(language: str, written: str) -> None:
    """Kashmiri is written in two scripts, and so is Punjabi."""
    assert direction(language) == written


@pytest.mark.parametrize("language", ["ug", "pa-Arab", "en"])
def test_every_export_with_pages_turns_them_the_same_way(weir: Narrated, language: str) -> None:
    """Read from the wrong side, punctuation and numbers stand where nobody looks for them."""
    told = Narrated(weir.folder, {**weir.timeline, "guide": {**weir.timeline["guide"], "language": language}})
    talking = daisy.files(daisy.laid_out(told), {})
    heard, book = audiobook.lpf(told, audiobook.laid_out(told)), epub.Files(Book(told.timeline), {})
    pages = [talking[name] for name in (NCC, CONTENT)]
    pages += [heard[name] for name in ("index.html", "01.html")]
    pages += [book[name] for name in ("EPUB/nav.xhtml", "EPUB/text/tale.xhtml", "EPUB/package.opf")]
    found = [page.decode() for page in pages if isinstance(page, bytes)]
    found += re.findall("<(?:h1|p|section) [^>]*>", "\n".join(html.reading(told.timeline, "sound/")))
    assert len(found) == 7 + 2 + len(told.timeline["sections"])
    assert [one for one in found if f'dir="{direction(language)}"' not in one] == []

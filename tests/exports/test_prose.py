"""A part's text as XHTML: what stands in front of an item, and the id of everything that is said."""

from xml.etree import ElementTree

import pytest

from companion.exports import html
from companion.exports.audiobook import pages
from companion.exports.audiobook.book import Book
from companion.narration.document import Block
from tests.exports.epub.test_inline import block, timeline


def page(*blocks: Block) -> str:
    """The only part of an audiobook, to be read along."""
    book = Book(timeline(*blocks))
    return pages.text(book, book.parts[0])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1. First the gate.", 1),
        ("12) Then the wheel.", 12),
        ("3.", 3),
        ("123456789. The longest that Markdown has", 123456789),
        ("1234567890. One more", None),
        ("1984", None),
        ("3.14 is about pi", None),
        ("Yes. I would do it again.", None),
        ("IV. is no number of a list", None),
        ("", None),
    ],
)
def test_an_item_has_a_number_where_markdown_gave_it_one(text: str, number: int | None) -> None:
    """Whether a list is numbered is known by its text alone, in every format by the same rule."""
    assert html.number({**block(text), "kind": "item"}) == number


def test_an_item_that_begins_with_a_short_sentence_keeps_its_bullet() -> None:
    """Without it, two items run into one."""
    found = page({**block("Yes. I would do it again."), "kind": "item", "level": 1})
    assert "<ul>\n<li><span" in found
    assert '<li class="numbered"><span' in page({**block("1. I would do it again."), "kind": "item", "level": 1})


def test_a_sentence_that_stands_twice_gives_every_word_an_id_of_its_own() -> None:
    """Said twice, “No, no.” is “s” and “s-2”: the second word of the first must not be called so too."""
    twice = (block("No, no.", "first", "s"), block("No, no.", "second", "s-2"), block("No.", "third", "s_1"))
    found = [one.get("id") for one in ElementTree.fromstring(page(*twice)).iter() if one.get("id")]
    assert found == ["s", "s_1_", "s_2", "s-2", "s-2_1", "s-2_2", "s_1", "s_1_1"]

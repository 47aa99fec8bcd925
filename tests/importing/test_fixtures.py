"""One text saved in every format and encoding gives one and the same guide."""

import pytest

from companion.guide.model import Kind, Role
from companion.importing.child import document
from companion.importing.importing import Imported, understood
from tests.importing.fixtures import AUTHOR, FIXTURES, HEAD, NOTE, TITLE

Shape = list[tuple[str, Role, list[tuple[Kind, str]]]]


def guide(name: str) -> Imported:
    return understood(document(FIXTURES[name](), name), "ferry", language="en-GB")


def shape(found: Imported) -> Shape:
    """Sections with their roles, and every block with its text. Section ids and levels are told apart elsewhere."""
    return [
        (section.title, section.role, [(block.kind, block.text) for block in section.blocks])
        for section in found.guide.sections
    ]


@pytest.fixture(scope="module")
def wanted() -> Shape:
    return shape(guide("guide.md"))


@pytest.mark.parametrize("name", FIXTURES)
def test_every_format_and_encoding_gives_the_same_guide(name: str, wanted: Shape) -> None:
    """Whoever saves a file anew must not get another guide."""
    found = guide(name)
    assert found.guide.title == TITLE
    assert found.guide.author == (AUTHOR if name.startswith("guide.") else "")  # plain text says none
    assert shape(found) == wanted


@pytest.mark.parametrize("name", FIXTURES)
def test_nothing_that_stands_around_the_text_is_read_aloud(name: str) -> None:
    """Navigation, running heads, page numbers and marks of footnotes; the footnote itself is an aside."""
    found = guide(name).guide
    texts = [block.text for section in found.sections if section.role is not Role.ASIDES for block in section.blocks]
    for text in texts:
        assert not any(words in text for words in (HEAD, "Other guides", "Imprint", "Read next", NOTE, "[1]", "side.1"))
        assert not text.strip().isdecimal()
    asides = {block.id for section in found.sections if section.role is Role.ASIDES for block in section.blocks}
    assert len([note for note in found.notes if asides.intersection(note.blocks)]) <= 1


def test_the_chapters_of_a_book_are_sections() -> None:
    """The second has no heading of its own: the table of contents gives it one."""
    sections = {section.title: section.role for section in guide("guide.epub").guide.sections}
    assert sections["Summary"] is Role.TEXT
    assert sections["Analysis"] is Role.NOTES

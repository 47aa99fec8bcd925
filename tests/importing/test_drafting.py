"""A document drafted as a guide: the same words in the same order, whatever they are."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.errors import DocumentError
from companion.guide.markdown import lost, read
from companion.guide.model import Guide, Kind, Role, Span, Style
from companion.importing import languages
from companion.importing.document import Document, Format, Piece
from companion.importing.drafting import draft
from companion.importing.outline import outline

NASTY = "ab1 *_`[]{}()#+-=.:~<>&;!|\\^\"'/?A,—“”’é\n"
MARKS = (
    "1. ", "- ", "# ", "> ", "+++", "---", ":::", "~~~", "```", "[^1]", "[^1]: ", "]{#x}", "{#x}", "](", "[a]: b", "a",
    "&amp;", "<b>", "<!-- ", "\\", "\n", "    ", "word ", "*", "Summary", "Analysis: ", "::: letter", "===",
)  # fmt: skip
words = st.one_of(
    st.text(NASTY, min_size=1, max_size=30), st.lists(st.sampled_from(MARKS), min_size=1, max_size=6).map("".join)
).filter(lambda text: bool(text.strip()))
numbers = st.sampled_from(("", "1.", "2.", "7)", "iv.", "a)", "•", "123456789.", "1234567890."))


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    text = draw(words).strip()
    places = st.integers(0, len(text))
    spans = st.tuples(places, places).map(lambda two: Span(min(two), max(two)))
    styles = st.builds(Style, spans, st.sampled_from(("em", "strong", "code")))
    return Piece(
        draw(st.sampled_from(Kind)),
        text,
        level=draw(st.integers(0, 7)),
        number=draw(numbers),
        styles=tuple(draw(st.lists(styles, max_size=3))),
        marks=tuple(sorted(draw(st.lists(st.tuples(places, st.sampled_from(("a", "b", "c"))), max_size=2)))),
    )


notes = st.dictionaries(st.sampled_from(("a", "b", "d")), st.lists(pieces(), max_size=3).map(tuple), max_size=3)


def reread(markdown: str) -> Guide:
    guide = read(markdown, "guide.md", "guide")
    assert lost(guide) == ()
    return guide


def said(texts: list[str]) -> str:
    """All characters but white space."""
    return re.sub(r"\s", "", "".join(texts))


def numbered(piece: Piece) -> str:
    return f"{piece.number} {piece.text}" if piece.number and piece.kind is Kind.ITEM else piece.text


def texts_of(document: Document) -> list[str]:
    """What the guide should say, in order, by the outline: its own pieces, none other."""
    plan = outline(document)
    return [
        text
        for section in plan.sections
        for text in ([section.title] if section.heading else []) + [numbered(piece) for piece in section.pieces]
    ]


@settings(max_examples=120, deadline=None)
@given(st.lists(pieces(), min_size=1, max_size=8))
def test_a_guide_says_what_its_document_says(found: list[Piece]) -> None:
    """The one promise of importing: whatever stands in a file, nothing is added, lost or moved."""
    document = Document(Format.TEXT, tuple(replace(piece, marks=()) for piece in found))
    guide = reread(draft(document))
    expected = texts_of(document)
    assert [said([block.text]) for block in guide.blocks()] == [said([text]) for text in expected]
    exact = [text for text in expected if "\n" not in text and "  " not in text]
    assert set(exact) <= {block.text for block in guide.blocks()}


@settings(max_examples=80, deadline=None)
@given(st.lists(pieces(), min_size=1, max_size=6), notes)
def test_no_word_of_a_footnote_is_lost(found: list[Piece], footnotes: dict[str, tuple[Piece, ...]]) -> None:
    """A note is a note where its mark is found, and text of the guide where it is not."""
    document = Document(Format.WORD, tuple(found), footnotes=footnotes)
    guide = reread(draft(document))
    body = [block.text for section in guide.sections if section.role is not Role.ASIDES for block in section.blocks]
    asides = [block.text for section in guide.sections if section.role is Role.ASIDES for block in section.blocks]
    given_text = said(
        [*texts_of(document), *(f"{one.number}{one.text}" for body in footnotes.values() for one in body)]
    )
    numbers_left = re.sub(r"[\d.)a-z•]", "", said(body + asides))
    assert sorted(numbers_left) == sorted(re.sub(r"[\d.)a-z•]", "", given_text))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(pieces(), min_size=1, max_size=4),
    *(st.text(st.characters(), max_size=40) for _ in range(4)),
)
def test_hostile_metadata_are_only_words(found: list[Piece], title: str, author: str, language: str, name: str) -> None:
    """A title may hold anything: quotation marks, a fence, half a character."""
    document = Document(Format.EPUB, tuple(found), title=title, author=author, language=language)
    markdown = draft(document, fallback_title=name)
    markdown.encode()
    guide = reread(markdown)
    assert "\n" not in guide.title + guide.subtitle + guide.author


@settings(max_examples=40, deadline=None)
@given(st.lists(pieces(), min_size=1, max_size=8), notes)
def test_the_same_document_gives_the_same_guide(found: list[Piece], footnotes: dict[str, tuple[Piece, ...]]) -> None:
    document = Document(Format.WORD, tuple(found), footnotes=footnotes)
    assert draft(document) == draft(document)


def paragraph(text: str, *marks: tuple[int, str]) -> Piece:
    return Piece(Kind.PARAGRAPH, text, marks=marks)


WHOLE = Document(
    Format.WORD,
    (
        Piece(Kind.HEADING, "Chapter 1", 1),
        Piece(Kind.HEADING, "Summary:", 2),
        paragraph("The lamp is out. Nora rows.", (16, "fn-lamp")),
        Piece(Kind.ITEM, "a rope", 1, "1."),
        Piece(Kind.ITEM, "of hemp", 2),
        Piece(Kind.ITEM, "a knife", 1, "2."),
        Piece(Kind.QUOTE, "Come home.\nOr do not."),
        Piece(Kind.QUOTE, "H."),
        Piece(Kind.CODE, "  a ``` b\n\nc"),
        Piece(Kind.PARAGRAPH, "She never reads it.", styles=(Style(Span(4, 9), "em"),)),
        Piece(Kind.HEADING, "Analysis", 2),
        paragraph("The rope is *her* word."),
        Piece(Kind.HEADING, "Chapter 2", 1),
        Piece(Kind.HEADING, "Summary", 2),
        Piece(Kind.HEADING, "Analysis", 2),
        paragraph("Nothing is said."),
    ),
    title='The "Sandbar" Light',
    author="Nora Quill",
    language="en_gb",
    footnotes={"fn-lamp": (paragraph("A lamp of oil."), paragraph("Or of gas."))},
)
DRAFTED = """+++
title = "The \\"Sandbar\\" Light"
author = "Nora Quill"
language = "en-GB"
+++

{#chapter-1}
# Chapter 1

{#chapter-1-summary role=text}
## Summary

The lamp is out.[^1] Nora rows.

1. a rope

   - of hemp

2. a knife

> Come home.\\
> Or do not.
>
> H.

````
  a ``` b

c
````

She *never* reads it.

[^1]: A lamp of oil.

    Or of gas.

{#chapter-1-analysis role=notes}
## Analysis

The rope is \\*her\\* word.

{#chapter-2}
# Chapter 2

{#chapter-2-summary role=text}
## Summary

{#chapter-2-analysis role=notes}
## Analysis

Nothing is said.
"""


def test_a_draft_is_a_file_that_people_read() -> None:
    assert draft(WHOLE) == DRAFTED


def test_a_draft_is_read_with_its_structure() -> None:
    guide = reread(draft(WHOLE))
    assert [(section.id, section.role) for section in guide.sections] == [
        ("chapter-1", Role.TEXT),
        ("chapter-1-summary", Role.TEXT),
        ("chapter-1-analysis", Role.NOTES),
        ("chapter-2", Role.TEXT),
        ("chapter-2-summary", Role.TEXT),
        ("chapter-2-analysis", Role.NOTES),
        ("asides", Role.ASIDES),
    ]
    (note,) = guide.notes
    lamp = next(block for block in guide.blocks() if block.text.startswith("The lamp"))
    assert [target.span.of(lamp.text) for target in note.targets] == ["The lamp is out."]
    kinds = [(block.kind, block.level) for block in guide.blocks() if block.kind in (Kind.ITEM, Kind.QUOTE, Kind.CODE)]
    assert kinds == [(Kind.ITEM, 1), (Kind.ITEM, 2), (Kind.ITEM, 1), (Kind.QUOTE, 0), (Kind.QUOTE, 0), (Kind.CODE, 0)]


def test_the_ids_of_sections_are_readable_and_each_given_once() -> None:
    titles = ("1. The lamp", "2. The lamp", "Asides", "Глава", "The lamp", "***")
    body = [piece for title in titles for piece in (Piece(Kind.HEADING, title, 1), paragraph("She rows."))]
    guide = reread(draft(Document(Format.TEXT, tuple(body))))
    assert [section.id for section in guide.sections] == [
        "lamp",
        "lamp-2",
        "asides-2",
        "section",
        "lamp-3",
        "section-2",
    ]


def test_footnotes_that_are_marked_twice_or_nowhere_are_kept() -> None:
    first, lone = paragraph("A lamp of oil."), paragraph("A rope of hemp.")
    body = (paragraph("The lamp is out.", (16, "a")), paragraph("The lamp is lit again.", (22, "a")))
    guide = reread(draft(Document(Format.HTML, body, footnotes={"a": (first,), "b": (lone,)})))
    assert [block.text for block in guide.blocks()] == [body[0].text, body[1].text, lone.text, first.text]
    assert len(guide.notes) == 1


def test_emphasis_that_is_not_read_back_is_left_out_and_its_words_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a rule of ours overlooks, the words are read back before anybody gets the draft."""
    styles = (Style(Span(0, 3), "em"),)
    broken = (Piece(Kind.PARAGRAPH, "one two", styles=styles), Piece(Kind.PARAGRAPH, "one, two", marks=((3, "a"),)))
    document = Document(Format.HTML, broken, footnotes={"a": (Piece(Kind.PARAGRAPH, "one note", styles=styles),)})
    monkeypatch.setattr("companion.guide.writing._MARKS", {"em": "*("})
    guide = reread(draft(document))
    assert [block.text for block in guide.blocks()] == ["one two", "one, two", "one note"]


def test_when_footnotes_cannot_be_read_back_they_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("companion.importing.drafting._Draft.definition", lambda draft, key: "[^lost]: A note.")
    document = Document(Format.HTML, (paragraph("A lamp.", (7, "a")),), footnotes={"a": (paragraph("A note."),)})
    assert [block.text for block in reread(draft(document)).blocks()] == ["A lamp.", "A note."]


def test_a_guide_is_returned_as_it_is() -> None:
    text = '+++\ntitle = "X"\n+++\n\nText.\n'
    assert draft(Document(Format.MARKDOWN, (paragraph("Text."),), guide=text), "de", "other") == text


@pytest.mark.parametrize("found", [(), (paragraph(" \n "),), (Piece(Kind.CODE, "\n"),)])
def test_a_document_without_words_is_refused(found: tuple[Piece, ...]) -> None:
    with pytest.raises(DocumentError, match=r"nothing to read.*; "):
        draft(Document(Format.TEXT, found))


def test_control_characters_do_not_stop_it() -> None:
    """A reader should have left them out; a guide cannot hold them."""
    guide = reread(draft(Document(Format.TEXT, (paragraph("a\0b\x1b[1m\ud800c\r\nd\x85"),))))
    assert [block.text for block in guide.blocks()] == ["a\ufffdb\ufffd[1m\ufffdc\n\nd\ufffd"]


SENTENCES = {
    "en-US": "Nora rows out to the lamp, and he watches her from the shore until it is dark and she is not to be seen.",
    "es": "Nora rema hasta el faro, y él la mira desde la orilla hasta que no se ve más que la luz de una lámpara.",
    "fr": "Nora rame vers le phare, et il la regarde depuis la rive jusqu’à ce que la nuit tombe sur les eaux du port.",
    "de": "Nora rudert zu dem Feuer hinaus, und er sieht ihr vom Ufer nach, bis sie nicht mehr zu sehen ist.",
    "": "Nora remat ad lumen, quod in harena stat; ille spectat.",
}


@pytest.mark.parametrize(("tag", "text"), SENTENCES.items())
def test_the_language_is_found_by_its_small_words(tag: str, text: str) -> None:
    """The voice follows the language: Spanish read by an English voice is no use to anybody."""
    assert languages.found([text]) == tag
    markdown = draft(Document(Format.TEXT, (paragraph(text),)))
    assert (f'language = "{tag}"' in markdown) == bool(tag)


@pytest.mark.parametrize(
    ("asked", "told", "tag"),
    [("fr-CA", "de", "fr-CA"), ("", "de", "de"), ("", "en_us", "en-US"), ("", "x y", "en-US"), ("", "und", "en-US")],
)
def test_a_language_that_is_told_is_not_guessed(asked: str, told: str, tag: str) -> None:
    document = Document(Format.HTML, (paragraph(SENTENCES["en-US"]),), language=told)
    assert reread(draft(document, asked)).language == tag

"""Plain words written as a guide's Markdown: readable, and read back exactly."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from companion.guide.markdown import lost, read
from companion.guide.markup import page
from companion.guide.model import Block, Kind, Span, Style
from companion.guide.writing import attributes, escaped, identifier, written

NASTY = "ab1 \n\t*_`[]{}()#+-=.:~<>&;!|\\^\"'/?x9,$%@—“”’é\u00a0"
MARKS = (
    "1. ", "- ", "# ", "> ", "+++", "---", "===", "***", ":::", "~~~", "```", "[^1]", "[^1]: ", "]{#x}", "{#x}", "](",
    "[a]: b", "&amp;", "&#32;", "<b>", "<!-- x -->", "<http://a.b>", "![", "\\", "\n", "    ", "\t", "word", " ", "*",
    "__", "a", "Nora", "“So,”", "{by=Nora}", "::: letter", "1)", "12.", "-", "=", "|a|b|", "][a]", "'", "{", "}", "]",
)  # fmt: skip
texts = st.one_of(
    st.text(NASTY, min_size=1, max_size=40),
    st.lists(st.sampled_from(MARKS), min_size=1, max_size=10).map("".join),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t\r"), min_size=1, max_size=60),
).filter(str.strip)


def blocks(markdown: str) -> list[Block]:
    guide = read(f"+++\n+++\n\n{markdown}\n\nAn end.\n", "guide.md", "guide")
    assert lost(guide) == ()
    *found, end = guide.blocks()
    assert end.text == "An end."
    return found


def only(markdown: str) -> Block:
    (block,) = blocks(markdown)
    return block


@settings(max_examples=600, deadline=None)
@given(texts)
@example("[a\n]: b")
@example("a\n===")
@example(" * x\ny * ")
@example(":::")
@example("{#x}\n{#y}")
def test_any_text_is_read_back_exactly_as_one_paragraph(text: str) -> None:
    """A reader's document says what it said: no mark of ours is read in it, and none of its characters is lost."""
    block = only(escaped(text))
    assert (block.kind, block.text) == (Kind.PARAGRAPH, text)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_with_all_punctuation_escaped_it_is_exact_too(text: str) -> None:
    block = only(written(text, everything=True))
    assert (block.kind, block.text) == (Kind.PARAGRAPH, text)


@settings(max_examples=200, deadline=None)
@given(texts.filter(lambda text: "\n" not in text and "\r" not in text))
def test_a_heading_is_read_back_exactly(text: str) -> None:
    """Behind its `#` a heading needs fewer escapes, and loses no `#` at its end."""
    block = only(f"## {escaped(text, begins=False)}")
    assert (block.kind, block.level, block.text) == (Kind.HEADING, 2, text)


@settings(max_examples=200, deadline=None)
@given(texts, st.data())
def test_a_footnotes_mark_changes_no_word(text: str, data: st.DataObject) -> None:
    """A mark before a bracket or a colon would be read as a link or as a footnote's own line."""
    at = data.draw(st.integers(0, len(text)))
    guide = read(f"{written(text, marks=[(at, '1')])}\n\n[^1]: A note.\n", "guide.md", "guide")
    block, note = guide.blocks()
    assert block.text == text
    assert [mark.at for mark in block.marks] == [at]
    assert note.text == "A note."


PROSE = (
    "“Where are you going?” Nora asks—and he doesn't answer; it's ‘late’ (or so he says).",
    "Nora said she would “talk to someone [she] just met” [sic].",
    "It costs $3.50 & tax: 50 % of 5 * 3, or x < y > z.",
    "See chapter_two.txt or nora@example.org, e.g. https://example.org/a_b?c=d#e.",
    "He paused... then – at 10:30 – went on; 1.5 times, no. 7! A/B | C ~ D ^ E = F + G.",
    "-5 degrees, +3 points",
    "— No, she said.",
    "*".join(["5 ", " 3"]) + " is 15",
)


@pytest.mark.parametrize("text", PROSE)
def test_ordinary_prose_is_written_as_it_is(text: str) -> None:
    """A guide is a file that people read: no backslash where none is needed."""
    assert escaped(text) == text
    assert only(text).text == text


@pytest.mark.parametrize(
    ("text", "as_written"),
    [
        ("1. Nora", "1\\. Nora"),
        ("* * *", "\\* * \\*"),
        ("# 7", "\\# 7"),
        ("- a", "\\- a"),
        ("-- a", "-- a"),
        ("> a", "\\> a"),
        ("a\nb", "a\\\nb"),
        ("a\n- b", "a\\\n\\- b"),
        (" a ", "&#32;a&#32;"),
        ("*so*", "\\*so\\*"),
        ("<b>", "\\<b>"),
        ("&amp; & co", "\\&amp; & co"),
        ("[^1]", "\\[^1]"),
        ("[a](b)", "[a\\](b)"),
        ("[a]{by=N}", "[a]\\{by=N}"),
        ("[a]: b", "\\[a]: b"),
        ("C #", "C \\#"),
        ("a_b _c_", "a_b \\_c\\_"),
    ],
)
def test_only_the_mark_itself_is_escaped(text: str, as_written: str) -> None:
    assert escaped(text) == as_written


def test_many_open_brackets_take_no_time() -> None:
    """A reader tries each bracket against all that follow: a hostile line must not make that a minute."""
    text = "[a" * 20_000
    assert only(escaped(text)).text == text


def test_emphasis_is_written_and_read_back() -> None:
    text = "She reads Letters from the Light, again, and “never” stops."
    never = text.index("never")
    styles = (Style(Span(10, 33), "em"), Style(Span(never, never + 5), "strong"))
    markdown = written(text, styles)
    assert markdown == "She reads *Letters from the Light,* again, and “**never**” stops."
    assert only(markdown).text == text
    assert only(markdown).styles == styles


def test_emphasis_that_cannot_be_read_is_left_out() -> None:
    """A mark that is not read would be spoken."""
    assert written("a(b)c", (Style(Span(1, 4), "em"),)) == "a(b)c"
    assert written("ab cd", (Style(Span(0, 3), "em"), Style(Span(1, 5), "strong"))) == "*ab* cd"


@pytest.mark.parametrize(
    ("pairs", "as_written"),
    [
        ({}, ""),
        ({"role": "text", "id": "summary"}, "{#summary role=text}"),
        ({"by": "Mrs. T", "to": "Nora"}, '{by="Mrs. T" to=Nora}'),
        ({"about": ("#tide", "#storm")}, '{about="#tide #storm"}'),
        ({"title": ""}, '{title=""}'),
        ({"by": 'The "Doc" {x}\n\\'}, '{by="The “Doc” (x) "}'),
        ({"by": "Zoë"}, '{by="Zoë"}'),
    ],
)
def test_attributes_are_readable(pairs: dict[str, str | tuple[str, ...]], as_written: str) -> None:
    assert attributes(pairs) == as_written


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(max_codepoint=0xD7FF), max_size=30))
def test_attributes_of_any_value_are_read(value: str) -> None:
    """Whatever somebody is called, the passage that they wrote can be read."""
    (block,) = page(f"{attributes({'id': 'x', 'by': value, 'title': 'end'})}\nText.")[0].blocks
    assert (block.attributes["id"], block.attributes["title"]) == ("x", "end")
    if value.isprintable() and not set(value) & set('"{}\\'):
        assert block.attributes["by"] == value


@pytest.mark.parametrize(
    ("text", "taken", "identity"),
    [
        ("The storm at sea", (), "storm-sea"),
        ("Summary", ("summary",), "summary-2"),
        ("Summary", ("summary", "summary-2"), "summary-3"),
        ("Résumé de l’acte I", (), "resume-lacte-i"),
        ("7. The lamp", (), "part-7-lamp"),
        ("Глава", (), "part"),
        ("The", (), "the"),
        ("***", ("part",), "part-2"),
    ],
)
def test_an_id_is_made_of_telling_words(text: str, taken: tuple[str, ...], identity: str) -> None:
    assert identifier(text, taken) == identity

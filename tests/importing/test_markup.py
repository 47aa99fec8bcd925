"""Markdown: its blocks, notes and styles; its HTML is read as HTML, and a guide stays the guide it is."""

from companion.guide.model import Kind
from companion.importing.child import document
from companion.importing.document import Document


def read(text: str, everything: bool = False) -> Document:
    return document(text.encode(), "a.md", everything)


def test_a_guide_comes_back_as_it_is() -> None:
    """Whoever imports a guide wants that guide, not a guide made of it."""
    text = "+++\ntitle = 'A'\n+++\n\n{#a role=text}\n# A\n\nText.\n"
    assert (read(text).guide, read(text).pieces) == (text, ())


def test_front_matter_says_title_author_and_language() -> None:
    found = read('---\ntitle: "The Bell: a guide"\nauthor: [Ines Marek]\nlang: de\ntags:\n  - x\n---\n\nText.\n')
    assert (found.title, found.author, found.language) == ("The Bell: a guide", "Ines Marek", "de")
    assert [piece.text for piece in found.pieces] == ["Text."]
    assert [one.reason for one in found.left_out] == ["front matter"]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert [piece.text for piece in read("---\n\nText one.\n\n---\n\nText two.\n").pieces] == ["Text one.", "Text two."]


def test_blocks_are_what_they_are() -> None:
    found = read(
        "# A\n\nB\n===\n\n> C\n>\n> D\n\n1. E\n2. F\n   - G\n\n```py\nH\n  I\n```\n\n| J | K |\n|---|---|\n| L | M |\n"
    )
    assert [(piece.kind, piece.text, piece.level, piece.number) for piece in found.pieces] == [
        (Kind.HEADING, "A", 1, ""),
        (Kind.HEADING, "B", 1, ""),
        (Kind.QUOTE, "C", 0, ""),
        (Kind.QUOTE, "D", 0, ""),
        (Kind.ITEM, "E", 1, "1."),
        (Kind.ITEM, "F", 1, "2."),
        (Kind.ITEM, "G", 2, ""),
        (Kind.CODE, "H\nI", 0, ""),
        (Kind.PARAGRAPH, "J — K", 0, ""),
        (Kind.PARAGRAPH, "L — M", 0, ""),
    ]


def test_styles_and_hard_breaks_stand_in_the_text() -> None:
    (piece,) = read("The *small* lamp  \nof **Oona**\nPell.\n").pieces
    assert piece.text == "The small lamp\nof Oona Pell."
    assert [(style.name, style.span.of(piece.text)) for style in piece.styles] == [("em", "small"), ("strong", "Oona")]


def test_footnotes_keep_their_labels() -> None:
    found = read("One[^a] and two[^b].\n\n[^a]: First.\n\n    More.\n\n[^b]: *Second*.\n")
    assert found.pieces[0].marks == ((3, "a"), (11, "b"))
    assert {key: [piece.text for piece in body] for key, body in found.footnotes.items()} == {
        "a": ["First.", "More."],
        "b": ["Second."],
    }


def test_everything_keeps_footnote_marks() -> None:
    assert [piece.text for piece in read("One[^a].\n\n[^a]: First.\n", everything=True).pieces] == ["One[a].", "First."]


def test_html_is_neither_run_nor_read_aloud_as_tags() -> None:
    found = read("A <b>bold</b> word<br>and <!-- no --> more.\n\n<div><p>B</p><script>evil()</script></div>\n")
    assert [piece.text for piece in found.pieces] == ["A bold word\nand more.", "B"]
    assert {one.reason for one in found.left_out} == {"HTML tag", "comment", "script"}


def test_attributes_addresses_and_pictures_are_left_out() -> None:
    found = read("# A {#a .b}\n\n[text](https://example.invalid/x) ![alt](p.png)\n")
    assert [piece.text for piece in found.pieces] == ["A", "text"]
    assert {one.reason: one.text for one in found.left_out} == {
        "attributes": "{#a .b}",
        "address of a link": "https://example.invalid/x",
        "picture": "alt",
    }


def html_note(word: str) -> str:
    """A block of HTML with a footnote, which is number 1 wherever it stands."""
    mark, body = '<sup><a href="#fn1" id="r1">1</a></sup>', f'<li id="fn1">About {word}. <a href="#r1">↩</a></li>'
    return f"<p>The {word} was out{mark} all night.</p>\n<ol>{body}</ol>"


def test_footnotes_of_html_are_footnotes() -> None:
    """Two blocks may both begin to count at 1, and the document's own notes count as well."""
    found = read(f"{html_note('lamp')}\n\nOne[^1].\n\n{html_note('bell')}\n\n[^1]: Own.\n")
    marked = {
        piece.text: [piece.text for _, key in piece.marks for piece in found.footnotes[key]] for piece in found.pieces
    }
    assert marked == {
        "The lamp was out all night.": ["About lamp."],
        "One.": ["Own."],
        "The bell was out all night.": ["About bell."],
    }
    assert len(found.footnotes) == 3


def test_a_footnote_of_html_that_stands_apart_from_its_mark_is_read() -> None:
    """CommonMark ends the block of HTML at the empty line: nothing says any more what the list is."""
    mark, body = '<p>The lamp<sup><a href="#fn1">1</a></sup>.</p>', '<ol><li id="fn1">About the lamp.</li></ol>'
    found = read(f"{mark}\n\n{body}\n")
    assert [piece.text for piece in found.pieces] == ["The lamp.", "About the lamp."]
    assert [(one.reason, one.text) for one in found.left_out] == [("footnote mark", "1")]


def test_a_footnote_of_html_within_a_note_of_markdown_is_not_lost() -> None:
    inner = html_note("lamp").replace("\n", "")
    found = read(f"One[^a].\n\n[^a]:\n    Outer.\n\n    {inner}\n")
    said = [piece.text for body in found.footnotes.values() for piece in body]
    assert sorted(said) == ["About lamp.", "Outer.", "The lamp was out all night."]


def test_a_table_of_a_text_and_its_notes_is_read_column_by_column() -> None:
    rows = (
        "| The lamp goes out at nine. | The dark belongs to nobody. |\n"
        "| Oona lights it again. | The town pays for it. |\n"
    )
    found = read(f"# A\n\n## One\n\n| **Summary** | Analysis |\n|---|---|\n{rows}")
    assert [(piece.kind.value, piece.level, piece.text) for piece in found.pieces[2:]] == [
        ("heading", 3, "Summary"),
        ("paragraph", 0, "The lamp goes out at nine."),
        ("heading", 3, "Analysis"),
        ("paragraph", 0, "The dark belongs to nobody."),
        ("heading", 3, "Summary"),
        ("paragraph", 0, "Oona lights it again."),
        ("heading", 3, "Analysis"),
        ("paragraph", 0, "The town pays for it."),
    ]

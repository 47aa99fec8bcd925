"""The source map: where each character of a block's text stands in the file."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from companion.guide.markup import Source, page
from companion.guide.model import SourceMap

PIECES = st.one_of(
    st.sampled_from(
        [
            *"ab *_`[](){}<>!&;:#\\\n\t-+.1\"'^=|~ \r\0\ufffd",
            *("é", "e\u0301", "😀", "👩\u200d🚀", "\u00a0", "\u2028", "“", "…"),
            *("&amp;", "&eacute;", "&#128512;", "&NotEqualTilde;", "\\*", "\\\n", "  \n", "\r\n"),
            *("::: letter\n", ":::\n", "[^a]", "\n[^a]: ", "{#x}", "{#x by=A}", "[w]{#y}", "![a](u)", '[l](u "t")'),
            *("<!-- c -->", "<b>", "<http://a%20b>", "> ", "- ", "1. ", "    ", "```\n", "# ", "\n---\n", "[r]: u\n"),
        ]
    ),
    st.text(max_size=4),
)


def character(source: Source, runs: SourceMap, text: str, at: int) -> tuple[str, str]:
    """A character of the text, and what stands where the map says that it is written."""
    return text[at], source.clean[runs[at]]


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("a\ra")
@example("<http://a%20b>a<http://a%20b>")
@example("# \\# # #")
@example("`` a`b ``")
@example("> - a\n>   b\n")
@example("\u00a0  \naa")
@example("> \u00a0\n> \u00a0\n> a *b*\n\n\u00a0\n\u00a0\nc\n\u00a0")
def test_every_character_is_written_where_the_map_says(text: str) -> None:
    """Word lights, notes and imports all trust the map; one character off puts a note on the wrong word."""
    written, source = page(text)
    for block in written.blocks:
        content = block.content.written()
        runs = block.content.source()
        one_to_one = {at + step for at, _, length, width in runs.runs if length == width for step in range(length)}
        for at in range(len(content)):
            shown, stands = character(source, runs, content, at)
            if at in one_to_one and shown not in " \n":
                assert stands == shown
            elif at in one_to_one:
                assert stands in " \n\r\t\u2028" or stands == shown


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_character_is_written_twice(text: str) -> None:
    """Two words that claim the same place would both be cut out by an edit of one."""
    written, _ = page(text)
    taken: set[int] = set()
    for block in written.blocks:
        for span in block.content.source().covered():
            places = set(range(span.start, span.end))
            assert places
            assert not places & taken
            taken |= places


@pytest.mark.parametrize(
    ("markdown", "text", "stands_at"),
    [
        ("a &amp; b", "a & b", (0, 1, 2, 7, 8)),
        ("x\\*y", "x*y", (0, 1, 3)),
        ("*é* `c d`", "é c d", (1, 3, 5, 6, 7)),
        ("[a](http://x) b", "a b", (1, 13, 14)),
        ("![a *b*](u)", "a b", (2, 3, 5)),
        ("one  \ntwo", "one\ntwo", (0, 1, 2, 5, 6, 7, 8)),
        ("one\\\ntwo", "one\ntwo", (0, 1, 2, 4, 5, 6, 7)),
        ("👩\u200d🚀 e\u0301", "👩\u200d🚀 e\u0301", (0, 1, 2, 3, 4, 5)),
        ("a<!-- no -->b", "ab", (0, 12)),
        ("a <b>c</b>", "a <b>c</b>", tuple(range(10))),
    ],
)
def test_markup_is_left_out_and_the_rest_keeps_its_place(markdown: str, text: str, stands_at: tuple[int, ...]) -> None:
    """Each written form of a character, worked out by hand."""
    (block,) = page(markdown)[0].blocks
    assert block.content.written() == text
    assert tuple(block.content.source()[at] for at in range(len(text))) == stands_at


def test_line_ends_of_every_kind_keep_the_count() -> None:
    """A file from Windows must not shift every place by one a line."""
    for end in ("\n", "\r\n", "\r"):
        text = f"first{end}{end}second *third*{end}"
        block = page(text)[0].blocks[1]
        assert text[block.content.source()[0] :].startswith("second")
        assert text[block.content.source()[7] :].startswith("third")


def test_deep_nesting_neither_hangs_nor_crashes() -> None:
    """A page of brackets is somebody's idea of a joke."""
    for piece in ("> ", "- ", "[", "*", "(", "::: letter\n", "`", "<", "[^a]", "{"):
        page(piece * 2_000 + "a")

"""Plain text: paragraphs, headings, lists and verse, found in the lines alone."""

import pytest

from companion.guide.model import Kind
from companion.importing.child import document
from companion.importing.document import Document

PROSE = "The lamp was out and nobody on the quay had thought to ask why it was out so early in the year."
WRAPPED = "The lamp was out and nobody on the quay\nhad thought to ask why it was out so\nearly in the year."


def read(text: str, everything: bool = False) -> Document:
    return document(text.encode(), "a.txt", everything)


def shapes(text: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in read(text).pieces]


def test_lines_broken_by_hand_flow_together() -> None:
    assert shapes(f"{WRAPPED}\n\n{WRAPPED}\n") == [("paragraph", PROSE)] * 2


def test_without_blank_lines_every_long_line_is_a_paragraph() -> None:
    long = f"{PROSE} {PROSE}"
    assert shapes(f"{long}\n{long}\n") == [("paragraph", long)] * 2


def test_an_indent_begins_a_paragraph() -> None:
    """As books are set."""
    indented = "    " + WRAPPED
    assert shapes(f"{indented}\n{indented}\n") == [("paragraph", PROSE)] * 2


@pytest.mark.parametrize("line", ["=====", "-----", "~~~~~"])
def test_an_underlined_line_is_a_heading(line: str) -> None:
    found = read(f"The night\n{line}\n\n{PROSE}\n")
    assert [(piece.kind, piece.text) for piece in found.pieces] == [
        (Kind.HEADING, "The night"),
        (Kind.PARAGRAPH, PROSE),
    ]
    assert [(one.reason, one.text) for one in found.left_out] == [("underline", line)]


@pytest.mark.parametrize(
    "line",
    ["THE NIGHT", "Summary", "Analysis:", "Chapter 3", "Chapter 3: The lamp", "What happens?", "II", "The night watch"],
)
def test_a_short_line_above_prose_is_a_heading(line: str) -> None:
    assert shapes(f"{PROSE}\n\n{line}\n\n{PROSE}\n")[1] == ("heading", line)


@pytest.mark.parametrize("line", ["“Where to?”", "“No” was all", "And then he left.", "Dear Oona,", "He said:"])
def test_a_short_line_that_is_said_is_no_heading(line: str) -> None:
    assert shapes(f"{PROSE}\n\n{line}\n\n{PROSE}\n")[1] == ("paragraph", line)


def test_a_signature_is_no_heading() -> None:
    assert shapes(f"{PROSE}\n\nLove,\n\nNora\n\n{PROSE}\n")[2] == ("paragraph", "Nora")


def test_a_known_heading_needs_no_blank_line() -> None:
    assert shapes(f"SUMMARY\n{WRAPPED}\n\n{WRAPPED}\n")[:2] == [("heading", "SUMMARY"), ("paragraph", PROSE)]


def test_verse_keeps_its_lines() -> None:
    verse = "The tide is in,\nthe lamp is out,\nand nobody asks."
    assert shapes(f"{WRAPPED}\n\n{verse}\n\n{WRAPPED}\n")[1] == ("paragraph", verse)


def test_lists_keep_their_numbers_and_levels() -> None:
    found = read(
        "What she needs:\n\n1. a rope\n2. a lamp that burns\n   in the rain\n"
        "   a) oil\n   b) wick\n\n- a boat\n- an oar\n"
    )
    assert [(piece.text, piece.number, piece.level) for piece in found.pieces[1:]] == [
        ("a rope", "1.", 1),
        ("a lamp that burns in the rain", "2.", 1),
        ("oil", "a)", 2),
        ("wick", "b)", 2),
        ("a boat", "", 1),
        ("an oar", "", 1),
    ]


def test_dialogue_with_dashes_is_no_list() -> None:
    """Spanish and French set speech so."""
    assert shapes("— ¿Vienes?\n— No.\n")[0][0] == "paragraph"


def test_a_block_that_stands_further_in_is_a_quotation() -> None:
    inset = "\n".join("     " + line for line in WRAPPED.split("\n"))
    assert shapes(f"{WRAPPED}\n\n{inset}\n\n{WRAPPED}\n")[1] == ("quote", PROSE)
    quoted = "\n".join("> " + line for line in WRAPPED.split("\n"))
    assert shapes(f"{WRAPPED}\n\n{quoted}\n\n{WRAPPED}\n")[1] == ("quote", PROSE)


@pytest.mark.parametrize("number", ["12", "- 12 -", "Page 12", "Page 12 of 30", "[12]", "xii"])
def test_a_page_number_goes_and_its_sentence_is_whole_again(number: str) -> None:
    found = read(
        f"The lamp was out and nobody on the quay\nhad thought to ask\n\n{number}\n\n"
        f"why it was out so early in the year.\n"
    )
    assert [piece.text for piece in found.pieces] == [PROSE]
    assert [(one.reason, one.text) for one in found.left_out] == [("page number", number)]


def test_a_chapters_own_number_stays() -> None:
    assert shapes(f"1\n\n{PROSE}\n\n2\n\n{PROSE}\n")[0] == ("heading", "1")


def test_everything_keeps_page_numbers() -> None:
    assert "Page 12" in [piece.text for piece in read(f"{PROSE}\n\nPage 12\n\n{PROSE}\n", everything=True).pieces]


def test_ornaments_are_left_out_by_name() -> None:
    assert [one.reason for one in read(f"{PROSE}\n\n* * *\n\n{PROSE}\n").left_out] == ["ornament"]


def test_a_divided_word_is_whole_where_the_text_says_so() -> None:
    """Only a word that stands elsewhere without its hyphen loses it."""
    text = "The lighthouse was dark, and the light-\nhouse keeper was a well-\nknown man on this long coast.\n"
    assert (
        shapes(text)[0][1]
        == "The lighthouse was dark, and the lighthouse keeper was a well-known man on this long coast."
    )


def test_marks_without_a_footnote_stay_in_the_text() -> None:
    assert shapes(f"{PROSE[:-1]} [1] and [sic].\n")[0][1].endswith("[1] and [sic].")
    found = read(f"{PROSE}¹\n\n¹ A note.\n")
    assert (found.pieces[0].text, found.pieces[0].marks) == (PROSE, ((len(PROSE), "1"),))


def test_a_title_and_the_line_right_below_it_are_two() -> None:
    """Many people leave no blank line between them."""
    found = shapes(f"Four Winters at Skarholm\nA story in letters\n\n{PROSE}\n")
    assert found[:2] == [("heading", "Four Winters at Skarholm"), ("heading", "A story in letters")]
    assert found[2] == ("paragraph", PROSE)


def test_a_writers_name_below_the_title_is_no_part_of_it() -> None:
    assert shapes(f"Four Winters at Skarholm\nby Ines Marek\n\n{PROSE}\n")[0] == ("heading", "Four Winters at Skarholm")


@pytest.mark.parametrize(
    "start",
    ["The snow came down on us\nAnd nobody said why", "12 Quay Street\nSkarholm\n\nDear Nora,"],
)
def test_lines_at_the_top_that_are_verse_or_an_address_stay_together(start: str) -> None:
    first = start.split("\n\n", maxsplit=1)[0]
    rest = PROSE if "Dear" in start else "The snow came down on us\nAnd nobody asked again"
    assert shapes(f"{start}\n\n{rest}\n")[0] == ("paragraph", first)


@pytest.mark.parametrize("line", ["Skarholm, 3 November", "November 3rd, 1911", "Kiel, den 3. März 1911", "3/11/1911"])
def test_a_date_above_a_salutation_is_no_heading(line: str) -> None:
    """It is the letter's own; a section must not begin in the middle of it."""
    for salutation in ("Dear Nora,", "My dearest Nora,\nthe ice has come."):
        assert ("paragraph", line) in shapes(f"{PROSE}\n\n{line}\n\n{salutation}\n\n{PROSE}\n")


def test_a_date_above_a_diarys_entry_is_a_heading() -> None:
    assert shapes(f"{PROSE}\n\n3 November\n\n{PROSE}\n")[1] == ("heading", "3 November")


def test_a_heading_that_is_nothing_but_a_footnotes_mark_keeps_it() -> None:
    """The fuzzer's: it became a heading without a word."""
    found = read(f"{PROSE}\n\n[1]\n----\n\n{PROSE}[1]\n\n[1] A note.\n")
    assert all(piece.text for piece in found.pieces)


@pytest.mark.parametrize(
    "line",
    [
        "Oona dit à Nora : « Rentre avant la nuit. »",
        "Oona dit à Nora : « Jamais »",
        "Oona sagt zu Nora: „Komm vor der Nacht zurück.“",
        "»Wo ist sie?«",
        "« Où est-elle ? »",
        "‹Wo ist sie?›",
        "»NEIN«",
    ],
)
def test_speech_on_a_line_of_its_own_is_no_heading(line: str) -> None:
    """Each would open a section, and nobody would say it."""
    assert shapes(f"{PROSE}\n\n{line}\n\n{PROSE}\n")[1] == ("paragraph", line)


def levels(text: str) -> list[tuple[str, int]]:
    return [(piece.text, piece.level) for piece in read(text).pieces if piece.kind is Kind.HEADING]


@pytest.mark.parametrize(
    ("first", "second"),
    [("1. ", "1.1 "), ("I. ", "1) "), ("A. ", "1. "), ("1. ", "a) "), ("I. ", "A. ")],
)
def test_numbered_headings_stand_as_deep_as_their_numbers(first: str, second: str) -> None:
    """Whatever they look like: an outline's levels say what is a part of what."""
    following = {"1. ": "2. ", "1.1 ": "1.2 ", "I. ": "II. ", "1) ": "2) ", "A. ": "B. ", "a) ": "b) "}
    one, two = f"{second}The rope", f"{following[second]}The lamp"
    text = f"The Sandbar Light\n\n{first}Story\n\n{one}\n\n{PROSE}\n\n{two}\n\n{PROSE}\n\n"
    text += f"{following[first]}Meaning\n\n{PROSE}\n"
    assert levels(text) == [
        ("The Sandbar Light", 1),
        (f"{first}Story", 2),
        (one, 3),
        (two, 3),
        (f"{following[first]}Meaning", 2),
    ]


def test_a_numbered_heading_above_a_list_is_no_item_of_it() -> None:
    text = f"1. Story\n\n{PROSE}\n\n2. Tasks\n\na) Row out.\nb) Row back.\n\n3. Books\n\n{PROSE}\n"
    assert [name for name, _ in levels(text)] == ["1. Story", "2. Tasks", "3. Books"]


@pytest.mark.parametrize(
    "text",
    [
        "1. A rope\n\n2. A lamp\n\n3. An oar",
        "1. Why is it dark?\n\n2. Who knows?",
        f"1. She rows out.\n\n{PROSE}\n\n2. She rows back.",
        f"1. “It is late.”\n\n{PROSE}\n\n2. “It is dark.”",
    ],
)
def test_what_is_counted_without_a_heading_is_a_list(text: str) -> None:
    assert not levels(f"{PROSE}\n\n{text}\n\n{PROSE}\n")


def test_a_plain_title_stands_above_chapters_that_look_like_more() -> None:
    text = f"The Sandbar Light\n\nPART ONE\n\n{PROSE}\n\nPART TWO\n\n{PROSE}\n"
    assert levels(text) == [("The Sandbar Light", 1), ("PART ONE", 2), ("PART TWO", 2)]
    flat = f"The Storm\n\n{PROSE}\n\nThe Calm\n\n{PROSE}\n"
    assert levels(flat) == [("The Storm", 1), ("The Calm", 1)]


@pytest.mark.parametrize("salutation", ["Dear Oona,", "Madame,", "Liebe Oona!"])
@pytest.mark.parametrize("signature", ["Nora", "Le maire, Paul Quill", "Your mother", "Deine Tante"])
def test_a_name_below_an_open_letter_is_its_signature(salutation: str, signature: str) -> None:
    """Its section would begin in the middle of the letter."""
    assert ("paragraph", signature) in shapes(f"{PROSE}\n\n{salutation}\n\n{PROSE}\n\n{signature}\n\n{PROSE}\n")


@pytest.mark.parametrize("line", ["The Rope", "Analysis", "THE ROPE"])
def test_headings_behind_a_letter_are_headings(line: str) -> None:
    letter = f"Dear Oona,\n\n{PROSE}"
    for text in (letter, f"{letter}\n\nLove,\n\nNora", f"{letter}\n\nNora"):
        assert ("heading", line) in shapes(f"{PROSE}\n\n{text}\n\n{line}\n\n{PROSE}\n")
    assert ("heading", "Nora Quill") in shapes(f"{letter}\n\nLove, Nora\n\nNora Quill\n\n{PROSE}\n")


@pytest.mark.parametrize(
    "lines",
    [
        ("NORA: Is it dark?", "OONA: It was dark before you came, and nobody saw it."),
        ("NORA QUILL: keeps the lamp.", "OONA MAREK: keeps the boat.", "THE TOWN: keeps quiet."),
        ("a lamp - it burns at night", "an oar - it lies in a boat"),
        ("une lampe : elle brûle la nuit", "une rame : elle sert à partir"),
    ],
)
def test_lines_that_say_what_they_are_about_are_paragraphs(lines: tuple[str, ...]) -> None:
    """A script's speeches, a list of words: each is a thing by itself."""
    block = "\n".join(lines)
    assert shapes(f"{PROSE}\n\n{block}\n\n{PROSE}\n")[1:-1] == [("paragraph", line) for line in lines]


def test_a_speech_goes_on_in_the_next_line() -> None:
    block = "NORA: Is it dark on the\nquay?\nOONA: It was."
    assert [text for _, text in shapes(f"{PROSE}\n\n{block}\n\n{PROSE}\n")[1:-1]] == [
        "NORA: Is it dark on the quay?",
        "OONA: It was.",
    ]


def test_the_header_of_a_mail_stays_whole() -> None:
    header = "From: Nora Quill\nTo: Oona Marek\nSubject: the lamp"
    assert ("paragraph", header) in shapes(f"{PROSE}\n\n{header}\n\n{PROSE}\n")


def test_short_lines_in_a_row_are_a_list() -> None:
    text = f"{PROSE}\n\nA rope\n\nA lamp\n\nAn oar\n\n{PROSE}\n"
    assert not levels(text)
    assert levels(f"{PROSE}\n\nThe rope\n\n{PROSE}\n\nThe lamp\n\n{PROSE}\n")

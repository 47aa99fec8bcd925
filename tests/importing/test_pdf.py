"""PDF: paragraphs, headings and notes found in the layout; what stands in the margins is left out."""

import io
from collections.abc import Callable, Sequence

import pytest
from reportlab.lib.pagesizes import A5  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from companion.errors import DocumentError
from companion.importing import limits
from companion.importing.child import document
from companion.importing.document import Document

LINES = (
    "The lamp was out and nobody on the quay had asked",
    "why it was out so early in the year, though every",
    "boat of the island was still at sea.",
)
PROSE = " ".join(LINES)


def made(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A5, **options)
    for draw in pages:
        canvas.setFont("Times-Roman", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write(canvas: Canvas, lines: Sequence[str], top: float = 500, left: float = 50, size: float = 11) -> None:
    canvas.setFont("Times-Roman", size)
    for number, line in enumerate(lines):
        canvas.drawString(left, top - 14 * number, line)


def read(*pages: Callable[[Canvas], None], everything: bool = False) -> Document:
    return document(made(*pages), "a.pdf", everything)


def test_heads_that_alternate_and_numbers_that_count_are_left_out() -> None:
    def draw(number: int) -> Callable[[Canvas], None]:
        def on(canvas: Canvas) -> None:
            write(canvas, [f"{number} The Bell" if number % 2 else f"Chapter One {number}"], 570, size=9)
            write(canvas, [line.replace("the", "abcd"[number]) for line in LINES], 500)
            write(canvas, [f"– {number} –"], 25, 190, 9)

        return on

    found = read(*(draw(number) for number in range(4)))
    assert [piece.text for piece in found.pieces] == [PROSE.replace("the", letter) for letter in "abcd"]
    assert [one.reason for one in found.left_out].count("page number") == 4
    assert [one.reason for one in found.left_out].count("running head") == 4
    kept = read(*(draw(number) for number in range(4)), everything=True)
    assert "Chapter One 0" in " ".join(piece.text for piece in kept.pieces)


def test_a_paragraph_goes_on_over_the_page() -> None:
    found = read(lambda canvas: write(canvas, LINES[:2], 70), lambda canvas: write(canvas, LINES[2:], 500))
    assert [piece.text for piece in found.pieces] == [PROSE]


def test_larger_lines_are_headings_ranked_by_size() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, ["The Ferry Bell"], 560, size=22)
        write(canvas, ["Summary"], 530, size=15)
        write(canvas, LINES)

    found = read(draw)
    assert [(piece.kind.value, piece.level, piece.text) for piece in found.pieces] == [
        ("heading", 1, "The Ferry Bell"),
        ("heading", 2, "Summary"),
        ("paragraph", 0, PROSE),
    ]


def test_paragraphs_are_told_apart_by_gaps_and_by_indents() -> None:
    def gaps(canvas: Canvas) -> None:
        write(canvas, LINES, 500)
        write(canvas, LINES, 450)

    def indents(canvas: Canvas) -> None:
        for number in range(3):
            write(canvas, LINES[:1], 500 - 42 * number, 64)
            write(canvas, LINES[1:], 486 - 42 * number, 50)

    assert [piece.text for piece in read(gaps).pieces] == [PROSE] * 2
    assert [piece.text for piece in read(indents).pieces] == [PROSE] * 3


def test_divided_words_are_whole_again() -> None:
    found = read(
        lambda canvas: write(canvas, ["The lamp had been extin-", "guished by a self-", "taught keeper of it."])
    )
    assert [piece.text for piece in found.pieces] == ["The lamp had been extinguished by a self-taught keeper of it."]


def test_columns_are_read_one_after_the_other() -> None:
    """Even where the file draws them line by line."""

    def draw(canvas: Canvas) -> None:
        for number in range(6):
            canvas.drawString(40, 500 - 14 * number, f"left column, its line {number},")
            canvas.drawString(230, 500 - 14 * number, f"right column, its line {number},")

    text = " ".join(piece.text for piece in read(draw).pieces)
    assert text.index("left column, its line 5") < text.index("right column, its line 0")


def test_a_sentence_that_ends_with_a_line_of_the_left_column_ends_no_paragraph() -> None:
    """A line is short beside those of its own column, not beside the right one's."""

    def draw(canvas: Canvas) -> None:
        lines = [
            f"line {number} of a column ends." if number == 3 else f"line {number} of a column end"
            for number in range(9)
        ]
        write(canvas, lines, 500, left=40)
        write(canvas, lines, 500, left=230)

    assert len(read(draw).pieces) == 1


def test_a_date_in_the_margin_is_no_footnote() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LINES, 500)
        write(canvas, ["3/14/26, 9:05 AM"], 575, 20, size=8)

    assert [piece.text for piece in read(draw).pieces] == [PROSE]


def test_a_raised_number_is_a_footnotes_mark() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LINES[:2])
        text = canvas.beginText(50, 472)
        text.setFont("Times-Roman", 11)
        text.textOut("boat was out.")
        text.setRise(4)
        text.setFont("Times-Roman", 7)
        text.textOut("3")
        canvas.drawText(text)
        write(canvas, ["3 Or nearly every boat."], 60, size=8)

    found = read(draw)
    assert [(piece.text[-13:], [key for _, key in piece.marks]) for piece in found.pieces] == [("boat was out.", ["3"])]
    assert [piece.text for piece in found.footnotes["3"]] == ["Or nearly every boat."]


def test_a_mark_may_be_little_smaller_and_stand_alone() -> None:
    """Browsers print raised numbers at five sixths of the size, as stretches of their own."""

    def draw(canvas: Canvas) -> None:
        write(canvas, LINES[:2])
        text = canvas.beginText(50, 472)
        for words, rise, size in (("boat was out.", 0, 12), ("1", 5, 10), (" The rest came home later.", 0, 12)):
            text.setRise(rise)
            text.setFont("Times-Roman", size)
            text.textOut(words)
        canvas.drawText(text)
        write(canvas, ["1 Or nearly every boat."], 60, size=8)

    found = read(draw)
    assert [(piece.text[-39:], [key for _, key in piece.marks]) for piece in found.pieces] == [
        ("boat was out. The rest came home later.", ["1"])
    ]
    assert [piece.text for piece in found.footnotes["1"]] == ["Or nearly every boat."]


def test_a_file_that_names_its_language_is_read() -> None:
    """Browsers and word processors name it; PDFium gives it in UTF-16."""
    found = document(made(lambda canvas: write(canvas, LINES), lang="de-AT"), "a.pdf")
    assert (found.language, found.pieces[0].text) == ("de-AT", PROSE)


def test_spaces_without_a_height_do_not_end_a_paragraph() -> None:
    """Browsers place each word; the spaces between them are PDFium's own and have no box."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(("away then all of it went", "once more", "over there", "with a bell.")):
            left = 50.0
            for word in line.split():
                canvas.drawString(left, 500 - 14 * number, word)
                left += canvas.stringWidth(f"{word} ", "Times-Roman", 11)

    assert [piece.text for piece in read(draw).pieces] == ["away then all of it went once more over there with a bell."]


def test_each_of_two_pages_may_have_a_head_of_its_own() -> None:
    """The book's on one side, the chapter's on the other: no words are repeated, height and size are."""

    def draw(head: str, shift: float) -> Callable[[Canvas], None]:
        def on(canvas: Canvas) -> None:
            write(canvas, [head], 570, 150, size=9)
            write(canvas, LINES, 500 - shift)

        return on

    found = read(draw("The Bell of the Island", 0), draw("Guides for Sailors", 30))
    assert [piece.text for piece in found.pieces] == [PROSE, PROSE]
    assert [one.reason for one in found.left_out] == ["running head"] * 2


def with_note(canvas: Canvas, *small: tuple[str, float]) -> None:
    """A page of text with a footnote's mark, and small lines, each at its height."""
    write(canvas, LINES[:2])
    text = canvas.beginText(50, 472)
    text.setFont("Times-Roman", 11)
    text.textOut("boat was out.")
    text.setRise(4)
    text.setFont("Times-Roman", 7)
    text.textOut("3")
    canvas.drawText(text)
    for line, height in small:
        write(canvas, [line], height, size=8)


def test_head_and_foot_of_an_only_page_are_left_out() -> None:
    """No other page says that they are: they are smaller than the text, outermost, and stand apart from it."""

    def draw(canvas: Canvas) -> None:
        write(canvas, ["Quay Academy, English, Mr Pell"], 570, size=8)
        write(canvas, ["The Ferry Bell"], 540, size=20)
        write(canvas, LINES)
        write(canvas, ["Revision sheet, spring term"], 25, size=8)

    found = read(draw)
    assert [piece.text for piece in found.pieces] == ["The Ferry Bell", PROSE]
    assert [(one.reason, one.text) for one in found.left_out] == [
        ("running head", "Quay Academy, English, Mr Pell"),
        ("running foot", "Revision sheet, spring term"),
    ]


@pytest.mark.parametrize(
    ("line", "height", "size"),
    [
        ("A line as large as the text", 570, 11),
        ("A small line that stands close", 512, 8),
        ("2 A small line that begins as a note does", 25, 8),
        ("† So does this one", 25, 8),
    ],
)
def test_other_lines_at_the_edge_of_an_only_page_are_read(line: str, height: float, size: float) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, [line], height, size=size)
        write(canvas, LINES)

    assert line in " ".join(f"{piece.number} {piece.text}" for piece in read(draw).pieces)


def test_small_print_is_no_part_of_the_footnote_above_it() -> None:
    rights = "© Quay Academy 2024. For the class only."
    found = read(
        lambda canvas: with_note(
            canvas, ("3 Or nearly every boat,", 90), ("as they say.", 80), ("A print of its own.", 55), (rights, 30)
        ),
        lambda canvas: write(canvas, [line.replace("the", "a") for line in LINES], 400),
    )
    assert [piece.text for piece in found.footnotes["3"]] == ["Or nearly every boat, as they say."]
    assert "A print of its own." in " ".join(piece.text for piece in found.pieces)
    assert [one.text for one in found.left_out if one.reason == "copyright notice"] == [rights]


@pytest.mark.parametrize(
    ("author", "expected"),
    [("Nora Quill", "Nora Quill"), ("(anonymous)", ""), ("quilln", ""), ("nora@quay.example", ""), ("Admin", "")],
)
def test_an_author_in_the_metadata_is_somebodys_name(author: str, expected: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setAuthor(author)
        write(canvas, LINES)

    assert read(draw).author == expected


def grid(canvas: Canvas, rows: Sequence[Sequence[str]], lefts: Sequence[float], top: float = 400) -> None:
    for number, row in enumerate(rows):
        for left, cell in zip(lefts, row, strict=True):
            if cell:
                canvas.drawString(left, top - 16 * number, cell)


def texts(draw: Callable[[Canvas], None]) -> list[str]:
    def on(canvas: Canvas) -> None:
        write(canvas, ["The Ferry Bell"], 540, size=20)
        write(canvas, LINES)
        draw(canvas)

    return [piece.text for piece in read(on).pieces[2:]]


def test_each_row_of_a_table_is_a_paragraph() -> None:
    """All rows in one sentence would say that the lamp is a boatman."""
    rows = [
        ("Word", "Kind", "Effect"),
        ("lamp", "symbol", "stands for"),
        ("", "", "the dark"),
        ("bell", "motif", "calls"),
    ]
    assert texts(lambda canvas: grid(canvas, rows, (50, 100, 180))) == [
        "Word — Kind — Effect",
        "lamp — symbol — stands for the dark",
        "bell — motif — calls",
    ]
    pairs = [("Oona", "keeper of the lamp"), ("Tam", "boatman"), ("Mr Pell", "owner of the quay")]
    assert texts(lambda canvas: grid(canvas, pairs, (50, 120))) == [f"{name} — {part}" for name, part in pairs]


@pytest.mark.parametrize("named", [False, True], ids=["two columns", "rows with names"])
def test_notes_beside_a_text_are_read_cell_by_cell(named: bool) -> None:
    """Across the columns, a line of the text would be followed by one of the notes."""
    left, right = (90, 240) if named else (40, 240)

    def draw(canvas: Canvas) -> None:
        write(canvas, ["Summary"], 500, left)
        write(canvas, ["Analysis"], 500, right)
        if named:
            write(canvas, ["Part"], 500, 40)
        for number, top in enumerate((470, 430)):
            if named:
                write(canvas, [f"Part {number + 1}"], top, 40)
            write(canvas, [f"The lamp {number} went out on", "the quay at night."], top, left)
            write(canvas, [f"A quay {number} without light", "is only a wall."], top, right)

    found = read(draw).pieces
    cells = [
        [
            *([("heading", f"Part {number + 1}")] if named else []),
            *(("heading", "Summary"), ("paragraph", f"The lamp {number} went out on the quay at night.")),
            *(("heading", "Analysis"), ("paragraph", f"A quay {number} without light is only a wall.")),
        ]
        for number in range(2)
    ]
    assert [(piece.kind.value, piece.text) for piece in found] == [*cells[0], *cells[1]]


def test_wide_gaps_alone_make_no_table() -> None:
    """Marks stand apart from their items, and one line with a gap is a line."""
    items = [("•", "what the keeper does"), ("•", "what the boatman says"), ("•", "why")]
    assert texts(lambda canvas: grid(canvas, items, (50, 64))) == [text for _, text in items]
    assert texts(lambda canvas: grid(canvas, [("Name the lamp", "and the bell.")], (50, 140))) == [
        "Name the lamp and the bell."
    ]
    ragged = [("The lamp", "and the bell"), ("are the two", "voices of"), ("the whole", "quay.")]

    def spread(canvas: Canvas) -> None:
        for number, row in enumerate(ragged):
            grid(canvas, [row], (50, 110 + 9 * number), 400 - 14 * number)

    assert texts(spread) == ["The lamp and the bell are the two voices of the whole quay."]


def test_pictures_of_pages_are_refused_with_the_way_out() -> None:
    with pytest.raises(DocumentError, match=r"no text; run text recognition \(OCR\)"):
        read(lambda canvas: canvas.rect(10, 10, 300, 300, fill=1))


def test_a_locked_file_is_refused() -> None:
    data = made(lambda canvas: write(canvas, LINES), encrypt="secret")
    with pytest.raises(DocumentError, match="password"):
        document(data, "a.pdf")


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PAGES", 2)
    with pytest.raises(DocumentError, match="has 3 pages, more than 2"):
        read(*[lambda canvas: write(canvas, LINES)] * 3)

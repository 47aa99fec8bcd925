"""What books and their digital editions put around a text is left out, and said to be."""

import pytest

from companion.guide.model import Kind
from companion.importing.child import document
from companion.importing.document import Document

PROSE = "The lamp was out and nobody on the quay had thought to ask why it was out so early in the year."


def read(text: str, everything: bool = False) -> Document:
    return document(text.encode(), "a.txt", everything)


def texts(text: str) -> list[str]:
    return [piece.text for piece in read(text).pieces]


def test_a_licence_is_no_part_of_the_text() -> None:
    """It is longer than many a story, and says who wrote it."""
    text = (
        "The Project Gutenberg eBook of The Lamp\n\nTitle: The Lamp\nAuthor: Nora Quill\n\n"
        f"*** START OF THE PROJECT GUTENBERG EBOOK THE\nLAMP ***\n\n{PROSE}\n\n"
        f"*** END OF THE PROJECT GUTENBERG EBOOK THE LAMP ***\n\nThe licence.\n"
    )
    found = read(text)
    assert [piece.text for piece in found.pieces] == [PROSE]
    assert (found.title, found.author) == ("The Lamp", "Nora Quill")
    assert [one.reason for one in found.left_out] == ["licence", "licence"]
    assert len(read(text, everything=True).pieces) > 1


@pytest.mark.parametrize(
    "contents",
    [
        "CONTENTS\n\n  I. The storm . . . . . 1\n II. The calm . . . . . 9",
        "Contents\n\nChapter 1 The storm\nChapter 2 The calm",
        "Inhaltsverzeichnis\nDer Sturm 3\nDie Stille 12",
        "The storm ........ 1\nThe calm ........ 9",
    ],
)
def test_a_table_of_contents_is_left_out(contents: str) -> None:
    found = read(f"{PROSE}\n\n{contents}\n\n{PROSE}\n")
    assert [piece.text for piece in found.pieces] == [PROSE, PROSE]
    assert {one.reason for one in found.left_out} == {"table of contents"}


def test_contents_that_are_prose_stay() -> None:
    assert texts(f"{PROSE}\n\nCONTENTS\n\n{PROSE}\n") == [PROSE, "CONTENTS", PROSE]


def test_a_picture_is_left_out() -> None:
    found = read(f"{PROSE}\n\n[Illustration: The lamp,\nby night]\n\n{PROSE}\n")
    assert [piece.text for piece in found.pieces] == [PROSE, PROSE]
    assert [one.reason for one in found.left_out] == ["picture"]
    assert texts(f"{PROSE}\n\n[Nora laughs]\n\n{PROSE}\n")[1] == "[Nora laughs]"


def test_the_end_is_not_read() -> None:
    assert texts(f"{PROSE}\n\nTHE END\n") == [PROSE]
    assert texts(f"{PROSE}\n\nTHE END\n\n{PROSE}\n")[1] == "THE END"


def test_a_title_on_two_lines_is_one() -> None:
    found = read(f"THE TRAVELS OF\nMISS NORA QUILL\n\nCHAPTER I\n\n{PROSE}\n")
    assert found.pieces[0].text == "THE TRAVELS OF MISS NORA QUILL"
    two = read(f"MISS NORA QUILL\nA COMPANION\n\nCHAPTER I\n\n{PROSE}\n")
    assert two.pieces[0].text == "MISS NORA QUILL"


def test_by_stands_before_a_name() -> None:
    assert texts(f"THE LAMP\n\nBY\n\nNORA QUILL\n\n{PROSE}\n")[1] == "BY NORA QUILL"


def test_a_chapters_name_in_capitals_is_a_part_of_its_heading() -> None:
    found = read(f"CHAPTER I.\n\nIN WHICH NORA ROWS OUT,\nAND BACK.\n\n{PROSE}\n\nCHAPTER II.\n\n{PROSE}\n")
    headings = [piece.text for piece in found.pieces if piece.kind is Kind.HEADING]
    assert headings == ["CHAPTER I. IN WHICH NORA ROWS OUT, AND BACK.", "CHAPTER II."]
    assert "SUMMARY." in texts(f"CHAPTER I.\n\nSUMMARY.\n\n{PROSE}\n")

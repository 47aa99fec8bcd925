"""How letters begin and end: the forms of four languages, and who signs with what behind the name."""

import pytest

from companion.guide.passages import letters

TEXT = "We must ask you to leave the house by the first of June, and to hand the keys to the porter."


def found(*paragraphs: str) -> list[tuple[str | None, str | None]]:
    return [(letter.to, letter.by) for letter in letters(paragraphs)]


@pytest.mark.parametrize(
    ("salutation", "to"),
    [
        ("Monsieur,", "Monsieur"),
        ("Madame la Directrice,", "Madame la Directrice"),
        ("Muy señor mío:", "Muy señor mío"),
        ("Sir,", "Sir"),
        ("Liebe Oona!", "Oona"),
        ("Hochverehrte Frau Quill!", "Frau Quill"),
    ],
)
def test_a_letter_may_begin_with_a_title_or_a_call(salutation: str, to: str) -> None:
    assert found(salutation, TEXT, "Yours faithfully,", "Nora Quill") == [(to, "Nora Quill")]


def test_a_dash_may_follow_the_salutation() -> None:
    """Old books go on in the same line."""
    assert found(f"“My dear Oona,—{TEXT}", "“Your obliged friend,", "“NORA QUILL.”") == [("Oona", "NORA QUILL")]
    assert found(f'"My dear Oona,--{TEXT}', '"Your obliged friend,', '"NORA QUILL."') == [("Oona", "NORA QUILL")]


@pytest.mark.parametrize(
    "closing",
    [
        "Veuillez agréer, Monsieur, l’expression de mes sentiments dévoués.",
        "Je vous prie de croire, Madame, à mes sentiments les meilleurs.",
        "Mit vorzüglicher Hochachtung",
    ],
)
def test_a_formal_closing_is_known(closing: str) -> None:
    assert found("Madame,", TEXT, closing, "Le maire, Paul Quill") == [("Madame", "Paul Quill")]


@pytest.mark.parametrize("office", ["Harbour Office", "Keeper of the Light", "Ministry of Health and Fish"])
def test_what_the_writer_is_does_not_sign(office: str) -> None:
    text = f"The card reads, “Dear Ms. Marek, no goats may be kept. Yours faithfully, N. Quill, {office}.” It rains."
    assert found(text) == [("Ms. Marek", "N. Quill")]


def test_a_brother_signs_with_his_name() -> None:
    assert found("Liebe Oona!", TEXT, "Dein Bruder", "Emil") == [("Oona", "Emil")]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Madame, dit-il, vous êtes en retard.", TEXT, "Paul Quill"),
        ("„Lieber Gott!“, rief sie. „Was nun?“", TEXT, "Herzlich, Emil"),
        ("Sir John came in.", TEXT, "Yours faithfully,", "Nora Quill"),
        ("Liebe macht blind!", TEXT),
        ("Monsieur,", TEXT),
    ],
)
def test_what_only_begins_like_one_is_no_letter(paragraphs: tuple[str, ...]) -> None:
    assert found(*paragraphs) == []

"""Names: what is a person's and what only has a capital, and who is somebody else of the same surname."""

import pytest

from companion.guide.attribution import attribute
from companion.guide.passages import Paragraphs
from companion.guide.people import named, speaking


def cast(text: str, language: str = "en") -> dict[str, tuple[str, ...]]:
    """Everybody who is named, with the other ways in which it is written."""
    read = Paragraphs.read(text.split("\n"), language)
    return {name: speaker.also for name, speaker in named(read, {}, language).speakers.items()}


def speakers(text: str, language: str = "en") -> list[str]:
    read = Paragraphs.read(text.split("\n"), language)
    people = named(read, {}, language)
    return [one.name for one in speaking(read, {}, people, attribute(read, people, {}, language))]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        (
            "en",
            "“Go,” Nora says. “No,” Harbin says.\nDescribe Nora’s boat.\nCompare Harbin with her.",
            ["Nora", "Harbin"],
        ),
        ("en", "“Go,” Nora says.\n1. Dissect how she lies.\n2. Dissect Nora’s lie.", ["Nora"]),
        ("fr", "« Pars », dit Nora.\nExpliquez Nora et sa colère.", ["Nora"]),
        ("de", "„Geh“, sagt Nora.\nErläutern Sie Noras Zorn.\nBeschreibe Nora.", ["Nora"]),
        ("es", "«Vete», dice Nora.\nCompara Nora con su madre.", ["Nora"]),
        ("en", "“Go,” Nora Quill says.\nNora Quill is late. Quill shrugs.", ["Nora Quill"]),
        ("en", "“Go,” Lila Orth says.\nShe asks Lila how to row.", ["Lila Orth"]),
    ],
)
def test_what_a_task_tells_its_readers_to_do_is_no_first_name(language: str, text: str, wanted: list[str]) -> None:
    """“Explain Nora” would be the voice of everything that Nora says."""
    assert speakers(text, language) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Ned Orme waits. His brother, Captain Orme, comes. “Go,” Captain Orme says. “No,” Ned says.",
        "Ned Orme waits. Her uncle Dr. Orme comes. “Go,” Dr. Orme says. “No,” Ned says.",
        "Judge Orme is Ned’s father. Ned Orme waits. “Go,” Judge Orme says. “No,” Ned says.",
        "Judge Orme is the father of Ned. Ned Orme waits. “Go,” Judge Orme says. “No,” Ned says.",
        "Captain Orme greets Ned Orme. “Go,” Captain Orme says. “No,” Ned Orme says.",
    ],
)
def test_two_of_one_surname_are_two_where_the_text_shows_it(text: str) -> None:
    """The captain's orders in his son's voice are a wrong speaker that nobody is asked about."""
    first, second = sorted(speakers(text))
    assert {first.split()[-1], second.split()[-1]} == {"Orme"}
    assert "Ned Orme" in (first, second)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Orme waits. “Go,” Captain Orme says. Her brother, Ned, is late.",
        "Ada Orme is made captain. When Ada waits, Captain Orme says, “Go.” Her mother is Ned’s aunt.",
        "Captain Ada Orme waits. “Go,” Captain Orme says. Ned’s father is late.",
        "Captain Orme is Ned’s sister. Ada Orme waits. “Go,” Captain Orme says.",
    ],
)
def test_an_office_and_a_surname_mean_whoever_has_both(text: str) -> None:
    """Most captains are introduced by their first names."""
    assert [name.split()[-2:] for name in speakers(text)] == [["Ada", "Orme"]]


def test_a_surname_alone_stays_with_the_only_one_who_has_it() -> None:
    """That the captain is somebody's father makes no two of him."""
    found = cast("Ned waits. His father, Captain Orme, comes. “Go,” Captain Orme says. Ned tells Orme, “No.”")
    assert found["Captain Orme"] == ("Orme",)


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "Nora’s T-shirt says, “Gone fishing.” Nora says, “Yes.”", {"Nora"}),
        ("en", "Nora’s Bible falls. “Yes,” Nora says. Her Bible is old.", {"Nora"}),
        ("en", "“Yes,” Nora’s Aunt Vera says.", {"Aunt Vera"}),
        ("en", "“Yes,” Nora says. That’s Tobias with her.", {"Nora", "Tobias"}),
        ("en", "“I am Tobias,” he says. Her son Ezra laughs.", {"Tobias", "Ezra"}),
        ("de", "Nora wartet. „Ja“, sagt Nora. „Wer?“, fragt Noras Stimme.", {"Nora"}),
        ("de", "Nora wartet. Ihr Bruder Karl kommt. „Ja“, sagt Karl zu Nora.", {"Nora", "Karl"}),
        ("de", "„Ja“, sagt Jonas Orth. Jonas geht.", {"Jonas Orth"}),
        ("de", "Nora spielt am Flügel. „Ja“, sagt Nora.", {"Nora"}),
        ("de", "Karl hilft Nora am Ufer. „Ja“, sagt Karl. Dann gibt Nora Karl ein Buch.", {"Karl", "Nora"}),
        ("de", "Dass Nora wartet, weiß Karl. „Ja“, sagt Nora. „Nein“, sagt Karl.", {"Karl", "Nora"}),
        (
            "de",
            "Beim dritten Mal sagt Nora: „Ja.“ Karl schweigt. Das letzte Mal war er fort. „Nein“, sagt Karl.",
            {"Karl", "Nora"},
        ),
        ("fr", "« Oui », dit Paul. L’avocat de Paul se tait.", {"Paul"}),
        ("en", "Nora says that Tobias has gone. “Yes,” she says.", {"Nora", "Tobias"}),
        ("es", "«Sí», dice Nora. Luego habló el Sr. Ortega.", {"Nora", "Sr. Ortega"}),
    ],
)
def test_what_somebody_owns_is_nobody(language: str, text: str, wanted: set[str]) -> None:
    """A shirt, a piano and a voice get no voice of their own; an aunt does."""
    assert set(cast(text, language)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“Go,” Nora says. The old pier of Lake Orn is closed, and Penny Street too.", {"Nora"}),
        ("“Go,” Nora says. She writes to Harbour Services and the Orn Historical Society.", {"Nora"}),
        ("“Go,” Veronica Lake says.", {"Veronica Lake"}),
        ("“Go,” Nora says. Whitlock, J. “Ink.” Vol. 3.", {"Nora"}),
        ("“Go,” K. says. Everybody fears K. today.", {"K"}),
        ("“Go,” Nora says.\nMethod Instance Result Irony “a long night” shows Nora’s anger", {"Nora"}),
        ("“Go,” Juan Carlos Pérez Soto says.", {"Juan Carlos Pérez Soto"}),
        ("Six-year-old Nora Quill waits. “Go,” Nora says.", {"Nora Quill"}),
    ],
)
def test_a_place_a_table_or_an_initial_is_nobody(text: str, wanted: set[str]) -> None:
    """The names that are offered for an unsure quotation should all be able to speak."""
    assert set(cast(text)) == wanted

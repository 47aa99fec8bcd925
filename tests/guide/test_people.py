"""People: those who speak, by all their names, and nobody who only looks like a name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.guide.attribution import attribute
from companion.guide.model import Speaker
from companion.guide.paragraph import Rule
from companion.guide.passages import Paragraphs
from companion.guide.people import Person, named, speaking

GOLD = Path(__file__).parent / "gold"
OUTRIGHT = (Rule.TAG, Rule.CUE, Rule.SIGNED, Rule.GOES_ON)


@dataclass(frozen=True)
class Case:
    """A text of the gold, and what a careful reader knows of it."""

    language: str
    known: dict[str, Speaker]
    people: dict[str, set[str]]  # the other names of each
    paragraphs: list[str]
    speakers: list[str | None]


def plain(name: str) -> str:
    return name.replace("_", " ")


def cases(file: str) -> Iterator[Case]:
    for group in (GOLD / file).read_text("utf-8").split("\n\n"):
        lines = [line for line in group.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        language, *declared = lines[0].split()
        pairs = [plain(one).split(":") for one in declared]
        wanted = {}
        for one in lines[1].removeprefix("people: ").split("; "):
            name, _, also = one.rstrip(")").partition("(")
            wanted[plain(name)] = {plain(other) for other in also.split(",") if other}
        answers = [None if name == "-" else plain(name) for name in lines[-1].removeprefix("=> ").split()]
        known = {name: Speaker(name, pronoun) for name, pronoun in pairs}
        yield Case(language, known, wanted, lines[2:-1], answers)


@dataclass
class Score:
    """How many there are, how many were found, and how many of these are right."""

    people: int = 0
    people_found: int = 0
    people_right: int = 0
    quotations: int = 0
    sure: int = 0
    sure_right: int = 0
    right: int = 0

    def __str__(self) -> str:
        return (
            f"people: {self.people_right} right of {self.people_found} found, {self.people} there; "
            f"speakers: {self.right} of {self.quotations} right, {self.sure_right} of {self.sure} sure ones"
        )


def people(paragraphs: list[str], known: Mapping[str, Speaker] = {}, language: str = "en") -> tuple[Person, ...]:
    read = Paragraphs.read(paragraphs, language)
    cast = named(read, known, language)
    return speaking(read, known, cast, attribute(read, cast, {}, language))


def score(file: str) -> Score:
    result = Score()
    for case in cases(file):
        found = {person.name: set(person.also) for person in people(case.paragraphs, case.known, case.language)}
        result.people += len(case.people)
        result.people_found += len(found)
        result.people_right += sum(case.people.get(name) == also for name, also in found.items())
        said = attribute(
            case.paragraphs, named(Paragraphs.read(case.paragraphs, case.language), case.known, case.language)
        )
        assert len(said) == len(case.speakers), case.paragraphs
        for one, answer in zip(said, case.speakers, strict=True):
            sure = one.certain and one.rule in OUTRIGHT and one.speaker in found and not set(one.rivals) & found.keys()
            result.quotations += answer is not None
            result.right += one.speaker == answer is not None
            result.sure += sure
            result.sure_right += sure and one.speaker == answer
    return result


def test_the_people_of_many_texts_and_their_words_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    """What is sure is written into the guide unasked: it must be right."""
    result = score("speakers.txt")
    with capsys.disabled():
        print(f"\n{result}")
    assert result.sure_right == result.sure
    assert result.people_right >= 0.9 * max(result.people, result.people_found)
    assert result.right >= 0.9 * result.quotations


@pytest.mark.parametrize("file", ["speakers_heldout.txt", "speakers_blind.txt"])
def test_texts_that_were_held_out_are_read_nearly_as_well(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The documents that count are not in this repository."""
    result = score(file)
    with capsys.disabled():
        print(f"\n{file}: {result}")
    assert result.sure_right >= 0.95 * result.sure
    assert result.people_right >= 0.85 * max(result.people, result.people_found)
    assert result.right >= 0.85 * result.quotations


def names(text: str) -> dict[str, tuple[str, ...]]:
    return {person.name: person.also for person in people(text.split("\n"))}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“Go,” Nora Quill says. Later Quill leaves, and Nora with her.", {"Nora Quill": ("Nora", "Quill")}),
        ("“Go,” said Mrs. Tolland. In Tolland’s house it is dark.", {"Mrs. Tolland": ("Tolland",)}),
        ("“Go,” Dr. Orme said. Orme’s patience, and Doctor Orme’s, was short.", {"Dr. Orme": ("Doctor Orme", "Orme")}),
        ("“Go,” Ann Lee said. “No,” Tom Lee said. “Yes,” Lee said.", {"Ann Lee": (), "Tom Lee": (), "Lee": ()}),
        ("“Go,” the Captain said. “No,” said the English nurse.", {}),
        ("On Monday in March she said, “Go.” In Paris, they said, “No.”", {}),
        ("Critics say, “It drags.” Everyone said, “Go.” Then somebody cried, “Fire!”", {}),
        ("“Go,” Nora said. Ezra saw Nora leave for Pell in the Morning Star.", {"Nora": ()}),
    ],
)
def test_a_person_is_somebody_who_speaks(text: str, wanted: dict[str, tuple[str, ...]]) -> None:
    """Every person is offered a voice: a list full of places and months would hide them."""
    assert names(text) == wanted


def test_the_signature_below_a_letter_names_a_person() -> None:
    """Whoever writes is heard too."""
    assert names("Dear Nora,\nI put out the light.\nYours,\nEzra Harbin") == {"Ezra Harbin": ()}


def test_declared_speakers_come_first_and_keep_what_is_declared() -> None:
    """Names that the author chose are not replaced by longer ones, and pronouns are only theirs."""
    known = {"the keeper": Speaker("the keeper", "he", ("Harbin",)), "Lena": Speaker("Lena", "she")}
    found = people(["“Go,” Ezra Harbin said. “No,” Nora said."], known)
    assert [(person.name, person.also, person.pronouns, person.speaks) for person in found] == [
        ("the keeper", ("Harbin", "Ezra Harbin"), "he", 1),
        ("Lena", (), "she", 0),
        ("Nora", (), None, 1),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“No,” Ezra says. Ezra, the stable boy, sweeps. “It is late,” the boy says.", "Ezra"),
        ("Dr. Orme sits. “No,” Dr. Orme says. “It is late,” the doctor says.", "Dr. Orme"),
        ("“No,” Ezra says. Ezra, the stable boy, sweeps. A boy runs. “It is late,” the boy says.", None),
        ("Ezra, the cook, and Nora, the cook, wait. “No,” Ezra says. “It is late,” the cook says.", None),
    ],
)
def test_what_the_text_says_of_one_alone_means_him(text: str, wanted: str | None) -> None:
    """Summaries call somebody by the trade once they have said it; two of a trade are nobody."""
    read = Paragraphs.read([text])
    assert attribute(read, named(read, {}, "en"))[-1].speaker == wanted


PIECES = st.sampled_from(
    ["“", "”", "Nora", "Quill", "Mrs.", "O’", " ", " ", "said", ", ", ". ", "\n", "É", "ß", "\0", "Ⅷ"]
)


@pytest.mark.filterwarnings("error")
@settings(deadline=None)  # every cast compiles its patterns, and the first also those of its language
@given(st.lists(st.lists(PIECES).map("".join)))
def test_any_text_has_people_whose_names_stand_in_it(paragraphs: list[str]) -> None:
    """A name that nobody wrote could not be corrected."""
    whole = " ".join(" ".join(paragraphs).replace("\u00a0", " ").split())
    for person in people(paragraphs):
        assert person.speaks >= 1
        assert person.name
        assert all(word in whole for word in person.name.split())

"""Quotations and letters: found where they are, and not where they only seem to be."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.guide.model import Span
from companion.guide.passages import Letter, is_utterance, letters, quotations

GOLD = Path(__file__).parent / "gold"
ODD = st.text(st.sampled_from("aA. ,!\n“”\"'‘’«»„()—é\u0301😀\0\ud800"))


def quoted(text: str) -> list[str]:
    return [span.of(text) for span in quotations(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“Go,” she said. “Now.”", ["“Go,”", "“Now.”"]),
        ('"Go," she said. "Now."', ['"Go,"', '"Now."']),
        ("‘Go,’ she said, ‘don’t stay.’", ["‘Go,’", "‘don’t stay.’"]),
        ("'Go,' she said, 'don't stay.'", ["'Go,'", "'don't stay.'"]),
        ("«Go», she said.", ["«Go»"]),
        ("« Viens », dit-elle.", ["« Viens »"]),
        ("„Geh“, sagte sie. „Jetzt.“", ["„Geh“", "„Jetzt.“"]),
        ("»Geh«, sagte sie.", ["»Geh«"]),
        ("”Gå”, sade hon.", ["”Gå”"]),
        ("“She said ‘go’ to me,” he said.", ["“She said ‘go’ to me,”"]),
        ("'She said \"go\" to me,' he said.", ["'She said \"go\" to me,'"]),
        ("She began, “I was born", ["“I was born"]),
        ("“Go, she said. “Now.”", ["“Go, she said.", "“Now.”"]),
        ("I stayed ‘cause you’re here, in the ’60s and the '70s.", []),
        ("The boys’ boat and the dogs' bowls.", []),
        ("‘The boys’ boat sank,’ he said.", ["‘The boys’ boat sank,’"]),
        ("‘Tis late,’ he said.", ["‘Tis late,’"]),
        ("A board 6\" wide and 5' long.", []),
        ("He calls it ‘hope’ and means it.", ["‘hope’"]),
        ("“I never—” “Don’t.”", ["“I never—”", "“Don’t.”"]),
        ("“Stop!”—she turned—“Who is it?”", ["“Stop!”", "“Who is it?”"]),
        ('"Stop!"—she turned—"Who is it?"', ['"Stop!"', '"Who is it?"']),
        ("(“Go,” she said.)", ["“Go,”"]),
        ("Nothing is quoted” here.", []),
        ("", []),
    ],
)
def test_quotations_are_the_outermost_stretches_in_marks(text: str, wanted: list[str]) -> None:
    """A voice is changed for exactly these stretches; an apostrophe must change none."""
    assert quoted(text) == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("es", "—Hace frío —dice Paul—. Cierra la puerta.", ["—Hace frío", "Cierra la puerta."]),
        ("es", "Llega tarde. —¿Quién es? —pregunta Ana. Nadie abre.", ["—¿Quién es?"]),
        ("es-MX", "—Sí —dijo—, y no.\n—No —dijo ella.", ["—Sí", "y no.", "—No"]),
        ("es", "El perro —dicen todos— muerde. No muerde —creo.", []),
        ("fr", "— Oui, dit-elle, je viens. — Non.", ["— Oui,", "je viens.", "— Non."]),
        ("fr", "— « Oui » est un mot.", ["— « Oui » est un mot."]),
        ("en", "—Hace frío —dice Paul—. Cierra la puerta.", []),
    ],
)
def test_what_stands_behind_a_dash_of_dialogue_is_quoted(language: str, text: str, wanted: list[str]) -> None:
    """Half of the world's novels have no quotation marks; a dash within a sentence says nothing."""
    assert [span.of(text) for span in quotations(text, language)] == wanted


@pytest.mark.parametrize("unit", ["—A, dit B, ", ". —A —b—. ", "\n—a", ". —A, ", "a, dit B, "])
def test_a_long_line_of_dashes_comes_back(unit: str) -> None:
    """Quadratic time on a line of 60,000 characters would look like a hang."""
    began = time.process_time()
    quotations("—" + unit * (60_000 // len(unit)), "fr")
    assert time.process_time() - began < 6


@pytest.mark.parametrize(
    ("paragraphs", "by"),
    [
        (["He reads: “Dear Ana, the mill is sold and the dog is dead. Yours until it rains, Leo.”"], "Leo"),
        (["He reads: “Dear Ana, the mill is sold and the dog is dead. Come to me, Ana.”"], None),
        (["Leo,", "The mill is sold.", "K."], "K."),
        (["Leo,", "The mill is sold.", "Kaya", "P.S. So is the dog."], "Kaya"),
        (["Dear Leo,", "The mill is sold.", "All my love, as ever, from us all,", "Kaya"], "Kaya"),
        (["He reads: “Dear Leo, the mill is sold and we are free. Your old friend Kaya.”"], "Kaya"),
        (["Er lautet: »Lieber Leo, die Mühle ist verkauft. Deine Tante Klara.«"], "Klara"),
        (["Liebster Leo,", "die Mühle ist verkauft.", "In Liebe", "Deine Klara"], "Klara"),
        (["Le mot dit : « J’ai vendu le moulin. Ne reviens pas. Odile »"], "Odile"),
    ],
)
def test_a_letter_may_close_in_words_of_its_own(paragraphs: list[str], by: str | None) -> None:
    """A closing is any few words with a name behind them, but for the name of whoever is written to."""
    assert [letter.by for letter in letters(paragraphs)] == ([by] if by else [])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A telegram comes from the mill: “Sold stop come home at once stop”.", 1),
        ("His last note said, “The mill is sold. Bring the dog.” Leo cries and cries.", 1),
        ("His last note said so. “The mill is sold. Bring the dog!” Leo cries.", 0),
    ],
)
def test_what_has_arrived_is_a_letter_too(text: str, wanted: int) -> None:
    """Behind a full stop no dialogue tag follows: whoever cries there does not say it."""
    assert len(letters([text])) == wanted


@given(ODD)
def test_quotations_of_any_text_are_in_order_and_apart(text: str) -> None:
    """Voices cannot overlap."""
    spans = quotations(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all(is_utterance(text, span) in (True, False) for span in spans)


@pytest.mark.parametrize("unit", ["“", "‘a ", '“‘"«', "‘a ‘a ” ", '"a '])
def test_a_long_hostile_line_comes_back(unit: str) -> None:
    """Quadratic time on a line of 100,000 characters would look like a hang."""
    spans = quotations(unit * (100_000 // len(unit)))
    assert all(first.end <= second.start for first, second in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("She says, “Come home.”", True),
        ("She says, “Come home,” and waits.", True),
        ("“Why?” she asks.", True),
        ("“No,” said Tobias.", True),
        ("“… and so we left,” he ended.", False),
        ("“what now?” she mouthed.", True),
        ("She says, “12 boats sank.”", True),
        ("She calls it “a small delay.”", False),
        ("He speaks of “hope” often.", False),
        ("He speaks of “Hope.”", False),
        ("She loves the story “Who Goes There?” most.", False),
        ("She read “The Raft,” and slept.", False),
        ("He shouted “Leave me alone!” and ran.", True),
        ("He drew “—” on the slate.", False),
    ],
)
def test_an_utterance_is_a_sentence_that_somebody_says(text: str, wanted: bool) -> None:
    """Another voice for two words in the middle of a sentence would only startle."""
    assert is_utterance(text, quotations(text)[0]) is wanted


def letter_cases(file: str) -> list[tuple[str, list[str]]]:
    groups = (GOLD / file).read_text("utf-8").split("\n\n")
    cases = [[line for line in group.splitlines() if line and not line.startswith("#")] for group in groups]
    return [(case[0], case[1:]) for case in cases if case]


@pytest.mark.parametrize("file", ["letters.txt", "letters_more.txt", "letters_heldout.txt", "letters_blind.txt"])
def test_letters_are_found_with_addressee_and_signature(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A letter is announced and read by its writer: a false one would be announced too."""
    hits = misses = false = 0
    wrong = []
    for wanted, paragraphs in letter_cases(file):
        found = letters(paragraphs)
        got = "0" if not found else " & ".join(f"+ {letter.to or '-'} / {letter.by or '-'}" for letter in found)
        hits += wanted != "0" and got == wanted
        misses += wanted != "0" and got != wanted
        false += wanted == "0" and got != "0"
        if got != wanted:
            wrong.append(f"{got}: {paragraphs}")
    with capsys.disabled():
        print(f"\n{file}: {hits} found, {misses} missed, {false} false alarms")
    assert not wrong


def test_a_letter_says_where_it_begins_and_ends() -> None:
    """The importer fences these paragraphs as a passage."""
    inline = "He reads: “Dear Nora, come home. Love, Tobias.” Then he sleeps."
    block = ["He sat down.", "Dear Nora,", "Come home.", "Yours, Tobias", "He sealed it."]
    assert letters([inline]) == (Letter(0, 10, 0, 47, "Nora", "Tobias"),)
    assert letters(block) == (Letter(1, 0, 3, 13, "Nora", "Tobias"),)
    assert Span(10, 47).of(inline) == "“Dear Nora, come home. Love, Tobias.”"


@given(st.lists(st.one_of(ODD, st.sampled_from(["Dear Nora,", "Love, T", "“Dear Nora,", "Yours,", "T”"]))))
def test_letters_of_any_paragraphs_are_inside_them(paragraphs: list[str]) -> None:
    """An importer cuts the paragraphs there."""
    for letter in letters(paragraphs):
        assert 0 <= letter.first <= letter.last < len(paragraphs)
        assert 0 <= letter.start < len(paragraphs[letter.first])
        assert 0 < letter.end <= len(paragraphs[letter.last])

"""Sentences: measured against boundaries marked by hand, and safe with any text at all."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.guide.sentences import sentences

GOLD = Path(__file__).parent / "gold"


def cases(name: str) -> list[tuple[str, frozenset[int]]]:
    """Each text of a gold file, with the places where its sentences after the first begin."""
    return [marked(line) for line in (GOLD / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


def marked(line: str) -> tuple[str, frozenset[int]]:
    parts = line.replace("⏎", "\n").split(" | ")
    text, starts, at = " ".join(parts), set(), 0
    for part in parts[:-1]:
        at += len(part) + 1
        starts.add(at + len(text[at:]) - len(text[at:].lstrip()))
    return text, frozenset(starts)


def starts(text: str) -> frozenset[int]:
    return frozenset(span.start for span in sentences(text)[1:])


def split(text: str, language: str = "en") -> list[str]:
    return [span.of(text) for span in sentences(text, language)]


def score(name: str) -> tuple[float, float, list[str]]:
    """Boundary precision, boundary recall, and the texts that came out wrong."""
    right = found = wanted = 0
    wrong = []
    for text, gold in cases(name):
        got = starts(text)
        right, found, wanted = right + len(got & gold), found + len(got), wanted + len(gold)
        if got != gold:
            wrong.append(" | ".join(split(text)))
    return right / found, right / wanted, wrong


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("es", "Llega sola. —Hace frío —dice Ana—. Entra.", ["Llega sola.", "—Hace frío —dice Ana—.", "Entra."]),
        ("es", "Nadie abre. —¿Quién es? —pregunta.", ["Nadie abre.", "—¿Quién es? —pregunta."]),
        ("fr", "Il rit. — Non, dit-elle.", ["Il rit.", "— Non, dit-elle."]),
    ],
)
def test_a_dash_of_dialogue_begins_a_sentence(language: str, text: str, wanted: list[str]) -> None:
    """Who speaks changes at that dash; the highlight would show two voices at once."""
    assert split(text, language) == wanted


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "She asked Ms. Quill and Mx. Dee about Wm. Harbin."),
        ("en", "It was J.-P. Sartre who said so."),
        ("fr", "Il voit M. Dupont, Mme. Roche, Mlle. Petit et Mgr. Blin."),
        ("fr", "Elle lit J.-P. Roche à St. Malo."),
        ("de", "Am Sonntag, dem 14. Februar, sitzt sie im 3. Stock."),
        ("de", "Im 18. Jahrhundert lebte Frau Orth, geb. Stein."),
        ("de", "Sie wartet auf den 4. Akt und seine 5. Szene."),
        ("de", "1. Erläutern Sie den Titel."),
        ("fr", "2) Expliquez le titre."),
        ("fr", "3. Expliquez le titre."),
        ("es", "12. Explica el final."),
        ("es", "Ve a D. Ramiro y a Dña. Rosa a las 5 p. m. en la plaza."),
        ("es", "Mide aprox. 3 metros."),
    ],
)
def test_a_dot_that_ends_a_short_word_or_counts_ends_no_sentence(language: str, text: str) -> None:
    """A title parted from its name is spoken as a sentence of its own."""
    assert split(text, language) == [text]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The door opens: “Who?” | “Me.” | “Come in.”"),
        ("en", "He lives for art. | The boy does not."),
        ("de", "Er kam am 3. | Er ging am 4. | Dann war es still."),
        ("de", "Sie wird 12. | Anna lacht."),
        ("de", "Er lebt seit 1912. | Anna lacht."),
        ("de", "Sie tut, was sie mag. | Anna lacht."),
        ("fr", "Il aime l’art. | Anne rit."),
        ("es", "Le pide la carta y él se la da. | Don Ramiro calla."),
        ("es", "Dice que no. | Rosa mira el mar. | El niño calla."),
    ],
)
def test_a_word_that_looks_abbreviated_ends_its_sentence(language: str, text: str) -> None:
    """Two sentences in one would be one cue, and one highlight."""
    parts = text.split(" | ")
    assert split(" ".join(parts), language) == parts


@pytest.mark.parametrize(("name", "least"), [("sentences.txt", 1.0), ("heldout.txt", 0.95)])
def test_boundaries_match_those_marked_by_hand(name: str, least: float, capsys: pytest.CaptureFixture[str]) -> None:
    """The highlight, the pauses and the notes all follow the sentence: a wrong end is seen and heard."""
    precision, recall, wrong = score(name)
    with capsys.disabled():
        print(f"\n{name}: {len(cases(name))} texts, precision {precision:.3f}, recall {recall:.3f}")
    assert min(precision, recall) >= least, "\n".join(wrong)


ODD = st.text(st.sampled_from("aA.!?… \n\t“”\"'‘’«»„—-()[]0¹é\u0301😀\0\ud800。IMr"))


@given(st.one_of(st.text(st.characters()), ODD), st.sampled_from(["en", "en-GB", "de", "zh-Hant", "xx", ""]))
def test_any_text_is_covered_once_and_in_order(text: str, language: str) -> None:
    """A character outside every sentence would never be spoken; one inside two would be spoken twice."""
    spans = sentences(text, language)
    covered = [at for span in spans for at in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert {at for at, character in enumerate(text) if not character.isspace()} <= set(covered)
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)


@given(ODD)
def test_a_sentence_has_something_to_say(text: str) -> None:
    """A sentence of mere marks would be a cue without a sound."""
    spans = sentences(text)
    assert len(spans) == 1 or all(any(character.isalnum() for character in span.of(text)) for span in spans)


@pytest.mark.parametrize("unit", ["“", '"', "'", "‘a ", "\n", "—”", "! A", "你好。", "a.” ", "(", "“Go!” Nora "])
def test_a_long_hostile_line_comes_back(unit: str) -> None:
    """A scanned book may be one line of 100,000 characters; quadratic time on it would look like a hang."""
    text = unit * (100_000 // len(unit))
    spans = sentences(text)
    assert not text.strip() or spans[-1].end == len(text.rstrip())


def test_a_long_line_is_cut_like_its_parts() -> None:
    """sentencex sees a long line through windows: an edge of one must not show."""
    part = "The mate, Mr. Pike, rowed “a mile or so” against the wind. “Is it far?” Nora asked. It was. "
    assert split(part * 400) == split(part) * 400


def test_only_english_has_english_dialogue_tags() -> None:
    """In another language the same letters may well begin a sentence."""
    text = "“Alto!” Nora said mal."
    assert split(text, "en-US") == [text]
    assert split(text, "es") == ["“Alto!”", "Nora said mal."]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("de", "„Kommst du?“ fragte Nora. Er schwieg.", ["„Kommst du?“ fragte Nora.", "Er schwieg."]),
        ("fr", "« Viens ! » dit Nora. Il vint.", ["« Viens ! » dit Nora.", "Il vint."]),
        ("es", "—¡Ven! —dijo Nora. Él vino.", ["—¡Ven! —dijo Nora.", "Él vino."]),
    ],
)
def test_a_small_letter_goes_on_after_a_quotation_in_every_language(
    language: str, text: str, wanted: list[str]
) -> None:
    """No orthography begins a sentence small after a quotation."""
    assert split(text, language) == wanted

"""How well documents are understood, measured against what a careful reader says is in them."""

from functools import cache

import pytest

from companion.guide import markdown
from companion.guide.writing import escaped
from tests.importing import structure
from tests.importing.comparing import Comparison, Count
from tests.importing.goldfiles import gold, names
from tests.importing.scoring import FIGURES, Score, documents, score, total

# Least precision, least recall: a little under what is measured, to be raised as the rules get better.
FLOORS = {
    "outline": (0.94, 0.95),
    "paragraphs": (0.97, 0.97),
    "sentences": (0.98, 0.98),
    "letters": (0.95, 0.8),
    "letters: by and to": (0.95, 0.95),
    "quotations": (0.98, 0.98),
    "speakers, no pronouns": (0.95, 0.53),  # many are told by a pronoun or by the turns
    "speakers, pronouns": (0.95, 0.77),
    "links, sure": (0.9, 0.68),
    "links, all": (0.5, 0.88),  # a person chooses among them, so what is missing weighs more than what is too much
    "links of sentences": (0.75, 0.75),
    "links, to the sentence": (0.56, 0.56),
}


@cache
def scored(name: str) -> Score:
    return score(name)


@pytest.mark.parametrize("figure", FIGURES)
def test_documents_are_understood_as_well_as_they_were(figure: str) -> None:
    """A rule that helps one document and harms the others is seen here."""
    scores = [scored(name) for name in documents()]
    count = total(scores)[figure]
    failures = "\n".join(
        f"{one.name}: {failure}"
        for one in scores
        if one.name in documents(held_out=False)
        for failure in one.failures
        if failure.startswith(f"{figure}:")
    )
    assert count.wanted > 0
    assert count.precision >= FLOORS[figure][0], f"{count}\n{failures}"
    assert count.recall >= FLOORS[figure][1], f"{count}\n{failures}"


@pytest.mark.parametrize("name", names())
def test_the_gold_agrees_with_its_document(name: str) -> None:
    """A gold that tells of another text than its document measures nothing."""
    one = gold(name)
    words = one.path.read_text("utf-8").split()
    known = " ".join(words)
    for paragraph in one.paragraphs:
        first = paragraph[0].split()[0]
        assert first in known, first
    roles = one.roles()
    assert len(one.links) == roles.count("notes")
    assert all(target <= roles.count("text") for link in one.links for target in link.about)
    people = {person.name for person in one.people}
    assert {quotation.speaker for quotation in one.quotations} - {""} <= people
    assert all(
        bool(quotation.speaker) == (quotation.how in {"name", "pronoun", "context"}) for quotation in one.quotations
    )


def test_no_sentence_is_cut_in_two_by_its_mark() -> None:
    """Two boundaries in a row would ask for an empty sentence, which nobody can find."""
    assert all(sentence.strip() for name in names() for one in gold(name).paragraphs for sentence in one)


def test_a_paragraph_cut_in_two_costs_itself_and_nothing_else() -> None:
    """A comparison that slips by a line calls everything behind it wrong, and no figure says where the fault is."""
    one = gold("film")
    whole = [" ".join(paragraph) for paragraph in one.paragraphs]
    words = whole[2].split()
    cut = [*whole[:2], " ".join(words[:9]), " ".join(words[9:]), *whole[3:]]
    counts = []
    for paragraphs in (whole, cut):
        case = Comparison(one, markdown.read("\n\n".join(map(escaped, paragraphs)), "film", "film"))
        structure.paragraphs(case)
        counts.append(case.counts["paragraphs"])
    assert counts == [Count(12, 12, 12), Count(11, 13, 12)]

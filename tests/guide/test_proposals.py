"""Proposals: what a guide leaves unsaid, and what of it is certain."""

import time
from dataclasses import replace

import pytest

from companion.guide.markdown import read
from companion.guide.model import Guide, Quotation
from companion.guide.passages import quotations
from companion.guide.proposals import FoundQuotation, Proposals, proposals

DECLARED = '+++\n[speakers.Nora]\npronouns = "she"\n[speakers.Ezra]\npronouns = "he"\n+++\n'
TEXT = """{#text role=text}
# Summary

“Is it lit?” Nora asks. Ezra shakes his head. “The oil is gone,” he tells her, “and so is the boat.”

Nora turns to Ezra. “We can still row,” she says.

{#notes role=notes}
# Analysis

When we hear that “the oil is gone,” we know the rest. The boat is “so is.”
"""


def found(text: str) -> Proposals:
    return proposals(read(text, "guide.md", "g"), linked=False)


def guide_of(paragraphs: list[str]) -> Guide:
    """A guide of these paragraphs, made without reading it: that has its own time."""
    guide = read("x", "guide.md", "g")
    (section,) = guide.sections
    (block,) = section.blocks
    blocks = tuple(
        replace(block, id=f"b{n}", text=text, quotations=tuple(Quotation(span, None, 1) for span in quotations(text)))
        for n, text in enumerate(paragraphs)
    )
    return replace(guide, sections=(replace(section, blocks=blocks),))


def short(one: FoundQuotation) -> tuple[str | None, str, bool]:
    return one.speaker, one.rule, one.sure


def test_what_a_tag_names_is_sure_and_a_pronoun_is_asked_about() -> None:
    """Nobody’s pronouns are guessed: the page offers who was told of last."""
    asked, gone, boat, row, *_ = found(TEXT).quotations
    assert short(asked) == ("Nora", "tag", True)
    assert [(one.speaker, one.sure, one.candidates[:1]) for one in (gone, boat)] == [(None, False, ("Ezra",))] * 2
    assert (row.speaker, row.sure, row.candidates) == (None, False, ("Ezra", "Nora"))


def test_declared_pronouns_make_it_sure() -> None:
    """One answer by the author settles every “she said”."""
    said = found(DECLARED + TEXT).quotations
    assert [short(one)[::2] for one in said[:4]] == [
        ("Nora", True),
        ("Ezra", True),
        ("Ezra", True),
        ("Nora", True),
    ]


def test_a_pronoun_is_not_sure_when_somebody_undeclared_may_be_meant() -> None:
    """A half-declared cast must not steal the words of the others."""
    text = DECLARED + "“Go,” Tobias said. Ezra met Tobias again.\n\n“I will stay,” he said.\n"
    assert [short(one)[::2] for one in found(text).quotations] == [("Tobias", True), ("Ezra", False)]


def test_a_note_that_repeats_words_of_the_text_takes_their_speaker() -> None:
    """Commentary quotes without saying who speaks; four words in a row are no accident."""
    repeated, fragment = found(DECLARED + TEXT).quotations[4:]
    assert short(repeated) == ("Ezra", "repeats", True)
    assert fragment.speaker is None
    unsure = found(TEXT).quotations[4]
    assert unsure.speaker is None


def test_words_that_two_have_said_are_nobodys() -> None:
    """The same line in two mouths says nothing about a third place."""
    text = (
        "{role=text}\n# Summary\n\n“We are all lost here,” Nora said.\n\n“We are all lost here,” Ezra said.\n\n"
        "{role=notes}\n# Notes\n\nThe line “we are all lost here” returns.\n"
    )
    assert found(text).quotations[-1].speaker is None


def test_what_the_author_names_is_not_proposed_but_used() -> None:
    """An authored speaker goes on speaking, and what he says can be repeated in a note."""
    text = (
        "{role=text}\n# Summary\n\n[“Here we are again,”]{by=Ezra} said Ezra. “Welcome.”\n\n"
        "{role=notes}\n# Notes\n\nIn “here we are again” he hears himself.\n"
    )
    assert [short(one) for one in found(text).quotations] == [("Ezra", "goes on", True), ("Ezra", "repeats", True)]


def test_the_narrators_quotations_are_left_alone() -> None:
    """Somebody decided that nobody says this; nobody becomes a person called narrator."""
    result = found("[“Go,”]{by=narrator} Nora said. “Now.”\n")
    assert [person.name for person in result.people] == ["Nora"]
    assert [one.span.start for one in result.quotations] == [17]


@pytest.mark.parametrize(
    ("cue", "by"),
    [
        ("In a letter to his sister, Ezra writes:", "Ezra"),
        ("Ezra’s last letter to Nora reads:", "Ezra"),
        ("The letter that Ezra finds reads:", None),
        ("Ezra reads the letter aloud:", None),
    ],
)
def test_a_letter_that_nobody_signs_is_by_whoever_is_said_to_write_it(cue: str, by: str | None) -> None:
    told = f"Nora says, “Read it, Ezra.” {cue} “The lamp is lit. The oil will last until the thaw. Wait for me.”"
    letters = found(f"# Summary\n\n{told}\n").letters
    assert {letter.by for letter in letters} - {None} == ({by} if by else set())


def test_letters_are_proposed_once_with_the_writers_name() -> None:
    """A marked letter needs no proposal; its quotations are its writer’s."""
    letter = "“Dear Nora, the light is out. Yours, Harbin.”"
    text = f"Ezra Harbin sat down. “Go,” Harbin said. Then he wrote a letter: {letter}\n"
    result = found(text)
    (only,) = result.letters
    assert (only.to, only.by, only.first == only.last) == ("Nora", "Ezra Harbin", True)
    assert [(one.rule, one.in_letter) for one in result.quotations] == [("tag", False), ("signed", True)]
    marked = found(f"::: letter {{by=Harbin}}\n{letter}\n:::\n")
    assert marked.letters == ()
    assert marked.quotations == ()


@pytest.mark.parametrize(
    "unit", ["“a” ", "“Go,” he said. ", "Nora Quill ", " ", "“Dear X, hi” ", "Dear X,\n\n", "said asks “x” ", "‘“"]
)
def test_a_hostile_text_is_read_in_time(unit: str) -> None:
    """Quadratic time on 60,000 characters would look like a hang."""
    guide = guide_of((unit * (60_000 // len(unit))).split("\n\n"))
    began = time.process_time()
    proposals(guide, linked=False)
    assert time.process_time() - began < 6


def test_a_book_is_read_in_time() -> None:
    """100,000 words: an import may take five seconds in all, and this is one step of it."""
    sentence = (
        "“The boats are late again tonight,” {} said. She went down to the shore with {} and waited for the tide. "
    )
    people = ["Nora Quill", "Mrs. Tolland", "Ezra", "Captain Reyes", "Aunt Vera", "Tobias"]
    paragraphs = ["".join(sentence.format(people[n % 6], people[(n + k) % 6]) for k in range(5)) for n in range(1000)]
    guide = guide_of(paragraphs)
    began = time.process_time()
    result = proposals(guide, linked=False)
    assert time.process_time() - began < 6
    assert len(result.quotations) == 5000


def test_what_somebody_has_decided_on_is_not_proposed() -> None:
    """A letter that is none, and a paragraph that is about nothing; everything else is asked as before."""
    text = (
        "# Summary\n\nA page is nailed to the gate:\n\n{}Dear Nora,\n\nThe mule ate my ledger.\n\nYours,\nBram\n\n"
        "{{role=notes}}\n# Analysis\n\n{}The mule that ate the ledger is a joke.\n"
    )
    plain = proposals(read(text.format("", ""), "guide.md", "g"))
    assert (len(plain.letters), bool(plain.links)) == (1, True)
    decided = read(text.format("{proposals=none}\n", "{proposals=none}\n"), "guide.md", "g")
    assert [block.settled for block in decided.blocks()].count(True) == 2
    left = proposals(decided)
    assert (left.letters, left.links) == ((), ())

"""Links: right where they are sure, silent where a commentary is about nothing in particular, and fast."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.linking import book
from companion.errors import GuideError
from companion.guide import markdown
from companion.guide.linking import SURE, Link, links
from companion.guide.model import Guide, Kind
from tests.guide import linkgold


def guide(text: str) -> Guide:
    return markdown.read(text, "guide.md", "guide")


def sure(found: tuple[Link, ...], note: str) -> list[str]:
    return [link.block for link in found if link.note == note and link.sentence is None and link.confidence >= SURE]


STORY = """
# Summary

{#loft}
Ida finds a brass telescope in the loft of the mill and carries it down to the yard.

{#moon}
On the first clear night she counts the craters of the moon aloud, and her grandfather corrects her.

{#sale}
The auctioneer sells the mill, the horses and the telescope to a dentist from Gorham.

{role=notes}
# Analysis

"""


@pytest.mark.parametrize(
    ("heldout", "precision", "recall", "sentences"), [(False, 0.95, 0.6, 0.75), (True, 0.9, 0.6, 0.7)]
)
def test_sure_links_are_right(
    heldout: bool, precision: float, recall: float, sentences: float, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sure link is written into the guide as fact; a student who follows a wrong one stops believing in the rest."""
    cases = linkgold.cases(heldout=heldout)
    total = linkgold.total(cases, links, SURE)
    with capsys.disabled():
        print(
            f"\nlinks, {'held out' if heldout else 'gold'}: {len(cases)} guides, sure links of paragraphs: precision"
            f" {total.precision:.3f}, recall {total.recall:.3f}; first link of {total.sentences} sentences:"
            f" right sentence {total.hits:.3f}, right paragraph {total.paragraph_hits:.3f}"
        )
    assert total.precision >= precision
    assert total.recall >= recall
    assert total.hits >= sentences


def test_a_commentary_that_retells_is_linked_throughout() -> None:
    """The usual study guide: each paragraph of its analysis finds all that it is about, and nothing else."""
    score = linkgold.score(linkgold.case("retelling"), links(linkgold.case("retelling").guide), SURE)
    assert (score.wrong, score.right) == (0, score.wanted)


@pytest.mark.parametrize("case", linkgold.cases(heldout=False) + linkgold.cases(heldout=True), ids=lambda one: one.name)
def test_what_is_about_nothing_in_particular_stays_unlinked(case: linkgold.Case) -> None:
    """Biography and background belong to the whole work; a link to some paragraph of it would be made up."""
    found = links(case.guide)
    for number, answer in case.paragraphs.items():
        if not answer.wanted and not answer.allowed:
            assert sure(found, case.notes[number - 1].id) == []


def test_authored_targets_win() -> None:
    """Whoever wrote what a paragraph is about is not told otherwise."""
    analysis = "The telescope from the loft, and the craters of the moon that she counts aloud."
    assert sure(links(guide(STORY + "{#one}\n" + analysis)), "one")
    assert links(guide(STORY + '{#one about="#sale"}\n' + analysis)) == ()


def test_links_go_from_notes_to_text_and_are_probabilities() -> None:
    """What is linked names blocks and sentences that exist, of the right roles; headings are about nothing."""
    for case in linkgold.cases(heldout=False):
        notes = {block.id: {segment.id for segment in block.segments} for block in case.notes}
        text = {block.id: [segment.id for segment in block.segments] for block in case.text}
        headings = {block.id for block in case.guide.blocks() if block.kind is Kind.HEADING}
        for link in links(case.guide):
            assert link.sentence is None or link.sentence in notes[link.note]
            assert [one for one in text[link.block] if one in link.segments] == list(link.segments)
            assert 0 <= link.confidence <= 1
            assert link.note not in headings


def test_the_same_guide_gives_the_same_links() -> None:
    """What is proposed today is proposed tomorrow: nothing depends on hashes or on what ran before."""
    case = linkgold.case("thematic")
    assert links(case.guide) == links(linkgold.case("thematic").guide)


def test_a_number_and_a_quoted_phrase_are_anchors() -> None:
    """8,316 in the analysis is the 8,316 of the text, and so are words in quotation marks."""
    text = """
# Summary

The clerk counts 8,316 letters in the dead office and burns none of them.

Her brother counts the geese and calls every one of them “my little duchess”.

The mayor counts votes and geese and letters until the snow has covered the office. “I did not,” says he.

{role=notes}
# Analysis

{#number}
The figure, 8,316, is of an absurd exactness.

{#phrase}
What “little duchess” tells us about him needs no comment.

{#plain}
“I did not” is the one answer in the book that is true.
"""
    first, second, third = (block.id for block in guide(text).sections[0].blocks[1:])
    found = links(guide(text))
    assert sure(found, "number") == [first]
    assert sure(found, "phrase") == [second]
    assert next(link.block for link in found if link.note == "plain" and link.sentence is None) == third


FIRST = """
The ferry leaves the quay in fog, and the captain rings the bell.

A boy drops his cap into the harbour and cries.

In the cabin somebody has laid a table for nine.
"""
SECOND = """
The ferry comes back in fog, and the captain forgets the bell.

A girl catches a herring in a straw cap.

The table in the cabin has been sawn in half.
"""
ON_FIRST = "The fog hides the ferry, and the captain with his bell is the only one who is heard.\n"
ON_SECOND = "Again fog hides the ferry; the captain and his bell are of no use to anyone.\n"


def firsts(read: Guide) -> list[str]:
    """The first paragraph of every section that has one."""
    return [section.blocks[1].id for section in read.sections if len(section.blocks) > 1]


def test_a_commentary_below_a_chapter_is_about_that_chapter() -> None:
    """The same words stand in both chapters; where the analysis stands tells which are meant."""
    read = guide(
        f"# One\n\n## Summary\n{FIRST}\n{{role=notes}}\n## Analysis\n\n{ON_FIRST}\n"
        f"# Two\n\n## Summary\n{SECOND}\n{{role=notes}}\n## Analysis\n\n{ON_SECOND}"
    )
    one, first, two, second = firsts(read)
    assert sure(links(read), first) == [one]
    assert sure(links(read), second) == [two]


def test_titles_with_the_same_number_belong_together() -> None:
    """Some guides tell all chapters first and discuss them afterwards."""
    read = guide(
        f"# Summary of Chapter 1\n{FIRST}\n# Summary of Chapter 2\n{SECOND}\n"
        f"{{role=notes}}\n# Analysis of Chapter 1\n\n{ON_FIRST}\n{{role=notes}}\n# Analysis of Chapter 2\n\n{ON_SECOND}"
    )
    one, two, first, second = firsts(read)
    assert sure(links(read), first) == [one]
    assert sure(links(read), second) == [two]


@pytest.mark.parametrize(
    "text", ["Only text.", "{role=notes}\n# Analysis\n\nOnly notes.", "# A\n\n!\n\n{role=notes}\n# B\n\n?", STORY]
)
def test_a_guide_with_nothing_to_link_has_no_links(text: str) -> None:
    """Half a document is a document as well."""
    assert links(guide(text)) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4),
    st.sampled_from(["en", "de", "zh", "xx"]),
)
def test_any_text_is_linked_or_left(paragraphs: list[str], language: str) -> None:
    """Documents come from anywhere: other scripts, one letter, only marks."""
    body = "\n\n".join("w " + " ".join(one.split()).replace("\\", "") for one in paragraphs)
    source = f'+++\nlanguage = "{language}"\n+++\n# A\n\n{body}\n\n{{role=notes}}\n# B\n\n{body}'
    try:
        read = guide(source)
    except GuideError:
        return
    assert all(0 <= link.confidence <= 1 for link in links(read))


def test_a_book_is_linked_in_seconds() -> None:
    """100 paragraphs of analysis against 1,000 of text: an import waits for this, and twice the text only twice."""

    def seconds(paragraphs: int) -> float:
        guide = book(paragraphs, 100)
        start = time.process_time()
        links(guide)
        return time.process_time() - start

    small, large = seconds(500), seconds(1000)
    assert large < 10
    assert large < 4 * small


CITED = [
    "Pell, I. The Telescope in the Mill: A Life of Craters. Gorham: Moon Press, 1987.",
    "Pell, Ida. “Craters of the Moon.” Journal of Telescopes 12.3 (2004): 44-61.",
    "van der Mill, J. K. (1999). The brass telescope. Yard & Sons.",
]


@pytest.mark.parametrize("text", CITED)
def test_what_names_a_book_is_about_no_place_of_the_text(text: str) -> None:
    """A title has words of the text in it, for it is about the same work."""
    assert links(guide(STORY + f"{{#one}}\n{text}")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ida, in 1987, would have seen the craters of the moon that she counts aloud on the first clear night.",
        "Craters, Ida says, are what the moon remembers: she counts them, her grandfather corrects her. (1987)",
    ],
)
def test_a_name_and_a_year_make_no_citation(text: str) -> None:
    assert sure(links(guide(STORY + f"{{#one}}\n{text}")), "one") == ["moon"]


def test_a_list_of_books_is_not_linked_and_what_is_about_the_author_not_surely() -> None:
    about = "In the year of her first telescope the author lived in Gorham."
    for title, likely in (("Works Cited", False), ("3. Further reading", False), ("About the author", True)):
        text = STORY + f"Nothing.\n\n{{role=notes}}\n# {title}\n\n{{#one}}\n{about}"
        found = links(guide(text))
        assert sure(found, "one") == []
        assert bool([link for link in found if link.note == "one"]) is likely


def test_common_words_alone_make_no_link_sure() -> None:
    """That the prose is plain, and the chapters have ten pages, is about the whole book."""
    text = """
# Summary

{#log}
Ida fills eleven pages of the log in nine years, and tells nobody.

Her grandfather sells the mill to a dentist from Gorham.

{role=notes}
# Analysis

{#style}
The prose is plain. The author avoids adjectives, and few of the chapters run to more than ten pages.

{#question}
Does the poet speak for nobody?
"""
    assert sure(links(guide(text)), "style") == []
    assert sure(links(guide(text)), "question") == []


def test_one_word_in_common_is_chance_where_another_place_has_more() -> None:
    text = (
        STORY
        + """
{#rust}
The brass telescope is carried down from the loft as if asleep. The craters are there without it.
"""
    )
    assert sure(links(guide(text)), "rust") == ["loft"]
    assert any(link.note == "rust" and link.block == "moon" for link in links(guide(text)))


def test_a_quotation_is_from_where_its_words_stand_and_so_is_what_explains_it() -> None:
    text = """
# Summary

{#gate}
At the gate the boy tells the guard, “He came here once as a child, and a child is nobody.” The guard lets him in.

{#brother}
The guard is his brother, who left when he was a child and came back to the gate as a stranger.

{role=notes}
# Key quotations

{#said}
> “He came here once as a child, and a child is nobody.”

{#meant}
The distinction is generous: it makes room for a brother who left as one man and came back as another.
"""
    found = links(guide(text))
    assert sure(found, "said") == ["gate"]
    assert "brother" not in sure(found, "meant")

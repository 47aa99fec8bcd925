"""An excerpt: exactly the sentences that were asked for, on a clock of their own."""

from itertools import pairwise

import pytest

from companion.errors import UsageError
from companion.exports.excerpt import NOTES, Excerpt, excerpt
from companion.exports.narrated import Narrated
from companion.narration.course import Notes, course, heard
from companion.narration.document import Segment


def said(found: Excerpt) -> list[str]:
    """What is heard, in the order of hearing."""
    everything = [(one.start, one.text) for one in (*found.sentences, *found.beside)]
    everything += [(one.start, f"[{one.text}]") for one in found.announced]
    return [text for _, text in sorted(everything)]


def segments(weir: Narrated, block: str) -> list[Segment]:
    return next(b["segments"] for s in weir.timeline["sections"] for b in s["blocks"] if b["id"] == block)


START = ["The miller counted the sacks.", "It was four o’clock & raining.", "Nobody came."]
BODY = [
    "The weir is broken.",
    "I opened it myself, and I would do it again.",
    "Come <b>down</b> to the water.",
]


def test_it_is_from_the_first_word_to_the_last_one_to_the_sample(weir: Narrated) -> None:
    """A clip that ends a word too late gives the answer away."""
    first, last = segments(weir, "start")[1], segments(weir, "after")[0]
    found = excerpt(weir.timeline, first["id"], last["id"])
    assert {piece.section for piece in found.pieces} == {0}
    assert (found.pieces[0].start, found.pieces[-1].end) == (first["start"], last["end"])
    assert all(one.end == after.start for one, after in pairwise(found.pieces))
    assert found.samples == last["end"] - first["start"]
    letter = ["[The letter of Ida]", "Dear miller,", *BODY, "[End of the letter of Ida]"]
    assert said(found) == [*START[1:], *letter, "He read it at noon."]


def test_ends_that_are_swapped_are_put_right(weir: Narrated) -> None:
    """Whoever selects backwards means the same words."""
    first, last = (segments(weir, "start")[at]["id"] for at in (0, 2))
    assert excerpt(weir.timeline, last, first) == excerpt(weir.timeline, first, last)


def test_one_sentence_is_an_excerpt(weir: Narrated) -> None:
    """Both ends may be the same."""
    (one,) = segments(weir, "start")[1:2]
    assert said(excerpt(weir.timeline, one["id"], one["id"])) == [START[1]]


def test_a_paragraph_a_passage_and_a_section_stand_for_their_sentences(weir: Narrated) -> None:
    """Authors name passages; nobody names sentences."""
    assert said(excerpt(weir.timeline, "start", "start")) == START
    assert said(excerpt(weir.timeline, "body", "body")) == BODY
    assert said(excerpt(weir.timeline, "letter", "letter")) == ["Dear miller,", *BODY]
    assert said(excerpt(weir.timeline, "end", "last"))[-1] == "The wheel did not."


@pytest.mark.parametrize(
    ("notes", "wanted"),
    [
        ("none", [*START, "[The letter of Ida]", "Dear miller,", *BODY]),
        (
            "passage",
            [
                *START,
                "Rain is what the letter is made of.",
                "[The letter of Ida]",
                "Dear miller,",
                *BODY,
                "Ida asks for nothing.",
            ],
        ),
        (
            "section",
            [
                *START,
                "[The letter of Ida]",
                "Dear miller,",
                *BODY,
                "Rain is what the letter is made of.",
                "Ida asks for nothing.",
            ],
        ),
    ],
)
def test_notes_are_heard_where_the_course_has_them(weir: Narrated, notes: str, wanted: list[str]) -> None:
    """A note that the course has behind the last word comes at the end; one about other words does not come."""
    found = excerpt(weir.timeline, "start", "body", NOTES[notes])
    assert [one for one in said(found) if one != "[End of the letter of Ida]"] == wanted


@pytest.mark.parametrize("notes", [Notes.SILENT, Notes.PASSAGE, Notes.SECTION])
def test_the_whole_guide_as_an_excerpt_is_the_course(weir: Narrated, notes: Notes) -> None:
    """What is read where is one function: an excerpt never has an order of its own."""
    found = excerpt(weir.timeline, "tale", "last", notes)
    stretches = heard(course(weir.timeline), notes=notes)
    for piece, one in zip(found.pieces[:-1], stretches[:-1], strict=True):
        assert piece.section == one.section
        assert piece.end == one.end
    assert sum(one.end - one.start for one in stretches) - found.samples < weir.timeline["rate"] * 3  # the last pause


def test_among_the_notes_everything_is_in_its_own_place(weir: Narrated) -> None:
    """An excerpt of the commentary would be empty if its notes had moved away to what they are about."""
    for notes in NOTES.values():
        found = excerpt(weir.timeline, "on-letter", "free", notes)
        assert said(found) == ["Ida asks for nothing.", "Shutting is an answer too.", "The wheel is never seen."]
        assert found.beside == ()


def test_across_sections_the_pauses_between_them_stay(weir: Narrated) -> None:
    """A clip of two sections is as long as the sections played one after the other."""
    found = excerpt(weir.timeline, "after", "last", Notes.SOUND)
    tale, study, _ = weir.timeline["sections"][:3]
    wanted = (
        tale["samples"] - segments(weir, "after")[0]["start"] + study["samples"] + segments(weir, "last")[-1]["end"]
    )
    assert found.samples == wanted


def test_every_sentence_is_at_its_own_place_in_the_sound(weir: Narrated) -> None:
    """The clip's clock is the section's, moved: no time is measured again."""
    found = excerpt(weir.timeline, "tale", "last", Notes.PASSAGE)
    for one in (*found.sentences, *found.beside):
        piece = next(p for p in found.pieces if p.at <= one.start < p.at + p.end - p.start)
        assert (piece.section, piece.start + one.start - piece.at) == (one.section, one.segment["start"])
        assert one.end - one.start == one.segment["end"] - one.segment["start"]


def test_all_notes_about_it_are_known_heard_or_not(weir: Narrated) -> None:
    """The printed page has them."""
    found = excerpt(weir.timeline, "start", "letter")
    assert [note.get("prompt") for note in found.notes] == ["Who owns a river?", None]
    assert excerpt(weir.timeline, "last", "last").notes == ()


def test_an_id_that_is_not_there_names_those_near_it(weir: Narrated) -> None:
    """Ids are long, and copied by hand."""
    good = segments(weir, "start")[0]["id"]
    with pytest.raises(UsageError, match=f"weir: no sentence, paragraph or passage has the id .* mean {good}"):
        excerpt(weir.timeline, good, good[:-1] + "?")
    with pytest.raises(UsageError, match=r"'%%%'; there are tale, .*, …"):
        excerpt(weir.timeline, "%%%", good)


def test_a_footnote_is_no_end_of_an_excerpt(weir: Narrated) -> None:
    """It stands nowhere in the straight reading, so nothing is before it or behind it."""
    aside = weir.timeline["sections"][-1]["blocks"][0]["segments"][0]["id"]
    with pytest.raises(UsageError, match=r"is in a footnote, .*; choose the sentence that it is about"):
        excerpt(weir.timeline, "start", aside)

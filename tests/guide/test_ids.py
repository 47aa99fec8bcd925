"""Ids that survive edits."""

from companion.guide.markdown import read
from companion.guide.model import Guide

PARAGRAPHS = (
    "The ferry left late. Nobody minded. It rained.",
    "On deck a man sold tea. It rained.",
    "The island came up like a *whale*. Everybody stood. “There,” she said.",
)


def guide(*paragraphs: str) -> Guide:
    return read("# Crossing\n\n" + "\n\n".join(paragraphs) + "\n", "guide.md", "crossing")


def segments(found: Guide) -> dict[str, str]:
    return {segment.id: segment.span.of(block.text) for block in found.blocks() for segment in block.segments}


def test_an_edit_elsewhere_changes_no_other_id() -> None:
    """Bookmarks, links and excerpts are kept by id."""
    before = segments(guide(*PARAGRAPHS))
    edited = PARAGRAPHS[0].replace("Nobody minded.", "Everyone minded a little.")
    after = segments(guide(edited, *PARAGRAPHS[1:]))
    assert set(before.values()) - set(after.values()) == {"Nobody minded."}
    assert len(before.keys() - after.keys()) == 1
    assert all(after[name] == text for name, text in before.items() if name in after)


def test_a_moved_paragraph_keeps_its_ids() -> None:
    """Putting things in another order is the commonest revision of all."""
    before = segments(guide(*PARAGRAPHS[1:], "It is late."))
    after = segments(guide("It is late.", *reversed(PARAGRAPHS[1:])))
    assert before == after


def test_a_sentence_that_stands_twice_has_two_ids() -> None:
    """An id that names two sentences names none."""
    found = guide(*PARAGRAPHS)
    every = [segment.id for block in found.blocks() for segment in block.segments]
    assert len(every) == len(set(every)) == 1 + 3 + 2 + 3


def test_emphasis_and_line_breaks_change_no_id() -> None:
    """They are not what is said."""
    plain = segments(guide("The island came up\nlike a whale."))
    marked = segments(guide("The island came up like a *whale*."))
    assert plain.keys() == marked.keys()


def test_an_authored_id_tells_twins_apart_wherever_they_move() -> None:
    """The way out for a refrain that is moved about."""
    first, second = "{#a}\nIt rained.", "{#b}\nIt rained."
    before = {
        block.id: block.segments[0].id for block in guide("It rained.", first, second).blocks() if block.id in "ab"
    }
    after = {
        block.id: block.segments[0].id for block in guide("It rained.", second, first).blocks() if block.id in "ab"
    }
    assert before == after


def test_every_id_can_be_a_fragment_and_a_cue_id() -> None:
    """One id is the VTT cue id, the XHTML fragment and the link."""
    found = guide(*PARAGRAPHS, "::: letter\nDear you.\n:::")
    names = [*segments(found), *(block.id for block in found.blocks()), *(section.id for section in found.sections)]
    names += [passage.id for passage in found.passages]
    assert all(name.isascii() and name[0].isalpha() and " " not in name and "-->" not in name for name in names)
    assert len(names) == len(set(names))

"""What a page shows is found again by its words: ids may be other ones as soon as something is corrected."""

import pytest

from companion.editing.again import again, passage_again
from companion.editing.letters import mark_letter, unmark
from companion.editing.links import set_abouts, targets_of
from companion.editing.replacing import Replacement, apply
from companion.errors import EditError
from companion.guide.markdown import read
from companion.guide.model import Guide

TEXT = """\
# Gate

Nora waits.

It rains.

It rains.

{role=notes}
# Commentary

Rain is patience.
"""


def guide_of(text: str) -> Guide:
    return read(text, "guide.md", "x")


def after(guide: Guide, changes: tuple[Replacement, ...]) -> Guide:
    return guide_of(apply(guide.source, changes))


def test_a_paragraph_that_got_a_name_is_found_by_its_words() -> None:
    """Two that say the same are told apart by their order."""
    guide = guide_of(TEXT)
    _, nora, rain, more, _, note = (block.id for block in guide.blocks())
    now = after(guide, set_abouts(guide, {note: [rain]}))
    found = again(guide, now, [more, rain, nora])
    assert found == [[block.id for block in now.blocks()][number] for number in (3, 2, 1)]
    assert targets_of(now, note) == [found[1]]
    assert found[1] != rain


def test_a_paragraph_that_was_divided_is_not_taken_for_another() -> None:
    guide = guide_of(TEXT.replace("Nora waits.", "Nora waits. Dear Bram, come. Nora"))
    block = list(guide.blocks())[1]
    start = block.text.index("Dear")
    now = after(guide, mark_letter(guide, block.id, start, block.id, len(block.text)))
    with pytest.raises(EditError, match=r"'Nora waits[^']*' was changed meanwhile; look at it again"):
        again(guide, now, [block.id])


def test_a_passage_is_found_though_another_has_its_id_now() -> None:
    """Letters are counted: where the first is none any more, the second is called letter, and the third letter-2."""
    texts = "\n\n".join(f"A.\n\n::: letter\n{name}, come.\n\nYours\n:::" for name in ("Ann", "Bea", "Cat"))
    guide = guide_of(texts)
    first, second, third = guide.passages
    now = after(guide, unmark(guide, first.id))
    assert [passage_again(guide, now, one).id for one in (second, third)] == ["letter", "letter-2"]
    with pytest.raises(EditError, match="this letter was changed meanwhile; look at it again"):
        passage_again(guide, now, first)

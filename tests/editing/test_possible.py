"""One correction that cannot be made is no reason to leave the others."""

import pytest

from companion.editing.letters import mark_letter
from companion.editing.links import set_abouts
from companion.editing.possible import possible
from companion.editing.replacing import apply
from companion.editing.speakers import set_speakers
from companion.errors import EditError
from companion.guide.markdown import read
from companion.guide.model import Guide


def guide_of(text: str) -> Guide:
    return read(text, "guide.md", "x")


def test_a_quotation_that_crosses_an_emphasis_is_all_that_is_left() -> None:
    guide = guide_of("“One,” she says.\n\n“Two, *three,” she says* to him.\n\n“Four,” she says.")
    wanted = [((block.id, one.span), "Nora") for block in guide.blocks() for one in block.quotations]
    changes, left = possible(wanted, lambda some: set_speakers(guide, dict(some)))
    assert apply(guide.source, changes) == guide.source.replace("“One,”", "[“One,”]{by=Nora}").replace(
        "“Four,”", "[“Four,”]{by=Nora}"
    )
    ((one, error),) = left
    assert one == wanted[1]
    assert "line 3: '“Two, three,”' crosses an emphasis" in str(error)


def test_those_that_can_be_made_agree_on_the_names_that_they_give() -> None:
    """Two notes about one paragraph name it once, though a third, about indented code, is refused."""
    guide = guide_of("# Gate\n\nNora waits.\n\n    a line of code\n\n{role=notes}\n# Why\n\nOne.\n\nTwo.\n\nThree.\n")
    _, nora, code, _, one, two, three = (block.id for block in guide.blocks())
    wanted = [(one, (nora,)), (two, (code,)), (three, (nora,))]
    changes, left = possible(wanted, lambda some: set_abouts(guide, dict(some)))
    after = guide_of(apply(guide.source, changes))
    assert [[target.block for target in note.targets] for note in after.notes] == [["nora-waits"], ["nora-waits"]]
    assert [note for (note, _), _ in left] == [two]


def test_nobody_can_be_called_like_the_reader_of_the_commentary() -> None:
    """The commentary would be heard in a character's voice."""
    guide = guide_of("“One,” she says.")
    block = next(guide.blocks())
    with pytest.raises(EditError, match="line 1: 'notes' is who reads the commentary; choose another name"):
        set_speakers(guide, {(block.id, block.quotations[0].span): "notes"})
    with pytest.raises(EditError, match="line 1: 'notes' is who reads the commentary; choose another name"):
        mark_letter(guide, block.id, 0, block.id, len(block.text), by="notes")

"""Decisions against a proposal: what nobody is asked about any more."""

from companion.editing.letters import unmark
from companion.editing.links import with_attributes
from companion.editing.places import block_of
from companion.editing.replacing import Replacement
from companion.errors import EditError
from companion.guide.markdown import ASIDES, NO_PROPOSALS
from companion.guide.model import Guide, Kind, Role


def settle(guide: Guide, block_id: str) -> tuple[Replacement, ...]:
    """No letter that holds this paragraph and no link of it is proposed from now on. Raises EditError."""
    block = block_of(guide, block_id)
    aside = any(block in section.blocks for section in guide.sections if section.role is Role.ASIDES)
    if aside or block.kind is Kind.HEADING:
        what = "a footnote" if aside else "a heading"
        raise EditError(f"{guide.id}: line {block.line} is {what}, for which nothing is proposed")
    return () if block.settled else tuple(with_attributes(guide, block, {"proposals": NO_PROPOSALS}))


def reject(guide: Guide, passage_id: str) -> tuple[Replacement, ...]:
    """The passage's fences taken away, and where it is a letter, it is not proposed again. Raises EditError."""
    changes = unmark(guide, passage_id)
    passage = next(one for one in guide.passages if one.id == passage_id)
    asked = passage.kind == "letter" and passage.section != ASIDES  # nothing is proposed for a footnote
    return (*changes, *settle(guide, passage.blocks[0])) if asked else changes

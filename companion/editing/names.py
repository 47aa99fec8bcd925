"""The ids of a guide: which are taken, which somebody wrote, which notes rely on; and the name that nobody can have."""

import re

from companion.editing.places import lines_of
from companion.errors import EditError
from companion.guide.front import NOTES
from companion.guide.markdown import ASIDES
from companion.guide.model import Guide, Passage

_NAMES = re.compile(r"#([\w-]+)|\bid=\"?([\w-]+)")
_ABOUT = re.compile(r"\babout=(?:\"([^\"]*)\"|([\w:-]+))")


def ids_of(guide: Guide) -> set[str]:
    """Every id of the guide, those of marked words among them, and whatever else looks like one in the file."""
    written = {name for found in _NAMES.finditer(guide.source) for name in found.groups() if name}
    made = {one.id for several in (guide.sections, guide.passages, guide.notes, guide.blocks()) for one in several}
    return written | made | {ASIDES}


def names_in_notes(guide: Guide) -> set[str]:
    """The ids that paragraphs say they are about."""
    return {
        name.lstrip("#")
        for found in _ABOUT.finditer(guide.source)
        for value in found.groups()
        if value
        for name in value.split()
    }


def is_authored(guide: Guide, passage: Passage) -> bool:
    """Whether somebody wrote the passage's id."""
    lines = lines_of(guide.source)
    fence = guide.source[lines.starts[passage.line - 1] : lines.ends[passage.line - 1]]
    return passage.id in {name for found in _NAMES.finditer(fence) for name in found.groups()}


def check_speaker(guide: Guide, line: int, name: str | None) -> None:
    """Raises EditError where whoever says something would be taken for the reader of the commentary."""
    if name == NOTES:
        raise EditError(f"{guide.id}: line {line}: '{NOTES}' is who reads the commentary; choose another name")

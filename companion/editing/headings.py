"""A section's title and role."""

import re

from companion.editing.inline import inline
from companion.editing.links import with_attributes
from companion.editing.places import groups_above, lines_of, section_of, top_of
from companion.editing.replacing import Replacement
from companion.errors import EditError
from companion.guide.model import Block, Guide, Kind, Role, Span
from companion.guide.writing import escaped

_ATX = re.compile(r"#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*\Z")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")


def rename(guide: Guide, section_id: str, title: str) -> tuple[Replacement, ...]:
    """The section called `title`, in plain words. It keeps its id, written down where it was made of the old title.

    Raises EditError when its heading holds what would be lost, a footnote's mark or marked words.
    """
    heading = _heading(guide, section_id)
    words = " ".join("".join(one if one.isprintable() else " " for one in title).split())
    if not words:
        raise EditError(f"{guide.id}: line {heading.line}: a section needs a title; write one")
    if words == " ".join(heading.text.split()):
        return ()
    if heading.marks or any(one.groups or one.kind == "image" for one in inline(guide, heading).elements):
        raise EditError(
            f"{guide.id}: line {heading.line}: the heading holds a footnote or marked words, which would be lost; "
            "change it in the file"
        )
    span, begins = _words_of(guide, heading)
    named = any("id" in group.values for group in groups_above(guide, heading))
    pinned = () if named else tuple(with_attributes(guide, heading, {"id": section_id}))
    return (*pinned, Replacement(span, escaped(words, begins)))


def set_role(guide: Guide, section_id: str, role: Role) -> tuple[Replacement, ...]:
    """The section read as text or as notes, and with it those below it that say nothing else. Raises EditError."""
    heading = _heading(guide, section_id)
    if role is Role.ASIDES:
        raise EditError(f"{guide.id}: line {heading.line}: a section is text or notes; choose one of the two")
    if role is section_of(guide, section_id).role:
        return ()
    return tuple(with_attributes(guide, heading, {"role": str(role)}))


def _heading(guide: Guide, section_id: str) -> Block:
    section = section_of(guide, section_id)
    if section.role is Role.ASIDES or not section.blocks or section.blocks[0].kind is not Kind.HEADING:
        raise EditError(f"{guide.id}: the section '{section.title}' has no heading; write one above it in the file")
    return section.blocks[0]


def _words_of(guide: Guide, heading: Block) -> tuple[Span, bool]:
    """Where a heading's words stand, marks within them included, and whether they begin their line."""
    lines, top = lines_of(guide.source), top_of(guide, heading)
    found = _ATX.match(guide.source[top.content : lines.ends[top.line]])
    if found is not None:
        return Span(top.content + found.start(1), top.content + found.end(1)), False
    number = top.line  # underlined: the words are every line above the line
    while number + 2 < len(lines.starts) and not _UNDERLINE.fullmatch(
        guide.source, lines.starts[number + 1], lines.ends[number + 1]
    ):
        number += 1
    end = lines.starts[number] + len(guide.source[lines.starts[number] : lines.ends[number]].rstrip(" \t"))
    return Span(top.content, end), True

"""Where the blocks of a guide stand in its file: their lines, what leads them, the attribute lines above them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from companion.editing.attributes import Group, group_at
from companion.errors import EditError
from companion.guide.markup import Source
from companion.guide.model import Block, Guide, Kind, Section, SourceMap, Span

_LINE_END = re.compile(r"\r\n?|\n")
_LEAD = {  # what may stand before a block's first word on its line
    Kind.ITEM: re.compile(r"(?:[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))*[ \t]*"),
    Kind.QUOTE: re.compile(r"[ \t>]*"),
}
_ANY_LEAD = re.compile(r"(?:\[\^[^\]\s]+\]:|[ \t>]|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))*")
_MADE = re.compile(r"b[0-9a-f]{12}(?:-\d+)?")  # a block's id that nobody wrote


@lru_cache(maxsize=4)
def lines_of(source: str) -> Source:
    """The lines of a file. Many small edits ask for those of one text."""
    return Source(source)


def line_end(source: str) -> str:
    """How this file ends its lines."""
    found = _LINE_END.search(source)
    return found[0] if found else "\n"


def block_of(guide: Guide, name: str) -> Block:
    """The block with that id. Raises EditError."""
    found = next((block for block in guide.blocks() if block.id == name), None)
    if found is None:
        raise EditError(f"{guide.id}: no paragraph has the id '{name}' any more; read the guide again")
    return found


def section_of(guide: Guide, name: str) -> Section:
    """The section with that id. Raises EditError."""
    found = next((section for section in guide.sections if section.id == name), None)
    if found is None:
        raise EditError(f"{guide.id}: no section has the id '{name}' any more; read the guide again")
    return found


def end_of(places: SourceMap, at: int) -> int:
    """The offset in the file behind the text's character `at`."""
    for start, source, length, width in places.runs:
        if start <= at < start + length:
            return source + at - start + 1 if length == width else source + width
    raise IndexError(at)


@dataclass(frozen=True, slots=True)
class Top:
    """Where a block begins."""

    line: int  # 0-based
    lead: str  # what stands before its first word: "> ", "- "
    content: int  # offset in the file of what comes then

    @property
    def following(self) -> str:
        """What leads the block's further lines: a list's mark is blanks there."""
        return re.sub(r"[^>\s]", " ", self.lead)


def top_of(guide: Guide, block: Block) -> Top:
    """Where `block` begins."""
    lines = lines_of(guide.source)
    number = block.line - 1
    line = guide.source[lines.starts[number] : lines.ends[number]]
    pattern = _ANY_LEAD if block.kind in (Kind.HEADING, Kind.CODE) else _LEAD.get(block.kind)
    found = pattern.match(line) if pattern is not None else re.match(r"[ \t]*", line)
    lead = found[0] if found is not None else ""
    return Top(number, lead, lines.starts[number] + len(lead))


def groups_above(guide: Guide, block: Block) -> tuple[Group, ...]:
    """The attributes in the lines above a block, the nearest first: it overrules those further up."""
    lines = lines_of(guide.source)
    found: list[Group] = []
    own = top_of(guide, block).lead + "-"
    for number in range(block.line - 2, -1, -1):
        start, end = lines.starts[number], lines.ends[number]
        line = guide.source[start:end]
        lead = _ANY_LEAD.match(line)
        content = len(lead[0]) if lead is not None else 0
        rest = line[content:].rstrip(" \t")
        if not rest and not line[:content].strip(" \t>"):
            continue  # blank lines do not part them
        group = group_at(guide.source, start + content, end) if rest.endswith("}") else None
        if group is None:
            break
        marked = bool(line[:content].strip(" \t>"))  # behind a list's mark
        if marked and not goes_on(own, re.sub(r"[^>\s]", " ", line[:content])):
            break  # the block is not in that item
        found.append(group)
        if marked:
            break  # what is further up is not in this item
    return tuple(found)


def authored_id(block: Block, groups: tuple[Group, ...]) -> str | None:
    """The id that somebody gave this block."""
    written = any(group.values.get("id") == block.id for group in groups)
    return block.id if written or not _MADE.fullmatch(block.id) else None


def line_above(guide: Guide, block: Block) -> tuple[int, str, str]:
    """Where an attribute line for `block` goes, and what must stand before and behind it there.

    Raises EditError for lines of code that are set apart by their indentation alone.
    """
    top, lines, end = top_of(guide, block), lines_of(guide.source), line_end(guide.source)
    if block.kind is Kind.CODE and guide.source[top.content : top.content + 1] not in ("`", "~", "<"):
        raise EditError(f"{guide.id}: line {block.line} is indented code; put it between lines of ``` first")
    before = ""
    if block.kind is Kind.HEADING and top.line:
        above = guide.source[lines.starts[top.line - 1] : lines.ends[top.line - 1]].strip(" \t>")
        if above and not (above.startswith("{") and above.endswith("}")):
            before = end + top.following  # directly below a paragraph, the line would be read as its last one
    return top.content, before, end + top.following


def last_line(guide: Guide, block: Block) -> int:
    """The 0-based line that a block's own words end in."""
    lines = lines_of(guide.source)
    number = lines.line_at(end_of(block.source, len(block.text) - 1) - 1) - 1
    top = top_of(guide, block)
    fence = re.match(r"(`{3,}|~{3,})", guide.source[top.content : lines.ends[top.line]])
    if block.kind is Kind.CODE and fence is not None:
        closing = re.compile(rf"[ \t>]*{fence[1][0]}{{{len(fence[1])},}}[ \t]*")
        while number + 1 < len(lines.starts):
            number += 1
            if closing.fullmatch(guide.source, lines.starts[number], lines.ends[number]):
                break
    return number


def span_of_line(guide: Guide, number: int) -> Span:
    """A whole 0-based line of the file, its end included."""
    lines = lines_of(guide.source)
    after = lines.starts[number + 1] if number + 1 < len(lines.starts) else len(guide.source)
    return Span(lines.starts[number], after)


def goes_on(line: str, lead: str) -> bool:
    """Whether a line stands in the quotation or item whose further lines begin with `lead`."""
    found = re.match(r"[ \t>]*", line)
    own = found[0] if found is not None else ""
    if own.count(">") < lead.count(">"):
        return False
    if not lead.rpartition(">")[2].strip(" ") and len(lead.rpartition(">")[2]) <= 1 and ">" in lead:
        return own.startswith(lead[: lead.index(">")])
    return not line.strip(" \t>") or len(own.expandtabs(4)) >= len(lead.expandtabs(4))

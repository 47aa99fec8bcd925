"""Who says a quotation: `[“Come in.”]{by=Nora}`."""

from collections.abc import Iterator, Mapping

from companion.editing.attributes import changed, rendered
from companion.editing.guarding import backslash, beginning, unpaired
from companion.editing.inline import Element, edges, inline
from companion.editing.names import check_speaker
from companion.editing.places import block_of, top_of
from companion.editing.replacing import Rank, Replacement, insertion
from companion.errors import EditError
from companion.guide.model import Block, Guide, Span


def set_speaker(guide: Guide, block_id: str, span: Span, name: str | None) -> tuple[Replacement, ...]:
    """The quotation at `span` of a block's text said by `name` ("narrator" for nobody's voice), by nobody for None.

    A footnote right behind words that are marked is about these words, so it follows. Raises EditError when the words
    cross an emphasis or a link, stand within other marked words of somebody, or `name` can be nobody's.
    """
    return tuple(_changes(guide, block_of(guide, block_id), span, name))


def set_speakers(guide: Guide, names: Mapping[tuple[str, Span], str | None]) -> tuple[Replacement, ...]:
    """`set_speaker` for many quotations, by block id and span. Raises EditError for the first that cannot be."""
    blocks = {block.id: block for block in guide.blocks()}
    return tuple(
        change
        for (name, span), speaker in names.items()
        for change in _changes(guide, blocks.get(name) or block_of(guide, name), span, speaker)
    )


def _changes(guide: Guide, block: Block, span: Span, name: str | None) -> Iterator[Replacement]:
    check_speaker(guide, block.line, name)
    if not 0 <= span.start < span.end <= len(block.text) or not span.of(block.text).strip():
        raise EditError(f"{guide.id}: line {block.line} has no words from {span.start} to {span.end}; read it again")
    if "\n" in (block.text[span.start], block.text[span.end - 1]):  # a bracket there would undo the end of a line
        raise EditError(f"{guide.id}: line {block.line}: nobody says the end of a line; begin and end with a word")
    if block.source[span.start] < top_of(guide, block).content:
        raise EditError(f"{guide.id}: line {block.line}: the number of an item is nobody's words; begin behind it")
    elements = inline(guide, block).elements
    marked = [one for one in elements if one.span == span and one.kind in ("span", "link") and one.groups]
    said = next((one for one in marked if one.named("by") is not None), None)
    if name is None:
        if said is not None:
            yield from _removed(guide, block, said)
    elif said is not None:
        if said.named("by") != name:
            group = next(group for group in reversed(said.groups) if "by" in group.values)
            yield changed(guide.source, group, "by", name)
    else:
        _check_apart(guide, block, span, elements)
        if marked:
            yield changed(guide.source, marked[0].groups[-1], "by", name)
        else:
            yield from _wrapped(guide, block, span, elements, name)


def _check_apart(guide: Guide, block: Block, span: Span, elements: tuple[Element, ...]) -> None:
    for one in elements:
        speaker = one.named("by")
        if speaker is not None and one.span.meets(span):
            raise EditError(
                f"{guide.id}: line {block.line}: '{one.span.of(block.text)[:30]}' is {speaker}'s already and overlaps; "
                "take that away first"
            )


def _wrapped(guide: Guide, block: Block, span: Span, elements: tuple[Element, ...], name: str) -> Iterator[Replacement]:
    source = guide.source
    start, end = edges(guide, block, span, elements)
    yield from unpaired(block, source, span, elements)
    yield insertion(start, f"{backslash(block, source, start)}[", Rank.WORDS_BEGIN)
    behind = "\\" if source[end : end + 1] == "{" else ""
    yield insertion(end, f"{backslash(block, source, end)}]{rendered(by=name)}{behind}", Rank.WORDS_END)


def _removed(guide: Guide, block: Block, said: Element) -> Iterator[Replacement]:
    changes = [changed(guide.source, group, "by", None) for group in said.groups if "by" in group.values]
    emptied = all(group.values.keys() <= {"by"} for group in said.groups)
    if said.kind == "link" or not emptied:
        yield from changes
        return
    yield Replacement(said.opening, "", Rank.WORDS_BEGIN)
    yield Replacement(said.closing, "", Rank.WORDS_END)
    if said.opening.start == top_of(guide, block).content:
        yield from beginning(guide.source, said.opening.end)

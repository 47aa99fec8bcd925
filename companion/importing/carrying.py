"""Links carried over from a guide to what became of it, once a letter in a paragraph is a block of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from companion.guide.linking import Link
from companion.guide.model import Block, Guide


def carried(links: Sequence[Link], before: Guide, after: Guide) -> tuple[Link, ...]:
    """The links of `before` as links of `after`, in which paragraphs may be divided and everything else is the same.

    A link to a paragraph that was divided leads to those of its pieces that hold the sentences it is about.
    """
    pieces = _pieces(before, after)
    return tuple(found for link in links for found in _carried(link, pieces))


def _carried(link: Link, pieces: Mapping[str, Sequence[Block]]) -> Iterator[Link]:
    note, meant = pieces[link.note][0], pieces[link.block]
    own = {one.id for block in meant for one in block.segments}
    named = [name for name in link.segments if name in own]
    holding = [block for block in meant if any(one.id in named for one in block.segments)]
    for block in holding or meant:
        inside = tuple(one.id for one in block.segments if one.id in named)
        yield replace(link, note=note.id, block=block.id, segments=inside)


def _pieces(before: Guide, after: Guide) -> Mapping[str, Sequence[Block]]:
    """What became of each block: the blocks that hold its characters, in order."""
    rest = iter(after.blocks())
    found: dict[str, list[Block]] = {}
    for block in before.blocks():
        length = _written(block)
        found[block.id] = []
        while length > 0 and (piece := next(rest, None)) is not None:
            found[block.id].append(piece)
            length -= _written(piece)
    return found


def _written(block: Block) -> int:
    """Characters but white space, which changes where a paragraph is divided."""
    return sum(not character.isspace() for character in block.text)

"""Links carried over from a guide to what became of it, once a letter in a paragraph is a block of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from companion.guide.linking import Link
from companion.guide.model import Block, Guide


def carried(links: Sequence[Link], before: Guide, after: Guide) -> tuple[Link, ...]:
    """The links of `before` as links of `after`, in which paragraphs may be divided and everything else is the same.

    A link to a paragraph that was divided leads to those of its pieces that hold the sentences it is about.
    """
    fates = {block.id: fate for block, fate in _fates(before, after)}
    return tuple(found for link in links for found in _carried(link, fates))


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of a block."""

    pieces: Sequence[Block]  # at least one
    names: Mapping[str, str]  # of its sentences that are still whole: their ids, and what they are now


def _carried(link: Link, fates: Mapping[str, _Fate]) -> Iterator[Link]:
    note, meant = fates[link.note], fates[link.block]
    sentence = note.names.get(link.sentence) if link.sentence is not None else None
    if link.sentence is not None and sentence is None:
        return  # the sentence was cut by a letter: what the paragraph is about says it all the same
    named = {meant.names[name] for name in link.segments if name in meant.names}
    holding = [block for block in meant.pieces if any(one.id in named for one in block.segments)]
    for block in holding or meant.pieces:
        inside = tuple(one.id for one in block.segments if one.id in named)
        yield replace(link, note=note.pieces[0].id, sentence=sentence, block=block.id, segments=inside)


def _fates(before: Guide, after: Guide) -> Iterator[tuple[Block, _Fate]]:
    """What became of each block: the blocks that hold its characters, in order."""
    rest = iter(after.blocks())
    for block in before.blocks():
        left = _written(block)
        pieces: list[Block] = []
        while left > 0 and (piece := next(rest, None)) is not None:
            pieces.append(piece)
            left -= _written(piece)
        now: dict[str, list[str]] = {}
        for piece in pieces:
            for one in piece.segments:
                now.setdefault(one.span.of(piece.text), []).append(one.id)
        # A sentence that was cut has no whole words of its own any more; twins keep their order.
        names = {one.id: alike.pop(0) for one in block.segments if (alike := now.get(one.span.of(block.text)))}
        yield block, _Fate(pieces, names)


def _written(block: Block) -> int:
    """Characters but white space, which changes where a paragraph is divided."""
    return sum(not character.isspace() for character in block.text)

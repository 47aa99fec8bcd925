"""One section, laid out: passages within passages, lists within lists, notes where they are wanted."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from companion.exports.epub.clips import announced
from companion.exports.epub.naming import Names
from companion.exports.epub.nodes import Announced, Apart, Item, Items, Node, Quoted, Remark, Written
from companion.exports.html import number
from companion.narration.document import Block, Note, Section, Timeline


class Layout:
    """The layout of one section."""

    def __init__(
        self,
        timeline: Timeline,
        section: Section,
        names: Names,
        of_note: Mapping[str, Note],
        own: Mapping[str, Sequence[Block]],
        behind: Mapping[str, tuple[Note, ...]],
    ) -> None:
        self.section, self.names, self.of_note, self.own = section, names, of_note, own
        self.behind = dict(behind)
        self.passages = {passage["id"]: passage for passage in timeline["passages"]}

    def chain(self, block: Block) -> tuple[str, ...]:
        """The passages around a paragraph, the outermost first."""
        found: list[str] = []
        name = block["passage"]
        while name in self.passages and name not in found:
            found.append(name)
            name = self.passages[name].get("parent")
        return tuple(reversed(found))

    def nodes(self, blocks: Sequence[Block]) -> Iterator[Node]:
        for at, one in enumerate(self.section["announcements"]):
            if not (one.get("passage") and one.get("edge")):
                yield Announced(announced(self.section, self.names, at), one["text"], "")
        yield from self.within(blocks, 0)

    def within(self, blocks: Sequence[Block], depth: int) -> Iterator[Node]:
        chains = {block["id"]: self.chain(block)[depth : depth + 1] for block in blocks}
        for chain, run in groupby(blocks, lambda block: chains[block["id"]]):
            group = list(run)
            if not chain:
                yield from self.plain(group)
                continue
            after = self.behind.pop(group[-1]["id"], ())  # a note on the end of a letter is no part of the letter
            nodes = (*self.said(chain[0], "begin"), *self.within(group, depth + 1), *self.said(chain[0], "end"))
            yield Apart(self.passages[chain[0]], nodes)
            yield from map(self.remark, after)

    def said(self, passage: str, edge: str) -> Iterator[Announced]:
        for at, one in enumerate(self.section["announcements"]):
            if one.get("passage") == passage and one.get("edge") == edge:
                yield Announced(announced(self.section, self.names, at), one["text"], edge)

    def plain(self, blocks: Sequence[Block]) -> Iterator[Node]:
        """Paragraphs of one passage: those of one note, one list or one quotation together."""
        for (is_list, note), run in groupby(blocks, lambda block: (block["kind"] == "item", self.note_of(block))):
            group = list(run)
            if is_list:
                yield from _lists([self.item(block) for block in group])
            elif note is not None:
                yield Remark(self.of_note[group[0]["id"]], tuple(self.quoted(group)))
            else:
                yield from self.quoted(group)

    def note_of(self, block: Block) -> str | None:
        """The note that a paragraph is part of. Lists are not torn apart: there each item says it of itself."""
        return self.of_note[block["id"]]["id"] if block["kind"] != "item" and block["id"] in self.of_note else None

    def item(self, block: Block) -> Item:
        return Item(block, self.of_note.get(block["id"]), tuple(self.notes_behind(block)))

    def quoted(self, blocks: Sequence[Block]) -> Iterator[Node]:
        held: list[Node] = []
        for block in blocks:
            if held and block["kind"] != "quote":
                yield Quoted(tuple(held))
                held = []
            notes = tuple(self.notes_behind(block))
            if block["kind"] != "quote":
                yield Written(block)
            else:
                held.append(Written(block))
                if notes:
                    yield Quoted(tuple(held))
                    held = []
            yield from notes
        if held:
            yield Quoted(tuple(held))

    def notes_behind(self, block: Block) -> Iterator[Node]:
        yield from map(self.remark, self.behind.pop(block["id"], ()))

    def remark(self, note: Note) -> Remark:
        nodes: list[Node] = []
        for is_list, run in groupby(self.own[note["id"]], lambda block: block["kind"] == "item"):
            group = list(run)
            nodes += _lists([Item(block, None, ()) for block in group]) if is_list else self.quoted(group)
        return Remark(note, tuple(nodes))


def _lists(items: Sequence[Item]) -> Iterator[Node]:
    """Items as they stand in each other: one is in the item before it whose level is lower."""
    at = 0
    while at < len(items):
        level, numbered = items[at].block["level"], _is_numbered(items[at])
        held: list[Item] = []
        while at < len(items) and items[at].block["level"] >= level and _is_numbered(items[at]) == numbered:
            one, at = items[at], at + 1
            deeper = at
            while at < len(items) and items[at].block["level"] > one.block["level"]:
                at += 1
            held.append(Item(one.block, one.note, (*one.nodes, *_lists(items[deeper:at]))))
        yield Items(numbered, tuple(held))


def _is_numbered(item: Item) -> bool:
    return number(item.block) is not None

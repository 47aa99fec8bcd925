"""What stands in a content document: paragraphs, lists, passages, notes, in each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from companion.narration.document import Block, Note, Passage


@dataclass(frozen=True, slots=True)
class Written:
    """A paragraph."""

    block: Block


@dataclass(frozen=True, slots=True)
class Announced:
    """What is said of a passage: shown, so that nothing is heard that does not stand there."""

    id: str
    text: str
    edge: str  # begin | end; empty where it belongs to no passage


@dataclass(frozen=True, slots=True)
class Quoted:
    """Paragraphs of one block quotation."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Apart:
    """A passage: a letter, a verse, a document."""

    passage: Passage
    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Remark:
    """A note."""

    note: Note
    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its text, the notes behind it, the lists in it."""

    block: Block
    note: Note | None  # what this very item is, where it is a note
    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Items:
    """A list. Its numbers, where it has some, are part of its items' text."""

    numbered: bool
    items: "tuple[Item, ...]"


Node: TypeAlias = Written | Announced | Quoted | Apart | Remark | Item | Items


def every(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes and all that stand in them, in the order of reading."""
    for node in nodes:
        yield node
        if isinstance(node, Items):
            yield from every(node.items)
        elif isinstance(node, Quoted | Apart | Remark | Item):
            yield from every(node.nodes)

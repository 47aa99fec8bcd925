"""A media overlay: the sound of one content document as SMIL, word by word inside sentences."""

from collections.abc import Iterable, Iterator, Mapping

from companion.exports.epub.book import Book, Document, heard_of
from companion.exports.epub.nodes import Announced, Apart, Item, Items, Node, Remark, Written
from companion.narration import clock
from companion.narration.document import Block

_TEXT = "../text"


def overlay(book: Book, document: Document, sounds: Mapping[int, str]) -> str:
    """The document's SMIL; `sounds` are the addresses of the sections' sound, by their place in the timeline."""
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">',
            f'<body epub:textref="{_TEXT}/{document.name}.xhtml">',
            *_Overlay(book, document, sounds).nodes(document.nodes),
            "</body>\n</smil>\n",
        )
    )


def duration(book: Book, document: Document) -> int:
    """How long the document is heard, in ms; 0 when nothing of it is."""
    return sum(clip.end - clip.begin for name in heard_of(book, document) if (clip := book.clips.get(name)))


class _Overlay:
    def __init__(self, book: Book, document: Document, sounds: Mapping[int, str]) -> None:
        self.book, self.names, self.sounds = book, book.names, sounds
        self.text = f"{_TEXT}/{document.name}.xhtml"

    def nodes(self, nodes: Iterable[Node]) -> Iterator[str]:
        for node in nodes:
            yield from self.node(node)

    def node(self, node: Node) -> Iterator[str]:
        match node:
            case Written(block):
                yield from self.block(block)
            case Announced(name):
                yield self.par(name)
            case Apart(passage, nodes):
                yield from self.seq(self.names.of(passage["id"]), "", nodes)
            case Remark(note, nodes):
                yield from self.seq(self.names.of(note["id"]), "footnote", nodes)
            case Items(items=items):
                yield from self.nodes(items)
            case Item(block, note, nodes):
                inside: tuple[Node, ...] = (Written(block), *nodes)
                if note is None:
                    yield from self.nodes(inside)
                else:
                    yield from self.seq(self.names.of(note["id"]), "footnote", inside)
            case _:
                yield from self.nodes(node.nodes)

    def seq(self, name: str, kind: str, nodes: Iterable[Node]) -> Iterator[str]:
        inside = list(self.nodes(nodes))
        if inside:  # a seq must not be empty (EPUB 3.3, 9.2.2.5)
            more = f' epub:type="{kind}"' if kind else ""
            yield f'<seq epub:textref="{self.text}#{name}"{more}>'
            yield from inside
            yield "</seq>"

    def block(self, block: Block) -> Iterator[str]:
        for segment in block["segments"]:
            name = self.names.of(segment["id"])
            if name not in self.book.clips:
                continue
            if not self.book.words:
                yield self.par(name)
                continue
            yield f'<seq epub:textref="{self.text}#{name}">'
            for number in range(1, len(segment["words"]) + 1):
                yield self.par(self.names.part(segment["id"], str(number)))
            yield "</seq>"

    def par(self, name: str) -> str:
        clip = self.book.clips[name]
        begin, end = clock.smil(clip.begin), clock.smil(clip.end)
        sound = f'<audio src="{self.sounds[clip.section]}" clipBegin="{begin}" clipEnd="{end}"/>'
        return f'<par><text src="{self.text}#{name}"/>{sound}</par>'

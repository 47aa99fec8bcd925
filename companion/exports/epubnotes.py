"""The notes of a guide as a set that reading systems lay over its EPUB: EPUB Annotations 1.0, draft of 2026-04."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import count
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from companion.exports.epub.book import Book
from companion.exports.epub.linking import Links
from companion.exports.epub.package import AAC, OPUS, identifier
from companion.exports.strung import paragraphs
from companion.narration.document import Block, Target, Timeline

_CONTEXT = "https://www.w3.org/ns/epub-anno.jsonld"
_HTML = "http://tools.ietf.org/rfc/rfc3236"
_TEXT = "https://wicg.github.io/scroll-to-text-fragment/"
_CREATED = "2000-01-01T00:00:00Z"  # required; a guide has no dates, and the same guide makes the same bytes
_WORDS = 5  # at both ends of what a text fragment leads to


def annotation_set(timeline: Timeline, notes: str = "end") -> dict[str, object]:
    """An AnnotationSet for the EPUB that has its notes in one of made.NOTES: one target, one body, one motivation each.

    What a note is about that stands in no document of that EPUB is left out.
    """
    guide = timeline["guide"]
    return {
        "@context": _CONTEXT,
        "id": _uuid(guide["id"], "notes", notes),
        "type": "AnnotationSet",
        "title": f"Notes on {guide['title']}",
        "about": {
            "dc:identifier": [
                identifier(timeline, notes, words, media) for words in (True, False) for media in (AAC, OPUS)
            ],
            "dc:title": guide["title"],
            **({"dc:creator": [guide["author"]]} if guide.get("author") else {}),
        },
        "items": list(_annotations(timeline, notes)),
    }


def _annotations(timeline: Timeline, notes: str) -> Iterator[dict[str, object]]:
    guide, own, places = timeline["guide"]["id"], paragraphs(timeline), _Places(timeline, notes)
    for note in timeline["notes"]:
        words = "\n\n".join(block["text"] for block in own[note["id"]])
        said: list[tuple[str, list[str]]] = [(words, [])]
        if note.get("prompt"):
            said.append((note["prompt"], ["question"]))
        number = count(1)
        for target in note["targets"]:
            placed = places.target(target)
            for value, tags in said if placed else ():
                yield {
                    "id": _uuid(guide, "note", note["id"], notes, str(next(number))),
                    "type": "Annotation",
                    "motivation": "commenting",
                    "created": _CREATED,
                    "target": placed,
                    "body": {
                        "type": "TextualBody",
                        "value": value,
                        "format": "text/plain",
                        **({"tags": tags} if tags else {}),
                    },
                }


class _Places:
    """Where things stand in the documents of a book."""

    def __init__(self, timeline: Timeline, notes: str) -> None:
        self.book = Book(timeline, notes)
        self.links = Links(self.book)
        self.texts = {
            section["id"]: "\n".join(block["text"] for block in section["blocks"]) for section in timeline["sections"]
        }

    def target(self, target: Target) -> dict[str, object]:
        """Nothing for what the book leaves out."""
        document = self.book.places.get(target["block"])
        if document is None:
            return {}
        return {"source": f"text/{document}.xhtml", "selector": list(self.selectors(target))}

    def selectors(self, target: Target) -> Iterator[dict[str, object]]:
        block, name = self.links.blocks[target["block"]], self.book.names.of(target["block"])
        first, behind = target["from"], target["to"]
        yield {
            "type": "CssSelector",
            "value": f'[id="{name}"]',
            "refinedBy": {
                "type": "TextPositionSelector",
                "start": self.place(block, first, is_end=False),
                "end": self.place(block, behind, is_end=True),
            },
        }
        for one in block["segments"]:
            if (one["from"], one["to"]) == (first, behind):
                yield {"type": "FragmentSelector", "conformsTo": _HTML, "value": self.book.names.of(one["id"])}
        fragment = self.fragment(target, block)
        if fragment:
            yield {"type": "FragmentSelector", "conformsTo": _TEXT, "value": fragment}

    def place(self, block: Block, at: int, is_end: bool) -> int:
        """Where a character stands in its element's text: the marks of notes are in that, the ends of lines are not."""
        lines = 0 if block["kind"] == "code" else block["text"].count("\n", 0, at)
        before = sum(len(label) for mark, label in self.marks(block) if mark < at or (mark == at and not is_end))
        return at - lines + before

    def marks(self, block: Block) -> Iterator[tuple[int, str]]:
        """Before which character a mark stands: never in the middle of a word."""
        words = [(word[0], word[1]) for one in block["segments"] for word in one["words"]]
        for mark in self.links.marks.get(block["id"], ()):
            index = bisect_right(words, mark.at, key=lambda one: one[0]) - 1
            inside = index >= 0 and words[index][0] < mark.at < words[index][1]
            yield words[index][1] if inside else mark.at, mark.label

    def fragment(self, target: Target, block: Block) -> str:
        """A text fragment, where one leads there and nowhere else: it survives another layout of the book."""
        first, behind = target["from"], target["to"]
        text = block["text"][first:behind]
        if "\n" in text or any(first < mark < behind for mark, _ in self.marks(block)):
            return ""
        words = text.split(" ")
        ends = [text] if len(words) <= 2 * _WORDS else [" ".join(words[:_WORDS]), " ".join(words[-_WORDS:])]
        whole = self.texts[target["section"]].lower()  # it is searched for without regard to case
        if any(whole.count(end.lower()) != 1 for end in ends):
            return ""
        return ":~:text=" + ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)


def iri(*parts: str) -> str:
    """The name of something in a guide, as the player writes it into bookmarks, too."""
    return ":".join(("urn:companion", *(quote(part, safe="") for part in parts)))


def _uuid(*parts: str) -> str:
    """A name that is always the same for the same thing (RFC 9562, version 5)."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, iri(*parts))}"

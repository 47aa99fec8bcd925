"""The W3C's audiobook: its manifest, and the narration that ties each file of sound to its text."""

from collections.abc import Iterator

from companion.exports import cover
from companion.exports.audiobook.book import COVER, Book
from companion.exports.parts import Kind, Line, Part
from companion.narration import clock

CONFORMS_TO = "https://www.w3.org/TR/audiobooks/"
NARRATION = "application/vnd.syncnarr+json"  # Synchronized Narration, a draft of the W3C's community group
AUDIO = "audio/mp4"


def publication(book: Book) -> dict[str, object]:
    """publication.json (W3C Audiobooks, 5; Publication Manifest). It has no date: a year is none."""
    guide = book.timeline["guide"]
    context = {"language": guide["language"], "direction": book.direction}
    found: dict[str, object] = {
        "@context": ["https://schema.org", "https://www.w3.org/ns/pub-context", context],
        "conformsTo": CONFORMS_TO,
        "type": "Audiobook",
        "id": book.identifier,
        "name": guide["title"],
        "alternativeHeadline": guide["subtitle"],
        "description": guide["notice"],
        "author": guide["author"],
        "readBy": book.narrator,
        "inLanguage": guide["language"],
        "readingProgression": book.direction,
        "abridged": book.abridged,
        "duration": clock.iso(book.duration),
        "accessMode": ["auditory", "textual"],
        "accessModeSufficient": [{"type": "ItemList", "itemListElement": [mode]} for mode in ("auditory", "textual")],
        "accessibilityFeature": [
            "synchronizedAudioText",
            "transcript",
            "structuralNavigation",
            "tableOfContents",
            "readingOrder",
            "displayTransformability",
        ],
        "accessibilityHazard": ["none"],
        "accessibilitySummary": book.summary,
        "readingOrder": [_item(book, part) for part in book.parts],
        "resources": list(_resources(book)),
    }
    return {name: value for name, value in found.items() if value != ""}


def _item(book: Book, part: Part) -> dict[str, object]:
    return {
        **_linked(book.file(part, ".m4a"), AUDIO),
        "name": part.title,
        "duration": clock.iso(book.length(part)),
        "alternate": [
            _linked(book.file(part, ".html"), "text/html"),
            {**_linked(book.file(part, ".json"), NARRATION), "duration": clock.iso(book.length(part))},
        ],
    }


def _resources(book: Book) -> Iterator[dict[str, object]]:
    title = book.timeline["guide"]["title"]
    yield {**_linked("index.html", "text/html"), "rel": "contents", "name": title}
    yield {**_linked(COVER, "image/png"), "rel": "cover", "name": cover.png_alternative(title)}
    for part in book.parts:
        yield {**_linked(book.file(part, ".html"), "text/html"), "name": part.title}
        yield _linked(book.file(part, ".json"), NARRATION)


def _linked(url: str, kind: str) -> dict[str, object]:
    return {"type": "LinkedResource", "url": url, "encodingFormat": kind}


def narration(book: Book, part: Part) -> dict[str, object]:
    """The Synchronized Narration of a part: its sentences, and in each of them its words, in order, without a gap."""
    found: list[dict[str, object]] = []
    for paragraph in part.paragraphs:
        said = [_said(book, part, line) for line in paragraph.lines]
        if paragraph.kind == Kind.TEXT or not said:
            found += said
        else:
            found.append({"role": "footnote", "narration": said})
    return {"role": "footnotes" if part.notes else "body", "narration": found}


def _said(book: Book, part: Part, line: Line) -> dict[str, object]:
    page = book.file(part, ".html")
    words: list[dict[str, object]] = [
        {"text": f"{page}#{name}", "audio": book.clip(part, word)} for name, word in book.words(line)
    ]
    return {"narration": words} if words else {"text": f"{page}#{line.id}", "audio": book.clip(part, line)}

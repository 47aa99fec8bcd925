"""Readium's audiobook: its manifest, and a guided navigation that ties each file of sound to its text."""

from companion.exports import cover
from companion.exports.audiobook.book import COVER, Book, Entry
from companion.exports.parts import Kind, Line, Paragraph, Part
from companion.narration import clock

PROFILE = "https://readium.org/webpub-manifest/profiles/audiobook"
GUIDED = "application/guided-navigation+json"
_ROLES = {"heading": "heading1", "item": "listItem", "quote": "blockquote", "code": "preformatted"}


def manifest(book: Book) -> dict[str, object]:
    """manifest.json (Readium Web Publication Manifest, audiobook profile)."""
    guide = book.timeline["guide"]
    metadata: dict[str, object] = {
        "@type": "http://schema.org/Audiobook",
        "conformsTo": PROFILE,
        "identifier": book.identifier,
        "title": guide["title"],
        "subtitle": guide["subtitle"],
        "author": guide["author"],
        "narrator": book.narrator,
        "language": guide["language"],
        "description": guide["notice"],
        "readingProgression": book.direction,
        "abridged": book.abridged,
        "duration": _seconds(book.duration),
        "accessibility": {
            "accessMode": ["auditory", "textual"],
            "accessModeSufficient": ["auditory", "textual"],
            "feature": [
                "synchronizedAudioText",
                "transcript",
                "structuralNavigation",
                "tableOfContents",
                "readingOrder",
                "displayTransformability",
            ],
            "hazard": ["none"],
            "summary": book.summary,
        },
    }
    return {
        "@context": "https://readium.org/webpub-manifest/context.jsonld",
        "metadata": {name: value for name, value in metadata.items() if value != ""},
        # Guided Navigation 2.2: once for the whole, and once with every file.
        "links": [{"rel": "related", "href": book.file(book.parts[0], ".json"), "type": GUIDED}],
        "readingOrder": [_item(book, part) for part in book.parts],
        "resources": [
            {"rel": "cover", "href": COVER, "type": "image/png", "title": cover.png_alternative(guide["title"])}
            | {"width": cover.WIDTH, "height": cover.HEIGHT},
            *({"href": book.file(part, ".html"), "type": "text/html", "title": part.title} for part in book.parts),
            *({"href": book.file(part, ".json"), "type": GUIDED} for part in book.parts),
        ],
        "toc": [_link(entry) for entry in book.entries],
    }


def _item(book: Book, part: Part) -> dict[str, object]:
    section, length = book.timeline["sections"][part.section], book.length(part)
    return {
        "href": book.file(part, ".m4a"),
        "type": "audio/mp4",
        "title": part.title,
        "duration": _seconds(length),
        "bitrate": max(1, round(8 * section["bytes"] / max(1, length))),
        "size": section["bytes"],
        # The audiobook profile allows neither a title nor a duration here.
        "alternate": [
            {"href": book.file(part, ".json"), "type": GUIDED},
            {"href": book.file(part, ".html"), "type": "text/html"},
        ],
    }


def _link(entry: Entry) -> dict[str, object]:
    below: dict[str, object] = {"children": [_link(one) for one in entry.below]} if entry.below else {}
    return {"href": entry.audio, "title": entry.title, **below}


def _seconds(ms: int) -> float:
    return float(clock.seconds(ms))


def guided(book: Book, part: Part) -> dict[str, object]:
    """The guided navigation of a part: its paragraphs, their sentences, their words; it leads to the next part."""
    number = book.number(part)
    following = book.parts[number : number + 1]
    links = [{"rel": "next", "href": book.file(one, ".json"), "type": GUIDED} for one in following]
    children = [_paragraph(book, part, paragraph) for paragraph in part.paragraphs if paragraph.lines]
    whole = {
        "textref": book.file(part, ".html"),
        "role": ["endnotes" if part.notes else "chapter"],
        "children": children,
    }
    return {**({"links": links} if links else {}), "guided": [whole]}


def _paragraph(book: Book, part: Part, paragraph: Paragraph) -> dict[str, object]:
    role = _ROLES.get(paragraph.block["kind"], "paragraph") if paragraph.block is not None else "paragraph"
    roles = [role] if paragraph.kind == Kind.TEXT else ["footnote", role]
    return {"role": roles, "children": [_line(book, part, line) for line in paragraph.lines]}


def _line(book: Book, part: Part, line: Line) -> dict[str, object]:
    page = book.file(part, ".html")
    words = [{"textref": f"{page}#{name}", "audioref": book.clip(part, word)} for name, word in book.words(line)]
    if words:
        return {"textref": f"{page}#{line.id}", "children": words}
    return {"textref": f"{page}#{line.id}", "audioref": book.clip(part, line)}

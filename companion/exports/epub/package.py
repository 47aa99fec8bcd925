"""The package document: what the book is, what is in it, and who can read it how."""

from collections.abc import Iterator, Mapping
from uuid import NAMESPACE_URL, uuid5

from companion.exports.direction import direction
from companion.exports.epub.book import Book
from companion.exports.epub.navigation import COVER_PNG, COVER_SVG, NAVIGATION, TITLE, narrator
from companion.exports.epub.overlay import duration
from companion.exports.epub.style import ACTIVE, PLAYING
from companion.exports.xml import safe
from companion.narration import clock, store
from companion.narration.document import Timeline

STYLE = "style.css"
AAC, OPUS = "audio/mp4", "audio/ogg; codecs=opus"  # core media types (EPUB 3.3, 3.2)
_MODIFIED = "2000-01-01T00:00:00Z"  # one date for all: the identifier says which edition it is
_CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"  # exactly so (EPUB Accessibility 1.1, 3.2)
_FEATURES = (
    "structuralNavigation",
    "tableOfContents",
    "displayTransformability",
    "readingOrder",
)
_SUMMARY = (
    "All of the text can be read by eye, by screen reader or in braille, and is read aloud by a synthetic voice; "
    "what is heard lights up {unit} by {unit}. Headings, passages, lists and notes are marked up as what they are, "
    "and notes can be skipped. The cover only decorates; its alternative text describes it."
)


def package(book: Book, sounds: Mapping[int, str], media: str) -> str:
    """The OPF; `sounds` are the addresses of the sections' sound by their place in the timeline, `media` their type."""
    language = safe(book.timeline["guide"]["language"])
    turned = direction(language)
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
            f' xml:lang="{language}" dir="{turned}">',
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
            *_about(book, media),
            *_accessibility(book),
            *_durations(book),
            "</metadata>\n<manifest>",
            *_manifest(book, sounds, media),
            f'</manifest>\n<spine page-progression-direction="{turned}">',
            '<itemref idref="title"/>',
            *(f'<itemref idref="text-{number}"/>' for number, _ in enumerate(book.documents, 1)),
            '<itemref idref="nav" linear="no"/>',
            "</spine>\n</package>\n",
        )
    )


def identifier(timeline: Timeline, notes: str, words: bool, media: str) -> str:
    """What tells this edition of the book from every other one: a URN made of all that is in it."""
    said = store.fingerprint(timeline, notes, words, media)
    guide = timeline["guide"]["id"]
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{guide}:{said}')}"


def _about(book: Book, media: str) -> Iterator[str]:
    guide = book.timeline["guide"]
    yield f'<dc:identifier id="id">{identifier(book.timeline, book.notes, book.words, media)}</dc:identifier>'
    yield f'<dc:title id="title-of">{safe(guide["title"])}</dc:title>'
    yield '<meta refines="#title-of" property="title-type">main</meta>'
    if guide.get("subtitle"):
        yield f'<dc:title id="subtitle-of">{safe(guide["subtitle"])}</dc:title>'
        yield '<meta refines="#subtitle-of" property="title-type">subtitle</meta>'
    yield f"<dc:language>{safe(guide['language'])}</dc:language>"
    if guide.get("author"):
        yield f'<dc:creator id="author">{safe(guide["author"])}</dc:creator>'
        yield '<meta refines="#author" property="role" scheme="marc:relators">aut</meta>'
    yield f'<dc:contributor id="narrator">{safe(narrator(book))}</dc:contributor>'
    yield '<meta refines="#narrator" property="role" scheme="marc:relators">nrt</meta>'
    if guide.get("notice"):
        notice = safe(guide["notice"])
        yield f"<dc:description>{notice}</dc:description>\n<dc:source>{notice}</dc:source>"
        yield f"<dc:rights>{notice}</dc:rights>"
    if guide.get("year"):
        yield f"<dc:date>{safe(guide['year'])}</dc:date>"
    yield f'<meta property="dcterms:modified">{_MODIFIED}</meta>'
    yield '<meta name="cover" content="cover"/>'  # of EPUB 2, which some shelves still read


def _accessibility(book: Book) -> Iterator[str]:
    def schema(name: str, value: str) -> str:
        return f'<meta property="schema:{name}">{value}</meta>'

    yield schema("accessMode", "textual")
    yield schema("accessModeSufficient", "textual")
    if book.heard:
        yield schema("accessModeSufficient", "auditory")
        yield schema("accessibilityFeature", "synchronizedAudioText")
    yield from (schema("accessibilityFeature", feature) for feature in _FEATURES)
    yield schema("accessibilityHazard", "none")
    yield schema("accessibilitySummary", _SUMMARY.format(unit="word" if book.words else "sentence"))
    yield f'<meta property="dcterms:conformsTo" id="conformance">{_CONFORMS}</meta>'
    yield '<meta refines="#conformance" property="a11y:certifiedBy">Companion, by its own checks</meta>'


def _durations(book: Book) -> Iterator[str]:
    lengths = [duration(book, document) for document in book.documents]
    for number, length in enumerate(lengths, 1):
        if length:
            yield f'<meta refines="#overlay-{number}" property="media:duration">{clock.smil(length)}</meta>'
    if not sum(lengths):
        return
    yield f'<meta property="media:duration">{clock.smil(sum(lengths))}</meta>'
    yield f'<meta property="media:narrator">{safe(narrator(book))}</meta>'
    yield f'<meta property="media:active-class">{ACTIVE}</meta>'
    yield f'<meta property="media:playback-active-class">{PLAYING}</meta>'


def _manifest(book: Book, sounds: Mapping[int, str], media: str) -> Iterator[str]:
    def item(name: str, href: str, kind: str, more: str = "") -> str:
        return f'<item id="{name}" href="{href}" media-type="{kind}"{more}/>'

    xhtml = "application/xhtml+xml"
    yield item("title", TITLE, xhtml)
    yield item("nav", NAVIGATION, xhtml, ' properties="nav"')
    yield item("style", STYLE, "text/css")
    yield item("cover", COVER_PNG, "image/png", ' properties="cover-image"')
    yield item("cover-svg", COVER_SVG, "image/svg+xml")
    for number, document in enumerate(book.documents, 1):
        heard = f' media-overlay="overlay-{number}"' if duration(book, document) else ""
        yield item(f"text-{number}", f"text/{document.name}.xhtml", xhtml, heard)
        if heard:
            yield item(f"overlay-{number}", f"overlay/{document.name}.smil", "application/smil+xml")
    for number, address in enumerate(sounds.values(), 1):
        yield item(f"sound-{number}", address, media)

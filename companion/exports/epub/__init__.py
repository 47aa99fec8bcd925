"""EPUB 3.3 with media overlays: the guide as a book whose words light up as they are read aloud."""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory

from companion.exports import cover, narrated
from companion.exports.archive import put_zip
from companion.exports.epub.book import Book
from companion.exports.epub.content import content
from companion.exports.epub.linking import Links
from companion.exports.epub.navigation import COVER_PNG, COVER_SVG, NAVIGATION, TITLE, navigation, title_page
from companion.exports.epub.overlay import duration, overlay
from companion.exports.epub.package import AAC, OPUS, STYLE, package
from companion.exports.epub.style import css
from companion.exports.made import Made, Request
from companion.exports.narrated import Narrated
from companion.narration import encoding, joining

MIMETYPE = "application/epub+zip"  # first entry, stored (EPUB 3.3, OCF)
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def export(request: Request) -> Made:
    """Write the book. Raises GuideError, NarrationError, StoreError or EncodingError when it cannot be made."""
    found = narrated.one(request.workspace, request.guide, request.voice)
    path = request.out or Path(f"{request.guide}.epub")
    book = Book(found.timeline, request.notes, request.overlay == "word")
    with TemporaryDirectory(prefix="companion-") as folder:
        size = put_zip(path.absolute(), Files(book, _sounds(found, book, request, Path(folder))), MIMETYPE)
    request.progress(1.0)
    return Made(path, size)


class Files(Mapping[str, bytes | Path]):
    """Everything in the book: its name there, and its bytes or the file to copy.

    What is long is made when it is asked for, so that a long book is never in memory as a whole.
    """

    def __init__(self, book: Book, sounds: Mapping[int, Path]) -> None:
        """`sounds` are the files of the sections that are heard, by their place in the timeline."""
        guide, links = book.timeline["guide"], Links(book)
        opus = any(path.suffix == ".ogg" for path in sounds.values())
        addresses = {place: f"audio/{path.name}" for place, path in sounds.items()}
        self._made: dict[str, Callable[[], str | bytes | Path]] = {
            "META-INF/container.xml": lambda: _CONTAINER,
            "EPUB/package.opf": lambda: package(book, addresses, OPUS if opus else AAC),
            f"EPUB/{TITLE}": lambda: title_page(book),
            f"EPUB/{NAVIGATION}": lambda: navigation(book),
            f"EPUB/{STYLE}": lambda: css(bool(book.heard)),
            f"EPUB/{COVER_PNG}": lambda: cover.png(guide["title"], guide.get("subtitle", "")),
            f"EPUB/{COVER_SVG}": lambda: cover.svg(guide["title"], guide.get("subtitle", "")),
        }
        inside = {place: f"../{address}" for place, address in addresses.items()}
        for one in book.documents:
            self._made[f"EPUB/text/{one.name}.xhtml"] = partial(content, book, links, one)
            if duration(book, one):
                self._made[f"EPUB/overlay/{one.name}.smil"] = partial(overlay, book, one, inside)
        for place, path in sounds.items():
            self._made[f"EPUB/{addresses[place]}"] = partial(Path, path)

    def __getitem__(self, name: str) -> bytes | Path:
        content = self._made[name]()
        return content.encode() if isinstance(content, str) else content

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _sounds(found: Narrated, book: Book, request: Request, folder: Path) -> dict[int, Path]:
    """The sound of every section that the book has something of, by the section's place in the timeline."""
    whole = {place: found.sound(found.timeline["sections"][place]) for place in book.heard}
    if not request.small:
        return whole
    small = {place: folder / f"{path.stem}.ogg" for place, path in whole.items()}
    with joining.workers(os.cpu_count() or 1) as pool:
        waited = pool.map(encoding.transcode, whole.values(), small.values(), repeat(encoding.OPUS))
        for done, _ in enumerate(waited, 1):
            request.progress(0.9 * done / len(small))
    return small

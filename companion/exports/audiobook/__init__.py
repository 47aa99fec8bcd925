"""The audiobook in its two packages: the W3C's (.lpf), and Readium's (.audiobook) beside it."""

import json
from pathlib import Path

from companion.errors import UsageError
from companion.exports import archive, cover, narrated
from companion.exports.audiobook import pages, readium, w3c
from companion.exports.audiobook.book import COVER, Book
from companion.exports.made import Made, Request
from companion.exports.narrated import Narrated
from companion.exports.prose import encoded

__all__ = ["export", "laid_out", "lpf", "packaged"]

W3C, READIUM = ".lpf", ".audiobook"
_INLINE = "notes inside the text: an audiobook plays every file once, so they stand where the guide has them"


def export(request: Request) -> Made:
    """Write both packages; `out` names the W3C's.

    Raises GuideError, NarrationError, StoreError or UsageError when there is nothing to write, or nowhere to.
    """
    found = narrated.one(request.workspace, request.guide, request.voice)
    first, second = _paths(request.out or Path(f"{request.guide}{W3C}"))
    notes = "none" if request.notes == "none" else "end"
    book = laid_out(found, notes)
    size = archive.put_zip(first, lpf(found, book))
    request.progress(0.5)
    size += archive.put_zip(second, packaged(found, book))
    request.progress(1.0)
    left_out = (_INLINE,) if request.notes == "inline" else ()
    return Made(first, size, left_out, f"; {second.name} beside it is the same for Readium's readers")


def _paths(out: Path) -> tuple[Path, Path]:
    if out.suffix in (W3C, READIUM):
        return out.with_suffix(W3C), out.with_suffix(READIUM)
    return out, out.with_name(out.name + READIUM)


def laid_out(found: Narrated, notes: str = "end") -> Book:
    """The book. Raises UsageError when nothing is left to hear."""
    book = Book(found.timeline, notes)
    if not book.parts:
        raise UsageError(f"{found.timeline['guide']['id']}: nothing of it is heard with the notes left out; keep them")
    return book


def lpf(found: Narrated, book: Book) -> dict[str, bytes | Path]:
    """The W3C's package: name -> bytes, or the file to copy (Lightweight Packaging Format, 3.3)."""
    files: dict[str, bytes | Path] = {
        "publication.json": _json(w3c.publication(book)),
        "index.html": encoded(pages.index(book)),
    }
    for part in book.parts:
        narration = book.file(part, ".json")
        files[book.file(part, ".html")] = encoded(pages.text(book, part, narration))
        files[narration] = _json(w3c.narration(book, part))
    return files | _media(found, book)


def packaged(found: Narrated, book: Book) -> dict[str, bytes | Path]:
    """Readium's package (Readium Packaging Format, 5)."""
    files: dict[str, bytes | Path] = {"manifest.json": _json(readium.manifest(book))}
    for part in book.parts:
        files[book.file(part, ".html")] = encoded(pages.text(book, part))
        files[book.file(part, ".json")] = _json(readium.guided(book, part))
    return files | _media(found, book)


def _media(found: Narrated, book: Book) -> dict[str, bytes | Path]:
    guide = found.timeline["guide"]
    sound: dict[str, bytes | Path] = {
        book.file(part, ".m4a"): found.sound(found.timeline["sections"][part.section]) for part in book.parts
    }
    return {COVER: cover.png(guide["title"], guide["subtitle"]), **sound}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"

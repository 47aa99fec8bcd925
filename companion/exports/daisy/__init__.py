"""DAISY 2.02, full text and full audio: what the hardware players of libraries for the blind read."""

from collections.abc import Mapping
from pathlib import Path

from companion.errors import UsageError
from companion.exports import narrated
from companion.exports.daisy import pages, smil
from companion.exports.daisy.book import CONTENT, MASTER, NCC, Daisy
from companion.exports.made import Made, Request, put_folder
from companion.exports.narrated import Narrated
from companion.exports.prose import encoded
from companion.exports.soundtrack import workshop
from companion.exports.tagging import about
from companion.narration import joining, store

__all__ = ["export", "files"]

_OURS = "companio.txt"  # what tells a folder of ours from one that must not be replaced; 8 letters, as ISO 9660 wants
_AT_ONCE = 2  # sound files
_README = """{title}

A DAISY 2.02 talking book with full text and full audio, made by Companion.
Read by a {narrator}.
{notice}
Keep the folder together, and copy all of it to the card, the stick or the disc of a player.
"""


def export(request: Request) -> Made:
    """Write the folder.

    Raises GuideError, NarrationError, StoreError or UsageError when there is nothing to write, or nowhere to.
    """
    found = narrated.one(request.workspace, request.guide, request.voice)
    path = (request.out or Path(f"{request.guide}-daisy")).absolute()
    book = laid_out(found, request.notes)
    with workshop(path) as folder:

        def encode(section: int) -> Path:
            made, stream = folder / book.sounds[section], folder / f"{section}.aac"
            with store.named(path):
                joining.frames(found.sound(found.timeline["sections"][section]), stream)
                joining.mp3(stream, made, found.timeline["rate"])
                stream.unlink()
            return made

        sounds: dict[str, Path] = {}
        with joining.workers(_AT_ONCE) as pool:
            for made in pool.map(encode, book.sounds):
                sounds[made.name] = made
                request.progress(len(sounds) / len(book.sounds))
        size = put_folder(files(book, sounds), path, _OURS)
    return Made(path, size, hint=f"; open {NCC} in a DAISY player")


def laid_out(found: Narrated, notes: str = "end") -> Daisy:
    """The book. Raises UsageError when nothing is left to hear."""
    book = Daisy(found.timeline, notes, about=about(found))
    if not book.parts:
        raise UsageError(f"{found.timeline['guide']['id']}: nothing of it is heard with the notes left out; keep them")
    return book


def files(book: Daisy, sounds: Mapping[str, Path]) -> dict[str, bytes | Path]:
    """Everything in the folder: its name there, and its bytes or the file to copy."""
    told = book.about
    notice = f"\nAbout the text: {told.notice}\n" if told.notice else ""
    found: dict[str, bytes | Path] = {
        NCC: b"",
        MASTER: encoded(smil.master(book)),
        CONTENT: encoded(pages.content(book)),
        **{one.name: encoded(smil.smil(book, one)) for one in book.smils},
        **sounds,
        _OURS: encoded(_README.format(title=told.title, narrator=told.narrator, notice=notice)),
    }
    return found | {NCC: encoded(pages.ncc(book, len(found)))}

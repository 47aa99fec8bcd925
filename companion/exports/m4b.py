"""The audiobook in one file: every section's sound as it is, with chapters, a cover and tags."""

from pathlib import Path

from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

from companion.exports import cover, narrated, soundtrack
from companion.exports.chapters import chapters
from companion.exports.made import Made, Request
from companion.exports.soundtrack import Sources, workshop
from companion.exports.tagging import GENRE, About, about, saving
from companion.narration import joining, store

_AUDIOBOOK = 2  # `stik`, the kind of media: players put it on the shelf of books
_SHORT = 255  # the most that `desc` holds (Apple); all of it is in `ldes`
_FREE = "----:com.apple.iTunes:"  # how a tag begins that has no four letters of its own


def export(request: Request) -> Made:
    """Write the file. Raises GuideError, NarrationError or StoreError when there is nothing to write, or nowhere to."""
    found = narrated.one(request.workspace, request.guide, request.voice)
    out = request.out or Path(f"{request.guide}.m4b")
    path = out.absolute()
    parts = soundtrack.tracks(found.timeline, request.notes)
    track, told, rate = soundtrack.whole(parts), about(found), found.timeline["rate"]
    with store.temporary(path) as temp, workshop(path) as folder:
        sources = Sources(found, folder)
        for done, part in enumerate(parts):
            sources.take(part)
            request.progress(done / (len(parts) + 1))
        sources.join(track, folder / "book.aac")
        sources.drop(())
        with store.named(path):
            joining.book(folder / "book.aac", temp, rate, chapters(found.timeline, track), told.language)
        _tag(temp, path, told)
        store.replace_from(temp, path)
    request.progress(1)
    return Made(out, store.size(path), hint="; it is one file for any player of audiobooks")


def _tag(temp: Path, path: Path, told: About) -> None:
    picture = cover.png(told.title, told.subtitle)
    with saving(path):
        file = MP4(temp)  # type: ignore[no-untyped-call]
        for name, value in tags(told, picture).items():
            file[name] = value
        file.save(padding=lambda _: 0)  # type: ignore[no-untyped-call]


def tags(told: About, picture: bytes) -> dict[str, object]:
    """Everything that players of audiobooks show, by the names that MP4 gives it. Readers stand as composers too."""
    words = {
        "\xa9nam": told.title,
        "\xa9alb": told.title,
        "\xa9ART": told.artist,
        "aART": told.artist,
        "\xa9wrt": told.narrator,
        "\xa9nrt": told.narrator,
        "\xa9day": told.year,
        "\xa9gen": GENRE,
        "\xa9cmt": told.description,
        "desc": _shortened(told.description),
        "ldes": told.description,
    }
    free = {"LANGUAGE": told.language, "NARRATOR": told.narrator, "SUBTITLE": told.subtitle}
    return {
        **{name: [value] for name, value in words.items() if value},
        **{
            _FREE + name: [MP4FreeForm(value.encode(), AtomDataType.UTF8)]  # type: ignore[no-untyped-call]
            for name, value in free.items()
            if value
        },
        "stik": [_AUDIOBOOK],
        "pgap": True,
        "covr": [MP4Cover(picture, MP4Cover.FORMAT_PNG)],  # type: ignore[no-untyped-call]
    }


def _shortened(text: str) -> str:
    """At most as many bytes as `desc` may hold."""
    if len(text.encode()) <= _SHORT:
        return text
    return text.encode()[: _SHORT - 3].decode(errors="ignore").rstrip() + "…"

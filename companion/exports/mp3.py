"""A folder of MP3 files, one for each section, its words and chapters in its tags; for a podcast, a feed too."""

import json
import shutil
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from companion.exports import cover, feed, id3, narrated, soundtrack
from companion.exports.chapters import chapters
from companion.exports.id3 import Contents
from companion.exports.made import Made, Request, put_folder
from companion.exports.soundtrack import Sources, Track, workshop
from companion.exports.tagging import about
from companion.narration import clock, joining, store
from companion.narration.document import Timeline

_OURS = "companion-mp3.json"  # what tells a folder of ours from one that must not be replaced
_AT_ONCE = 2  # files; each is one thread's work


def export(request: Request) -> Made:
    """Write the folder. Raises GuideError, NarrationError or StoreError when there is nothing to write, or nowhere to.

    With `request.feed` a feed and what it names are in it too; raises UsageError for an address that cannot be one.
    """
    address = feed.address(request.feed) if request.feed else ""
    found = narrated.one(request.workspace, request.guide, request.voice)
    out = request.out or Path(f"{request.guide}-mp3")
    path = out.absolute()
    timeline, told = found.timeline, about(found)
    parts = soundtrack.tracks(timeline, request.notes)
    picture = cover.png(told.title, told.subtitle)
    every = [contents(timeline, track, number, len(parts)) for number, track in enumerate(parts, 1)]
    names = [name(timeline, track, number, len(parts)) for number, track in enumerate(parts, 1)]
    with workshop(path) as folder:
        sources = Sources(found, folder)

        def make(at: int) -> int:
            stream, plain = folder / f"{at}.aac", folder / f"{at}.mp3"
            sources.join(parts[at], stream)
            joining.mp3(stream, plain, timeline["rate"])
            with store.named(path / names[at]), (folder / names[at]).open("xb") as file:
                file.write(id3.tag(told, every[at], picture))
                with plain.open("rb") as sound:
                    shutil.copyfileobj(sound, file)
            for done in (stream, plain):
                done.unlink()
            return store.size(folder / names[at])

        sizes = []
        with joining.workers(_AT_ONCE) as pool:
            for at, size in enumerate(pool.map(make, range(len(parts)))):
                sizes.append(size)
                sources.drop(parts[at + 1 :])
                request.progress((at + 1) / len(parts))
        files: dict[str, bytes | Path] = {one: folder / one for one in names}
        if address:
            episodes = list(zip(names, sizes, every, parts, strict=True))
            files |= feed.files(address, timeline, told, episodes, picture)
        files[_OURS] = json.dumps({"format": "companion-mp3/1", "guide": request.guide}).encode() + b"\n"
        size = put_folder(files, path, _OURS)
    return Made(out, size, hint=f"; put it where {address} is" if address else "")


def name(timeline: Timeline, track: Track, number: int, of: int) -> str:
    """What a file is called: in the order of hearing, also where a player sorts by name."""
    return f"{number:0{max(2, len(str(of)))}}-{timeline['sections'][track.section]['id'][:60]}.mp3"


def contents(timeline: Timeline, track: Track, number: int, of: int) -> Contents:
    """What the tags of a file say of its sound."""
    rate, sections = timeline["rate"], timeline["sections"]

    def at(sample: int) -> int:
        return clock.milliseconds(sample, rate)

    found = chapters(timeline, track)
    said = list(track.said(sections))
    homes: Mapping[str, str] = {
        one["id"]: block["id"] for section in sections for block in section["blocks"] for one in block["segments"]
    }
    paragraphs = groupby(said, lambda sentence: homes[sentence[1]["id"]])
    return Contents(
        title=" ".join(sections[track.section]["title"].split()),
        number=number,
        of=of,
        length=at(track.samples),
        chapters=tuple((one.title, at(one.start), at(one.end)) for one in found),
        lines=tuple((text, at(start)) for text, _, start in said),
        text="\n".join(" ".join(text for text, _, _ in group) for _, group in paragraphs),
    )

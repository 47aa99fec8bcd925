"""An audiobook in one file: its sound, its chapters of both kinds, the tags that players show."""

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from mutagen import MutagenError
from mutagen.mp4 import MP4

from companion.exports.proving import times
from companion.exports.proving.chapters import chapters
from companion.exports.proving.fault import Fault, Proof, Refused, gathered
from companion.narration import probing
from companion.narration.probing import Marked

_TAGS: Mapping[str, tuple[str, ...]] = {
    "title": ("©nam",),
    "author": ("©ART", "aART"),
    "narrator": ("©nrt", "©wrt", "----:com.apple.iTunes:NARRATOR"),
    "cover": ("covr",),
}
_NAMES = tuple(name for names in _TAGS.values() for name in names)
_SAME = times.SECOND // 10


def examine(path: Path) -> Proof:
    """Look at it. Raises Refused for what is no such file."""
    sound = probing.probe(path)
    if sound.problem:
        raise Refused("", f"is no sound that can be decoded: {sound.problem}")
    try:
        file = MP4(path)  # type: ignore[no-untyped-call]
        tags = {name for name in _NAMES if file.tags and file.tags.get(name)}
        nero = tuple((one.title, round(one.start * times.SECOND)) for one in file.chapters or ())
    except (MutagenError, ValueError, OverflowError, LookupError, struct.error) as exc:
        raise Refused("", f"is no MP4 file that can be read: {exc}") from exc
    found = probing.chapters(path)
    faults = (*_tags(tags), *chapters("", found, sound.length), *_both(nero, found, sound.length))
    return Proof(gathered(faults), 0, len(found), sound.length)


def _tags(tags: set[str]) -> Iterator[Fault]:
    for what, names in _TAGS.items():
        if not tags & set(names):
            yield Fault("", f"names no {what}", "add the tag; players show it")


def _both(nero: tuple[tuple[str, int], ...], track: tuple[Marked, ...], length: int) -> Iterator[Fault]:
    """Some players read the chapters of one kind, some those of the other (Nero's chpl, QuickTime's track)."""
    for number, (_, start) in enumerate(nero, 1):
        if start > length:
            what = (
                f"chapter {number} of Nero's kind begins at {times.told(start)}, the sound ends at {times.told(length)}"
            )
            yield Fault("", what, "begin it in the sound")
            return
    same = len(nero) == len(track) and all(
        title == one.title and abs(start - one.start) <= _SAME for (title, start), one in zip(nero, track, strict=True)
    )
    if not same:
        what = f"has {len(nero)} chapters of Nero's kind and {len(track)} of QuickTime's, and they are not the same"
        yield Fault("", what, "export it again")

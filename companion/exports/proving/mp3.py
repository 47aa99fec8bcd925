"""MP3 files, one or a folder of them: their sound, length, chapters, and the lines that are sung along (ID3v2.4)."""

import struct
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from mutagen import MutagenError
from mutagen.id3 import ID3

from companion.exports.proving import subtitles, times
from companion.exports.proving.chapters import chapters
from companion.exports.proving.fault import Fault, Proof, Refused, gathered
from companion.narration import probing
from companion.narration.probing import Marked

_MS = 1000  # µs
_TAGS: Mapping[str, tuple[str, ...]] = {
    "title": ("TIT2",),
    "album": ("TALB",),
    "author": ("TPE1",),
    "narrator": ("TXXX:narrator", "TCOM"),
    "cover": ("APIC",),
}


def examine(path: Path) -> Proof:
    """Look at a file, or at every MP3 file of a folder. Raises Refused when there is none."""
    files = sorted(path.glob("*.mp3")) if path.is_dir() else [path]
    if not files:
        raise Refused("", "holds no MP3 file")
    faults, words, marks, length = list[Fault](), 0, 0, 0
    for file in files:
        where = file.name if path.is_dir() else ""
        sound = probing.probe(file)
        if sound.problem:
            faults.append(Fault(where, f"is no sound that can be decoded: {sound.problem}", "export it again"))
            continue
        if sound.codec != "mp3":
            faults.append(Fault(where, f"is no MP3, but {sound.codec}", "export it again"))
            continue
        try:
            tags = ID3(file)  # type: ignore[no-untyped-call]
        except (MutagenError, ValueError, LookupError, struct.error) as exc:
            faults.append(Fault(where, f"has no ID3 tags that can be read: {exc}", "export it again"))
            continue
        faults += _tagged(where, tags, sound.length)
        length += sound.length
        marks += len(tags.getall("CHAP"))  # type: ignore[no-untyped-call]
        for lyrics in tags.getall("SYLT"):  # type: ignore[no-untyped-call]
            words += sum(len(str(text).split()) for text, _ in lyrics.text)
        transcript = file.with_suffix(".vtt")
        if path.is_dir() and transcript.is_file():
            faults += subtitles.transcript(transcript, sound.length)
    return Proof(gathered(faults), words, marks, length)


def _tagged(where: str, tags: ID3, length: int) -> Iterator[Fault]:
    for what, names in _TAGS.items():
        if not any(bool(tags.getall(name)) for name in names):  # type: ignore[no-untyped-call]
            yield Fault(where, f"names no {what}", "add the tag; players show it")
    yield from _length(where, tags, length)
    found = sorted(tags.getall("CHAP"), key=lambda one: one.start_time)  # type: ignore[no-untyped-call]
    marked = [Marked(str(one.sub_frames.get("TIT2", "")), one.start_time * _MS, one.end_time * _MS) for one in found]
    yield from chapters(where, marked, length)
    listed = [name for one in tags.getall("CTOC") for name in one.child_element_ids]  # type: ignore[no-untyped-call]
    if sorted(listed) != sorted(one.element_id for one in found):
        yield Fault(where, "its table of contents (CTOC) does not list its chapters", "list each once")
    for lyrics in tags.getall("SYLT"):  # type: ignore[no-untyped-call]
        yield from _lyrics(where, [time * _MS for _, time in lyrics.text], length)


def _length(where: str, tags: ID3, length: int) -> Iterator[Fault]:
    said = [str(one.text[0]) for one in tags.getall("TLEN") if one.text]  # type: ignore[no-untyped-call]
    if said and (not said[0].isdecimal() or abs(int(said[0]) * _MS - length) > times.SECOND // 10):
        yield Fault(where, f"its length (TLEN) says {said[0]} ms, its sound {length // _MS} ms", "write its length")


def _lyrics(where: str, at: list[int], length: int) -> Iterator[Fault]:
    if any(after < before for before, after in pairwise(at)):
        yield Fault(where, "its synced lines (SYLT) are out of order", "write them in order")
    if at and max(at) > length:
        what = f"a synced line (SYLT) is at {times.told(max(at))}, behind the end of the sound"
        yield Fault(where, what, "export it again")

"""Sound that is there already, joined in another file: the sections' frames of AAC are copied, none is encoded anew.

A section's file begins with a frame of priming that its edit list skips. Behind other sound that frame is heard, as
1,024 samples of silence, and counted: so are the takes of a section joined, and so no time is lost or guessed.
"""

import itertools
import os
import sys
from array import array
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from companion.errors import EncodingError
from companion.narration.encoding import BITEXACT, ELSEWHERE, FRAME, HEADER, THREE_LETTERS, run

_AGAIN = "narrate the guide again"
_MP3_RATES = frozenset({8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000})  # Hz (ISO/IEC 11172-3, 13818-3)


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of one file, the priming first, as ADTS."""

    path: Path
    places: "array[int]"  # of each frame's first byte, and the end of the file

    @property
    def count(self) -> int:
        return len(self.places) - 1

    def copy(self, first: int, behind: int, target: BinaryIO) -> None:
        """Write the frames from `first` up to `behind`. Raises OSError."""
        with self.path.open("rb") as file:
            file.seek(self.places[first])
            target.write(file.read(self.places[behind] - self.places[first]))


@dataclass(frozen=True, slots=True)
class Chapter:
    """A place in a file that listeners jump to."""

    title: str
    start: int  # samples
    end: int


def frames(sound: Path, stream: Path) -> Frames:
    """The frames of an M4A file, put down at `stream`. Raises EncodingError when it is none, or there is no room."""
    # Without its edit list ffmpeg gives every frame that is there.
    source = ("-ignore_editlist", "1", "-i", f"file:{sound}", "-map", "0:a:0", "-c", "copy")
    target = (*BITEXACT, "-f", "adts", "-y", f"file:{stream}")
    run(source, target, where=f"{sound}: its sound cannot be copied", remedy=_AGAIN)
    places = _places(stream.read_bytes())
    if places is None:
        raise EncodingError(f"{sound}: its sound cannot be copied: a frame is torn; {_AGAIN}")
    return Frames(stream, places)


def _places(adts: bytes) -> "array[int] | None":
    """Where each frame begins, and the end (ISO/IEC 14496-3, 1.A.2.2); None when the bytes are no whole frames."""
    places, at = array("q"), 0
    while at < len(adts):
        places.append(at)
        header = adts[at : at + HEADER]
        if len(header) < HEADER or header[0] != 0xFF or header[1] & 0xF6 != 0xF0 or header[6] & 3:
            return None
        size = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
        if size <= HEADER:
            return None
        at += size
    places.append(at)
    return places if at == len(adts) else None


def book(stream: Path, path: Path, rate: int, chapters: Iterable[Chapter], language: str) -> None:
    """Write ADTS as an M4B file with chapters of both kinds, ready to be streamed. Raises EncodingError.

    `path` may then hold a torn file, so let it be a temporary one. A table of the chapters is put down beside `stream`.
    """
    table = stream.with_suffix(".chapters")
    table.write_text(_table(chapters, rate), "utf-8", newline="\n")
    code = language.partition("-")[0].lower()
    run(
        ("-f", "aac", "-i", f"file:{stream}", "-f", "ffmetadata", "-i", f"file:{table}"),
        ("-map", "0:a:0", "-map_chapters", "1", "-c", "copy"),
        # As in encoding.mux: the edit list skips the priming of the first frame, to the sample.
        ("-bsf:a", "setts=ts=TS-1024/TB/SR", "-avoid_negative_ts", "disabled", "-movflags", "+faststart"),
        # ffmpeg's own clock of ten million ticks a second has no room for a chapter of four minutes.
        ("-movie_timescale", str(rate)),
        (*BITEXACT, "-metadata:s:a:0", f"language={THREE_LETTERS.get(code, code)}"),
        ("-brand", "M4B ", "-f", "ipod", "-y", f"file:{path}"),
        where=f"{path}: cannot be written",
        remedy=ELSEWHERE,
    )


def _table(chapters: Iterable[Chapter], rate: int) -> str:
    """Chapters as ffmpeg reads them."""
    lines = [";FFMETADATA1"]
    for one in chapters:
        title = "".join(f"\\{sign}" if sign in "=;#\\\n" else sign for sign in one.title.replace("\0", ""))
        lines += ("[CHAPTER]", f"TIMEBASE=1/{rate}", f"START={one.start}", f"END={one.end}", f"title={title}")
    return "\n".join(lines).encode("utf-8", "replace").decode() + "\n"


def mp3(stream: Path, path: Path, rate: int) -> None:
    """Write ADTS, but for its priming, as MP3 of 64 kbit/s, always: exactly its samples. Raises EncodingError.

    The header that other programs count off the encoder's delay by is written too (Info, with LAME's extension).
    """
    resampled = () if rate in _MP3_RATES else ("-ar", "44100")
    run(
        ("-threads", "1", "-f", "aac", "-i", f"file:{stream}", "-af", f"atrim=start_sample={FRAME}", *resampled),
        # The quickest search but one: half of the default's time.
        ("-c:a", "libmp3lame", "-b:a", "64k", "-abr", "0", "-compression_level", "7"),
        (*BITEXACT, "-map_metadata", "-1", "-id3v2_version", "0", "-write_xing", "1", "-f", "mp3", "-y"),
        (f"file:{path}",),
        where=f"{path}: cannot be written",
        remedy=ELSEWHERE,
    )


def workers(count: int) -> ThreadPoolExecutor:
    """Threads that let ffmpeg encode, each on a processor of its own where the system has a say in it (Linux).

    The threads inside ffmpeg hand thousands of small packets to each other. To wake another processor for each of them
    costs a third of the whole time; on one they take turns.
    """
    numbers = itertools.count()

    def settle() -> None:
        if sys.platform == "linux":
            with suppress(OSError):
                processors = sorted(os.sched_getaffinity(0))
                os.sched_setaffinity(0, {processors[next(numbers) % len(processors)]})
                os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))

    return ThreadPoolExecutor(count, initializer=settle)


def joined(pieces: Iterable[tuple[Frames, int, int]], stream: Path) -> None:
    """Write frames of several files, each from a first one up to another, as one stream. Raises OSError."""
    with stream.open("wb") as file:
        for source, first, behind in pieces:
            source.copy(first, behind, file)

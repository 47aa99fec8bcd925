"""What is heard in one file: pieces of the sections' sound, in whole frames, and when each of them is heard there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from companion.errors import StoreError, UsageError
from companion.exports.narrated import Narrated
from companion.narration import joining, store
from companion.narration.course import Notes, course, heard
from companion.narration.document import Section, Segment, Timeline
from companion.narration.encoding import FRAME
from companion.narration.joining import Frames


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one section's sound, and the frames of its file that carry it. Frame 0 is the priming."""

    section: int  # its place in the timeline's sections
    start: int  # first sample of the section's sound
    end: int  # one past the last
    note: bool  # whether it is a note, read beside what it is about
    first: int  # frame; it is heard as silence, or, at the beginning of the file, not at all
    behind: int  # one past the last frame

    @property
    def frames(self) -> int:
        return self.behind - self.first


@dataclass(frozen=True, slots=True)
class Track:
    """One file's sound."""

    section: int  # whose file it is: the first section that is read in it
    pieces: tuple[Piece, ...]

    @property
    def samples(self) -> int:
        """Its length: all frames but the priming of the first."""
        return FRAME * (sum(piece.frames for piece in self.pieces) - 1)

    def placed(self) -> Iterator[tuple[Piece, int]]:
        """Each piece, and what must be added to a sample of its section for the sample of the file."""
        before = 0
        for piece in self.pieces:
            # Frame n of a section, n > 0, holds its samples from 1024 (n - 1) on.
            yield piece, FRAME * (before - piece.first)
            before += piece.frames

    def said(self, sections: Sequence[Section]) -> Iterator[tuple[str, Segment, int]]:
        """Every sentence that sounds: its text, itself, and its first sample in the file."""
        for piece, shift in self.placed():
            for block in sections[piece.section]["blocks"]:
                for one in block["segments"]:
                    if piece.start <= one["start"] < one["end"] <= piece.end:
                        yield " ".join(block["text"][one["from"] : one["to"]].split()), one, one["start"] + shift


def tracks(timeline: Timeline, notes: str) -> tuple[Track, ...]:
    """A file for each section, with the notes as made.NOTES says. Raises UsageError when nothing is left to hear.

    "end": where the guide has them, and the footnotes last. "inline": each behind the paragraph that it is about; the
    sections that have lost all of theirs are left out. "none": the text alone.
    """
    sections = timeline["sections"]
    if notes == "inline":
        runs = _beside(timeline)
    else:
        chosen = [at for at, one in enumerate(sections) if notes != "none" or one["role"] == "text"]
        chosen.sort(key=lambda at: sections[at]["role"] == "asides")
        runs = [(at, [(at, 0, sections[at]["samples"], False)]) for at in chosen if sections[at]["samples"]]
    if not runs:
        raise UsageError(f"{timeline['guide']['id']}: nothing is left to hear without its notes; choose end or inline")
    return tuple(Track(at, tuple(_piece(sections[run[0]], *run) for run in pieces)) for at, pieces in runs)


def whole(found: Sequence[Track]) -> Track:
    """All of them in one file."""
    return Track(found[0].section, tuple(piece for track in found for piece in track.pieces))


def _beside(timeline: Timeline) -> list[tuple[int, list[tuple[int, int, int, bool]]]]:
    """Each section with the notes read in it: runs of sound from their first sample up to their last."""
    runs: list[tuple[int, list[tuple[int, int, int, bool]]]] = []
    for one in heard(course(timeline), notes=Notes.PASSAGE):
        is_note = one.note is not None
        if not runs or (not is_note and one.section != runs[-1][0]):
            runs.append((one.section, []))
        pieces = runs[-1][1]
        if pieces and not is_note and pieces[-1][0] == one.section and pieces[-1][2:] == (one.start, False):
            pieces[-1] = (one.section, pieces[-1][1], one.end, False)  # nothing came between
        else:
            pieces.append((one.section, one.start, one.end, is_note))
    return runs


def _piece(section: Section, at: int, start: int, end: int, note: bool) -> Piece:
    """The frames that carry it: cut in the pauses around it, so that every word in it is whole.

    A frame sounds together with the one before it: a cut needs one frame of silence on both sides. Where the guide has
    no pause of that length, the words come first.
    """
    frames = section["samples"] // FRAME + 1
    if end >= section["samples"]:
        return Piece(at, start, end, note, start // FRAME, frames)
    said = [one["end"] for block in section["blocks"] for one in block["segments"] if start <= one["start"] < end]
    said += [one["end"] for one in section["announcements"] if start <= one["start"] < end]
    last = -(-max(said, default=start) // FRAME)  # the frame in which the last word ends
    return Piece(at, start, end, note, start // FRAME, max(end // FRAME - 1, min(last, frames - 1)) + 1)


@contextmanager
def workshop(path: Path) -> Iterator[Path]:
    """A folder beside `path` for what is needed on the way; it goes with all in it. Raises StoreError."""
    with store.named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        made = TemporaryDirectory(prefix=store.TEMPORARY, dir=path.parent, ignore_cleanup_errors=True)
    with made as folder:
        yield Path(folder)


class Sources:
    """The frames of a narration's sections, taken out of their files when they are asked for."""

    def __init__(self, found: Narrated, folder: Path) -> None:
        self.found = found
        self.folder = folder  # where they may be put down
        self.taken: dict[int, Frames] = {}
        self.lock = Lock()

    def take(self, track: Track) -> None:
        """Take out what a file needs. Raises StoreError when a section's file is not what it was narrated as."""
        with self.lock:
            for at in sorted({piece.section for piece in track.pieces} - self.taken.keys()):
                self.taken[at] = self._frames(at, self.found.timeline["sections"][at])

    def _frames(self, at: int, section: Section) -> Frames:
        path = self.found.sound(section)
        with store.named(self.folder):
            frames = joining.frames(path, self.folder / f"{at}.frames.aac")
        if frames.count != section["samples"] // FRAME + 1 or section["samples"] % FRAME:
            again = f"run 'companion narrate {self.found.folder.parent.name}'"
            raise StoreError(f"{path}: has other sound than its timeline; {again}")
        return frames

    def join(self, track: Track, stream: Path) -> None:
        """Write what is heard in a file as one stream. Raises StoreError or EncodingError."""
        self.take(track)
        with store.named(stream):
            joining.joined(((self.taken[one.section], one.first, one.behind) for one in track.pieces), stream)

    def drop(self, tracks_left: Sequence[Track]) -> None:
        """Remove what none of these files needs."""
        needed = {piece.section for track in tracks_left for piece in track.pieces}
        with self.lock:
            for at in self.taken.keys() - needed:
                self.taken.pop(at).path.unlink(missing_ok=True)

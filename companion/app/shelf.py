"""The shelf: which guides there are, which of them are narrated, and in which voices."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from companion.errors import StoreError
from companion.narration import document

CONTENT = "COMPANION_CONTENT"  # environment variables: how the server hands its folders to the pages
AUDIO = "COMPANION_AUDIO"
_OURS = re.compile(r"\d{2,}-[\w-]+-[0-9a-f]{8}\.m4a")  # of the narration before: a page that is open still plays it


@dataclass(frozen=True, slots=True)
class Narration:
    """One guide in one voice, as its timeline.json describes it."""

    path: Path  # of timeline.json; the audio files are beside it
    title: str
    language: str  # BCP 47
    seconds: float  # of the straight reading: footnotes are heard on demand
    audio: Mapping[str, str]  # the names of its audio files, each with its SHA-256


@dataclass(frozen=True, slots=True)
class Shelf:
    """The two folders of a workspace. A name from outside is looked up in a listing, never joined to a path unseen."""

    content: Path  # <guide>/guide.md
    audio: Path  # <guide>/<voice>/timeline.json

    def guides(self) -> tuple[str, ...]:
        """The name of every guide that is written or narrated, sorted."""
        written = (name for name, folder in _folders(self.content).items() if (folder / "guide.md").is_file())
        narrated = (name for name in _folders(self.audio) if self.voices(name))
        return tuple(sorted({*written, *narrated}))

    def voices(self, guide: str) -> tuple[str, ...]:
        """The name of every voice that the guide is narrated in, sorted."""
        folder = _folders(self.audio).get(guide)
        voices = _folders(folder) if folder else {}
        return tuple(sorted(name for name, voice in voices.items() if (voice / "timeline.json").is_file()))

    def narration(self, guide: str, voice: str) -> Narration:
        """The guide in that voice. Raises StoreError when it is not there or cannot be read."""
        if voice not in self.voices(guide):
            raise StoreError(f"{guide}: not narrated in the voice '{voice}'; run 'companion narrate {guide}'")
        path = self.audio / guide / voice / "timeline.json"
        return _narration(path, stamp(path))

    def audio_file(self, guide: str, voice: str, name: str, version: str = "") -> Path:
        """One of the narration's audio files, its SHA-256 beginning with `version`, or one of the narration before.

        Raises StoreError for any other file, whatever the timeline may say.
        """
        narration = self.narration(guide, voice)
        path = self.audio.resolve() / guide / voice / name  # links and dots would lead elsewhere
        known = name in narration.audio or _OURS.fullmatch(name) is not None
        if not known or path.suffix != ".m4a" or not path.is_file() or path.resolve() != path:
            raise StoreError(f"{guide}: has no audio file '{name}'; run 'companion narrate {guide}'")
        if not narration.audio.get(name, version).startswith(version):
            raise StoreError(f"{guide}: has been narrated again; load the page again")
        return path


def shelf() -> Shelf:
    """The workspace that this process serves: the folders in the environment, else those below the current one."""
    return Shelf(content=Path(os.environ.get(CONTENT, "content")), audio=Path(os.environ.get(AUDIO, "audio")))


def stamp(path: Path) -> tuple[int, int]:
    """What changes when the file does: its time in nanoseconds and its length. Raises StoreError."""
    try:
        status = path.stat()
    except OSError as exc:
        raise StoreError(f"{path}: cannot be read ({exc.strerror}); {way_out(path)}") from exc
    return status.st_mtime_ns, status.st_size


def way_out(timeline: Path) -> str:
    """What to do about that timeline.json."""
    return f"run 'companion narrate {timeline.parent.parent.name}'"


@lru_cache(maxsize=256)
def _narration(path: Path, _stamp: tuple[int, int]) -> Narration:
    timeline = document.read(path)
    try:
        sections = timeline["sections"]
        return Narration(
            path=path,
            title=str(timeline["guide"]["title"]),
            language=str(timeline["guide"]["language"]),
            seconds=sum(section["samples"] for section in sections if section["role"] != "asides") / timeline["rate"],
            audio={str(section["audio"]): str(section["sha256"]) for section in sections},
        )
    except (KeyError, TypeError, ZeroDivisionError) as exc:
        raise StoreError(f"{path}: lacks what the player needs; {way_out(path)}") from exc


def _folders(folder: Path) -> dict[str, Path]:
    try:
        return {path.name: path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")}
    except OSError:  # no such folder: nothing is there yet
        return {}

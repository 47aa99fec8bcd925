"""What is asked of an export, what it leaves behind, and how a folder is put down so that nobody sees half of it."""

import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from companion.errors import StoreError
from companion.narration.store import TEMPORARY, Workspace, named

NOTES = ("inline", "end", "none")  # behind the paragraph they are about; where the guide has them; nowhere
OVERLAYS = ("word", "sentence")


def _unwatched(_done: float) -> None:
    """Nobody looks on."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be exported, and how, as far as the format has a choice."""

    workspace: Workspace
    guide: str
    voice: str | None = None  # None for the guide's own; the web folder then has all of them
    out: Path | None = None  # None for a name made of the guide's and the format's, in the current folder
    notes: str = "end"  # one of NOTES
    overlay: str = "word"  # what lights up in an EPUB: one of OVERLAYS
    small: bool = False  # Opus in place of AAC, in an EPUB
    feed: str = ""  # the address that a podcast's files will have, with MP3
    progress: Callable[[float], None] = _unwatched  # called with 0..1


@dataclass(frozen=True, slots=True)
class Made:
    """A finished export."""

    path: Path
    size: int  # bytes
    left_out: tuple[str, ...] = ()  # what is not in it, each in one line with the way out
    hint: str = ""  # what to do with it, as the end of a line


def put_folder(files: Mapping[str, bytes | Path], path: Path, ours: str) -> int:
    """Put a folder with these files (their names in it -> bytes, or a file to copy) at `path`; its size in bytes.

    It is made beside, and then takes the place of a folder that is empty or has a file `ours` in it. Raises StoreError
    for any other one, and when it cannot be written; then what was there before is still there.
    """
    with named(path):
        if path.exists() and not (path / ours).is_file() and not (path.is_dir() and not any(path.iterdir())):
            raise StoreError(f"{path}: has other things in it; choose another place with --out")
        path.parent.mkdir(parents=True, exist_ok=True)
    beside, before = (path.with_name(f"{TEMPORARY}{secrets.token_hex(6)}") for _ in range(2))
    try:
        with named(path):
            for name, content in files.items():
                _put(beside / name, content)
            if path.exists():
                path.rename(before)
            try:
                beside.rename(path)
            except OSError:
                if before.exists():
                    before.rename(path)
                raise
            return sum((path / name).stat().st_size for name in files)
    finally:
        for left in (beside, before):
            shutil.rmtree(left, ignore_errors=True)


def _put(path: Path, content: bytes | Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        if isinstance(content, Path):
            with content.open("rb") as source:
                shutil.copyfileobj(source, file)
        else:
            file.write(content)
        file.flush()
        os.fsync(file.fileno())

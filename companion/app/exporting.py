"""Exports made in the background, one at a time, and kept for a while: a file as it is, a folder as a zip file"""

import os
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from companion.app.catalogue import one_line
from companion.app.jobs import Stage
from companion.app.shelf import stamp
from companion.errors import CompanionError, StoreError
from companion.exports import Made, Request, archive, default_name, export
from companion.narration import store
from companion.narration.store import Workspace

_PATIENCE = 10.0  # seconds that what is being made gets to stop when the server does
_MOST = 2_000_000_000  # bytes of files kept; the newest are kept whatever their size
_MANY = 64  # makings kept
_AGAIN = (Stage.STOPPED, Stage.FAILED)
_OVER = (*_AGAIN, Stage.DONE)
_Stamps = tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. A choice that its format does not have stays as it is here."""

    guide: str
    to: str  # one of FORMATS
    voice: str | None  # the narration's folder; None for all of them
    notes: str = "end"
    overlay: str = "word"
    small: bool = False
    feed: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be downloaded."""

    path: Path
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Making:
    """An export, as it is at this moment."""

    key: str  # fingerprint of the wish and of what it is made of
    wish: Wish
    of: _Stamps  # what it is made of, as that was when it was asked for
    stage: Stage = Stage.QUEUED
    part: float = 0.0  # 0..1, as far as the format tells
    told: str = ""  # why it failed: one line
    files: tuple[File, ...] = ()
    left_out: tuple[str, ...] = ()
    hint: str = ""
    ended: float = 0.0  # time.time()

    @property
    def active(self) -> bool:
        return self.stage not in _OVER

    @property
    def size(self) -> int:
        """Of all its files, in bytes."""
        return sum(file.size for file in self.files)


class _Stopped(Exception):  # noqa: N818  # nothing went wrong
    pass


class Makings:
    """All exports of this process. One is made at a time, so that those who listen are not disturbed."""

    def __init__(self) -> None:
        self._makings: dict[str, Making] = {}  # the newest last
        self._queue: list[tuple[str, Workspace]] = []
        self._worker: threading.Thread | None = None  # None when nothing is queued or being made
        self._stop = threading.Event()  # for what is being made now
        self._lock = threading.Lock()
        self._closed = False

    def start(self, workspace: Workspace, *wishes: Wish) -> None:
        """Make them, in this order, but for those that are there or on their way. Raises StoreError."""
        asked = [_asked(workspace, wish) for wish in wishes]
        with self._lock:
            if self._closed:
                return
            for making in reversed(asked):  # the newest last: what is asked for first is shown first
                known = self._makings.pop(making.key, making)
                self._makings[making.key] = making if known.stage in _AGAIN else known
            new = [making.key for making in asked if self._makings[making.key] is making]
            self._queue.extend((key, workspace) for key in new)
            if self._queue and self._worker is None:
                self._worker = threading.Thread(target=self._work, name="publish", daemon=True)
                self._worker.start()

    def stop(self, key: str) -> None:
        """Stop it: at once when it waits, else as soon as its format lets us. Nothing of it is kept."""
        with self._lock:
            known = self._makings.get(key)
            if known is None or not known.active:
                return
            if known.stage is Stage.QUEUED:
                self._queue = [one for one in self._queue if one[0] != key]
                self._makings[key] = replace(known, stage=Stage.STOPPED, ended=time.time())
            else:
                self._stop.set()
                self._makings[key] = replace(known, stage=Stage.STOPPING)

    def of(self, guide: str) -> tuple[Making, ...]:
        """The guide's exports as they are now, the newest first."""
        with self._lock:
            return tuple(one for one in reversed(self._makings.values()) if one.wish.guide == guide)

    def file(self, key: str, name: str) -> Path | None:
        """A finished file by its names; None when there is none of them (any more)."""
        with self._lock:
            known = self._makings.get(key)
            return next((one.path for one in known.files if one.path.name == name), None) if known else None

    def close(self) -> None:
        """Make nothing any more, and wait a while for what is being made."""
        with self._lock:
            self._closed = True
            self._queue.clear()
            self._stop.set()
            worker = self._worker
        if worker is not None:
            worker.join(_PATIENCE)

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._queue:
                    self._worker = None
                    return
                key, workspace = self._queue.pop(0)
                making = self._makings[key] = replace(self._makings[key], stage=Stage.RUNNING)
                if not self._closed:
                    self._stop.clear()
            end = self._ended(workspace, making)
            with self._lock:
                self._makings[key] = replace(end, ended=time.time())
            self._forget(key)

    def _ended(self, workspace: Workspace, making: Making) -> Making:
        """Make it, and say how that went."""
        folder = _folder() / making.key
        try:
            made, files = self._made(workspace, making, folder)
            return replace(making, stage=Stage.DONE, files=files, left_out=made.left_out, hint=made.hint)
        except _Stopped:
            end = replace(making, stage=Stage.STOPPED)
        except CompanionError as exc:
            end = replace(making, stage=Stage.FAILED, told=one_line(exc).replace(f"{folder}{os.sep}", ""))
        except Exception as exc:  # a fault of ours must not leave a making that never ends
            told = f"a fault in Companion: {type(exc).__name__}: {exc}; run 'companion export {making.wish.guide}'"
            end = replace(making, stage=Stage.FAILED, told=" ".join(told.split()))
        shutil.rmtree(folder, ignore_errors=True)
        return end

    def _made(self, workspace: Workspace, making: Making, folder: Path) -> tuple[Made, tuple[File, ...]]:
        def progress(part: float) -> None:
            if self._stop.is_set():
                raise _Stopped
            with self._lock:
                known = self._makings[making.key]
                self._makings[making.key] = replace(known, part=part)

        with store.named(folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        wish = making.wish
        out = folder / default_name(wish.guide, wish.to)
        choices = (wish.notes, wish.overlay, wish.small, wish.feed)
        made = export(Request(workspace, wish.guide, wish.voice, out, *choices, progress), wish.to)
        progress(1.0)
        return made, tuple(map(_file, sorted(folder.iterdir(), key=lambda path: (path != made.path, path.name))))

    def _forget(self, newest: str) -> None:
        """Remove the oldest ones beyond what is kept; whoever is downloading one goes on doing so."""
        with self._lock:
            over = [one for one in self._makings.values() if not one.active]
            size, many = sum(one.size for one in over), len(over)
            gone = []
            for one in over:
                if one.key != newest and (many > _MANY or size > _MOST):
                    size, many = size - one.size, many - 1
                    gone.append(one.key)
                    del self._makings[one.key]
        for key in gone:
            shutil.rmtree(_folder() / key, ignore_errors=True)


@cache
def makings() -> Makings:
    """The exports of this process."""
    return Makings()


def stamps(workspace: Workspace, wish: Wish) -> _Stamps:
    """What changes when anything does that the export is made of. Raises StoreError for a name that names no folder."""
    narrations = workspace.narrations(wish.guide)
    timelines = sorted(narrations.glob("*/timeline.json"))
    if wish.voice is not None:
        timelines = [path for path in timelines if path.parent.name == wish.voice]
    return tuple(map(_stamp, (workspace.guide_path(wish.guide), *workspace.lexicon_paths(wish.guide), *timelines)))


def _asked(workspace: Workspace, wish: Wish) -> Making:
    of = stamps(workspace, wish)
    return Making(store.fingerprint(wish, of)[:32], wish, of)


def _file(path: Path) -> File:
    """A file as it is, a folder as a zip file that unpacks to it."""
    if path.is_dir():
        files = {
            f"{path.name}/{one.relative_to(path).as_posix()}": one for one in sorted(path.rglob("*")) if one.is_file()
        }
        packed = path.with_name(f"{path.name}.zip")
        archive.put_zip(packed, files)
        shutil.rmtree(path, ignore_errors=True)
        path = packed
    return File(path, store.size(path))


def _stamp(path: Path) -> tuple[int, int] | None:
    with suppress(StoreError):
        return stamp(path)
    return None


@cache
def _kept() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="companion-published-", ignore_cleanup_errors=True)


def _folder() -> Path:
    """Where exports are kept until the server ends."""
    return Path(_kept().name)

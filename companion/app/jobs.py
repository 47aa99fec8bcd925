"""Narrating in the background: one job for each guide and voice, whoever asks for it and whoever looks on."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from companion.app.catalogue import one_line
from companion.errors import CompanionError
from companion.narration import studio
from companion.narration.narrator import Progress
from companion.narration.store import Workspace
from companion.narration.studio import Manner

_LOOK = 0.2  # seconds between two looks at whether a job that waits for its turn is to stop
_AGAIN = 1.0  # seconds between two looks at whether another process has ended
_PATIENCE = 30.0  # seconds that what is being said gets to end when the server does


class Stage(StrEnum):
    """Where a job is."""

    QUEUED = "queued"  # another job of this server has its turn
    WAITING = "waiting"  # another process is narrating this guide
    RUNNING = "running"
    STOPPING = "stopping"  # what is being said now is said to its end
    STOPPED = "stopped"
    FAILED = "failed"
    DONE = "done"


_OVER = (Stage.STOPPED, Stage.FAILED, Stage.DONE)


@dataclass(frozen=True, slots=True)
class Job:
    """A narration on its way, as it is at this moment."""

    guide: str
    folder: str  # of the narration
    voice: str  # described
    manner: Manner
    stage: Stage = Stage.QUEUED
    done: int = 0  # words
    total: int = 0  # words that were not said yet when it began; 0 until that is known
    section: str = ""  # title of the section that the last words stand in
    told: str = ""  # who is waited for, or why it failed: one line
    ended: float = 0.0  # time.time()

    @property
    def active(self) -> bool:
        return self.stage not in _OVER


class _Stopped(Exception):  # noqa: N818  # nothing went wrong
    pass


class _Busy(Exception):  # noqa: N818
    pass


class Jobs:
    """All jobs of this process. One of them narrates at a time, so that those who listen are not disturbed."""

    def __init__(self) -> None:
        self._jobs: dict[tuple[str, str], Job] = {}
        self._stops: dict[tuple[str, str], threading.Event] = {}
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._turn = threading.Semaphore()
        self._closed = False

    def start(self, workspace: Workspace, job: Job) -> None:
        """Narrate; nothing happens when that very narration is on its way, or the server is ending."""
        key = (job.guide, job.folder)
        with self._lock:
            known = self._jobs.get(key)
            if self._closed or (known is not None and known.active):
                return
            self._jobs[key], self._stops[key] = job, threading.Event()
            thread = threading.Thread(
                target=self._run, args=(workspace, job, self._stops[key]), name=f"narrate {job.guide}", daemon=True
            )
            self._threads = [one for one in self._threads if one.is_alive()] + [thread]
            thread.start()

    def stop(self, guide: str, folder: str) -> None:
        """Stop it once what is being said is said; what was said is kept."""
        with self._lock:
            job = self._jobs.get((guide, folder))
            if job is not None and job.active:
                self._stops[guide, folder].set()
                self._jobs[guide, folder] = replace(job, stage=Stage.STOPPING)

    def of(self, guide: str) -> tuple[Job, ...]:
        """The guide's jobs as they are now: those on their way, and how the last ones ended."""
        with self._lock:
            return tuple(job for job in self._jobs.values() if job.guide == guide)

    def active(self, guide: str) -> tuple[str, ...]:
        """The folders of the guide's narrations on their way."""
        return tuple(job.folder for job in self.of(guide) if job.active)

    def close(self) -> None:
        """Stop everything, and return when nothing is being said or written any more."""
        with self._lock:
            self._closed = True
            threads = list(self._threads)
            for stop in self._stops.values():
                stop.set()
        late = time.monotonic() + _PATIENCE
        for thread in threads:
            thread.join(max(0.0, late - time.monotonic()))

    def _run(self, workspace: Workspace, job: Job, stop: threading.Event) -> None:
        def tell(**changes: object) -> None:
            with self._lock:
                known = self._jobs[job.guide, job.folder]
                if stop.is_set() and changes.get("stage") not in _OVER:
                    changes["stage"] = Stage.STOPPING
                self._jobs[job.guide, job.folder] = replace(known, **changes)  # type: ignore[arg-type]

        try:
            self._narrate(workspace, job, stop, tell)
            tell(stage=Stage.DONE, told="", ended=time.time())
        except _Stopped:
            tell(stage=Stage.STOPPED, told="", ended=time.time())
        except CompanionError as exc:
            tell(stage=Stage.FAILED, told=one_line(exc), ended=time.time())
        except Exception as exc:  # a fault of ours must not leave a job that never ends
            told = f"a fault in Companion: {type(exc).__name__}: {exc}; run 'companion narrate {job.guide}'"
            tell(stage=Stage.FAILED, told=" ".join(told.split()), ended=time.time())

    def _narrate(self, workspace: Workspace, job: Job, stop: threading.Event, tell: Callable[..., None]) -> None:
        def progress(made: Progress) -> None:
            if stop.is_set():
                raise _Stopped
            tell(stage=Stage.RUNNING, done=made.done, total=made.total, section=made.section)

        def waiting(who: str) -> None:
            raise _Busy(who)

        # One processor is left to those who listen.
        manner = replace(job.manner, workers=max(1, studio.processors() - 1))
        while True:
            while not self._turn.acquire(timeout=_LOOK):
                if stop.is_set():
                    raise _Stopped
            try:
                if stop.is_set():
                    raise _Stopped
                tell(stage=Stage.RUNNING, told="")
                studio.narrate_guide(workspace, job.guide, manner, progress, waiting)
                return
            except _Busy as exc:
                tell(stage=Stage.WAITING, told=str(exc))
            finally:
                self._turn.release()
            if stop.wait(_AGAIN):
                raise _Stopped


@cache
def jobs() -> Jobs:
    """The jobs of this process."""
    return Jobs()

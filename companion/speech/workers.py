"""Engines in processes of their own: any number at once, the same bytes from each, and a crash costs one utterance."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import LifoQueue
from threading import Lock, Timer
from typing import Any, Self

from companion.errors import CompanionError, EngineError
from companion.guide.model import Voice
from companion.script.words import SpokenWord
from companion.speech.base import Speech
from companion.speech.worker import Answer, Hello, Question, receive, send, unsaid

_PER_LETTER = 0.002  # s that a text may take for each of its characters: some thirty times what speaking takes
_START = 60.0  # s that an engine may take to start
_GRACE = 5.0  # s after which a worker is stuck that should have ended a child of its own


class Pool:
    """Workers that speak. Thread-safe: as many utterances are spoken at once as there are workers, the others wait.

    Workers start when they are first needed, and are replaced when they crash or hang. With an engine that forks, every
    utterance is spoken by a process that never spoke before: its bytes depend on its words and its voice alone.
    """

    def __init__(self, engine: str, workers: int = 1, timeout: float = 20.0) -> None:
        """`engine` as in engines.engine(); `timeout` in seconds for a short utterance, a long one gets more."""
        self.engine = engine
        self.timeout = timeout
        self._workers = tuple(_Worker(engine) for _ in range(max(1, workers)))
        self._idle: LifoQueue[_Worker] = LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def version(self) -> str:
        """Engine.version. Raises EngineError when the engine does not start."""
        return self._workers[0].hello()[0]

    @property
    def rate(self) -> int:
        """Engine.rate, in Hz. Raises EngineError when the engine does not start."""
        return self._workers[0].hello()[1]

    def speak(self, words: Sequence[SpokenWord], voice: Voice) -> Speech:
        """Say the words, once a worker is free. Raises what Engine.speak raises, UtteranceError after a crash or hang,
        and EngineError when the engine does not start or the pool is closed."""
        worker = self._idle.get()
        try:
            speech = worker.speak(tuple(words), voice, self.timeout + _PER_LETTER * sum(len(w.text) for w in words))
        finally:
            self._idle.put(worker)
        if len(speech.marks) != len(words):
            raise unsaid(words, f"{len(words)} words asked, {len(speech.marks)} marked")
        return speech

    def close(self) -> None:
        """End every worker, and whatever it is saying."""
        for worker in self._workers:
            worker.close()


class _Worker:
    """One worker process, started when needed."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._lock = Lock()  # around starting and ending
        self._process: subprocess.Popen[bytes] | None = None
        self._hello: tuple[str, int] | None = None
        self._closed = False

    def hello(self) -> tuple[str, int]:
        """What the engine said of itself when it started."""
        if self._hello is None:
            self._running()
        assert self._hello is not None
        return self._hello

    def speak(self, words: Sequence[SpokenWord], voice: Voice, limit: float) -> Speech:
        process = self._running()
        answer: Answer | None = _exchange(process, (words, voice, limit), limit + _GRACE)
        if answer is None:
            _end(process)
            raise unsaid(words, f"the engine {self._engine} ended without an answer ({process.returncode})")
        if isinstance(answer, CompanionError):
            raise answer
        return answer

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._process:
                _end(self._process)

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise EngineError(f"{self._engine}: its pool is closed; open a new one")
            if self._process is None or self._process.poll() is not None:
                self._process = self._started()
            return self._process

    def _started(self) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)  # it finds what we find
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "companion.speech.worker", self._engine],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,  # an interrupt typed at the terminal is for us
        )
        hello: Hello | None = _exchange(process, None, _START)
        if hello is None:
            _end(process)
            raise EngineError(f"{self._engine}: its process does not start ({process.returncode}); see what it printed")
        if isinstance(hello, CompanionError):
            _end(process)
            raise hello
        self._hello = hello
        return process


def _exchange(process: subprocess.Popen[bytes], question: Question | None, limit: float) -> Any:
    """What the process says next, to a question if there is one; None when it dies before or is killed at the limit."""
    assert process.stdin is not None
    assert process.stdout is not None
    late = Timer(limit, _kill, (process,))
    late.start()
    try:
        if question is not None:
            send(process.stdin, question)
        return receive(process.stdout)
    except (OSError, ValueError):  # it died while we were asking, or the pool was closed
        return None
    finally:
        late.cancel()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a worker, and with it the child that speaks."""
    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):  # it ended while we looked
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)  # it leads a session of its own
            else:
                process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    _kill(process)
    process.wait()
    for stream in (process.stdin, process.stdout):
        assert stream is not None
        with suppress(OSError):  # what the dead were asked last need not be flushed
            stream.close()

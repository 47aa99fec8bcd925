"""A file -> a document. Whatever is in the file, it is parsed in a child process that is held on a short line."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO

from companion.errors import DocumentError
from companion.importing import limits, wire
from companion.importing.document import Document


def read(path: Path, everything: bool = False) -> Document:
    """Read a file of any known format. Raises DocumentError, in one line: where, what, and the way out.

    `everything` keeps navigation, running heads, page numbers and footnote marks in the text.
    """
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise DocumentError(f"{shown(str(path))}: is a folder; name a file in it")
        if not stat.S_ISREG(kind.st_mode):
            raise DocumentError(f"{shown(str(path))}: is no ordinary file; name one, or - for standard input")
        with path.open("rb") as stream:
            return _read(stream, kind.st_size, str(path), everything)
    except FileNotFoundError as exc:
        raise DocumentError(f"{shown(str(path))}: is not there; look at its name") from exc
    except (OSError, ValueError) as exc:
        why = (exc.strerror if isinstance(exc, OSError) else None) or str(exc)
        raise DocumentError(f"{shown(str(path))}: cannot be opened ({why}); look at its name and its rights") from exc


def read_bytes(data: bytes, name: str, everything: bool = False) -> Document:
    """Read what was uploaded or piped in under that name. Raises DocumentError as `read` does."""
    with tempfile.TemporaryFile() as stream:
        if len(data) <= limits.MOST_BYTES:
            stream.write(data)
            stream.seek(0)
        return _read(stream, len(data), name, everything)


def shown(name: str) -> str:
    """A file's name for a message: one line, and nothing in it that could command a terminal."""
    plain = "".join(character if character.isprintable() else "?" for character in name)
    return plain if len(plain) <= 120 else f"…{plain[-119:]}"


def _read(stream: IO[bytes], size: int, name: str, everything: bool) -> Document:
    try:
        limits.check_size(size)
        return _understood(*_asked(stream, name, everything))
    except DocumentError as exc:
        raise DocumentError(f"{shown(name)}: {exc}") from exc


def _understood(answer: bytes, late: bool) -> Document:
    if late:
        raise DocumentError(f"takes longer than {limits.SECONDS:.0f} s to read; save it anew, or import it in parts")
    if len(answer) > limits.MOST_ANSWER:
        raise DocumentError("holds more than a document may; import it in parts")
    if not answer:
        raise DocumentError("breaks its reader, so it is damaged, or needs too much memory; save it anew, or as txt")
    try:
        return wire.unpacked(answer)
    except (ValueError, RecursionError) as exc:
        raise DocumentError("breaks its reader, so it is damaged; save it anew, or as txt") from exc


def _asked(stream: IO[bytes], name: str, everything: bool) -> tuple[bytes, bool]:
    """What the child says, and whether it had to be killed because it took too long (its own limit is one of CPU)."""
    paths = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)  # it finds what we find
    child = subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            "companion.importing.child",
            Path(shown(name)).suffix,
            *["everything"] * everything,
        ],
        stdin=stream,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,  # so that it is killed with whatever it may have started
    )
    assert child.stdout is not None
    late: list[bool] = []

    def end() -> None:
        late.append(True)
        _kill(child)

    timer = Timer(limits.SECONDS, end)
    timer.start()
    try:
        answer = child.stdout.read(limits.MOST_ANSWER + 1)
    finally:
        timer.cancel()
        _kill(child)
        child.stdout.close()
        child.wait()
    return answer, bool(late) or (not answer and child.returncode == -getattr(signal, "SIGXCPU", 0))


def _kill(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):  # it ended while we looked
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()

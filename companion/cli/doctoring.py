"""What works on this machine, and what to do about the rest."""

import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from companion.errors import CompanionError
from companion.guide.model import Voice
from companion.narration import encoding, store
from companion.narration.store import Workspace
from companion.script.words import SpokenWord
from companion.speech.engines import engine as engine_named
from companion.speech.workers import Pool

_ROOM = 200_000_000  # bytes that a guide of a few thousand words takes, with its cache
_PORT = 8501
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    works: bool
    says: str  # what was found, or what to do
    needed: bool = True


def examine(workspace: Workspace, out: Console) -> bool:
    """Look at everything and print it; False when something that is needed does not work."""
    findings = list(_findings(workspace))
    for finding in findings:
        sign = "ok  " if finding.works else ("FAIL" if finding.needed else "--  ")
        out.print(f"{sign}  {finding.what}: {finding.says}", markup=False)
    return all(finding.works for finding in findings if finding.needed)


def _findings(workspace: Workspace) -> Iterator[Finding]:
    yield Finding("Python", sys.version_info >= (3, 11), f"{platform.python_version()} on {platform.platform()}")
    yield _tried("voice (espeak)", lambda: _speaks("espeak", "en-us"))
    yield _tried("audio (ffmpeg)", _encodes)
    yield _tried("guides", lambda: f"{len(workspace.guides())} in {workspace.content}")
    yield _tried("audio folder", lambda: _writes(workspace.audio))
    free = shutil.disk_usage(_existing(workspace.audio)).free
    yield Finding(
        "disk", free > _ROOM, f"{free // 1_000_000:,} MB free" + ("" if free > _ROOM else "; free some space")
    )
    yield Finding("port", *_port(), needed=False)
    yield _tried("voices of the system", lambda: f"{len(engine_named('system').voices())}", needed=False)
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    yield Finding(
        "browser for the tests",
        browser is not None,
        browser or "none found; the browser tests are skipped until Chromium is installed",
        needed=False,
    )


def _tried(what: str, look: Callable[[], str], needed: bool = True) -> Finding:
    try:
        return Finding(what, True, look(), needed)
    except CompanionError as exc:
        return Finding(what, False, str(exc), needed)


def _speaks(name: str, voice: str) -> str:
    with Pool(name, 1) as pool:
        speech = pool.speak((SpokenWord("Hello.", None), SpokenWord("world.", None)), Voice(voice))
        return f"{pool.version}; {len(speech.marks)} words timed in {1000 * speech.length // speech.rate} ms of sound"


def _encodes() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "silence.m4a"
        encoding.mux([encoding.encode_take(bytes(2 * 22050), 22050)], path, encoding.Tags("", "", 1, 1, "", "en"))
        return f"writes M4A and reads {len(encoding.decode(path, 22050)) // 2:,} samples back"


def _writes(folder: Path) -> str:
    path = folder / ".doctor"
    store.write(path, b"")
    path.unlink(missing_ok=True)
    return f"can be written: {folder}"


def _existing(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.exists())


def _port() -> tuple[bool, str]:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", _PORT))
        except OSError:
            return False, f"{_PORT} is taken; 'companion listen' takes the next free one"
    return True, f"{_PORT} is free"

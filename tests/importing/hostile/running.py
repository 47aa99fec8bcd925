"""Reads hostile files one after another, each in a process of its own, and says what became of each.

python -m tests.importing.hostile.running FOLDER, the files' names on standard input; a line of JSON for each.
"""

import json
import os
import resource
import signal
import sys
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

from companion.errors import DocumentError
from companion.importing.child import document as read_here
from companion.importing.document import Document
from companion.importing.reading import read, read_bytes
from tests.importing.hostile.judging import faults

LONGEST = 40  # seconds: then a file is given up, and the test says where it was


@dataclass
class Verdict:
    """What became of a file."""

    name: str
    outcome: str = "broken"  # read, refused, or broken: anything else came out
    message: str = ""  # of the refusal; a traceback when it is broken
    seconds: float = 0.0  # until the document or its refusal was there
    after: float = 0.0  # seconds that drafting it and reading the draft took
    child: int = 0  # bytes that the reader's process had at most
    ours: int = 0  # bytes that our process had at most
    texts: str = ""  # everything that would be read aloud
    faults: list[str] = field(default_factory=list)


def judged(path: Path, name: str, called: str | None, here: bool) -> Verdict:
    """Read one file. `here`: in this process, without the child; for files that cost nothing."""
    verdict = Verdict(name)
    start = time.perf_counter()
    try:
        document = _document(path, called, here)
        verdict.outcome = "read"
    except DocumentError as exc:
        document, verdict.outcome, verdict.message = None, "refused", str(exc)
    verdict.seconds = time.perf_counter() - start
    start = time.perf_counter()
    if document is not None:
        verdict.texts = "\n".join(piece.text for piece in document.pieces)[:200_000]
        verdict.faults = faults(document)
    verdict.after = time.perf_counter() - start
    verdict.child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    verdict.ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return verdict


def _document(path: Path, called: str | None, here: bool) -> Document:
    if here:
        return read_here(path.read_bytes(), path.name)
    return read(path) if called is None else read_bytes(path.read_bytes(), called)


def _late(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"more than {LONGEST} s")


def main(folder: Path) -> None:
    """A process for each file, so that none is measured together with another."""
    for line in sys.stdin:
        name, called, here = json.loads(line)
        sys.stdout.flush()
        if (process := os.fork()) == 0:
            signal.signal(signal.SIGALRM, _late)
            signal.alarm(LONGEST)
            try:
                verdict = judged(folder / name, name, called, here)
            except BaseException:  # whatever it is, the test is to say it
                verdict = Verdict(name, message=traceback.format_exc())
            print(json.dumps(asdict(verdict)), flush=True)
            os._exit(0)
        _, status = os.waitpid(process, 0)
        if status:
            print(json.dumps(asdict(Verdict(name, message=f"ended with {status}"))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

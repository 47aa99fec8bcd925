"""Imports hostile files one after another, each in a process of its own, and says what became of each.

python -m tests.importing.hostile.running FOLDER WORK, lines of [file, name it comes under] as JSON on standard input;
a line of JSON for each. What is imported goes into a folder of WORK that is emptied again.
"""

import contextlib
import io
import json
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

from companion.cli import importing as command
from companion.cli import main as companion
from companion.importing import limits
from companion.importing.document import Document
from companion.importing.reading import read, read_bytes
from tests.importing.hostile.judging import faults

LONGEST = 120  # seconds: then a file is given up, and the test says where it was


@dataclass
class Verdict:
    """What became of a file."""

    name: str
    outcome: str = "broken"  # read, refused, or broken: anything else came out
    message: str = ""  # of the refusal; a traceback when it is broken
    exit: int = -1  # the exit code of `companion import`
    seconds: float = 0.0  # until the guide or its refusal was there
    cpu: float = 0.0  # the same in seconds of processor, of our process and the reader's
    child: int = 0  # bytes that the reader's process had at most
    ours: int = 0  # bytes that our process had at most
    written: list[str] = field(default_factory=list)  # the guide's files; others with their whole path
    texts: str = ""  # everything that would be read aloud
    faults: list[str] = field(default_factory=list)


def judged(path: Path, called: str | None, work: Path) -> Verdict:
    """Import one file in `work`, as the command line does. `called`: what is said to be its name."""
    verdict = Verdict(path.name)
    documents: list[Document] = []

    def kept(given: Path, everything: bool = False) -> Document:
        documents.append(read(given) if called is None else read_bytes(path.read_bytes(), called))
        return documents[0]

    setattr(command, "read", kept)  # noqa: B010  # to keep the document that the command reads
    limits.SECONDS = LONGEST  # the reader's own limit, of 9 s of processor, stays: others may be at work here
    (work / "content").mkdir(parents=True)
    os.chdir(work)
    sys.argv = ["companion", "import", "--", str(path) if called is None else called]
    sys.stdin = io.StringIO()
    out, err = io.StringIO(), io.StringIO()
    before = time.perf_counter()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            companion()
            verdict.exit = 0
        except SystemExit as ended:
            verdict.exit = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    verdict.seconds = time.perf_counter() - before
    own, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    verdict.cpu = own.ru_utime + own.ru_stime + child.ru_utime + child.ru_stime
    verdict.child, verdict.ours = child.ru_maxrss * 1024, own.ru_maxrss * 1024
    verdict.message = err.getvalue().removesuffix("\n")
    if verdict.exit == 0 and documents and not verdict.message:
        verdict.outcome = "read"
        verdict.texts = "\n".join(piece.text for piece in documents[0].pieces)[:200_000]
        verdict.faults = faults(documents[0], further=False)
    elif verdict.exit == 1 and len(verdict.message.splitlines()) == 1:
        verdict.outcome = "refused"
    files = (one.relative_to(work / "content") for one in work.rglob("*") if not one.is_dir())
    verdict.written = sorted(one.name if len(one.parts) == 2 else str(one) for one in files)
    return verdict


def _late(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"more than {LONGEST} s")


def main(folder: Path, work: Path) -> None:
    """A process for each file, so that none is measured together with another."""
    for number, line in enumerate(sys.stdin):
        name, called = json.loads(line)
        place = work / f"{os.getpid()}-{number}"
        sys.stdout.flush()
        if (process := os.fork()) == 0:
            signal.signal(signal.SIGALRM, _late)
            signal.alarm(LONGEST)
            said = sys.stdout
            try:
                verdict = judged(folder / name, called, place)
            except BaseException:  # whatever it is, the test is to say it
                verdict = Verdict(name, message=traceback.format_exc())
            print(json.dumps(asdict(verdict)), file=said, flush=True)
            os._exit(0)
        _, status = os.waitpid(process, 0)
        if status:
            print(json.dumps(asdict(Verdict(name, message=f"ended with {status}"))))
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

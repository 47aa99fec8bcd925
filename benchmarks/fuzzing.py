"""Broken documents, made by the thousand, against each reader: only a Document or a DocumentError may come out.

python -m benchmarks.fuzzing FORMAT --minutes 10

With atheris installed the inputs follow the code that they reach; without, they are mutated blindly. What is found is
written to a folder, once for each place that it comes from; each finding belongs into tests/importing/hostile.
"""

import argparse
import faulthandler
import hashlib
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from benchmarks.mutating import mutated, seeds
from companion.importing.document import Format

HANGS = 30  # seconds until the process is ended; the next one goes on
SLOW = 8  # seconds of CPU that an input may take here, where nothing else limits it


class TooSlow(Exception):  # noqa: N818  # it is raised by a clock
    """An input took longer than SLOW seconds."""


def checked(data: bytes, form: Format) -> str:
    """Read an input and go on with it as `companion import` does: "read" or "refused". Raises whatever is a finding."""
    from companion.errors import DocumentError
    from companion.importing import child, wire
    from tests.importing.hostile.judging import faults

    try:
        document = child.document(data, f"fuzzed.{form.value}")
    except DocumentError as exc:
        message = str(exc)
    except (MemoryError, RecursionError):  # the child refuses them by these names
        return "refused"
    else:
        assert wire.unpacked(wire.packed(document)) == document, "not the same document behind the wire"
        assert not (wrong := faults(document)), f"{len(wrong)} faults: {wrong[0]}"
        return "read"
    assert message.isprintable(), f"a message of more than one line: {message!r}"
    return "refused"


class Findings:
    """What went wrong, each kind once, with the smallest input that shows it."""

    def __init__(self, folder: Path, form: Format) -> None:
        self.folder, self.form = folder, form
        folder.mkdir(parents=True, exist_ok=True)
        self.counts = {"read": 0, "refused": 0, "findings": 0}
        self.sizes: dict[str, int] = {}
        self.saved = time.monotonic()

    def try_one(self, data: bytes) -> None:
        (self.folder / "now").write_bytes(data)  # what is left of it when it ends the whole process
        signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)  # others may be at work on this machine
        faulthandler.dump_traceback_later(HANGS, exit=True)  # native code hears no alarm
        try:
            self.counts[checked(data, self.form)] += 1
        except Exception as exc:  # whatever it is, it is a finding
            self.keep(data, exc)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if time.monotonic() - self.saved > 1:
            self.save()

    def keep(self, data: bytes, exc: Exception) -> None:
        self.counts["findings"] += 1
        frames = [frame for frame in traceback.extract_tb(exc.__traceback__) if "companion" in frame.filename]
        place = f"{frames[-1].filename.rpartition('/')[2]}-{frames[-1].lineno}" if frames else "nowhere"
        # a fault is told apart by its kind, not by its text, which is another one each time
        key = f"{type(exc).__name__}-{place}-{hashlib.sha1(str(exc)[:24].encode()).hexdigest()[:6]}"
        if len(data) < self.sizes.get(key, 1 << 40):
            self.sizes[key] = len(data)
            (self.folder / f"{key}.{self.form.value}").write_bytes(data)
            (self.folder / f"{key}.why").write_text("".join(traceback.format_exception(exc))[-6000:])

    def save(self) -> None:
        self.saved = time.monotonic()
        (self.folder / "counts.json").write_text(json.dumps(self.counts))


def _late(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow(f"more than {SLOW} s of CPU")


def _fuzz(form: Format, seconds: float, folder: Path, seed: int) -> None:
    """Try inputs until the time is over, or one of them ends the process."""
    signal.signal(signal.SIGVTALRM, _late)
    findings = Findings(folder, form)
    try:
        import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        _blindly(findings, form, seconds, seed)
        return
    with atheris.instrument_imports(include=["companion", "mammoth"]):
        from companion.importing import child

        child.reader(form)
        from tests.importing.hostile import judging

        assert judging
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for number, one in enumerate(seeds(form)):
        (corpus / f"seed-{number:03}").write_bytes(one)
    chance = random.Random(seed)

    def mutate(data: bytes, most: int, _: int) -> bytes:
        return mutated(data, form, chance, lambda part: bytes(atheris.Mutate(part, len(part) + 64)))[:most]

    options = [
        f"-max_total_time={seconds:.0f}",
        f"-seed={seed}",
        "-max_len=200000",
        "-len_control=0",
        "-detect_leaks=0",
    ]
    limits = ["-timeout=20", "-rss_limit_mb=3000", "-verbosity=0", f"-artifact_prefix={folder}/ended-"]
    atheris.Setup([sys.argv[0], *options, *limits, str(corpus)], findings.try_one, custom_mutator=mutate)
    atheris.Fuzz()


def _blindly(findings: Findings, form: Format, seconds: float, seed: int) -> None:
    chance = random.Random(seed)
    pool = list(seeds(form))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = chance.choice(pool)
        for _ in range(chance.randint(1, 6)):
            data = mutated(data, form, chance, _flipped(chance))
        findings.try_one(data[:200_000])
    findings.save()


def _flipped(chance: random.Random) -> Callable[[bytes], bytes]:
    def flip(part: bytes) -> bytes:
        changed = bytearray(part or b" ")
        for _ in range(chance.randint(1, 8)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)

    return flip


def fuzz(form: Format, minutes: float, folder: Path) -> dict[str, int]:
    """Fuzz in processes that are started anew whenever one is ended by what it reads. The counts of all of them."""
    total = {"read": 0, "refused": 0, "findings": 0, "ended": 0}
    end = time.monotonic() + 60 * minutes
    seed = 1
    while (left := end - time.monotonic()) > 1:
        command = [sys.executable, "-m", "benchmarks.fuzzing", form.value, "--folder", str(folder)]
        log = (folder / f"log-{seed}").open("wb")
        with log:
            ended = subprocess.run(
                [*command, "--seconds", str(left), "--seed", str(seed)], stdout=log, stderr=log, check=False
            )
        counts = folder / "counts.json"
        if counts.exists():
            for name, count in json.loads(counts.read_text()).items():
                total[name] += count
            counts.unlink()
        if ended.returncode and end - time.monotonic() > 1:
            total["ended"] += 1
            if (now := folder / "now").exists():
                now.rename(folder / f"ended-{seed}.{form.value}")
        seed += 1
    return total


def main() -> None:
    """Print how many inputs were tried, and where the findings are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("format", choices=[form.value for form in Format])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seconds", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=1, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    form = Format(asked.format)
    folder = asked.folder or Path(tempfile.mkdtemp(prefix=f"fuzzing-{form.value}-"))
    if asked.seconds is not None:
        _fuzz(form, asked.seconds, folder, asked.seed)
        return
    folder.mkdir(parents=True, exist_ok=True)
    total = fuzz(form, asked.minutes, folder)
    tried = total["read"] + total["refused"] + total["findings"]
    print(f"{form.value}: {tried:,} inputs in {asked.minutes:g} minutes: {total}; findings in {folder}")
    for why in sorted(folder.glob("*.why")):
        print(f"  {why.stem}: {why.read_text().strip().splitlines()[-1][:160]}")


if __name__ == "__main__":
    main()

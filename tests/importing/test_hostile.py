"""The hostile corpus: every file of it is read or refused, quickly, in one line, and reaches nothing."""

import contextlib
import io
import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from companion.cli import main as companion
from companion.importing import limits
from tests.importing.hostile import corpus
from tests.importing.hostile.case import SCRIPTED, SECRET, Bait, Hostile
from tests.importing.hostile.names import places
from tests.importing.hostile.running import Verdict

SECONDS = 10.0  # of CPU, so that whatever else is at work on this machine does not count; a child that hangs is killed
MEMORY = 500e6  # bytes
PROCESSES = 2

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="the corpus is run with fork"),
    pytest.mark.timeout(1800),  # the first test imports everything: some 200 s of processor, whatever else goes on
]


@dataclass(frozen=True)
class Run:
    """The whole corpus, imported."""

    folder: Path
    cases: dict[str, Hostile]
    verdicts: dict[str, Verdict]
    called: tuple[str, ...]  # what came to the address that hostile files ask for


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Every file through `companion import`, each in a process of its own, two at a time."""
    folder = tmp_path_factory.mktemp("hostile")
    secret = folder / "secret.txt"
    secret.write_text(SECRET)
    with _listening() as (url, called):
        cases: dict[str, Hostile] = {}
        (folder / "files").mkdir()
        for case in corpus(Bait(str(secret), url)):
            assert case.name not in cases
            (folder / "files" / case.name).write_bytes(case.data)
            cases[case.name] = Hostile(case.name, case.expected, b"", case.called, case.holds, case.lacks)
        asked = [json.dumps([case.name, case.called]) for case in cases.values()]
        command = [sys.executable, "-m", "tests.importing.hostile.running", str(folder / "files"), str(folder / "work")]
        runs = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(PROCESSES)
        ]
        said: dict[int, str] = {}

        def ask(number: int) -> None:
            said[number] = runs[number].communicate("\n".join(asked[number::PROCESSES]))[0]

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(PROCESSES)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = [Verdict(**json.loads(line)) for number in range(PROCESSES) for line in said[number].splitlines()]
    return Run(folder, cases, {one.name: one for one in found}, tuple(called))


@contextlib.contextmanager
def _listening() -> Iterator[tuple[str, list[str]]]:
    """An address that remembers who came."""
    called: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    called.append(connection.recv(200).decode("latin-1"))
                    connection.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/bait", called
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        thread.join(1)


def test_there_are_many_of_every_kind(run: Run) -> None:
    assert len(run.cases) >= 60
    endings = {name.rpartition(".")[2] for name in run.cases}
    assert {"txt", "md", "html", "docx", "epub", "pdf"} <= endings
    assert set(run.verdicts) == set(run.cases)


def test_each_is_read_or_refused_as_it_should_be(run: Run) -> None:
    """Nothing else may come out: no traceback, no process that ends."""
    broken = {one.name: one.message for one in run.verdicts.values() if one.outcome == "broken"}
    assert not broken
    wrong = {
        one.name: (one.outcome, one.message)
        for one in run.verdicts.values()
        if one.outcome != run.cases[one.name].expected
    }
    assert not wrong


def test_each_takes_no_more_than_ten_seconds_from_the_file_to_the_guide(run: Run) -> None:
    slow = {one.name: round(one.cpu, 1) for one in run.verdicts.values() if one.cpu > SECONDS}
    assert not slow


def test_each_takes_no_more_than_five_hundred_megabytes(run: Run) -> None:
    assert limits.MEMORY <= MEMORY
    large = {
        one.name: f"{one.child / 1e6:.0f} and {one.ours / 1e6:.0f} MB"
        for one in run.verdicts.values()
        if max(one.child, one.ours) > MEMORY
    }
    assert not large


def test_each_refusal_is_one_line_that_names_the_file_and_the_way_out(run: Run) -> None:
    refused = [one for one in run.verdicts.values() if one.outcome == "refused"]
    assert len(refused) > 50
    for one in refused:
        assert one.exit == 1, one.name
        assert one.message.isprintable(), one.name
        assert "Traceback" not in one.message
        assert re.search(r": .*[;(].*", one.message), one.message
        assert len(one.message) < 400, one.name


def test_what_is_read_says_its_own_words_and_nobody_elses(run: Run) -> None:
    """No script, no style, nothing out of another file is read aloud."""
    read = {name: one.texts for name, one in run.verdicts.items() if one.outcome == "read"}
    silent = [(name, text) for name, texts in read.items() for text in run.cases[name].holds if text not in texts]
    assert not silent
    never = (SECRET, SCRIPTED)
    said = [(name, text) for name, texts in read.items() for text in (*run.cases[name].lacks, *never) if text in texts]
    assert not said


def test_what_is_read_makes_a_guide_of_the_same_words_without_marks_of_its_own(run: Run) -> None:
    """A document cannot say who speaks, nor what is a letter, nor lose a word on the way through Markdown."""
    assert sum(one.outcome == "read" for one in run.verdicts.values()) > 50
    faults = {one.name: one.faults for one in run.verdicts.values() if one.faults}
    assert not faults


def test_nothing_is_written_but_one_whole_guide_for_each_that_is_read(run: Run) -> None:
    for one in run.verdicts.values():
        assert one.written == (["guide.md"] if one.outcome == "read" else []), one.name
    assert sorted(path.name for path in run.folder.iterdir()) == ["files", "secret.txt", "work"]
    assert {path.name for path in (run.folder / "files").iterdir()} == set(run.cases)


def test_nothing_is_asked_for_over_the_network(run: Run) -> None:
    assert run.called == ()


def test_what_is_no_file_is_refused_in_one_line_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A gigabyte, a folder, a pipe that nobody writes to, a device, a link that leads nowhere."""
    work = tmp_path / "work"
    (work / "content").mkdir(parents=True)
    (tmp_path / "places").mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    tried = 0
    for path in places(tmp_path / "places"):
        monkeypatch.setattr(sys, "argv", ["companion", "import", str(path)])
        with pytest.raises(SystemExit) as ended:
            companion()
        shown = capsys.readouterr()
        assert ended.value.code == 1, path
        assert len(shown.err.strip().splitlines()) == 1, shown.err
        assert not shown.out, path
        tried += 1
    assert tried >= 10
    assert not list((work / "content").iterdir())

"""The command line: what it prints, what it returns, and that no traceback reaches a person."""

import os
import re
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from pathlib import Path

import pytest

from companion.narration import store
from tests.narration.guides import GUIDE, workspace

ROOT = Path(__file__).parents[2]


def companion(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "companion", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    workspace(tmp_path)
    return tmp_path


def test_narrate_tells_what_it_did_and_then_that_nothing_is_left_to_do(home: Path) -> None:
    """Plain lines, because a log is no terminal."""
    first = companion("narrate", "--engine", "silent", cwd=home)
    assert first.returncode == 0
    assert re.search(r"crossing: \d+:\d\d of narration, \d+ words .* 3 of 3 sections encoded", first.stdout)
    assert re.search(r"crossing: \d+ % spoken", first.stderr)
    again = companion("narrate", "crossing", "--engine", "silent", cwd=home)
    assert "up to date" in again.stdout
    assert again.stderr == ""


def test_a_path_that_the_shell_completed_names_its_guide(home: Path) -> None:
    """Tab gives content/crossing/guide.md."""
    for path in ("content/crossing", "content/crossing/", "content/crossing/guide.md"):
        assert companion("check", path, cwd=home).returncode == 0


def test_quiet_says_nothing_when_all_is_well(home: Path) -> None:
    """For scripts."""
    done = companion("narrate", "--quiet", "--engine", "silent", cwd=home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_check_proves_the_guide_and_fails_a_broken_one(home: Path) -> None:
    """Exit code 1 is the input's fault; every problem is named at once."""
    good = companion("check", cwd=home)
    assert good.returncode == 0
    assert "0 lost" in good.stdout
    path = home / "content" / "crossing" / "guide.md"
    path.write_text(GUIDE.replace("by=Nora to=Harbin", "by=Norah").replace("#letter", "#leter", 1), encoding="utf-8")
    bad = companion("check", cwd=home)
    assert bad.returncode == 1
    lines = bad.stderr.splitlines()
    assert len(lines) == 2
    assert all(re.match(r"content/crossing/guide\.md:\d+: .+; .+", line) for line in lines)


def test_check_lists_oversights_without_failing(home: Path) -> None:
    """Unused entries and nameless speech are no faults, but worth a look."""
    guide = home / "content" / "crossing" / "guide.md"
    guide.write_text("“Come in at once!” The door stood open.", encoding="utf-8")
    (guide.parent / "lexicon.toml").write_text('[words]\nJonze = "jones"\n', encoding="utf-8")
    done = companion("check", "--list", cwd=home)
    assert done.returncode == 0
    assert "guide.md:1: nobody says “Come in at once!”" in done.stdout
    assert "lexicon entry 'Jonze' stands nowhere" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("narrate", "nowhere"), 1, "not found"),
        (("narrate", "../../etc"), 1, "cannot name a folder"),
        (("narrate", "--engine", "gramophone"), 1, "no such engine"),
        (("narrate", "--workers", "-3"), 2, "workers"),
        (("narrate", "--voice", "zzyzx"), 1, "zzyzx"),
        (("voices", "zzyzx", "--say", "Hello"), 1, "zzyzx"),
        (("voices", "zzyzx"), 1, "zzyzx"),
        (("voices", "--say", "Hello", "--to", "."), 1, "folder"),
        (("voices", "--say", "…"), 2, "nothing to say"),
        (("dance",), 2, "dance"),
        (("listen", "--port", "70000"), 2, "port"),
    ],
)
def test_a_mistake_is_one_line_and_no_traceback(home: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    """Where, what, and the way out."""
    done = companion(*arguments, cwd=home)
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_lexicon_that_cannot_be_read_is_named_by_its_lines(home: Path) -> None:
    """The second file that people write."""
    (home / "content" / "crossing" / "lexicon.toml").write_text("[words]\nTheodore = 3\n", encoding="utf-8")
    done = companion("narrate", "--engine", "silent", cwd=home)
    assert done.returncode == 1
    assert done.stderr.startswith("content/crossing/lexicon.toml:2: ")


def test_one_broken_guide_does_not_keep_the_others_from_being_narrated(home: Path) -> None:
    """Each has its turn; the exit code tells that one failed."""
    (home / "content" / "broken").mkdir()
    (home / "content" / "broken" / "guide.md").write_text(":::\n", encoding="utf-8")
    done = companion("narrate", "--engine", "silent", cwd=home)
    assert done.returncode == 1
    assert "crossing: " in done.stdout
    assert "content/broken/guide.md" in done.stderr


def test_a_file_that_is_no_text_is_refused_in_one_line(home: Path) -> None:
    """Somebody drags in a picture."""
    (home / "content" / "crossing" / "guide.md").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00")
    done = companion("narrate", cwd=home)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "UTF-8" in done.stderr


def test_voices_are_listed_and_one_can_be_tried(home: Path) -> None:
    """There are more than a hundred; the list can be narrowed."""
    every = companion("voices", cwd=home).stdout.splitlines()
    german = companion("voices", "german", cwd=home).stdout.splitlines()
    assert len(every) > 100
    assert 1 <= len(german) < 5
    done = companion("voices", "en-gb+f2", "--say", "The kettle is on.", "--to", "try/one.m4a", cwd=home)
    assert done.returncode == 0
    assert (home / "try" / "one.m4a").stat().st_size > 4000


def test_doctor_looks_at_everything(home: Path) -> None:
    """What works, and what to do about the rest."""
    done = companion("doctor", cwd=home)
    assert done.returncode == 0, done.stdout
    for what in ("Python", "voice (espeak)", "audio (ffmpeg)", "guides", "audio folder", "disk"):
        assert re.search(rf"^ok    {re.escape(what)}: ", done.stdout, re.MULTILINE), what


def test_an_audio_folder_that_cannot_be_written_is_one_line(home: Path) -> None:
    """Where, what, and the way out; nothing of the guide is touched."""
    (home / "audio").write_text("in the way", encoding="utf-8")
    done = companion("narrate", "--engine", "silent", cwd=home)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "audio" in done.stderr


def test_control_c_keeps_what_was_said_and_says_so(home: Path) -> None:
    """The next run goes on from there."""
    guide = home / "content" / "crossing" / "guide.md"
    guide.write_text("\n\n".join(f"Sentence number {number} of a long night." for number in range(3000)))
    run = subprocess.Popen(
        [sys.executable, "-m", "companion", "narrate"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    cache = home / "audio" / ".cache"
    for _ in range(600):
        if len(list(cache.glob("*/*/*/*"))) > 20:
            break
        time.sleep(0.1)
    run.send_signal(2)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 130
    assert "what was said is kept" in said
    assert "Traceback" not in said
    assert len(list(cache.glob("*/*/*/*"))) > 20


def test_a_second_narration_waits_and_names_the_first(home: Path) -> None:
    """Two at once on one guide would write over each other."""
    with store.lock(home / "audio" / "crossing", None, print):
        run = subprocess.Popen(
            [sys.executable, "-m", "companion", "narrate", "--engine", "silent"],
            cwd=home,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert run.stderr is not None
        assert run.stderr.readline().strip() == (
            f"crossing: process {os.getpid()} is narrating this guide; waiting for it"
        )
    run.communicate(timeout=60)
    assert run.returncode == 0


def test_listen_narrates_and_serves_and_ends_with_control_c(home: Path) -> None:
    """The main job, as a person runs it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = subprocess.Popen(
        [sys.executable, "-m", "companion", "listen", "--no-browser", "--port", str(port), "--engine", "silent"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as page:
                    assert page.status == 200
                break
            except OSError:
                assert run.poll() is None, run.stdout.read() if run.stdout else ""
                time.sleep(0.1)
        else:
            pytest.fail("the page never came")
        run.send_signal(2)
        said, _ = run.communicate(timeout=20)
    finally:
        run.kill()
    assert run.returncode == 0, said
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in said


def test_the_table_that_check_asks_for_can_be_written_as_it_says(home: Path) -> None:
    """A name with a space in it must be quoted, or the front matter is no TOML."""
    guide = home / "content" / "crossing" / "guide.md"
    guide.write_text('+++\ntitle = "A"\n+++\n\n[“Go,” he said.]{by="Old Man"}\n', encoding="utf-8")
    done = companion("check", "crossing", cwd=home)
    found = re.search(r"add (\[speakers\.[^\n]+\])\n", done.stdout + done.stderr)
    assert found
    assert tomllib.loads(found[1]) == {"speakers": {"Old Man": {}}}

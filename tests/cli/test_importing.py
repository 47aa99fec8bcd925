"""Importing from the command line: what it prints, what it writes, and that nobody's work is written over."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_main import ROOT, companion
from tests.importing.test_importing import STORY


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "ferry.txt").write_text(STORY, encoding="utf-8")
    return tmp_path


def test_import_writes_a_guide_and_ends_with_a_report(home: Path) -> None:
    """One command from a file to a guide."""
    done = companion("import", "ferry.txt", cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The Ferry at Low Water: content/the-ferry-at-low-water/guide.md\n")
    assert "letter from Tomas to Ilse" in done.stdout
    assert "pronouns are not known of" in done.stdout
    assert companion("check", "the-ferry-at-low-water", cwd=home).returncode == 0


def test_importing_again_keeps_what_a_person_wrote(home: Path) -> None:
    """It says so, and offers another name."""
    companion("import", "ferry.txt", cwd=home)
    guide = home / "content/the-ferry-at-low-water/guide.md"
    assert "nothing has changed" in companion("import", "ferry.txt", cwd=home).stdout
    better = companion("import", "ferry.txt", "--pronouns", "Tomas=he", cwd=home)
    assert better.returncode == 0
    assert 'pronouns = "he"' in guide.read_text(encoding="utf-8")
    guide.write_text(guide.read_text(encoding="utf-8") + "\nMine.\n", encoding="utf-8")
    refused = companion("import", "ferry.txt", cwd=home)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "--as the-ferry-at-low-water-2" in refused.stderr
    assert guide.read_text(encoding="utf-8").endswith("\nMine.\n")
    assert companion("import", "ferry.txt", "--as", "the-ferry-at-low-water-2", cwd=home).returncode == 0


def test_standard_input_is_a_document_too(home: Path) -> None:
    """For pipes."""
    done = subprocess.run(
        [sys.executable, "-m", "companion", "import", "-", "--as", "piped", "--lang", "en-GB", "--quiet"],
        cwd=home,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"},
        input=STORY.encode("utf-16"),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert 'language = "en-GB"' in (home / "content/piped/guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("import", "nowhere.txt"), 1, "nowhere.txt"),
        (("import", "content"), 1, "content"),
        (("import", "ferry.txt", "--as", "../x"), 1, "cannot name a folder"),
        (("import", "ferry.txt", "--as", "CON"), 1, "cannot name a folder"),
        (("import", "ferry.txt", "--lang", "Klingon!"), 2, "language tag"),
        (("import", "ferry.txt", "--pronouns", "Tomas"), 2, "NAME=PRONOUN"),
    ],
)
def test_what_cannot_be_imported_is_said_in_one_line_and_nothing_is_written(
    home: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """Where, what, the way out."""
    done = companion(*arguments, cwd=home)
    assert done.returncode == code
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    assert list((home / "content").iterdir()) == []


def listen(home: Path, file: str) -> subprocess.CompletedProcess[str]:
    """`companion listen` as far as the server, which only says what it would serve."""
    return subprocess.run(
        [sys.executable, "-c", _WITHOUT_SERVER, "listen", file, "--engine", "silent"],
        cwd=home,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_listen_with_a_document_imports_it_and_narrates(home: Path) -> None:
    """Import, narrate and open at once; the server is not needed to see that."""
    done = listen(home, "ferry.txt")
    assert done.returncode == 0, done.stderr
    assert "served the-ferry-at-low-water" in done.stdout
    assert list(home.glob("audio/the-ferry-at-low-water/*/timeline.json"))


def test_listen_tells_two_documents_of_one_title_apart_and_knows_each_again(home: Path) -> None:
    """Every week's handout may be called “Reading”; nobody wants to hear last week's."""
    for week, words in (("first", "The ferry waits. Ilse moors the boat."), ("second", "Snow falls. The owl is gone.")):
        (home / f"{week}.md").write_text(f"# Reading\n\n{words} Nobody comes.\n", encoding="utf-8")
    for week, guide in (("first", "reading"), ("second", "reading-2"), ("first", "reading"), ("second", "reading-2")):
        done = listen(home, f"{week}.md")
        assert f"served {guide}\n" in done.stdout, done.stderr
        path = home / "content" / guide / "guide.md"
        path.write_text(path.read_text("utf-8").replace("Nobody comes.", f"It is the {week}."), encoding="utf-8")


def test_listen_with_nothing_to_listen_to_ends(home: Path) -> None:
    """A page that shows nothing is no answer to a name that was mistyped."""
    done = companion("listen", "nowhere", "--no-browser", cwd=home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nowhere" in done.stderr


def test_listen_with_a_document_that_is_not_there_says_so(home: Path) -> None:
    """A slip in a file's name is no guide that is missing."""
    done = companion("listen", "feery.txt", "--no-browser", cwd=home)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "feery.txt: is not there; look at its name" in done.stderr


def test_a_guide_with_a_slip_is_refused_with_its_line(home: Path) -> None:
    """It is text that a person wrote: they can mend it."""
    (home / "slip.md").write_text('+++\ntitle = "A"\nauthor = Nobody\n+++\n\nWords.\n', encoding="utf-8")
    done = companion("import", "slip.md", cwd=home)
    assert done.returncode == 1
    assert "slip.md: line 3: the front matter is not TOML" in done.stderr
    assert "mend that line" in done.stderr


_WITHOUT_SERVER = """
import companion.app.server as server
server.serve = lambda workspace, guide=None, **_: print("served", guide)
from companion.cli import main
main()
"""

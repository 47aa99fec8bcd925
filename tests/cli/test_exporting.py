"""Exporting from the command line: every format, one or all, and what is said when it cannot be done."""

import hashlib
from pathlib import Path

import pytest

from companion.exports import FORMATS, default_name
from tests.cli.test_main import companion
from tests.narration.guides import workspace


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guide narrated in silence: what an export is made of does not depend on what is heard."""
    folder = tmp_path_factory.mktemp("home")
    workspace(folder)
    assert companion("narrate", "--engine", "silent", "--quiet", cwd=folder).returncode == 0
    return folder


def contents(path: Path) -> dict[str, str]:
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return {str(one.relative_to(path.parent)): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


def test_all_formats_are_written_and_written_again_byte_for_byte(home: Path) -> None:
    """No date, no order, no number of this run in any of them."""
    for where in ((), ("--out", "two")):
        done = companion("export", "crossing", "--all", *where, cwd=home)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert done.stdout.count("\n") == len(FORMATS)
    for name in FORMATS:
        first, second = (contents(home / out / default_name("crossing", name)) for out in ("crossing-exports", "two"))
        assert first, name
        assert first == second, name


def test_every_format_that_can_be_checked_is_without_fault(home: Path) -> None:
    """Our own check reads what our own exports wrote."""
    companion("export", "crossing", "--to", "epub", "--out", "book.epub", cwd=home)
    done = companion("check", "--export", "book.epub", cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no fault" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--to", "betamax"), 2, "epub"),
        (("--to", "epub", "--feed", "https://example.org/pod/"), 2, "--feed is for mp3 alone"),
        (("--to", "m4b", "--small"), 2, "--small is for epub alone"),
        (("--to", "VTT", "--overlay", "sentence"), 2, "--overlay sentence is for epub alone"),
        ((), 2, "--all"),
        (("--to", "epub", "--all"), 2, "--all"),
        (("--to", "epub", "--notes", "loud"), 2, "inline or end or none"),
        (("--to", "epub", "--overlay", "letter"), 2, "word or sentence"),
        (("--to", "mp3", "--feed", "ftp://x"), 2, "feed"),
        (("--to", "epub", "--voice", "nobody"), 1, "nobody"),
    ],
)
def test_what_cannot_be_exported_is_said_in_one_line(
    home: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """And what can be asked for is named."""
    done = companion("export", "crossing", *arguments, "--out", "nothing", cwd=home)
    assert done.returncode == code
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    assert not (home / "nothing").exists()


def test_what_is_not_narrated_or_out_of_date_says_how_to_narrate_it(tmp_path: Path) -> None:
    """Nobody at the terminal: no question, the command instead, and once for all formats."""
    workspace(tmp_path)
    fresh = companion("export", "crossing", "--to", "epub", cwd=tmp_path)
    assert (fresh.returncode, fresh.stderr.count("\n")) == (1, 1)
    assert "run 'companion narrate crossing'" in fresh.stderr
    companion("narrate", "--engine", "silent", "--quiet", cwd=tmp_path)
    guide = tmp_path / "content" / "crossing" / "guide.md"
    guide.write_text(guide.read_text(encoding="utf-8").replace("sold tea", "sold coffee"), encoding="utf-8")
    stale = companion("export", "crossing", "--all", "--out", "out", cwd=tmp_path)
    assert (stale.returncode, stale.stderr.count("\n")) == (1, 1)
    assert "older text" in stale.stderr

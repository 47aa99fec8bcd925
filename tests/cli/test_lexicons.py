"""A pronunciation lexicon goes out and comes in by the command line."""

from pathlib import Path

import pytest

from tests.cli.test_main import companion
from tests.narration.guides import workspace


@pytest.fixture
def home(tmp_path: Path) -> Path:
    workspace(tmp_path)
    (tmp_path / "content" / "crossing" / "lexicon.toml").write_text('[words]\nHarbin = "har bean"\n', encoding="utf-8")
    companion("narrate", "--engine", "silent", "--quiet", cwd=tmp_path)
    return tmp_path


def test_what_one_guide_exports_another_takes_in(home: Path) -> None:
    """The way between programs, and between guides."""
    assert companion("export", "crossing", "--to", "pls", "--out", "out.pls", cwd=home).returncode == 0
    lexicon = home / "content" / "crossing" / "lexicon.toml"
    lexicon.unlink()
    done = companion("import-lexicon", "crossing", "out.pls", cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 new, 0 kept" in done.stdout
    assert 'Harbin = "har bean"' in lexicon.read_text(encoding="utf-8")


def test_what_a_person_wrote_stays_unless_asked(home: Path) -> None:
    """And a file that is none is one line, with nothing written."""
    companion("export", "crossing", "--to", "pls", "--out", "out.pls", cwd=home)
    lexicon = home / "content" / "crossing" / "lexicon.toml"
    lexicon.write_text('[words]\nHarbin = "mine"\n', encoding="utf-8")
    assert "0 new, 1 kept" in companion("import-lexicon", "crossing", "out.pls", cwd=home).stdout
    assert "mine" in lexicon.read_text(encoding="utf-8")
    companion("import-lexicon", "crossing", "out.pls", "--replace", cwd=home)
    assert "har bean" in lexicon.read_text(encoding="utf-8")
    (home / "bad.pls").write_bytes(b"<lexicon")
    refused = companion("import-lexicon", "crossing", "bad.pls", cwd=home)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert companion("import-lexicon", "crossing", "out.pls", "--speaker", "Xaver", cwd=home).returncode == 2


def test_the_mark_that_an_editor_put_first_stays(home: Path) -> None:
    """Editors of Windows know by it that the file is UTF-8."""
    companion("export", "crossing", "--to", "pls", "--out", "out.pls", cwd=home)
    lexicon = home / "content" / "crossing" / "lexicon.toml"
    lexicon.write_bytes(b'\xef\xbb\xbf[words]\nNora = "nor ah"\n')
    assert "1 new" in companion("import-lexicon", "crossing", "out.pls", cwd=home).stdout
    assert lexicon.read_bytes().startswith(b'\xef\xbb\xbf[words]\nNora = "nor ah"\n')
    assert b"har bean" in lexicon.read_bytes()

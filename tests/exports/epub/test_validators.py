"""The book before those who did not write it: EPUBCheck without a word, DAISY Ace without a violation."""

from pathlib import Path

import pytest

from companion.exports import Request, epub
from companion.narration.store import Workspace
from tests.exports.epub.conftest import Make
from tests.exports.tools import ace_violations, epubcheck_messages


@pytest.fixture(scope="module")
def ours(bundled: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide that comes with the project."""
    return epub.export(Request(bundled, "her-part-5", out=tmp_path_factory.mktemp("ours") / "her.epub")).path


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("notes", "overlay", "small"),
    [("end", "word", False), ("inline", "sentence", True), ("none", "word", False)],
)
def test_epubcheck_says_nothing_of_every_structure(make: Make, notes: str, overlay: str, small: bool) -> None:
    """No error, no warning, no hint of usage."""
    assert epubcheck_messages(make("lantern", notes=notes, overlay=overlay, small=small)) == []


@pytest.mark.timeout(300)
def test_epubcheck_says_nothing_of_markup_in_a_title(make: Make) -> None:
    """A title with an ampersand and brackets in it stands in a dozen places."""
    assert epubcheck_messages(make("weir")) == []


@pytest.mark.timeout(300)
def test_epubcheck_says_nothing_of_our_own_guide(ours: Path) -> None:
    """Whoever tries the project tries this one; and it stays within what one sends by mail."""
    assert epubcheck_messages(ours) == []
    assert ours.stat().st_size < 8_000_000


def test_small_is_small(bundled: Workspace, tmp_path: Path) -> None:
    """A telephone with little room."""
    made = epub.export(Request(bundled, "her-part-5", out=tmp_path / "small.epub", small=True))
    assert made.size < 3_000_000


@pytest.mark.timeout(300)
@pytest.mark.parametrize("notes", ["end", "inline"])
def test_ace_finds_no_violation_in_every_structure(make: Make, tmp_path: Path, notes: str) -> None:
    """Whoever reads with a screen reader, or by switches, reads all of it."""
    assert ace_violations(make("lantern", notes=notes), tmp_path) == []


@pytest.mark.timeout(300)
def test_ace_finds_no_violation_in_our_own_guide(ours: Path, tmp_path: Path) -> None:
    """The one that most people will open."""
    assert ace_violations(ours, tmp_path) == []

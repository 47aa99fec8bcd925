"""What may be exported: what says what is written now. And the two commands."""

import shutil
from pathlib import Path

import pytest

from companion.errors import NarrationError, UsageError
from companion.exports import Request, export, narrated
from companion.narration.store import Workspace
from companion.narration.studio import Manner
from tests.cli.test_main import companion
from tests.exports.conftest import GUIDE
from tests.narration import guides


@pytest.fixture
def quiet(tmp_path: Path) -> Workspace:
    """The guide, narrated in silence, in a voice of its own."""
    where = guides.workspace(tmp_path, GUIDE, "weir")
    guides.narrated(where, Manner("silent"), "weir")
    return where


def test_a_guide_that_is_not_narrated_says_how_to(tmp_path: Path) -> None:
    """One line: what, and the way out."""
    where = guides.workspace(tmp_path, GUIDE, "weir")
    with pytest.raises(NarrationError, match=r"^weir: is not narrated yet; run 'companion narrate weir'$"):
        narrated.one(where, "weir", None)


@pytest.mark.parametrize(
    "change",
    [
        ("Nobody came.", "Somebody came."),
        ("Nobody came.", ""),
        ("Who owns a river?", "Who owns the water?"),
        ("somebody else told first", "nobody told first"),
        ("*four*", "four"),
    ],
)
def test_a_narration_of_an_older_text_is_not_exported(quiet: Workspace, change: tuple[str, str]) -> None:
    """Sound and text of two editions do not belong together."""
    assert narrated.one(quiet, "weir", None).voice.startswith("silent")
    quiet.guide_path("weir").write_text(GUIDE.replace(*change), "utf-8")
    with pytest.raises(
        NarrationError, match=r"narrated from an older text; run 'companion narrate weir --engine silent'"
    ):
        narrated.one(quiet, "weir", None)


def test_a_name_said_in_another_way_is_another_narration(quiet: Workspace) -> None:
    """What is heard depends on the lexicon too."""
    (quiet.content / "weir" / "lexicon.toml").write_text('[words]\nmiller = "miner"\n', "utf-8")
    with pytest.raises(NarrationError, match="narrated from an older text"):
        narrated.one(quiet, "weir", None)


def test_a_voice_is_named_by_its_folder_or_as_its_engine_has_it(home: Workspace) -> None:
    """Either is what people have at hand."""
    assert narrated.one(home, "weir", "espeak-en-us") == narrated.one(home, "weir", "en-us")
    run = "run 'companion narrate weir --voice en-gb'"
    with pytest.raises(NarrationError, match=f"not narrated in the voice 'en-gb', but in espeak-en-us; {run}"):
        narrated.one(home, "weir", "en-gb")


def test_a_voice_that_is_outdated_or_torn_is_left_out_and_said(quiet: Workspace) -> None:
    """The other voices are no worse for it."""
    torn = quiet.narrations("weir") / "torn"
    torn.mkdir()
    (torn / "timeline.json").write_text("{")
    good, wrong = narrated.every(quiet, "weir")
    assert [one.voice for one in good] == [one.name for one in quiet.narrations("weir").glob("silent*")]
    assert len(wrong) == 1
    assert "is damaged; run 'companion narrate weir'" in wrong[0]


def test_a_format_that_is_not_there_names_those_that_are(home: Workspace) -> None:
    """One line."""
    with pytest.raises(UsageError, match=r"^no format is called 'betamax'; choose one of .*web"):
        export(Request(home, "weir"), "betamax")


def test_the_commands_write_where_they_say(quiet: Workspace, tmp_path: Path) -> None:
    """Without --out, here; with it, there. Exit codes as everywhere: 1 the input's fault, 2 usage."""
    made = companion("export", "weir", "--to", "web", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("weir-web: ")
    assert (tmp_path / "weir-web" / "index.html").is_file()
    ends = ("--from", "start", "--to", "letter")
    made = companion("excerpt", "content/weir/guide.md", *ends, "--notes", "section", "--out", "a/b.zip", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert (tmp_path / "a" / "b.zip").is_file()
    wrong = companion("excerpt", "weir", "--from", "nowhere", "--to", "letter", cwd=tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "no sentence, paragraph or passage has the id 'nowhere'" in wrong.stderr
    assert companion("export", "weir", "--to", "betamax", cwd=tmp_path).returncode == 2
    shutil.rmtree(quiet.audio)
    assert companion("export", "weir", "--to", "web", cwd=tmp_path).returncode == 1

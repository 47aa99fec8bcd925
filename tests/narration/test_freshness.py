"""Freshness: what a narration is held against is what people wrote, to the last name and note."""

from collections.abc import Callable
from pathlib import Path

import pytest

from companion.guide.model import Voice
from companion.narration import document, studio
from companion.narration.freshness import fresh, manner_of
from companion.narration.store import Workspace
from companion.narration.studio import Manner
from tests.narration.guides import GUIDE, narrated, workspace

SILENT = Manner("silent", workers=1)


def is_fresh(where: Workspace, folder: Path) -> bool:
    source = studio.read(where, "crossing")
    found = document.read(folder / "timeline.json")
    return fresh(source, manner_of(source, found), found)


@pytest.mark.parametrize(
    "manner",
    [SILENT, Manner(workers=2), Manner(voice=Voice("en-gb"), workers=2), Manner(single=True, workers=2)],
    ids=["silent", "own", "another", "single"],
)
def test_a_narration_of_what_is_written_is_fresh_in_every_manner(tmp_path: Path, manner: Manner) -> None:
    """Told to narrate again for nothing, people stop believing what they are told."""
    where = workspace(tmp_path)
    made = narrated(where, manner)
    assert is_fresh(where, made.folder)
    found = manner_of(studio.read(where, "crossing"), document.read(made.folder / "timeline.json"))
    assert (found.engine, found.single, found.voice is None) == (manner.engine, manner.single, manner.voice is None)


@pytest.mark.parametrize(
    "edited",
    [
        lambda text: text.replace("late as ever", "early as never"),
        lambda text: text.replace('title = "The Crossing"', 'title = "The Crossing"\nsubtitle = "By night"'),
        lambda text: text.replace('{about="#letter"}\n', ""),
        lambda text: text.replace("rate = 200 }\n[speakers", "rate = 190 }\n[speakers"),
        lambda text: text.replace("a man sold", "a *man* sold"),
        lambda text: text.replace("# The notes", "# The notes, again"),
    ],
    ids=["word", "subtitle", "anchor", "rate", "emphasis", "heading"],
)
def test_an_edit_of_anything_that_is_heard_or_shown_is_seen(tmp_path: Path, edited: Callable[[str], str]) -> None:
    """The text of the player comes from the narration: what only the eye meets is old there too."""
    where = workspace(tmp_path)
    made = narrated(where, Manner(workers=2))
    assert edited(GUIDE) != GUIDE
    where.guide_path("crossing").write_text(edited(GUIDE), "utf-8")
    assert not is_fresh(where, made.folder)


def test_a_name_that_is_said_another_way_is_an_edit(tmp_path: Path) -> None:
    """The lexicon is written by people too."""
    where = workspace(tmp_path)
    made = narrated(where, SILENT)
    where.lexicon_paths("crossing")[1].write_text('[words]\n"Harbin" = "HAR-bin"\n', "utf-8")
    assert not is_fresh(where, made.folder)


def test_lines_that_only_the_file_has_are_no_edit(tmp_path: Path) -> None:
    """An empty line more is heard and seen by nobody."""
    where = workspace(tmp_path)
    made = narrated(where, SILENT)
    where.guide_path("crossing").write_text(GUIDE.replace("On deck", "\n\n\nOn deck"), "utf-8")
    assert is_fresh(where, made.folder)


def test_a_newer_engine_and_an_unsaid_sentence_are_no_edit(tmp_path: Path) -> None:
    """Both are worth another run, but the text is what it was."""
    text = GUIDE.replace("Nobody minded", "Nobody minded the terrible wind")
    where = workspace(tmp_path, text)
    made = narrated(where, Manner("tests.narration.refusing:Refusing", workers=1))
    assert made.unsaid
    assert is_fresh(where, made.folder)
    where.guide_path("crossing").write_text(text.replace("terrible wind", "terrible rain"), "utf-8")
    assert not is_fresh(where, made.folder)

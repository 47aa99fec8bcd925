"""The bundled guide, whole and in real voices: what a first listener gets."""

import re
from pathlib import Path
from typing import Any

import pytest

from companion.guide.model import Guide, Role
from companion.narration import encoding, studio
from companion.narration.store import Workspace
from companion.narration.studio import Manner
from companion.script.coverage import coverage, quotations_without_speaker
from tests.narration.guides import ignored, timeline

ROOT = Path(__file__).parents[1]
GUIDE = "her-part-5"


@pytest.fixture(scope="module")
def guide() -> Guide:
    return studio.read(Workspace(ROOT / "content", ROOT / "audio"), GUIDE).guide


@pytest.fixture(scope="module")
def narrated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    where = Workspace(ROOT / "content", tmp_path_factory.mktemp("bundled") / "audio")
    made = studio.narrate_guide(where, GUIDE, Manner(), ignored, print)
    return made.folder, timeline(made)


def test_it_has_what_it_promises(guide: Guide) -> None:
    """A summary, the letter inside it, an analysis, notes at their passages, four speakers."""
    summary, analysis, asides = guide.sections
    assert (summary.role, analysis.role, asides.role) == (Role.TEXT, Role.NOTES, Role.ASIDES)
    assert len([block for block in summary.blocks if block.passage is None]) > 10
    (letter,) = guide.passages
    assert (letter.kind, letter.by, letter.to, letter.section) == ("letter", "Theodore", "Catherine", summary.id)
    footnotes = {block.id for block in asides.blocks}
    assert len([note for note in guide.notes if set(note.blocks) <= footnotes and note.targets]) >= 12
    assert all(note.targets for note in guide.notes)
    assert {name: speaker.pronouns for name, speaker in guide.speakers.items()} == {
        "Theodore": "he",
        "Samantha": "she",
        "Alan Watts": "he",
        "Amy": "she",
    }
    assert len({speaker.voice for speaker in guide.speakers.values()} - {None}) == 4
    assert "retelling" in guide.notice


def test_nothing_of_it_is_lost_and_everybody_who_speaks_is_named() -> None:
    """What `companion check` says of it."""
    source = studio.read(Workspace(ROOT / "content", ROOT / "audio"), GUIDE)
    found = coverage(studio.write_script(source, Manner())[0])
    assert found.lost == ()
    assert found.spoken > 9000
    assert list(quotations_without_speaker(source.guide)) == []


def test_every_word_of_it_is_timed_in_order_and_few_are_estimated(narrated: tuple[Path, dict[str, Any]]) -> None:
    """Every token that holds a letter or a digit lights up; about 3 % are placed by rule, and say so."""
    words = estimated = 0
    for section in narrated[1]["sections"]:
        last = 0
        for block in section["blocks"]:
            lit = [word for segment in block["segments"] for word in segment["words"]]
            for token in re.finditer(r"\S*\w\S*", block["text"]):
                assert any(word[0] < token.end() and token.start() < word[1] for word in lit), token[0]
            for _, _, start, end, timing in lit:
                assert last <= start < end <= section["samples"]
                last = start
                words += 1
                estimated += timing == 2
    assert words > 2200
    assert estimated / words < 0.04


def test_it_is_as_loud_as_speech_should_be(narrated: tuple[Path, dict[str, Any]]) -> None:
    """-17 LUFS within one and no peak above -1 dBTP, whoever speaks."""
    folder, found = narrated
    for section in found["sections"]:
        measured = encoding.measure(folder / section["audio"])
        assert abs(measured.lufs + 17) <= 1, (section["id"], measured)
        assert measured.true_peak <= -1, (section["id"], measured)

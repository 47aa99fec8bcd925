"""The shelf finds what is there, and nothing beside it."""

import json
from pathlib import Path

import pytest

from companion.app.catalogue import titles
from companion.app.shelf import Shelf
from companion.errors import StoreError
from tests.app.narrated import narrate


@pytest.fixture
def library(tmp_path: Path) -> Shelf:
    narrate(tmp_path / "audio", "paper-ferry")
    return Shelf(content=tmp_path / "content", audio=tmp_path / "audio")


def test_a_guide_is_listed_whether_it_is_written_or_narrated(library: Shelf) -> None:
    """A narration outlives its guide.md, and a guide is there before it is narrated."""
    (library.content / "unread").mkdir(parents=True)
    (library.content / "unread" / "guide.md").write_text("# Unread")
    assert library.guides() == ("paper-ferry", "unread")
    assert library.voices("unread") == ()


def test_folders_that_are_no_guides_are_not_listed(library: Shelf) -> None:
    """The cache, an empty folder and a stray file are nobody's guide."""
    (library.audio / ".cache" / "voice").mkdir(parents=True)
    (library.audio / ".cache" / "voice" / "timeline.json").write_text("{}")
    (library.content / "empty").mkdir(parents=True)
    (library.audio / "notes.txt").write_text("")
    assert library.guides() == ("paper-ferry",)


def test_guides_are_called_by_their_titles(library: Shelf) -> None:
    """As the file says now, else as it was narrated, else by the folder; two of one title by both."""
    for guide, text in {
        "a": b'+++\ntitle = "Nets"\n+++\n\nOne.\n',
        "b": b'+++\ntitle = "Nets"\n+++\n\nTwo.\n',
        "c": b"# Boats\n\nThree.\n",
        "d": b'+++\ntitle = "never closed',
        "e": b"\xff\xfe\x00",
    }.items():
        (library.content / guide).mkdir(parents=True)
        (library.content / guide / "guide.md").write_bytes(text)
    assert titles(library, library.guides()) == {
        "a": "Nets · a",
        "b": "Nets · b",
        "c": "c",
        "d": "d",
        "e": "e",
        "paper-ferry": "The Paper Ferry",
    }
    (library.content / "a" / "guide.md").write_text('+++\ntitle = "Knots"\n+++\n\nOne.\n')
    assert [title for _, title in sorted(titles(library, ["a", "b"]).items())] == ["Knots", "Nets"]
    assert titles(library, ["../a", "gone"]) == {"../a": "../a", "gone": "gone"}


def test_an_empty_workspace_is_no_error(tmp_path: Path) -> None:
    """The first start happens before there is a folder."""
    assert Shelf(tmp_path / "content", tmp_path / "audio").guides() == ()


def test_the_length_is_that_of_the_straight_reading(library: Shelf) -> None:
    """Footnotes are heard on demand: they do not make the guide longer."""
    sections = json.loads((library.audio / "paper-ferry/espeak-en-us/timeline.json").read_text())["sections"]
    heard = sum(section["samples"] for section in sections[:2]) / 22050
    assert sections[2]["role"] == "asides"
    assert library.narration("paper-ferry", "espeak-en-us").seconds == pytest.approx(heard)


def test_a_new_narration_is_seen_at_once(library: Shelf) -> None:
    """What was read before is remembered, but only as long as the file stays the same."""
    path = library.narration("paper-ferry", "espeak-en-us").path
    path.write_text(path.read_text().replace("The Paper Ferry", "The Paper Boat, Renamed"))
    assert library.narration("paper-ferry", "espeak-en-us").title == "The Paper Boat, Renamed"


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "[]",
        "{",
        '{"format": "companion-timeline/99"}',
        '{"format": "companion-timeline/1"}',
        '{"format": "companion-timeline/1", "guide": 3, "rate": 1, "sections": []}',
        '{"format": "companion-timeline/1", "guide": {"title": "", "language": ""}, "rate": 0, "sections": []}',
    ],
)
def test_a_damaged_timeline_names_its_file_and_the_way_out(library: Shelf, damaged: str) -> None:
    """A reader sees one line, and the line says what to run."""
    (library.audio / "paper-ferry" / "espeak-en-us" / "timeline.json").write_text(damaged)
    with pytest.raises(StoreError, match=r"timeline\.json: .*; run 'companion narrate paper-ferry'"):
        library.narration("paper-ferry", "espeak-en-us")


@pytest.mark.parametrize("guide", ["..", ".", "", "paper-ferry/..", "/", "paper-ferry/espeak-en-us", "\0"])
def test_a_name_that_is_a_path_finds_nothing(library: Shelf, guide: str) -> None:
    """Names come from addresses that anybody can type."""
    (library.audio.parent / "espeak-en-us").mkdir()
    (library.audio.parent / "espeak-en-us" / "timeline.json").write_text("{}")
    with pytest.raises(StoreError, match="not narrated"):
        library.narration(guide, "espeak-en-us")


@pytest.mark.parametrize("name", ["../../../secret.m4a", "link.m4a", "timeline.json", "../../other.m4a", "missing.m4a"])
def test_a_timeline_cannot_name_a_file_outside_its_folder(library: Shelf, name: str) -> None:
    """A narration may come from somebody else: its own words are no proof."""
    (library.audio.parent / "secret.m4a").write_bytes(b"secret")
    (library.audio / "other.m4a").mkdir()
    path = library.audio / "paper-ferry" / "espeak-en-us" / "timeline.json"
    path.with_name("link.m4a").symlink_to(library.audio.parent / "secret.m4a")
    timeline = json.loads(path.read_text())
    timeline["sections"][0]["audio"] = name
    path.write_text(json.dumps(timeline))
    with pytest.raises(StoreError, match="no audio file"):
        library.audio_file("paper-ferry", "espeak-en-us", name)


def test_a_file_that_the_timeline_does_not_name_is_not_given(library: Shelf) -> None:
    """Whatever else lies in the folder is nobody's to fetch."""
    folder = library.audio / "paper-ferry" / "espeak-en-us"
    (folder / "stray.m4a").write_bytes((folder / "01-summary.m4a").read_bytes())
    assert library.audio_file("paper-ferry", "espeak-en-us", "01-summary.m4a").is_file()
    with pytest.raises(StoreError, match="no audio file"):
        library.audio_file("paper-ferry", "espeak-en-us", "stray.m4a")


def test_sound_of_an_older_narration_is_refused(library: Shelf) -> None:
    """A page that was opened before must not play new sound under old words."""
    fingerprint = library.narration("paper-ferry", "espeak-en-us").audio["01-summary.m4a"]
    assert library.audio_file("paper-ferry", "espeak-en-us", "01-summary.m4a", fingerprint[:12])
    with pytest.raises(StoreError, match="load the page again"):
        library.audio_file("paper-ferry", "espeak-en-us", "01-summary.m4a", "0" * 12)

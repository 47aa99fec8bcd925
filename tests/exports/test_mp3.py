"""The folder of MP3 files: their length, chapters, lyrics and tags are the timeline's, as others read them."""

import errno
import os
from pathlib import Path
from typing import Any

import mutagen.id3
import mutagen.mp3
import pytest

from companion.errors import NarrationError, StoreError
from companion.exports import id3, mp3, narrated, soundtrack
from companion.exports.chapters import chapters
from companion.exports.id3 import Contents
from companion.exports.made import Request
from companion.exports.narrated import Narrated
from companion.exports.tagging import About
from companion.narration import clock, joining
from companion.narration.store import TEMPORARY, Workspace
from tests.exports.listening import heard, late, probed

NAMES = [
    "01-start-2.mp3",
    "02-tale.mp3",
    "03-the-weir.mp3",
    "04-study.mp3",
    "05-what-stays-open.mp3",
    "06-end.mp3",
    "07-asides.mp3",
]
ABOUT = About("T", "", "", "und", "synthetic voice (x)", "", "2026")


@pytest.fixture(scope="module")
def folder(lantern: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mp3.export(Request(lantern, "lantern", out=tmp_path_factory.mktemp("mp3") / "lantern-mp3")).path


@pytest.fixture(scope="module")
def found(lantern: Workspace) -> Narrated:
    return narrated.one(lantern, "lantern", None)


def tagged(path: Path) -> Any:
    return mutagen.mp3.MP3(path)  # type: ignore[no-untyped-call]  # it has no hints


def test_a_file_for_each_section_named_in_the_order_of_hearing(folder: Path, found: Narrated) -> None:
    """A player that sorts by name plays them right; the footnotes come last."""
    assert sorted(path.name for path in folder.glob("*.mp3")) == NAMES
    assert len(found.timeline["sections"]) == len(NAMES)


def test_the_length_is_the_section_s_to_the_sample(folder: Path, found: Narrated) -> None:
    """The header says how many samples are the encoder's own, and whoever reads it counts them off."""
    rate = found.timeline["rate"]
    for name, section, track in zip(
        NAMES, found.timeline["sections"], soundtrack.tracks(found.timeline, "end"), strict=True
    ):
        sound = heard(folder / name, rate)
        assert len(sound) == section["samples"] == track.samples
        assert set(late(found, track, sound)) <= {-1, 0, 1}


def test_the_bit_rate_is_one_and_the_header_counts_every_sample(folder: Path, found: Narrated) -> None:
    """Without it the sound is 50 ms late in ffmpeg and Chromium; with two rates old players show wrong times."""
    for name, section in zip(NAMES, found.timeline["sections"], strict=True):
        info = tagged(folder / name).info
        assert info.bitrate_mode == mutagen.mp3.BitrateMode.CBR
        assert (round(info.bitrate / 100), info.channels, info.sample_rate) == (640, 1, 22_050)
        data = (folder / name).read_bytes()
        at = data.index(b"Info")
        counted = int.from_bytes(data[at + 141 : at + 144], "big")  # LAME's extension: delay and padding, 12 bits each
        delay, padding = counted >> 12, counted & 0xFFF
        assert delay == 576
        frames = int.from_bytes(data[at + 8 : at + 12], "big")
        assert 576 * frames - delay - padding == section["samples"]


def test_tags_say_who_what_and_how(folder: Path, found: Narrated) -> None:
    """A file that has lost its folder still says what it is and that the voice is synthetic."""
    guide = found.timeline["guide"]
    for number, (name, section) in enumerate(zip(NAMES, found.timeline["sections"], strict=True), 1):
        tags = tagged(folder / name).tags
        assert tags.version == (2, 4, 0)
        wanted = {
            "TIT2": section["title"],
            "TALB": guide["title"],
            "TPE1": guide["author"],
            "TRCK": f"{number}/{len(NAMES)}",
            "TLAN": "eng",
            "TCON": "Audiobook",
            "TDRC": "1931",
            "TXXX:narrator": "synthetic voice (espeak-en-gb)",
            "TLEN": str(clock.milliseconds(section["samples"], found.timeline["rate"])),
        }
        assert {key: str(tags[key]) for key in wanted} == wanted
        assert guide["notice"] in str(tags["COMM::eng"])
        assert tags["APIC:"].mime == "image/png"
        assert tags["APIC:"].data.startswith(b"\x89PNG")


def test_chapters_are_the_section_s_and_its_letter_s(folder: Path, found: Narrated) -> None:
    """In order, one behind the other, listed by one table of contents; ffprobe reads the same."""
    timeline, rate = found.timeline, found.timeline["rate"]
    for name, track in zip(NAMES, soundtrack.tracks(timeline, "end"), strict=True):
        tags = tagged(folder / name).tags
        wanted = [
            (one.title, clock.milliseconds(one.start, rate), clock.milliseconds(one.end, rate))
            for one in chapters(timeline, track)
        ]
        toc = tags["CTOC:toc"]
        assert toc.flags == mutagen.id3.CTOCFlags.TOP_LEVEL | mutagen.id3.CTOCFlags.ORDERED
        listed = [tags[f"CHAP:{child}"] for child in toc.child_element_ids]
        assert len(listed) == len(tags.getall("CHAP"))
        assert [(str(one.sub_frames["TIT2"]), one.start_time, one.end_time) for one in listed] == wanted
        probe = [
            (one["tags"]["title"], float(one["start_time"]), float(one["end_time"]))
            for one in probed(folder / name)["chapters"]
        ]
        assert probe == [(title, start / 1000, end / 1000) for title, start, end in wanted]
    assert "The letter of Ida" in [one[0] for one in _chapters(folder / "03-the-weir.mp3")]


def _chapters(path: Path) -> list[tuple[str, int]]:
    return [(str(one.sub_frames["TIT2"]), one.start_time) for one in tagged(path).tags.getall("CHAP")]


def test_every_sentence_is_in_the_lyrics_at_its_time(folder: Path, found: Narrated) -> None:
    """Times in ms from the file's beginning, each sentence as it is written; and all of it for what shows no times."""
    rate = found.timeline["rate"]
    for name, section in zip(NAMES, found.timeline["sections"], strict=True):
        tags = tagged(folder / name).tags
        (lyrics,) = tags.getall("SYLT")
        wanted = [
            (" ".join(block["text"][one["from"] : one["to"]].split()), clock.milliseconds(one["start"], rate))
            for block in section["blocks"]
            for one in block["segments"]
            if one["end"] > one["start"]
        ]
        assert (lyrics.format, lyrics.type, lyrics.lang) == (2, 1, "eng")
        assert lyrics.text == wanted
        assert str(tags.getall("USLT")[0].text).split() == " ".join(text for text, _ in wanted).split()


def test_notes_are_left_out_or_read_behind_their_paragraph(lantern: Workspace, found: Narrated, tmp_path: Path) -> None:
    """`--notes none` is the text alone; `inline` puts the note into the file of what it is about."""
    none = mp3.export(Request(lantern, "lantern", out=tmp_path / "none", notes="none")).path
    assert sorted(path.name for path in none.glob("*.mp3")) == [
        "01-start-2.mp3",
        "02-tale.mp3",
        "03-the-weir.mp3",
        "04-end.mp3",
    ]
    inline = mp3.export(Request(lantern, "lantern", out=tmp_path / "inline", notes="inline")).path
    for track, path in zip(soundtrack.tracks(found.timeline, "inline"), sorted(inline.glob("*.mp3")), strict=True):
        sound = heard(path, found.timeline["rate"])
        assert len(sound) == track.samples
        assert set(late(found, track, sound)) <= {-1, 0, 1}
    lines = [text for text, _ in tagged(inline / "03-the-weir.mp3").tags.getall("SYLT")[0].text]
    assert lines.index("Ida asks for nothing.") == lines.index("I opened it myself, and I would do it again.") + 1


def test_the_same_narration_is_the_same_bytes(folder: Path, lantern: Workspace, tmp_path: Path) -> None:
    """Two at once or not, today or tomorrow; nothing is left beside the folder."""
    again = mp3.export(Request(lantern, "lantern", out=tmp_path / "again")).path
    read = [{path.name: path.read_bytes() for path in where.iterdir()} for where in (folder, again)]
    assert read[0] == read[1]
    assert [one.name for one in tmp_path.iterdir()] == ["again"]


def test_a_full_disk_leaves_the_old_folder_whole(
    lantern: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing half-written beside it."""
    path = mp3.export(Request(lantern, "lantern", out=tmp_path / "old", notes="none")).path
    before = {one.name: one.read_bytes() for one in path.iterdir()}

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(joining, "joined", full)
    with pytest.raises(NarrationError, match="disk full; free some space"):
        mp3.export(Request(lantern, "lantern", out=path))
    assert {one.name: one.read_bytes() for one in path.iterdir()} == before
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(TEMPORARY)]


def test_a_folder_of_somebody_else_s_is_not_replaced(lantern: Workspace, tmp_path: Path) -> None:
    """Music, for example."""
    (tmp_path / "music.mp3").write_bytes(b"music")
    with pytest.raises(StoreError, match="has other things in it; choose another place with --out"):
        mp3.export(Request(lantern, "lantern", out=tmp_path, notes="none"))
    assert [one.name for one in tmp_path.iterdir()] == ["music.mp3"]


def test_a_rate_that_mp3_does_not_have_is_written_in_one_that_it_has(found: Narrated, tmp_path: Path) -> None:
    """A voice of 96 kHz is rare, and no reason to fail."""
    sources = soundtrack.Sources(found, tmp_path)
    track = soundtrack.tracks(found.timeline, "end")[0]
    sources.join(track, tmp_path / "sound.aac")
    joining.mp3(tmp_path / "sound.aac", tmp_path / "sound.mp3", 96_000)
    assert tagged(tmp_path / "sound.mp3").info.sample_rate == 44_100


def test_chapters_stand_in_their_order(tmp_path: Path) -> None:
    """ffmpeg lists them as they stand in the file, and a player that is built on it shows that list."""
    titles = ("a long title of a chapter", "short", "one of middling length", "zzz.", "another long title of a chapter")
    listed = tuple((title, 10 * number, 10 * number + 10) for number, title in enumerate(titles))
    data = id3.tag(ABOUT, Contents("t", 1, 1, 50, listed, (("Words.", 0),), "Words."), b"\x89PNG")
    places = [data.index(title.encode()) for title in titles]
    assert places == sorted(places)
    (tmp_path / "tag").write_bytes(data)
    read: Any = mutagen.id3.ID3(tmp_path / "tag")  # type: ignore[no-untyped-call]
    assert read.size == len(data)
    assert not read.unknown_frames
    assert read["SYLT::und"].text == [("Words.", 0)]


def test_a_tag_never_says_more_than_it_can() -> None:
    """A table of contents counts to 255; a language without three letters is XXX (ID3v2.4)."""
    many = tuple((f"{number}", number, number + 1) for number in range(300))
    frames = id3.frames(ABOUT, Contents("t", 1, 1, 300, many, (), ""), b"")
    assert len([one for one in frames if one.FrameID == "CHAP"]) == 255
    assert [id3.three_letters(one) for one in ("en-GB", "de", "nds", "x-klingon", "")] == [
        "eng",
        "deu",
        "nds",
        "XXX",
        "XXX",
    ]

"""The audiobook in one file: what ffprobe and mutagen read in it is the timeline, and its sound is the sections'."""

import errno
import os
from pathlib import Path
from typing import Any

import mutagen.mp4
import numpy
import pytest

from companion.errors import NarrationError, StoreError, UsageError
from companion.exports import m4b, narrated, soundtrack
from companion.exports.chapters import chapters
from companion.exports.made import Request
from companion.exports.narrated import Narrated
from companion.guide.pauses import NAMES
from companion.narration import clock, joining
from companion.narration.document import Section, Timeline
from companion.narration.encoding import FRAME
from companion.narration.store import TEMPORARY, Workspace
from companion.narration.studio import Manner
from tests.exports.conftest import GUIDE, ROOT
from tests.exports.listening import heard, late, probed
from tests.narration import guides


@pytest.fixture(scope="module")
def books(lantern: Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The guide with every structure, with its notes in every place."""
    folder = tmp_path_factory.mktemp("books")
    made = {notes: folder / f"{notes}.m4b" for notes in ("end", "inline", "none")}
    for notes, path in made.items():
        m4b.export(Request(lantern, "lantern", out=path, notes=notes))
    return made


@pytest.fixture(scope="module")
def found(lantern: Workspace) -> Narrated:
    return narrated.one(lantern, "lantern", None)


def mp4(path: Path) -> Any:
    return mutagen.mp4.MP4(path)  # type: ignore[no-untyped-call]  # it has no hints


@pytest.mark.parametrize("notes", ["end", "inline", "none"])
def test_both_kinds_of_chapters_are_the_timeline_s(books: dict[str, Path], found: Narrated, notes: str) -> None:
    """Half of the players read QuickTime's, half Nero's; ffprobe prefers the one, mutagen knows the other."""
    timeline = found.timeline
    wanted = chapters(timeline, soundtrack.whole(soundtrack.tracks(timeline, notes)))
    quicktime = [
        (one["tags"]["title"], float(one["start_time"]), float(one["end_time"]))
        for one in probed(books[notes])["chapters"]
    ]
    nero = [(one.title, one.start) for one in mp4(books[notes]).chapters]
    assert [title for title, _, _ in quicktime] == [title for title, _ in nero] == [one.title for one in wanted]
    for one, (_, start, end), (_, at) in zip(wanted, quicktime, nero, strict=True):
        begin = clock.milliseconds(one.start, timeline["rate"]) / 1000
        assert start == pytest.approx(begin, abs=0.001)
        assert at == pytest.approx(begin, abs=0.001)
        assert end == pytest.approx(clock.milliseconds(one.end, timeline["rate"]) / 1000, abs=0.001)


def test_a_chapter_begins_where_its_section_and_its_letter_do(found: Narrated) -> None:
    """Counted here anew: every section's samples, and the frame of priming before all but the first."""
    timeline = found.timeline
    starts, at = {}, 0
    for section in timeline["sections"]:
        starts[section["title"]] = at
        at += section["samples"] + FRAME
    listed = {one.title: one.start for one in chapters(timeline, soundtrack.whole(soundtrack.tracks(timeline, "end")))}
    assert {title: listed[title] for title in starts} == starts
    weir = next(one for one in timeline["sections"] if one["title"] == "The weir")
    said = {(one.get("passage"), one.get("edge")): one for one in weir["announcements"]}
    assert listed["The letter of Ida"] == starts["The weir"] + said["letter", "begin"]["start"]
    after = next(block for block in weir["blocks"] if block["id"] == "after")
    assert listed["The weir (continued)"] == starts["The weir"] + after["segments"][0]["start"]
    assert "The song in the letter" not in listed  # it stands in the letter
    assert "Exit the miller" not in " ".join(listed)


def test_chapters_leave_nothing_out(found: Narrated) -> None:
    """One behind the other, from the first sample to the last."""
    for notes in ("end", "inline", "none"):
        track = soundtrack.whole(soundtrack.tracks(found.timeline, notes))
        listed = chapters(found.timeline, track)
        assert [one.start for one in listed] == [0, *(one.end for one in listed[:-1])]
        assert listed[-1].end == track.samples


@pytest.mark.parametrize("notes", ["end", "inline", "none"])
def test_every_piece_sounds_at_its_sample(books: dict[str, Path], found: Narrated, notes: str) -> None:
    """Nothing is encoded anew and nothing drifts: the last piece is as exact as the first, and so is the length."""
    track = soundtrack.whole(soundtrack.tracks(found.timeline, notes))
    sound = heard(books[notes], found.timeline["rate"])
    assert len(sound) == track.samples
    offsets = late(found, track, sound)
    print(f"{notes}: {len(offsets)} pieces, late by {offsets}")
    assert set(offsets) == {0}


def test_what_stands_between_two_sections_is_silence(books: dict[str, Path], found: Narrated) -> None:
    """The frame that primes a section is heard as a part of the pause before it: quieter than -40 dB."""
    sound, at = heard(books["end"], found.timeline["rate"]), 0
    for section in found.timeline["sections"][:-1]:
        at += section["samples"]
        assert numpy.abs(sound[at : at + FRAME]).max() < 328
        at += FRAME


@pytest.mark.parametrize("notes", ["end", "inline", "none"])
def test_every_sentence_is_heard_once_in_the_order_of_the_course(found: Narrated, notes: str) -> None:
    """In place: the text alone, or the notes where they belong; a footnote is never lost where notes are wanted."""
    sections = found.timeline["sections"]
    said = [one["id"] for _, one, _ in soundtrack.whole(soundtrack.tracks(found.timeline, notes)).said(sections)]
    assert len(said) == len(set(said))
    wanted = {
        one["id"]
        for section in sections
        for block in section["blocks"]
        for one in block["segments"]
        if one["end"] > one["start"] and (notes != "none" or section["role"] == "text")
    }
    if notes == "inline":  # the headings of sections that have lost their notes go too
        headings = {one["id"] for s in sections for b in s["blocks"] if b["kind"] == "heading" for one in b["segments"]}
        assert wanted - set(said) <= headings
        note = next(note for note in found.timeline["notes"] if note["id"] == "note-on-letter")
        body = next(b for s in sections for b in s["blocks"] if b["id"] == "body")
        assert said.index(note["segments"][0]) == said.index(body["segments"][-1]["id"]) + 1
    else:
        assert set(said) == wanted
    starts = [start for _, _, start in soundtrack.whole(soundtrack.tracks(found.timeline, notes)).said(sections)]
    assert starts == sorted(starts)


def test_the_words_of_a_note_are_cut_out_whole(books: dict[str, Path], found: Narrated) -> None:
    """Cut in the pauses: what is heard of a sentence is as loud in the book as in its section, to its ends."""
    rate, sections = found.timeline["rate"], found.timeline["sections"]
    sound = heard(books["inline"], rate)
    wholes = {at: heard(found.sound(one), rate) for at, one in enumerate(sections)}
    track = soundtrack.whole(soundtrack.tracks(found.timeline, "inline"))
    homes = {one["id"]: at for at, s in enumerate(sections) for b in s["blocks"] for one in b["segments"]}
    for _, one, start in track.said(sections):
        own = wholes[homes[one["id"]]][one["start"] : one["end"]]
        copied = sound[start : start + len(own)]
        assert numpy.corrcoef(own, copied)[0, 1] > 0.98


def test_a_long_chapter_keeps_its_title_and_its_time(tmp_path: Path) -> None:
    """Of the clock that ffmpeg chooses by itself, 214 seconds fill a chapter, and then its title is another's."""
    text = (ROOT / "content" / "her-part-5" / "guide.md").read_text("utf-8")
    where = guides.workspace(tmp_path, text, "long")
    guides.narrated(where, Manner("silent"), "long")
    made = m4b.export(Request(where, "long", out=tmp_path / "long.m4b"))
    timeline = narrated.one(where, "long", None).timeline
    wanted = chapters(timeline, soundtrack.whole(soundtrack.tracks(timeline, "end")))
    assert max(one.end - one.start for one in wanted) > 214 * timeline["rate"]
    read = [(one["tags"]["title"], float(one["start_time"])) for one in probed(made.path)["chapters"]]
    assert [title for title, _ in read] == [one.title for one in wanted]
    assert [at for _, at in read] == pytest.approx([one.start / timeline["rate"] for one in wanted], abs=0.001)


def test_players_read_who_what_and_how(books: dict[str, Path], found: Narrated) -> None:
    """On a shelf of audiobooks: author, narrator, year, cover; and that the voice is synthetic, and whose words."""
    tags, guide = mp4(books["end"]).tags, found.timeline["guide"]
    narrator = "synthetic voice (espeak-en-gb)"
    assert tags["\xa9nam"] == tags["\xa9alb"] == [guide["title"]]
    assert tags["\xa9ART"] == tags["aART"] == ["Nobody in particular"]
    assert tags["\xa9wrt"] == tags["\xa9nrt"] == [narrator]
    assert tags["stik"] == [2]
    assert tags["\xa9gen"] == ["Audiobook"]
    assert tags["\xa9day"] == ["1931"]
    for name in ("desc", "ldes", "\xa9cmt"):
        assert tags[name] == [f"Chapters 1–2. Read by a {narrator}. {guide['notice']}"]
    probe = probed(books["end"])
    said = {name.lower(): value for name, value in probe["format"]["tags"].items()}
    assert said["major_brand"] == "M4B "
    assert (said["media_type"], said["language"], said["narrator"]) == ("2", "en-GB", narrator)
    audio, picture = probe["streams"][0], next(one for one in probe["streams"] if one["codec_name"] == "png")
    assert (audio["codec_name"], audio["channels"], audio["tags"]["language"]) == ("aac", 1, "eng")
    assert picture["disposition"]["attached_pic"] == 1


def test_the_index_stands_before_the_sound(books: dict[str, Path]) -> None:
    """So that a player on a network begins at once."""
    data = books["end"].read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_the_same_narration_is_the_same_bytes(books: dict[str, Path], lantern: Workspace, tmp_path: Path) -> None:
    """No date, no random number, and nothing left beside it."""
    again = m4b.export(Request(lantern, "lantern", out=tmp_path / "again.m4b", notes="inline")).path
    assert again.read_bytes() == books["inline"].read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["again.m4b"]


def test_progress_only_grows_and_ends(lantern: Workspace, tmp_path: Path) -> None:
    """Whoever waits sees how far it is."""
    seen: list[float] = []
    m4b.export(Request(lantern, "lantern", out=tmp_path / "book.m4b", progress=seen.append))
    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_sound_of_another_narration_is_refused(found: Narrated, tmp_path: Path) -> None:
    """Garbage, or nothing, where a section's sound was: one line, with the way out."""
    for section in found.timeline["sections"][1:]:
        (tmp_path / section["audio"]).write_bytes(b"garbage")
    for track in soundtrack.tracks(found.timeline, "end")[:2]:
        sources = soundtrack.Sources(Narrated(tmp_path, found.timeline), tmp_path)
        with pytest.raises(StoreError, match=r"is missing, or has other sound than its timeline; run 'companion narr"):
            sources.take(track)


def test_frames_that_the_timeline_does_not_count_are_refused(found: Narrated, tmp_path: Path) -> None:
    """Every later chapter would be wrong."""
    sections = [Section(**{**one, "samples": one["samples"] + FRAME}) for one in found.timeline["sections"]]
    other = Narrated(found.folder, Timeline(**{**found.timeline, "sections": sections}))
    with pytest.raises(StoreError, match="has other sound than its timeline"):
        soundtrack.Sources(other, tmp_path).take(soundtrack.tracks(other.timeline, "end")[0])


def test_a_full_disk_leaves_the_old_book_whole(
    lantern: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing half-written beside it."""
    path = tmp_path / "book.m4b"
    path.write_bytes(b"the old book")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for what in ("joined", "book"):
        with monkeypatch.context() as patch:
            patch.setattr(joining, what, full)
            with pytest.raises(NarrationError, match="disk full; free some space"):
                m4b.export(Request(lantern, "lantern", out=path))
        assert path.read_bytes() == b"the old book"
        assert not [one for one in tmp_path.iterdir() if one.name.startswith(TEMPORARY)]


def test_a_guide_that_is_all_notes_says_so_without_them(found: Narrated) -> None:
    """An empty file helps nobody."""
    sections = [Section(**{**one, "role": "notes"}) for one in found.timeline["sections"]]
    with pytest.raises(UsageError, match="nothing is left to hear without its notes; choose end or inline"):
        soundtrack.tracks(Timeline(**{**found.timeline, "sections": sections}), "none")


def test_words_come_first_where_there_is_no_pause_to_cut_in(tmp_path: Path) -> None:
    """A guide may set its pauses to nothing."""
    pauses = "\n".join(f"{name} = 0" for name in NAMES)
    where = guides.workspace(tmp_path, GUIDE.replace("[voices]", f"[pauses]\n{pauses}\n[voices]"), "weir")
    guides.narrated(where, guide="weir")
    timeline = narrated.one(where, "weir", None).timeline
    pieces = soundtrack.whole(soundtrack.tracks(timeline, "inline")).pieces
    assert any(piece.note for piece in pieces)
    for piece in pieces:
        blocks = timeline["sections"][piece.section]["blocks"]
        said = [one for block in blocks for one in block["segments"] if piece.start <= one["start"] < piece.end]
        assert piece.first * FRAME <= piece.start
        assert (piece.behind - 1) * FRAME >= max(one["end"] for one in said)

"""The pack: what other programs read in it is what was said, when it was said."""

import re
from array import array
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import mutagen.mp3
import mutagen.mp4
import numpy
import pytest

from companion.errors import StoreError, UsageError
from companion.exports import captions, pack
from companion.exports.captions import Cue
from companion.exports.excerpt import excerpt
from companion.exports.narrated import Narrated
from companion.narration import clock, document, encoding
from companion.narration.course import Notes
from tests.exports.conftest import GUIDE

NAMES = ["clip.m4a", "clip.mp3", "clip.vtt", "clip.srt", "page.html"]
CUE = re.compile(r"(?P<id>[^\n]+)\n(?P<start>[\d:.]+) --> (?P<end>[\d:.]+)\n(?P<text>[^\n]+)")


@pytest.fixture(scope="module")
def made(weir: Narrated) -> bytes:
    """From a sentence in the first paragraph to one behind the letter, with the notes behind their passages."""
    return pack.render(weir, pack.choose(weir, "start", "after", "passage"))


@pytest.fixture
def folder(made: bytes, tmp_path: Path) -> Path:
    """The pack as a teacher unpacks it."""
    with ZipFile(BytesIO(made)) as file:
        file.extractall(tmp_path)
    return tmp_path


def milliseconds(stamp: str) -> int:
    hours, minutes, seconds = stamp.replace(",", ".").split(":")
    return round(1000 * (3600 * int(hours) + 60 * int(minutes) + float(seconds)))


def offset(found: "array[int]", wanted: "array[int]", reach: int) -> int:
    """By how many samples the one is late against the other, by their correlation."""
    one, other = (numpy.array(sound, dtype=float) for sound in (found, wanted))
    spectrum = numpy.fft.rfft(one, 2 * len(wanted)) * numpy.conj(numpy.fft.rfft(other, 2 * len(wanted)))
    alike = numpy.fft.irfft(spectrum)
    near = numpy.concatenate((alike[:reach], alike[-reach:]))
    best = int(numpy.argmax(near))
    return best if best < reach else best - 2 * reach


def test_the_zip_has_five_ordinary_files_and_no_date(made: bytes) -> None:
    """The same excerpt has the same bytes, today and tomorrow; no name in it leads out of a folder."""
    with ZipFile(BytesIO(made)) as file:
        assert file.testzip() is None
        assert file.namelist() == NAMES
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_excerpt_is_the_same_bytes(weir: Narrated, made: bytes) -> None:
    """Two teachers with one guide have one pack."""
    assert pack.render(weir, pack.choose(weir, "after", "start", "passage")) == made


@pytest.mark.parametrize("name", ["clip.m4a", "clip.mp3"])
def test_the_clip_is_the_section_s_sound_and_ends_with_the_last_word(weir: Narrated, folder: Path, name: str) -> None:
    """Cut from what was decoded, encoded with its delay counted off: both ends are within 20 ms."""
    rate = weir.timeline["rate"]
    chosen = pack.choose(weir, "start", "after", "passage")
    wanted, found = pack.sound(weir, chosen), encoding.decode(folder / name, rate)
    assert abs(len(found) - len(wanted)) // 2 <= clock.samples(20, rate)
    assert len(wanted) == 2 * chosen.samples
    late = offset(array("h", found), array("h", wanted), rate // 4)
    assert abs(late) <= clock.samples(20, rate)
    print(f"{name}: {1000 * late / rate:.2f} ms late, {500 * (len(found) - len(wanted)) / rate:.2f} ms longer")


def test_the_clip_s_sound_is_that_of_its_sentences(weir: Narrated) -> None:
    """Every piece is cut from its own section, at its own sample."""
    chosen = pack.choose(weir, "start", "last", "section")
    pcm = pack.sound(weir, chosen)
    for one in (*chosen.sentences, *chosen.beside):
        section = weir.timeline["sections"][one.section]
        whole = encoding.decode(weir.sound(section), weir.timeline["rate"])
        assert pcm[2 * one.start : 2 * one.end] == whole[2 * one.segment["start"] : 2 * one.segment["end"]]


def test_another_library_reads_who_what_and_how(folder: Path) -> None:
    """A file on a phone has lost its page: its tags say what it is, that the voice is synthetic, and whose words."""
    mp3: Any = mutagen.mp3.MP3(folder / "clip.mp3")  # type: ignore[no-untyped-call]  # it has no hints
    m4a: Any = mutagen.mp4.MP4(folder / "clip.m4a")  # type: ignore[no-untyped-call]
    assert mp3.info.bitrate_mode == mutagen.mp3.BitrateMode.CBR
    titles = {str(mp3.tags["TIT2"]), m4a.tags["\xa9nam"][0]}
    albums = {str(mp3.tags["TALB"]), m4a.tags["\xa9alb"][0]}
    assert titles == {"Excerpt: The miller counted the sacks."}
    assert albums == {"The Weir & the <b>Wheel</b>"}
    comments = [str(mp3.tags.getall("TXXX:comment") or mp3.tags.getall("COMM")), m4a.tags["\xa9cmt"][0]]
    for comment in comments:
        assert "synthetic voice (espeak-en-us)" in comment
        assert "A retelling of a tale" in comment


def test_the_captions_say_every_sentence_when_it_is_heard(weir: Narrated, folder: Path) -> None:
    """Their ids are the sentences' own, so that a caption leads back to the text."""
    chosen = pack.choose(weir, "start", "after", "passage")
    text = (folder / "clip.vtt").read_text("utf-8")
    head, note, *cues = text.rstrip("\n").split("\n\n")
    assert (head, note.startswith("NOTE Excerpt of")) == ("WEBVTT", True)
    assert "STYLE" not in text
    parsed = [match.groupdict() for cue in cues if (match := CUE.fullmatch(cue))]
    assert len(parsed) == len(cues)
    times = {cue["id"]: (milliseconds(cue["start"]), milliseconds(cue["end"])) for cue in parsed}
    assert len(times) == len(cues)
    rate = weir.timeline["rate"]
    for one in (*chosen.sentences, *chosen.beside):
        at = tuple(clock.milliseconds(sample, rate) for sample in (one.start, one.end))
        assert times[one.segment["id"]] == at
    assert sorted(times.values()) == list(times.values())
    assert all(end <= start for (_, end), (start, _) in pairwise(times.values()))
    assert max(end for _, end in times.values()) == clock.milliseconds(chosen.samples, rate)
    assert "Come &lt;b&gt;down&lt;/b&gt; to the water." in text


def test_the_subtitles_say_the_same(folder: Path) -> None:
    """SubRip for what reads no WebVTT."""
    webvtt = list(CUE.finditer((folder / "clip.vtt").read_text("utf-8")))
    blocks = (folder / "clip.srt").read_text("utf-8").strip().split("\n\n")
    assert len(blocks) == len(webvtt)
    for number, (block, cue) in enumerate(zip(blocks, webvtt, strict=True), 1):
        count, times, text = block.split("\n")
        assert int(count) == number
        assert [milliseconds(at) for at in times.split(" --> ")] == [
            milliseconds(cue[name]) for name in ("start", "end")
        ]
        assert text.replace("\u2060", "") == cue["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_a_caption_cannot_break_its_file() -> None:
    """A line break or an arrow in a guide's text would begin a cue of its own."""
    cue = Cue(0, 1500, "s1", "one --> two & <i>three</i>")
    assert captions.vtt([cue], "a\n\nb --> c") == (
        "WEBVTT\n\nNOTE a b → c\n\ns1\n00:00:00.000 --> 00:00:01.500\none --&gt; two &amp; &lt;i&gt;three&lt;/i&gt;\n"
    )
    assert captions.srt([cue]) == "1\n00:00:00,000 --> 00:00:01,500\none → two & <\u2060i>three<\u2060/i>\n\n"


def test_a_rate_that_mp3_does_not_have_is_written_in_one_that_it_has(weir: Narrated, tmp_path: Path) -> None:
    """A voice of 64 kHz is rare, and no reason to fail."""
    timeline = document.Timeline(**{**weir.timeline, "rate": 64000})
    chosen = excerpt(timeline, "start", "start", Notes.SILENT)
    for name, data in pack.files(chosen, bytes(2 * chosen.samples)).items():
        (tmp_path / name).write_bytes(data)
    seconds = chosen.samples / 64000
    assert len(encoding.decode(tmp_path / "clip.mp3", 8000)) / 16000 == pytest.approx(seconds, abs=0.02)


def test_sound_that_is_not_the_timeline_s_is_not_cut(weir: Narrated, tmp_path: Path) -> None:
    """The times of one narration cut another one anywhere."""
    other = Narrated(tmp_path, weir.timeline)
    for section in weir.timeline["sections"]:
        (tmp_path / section["audio"]).write_bytes(b"other sound")
    with pytest.raises(StoreError, match=r"has other sound than its timeline; run 'companion narrate"):
        pack.sound(other, pack.choose(other, "start", "start", "none"))


def test_notes_are_asked_for_by_name(weir: Narrated) -> None:
    """One line, and the names there are."""
    with pytest.raises(UsageError, match="notes cannot be 'loud'; choose none or passage or section"):
        pack.choose(weir, "start", "start", "loud")


def test_the_sample_guide_has_what_these_tests_look_for() -> None:
    """Emphasis, an ampersand, angle brackets, a prompt, a notice."""
    for what in ("*four*", "&", "<b>", "prompt=", "notice ="):
        assert what in GUIDE

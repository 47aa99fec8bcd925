"""Encoding: what is heard stands exactly where it was counted."""

import hashlib
import os
import subprocess
import sys
import wave
from array import array
from collections import namedtuple
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from math import inf, pi, sin
from pathlib import Path

import mutagen.mp4
import pytest

from companion.errors import EncodingError
from companion.narration import encoding
from companion.narration.encoding import FRAME, Tags

RATE = 22050
TAGS = Tags("The Pier", "Low Water", 2, 9, "A. Writer", "en-GB", album_artist="A. Writer", genre="Audiobook")
CLICK = [round(20000 * sin(pi * at / 40)) for at in range(41)]  # one soft hump, loudest in its middle


def pcm(length: int, clicks: Iterable[int] = ()) -> bytes:
    """Silence of `length` samples with a click loudest at each sample of `clicks`."""
    sound = array("h", bytes(2 * length))
    for middle in clicks:
        sound[middle - 20 : middle + 21] = array("h", CLICK)
    return sound.tobytes()


def tone(length: int, hertz: int = 440, height: int = 9000) -> bytes:
    """A steady sine."""
    return array("h", (round(height * sin(2 * pi * hertz * at / RATE)) for at in range(length))).tobytes()


def decoded(path: Path, rate: int = RATE) -> list[int]:
    """The file's samples."""
    return array("h", encoding.decode(path, rate)).tolist()


def tags(path: Path) -> dict[str, list[object]]:
    """What another library reads as the file's tags."""
    return dict(mutagen.mp4.MP4(path).tags or {})  # type: ignore[no-untyped-call]  # its constructor has no hints


def loudest(sound: list[int], around: int, reach: int = 400) -> int:
    """The loudest sample no further than `reach` from `around`."""
    first = max(0, around - reach)
    return max(range(first, min(len(sound), around + reach)), key=lambda at: abs(sound[at]))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file goes."""
    return tmp_path / "01-the pier.m4a"


def test_every_click_is_heard_at_its_counted_sample(path: Path) -> None:
    """The highlight is right only if the whole chain, takes and joins included, moves no sample."""
    lengths = (40_000, 7 * FRAME, 1, 23_456)
    clicks = ((100, 20_000, 39_000), (3_000, 6_000), (), (1_500, 22_000))
    takes = [encoding.encode_take(pcm(length, at), RATE) for length, at in zip(lengths, clicks, strict=True)]
    counts = [encoding.frames(take) for take in takes]
    encoding.mux(takes, path, TAGS)
    sound = decoded(path)
    assert len(sound) == encoding.length(counts)
    for start, inside in zip(encoding.starts(counts), clicks, strict=True):
        for click in inside:
            assert abs(loudest(sound, start + click) - start - click) <= 3
            assert abs(sound[start + click]) > 10_000


@pytest.mark.parametrize("rate", [8000, 16000, 24000, 44100, 48000])
def test_every_rate_keeps_its_time(path: Path, rate: int) -> None:
    """Voices of the system speak at other rates than the bundled one."""
    takes = [encoding.encode_take(pcm(20_000, [9_000]), rate) for _ in range(2)]
    counts = [encoding.frames(take) for take in takes]
    encoding.mux(takes, path, TAGS)
    sound = decoded(path, rate)
    assert len(sound) == encoding.length(counts)
    assert all(abs(loudest(sound, start + 9_000) - start - 9_000) <= 3 for start in encoding.starts(counts))


def test_a_take_is_its_samples_in_whole_frames_after_one_of_priming() -> None:
    """`starts` and `length` count on it."""
    for length, frames in ((1, 2), (FRAME, 2), (FRAME + 1, 3), (10 * FRAME, 11)):
        assert encoding.frames(encoding.encode_take(tone(length), RATE)) == frames
    assert encoding.starts([11, 3, 2]) == (0, 11 * FRAME, 14 * FRAME)
    assert encoding.length([11, 3, 2]) == 15 * FRAME


def test_a_join_between_pauses_is_silent(path: Path) -> None:
    """Takes are joined in the pauses between paragraphs; a tick at each join would be heard all the book long."""
    pause = bytes(2 * 2 * FRAME)
    takes = [encoding.encode_take(pause + tone(30 * FRAME) + pause, RATE) for _ in range(4)]
    encoding.mux(takes, path, TAGS)
    sound = decoded(path)
    starts = encoding.starts(map(encoding.frames, takes))
    for join in starts[1:]:
        assert max(map(abs, sound[join - 2 * FRAME : join + FRAME])) <= 2
    assert all(max(map(abs, sound[start + 9 * FRAME : start + 20 * FRAME])) > 7_000 for start in starts)


def test_the_bytes_do_not_depend_on_how_many_encode(path: Path) -> None:
    """The same guide gives the same files, however many workers there are and whatever the date is."""
    sounds = [tone(20_000, hertz) for hertz in (220, 330, 440, 550)]
    one_by_one = [encoding.encode_take(sound, RATE) for sound in sounds]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(lambda sound: encoding.encode_take(sound, RATE), sounds))
    assert one_by_one == at_once
    digests = set()
    for takes in (one_by_one, at_once):
        encoding.mux(takes, path, TAGS)
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_players_are_told_what_they_play(path: Path) -> None:
    """Title, track and whose voice it is show up on a phone's lock screen."""
    encoding.mux([encoding.encode_take(tone(5_000), RATE)], path, TAGS)
    assert tags(path) == {
        "©nam": ["The Pier"],
        "©alb": ["Low Water"],
        "trkn": [(2, 9)],
        "©ART": ["A. Writer"],
        "aART": ["A. Writer"],
        "©gen": ["Audiobook"],
        "©cmt": ["synthetic voice"],
    }
    assert path.read_bytes()[8:12] == b"M4A "


def test_an_empty_tag_is_left_out(path: Path) -> None:
    """An empty genre shows as a blank line on some players."""
    encoding.mux([encoding.encode_take(tone(5_000), RATE)], path, Tags("The Pier", "", 1, 1, "", "en"))
    assert set(tags(path)) == {"©nam", "trkn", "©cmt"}


def test_a_tag_may_hold_any_text(path: Path) -> None:
    """Titles come from people's documents: signs of ffmpeg's own, NUL and torn characters must not stop a narration."""
    title = '-y; "a"=b \\ 100 % — 日本 \U0001f30a'
    encoding.mux([encoding.encode_take(tone(5_000), RATE)], path, Tags(title + "\0\ud800", "A", 1, 1, "B", "en"))
    assert tags(path)["©nam"] == [title + "?"]


@pytest.mark.parametrize(("tag", "code"), [("en-GB", "eng"), ("de", "deu"), ("grc", "grc"), ("zh-Hant-TW", "zho")])
def test_the_language_is_written_as_the_file_wants_it(path: Path, tag: str, code: str) -> None:
    """A guide says "en-GB", an MP4 file "eng", packed into its media header (ISO/IEC 14496-12)."""
    encoding.mux([encoding.encode_take(tone(5_000), RATE)], path, Tags("A", "B", 1, 1, "C", tag))
    data = path.read_bytes()
    at = data.index(b"mdhd") + 24  # type, version and flags, three times, duration
    packed = int.from_bytes(data[at : at + 2], "big")
    assert "".join(chr((packed >> shift & 31) + 0x60) for shift in (10, 5, 0)) == code


def test_the_file_begins_with_its_index(path: Path) -> None:
    """A player on a slow line starts at once instead of fetching the end of the file first."""
    encoding.mux([encoding.encode_take(tone(50_000), RATE)], path, TAGS)
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_loudness_is_measured_to_the_standard(path: Path) -> None:
    """EBU Tech 3341: a 997 Hz sine at -20 dBFS, on one channel, reads about -23 LUFS."""
    encoding.mux([encoding.encode_take(tone(5 * RATE, 997, 3277), RATE)], path, TAGS)
    loudness = encoding.measure(path)
    assert loudness.lufs == pytest.approx(-23.0, abs=0.3)
    assert loudness.true_peak == pytest.approx(-20.0, abs=0.3)


def test_silence_has_a_loudness_too(path: Path) -> None:
    """A dry run with the silent voice is measured like any other."""
    encoding.mux([encoding.encode_take(pcm(RATE), RATE)], path, TAGS)
    assert encoding.measure(path) == encoding.Loudness(-70.0, -inf)


def test_reading_changes_rate_and_channels_as_asked(tmp_path: Path) -> None:
    """A recording is read at the recognizer's rate, whatever it was made at."""
    recording = tmp_path / "-stereo.wav"
    stereo = array("h", (value for sample in array("h", tone(44_100)) for value in (sample, sample)))
    with wave.open(str(recording), "wb") as file:
        file.setparams((2, 2, 44_100, 0, "NONE", ""))
        file.writeframes(stereo.tobytes())
    sound = decoded(recording, 22_050)
    assert len(sound) == 22_050
    assert max(sound[5_000:17_000]) == pytest.approx(9_000, abs=100)


@pytest.mark.parametrize(("cut", "message"), [(slice(None, -3), "torn at byte"), (slice(1, None), "no audio frame")])
def test_a_damaged_take_is_found_out(path: Path, cut: slice, message: str) -> None:
    """A frame lost in silence would shift every later word."""
    take = encoding.encode_take(tone(20_000), RATE)[cut]
    with pytest.raises(EncodingError, match=message):
        encoding.frames(take)
    with pytest.raises(EncodingError, match=message):
        encoding.mux([take], path, TAGS)
    assert not path.exists()


def test_a_rate_that_aac_lacks_is_refused() -> None:
    """The encoder would resample without a word, and every count would be wrong."""
    with pytest.raises(EncodingError, match="no rate of 22000 Hz"):
        encoding.encode_take(tone(5_000), 22_000)


@pytest.mark.parametrize("sound", [b"", b"odd"])
def test_a_take_must_be_sound(sound: bytes) -> None:
    """Whoever asks for less has miscounted."""
    with pytest.raises(ValueError, match="16-bit"):
        encoding.encode_take(sound, RATE)


@pytest.mark.parametrize("content", [b"not sound at all\n" * 99, b"", None])
def test_a_file_without_sound_is_named_in_one_line(path: Path, content: bytes | None) -> None:
    """People hand in the wrong file; they need its name and a way out, not what ffmpeg thinks of it."""
    if content is not None:
        path.write_bytes(content)
    for read in (lambda: encoding.decode(path, RATE), lambda: encoding.measure(path)):
        with pytest.raises(EncodingError) as caught:
            read()
        message = str(caught.value)
        assert message.startswith(f"{path}: no sound can be read from it: ")
        assert message.endswith("; choose a file that plays")
        assert "\n" not in message
        assert "0x" not in message


def test_a_name_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ffmpeg takes a word that begins with a hyphen for an option."""
    monkeypatch.chdir(tmp_path)
    encoding.mux([encoding.encode_take(tone(5_000), RATE)], Path("-pier.m4a"), TAGS)
    assert len(decoded(Path("-pier.m4a"))) == 5 * FRAME


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The message names the folder that a person can mend."""
    with pytest.raises(EncodingError, match=r"gone.1\.m4a: cannot be written: No such file or directory; "):
        encoding.mux([encoding.encode_take(tone(5_000), RATE)], tmp_path / "gone" / "1.m4a", TAGS)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said() -> None:
    """Of all that can go wrong in an hour's narration, this does."""
    with pytest.raises(EncodingError, match=r"^/dev/full: cannot be written: disk full; free some space there"):
        encoding.mux([encoding.encode_take(tone(5_000), RATE)], Path("/dev/full"), TAGS)


def test_a_full_temporary_folder_is_said_and_left_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pydub works in temporary files and would leave them behind, which makes a full disk fuller."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(encoding, "disk_usage", lambda folder: usage(40_000, 0, 40_000))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    encoding.encode_take(tone(5_000), RATE)
    with pytest.raises(EncodingError, match="cannot be written: disk full; free some space there"):
        encoding.encode_take(tone(15_000), RATE)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_looked_up_on_the_path(tmp_path: Path) -> None:
    """A school laptop has no ffmpeg, and people do not read warnings about one."""
    script = """
from pathlib import Path
from companion.narration import encoding

encoding.mux([encoding.encode_take(bytes(9000), 22050)], Path("a.m4a"), encoding.Tags("a", "b", 1, 1, "c", "en"))
print(len(encoding.decode(Path("a.m4a"), 22050)))
"""
    root = str(Path(encoding.__file__).parents[2])
    run = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", script],
        cwd=tmp_path,
        env={"PATH": "", "PYTHONPATH": root, "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.stdout.strip(), run.stderr) == (str(2 * 5 * FRAME), "")


def test_the_language_table_is_whole() -> None:
    """Every two-letter code once, in order, each with three letters."""
    pairs = encoding.ISO_639.split()
    assert len(pairs) == len(encoding.THREE_LETTERS) == 184
    assert all(one < other for one, other in pairwise(pairs))
    assert all(len(code) == 2 and len(name) == 3 for code, name in encoding.THREE_LETTERS.items())

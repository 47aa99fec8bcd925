"""The engine espeak: exact times, one loudness, and nothing that a text can do to it."""

import re
import subprocess
from array import array
from contextlib import suppress

import imageio_ffmpeg  # type: ignore[import-untyped]  # ships no types
import pytest

from companion.errors import EngineError, UtteranceError, VoiceNotFound
from companion.guide.model import Voice
from companion.script.words import SpokenWord
from companion.speech import driver
from companion.speech.base import Speech, Timing
from companion.speech.espeak import EspeakEngine, resolve, sendable
from companion.speech.workers import Pool
from tests.speech.speaking import sentences, words

FUSED = re.compile(  # what the library's dictionary holds as one entry
    r"(at|for|from|in|of|on|out|that|to|with) (a|be|has|it|of|once|the)|(had|has|have) been|does not|"
    r"there (are|was)|I am|a while",
    re.IGNORECASE,
)


def loudness(speech: bytes, *options: str) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, by ffmpeg."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", *options, "-i", "pipe:", "-af", "ebur128=peak=true"]
    printed = subprocess.run([*command, "-f", "null", "-"], input=speech, capture_output=True, check=True).stderr
    found = re.search(r"Summary:.*?I:\s+(\S+) LUFS.*Peak:\s+(\S+) dBFS", printed.decode(), re.DOTALL)
    assert found
    return float(found[1]), float(found[2])


RAW = ("-f", "s16le", "-ar", "22050", "-ac", "1")


def encoded(samples: bytes) -> bytes:
    """As AAC, the way that sections are."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *RAW, "-i", "pipe:", "-c:a", "aac", "-b:a", "64k"]
    return subprocess.run([*command, "-f", "adts", "pipe:"], input=samples, capture_output=True, check=True).stdout


def test_the_engine_itself_times_nearly_every_word(espeak: Pool) -> None:
    """And what it did not time is a word fused with the one before, which is labelled, and nothing else."""
    estimated, total = [], 0
    for asked in sentences():
        speech = espeak.speak(asked, Voice("en-us"))
        total += len(asked)
        assert all(one.end <= other.start for one, other in zip(speech.marks, speech.marks[1:], strict=False))
        for at, mark in enumerate(speech.marks):
            if mark.timing is not Timing.ENGINE:
                estimated.append(" ".join(word.text for word in asked[max(0, at - 2) : at + 1]))
    assert len(estimated) / total < 0.07
    assert [pair for pair in estimated if not FUSED.search(pair)] == []


def test_the_light_comes_just_before_the_sound(espeak: Pool) -> None:
    """11 ms of silence at the beginning, then the first consonant."""
    speech = espeak.speak(words("Keep the light."), Voice("en-us"))
    assert speech.marks[0].start == 0
    first = next(at for at, sample in enumerate(array("h", speech.samples)) if abs(sample) > 100)
    assert 230 <= first <= 260


def test_the_sound_ends_with_the_last_word(espeak: Pool) -> None:
    """Without the pause that the library adds; the echo of some variants rings out."""
    plain = espeak.speak(words("Keep the light."), Voice("en-us"))
    assert plain.length == plain.marks[-1].end
    echo = espeak.speak(words("Keep the light."), Voice("en-us+f3"))
    assert 0 < echo.length - echo.marks[-1].end <= 3300
    assert abs(array("h", echo.samples)[-1]) <= 100


def test_phonemes_are_said_and_timed(espeak: Pool) -> None:
    """A name is said as the lexicon has it, and lights up like any word."""
    asked = [SpokenWord("Say", None), SpokenWord("“Théo’s,”", None, "t'eIoUz"), SpokenWord("now.", None)]
    said = espeak.speak(asked, Voice("en-us"))
    assert [mark.timing for mark in said.marks] == [Timing.ENGINE] * 3
    assert said.marks[1].end - said.marks[1].start > 5000
    assert said.marks[2].start > said.marks[1].end, "the comma still pauses"
    assert said.samples != espeak.speak(words("Say “Théo’s,” now."), Voice("en-us")).samples


@pytest.mark.parametrize("text", ["a." * 192, "é." * 101, "s's'" * 45, "a" * 5000, "9" * 400, "-" * 3000])
def test_a_text_that_crashes_the_library_costs_itself_only(espeak: Pool, text: str) -> None:
    """Found in version 1.52; whatever happens, the next words are said."""
    with suppress(UtteranceError):
        assert len(espeak.speak([SpokenWord(text, None)], Voice("en-us")).marks) == 1
    assert len(espeak.speak(words("And on it goes."), Voice("en-us")).marks) == 4


@pytest.mark.parametrize(
    "text",
    ["\0nul", "\ud800", "bi\u202ddi", "[[he]]", "[]][", "]]", "<audio src='x'/>", "&amp;", "😀", "", " ", "a\nb",
     "\x1b", "ｆｕｌｌ", "é", "日本語", "\u200b", "\ufeffmark", "\U000e0041"],
)  # fmt: skip
def test_any_text_is_only_text(espeak: Pool, text: str) -> None:
    """No character ends the text, opens a file, or loses the words around it."""
    speech = espeak.speak([*words("Before it"), SpokenWord(text, None), *words("after it.")], Voice("en-us"))
    assert len(speech.marks) == 5
    assert speech.length < 10 * speech.rate
    for at in (0, 3, 4):
        assert speech.marks[at].end - speech.marks[at].start > 1000


def test_brackets_never_reach_the_library() -> None:
    """Double ones would open its phoneme mode; phonemes that hold one are not used."""
    for text in ("[[x]]", "[]][x", "[", "a]]b"):
        assert not set("[]") & set(sendable(SpokenWord(text, None)))
    assert sendable(SpokenWord("“Ana!”", None, "'an@")) == "[['an@]]!”"
    assert sendable(SpokenWord("Ana", None, "x]] [[y")) == "Ana"


def test_a_voice_has_short_and_long_names() -> None:
    """As in guides, as in the library, in any case of letters."""
    for name in ("gmw/en-us+f3", "en-us+f3", "EN-US+F3", "gmw/en-US+f3"):
        assert resolve(name) == ("gmw/en-US", "f3")
    assert resolve("en-gb") == ("gmw/en", "")
    assert resolve("en-us+mr SERIOUS") == ("gmw/en-US", "Mr serious")
    assert resolve("") == ("gmw/en-US", "")


@pytest.mark.parametrize(("name", "near"), [("en-uss", "en-us"), ("en-us+f33", "f3"), ("qqqqqq", "companion voices")])
def test_a_misspelled_voice_names_its_neighbours(name: str, near: str) -> None:
    """The library would take the plain voice and say nothing."""
    with pytest.raises(VoiceNotFound, match=near):
        resolve(name)
    with pytest.raises(VoiceNotFound):
        resolve("en-us+")


@pytest.mark.parametrize("voice", [Voice("", 79), Voice("", 451), Voice("", 170, -1), Voice("", 170, 100)])
def test_a_rate_or_pitch_out_of_range_is_refused(espeak: Pool, voice: Voice) -> None:
    """Rather than said in a way that nobody asked for."""
    with pytest.raises(EngineError, match="80 to 450"):
        espeak.speak(words("hello"), voice)


def test_all_voices_and_variants_are_listed() -> None:
    """As many as the library has."""
    engine = EspeakEngine()
    assert len(engine.voices()) == 141
    assert len(engine.variants()) == 104
    assert {"gmw/en-us", "roa/fr", "inc/hi"} <= {voice.name for voice in engine.voices()}
    assert next(voice.language for voice in engine.voices() if voice.name == "gmw/en-us") == "en-us"


def test_rate_and_pitch_are_heard(espeak: Pool) -> None:
    """A setting that does nothing would be a lie."""
    plain = espeak.speak(words("Keep the light."), Voice("", 170))
    assert espeak.speak(words("Keep the light."), Voice("", 340)).length < 0.7 * plain.length
    assert espeak.speak(words("Keep the light."), Voice("", 170, 80)).samples != plain.samples


@pytest.mark.parametrize(
    "voice",
    [Voice("en-us"), Voice("en-gb"), Voice("en-us+f3"), Voice("en-gb+f2", 160, 45), Voice("en-us+klatt4"),
     Voice("en-us+m8"), Voice("en-us+whisper"), Voice("en-us+Alex"), Voice("en-us+UniRobot"),
     Voice("en-gb-x-rp+m3", 250, 70), Voice("en-us+croak", 110, 20), Voice("fr")],
    ids=lambda voice: voice.name,
)  # fmt: skip
def test_all_voices_are_equally_loud(espeak: Pool, voice: Voice) -> None:
    """A letter in another voice must not make anybody reach for the volume; encoding must not clip."""
    speeches: list[Speech] = [espeak.speak(asked, voice) for asked in sentences()[:8]]
    samples = bytes(9000).join(speech.samples for speech in speeches)
    level, peak = loudness(samples, *RAW)
    assert level == pytest.approx(-17, abs=1)
    assert peak <= -1
    assert loudness(encoded(samples))[1] <= -1


def test_a_voice_too_peaky_to_be_as_loud_keeps_under_the_ceiling(espeak: Pool) -> None:
    """Three of the 104 variants: quieter is better than clipped."""
    samples = b"".join(espeak.speak(asked, Voice("en-us+klatt")).samples for asked in sentences()[:8])
    level, peak = loudness(samples, *RAW)
    assert -19.5 < level < -18
    assert peak <= -1


def test_a_blank_text_has_no_phonemes() -> None:
    """Asked for them, the library would crash."""
    assert driver.phonemes("") == driver.phonemes(" ") == ()
    assert driver.phonemes("light")

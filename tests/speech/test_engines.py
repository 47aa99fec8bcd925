"""What every engine promises, and the registry of engines."""

import sys
import wave
from array import array
from collections.abc import Iterator
from math import sin
from threading import Timer
from types import ModuleType, SimpleNamespace

import pytest

from companion.errors import EngineError, UtteranceError, VoiceNotFound
from companion.guide.model import Voice
from companion.speech.base import Engine, Timing
from companion.speech.engines import ENGINES, engine
from companion.speech.espeak import EspeakEngine
from companion.speech.silent import SilentEngine
from companion.speech.system import SystemEngine, _espeak_installed
from tests.speech.speaking import words


class FakeDriver:
    """A pyttsx3 driver in the manner of the stock ones: writes a file, at its own rate, after it has returned."""

    delay = 0.0
    frames = array("h", [0] * 8000 + [int(9000 * sin(at / 9)) for at in range(16_000)] + [0] * 8000)

    def __init__(self, proxy: object) -> None:
        self.proxy = proxy

    def getProperty(self, name: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(id="fake.one", name="One", languages=["en_GB"])] if name == "voices" else []

    def setProperty(self, name: str, value: object) -> None:
        """Every value is fine."""

    def save_to_file(self, text: str, path: str) -> None:
        Timer(self.delay, self.write, (path,)).start() if self.delay else self.write(path)

    def write(self, path: str) -> None:
        with wave.open(path, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(16_000)
            file.writeframes(self.frames.tobytes())

    def startLoop(self) -> None:
        self.proxy.setBusy(False)  # type: ignore[attr-defined]  # pyttsx3's proxy has no types

    def endLoop(self) -> None:
        """Nothing loops."""

    def stop(self) -> None:
        """Nothing goes on."""


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> type[FakeDriver]:
    """A fresh driver class, known to pyttsx3 as "fake"."""
    made = type("Fake", (FakeDriver,), {})
    module = ModuleType("pyttsx3.drivers.fake")
    vars(module)["buildDriver"] = made
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return made


@pytest.fixture(params=["silent", "espeak", "system"])
def each(request: pytest.FixtureRequest, driver: type[FakeDriver]) -> Iterator[Engine]:
    """Every engine in turn; the system's voices are a fake here, for a machine may have none."""
    match request.param:
        case "silent":
            yield SilentEngine()
        case "espeak":
            yield EspeakEngine()
        case "system":
            yield SystemEngine("fake")


ASKED = words("Nora rowed out to the end of the pier, and waited.")


def test_every_word_gets_a_mark_within_the_sound(each: Engine) -> None:
    """The player lights words by these."""
    speech = each.speak(ASKED, Voice(""))
    starts = [mark.start for mark in speech.marks]
    assert len(speech.marks) == len(ASKED)
    assert starts == sorted(starts)
    assert all(0 <= mark.start < mark.end <= speech.length for mark in speech.marks)
    assert all(one.end <= other.start for one, other in zip(speech.marks, speech.marks[1:], strict=False))


def test_the_sound_has_the_rate_that_the_engine_says(each: Engine) -> None:
    """Sections are joined without looking at each piece again."""
    speech = each.speak(ASKED, Voice(""))
    assert speech.rate == each.rate
    assert len(speech.samples) == 2 * speech.length
    assert speech.length > each.rate // 4


def test_the_sound_begins_and_ends_with_words(each: Engine) -> None:
    """Pauses are counted elsewhere; what is hidden in an utterance would be counted twice."""
    speech = each.speak(ASKED, Voice(""))
    assert speech.marks[0].start == 0
    assert speech.length - speech.marks[-1].end < each.rate // 6


def test_nobody_elses_voice_is_taken_for_an_unknown_one(each: Engine) -> None:
    """A misspelled voice must not become the default one in silence."""
    with pytest.raises(VoiceNotFound, match="no-such-voice"):
        each.speak(ASKED, Voice("no-such-voice"))


def test_nothing_asked_is_nothing_said(each: Engine) -> None:
    """An empty utterance is not an error."""
    assert (each.speak((), Voice("")).length, each.speak((), Voice("")).marks) == (0, ())


def test_every_engine_lists_its_voices_by_names_it_takes(each: Engine) -> None:
    """What `companion voices` prints can be copied into a guide."""
    first = each.voices()[0]
    assert first.language
    assert first.description
    assert each.speak(ASKED, Voice(first.name)).length


def test_an_engine_in_a_process_of_its_own_repeats_itself(each: Engine) -> None:
    """The cache trusts that the same words and voice are the same bytes."""
    if each.name == "espeak":
        pytest.skip("alone it hears what was said before; the pool's tests hold it to this")
    assert each.speak(ASKED, Voice("")) == each.speak(ASKED, Voice(""))


def test_silence_is_timed_by_the_engine_itself() -> None:
    """Its marks are exact, and the sum of its words."""
    speech = SilentEngine().speak(words("one two three"), Voice("silent"))
    assert {mark.timing for mark in speech.marks} == {Timing.ENGINE}
    assert not any(speech.samples)
    assert SilentEngine().speak(words("one two three"), Voice("", rate=85)).length >= 2 * speech.length


def test_the_systems_voices_are_resampled_and_trimmed(driver: type[FakeDriver]) -> None:
    """One second of tone at 16 kHz, with half a second of silence on both sides."""
    speech = SystemEngine("fake").speak(words("a tone"), Voice("fake.one"))
    assert speech.length == pytest.approx(22_050, abs=400)
    assert {mark.timing for mark in speech.marks} == {Timing.ESTIMATED}


def test_a_file_written_late_is_waited_for(driver: type[FakeDriver]) -> None:
    """The stock espeak driver returns before it has written."""
    driver.delay = 0.3
    assert SystemEngine("fake").speak(words("a tone"), Voice("")).length


def test_a_voice_that_writes_silence_is_an_error(driver: type[FakeDriver]) -> None:
    """Never a chapter of nothing."""
    driver.frames = array("h", [0] * 16_000)
    with pytest.raises(UtteranceError, match="silence"):
        SystemEngine("fake").speak(words("a tone"), Voice(""))


def test_a_driver_that_fails_says_why(driver: type[FakeDriver], monkeypatch: pytest.MonkeyPatch) -> None:
    """pyttsx3 swallows what its drivers raise."""

    def refuse(self: FakeDriver, text: str, path: str) -> None:
        raise ValueError("out of breath")

    monkeypatch.setattr(driver, "save_to_file", refuse)
    with pytest.raises(UtteranceError, match="out of breath"):
        SystemEngine("fake").speak(words("a tone"), Voice(""))


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems come with voices")
def test_a_system_without_voices_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bare Linux has none; the error names the way out."""
    monkeypatch.setattr("companion.speech.system._espeak_installed", lambda: False)
    with pytest.raises(EngineError, match="use the engine espeak"):
        SystemEngine()


@pytest.mark.skipif(
    sys.platform not in ("win32", "darwin") and not _espeak_installed(), reason="this system has no voices installed"
)
def test_the_voices_of_this_system_speak() -> None:
    """In a process of its own, as always: it would share pyttsx3's bindings with the embedded library."""
    from companion.speech.workers import Pool

    with Pool("system") as pool:
        assert len(pool.speak(ASKED, Voice("")).marks) == len(ASKED)


def test_an_unknown_engine_is_told_which_there_are() -> None:
    """The way out of a typing error."""
    for name in ("espaek", "", "no.such:Engine", "os:nothing", "companion.speech.silent"):
        with pytest.raises(EngineError, match="espeak, system, silent"):
            engine(name)
    assert list(ENGINES) == ["espeak", "system", "silent"]


def test_an_engine_of_ones_own_is_named_by_its_module() -> None:
    """A neural voice needs no change here."""
    assert engine("companion.speech.silent:SilentEngine").name == "silent"

"""The engine `system`: stock pyttsx3 on the voices that the operating system has."""

import subprocess
import sys
import tempfile
from array import array
from collections.abc import Sequence
from ctypes.util import find_library
from itertools import accumulate, pairwise
from pathlib import Path
from time import sleep
from typing import Final

import imageio_ffmpeg  # type: ignore[import-untyped]  # neither ships types; nothing untyped leaves this module
import pyttsx3  # type: ignore[import-untyped]

from companion.errors import EngineError, UtteranceError, VoiceNotFound
from companion.guide.model import Voice
from companion.script.words import SpokenWord
from companion.speech.base import Mark, Speech, Timing, VoiceInfo

RATE: Final = 22_050  # Hz: every system's own rate is brought to it

_LOOK: Final = 0.05  # s between two looks at a file that is being written
_PATIENCE: Final = 200  # looks without any sound before we give up
_HEADER: Final = 64  # bytes that a file without sound may have
_QUIET: Final = 200  # of 32,767: what is no louder is a pause
_LEAD: Final = 110  # samples (5 ms) left in front of the first sound, for soft beginnings


class SystemEngine:
    """SAPI on Windows, NSSpeechSynthesizer on macOS, an installed espeak elsewhere. None of them tells pyttsx3 when a
    word sounds in a file, so every mark is ESTIMATED: in proportion to the letters of the words."""

    name = "system"
    rate = RATE
    forks = False  # what the systems' voices need does not survive a fork

    def __init__(self, driver: str | None = None) -> None:
        """`driver` names one of pyttsx3's; None takes the platform's own. Raises EngineError when it does not start."""
        if driver is None and sys.platform not in ("win32", "darwin") and not _espeak_installed():
            raise EngineError(
                "system: this system has no voices; install espeak-ng among its packages, or use the engine espeak"
            )
        try:
            self._engine = pyttsx3.init(driver)
        except (ImportError, OSError, RuntimeError) as exc:
            raise EngineError(f"system: the voices of this system do not start: {exc}; use the engine espeak") from exc
        self.version = f"pyttsx3-{sys.platform}-1"

    def voices(self) -> tuple[VoiceInfo, ...]:
        return tuple(
            VoiceInfo(str(voice.id), _language(voice.languages), str(voice.name))
            for voice in self._engine.getProperty("voices")
        )

    def speak(self, words: Sequence[SpokenWord], voice: Voice) -> Speech:
        """Say the words at about Voice.rate; the pitch is the system's. An empty voice name is the system's own voice.

        Raises VoiceNotFound, and UtteranceError when the system writes no sound.
        """
        if not words:
            return Speech(b"", RATE, ())
        if voice.name and voice.name not in {info.name for info in self.voices()}:
            raise VoiceNotFound(f"{voice.name}: this system has no such voice; 'companion voices' lists them")
        text = " ".join(word.text for word in words)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "speech.aiff" if sys.platform == "darwin" else "speech.wav")
            self._write(text, voice, path)
            samples = _trimmed(_decoded(path))
        return Speech(samples, RATE, _estimated(words, len(samples) // 2))

    def _write(self, text: str, voice: Voice, path: Path) -> None:
        errors: list[Exception] = []
        token = self._engine.connect("error", lambda **event: errors.append(event["exception"]))
        try:
            if voice.name:
                self._engine.setProperty("voice", voice.name)
            self._engine.setProperty("rate", voice.rate)
            self._engine.save_to_file(text, str(path))
            self._engine.runAndWait()
        finally:
            self._engine.disconnect(token)
        if errors or not _written(path):
            why = errors[0] if errors else "no file was written"
            raise UtteranceError(f"“{text[:59]}”: this system's voice did not say it: {why}; put it in other words")


def _espeak_installed() -> bool:
    return any(find_library(name) for name in ("espeak-ng", "espeak"))


def _written(path: Path) -> bool:
    """Whether a file with sound is there and grows no more: the stock espeak driver writes it after it has returned."""
    before = -1
    for _ in range(_PATIENCE):
        size = path.stat().st_size if path.is_file() else 0
        if size > _HEADER and size == before:
            return True
        before = size
        sleep(_LOOK)
    return False


def _language(languages: Sequence[object]) -> str:
    """BCP 47 of what the drivers give: "en_US", "en-us", or nothing."""
    return str(languages[0]).replace("_", "-") if languages else "und"


def _decoded(path: Path) -> bytes:
    """Whatever the system wrote (WAV, AIFF, any rate) as PCM: mono, signed 16 bit little endian, at RATE."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "1"]
    done = subprocess.run([*command, "-ar", str(RATE), "pipe:"], capture_output=True, check=False)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise UtteranceError(f"the voice of this system wrote no sound: {' '.join(reason)}; use the engine espeak")
    return done.stdout


def _trimmed(samples: bytes) -> bytes:
    """Without the quiet at both ends."""
    loud = [at for at, sample in enumerate(array("h", samples)) if not -_QUIET <= sample <= _QUIET]
    if not loud:
        raise UtteranceError("the voice of this system wrote silence; use the engine espeak")
    return samples[2 * max(0, loud[0] - _LEAD) : 2 * (loud[-1] + 1)]


def _estimated(words: Sequence[SpokenWord], length: int) -> tuple[Mark, ...]:
    """Marks in proportion to letters, each word with one more for what parts it from the next."""
    reached = [0, *accumulate(len(word.text) + 1 for word in words)]
    bounds = [length * letters // reached[-1] for letters in reached]
    return tuple(Mark(start, end, Timing.ESTIMATED) for start, end in pairwise(bounds))

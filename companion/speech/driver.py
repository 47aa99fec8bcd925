"""The pyttsx3 driver of the embedded espeak-ng: speaks at once, in this thread, and keeps every event's own sample."""

import ctypes
import os
import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import espeakng_loader  # type: ignore[import-untyped]  # neither ships types; nothing untyped leaves this module
import pyttsx3  # type: ignore[import-untyped]

from companion.errors import EngineError, UtteranceError
from companion.speech.base import VoiceInfo

DRIVER: Final = "companion_espeak"  # pyttsx3 finds it as pyttsx3.drivers.companion_espeak

_OPTIONS: Final = 0x8003  # speak_lib.h: do not exit on errors; phoneme events, named in IPA
_BUFFER: Final = 1000  # ms of sound a callback
_WORD, _PHONEME = 1, 7  # espeak_EVENT_TYPE
_IPA: Final = 2 | ord("_") << 8  # espeak_TextToPhonemes: in IPA, "_" between phonemes
_SEED: Final = 1  # some variants are noisy at random


@dataclass(frozen=True, slots=True)
class Take:
    """What the engine gave for one text."""

    samples: bytes  # PCM, mono, signed 16 bit, native order
    words: tuple[tuple[int, int], ...]  # (code point of the text, sample), in the order the engine gave them
    phonemes: tuple[tuple[int, str], ...]  # (sample, IPA); an empty name is a pause


def _bindings() -> ModuleType:
    """pyttsx3's ctypes bindings, made to load the embedded library whatever path they ask for."""
    if "pyttsx3.drivers._espeak" in sys.modules:
        raise EngineError("this process speaks with the system's espeak already; use the engine espeak in another one")
    path = espeakng_loader.get_library_path()
    load = ctypes.cdll.LoadLibrary
    vars(ctypes.cdll)["LoadLibrary"] = lambda _: load(path)
    try:
        return import_module("pyttsx3.drivers._espeak")
    finally:
        del vars(ctypes.cdll)["LoadLibrary"]


_espeak: Final = _bindings()

from pyttsx3.drivers.espeak import EspeakDriver  # type: ignore[import-untyped]  # noqa: E402  # needs the bindings

_NAME_AT: Final[int] = _espeak.EVENT.id.offset  # bindings know a number or a pointer here; phonemes stand in place
_to_phonemes: Final = _espeak.dll.espeak_TextToPhonemes
_to_phonemes.restype = ctypes.c_char_p
_to_phonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]


def start() -> int:
    """Start the library and pyttsx3, once a process. The rate in Hz; raises EngineError when they do not start."""
    _engine()
    return _initialize()


@cache
def _initialize() -> int:
    data = os.fsencode(espeakng_loader.get_data_path())
    rate: int = _espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER, data, _OPTIONS)
    if rate <= 0:
        raise EngineError(f"espeak-ng does not start with its data in {os.fsdecode(data)}; reinstall espeakng-loader")
    return rate


class Driver(EspeakDriver):  # type: ignore[misc]  # its base has no types
    """The stock driver, without its playback, its race and its silence about time."""

    def __init__(self, proxy: Any) -> None:
        _initialize()
        EspeakDriver._defaultVoice = "gmw/en-us"
        EspeakDriver._moduleInitialized = True  # or the stock driver would start the library its own way
        super().__init__(proxy)
        self._clear()

    def _clear(self) -> None:
        self._sound = BytesIO()
        self._words: list[tuple[int, int]] = []
        self._phonemes: list[tuple[int, str]] = []

    def _onSynth(self, wave: Any, samples: int, events: Any) -> int:
        """Called by the library in the middle of Synth, in this very thread."""
        for index in count():
            event = events[index]
            if event.type == _espeak.EVENT_LIST_TERMINATED:
                break
            if event.type == _WORD:
                self._words.append((event.text_position - 1, event.sample))
            elif event.type == _PHONEME:
                name = ctypes.string_at(ctypes.addressof(event) + _NAME_AT, 8)
                self._phonemes.append((event.sample, name.partition(b"\0")[0].decode("utf-8", "replace")))
        if samples > 0:
            self._sound.write(ctypes.string_at(wave, 2 * samples))
        return 0

    def say(self, text: str) -> None:
        """Speak `text`, and hand over the Take with pyttsx3's own event for the end of an utterance."""
        self._clear()
        _espeak.dll.espeak_ng_SetRandSeed(_SEED)
        code = _espeak.Synth(text, flags=_espeak.CHARS_UTF8 | _espeak.PHONEMES | _espeak.ENDPAUSE)
        if code != _espeak.EE_OK:
            raise UtteranceError(f"espeak-ng gave error {code}")
        take = Take(self._sound.getvalue(), tuple(self._words), tuple(self._phonemes))
        self._proxy.notify("finished-utterance", completed=True, take=take)

    def startLoop(self) -> None:
        """Everything queued is done when this returns: pyttsx3's last command in the queue is endLoop."""
        self._proxy.setBusy(False)

    def stop(self) -> None:
        """Nothing goes on that could be stopped."""


def _register() -> None:
    """Make the driver known to pyttsx3, which looks drivers up as modules."""
    module = ModuleType(f"pyttsx3.drivers.{DRIVER}")
    vars(module)["buildDriver"] = Driver
    sys.modules[module.__name__] = module


_register()


@cache
def _engine() -> Any:
    """pyttsx3's own engine with our driver; one a process, for two would take each other's callbacks."""
    return pyttsx3.init(DRIVER)


def speak(text: str, voice: str, rate: int, pitch: int, volume: float) -> Take:
    """Say `text` with a voice as the library names it ("gmw/en-US+f3"); volume 1.0 is the library's own.

    A blank text makes no sound. Raises UtteranceError when pyttsx3 or the library fails.
    """
    if not text.strip():
        return Take(b"", (), ())  # pyttsx3 would refuse it
    engine = _engine()
    takes: list[Take] = []
    errors: list[Exception] = []
    tokens = [
        engine.connect("finished-utterance", lambda **event: takes.append(event["take"])),
        engine.connect("error", lambda **event: errors.append(event["exception"])),
    ]
    try:
        for name, value in (("voice", voice), ("rate", rate), ("pitch", pitch), ("volume", volume)):
            engine.setProperty(name, value)
        engine.say(text)
        engine.runAndWait()
    finally:
        for token in tokens:
            engine.disconnect(token)
    if errors or not takes:
        raise UtteranceError(f"{voice}: not spoken: {errors[0] if errors else 'no sound came'}")
    return takes[0]


def phonemes(text: str) -> tuple[str, ...]:
    """The phonemes of a few words in the voice last used, in IPA without stress; empty when they make no sound."""
    if not text.strip():
        return ()  # the library would crash
    buffer = ctypes.create_string_buffer(text.encode())
    rest = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses: list[str] = []
    while rest:  # the library moves it on by a clause, and clears it at the end
        clauses.append(_to_phonemes(ctypes.byref(rest), _espeak.CHARS_UTF8, _IPA).decode("utf-8", "replace"))
    plain = "_".join(clauses).replace("ˈ", "").replace("ˌ", "").replace(" ", "_")
    return tuple(phoneme for phoneme in plain.split("_") if phoneme)


def voices() -> tuple[VoiceInfo, ...]:
    """Every base voice, named as the library names it ("gmw/en-US")."""
    start()
    return tuple(
        VoiceInfo(
            voice.identifier.decode(),
            voice.languages[1:].decode(),  # its first byte is a priority
            voice.name.decode().strip(),
        )
        for voice in _espeak.ListVoices()
    )


def variants() -> tuple[str, ...]:
    """Every variant that can follow a base voice and a plus sign: "f3"."""
    folder = Path(espeakng_loader.get_data_path(), "voices", "!v")
    return tuple(sorted((path.name for path in folder.iterdir()), key=str.lower))


def version() -> str:
    """Of the library: "1.52.0"."""
    return str(_espeak.Info().decode())

"""The engine `espeak`: pyttsx3 on the embedded espeak-ng, with a time for every word and one loudness for all."""

import audioop
import re
from array import array
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import Final

from companion.errors import EngineError, VoiceNotFound
from companion.guide.model import Voice
from companion.script.words import SpokenWord
from companion.speech import driver, levels
from companion.speech.base import Mark, Speech, VoiceInfo
from companion.speech.driver import Take
from companion.speech.marks import marks

DEFAULT: Final = "gmw/en-us"
RATES: Final = range(80, 451)  # words a minute
PITCHES: Final = range(100)

_RULES: Final = 1  # counted up whenever the same words may sound or be timed differently
_UNSPEAKABLE: Final = re.compile(  # double brackets open the library's phoneme mode
    r"[\[\]\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
)
_MNEMONICS: Final = re.compile(r"[!-Z\\^-~]+")  # printable ASCII but brackets
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?")  # BCP 47, in lower case
_OTHERWISE: Final = {"zh": "cmn", "no": "nb", "iw": "he", "sr": "hbs", "bs": "hbs"}  # languages the library calls so
_AUDIBLE: Final = 100  # of 32,767: the echo of some variants is over when it is quieter
_RING: Final = 3300  # samples (150 ms) that an echo may last at most
_FADE: Final = 220  # samples (10 ms) of an echo that is cut off


class EspeakEngine:
    """141 voices and 104 variants. What was said before can be heard in what is said next: use workers.Pool."""

    name = "espeak"
    forks = True

    def __init__(self) -> None:
        """Raises EngineError when the library does not start."""
        self.rate = driver.start()
        self.version = f"{driver.version()}-{levels.revision()}-{_RULES}"
        _names()  # here, once, and not in every forked copy

    def voices(self) -> tuple[VoiceInfo, ...]:
        """The base voices. Each can be followed by a plus sign and one of variants()."""
        return tuple(replace(voice, name=voice.name.lower()) for voice in driver.voices())

    def variants(self) -> tuple[str, ...]:
        return driver.variants()

    def speak(self, words: Sequence[SpokenWord], voice: Voice) -> Speech:
        """Say the words; the sound begins with the first and ends with the last, echo included.

        Raises VoiceNotFound, EngineError for a rate or pitch out of range, UtteranceError when the library fails.
        """
        base, variant = resolve(voice.name)
        if voice.rate not in RATES or voice.pitch not in PITCHES:
            raise EngineError(
                f"{voice.name}: {voice.rate} words a minute at pitch {voice.pitch} cannot be said; "
                f"the rate goes from {RATES[0]} to {RATES[-1]}, the pitch from {PITCHES[0]} to {PITCHES[-1]}"
            )
        gain = levels.gain(base, variant, voice.rate, voice.pitch)
        texts = [sendable(word) for word in words]
        full = f"{base}+{variant}" if variant else base
        take = driver.speak(" ".join(texts), full, voice.rate, voice.pitch, gain.volume)
        found = marks(texts, take, driver.phonemes)
        return _cut(take, found, gain.factor, self.rate)


def sendable(word: SpokenWord) -> str:
    """A word as the library is given it: nothing in it is a command, and phonemes are in double brackets."""
    text = _UNSPEAKABLE.sub(" ", word.text)
    if word.phonemes is None or not _MNEMONICS.fullmatch(word.phonemes):
        return text
    after = max((at for at, letter in enumerate(text, 1) if letter.isalnum()), default=len(text))
    return f"[[{word.phonemes}]]{text[after:]}"  # the brackets open a word, or they do nothing


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Every way to name a base voice or a variant, in lower case, and the library's way."""
    voices = driver.voices()
    bases = {voice.language.lower(): voice.name for voice in reversed(voices)}  # of two, the first
    bases |= {voice.name.lower().rsplit("/")[-1]: voice.name for voice in voices}
    bases |= {voice.name.lower(): voice.name for voice in voices}
    return bases, {variant.lower(): variant for variant in driver.variants()}


def resolve(name: str) -> tuple[str, str]:
    """The base voice and the variant of "gmw/en-us+f3" or "en-us+f3", as the library names them; "" is the default.

    Raises VoiceNotFound, which names voices that are spelled like it.
    """
    bases, variants = _names()
    base, plus, variant = (name or DEFAULT).lower().partition("+")
    if _LANGUAGE.fullmatch(base):  # a country without a voice of its own has its language's
        primary = base.partition("-")[0]
        base = next((one for one in (base, primary, _OTHERWISE.get(primary, "")) if one in bases), base)
    for asked, known, what in ((base, bases, "voice"), (variant, variants, "variant")):
        if asked not in known and (plus or what == "voice"):
            near = ", ".join(get_close_matches(asked, known))
            remedy = f"did you mean {near}?" if near else "'companion voices' lists them all"
            raise VoiceNotFound(f"{name}: espeak has no {what} “{asked}”; {remedy}")
    return bases[base], variants[variant] if plus else ""


def _cut(take: Take, found: Sequence[Mark], factor: float, rate: int) -> Speech:
    """The take times `factor`, without the pauses around it, its times counted from its first word.

    An echo rings out, or fades.
    """
    if not found:
        return Speech(b"", rate, ())
    begin, end = found[0].start, found[-1].end
    raw = memoryview(take.samples)
    body = audioop.mul(raw[2 * max(begin, 0) : 2 * max(end, 0)], 2, factor)
    echo = _echo(audioop.mul(raw[2 * max(end, 0) : 2 * (end + _RING)], 2, factor))
    sound = bytes(2 * max(-begin, 0)) + body + echo
    moved = tuple(Mark(mark.start - begin, mark.end - begin, mark.timing) for mark in found)
    return Speech(sound.ljust(2 * (end - begin), b"\0"), rate, moved)


def _echo(ring: bytes) -> bytes:
    """What follows the last word, as long as it can be heard; it fades at its end."""
    if audioop.max(ring, 2) <= _AUDIBLE:
        return b""
    samples = array("h", ring)
    audible = next(at for at in range(len(samples), 0, -1) if abs(samples[at - 1]) > _AUDIBLE)
    fade = min(_FADE, audible)
    for step in range(fade):
        at = audible - 1 - step
        samples[at] = samples[at] * step // fade
    return samples[:audible].tobytes()

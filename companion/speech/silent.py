"""The engine `silent`: exact silence with exact times, for tests and dry runs."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from companion.errors import EngineError, VoiceNotFound
from companion.guide.model import Voice
from companion.script.words import SpokenWord
from companion.speech.base import Mark, Speech, Timing, VoiceInfo

_LETTERS = 6  # of an average word, its space included: so many make a word of Voice.rate


class SilentEngine:
    """Every word lasts as long as its letters would take, and nothing is heard. Its marks are exact by construction."""

    name = "silent"
    version = "1"
    rate = 22_050
    forks = True

    def voices(self) -> tuple[VoiceInfo, ...]:
        return (VoiceInfo("silent", "mul", "Exact silence, for tests and dry runs"),)

    def speak(self, words: Sequence[SpokenWord], voice: Voice) -> Speech:
        """Say nothing for as long as the words would take. Raises VoiceNotFound for a voice other than "silent"."""
        if voice.name not in ("", "silent"):
            raise VoiceNotFound(f"{voice.name}: no such voice; the engine silent has only silent")
        if voice.rate < 1:
            raise EngineError(f"{voice.name}: {voice.rate} words a minute cannot be said; ask for at least 1")
        letter = max(1, 60 * self.rate // (voice.rate * _LETTERS))
        bounds = [0, *accumulate(letter * (len(word.text) + 1) for word in words)]
        marks = tuple(Mark(start, end, Timing.ENGINE) for start, end in pairwise(bounds))
        return Speech(bytes(2 * bounds[-1]), self.rate, marks)

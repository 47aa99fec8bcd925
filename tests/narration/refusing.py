"""An engine that cannot say one word, and passes over another."""

from collections.abc import Sequence
from dataclasses import replace

from companion.errors import UtteranceError
from companion.guide.model import Voice
from companion.script.words import SpokenWord
from companion.speech.base import Speech, Timing
from companion.speech.silent import SilentEngine


class Refusing(SilentEngine):
    """Silence, but for what is terrible."""

    def speak(self, words: Sequence[SpokenWord], voice: Voice) -> Speech:
        if any("terrible" in word.text for word in words):
            raise UtteranceError("terrible: there are no words for it; write it another way")
        said = super().speak(words, voice)
        marks = [
            replace(mark, end=mark.start + 1, timing=Timing.ESTIMATED) if "mute" in word.text else mark
            for word, mark in zip(words, said.marks, strict=True)
        ]
        return replace(said, marks=tuple(marks))

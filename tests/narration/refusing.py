"""An engine that cannot say one word."""

from collections.abc import Sequence

from companion.errors import UtteranceError
from companion.guide.model import Voice
from companion.script.words import SpokenWord
from companion.speech.base import Speech
from companion.speech.silent import SilentEngine


class Refusing(SilentEngine):
    """Silence, but for what is terrible."""

    def speak(self, words: Sequence[SpokenWord], voice: Voice) -> Speech:
        if any("terrible" in word.text for word in words):
            raise UtteranceError("terrible: there are no words for it; write it another way")
        return super().speak(words, voice)

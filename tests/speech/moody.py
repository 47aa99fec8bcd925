"""Engines that misbehave on purpose, for the pool to survive."""

import os
import time
from collections.abc import Sequence

from companion.errors import EngineError
from companion.guide.model import Voice
from companion.script.words import SpokenWord
from companion.speech.base import Engine, Speech
from companion.speech.silent import SilentEngine


class Moody(SilentEngine):
    """Does what the first word says."""

    name = "moody"
    version = "moody-1"

    def speak(self, words: Sequence[SpokenWord], voice: Voice) -> Speech:
        match words[0].text:
            case "sleep":
                time.sleep(600)
            case "abort":
                os.abort()
            case "print":
                print("a library talks")
            case "forget":
                return Speech(b"", self.rate, ())
            case "raise":
                raise RuntimeError("a mistake in an engine")
            case "pid":
                return Speech(os.getpid().to_bytes(4, "little"), self.rate, super().speak(words, voice).marks)
        return super().speak(words, voice)


class Settled(Moody):
    """One that cannot fork."""

    forks = False


def broken() -> Engine:
    """An engine that never starts."""
    raise EngineError("broken: does not start; use another")

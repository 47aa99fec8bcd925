"""The seam between what is to be said and who says it: Engine, Speech, Mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from companion.guide.model import Voice
from companion.script.words import SpokenWord


class Timing(StrEnum):
    """Where a time comes from. No time is invented in silence."""

    ENGINE = "engine"  # the engine marked this very sample
    ALIGNED = "aligned"  # found in the sound by a recognizer
    ESTIMATED = "estimated"  # placed by rule between marks that the engine gave


@dataclass(frozen=True, slots=True)
class Mark:
    """When one word sounds."""

    start: int  # first sample, counted from the start of the utterance
    end: int  # one past the last sample; end > start
    timing: Timing


@dataclass(frozen=True, slots=True)
class Speech:
    """One utterance as sound."""

    samples: bytes  # PCM, mono, signed 16 bit little endian, no pause before or after
    rate: int  # Hz
    marks: tuple[Mark, ...]  # one for each word asked for, in order, starts never decreasing

    @property
    def length(self) -> int:
        """In samples."""
        return len(self.samples) // 2


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that an engine offers."""

    name: str
    language: str  # BCP 47
    description: str


class Engine(Protocol):
    """Something that speaks. One process, one thread; `workers.py` runs many."""

    name: str  # "espeak", "system", "silent"
    version: str  # changes whenever the same words might sound different; part of every fingerprint
    rate: int  # Hz of every Speech it returns
    forks: bool  # whether it still works in a forked copy of the process that started it

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Every voice it has."""
        ...

    def speak(self, words: Sequence[SpokenWord], voice: Voice) -> Speech:
        """Say the words. Raises VoiceNotFound for a voice it has not, UtteranceError when it cannot say them."""
        ...

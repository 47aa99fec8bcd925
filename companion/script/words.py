"""A spoken word: what is said, and the span of text that it says."""

from dataclasses import dataclass

from companion.guide.model import Span


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word for the engine. Several may share one span ("1970s"), and then light up as one."""

    text: str  # what is said, without white space; punctuation stays on, because it shapes the voice
    span: Span | None  # in the block's text; None for an announcement
    phonemes: str | None = None  # espeak-ng mnemonics to say instead of `text`, by an engine that can

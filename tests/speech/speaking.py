"""Words to say."""

import re
from pathlib import Path

from companion.script.words import SpokenWord

READING = Path(__file__).parents[2] / "benchmarks" / "reading.txt"


def words(text: str) -> tuple[SpokenWord, ...]:
    return tuple(SpokenWord(word, None) for word in text.split())


def sentences() -> list[tuple[SpokenWord, ...]]:
    """The sentences of a text of 847 words."""
    return [words(sentence) for sentence in re.split(r"(?<=[.?!])\s+", READING.read_text(encoding="utf-8").strip())]

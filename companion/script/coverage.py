"""The proof that every character of a guide is spoken, or skipped for a reason that can be listed."""

from collections.abc import Iterator
from dataclasses import dataclass

from companion.guide import markdown
from companion.guide.model import Block, Guide, Span, gaps
from companion.guide.passages import is_utterance
from companion.script.normalization import UNSAID, WHITE_SPACE, unspoken
from companion.script.script import Script


@dataclass(frozen=True, slots=True)
class Silence:
    """Characters of the file that no voice says."""

    line: int  # 1-based
    text: str
    reason: str  # empty when there is none: then they were lost


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of every character of a file, white space left out."""

    spoken: int  # characters that a spoken word says
    skipped: tuple[Silence, ...]  # each with its reason
    lost: tuple[Silence, ...]  # neither spoken nor skipped: there should be none


def coverage(script: Script) -> Coverage:
    """Account for every character of the script's guide."""
    guide = script.guide
    line_of = _Lines(guide.source)
    skipped = [Silence(line_of(one.span.start), one.span.of(guide.source), one.reason) for one in guide.skipped]
    lost = [Silence(line_of(span.start), span.of(guide.source), "") for span in markdown.lost(guide)]
    spoken = 0
    said = _said(script)
    for block in guide.blocks():
        silent, missing, voiced = _block(block, said.get(block.id, []))
        spoken += voiced
        skipped += (Silence(line_of(block.source[span.start]), span.of(block.text), why) for span, why in silent)
        lost += (Silence(line_of(block.source[span.start]), span.of(block.text), "") for span in missing)
    return Coverage(spoken, tuple(sorted(skipped, key=_place)), tuple(sorted(lost, key=_place)))


def _place(silence: Silence) -> int:
    return silence.line


def _said(script: Script) -> dict[str, list[Span]]:
    """The spans that are said, by block."""
    said: dict[str, list[Span]] = {}
    for section in script.sections:
        for utterance in section.utterances:
            spans = (word.span for word in utterance.words if word.span is not None)
            said.setdefault(utterance.block, []).extend(spans)
    return said


def _block(block: Block, said: list[Span]) -> tuple[list[tuple[Span, str]], list[Span], int]:
    """What of a block is skipped, what is lost, and how many characters are spoken."""
    silent: list[tuple[Span, str]] = []
    missing: list[Span] = []
    voiced = len(block.text) - sum(character.isspace() for character in block.text)
    for gap in gaps(len(block.text), said):
        for span, reason in unspoken(block.text, gap, ()):
            if reason == WHITE_SPACE:
                continue
            voiced -= sum(not character.isspace() for character in span.of(block.text))
            if reason == UNSAID:
                missing.append(span)
            else:
                silent.append((span, reason))
    return silent, missing, voiced


class _Lines:
    """From an offset in a text to its 1-based line."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, offset: int) -> int:
        return self._text.count("\n", 0, offset) + 1


def quotations_without_speaker(guide: Guide) -> Iterator[tuple[int, str]]:
    """Line and words of each quotation that is somebody's speech but names nobody."""
    passages = {passage.id: passage for passage in guide.passages}
    for block in guide.blocks():
        around = passages.get(block.passage or "")
        for quotation in block.quotations:
            unnamed = quotation.speaker is None and (around is None or around.by is None)
            if unnamed and is_utterance(block.text, quotation.span):
                yield quotation.line, quotation.span.of(block.text)

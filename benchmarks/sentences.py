"""How right sentences are, and how fast they are found, beside what would be used instead.

    python -m benchmarks sentences

Right: precision and recall of the boundaries marked by hand in tests/guide/gold, for sentencex alone and the others,
where they are installed (`uv sync --group peers`). Fast: prose, and lines made to hurt, beside sentencex alone.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import sentencex  # type: ignore[import-untyped]  # it ships no types

from companion.guide.sentences import sentences
from tests.guide.test_sentences import cases

PROSE = (
    "The mate, a friend of Mr. Pike’s, ran on. He said, “Yes, I do. I never left.” “Where to?” Nora asks, "
    "and he left for St. Brannock’s at 5 p.m. It was 1918, and the boys’ boat sank without anybody seeing it go down. "
)
TEXTS = {
    "paragraphs": "\n\n".join([PROSE * 3] * 1400),
    "one line": PROSE * 4200,
    "opening marks": "“" * 20_000,
    "apostrophes": "'" * 20_000,
    "no spaces": "你好。" * 7_000,
}
Row = tuple[str, str, str]
Splitter = Callable[[str], Iterable[int]]  # a text to where its sentences begin


def rows(_: Path) -> Iterator[Row]:
    """Accuracy of each on both gold files, then speed."""
    ours: Splitter = lambda text: (span.start for span in sentences(text))  # noqa: E731  # one of a list of these
    for file in ("sentences.txt", "heldout.txt"):
        yield f"sentences, {file}: ours", _right(cases(file), ours), "as the tests say"
        for name, splitter in _peers():
            yield f"sentences, {file}: {name}", _right(cases(file), splitter), ""
    for name, text in TEXTS.items():
        alone = rate(lambda text: sentencex.get_sentence_boundaries("en", text), text)
        yield f"sentences, {name}: MB/s", f"{rate(sentences, text):.2f} (sentencex alone {alone:.2f})", ""


def rate(work: Callable[[str], object], text: str) -> float:
    """Megabytes of UTF-8 a second of processor time."""
    start = time.process_time()
    work(text)
    return len(text.encode()) / 1e6 / (time.process_time() - start)


def _right(gold: Sequence[tuple[str, frozenset[int]]], splitter: Splitter) -> str:
    """Precision and recall of the places where sentences after the first begin, and how many texts came out right."""
    right = found = wanted = whole = 0
    for text, starts in gold:
        first = len(text) - len(text.lstrip())
        got = {_voiced(text, at) for at in splitter(text)} - {first}
        right, found, wanted, whole = (
            right + len(got & starts),
            found + len(got),
            wanted + len(starts),
            whole + (got == starts),
        )
    return f"precision {right / max(1, found):.3f}, recall {right / wanted:.3f}, {whole}/{len(gold)} texts"


def _voiced(text: str, at: int) -> int:
    """Where a sentence begins that is said to begin with white space."""
    return at + len(text[at:]) - len(text[at:].lstrip())


def _peers() -> Iterator[tuple[str, Splitter]]:
    """Each of the others that is installed."""
    yield "sentencex alone", lambda text: (one["start_index"] for one in sentencex.get_sentence_boundaries("en", text))
    for name, module, splitter in (
        ("pysbd", "pysbd", _pysbd),
        ("syntok", "syntok.segmenter", _syntok),
        ("blingfire", "blingfire", _blingfire),
    ):
        try:
            import_module(module)
        except ImportError:
            continue
        yield name, splitter


def _pysbd(text: str) -> Iterator[int]:
    for one in import_module("pysbd").Segmenter(language="en", clean=False, char_span=True).segment(text):
        yield one.start


def _syntok(text: str) -> Iterator[int]:
    for paragraph in import_module("syntok.segmenter").analyze(text):
        for one in paragraph:
            yield one[0].offset


def _blingfire(text: str) -> Iterator[int]:
    """It gives sentences with their white space made plain: their words are found again in order."""
    at = 0
    for one in import_module("blingfire").text_to_sentences(text).split("\n"):
        found = re.compile(r"\s*".join(map(re.escape, one.split()))).search(text, at) if one.split() else None
        if found:
            yield found.start()
            at = found.end()

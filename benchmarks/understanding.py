"""How well documents are understood: the gold of tests/importing, beside the peers that are installed.

python -m benchmarks understanding             # what `make bench` prints
python -m benchmarks.understanding --failures  # every document by itself, and what fails in those not held out

The peers come with `uv sync --group peers`. They are given the gold's paragraphs, so that reading costs them nothing.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from benchmarks.peers import linkers, segmenters
from companion.guide.sentences import sentences
from tests.importing.comparing import Count
from tests.importing.goldfiles import Gold, gold
from tests.importing.scoring import FIGURES, HELD_OUT, Score, documents, score, total

Row = tuple[str, str, str]
AIM = "≥ 0.9 where it is written as fact"
Segmenter = Callable[[str, str], list[str]]


def rows(_: Path) -> Iterator[Row]:
    """Precision and recall of everything, over all documents and over those held out."""
    for title, held_out in (("understanding", None), ("understanding, held out", True)):
        scores = [score(name) for name in documents(held_out)]
        for figure, count in total(scores).items():
            yield f"{title}: {figure}", f"precision {count.precision:.3f}, recall {count.recall:.3f}", AIM
    golds = [gold(name) for name in documents()]
    yield "sentences of given paragraphs: ours", _said(_segmented(golds, _ours)), ""
    for name, segmenter in segmenters():
        yield f"sentences of given paragraphs: {name}", _said(_segmented(golds, segmenter)), ""
    ours = total(score(name) for name in documents())["links of sentences"]
    yield "links of sentences, the whole way: ours", f"first hit {ours.recall:.3f}", ""
    for name, linker in linkers():
        yield f"links of sentences, given paragraphs: {name}", f"first hit {_linked(golds, linker):.3f}", ""


def _said(count: Count) -> str:
    return f"precision {count.precision:.3f}, recall {count.recall:.3f}"


def _ours(text: str, language: str) -> list[str]:
    return [span.of(text) for span in sentences(text, language)]


def _segmented(golds: list[Gold], segmenter: Segmenter) -> Count:
    """Whole sentences, each by its first and last character that is not white space."""
    count = Count()
    for one in golds:
        for paragraph in one.paragraphs:
            wanted = _spans(list(paragraph))
            found = _spans(segmenter(" ".join(paragraph), one.language))
            count += Count(len(wanted & found), len(found), len(wanted))
    return count


def _spans(texts: list[str]) -> set[tuple[int, int]]:
    ends = [0]
    for text in texts:
        ends.append(ends[-1] + len("".join(text.split())))
    return {pair for pair in pairwise(ends) if pair[0] < pair[1]}


def _linked(golds: list[Gold], linker: Callable[[list[str], list[str]], list[int]]) -> float:
    """How often the best paragraph of the text for a sentence of the commentary is the gold's."""
    right = asked = 0
    for one in golds:
        if not one.sentence_links:
            continue
        kinds = list(zip(one.roles(), one.paragraphs, strict=True))
        texts = [" ".join(paragraph) for role, paragraph in kinds if role == "text"]
        notes = [paragraph for role, paragraph in kinds if role == "notes"]
        queries = [
            next(sentence for sentence in notes[link.note - 1] if sentence.startswith(link.sentence))
            for link in one.sentence_links
        ]
        best = linker(queries, texts)
        asked += len(queries)
        right += sum(at + 1 in link.paragraphs for link, at in zip(one.sentence_links, best, strict=True))
    return right / asked


def main(arguments: list[str]) -> None:
    """Every document by itself; with --failures also what fails in those that are not held out."""
    scores = [score(name) for name in documents()]
    for one in scores:
        print(f"\n{one.name}{' (held out)' if one.name in HELD_OUT else ''}")
        _print(one.counts)
        if "--failures" in arguments and one.name not in HELD_OUT:
            print("\n".join(f"    {failure}" for failure in one.failures))
    for title, some in (("open", False), ("held out", True), ("all", None)):
        print(f"\n{title}")
        _print(total(_only(scores, some)))


def _only(scores: list[Score], held_out: bool | None) -> list[Score]:
    return [one for one in scores if held_out is None or (one.name in HELD_OUT) is held_out]


def _print(counts: dict[str, Count]) -> None:
    for figure in FIGURES:
        print(f"  {figure:24} {counts[figure]}")


if __name__ == "__main__":
    main(sys.argv[1:])

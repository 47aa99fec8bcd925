"""What others make of the same texts: sentence segmenters and retrievers, each only if it is installed."""

import importlib.util
import re
from collections.abc import Callable, Iterator
from typing import Any

Segmenter = Callable[[str, str], list[str]]
Linker = Callable[[list[str], list[str]], list[int]]


def _installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def segmenters() -> Iterator[tuple[str, Segmenter]]:
    """Each takes a paragraph and its language, and gives its sentences."""
    import sentencex  # type: ignore[import-untyped]  # it ships no types

    yield "sentencex alone", lambda text, language: list(sentencex.segment(language[:2], text))
    if _installed("pysbd"):
        import pysbd  # type: ignore[import-not-found,import-untyped,unused-ignore]

        yield "pysbd", lambda text, language: list(pysbd.Segmenter(language=language[:2], clean=False).segment(text))
    if _installed("blingfire"):
        import blingfire  # type: ignore[import-not-found,import-untyped,unused-ignore]

        yield "blingfire", lambda text, _: blingfire.text_to_sentences(text).split("\n")
    if _installed("syntok"):
        import syntok.segmenter  # type: ignore[import-not-found,import-untyped,unused-ignore]

        def syntok_sentences(text: str, _: str) -> list[str]:
            found: list[Any] = [one for part in syntok.segmenter.analyze(text) for one in part]
            starts = [one[0].offset for one in found]
            return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]

        yield "syntok", syntok_sentences


def linkers() -> Iterator[tuple[str, Linker]]:
    """Each takes sentences and paragraphs, and gives the number of the best paragraph for each sentence."""
    yield "by position", lambda queries, texts: [at * len(texts) // len(queries) for at in range(len(queries))]
    if _installed("rapidfuzz"):
        from rapidfuzz import fuzz, process  # type: ignore[import-not-found,unused-ignore]

        def fuzzy(queries: list[str], texts: list[str]) -> list[int]:
            best: list[Any] = [process.extractOne(query, texts, scorer=fuzz.token_set_ratio) for query in queries]
            return [one[2] for one in best]

        yield "RapidFuzz", fuzzy
    if _installed("sklearn"):
        from sklearn.feature_extraction.text import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
            TfidfVectorizer,
        )

        def tfidf(queries: list[str], texts: list[str]) -> list[int]:
            vectorizer = TfidfVectorizer(sublinear_tf=True).fit(texts)
            scores: Any = vectorizer.transform(queries) @ vectorizer.transform(texts).T
            return [int(row.argmax()) for row in scores.toarray()]

        yield "TF-IDF (scikit-learn)", tfidf
    if _installed("rank_bm25"):
        from rank_bm25 import BM25Okapi  # type: ignore[import-not-found,import-untyped,unused-ignore]

        def bm25(queries: list[str], texts: list[str]) -> list[int]:
            index = BM25Okapi([_words(text) for text in texts])
            return [int(index.get_scores(_words(query)).argmax()) for query in queries]

        yield "BM25 (rank-bm25)", bm25


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())

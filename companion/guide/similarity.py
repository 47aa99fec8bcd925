"""How alike texts are: weighted terms in an inverted index, so that only what shares a term is ever compared."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Vector = Mapping[str, float]


class Weights:
    """How much each term tells: little when it stands in most of the texts, such as the hero's name."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        self._count = 0
        self._within: Counter[str] = Counter()
        for terms in texts:
            self._count += 1
            self._within.update(set(terms))

    def of(self, term: str) -> float:
        """0 for a term of every text; grows with its rarity."""
        return math.log((1 + self._count) / (1 + self._within[term]))

    def vector(self, terms: Iterable[str]) -> dict[str, float]:
        """The terms of one text, each with its weight; said again it counts a little more (TF-IDF, sublinear)."""
        return {
            term: (1 + math.log(count)) * weight
            for term, count in Counter(terms).items()
            if (weight := self.of(term)) > 0
        }


def length(vector: Vector) -> float:
    """The Euclidean length of a vector."""
    return math.sqrt(sum(weight * weight for weight in vector.values()))


def typical(vectors: Sequence[Vector]) -> float:
    """The mean length of vectors; never 0."""
    return sum(map(length, vectors)) / len(vectors) if any(vectors) else 1.0


def cosine(one: Vector, other: Vector, least: float = 0.0) -> float:
    """0..1. A text shorter than `least` is taken for that long: a single shared word makes no twin of it."""
    if len(one) > len(other):
        one, other = other, one
    shared = sum(weight * other[term] for term, weight in one.items() if term in other)
    return shared / (max(length(one), least) * max(length(other), least)) if shared else 0.0


class Index:
    """Texts to be searched by their terms."""

    def __init__(self, vectors: Sequence[Vector], most: int) -> None:
        """`most`: a term of more texts than that finds nothing, for it would find everything."""
        least = typical(vectors) / 2
        self._lengths = [max(length(vector), least) or 1.0 for vector in vectors]
        self._holding: dict[str, list[int]] = {}
        self._weights: dict[str, list[float]] = {}
        for number, vector in enumerate(vectors):
            for term, weight in vector.items():
                self._holding.setdefault(term, []).append(number)
                self._weights.setdefault(term, []).append(weight)
        for term in [term for term, numbers in self._holding.items() if len(numbers) > most]:
            del self._holding[term]

    def search(self, vector: Vector) -> dict[int, float]:
        """The cosine with every text that shares a term, by its number."""
        found: dict[int, float] = {}
        own = length(vector)
        for term, weight in vector.items():
            for number, other in zip(self._holding.get(term, ()), self._weights.get(term, ()), strict=False):
                found[number] = found.get(number, 0.0) + weight * other
        return {number: shared / (own * self._lengths[number]) for number, shared in found.items()}

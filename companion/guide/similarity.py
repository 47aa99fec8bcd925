"""How alike texts are: weighted terms in an inverted index, so that only what shares a term is ever compared."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

Vector = Mapping[str, float]


class Weights:
    """How much each term tells: little when it stands in most of the texts, such as the hero's name."""

    def __init__(self, texts: Iterable[Iterable[str]], told: Callable[[str], float] = lambda _: 1.0) -> None:
        """`told` is how much a term tells by itself, 0..1, however rare it is here."""
        self._told = told
        self._known: dict[str, float] = {}
        self._count = 0
        self._within: Counter[str] = Counter()
        for terms in texts:
            self._count += 1
            self._within.update(set(terms))

    @property
    def most(self) -> float:
        """The weight of a term that stands in one text only; above 0."""
        return math.log((1 + self._count) / 2) or 1.0

    def of(self, term: str) -> float:
        """0 for a term of every text; grows with its rarity."""
        if term not in self._known:
            self._known[term] = self._told(term) * math.log((1 + self._count) / (1 + self._within[term]))
        return self._known[term]

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
        own = length(vector)
        return {number: shared / (own * self._lengths[number]) for number, shared in self._products(vector).items()}

    def shared(self, weights: Vector) -> dict[int, float]:
        """The sum of the weights of the terms that each text has, by its number."""
        found: dict[int, float] = {}
        for term, weight in weights.items():
            for number in self._holding.get(term, ()):
                found[number] = found.get(number, 0.0) + weight
        return found

    def _products(self, vector: Vector) -> dict[int, float]:
        found: dict[int, float] = {}
        for term, weight in vector.items():
            for number, other in zip(self._holding.get(term, ()), self._weights.get(term, ()), strict=False):
                found[number] = found.get(number, 0.0) + weight * other
        return found

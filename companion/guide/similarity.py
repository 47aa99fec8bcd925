"""How alike texts are: weighted terms in an inverted index, so that only what shares a term is ever compared."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
            term: weight if count == 1 else (1 + math.log(count)) * weight
            for term, count in Counter(terms).items()
            if (weight := self.of(term)) > 0
        }


def length(vector: Vector) -> float:
    """The Euclidean length of a vector."""
    return math.sqrt(sum(weight * weight for weight in vector.values()))


def typical(lengths: Sequence[float]) -> float:
    """The mean of vectors' lengths; never 0."""
    return sum(lengths) / len(lengths) if any(lengths) else 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """A vector and its length."""

    vector: Vector
    length: float

    @classmethod
    def of(cls, vector: Vector) -> "Measured":
        return cls(vector, length(vector))


def cosine(one: Measured, other: Measured, least: float = 0.0) -> float:
    """0..1. A text shorter than `least` is taken for that long: a single shared word makes no twin of it."""
    few, many = (one.vector, other.vector) if len(one.vector) <= len(other.vector) else (other.vector, one.vector)
    shared = sum(weight * many[term] for term, weight in few.items() if term in many)
    return shared / (max(one.length, least) * max(other.length, least)) if shared else 0.0


class Index:
    """Texts to be searched by their terms."""

    def __init__(self, vectors: Sequence[Vector], most: int) -> None:
        """`most`: a term of more texts than that finds nothing, for it would find everything."""
        lengths = [length(vector) for vector in vectors]
        least = typical(lengths) / 2
        self._lengths = [max(one, least) for one in lengths]
        self._holding: dict[str, list[tuple[int, float]]] = {}
        for number, vector in enumerate(vectors):
            for term, weight in vector.items():
                self._holding.setdefault(term, []).append((number, weight))
        for term in [term for term, places in self._holding.items() if len(places) > most]:
            del self._holding[term]

    def search(self, vector: Vector) -> dict[int, float]:
        """The cosine with every text that shares a term, by its number."""
        own = length(vector)
        lengths = self._lengths
        return {number: shared / (own * lengths[number]) for number, shared in self._products(vector)}

    def shared(self, weights: Vector) -> dict[int, float]:
        """The sum of the weights of the terms that each text has, by its number."""
        found: dict[int, float] = {}
        for term, weight in weights.items():
            for number, _ in self._holding.get(term, ()):
                found[number] = found.get(number, 0.0) + weight
        return found

    def _products(self, vector: Vector) -> Iterator[tuple[int, float]]:
        found = [0.0] * len(self._lengths)  # adding to a list is the quickest way
        for term, weight in vector.items():
            for number, other in self._holding.get(term, ()):
                found[number] += weight * other
        return ((number, product) for number, product in enumerate(found) if product)

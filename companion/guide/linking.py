"""Links: which paragraphs of the text each paragraph and sentence of a commentary is about, with a confidence."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from companion.guide import terms
from companion.guide.model import Block, Guide, Kind, Role, Section
from companion.guide.ordering import posteriors, strength
from companion.guide.passages import quotations
from companion.guide.similarity import Index, Vector, Weights, cosine, typical

SURE = 0.8  # a paragraph's link of this confidence is written as fact: of the gold's, 19 of 20 and more are right
SHOWN = 0.15  # what is less likely than that is not even proposed

_CANDIDATES = 32  # places that are looked at closely for each paragraph of the commentary


@dataclass(frozen=True, slots=True)
class Link:
    """What a paragraph or a sentence of a commentary is about."""

    note: str  # Block.id of the commentary's paragraph
    sentence: str | None  # Segment.id in it; None for the paragraph as a whole
    block: str  # Block.id of a paragraph of the text
    segments: tuple[str, ...]  # Segment.ids there, in order
    confidence: float  # 0..1: how many of a hundred such links are right


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a sentence of the commentary being about one place."""

    paragraph: float  # the words of the whole place, as a cosine
    sentence: float  # those of its nearest sentence
    spelling: float  # the pieces of words of the place
    around: float  # the words of the commentary's whole paragraph
    verbatim: float  # runs and quoted words taken over, 0..4
    number: float  # numbers shared
    home: float  # 1 in the sections that the commentary stands below, -1 elsewhere, 0 where there are no others

    def evidence(self) -> float:
        """In nats, for against against."""
        return sum(weight * getattr(self, name) for name, weight in _WEIGHTS.items()) - _THRESHOLD


_WEIGHTS: Mapping[str, float] = {
    "paragraph": 9.0,
    "sentence": 6.0,
    "spelling": 6.0,
    "around": 8.0,
    "verbatim": 1.0,
    "number": 2.0,
    "home": 1.0,
}
_THRESHOLD = 3.0


def links(guide: Guide) -> tuple[Link, ...]:
    """Every link that is likely enough to be shown, in the commentary's order, the likeliest first.

    Paragraphs that say themselves what they are about are not linked. Nothing is forced: a paragraph about nothing in
    particular has no link, or unlikely ones.
    """
    linker = Linker(guide)
    return tuple(link for chain in linker.chains for link in linker.linked(chain))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A paragraph, or a sentence of one, as it is compared."""

    words: Vector
    pieces: Vector
    runs: frozenset[tuple[str, ...]]
    numbers: frozenset[str]


class Linker:
    """A guide's text, ready to be searched."""

    def __init__(self, guide: Guide) -> None:
        self.language = guide.language.lower().replace("_", "-").split("-")[0]
        authored = {block for note in guide.notes if note.targets for block in note.blocks}
        titles = {one.id: " ".join(filter(None, (one.title, one.by, one.to))) for one in guide.passages}
        self.sections = guide.sections
        self.places: list[Block] = []
        self.section_of: list[int] = []  # by place
        self.chains: list[tuple[int, list[Block]]] = []  # section number, its paragraphs
        for number, section in enumerate(guide.sections):
            blocks = [one for one in section.blocks if one.kind is not Kind.HEADING and one.segments]
            if section.role is Role.TEXT:
                self.places += blocks
                self.section_of += [number] * len(blocks)
            elif section.role is Role.NOTES and (own := [one for one in blocks if one.id not in authored]):
                self.chains.append((number, own))
        said = [self._told(block.text + " " + titles.get(block.passage or "", "")) for block in self.places]
        spelt = [terms.pieces(block.text, self.language) for block in self.places]
        self.words = Weights(said)
        self.spelling = Weights(spelt)
        most = max(20, len(self.places) // 5)
        self.vectors = [self.words.vector(one) for one in said]
        self.by_words = Index(self.vectors, most)
        self.by_pieces = Index([self.spelling.vector(one) for one in spelt], most)
        self.sentences = [
            [(one.id, self.words.vector(self._told(one.span.of(block.text)))) for one in block.segments]
            for block in self.places
        ]
        self.least = typical([vector for place in self.sentences for _, vector in place])
        self.runs: dict[tuple[str, ...], list[int]] = {}
        self.numbers: dict[str, list[int]] = {}
        self.joined = [f" {' '.join(terms.words(block.text))} " for block in self.places]
        for place, block in enumerate(self.places):
            for run in terms.runs(block.text):
                self.runs.setdefault(run, []).append(place)
            for digits in terms.numbers(block.text):
                self.numbers.setdefault(digits, []).append(place)

    def _told(self, text: str) -> list[str]:
        return terms.telling(text, self.language)

    # what speaks for what

    def signs(self, note: Block, at_home: frozenset[int]) -> list[dict[int, Signs]]:
        """For each sentence of a paragraph of the commentary, the signs at every place that may be meant."""
        around = self.by_words.search(self.words.vector(self._told(note.text)))
        found = []
        for segment in note.segments:
            text = segment.span.of(note.text)
            vector = self.words.vector(self._told(text))
            found.append(
                (
                    vector,
                    self.by_words.search(vector),
                    self.by_pieces.search(self.spelling.vector(terms.pieces(text, self.language))),
                    self._verbatim(text),
                    self._shared_numbers(text),
                )
            )
        score: dict[int, float] = dict(around)
        for _, said, spelt, verbatim, numbers in found:
            for part in (said, spelt, verbatim, numbers):
                for place, value in part.items():
                    score[place] = score.get(place, 0.0) + value
        best = sorted(score, key=lambda place: (-score[place], place))[:_CANDIDATES]
        return [
            {
                place: Signs(
                    said.get(place, 0.0),
                    max(cosine(vector, other, self.least / 2) for _, other in self.sentences[place]),
                    spelt.get(place, 0.0),
                    around.get(place, 0.0),
                    min(4.0, verbatim.get(place, 0.0)),
                    min(2.0, numbers.get(place, 0.0)),
                    (1.0 if self.section_of[place] in at_home else -1.0) if at_home else 0.0,
                )
                for place in sorted(best)
            }
            for vector, said, spelt, verbatim, numbers in found
        ]

    def _verbatim(self, text: str) -> dict[int, float]:
        """How much of a sentence each place has word for word; what several places have speaks for none of them."""
        found: dict[int, float] = {}
        for run in terms.runs(text):
            places = self.runs.get(run, ())
            if 0 < len(places) <= 2 and self._told(" ".join(run)):
                for place in places:
                    found[place] = found.get(place, 0.0) + 1
        for span in quotations(text):
            quoted = terms.words(span.of(text))
            if 0 < len(quoted) <= 3 and self._told(" ".join(quoted)):
                phrase = f" {' '.join(quoted)} "
                places = [place for place, words in enumerate(self.joined) if phrase in words]
                if len(places) <= 2:
                    for place in places:
                        found[place] = found.get(place, 0.0) + len(quoted)
        return found

    def _shared_numbers(self, text: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for digits in terms.numbers(text):
            places = self.numbers.get(digits, ())
            for place in places:
                found[place] = found.get(place, 0.0) + 1 / len(places)
        return found

    # where a commentary belongs

    def home(self, number: int) -> frozenset[int]:
        """The sections of text that a section of notes stands below or behind; none where it could be no others."""
        sections = self.sections
        level = sections[number].level
        first = next((at for at in range(number - 1, -1, -1) if sections[at].level < level), None)
        found = self._text(range(first, number)) if first is not None else frozenset()
        if not found:
            end = number
            while end and sections[end - 1].role is not Role.TEXT:
                end -= 1
            start = end
            while start and sections[start - 1].role is Role.TEXT:
                start -= 1
            found = self._text(range(start, end))
        return found if found != self._text(range(len(sections))) else frozenset()

    def _text(self, numbers: range) -> frozenset[int]:
        return frozenset(number for number in numbers if number in self.section_of)

    # the links

    def linked(self, chain: tuple[int, Sequence[Block]]) -> Iterator[Link]:
        """The links of one section of the commentary."""
        number, notes = chain
        if not self.places:
            return
        home = self.home(number)
        signs = [self.signs(note, home) for note in notes]
        strong = strength([_best(one) for one in signs])
        odds = [
            {place: math.exp(min(30.0, sign.evidence())) for place, sign in sentence.items()}
            for note in signs
            for sentence in note
        ]
        found = iter(posteriors(odds, len(self.places), strong))
        for note, of_sentences in zip(notes, signs, strict=True):
            yield from self._of_note(note, of_sentences, [next(found) for _ in note.segments])

    def _of_note(
        self, note: Block, signs: Sequence[Mapping[int, Signs]], likely: Sequence[Mapping[int, float]]
    ) -> Iterator[Link]:
        places = sorted(signs[0])
        whole = {place: 1 - math.prod(1 - sentence.get(place, 0.0) for sentence in likely) for place in places}
        touched: dict[int, dict[str, None]] = {}
        below: list[Link] = []
        for segment, sentence in zip(note.segments, likely, strict=True):
            vector = self.words.vector(self._told(segment.span.of(note.text)))
            for place in sorted(places, key=lambda place: (-sentence[place], place)):
                if sentence[place] < SHOWN:
                    break
                nearest = self._nearest(vector, place)
                touched.setdefault(place, {}).update(dict.fromkeys(nearest))
                below.append(Link(note.id, segment.id, self.places[place].id, nearest, sentence[place]))
        for place in sorted(places, key=lambda place: (-whole[place], place)):
            if whole[place] >= SHOWN:
                block = self.places[place]
                own = touched.get(place, {})
                segments = tuple(one.id for one in block.segments if one.id in own)
                yield Link(note.id, None, block.id, segments, whole[place])
        yield from below

    def _nearest(self, vector: Vector, place: int) -> tuple[str, ...]:
        """The sentences of a place that a sentence of the commentary is about: the most alike, and its equals."""
        alike = [(cosine(vector, other, self.least / 2), name) for name, other in self.sentences[place]]
        best = max(score for score, _ in alike)
        return tuple(name for score, name in alike if best and score >= 0.8 * best)


def _best(signs: Sequence[Mapping[int, Signs]]) -> tuple[int, float]:
    """The likeliest place of one paragraph, and by how much it is likelier than the next."""
    total: dict[int, float] = {}
    for sentence in signs:
        for place, sign in sentence.items():
            total[place] = total.get(place, 0.0) + max(0.0, sign.evidence())
    ranked = sorted(total, key=lambda place: (-total[place], place))
    if not ranked:
        return 0, 0.0
    second = total[ranked[1]] if len(ranked) > 1 else 0.0
    return ranked[0], 1 - second / total[ranked[0]] if total[ranked[0]] else 0.0

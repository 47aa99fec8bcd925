"""The search for what a commentary is about: the signs that speak for each place of the text."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from companion.guide import terms
from companion.guide.model import Block, Guide, Kind, Role
from companion.guide.passages import quotations
from companion.guide.similarity import Index, Measured, Weights, cosine, typical

# In nats, for each unit of a sign. Fitted together with linking's calibration and ordering's numbers by a random search
# for the likeliest answers of tests/guide/gold/links, those that begin with `heldout` left out.
_SPELLING = 1.3
_AROUND = 2.7
_SHARED = 2.6
_VERBATIM = 1.9
_NUMBER = 1.0
_HOME = 2.0
_CANDIDATES = 32  # places that are looked at closely for each paragraph of the commentary
_LARGE = 150  # places from which a commentary that belongs to some sections is not looked for in the others
_COMMON = 40  # places: what stands in more of them finds nothing, for it would find everything
_MOST = 4.0  # of one sign; more of it says no more
_RARE = 2  # places that may have the same words, if these are to tell which one is meant
_EQUAL = 0.85  # of the likeness of the most alike sentence, that others need to be meant as well
_QUOTED = 0.6  # of a paragraph's characters in quotation marks: it is a quotation, and a word about it at most
_PHRASE = 3  # words of a quotation that is too short for a run
_RUN = _PHRASE + 1


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a sentence of the commentary being about one place. A sentence about nothing has none."""

    spelling: float  # the pieces of its words, as a cosine with those of the place
    around: float  # the words of its whole paragraph, as a cosine
    shared: float  # the words that it shares with the place, as so many of the rarest
    verbatim: float  # runs and quoted words that it took over
    number: float  # numbers that it shares
    home: float  # 1 in the sections that the commentary belongs to, -1 elsewhere, 0 where all are as near

    def odds(self) -> float:
        """How much likelier the sentence is if it is about the place than if it is about nothing."""
        evidence = _SPELLING * self.spelling + _AROUND * self.around + _SHARED * min(_MOST, self.shared)
        evidence += _VERBATIM * min(_MOST, self.verbatim) + _NUMBER * min(_MOST, self.number) + _HOME * self.home
        return math.exp(evidence)


def paragraphs(blocks: Sequence[Block]) -> Iterator[Block]:
    """What can be linked, or linked to: everything that is read but the headings."""
    return (block for block in blocks if block.kind is not Kind.HEADING and block.segments)


class Texts:
    """What a guide's commentary is looked for in: all of its text, or, of a large one, the sections it belongs to."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.language = guide.language.lower().replace("_", "-").split("-")[0]
        self.names = terms.names((block.text for block in guide.blocks()), self.language)
        every = frozenset(number for number, section in enumerate(guide.sections) if section.role is Role.TEXT)
        self.whole = every
        self.large = sum(len(guide.sections[number].blocks) for number in every) > _LARGE
        self.known: dict[frozenset[int], Text] = {}

    def searched(self, at_home: frozenset[int]) -> "Text":
        sections = at_home if at_home and self.large else self.whole
        if sections not in self.known:
            self.known[sections] = Text(self.guide, sections, self.language, self.names)
        return self.known[sections]


Read = tuple[Measured, Measured]  # a sentence's words, and their pieces


class Text:
    """What is commented on, ready to be searched. A place is one of its paragraphs, by its number."""

    def __init__(self, guide: Guide, sections: frozenset[int], language: str, names: frozenset[str]) -> None:
        self.language = language
        self.places: list[Block] = []
        self.section: list[int] = []  # by place: the number of its section
        for number, section in enumerate(guide.sections):
            if number in sections:
                self.places += paragraphs(section.blocks)
                self.section += [number] * (len(self.places) - len(self.section))
        said_of = {one.id: " ".join(filter(None, (one.title, one.by, one.to))) for one in guide.passages}
        told = [self._told(f"{block.text} {said_of.get(block.passage or '', '')}") for block in self.places]
        spelt = [terms.pieces(block.text, self.language) for block in self.places]
        self.names = names
        self.words = Weights(told, lambda term: terms.told(term, self.language, names))
        self.spelling = Weights(spelt)
        self.vectors = [self.words.vector(one) for one in told]
        most = max(20, min(_COMMON, len(self.places) // 5))
        self.by_words = Index(self.vectors, most)
        self.by_pieces = Index([self.spelling.vector(one) for one in spelt], most)
        self.sentences: dict[int, tuple[list[Measured], list[Measured]]] = {}  # by place, where they were asked for
        self.runs: dict[tuple[str, ...], list[int]] = {}
        self.numbers: dict[str, list[int]] = {}
        self.said: dict[tuple[str, ...], list[int]] = {}  # whole quotations, and the places that have them
        self.joined = [f" {' '.join(terms.words(block.text))} " for block in self.places]
        for place, block in enumerate(self.places):
            for run in terms.runs(block.text):
                self.runs.setdefault(run, []).append(place)
            for digits in terms.numbers(block.text):
                self.numbers.setdefault(digits, []).append(place)
            for whole in {tuple(terms.words(one.span.of(block.text))) for one in block.quotations}:
                self.said.setdefault(whole, []).append(place)

    def _told(self, text: str) -> list[str]:
        return terms.telling(text, self.language)

    def signs(self, note: Block, at_home: frozenset[int]) -> list[dict[int, Signs]]:
        """For each sentence of a paragraph of the commentary, the signs at every place that may be meant."""
        around = self.by_words.search(self._by_words(note.text))
        found = [self._sentence(segment.span.of(note.text)) for segment in note.segments]
        total = dict(around)
        for parts in found:
            for part in parts:
                for place, value in part.items():
                    total[place] = total.get(place, 0.0) + value
        best = sorted(sorted(total, key=lambda place: (-total[place], place))[:_CANDIDATES])
        return [
            {
                place: Signs(
                    spelling=spelling.get(place, 0.0),
                    around=around.get(place, 0.0),
                    shared=shared.get(place, 0.0),
                    verbatim=verbatim.get(place, 0.0),
                    number=numbers.get(place, 0.0),
                    home=(1.0 if self.section[place] in at_home else -1.0) if at_home else 0.0,
                )
                for place in best
            }
            for spelling, shared, verbatim, numbers in found
        ]

    def _sentence(self, text: str) -> tuple[dict[int, float], ...]:
        """Spelling, shared, verbatim and number of one sentence, by place."""
        words = set(self._told(text))
        spelling = self.by_pieces.search(self._by_pieces(text))
        shared = {
            place: weight / self.words.most
            for place, weight in self.by_words.shared({term: self.words.of(term) for term in words}).items()
        }
        return spelling, shared, self._verbatim(text), self._numbers(text)

    def _verbatim(self, text: str) -> dict[int, float]:
        """How much of a sentence each place has word for word; what many places have speaks for none of them."""
        found: dict[int, float] = {}
        for run in terms.runs(text):
            places = self.runs.get(run, ())
            if 0 < len(places) <= _RARE and self._told(" ".join(run)):
                for place in places:
                    found[place] = found.get(place, 0.0) + 1
        for span in quotations(text, self.language):
            quoted = terms.words(span.of(text))
            whole = self.said.get(tuple(quoted), ()) if 1 < len(quoted) < _RUN else ()
            if 0 < len(whole) <= _RARE:  # a whole quotation is one, though its words are plain
                for place in whole:
                    found[place] = found.get(place, 0.0) + len(quoted)
                continue
            if 0 < len(quoted) <= _PHRASE and self._told(" ".join(quoted)):
                phrase = f" {' '.join(quoted)} "
                places = [place for place, words in enumerate(self.joined) if phrase in words]
                if len(places) <= _RARE:
                    for place in places:
                        found[place] = found.get(place, 0.0) + len(quoted)
        return found

    def _numbers(self, text: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for digits in terms.numbers(text):
            places = self.numbers.get(digits, ())
            for place in places:
                found[place] = found.get(place, 0.0) + 1 / len(places)
        return found

    def doubtful(self, note: Block, seen: Sequence[Mapping[int, Signs]], above: frozenset[int], least: int) -> set[int]:
        """The places that a paragraph of the commentary cannot surely be about, likely as they are.

        These are the ones with which it has fewer than `least` words in common that tell something, as "page" and
        "turn" do not, one more where another place has more of them; and where it is a quotation, or explains the one
        above it, which is from the places `above`, all others.
        """
        places = seen[0].keys()
        own = set(self._told(note.text))
        common = {place: sum(map(self._tells, own & self.vectors[place].keys())) for place in places}
        most = max(common.values(), default=0)
        shared = {place for place, count in common.items() if count >= (least if count == most else least + 1)}
        anchored = {place for sentence in seen for place, sign in sentence.items() if sign.verbatim or sign.number}
        meant = self.quoted(note, seen) or above
        return {place for place in places if (place not in meant if meant else place not in shared | anchored)}

    def quoted(self, note: Block, seen: Sequence[Mapping[int, Signs]]) -> frozenset[int]:
        """The places that a paragraph repeats word for word, if it is a quotation and little else."""
        verbatim = {place: sum(sentence[place].verbatim for sentence in seen) for place in seen[0]}
        marked = sum(len(span) for span in quotations(note.text, self.language))
        most = max(verbatim.values(), default=0.0)
        if not most or (note.kind is not Kind.QUOTE and marked < _QUOTED * len(note.text)):
            return frozenset()
        return frozenset(place for place, amount in verbatim.items() if 2 * amount >= most)

    def _tells(self, term: str) -> bool:
        return terms.told(term, self.language, self.names) >= 1

    def nearest(self, sentence: Read, place: int) -> tuple[str, ...]:
        """The sentences of a place that a sentence is about: the one that is most alike, and its equals."""
        segments = self.places[place].segments
        whole = [0.0] * len(segments)
        for own, others in zip(sentence, self._sentences_of(place), strict=True):
            least = typical([one.length for one in others])  # a short sentence that shares one word is no twin
            for number, other in enumerate(others):
                whole[number] += cosine(own, other, least)
        best = max(whole)
        return tuple(one.id for one, alike in zip(segments, whole, strict=True) if best and alike >= _EQUAL * best)

    def read(self, text: str) -> Read:
        """The words and the pieces of a sentence."""
        return Measured.of(self._by_words(text)), Measured.of(self._by_pieces(text))

    def _sentences_of(self, place: int) -> tuple[list[Measured], list[Measured]]:
        """The words and the pieces of a place's sentences."""
        if place not in self.sentences:
            block = self.places[place]
            both = [self.read(one.span.of(block.text)) for one in block.segments]
            self.sentences[place] = ([words for words, _ in both], [pieces for _, pieces in both])
        return self.sentences[place]

    def _by_words(self, text: str) -> dict[str, float]:
        return self.words.vector(self._told(text))

    def _by_pieces(self, text: str) -> dict[str, float]:
        return self.spelling.vector(terms.pieces(text, self.language))

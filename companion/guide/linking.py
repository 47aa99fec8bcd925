"""Links: which paragraphs of the text each paragraph and sentence of a commentary is about, with a confidence."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from companion.guide import citing
from companion.guide.belonging import home
from companion.guide.model import Block, Guide, Role
from companion.guide.ordering import located
from companion.guide.searching import Text, Texts, paragraphs

SURE = 0.78  # at or above it a link is written as fact: of all the gold's, more than 19 of 20 are right
_LIKELY = 0.75  # the most of a link that only a person can be sure of
SHOWN = 0.1  # what is less likely than that is not even proposed
_CALIBRATION = (1.3, 0.1)  # from the log odds that a sentence of a paragraph is about a place, to the link's
_MANY = 3  # telling words in common that are no chance even where the author's life is told


@dataclass(frozen=True, slots=True)
class Link:
    """What a paragraph or a sentence of a commentary is about."""

    note: str  # Block.id of the commentary's paragraph
    sentence: str | None  # Segment.id in it; None for the paragraph as a whole
    block: str  # Block.id of a paragraph of the text
    segments: tuple[str, ...]  # Segment.ids there, in order; empty where none stands out
    confidence: float  # 0..1: about how many of a hundred such links are right


def links(guide: Guide) -> tuple[Link, ...]:
    """Every link that is likely enough to be shown: paragraph by paragraph, its own first, the likeliest first.

    Paragraphs that say themselves what they are about are not linked, nor are those that name books. What a section
    about the author or the time has in common with a place is hardly ever sure. Nothing is forced: a paragraph about
    nothing in particular has no link, or unlikely ones. The order of the text counts as far as the commentary keeps to
    it.
    """
    authored = {block for note in guide.notes if note.targets for block in note.blocks}
    texts = Texts(guide)
    found: list[Link] = []
    for number, section in enumerate(guide.sections):
        if section.role is not Role.NOTES or citing.sources(section.title):
            continue
        own = [one for one in paragraphs(section.blocks) if one.id not in authored and not citing.cites(one.text)]
        if own:
            at_home = home(guide.sections, number)
            text = texts.searched(at_home)
            least = _MANY if citing.around(section.title) else 1
            found += _of_section(text, own, at_home, least) if text.places else ()
    return tuple(found)


def _proposed(link: Link) -> Link:
    """A link that is not sure, whatever speaks for it."""
    return replace(link, confidence=min(link.confidence, _LIKELY))


def _of_section(text: Text, notes: Sequence[Block], at_home: frozenset[int], least: int) -> Iterator[Link]:
    """The links of one section of the commentary, which is read as one walk through the text.

    `least` telling words in common make a link sure, unless it is sure by words taken over.
    """
    signs = [text.signs(note, at_home) for note in notes]
    odds = [{place: sign.odds() for place, sign in sentence.items()} for note in signs for sentence in note]
    step = max(1.0, len(text.places) / len(notes))
    found = iter(located(odds, len(text.places), step))
    quoted: frozenset[int] = frozenset()  # where the words of the quotation above stand
    for note, seen in zip(notes, signs, strict=True):
        doubtful = {text.places[place].id for place in text.doubtful(note, seen, quoted, least)}
        quoted = text.quoted(note, seen)
        for link in _of_paragraph(text, note, [next(found) for _ in note.segments]):
            yield _proposed(link) if link.block in doubtful else link


def _of_paragraph(text: Text, note: Block, likely: Sequence[Mapping[int, float]]) -> Iterator[Link]:
    touched: dict[int, set[str]] = {}
    below: list[Link] = []
    for segment, sentence in zip(note.segments, likely, strict=True):
        read = text.read(segment.span.of(note.text))
        for place in sorted(sentence, key=lambda place: (-sentence[place], place)):
            if sentence[place] >= SHOWN:
                nearest = text.nearest(read, place)
                touched.setdefault(place, set()).update(nearest)
                below.append(Link(note.id, segment.id, text.places[place].id, nearest, sentence[place]))
    places = {place: _whole([sentence.get(place, 0.0) for sentence in likely]) for place in likely[0]}
    for place in sorted(places, key=lambda place: (-places[place], place)):
        if places[place] >= SHOWN:
            block = text.places[place]
            segments = tuple(one.id for one in block.segments if one.id in touched.get(place, ()))
            yield Link(note.id, None, block.id, segments, places[place])
    yield from below


def _whole(sentences: Sequence[float]) -> float:
    """The confidence that a paragraph is about a place, from its sentences': that one of them is, calibrated."""
    none = min(1 - 1e-9, max(1e-9, math.prod(1 - one for one in sentences)))
    slope, offset = _CALIBRATION
    return 1 / (1 + math.exp(-slope * math.log((1 - none) / none) - offset))

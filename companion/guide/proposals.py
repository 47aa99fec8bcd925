"""Proposals: the letters, people, speakers and links that a guide's text suggests and does not name yet."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from companion.guide.attribution import attribute
from companion.guide.front import NARRATOR
from companion.guide.linking import Link, links
from companion.guide.model import Block, Guide, Kind, Role, Span
from companion.guide.paragraph import Rule
from companion.guide.passages import Letter, Paragraphs, is_utterance
from companion.guide.people import Person, named, speaking
from companion.guide.repeats import Repeats

REPEATS = "repeats"  # the rule where a note quotes what somebody says in the text
_OUTRIGHT = frozenset({Rule.TAG, Rule.CUE, Rule.SIGNED, Rule.GIVEN})


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """A letter that is not marked as one; quotation marks around it are included."""

    first: str  # Block.id
    start: int  # in that block's text
    last: str  # Block.id
    end: int  # in that block's text
    to: str | None  # as written
    by: str | None  # a name of the people where the signature is one of theirs, else as written


@dataclass(frozen=True, slots=True)
class FoundQuotation:
    """A quotation that names nobody."""

    block: str  # Block.id
    span: Span  # in the block's text, marks included
    speaker: str | None  # a name of the people
    rule: str  # the value of a Rule, or "repeats"
    sure: bool  # whether the speaker may be written down as fact
    utterance: bool  # a sentence or more, not a fragment or a title
    candidates: tuple[str, ...]  # where there is no speaker: who was told of last, the last first; never a fact
    in_letter: bool  # whether it stands in one of the found letters: the letter's writer then says it


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the text of a guide suggests. Nothing here is in the guide already, but for the people it declares."""

    letters: tuple[FoundLetter, ...]
    people: tuple[Person, ...]
    quotations: tuple[FoundQuotation, ...]
    links: tuple[Link, ...]


def proposals(guide: Guide, linked: bool = True) -> Proposals:
    """What `guide` leaves unsaid, in the order of the guide; without links where `linked` is false, as they cost more.

    Sure is what a rule names outright: a tag, a cue or a signature with a name, or with a pronoun that only one of
    the declared can mean, or of those whose title tells it. Whoever goes on is sure where nobody else may have taken
    the turn. Everything else is to be asked about.
    """
    found = _Found(guide)
    quotations = tuple(found.quotations())
    open_ = {block.id for block in guide.blocks() if not block.settled}
    likely = tuple(link for link in links(guide) if link.note in open_) if linked else ()
    return Proposals(tuple(found.letters()), found.people, quotations, likely)


class _Found:
    """The paragraphs of a guide, and what the rules find in them."""

    def __init__(self, guide: Guide) -> None:
        self.placed = [
            (section, block)
            for section in guide.sections
            for block in section.blocks
            if block.kind not in (Kind.HEADING, Kind.CODE)
        ]
        self.blocks = [block for _, block in self.placed]
        self.passages = {passage.id: passage for passage in guide.passages}
        self.given = {
            (number, quotation.span): quotation.speaker
            for number, block in enumerate(self.blocks)
            for quotation in block.quotations
            if quotation.speaker and quotation.speaker != NARRATOR  # who is nobody
        }
        texts = Paragraphs.read([block.text for block in self.blocks], guide.language)
        known = {name: speaker for name, speaker in guide.speakers.items() if name != NARRATOR}
        self.cast = named(texts, known, guide.language)
        self.said = attribute(texts, self.cast, self.given, guide.language)
        self.people = speaking(texts, known, self.cast, self.said)
        self.names = {person.name for person in self.people}
        self.marked = [letter for letter in texts.letters if self._unmarked(letter)]

    def _unmarked(self, letter: Letter) -> bool:
        """Whether a letter stands in one section and in no passage, and nobody has said that it is none."""
        within = self.placed[letter.first : letter.last + 1]
        free = all(block.passage is None and not block.settled for _, block in within)
        return free and len({section.id for section, _ in within}) == 1

    def letters(self) -> Iterator[FoundLetter]:
        told = {  # Nora writes: “…”, and nobody signs
            (one.paragraph, one.span.start): one.speaker
            for one in self.said
            if one.rule is Rule.CUE and one.certain and self.names.isdisjoint(one.rivals)
        }
        for letter in self.marked:
            first, last = self.blocks[letter.first].id, self.blocks[letter.last].id
            by = letter.by and (self.cast.named(letter.by) or letter.by)
            by = by or told.get((letter.first, letter.start))
            yield FoundLetter(first, letter.start, last, letter.end, letter.to, by)

    def quotations(self) -> Iterator[FoundQuotation]:
        """Every quotation that names nobody; a note's that is not certain by itself may repeat what the text says."""
        found = list(self._quotations())
        said = self._said(found)
        for number, one in found:
            section, block = self.placed[number]
            speaker, sure = (None, False)
            if section.role is not Role.TEXT and not one.sure and not one.in_letter:
                speaker, sure = said.speaker(one.span.of(block.text))
            yield replace(one, speaker=speaker, rule=REPEATS, sure=sure, candidates=()) if speaker else one

    def _quotations(self) -> Iterator[tuple[int, FoundQuotation]]:
        """Each with the number of its paragraph."""
        paragraph, sure = -1, False
        unnamed = {
            (number, quotation.span)
            for number, block in enumerate(self.blocks)
            for quotation in block.quotations
            if quotation.speaker is None and self._writer(block) is None
        }
        starts = [(letter.first, letter.start) for letter in self.marked]
        for one in self.said:
            goes_on = sure and (one.rule is Rule.REOPENS or (one.rule is Rule.GOES_ON and one.paragraph == paragraph))
            outright = one.rule in _OUTRIGHT and self.names.isdisjoint(one.rivals)
            speaker = one.speaker if one.speaker in self.names else None
            paragraph, sure = one.paragraph, speaker is not None and one.certain and (outright or goes_on)
            block = self.blocks[paragraph]
            if (paragraph, one.span) in unnamed:
                letter = bisect_right(starts, (paragraph, one.span.start)) - 1
                yield (
                    paragraph,
                    FoundQuotation(
                        block=block.id,
                        span=one.span,
                        speaker=speaker,
                        rule=one.rule.value if speaker or one.near else Rule.NONE.value,
                        sure=sure,
                        utterance=is_utterance(block.text, one.span),
                        candidates=() if speaker else tuple(dict.fromkeys(filter(None, (one.speaker, *one.near)))),
                        in_letter=letter >= 0 and _ends_in(self.marked[letter], paragraph, one.span),
                    ),
                )

    def _said(self, found: Iterable[tuple[int, FoundQuotation]]) -> Repeats:
        """What somebody says in the text: by a rule, by the author's word, or in a passage."""
        said = Repeats()
        for number, one in found:
            section, block = self.placed[number]
            if section.role is Role.TEXT and one.speaker:
                said.add(one.span.of(block.text), one.speaker, one.sure)
        for (number, span), speaker in self.given.items():
            section, block = self.placed[number]
            if section.role is Role.TEXT:
                said.add(span.of(block.text), speaker, True)
        for section, block in self.placed:
            writer = self._writer(block)
            if section.role is Role.TEXT and writer:
                said.add(block.text, writer, True)
        return said

    def _writer(self, block: Block) -> str | None:
        """Whose passage a block stands in."""
        passage = self.passages.get(block.passage or "")
        while passage is not None and passage.by is None:
            passage = self.passages.get(passage.parent or "")
        return None if passage is None or passage.by == NARRATOR else passage.by


def _ends_in(letter: Letter, paragraph: int, span: Span) -> bool:
    return (paragraph, span.end) <= (letter.last, letter.end)

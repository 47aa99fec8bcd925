"""Proposals: the letters, people, speakers and links that a guide's text suggests and does not name yet."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from companion.guide.attribution import Cast, Rule, attribute
from companion.guide.front import NARRATOR
from companion.guide.linking import Link, links
from companion.guide.model import Block, Guide, Kind, Passage, Role, Span, Speaker
from companion.guide.passages import Letter, is_utterance, letters
from companion.guide.people import Person, people
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
    the declared can mean. Everything else is to be asked about.
    """
    passages = {passage.id: passage for passage in guide.passages}
    pages = [
        _Page(
            [block for block in section.blocks if block.kind not in (Kind.HEADING, Kind.CODE)], section.role, passages
        )
        for section in guide.sections
    ]
    texts = [block.text for page in pages for block in page.blocks]
    found = people(texts, guide.speakers, _given(block for page in pages for block in page.blocks), guide.language)
    cast = Cast({person.name: Speaker(person.name, person.pronouns, person.also) for person in found}, guide.language)
    said = Repeats()
    for page in pages:
        page.attribute(cast, guide.language, said)
    quotations = tuple(one for page in pages for one in page.quotations(said))
    marked = tuple(letter for page in pages for letter in page.letters)
    return Proposals(marked, found, quotations, links(guide) if linked else ())


class _Page:
    """The paragraphs of one section, and what is found in them."""

    def __init__(self, blocks: list[Block], role: Role, passages: dict[str, Passage]) -> None:
        self.blocks = blocks
        self.role = role
        self.writers = {block.id: _writer(block, passages) for block in blocks}
        self.letters: list[FoundLetter] = []
        self.found: list[FoundQuotation] = []

    def attribute(self, cast: Cast, language: str, said: Repeats) -> None:
        """Find the letters and who says each quotation. What somebody says in the text for certain joins `said`."""
        texts = [block.text for block in self.blocks]
        all_letters = letters(texts)
        inside: dict[int, list[Letter]] = {}
        for letter in all_letters:
            blocks = self.blocks[letter.first : letter.last + 1]
            if all(block.passage is None for block in blocks):
                by = letter.by and (cast.named(letter.by) or letter.by)
                self.letters.append(FoundLetter(blocks[0].id, letter.start, blocks[-1].id, letter.end, letter.to, by))
                for number in range(letter.first, letter.last + 1):
                    inside.setdefault(number, []).append(letter)
        named = {block.id: {one.span for one in block.quotations if one.speaker} for block in self.blocks}
        unnamed = {block.id: {one.span for one in block.quotations if not one.speaker} for block in self.blocks}
        paragraph, sure = -1, False
        for one in attribute(texts, cast, _given(self.blocks), language):
            goes_on = one.rule is Rule.GOES_ON and one.paragraph == paragraph and sure
            outright = one.plain and one.rule in _OUTRIGHT
            paragraph, sure = one.paragraph, one.speaker is not None and (outright or goes_on)
            block = self.blocks[paragraph]
            writer = self.writers[block.id]
            speaker = writer or one.speaker
            if self.role is Role.TEXT and speaker and one.span not in named[block.id]:
                said.add(one.span.of(block.text), speaker, sure or writer is not None)
            if writer is None and one.span in unnamed[block.id]:
                self.found.append(
                    FoundQuotation(
                        block=block.id,
                        span=one.span,
                        speaker=one.speaker,
                        rule=one.rule.value,
                        sure=sure,
                        utterance=is_utterance(block.text, one.span),
                        candidates=one.near,
                        in_letter=any(_holds(letter, paragraph, one.span) for letter in inside.get(paragraph, ())),
                    )
                )
        if self.role is Role.TEXT:
            for block in self.blocks:
                if writer := self.writers[block.id]:
                    said.add(block.text, writer, True)
                for quotation in block.quotations:
                    if quotation.speaker and quotation.speaker != NARRATOR:
                        said.add(quotation.span.of(block.text), quotation.speaker, True)

    def quotations(self, said: Repeats) -> Iterator[FoundQuotation]:
        """Every quotation that names nobody; a note's that is not certain by itself is looked up in `said`."""
        texts = {block.id: block.text for block in self.blocks}
        for one in self.found:
            speaker = None
            if self.role is not Role.TEXT and not one.sure and not one.in_letter:
                speaker, sure = said.speaker(one.span.of(texts[one.block]))
            yield one if speaker is None else replace(one, speaker=speaker, rule=REPEATS, sure=sure, candidates=())


def _given(blocks: Iterator[Block] | list[Block]) -> dict[tuple[int, Span], str]:
    """The speakers whom the guide names, by paragraph and span. The narrator is nobody who speaks."""
    return {
        (number, quotation.span): quotation.speaker
        for number, block in enumerate(blocks)
        for quotation in block.quotations
        if quotation.speaker and quotation.speaker != NARRATOR
    }


def _writer(block: Block, passages: dict[str, Passage]) -> str | None:
    """Whose passage a block stands in."""
    passage = passages.get(block.passage or "")
    while passage is not None and passage.by is None:
        passage = passages.get(passage.parent or "")
    return passage.by if passage is not None else None


def _holds(letter: Letter, paragraph: int, span: Span) -> bool:
    begins, ends = (
        letter.first < paragraph or letter.start <= span.start,
        letter.last > paragraph or span.end <= letter.end,
    )
    return begins and ends

"""Guide to script: every utterance in order, with its voice and the silence after it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from companion.guide.front import NARRATOR, NOTES
from companion.guide.model import Block, Guide, Kind, Passage, Role, Section, Span, Voice
from companion.guide.pauses import Pauses
from companion.guide.phrases import passage_end
from companion.script.casting import Cast, Part, parts
from companion.script.lexicon import Lexicon, LexiconFile, lexicon
from companion.script.normalization import spoken
from companion.script.words import SpokenWord


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something said that is not written: a passage begins or ends."""

    passage: str  # Passage.id
    edge: str  # "begin" or "end"
    text: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one voice says in one breath: a sentence, a part of one, or an announcement."""

    words: tuple[SpokenWord, ...]  # at least one
    voice: Voice
    speaker: str  # "narrator", "notes" or a name of Guide.speakers
    pause: int  # ms of silence after it
    block: str  # Block.id: where it stands, or what the announcement stands before or after
    segment: str | None  # Segment.id; None for an announcement
    announcement: Announcement | None = None


@dataclass(frozen=True, slots=True)
class SectionScript:
    """What is said in one section."""

    section: str  # Section.id
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """What is said in a whole guide."""

    guide: Guide
    cast: Cast
    sections: tuple[SectionScript, ...]  # as in the guide


def script(guide: Guide, cast: Cast, everywhere: LexiconFile, own: LexiconFile) -> Script:
    """The script of a guide. `everywhere` and `own` are the lexicons of all guides and of this one."""
    passages = {passage.id: passage for passage in guide.passages}

    @cache
    def known(speaker: str) -> Lexicon:
        return lexicon(everywhere, own, speaker)

    writer = _Writer(guide.language, guide.pauses, cast, passages, known)
    return Script(guide, cast, tuple(writer.section(section) for section in guide.sections))


@dataclass(frozen=True, slots=True)
class _Writer:
    language: str
    pauses: Pauses
    cast: Cast
    passages: Mapping[str, Passage]
    lexicon: Callable[[str], Lexicon]

    def section(self, section: Section) -> SectionScript:
        said: list[Utterance] = []
        for block in section.blocks:
            begins = tuple(self.announced(block, section, "begin"))
            if begins and said:
                said[-1] = replace(said[-1], pause=max(said[-1].pause, self.pauses.passage))
            said += begins
            said += self.block(block, section.role)
            ends = tuple(self.announced(block, section, "end"))
            if ends and said:
                said[-1] = replace(said[-1], pause=self.pauses.passage)
            said += ends
        if said:
            said[-1] = replace(said[-1], pause=self.pauses.section)
        return SectionScript(section.id, tuple(said))

    def block(self, block: Block, role: Role) -> Iterator[Utterance]:
        said: list[Utterance] = []
        for segment in block.segments:
            turns = [
                Utterance(words, self.cast.voice(part.speaker), part.speaker, self.pauses.turn, block.id, segment.id)
                for part in parts(block, segment.span, role, self.passages, self.cast)
                if (words := self.words(block.text, part))
            ]
            if turns:
                said += [*turns[:-1], replace(turns[-1], pause=self.pauses.sentence)]
        if said:
            after = self.pauses.title if block.kind is Kind.HEADING else self.pauses.paragraph
            said[-1] = replace(said[-1], pause=after)
        yield from said

    def words(self, text: str, part: Part) -> tuple[SpokenWord, ...]:
        return spoken(text, part.span, self.lexicon(part.speaker), self.language)

    def announced(self, block: Block, section: Section, edge: str) -> Iterator[Utterance]:
        """What is said before a passage's first block (the outermost passage first), or after its last one."""
        around: list[Passage] = []
        name = block.passage
        while name is not None:
            around.append(self.passages[name])
            name = self.passages[name].parent
        for passage in reversed(around) if edge == "begin" else around:
            if block.id != passage.blocks[0 if edge == "begin" else -1] or not passage.title.strip():
                continue
            text = passage.title if edge == "begin" else passage_end(passage.title, self.language)
            reader = NARRATOR if section.role is Role.TEXT else NOTES
            words = spoken(text, Span(0, len(text)), self.lexicon(reader), self.language)
            if words:
                yield Utterance(
                    words=tuple(replace(word, span=None) for word in words),
                    voice=self.cast.voice(reader),
                    speaker=reader,
                    pause=self.pauses.passage,
                    block=block.id,
                    segment=None,
                    announcement=Announcement(passage.id, edge, text),
                )

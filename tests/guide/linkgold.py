"""The gold for links: guides with what each paragraph and sentence of their commentary is about, marked by hand.

`gold/links/*.md` are guides of our own, `*.gold` beside them the answers. The linker was tuned on them, except on
those whose name begins with `heldout`: these measure what it does with a guide that it has never seen. Their first run
had 31 sure links right and 3 wrong of 40 wanted; it led to the words that say little in German, Spanish and French.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from companion.guide import markdown
from companion.guide.linking import Link
from companion.guide.model import Block, Guide, Kind, Role

GOLD = Path(__file__).parent / "gold" / "links"
_REFERENCE = re.compile(r"(\()?(\d+)(?:\.(\d+))?")
Place = tuple[int, int]  # paragraph and sentence of the text, from 1; sentence 0 is any of them


@dataclass(frozen=True, slots=True)
class Answer:
    """What a paragraph or a sentence is about; nothing in particular where both are empty."""

    wanted: frozenset[Place]
    allowed: frozenset[Place]  # may be found as well, and need not be

    def paragraphs(self) -> frozenset[int]:
        return frozenset(paragraph for paragraph, _ in self.wanted)

    def right(self, place: Place) -> bool:
        """Whether a place is one of those that are wanted or allowed."""
        return bool({place, (place[0], 0)} & (self.wanted | self.allowed))


@dataclass(frozen=True, slots=True)
class Case:
    """A guide and its answers."""

    name: str
    guide: Guide
    text: tuple[Block, ...]
    notes: tuple[Block, ...]
    paragraphs: Mapping[int, Answer]  # by the number of the commentary's paragraph
    sentences: Mapping[Place, Answer]  # by paragraph and sentence of the commentary

    def place(self, block: str, segment: str | None = None) -> Place:
        """A block's number in the text, and a segment's in it."""
        number = next(number for number, one in enumerate(self.text, 1) if one.id == block)
        names = [one.id for one in self.text[number - 1].segments]
        return number, names.index(segment) + 1 if segment else 0


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one case or of several."""

    right: int = 0  # links of paragraphs that are wanted
    wrong: int = 0  # that are neither wanted nor allowed
    wanted: int = 0
    first: int = 0  # sentences whose best link is a right sentence
    first_paragraph: int = 0  # or at least stands in a right paragraph
    sentences: int = 0  # that are about something

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, name) + getattr(other, name) for name in Score.__slots__))

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted

    @property
    def hits(self) -> float:
        return self.first / self.sentences

    @property
    def paragraph_hits(self) -> float:
        return self.first_paragraph / self.sentences


def cases(*, heldout: bool) -> list[Case]:
    """Those to tune on, or the others."""
    names = sorted(path.stem for path in GOLD.glob("*.md") if path.stem.startswith("heldout") == heldout)
    return [case(name) for name in names]


def case(name: str) -> Case:
    path = GOLD / f"{name}.md"
    guide = markdown.read(path.read_text("utf-8"), path.name, name)
    paragraphs: dict[int, Answer] = {}
    sentences: dict[Place, Answer] = {}
    for line in path.with_suffix(".gold").read_text("utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        which, answers = line.split(":")
        paragraph, _, sentence = which.partition(".")
        found = _answer(answers)
        if sentence:
            sentences[int(paragraph), int(sentence)] = found
        else:
            paragraphs[int(paragraph)] = found
    text, notes = _blocks(guide, Role.TEXT), _blocks(guide, Role.NOTES)
    every = {(number, at) for number, one in enumerate(notes, 1) for at in range(1, len(one.segments) + 1)}
    assert set(sentences) == every, f"{name}: {sorted(every ^ set(sentences))}"
    return Case(name, guide, text, notes, paragraphs, sentences)


def _blocks(guide: Guide, role: Role) -> tuple[Block, ...]:
    sections = (section for section in guide.sections if section.role is role)
    return tuple(block for section in sections for block in section.blocks if block.kind is not Kind.HEADING)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands."""

    block: str  # Block.id
    id: str  # Segment.id
    text: str


def sentences(guide: Guide) -> tuple[list[Sentence], list[Sentence]]:
    """Every sentence of a guide's text, and every one of its commentary."""
    text, notes = (
        [
            Sentence(block.id, one.id, one.span.of(block.text))
            for block in _blocks(guide, role)
            for one in block.segments
        ]
        for role in (Role.TEXT, Role.NOTES)
    )
    return text, notes


def _answer(text: str) -> Answer:
    wanted: set[Place] = set()
    allowed: set[Place] = set()
    for bracket, paragraph, sentence in _REFERENCE.findall(text):
        (allowed if bracket else wanted).add((int(paragraph), int(sentence or 0)))
    return Answer(frozenset(wanted), frozenset(allowed))


def score(one: Case, found: Iterable[Link], least: float) -> Score:
    """How good links are, of those that are at least so sure; the best link of a sentence counts however unsure."""
    found = list(found)
    right = wrong = wanted = first = first_paragraph = 0
    for number, note in enumerate(one.notes, 1):
        answer = one.paragraphs[number]
        allowed = {paragraph for paragraph, _ in answer.wanted | answer.allowed}
        own = [link for link in found if link.note == note.id]
        sure = {one.place(link.block)[0] for link in own if link.sentence is None and link.confidence >= least}
        right += len(sure & answer.paragraphs())
        wrong += len(sure - allowed)
        wanted += len(answer.paragraphs())
        for at, segment in enumerate(note.segments, 1):
            about = one.sentences[number, at]
            if about.wanted:
                links = [link for link in own if link.sentence == segment.id]
                best = max(links, key=lambda link: link.confidence, default=None)
                if best is not None:
                    first += any(about.right(one.place(best.block, name)) for name in best.segments)
                    first_paragraph += about.paragraphs() >= {one.place(best.block)[0]}
    about_something = sum(bool(answer.wanted) for answer in one.sentences.values())
    return Score(right, wrong, wanted, first, first_paragraph, about_something)


def total(several: Iterable[Case], linker: Callable[[Guide], Iterable[Link]], least: float) -> Score:
    """The counts of several cases together."""
    return sum((score(one, linker(one.guide), least) for one in several), Score())

"""A guide beside its gold, word by word: what is right, what is missed, and where."""

import difflib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from companion.guide.model import Block, Guide, Kind, Role
from tests.importing.goldfiles import Gold, GoldLetter


@dataclass(frozen=True, slots=True)
class Count:
    """How many are right, of those found and of those wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    def __str__(self) -> str:
        return f"{self.precision:.3f} {self.recall:.3f} ({self.right} of {self.found} found, {self.wanted} wanted)"


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs as one row of words; a place in them is the number of a word."""

    paragraphs: tuple[str, ...]
    words: tuple[str, ...]
    bases: tuple[int, ...]  # the number of each paragraph's first word

    @staticmethod
    def of(paragraphs: Iterable[str]) -> "Text":
        texts = tuple(paragraphs)
        words: list[str] = []
        bases = []
        for text in texts:
            bases.append(len(words))
            words += text.split()
        return Text(texts, tuple(words), tuple(bases))

    def place(self, paragraph: int, at: int) -> int:
        """The word that holds the first letter or digit at or after a character of a paragraph."""
        text = self.paragraphs[paragraph]
        at = next((index for index in range(at, len(text)) if text[index].isalnum()), max(len(text) - 1, 0))
        return self.bases[paragraph] + len(text[: at + 1].split()) - 1

    def place_before(self, paragraph: int, end: int) -> int:
        """The word that holds the last letter or digit before a character of a paragraph."""
        text = self.paragraphs[paragraph]
        at = next((index for index in range(min(end, len(text)) - 1, -1, -1) if text[index].isalnum()), 0)
        return self.bases[paragraph] + len(text[: at + 1].split()) - 1

    def paragraph(self, word: int) -> int:
        return bisect_right(self.bases, word) - 1


@dataclass
class Comparison:
    gold: Gold
    guide: Guide
    counts: dict[str, Count] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wanted = Text.of(" ".join(paragraph) for paragraph in self.gold.paragraphs)
        self.blocks = tuple(_read_blocks(self.guide))
        self.number = {block.id: number for number, block in enumerate(self.blocks)}
        self.text = Text.of(block.text for block in self.blocks)
        self.gold_word = _aligned(self.text.words, self.wanted.words)
        roles = self.gold.roles()
        self.numbered = {  # a gold paragraph -> its number among those of its role
            index: sum(role == roles[index] for role in roles[: index + 1]) for index in range(len(roles))
        }

    def count(self, figure: str, right: int, found: int, wanted: int) -> None:
        self.counts[figure] = Count(right, found, wanted)

    def fail(self, figure: str, what: str) -> None:
        self.failures.append(f"{figure}: {what}")

    def compare(self, figure: str, found: dict[tuple[int, ...], str], wanted: dict[tuple[int, ...], str]) -> None:
        """Count keys that are equal, and say which are not."""
        self.count(figure, len(found.keys() & wanted.keys()), len(found), len(wanted))
        for key in sorted(wanted.keys() - found.keys()):
            self.fail(figure, f"missed {wanted[key]}")
        for key in sorted(found.keys() - wanted.keys()):
            self.fail(figure, f"wrong  {found[key]}")

    # places

    def here(self, word: int) -> int:
        """A word of the guide as a word of the gold; a number of its own when it is not there."""
        return self.gold_word.get(word, -1 - word)

    def gold_paragraph(self, block_id: str) -> int | None:
        """The gold's paragraph that a block is, by the first of its words that both have."""
        number = self.number.get(block_id)
        if number is None:
            return None
        base = self.text.bases[number]
        words = range(base, base + len(self.text.paragraphs[number].split()))
        word = next((self.gold_word[word] for word in words if word in self.gold_word), None)
        return None if word is None else self.wanted.paragraph(word)

    def letter_keys(self, one: GoldLetter) -> Iterator[tuple[int, int]]:
        """The first and last word of a letter; then with the line above it that may be counted in."""
        begin, end = one.paragraphs[0] - 1, one.paragraphs[1] - 1
        text = self.wanted.paragraphs[end]
        stop = self.wanted.place_before(end, text.rindex(one.last) + len(one.last))
        yield self.wanted.place(begin, self.wanted.paragraphs[begin].index(one.first)), stop
        if one.above:
            yield self.wanted.place(begin - 1, self.wanted.paragraphs[begin - 1].index(one.above)), stop

    def same(self, found: str | None, name: str) -> bool:
        """Whether a name found in the text means the gold’s person: one of their names, or a part of nobody else’s."""
        if found is None:
            return False
        called = {one.name: {folded(form) for form in (one.name, *one.also)} for one in self.gold.people}
        got = folded(found).removeprefix("the ")
        owners = {owner for owner, forms in called.items() if got in forms or f"the {got}" in forms}
        if not owners:
            owners = {
                owner for owner, forms in called.items() if any(set(got.split()) <= set(form.split()) for form in forms)
            }
        return owners == {name}


def _read_blocks(guide: Guide) -> Iterator[Block]:
    for section in guide.sections:
        if section.role is not Role.ASIDES:
            yield from (block for block in section.blocks if block.kind is not Kind.HEADING)


def _aligned(found: Sequence[str], wanted: Sequence[str]) -> dict[int, int]:
    if found == wanted:
        return {word: word for word in range(len(wanted))}
    blocks = difflib.SequenceMatcher(None, found, wanted, autojunk=False).get_matching_blocks()
    return {block.a + at: block.b + at for block in blocks for at in range(block.size)}


def folded(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())

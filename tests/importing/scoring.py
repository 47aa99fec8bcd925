"""How well documents are understood: the whole way from a file to its proposals, compared with the gold.

Everything is compared by the words of the document, so that a paragraph cut in two costs itself and nothing else.
"""

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from companion.guide import markdown
from companion.guide.linking import SURE
from companion.guide.model import Block, Guide, Kind, Role, Speaker
from companion.guide.proposals import FoundQuotation, Proposals, proposals
from companion.importing.drafting import draft
from companion.importing.reading import read
from tests.importing.goldfiles import Gold, GoldPerson, GoldQuotation, gold, names

# Nobody looks at what fails in these while making rules: only their figures are read.
HELD_OUT = frozenset({"bare", "footnotes", "novel", "poem", "resume", "webpage", "wrapped"})

FIGURES = (
    "outline",
    "paragraphs",
    "sentences",
    "letters",
    "letters: by and to",
    "quotations",
    "speakers, no pronouns",
    "speakers, pronouns",
    "links, sure",
    "links, all",
    "links of sentences",
    "links, to the sentence",
)
_OPENING = "“‘«„\"'—‹–"


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
class Score:
    """What one document came to."""

    name: str
    counts: dict[str, Count]
    failures: tuple[str, ...]  # "figure: what"


def documents(held_out: bool | None = None) -> tuple[str, ...]:
    """The documents that have gold: all of them, only those held out, or only the others."""
    return tuple(name for name in names() if held_out is None or (name in HELD_OUT) is held_out)


def total(scores: Iterable[Score]) -> dict[str, Count]:
    """The counts of several documents together, in the order of FIGURES."""
    sums = dict.fromkeys(FIGURES, Count())
    for score in scores:
        for figure, count in score.counts.items():
            sums[figure] += count
    return sums


def score(name: str) -> Score:
    """Read, draft and propose for one document, and compare all of it with its gold."""
    wanted = gold(name)
    guide = understood(wanted)
    scorer = _Scorer(wanted, guide)
    plain = proposals(guide)
    scorer.outline()
    scorer.paragraphs()
    scorer.sentences()
    scorer.letters(plain)
    scorer.quotations(plain)
    scorer.speakers(plain, "speakers, no pronouns")
    scorer.speakers(proposals(introduced(guide, wanted.people)), "speakers, pronouns")
    scorer.links(plain)
    return Score(name, scorer.counts, tuple(scorer.failures))


def understood(wanted: Gold) -> Guide:
    """The guide that an import of the document makes, without any proposal written into it."""
    return markdown.read(draft(read(wanted.path), fallback_title=wanted.name), wanted.path.name, wanted.name)


def introduced(guide: Guide, people: Iterable[GoldPerson]) -> Guide:
    """The guide when a person has written into its front matter who is who."""
    return replace(guide, speakers={one.name: Speaker(one.name, one.pronouns, one.also) for one in people})


@dataclass(frozen=True, slots=True)
class _Text:
    """Paragraphs as one row of words; a place in them is the number of a word."""

    paragraphs: tuple[str, ...]
    words: tuple[str, ...]
    bases: tuple[int, ...]  # the number of each paragraph's first word

    @staticmethod
    def of(paragraphs: Iterable[str]) -> "_Text":
        texts = tuple(paragraphs)
        words: list[str] = []
        bases = []
        for text in texts:
            bases.append(len(words))
            words += text.split()
        return _Text(texts, tuple(words), tuple(bases))

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
class _Scorer:
    gold: Gold
    guide: Guide
    counts: dict[str, Count] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wanted = _Text.of(" ".join(paragraph) for paragraph in self.gold.paragraphs)
        self.blocks = tuple(_read_blocks(self.guide))
        self.number = {block.id: number for number, block in enumerate(self.blocks)}
        self.text = _Text.of(block.text for block in self.blocks)
        self.gold_word = _aligned(self.text.words, self.wanted.words)
        roles = self.gold.roles()
        self.numbered = {  # a gold paragraph -> its number among those of its role
            index: sum(role == roles[index] for role in roles[: index + 1]) for index in range(len(roles))
        }
        self.located = tuple(self._locate())

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

    # outline, paragraphs, sentences

    def outline(self) -> None:
        """Title, subtitle and language, and each section's title and role in order."""
        wanted = [("language", self.gold.language[:2])]
        found = [("language", self.guide.language[:2])]
        if self.gold.title:
            wanted.append(("title", _folded(self.gold.title)))
            found.append(("title", _folded(self.guide.title)))
        for row, text in ((wanted, self.gold.subtitle), (found, self.guide.subtitle)):
            if text:
                row.append(("subtitle", _folded(text).removeprefix(_folded(self.gold.title)).strip(" :")))
        for one in self.gold.sections:
            wanted.append((_folded(one.title), one.role if one.paragraphs else ""))
        for section in self.guide.sections:
            if section.role is Role.ASIDES:
                continue
            titled = any(block.kind is Kind.HEADING for block in section.blocks)
            role = section.role.value if any(block.kind is not Kind.HEADING for block in section.blocks) else ""
            found.append((_folded(section.title) if titled else "", role))
        matcher = difflib.SequenceMatcher(None, found, wanted, autojunk=False)
        self.count("outline", sum(block.size for block in matcher.get_matching_blocks()), len(found), len(wanted))
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind != "equal":
                self.fail("outline", f"{found[a:b]} instead of {wanted[c:d]}")

    def paragraphs(self) -> None:
        """Each paragraph by its first and last word."""
        found = {self._ends(self.text, number): text for number, text in enumerate(self.text.paragraphs)}
        wanted = {self._ends(self.wanted, number, False): text for number, text in enumerate(self.wanted.paragraphs)}
        self.compare("paragraphs", found, wanted)

    def _ends(self, text: _Text, number: int, found: bool = True) -> tuple[int, ...]:
        first = text.bases[number]
        last = first + max(len(text.paragraphs[number].split()) - 1, 0)
        return (self.here(first), self.here(last)) if found else (first, last)

    def sentences(self) -> None:
        """Each sentence by its first and last word."""
        found: dict[tuple[int, ...], str] = {}
        wanted: dict[tuple[int, ...], str] = {}
        for number, block in enumerate(self.blocks):
            for segment in block.segments:
                first = self.text.place(number, segment.span.start)
                last = self.text.place_before(number, segment.span.end)
                found[self.here(first), self.here(last)] = segment.span.of(block.text)
        word = 0
        for sentence in (one for paragraph in self.gold.paragraphs for one in paragraph):
            length = len(sentence.split())
            local = _Text.of([sentence])
            wanted[word + local.place(0, 0), word + local.place_before(0, len(sentence))] = sentence
            word += length
        self.compare("sentences", found, wanted)

    # letters

    def letters(self, plain: Proposals) -> None:
        """Each letter by its first and last word; then who wrote it to whom."""
        found = {}
        for letter in plain.letters:
            first, last = self.number.get(letter.first, 0), self.number.get(letter.last, 0)
            start = self.here(self.text.place(first, letter.start))
            found[start, self.here(self.text.place_before(last, letter.end))] = letter
        right = wanted = named = 0
        taken = set()
        for one in self.gold.letters:
            key = next(
                (key for key in self._letter_keys(one.paragraphs, one.above, one.first, one.last) if key in found), None
            )
            if key is None:
                wanted += not one.optional
                if not one.optional:
                    self.fail("letters", f"missed {one.first} … {one.last}")
                continue
            taken.add(key)
            right, wanted = right + 1, wanted + 1
            for got, names_ in ((found[key].by, one.by), (found[key].to, one.to)):
                same = (got or "") in names_ or (got is None and not names_) or self.same(got, names_[0])
                named += same
                if not same:
                    self.fail("letters: by and to", f"{got} instead of {' or '.join(names_)}: {one.first} … {one.last}")
        self.count("letters", right, len(found), wanted)
        self.count("letters: by and to", named, 2 * right, 2 * right)
        for key in found.keys() - taken:
            letter = found[key]
            self.fail("letters", f"wrong  {self._between(*key)} (by {letter.by} to {letter.to})")

    def _letter_keys(self, paragraphs: tuple[int, int], above: str, first: str, last: str) -> Iterator[tuple[int, int]]:
        begin, end = paragraphs[0] - 1, paragraphs[1] - 1
        text = self.wanted.paragraphs[end]
        stop = self.wanted.place_before(end, text.rindex(last) + len(last))
        yield self.wanted.place(begin, self.wanted.paragraphs[begin].index(first)), stop
        if above:
            yield self.wanted.place(begin - 1, self.wanted.paragraphs[begin - 1].index(above)), stop

    def _between(self, first: int, last: int) -> str:
        words = self.wanted.words
        return f"{' '.join(words[first : first + 5])} … {' '.join(words[last - 3 : last + 1])}" if first >= 0 else "?"

    # quotations and speakers

    def _locate(self) -> Iterator[tuple[int, GoldQuotation]]:
        at, paragraph = 0, 0
        for one in self.gold.quotations:
            if one.paragraph != paragraph:
                at, paragraph = 0, one.paragraph
            text = self.wanted.paragraphs[paragraph - 1]
            match = re.compile(rf"(?:^|[{_OPENING}]\s?){re.escape(one.first)}").search(text, at) or re.compile(
                re.escape(one.first)
            ).search(text, at)
            assert match, f"{self.gold.name}: no quotation '{one.first}' in paragraph {paragraph}"
            at = match.end()
            yield self.wanted.place(paragraph - 1, match.start()), one

    def _found_quotations(self, plain: Proposals) -> dict[int, FoundQuotation]:
        """Those found, by their first word; a letter in quotation marks is left to the letters."""
        letters = {
            key[0]
            for one in self.gold.letters
            for key in self._letter_keys(one.paragraphs, one.above, one.first, one.last)
        }
        found = {
            self.here(self.text.place(self.number[one.block], one.span.start)): one
            for one in plain.quotations
            if one.block in self.number
        }
        optional = {word for word, one in self.located if one.optional}
        wanted = {word for word, _ in self.located}
        return {
            word: one for word, one in found.items() if word not in letters and (word in wanted or word not in optional)
        }

    def quotations(self, plain: Proposals) -> None:
        """Whether every quotation is found, by its first word."""
        found = self._found_quotations(plain)
        optional = {word for word, one in self.located if one.optional and word not in found}
        wanted: dict[tuple[int, ...], str] = {
            (word,): self._quoted(word, one) for word, one in self.located if word not in optional
        }
        self.compare("quotations", {(word,): self._found(one) for word, one in found.items()}, wanted)

    def speakers(self, found: Proposals, figure: str) -> None:
        """Speakers that are given as sure."""
        quotations = self._found_quotations(found)
        right = claimed = 0
        for word, one in self.located:
            if one.how == "any":
                continue
            got = quotations.get(word)
            if got is None or not got.sure or got.speaker is None:
                if one.speaker:
                    guess = "not found" if got is None else f"unsure {got.speaker} ({got.rule})"
                    self.fail(figure, f"missed {one.speaker} by {one.how}, {guess}: {self._quoted(word, one)}")
                continue
            claimed += 1
            same = bool(one.speaker) and self.same(got.speaker, one.speaker)
            right += same
            if not same:
                self.fail(
                    figure, f"wrong  {got.speaker} ({got.rule}), is {one.speaker or one.how}: {self._quoted(word, one)}"
                )
        self.count(figure, right, claimed, sum(bool(one.speaker) for _, one in self.located))

    def same(self, found: str | None, name: str) -> bool:
        """Whether a name found in the text means the gold’s person: one of their names, or a part of nobody else’s."""
        if found is None:
            return False
        called = {one.name: {_folded(form) for form in (one.name, *one.also)} for one in self.gold.people}
        got = _folded(found).removeprefix("the ")
        owners = {owner for owner, forms in called.items() if got in forms or f"the {got}" in forms}
        if not owners:
            owners = {
                owner for owner, forms in called.items() if any(set(got.split()) <= set(form.split()) for form in forms)
            }
        return owners == {name}

    def _quoted(self, word: int, one: GoldQuotation) -> str:
        text = self.wanted.paragraphs[one.paragraph - 1].split()
        at = word - self.wanted.bases[one.paragraph - 1]
        return f"“{one.first}…” in: …{' '.join(text[max(0, at - 8) : at + 16])}…"

    def _found(self, one: FoundQuotation) -> str:
        return one.span.of(self.blocks[self.number[one.block]].text)[:80]

    # links

    def links(self, plain: Proposals) -> None:
        """From paragraphs of the commentary to paragraphs of the text, and from sentences."""
        wanted = {(one.note, text) for one in self.gold.links for text in one.about}
        sure, shown = set(), set()
        for link in plain.links:
            note, text = self._numbered(link.note, "notes"), self._numbered(link.block, "text")
            if link.sentence is None:
                shown.add((note, text))
                if link.confidence >= SURE:
                    sure.add((note, text))
        self.count("links, sure", len(sure & wanted), len(sure), len(wanted))
        self.count("links, all", len(shown & wanted), len(shown), len(wanted))
        for one in self.gold.links:
            if got := sorted(text for note, text in sure if note == one.note and text not in one.about):
                self.fail("links, sure", f"note {one.note} to {got} as well, is about {list(one.about)}")
            if missed := [text for text in one.about if (one.note, text) not in sure]:
                seen = [text for text in missed if (one.note, text) in shown]
                self.fail("links, sure", f"note {one.note} missed {missed} of {list(one.about)}, proposed: {seen}")
        self._sentence_links(plain)

    def _numbered(self, block_id: str, role: str) -> int:
        paragraph = self.gold_paragraph(block_id)
        return self.numbered[paragraph] if paragraph is not None and self.gold.roles()[paragraph] == role else 0

    def _sentence_links(self, plain: Proposals) -> None:
        found = right = exact = 0
        for one in self.gold.sentence_links:
            linked = [
                link
                for link in plain.links
                if link.sentence is not None
                and self._numbered(link.note, "notes") == one.note
                and self._says(link.note, link.sentence, one.sentence)
            ]
            if not linked:
                self.fail("links of sentences", f"note {one.note}, {one.sentence}…: none, is paragraph {one.paragraph}")
                continue
            best = max(linked, key=lambda link: link.confidence)
            hit = self._numbered(best.block, "text") == one.paragraph
            found, right = found + 1, right + hit
            exact += hit and bool(best.segments) and self._says(best.block, best.segments[0], one.text)
            if not hit:
                self.fail(
                    "links of sentences",
                    f"note {one.note}, {one.sentence}…: paragraph {self._numbered(best.block, 'text')}"
                    f" ({best.confidence:.2f}), is {one.paragraph}",
                )
        self.count("links of sentences", right, found, len(self.gold.sentence_links))
        self.count("links, to the sentence", exact, found, len(self.gold.sentence_links))

    def _says(self, block_id: str, segment_id: str, words: str) -> bool:
        block = self.blocks[self.number[block_id]]
        texts = (" ".join(one.span.of(block.text).split()) for one in block.segments if one.id == segment_id)
        return any(text.startswith(words) for text in texts)


def _read_blocks(guide: Guide) -> Iterator[Block]:
    for section in guide.sections:
        if section.role is not Role.ASIDES:
            yield from (block for block in section.blocks if block.kind is not Kind.HEADING)


def _aligned(found: Sequence[str], wanted: Sequence[str]) -> dict[int, int]:
    if found == wanted:
        return {word: word for word in range(len(wanted))}
    blocks = difflib.SequenceMatcher(None, found, wanted, autojunk=False).get_matching_blocks()
    return {block.a + at: block.b + at for block in blocks for at in range(block.size)}


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())

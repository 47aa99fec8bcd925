"""How well documents are understood: the whole way from a file to its proposals, compared with the gold.

Everything is compared by the words of the document, so that a paragraph cut in two costs itself and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from companion.guide import markdown
from companion.guide.model import Guide, Speaker
from companion.guide.proposals import proposals
from companion.importing.drafting import draft
from companion.importing.reading import read
from tests.importing import linked, speaking, structure
from tests.importing.comparing import Comparison, Count
from tests.importing.goldfiles import Gold, GoldPerson, gold, names

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
    case = Comparison(wanted, guide)
    plain = proposals(guide)
    structure.outline(case)
    structure.paragraphs(case)
    structure.sentences(case)
    structure.letters(case, plain)
    speaking.quotations(case, plain)
    speaking.speakers(case, plain, "speakers, no pronouns")
    speaking.speakers(case, proposals(introduced(guide, wanted.people)), "speakers, pronouns")
    linked.links(case, plain)
    return Score(name, case.counts, tuple(case.failures))


def understood(wanted: Gold) -> Guide:
    """The guide that an import of the document makes, without any proposal written into it."""
    return markdown.read(draft(read(wanted.path), fallback_title=wanted.name), wanted.path.name, wanted.name)


def introduced(guide: Guide, people: Iterable[GoldPerson]) -> Guide:
    """The guide when a person has written into its front matter who is who."""
    return replace(guide, speakers={one.name: Speaker(one.name, one.pronouns, one.also) for one in people})

"""Attribution: who is proposed as the speaker of each quotation of many paragraphs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from companion.guide.cast import SENTENCE_END, Cast, Story
from companion.guide.model import Span, Speaker
from companion.guide.paragraph import Attribution, Page, Rule
from companion.guide.passages import Paragraphs

_NEAR = 160  # characters between two quotations of one talk
_REOPENED = '“"«„»'  # set again where a speech goes on in a paragraph of its own
_CLOSING = ("”", '"', "»", "“", "«")


def attribute(
    paragraphs: Sequence[str] | Paragraphs,
    speakers: "Mapping[str, Speaker] | Cast",
    given: Mapping[tuple[int, Span], str] = {},
    language: str = "en",
) -> tuple[Attribution, ...]:
    """A proposal for each quotation of `paragraphs`, in order.

    Only declared speakers are proposed. A pronoun means the speaker whom the nearest sentence before names first, of
    those who declare that pronoun, or whose title tells it: nobody's gender is guessed, so otherwise a pronoun proposes
    nobody.
    `given` names the speakers that are known already, by paragraph and span: their words may go on.
    """
    cast = speakers if isinstance(speakers, Cast) else Cast(speakers, language)
    read = paragraphs if isinstance(paragraphs, Paragraphs) else Paragraphs.read(paragraphs, language)
    signed = {(letter.first, letter.start): letter.by for letter in read.letters}
    blanks = [_without(text, inside) for text, inside in zip(read.texts, read.quotations, strict=True)]
    story = Story(cast, blanks)
    found: list[Attribution] = []
    for number, (text, inside) in enumerate(zip(read.texts, read.quotations, strict=True)):
        page = Page(cast, text, blanks[number], story, story.starts[number])
        previous: Attribution | None = None
        for index, span in enumerate(inside):
            if (number, span) in given:
                proposal = Attribution(number, span, given[number, span], Rule.GIVEN)
            elif by := signed.get((number, span.start)):
                name = cast.named(by)
                proposal = Attribution(number, span, name, Rule.SIGNED if name else Rule.NONE)
            else:
                end = inside[index + 1].start if index + 1 < len(inside) else len(text)
                proposal = page.proposal(number, span, previous, end)
                last = found[-1] if found else None
                named = proposal.rule not in (Rule.NONE, Rule.BESIDE)
                if index == 0 and last and not named and _reopens(read.texts, number, span, last):
                    proposal = replace(last, paragraph=number, span=span, rule=Rule.REOPENS, loose=False)
            found.append(proposal)
            previous = proposal
    return tuple(_without_turns(found, blanks))


def _reopens(texts: Sequence[str], number: int, span: Span, last: Attribution) -> bool:
    """Whether a paragraph only goes on with what is said in the one before, which has not been closed."""
    text, before = texts[number], texts[last.paragraph].rstrip()
    opening = text[span.start]
    return (
        last.paragraph == number - 1
        and last.span.end == len(before)
        and before[last.span.start] == opening
        and opening in _REOPENED
        and not before.endswith(_CLOSING)
        and not text[: span.start].strip()
    )


def _without_turns(found: Sequence[Attribution], blanks: Sequence[str]) -> list[Attribution]:
    """`found`, with doubt about whoever goes on behind a full stop, where somebody else may have taken the turn.

    Most texts begin a paragraph for each speaker: “…,” says Nora. “…” is then Nora's. Summaries let two talk in one,
    and some leave the second without a tag.
    """
    bare, exchanged = set(), set()  # the places in `found` that follow others with nothing between, or only a tag
    untagged = False
    for place, (one, other) in enumerate(pairwise(found), 1):
        if one.paragraph == other.paragraph and other.span.start - one.span.end <= _NEAR:
            between = blanks[one.paragraph][one.span.end : other.span.start].strip()
            if not between:
                bare.add(place)
                untagged = untagged or other.rule in (Rule.NONE, Rule.BESIDE)
            if not between or (one.speaker != other.speaker and SENTENCE_END.search(between) is None):
                exchanged.add(place)
    return [
        replace(one, certain=False) if one.loose and (untagged or place + 1 in bare or place - 1 in exchanged) else one
        for place, one in enumerate(found)
    ]


def _without(text: str, spans: Sequence[Span]) -> str:
    """`text` with blanks for what stands inside the quotation marks; the marks and a stop before the last stay."""
    pieces, at = [], 0
    for span in spans:
        opening = text[span.start] if not text[span.start].isalnum() else " "
        closing = text[span.end - 1] if len(span) > 1 and not text[span.end - 1].isalnum() else " " * (len(span) > 1)
        within = text[span.start + 1 : max(span.start + 1, span.end - 1)]
        ends = within.rstrip()  # French sets a space before the mark
        stop = ends[-1:] if ends[-1:] in tuple(".!?…,") else ""
        blank = " " * (len(ends) - len(stop)) + stop + " " * (len(within) - len(ends))
        pieces += [text[at : span.start], opening, blank, closing]
        at = span.end
    return "".join([*pieces, text[at:]])

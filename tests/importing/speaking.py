"""The quotations of a guide and who says them, compared with its gold."""

import re
from collections.abc import Iterator

from companion.guide.proposals import FoundQuotation, Proposals
from tests.importing.comparing import Comparison
from tests.importing.goldfiles import GoldQuotation

_OPENING = "“‘«„\"'—‹–"


def _located(case: Comparison) -> Iterator[tuple[int, GoldQuotation]]:
    at, paragraph = 0, 0
    for one in case.gold.quotations:
        if one.paragraph != paragraph:
            at, paragraph = 0, one.paragraph
        text = case.wanted.paragraphs[paragraph - 1]
        match = re.compile(rf"(?:^|[{_OPENING}]\s?){re.escape(one.first)}").search(text, at) or re.compile(
            re.escape(one.first)
        ).search(text, at)
        assert match, f"{case.gold.name}: no quotation '{one.first}' in paragraph {paragraph}"
        at = match.end()
        yield case.wanted.place(paragraph - 1, match.start()), one


def _found_quotations(case: Comparison, plain: Proposals) -> dict[int, FoundQuotation]:
    """Those found, by their first word; a letter in quotation marks is left to the letters."""
    letters = {key[0] for one in case.gold.letters for key in case.letter_keys(one)}
    found = {
        case.here(case.text.place(case.number[one.block], one.span.start)): one
        for one in plain.quotations
        if one.block in case.number
    }
    optional = {word for word, one in _located(case) if one.optional}
    wanted = {word for word, _ in _located(case)}
    return {
        word: one for word, one in found.items() if word not in letters and (word in wanted or word not in optional)
    }


def quotations(case: Comparison, plain: Proposals) -> None:
    """Whether every quotation is found, by its first word."""
    found = _found_quotations(case, plain)
    optional = {word for word, one in _located(case) if one.optional and word not in found}
    wanted: dict[tuple[int, ...], str] = {
        (word,): _quoted(case, word, one) for word, one in _located(case) if word not in optional
    }
    case.compare("quotations", {(word,): _found(case, one) for word, one in found.items()}, wanted)


def speakers(case: Comparison, found: Proposals, figure: str) -> None:
    """Speakers that are given as sure."""
    quotations = _found_quotations(case, found)
    right = claimed = 0
    for word, one in _located(case):
        if one.how == "any":
            continue
        got = quotations.get(word)
        if got is None or not got.sure or got.speaker is None:
            if one.speaker:
                guess = "not found" if got is None else f"unsure {got.speaker} ({got.rule})"
                case.fail(figure, f"missed {one.speaker} by {one.how}, {guess}: {_quoted(case, word, one)}")
            continue
        claimed += 1
        same = bool(one.speaker) and case.same(got.speaker, one.speaker)
        right += same
        if not same:
            case.fail(
                figure, f"wrong  {got.speaker} ({got.rule}), is {one.speaker or one.how}: {_quoted(case, word, one)}"
            )
    case.count(figure, right, claimed, sum(bool(one.speaker) for _, one in _located(case)))


def _quoted(case: Comparison, word: int, one: GoldQuotation) -> str:
    text = case.wanted.paragraphs[one.paragraph - 1].split()
    at = word - case.wanted.bases[one.paragraph - 1]
    return f"“{one.first}…” in: …{' '.join(text[max(0, at - 8) : at + 16])}…"


def _found(case: Comparison, one: FoundQuotation) -> str:
    return one.span.of(case.blocks[case.number[one.block]].text)[:80]

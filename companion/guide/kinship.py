"""Kinship: which names a text tells apart, by whose father somebody is and who does something to whom."""

import re
from collections.abc import Iterable, Iterator, Sequence

from companion.guide.speechverbs import any_of

_KIN = """
father mother brother sister son daughter husband wife widow uncle aunt cousin nephew niece grandfather grandmother
grandson granddaughter stepfather stepmother stepson stepdaughter twin fiancé fiancée
père mère frère sœur fils fille mari femme veuve oncle tante cousine neveu nièce grand-père grand-mère
Vater Mutter Bruder Schwester Sohn Tochter Mann Frau Witwe Onkel Tante Neffe Nichte Großvater Großmutter
padre madre hermano hermana hijo hija marido esposo esposa mujer viuda tío tía primo prima abuelo abuela sobrino sobrina
"""
_NAME = r"(?P<name>[^\W\d_a-z]\w*\.?(?:[ \u00a0][^\W\d_a-z][\w’'-]*?){1,3})(?![\w-])"
_POSSESSIVES = "his|her|their|my|our|your|son|sa|leur|mon|ma|seine?|ihre?|meine?|su|mi|tu"
_OWNER = rf"(?:(?P<owner>[^\W\d_a-z]\w+)[’']s?|(?i:{_POSSESSIVES}))"
_NOUN = rf"(?:[^\W\d_A-Z][\w-]*\s){{0,2}}(?:{any_of(_KIN.split())})(?:-in-law)?"
_IS = r"(?:,\s|\s(?:is|was|ist|war|est|était|es|era)\s|,\swho\s(?:is|was)\s)"
_SAID = (
    re.compile(rf"(?<!\w){_OWNER}\s{_NOUN},?\s{_NAME}"),  # his father, Captain Reed
    re.compile(rf"(?<!\w){_NAME}{_IS}{_OWNER}\s{_NOUN}(?!\w)"),  # Captain Reed is Tom’s father
    re.compile(rf"(?<!\w){_NAME}{_IS}(?:the\s)?{_NOUN}\s(?:of|de|von)\s(?P<owner>[^\W\d_a-z]\w+)"),
)
_ALONE = re.compile(r"(?:\A|[^\w\s’'-]\s*|\n|(?<![\w’'-])[^\W\d_A-Z][\w’'-]*\s)\Z")  # not behind a capitalised word
_SMALL = r"\s(?:[^\W\d_A-Z][\w-]*\s){1,6}"
_NO_NAME = r"(?![\w’'-]|\s[^\W\d_a-z])"
_CLAUSE = r"[^.!?…;:,\n]{1,60}"


def relatives(paragraphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each name, as written, that is told to be somebody’s kin, and the first name of that one; "" for his or her."""
    for text in paragraphs:
        for pattern in _SAID:
            for match in pattern.finditer(text):
                yield match["name"], match["owner"] or ""


def are_beside(paragraphs: Sequence[str], some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of the names `some` and one of `others` stand in one clause: nobody is told of beside himself."""
    some, others = tuple(some), tuple(others)
    one, other = (rf"(?<!\w)(?:{any_of(names)})(?![\w’'])" for names in (some, others))
    together = re.compile(f"{one}{_CLAUSE}{other}|{other}{_CLAUSE}{one}")
    near = (text for text in paragraphs if any(map(text.__contains__, some)))
    return any(together.search(text) for text in near)


def are_two(paragraphs: Sequence[str], first: str, last: str) -> bool:
    """Whether two names are two persons’, not one’s: Anna waits for Karl. Then “sagt Anna Karl” is no Anna Karl."""
    one, other = re.escape(first), re.escape(last)
    patterns = [re.compile(f"{name}{_SMALL}{beside}{_NO_NAME}") for name, beside in ((one, other), (other, one))]
    return any(
        _ALONE.search(text, max(0, match.start() - 40), match.start()) is not None
        for text in paragraphs
        if first in text and last in text
        for pattern in patterns
        for match in pattern.finditer(text)
    )

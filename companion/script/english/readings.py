"""All that English says in another way than it is written."""

import re
from typing import Final

from companion.script.english import abbreviations, quantities, romans, symbols
from companion.script.english.abbreviations import ENDINGS
from companion.script.english.romans import SMALL_NUMERAL
from companion.script.english.symbols import PICTURE
from companion.script.reading import Reading

# What comes first wins where two meet.
_RULES: Final = tuple(
    (frozenset(rule.needed), re.compile(rule.pattern), rule.readings)
    for rule in (*symbols.ADDRESSES, *quantities.RULES, *romans.RULES, *abbreviations.RULES, *symbols.RULES)
)
_SMALL_NUMERAL: Final = re.compile(r"[ .(–-][ivxl]{1,8}\b")


def readings(text: str) -> list[Reading]:
    """What English says in another way than it is written, in order, without overlap."""
    found: list[Reading] = []
    taken = bytearray(len(text))
    signs = _signs(text)
    for needed, pattern, rule in _RULES:
        if needed.isdisjoint(signs):
            continue
        for match in pattern.finditer(text):
            for reading in rule(match):
                if 1 not in taken[reading.start : reading.end]:
                    taken[reading.start : reading.end] = b"\1" * (reading.end - reading.start)
                    found.append(reading)
    return sorted(found)


def _signs(text: str) -> set[str]:
    """The characters that may call for a rule: most sentences have none, and are through at once."""
    inner = text.rstrip(".!?”’\"') ")  # a dot that only ends the sentence calls for nothing
    signs = set(inner)
    if signs and max(signs) >= PICTURE:
        signs.add(PICTURE)
    if inner.endswith(ENDINGS):
        signs.add(".")
    if _SMALL_NUMERAL.search(text):
        signs.add(SMALL_NUMERAL)
    return signs

"""Abbreviations, initials, and capitals that are no initials."""

import re
from collections.abc import Iterator
from typing import Final

from companion.script.english.quantities import DIGITS, VULGAR_FRACTIONS
from companion.script.english.romans import NUMBERED, NUMERAL
from companion.script.reading import Reading, Rule, always, either, reading

_BEFORE_NUMBERS: Final = {
    "ch": "chapter", "chs": "chapters", "vol": "volume", "vols": "volumes", "p": "page", "pp": "pages", "pg": "page",
    "no": "number", "nos": "numbers", "l": "line", "ll": "lines", "sc": "scene", "fig": "figure", "figs": "figures",
    "bk": "book", "bks": "books", "pt": "part", "pts": "parts", "sec": "section", "sect": "section", "v": "verse",
    "vv": "verses", "ed": "edition", "ex": "example", "eq": "equation", "op": "opus", "ep": "episode",
    "art": "article", "para": "paragraph", "c": "circa", "ca": "circa", "est": "established", "b": "born",
    "d": "died", "fl": "flourished", "r": "reigned", "n": "note", "nn": "notes",
}  # fmt: skip
_BEFORE: Final = (
    rf"(?<![\w.])(?:[bcdlnprvP]|(?i:{either({key: said for key, said in _BEFORE_NUMBERS.items() if len(key) > 1})}))"
)
_BEFORE_NAMES: Final = {
    "Rev": "Reverend", "Lt": "Lieutenant", "Gen": "General", "Col": "Colonel", "Capt": "Captain", "Sgt": "Sergeant",
    "Gov": "Governor", "Sen": "Senator", "Rep": "Representative", "Hon": "Honorable", "Fr": "Father", "Mt": "Mount",
    "Ft": "Fort", "Ms": "Miz", "Mx": "Mix", "Messrs": "Messieurs", "Prof": "Professor", "Maj": "Major",
    "Cpl": "Corporal", "Pvt": "Private", "Cmdr": "Commander", "Adm": "Admiral", "Supt": "Superintendent",
    "Insp": "Inspector", "Mme": "Madame", "Mlle": "Mademoiselle", "Msgr": "Monsignor", "Pres": "President",
}  # fmt: skip
_WITHOUT_DOT: Final = "Lt|Sgt|Mt|Ms|Mx|Mme|Mlle|Messrs|Cpl|Pvt|Cmdr|Msgr"  # in no other sense: not "Gen Z"
_ANYWHERE: Final = {
    "vs": "versus", "cf": "compare", "approx": "approximately", "viz": "namely", "Jr": "Junior", "Sr": "Senior",
    "Esq": "Esquire", "Inc": "Incorporated", "Corp": "Corporation", "Bros": "Brothers", "Blvd": "Boulevard",
    "Ave": "Avenue", "Rd": "Road", "Dept": "Department", "Ph.D": "PhD", "pseud": "pseudonym", "anon": "anonymous",
}  # fmt: skip
ENDINGS: Final = tuple(_ANYWHERE)
_MONTHS: Final = {
    "Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "Jun": "June", "Jul": "July", "Aug": "August",
    "Sep": "September", "Sept": "September", "Oct": "October", "Nov": "November", "Dec": "December",
}  # fmt: skip


def _before_number(match: re.Match[str]) -> Iterator[Reading]:
    yield reading(match, _BEFORE_NUMBERS[match[0].rstrip().rstrip(".").lower()] + " ")


def _before_name(match: re.Match[str]) -> Iterator[Reading]:
    yield reading(match, _BEFORE_NAMES[match[0].rstrip(".")])


def _anywhere(match: re.Match[str]) -> Iterator[Reading]:
    ends = match.end() == len(match.string.rstrip("”’\"')"))
    yield reading(match, _ANYWHERE[match[1]] + ("." if ends else ""))


def _month(match: re.Match[str]) -> Iterator[Reading]:
    yield reading(match, _MONTHS[match[0].rstrip(".")])


def _spelled(match: re.Match[str]) -> Iterator[Reading]:
    yield reading(match, ".".join(match[0]))


def _last_dot(match: re.Match[str]) -> Iterator[Reading]:
    """A dot that ends initials and no sentence would make a pause: "J.R. Fenn"."""
    yield Reading(match.end() - 1, match.end(), "")


def _lower(match: re.Match[str]) -> Iterator[Reading]:
    yield reading(match, match[0].lower())


RULES: Final = (
    Rule(".", rf"({_BEFORE})\.\s?(?=[\d{VULGAR_FRACTIONS}])|({NUMBERED})\.\s?(?={NUMERAL}\b)", _before_number),
    Rule(".", rf"\b(?:{either(_BEFORE_NAMES)})\.(?=\s[A-Z])", _before_name),
    Rule("LSMCP", rf"\b(?:{_WITHOUT_DOT})(?=\s[A-Z])", _before_name),
    Rule(".", rf"\b({either(_ANYWHERE)})\.", _anywhere),
    Rule(DIGITS, rf"\b(?:{either(_MONTHS)})\b\.?(?=\s\d)", _month),
    Rule(DIGITS, r"\b(?:AD|CE)(?=\s\d)|(?<=\d\s)(?:AD|CE)\b", _spelled),
    Rule(".", r"\b(?:[A-Z]\.){2,8}(?=\s+[\w“‘(])", _last_dot),
    Rule("T", r"(?<=[A-Z]{2}\s)IT\b|\bIT(?=\s[A-Z]{2})", _lower),  # espeak-ng spells these two, also when shouted
    Rule("U", r"(?:(?<=\b(?:OF|TO)\s)|(?<=\b(?:LET|FOR|ALL)\s)|(?<=\b(?:TELL|GIVE|HELP|SAVE|WITH)\s))US\b", _lower),
    Rule(".", r"(?<=[a-z]\s)v\.(?=\s[A-Z])", always("versus")),
)

"""Years, decades, ranges, money, measures, fractions, times of day."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from companion.script.english.numerals import cardinal, decade, fraction, roman, year
from companion.script.reading import Reading, Rule, always, either, reading

DIGITS: Final = "0123456789"
VULGAR_FRACTIONS: Final = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_NUMBER: Final = r"\d(?:[\d,]{0,20}\d)?"
_CURRENCIES: Final = {  # one, several, and for two decimals: one, several
    "$": ("dollar", "dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
    "¥": ("yen", "yen", "", ""),
    "₹": ("rupee", "rupees", "paisa", "paise"),
}
_SCALES: Final = {"k": "thousand", "m": "million", "bn": "billion", "tn": "trillion"}


def _money(match: re.Match[str]) -> Iterator[Reading]:
    """The currency is said after the number: "$3.50", "a £5 note", "$5–10 million"."""
    one, several, penny, pence = _CURRENCIES[match["sign"]]
    whole, part, scale = match["whole"], match["part"] or "", match["scale"]
    if match["low"]:
        yield reading(match, match["low"], "sign", "low")
    start = match.start("whole" if match["low"] else "sign")
    number = f"{whole}.{part}" if part else whole
    unit = one if match["article"] or number == "1" else several
    if scale:
        yield Reading(start, match.end("part" if part else "whole"), number)
        yield reading(match, f"{_SCALES.get(scale, scale)} {unit}", "scale")
        return
    if penny and len(part) == 2:
        whole_unit = one if whole == "1" else several
        coins = f"{int(part)} {penny if part == '01' else pence}"
        notes = f"{whole} {whole_unit}"
        said = coins if whole == "0" else notes if part == "00" else f"{notes} and {coins}"
    else:
        said = f"{number} {unit}"
    yield Reading(start, match.end("part" if part else "whole"), said)


_UNITS: Final = {  # one, several
    "km": ("kilometer", "kilometers"), "cm": ("centimeter", "centimeters"), "mm": ("millimeter", "millimeters"),
    "kg": ("kilogram", "kilograms"), "mg": ("milligram", "milligrams"), "ml": ("milliliter", "milliliters"),
    "ft": ("foot", "feet"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    "mi": ("mile", "miles"), "mph": ("mile per hour", "miles per hour"), "hrs": ("hour", "hours"),
    "km/h": ("kilometer per hour", "kilometers per hour"), "kph": ("kilometer per hour", "kilometers per hour"),
    "°C": ("degree Celsius", "degrees Celsius"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
}  # fmt: skip


def _measure(match: re.Match[str]) -> Iterator[Reading]:
    yield reading(match, _UNITS[match["unit"]][match["one"] is None], "unit")


_QUANTITIES: Final = re.compile(
    r"\s+(?:other|more|people|men|women|children|(?!was\b|is\b|has\b|as\b|does\b|this\b|us\b|its\b|his\b|always\b|"
    r"perhaps\b|sees\b|brings\b|marks\b|begins\b|ends\b|finds\b|remains\b|became\b)[a-z]{2,}[a-rt-z]s)\b"
)
_MEASURED: Final = re.compile(r"\s+(?:words|pages|lines|miles|days|hours|years|times|dollars|pounds|copies|feet)\b")
_DATED: Final = re.compile(
    r"(?:\b(?:in|since|during|circa|by|until|till|from|early|late|year|spring|summer|autumn|fall|winter|january|"
    r"february|march|april|may|june|july|august|september|october|november|december)|\d,)\s$",
    re.IGNORECASE,
)


def _year(match: re.Match[str]) -> Iterator[Reading]:
    """A number of four digits is a year, unless it counts what follows: "1972 people"."""
    text, number = match.string, int(match[0])
    dated = _DATED.search(text, max(0, match.start() - 12), match.start()) is not None
    counts = _MEASURED if dated else _QUANTITIES
    if not counts.match(text, match.end()) and (number >= 1100 or dated):
        yield reading(match, year(number))


def _decade(match: re.Match[str]) -> Iterator[Reading]:
    yield reading(match, decade(int(match["ten"])))


def _hyphens(match: re.Match[str]) -> Iterator[Reading]:
    """One hyphen between rising numbers is "to"; in scores, dates and telephone numbers nobody says it."""
    numbers = match[0].split("-")
    low, high = numbers[0], numbers[1]
    rises = int(low) < int(high) or len(high) < len(low) == 4
    ranges = len(numbers) == 2 and rises and (len(low), len(high)) != (3, 4)
    for hyphen in re.finditer("-", match[0]):
        yield Reading(match.start() + hyphen.start(), match.start() + hyphen.end(), " to " if ranges else " ")


def _fraction(match: re.Match[str]) -> Iterator[Reading]:
    said = fraction(int(match["above"]), int(match["below"]))
    if said is None:
        yield Reading(match.end("above"), match.start("below"), " ")
    elif match["whole"]:
        yield reading(match, f" and {said.replace('one ', 'a ')}", "space", "below")
    else:
        yield reading(match, said, "above", "below")


def _vulgar_fraction(match: re.Match[str]) -> Iterator[Reading]:
    said = unicodedata.name(match["fraction"]).removeprefix("VULGAR FRACTION ").lower()
    yield reading(match, f" and {said.replace('one ', 'a ')}" if match["whole"] else said, "fraction")


def _minutes(match: re.Match[str]) -> Iterator[Reading]:
    if match["minute"] != "0":
        said = f" oh {match['minute']}"
    elif match["half_day"]:
        said = ""
    else:
        said = " o'clock" if int(match["hour"]) <= 12 else " hundred"
    yield reading(match, said, "minutes")


def _citation(match: re.Match[str]) -> Iterator[Reading]:
    """Act, scene and line of a play: "III.ii.45", "3.2.45"."""
    numbers = [roman(part) or part for part in match[0].split(".")]
    yield reading(match, " ".join(cardinal(part) if isinstance(part, int) else part for part in numbers))


RULES: Final = (
    Rule(
        "$£€¥₹",
        rf"(?P<article>\b[Aa] )?(?P<sign>[$£€¥₹])\s?(?:(?P<low>{_NUMBER})[–-](?=\d))?(?P<whole>{_NUMBER})"
        r"(?:\.(?P<part>\d{1,20}))?(?:\s?(?P<scale>hundred|thousand|million|billion|trillion|k|m|bn|tn)\b)?",
        _money,
    ),
    Rule(DIGITS, rf"(?<![\w.,])(?:(?P<one>1)|\d[\d.,]{{0,20}})\s?(?P<unit>{either(_UNITS)})\b", _measure),
    Rule(
        "/",
        r"(?<![\w/.,])(?:(?P<whole>\d{1,9})(?P<space>[ -]))?(?P<above>\d{1,2})/(?P<below>\d{1,3})(?![\w/]|[.,]\d)",
        _fraction,
    ),
    Rule(VULGAR_FRACTIONS, rf"(?P<whole>\d\s?)?(?P<fraction>[{VULGAR_FRACTIONS}])", _vulgar_fraction),
    Rule(DIGITS, r"(?<![\w.,])[’‘']?(?P<ten>(?:1\d|20)\d0|[2-9]0)[’']?s\b", _decade),
    Rule(DIGITS, r"(?<![\w.,:-])\d{1,9}(?:-\d{1,9}){1,9}(?![\w-])", _hyphens),
    Rule(
        "–—",
        r"(?:(?<=[\d°%])|(?<=\ds)|(?<=\d[ap]m)|(?<=\d(?:st|nd|rd|th)))\s?[–—]\s?(?=[$£€¥₹’']?\d)",
        always(" to "),
    ),
    Rule(".", r"(?<![\w.])(?:[IVX]{1,4}\.[ivx]{1,5}(?:\.\d{1,4})?|\d{1,2}\.\d{1,2}\.\d{1,4})(?![\w]|\.\d)", _citation),
    Rule(DIGITS, r"(?<![\w/$£€¥₹#+])(?<!\d[.,:/])(?:1\d{3}|20\d\d)(?![\w°%/]|[.,:]\d)", _year),
    Rule(
        ":",
        r"(?<![\w:.,])(?P<hour>1?\d|2[0-4])(?P<minutes>:0(?P<minute>\d))(?![\d:])(?P<half_day>\s?[AaPp]\.?[Mm])?",
        _minutes,
    ),
)

"""Roman numerals: of chapters and acts, of kings, of centuries, alone."""

import re
from collections.abc import Iterator
from typing import Final

from companion.script.english.numerals import cardinal, ordinal, roman, year
from companion.script.reading import Reading, Rule, reading

SMALL_NUMERAL: Final = "ⅰ"  # stands for a Roman numeral in small letters
_SIGNS: Final = "IVX" + SMALL_NUMERAL
NUMERAL: Final = r"(?:[IVXLCDM]{1,15}|[ivxl]{1,8})"
NUMBERED: Final = "(?i:(?<![\\w.])(?:chs?|vols?|bks?|pts?|sc|pp?|figs?|sect?))"  # not "No. I said"
_HEADS: Final = (
    "(?i:acts?|scenes?|chapters?|cantos?|volumes?|books?|parts?|sections?|appendix|titles?|articles?|types?|phases?|"
    "stages?|levels?|tables?|figures?|plates?|psalms?|sonnets?|odes?|movements?|episodes?|seasons?|lessons?|units?|"
    "stanzas?|verses?|letters?|pages?|questions?|mark|class|grade)|World War|Bowl|Apollo|Fantasy|Trek|Rocky"
)
_CERTAIN_HEADS: Final = frozenset(("Act", "Scene", "Chapter", "Canto", "Volume", "World War"))
_REIGNING: Final = frozenset(
    (  # whose number may be a single letter
        "Henry", "Louis", "Edward", "George", "Elizabeth", "James", "Charles", "William", "Richard", "Pius", "Leo",
        "Philip", "Frederick", "Alexander", "Ivan", "Napoleon", "Robert", "Ferdinand", "Francis", "Gregory",
        "Benedict", "Urban", "Clement", "Innocent", "Otto", "Mehmed", "Gustav", "Christian", "Catherine",
    )
)  # fmt: skip
_NO_NAMES: Final = frozenset(
    (
        "In", "And", "But", "The", "Of", "See", "From", "To", "Then", "When", "Both", "Only", "Also", "As", "If",
        "With", "By", "For",
    )
)  # fmt: skip
_AFTER_I: Final = re.compile(r"[.,:;!?)’”'—–-]|\s*$|\s+(?:[A-Z0-9(—–-]|(?:of|is|and|or|to|in|ends|opens|begins)\b)")
_SERIES: Final = re.compile(r"(?:,|\s+(?:and|or|to))\s+[IVX]{2,}\b")


def _numeral_after_head(match: re.Match[str]) -> Iterator[Reading]:
    """A cardinal: "Act III", "pp. xii–xv", "World War I"; not "the part I like"."""
    head = match["head"]
    for group in ("first", "second"):
        numeral = match[group] or ""
        value = roman(numeral)
        if value is None or numeral in {*"CDLMl"}:
            return
        if numeral == "I" and not head.endswith(".") and head not in _CERTAIN_HEADS:
            after = _AFTER_I if head[0].isupper() else _SERIES
            if not after.match(match.string, match.end(group)):
                return
        yield reading(match, cardinal(value), group)
        if group == "first" and roman(match["second"] or ""):
            yield reading(match, " to ", "dash")


def _numeral_after_name(match: re.Match[str]) -> Iterator[Reading]:
    """An ordinal: "Henry VIII", "King George I", "Tobias Fenn III"; not "Malcolm X"."""
    name, numeral = match["name"], match["numeral"]
    value = roman(numeral)
    if value is None or name in _NO_NAMES or (len(numeral) == 1 and name not in _REIGNING):
        return
    if numeral == "I" and not (match["rank"] or re.match(r"['’]s\b|\s+of\b", match.string[match.end() :][:8])):
        return
    yield reading(match, f"the {ordinal(value)}", "numeral")


def _numeral_alone(match: re.Match[str]) -> Iterator[Reading]:
    value = roman(match["numeral"])
    if value is None:
        return
    if match["ending"] or match.string.startswith(" centur", match.end()):
        yield reading(match, ordinal(value), "numeral", "ending" if match["ending"] else "numeral")
    elif value >= 1000:
        yield reading(match, year(value), "numeral")
    elif not (match["numeral"] == "IV" and match["article"]):
        yield reading(match, cardinal(value), "numeral")


def _world_war(match: re.Match[str]) -> Iterator[Reading]:
    yield reading(match, f"World War {'one' if match[1] in 'I1' else 'two'}")


RULES: Final = (
    Rule(
        _SIGNS,
        rf"(?P<head>\b(?:{_HEADS})(?=\s)|{NUMBERED}\.)\s?(?P<first>{NUMERAL})"
        rf"(?:(?P<dash>\s?[–-]\s?)(?P<second>{NUMERAL}))?(?!\w|['’]\w)",
        _numeral_after_head,
    ),
    Rule(
        "IVX",
        r"(?P<rank>\b(?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan|Prince|Saint|St\.?)\s)?"
        r"\b(?P<name>[A-Z][a-zà-ÿ]{1,30})\s(?P<numeral>[IVX]{1,6})(?![\w&-])",
        _numeral_after_name,
    ),
    Rule(
        _SIGNS,
        r"(?P<article>\b(?:an?|the|his|her)\s)?(?<![\w.’'&-])(?P<numeral>[IVX]{2,7}|[ivx]{2,7}|M[MDCLXVI]{3,12})"
        r"(?P<ending>st|nd|rd|th)?(?![\w&’'-])",
        _numeral_alone,
    ),
    Rule("W", r"\bWW(I{1,2}|[12])\b", _world_war),
)

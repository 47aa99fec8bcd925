"""How English reads what is not written out: years, money, abbreviations, numerals, symbols, addresses."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from companion.script.numerals import cardinal, decade, fraction, ordinal, roman, year


class Reading(NamedTuple):
    """A stretch of a text and the words that say it."""

    start: int  # first code point
    end: int  # one past the last
    said: str  # words with spaces between; empty for what is silent
    phonemes: str = ""  # espeak-ng phoneme names, one word for each of `said`; empty when the letters are enough


Rule = Callable[[re.Match[str]], Iterator[Reading]]


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
    if signs and max(signs) >= _PICTURE:
        signs.add(_PICTURE)
    if inner.endswith(_ENDINGS):
        signs.add(".")
    if _SMALL_NUMERAL.search(text):
        signs.add(_NUMERAL_SIGN)
    return signs


def _reading(match: re.Match[str], said: str, first: int | str = 0, last: int | str | None = None) -> Reading:
    return Reading(match.start(first), match.end(first if last is None else last), said)


def _said(said: str) -> Rule:
    def rule(match: re.Match[str]) -> Iterator[Reading]:
        yield _reading(match, said)

    return rule


def _link(match: re.Match[str]) -> Iterator[Reading]:
    yield _reading(match, "link to " + match["host"].replace(".", " dot "))


def _mail(match: re.Match[str]) -> Iterator[Reading]:
    yield _reading(match, match[0].replace("@", " at ").replace(".", " dot ").replace("_", " "))


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
        yield _reading(match, match["low"], "sign", "low")
    start = match.start("whole" if match["low"] else "sign")
    number = f"{whole}.{part}" if part else whole
    unit = one if match["article"] or number == "1" else several
    if scale:
        yield Reading(start, match.end("part" if part else "whole"), number)
        yield _reading(match, f"{_SCALES.get(scale, scale)} {unit}", "scale")
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
    yield _reading(match, _UNITS[match["unit"]][match["one"] is None], "unit")


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
        yield _reading(match, year(number))


def _decade(match: re.Match[str]) -> Iterator[Reading]:
    yield _reading(match, decade(int(match["ten"])))


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
        yield _reading(match, f" and {said.replace('one ', 'a ')}", "space", "below")
    else:
        yield _reading(match, said, "above", "below")


def _vulgar_fraction(match: re.Match[str]) -> Iterator[Reading]:
    said = unicodedata.name(match["fraction"]).removeprefix("VULGAR FRACTION ").lower()
    yield _reading(match, f" and {said.replace('one ', 'a ')}" if match["whole"] else said, "fraction")


def _minutes(match: re.Match[str]) -> Iterator[Reading]:
    if match["minute"] != "0":
        said = f" oh {match['minute']}"
    elif match["half_day"]:
        said = ""
    else:
        said = " o'clock" if int(match["hour"]) <= 12 else " hundred"
    yield _reading(match, said, "minutes")


_HEADS: Final = (
    "(?i:acts?|scenes?|chapters?|cantos?|volumes?|books?|parts?|sections?|appendix|titles?|articles?|types?|phases?|"
    "stages?|levels?|tables?|figures?|plates?|psalms?|sonnets?|odes?|movements?|episodes?|seasons?|lessons?|units?|"
    "stanzas?|verses?|letters?|pages?|questions?|mark|class|grade)|World War|Bowl|Apollo|Fantasy|Trek|Rocky"
)
_CERTAIN_HEADS: Final = frozenset(("Act", "Scene", "Chapter", "Canto", "Volume", "World War"))
_REIGNING: Final = frozenset(
    (
        "Henry", "Louis", "Edward", "George", "Elizabeth", "James", "Charles", "William", "Richard", "Pius", "Leo",
        "Philip", "Frederick", "Alexander", "Ivan", "Napoleon", "Robert", "Ferdinand", "Francis", "Gregory",
        "Benedict", "Urban", "Clement", "Innocent", "Otto", "Mehmed", "Gustav", "Christian", "Catherine",
    )
)
_NO_NAMES: Final = frozenset(
    (
        "In", "And", "But", "The", "Of", "See", "From", "To", "Then", "When", "Both", "Only", "Also", "As", "If",
        "With", "By", "For",
    )
)
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
        yield _reading(match, cardinal(value), group)
        if group == "first" and roman(match["second"] or ""):
            yield _reading(match, " to ", "dash")


def _numeral_after_name(match: re.Match[str]) -> Iterator[Reading]:
    """An ordinal: "Henry VIII", "King George I", "Tobias Fenn III"; not "Malcolm X"."""
    name, numeral = match["name"], match["numeral"]
    value = roman(numeral)
    if value is None or name in _NO_NAMES or (len(numeral) == 1 and name not in _REIGNING):
        return
    if numeral == "I" and not (match["rank"] or re.match(r"['’]s\b|\s+of\b", match.string[match.end() :][:8])):
        return
    yield _reading(match, f"the {ordinal(value)}", "numeral")


def _numeral_alone(match: re.Match[str]) -> Iterator[Reading]:
    value = roman(match["numeral"])
    if value is None:
        return
    if match["ending"] or match.string.startswith(" centur", match.end()):
        yield _reading(match, ordinal(value), "numeral", "ending" if match["ending"] else "numeral")
    elif value >= 1000:
        yield _reading(match, year(value), "numeral")
    elif not (match["numeral"] == "IV" and match["article"]):
        yield _reading(match, cardinal(value), "numeral")


_BEFORE_NUMBERS: Final = {
    "ch": "chapter", "chs": "chapters", "vol": "volume", "vols": "volumes", "p": "page", "pp": "pages", "pg": "page",
    "no": "number", "nos": "numbers", "l": "line", "ll": "lines", "sc": "scene", "fig": "figure", "figs": "figures",
    "bk": "book", "bks": "books", "pt": "part", "pts": "parts", "sec": "section", "sect": "section", "v": "verse",
    "vv": "verses", "ed": "edition", "ex": "example", "eq": "equation", "op": "opus", "ep": "episode",
    "art": "article", "para": "paragraph", "c": "circa", "ca": "circa", "est": "established", "b": "born",
    "d": "died", "fl": "flourished", "r": "reigned", "n": "note", "nn": "notes", "st": "stanza",
}  # fmt: skip
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
_MONTHS: Final = {
    "Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "Jun": "June", "Jul": "July", "Aug": "August",
    "Sep": "September", "Sept": "September", "Oct": "October", "Nov": "November", "Dec": "December",
}  # fmt: skip


def _before_number(match: re.Match[str]) -> Iterator[Reading]:
    yield _reading(match, _BEFORE_NUMBERS[match[0].rstrip().rstrip(".").lower()] + " ")


def _before_name(match: re.Match[str]) -> Iterator[Reading]:
    yield _reading(match, _BEFORE_NAMES[match[0].rstrip(".")])


def _anywhere(match: re.Match[str]) -> Iterator[Reading]:
    ends = match.end() == len(match.string.rstrip("”’\"')"))
    yield _reading(match, _ANYWHERE[match[1]] + ("." if ends else ""))


def _month(match: re.Match[str]) -> Iterator[Reading]:
    yield _reading(match, _MONTHS[match[0].rstrip(".")])


def _citation(match: re.Match[str]) -> Iterator[Reading]:
    """Act, scene and line of a play: "III.ii.45", "3.2.45"."""
    numbers = [roman(part) or part for part in match[0].split(".")]
    yield _reading(match, " ".join(cardinal(part) if isinstance(part, int) else part for part in numbers))


def _world_war(match: re.Match[str]) -> Iterator[Reading]:
    yield _reading(match, f"World War {'one' if match[1] in 'I1' else 'two'}")


def _spelled(match: re.Match[str]) -> Iterator[Reading]:
    yield _reading(match, ".".join(match[0]))


def _last_dot(match: re.Match[str]) -> Iterator[Reading]:
    """A dot that ends initials and no sentence would make a pause: "J.R. Fenn"."""
    yield Reading(match.end() - 1, match.end(), "")


def _lower(match: re.Match[str]) -> Iterator[Reading]:
    yield _reading(match, match[0].lower())


_JOINERS: Final = "\ufe0e\ufe0f\u200d\u20e3"
_MOST_PICTURES: Final = 12  # of one run; nobody listens to more


def _emoji(match: re.Match[str]) -> Iterator[Reading]:
    """Each by its Unicode name, a repeated one once; flags by their letters; tones of skin are not said."""
    names: list[str] = []
    for symbol, _ in groupby(symbol for symbol in match[0] if symbol not in _JOINERS):
        code = ord(symbol)
        if 0x1F1E6 <= code <= 0x1F1FF:
            names.append(chr(code - 0x1F1E6 + ord("A")))
        elif not 0x1F3FB <= code <= 0x1F3FF:
            name = unicodedata.name(symbol, "").lower()
            to = "rightwards" in name and "arrow" in name
            plain = re.sub(r"\b(?:heavy|black|white|sign|with|suit)\b", "", name).replace("-", " ")
            names.append("to" if to else plain)
    different = [name for name, _ in groupby(names)]
    yield _reading(match, f" {' '.join(different[:_MOST_PICTURES])} ")


def _either(table: dict[str, str] | dict[str, tuple[str, str]]) -> str:
    return "|".join(re.escape(key) for key in sorted(table, key=len, reverse=True))


_DIGITS: Final = "0123456789"
_PICTURE: Final = "\u2190"  # the first of them, standing for all
_NUMERAL_SIGN: Final = "ⅰ"  # stands for a Roman numeral in small letters
_NUMERALS: Final = "IVX" + _NUMERAL_SIGN
_SMALL_NUMERAL: Final = re.compile(r"[ .(–-][ivxl]{1,8}\b")
_ENDINGS: Final = tuple(_ANYWHERE)
_NUMBER: Final = r"\d(?:[\d,]{0,20}\d)?"
_NUMERAL: Final = r"(?:[IVXLCDM]{1,15}|[ivxl]{1,8})"
_VULGAR: Final = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_PICTURES: Final = (  # emoji, arrows, technical signs; not the ornaments among them
    "\u2190-\u21ff\u2300-\u23ff\u2600-\u2721\u274c-\u2755\u2757-\u2760\u2764\u2795-\u27bf\U0001f000-\U0001faff"
)
_WITH_NUMERALS: Final = "(?i:(?<![\\w.])(?:chs?|vols?|bks?|pts?|sc|pp?|figs?|sect?))"  # not "No. I said"
_BEFORE: Final = (
    rf"(?<![\w.])(?:[bcdlnprvP]|(?i:{_either({key: said for key, said in _BEFORE_NUMBERS.items() if len(key) > 1})}))"
)
_RULES: Final[tuple[tuple[frozenset[str], re.Pattern[str], Rule], ...]] = tuple(
    (frozenset(needed), re.compile(pattern), rule)
    for needed, pattern, rule in (  # what comes first wins where two meet; repetitions are bounded
        (
            ".",
            r"(?<!\w)(?:https?://(?:www\.)?|www\.)(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){0,9})"
            r"(?:[:/?#][^\s<>“”\"]{0,2000}(?<![.,;:!?)\]’]))?",
            _link,
        ),
        ("@", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}", _mail),
        (
            "$£€¥₹",
            rf"(?P<article>\b[Aa] )?(?P<sign>[$£€¥₹])\s?(?:(?P<low>{_NUMBER})[–-](?=\d))?(?P<whole>{_NUMBER})"
            r"(?:\.(?P<part>\d{1,20}))?(?:\s?(?P<scale>hundred|thousand|million|billion|trillion|k|m|bn|tn)\b)?",
            _money,
        ),
        (_DIGITS, rf"(?<![\w.,])(?:(?P<one>1)|\d[\d.,]{{0,20}})\s?(?P<unit>{_either(_UNITS)})\b", _measure),
        (
            "/",
            r"(?<![\w/.,])(?:(?P<whole>\d{1,9})(?P<space>[ -]))?(?P<above>\d{1,2})/(?P<below>\d{1,3})(?![\w/]|[.,]\d)",
            _fraction,
        ),
        (_VULGAR, rf"(?P<whole>\d\s?)?(?P<fraction>[{_VULGAR}])", _vulgar_fraction),
        (_DIGITS, r"(?<![\w.,])[’‘']?(?P<ten>(?:1\d|20)\d0|[2-9]0)[’']?s\b", _decade),
        (_DIGITS, r"(?<![\w.,:-])\d{1,9}(?:-\d{1,9}){1,9}(?![\w-])", _hyphens),
        (
            "–—",
            r"(?:(?<=[\d°%])|(?<=\ds)|(?<=\d[ap]m)|(?<=\d(?:st|nd|rd|th)))\s?[–—]\s?(?=[$£€¥₹’']?\d)",
            _said(" to "),
        ),
        (".", r"(?<![\w.])(?:[IVX]{1,4}\.[ivx]{1,5}(?:\.\d{1,4})?|\d{1,2}\.\d{1,2}\.\d{1,4})(?![\w]|\.\d)", _citation),
        (_DIGITS, r"(?<![\w/$£€¥₹#+])(?<!\d[.,:/])(?:1\d{3}|20\d\d)(?![\w°%/]|[.,:]\d)", _year),
        (
            ":",
            r"(?<![\w:.,])(?P<hour>1?\d|2[0-4])(?P<minutes>:0(?P<minute>\d))(?![\d:])(?P<half_day>\s?[AaPp]\.?[Mm])?",
            _minutes,
        ),
        (
            _NUMERALS,
            rf"(?P<head>\b(?:{_HEADS})(?=\s)|{_WITH_NUMERALS}\.)\s?(?P<first>{_NUMERAL})"
            rf"(?:(?P<dash>\s?[–-]\s?)(?P<second>{_NUMERAL}))?(?!\w|['’]\w)",
            _numeral_after_head,
        ),
        (
            "IVX",
            r"(?P<rank>\b(?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan|Prince|Saint|St\.?)\s)?"
            r"\b(?P<name>[A-Z][a-zà-ÿ]{1,30})\s(?P<numeral>[IVX]{1,6})(?![\w&-])",
            _numeral_after_name,
        ),
        (
            _NUMERALS,
            r"(?P<article>\b(?:an?|the|his|her)\s)?(?<![\w.’'&-])(?P<numeral>[IVX]{2,7}|[ivx]{2,7}|M[MDCLXVI]{3,12})"
            r"(?P<ending>st|nd|rd|th)?(?![\w&’'-])",
            _numeral_alone,
        ),
        (".", rf"({_BEFORE})\.\s?(?=[\d{_VULGAR}])|({_WITH_NUMERALS})\.\s?(?={_NUMERAL}\b)", _before_number),
        (".", rf"\b(?:{_either(_BEFORE_NAMES)})\.(?=\s[A-Z])", _before_name),
        ("LSMCP", rf"\b(?:{_WITHOUT_DOT})(?=\s[A-Z])", _before_name),
        (".", rf"\b({_either(_ANYWHERE)})\.", _anywhere),
        (_DIGITS, rf"\b(?:{_either(_MONTHS)})\b\.?(?=\s\d)", _month),
        ("W", r"\bWW(I{1,2}|[12])\b", _world_war),
        (_DIGITS, r"\b(?:AD|CE)(?=\s\d)|(?<=\d\s)(?:AD|CE)\b", _spelled),
        (".", r"\b(?:[A-Z]\.){2,8}(?=\s+[\w“‘(])", _last_dot),
        ("T", r"(?<=[A-Z]{2}\s)IT\b|\bIT(?=\s[A-Z]{2})", _lower),  # espeak-ng spells these two, also when shouted
        ("U", r"(?:(?<=\b(?:OF|TO)\s)|(?<=\b(?:LET|FOR|ALL)\s)|(?<=\b(?:TELL|GIVE|HELP|SAVE|WITH)\s))US\b", _lower),
        (".", r"(?<=[a-z]\s)v\.(?=\s[A-Z])", _said("versus")),
        ("&", r"&c\b\.?", _said("et cetera")),
        ("/", r"\bw/o\b", _said("without")),
        ("/", r"\bw/(?=\s|$)", _said("with")),
        ("/", r"(?<=\w)/(?=\w)", _said(" ")),
        ("&", r"(?<![A-Z])&|&(?![A-Z])", _said(" and ")),
        ("#№", r"#(?=\s?\d)|№\s?", _said(" number ")),
        ("#", r"(?<=\b[A-G])#(?!\w)", _said(" sharp")),
        ("#", r"(?<![\w#])#(?=[^\W\d_])", _said("hashtag ")),
        ("~", r"~(?=\s?\d)", _said("about ")),
        ("§", r"§§", _said("sections ")),
        ("¶", r"¶(?=\s?\d)", _said("paragraph ")),
        ("*", r"(?<=\d)\*(?=\d)", _said(" times ")),
        ("<", r"(?<=[\w)]\s)<(?=\s)", _said("less than")),
        (">", r"(?<=[\w)]\s)>(?=\s)", _said("greater than")),
        (_PICTURE, rf"[{_PICTURES}][{_PICTURES}{_JOINERS}]*", _emoji),
    )
)

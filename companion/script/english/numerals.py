"""Numbers in English words: cardinals, ordinals, years, decades, fractions, Roman numerals."""

import re
from typing import Final

_ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_DENOMINATORS: Final = {
    2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth",
    16: "sixteenth", 100: "hundredth",
}  # fmt: skip
_ROMAN: Final = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def cardinal(number: int) -> str:
    """A number in words up to 99, in digits from 100 on."""
    if number < 20:
        return _ONES[number]
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]


def ordinal(number: int) -> str:
    """The place in a row that `number` names: 8 gives "eighth", 100 or more digits: "101st"."""
    if number > 99:
        ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    head, hyphen, last = cardinal(number).rpartition("-")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return head + hyphen + _ORDINALS.get(last, regular)


def year(number: int) -> str:
    """A year from 1000 to 2999, as it is said: "nineteen seventy-two", "two thousand five"."""
    century, rest = divmod(number, 100)
    if century % 10 == 0 and rest < 10:
        return f"{_ONES[century // 10]} thousand" + (f" {_ONES[rest]}" if rest else "")
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} oh {_ONES[rest]}" if rest < 10 else f"{cardinal(century)} {cardinal(rest)}"


def decade(number: int) -> str:
    """The ten years from `number`, with its century or, below 100, without: "nineteen seventies", "sixties"."""
    head, _, last = (year(number) if number > 99 else cardinal(number)).rpartition(" ")
    return f"{head} {last[:-1]}ies".lstrip() if last.endswith("y") else f"{head} {last}s".lstrip()


def fraction(above: int, below: int) -> str | None:
    """A proper fraction: "one half", "three quarters"; None when nobody says it as one."""
    if not 0 < above < below or below not in _DENOMINATORS:
        return None
    return f"{cardinal(above)} {_DENOMINATORS[below]}{'s' if above > 1 else ''}"


def roman(numeral: str) -> int | None:
    """The value of a Roman numeral in capitals or in small letters; None when it is none."""
    capitals = numeral.upper()
    if not numeral or numeral not in (capitals, capitals.lower()) or not _ROMAN.fullmatch(capitals):
        return None
    values = [_ROMAN_VALUES[letter] for letter in capitals]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))

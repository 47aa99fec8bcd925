"""Symbols, pictures, and the addresses of pages and people."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from companion.script.reading import Reading, Rule, always, reading

PICTURE: Final = "\u2190"  # the first of them, standing for all
_PICTURES: Final = (  # emoji, arrows, technical signs; not the ornaments among them
    "\u2190-\u21ff\u2300-\u23ff\u2600-\u2721\u274c-\u2755\u2757-\u2760\u2764\u2795-\u27bf\U0001f000-\U0001faff"
)
_JOINERS: Final = "\ufe0e\ufe0f\u200d\u20e3"
_MOST_PICTURES: Final = 12  # of one run; nobody listens to more


def _link(match: re.Match[str]) -> Iterator[Reading]:
    yield reading(match, "link to " + match["host"].replace(".", " dot "))


def _mail(match: re.Match[str]) -> Iterator[Reading]:
    yield reading(match, match[0].replace("@", " at ").replace(".", " dot ").replace("_", " "))


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
    yield reading(match, f" {' '.join(different[:_MOST_PICTURES])} ")


ADDRESSES: Final = (
    Rule(
        ".",
        r"(?<!\w)(?:https?://(?:www\.)?|www\.)(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){0,9})"
        r"(?:[:/?#][^\s<>“”\"]{0,2000}(?<![.,;:!?)\]’]))?",
        _link,
    ),
    Rule("@", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}", _mail),
)
RULES: Final = (
    Rule("&", r"&c\b\.?", always("et cetera")),
    Rule("/", r"\bw/o\b", always("without")),
    Rule("/", r"\bw/(?=\s|$)", always("with")),
    Rule("/", r"(?<=\w)/(?=\w)", always(" ")),
    Rule("&", r"(?<![A-Z])&|&(?![A-Z])", always(" and ")),
    Rule("#№", r"#(?=\s?\d)|№\s?", always(" number ")),
    Rule("#", r"(?<=\b[A-G])#(?!\w)", always(" sharp")),
    Rule("#", r"(?<![\w#])#(?=[^\W\d_])", always("hashtag ")),
    Rule("~", r"~(?=\s?\d)", always("about ")),
    Rule("§", r"§§", always("sections ")),
    Rule("¶", r"¶(?=\s?\d)", always("paragraph ")),
    Rule("*", r"(?<=\d)\*(?=\d)", always(" times ")),
    Rule("<", r"(?<=[\w)]\s)<(?=\s)", always("less than")),
    Rule(">", r"(?<=[\w)]\s)>(?=\s)", always("greater than")),
    Rule(PICTURE, rf"[{_PICTURES}][{_PICTURES}{_JOINERS}]*", _emoji),
)

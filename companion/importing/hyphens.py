"""Words that were divided at the end of a line, put together again."""

import re
from collections.abc import Sequence

_DIVIDED = re.compile(r"([^\W\d_]{2,})[-‐]\Z")
_REST = re.compile(r"[^\W\d_]+")
_COMPOUND = frozenset(  # what mostly keeps its hyphen
    "self well half ill ex non so all mid low high long short"
    " twenty thirty forty fifty sixty seventy eighty ninety".split()
)


class Joiner:
    """Joins lines. Whether a hyphen at a line's end belongs to the word, the rest of the text tells."""

    def __init__(self, text: str, divides: bool) -> None:
        """`divides`: words that stand nowhere else are taken for divided, as in print."""
        self._words = frozenset(word.lower() for word in re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", text))
        self._divides = divides

    def joined(self, lines: Sequence[str]) -> str:
        parts: list[str] = []
        for line in lines:
            text = line.strip()
            if parts and text[:1].islower() and (divided := _DIVIDED.search(parts[-1])):
                hyphen = "" if self.divided(divided[1], text) else "-"
                parts[-1] = parts[-1][:-1] + hyphen + text
            elif text:
                parts.append(text)
        return " ".join(parts)

    def divided(self, first: str, text: str) -> bool:
        """Whether `first`, a hyphen and the beginning of `text` are one word without the hyphen."""
        rest = _REST.match(text)
        last = rest[0].lower() if rest else ""
        if first.lower() + last in self._words:
            return True
        if f"{first}-{last}".lower() in self._words:
            return False
        return self._divides and first.lower() not in _COMPOUND

"""Ids that are made of what they name, so that an edit elsewhere changes none of them."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field

AUTHORED = re.compile(r"[A-Za-z][\w-]*")


@dataclass
class Ids:
    """The ids of one guide: each given once. Authored ids are taken first, then ids are made around them."""

    taken: set[str] = field(default_factory=set)
    counted: dict[str, int] = field(default_factory=dict)  # the last number given behind an id; all below are taken

    def made(self, prefix: str, text: str, context: str = "") -> str:
        """An id made of `text` alone.

        Where the same text stands twice, the second id is made of the text and its `context` (an authored id around
        it); without one, twins are counted in the order of the guide.
        """
        words = " ".join(text.split())
        identity = prefix + _digest(words)
        if identity in self.taken and context:
            identity = prefix + _digest(f"{words}\0{context}")
        return self._unique(identity)

    def named(self, name: str, fallback: str) -> str:
        """A readable id made of a name: "Part 5: Leaving" -> "part-5-leaving"."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
        return self._unique(slug if AUTHORED.fullmatch(slug) else f"{fallback}-{slug}".rstrip("-"))

    def _unique(self, first: str) -> str:
        """`first`, or with a number behind it when it is taken; then that is taken too."""
        identity, number = first, self.counted.get(first, 1)
        while identity in self.taken:
            number += 1
            identity = f"{first}-{number}"
        self.taken.add(identity)
        self.counted[first] = number
        return identity


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]

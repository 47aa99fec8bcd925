"""Repeats: what somebody says in the text, found again where a note quotes it."""

import re

_LEAST = 4  # words in a row that make two quotations one
_TRIED = 8  # places at most that begin alike and are compared
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


class Repeats:
    """The words of quotations, each with its speaker, found by any run of them."""

    def __init__(self) -> None:
        self._said: list[tuple[list[str], str, bool]] = []
        self._places: dict[tuple[str, ...], list[tuple[int, int]]] = {}  # four words -> the quotation, and where in it

    def add(self, words: str, speaker: str, sure: bool) -> None:
        """`speaker` says these words in the text, certainly where `sure`."""
        said = _words(words)
        for at in range(len(said) - _LEAST + 1):
            places = self._places.setdefault(tuple(said[at : at + _LEAST]), [])
            if len(places) < _TRIED:
                places.append((len(self._said), at))
        self._said.append((said, speaker, sure))

    def speaker(self, words: str) -> tuple[str | None, bool]:
        """Who says exactly these words in the text, and whether that is certain. Nobody where two say them."""
        asked = _words(words)
        places = self._places.get(tuple(asked[:_LEAST]), []) if len(asked) >= _LEAST else []
        found = [self._said[number] for number, at in places if self._said[number][0][at : at + len(asked)] == asked]
        speakers = {speaker for _, speaker, _ in found}
        if len(speakers) != 1 or len(places) >= _TRIED:
            return None, False
        return speakers.pop(), any(sure for _, _, sure in found)


def _words(text: str) -> list[str]:
    return [word.lower().replace("'", "’") for word in _WORD.findall(text)]

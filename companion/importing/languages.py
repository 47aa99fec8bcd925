"""In which language a text is written, by its small words."""

import re
from collections import Counter
from collections.abc import Iterable

_SMALL = {
    "en": "the and of to in is that it was he she his her with as on at by for not but from they which who this are",
    "es": "el la los las de que y en un una su se por con para no del al lo como más pero sus le ya ella él está",
    "fr": "le la les de des et en un une que qui il elle ne pas dans pour sur au aux avec son sa ses se est était",
    "de": "der die das und ist nicht ein eine zu den mit von dem sich des auf sie er es im für auch als war ihr ihre",
}
_OF = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_ENOUGH = 40_000  # characters looked at
_LEAST = 0.08  # of the words are small words of a language that we know; below, it is none of them
_TAGS = {"en": "en-US"}
_WORD = re.compile(r"[^\W\d_]+")
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def found(texts: Iterable[str]) -> str:
    """A BCP 47 tag: en-US, es, fr or de; empty when the text is in none of them, or too short to say."""
    words: Counter[str] = Counter()
    length = 0
    for text in texts:
        words.update(word.lower() for word in _WORD.findall(text[:_ENOUGH]))
        length += len(text)
        if length > _ENOUGH:
            break
    counts = {language: sum(words[word] for word in small) for language, small in _OF.items()}
    best = max(counts, key=lambda language: (counts[language], language == "en"))
    if not words or counts[best] < max(2, _LEAST * words.total()):
        return ""
    return _TAGS.get(best, best)


def tag(name: str) -> str:
    """A language tag as a file may write it (`en_us`), made BCP 47; empty when it is none."""
    plain = name.strip().replace("_", "-").split(".")[0]
    if not TAG.fullmatch(plain) or plain.lower() == "und":
        return ""
    first, *rest = plain.split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])

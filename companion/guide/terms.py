"""What a text is compared by: its telling words, their pieces, runs of words taken over verbatim, and numbers."""

import re
from collections.abc import Container, Iterable
from functools import cache, lru_cache

from companion.guide.plainwords import COMMON, FORMS, SILENT, SILENT_ELSEWHERE

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_APOSTROPHE = re.compile(r"['’](?:s|re|ve|ll|d|m|t)?\Z")
_SYLLABIC = "\u2e80"  # from here on a character is as much as a word: Chinese, Japanese, Korean
_RUN = 4  # words that two texts hardly share by chance
_STEM = 6  # letters that a word of a language without rules here is known by
_SHORT = 3  # letters of a word that says little in a language without a list here

_ENDINGS = (  # each with the fewest letters that must be left before it
    *(
        ("ations", 3),
        ("ation", 3),
        ("ions", 4),
        ("ion", 4),
        ("ments", 3),
        ("ment", 3),
        ("iness", 3),
        ("ness", 3),
        ("ingly", 3),
        ("edly", 3),
    ),
    *(("ings", 3), ("ing", 3), ("ies", 2), ("ied", 2), ("ily", 2), ("ly", 3), ("ed", 3), ("es", 3), ("s", 2), ("e", 3)),
)

_INSIDE = re.compile(r"[\w,;] ")  # before a word that begins no sentence
_NAMED = 1.5
_PLAIN = 0.4  # what a common word tells, beside another that is as rare in a guide


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded; 8,316 and 8316 are one."""
    return [
        word.replace(",", "").replace(".", "") if word[0].isdigit() else word.casefold().replace("’", "'")
        for word in _WORD.findall(text)
    ]


def telling(text: str, language: str) -> list[str]:
    """The stems of the words that say what a text is about. `language` is the primary subtag: "en"."""
    if language == "en":
        return [stem(word) for word in words(text) if word not in SILENT and _APOSTROPHE.sub("", word) not in SILENT]
    silent = _silent(language)
    return [word[:_STEM] for word in words(text) if word not in silent and (len(word) > _SHORT or _short_counts(word))]


@cache
def _silent(language: str) -> frozenset[str]:
    return SILENT if language == "en" else frozenset(SILENT_ELSEWHERE.get(language, "").split())


def _short_counts(word: str) -> bool:
    """Whether a word tells something however short it is: a number, a Chinese character."""
    return word[0].isdigit() or word[0] >= _SYLLABIC


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """An English word without its endings; not always a word, but mostly the same for the forms of one."""
    word = _APOSTROPHE.sub("", word) or word
    word = FORMS.get(word, word)
    for ending, left in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= left:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word[-1] == "y" else word


def pieces(text: str, language: str) -> list[str]:
    """The pieces of 3 to 5 characters of a text's telling words, which related words share."""
    silent = _silent(language)
    return [
        piece
        for word in words(text)
        if word not in silent and (language == "en" or len(word) > _SHORT or _short_counts(word))
        for piece in _pieces(word)
    ]


@lru_cache(maxsize=65_536)
def _pieces(word: str) -> tuple[str, ...]:
    if word[0] >= _SYLLABIC:
        return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))
    padded = f" {word} "
    return tuple(padded[at : at + size] for size in (3, 4, 5) for at in range(len(padded) - size + 1)) or (padded,)


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of four words: what two texts share of them was taken over verbatim."""
    all_words = words(text)
    return {tuple(all_words[at : at + _RUN]) for at in range(len(all_words) - _RUN + 1)}


def numbers(text: str) -> set[str]:
    """The numbers of a text that are written in digits."""
    return {word for word in words(text) if word[0].isdigit()}


def told(term: str, language: str, names: Container[str] = ()) -> float:
    """How much a telling word tells by itself: “bring” may be shared by chance, a name is not."""
    if term in names:
        return _NAMED
    return _PLAIN if language == "en" and term in _common() else 1.0


def names(texts: Iterable[str], language: str) -> frozenset[str]:
    """The terms that are written with a capital inside a sentence, and never without one."""
    if language == "de":  # where every noun has a capital
        return frozenset()
    capital, small = set(), set()
    for text in texts:
        for match in _WORD.finditer(text):
            if match[0][0].islower():
                small.add(match[0].casefold())
            elif _INSIDE.fullmatch(text, max(0, match.start() - 2), match.start()):
                capital.add(match[0])
    return frozenset(term for name in capital if name.casefold() not in small for term in telling(name, language))


@cache
def _common() -> frozenset[str]:
    return frozenset(map(stem, COMMON.split()))

"""What a text is compared by: its telling words, their pieces, runs of words taken over verbatim, and numbers."""

import re
from functools import lru_cache

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_APOSTROPHE = re.compile(r"['’](?:s|re|ve|ll|d|m|t)?\Z")
_SYLLABIC = "\u2e80"  # from here on a character is as much as a word: Chinese, Japanese, Korean
_RUN = 4  # words that two texts hardly share by chance
_STEM = 6  # letters that a word of a language without rules here is known by
_SHORT = 3  # letters of a word that says little in a language without a list here

_SILENT = frozenset(
    """
    a about across after again all along already also although always am among an and another any are around as at away
    back be became because become becomes been before began begin begins behind being between both but by can cannot
    come comes could did do does doing done down during each either else enough even ever every few first for from get
    gets give given gives go goes going had has have having he hence her here hers herself him himself his how however
    i if in indeed instead into is it its itself just know knows last later least less let like made make makes many may
    me merely might mine more most much must my myself neither never next no nor not nothing now of off often on once
    one only onto or other our out over own perhaps put rather same say says see seems seen shall she should show shows
    simply since so some something still such take takes tell tells than that the their them themselves then there
    therefore these they thing this those though through throughout thus to together too toward towards two under until
    up upon us very was way we well were what when where whether which while who whom whose why will with within without
    would yet you your reader readers
    """.split()
)
_ENDINGS = (  # each with the fewest letters that must be left before it
    *(("ations", 3), ("ation", 3), ("ments", 3), ("ment", 3), ("iness", 3), ("ness", 3), ("ingly", 3), ("edly", 3)),
    *(("ings", 3), ("ing", 3), ("ies", 2), ("ied", 2), ("ily", 2), ("ly", 3), ("ed", 3), ("es", 3), ("s", 2), ("e", 3)),
)


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded; 8,316 and 8316 are one."""
    return [
        word.replace(",", "").replace(".", "") if word[0].isdigit() else word.casefold().replace("’", "'")
        for word in _WORD.findall(text)
    ]


def telling(text: str, language: str) -> list[str]:
    """The stems of the words that say what a text is about. `language` is the primary subtag: "en"."""
    if language == "en":
        return [stem(word) for word in words(text) if word not in _SILENT and _APOSTROPHE.sub("", word) not in _SILENT]
    return [word[:_STEM] for word in words(text) if len(word) > _SHORT or word[0].isdigit() or word[0] >= _SYLLABIC]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """An English word without its endings; not always a word, but mostly the same for the forms of one."""
    word = _APOSTROPHE.sub("", word) or word
    for ending, left in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= left:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word[-1] == "y" else word


def pieces(text: str, language: str) -> list[str]:
    """The pieces of 3 to 5 characters of a text's telling words, which related words share."""
    return [
        piece
        for word in words(text)
        if not (word in _SILENT if language == "en" else len(word) <= _SHORT and word[0] < _SYLLABIC)
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

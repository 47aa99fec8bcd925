"""Epithets: what a text says somebody is, beside the name. Tobias, the stable boy; Dr. Orme; Lady Farrow."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from companion.guide.speechverbs import any_of

_ARTICLES = "(?i:the|an?|der|die|das|eine?|el|la|una?|le|une?)"
_DEFINITE = {"der": "der", "ein": "der", "die": "die", "eine": "die", "el": "el", "un": "", "la": "la", "una": "la"}
_OF_TITLES = {
    "dr": "doctor", "doctor": "doctor", "prof": "professor", "professor": "professor", "captain": "captain",
    "capt": "captain", "colonel": "colonel", "col": "colonel", "judge": "judge", "inspector": "inspector",
    "sergeant": "sergeant", "sgt": "sergeant", "lieutenant": "lieutenant", "bishop": "bishop", "mayor": "mayor",
    "king": "king", "queen": "queen", "count": "count", "countess": "countess", "reverend": "reverend",
}  # fmt: skip
_BY_TITLE = {
    "he": """
        mr mister sir lord uncle father brother grandpa grandfather king prince duke count baron don señor tío herr
        onkel opa monsieur oncle abuelo père frère papa
    """,
    "she": """
        mrs ms miss missus lady dame mistress madam aunt auntie mother sister grandma grandmother granny queen princess
        duchess countess baroness doña señora señorita tía frau fräulein tante oma madame mademoiselle mme mlle abuela
        mère sœur mama
    """,
}
_PRONOUNS = {title: pronoun for pronoun, titles in _BY_TITLE.items() for title in titles.split()}


def titled(names: Iterable[str]) -> str:
    """The pronoun that the title in one of `names` tells, "she" for Mrs. Tolland; "" where none or both are told."""
    told = {_PRONOUNS.get(_title(name), "") for name in names if " " in name} - {""}
    return told.pop() if len(told) == 1 else ""


def epithets(texts: Sequence[str], keys: Mapping[str, str]) -> dict[str, str]:
    """The words by which `texts` mean one of those whom `keys` name: “the boy” -> Tobias.

    Only what the texts say of one alone, with an article, between commas: Tobias, the stable boy, … And “the doctor”
    where one is called Dr. Nobody else may be told of as “a boy”.
    """
    told: dict[str, set[str]] = {}
    for name, key in keys.items():
        if " " in name and (office := _OF_TITLES.get(_title(name))):
            told.setdefault(f"the {office}", set()).add(key)
    apposed = re.compile(
        rf"(?<!\w)(?P<name>{any_of(keys)}),\s(?P<article>{_ARTICLES})\s(?P<adjectives>(?:[^\W\d_A-Z][\w-]*\s){{0,2}})"
        rf"(?P<noun>[^\W\d_A-Z][\w-]*|(?<=\s)[^\W\d_a-z][\w-]*)(?=[,.;])(?P<list>,\s(?:and|und|et|y)\s)?"
    )
    introduced: Counter[str] = Counter()
    for text in texts:
        for match in apposed.finditer(text):
            article = match["article"].lower()
            definite = "the" if article in ("the", "a", "an") else _DEFINITE.get(article, article)
            introduced[match["noun"]] += article in ("a", "an")
            for noun in {match["noun"], match["adjectives"] + match["noun"]}:
                of = told.setdefault(f"{definite} {noun}", set())
                of.add(keys[match["name"]])
                if match["list"]:  # Ezra, the cook, and Nora wait: the cook may be a third
                    of.add("")
    found = {words: next(iter(of)) for words, of in told.items() if len(of) == 1 and words[0] != " "}
    others = Counter(_others(texts, found))
    return {words: key for words, key in found.items() if others[_noun(words)] <= introduced[_noun(words)]}


def _others(texts: Sequence[str], found: Mapping[str, str]) -> Iterable[str]:
    """The nouns of `found` that `texts` have with “a”: whoever that is, it may be somebody else."""
    if not found:
        return ()
    nouns = any_of(map(_noun, found))
    somebody = re.compile(rf"\b(?i:an?|another|eine?|una?|une)\s(?:[^\W\d_A-Z][\w-]*\s){{0,2}}?({nouns})\b")
    return (noun for text in texts for noun in somebody.findall(text))


def _noun(words: str) -> str:
    return words.rsplit(" ", 1)[-1]


def _title(name: str) -> str:
    return name.split(maxsplit=1)[0].rstrip(".").lower()

"""Runs: capitalised words in a row, and whether they may be a name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from companion.guide.namewords import KINDS, NEVER, PLACES_BEGIN, PLACES_END, TASKS

_DETERMINED = re.compile(
    r"\b(?:the|an?|this|these|those|every|each|no|la|le|les|el|los|las|une?|una|un|der|die|das|den|dem|des|eine?[nmrs]?"
    r"|keine?[nmrs]?|diese[nmrs]?|jede[nmrs]?|im|(?<!I )am|zum|zur|vom|beim|ins|ans|ist|wird|wurde"
    r"|(?:erst|zweit|dritt|viert|letzt|nächst|vorig|ander|ganz)e[nmrs]?)\s\Z",
    re.IGNORECASE,
)
# What somebody owns is no person, but for an uncle: Tom’s T-shirt, her Bible. Not: That’s Tom.
_OWNED = re.compile(
    r"\b(?!(?:It|That|He|She|Here|There|Who|What|Where|Let)\b)[^\W\d_a-z][\w-]*[’']s\s\Z"
    r"|\b(?i:his|her|its|their|my|our|your|sa|ses|leurs?|mon|ma|mes|sus?|mis?)\s\Z"
)
_OWN_KIN = re.compile(r"\b(?:ihr|sein|mein|dein|unser)(?:e[nmrs]?)?\s\Z", re.IGNORECASE)  # ihr Bruder Karl
_COMPOUND = re.compile(r"[^\W_]+(?:-[^\W\d_A-Z]+)+\Z")  # Twelve-year-old Samir, a T-shirt
_PLACED = re.compile(r"\b(?:in|at|near|across|outside|en|nach)\s\Z", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w’'-])[^\W\d_a-z][\w’'-]*")  # with a capital, or a letter beyond a to z
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=[sxz])[’']|[’'-]+)\Z")
_ABBREVIATED = frozenset(
    "Mr Mrs Ms Mx Dr St Prof Rev Capt Lt Sgt Col Gen Maj Fr Mme Mlle Mgr M Sr Sra Srta Dra Dña Hr".split()
)
_STYLED = _ABBREVIATED | {"Herr", "Frau"}
_ELIDED = re.compile(r"(?:[LDJNSMTC]|Qu)[’'][^\W\d_A-Z]")  # L’avocat de Paul
_SPACE = (" ", "\u00a0")
_PARTICLES = frozenset(
    f" {word} "
    for word in ("de la", "de", "del", "di", "da", "du", "van der", "van den", "van", "von", "den", "le", "al", "ben")
)
_STOPPED = (". ", ".\u00a0", ".")
_GAP = 9  # characters
_BEGINS = ".!?…:;\"“”„«»‘’'—–-([*_"
_LONGEST = 4  # words of a name without its title; what is longer is a heading or a title


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in a row."""

    words: tuple[str, ...]  # as written, the last without ’s
    start: int
    end: int
    begins: bool  # whether a sentence may begin with it: then its capital means little
    placed: bool  # in it, at it, near it: a place, more often than not


def owners_in(paragraphs: Sequence[str], genitive: str) -> set[str]:
    """The names that stand in the genitive, where it has no apostrophe: Antons."""
    if not genitive:
        return set()
    words = {word for text in paragraphs for word in _WORD.findall(text)}
    return {word for word in words if word.endswith(genitive) and word.removesuffix(genitive) in words}


def runs(text: str, small: set[str], owners: set[str]) -> Iterator[Run]:
    """The capitalised words of `text` that may be names, in order, without what only begins a sentence."""
    words: list[re.Match[str]] = []
    for match in chain(_WORD.finditer(text), (None,)):
        if match is not None and not match[0][0].isupper():
            continue
        owned = words and words[-1][0] in owners and match is not None and match.start() - words[-1].end() == 1
        if words and (match is None or owned or not _goes_on(text, words[-1], match)):
            run = _run(text, words, small, owners)
            if run is not None:
                yield run
            words = []
        if match is None or owned or _ELIDED.match(match[0]):
            continue
        if match[0].lower().split("’")[0].split("'")[0] not in NEVER:
            words.append(match)


def _goes_on(text: str, last: re.Match[str], following: re.Match[str]) -> bool:
    """Whether two capitalised words stand in one name."""
    if following.start() - last.end() > _GAP or _POSSESSIVE.search(last[0]):
        return False
    between = text[last.end() : following.start()]
    if between in _SPACE or between in _PARTICLES:
        return following[0].lower() not in KINDS or last[0].lower() in KINDS
    return between in _STOPPED and (last[0] in _ABBREVIATED or len(last[0]) == 1)


def _run(text: str, words: list[re.Match[str]], small: set[str], owners: set[str]) -> Run | None:
    """The run of `words`, or None where it is no name."""
    before = text[max(0, words[0].start() - 24) : words[0].start()]
    begins = not before.rstrip() or before.rstrip()[-1] in _BEGINS or "\n" in before[-8:]
    if len(words) > 1 and words[0][0].lower() not in KINDS and _tells_no_name(words[0][0], begins, before, small):
        words, before, begins = words[1:], "", False
    titled = words[0][0].lower() in KINDS
    names = len(words) - titled
    styled = len(words) > 1 and words[0][0] in _STYLED  # the Rev. Josiah Quill, el Sr. Ortega, der Herr Maurer
    determined = not begins and not styled and _DETERMINED.search(before)
    if names > _LONGEST or determined or (not titled and _OWNED.search(before)):
        return None
    if begins and ((names == 1 and words[0][0].lower() in TASKS) or (names == _LONGEST and _is_row(text, words))):
        return None
    if len(words) == 1 and _COMPOUND.match(words[0][0]):
        return None
    written = [text[one.start() : two.start()].strip() for one, two in pairwise(words)] + [words[-1][0]]
    written[-1] = _POSSESSIVE.sub("", written[-1])
    if words[-1][0] in owners:
        written[-1] = written[-1][:-1]
    return Run(tuple(written), words[0].start(), words[-1].end(), begins, _placed(before, written, words[-1][0]))


def _tells_no_name(first: str, begins: bool, before: str, small: set[str]) -> bool:
    """Whether the `first` of some capitalised words is none of the name behind it: Explain Nora, ihr Bruder Karl."""
    if _COMPOUND.match(first) or first.lower() in TASKS:
        return True
    return (begins and (first.lower() in small or first.endswith("ly"))) or _OWN_KIN.search(before) is not None


def _is_row(text: str, words: list[re.Match[str]]) -> bool:
    """Whether as many words as a name has at most are the cells of a table, run together: no small word follows."""
    following = text[words[-1].end() :][:3].lstrip()[:1]
    bare = all(text[one.end() : two.start()] in _SPACE for one, two in pairwise(words))
    return bare and following != "" and (following.isupper() or following in '“"‘«„')


def _placed(before: str, written: Sequence[str], last: str) -> bool:
    first, *_, end = (word.lower().rstrip(".") for word in (*written, written[-1]))
    if len(written) > 1 and (first in PLACES_BEGIN or end in PLACES_END):
        return True
    return first not in KINDS and written[-1] == last and _PLACED.search(before) is not None

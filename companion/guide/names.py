"""Names: the ways in which texts write who is in them, and which of these are one person's."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from companion.guide.kinship import are_beside, are_two, relatives
from companion.guide.model import Speaker
from companion.guide.namewords import KINDS, NEVER, PLACES_BEGIN, PLACES_END, SELDOM, SHORT, TASKS
from companion.guide.speechverbs import Tongue

_DETERMINED = re.compile(
    r"\b(?:the|an?|this|that|these|those|every|each|no|la|le|les|el|los|las|une?|una|un|der|die|das|den|dem|des|eine?[nmrs]?"
    r"|keine?[nmrs]?|diese[nmrs]?|jede[nmrs]?|im|am|zum|zur|vom|beim|ins|ans|ist|wird|wurde)\s\Z",
    re.IGNORECASE,
)
# What somebody owns is no person, but for an uncle: Tom’s T-shirt, her Bible. Not: That’s Tom.
_OWNED = re.compile(
    r"\b(?!(?:It|That|He|She|Here|There|Who|What|Where|Let)\b)[^\W\d_a-z][\w-]*[’']s\s\Z"
    r"|\b(?i:his|her|its|their|my|our|your|son|sa|ses|leurs?|mon|ma|mes|sus?|mis?)\s\Z"
)
_OWN_KIN = re.compile(r"\b(?:ihr|sein|mein|dein|unser)(?:e[nmrs]?)?\s\Z", re.IGNORECASE)  # ihr Bruder Karl
_TASK = re.compile(  # Explain how …: a word that begins a sentence so is no name
    r"(?:\A|\n|[.!?…:;]\s|\b[\da-z]{1,2}\)\s)\s*([^\W\d_a-z][^\W\d_A-Z]+)\s"
    r"(?=(?:how|why|what|whether|your|the\s[a-z]|two|three|comment|pourquoi|warum|wie|cómo|por\squé)\b)"
)
_COMPOUND = re.compile(r"[^\W_]+(?:-[^\W\d_A-Z]+)+\Z")  # Twelve-year-old Samir, a T-shirt
_PLACED = re.compile(r"\b(?:in|at|near|across|outside|en|nach)\s\Z", re.IGNORECASE)
_SAYING = re.compile(
    r"[^.!?“”\"«»\n]{1,80}, (?:saying|asking|adding|replying|telling [^.!?“”\"«»,:\n]{1,30})[,:] ?[“\"'‘«]"
)
_WORD = re.compile(r"(?<![\w’'-])[^\W\d_a-z][\w’'-]*")  # with a capital, or a letter beyond a to z
_SMALL = re.compile(r"(?<![\w’'-])[^\W\d_A-Z][\w-]*")
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=[sxz])[’']|[’'-]+)\Z")
_ABBREVIATED = frozenset(
    "Mr Mrs Ms Mx Dr St Prof Rev Capt Lt Sgt Col Gen Maj Fr Mme Mlle Mgr M Sr Sra Srta Dra Dña Hr".split()
)
_STYLED = _ABBREVIATED | {"Herr", "Frau"}
_SPACE = (" ", "\u00a0")
_PARTICLES = frozenset(
    f" {word} "
    for word in ("de la", "de", "del", "di", "da", "du", "van der", "van den", "van", "von", "den", "le", "al", "ben")
)
_STOPPED = (". ", ".\u00a0", ".")
_GAP = 9  # characters
_BEGINS = ".!?…:;\"“”„«»‘’'—–-([*_"
_CROWD = 40  # persons with a word of their names in common that are compared
_LONGEST = 4  # words of a name without its title; what is longer is a heading or a title

Words = tuple[str, ...]  # of a name, in small letters, its title first where it has one


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words in a row."""

    words: tuple[str, ...]  # as written, the last without ’s
    start: int
    end: int
    begins: bool  # whether a sentence may begin with it: then its capital means little
    placed: bool  # in it, at it, near it: a place, more often than not


@dataclass(slots=True)
class Group:
    """The names of one person."""

    written: Counter[str]  # as written -> how often
    forms: list[Words]
    known: str | None = None  # the key of the declared speaker
    aside: bool = False  # whether it only ever begins sentences, and may be no name at all

    def name(self) -> str:
        """The fullest name, as it is written most often."""
        if self.known is not None:
            return self.known
        telling = (form for form in self.forms if all(len(word) > 1 for word in form))
        full = next(telling, self.forms[0])
        return max((one for one in self.written if _words(one) == full), key=lambda one: (self.written[one], one))


def gathered(
    paragraphs: Sequence[str], known: Mapping[str, Speaker], tongue: Tongue, most: int, signatures: Sequence[str] = ()
) -> list[Group]:
    """The names in `paragraphs`, each person's together, at most the `most` frequent; first those of `known`.

    “Watts” and “Alan” join “Alan Watts” where nobody else could be meant. Two persons with a name in common keep it
    from both. `signatures` are names, wherever they stand.
    """
    written, beginning = _written(paragraphs, tongue, signatures)
    counts: dict[Words, Counter[str]] = {}
    for text, count in written.items():
        both = text.split()
        if len(both) == 2 and both[0].lower() not in KINDS and all(one in written for one in both):
            pieces = both if are_two(paragraphs, *map(re.escape, both)) else [text]
        else:
            pieces = [text]
        for piece in pieces:
            counts.setdefault(_words(piece), Counter())[piece] += count
    groups = [
        Group(Counter(), [_words(name) for name in (key, speaker.name, *speaker.also) if name.strip()], key)
        for key, speaker in known.items()
    ]
    kin: dict[Words, set[str]] = {}
    for name, owner in relatives(paragraphs):
        kin.setdefault(_words(name), set()).add(owner.lower())

    def fits(form: Words, group: Group) -> bool:
        heads = [head for head in group.forms if _fits(form, head)]
        if not any(_by_office(form, head) for head in heads):
            return bool(heads)
        full = {word for head in heads for word in head}
        apart = any(not owner or owner in full for one in (form, *heads) if _title(one) for owner in kin.get(one, ()))
        return not apart and not are_beside(paragraphs, counts[form], group.written)

    by_word: dict[str, list[Group]] = {}
    for group in groups:
        for word in set(chain.from_iterable(group.forms)):
            by_word.setdefault(word, []).append(group)
    for form in sorted(counts, key=lambda form: (-len(_names(form)), -len(form), -counts[form].total(), form)):
        near = {id(group): group for word in _names(form) or form for group in by_word.get(word, ())[:_CROWD]}
        equal = [group for group in near.values() if form in group.forms]
        fitting = equal or [group for group in near.values() if fits(form, group)]
        if len(fitting) != 1:
            fitting = [Group(Counter(), [])]
            groups += fitting
            for word in form:
                by_word.setdefault(word, []).append(fitting[0])
        fitting[0].written.update(counts[form])
        fitting[0].forms.append(form)
        fitting[0].aside = not fitting[0].written.keys() - beginning and fitting[0].known is None
    groups.sort(key=lambda group: (group.known is None, -group.written.total()))
    return groups[: len(known) + most]


def _fits(form: Words, head: Words) -> bool:
    """Whether somebody who is called `head` may be called `form` for short, or the other way round."""
    title, names = _title(form), _names(form)
    other, full = _title(head), _names(head)
    if not names or not full:
        return False
    if len(names) > len(full):
        (title, names), (other, full) = (other, full), (title, names)
    first, last = full[: len(names)] == names, full[-len(names) :] == names
    if title is None or title == other:
        return first or last
    kind = KINDS[title]
    if other is not None and other != title:
        return False
    return (kind == "office" and last) or (kind == "kin" and first)


def _by_office(form: Words, head: Words) -> bool:
    """Whether only an office and a surname join two names: Captain Reyes, Elena Reyes."""
    titles = {_title(form), _title(head)}
    return len(titles) == 2 and None in titles


def _written(paragraphs: Sequence[str], tongue: Tongue, signatures: Sequence[str]) -> tuple[Counter[str], set[str]]:
    """How often each name is written, in each of its ways; and those that only ever begin sentences."""
    small = {word for text in paragraphs for word in _SMALL.findall(text)}
    small |= {word.lower() for text in paragraphs for word in _TASK.findall(text)}
    owners = _owners(paragraphs, tongue.genitive)
    tag = re.compile(rf"(?:,[^,.]{{1,60}},)?{tongue.manner}\s(?P<verb>{tongue.verb})")
    quoted = "" if tongue.inverts else r"[”\"’'»]\s?"  # “…” said Will
    behind = re.compile(rf"{quoted}{tongue.verb}{tongue.join}\Z")
    found: Counter[str] = Counter()
    places: Counter[str] = Counter()
    telling = {
        _as_written(run.words)
        for by in signatures
        for run in _runs(by, set(), owners)
        if run.end - run.start == len(by)
    }
    speaking = set(telling)
    for text in paragraphs:
        for run in _runs(text, small, owners):
            name = _as_written(run.words)
            found[name] += 1
            if run.placed:
                places[name] += 1
            alone = len(run.words) == 1
            if alone:
                first = run.words[0].lower()
                doubtful = run.begins or first in small or first in SELDOM or len(first) == 1
            else:
                titled = run.words[0].lower().rstrip(".") in KINDS
                doubtful = run.begins and not titled and any(word.lower() in small for word in run.words)
            if not doubtful:
                telling.add(name)
            elif name not in telling:
                match = tag.match(text, run.end)
                plural = match and alone and tongue.plural.fullmatch(match["verb"])
                said = (match and not plural) or behind.search(text, max(0, run.start - 20), run.start)
                if said or _SAYING.match(text, run.end):
                    telling.add(name)
                    speaking.add(name)
    telling -= {name for name, count in places.items() if 2 * count >= found[name]} - speaking
    words = {word for name in telling for word in _words(name)}
    beginning = {
        name
        for name, count in found.items()
        if count > 1
        and name.lower() not in small
        and not name.endswith("ly")
        and " " not in name
        and name not in places
    }
    kept = {name for name in found if name in telling or words.issuperset(_words(name))}
    return Counter({name: found[name] for name in kept | beginning}), beginning - kept


def _owners(paragraphs: Sequence[str], genitive: str) -> set[str]:
    """The names that stand in the genitive, where it has no apostrophe: Antons."""
    if not genitive:
        return set()
    words = {word for text in paragraphs for word in _WORD.findall(text)}
    return {word for word in words if word.endswith(genitive) and word.removesuffix(genitive) in words}


def _runs(text: str, small: set[str], owners: set[str]) -> Iterator[_Run]:
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
        if match is not None and not owned and match[0].lower().split("’")[0].split("'")[0] not in NEVER:
            words.append(match)


def _goes_on(text: str, last: re.Match[str], following: re.Match[str]) -> bool:
    """Whether two capitalised words stand in one name."""
    if following.start() - last.end() > _GAP or _POSSESSIVE.search(last[0]):
        return False
    between = text[last.end() : following.start()]
    if between in _SPACE or between in _PARTICLES:
        return following[0].lower() not in KINDS or last[0].lower() in KINDS
    return between in _STOPPED and (last[0] in _ABBREVIATED or len(last[0]) == 1)


def _run(text: str, words: list[re.Match[str]], small: set[str], owners: set[str]) -> _Run | None:
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
    return _Run(tuple(written), words[0].start(), words[-1].end(), begins, _placed(before, written, words[-1][0]))


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


def _as_written(words: Sequence[str]) -> str:
    return " ".join(" ".join(words).split())


def _words(name: str) -> Words:
    words = [word.rstrip(".") for word in name.lower().split()]
    return (SHORT.get(words[0], words[0]), *words[1:]) if len(words) > 1 else tuple(words)


def _title(form: Words) -> str | None:
    return form[0] if len(form) > 1 and form[0] in KINDS else None


def _names(form: Words) -> Words:
    return form[1:] if _title(form) else form

"""Names: the ways in which texts write who is in them, and which of these are one person's."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from companion.guide.kinship import are_beside, are_two, relatives
from companion.guide.model import Speaker
from companion.guide.nameruns import owners_in, runs
from companion.guide.namewords import KINDS, SELDOM, SHORT
from companion.guide.speechverbs import Tongue

_TASK = re.compile(  # Explain how …: a word that begins a sentence so is no name
    r"(?:\A|\n|[.!?…:;]\s|\b[\da-z]{1,2}\)\s)\s*([^\W\d_a-z][^\W\d_A-Z]+)\s"
    r"(?=(?:how|why|what|whether|your|the\s[a-z]|two|three|comment|pourquoi|warum|wie|cómo|por\squé)\b)"
)
_SAYING = re.compile(
    r"[^.!?“”\"«»\n]{1,80}, (?:saying|asking|adding|replying|telling [^.!?“”\"«»,:\n]{1,30})[,:] ?[“\"'‘«]"
)
_SMALL = re.compile(r"(?<![\w’'-])[^\W\d_A-Z][\w-]*")
_CROWD = 40  # persons with a word of their names in common that are compared

Words = tuple[str, ...]  # of a name, in small letters, its title first where it has one


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
            pieces = both if are_two(paragraphs, *both) else [text]
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
    return (_title(form) is None) != (_title(head) is None) and min(len(form), len(head)) > 1


def _written(paragraphs: Sequence[str], tongue: Tongue, signatures: Sequence[str]) -> tuple[Counter[str], set[str]]:
    """How often each name is written, in each of its ways; and those that only ever begin sentences."""
    small = {word for text in paragraphs for word in _SMALL.findall(text)}
    small |= {word.lower() for text in paragraphs for word in _TASK.findall(text)}
    owners = owners_in(paragraphs, tongue.genitive)
    tag = re.compile(rf"(?:,[^,.]{{1,60}},)?{tongue.manner}\s(?P<verb>{tongue.verb})")
    quoted = "" if tongue.inverts else r"[”\"’'»]\s?"  # “…” said Will
    behind = re.compile(rf"{quoted}{tongue.verb}{tongue.join}\Z")
    found: Counter[str] = Counter()
    places: Counter[str] = Counter()
    telling = {
        _as_written(run.words) for by in signatures for run in runs(by, set(), owners) if run.end - run.start == len(by)
    }
    speaking = set(telling)
    for text in paragraphs:
        for run in runs(text, small, owners):
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


def _as_written(words: Sequence[str]) -> str:
    return " ".join(" ".join(words).split())


def _words(name: str) -> Words:
    words = [word.rstrip(".") for word in name.lower().split()]
    return (SHORT.get(words[0], words[0]), *words[1:]) if len(words) > 1 else tuple(words)


def _title(form: Words) -> str | None:
    return form[0] if len(form) > 1 and form[0] in KINDS else None


def _names(form: Words) -> Words:
    return form[1:] if _title(form) else form

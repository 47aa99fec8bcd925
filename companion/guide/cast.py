"""The cast: the declared speakers by their names, and where a story tells of them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from companion.guide.epithets import epithets, titled
from companion.guide.model import Speaker
from companion.guide.nameless import nameless, persons
from companion.guide.speechverbs import any_of, primary, tongue

_MANY = 24  # names that are looked at, at most, for one pronoun
_LAST = "\U0010ffff"  # behind every name
_FAR = 2000  # characters back in which a pronoun finds its name
_TITLES = "M Mr Ms Mx Dr St Lt Sr Hr Mrs Mme Sra Dra Dña Mgr Col Gen Sgt Rev Capt Prof Mlle Srta".split()
_UNABBREVIATED = "".join(rf"(?<!\b{title})" for title in _TITLES)
SENTENCE_END = re.compile(rf"(?:{_UNABBREVIATED}\.|[!?…])(?:[”\"’')“«]|\s?[»›])*\s+|\n")
APPOSITION = r"(?:,[^,.]{1,60},)?"
_GAP = r"[\s,—–]*"  # between a quotation and its tag
_NAMED = r"(?<!\w)[^\W\d_a-z][\w’'.-]*(?:\s[^\W\d_a-z][\w’'.-]*){0,3}"  # capitalised words in a row
_SMALL = re.compile(r"(?<![\w’'])[a-z]")


class Cast:
    """The declared speakers, found by their names."""

    def __init__(
        self,
        speakers: Mapping[str, Speaker],
        language: str = "en",
        bystanders: Collection[str] = frozenset(),
        texts: Sequence[str] = (),
    ) -> None:
        """`bystanders` are those of `speakers` who are never proposed, but may be told of.

        `texts` may say of the others what they are: then they are found by that too.
        """
        self.speakers = speakers
        self.keys: dict[str, str] = {}  # every way to write a name, as it may also begin a sentence -> the speaker
        for key, speaker in speakers.items():
            for name in filter(str.strip, (key, speaker.name, *speaker.also)):
                self.keys |= {name: key, name[0].upper() + name[1:]: key}
        spoken = tongue(language)
        self.inverts = spoken.inverts
        declared = {key: (speaker.pronouns or "").lower().split("/")[0].strip() for key, speaker in speakers.items()}
        self.declared = {key for key, pronoun in declared.items() if pronoun}
        self.pronouns = {  # as declared; else as a title tells: Mrs. Tolland
            key: spoken.pronouns.get(pronoun, pronoun) or titled((key, speakers[key].name, *speakers[key].also))
            for key, pronoun in declared.items()
        }
        self.written = {pronoun: pronoun for pronoun in filter(None, self.pronouns.values())} | dict(spoken.pronouns)
        self.epithets = epithets(texts, {name: key for name, key in self.keys.items() if key not in bystanders})
        self.epithets |= {words[0].upper() + words[1:]: key for words, key in self.epithets.items()}
        self.epithets = {words: key for words, key in self.epithets.items() if words not in self.keys}
        pronoun = rf"(?i:{any_of(self.written)})(?!\w)"
        self.mention = re.compile(rf"(?<!\w)(?:{any_of(self.keys)})(?!\w)")
        self.told = re.compile(rf"(?<!\w)(?:{any_of((*self.keys, *self.epithets))})(?!\w)")
        names = [name for name, key in self.keys.items() if key not in bystanders]
        name = rf"(?>(?:{any_of((*names, *self.epithets))})(?!\w))"  # the whole of it: not Tom, where Tom Reed stands
        self.verb = re.compile(spoken.verb)
        self.subject = re.compile(rf"(?<!\w)(?:{name}|{pronoun})(?![’']s\s+\w|(?<=[sxz])[’']\s+\w)")
        self.between = re.compile(rf"{APPOSITION}{spoken.manner}\s+")
        join = rf"{spoken.join}{spoken.title}"
        self.behind = re.compile(rf"{join}(?P<who>{name}|{pronoun})(?![’'])")
        self.tag = re.compile(
            rf"{_GAP}(?:as\s)?(?:(?P<who>{name}|{pronoun}){APPOSITION}{spoken.manner}\s{spoken.verb}"
            rf"|{spoken.lead}(?P<verb>{spoken.verb}){join}(?P<after>(?:{name}|{pronoun})(?![’'])))"
        )
        # Right behind a quotation that ends with a comma, whatever word a name stands beside is a verb of speech.
        self.unknown_tag = re.compile(
            rf"{_GAP}(?:{spoken.lead}(?P<verb>{spoken.unknown_verb}){join}(?P<after>{name}(?![’']))"
            rf"|(?P<who>{name})\s{spoken.unknown_verb})"
        )
        self.label = re.compile(rf"(?P<who>{name})(?:\s\([^()\n]{{1,60}}\))?\s?:\s*\Z")  # NORA (aside): “…”
        # Before a verb: somebody who is not known.
        self.unknown = re.compile(rf"(?<![\w’'])(?!I\s)[^\W\d_a-z][\w’'-]*{spoken.manner}\s\Z")
        unnamed = nameless(primary(language))
        self.plural, self.singular = spoken.plural, spoken.singular
        self.oblique = re.compile(rf"(?<!\w)(?i:{spoken.oblique})\Z")
        self.preposed = re.compile(rf"(?i:{spoken.oblique})")
        self.within = re.compile(rf"\s*{unnamed.determiner}.*(?<!\w)(?i:{spoken.oblique}|who\s|qui\s|que\s|quien\s)\S")
        determined = rf"(?:{unnamed.determiner}(?:[^\W\d_A-Z][\w-]*\s){{0,3}})"
        self.also = re.compile(
            rf"(?:(?P<name>{_NAMED}|\b{pronoun})|{determined})\s?(?<=\s)(?:{spoken.joins})\s{determined}?\Z"
        )
        self.joined = re.compile(rf"(?:(?:,\s{_NAMED})+,?)?\s(?:{spoken.joins})\s(?:{unnamed.determiner}|[^\W\d_a-z])")
        self.nameless_before = re.compile(rf"(?P<before>\w*\s)?{unnamed.subject}{APPOSITION}(?:\s\w+ly)?\s\Z")
        self.nameless_behind = re.compile(rf"{spoken.join}{unnamed.subject}(?!\w)")
        self.nameless_tag = re.compile(
            rf"{_GAP}(?:{unnamed.subject}{APPOSITION}{spoken.manner}\s{spoken.verb}|{spoken.lead}{spoken.verb}{spoken.join}{unnamed.subject}(?!\w))"
        )
        self.nameless_opening = re.compile(unnamed.opening)
        self.persons = persons(primary(language))

    def whose(self, written: str) -> str:
        """The speaker whom a name or an epithet, as written, means."""
        return self.keys.get(written) or self.epithets[written]

    def is_joined(self, verb: str, text: str, end: int) -> bool:
        """Whether a name behind a `verb`, which ends in `text` at `end`, is the first of many: said Tom and Nora."""
        return self.singular.fullmatch(verb) is None and self.joined.match(text, end) is not None

    def named(self, text: str) -> str | None:
        """Whose name `text` is, or holds where it is nothing but names: a signature."""
        match = self.mention.fullmatch(text) or (None if _SMALL.search(text) else self.mention.search(text))
        return self.keys[match[0]] if match else None


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a pronoun means."""

    name: str | None
    rivals: tuple[str, ...] = ()  # who declare no pronouns, and are named since
    certain: bool = True  # whether nobody without a name can be meant as well


class Story:
    """All paragraphs one behind another, without what is quoted: who is named where."""

    def __init__(self, cast: Cast, blanks: Sequence[str]) -> None:
        self.cast = cast
        whole = "\n".join(blanks)
        self.starts = list(accumulate((len(blank) + 1 for blank in blanks), initial=0))  # of each paragraph
        self.ends = [match.end() for match in SENTENCE_END.finditer(whole)]
        self.named: list[tuple[int, str]] = []  # where a name ends, and whose it is
        self.by_pronoun: dict[str, list[tuple[int, str]]] = {}
        for match in cast.told.finditer(whole):
            key = cast.whose(match[0])
            self.named.append((match.end(), key))
            self.by_pronoun.setdefault(cast.pronouns[key], []).append((match.end(), key))
        self.nameless = {
            pronoun: [match.end() for match in pattern.finditer(whole)] for pronoun, pattern in cast.persons.items()
        }

    def sentence(self, at: int) -> int:
        """Where the sentence begins that `at` stands in."""
        index = bisect_right(self.ends, at)
        return self.ends[index - 1] if index else 0

    def meant(self, pronoun: str, at: int) -> Meant:
        """Whom a pronoun at `at` means: the first who fits in the nearest sentence that names one who does."""
        form = self.cast.written[pronoun]
        fitting = self.by_pronoun.get(form, [])
        last = bisect_right(fitting, (at, _LAST)) - 1
        if last < 0 or at - fitting[last][0] > _FAR:
            return Meant(None)
        begin = self.sentence(fitting[last][0] - 1)
        others = self.by_pronoun.get("", [])
        since = others[bisect_right(others, (begin, _LAST)) : bisect_right(others, (at, _LAST))]
        end, name = fitting[bisect_right(fitting, (begin, _LAST))]
        nameless = self.nameless.get(form, [])
        newcomers = bisect_right(nameless, at) - bisect_right(nameless, end)
        # A title tells less than a declaration: whoever else is named may be meant, though never heard anywhere else.
        certain = not newcomers and (name in self.cast.declared or not since)
        return Meant(name, tuple(dict.fromkeys(other for _, other in since[:_MANY])), certain)

    def told(self, at: int) -> tuple[str, ...]:
        """The last three who are named before `at`, the last first."""
        index = bisect_left(self.named, (at + 1, ""))
        names: list[str] = []
        for end, key in reversed(self.named[max(0, index - _MANY) : index]):
            if at - end <= _FAR and key not in names:
                names.append(key)
        return tuple(names[:3])

"""People: who may be speaking in these texts, found by their names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from companion.guide.attribution import Cast, Rule, attribute
from companion.guide.model import Span, Speaker
from companion.guide.names import gathered
from companion.guide.passages import letters
from companion.guide.speechverbs import tongue

_MOST = 300  # names that are tried; a longer list would be no help, and slow


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks, or whom the guide declares."""

    name: str  # the fullest: "Alan Watts"
    also: tuple[str, ...]  # the other ways in which the texts write it, the most frequent first: "Alan", "Watts"
    pronouns: str | None  # as declared; never guessed
    mentions: int
    speaks: int  # quotations that a rule gives them


def people(
    paragraphs: Sequence[str],
    known: Mapping[str, Speaker] = {},
    given: Mapping[tuple[int, Span], str] = {},
    language: str = "en",
) -> tuple[Person, ...]:
    """All of `known`, then those who speak in `paragraphs` at least once, in the order of their first words.

    A name alone makes nobody a speaker: only a tag or a cue (“Go,” Nora says) or the signature below a letter does.
    `given` names the speakers of quotations that are known already, by paragraph and span.
    """
    candidates: dict[str, Speaker] = {}
    signatures = [letter.by for letter in letters(paragraphs) if letter.by]
    for group in gathered(paragraphs, known, tongue(language), _MOST, signatures):
        name = group.name()
        declared = known.get(name)
        also = dict.fromkeys(declared.also if declared else ())
        also |= dict.fromkeys(one for one, _ in sorted(group.written.items(), key=lambda item: (-item[1], item[0])))
        also.pop(name, None)
        candidates.setdefault(name, Speaker(name, declared.pronouns if declared else None, tuple(also)))
    cast = Cast(candidates, language)
    speaks = Counter(dict.fromkeys(known, 0))
    for found in attribute(paragraphs, cast, given):
        if found.speaker in candidates and found.rule not in (Rule.BESIDE, Rule.SIGNED):
            speaks[found.speaker] += 1
    speaks.update(name for name in map(cast.named, signatures) if name)
    mentions = Counter(cast.keys[match[0]] for text in paragraphs for match in cast.mention.finditer(text))
    return tuple(
        Person(name, candidates[name].also, candidates[name].pronouns, mentions[name], count)
        for name, count in speaks.items()
    )

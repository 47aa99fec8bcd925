"""People: who may be speaking in these texts, found by their names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from companion.guide.cast import Cast
from companion.guide.model import Speaker
from companion.guide.names import gathered
from companion.guide.paragraph import Attribution, Rule
from companion.guide.passages import Paragraphs
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


def named(paragraphs: Paragraphs, known: Mapping[str, Speaker], language: str) -> Cast:
    """All of `known`, and everybody whom `paragraphs` name, whether they speak or not; with the names in use."""
    signatures = [letter.by for letter in paragraphs.letters if letter.by]
    found: dict[str, Speaker] = {}
    aside = set()
    for group in gathered(paragraphs.texts, known, tongue(language), _MOST, signatures):
        name = group.name()
        declared = known.get(name) if group.known else None
        also = dict.fromkeys(declared.also if declared else ())
        also |= dict.fromkeys(one for one, _ in sorted(group.written.items(), key=lambda item: (-item[1], item[0])))
        also.pop(name, None)
        if name not in found:
            found[name] = Speaker(name, declared.pronouns if declared else None, tuple(also))
            aside |= {name} if group.aside else set()
    return Cast(found, language, aside, paragraphs.texts)


def speaking(
    paragraphs: Paragraphs, known: Mapping[str, Speaker], cast: Cast, said: Sequence[Attribution]
) -> tuple[Person, ...]:
    """All of `known`, then those of the `cast` to whom `said` gives words by more than where they stand.

    A name alone makes nobody a speaker: only a tag or a cue (“Go,” Nora says) or the signature below a letter does.
    """
    found = cast.speakers
    speaks = Counter(dict.fromkeys(known, 0))
    outright = (one.speaker for one in said if one.rule not in (Rule.BESIDE, Rule.SIGNED))
    speaks.update(name for name in outright if name and name in found)
    signed = (cast.named(letter.by) for letter in paragraphs.letters if letter.by)
    speaks.update(name for name in signed if name)
    mentions = Counter(cast.keys[match[0]] for text in paragraphs.texts for match in cast.mention.finditer(text))
    return tuple(
        Person(name, found[name].also, found[name].pronouns, mentions[name], count) for name, count in speaks.items()
    )

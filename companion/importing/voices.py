"""A voice for everybody who speaks: by the pronouns that were declared, or the narrator's at another pitch."""

from collections.abc import Mapping, Sequence

from companion.guide.epithets import titled
from companion.guide.model import Guide, Voice

_RATE = 165  # words a minute
_VARIANTS: Mapping[str, tuple[str, ...]] = {
    "he": ("m3", "m7", "m1", "m4", "m8", "m5", "m2", "m6"),
    "she": ("f3", "f4", "f2", "f5", "f1"),
}
_PITCHES = (38, 64, 30, 72, 44, 58, 24, 80)  # 50 is the narrator's


def voices(language: str, people: Sequence[tuple[str, str | None]]) -> Mapping[str, Voice]:
    """A voice for each of `people`, given as name and pronouns, in that order: the same people get the same voices.

    Whoever has no pronouns, or others than he and she, sounds like the narrator at another pitch: nothing is guessed.
    When the variants run out they are used again at another pitch.
    """
    base = language.lower()
    given: dict[str, Voice] = {}
    used: dict[str, int] = {}
    for name, pronouns in people:
        kind = (pronouns or "").lower().partition("/")[0]
        number = used.get(kind if kind in _VARIANTS else "", 0)
        used[kind if kind in _VARIANTS else ""] = number + 1
        variants = _VARIANTS.get(kind)
        if variants is None:
            given[name] = Voice(base, _RATE, _PITCHES[number % len(_PITCHES)])
        else:
            again, index = divmod(number, len(variants))
            given[name] = Voice(
                f"{base}+{variants[index]}", _RATE, 50 if not again else _PITCHES[again % len(_PITCHES)]
            )
    return given


def fitting(guide: Guide, people: Mapping[str, str | None]) -> Mapping[str, Voice]:
    """Voices for newcomers, or for those whose pronouns are known now: none that `voices` gives to the others.

    `people` are their pronouns by their names.
    """
    others = [
        (one.name, one.pronouns or titled((one.name, *one.also)))
        for one in guide.speakers.values()
        if one.name not in people
    ]
    told = [(name, pronouns or titled((name,))) for name, pronouns in people.items()]
    given = voices(guide.language, [*others, *told])
    return {name: given[name] for name in people}


def chosen_by_rule(guide: Guide, voice: Voice) -> bool:
    """Whether it may be one of those that `voices` gives: then nobody has chosen it, and another may take its place."""
    base, _, variant = voice.name.partition("+")
    known = any(variant in variants for variants in _VARIANTS.values()) if variant else voice.pitch in _PITCHES
    return base.lower() == guide.language.lower() and known and voice.rate == _RATE

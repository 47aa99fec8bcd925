"""The room of the people: who speaks, what they are called, and in whose voice they are heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from companion.app.catalogue import one_line
from companion.app.labels import plain
from companion.app.reviewing.desk import Desk
from companion.app.reviewing.furniture import apart, correct, hear, heard, held, part
from companion.app.voices import described, known, voices
from companion.editing.front import set_person, set_voice
from companion.editing.replacing import Replacement
from companion.errors import CompanionError
from companion.guide.front import NARRATOR, NOTES
from companion.guide.model import Guide, Kind, Role, Voice
from companion.guide.people import Person
from companion.importing.voices import chosen_by_rule, fitting
from companion.narration.studio import Manner, cast_of
from companion.script.casting import Cast

PRONOUNS = {"": "Not said", "he": "he", "she": "she", "they": "they", "it": "it"}
_VARIANTS = ("", *(f"f{n}" for n in range(1, 6)), *(f"m{n}" for n in range(1, 9)))
_MOST = 8
_READERS = {NARRATOR: "the narrator", NOTES: "the reader of the commentary"}


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody who is heard: the narrator, the reader of the commentary, or a speaker."""

    name: str  # as Guide.speakers or Guide.voices has it
    shown: str
    voice: Voice | None  # their own; None where another one stands in
    person: Person | None = None

    @property
    def key(self) -> str:
        """What tells a reader from somebody who is called like one."""
        return f"{'reader' if self.person is None else 'person'}-{self.name}"


def room(desk: Desk) -> None:
    """Show the two who read, then everybody who speaks."""
    st.header("People and voices", anchor=False)
    try:
        found = voices(desk.guide.language)
    except CompanionError as exc:
        st.error(plain(one_line(exc)))
        return
    cast = cast_of(desk.guide, Manner())
    speakers = desk.guide.speakers
    parts = [
        *(Part(name, shown, desk.guide.voices.get(name)) for name, shown in _READERS.items() if _reads(desk, name)),
        *(
            Part(one.name, one.name, speakers[one.name].voice if one.name in speakers else None, one)
            for one in desk.found.people
        ),
    ]
    for one in part(desk.guide.id, "people", parts, _MOST):
        with st.container(key=f"row-person-{one.key}"):
            _card(desk, cast, found, one)


def _reads(desk: Desk, name: str) -> bool:
    return name == NARRATOR or any(section.role is not Role.TEXT for section in desk.guide.sections)


def _card(desk: Desk, cast: Cast, found: Mapping[str, str], one: Part) -> None:
    st.subheader(plain(one.shown[:1].upper() + one.shown[1:]), anchor=False)
    if one.person is not None:
        _who(desk, one.person)
    own = one.voice or cast.voice(one.name)
    base, _, variant = own.name.partition("+")
    named = known(base) or base
    stands_in = "" if one.voice else "The narrator’s voice" if one.person else "As the guide’s language says"
    options = {**({"": stands_in} if stands_in else {}), named: described(base), **found}
    if one.voice and one.person:
        options = {"": "The narrator’s voice", **options}
    place, kind, rate, pitch, listen = st.columns([5, 2, 2, 2, 2], vertical_alignment="bottom")
    told = {"voice": named if one.voice else "", "kind": variant, "rate": own.rate, "pitch": own.pitch}
    keys = [held(f"review-{what}-{one.key}", value) for what, value in told.items()]
    change = (_voice, desk, one, own, *keys)
    place.selectbox(
        apart("Voice", f"of {one.shown}"),
        tuple(options),
        key=keys[0],
        format_func=lambda name: options.get(name, name),
        filter_mode="contains",
        on_change=heard,
        args=(keys[0], *change),
    )
    kinds = _VARIANTS if variant in _VARIANTS else (*_VARIANTS, variant)
    kind.selectbox(
        apart("Kind", f"of the voice of {one.shown}"),
        kinds,
        key=keys[1],
        format_func=lambda name: name or "plain",
        filter_mode=None,
        on_change=heard,
        args=(keys[1], *change),
    )
    rate.number_input(
        apart("Words a minute", f"of {one.shown}"),
        80,
        450,
        step=5,
        key=keys[2],
        on_change=heard,
        args=(keys[2], *change),
    )
    pitch.number_input(
        apart("Pitch", f"of {one.shown}"), 0, 99, step=2, key=keys[3], on_change=heard, args=(keys[3], *change)
    )
    listen.button(
        apart("Hear", one.shown),
        key=f"review-hear-{one.key}",
        width="stretch",
        on_click=hear,
        args=(desk.guide, own, sample(desk.guide, one.name)),
    )


def _who(desk: Desk, person: Person) -> None:
    left, right = st.columns(2)
    key = held(f"review-pronouns-{person.name}", person.pronouns or "")
    options = PRONOUNS if (person.pronouns or "") in PRONOUNS else {**PRONOUNS, person.pronouns or "": person.pronouns}
    left.selectbox(
        apart("Pronouns", f"of {person.name}"),
        tuple(options),
        key=key,
        format_func=lambda name: options[name] or name,
        filter_mode=None,
        on_change=heard,
        args=(key, _pronouns, desk, person.name, key),
    )
    key = held(f"review-also-{person.name}", ", ".join(person.also))
    right.text_input(
        apart("Other names", f"of {person.name}, with commas between them"), key=key, max_chars=300, on_change=heard,
        args=(key, _also, desk, person.name, key),
    )  # fmt: skip


def sample(guide: Guide, name: str) -> str:
    """Something of theirs to know a voice by: their longest quotation, or the first sentence that they read."""
    said = [one.span.of(block.text) for block in guide.blocks() for one in block.quotations if one.speaker == name]
    if said:
        return max(said, key=len)
    roles = (Role.NOTES, Role.ASIDES) if name == NOTES else (Role.TEXT,)
    blocks = (
        block
        for section in guide.sections
        if section.role in roles
        for block in section.blocks
        if block.kind is not Kind.HEADING
    )
    first = next((block.segments[0].span.of(block.text) for block in blocks if block.segments), guide.title)
    return f"{name}. {first}" if name in guide.speakers else first


def _pronouns(desk: Desk, name: str, key: str) -> None:
    pronouns = st.session_state[key] or None
    told = f"the pronouns of {name} are {pronouns or 'not said'}"

    def edit(guide: Guide) -> Sequence[Replacement]:
        """With a voice that goes with them, unless somebody has chosen the one there is."""
        known = guide.speakers.get(name)
        if known is not None and known.voice is not None and not chosen_by_rule(guide, known.voice):
            return set_person(guide, name, pronouns=pronouns)
        return set_person(guide, name, pronouns=pronouns, voice=fitting(guide, {name: pronouns})[name])

    correct(desk, told, edit)


def _also(desk: Desk, name: str, key: str) -> None:
    names = tuple(other for other in (" ".join(one.split()) for one in st.session_state[key].split(",")) if other)
    told = f"{name} is also called {', '.join(names)}" if names else f"{name} has no other names"
    correct(desk, told, lambda guide: set_person(guide, name, also=names))


def _voice(desk: Desk, one: Part, own: Voice, place: str, kind: str, rate: str, pitch: str) -> None:
    memory = st.session_state
    base, variant = memory[place] or "", memory[kind] or ""
    left = not base and one.voice is not None  # back to the narrator's
    if not base:
        base = own.name.partition("+")[0]
    voice = replace(own, name=f"{base}+{variant}" if variant else base, rate=memory[rate], pitch=memory[pitch])
    chosen = None if left else voice
    sound = f"{described(voice.name)}, {voice.rate} words a minute, pitch {voice.pitch}"
    told = f"the voice of {one.shown} is {sound if chosen else 'the narrator’s'}"
    if one.person is None:
        correct(desk, told, lambda guide: set_voice(guide, one.name, voice))
    else:
        correct(desk, told, lambda guide: set_person(guide, one.name, voice=chosen))

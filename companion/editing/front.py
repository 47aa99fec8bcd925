"""The front matter corrected: comments, order and layout of everything else stay."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tomlkit.items import AbstractTable
from tomlkit.toml_document import TOMLDocument

from companion.editing.places import line_end, lines_of
from companion.editing.replacing import Rank, Replacement, apply
from companion.editing.toml import Table, corrected, inline_table, put, table
from companion.errors import EditError
from companion.guide import front
from companion.guide.model import Guide, Span, Voice

TEXTS = ("title", "subtitle", "author", "language", "notice")


class Kept(Enum):
    """What is not to change."""

    KEEP = "keep"


KEEP: Final = Kept.KEEP


@dataclass(frozen=True, slots=True)
class Person:
    """What is to be said of somebody; None removes what is said."""

    pronouns: str | Kept | None = KEEP
    also: Sequence[str] | Kept | None = KEEP
    voice: Voice | Kept | None = KEEP


def set_text(guide: Guide, key: str, value: str | None) -> tuple[Replacement, ...]:
    """Title, subtitle, author, language or notice; removed for None. Raises EditError."""
    return set_texts(guide, {key: value})


def set_texts(guide: Guide, values: Mapping[str, str | None]) -> tuple[Replacement, ...]:
    """`set_text` for several at once."""
    for key in values:
        if key not in TEXTS:
            raise EditError(f"{guide.id}: the front matter has no '{key}'; use one of {', '.join(TEXTS)}")

    def change(document: TOMLDocument) -> None:
        for key, value in values.items():
            put(document, key, None if value is None else " ".join(value.split()))

    return _changed(guide, change)


def set_voice(guide: Guide, role: str, voice: Voice | None) -> tuple[Replacement, ...]:
    """The voice of the "narrator" or the "notes"; the one that is usual for None. Raises EditError."""
    if role not in front.READERS:
        raise EditError(f"{guide.id}: '{role}' has no voice of its own here; use narrator or notes, or set a person's")

    def change(document: TOMLDocument) -> None:
        _put_voice(table(document, "voices"), role, voice)
        if not document["voices"]:
            document.remove("voices")

    return _changed(guide, change)


def set_person(
    guide: Guide,
    name: str,
    pronouns: str | Kept | None = KEEP,
    also: Sequence[str] | Kept | None = KEEP,
    voice: Voice | Kept | None = KEEP,
) -> tuple[Replacement, ...]:
    """Somebody who speaks: an entry is made where there is none. What is not given stays. Raises EditError."""
    return set_people(guide, {name: Person(pronouns, also, voice)})


def set_people(guide: Guide, people: Mapping[str, Person]) -> tuple[Replacement, ...]:
    """`set_person` for several at once."""
    for name in people:
        if name in front.READERS or not name.strip() or not name.isprintable():
            raise EditError(f"{guide.id}: '{name}' cannot be a person's name; choose another")

    def change(document: TOMLDocument) -> None:
        for name, person in people.items():
            entry = table(document, "speakers", name)
            if not isinstance(person.also, Kept):
                put(entry, "also", list(person.also) if person.also else None)
            if not isinstance(person.pronouns, Kept):
                put(entry, "pronouns", person.pronouns)
            if not isinstance(person.voice, Kept):
                _put_voice(entry, "voice", person.voice)

    return _changed(guide, change)


def _put_voice(parent: Table, key: str, voice: Voice | None) -> None:
    if voice is None:
        put(parent, key, None)
        return
    found = parent.get(key)
    usual = Voice(voice.name)
    told = {name: value for name, value in _parts(voice).items() if value != _parts(usual)[name]}
    if not isinstance(found, AbstractTable):
        put(parent, key, inline_table({"name": voice.name, **told}))
        return
    for name, value in _parts(voice).items():
        if name in found or name in told:
            put(found, name, value)
    put(found, "name", voice.name)


def _parts(voice: Voice) -> dict[str, int]:
    return {"rate": voice.rate, "pitch": voice.pitch}


def _changed(guide: Guide, change: Callable[[TOMLDocument], None]) -> tuple[Replacement, ...]:
    found, _ = front.read(lines_of(guide.source).lines(), guide.id)
    if found.lines:
        return tuple(corrected(guide.source, guide.id, 1, found.lines - 1, change))
    end = line_end(guide.source)
    body = apply("", corrected("", guide.id, 0, 0, change)).replace("\n", end)
    text = f"{front.FENCE}{end}{body}{front.FENCE}{end}{end}" if body else ""
    return (Replacement(Span(0, 0), text, Rank.WORDS_END),) if text else ()

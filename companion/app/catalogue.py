"""The catalogue: what there is to say of each guide on the shelf, read again only when a file has changed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from companion.app.shelf import Shelf, stamp
from companion.app.voices import described
from companion.errors import CompanionError, GuideError, StoreError
from companion.guide import front
from companion.guide.front import NARRATOR
from companion.guide.model import Role
from companion.narration import document, freshness, studio
from companion.narration.store import Workspace, named
from companion.narration.studio import DEFAULT_ENGINE, Manner, Source

_FRONT = 100_000  # characters in which a front matter ends
_QUICKER = 0.91  # of the time that a voice's rate promises, pauses included: measured on the guide that comes with us
_Stamp = tuple[int, int] | None


class State(StrEnum):
    """How a narration stands to the guide's text."""

    CURRENT = "up to date"
    CHANGED = "the text has changed since"
    PARTLY = "not all of it could be said"
    ALONE = "its text is not here"


@dataclass(frozen=True, slots=True)
class Narrated:
    """One narration of a guide."""

    folder: str  # what the player calls the voice
    voice: str  # described
    seconds: float  # of the straight reading
    state: State
    manner: Manner | None  # how to bring it up to date; None when there is no text to say


@dataclass(frozen=True, slots=True)
class Entry:
    """One guide."""

    guide: str
    title: str
    subtitle: str
    language: str  # BCP 47
    folder: str  # of the narration in the guide's own voices, made or not; empty when there is no text to say
    voice: str  # of its narrator, described
    words: int  # spoken in the straight reading; 0 when there is no text to say
    estimate: float  # seconds that they may take
    narrations: tuple[Narrated, ...]  # by folder
    problems: tuple[str, ...]  # one line each

    @property
    def narratable(self) -> bool:
        return bool(self.folder)


def entry(shelf: Shelf, guide: str) -> Entry:
    """What there is to say of that guide of the shelf. Whatever is wrong with it is among its problems."""
    where = workspace(shelf)
    try:
        written = [where.guide_path(guide), *where.lexicon_paths(guide)]
    except StoreError as exc:  # a name that cannot be a guide's
        return _entry(shelf, guide, (str(exc),), ())
    narrated = [shelf.audio / guide / voice / "timeline.json" for voice in shelf.voices(guide)]
    return _entry(shelf, guide, (), tuple(_stamp(path) for path in (*written, *narrated)))


def workspace(shelf: Shelf) -> Workspace:
    """The shelf's folders as those who narrate know them."""
    return Workspace(shelf.content, shelf.audio)


def written(shelf: Shelf, guide: str) -> bool:
    """Whether the text of that guide of the shelf is here."""
    try:
        return workspace(shelf).guide_path(guide).is_file()
    except StoreError:  # a name that cannot be a guide's
        return False


def titles(shelf: Shelf, guides: Iterable[str]) -> dict[str, str]:
    """What each of those guides of the shelf is called, quickly; two of one title have their names behind it."""
    found = {guide: _title(shelf, guide) for guide in guides}
    often = Counter(found.values())
    return {guide: title if often[title] == 1 else f"{title} · {guide}" for guide, title in found.items()}


def _title(shelf: Shelf, guide: str) -> str:
    """As its front matter says, else its first narration; else its name."""
    with suppress(StoreError):
        path = workspace(shelf).guide_path(guide)
        if title := _fronted(path, stamp(path)):
            return title
    for voice in shelf.voices(guide):
        with suppress(StoreError):
            return shelf.narration(guide, voice).title
    return guide


@lru_cache(maxsize=512)
def _fronted(path: Path, _stamp: tuple[int, int]) -> str:
    with named(path), path.open(encoding="utf-8-sig", errors="replace") as file:
        lines = file.read(_FRONT).splitlines()
    return front.read(lines, path.name)[0].texts.get("title", "")


def folder_of(shelf: Shelf, guide: str, manner: Manner) -> str:
    """The folder of a narration made in that manner. Raises what reading the guide raises."""
    source = studio.read(workspace(shelf), guide)
    return studio.folder_name(studio.cast_of(source.guide, manner), manner)


def one_line(exc: CompanionError) -> str:
    """An error in one line, and how many more there are."""
    if isinstance(exc, GuideError) and len(exc.problems) > 1:
        return f"{exc.problems[0]} (and {len(exc.problems) - 1} more; 'companion check' lists them)"
    return str(exc).partition("\n")[0]


def _stamp(path: Path) -> _Stamp:
    try:
        return stamp(path)
    except StoreError:
        return None


@lru_cache(maxsize=512)
def _entry(shelf: Shelf, guide: str, problems: Sequence[str], _stamps: Sequence[_Stamp]) -> Entry:
    found: list[str] = list(problems)
    source = None if problems else _source(shelf, guide, found)
    timelines = dict(_timelines(shelf, guide, found))
    narrations = tuple(_narrated(shelf, guide, voice, whole, source) for voice, whole in timelines.items())
    if source is None:
        shown: Mapping[str, str] = next((whole["guide"] for whole in timelines.values()), {})
        names = [shown.get(name, "") for name in ("title", "subtitle", "language")]
        return Entry(guide, names[0] or guide, names[1], names[2] or "en", "", "", 0, 0.0, narrations, tuple(found))
    said, folder = studio.write_script(source, Manner())
    straight = {section.id for section in source.guide.sections if section.role is not Role.ASIDES}
    lengths = [
        (len(one.words), 60 * len(one.words) / one.voice.rate)
        for section in said.sections
        if section.section in straight
        for one in section.utterances
    ]
    return Entry(
        guide=guide,
        title=source.guide.title or guide,
        subtitle=source.guide.subtitle,
        language=source.guide.language,
        folder=folder,
        voice=described(said.cast.voice(NARRATOR).name),
        words=sum(words for words, _ in lengths),
        estimate=_QUICKER * sum(seconds for _, seconds in lengths),
        narrations=narrations,
        problems=tuple(found),
    )


def _source(shelf: Shelf, guide: str, problems: list[str]) -> Source | None:
    where = workspace(shelf)
    if not where.guide_path(guide).is_file():
        return None
    try:
        return studio.read(where, guide)
    except CompanionError as exc:
        problems.append(one_line(exc))
        return None


def _timelines(shelf: Shelf, guide: str, problems: list[str]) -> Iterator[tuple[str, document.Timeline]]:
    for voice in shelf.voices(guide):
        try:
            yield voice, document.read(shelf.narration(guide, voice).path)
        except StoreError as exc:
            problems.append(str(exc))


def _narrated(shelf: Shelf, guide: str, voice: str, whole: document.Timeline, source: Source | None) -> Narrated:
    known = shelf.narration(guide, voice)
    state, manner, name = State.ALONE, None, voice
    try:
        if whole["voice"]["engine"] == DEFAULT_ENGINE:
            name = described(whole["voice"]["cast"][NARRATOR]["name"])
        if source is not None:
            manner = freshness.manner_of(source, whole)
            unsaid = bool(whole.get("failures"))
            state = State.CURRENT if freshness.fresh(source, manner, whole) else State.CHANGED
            state = State.PARTLY if unsaid and state is State.CURRENT else state
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        # It may still be played, but nobody can say what it was made of.
        state = State.CHANGED if source is not None else State.ALONE
        manner = Manner(voice=None) if source is not None else None
    return Narrated(voice, name, known.seconds, state, manner)

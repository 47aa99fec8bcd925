"""The timeline as it stands in its file, read back with its types; docs/timeline.md describes it."""

import json
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from companion.errors import StoreError
from companion.narration.timeline import FORMAT

_Stretch = TypedDict("_Stretch", {"from": int, "to": int})  # `from` is a word of Python: a class cannot hold it


class Segment(_Stretch):
    """A sentence: where it stands in its block's text, and when it sounds."""

    id: str
    start: int  # samples
    end: int
    words: list[tuple[int, int, int, int, int]]  # from, to, start, end, timing


class Block(TypedDict):
    """A paragraph, a heading, an item of a list."""

    id: str
    kind: str
    level: int
    passage: str | None
    text: str
    styles: list[tuple[int, int, str]]
    quotations: list[tuple[int, int, str | None]]
    marks: list[tuple[int, str]]
    segments: list[Segment]


class Announcement(TypedDict):
    """Something said that is not written: a passage begins or ends."""

    text: str
    start: int
    end: int
    passage: NotRequired[str | None]
    edge: NotRequired[str | None]


class Section(TypedDict):
    """A section and its sound."""

    id: str
    title: str
    role: str
    level: int
    audio: str
    sha256: str
    bytes: int
    samples: int
    blocks: list[Block]
    announcements: list[Announcement]
    turns: NotRequired[list[tuple[int, int, str]]]  # start, end (samples), speaker


class Target(_Stretch):
    """What a note is about."""

    section: str
    block: str
    segments: list[str]
    start: int
    end: int


class Note(TypedDict):
    """A note: its own sentences, and what it is about."""

    id: str
    section: str
    segments: list[str]
    start: int
    end: int
    targets: list[Target]
    prompt: NotRequired[str]  # a question to discuss when what it is about has been played


class Passage(TypedDict):
    """Blocks set apart: a letter, a verse, a document."""

    id: str
    kind: str
    title: str
    by: str | None
    to: str | None
    parent: str | None
    section: str
    segments: list[str]
    start: int
    end: int


class CastVoice(TypedDict):
    """How somebody sounds."""

    name: str
    rate: int  # words a minute
    pitch: int


class Voice(TypedDict):
    """Who spoke: the narration's folder, the engine, and everybody's voice."""

    id: str
    engine: str
    version: str
    cast: dict[str, CastVoice]


class Failure(TypedDict):
    """A sentence that could not be said, and why."""

    segment: str
    reason: str


class Timeline(TypedDict):
    """One narration of a guide."""

    format: str
    guide: dict[str, str]
    voice: Voice
    rate: int  # samples a second
    sections: list[Section]
    passages: list[Passage]
    notes: list[Note]
    failures: NotRequired[list[Failure]]


def read(path: Path) -> Timeline:
    """The timeline in the file. Raises StoreError for a file that cannot be read or is of another format."""
    remedy = f"run 'companion narrate {path.parent.parent.name}'"
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as exc:
        raise StoreError(f"{path}: is damaged; {remedy}") from exc
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise StoreError(f"{path}: is not of the format {FORMAT}; {remedy}")
    return cast(Timeline, found)

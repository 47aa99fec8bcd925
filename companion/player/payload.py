"""The payload: a timeline as the player wants it, small and quick to unpack."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NotRequired, TypedDict, cast
from urllib.parse import quote

from companion.errors import NarrationError
from companion.narration import document
from companion.narration.course import course
from companion.narration.timeline import FORMAT as TIMELINE_FORMAT

FORMAT = "companion-player/1"


class Block(TypedDict):
    """A paragraph. Text positions are UTF-16 code units, as JavaScript counts; empty lists are left out."""

    id: str
    kind: str
    text: str
    level: NotRequired[int]
    passage: NotRequired[str]
    styles: NotRequired[list[tuple[int, int, str]]]
    quotations: NotRequired[list[tuple[int, int, str]]]  # only those with a speaker
    marks: NotRequired[list[tuple[int, str]]]  # position, note
    segments: list[tuple[str, int, int, int, int, int]]  # id, from, to, start, end (samples), number of words


class Section(TypedDict):
    """A section and its sound."""

    id: str
    title: str
    role: str
    level: int
    audio: str  # URL
    samples: int
    blocks: list[Block]
    words: list[int]  # four a word: characters and samples since the word before, each with the word's own length
    announcements: list[tuple[int, int, str | None, str | None]]  # start, end (samples), passage, edge
    turns: list[tuple[int, int, str]]  # start, end (samples), speaker


class Target(TypedDict):
    """What a note is about."""

    block: str
    at: tuple[int, int]  # from, to in the block's text
    segments: list[str]


class Note(TypedDict):
    """A note, where its own words are narrated, and what it is about."""

    id: str
    section: str
    segments: list[str]
    start: int  # samples
    end: int
    targets: list[Target]
    prompt: NotRequired[str]  # to discuss when what it is about has been played


class Passage(TypedDict):
    """Blocks set apart: a letter, a verse, a document."""

    id: str
    kind: str
    title: str
    parent: str | None


class Payload(TypedDict):
    """All that the player is given about one narration."""

    format: str
    guide: dict[str, str]  # id, title, subtitle, author, language, notice
    voice: str
    rate: int  # samples a second
    sections: list[Section]
    passages: list[Passage]
    notes: list[Note]
    course: list[tuple[int, int, int, str, str | None, str | None]]  # as companion.narration.course gives it


def payload(timeline: Mapping[str, object], audio_base: str) -> Payload:
    """What the player is given for `timeline` (docs/timeline.md), its audio files standing at `audio_base`.

    `audio_base` is the front of their URLs, up to and with the last slash; empty when they stand beside the page.
    Raises NarrationError for a timeline of another format.
    """
    if timeline.get("format") != TIMELINE_FORMAT:
        raise NarrationError(f"timeline of the format {timeline.get('format')!r}, not {TIMELINE_FORMAT}; narrate again")
    whole = cast(document.Timeline, timeline)
    units = {block["id"]: _units(block["text"]) for section in whole["sections"] for block in section["blocks"]}
    names = ("id", "title", "subtitle", "author", "language", "notice")
    return {
        "format": FORMAT,
        "guide": {name: whole["guide"].get(name, "") for name in names},
        "voice": str(whole["voice"]["id"]),
        "rate": whole["rate"],
        "sections": [_section(section, audio_base, units) for section in whole["sections"]],
        "passages": [
            {"id": passage["id"], "kind": passage["kind"], "title": passage["title"], "parent": passage.get("parent")}
            for passage in whole["passages"]
        ],
        "notes": [_note(note, units) for note in whole["notes"]],
        "course": [(one.section, one.start, one.end, one.layer, one.when, one.note) for one in course(whole)],
    }


def _section(section: document.Section, audio_base: str, units: Mapping[str, Sequence[int]]) -> Section:
    return {
        "id": section["id"],
        "title": section["title"],
        "role": section["role"],
        "level": section["level"],
        # The fingerprint makes new sound a new address: a player that is open never mixes it with the old.
        "audio": f"{audio_base}{quote(section['audio'], safe='')}?v={section['sha256'][:12]}",
        "samples": section["samples"],
        "blocks": [_block(block, units[block["id"]]) for block in section["blocks"]],
        "words": list(_words(section["blocks"], units)),
        "announcements": [
            (said["start"], said["end"], said.get("passage"), said.get("edge")) for said in section["announcements"]
        ],
        "turns": section.get("turns", []),
    }


def _block(block: document.Block, units: Sequence[int]) -> Block:
    shown: Block = {
        "id": block["id"],
        "kind": block["kind"],
        "text": block["text"],
        "segments": [
            (said["id"], units[said["from"]], units[said["to"]], said["start"], said["end"], len(said["words"]))
            for said in block["segments"]
        ],
    }
    if block["level"]:
        shown["level"] = block["level"]
    if block["passage"]:
        shown["passage"] = block["passage"]
    if block["styles"]:
        shown["styles"] = [(units[start], units[end], name) for start, end, name in block["styles"]]
    if spoken := [(units[start], units[end], speaker) for start, end, speaker in block["quotations"] if speaker]:
        shown["quotations"] = spoken
    if block["marks"]:
        shown["marks"] = [(units[at], note) for at, note in block["marks"]]
    return shown


def _words(blocks: Iterable[document.Block], units: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Every word as four small numbers, each counted from where the word before it ended."""
    heard = 0
    for block in blocks:
        read = 0
        for segment in block["segments"]:
            for first, last, start, end, _ in segment["words"]:
                left, right = units[block["id"]][first], units[block["id"]][last]
                yield from (left - read, right - left, start - heard, end - start)
                read, heard = right, end


def _note(note: document.Note, units: Mapping[str, Sequence[int]]) -> Note:
    shown: Note = {
        "id": note["id"],
        "section": note["section"],
        "segments": note["segments"],
        "start": note["start"],
        "end": note["end"],
        "targets": [
            {
                "block": target["block"],
                "at": (units[target["block"]][target["from"]], units[target["block"]][target["to"]]),
                "segments": target["segments"],
            }
            for target in note["targets"]
        ],
    }
    if prompt := note.get("prompt"):
        shown["prompt"] = prompt
    return shown


def _units(text: str) -> Sequence[int]:
    """For each position in `text`, counted in code points, the same position in UTF-16 code units."""
    if max(text, default="") <= "\uffff":
        return range(len(text) + 1)
    return tuple(accumulate((2 if character > "\uffff" else 1 for character in text), initial=0))

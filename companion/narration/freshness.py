"""Freshness: whether a narration still says what is written, found without saying a word."""

import json
from collections.abc import Mapping

from companion.guide.model import Section, Voice
from companion.narration import studio, timeline
from companion.narration.document import Block, Timeline
from companion.narration.narrator import section_key, tags_of, take_key
from companion.narration.studio import Manner, Source
from companion.narration.takes import takes
from companion.narration.timeline import Placed, Track
from companion.script.script import SectionScript, script

_SINGLE = "-single"  # how the folder ends of a narration in which the narrator says everything
_OF_THE_SOUND = {"audio", "bytes", "end", "rate", "samples", "sha256", "start", "timings", "turns", "version", "words"}


def manner_of(source: Source, found: Timeline) -> Manner:
    """How that narration was asked for: with the guide's own narrator, or with another one."""
    engine, folder = found["voice"]["engine"], found["voice"]["id"]
    own = Manner(engine, single=folder.endswith(_SINGLE))
    if studio.folder_name(studio.cast_of(source.guide, own), own) == folder:
        return own
    narrator = found["voice"]["cast"]["narrator"]
    return Manner(engine, Voice(narrator["name"], narrator["rate"], narrator["pitch"]), own.single)


def fresh(source: Source, manner: Manner, found: Timeline) -> bool:
    """Whether narrating so again would say, write and show the same.

    What could not be said last time is no reason to call it otherwise, nor is a newer engine: only what people wrote.
    Raises KeyError, TypeError or ValueError for a timeline that lacks what its format promises.
    """
    unsaid = {failure["segment"] for failure in found.get("failures", [])}
    return _written(_expected(source, manner, found), unsaid) == _written(found, unsaid)


def _expected(source: Source, manner: Manner, found: Timeline) -> Mapping[str, object]:
    """The timeline that would be written, its sound left out."""
    said = script(source.guide, studio.cast_of(source.guide, manner), source.everywhere, source.own)
    engine, version, folder = manner.engine, str(found["voice"]["version"]), str(found["voice"]["id"])
    tracks = []
    for number, (written, section) in enumerate(zip(said.guide.sections, said.sections, strict=True), 1):
        keys = [(take_key(take, engine, version, found["rate"]), ()) for take in takes(section)]
        tracks.append(_silent(written, section, section_key(tags_of(said.guide, number, folder), keys)))
    whole = timeline.Timeline(said.guide, folder, engine, version, said, found["rate"], tuple(tracks), {})
    return timeline.render(whole)


def _silent(written: Section, section: SectionScript, key: str) -> Track:
    announced = tuple(Placed(one, 0, 0, ()) for one in section.utterances if one.announcement is not None)
    return Track(written, "", key, "", 0, 0, timeline.cues(written, ()), announced, ())


def _written(whole: Mapping[str, object], unsaid: set[str]) -> object:
    """All that a timeline says besides its sound; of a section with something unsaid, not its fingerprint either."""
    found = json.loads(json.dumps(whole))  # tuples and lists are one here
    found.pop("failures", None)
    for section in found["sections"]:
        names = {name for block in section["blocks"] for name in _names(block)}
        if names & unsaid:
            del section["fingerprint"]
    return _without_sound(found)


def _names(block: Block) -> list[str]:
    return [block["id"], *(segment["id"] for segment in block["segments"])]


def _without_sound(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_sound(part) for name, part in value.items() if name not in _OF_THE_SOUND}
    return [_without_sound(part) for part in value] if isinstance(value, list) else value

"""The timeline: every spoken word of a narration on one clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from companion.guide.model import Block, Guide, Section, Target
from companion.script.script import Script, Utterance
from companion.speech.base import Mark, Timing

FORMAT = "companion-timeline/1"
TIMINGS = (Timing.ENGINE, Timing.ALIGNED, Timing.ESTIMATED)  # a word names its timing by its place here


@dataclass(frozen=True, slots=True)
class Placed:
    """An utterance and where it sounds."""

    utterance: Utterance
    start: int  # first sample, counted from the start of the section's audio
    end: int  # one past its last sample
    marks: tuple[Mark, ...]  # of its words, counted from `start`; empty when it could not be said


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of the text that lights up as one."""

    first: int  # code point of the block's text
    behind: int  # one past its last
    start: int  # sample of the section's audio
    end: int
    timing: int  # its place in TIMINGS


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence and when it sounds."""

    segment: str  # Segment.id
    first: int  # code point of the block's text
    behind: int
    start: int  # sample of the section's audio
    end: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One voice speaking without another between."""

    start: int  # sample of the section's audio
    end: int
    speaker: str  # "narrator", "notes" or a name of Guide.speakers


@dataclass(frozen=True, slots=True)
class Track:
    """A section and its sound."""

    section: Section
    audio: str  # file name, beside the timeline
    fingerprint: str  # of everything that its sound depends on
    sha256: str  # of the file
    size: int  # bytes
    samples: int
    cues: Mapping[str, tuple[Cue, ...]]  # by Block.id
    announcements: tuple[Placed, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that was said, and when."""

    guide: Guide
    voice: str  # the name of the narration's folder
    engine: str
    version: str  # the engine's
    script: Script
    rate: int  # Hz
    tracks: tuple[Track, ...]
    failures: Mapping[str, str]  # Segment.id -> why it could not be said


def cues(section: Section, placed: Sequence[Placed]) -> dict[str, tuple[Cue, ...]]:
    """The sentences of a section by block, on the section's clock. A sentence that nobody says takes no time."""
    said = {
        segment: list(group)
        for segment, group in groupby(
            (one for one in placed if one.utterance.segment is not None), key=lambda one: one.utterance.segment
        )
    }
    found: dict[str, tuple[Cue, ...]] = {}
    now = 0
    for block in section.blocks:
        of_block: list[Cue] = []
        for segment in block.segments:
            words = tuple(_words(said.get(segment.id, ())))
            start, end = (words[0].start, words[-1].end) if words else (now, now)
            of_block.append(Cue(segment.id, segment.span.start, segment.span.end, start, end, words))
            now = end
        found[block.id] = tuple(of_block)
    return found


def turns(placed: Iterable[Placed]) -> tuple[Turn, ...]:
    """Who speaks when, each turn from its first sample to its last."""
    runs = (list(group) for _, group in groupby(placed, key=lambda one: one.utterance.speaker))
    return tuple(Turn(run[0].start, run[-1].end, run[0].utterance.speaker) for run in runs)


def _words(placed: Iterable[Placed]) -> Iterator[Word]:
    """The words of a sentence; spoken words that say the same stretch of text are one."""
    for one in placed:
        pairs = zip(one.utterance.words, one.marks, strict=True) if one.marks else ()
        for span, group in groupby(pairs, key=lambda pair: pair[0].span):
            marks = [mark for _, mark in group]
            if span is not None:
                timing = max(TIMINGS.index(mark.timing) for mark in marks)
                yield Word(span.start, span.end, one.start + marks[0].start, one.start + marks[-1].end, timing)


def render(timeline: Timeline) -> dict[str, object]:
    """The timeline as docs/timeline.md describes it."""
    guide = timeline.guide
    found = {
        cue.segment: (track.section.id, cue) for track in timeline.tracks for of in track.cues.values() for cue in of
    }
    blocks = {block.id: (section.id, block) for section in guide.sections for block in section.blocks}
    return {
        "format": FORMAT,
        "guide": {
            "id": guide.id,
            "title": guide.title,
            "subtitle": guide.subtitle,
            "author": guide.author,
            "language": guide.language,
            "notice": guide.notice,
            **({} if guide.year is None else {"year": f"{guide.year:04}"}),
        },
        "voice": {
            "id": timeline.voice,
            "engine": timeline.engine,
            "version": timeline.version,
            "cast": {
                name: {"name": voice.name, "rate": voice.rate, "pitch": voice.pitch}
                for name, voice in timeline.script.cast.voices.items()
            },
        },
        "rate": timeline.rate,
        "timings": [str(timing) for timing in TIMINGS],
        "speakers": {name: {"pronouns": speaker.pronouns} for name, speaker in guide.speakers.items()},
        "sections": [_track(track) for track in timeline.tracks],
        "passages": [
            {
                "id": passage.id,
                "kind": passage.kind,
                "title": passage.title,
                "by": passage.by,
                "to": passage.to,
                "parent": passage.parent,
                "section": passage.section,
                **_stretch([segment.id for name in passage.blocks for segment in blocks[name][1].segments], found),
            }
            for passage in guide.passages
        ],
        "notes": [
            {
                "id": note.id,
                "section": blocks[note.blocks[0]][0],
                **_stretch([segment.id for name in note.blocks for segment in blocks[name][1].segments], found),
                "targets": [_target(target, blocks, found) for target in note.targets],
                **({"prompt": note.prompt} if note.prompt else {}),
            }
            for note in guide.notes
        ],
        "failures": [{"segment": segment, "reason": reason} for segment, reason in timeline.failures.items()],
    }


def _track(track: Track) -> dict[str, object]:
    section = track.section
    return {
        "id": section.id,
        "title": section.title,
        "role": str(section.role),
        "level": section.level,
        "audio": track.audio,
        "fingerprint": track.fingerprint,
        "sha256": track.sha256,
        "bytes": track.size,
        "samples": track.samples,
        "blocks": [_block(block, track.cues[block.id]) for block in section.blocks],
        "announcements": [
            {
                "text": one.utterance.announcement.text,
                "start": one.start,
                "end": one.end,
                "passage": one.utterance.announcement.passage,
                "edge": one.utterance.announcement.edge,
            }
            for one in track.announcements
            if one.utterance.announcement is not None
        ],
        "turns": [[turn.start, turn.end, turn.speaker] for turn in track.turns],
    }


def _block(block: Block, of_block: Sequence[Cue]) -> dict[str, object]:
    return {
        "id": block.id,
        "kind": str(block.kind),
        "level": block.level,
        "passage": block.passage,
        "text": block.text,
        "styles": [[style.span.start, style.span.end, style.name] for style in block.styles],
        "quotations": [[one.span.start, one.span.end, one.speaker] for one in block.quotations],
        "marks": [[mark.at, mark.note] for mark in block.marks],
        "segments": [
            {
                "id": cue.segment,
                "from": cue.first,
                "to": cue.behind,
                "start": cue.start,
                "end": cue.end,
                "words": [[word.first, word.behind, word.start, word.end, word.timing] for word in cue.words],
            }
            for cue in of_block
        ],
    }


def _stretch(segments: Sequence[str], found: Mapping[str, tuple[str, Cue]]) -> dict[str, object]:
    """From the first of the sentences to the last: all of them stand in one section, in order."""
    return {"segments": list(segments), "start": found[segments[0]][1].start, "end": found[segments[-1]][1].end}


def _target(
    target: Target, blocks: Mapping[str, tuple[str, Block]], found: Mapping[str, tuple[str, Cue]]
) -> dict[str, object]:
    cues_of = [found[segment][1] for segment in target.segments]
    words = [
        word
        for cue in cues_of
        for word in cue.words
        if word.first < target.span.end and target.span.start < word.behind
    ]
    start = words[0].start if words else cues_of[0].start
    end = words[-1].end if words else cues_of[-1].end
    return {
        "section": blocks[target.block][0],
        "block": target.block,
        "from": target.span.start,
        "to": target.span.end,
        "segments": list(target.segments),
        "start": start,
        "end": end,
    }

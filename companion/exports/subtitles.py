"""Subtitles: folders of WebVTT or SubRip, for the sound of each section and for all of it on one clock."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from companion.exports import captions, narrated, phrasing
from companion.exports.captions import Cue
from companion.exports.made import Made, Request, put_folder
from companion.exports.narrated import Narrated
from companion.exports.phrasing import Caption
from companion.exports.strung import Run, paragraphs, strung
from companion.guide.front import NARRATOR
from companion.narration import clock
from companion.narration.document import Block, Segment, Timeline

_OURS = "companion-{}.json"  # what tells a folder of ours from one that must not be replaced
_SHORTEST = 1000 * phrasing.SHORTEST  # ms


def export_vtt(request: Request) -> Made:
    """Write a folder of WebVTT. Raises GuideError, NarrationError or StoreError."""
    return _export(request, "vtt", _webvtt)


def export_srt(request: Request) -> Made:
    """Write a folder of SubRip. Raises GuideError, NarrationError or StoreError."""
    return _export(request, "srt", _subrip)


def _export(request: Request, to: str, made: Callable[[Timeline, str], dict[str, str]]) -> Made:
    found = narrated.one(request.workspace, request.guide, request.voice)
    files = {name: text.encode("utf-8", "replace") for name, text in made(found.timeline, request.notes).items()}
    request.progress(0.5)
    path = request.out or Path(f"{request.guide}-{to}")
    ours = _OURS.format(to)
    mark = json.dumps({"format": f"companion-{to}/1", "guide": request.guide}).encode() + b"\n"
    size = put_folder({**files, **_sounds(found, request.notes), ours: mark}, path, ours)
    request.progress(1)
    return Made(path, size, hint="; a player shows the captions that are named like the sound it plays")


def _sounds(found: Narrated, notes: str) -> dict[str, bytes | Path]:
    sections = found.timeline["sections"]
    return {sections[at]["audio"]: found.sound(sections[at]) for at in _sections(found.timeline, notes)}


def _webvtt(timeline: Timeline, notes: str) -> dict[str, str]:
    """The files by name: captions of each section; captions, chapters and notes of the whole."""
    guide, comment = timeline["guide"]["id"], ". ".join(captions.about(timeline))
    runs = strung(timeline, notes)
    shown = {name: captions.vtt(cues, comment) for name, cues in _tracks(timeline, runs, notes, ".vtt").items()}
    shown[f"{guide}.chapters.vtt"] = captions.vtt(chapters(timeline, runs))
    if notes != "none":
        shown[f"{guide}.notes.vtt"] = captions.metadata(remarks(timeline, runs))
    return shown


def _subrip(timeline: Timeline, notes: str) -> dict[str, str]:
    tracks = _tracks(timeline, strung(timeline, notes), notes, ".srt")
    return {name: captions.srt(cues) for name, cues in tracks.items()}


def _tracks(timeline: Timeline, runs: Sequence[Run], notes: str, suffix: str) -> dict[str, tuple[Cue, ...]]:
    sections, cut, writers = timeline["sections"], cuts(timeline), _writers(timeline)
    found = {
        Path(sections[at]["audio"]).stem + suffix: cues(timeline, (_alone(at, sections[at]["samples"]),), cut, writers)
        for at in _sections(timeline, notes)
    }
    return {**found, timeline["guide"]["id"] + suffix: cues(timeline, runs, cut, writers)}


def _alone(section: int, samples: int) -> Run:
    """A section on its own clock."""
    return Run(section, 0, samples, 0, samples)


def _sections(timeline: Timeline, notes: str) -> tuple[int, ...]:
    """The places of the sections whose sound is passed on."""
    sections = enumerate(timeline["sections"])
    return tuple(at for at, one in sections if one["samples"] and (notes != "none" or one["role"] == "text"))


Cuts = Mapping[str, tuple[Caption, ...]]  # a sentence's captions, by Segment.id


def cuts(timeline: Timeline) -> Cuts:
    """Every sentence cut into captions. One that nobody says has none."""
    rate = timeline["rate"]
    return {
        one["id"]: phrasing.captions(block["text"], one["from"], one["to"], one["words"], rate, one["end"])
        for section in timeline["sections"]
        for block in section["blocks"]
        for one in block["segments"]
    }


class _Shown(NamedTuple):
    """A caption, or something announced, at its place in a reading."""

    start: int  # samples of the reading
    end: int
    id: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()  # where in the text a word begins, and at which sample of the reading
    voices: tuple[tuple[int, int, str], ...] = ()


def cues(timeline: Timeline, runs: Sequence[Run], cut: Cuts, writers: Mapping[str, str]) -> tuple[Cue, ...]:
    """Everything that is said in these runs, in order.

    Each lasts until the speech of its own is over, the captions of one sentence without a gap, and a second at least
    where nothing else is said in it.
    """
    rate = timeline["rate"]
    shown = sorted(_shown(timeline, runs, cut, writers), key=lambda one: one.start)
    times = [(clock.milliseconds(one.start, rate), clock.milliseconds(one.end, rate)) for one in shown]
    nexts = [start for start, _ in times[1:]] + [clock.milliseconds(runs[-1].until, rate)]
    found = []
    for one, (start, end), until in zip(shown, times, nexts, strict=True):
        lasts = min(max(end, start + _SHORTEST), until) if until > start else end
        if lasts <= start:  # shorter than a millisecond
            continue
        marks, last = [], start
        for at, sample in sorted(one.marks):
            if last < (ms := clock.milliseconds(sample, rate)) < lasts:  # WebVTT: they grow, inside the cue
                marks.append((at, ms))
                last = ms
        found.append(Cue(start, lasts, one.id, one.text, tuple(marks), one.voices))
    return tuple(found)


def _shown(timeline: Timeline, runs: Sequence[Run], cut: Cuts, writers: Mapping[str, str]) -> Iterator[_Shown]:
    for run in runs:
        section, later = timeline["sections"][run.section], run.at - run.start
        for one in section["announcements"]:
            if run.start <= one["start"] and one["end"] <= run.end:
                name = f"{one.get('passage') or section['id']}-{one.get('edge') or one['start']}"
                text = "\n".join(phrasing.lines(f"[{one['text']}]"))
                yield _Shown(one["start"] + later, one["end"] + later, name, text)
        for block in section["blocks"]:
            for said in block["segments"]:
                if run.start <= said["start"] < said["end"] <= run.end:
                    yield from _sentence(block, said, cut[said["id"]], writers.get(block["passage"] or ""), later)


def _sentence(block: Block, said: Segment, cut: Sequence[Caption], writer: str | None, later: int) -> Iterator[_Shown]:
    ends = [one.start for one in cut[1:]] + [said["end"]]
    for number, (one, end) in enumerate(zip(cut, ends, strict=True), 1):
        text, places = _laid(block["text"], one)
        where = {place: at for at, place in enumerate(places)}
        yield _Shown(
            one.start + later,
            end + later,
            said["id"] if number == 1 else f"{said['id']}.{number}",
            text,
            tuple((where[word[0]], word[2] + later) for word in said["words"] if word[0] in where),
            tuple(_voices(block, places, writer)),
        )


def _laid(text: str, caption: Caption) -> tuple[str, list[int]]:
    """A caption's text, and where in the block's text each of its characters stands: -1 for those that part words."""
    laid, places = [], list[int]()
    for line in caption.lines:
        for at, unit in enumerate(line):
            gap = "" if not places else " " * unit.spaced if at else "\n"
            laid += [gap, text[unit.first : unit.behind]]
            places += [-1] * len(gap)
            places += range(unit.first, unit.behind)
    return "".join(laid), places


def _writers(timeline: Timeline) -> dict[str, str]:
    """Whose words a passage is made of, by its id: those of the innermost passage around it that says so."""
    passages = {passage["id"]: passage for passage in timeline["passages"]}
    found: dict[str, str] = {}
    for name in passages:
        around, seen = passages.get(name), set[str]()
        while around is not None and not around["by"] and around["id"] not in seen:
            seen.add(around["id"])
            around = passages.get(around["parent"] or "")
        if around is not None and around["by"]:
            found[name] = around["by"]
    return found


def _voices(block: Block, places: Sequence[int], writer: str | None) -> Iterator[tuple[int, int, str]]:
    """Whose words stand where in a caption, as the cast reads them: of quotations, else of a letter's writer."""
    quoted = [one for one in block["quotations"] if one[2] is not None]
    if not quoted and writer is None:
        return

    def whose(place: int) -> str | None:
        return next((name for first, behind, name in quoted if first <= place < behind), writer)

    for name, run in groupby(((at, whose(place)) for at, place in enumerate(places) if place >= 0), lambda one: one[1]):
        stands = [at for at, _ in run]
        if name is not None and name != NARRATOR:
            yield stands[0], stands[-1] + 1, name


def chapters(timeline: Timeline, runs: Sequence[Run]) -> tuple[Cue, ...]:
    """A cue for each section, and inside it one for each passage that has a title (WebVTT, chapter cues: nested)."""
    found, reading = [], _Reading(timeline, runs)
    for name, title, section, start, end in _parts(timeline):
        for at, (first, behind) in enumerate(reading.stretches(section, start, end), 1):
            text = " ".join(title.split())
            if text and behind > first:
                found.append(Cue(first, behind, name if at == 1 else f"{name}.{at}", text))
    return tuple(sorted(found, key=lambda cue: (cue.start, -cue.end)))


def _parts(timeline: Timeline) -> Iterator[tuple[str, str, str, int, int]]:
    for section in timeline["sections"]:
        yield section["id"], section["title"], section["id"], 0, section["samples"]
    for passage in timeline["passages"]:
        yield passage["id"], passage["title"], passage["section"], passage["start"], passage["end"]


class _Reading:
    """The runs of a reading, by the ids of the sections that they are of."""

    def __init__(self, timeline: Timeline, runs: Sequence[Run]) -> None:
        self.rate = timeline["rate"]
        self.runs: dict[str, list[Run]] = {}
        for run in runs:
            self.runs.setdefault(timeline["sections"][run.section]["id"], []).append(run)

    def stretches(self, section: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """When a stretch of a section is heard (ms): in one go, as far as nothing is read in between.

        One that ends with a run ends where the next one begins, so that no moment is in no chapter.
        """
        heard: list[list[int]] = []
        for run in self.runs.get(section, ()):
            first, behind = max(run.start, start), min(run.end, end)
            if first < behind:
                begins = run.at + first - run.start
                ends = run.until if behind == run.end else begins + behind - first
                if heard and heard[-1][1] == begins:
                    heard[-1][1] = ends
                else:
                    heard.append([begins, ends])
        return ((clock.milliseconds(one, self.rate), clock.milliseconds(other, self.rate)) for one, other in heard)


def remarks(timeline: Timeline, runs: Sequence[Run]) -> tuple[Cue, ...]:
    """A cue for everything that a note is about, while it is heard: JSON with the note's id, its text and that."""
    own, reading = paragraphs(timeline), _Reading(timeline, runs)
    found = []
    for note in timeline["notes"]:
        number = 0
        for target in note["targets"]:
            for start, end in reading.stretches(target["section"], target["start"], target["end"]):
                number += 1
                said = {
                    "note": note["id"],
                    "text": "\n\n".join(block["text"] for block in own[note["id"]]),
                    **({"prompt": note["prompt"]} if note.get("prompt") else {}),
                    "section": target["section"],
                    "block": target["block"],
                    "from": target["from"],
                    "to": target["to"],
                    "targets": target["segments"],
                }
                name = note["id"] if number == 1 else f"{note['id']}.{number}"
                if end > start:
                    found.append(Cue(start, end, name, json.dumps(said, ensure_ascii=False)))
    return tuple(sorted(found, key=lambda cue: (cue.start, -cue.end)))

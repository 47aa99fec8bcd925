"""WebVTT and SubRip: cues one by one, beside each other, and beside the sound that lies next to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path

from companion.exports.proving import package, times
from companion.exports.proving.fault import Fault, Proof, Refused, gathered
from companion.narration import probing, store

LONGEST, MOST_LINES = 42, 2  # characters, lines
_ENDINGS = (".vtt", ".srt")
_SOUNDS = (".m4a", ".mp3", ".m4b", ".ogg")
_UNSPOKEN = (".chapters", ".notes")  # cues for programs: they may lie within each other
_STAMP = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
_TIMES = re.compile(rf"{_STAMP}[ \t]+-->[ \t]+{_STAMP}(?:[ \t].*)?", re.ASCII)
_INSIDE = re.compile(rf"<{_STAMP}>", re.ASCII)
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue, as it is written."""

    where: str
    number: str  # or its id
    start: int  # µs
    end: int
    lines: tuple[str, ...]


def examine(path: Path) -> Proof:
    """Look at a file, or at every such file of a folder. Raises Refused when there is none."""
    files = sorted(one for one in path.iterdir() if one.suffix in _ENDINGS) if path.is_dir() else [path]
    if not files:
        raise Refused("", "holds no captions")
    faults, words, clips, length = list[Fault](), 0, 0, 0
    for file in files:
        where = file.name if path.is_dir() else ""
        try:
            found = tuple(_cues(file, where))
        except Refused as exc:
            faults.append(exc.fault)
            continue
        spoken = (file.suffixes[-2] if len(file.suffixes) > 1 else "") not in _UNSPOKEN
        faults += _checked(found, spoken)
        faults += _beside(file, found)
        if spoken and (_sound(file) or not any(map(_sound, files))):  # those of the whole are the same ones again
            clips += len(found)
            words += sum(len(_WORD.findall(unescape(_TAG.sub("", line)))) for cue in found for line in cue.lines)
            length += sum(max(0, cue.end - cue.start) for cue in found)
    return Proof(gathered(faults), words, clips, length)


def transcript(file: Path, length: int) -> Iterator[Fault]:
    """What is wrong with the words of a sound of that length (µs). They are read, not laid over a picture: lines may
    be of any length.
    """
    try:
        found = tuple(_cues(file, file.name))
    except Refused as exc:
        yield exc.fault
        return
    yield from _checked(found, spoken=False)
    yield from _behind(found, file.with_suffix(".mp3").name, length)


def _cues(file: Path, where: str) -> Iterator[Cue]:
    with store.named(file):
        if file.stat().st_size > package.MOST_TEXT:
            raise Refused(where, "is larger than any captions are")
        data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as exc:
        raise Refused(where, "is no UTF-8") from exc
    first, _, body = text.partition("\n")
    subrip = file.suffix == ".srt"
    if not subrip and not re.fullmatch(r"WEBVTT(?:[ \t].*)?", first):
        raise Refused(where, "does not begin with WEBVTT")
    line = 1 if subrip else 2
    for block in (text if subrip else body).split("\n\n"):
        lines = block.split("\n")
        at = line + sum(1 for _ in _blank(lines))
        line += len(lines) + 1
        lines = [one for one in lines if one]
        if not lines or lines[0].startswith("NOTE"):
            continue
        timed = next((number for number, one in enumerate(lines) if "-->" in one), None)
        found = _TIMES.fullmatch(lines[timed].strip()) if timed is not None else None
        if timed is None or timed > 1 or found is None:
            raise Refused(f"{where}:{at}".lstrip(":"), "is no cue: its times cannot be read")
        name = lines[0] if timed else ""
        yield Cue(f"{where}:{at}".lstrip(":"), name, _us(found, 0), _us(found, 4), tuple(lines[timed + 1 :]))


def _blank(lines: list[str]) -> Iterator[str]:
    for one in lines:
        if one:
            return
        yield one


def _us(found: re.Match[str], group: int) -> int:
    hours, minutes, seconds, ms = (int(found[group + at] or 0) for at in range(1, 5))
    return (((hours * 60 + minutes) * 60 + seconds) * 1000 + ms) * 1000


def _checked(cues: tuple[Cue, ...], spoken: bool) -> Iterator[Fault]:
    names = set[str]()
    for cue in cues:
        if cue.end <= cue.start:
            what = f"a cue ends at {times.told(cue.end)}, not behind its begin {times.told(cue.start)}"
            yield Fault(cue.where, what, "a cue must last some time")
        if cue.number and cue.number in names:
            yield Fault(cue.where, f"two cues are called {cue.number}", "give each its own name")
        names.add(cue.number)
        if not any(line.strip() for line in cue.lines):
            yield Fault(cue.where, "a cue shows nothing", "leave it out")
        if spoken:
            yield from _shown(cue)
    for before, after in pairwise(cues):
        if after.start < before.start:
            what = f"a cue begins at {times.told(after.start)}, before the one that stands above it"
            yield Fault(after.where, what, "write cues in the order of their times")
        elif spoken and after.start < before.end:
            what = (
                f"a cue begins at {times.told(after.start)}, while the one before lasts until {times.told(before.end)}"
            )
            yield Fault(after.where, what, "cues must not overlap")


def _shown(cue: Cue) -> Iterator[Fault]:
    if len(cue.lines) > MOST_LINES:
        yield Fault(cue.where, f"a cue has {len(cue.lines)} lines, more than {MOST_LINES}", "split it")
    for line in cue.lines:
        plain = unescape(_TAG.sub("", line)).strip()
        if len(plain) > LONGEST and " " in plain:  # a long word cannot be split
            yield Fault(cue.where, f"a line has {len(plain)} characters, more than {LONGEST}", "split the line")
    last = cue.start
    for found in _INSIDE.finditer("\n".join(cue.lines)):
        stamp = _us(found, 0)
        if not last < stamp < cue.end:
            what = f"a word's time, {times.told(stamp)}, is not between the one before it and the cue's end"
            yield Fault(cue.where, what, "words' times must grow, inside the cue")
        last = max(last, stamp)


def _beside(file: Path, cues: tuple[Cue, ...]) -> Iterator[Fault]:
    """Cues behind the end of the sound that is named like them."""
    path = _sound(file)
    if path is None:
        return
    sound = probing.probe(path)
    if sound.problem:
        yield Fault(path.name, f"is no sound that can be decoded: {sound.problem}", "export it again")
        return
    yield from _behind(cues, path.name, sound.length)


def _behind(cues: tuple[Cue, ...], sound: str, length: int) -> Iterator[Fault]:
    for cue in cues:
        if cue.end > length + times.ROUNDED:
            what = f"a cue ends at {times.told(cue.end)}, its sound {sound} at {times.told(length)}"
            yield Fault(cue.where, what, "end it where the sound ends")


def _sound(file: Path) -> Path | None:
    """The sound that is named like the captions, and lies beside them."""
    return next((path for ending in _SOUNDS if (path := file.with_suffix(ending)).is_file()), None)

"""Media overlays: clips one by one, and each beside the others of its sound and its page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from companion.exports.proving import page as pages
from companion.exports.proving import times
from companion.exports.proving.fault import Fault
from companion.exports.proving.markup import Element, parsed
from companion.exports.proving.package import Files, resolved
from companion.exports.proving.page import Page

_MEND = "export the book again"
_APART = frozenset("footnote footnotes endnote endnotes rearnote rearnotes note annotation sidebar aside".split())
_TAIL = times.SECOND  # of sound behind the last clip; less is silence that an encoder adds
_SHOWN = 60  # characters


@dataclass(frozen=True, slots=True)
class Clip:
    """A par: a text, and the sound it lights up for."""

    where: str  # "overlay/one.smil:12"
    page: str
    fragment: str
    sound: str  # empty where there is none
    begin: int | None  # µs; None for what is no clock value
    end: int | None  # None also for the end of the sound
    ended: bool  # whether it says where it ends
    apart: int  # which note it is in, as listeners may skip some; 0 for the text

    @property
    def timed(self) -> bool:
        """Whether its times are times."""
        return self.begin is not None and (self.end is not None or not self.ended)

    def last(self, lengths: Mapping[str, int]) -> int:
        """Where it ends, in µs."""
        return self.end if self.end is not None else lengths.get(self.sound, 0)

    def lasts(self, lengths: Mapping[str, int]) -> int:
        """How long it is heard, in µs: what is behind the end of its sound is not."""
        end = self.last(lengths)
        return max(0, min(end, lengths.get(self.sound, end)) - (self.begin or 0)) if self.timed else 0


@dataclass(frozen=True, slots=True)
class Overlay:
    """An overlay document, read."""

    path: str
    clips: tuple[Clip, ...]
    around: tuple[tuple[str, str, str], ...]  # of its seqs: where, and the page and fragment that they are


def read(files: Files, path: str) -> Overlay:
    """Read it. Raises Refused for what is no XML."""
    root = parsed(files.read(path), path)
    clips, around = list[Clip](), list[tuple[str, str, str]]()
    numbers = iter(range(1, 1 << 30))

    def walk(one: Element, apart: int) -> None:
        where = f"{path}:{one.line}"
        if one.name == "par":
            clips.append(_clip(path, one, apart))
            return
        if one.get("epub:textref"):
            around.append((where, *resolved(path, one.get("epub:textref"))))
        if one.tokens("epub:type") & _APART:
            apart = next(numbers)
        for inner in one.elements:
            walk(inner, apart)

    walk(root, 0)
    return Overlay(path, tuple(clips), tuple(around))


def _clip(path: str, par: Element, apart: int) -> Clip:
    text, sound = next(par.all("text"), None), next(par.all("audio"), None)
    at = resolved(path, text.get("src")) if text is not None else ("", "")
    where = f"{path}:{par.line}"
    if sound is None:
        return Clip(where, *at, "", None, None, False, apart)
    begin = times.smil(_time(sound, "begin")) if _time(sound, "begin") else 0
    end = times.smil(_time(sound, "end")) if _time(sound, "end") else None
    return Clip(where, *at, resolved(path, sound.get("src"))[0], begin, end, bool(_time(sound, "end")), apart)


def _time(sound: Element, edge: str) -> str:
    return sound.get(f"clip{edge.title()}") or sound.get(f"clip-{edge}")  # SMIL 3.0, SMIL 1.0


def alone(clips: Iterable[Clip], lengths: Mapping[str, int]) -> Iterator[Fault]:
    """Clips that are wrong in themselves. `lengths` are those of the sounds that can be heard, in µs."""
    for clip in clips:
        if not clip.sound:
            yield Fault(clip.where, "has a text but no sound in the book", _MEND)
        elif clip.begin is None or not clip.timed:
            yield Fault(clip.where, "a clip's begin or end is no clock value", _MEND)
        elif clip.sound not in lengths:
            continue  # told once, of the sound
        elif clip.last(lengths) <= clip.begin and clip.begin <= lengths[clip.sound]:
            what = f"a clip ends at {times.told(clip.last(lengths))}, not behind its begin {times.told(clip.begin)}"
            yield Fault(clip.where, what, "a clip must last some time")
        elif max(clip.begin, clip.last(lengths)) > lengths[clip.sound] + times.ROUNDED:
            ends = f"a clip ends at {times.told(max(clip.begin, clip.last(lengths)))}"
            what = f"{ends}, its sound {clip.sound} at {times.told(lengths[clip.sound])}"
            yield Fault(clip.where, what, "end it where the sound ends")


def together(clips: Iterable[Clip], lengths: Mapping[str, int]) -> Iterator[Fault]:
    """Clips of one sound that overlap, or leave something out between them. `clips` in the order of reading."""
    all_read = list(clips)
    following = {id(before): after for before, after in pairwise(all_read)}
    by_sound: dict[str, list[Clip]] = {}
    for clip in all_read:
        if clip.sound in lengths:
            by_sound.setdefault(clip.sound, []).append(clip)
    for sound, all_of_it in by_sound.items():
        stretches = [
            (one.begin, one.last(lengths), one)
            for one in all_of_it
            if one.begin is not None and one.timed and one.last(lengths) > one.begin
        ]
        inside = sorted(stretches, key=lambda one: one[:2])
        for (_, end, before), (begin, _, after) in pairwise(inside):
            if begin < end - times.ROUNDED:
                what = f"a clip begins at {times.told(begin)}, while the one before lasts until {times.told(end)}"
                yield Fault(after.where, what, "clips of one sound must not overlap")
            # What comes between two notes may be left out with their heading, and a part of the pause at which a note
            # is read; what comes between two words may not.
            near = following.get(id(before)) is after and before.apart == after.apart
            if near and begin > end + times.ROUNDED:
                what = f"{times.lasting(begin - end)} of {sound} before this clip light up nothing"
                yield Fault(after.where, what, "let the clip before it last until this one begins")
        last = max((end for _, end, _ in stretches), default=0)
        if all(one.timed for one in all_of_it) and lengths[sound] - last > _TAIL:
            what = f"its last {times.lasting(lengths[sound] - last)} are never heard"
            yield Fault(sound, what, "end the last clip where the sound ends")


def texts(overlay: Overlay, page: Page, whole: bool = True) -> Iterator[Fault]:
    """What the clips point at: nowhere, twice, out of order; and of the `whole` page what none points at."""
    for where, path, fragment in overlay.around:
        if path != page.path or (fragment and fragment not in page.places):
            yield Fault(where, f"a textref leads nowhere: {path or 'out of the book'}#{fragment}", _MEND)
    said: list[tuple[int, int]] = []
    seen, latest = set[str](), (0, 0)
    for clip in overlay.clips:
        if clip.page != page.path or (clip.fragment and clip.fragment not in page.places):
            what = f"a clip's text leads nowhere in {page.path}: {clip.page or 'out of the book'}#{clip.fragment}"
            yield Fault(clip.where, what, _MEND)
            continue
        place = page.places[clip.fragment] if clip.fragment else (0, len(page.text))
        said.append(place)
        if clip.fragment in seen:
            yield Fault(clip.where, f"the text #{clip.fragment} is said twice", "say every text once")
        elif place[0] < latest[0]:
            yield Fault(clip.where, f"#{clip.fragment} stands before what is heard before it", "keep to the text")
        elif place[0] < latest[1]:
            yield Fault(clip.where, f"#{clip.fragment} stands within a text that is heard by itself", "say it once")
        seen.add(clip.fragment)
        latest = max(latest, place)
    for name in page.twice:
        if name in seen:
            yield Fault(f"{page.path}#{name}", "more than one element has this id", "an id must be one element's")
    for left in pages.unsaid(page, said) if whole else ():
        yield Fault(page.path, f"no clip says “{_short(left)}”", "narrate it, or mark it as nothing to be heard")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"

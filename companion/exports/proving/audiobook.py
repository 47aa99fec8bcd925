"""Audiobooks of the W3C (.lpf) and of Readium (.audiobook): files, lengths, and what ties the sound to the text."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from companion.exports.proving import overlay, times
from companion.exports.proving import page as pages
from companion.exports.proving.fault import Fault, Proof, Refused, gathered
from companion.exports.proving.markup import parsed
from companion.exports.proving.overlay import Clip, Overlay
from companion.exports.proving.package import Files, opened, resolved
from companion.exports.proving.sounds import Sounds

_MANIFESTS = ("publication.json", "manifest.json")
_LINKS = ("url", "href", "audio", "audioref", "text", "textref")
_TIED = (("text", "audio"), ("textref", "audioref"))
_TIME = re.compile(r"t=(?:npt:)?([\d.]+)?(?:,([\d.]+))?")  # Media Fragments 1.0, 4.2.1
_SAME = times.SECOND // 10
_WORD = re.compile(r"\w[\w'’-]*")


def examine(path: Path) -> Proof:
    """Look at a package. Raises Refused for what is none, or not safe to read."""
    with opened(path) as files:
        name = next((one for one in _MANIFESTS if one in files.names), None)
        if name is None:
            raise Refused("", f"has neither {' nor '.join(_MANIFESTS)}")
        look = _Look(files, name)
        faults = gathered(look.faults())
        return Proof(faults, look.words, look.clips, sum(look.sounds.lengths.values()))


class _Look:
    def __init__(self, files: Files, name: str) -> None:
        self.files, self.name, self.sounds = files, name, Sounds(files)
        self.words = self.clips = 0

    def faults(self) -> Iterator[Fault]:
        manifest = _json(self.files, self.name)
        whole = 0
        order = manifest.get("readingOrder")
        items = [one for one in order if isinstance(one, dict)] if isinstance(order, list) else []
        if not items:
            yield Fault(self.name, "has no readingOrder", "export it again")
        for item in items:
            name = resolved(self.name, _text(item, "url") or _text(item, "href"))[0]
            media = _text(item, "encodingFormat") or _text(item, "type")
            yield from self.sounds.look(name, media, self.name)
            said, length = _duration(item.get("duration")), self.sounds.lengths.get(name)
            whole += said or 0
            if said is None:
                yield Fault(self.name, f"{name} has no duration", "write its length")
            elif length is not None and abs(said - length) > _SAME:
                what = f"{name} is said to last {times.told(said)}, but lasts {times.told(length)}"
                yield Fault(self.name, what, "write its length")
        metadata = manifest.get("metadata")
        said = _duration((metadata if isinstance(metadata, dict) else manifest).get("duration"))
        if said is None or abs(said - whole) > times.ROUNDED * (1 + len(items)):
            what = f"its duration says {times.told(said or 0)}, those of its files {times.told(whole)}"
            yield Fault(self.name, what, "write their sum (W3C Audiobooks, 6.1)")
        yield from self.linked(self.name, manifest)
        for name in sorted(self.files.names):
            if name.endswith(".json") and name != self.name:
                yield from self.narration(name)
            elif name.endswith(".html"):
                yield from self.page(name)

    def linked(self, where: str, value: object) -> Iterator[Fault]:
        """Every address in a JSON file: that the file is there, and what is meant in it."""
        for one in _objects(value):
            for key in _LINKS:
                if text := _text(one, key):
                    yield from self.address(where, text)

    def address(self, where: str, text: str) -> Iterator[Fault]:
        path, fragment = resolved(where, text)
        if not path or path not in self.files.names:
            if not re.match(r"[a-z]+:", text):
                yield Fault(where, f"{path or text} is not there", "export it again")
            return
        length = self.sounds.lengths.get(path)
        if not fragment or length is None:
            return
        begin, end = _fragment(fragment)
        if begin is None or (end is not None and end <= begin):
            yield Fault(where, f"{text} is no stretch of time", "a fragment must last some time")
        elif max(begin, end or 0) > length + times.ROUNDED:
            yield Fault(where, f"{text} is behind the end of its sound, {times.told(length)}", "end it with the sound")

    def page(self, name: str) -> Iterator[Fault]:
        for one in parsed(self.files.read(name), name).all("a", "img", "link"):
            if address := one.get("href") or one.get("src"):
                yield from self.address(name, address)

    def narration(self, name: str) -> Iterator[Fault]:
        """A Synchronized Narration, or a Guided Navigation."""
        value = _json(self.files, name)
        yield from self.linked(name, value)
        clips = tuple(self.tied(name, value))
        if not clips:
            return
        yield from overlay.together(clips, self.sounds.lengths)
        page = pages.read(self.files, clips[0].page, named=True) if clips[0].page in self.files.names else None
        if page is not None:
            yield from overlay.texts(Overlay(name, clips, ()), page)
            said = (page.places[one.fragment] for one in clips if one.fragment in page.places)
            self.words += sum(len(_WORD.findall(page.text, *place)) for place in said)
        self.clips += len(clips)

    def tied(self, where: str, value: object) -> Iterator[Clip]:
        for number, one in enumerate(_objects(value)):
            for text, audio in _TIED:
                if _text(one, text) and _text(one, audio):
                    sound, fragment = resolved(where, _text(one, audio))
                    begin, end = _fragment(fragment) if fragment else (0, None)
                    at = resolved(where, _text(one, text))
                    yield Clip(f"{where}#{number}", *at, sound, begin, end, end is not None, 0)


def _json(files: Files, name: str) -> dict[str, object]:
    try:
        found = json.loads(files.read(name))
    except (ValueError, RecursionError) as exc:
        raise Refused(name, "is no JSON") from exc
    if not isinstance(found, dict):
        raise Refused(name, "is no JSON object")
    return found


def _objects(value: object) -> Iterator[dict[str, object]]:
    """The objects in a JSON value, in order."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += reversed(list(one.values()))
        elif isinstance(one, list):
            waiting += reversed(one)


def _text(one: dict[str, object], key: str) -> str:
    value = one.get(key)
    return value if isinstance(value, str) else ""


def _duration(value: object) -> int | None:
    if isinstance(value, str):
        return times.iso(value)
    if isinstance(value, int | float) and 0 <= value < 10**9:
        return round(value * times.SECOND)
    return None


def _fragment(fragment: str) -> tuple[int | None, int | None]:
    found = _TIME.fullmatch(fragment)
    if found is None:
        return None, None
    end = times.smil(found[2]) if found[2] else None
    return (times.smil(found[1]) if found[1] else 0), end

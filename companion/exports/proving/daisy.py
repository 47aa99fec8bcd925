"""A DAISY 2.02 book: its links, its clips, and the times that it says of itself."""

from collections.abc import Iterator
from pathlib import Path

from companion.exports.proving import overlay, times
from companion.exports.proving import page as pages
from companion.exports.proving.fault import Fault, Proof, Refused, gathered
from companion.exports.proving.markup import Element, parsed
from companion.exports.proving.overlay import Clip, Overlay
from companion.exports.proving.package import Folder, resolved
from companion.exports.proving.sounds import Sounds

NCC = "ncc.html"
_ROUNDED = 1_100_000  # µs; DAISY writes whole seconds


def examine(path: Path) -> Proof:
    """Look at a folder. Raises Refused when it is no DAISY book."""
    look = _Look(Folder(path))
    faults = gathered(look.faults())
    return Proof(faults, look.words, len(look.clips), sum(look.sounds.lengths.values()))


class _Look:
    def __init__(self, files: Folder) -> None:
        self.files, self.sounds = files, Sounds(files)
        if NCC not in files.names:
            raise Refused("", f"has no {NCC}")
        self.ncc = parsed(files.read(NCC), NCC)
        self.clips: list[Clip] = []
        self.words = 0

    def faults(self) -> Iterator[Fault]:
        smils: dict[str, Element] = {}
        for link in self.ncc.all("a"):
            path, fragment = resolved(NCC, link.get("href"))
            where = f"{NCC}:{link.line}"
            if path not in self.files.names:
                yield Fault(where, f"{link.get('href')} is not there", "export it again")
                continue
            if path not in smils:
                smils[path] = parsed(self.files.read(path), path)
            if fragment and not any(one.get("id") == fragment for one in smils[path].all()):
                yield Fault(where, f"{link.get('href')} leads nowhere", "export it again")
        elapsed = 0
        for path, smil in smils.items():
            clips = overlay.read(self.files, path).clips
            self.clips += clips
            for clip in clips:
                if clip.sound:
                    yield from self.sounds.look(clip.sound, None, clip.where)
            yield from _time(path, smil, "ncc:totalElapsedTime", elapsed)
            lasts = sum(one.lasts(self.sounds.lengths) for one in clips)
            yield from _time(path, smil, "ncc:timeInThisSmil", lasts)
            elapsed += lasts
        yield from _time(NCC, self.ncc, "ncc:totalTime", elapsed)
        yield from overlay.alone(self.clips, self.sounds.lengths)
        yield from overlay.together(self.clips, self.sounds.lengths)
        for path in dict.fromkeys(clip.page for clip in self.clips):
            if path not in self.files.names:
                yield Fault(NCC, f"the text {path or 'of a clip'} is not there", "export it again")
                continue
            page = pages.read(self.files, path)
            mine = tuple(clip for clip in self.clips if clip.page == path)
            yield from overlay.texts(Overlay(path, mine, ()), page, whole=False)
            said = (page.places[one.fragment] for one in mine if one.fragment in page.places)
            self.words += sum(len(page.text[first:behind].split()) for first, behind in said)


def _time(where: str, root: Element, name: str, found: int) -> Iterator[Fault]:
    said = next((one.get("content") for one in root.all("meta") if one.get("name") == name), "")
    time = times.smil(said)
    if time is None:
        yield Fault(where, f"says no {name}", "write it")
    elif abs(time - found) > _ROUNDED:
        yield Fault(
            where, f"{name} says {times.told(time)}, the clips {times.told(found)}", "write the sum of the clips"
        )

"""A book with media overlays: what EPUBCheck does not see (EPUB 3.3, 9; EPUB Accessibility 1.1)."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from companion.exports.proving import opf, overlay
from companion.exports.proving import page as pages
from companion.exports.proving.fault import Fault, Proof, Refused, gathered
from companion.exports.proving.markup import parsed
from companion.exports.proving.opf import Item
from companion.exports.proving.overlay import Overlay
from companion.exports.proving.package import Files, opened
from companion.exports.proving.page import Page
from companion.exports.proving.sounds import Sounds

_CLASSES = ("media:active-class", "media:playback-active-class")
_XHTML = "application/xhtml+xml"
_XML = frozenset({".xml", ".opf", ".ncx", ".smil", ".svg", ".xhtml"})
_WORD = re.compile(r"\w[\w'’-]*")


def examine(path: Path) -> Proof:
    """Look at a book. Raises Refused for what is no book, or not safe to read; StoreError for what cannot be read."""
    with opened(path) as files:
        look = _Look(files)
        faults = gathered(look.faults())
        return Proof(faults, look.words, len(look.clips), look.length)


class _Look:
    def __init__(self, files: Files) -> None:
        self.files, self.sounds = files, Sounds(files)
        self.book = opf.read(files)
        self.clips: list[overlay.Clip] = []
        self.words = self.length = 0
        self.whole = True  # whether every page and every overlay could be read

    def faults(self) -> Iterator[Fault]:
        yield from opf.accessible(self.book)
        classes = list(self.classes())
        yield from (fault for fault in classes if isinstance(fault, Fault))
        names = [one for one in classes if isinstance(one, str)]
        overlays: dict[str, Overlay] = {}
        seen = set[str]()
        for item in (*self.book.spine, *self.book.items.values()):
            if item.media != _XHTML or item.path in seen:
                continue
            seen.add(item.path)
            try:
                page = pages.read(self.files, item.path)
                yield from self.pictures(page, first=len(seen) == 1)
                if item.overlay:
                    yield from self.overlaid(item, page, names, overlays)
            except Refused as exc:
                self.whole = False
                yield exc.fault
        yield from self.unread({*seen, *(one.path for one in overlays.values())})
        if not overlays:
            yield Fault(self.book.path, "no page has a media overlay, so nothing of it is heard", "export it again")
            return
        yield from self.heard()
        lengths = {name: sum(clip.lasts(self.sounds.lengths) for clip in one.clips) for name, one in overlays.items()}
        self.length = sum(lengths.values())
        if self.whole:
            yield from opf.durations(self.book, lengths)

    def unread(self, read: set[str]) -> Iterator[Fault]:
        """What is wrong with XML that nothing else here reads, such as a cover: a reader shows nothing of it."""
        named = {name for name in self.files.names if PurePosixPath(name).suffix.lower() in _XML}
        listed = {item.path for item in self.book.items.values() if item.media.endswith("xml")}
        for name in sorted((named | listed & self.files.names) - read):
            try:
                parsed(self.files.read(name), name)
            except Refused as exc:
                yield exc.fault

    def classes(self) -> Iterator[str | Fault]:
        for name in _CLASSES:
            found = self.book.values(name)
            if len(found) == 1 and len(found[0].split()) == 1:
                yield found[0].strip()
            else:
                wanted = "must name one class"
                yield Fault(self.book.path, f"{name} {wanted}", "then readers can show what is heard")

    def overlaid(self, item: Item, page: Page, names: list[str], overlays: dict[str, Overlay]) -> Iterator[Fault]:
        if item.overlay not in self.book.items:
            yield Fault(self.book.path, f"the media overlay of {item.path} is no item", "add it to the manifest")
            return
        found = overlay.read(self.files, self.book.items[item.overlay].path)
        if item.overlay in overlays:
            yield Fault(found.path, "is the overlay of more than one page", "write one for each page")
            return
        overlays[item.overlay] = found
        sheet = pages.css(self.files, page)
        for name in names:
            if not pages.styled(sheet, name):
                yield Fault(page.path, f"no style sheet of it has a rule for .{name}", "nothing lights up: add one")
        yield from overlay.texts(found, page)
        self.clips += found.clips
        covered = (page.places[one.fragment] for one in found.clips if one.fragment in page.places)
        self.words += sum(len(_WORD.findall(page.text, *place)) for place in covered)

    def heard(self) -> Iterator[Fault]:
        for clip in self.clips:
            if clip.sound and clip.sound not in self.sounds.seen:
                item = self.book.at(clip.sound)
                yield from self.sounds.look(clip.sound, item.media if item else None, clip.where)
                if item is None and clip.sound in self.files.names:
                    yield Fault(self.book.path, f"{clip.sound} is not in the manifest", "add it to the manifest")
        yield from overlay.alone(self.clips, self.sounds.lengths)
        yield from overlay.together(self.clips, self.sounds.lengths)

    def pictures(self, page: Page, first: bool) -> Iterator[Fault]:
        covers = {item.path for item in self.book.items.values() if "cover-image" in item.properties}
        covers |= {self.book.items[name].path for name in self.book.values("cover") if name in self.book.items}
        for one in page.pictures:
            cover = one.cover or first or one.path in covers
            if one.alternative is None or (cover and not one.alternative.strip()):
                what = f"the {'cover' if cover else 'picture'} {one.path} has no alternative text"
                yield Fault(f"{page.path}:{one.line}", what, "say in alt what it shows")

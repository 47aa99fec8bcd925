"""A DAISY 2.02 book laid out: its files, and every line with its places in them and its time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from companion.exports import parts
from companion.exports.parts import Divided, Kind, Line, Part
from companion.exports.tagging import About
from companion.narration import clock

NCC, MASTER, CONTENT = "ncc.html", "master.smil", "content.html"
FORMAT = "Daisy 2.02"
GENERATOR = "Companion"
_SHOWN = 40  # characters of a note, where it is listed


@dataclass(frozen=True, slots=True)
class Par:
    """A line as a SMIL file has it: its text, and its sound."""

    number: int  # in its file, from 1
    line: Line
    kind: Kind
    begin: int  # ms of the sound file
    end: int

    @property
    def id(self) -> str:
        """Of the two together."""
        return f"p{self.number}"

    @property
    def text(self) -> str:
        """Of its text."""
        return f"t{self.number}"


@dataclass(frozen=True, slots=True)
class Smil:
    """A part's SMIL file."""

    name: str
    part: Part
    pars: tuple[Par, ...]
    before: int  # ms of the book that are heard before it

    @property
    def length(self) -> int:
        """In ms."""
        return sum(par.end - par.begin for par in self.pars)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the navigation control centre lists, in the order of hearing (DAISY 2.02, 2.1)."""

    kind: str  # heading | group | noteref | sidebar
    title: str
    href: str
    level: int = 0  # of a heading


@dataclass(frozen=True)
class Daisy(Divided):
    """A narration as a book with full text and full audio. Each part is a SMIL file."""

    about: About = field(kw_only=True)

    @cached_property
    def sounds(self) -> Mapping[int, str]:
        """The sound files, by the sections whose sound they have: a name of 8 and 3 letters, as ISO 9660 wants it."""
        heard = sorted({line.section for part in self.parts for line in part.lines})
        return {section: f"a{number:04}.mp3" for number, section in enumerate(heard, 1)}

    @cached_property
    def smils(self) -> tuple[Smil, ...]:
        """The SMIL files, in order."""
        found: list[Smil] = []
        before = 0
        for number, part in enumerate(self.parts, 1):
            found.append(Smil(f"s{number:04}.smil", part, tuple(self._pars(part)), before))
            before += found[-1].length
        return tuple(found)

    @property
    def length(self) -> int:
        """In ms: of all SMIL files together."""
        return sum(smil.length for smil in self.smils)

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Where each line is heard, by its id: "s0002.smil#p3"."""
        return {par.line.id: f"{smil.name}#{par.id}" for smil in self.smils for par in smil.pars}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All but the title."""
        return tuple(entry for smil in self.smils for entry in self._entries(smil))

    @property
    def identifier(self) -> str:
        """The same in all files of the book, and for every export of this guide in this voice."""
        return f"companion-{self.timeline['guide']['id']}-{self.timeline['voice']['id']}"

    def untitled(self, part: Part) -> bool:
        """Whether it is the text before the first heading: it goes by the guide's title, which stands there already."""
        return part is self.parts[0] and self.timeline["sections"][part.section]["level"] == 0

    def _pars(self, part: Part) -> Iterator[Par]:
        number = 0
        for paragraph in part.paragraphs:
            for line in paragraph.lines:
                number += 1
                rate = self.timeline["rate"]
                end = clock.whole_milliseconds(self.timeline["sections"][line.section]["samples"], rate)
                begin, behind = (min(clock.milliseconds(at, rate), end) for at in (line.start, line.end))
                yield Par(number, line, paragraph.kind, begin, behind)

    def _entries(self, smil: Smil) -> Iterator[Entry]:
        if not self.untitled(smil.part):
            yield Entry("heading", smil.part.title, f"{smil.name}#{smil.pars[0].text}", smil.part.level)
        groups = {
            entry.line.id: entry.title
            for entry in parts.contents(self.timeline, [smil.part])
            if entry.passage is not None
        }
        notes = {line.id: paragraph.note for paragraph in smil.part.paragraphs for line in paragraph.lines}
        listed: set[str] = set()
        for par in smil.pars:
            href, note = f"{smil.name}#{par.text}", notes[par.line.id]
            if par.line.id in groups:
                yield Entry("group", groups[par.line.id], href)
            if par.kind == Kind.NOTE and note is not None and note not in listed:
                listed.add(note)
                yield Entry("sidebar", beginning(par.line), href)
            for name in _marks(par.line):
                if name in self.numbers:
                    yield Entry("noteref", self.numbers[name], href)


def _marks(line: Line) -> Iterator[str]:
    """The notes that a sentence refers to: each mark belongs to the sentence that it ends or stands in."""
    if line.block is None or line.segment is None:
        return
    said = [one for one in line.block["segments"] if one["end"] > one["start"]]
    at = next(number for number, one in enumerate(said) if one["id"] == line.segment["id"])
    before = said[at - 1]["to"] if at else -1
    for place, name in line.block["marks"]:
        if before < place and (place <= line.segment["to"] or at + 1 == len(said)):
            yield name


def beginning(line: Line) -> str:
    """The first words of a line."""
    text = line.announced
    if line.block is not None and line.segment is not None:
        text = line.block["text"][line.segment["from"] : line.segment["to"]]
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN].rpartition(" ")[0] + "…"


def metas(named: Iterable[tuple[str, str]]) -> str:
    """The elements of metadata, one a line."""
    return "".join(f'<meta name="{name}" content="{escape(" ".join(content.split()))}" />\n' for name, content in named)

"""What both audiobooks are made of: the parts with their files, times as they are written, the table of contents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import NAMESPACE_URL, uuid5

from companion.exports import parts
from companion.exports.direction import direction
from companion.exports.made import NOTES
from companion.exports.parts import Divided, Line, Part, Word
from companion.narration import clock

COVER = "cover.png"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents, with what stands below it."""

    title: str
    audio: str  # where it is heard: a file, or a moment in it (Media Fragments 1.0)
    below: "tuple[Entry, ...]" = ()


@dataclass(frozen=True)
class Book(Divided):
    """A narration as an audiobook. All files stand in one folder, so that every reader resolves their names alike.

    Each part is a file of sound. Its notes are at the end or nowhere: a file is heard once (W3C Audiobooks), so no note
    can stand inside another's text.
    """

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """Where each footnote that has a number is read, by Note.id: "07.html#s1"."""
        pages = {line.id: self.file(part, ".html") for part in self.parts for line in part.lines}
        firsts = {note["id"]: note["segments"][0] for note in self.timeline["notes"] if note["segments"]}
        return {
            name: f"{pages[first]}#{first}" for name, first in firsts.items() if name in self.numbers and first in pages
        }

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The table of contents."""
        flat = parts.contents(self.timeline, self.parts)
        return _nested([(one.level, one.title, self._moment(one.part, one.line)) for one in flat])

    @property
    def identifier(self) -> str:
        """The same for every export of this guide in this voice."""
        name = f"companion:{self.timeline['guide']['id']}:{self.timeline['voice']['id']}"
        return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"

    @property
    def narrator(self) -> str:
        """Who reads: what a listener has a right to know."""
        return f"Synthetic voice ({self.timeline['voice']['id']})"

    @property
    def direction(self) -> str:
        """Of the guide's script."""
        return direction(self.timeline["guide"]["language"])

    @property
    def summary(self) -> str:
        """What can be said of its accessibility."""
        return (
            "Everything is there as sound and as text, tied together word by word. The table of contents leads to"
            " every section and to the passages in it. The voices are synthetic. There are no images but the cover."
        )

    @property
    def abridged(self) -> bool:
        """Whether something of the guide is missing."""
        return self.notes == NOTES[2] and any(section["role"] != "text" for section in self.timeline["sections"])

    def number(self, part: Part) -> int:
        """Its place among the parts, from 1."""
        return self._places[part.section]

    def file(self, part: Part, ending: str) -> str:
        """A file of the part, plain ASCII: "02.m4a"."""
        return f"{self.number(part):0{max(2, len(str(len(self.parts))))}}{ending}"

    @cached_property
    def _places(self) -> Mapping[int, int]:
        return {part.section: place for place, part in enumerate(self.parts, 1)}

    def length(self, part: Part) -> int:
        """The part's length in ms, never behind the end of its sound."""
        return clock.whole_milliseconds(self.timeline["sections"][part.section]["samples"], self.timeline["rate"])

    @property
    def duration(self) -> int:
        """In ms: exactly the sum of the parts' (W3C Audiobooks, 6.1)."""
        return sum(map(self.length, self.parts))

    def clip(self, part: Part, of: Line | Word) -> str:
        """Where something is heard: "02.m4a#t=1.5,2.25"."""
        end = min(self._ms(of.end), self.length(part))
        return f"{self.file(part, '.m4a')}#t={clock.seconds(self._ms(of.start))},{clock.seconds(end)}"

    def words(self, line: Line) -> Sequence[tuple[str, Word]]:
        """The line's words, each with the id of its element."""
        found = parts.words(line, self.timeline["rate"])
        return [(self._word(line, number), word) for number, word in enumerate(found, 1)]

    def _word(self, line: Line, number: int) -> str:
        # Not with "-": a sentence that stands twice is called so the second time.
        name = f"{line.id}_{number}"
        while name in self._taken:
            name += "_"
        return name

    @cached_property
    def _taken(self) -> frozenset[str]:
        """The ids of all lines."""
        return frozenset(line.id for part in self.parts for line in part.lines)

    def _moment(self, part: Part, line: Line) -> str:
        start = self._ms(line.start)
        return self.file(part, ".m4a") + (f"#t={clock.seconds(start)}" if start else "")

    def _ms(self, sample: int) -> int:
        return clock.milliseconds(sample, self.timeline["rate"])


def _nested(flat: Sequence[tuple[int, str, str]]) -> tuple[Entry, ...]:
    return tuple(_below(list(flat)))


def _below(flat: list[tuple[int, str, str]]) -> Iterator[Entry]:
    while flat:
        level, title, audio = flat.pop(0)
        deeper = 0
        while deeper < len(flat) and flat[deeper][0] > level:
            deeper += 1
        below, flat[:deeper] = flat[:deeper], []
        yield Entry(title, audio, tuple(_below(below)))

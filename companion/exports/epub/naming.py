"""Names in a book: ids that XML allows, and file names that every zip program allows."""

import re
from collections.abc import Iterable, Iterator

from companion.narration import store
from companion.narration.document import Timeline

# NCName (Namespaces in XML 1.0): the ids of a guide begin with a letter, but may go on with "²", which is none here.
_UNFIT = re.compile(
    "[^-.0-9A-Z_a-z\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,80}")


class Names:
    """The ids of one book. What a guide calls something is its id here too, wherever XML allows it."""

    def __init__(self, timeline: Timeline) -> None:
        self._given: dict[str, str] = {}
        self._taken: set[str] = set()
        every = sorted(set(_ids(timeline)), key=lambda one: (bool(_UNFIT.search(one)), one))  # the valid ones first
        for one in every:
            name = _UNFIT.sub(lambda found: f"_x{ord(found[0]):x}_", one)
            while name in self._taken:
                name += "_"
            self._given[one] = name
            self._taken.add(name)

    def of(self, known: str) -> str:
        """The id of a section, a paragraph, a passage, a sentence or a note."""
        return self._given[known]

    def part(self, known: str, tail: str) -> str:
        """The id of something that has none of its own: the seventh word of a sentence, the mark of a note."""
        # Not with "-": a sentence that stands twice is called so the second time.
        name = f"{self._given[known]}_{tail}"
        while name in self._taken:
            name += "_"
        return name


def file_names(ids: Iterable[str]) -> Iterator[str]:
    """A name for each section's files, without its ending: its id, or its number where that is no name everywhere."""
    taken: set[str] = set()  # OCF: names that differ in case only are the same
    for number, one in enumerate(ids, 1):
        fit = _PLAIN.fullmatch(one) and not store.UNFIT.fullmatch(one) and one.lower() not in taken
        name = one if fit else f"section-{number:02}"
        while name.lower() in taken:
            name += "-"
        taken.add(name.lower())
        yield name


def _ids(timeline: Timeline) -> Iterator[str]:
    for section in timeline["sections"]:
        yield section["id"]
        for block in section["blocks"]:
            yield block["id"]
            yield from (segment["id"] for segment in block["segments"])
    yield from (passage["id"] for passage in timeline["passages"])
    yield from (note["id"] for note in timeline["notes"])

"""Large guides: what is the same for all sections is found once, not once for each of them."""

from collections.abc import Iterator
from typing import TypeVar

from companion.exports import subtitles
from companion.exports.audiobook import pages
from companion.exports.audiobook.book import Book
from companion.exports.strung import strung
from companion.narration.document import Block, Note, Section, Target, Timeline
from tests.exports.epub.test_inline import block, timeline

T = TypeVar("T")


class Counted(list[T]):
    """A list that knows how often it is gone through."""

    times = 0

    def __iter__(self) -> Iterator[T]:
        self.times += 1
        return super().__iter__()


def guide(count: int) -> Timeline:
    """As many sections, each with a footnote."""
    whole = timeline()
    (empty,) = whole["sections"]
    sections: list[Section] = []
    notes: list[Note] = []
    asides: list[Block] = []
    for at in range(count):
        name, note = f"section{at}", f"n{at}"
        text: Block = {**block("The miller counted.", f"b{at}", f"s{at}"), "marks": [(19, note)]}
        sections.append({**empty, "id": name, "title": name, "audio": f"{name}.m4a", "blocks": [text]})
        asides.append(block("A note.", f"b{note}", f"s{note}"))
        about: Target = {
            "section": name,
            "block": f"b{at}",
            "from": 0,
            "to": 19,
            "segments": [f"s{at}"],
            "start": 0,
            "end": 300,
        }
        notes.append(
            {"id": note, "section": "asides", "segments": [f"s{note}"], "start": 0, "end": 200, "targets": [about]}
        )
    last: Section = {**empty, "id": "asides", "role": "asides", "audio": "asides.m4a", "blocks": asides}
    whole["sections"], whole["notes"] = Counted([*sections, last]), Counted(notes)
    return whole


def looks(count: int) -> list[int]:
    """How often each list of a guide with so many sections is gone through."""
    whole = guide(count)
    book, runs = Book(whole), Counted(strung(whole, "end"))
    assert len([pages.text(book, part) for part in book.parts]) == count + 1
    assert len(subtitles.chapters(whole, runs)) == count + 1
    assert len(subtitles.remarks(whole, runs)) == count
    return [one.times for one in (whole["sections"], whole["notes"], runs) if isinstance(one, Counted)]


def test_no_list_of_the_whole_is_gone_through_for_each_section() -> None:
    """A guide to a long book has thousands of small sections; each pass over all of them costs a second or more."""
    assert looks(30) == looks(3)

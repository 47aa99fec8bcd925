"""Chapters: where a listener jumps to in a file, a section or a letter, and where the section goes on behind it."""

from collections.abc import Iterator

from companion.exports.soundtrack import Track
from companion.guide.phrases import phrase
from companion.narration import clock
from companion.narration.document import Section, Timeline
from companion.narration.joining import Chapter

_JUMPED_TO = frozenset({"letter", "verse", "document"})  # a line that is quoted is no place to begin at


def chapters(timeline: Timeline, track: Track) -> tuple[Chapter, ...]:
    """Every chapter of a file: they follow each other, the first begins with it and the last ends with it.

    They are a flat list, because most players have no other: a section; each letter or other passage in it that has a
    title, unless it stands in another one; and the section once more where it goes on behind the passage.
    """
    rate = timeline["rate"]
    starts: list[tuple[int, str]] = []
    for at, title in sorted(_marks(timeline, track), key=lambda mark: mark[0]):
        if starts and clock.milliseconds(at, rate) <= clock.milliseconds(starts[-1][0], rate):
            continue  # no player can show a chapter that lasts no time
        starts.append((at if starts else 0, title))
    ends = (*(at for at, _ in starts[1:]), track.samples)
    return tuple(Chapter(title, at, end) for (at, title), end in zip(starts, ends, strict=True))


def _marks(timeline: Timeline, track: Track) -> Iterator[tuple[int, str]]:
    """Where in the file chapters begin; of several at one time the first is meant."""
    begun: set[int] = set()
    marks = {at: tuple(_section(timeline, at)) for at in {piece.section for piece in track.pieces if not piece.note}}
    for piece, shift in track.placed():
        if piece.note:
            continue
        for sample, title in marks[piece.section]:
            if piece.start <= sample < piece.end:
                yield sample + shift, title
                begun.add(piece.section)
        if piece.section not in begun:
            yield piece.start + shift, " ".join(timeline["sections"][piece.section]["title"].split())
            begun.add(piece.section)


def _section(timeline: Timeline, at: int) -> Iterator[tuple[int, str]]:
    """Where in a section's sound chapters begin."""
    section, language = timeline["sections"][at], timeline["guide"]["language"]
    name = " ".join(section["title"].split())
    sounds = sorted(
        [one["start"] for block in section["blocks"] for one in block["segments"] if one["end"] > one["start"]]
        + [one["start"] for one in section["announcements"]]
    )
    ends = []
    for begin, end, title in _passages(timeline, section):
        first = begin <= min(sounds, default=0)
        yield (0, f"{name}: {title}") if first else (begin, title)
        ends.append(end)
    yield 0, name
    for end in ends:
        following = next((start for start in sounds if start >= end), None)
        if following is not None:
            yield following, phrase("more", language, title=name)


def _passages(timeline: Timeline, section: Section) -> Iterator[tuple[int, int, str]]:
    """The passages with a title that stand in no other one: their first sample and the end of their last, announced."""
    for one in timeline["passages"]:
        title = " ".join(one["title"].split())
        if one["section"] != section["id"] or one["parent"] is not None or one["kind"] not in _JUMPED_TO or not title:
            continue
        edges = [said for said in section["announcements"] if said.get("passage") == one["id"]]
        begin = min((said["start"] for said in edges if said.get("edge") == "begin"), default=one["start"])
        end = max((said["end"] for said in edges if said.get("edge") == "end"), default=one["end"])
        yield begin, end, title

"""Captions of an excerpt: WebVTT and SubRip, a cue for each sentence."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from companion.exports.excerpt import Excerpt
from companion.narration import clock


class Cue(NamedTuple):
    """What is said from one time to another."""

    start: int  # ms
    end: int
    id: str  # the sentence's; of an announcement, its passage's and its edge
    text: str  # one line


def cues(excerpt: Excerpt) -> tuple[Cue, ...]:
    """Everything that is said, in order. The ids of a clip differ, and none lasts no time."""
    rate = excerpt.timeline["rate"]
    said = [(one.start, one.end, one.segment["id"], one.text) for one in (*excerpt.sentences, *excerpt.beside)]
    said += [(one.start, one.end, one.id, f"[{one.text}]") for one in excerpt.announced]
    timed = (
        Cue(clock.milliseconds(start, rate), clock.milliseconds(end, rate), name, " ".join(text.split()))
        for start, end, name, text in sorted(said)
    )
    return tuple(cue for cue in timed if cue.end > cue.start and cue.text)


def vtt(shown: Iterable[Cue], comment: str = "") -> str:
    """WebVTT (W3C): no header fields and no STYLE block, which other programs stumble over."""
    # A comment ends at an empty line, and neither it nor an identifier may hold an arrow.
    note = [f"NOTE {_plain(' '.join(comment.split()))}"] if comment else []
    blocks = (
        "\n".join((_plain(cue.id), f"{clock.vtt(cue.start)} --> {clock.vtt(cue.end)}", escape(cue.text, quote=False)))
        for cue in shown
    )
    return "\n\n".join(["WEBVTT", *note, *blocks]) + "\n"


def srt(shown: Iterable[Cue]) -> str:
    """SubRip, as players read it: numbered from 1, with a comma in the times."""
    return "".join(_srt(number, cue) for number, cue in enumerate(shown, 1))


def _srt(number: int, cue: Cue) -> str:
    start, end = (clock.vtt(ms).replace(".", ",") for ms in (cue.start, cue.end))
    return f"{number}\n{start} --> {end}\n{_plain(cue.text)}\n\n"


def _plain(text: str) -> str:
    return text.replace("-->", "→")


def lines(excerpt: Excerpt) -> Iterator[str]:
    """What whoever gets a part of it has a right to know: whose words, whose voice."""
    guide = excerpt.timeline["guide"]
    yield f"Excerpt of {guide['title']}"
    if guide.get("author"):
        yield f"Study guide by {guide['author']}"
    yield f"Read by a synthetic voice ({excerpt.timeline['voice']['id']})"
    if guide.get("notice"):
        yield guide["notice"]

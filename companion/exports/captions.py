"""Captions: what is said from when to when, as WebVTT and SubRip; of an excerpt, a cue for each sentence."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from companion.exports.excerpt import Excerpt
from companion.narration import clock
from companion.narration.document import Timeline

# SubRip has no way to write a sign that is no markup, and players read tags of HTML and of ASS in it: ffmpeg swallows
# "<i>", "< i>", "<3>" and "{\an8}". Behind a word joiner, which is not seen, none of them begins.
_NO_TAGS = str.maketrans({sign: f"{sign}\u2060" for sign in "<{"})


class Cue(NamedTuple):
    """What is said from one time to another."""

    start: int  # ms
    end: int
    id: str  # the sentence's; of an announcement, its passage's and its edge
    text: str  # its lines
    marks: tuple[tuple[int, int], ...] = ()  # where in the text a word begins, and when (ms), both growing
    voices: tuple[tuple[int, int, str], ...] = ()  # from, to and whose words these are, in order, apart


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
    blocks = ("\n".join((_plain(cue.id), _times(cue), _marked(cue))) for cue in shown)
    return "\n\n".join(["WEBVTT", *note, *blocks]) + "\n"


def metadata(shown: Iterable[Cue]) -> str:
    """WebVTT whose cues are for programs: each text is one line of JSON, read as it is."""
    safe = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})  # then no line holds an arrow
    blocks = ("\n".join((_plain(cue.id), _times(cue), cue.text.translate(safe))) for cue in shown)
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def srt(shown: Iterable[Cue]) -> str:
    """SubRip, as players read it: numbered from 1, with a comma in the times."""
    return "".join(_srt(number, cue) for number, cue in enumerate(shown, 1))


def _srt(number: int, cue: Cue) -> str:
    return f"{number}\n{_times(cue).replace('.', ',')}\n{_plain(cue.text).translate(_NO_TAGS)}\n\n"


def _times(cue: Cue) -> str:
    return f"{clock.vtt(cue.start)} --> {clock.vtt(cue.end)}"


def _marked(cue: Cue) -> str:
    """The text with the times of its words and whose they are (WebVTT, cue text: timestamps and voice spans)."""
    tags: list[tuple[int, int, str]] = []  # where, in which order there, what
    for first, behind, name in cue.voices:
        tags += [(behind, 0, "</v>"), (first, 1, f"<v {escape(' '.join(name.split()), quote=False)}>")]
    tags += [(at, 2, f"<{clock.vtt(ms)}>") for at, ms in cue.marks]
    written, done = [], 0
    for at, _, tag in sorted(tags):
        written += [escape(cue.text[done:at], quote=False), tag]
        done = at
    return "".join((*written, escape(cue.text[done:], quote=False)))


def _plain(text: str) -> str:
    return text.replace("-->", "→")


def lines(excerpt: Excerpt) -> Iterator[str]:
    """What whoever gets a part of it has a right to know: whose words, whose voice."""
    first, *others = about(excerpt.timeline)
    yield f"Excerpt of {first}"
    yield from others


def about(timeline: Timeline) -> Iterator[str]:
    """The same of the whole: its title, whose words, whose voice."""
    guide = timeline["guide"]
    yield guide["title"]
    if guide.get("author"):
        yield f"Study guide by {guide['author']}"
    yield f"Read by a synthetic voice ({timeline['voice']['id']})"
    if guide.get("notice"):
        yield guide["notice"]

"""The pack of an excerpt: its sound, captions and a page to print, in one zip file."""

from dataclasses import replace
from pathlib import Path

from companion.errors import UsageError
from companion.exports import captions, narrated
from companion.exports.archive import zipped
from companion.exports.excerpt import NOTES, Excerpt, excerpt
from companion.exports.made import Made
from companion.exports.narrated import Narrated
from companion.exports.sheet import sheet
from companion.narration import clock, encoding, store
from companion.narration.encoding import Format, Tags
from companion.narration.store import Workspace

_M4A = Format("ipod", "aac", "64k", ("-movflags", "+faststart"))  # its edit list gives exactly the samples put in
_MP3 = Format("mp3", "libmp3lame", "64k", ("-id3v2_version", "3"))  # one bit rate; its header counts off the delay
_MP3_RATES = frozenset({8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000})  # Hz (ISO/IEC 11172-3, 13818-3)


def export(
    workspace: Workspace,
    guide: str,
    first: str,
    last: str,
    notes: str = "none",
    voice: str | None = None,
    out: Path | None = None,
) -> Made:
    """Write the pack of an excerpt of a guide.

    Raises GuideError, NarrationError or StoreError when there is nothing to write, or nowhere to; UsageError for ids
    that are not there, or another place for the notes than NOTES has.
    """
    found = narrated.one(workspace, guide, voice)
    chosen = choose(found, first, last, notes)
    path = out or Path(f"{name(chosen)}.zip")
    data = render(found, chosen)
    store.write(path.absolute(), data)
    return Made(path, len(data))


def choose(found: Narrated, first: str, last: str, notes: str) -> Excerpt:
    """The excerpt, its notes heard as NOTES names it. Raises UsageError."""
    if notes not in NOTES:
        raise UsageError(f"notes cannot be '{notes}'; choose {' or '.join(NOTES)}")
    return excerpt(found.timeline, first, last, NOTES[notes])


def name(chosen: Excerpt) -> str:
    """What its pack is called: the guide, and the sentences at both ends."""
    ends = (chosen.sentences[0].segment["id"], chosen.sentences[-1].segment["id"])
    return "-".join((chosen.timeline["guide"]["id"], *ends))


def seconds(chosen: Excerpt) -> float:
    """How long its sound lasts."""
    return clock.milliseconds(chosen.samples, chosen.timeline["rate"]) / 1000


def render(found: Narrated, chosen: Excerpt) -> bytes:
    """The zip file. Raises EncodingError or StoreError when the sound is missing or cannot be read."""
    return zipped(files(chosen, sound(found, chosen)))


def sound(found: Narrated, chosen: Excerpt) -> bytes:
    """The clip: mono int16 PCM at the narration's rate."""
    rate = found.timeline["rate"]
    decoded: dict[int, tuple[int, bytes]] = {}  # of a section: the first sample needed, and the sound from there
    for place in {piece.section for piece in chosen.pieces}:
        of_section = [piece for piece in chosen.pieces if piece.section == place]
        first, behind = min(piece.start for piece in of_section), max(piece.end for piece in of_section)
        path = found.sound(found.timeline["sections"][place])
        decoded[place] = first, encoding.decode(path, rate, first, behind)
    cut = []
    for piece in chosen.pieces:
        first, pcm = decoded[piece.section]
        cut.append(pcm[2 * (piece.start - first) : 2 * (piece.end - first)].ljust(2 * (piece.end - piece.start), b"\0"))
    return b"".join(cut)


def files(chosen: Excerpt, pcm: bytes) -> dict[str, bytes]:
    """Everything in the pack, by name."""
    rate = chosen.timeline["rate"]
    shown, tags = captions.cues(chosen), _tags(chosen)
    mp3 = _MP3 if rate in _MP3_RATES else replace(_MP3, parameters=(*_MP3.parameters, "-ar", "44100"))
    return {
        "clip.m4a": encoding.export(pcm, rate, _M4A, tags),
        "clip.mp3": encoding.export(pcm, rate, mp3, tags),
        "clip.vtt": captions.vtt(shown, ". ".join(captions.lines(chosen))).encode("utf-8", "replace"),
        "clip.srt": captions.srt(shown).encode("utf-8", "replace"),
        "page.html": sheet(chosen).encode("utf-8", "replace"),
    }


def _tags(chosen: Excerpt) -> Tags:
    guide = chosen.timeline["guide"]
    words = " ".join(chosen.sentences[0].text.split())
    return Tags(
        title=f"Excerpt: {words if len(words) <= 60 else words[:59] + '…'}",
        album=guide["title"],
        track=1,
        tracks=1,
        artist=guide.get("author") or f"synthetic voice: {chosen.timeline['voice']['id']}",
        language=guide["language"],
        album_artist=guide.get("author", ""),
        genre="Speech",
        comment=". ".join(captions.lines(chosen)),
    )

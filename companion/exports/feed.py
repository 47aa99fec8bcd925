"""A podcast feed of a folder of MP3 files: RSS 2.0 with what Apple and Podcasting 2.0 add to it."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from PIL import Image

from companion.errors import UsageError
from companion.exports import captions
from companion.exports.captions import Cue
from companion.exports.id3 import Contents
from companion.exports.soundtrack import Track
from companion.exports.tagging import About
from companion.exports.xml import safe
from companion.narration import clock
from companion.narration.document import Timeline

FEED = "feed.xml"
COVER = "cover.png"
SIDE = 1800  # pixels: Apple asks for a square of 1400 to 3000
_PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # in which a feed's address is its identity (podcast:guid)
_LONGEST = 2_000  # characters of an address
Episode = tuple[str, int, Contents, Track]  # the name of its file, its bytes, what is in it, and its sound


def address(wanted: str) -> str:
    """The address of the folder that the files will be in, with "/" at its end. Raises UsageError."""
    way_out = "give the address of the folder that the files will be in, such as https://example.org/guide/"
    wrong = UsageError(f"'{wanted}' cannot be the address of a feed; {way_out}")
    try:
        parts = urlsplit(wanted)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:  # UnicodeError is one
        raise wrong from None
    foreign = parts.query or parts.fragment or "?" in wanted or "#" in wanted or "@" in parts.netloc
    spaced = any(sign.isspace() or not sign.isprintable() or sign in '"<>\\^`{|}' for sign in wanted)
    if parts.scheme not in {"http", "https"} or not host or foreign or spaced or len(wanted) > _LONGEST:
        raise wrong
    if ":" in host:  # IPv6
        host = f"[{host}]"
    folder = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
    return f"{parts.scheme}://{host}{port}{folder}/"


def files(
    base: str, timeline: Timeline, told: About, episodes: Sequence[Episode], picture: bytes
) -> dict[str, bytes | Path]:
    """The feed and what it names besides the sound: a cover, chapters and the words of each episode."""
    made: dict[str, bytes | Path] = {COVER: square(picture)}
    for name, _, contents, track in episodes:
        stem = Path(name).stem
        made[f"{stem}.chapters.json"] = chapters(contents, told)
        made[f"{stem}.vtt"] = transcript(timeline, track, told)
    made[FEED] = rss(base, timeline, told, episodes).encode("utf-8")
    return made


def square(picture: bytes) -> bytes:
    """The cover in the middle of a square of its own colour (Apple's podcasts ask for one)."""
    drawn = Image.open(BytesIO(picture)).convert("RGB")
    drawn.thumbnail((SIDE, SIDE))
    canvas = Image.new("RGB", (SIDE, SIDE), drawn.getpixel((0, 0)))
    canvas.paste(drawn, ((SIDE - drawn.width) // 2, (SIDE - drawn.height) // 2))
    out = BytesIO()
    canvas.quantize(32).save(out, "PNG", compress_level=6)
    return out.getvalue()


def chapters(contents: Contents, told: About) -> bytes:
    """The chapters of an episode (JSON Chapters Format 1.2.0)."""
    listed = [
        {"startTime": start / 1000, "endTime": end / 1000, "title": title} for title, start, end in contents.chapters
    ]
    whole = {"version": "1.2.0", "title": contents.title, "podcastName": told.title, "author": told.artist}
    return json.dumps({**whole, "chapters": listed}, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def transcript(timeline: Timeline, track: Track, told: About) -> bytes:
    """The words of an episode, a cue for each sentence (WebVTT)."""
    rate = timeline["rate"]
    cues = [
        Cue(
            clock.milliseconds(start, rate),
            clock.milliseconds(start + one["end"] - one["start"], rate),
            one["id"],
            text,
        )
        for text, one, start in track.said(timeline["sections"])
    ]
    return captions.vtt([cue for cue in cues if cue.end > cue.start], told.description).encode("utf-8", "replace")


def rss(base: str, timeline: Timeline, told: About, episodes: Sequence[Episode]) -> str:
    """The feed. Its dates are the first minutes of its year, in the order of hearing."""
    own = identity(base + FEED)
    head = (
        *_texts(title=told.title, link=base, description=told.description, language=told.language),
        _element("atom:link", href=base + FEED, rel="self", type="application/rss+xml"),
        *_texts(("pubDate", _date(told, 0)), ("lastBuildDate", _date(told, 0)), generator="Companion"),
        _element("image", "".join(_texts(url=base + COVER, title=told.title, link=base))),
        *_texts(("itunes:author", told.artist), ("itunes:type", "serial"), ("itunes:explicit", "false")),
        _element("itunes:image", href=base + COVER),
        _element("itunes:category", text="Education"),
        *_texts(("podcast:guid", str(own)), ("podcast:medium", "audiobook")),
        _element("podcast:person", safe(told.narrator), role="narrator"),
    )
    items = (_item(base, told, one, uuid5(own, timeline["sections"][one[3].section]["id"])) for one in episodes)
    spaces = {
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "podcast": "https://podcastindex.org/namespace/1.0",
        "atom": "http://www.w3.org/2005/Atom",
    }
    named = "".join(f' xmlns:{name}="{where}"' for name, where in spaces.items())
    body = "\n".join((*head, *items))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{named}>\n<channel>\n{body}\n</channel>\n</rss>\n'
    )


def identity(address: str) -> UUID:
    """Who a feed is (podcast:guid): its address, without the scheme and without "/" at its end."""
    return uuid5(_PODCASTS, address.partition("://")[2].rstrip("/"))


def _item(base: str, told: About, episode: Episode, own: UUID) -> str:
    name, size, contents, _ = episode
    stem = base + quote(Path(name).stem)
    inside = (
        *_texts(title=contents.title, description=told.description),
        _element("enclosure", url=base + quote(name), length=str(size), type="audio/mpeg"),
        _element("guid", str(own), isPermaLink="false"),
        *_texts(("pubDate", _date(told, contents.number))),
        *_texts(
            ("itunes:title", contents.title),
            ("itunes:duration", str((contents.length + 500) // 1000)),  # whole seconds
            ("itunes:episode", str(contents.number)),
            ("itunes:episodeType", "full"),
            ("itunes:explicit", "false"),
        ),
        _element("podcast:chapters", url=f"{stem}.chapters.json", type="application/json+chapters"),
        _element("podcast:transcript", url=f"{stem}.vtt", type="text/vtt", language=told.language),
    )
    return _element("item", "\n" + "\n".join(inside) + "\n")


def _date(told: About, minutes: int) -> str:
    """RFC 822, as RSS 2.0 wants it."""
    return format_datetime(datetime(int(told.year), 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), usegmt=True)


def _texts(*pairs: tuple[str, str], **more: str) -> Iterator[str]:
    for name, text in (*more.items(), *pairs) if more else pairs:
        yield _element(name, safe(text))


def _element(name: str, inside: str = "", /, **attributes: str) -> str:
    written = "".join(f' {key}="{safe(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"

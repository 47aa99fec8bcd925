"""ID3v2.4 tags of a section's MP3 file: who and what, chapters, and words that follow the sound."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    SYLT,
    TALB,
    TCOM,
    TCON,
    TDRC,
    TIT2,
    TIT3,
    TLAN,
    TLEN,
    TPE1,
    TPE2,
    TRCK,
    TXXX,
    USLT,
    CTOCFlags,
    Encoding,
    PictureType,
)
from mutagen.id3._frames import Frame

from companion.exports.tagging import GENRE, About
from companion.narration.encoding import THREE_LETTERS

_HEADER = 10  # bytes of a tag before its frames (ID3v2.4, 3.1)
_NO_OFFSET = 0xFFFFFFFF  # of bytes: the times count (ID3v2 Chapter Frame Addendum 1.0, 3.1)
_MILLISECONDS, _LYRICS = 2, 1  # SYLT's format of times, and its kind of content (ID3v2.4, 4.9)
_UNKNOWN = "XXX"  # a language that has no three letters (ID3v2.4, 3)
_UTF8 = Encoding.UTF8
_MOST_CHAPTERS = 255  # that a table of contents counts in its one byte (Addendum, 3.2)


@dataclass(frozen=True, slots=True)
class Contents:
    """What one file holds. Times are ms, from its beginning."""

    title: str
    number: int  # 1-based
    of: int
    length: int
    chapters: tuple[tuple[str, int, int], ...]  # title, start, end
    lines: tuple[tuple[str, int], ...]  # a sentence, and when it is heard
    text: str  # all of it, a paragraph a line


def tag(told: About, contents: Contents, picture: bytes) -> bytes:
    """The whole tag, to be put before the sound: its frames in the order given.

    The library that knows how frames are written would sort them by size, and ffmpeg lists chapters as they stand.
    """
    body = b"".join(_written(frame) for frame in frames(told, contents, picture))
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))  # seven bits in each byte (ID3v2.4, 6.2)
    return b"ID3\x04\x00\x00" + size + body


def _written(frame: Frame) -> bytes:
    alone, out = ID3(), BytesIO()  # type: ignore[no-untyped-call]
    alone.add(frame)  # type: ignore[no-untyped-call]
    alone.save(out, v1=0, v2_version=4, padding=lambda _: 0)
    return out.getvalue()[_HEADER:]


def frames(told: About, contents: Contents, picture: bytes) -> Sequence[Frame]:
    """Every frame of the tag."""
    language = three_letters(told.language)
    words = (
        (TIT2, contents.title),
        (TIT3, told.subtitle),
        (TALB, told.title),
        (TPE1, told.artist),
        (TPE2, told.artist),
        (TCOM, told.narrator),
        (TRCK, f"{contents.number}/{contents.of}"),
        (TDRC, told.year),
        (TLAN, language),
        (TCON, GENRE),
        (TLEN, str(contents.length)),
    )
    return (
        *(_frame(kind, encoding=_UTF8, text=[text]) for kind, text in words if text),
        _frame(TXXX, encoding=_UTF8, desc="narrator", text=[told.narrator]),
        _frame(COMM, encoding=_UTF8, lang=language, desc="", text=[told.description]),
        _frame(APIC, encoding=_UTF8, mime="image/png", type=PictureType.COVER_FRONT, desc="", data=picture),
        *_chapters(contents),
        _frame(
            SYLT, encoding=_UTF8, lang=language, format=_MILLISECONDS, type=_LYRICS, desc="", text=list(contents.lines)
        ),
        _frame(USLT, encoding=_UTF8, lang=language, desc="", text=contents.text),
    )


def _frame(kind: Callable[..., Frame], **fields: object) -> Frame:
    """Any frame: the library that makes them has no types."""
    return kind(**fields)


def _chapters(contents: Contents) -> Sequence[Frame]:
    kept = contents.chapters[:_MOST_CHAPTERS]
    names = [f"ch{number}" for number in range(1, len(kept) + 1)]
    return (
        _frame(
            CTOC,
            element_id="toc",
            flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
            child_element_ids=names,
            sub_frames=[_frame(TIT2, encoding=_UTF8, text=[contents.title])],
        ),
        *(
            _frame(
                CHAP,
                element_id=name,
                start_time=start,
                end_time=end,
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=[_frame(TIT2, encoding=_UTF8, text=[title])],
            )
            for name, (title, start, end) in zip(names, kept, strict=True)
        ),
    )


def three_letters(language: str) -> str:
    """A language as ID3 names it (ISO 639-2)."""
    code = language.partition("-")[0].lower()
    found = THREE_LETTERS.get(code, code)
    return found if len(found) == 3 and found.isascii() and found.isalpha() else _UNKNOWN

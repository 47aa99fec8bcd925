"""What a file of sound really holds, found out by decoding it: its length, its kind, its chapters, its damage."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from companion.errors import EncodingError
from companion.narration import encoding

# Files of others are read with what holds sound alone: a playlist could name other files, or addresses.
_ONLY = ("-protocol_whitelist", "file,pipe", "-format_whitelist", "mov,mp3,ogg,wav,aac,flac")
_INPUT = re.compile(r"^\[info\] Input #0, (\S+), from ", re.MULTILINE)
_STREAM = re.compile(r"^\[info\]\s+Stream #0:\d+.*?: Audio: (\w+)", re.MULTILINE)
_WRONG = re.compile(r"^(?:\[[^\]]* @ 0x[0-9a-f]+\] )*\[(?:error|fatal)\] (.*)$", re.MULTILINE)
_LENGTH = re.compile(rb"^out_time_us=(\d+)$", re.MULTILINE)
_FIELD = re.compile(r"((?:[^=\\]|\\.)*)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sound:
    """A file as it decodes."""

    length: int  # µs
    container: str  # ffmpeg's names of it, with commas: "mov,mp4,m4a,3gp,3g2,mj2"
    codec: str  # "aac"
    problem: str  # the first thing that cannot be decoded; empty when all of it can


@dataclass(frozen=True, slots=True)
class Marked:
    """A chapter of a file."""

    title: str
    start: int  # µs
    end: int


def probe(path: Path) -> Sound:
    """Decode a file from end to end; what is no sound has a problem, no length. Raises EncodingError without ffmpeg."""
    where = f"{path}"
    try:
        done = encoding.run(
            (*_ONLY, "-i", f"file:{path}", "-map", "0:a:0"),
            ("-v", "level+info", "-nostats", "-progress", "pipe:1", "-f", "null", "-"),
            where=where,
            remedy="",
        )
    except EncodingError as exc:
        return Sound(0, "", "", _of(exc, where))
    said = done.stderr.decode(errors="replace")
    lengths = _LENGTH.findall(done.stdout)
    container, codec, wrong = _INPUT.search(said), _STREAM.search(said), _WRONG.search(said)
    length = int(lengths[-1]) if lengths else 0
    problem = wrong[1].rpartition(": ")[2] if wrong else "" if length else "it has no length"
    return Sound(length, container[1] if container else "", codec[1] if codec else "", problem)


def chapters(path: Path) -> tuple[Marked, ...]:
    """The chapters of a file, in its order. Raises EncodingError when it is no sound."""
    done = encoding.run(
        (*_ONLY, "-i", f"file:{path}", "-f", "ffmetadata", "pipe:1"),
        where=f"{path}: its chapters cannot be read",
        remedy="choose a file that plays",
    )
    return tuple(_chapters(done.stdout.decode(errors="replace")))


def _chapters(text: str) -> Iterator[Marked]:
    for part in re.split(r"^\[CHAPTER\]\n", text, flags=re.MULTILINE)[1:]:
        fields = dict(_fields(part))
        above, _, below = fields.get("TIMEBASE", "1/1000").partition("/")
        start, end = (int(fields.get(name, "0")) * int(above) * 1_000_000 // int(below) for name in ("START", "END"))
        yield Marked(fields.get("title", ""), start, end)


def _fields(part: str) -> Iterator[tuple[str, str]]:
    for line in re.split(r"(?<!\\)\n", part):
        field = _FIELD.fullmatch(line)
        if field:
            yield re.sub(r"\\(.)", r"\1", field[1]), re.sub(r"\\(.)", r"\1", field[2], flags=re.DOTALL)


def _of(exc: EncodingError, where: str) -> str:
    """What is wrong with the file. Raises the error again when it is not the file that is at fault."""
    said = str(exc)
    if not said.startswith(f"{where}: "):
        raise exc
    return said.removeprefix(f"{where}: ").rpartition(";")[0] or "it cannot be decoded"

"""One hostile file: what it is called, how it is made, and what must become of it."""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

SPOKEN = "The lamp was lit at dusk."  # the honest sentence of a hostile file that is to be read
SECRET = "ROOT-OF-ALL-SECRETS"  # what stands in the file that a hostile one reaches for
SCRIPTED = "SCRIPTEDEVIL"  # what a script, a style or a hidden attribute holds: never read aloud


class Expected(StrEnum):
    READ = "read"  # a Document comes out
    REFUSED = "refused"  # a DocumentError of one line comes out


READ, REFUSED = Expected.READ, Expected.REFUSED


@dataclass(frozen=True, slots=True)
class Bait:
    """What hostile files reach for, watched by the test."""

    file: str = "/etc/passwd"  # an absolute path; it holds SECRET when a test has put it there
    url: str = "http://127.0.0.1:9/bait"  # any request to it is seen


@dataclass(frozen=True, slots=True)
class Hostile:
    name: str  # of the file; says what is hostile about it
    expected: Expected
    data: bytes
    called: str | None = None  # the name it comes under, when the name is what is hostile; None: `name`
    holds: tuple[str, ...] = ()  # stands in what is read
    lacks: tuple[str, ...] = ()  # does not stand in what is read


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip archive, with whatever its headers claim."""

    name: str
    data: bytes  # as it stands in the archive
    method: int = 8  # 0 stored, 8 deflated
    size: int = 0  # unpacked, as claimed
    crc: int = 0
    flags: int = 0x800  # names in UTF-8
    mode: int = 0o100644
    shares: int | None = None  # the number of an earlier member whose bytes this one points at


def plain(name: str, data: bytes, flags: int = 0x800, mode: int = 0o100644) -> Member:
    """A member that tells the truth."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    return Member(name, packed, 8, len(data), zlib.crc32(data), flags, mode)


def inflating(name: str, megabytes: int, fill: bytes = b" ", before: bytes = b"", claimed: int | None = None) -> Member:
    """A member of `megabytes` that are all `fill`, with its true checksum."""
    crc = zlib.crc32(before)
    for _ in range(megabytes):
        crc = zlib.crc32(_megabyte(fill), crc)
    size = len(before) + (megabytes << 20)
    return Member(name, deflated(megabytes, fill, before), 8, size if claimed is None else claimed, crc)


def deflated(megabytes: int, fill: bytes, before: bytes = b"") -> bytes:
    """`megabytes` that are all `fill`, packed a thousand to one: one deflated megabyte, again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    one = packer.compress(_megabyte(fill)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + one * megabytes + packer.flush()


def _megabyte(fill: bytes) -> bytes:
    return (fill * (1 << 20))[: 1 << 20]


def archive(members: Iterable[Member], comment: bytes = b"", count: int | None = None) -> bytes:
    """A zip archive that says exactly what it is told to say."""
    body, directory, offsets = bytearray(), bytearray(), list[int]()
    for member in members:
        name = member.name.encode("utf-8", "surrogatepass")
        sizes = struct.pack("<III", member.crc, len(member.data), member.size & 0xFFFFFFFF)
        about = struct.pack("<HHHHH", 20, member.flags, member.method, 0, 0x21)
        if member.shares is None:
            offsets.append(len(body))
            body += b"PK\3\4" + about + sizes + struct.pack("<HH", len(name), 0) + name + member.data
        else:
            offsets.append(offsets[member.shares])
        attributes = struct.pack("<HHHHII", 0, 0, 0, 0, member.mode << 16, offsets[-1])
        directory += b"PK\1\2" + struct.pack("<H", 0x031E) + about + sizes + struct.pack("<H", len(name))
        directory += attributes + name
    claimed = min(len(offsets) if count is None else count, 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, claimed, claimed, len(directory), len(body), len(comment))
    return bytes(body + directory) + b"PK\5\6" + end + comment


def zipped(files: Mapping[str, bytes | str], *more: Member) -> bytes:
    """An honest archive of `files`, and whatever `more` claims to be."""
    honest = (plain(name, data.encode() if isinstance(data, str) else data) for name, data in files.items())
    return archive([*honest, *more])

"""The files of an export, in a zip or in a folder: read with a limit, and never outside of it."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO, Protocol
from urllib.parse import unquote, urlsplit

from companion.errors import StoreError
from companion.exports.proving.fault import Refused
from companion.narration import store

MOST_FILES = 20_000
MOST_TEXT = 64 << 20  # bytes of one file that is read into memory
MOST_TOGETHER = 512 << 20  # of all of them
MOST_SOUND = 2 << 30  # bytes of one file of sound
MOST_RATIO = 200  # unpacked to packed, of what is larger than RATIO_FROM; text packs to a tenth
RATIO_FROM = 1 << 20

_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


class Files(Protocol):
    """Names, and what stands under them."""

    @property
    def names(self) -> frozenset[str]:
        """Of all files, with slashes between their folders."""

    def read(self, name: str) -> bytes:
        """A file's bytes. Raises Refused."""

    @contextmanager
    def on_disk(self, name: str) -> Iterator[Path]:
        """A file as other programs can open it. Raises Refused."""


class Folder:
    """The files of a folder."""

    def __init__(self, path: Path) -> None:
        """Raises Refused for too many files."""
        self.path, self.left = path.resolve(), MOST_TOGETHER
        found = []
        for one in self.path.rglob("*"):
            if one.is_file() and one.resolve().is_relative_to(self.path):  # a link may lead out of it
                found.append(one.relative_to(self.path).as_posix())
            if len(found) > MOST_FILES:
                raise Refused("", f"holds more than {MOST_FILES:,} files", "name the folder of one export")
        self.names = frozenset(found)

    def read(self, name: str) -> bytes:
        path = self._path(name)
        with store.named(path):
            size = path.stat().st_size
            self.left = _counted(name, size, self.left)
            return path.read_bytes()

    @contextmanager
    def on_disk(self, name: str) -> Iterator[Path]:
        yield self._path(name)

    def _path(self, name: str) -> Path:
        if name not in self.names:
            raise Refused(name, "is missing")
        return self.path / name


class Zip:
    """The files of a zip file: what its directory says of them is checked before a byte is unpacked."""

    def __init__(self, path: Path) -> None:
        """Raises Refused for what is damaged, locked, not safe, or unpacks to too much; StoreError for no file."""
        self.left = MOST_TOGETHER
        try:
            self.zip = zipfile.ZipFile(path)
        except (FileNotFoundError, PermissionError, IsADirectoryError) as exc:
            raise StoreError(f"{path}: cannot be read: {exc.strerror}; choose another file") from exc
        except _DAMAGED as exc:
            raise Refused("", "is no whole zip file: damaged or cut short") from exc
        self.entries = {entry.filename: entry for entry in self.zip.infolist() if not entry.is_dir()}
        self.names = frozenset(self.entries)
        try:
            self._check()
        except Refused:
            self.zip.close()
            raise

    def _check(self) -> None:
        entries = self.zip.infolist()
        if len(entries) > MOST_FILES:
            raise Refused("", f"packs {len(entries):,} files, more than {MOST_FILES:,}")
        seen = set[str]()
        for entry in entries:
            name = entry.filename
            parts = PurePosixPath(name).parts
            if not parts or name.startswith("/") or ".." in parts or "\\" in name or ":" in parts[0]:
                raise Refused("", f"packs a file with a name that leads out of it, {name!r}", "do not open it")
            if name in seen:
                raise Refused(name, "is packed twice")
            seen.add(name)
            if entry.flag_bits & 1:
                raise Refused(name, "is locked with a password", "export it without one")
            if entry.file_size > max(RATIO_FROM, MOST_RATIO * max(1, entry.compress_size)):
                raise Refused(name, "unpacks to far more than it should", "do not open it")

    def close(self) -> None:
        self.zip.close()

    def read(self, name: str) -> bytes:
        if name not in self.entries:
            raise Refused(name, "is missing")
        self.left = _counted(name, self.entries[name].file_size, self.left)
        try:
            with self.zip.open(self.entries[name]) as stream:
                return stream.read(MOST_TEXT)
        except _DAMAGED as exc:
            raise Refused(name, "is damaged or cut short") from exc

    @contextmanager
    def on_disk(self, name: str) -> Iterator[Path]:
        if name not in self.entries:
            raise Refused(name, "is missing")
        if self.entries[name].file_size > MOST_SOUND:
            raise Refused(name, f"is larger than {MOST_SOUND >> 30} GB")
        with TemporaryDirectory(prefix="companion-") as folder:
            path = Path(folder) / f"sound{PurePosixPath(name).suffix[:8]}"
            with store.named(path), path.open("wb") as target:
                self._copy(name, target)
            yield path

    def _copy(self, name: str, target: IO[bytes]) -> None:
        try:
            with self.zip.open(self.entries[name]) as stream:
                copyfileobj(stream, target, 1 << 20)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as exc:
            raise Refused(name, "is damaged or cut short") from exc


@contextmanager
def opened(path: Path) -> Iterator[Files]:
    """The files of a zip file, or of a folder. Raises Refused or StoreError."""
    if path.is_dir():
        yield Folder(path)
        return
    archive = Zip(path)
    try:
        yield archive
    finally:
        archive.close()


def _counted(name: str, size: int, left: int) -> int:
    if size > MOST_TEXT:
        raise Refused(name, f"is larger than {MOST_TEXT >> 20} MB, which no text is")
    if size > left:
        raise Refused("", f"holds more than {MOST_TOGETHER >> 20} MB of text")
    return left - size


def resolved(base: str, reference: str) -> tuple[str, str]:
    """The file that a reference in another file means, and the fragment. What leads out of the export is no file."""
    try:
        parts = urlsplit(reference.strip())
    except ValueError:
        return "", ""
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return "", parts.fragment
    path = normpath(join(dirname(base), unquote(parts.path))) if parts.path else base
    return ("" if path.startswith("..") else path), unquote(parts.fragment)

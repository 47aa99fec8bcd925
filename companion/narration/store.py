"""content/ and audio/: where things are, files that are whole or absent, fingerprints, a cache, a lock."""

import errno
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from hashlib import file_digest, sha256
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from companion.errors import BusyError, StoreError

TEMPORARY = ".tmp-"  # how the name of a file begins that nobody may look at yet
_LEFT = re.compile(rf"{re.escape(TEMPORARY)}[0-9a-z_]{{8,12}}(\.\w+)?")  # in a folder where others keep things too
_A_DAY = 86_400  # seconds
LARGEST_TEXT = 20_000_000  # bytes; a guide is a few hundred thousand

WHAT_WENT_WRONG = {  # and the way out
    errno.ENOSPC: ("disk full", "free some space and run it again"),
    errno.EDQUOT: ("disk quota used up", "free some space and run it again"),
    errno.EROFS: ("the disk is read-only", "choose another folder"),
    errno.EACCES: ("permission denied", "change its permissions, or choose another folder"),
    errno.EPERM: ("permission denied", "change its permissions, or choose another folder"),
    errno.EISDIR: ("a folder has that name", "move it away"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "move it away"),
    errno.EEXIST: ("a file stands where a folder is needed", "move it away"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter one"),
}

HOME = "COMPANION_HOME"  # the environment variable that names a folder with content/ and audio/ in it
PROJECT = Path(__file__).resolve().parents[2]  # when the package is run from its sources
UNFIT = re.compile(  # for the name of a folder on every system
    r"""[ .].* | .*[ .] | .*[\x00-\x1f\x7f\ud800-\udfff<>:"/\\|?*].* | .{101,}
    | (con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)? |""",  # Windows device names
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where guides and narrations are. Every method raises StoreError for an id that cannot name a folder."""

    content: Path  # written by people
    audio: Path  # made from it; all of it may be deleted

    @classmethod
    def find(cls) -> "Workspace":
        """Here when there is a content/ here, else in COMPANION_HOME, else beside the package's sources, else here."""
        here = Path.cwd()
        home = Path(os.environ[HOME]).absolute() if os.environ.get(HOME) else None
        sources = PROJECT if (PROJECT / "pyproject.toml").is_file() and (PROJECT / "content").is_dir() else None
        root = here if (here / "content").is_dir() else home or sources or here
        return cls(root / "content", root / "audio")

    def guides(self) -> tuple[str, ...]:
        """The ids of all guides, in order; none when there is no content yet. Raises StoreError."""
        with named(self.content):
            folders = list(self.content.iterdir()) if self.content.exists() else []
        return tuple(sorted(at.name for at in folders if not at.name.startswith(".") and (at / "guide.md").is_file()))

    def guide_path(self, guide: str) -> Path:
        """The guide's text, whether or not it is there yet."""
        return self.content / _fit(guide) / "guide.md"

    def lexicon_paths(self, guide: str) -> tuple[Path, Path]:
        """The lexicon for all guides and the guide's own, whether or not they are there."""
        return self.content / "lexicon.toml", self.content / _fit(guide) / "lexicon.toml"

    def narrations(self, guide: str) -> Path:
        """The folder of the guide's narrations, one folder for each voice in it: what a narrating run locks."""
        return self.audio / _fit(guide)

    def narration_folder(self, guide: str, voice: str) -> Path:
        """Where timeline.json and its sound belong."""
        return self.narrations(guide) / _fit(voice)

    def cache(self, guide: str, voice: str) -> "Cache":
        """What need not be made again for that narration."""
        return Cache(self.audio / ".cache" / _fit(guide) / _fit(voice))


def write(path: Path, data: bytes) -> None:
    """Put `data` at `path`, making folders as needed: whoever looks, even after a power cut, sees all of it or none.

    Raises StoreError; then what was there before is still there.
    """
    with temporary(path) as temp:
        with named(path):
            temp.write_bytes(data)
        replace_from(temp, path)


def create(path: Path, data: bytes) -> None:
    """Put `data` at `path`, whole, where nothing is yet. Raises StoreError, also when something came to stand there."""
    with temporary(path) as temp, named(path):
        with temp.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(temp)
        except FileExistsError:
            raise
        except OSError:  # a disk without links: then the last look and the writing are two steps
            if path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            replace_from(temp, path)


@contextmanager
def temporary(path: Path) -> Iterator[Path]:
    """A name beside `path` to make its next contents under, for `replace_from`. What is left there is removed.

    A temporary file that a killed run left is removed by the next run that locks a folder above it.
    """
    with named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f"{TEMPORARY}{secrets.token_hex(6)}{path.suffix}")
    try:
        yield temp
    finally:
        with suppress(OSError):
            temp.unlink(missing_ok=True)


def replace_from(temp: Path, path: Path) -> None:
    """Let the finished file `temp` take the place of `path`, in the same folder. Raises StoreError."""
    with named(path):
        with temp.open("rb+") as file:
            os.fsync(file.fileno())
        temp.replace(path)
    with suppress(OSError):  # Windows cannot open a folder, and does not need to
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read_text(path: Path) -> str:
    """A text file in UTF-8, with or without a byte order mark, line ends as they are. Raises StoreError."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_TEXT + 1)
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise StoreError(f"{path}: not found; {_nearby(path)}") from exc
    except OSError as exc:
        raise _error(path, exc) from exc
    if len(data) > LARGEST_TEXT:
        raise StoreError(f"{path}: larger than {LARGEST_TEXT // 1_000_000} MB; split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise StoreError(f"{path}:{line}: not UTF-8 text; save it as UTF-8") from exc


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex. Raises StoreError when it cannot be read."""
    with named(path), path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def size(path: Path) -> int:
    """How long a file is, in bytes. Raises StoreError when it is not there."""
    with named(path):
        return path.stat().st_size


def fingerprint(*parts: object) -> str:
    """SHA-256, in hex, of text, bytes, numbers, None, tuples, mappings by name, and dataclasses of these.

    Equal parts have equal fingerprints in every process, parts cut differently have others. Raises TypeError for
    anything else.
    """
    canonical = json.dumps(parts, sort_keys=True, separators=(",", ":"), default=_canonical)
    return sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """What need not be made again: data by fingerprint. All of it may be deleted at any time, by anyone."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """The data, or None when it is not there whole."""
        try:
            entry = self._path(key).read_bytes()
        except OSError:
            return None
        digest, data = entry[:32], entry[32:]
        return data if sha256(data).digest() == digest else None

    def put(self, key: str, data: bytes) -> None:
        """Keep the data. Raises StoreError when there is no room."""
        path = self._path(key)
        with temporary(path) as temp, named(path):
            with temp.open("xb") as file:
                file.writelines((sha256(data).digest(), data))
            # Another run may have pruned the file, or (on Windows) be reading the entry: then it stays as it is.
            with suppress(FileNotFoundError, PermissionError):
                temp.replace(path)

    def keep(self, keys: Iterable[str]) -> None:
        """Remove every entry but these."""
        kept = frozenset(keys)
        for entry in self.folder.glob("*/*"):
            if entry.name not in kept:
                with suppress(OSError):
                    entry.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key  # 256 folders: thousands of entries in one are slow on some disks


@contextmanager
def lock(folder: Path, wait: float | None, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Let one run at a time write below `folder`, which is swept of what killed runs left there.

    When another run has the lock, calls `on_wait` once with who that is, and waits: `wait` seconds, or as long as it
    takes for None. The lock ends with its process, however that ends. Raises BusyError when it was not to be had,
    StoreError when the folder cannot be written.
    """
    holder = folder / ".lock-holder"
    with named(folder):
        folder.mkdir(parents=True, exist_ok=True)
    guard = FileLock(folder / ".lock")
    if not _acquired(guard, 0):
        on_wait(_who(holder))
        if not _acquired(guard, -1 if wait is None else wait):
            raise BusyError(f"{folder}: {_who(holder)} is narrating here; wait for it, or end it")
    try:
        with suppress(OSError):
            holder.write_text(str(os.getpid()), encoding="ascii")
        sweep(folder)
        yield
    finally:
        with suppress(OSError):
            holder.unlink()
        guard.release()


def sweep(folder: Path) -> None:
    """Remove the temporary files below `folder`, for whoever has it locked."""
    for left in folder.rglob(f"{TEMPORARY}*"):
        with suppress(OSError):
            left.unlink()


def sweep_left(folder: Path) -> None:
    """Remove what runs that were killed left in a folder that nobody locks, files and folders: none takes a day."""
    with suppress(OSError):
        for left in folder.glob(f"{TEMPORARY}*"):
            if _LEFT.fullmatch(left.name) and time.time() - left.stat().st_mtime > _A_DAY:
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink()


def _fit(name: str) -> str:
    if UNFIT.fullmatch(name):
        raise StoreError(f"{name!r} cannot name a folder everywhere; use up to 100 letters, digits, '-' and '_'")
    return name


def _acquired(guard: BaseFileLock, wait: float) -> bool:
    try:
        guard.acquire(timeout=wait)
    except Timeout:
        return False
    except OSError as exc:
        raise _error(Path(guard.lock_file), exc) from exc
    return True


def _who(holder: Path) -> str:
    try:
        return f"process {int(holder.read_text(encoding='ascii'))}"
    except (OSError, ValueError):
        return "another run"


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Errors of the system, said about `path`."""
    try:
        yield
    except OSError as exc:
        raise _error(path, exc) from exc


def _error(path: Path, exc: OSError) -> StoreError:
    what, remedy = WHAT_WENT_WRONG.get(exc.errno or 0, (exc.strerror or str(exc), "check the disk"))
    return StoreError(f"{path}: {what}; {remedy}")


def _nearby(path: Path) -> str:
    """What there is instead of `path`, as advice."""
    missing = next((part for part in (path, *path.parents) if part.parent.is_dir()), path)
    with suppress(OSError):
        names = sorted(entry.name for entry in missing.parent.iterdir() if not entry.name.startswith("."))
        alike = get_close_matches(missing.name, names)
        if alike:
            return f"did you mean {' or '.join(alike)}?"
        if names:
            more = ", …" if len(names) > 8 else ""
            return f"{missing.parent} has {', '.join(names[:8])}{more}"
    return f"{missing.parent} is empty"


def _canonical(part: object) -> object:
    # NUL keeps these names apart from every name in a mapping.
    if isinstance(part, bytes):
        return {"\0bytes": sha256(part).hexdigest()}
    if isinstance(part, Mapping):
        return dict(part)
    if is_dataclass(part) and not isinstance(part, type):
        return {f"\0{type(part).__name__}": {field.name: getattr(part, field.name) for field in fields(part)}}
    raise TypeError(f"{type(part).__name__} has no fingerprint")

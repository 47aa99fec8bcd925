"""Taking an export apart, and putting it together with one thing wrong."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from companion.exports.proving import Fault

Parts = dict[str, bytes]
Break = Callable[[Parts], None]


def parts(path: Path) -> Parts:
    """The files of a zip, in order."""
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def packed(found: Parts, path: Path) -> Path:
    """A zip of these files; the first one, the mimetype, is stored."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in found.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return path


def broken(path: Path, to: Path, *ways: Break) -> Path:
    """A copy with something wrong in it."""
    found = parts(path)
    for way in ways:
        way(found)
    return packed(found, to)


def spoiled(folder: Path, to: Path, *ways: Break) -> Path:
    """A copy of a folder with something wrong in it."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for way in ways:
        way(found)
    for name, data in found.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_bytes(data)
    return to


def judged(found: tuple[Fault, ...], where: str, what: str) -> None:
    """That all faults are the one looked for, or what follows from it (the alternatives behind the first)."""
    assert any(re.search(what.partition("|")[0], fault.what) for fault in found), found
    for fault in found:
        assert re.search(where, fault.where), fault
        assert re.search(what, fault.what), fault
        assert fault.remedy


def swap(name: str, pattern: str, by: str, count: int = 1) -> Break:
    """Replace what matches in the one file with this end of its name; it must be there."""

    def way(found: Parts) -> None:
        path = only(found, name)
        text, times = re.subn(pattern, by, found[path].decode(), count=count, flags=re.DOTALL)
        assert times, f"{pattern} is not in {path}"
        found[path] = text.encode()

    return way


def put(name: str, data: bytes) -> Break:
    """Replace the one file with this end of its name."""

    def way(found: Parts) -> None:
        found[only(found, name)] = data

    return way


def added(name: str, data: bytes) -> Break:
    """Put one more file in."""

    def way(found: Parts) -> None:
        found[name] = data

    return way


def drop(name: str) -> Break:
    """Take the one file with this end of its name away."""

    def way(found: Parts) -> None:
        del found[only(found, name)]

    return way


def only(found: Parts, name: str) -> str:
    """Its whole name."""
    (path,) = (one for one in found if re.search(name + "$", one))
    return path

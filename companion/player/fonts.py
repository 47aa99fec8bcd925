"""Typefaces that ease reading: fetched from their npm packages by `make fonts`, offered only where they are."""

import base64
import hashlib
import hmac
import io
import os
import sys
import tarfile
import tempfile
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from companion.errors import StoreError

FOLDER = Path(__file__).parent / "typefaces"  # git knows nothing of what is in it
_REGISTRY = "https://registry.npmjs.org/"
_PATIENCE = 60  # seconds
_LARGEST = 8 << 20  # bytes; the packages have about one million
_FACES = (("400", "normal"), ("400", "italic"), ("700", "normal"), ("700", "italic"))  # weight, style
_LATIN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,"
    "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
_LATIN_EXT = (
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,"
    "U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"
)


@dataclass(frozen=True, slots=True)
class Package:
    """A typeface as an npm package, pinned: what is fetched is this and nothing else."""

    name: str  # as people know the typeface
    package: str
    version: str
    integrity: str  # of the tarball (Subresource Integrity, 3.1)
    subsets: Mapping[str, str]  # of the characters, as the package names them: their unicode-range (CSS Fonts 4, 4.5)

    @property
    def slug(self) -> str:
        return self.package.rpartition("/")[2]

    def tarball(self, registry: str) -> str:
        """The address of the package's file."""
        return f"{registry.rstrip('/')}/{self.package}/-/{self.slug}-{self.version}.tgz"


@dataclass(frozen=True, slots=True)
class Font:
    """One file of a typeface, as CSS describes it."""

    name: str
    weight: str
    style: str
    range: str  # its characters, as unicode-range
    path: Path


PACKAGES = (
    Package(
        "Atkinson Hyperlegible",
        "@fontsource/atkinson-hyperlegible",
        "5.3.0",
        "sha512-Sp8Ve8+rQmENY2Lv02VH7sLpntzTTvnncnJMTbRE7DX6TLxGraN4ykZfzaUWIoCFmaomwkvNiqmlPkrKBuDoSA==",
        {"latin": _LATIN, "latin-ext": _LATIN_EXT},
    ),
    Package(
        "OpenDyslexic",
        "@fontsource/opendyslexic",
        "5.3.0",
        "sha512-BVYIW/ghc1U2iAghhYTN+GFWiZ3lnCy8Jf2KkZC23aHQHBNcMqKT718zckfqVxRx4qsXJmIMPWvczirRuhmtsg==",
        {"latin": "U+0-10FFFF"},  # one file has all that there is
    ),
)


def fonts(folder: Path | None = None) -> tuple[Font, ...]:
    """The files of every typeface that is there as a whole, the regular one of each first."""
    there = folder or FOLDER
    made = ([_font(one, there, *which) for which in _files(one)] for one in PACKAGES)
    return tuple(font for files in made if all(font.path.is_file() for font in files) for font in files)


def _files(package: Package) -> Sequence[tuple[str, str, str]]:
    return [(subset, weight, style) for weight, style in _FACES for subset in package.subsets]


def _font(package: Package, folder: Path, subset: str, weight: str, style: str) -> Font:
    name = f"{package.slug}-{subset}-{weight}-{style}.woff2"
    return Font(package.name, weight, style, package.subsets[subset], folder / name)


def fetch(folder: Path | None = None, registry: str | None = None) -> None:
    """Bring every typeface that is not there, and its licence, from the npm registry that this machine uses.

    Raises StoreError where the registry does not answer, or gives anything but what is pinned.
    """
    there = folder or FOLDER
    have = {font.name for font in fonts(there)}
    for package in PACKAGES:
        if package.name not in have:
            _unpack(package, _download(package, registry or npm_registry()), there)


def npm_registry(environment: Mapping[str, str] = os.environ) -> str:
    """The npm registry of this machine: of the environment, else of the user's settings, else the public one."""
    for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY"):
        if environment.get(name):
            return environment[name]
    settings = environment.get("NPM_CONFIG_USERCONFIG") or environment.get("npm_config_userconfig")
    path = Path(settings) if settings else Path(environment.get("HOME") or Path.home()) / ".npmrc"
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return _REGISTRY
    pairs = (line.partition("=") for line in lines)
    found = [value.strip().strip("\"'") for name, _, value in pairs if name.strip() == "registry"]
    return found[-1] if found and found[-1] else _REGISTRY


def _download(package: Package, registry: str) -> bytes:
    address = package.tarball(registry)
    if urlsplit(address).scheme not in ("http", "https"):
        raise StoreError(f"{registry}: is no address of a registry; set npm_config_registry")
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:  # noqa: S310  # the scheme is looked at above
            data: bytes = answer.read(_LARGEST + 1)
    except (OSError, ValueError) as exc:  # URLError is an OSError
        raise StoreError(f"{address}: cannot be fetched ({exc}); try again, or set npm_config_registry") from exc
    kind, _, digest = package.integrity.partition("-")
    if not hmac.compare_digest(hashlib.new(kind, data).digest(), base64.b64decode(digest)):
        raise StoreError(f"{address}: is not the file that was pinned; nothing of it is kept")
    return data


def _unpack(package: Package, data: bytes, folder: Path) -> None:
    """Write the licence, then the files that are asked for, each whole; the archive says nothing about where."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {"package/LICENSE": folder / f"{package.slug}-LICENSE.txt"}
    for which in _files(package):
        path = _font(package, folder, *which).path
        wanted[f"package/files/{path.name}"] = path
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        for member, path in wanted.items():
            try:
                file = archive.extractfile(member)
            except KeyError:
                file = None
            if file is None:
                raise StoreError(f"{package.package} {package.version}: has no {member}")
            _write(path, file.read())


def _write(path: Path, data: bytes) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    Path(beside).chmod(0o644)
    os.replace(beside, path)  # noqa: PTH105  # others may be reading it


def main() -> None:
    """What `make fonts` runs: fetch, and say in one line what is there."""
    try:
        fetch()
    except StoreError as exc:
        sys.exit(f"companion: {exc}")
    names = dict.fromkeys(font.name for font in fonts())
    sys.stdout.write(f"In {FOLDER}: {', '.join(names)}; each with its licence (OFL-1.1)\n")


if __name__ == "__main__":
    main()

"""Zip files whose bytes depend on their contents alone: no dates, no order but the one given."""

import shutil
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from companion.narration import store

_THEN = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold
_PACKED = frozenset({".m4a", ".m4b", ".mp3", ".ogg", ".opus", ".png", ".jpg", ".zip"})  # already: they are stored


def zipped(files: Mapping[str, bytes | Path], mimetype: str = "") -> bytes:
    """A zip file with these files in the order given: their names in it, and their bytes or the file to copy.

    `mimetype` goes first, stored and with nothing before it (EPUB 3.3, OCF). Raises OSError for a file that is not
    there.
    """
    out = BytesIO()
    _write(out, files, mimetype)
    return out.getvalue()


def put_zip(path: Path, files: Mapping[str, bytes | Path], mimetype: str = "") -> int:
    """`zipped`, put at `path` as it is made, so that a large one needs little memory; its size in bytes.

    Raises StoreError; then what was there before is still there.
    """
    with store.temporary(path) as temp:
        with store.named(path), temp.open("xb") as file:
            _write(file, files, mimetype)
        store.replace_from(temp, path)
    return store.size(path)


def _write(out: IO[bytes], files: Mapping[str, bytes | Path], mimetype: str) -> None:
    with ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr(_entry("mimetype", ZIP_STORED), mimetype.encode("ascii"))
        for name, content in files.items():
            entry = _entry(name, ZIP_STORED if Path(name).suffix in _PACKED else ZIP_DEFLATED)
            if isinstance(content, bytes):
                archive.writestr(entry, content)
                continue
            entry.file_size = content.stat().st_size  # then no flag says that it is not known yet
            with content.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)


def _entry(name: str, how: int) -> ZipInfo:
    entry = ZipInfo(name, _THEN)
    entry.compress_type = how
    entry.create_system, entry.external_attr = 3, 0o644 << 16  # an ordinary file, wherever it was made
    return entry

"""A corrected text put back into its file: what nobody changed stays, byte for byte."""

from pathlib import Path

from companion.errors import EditError
from companion.narration import store

_MARK = "\ufeff"  # at a file's beginning it only says that the file is UTF-8; guides are read without it


def save(path: Path, before: str, after: str) -> None:
    """Write `after` in place of `before`, the text as it was read (`Guide.source`), keeping a byte order mark.

    Raises EditError when the file holds something else by now, StoreError when it cannot be written.
    """
    if after == before:
        return
    found = ""
    if path.is_file() or before:
        with store.named(path):
            found = path.read_bytes().decode("utf-8", "replace")
    marks = found.removesuffix(before)
    if marks.strip(_MARK) or not found.endswith(before):
        raise EditError(f"{path}: was changed by somebody else meanwhile; read it again")
    store.write(path, (marks + after).encode("utf-8"))

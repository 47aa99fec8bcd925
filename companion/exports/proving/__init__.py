"""Proving an export: what its validators do not see, such as a clip behind the end of its sound."""

from collections.abc import Callable, Mapping
from pathlib import Path

from companion.errors import StoreError, UsageError
from companion.exports.proving import epub
from companion.exports.proving.fault import Fault, Proof, Refused

__all__ = ["KINDS", "Fault", "Proof", "examine", "prove"]

KINDS: Mapping[str, Callable[[Path], Proof]] = {".epub": epub.examine}  # by the ending of the file


def prove(path: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with an export. Raises StoreError or UsageError for what is none."""
    return examine(path).faults


def examine(path: Path) -> Proof:
    """What is wrong with an export, and how much of it was looked at.

    Raises StoreError for what is not there or cannot be read, UsageError for what is no export of a known kind.
    """
    if not path.exists():
        raise StoreError(f"{path}: not found; name a file or folder that 'companion export' wrote")
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise UsageError(f"{path}: cannot be proved; name an export as {', '.join(KINDS)}")
    try:
        return KINDS[kind](path)
    except Refused as exc:
        return Proof((exc.fault,))

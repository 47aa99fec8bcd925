"""What check --export prints."""

from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from companion.exports.proving import examine
from companion.narration import clock, studio


def show(path: Path, out: Console, fail: Callable[[str], None]) -> bool:
    """Print what is wrong with an export, one line each, or how much of it was proved; whether nothing is wrong."""
    proof, name = examine(path), studio.shown(path.absolute())
    for fault in proof.faults:
        line = " ".join(f"{name}: {fault}".split())
        fail("".join(sign if sign.isprintable() else "\ufffd" for sign in line))  # names of others may steer a terminal
    if proof.faults:
        return False
    length = clock.short(proof.length // 1000)
    out.print(f"{name}: {proof.words:,} words, {proof.clips:,} clips, {length} of sound: no fault", markup=False)
    return True

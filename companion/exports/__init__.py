"""Exports: a narration as other programs and other people can use it; nothing is said anew, nothing timed anew."""

from collections.abc import Callable, Mapping
from pathlib import Path

from companion.errors import UsageError
from companion.exports import web
from companion.exports.made import Made
from companion.narration.store import Workspace

__all__ = ["FORMATS", "Made", "export"]

Format = Callable[[Workspace, str, str | None, Path | None], Made]  # of a guide, in a voice or all, to a place or here
FORMATS: Mapping[str, Format] = {"web": web.export}


def export(workspace: Workspace, guide: str, to: str, voice: str | None = None, out: Path | None = None) -> Made:
    """Write a guide in a format of FORMATS. Raises UsageError for another one, and whatever that format raises."""
    if to not in FORMATS:
        raise UsageError(f"no format is called '{to}'; choose {' or '.join(FORMATS)}")
    return FORMATS[to](workspace, guide, voice, out)

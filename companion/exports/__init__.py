"""Exports: a narration as other programs and other people can use it; nothing is said anew, nothing timed anew."""

from collections.abc import Callable, Mapping
from pathlib import Path

from companion.errors import UsageError
from companion.exports import annotations, audiobook, daisy, epub, m4b, mp3, pls, subtitles, web
from companion.exports.made import NOTES, OVERLAYS, Made, Request
from companion.narration import store

__all__ = ["FORMATS", "Made", "Request", "default_name", "export"]

Format = Callable[[Request], Made]
FORMATS: Mapping[str, Format] = {
    "epub": epub.export,
    "vtt": subtitles.export_vtt,
    "srt": subtitles.export_srt,
    "m4b": m4b.export,
    "mp3": mp3.export,
    "audiobook": audiobook.export,
    "annotations": annotations.export,
    "daisy": daisy.export,
    "web": web.export,
    "pls": pls.export,
}


def export(request: Request, to: str) -> Made:
    """Write a guide in a format of FORMATS. Raises UsageError for another one, and whatever that format raises."""
    if to not in FORMATS:
        raise UsageError(f"no format is called '{to}'; choose one of {', '.join(FORMATS)}")
    for wish, given, known in (("notes", request.notes, NOTES), ("overlay", request.overlay, OVERLAYS)):
        if given not in known:
            raise UsageError(f"{wish} cannot be '{given}'; choose {' or '.join(known)}")
    store.sweep_left((request.out or Path(default_name(request.guide, to))).absolute().parent)
    return FORMATS[to](request)


_FILES = {"epub": "epub", "m4b": "m4b", "audiobook": "lpf", "pls": "pls"}  # what their one file's name ends in


def default_name(guide: str, to: str) -> str:
    """What an export is called: a file where the format is one, else a folder."""
    return f"{guide}.{_FILES[to]}" if to in _FILES else f"{guide}-{to}"

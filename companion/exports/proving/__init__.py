"""Proving an export: what its validators do not see, such as a clip behind the end of its sound."""

from collections.abc import Callable, Mapping
from pathlib import Path

from companion.errors import StoreError, UsageError
from companion.exports.proving import audiobook, daisy, epub, m4b, mp3, subtitles, web
from companion.exports.proving.fault import Fault, Proof, Refused
from companion.narration import store

__all__ = ["FILES", "FOLDERS", "Fault", "Proof", "examine", "prove"]

Look = Callable[[Path], Proof]
FILES: Mapping[str, Look] = {  # by the ending of the file
    ".epub": epub.examine,
    ".m4b": m4b.examine,
    ".mp3": mp3.examine,
    ".vtt": subtitles.examine,
    ".srt": subtitles.examine,
    ".lpf": audiobook.examine,
    ".audiobook": audiobook.examine,
}
FOLDERS: Mapping[str, Look] = {  # by the first of these that is in it
    daisy.NCC: daisy.examine,
    web.PAGE: web.examine,
    "*.mp3": mp3.examine,  # a podcast's has transcripts beside its sound
    "*.vtt": subtitles.examine,
    "*.srt": subtitles.examine,
}


def prove(path: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with an export. Raises StoreError or UsageError for what is none."""
    return examine(path).faults


def examine(path: Path) -> Proof:
    """What is wrong with an export, and how much of it was looked at.

    Raises StoreError for what is not there or cannot be read, UsageError for what is no export of a known kind.
    """
    with store.named(path):
        if not path.exists():
            raise StoreError(f"{path}: not found; name a file or folder that 'companion export' wrote")
        folder = path.is_dir()
        kind = next((one for one in FOLDERS if any(path.glob(one))), "") if folder else path.suffix.lower()
    look = (FOLDERS if folder else FILES).get(kind)
    if look is None:
        known = f"a file of {', '.join(FILES)}, or a folder of captions, MP3, DAISY or the web"
        raise UsageError(f"{path}: is no export that can be proved; name {known}")
    try:
        return look(path)
    except Refused as exc:
        return Proof((exc.fault,))

"""What a file of sound says about itself: the same in every format, each writes it down in its own way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import mutagen

from companion.errors import StoreError
from companion.exports.narrated import Narrated
from companion.narration import store
from companion.narration.narrator import TIMELINE

GENRE = "Audiobook"


@dataclass(frozen=True, slots=True)
class About:
    """A guide, and who reads it."""

    title: str
    subtitle: str
    author: str  # empty where nobody is named
    language: str  # BCP 47
    narrator: str
    notice: str
    year: str  # in which the guide came out; else in which it was narrated

    @property
    def artist(self) -> str:
        """Players sort by it, so there is always one."""
        return self.author or self.narrator

    @property
    def description(self) -> str:
        """What a listener has a right to know: whose words, whose voice."""
        said = (self.subtitle, f"Read by a {self.narrator}.", self.notice)
        sentences = (" ".join(one.split()) for one in said)
        return " ".join(one if one[-1] in ".!?…" else f"{one}." for one in sentences if one)


def about(found: Narrated) -> About:
    """What is known of a narration. Where the guide names no year, it is that of the timeline's file.

    Raises StoreError when that file has gone.
    """
    guide, path = found.timeline["guide"], found.folder / TIMELINE
    if not (year := guide.get("year")):
        with store.named(path):
            year = f"{datetime.fromtimestamp(path.stat().st_mtime, UTC).year:04}"
    plain = {name: _plain(guide.get(name, "")) for name in ("title", "subtitle", "author", "notice")}
    return About(
        **plain,
        language=guide["language"],
        narrator=f"synthetic voice ({_plain(found.timeline['voice']['id'])})",
        year=year,
    )


@contextmanager
def saving(path: Path) -> Iterator[None]:
    """What goes wrong while tags are written into a file, said about `path`. Raises StoreError."""
    with store.named(path):
        try:
            yield
        except mutagen.MutagenError as exc:
            cause = exc.args[0] if exc.args else None  # it wraps what the system says, which has a way out
            if isinstance(cause, OSError):
                raise cause from exc
            raise StoreError(f"{path}: its tags cannot be written: {exc}; choose another folder") from exc


def _plain(text: str) -> str:
    """No tag can hold NUL or half a character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()

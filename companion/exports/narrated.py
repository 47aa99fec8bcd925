"""The narrations of a guide that may be exported: those that say what is written now."""

import shlex
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from companion.errors import NarrationError, StoreError
from companion.narration import document, freshness, store, studio
from companion.narration.document import Section, Timeline
from companion.narration.narrator import TIMELINE
from companion.narration.store import Workspace
from companion.narration.studio import Manner, Source


@dataclass(frozen=True, slots=True)
class Narrated:
    """A narration as it stands in its folder."""

    folder: Path
    timeline: Timeline

    @property
    def voice(self) -> str:
        """The name of the folder."""
        return self.folder.name

    def sound(self, section: Section) -> Path:
        """The section's file. Raises StoreError when it is not the one that the timeline was written for."""
        path = self.folder / section["audio"]
        if path.parent != self.folder or not path.is_file() or store.digest(path) != section["sha256"]:
            again = f"run 'companion narrate {self.folder.parent.name}'"
            raise StoreError(f"{path}: is missing, or has other sound than its timeline; {again}")
        return path


def one(workspace: Workspace, guide: str, voice: str | None) -> Narrated:
    """The guide in that voice, else in its own, else in the first that there is. Raises NarrationError."""
    source = studio.read(workspace, guide)
    found, problem = _looked_at(source, _paths(workspace, source, voice)[0])
    if found is None:
        raise NarrationError(problem)
    return found


def every(workspace: Workspace, guide: str) -> tuple[tuple[Narrated, ...], tuple[str, ...]]:
    """The guide in all its voices, its own first, and what is wrong with those that are left out.

    Raises NarrationError when none is left.
    """
    source = studio.read(workspace, guide)
    looked = [_looked_at(source, path) for path in _paths(workspace, source, None)]
    wrong = tuple(problem for found, problem in looked if found is None)
    if len(wrong) == len(looked):
        raise NarrationError(wrong[0])
    return tuple(found for found, _ in looked if found is not None), wrong


def _paths(workspace: Workspace, source: Source, voice: str | None) -> list[Path]:
    """The timelines that may be meant, the likeliest first; at least one."""
    guide, own = source.guide.id, Manner()
    there = {path.parent.name: path for path in workspace.narrations(guide).glob(f"*/{TIMELINE}")}
    first = studio.folder_name(studio.cast_of(source.guide, own), own)
    names = sorted(there, key=lambda name: (name != first, name))
    if not names:
        raise NarrationError(f"{guide}: is not narrated yet; run '{_command(guide, own)}'")
    if voice is None:
        return [there[name] for name in names]
    meant = [there[name] for name in names if voice in (name, _narrator(there[name]))]
    if not meant:
        run = f"run 'companion narrate {shlex.quote(guide)} --voice {shlex.quote(voice)}'"
        raise NarrationError(f"{guide}: is not narrated in the voice '{voice}', but in {', '.join(names)}; {run}")
    return meant


def _narrator(path: Path) -> str | None:
    """The narrator's voice, as its engine calls it; None in a timeline that cannot be read."""
    with suppress(StoreError, KeyError, TypeError):
        return document.read(path)["voice"]["cast"]["narrator"]["name"]
    return None


def _looked_at(source: Source, path: Path) -> tuple[Narrated, str] | tuple[None, str]:
    """A narration that says what is written now; else what is wrong, in one line with the way out."""
    guide, where = source.guide.id, studio.shown(path.parent)
    try:
        timeline = document.read(path)
        manner = freshness.manner_of(source, timeline)
        if freshness.fresh(source, manner, timeline):
            return Narrated(path.parent, timeline), ""
    except StoreError as exc:
        return None, str(exc)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None, f"{where}: its timeline is damaged; run '{_command(guide, Manner())}'"
    return None, f"{where}: narrated from an older text; run '{_command(guide, manner)}'"


def _command(guide: str, manner: Manner) -> str:
    return " ".join(("companion narrate", shlex.quote(guide), *_options(manner)))


def _options(manner: Manner) -> Iterator[str]:
    if manner.engine != studio.DEFAULT_ENGINE:
        yield f"--engine {shlex.quote(manner.engine)}"
    if manner.voice is not None:
        yield f"--voice {shlex.quote(manner.voice.name)}"
    if manner.single:
        yield "--single-voice"

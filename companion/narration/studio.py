"""The studio: a guide of a workspace read, cast, locked and narrated, as one door."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from companion.guide import markdown
from companion.guide.front import NARRATOR
from companion.guide.model import Guide, Voice
from companion.narration import store
from companion.narration.narrator import Narration, Progress, narrate
from companion.narration.store import Workspace
from companion.script.casting import Cast, cast
from companion.script.lexicon import LexiconFile, parse
from companion.script.script import Script, script

DEFAULT_ENGINE = "espeak"
_LONGEST = 70  # characters of a folder's name, before what is added to it
_PLAIN = re.compile(r"[A-Za-z0-9/+-]*")  # a voice's name of which nothing is lost in a folder's


@dataclass(frozen=True, slots=True)
class Manner:
    """How a guide is to be narrated."""

    engine: str = DEFAULT_ENGINE
    voice: Voice | None = None  # of the narrator, instead of the guide's own
    single: bool = False  # the narrator says everything
    workers: int = 0  # how many at once; 0 for one a processor


@dataclass(frozen=True, slots=True)
class Source:
    """What people wrote."""

    guide: Guide
    everywhere: LexiconFile
    own: LexiconFile


def read(workspace: Workspace, guide_id: str) -> Source:
    """A guide and the lexicons that it is said with. Raises StoreError, GuideError or LexiconError."""
    path = workspace.guide_path(guide_id)
    guide = markdown.read(store.read_text(path), shown(path), guide_id)
    everywhere, own = (_lexicon(path) for path in workspace.lexicon_paths(guide_id))
    return Source(guide, everywhere, own)


def write_script(source: Source, manner: Manner) -> tuple[Script, str]:
    """What will be said, and the name of the narration's folder."""
    who = cast_of(source.guide, manner)
    return script(source.guide, who, source.everywhere, source.own), folder_name(who, manner)


def folder_name(who: Cast, manner: Manner) -> str:
    """One folder for each narrator: "espeak-en-us", "espeak-en-gb-f2-single"."""
    voice = who.voice(NARRATOR).name
    name = re.sub(r"[^a-z0-9]+", "-", f"{manner.engine}-{voice.rsplit('/', 1)[-1]}".lower()).strip("-")
    if len(name) > _LONGEST or not _PLAIN.fullmatch(voice):  # another voice might be shortened to the same name
        name = f"{name[:_LONGEST].strip('-')}-{store.fingerprint(voice)[:8]}"
    return name + "-single" * manner.single


def narrate_guide(
    workspace: Workspace,
    guide_id: str,
    manner: Manner,
    progress: Callable[[Progress], None],
    waiting: Callable[[str], None],
) -> Narration:
    """Narrate what is not yet narrated of a guide; `waiting` is told once if another run is at it.

    Raises whatever reading the guide and narrating it raise.
    """
    said, voice = write_script(read(workspace, guide_id), manner)
    folder = workspace.narration_folder(guide_id, voice)
    with store.lock(folder.parent, None, waiting):
        cache = workspace.cache(guide_id, voice)
        return narrate(said, folder, cache, voice, manner.engine, manner.workers or processors(), progress)


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cast_of(guide: Guide, manner: Manner) -> Cast:
    """Whose voices a guide is narrated in."""
    if manner.engine == DEFAULT_ENGINE:
        return cast(guide, manner.voice, manner.single)
    # A guide names voices of the default engine; another engine has other names, so one voice says everything.
    return cast(guide, manner.voice or Voice(""), single=True)


def _lexicon(path: Path) -> LexiconFile:
    return parse(store.read_text(path), shown(path)) if path.is_file() else LexiconFile()


def shown(path: Path) -> str:
    """A path as messages name it: from here, where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)

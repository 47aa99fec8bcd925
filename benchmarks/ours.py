"""Companion narrating a workspace, for the stopwatch."""

from pathlib import Path

from companion.narration import studio
from companion.narration.store import Workspace
from companion.narration.studio import Manner


def main(folder: str, guide: str, workers: str) -> None:
    """Narrate the guide below that folder."""
    where = Workspace(Path(folder) / "content", Path(folder) / "audio")
    studio.narrate_guide(where, guide, Manner(workers=int(workers)), lambda _: None, print)

"""The build's one step of its own: a wheel carries the player joined, for folders where nobody may write."""

import runpy
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class JoinPlayer(BuildHookInterface):  # type: ignore[misc,type-arg]  # hatchling is there while building only
    def initialize(self, version: str, build_data: dict[str, object]) -> None:  # noqa: ARG002
        """Join the player before its files are gathered."""
        runpy.run_path(str(Path(self.root, "companion/player/join.py")))["join"]()

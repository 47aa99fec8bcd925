"""Small guides that the tests narrate, and what they look at afterwards."""

import hashlib
import json
from pathlib import Path
from typing import Any

from companion.narration import studio
from companion.narration.narrator import Narration, Progress
from companion.narration.store import Workspace
from companion.narration.studio import Manner

FRONT = """+++
title = "The Crossing"
author = "Nobody in particular"
[voices]
narrator = { name = "en-us", rate = 200 }
[speakers.Nora]
voice = { name = "en-us+f3", rate = 200 }
+++
"""

GUIDE = (
    FRONT
    + """
{#text}
# The text

The ferry left in 1972, late as ever.[^late] Nobody minded; [“It will be a long night,”]{by=Nora} somebody said.

::: letter {#letter by=Nora to=Harbin}
Dear Harbin,

I have been thinking of the harbor. Wait for me there.

Yours, Nora
:::

On deck a man sold tea to 8,316 people.

{#notes role=notes}
# The notes

{about="#letter"}
The letter is short because the night is long.

[^late]: It is the first of three ferries.
"""
)


def workspace(folder: Path, text: str = GUIDE, guide: str = "crossing") -> Workspace:
    """A workspace with one guide in it."""
    path = folder / "content" / guide / "guide.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Workspace(folder / "content", folder / "audio")


def narrated(where: Workspace, manner: Manner | None = None, guide: str = "crossing") -> Narration:
    """Narrate it, and say what was done."""
    return studio.narrate_guide(where, guide, manner or Manner("silent"), ignored, print)


def ignored(_: Progress) -> None:
    """Nobody looks."""


def timeline(narration: Narration) -> dict[str, Any]:
    """What its timeline.json says."""
    found = json.loads((narration.folder / "timeline.json").read_bytes())
    assert isinstance(found, dict)
    return found


def contents(folder: Path) -> dict[str, str]:
    """The digest of every file that a reader can see."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }

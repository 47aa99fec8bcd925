"""A real server on a small workspace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.narrated import HOSTILE, narrate
from tests.app.served import Server, free_port


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One guide narrated in two voices, one not narrated, one whose narration is damaged, one that means harm."""
    root = tmp_path_factory.mktemp("workspace")
    narrate(root / "audio", "paper-ferry")
    narrate(root / "audio", "paper-ferry", "espeak-en-gb")
    narrate(root / "audio", "hostile", title=HOSTILE, notice=HOSTILE, subtitle=HOSTILE)
    (root / "audio" / "torn" / "espeak-en-us").mkdir(parents=True)
    (root / "audio" / "torn" / "espeak-en-us" / "timeline.json").write_text('{"format": "companion-time', "utf-8")
    for guide in ("paper-ferry", "unread"):
        (root / "content" / guide).mkdir(parents=True)
        (root / "content" / guide / "guide.md").write_text("# A guide\n\nOne sentence.\n", "utf-8")
    return root


@pytest.fixture(scope="session")
def server(workspace: Path) -> Iterator[Server]:
    running = Server(workspace, free_port()).start()
    yield running
    running.stop()

"""Books of the small guides, each made once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from companion.exports import Request, epub
from companion.exports.narrated import Narrated, one
from companion.narration.store import Workspace
from tests.exports.epub.opened import Opened

Make = Callable[..., Path]


@pytest.fixture(scope="session")
def make(lantern: Workspace, home: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A book of a guide, with options of the request; the same one for the same ones."""
    made: dict[tuple[object, ...], Path] = {}
    homes = {"lantern": lantern, "weir": home}

    def book(guide: str, notes: str = "end", overlay: str = "word", small: bool = False) -> Path:
        key = (guide, notes, overlay, small)
        if key not in made:
            path = tmp_path_factory.mktemp("book") / f"{guide}.epub"
            made[key] = epub.export(
                Request(homes[guide], guide, out=path, notes=notes, overlay=overlay, small=small)
            ).path
        return made[key]

    return book


@pytest.fixture(scope="session")
def narrated_lantern(lantern: Workspace) -> Narrated:
    """The narration of the guide with every structure."""
    return one(lantern, "lantern", None)


@pytest.fixture(scope="session")
def opened(make: Make) -> Opened:
    """The guide with every structure, as a book with all choices as they are by themselves."""
    return Opened.read(make("lantern"))

"""A small guide, narrated for real: what is cut out of it must be what was said."""

from pathlib import Path

import pytest

from companion.exports import narrated
from companion.exports.narrated import Narrated
from companion.narration import studio
from companion.narration.store import Workspace
from companion.narration.studio import Manner
from tests.exports import rich
from tests.narration import guides

ROOT = Path(__file__).parents[2]

GUIDE = """+++
title = "The Weir & the <b>Wheel</b>"
subtitle = "A study"
author = "Nobody in particular"
language = "en-GB"
notice = "A retelling of a tale that somebody else told first."
[voices]
narrator = { name = "en-us", rate = 220 }
[speakers.Ida]
voice = { name = "en-us+f3", rate = 220 }
+++

{#tale}
# The tale

{#start}
The miller counted the sacks. It was *four* o’clock & raining.[^rain] Nobody came.

::: letter {#letter by=Ida to="the miller" title="The letter of Ida"}
Dear miller,

{#body}
The weir is broken. I opened it myself, and I would do it again. Come <b>down</b> to the water.
:::

{#after}
He read it at noon. Then he shut the sluice.

{#study role=notes}
# The study

{#on-letter about="#body" prompt="Who owns a river?"}
Ida asks for nothing.

{#on-all about="#after"}
Shutting is an answer too.

{#free}
The wheel is never seen.

{#end}
# The end

{#last}
The rain stopped. The wheel did not.

[^rain]: Rain is what the letter is made of.
"""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One guide, narrated."""
    where = guides.workspace(tmp_path_factory.mktemp("home"), GUIDE, "weir")
    guides.narrated(where, Manner(), "weir")
    return where


@pytest.fixture(scope="session")
def weir(home: Workspace) -> Narrated:
    """The guide, found."""
    return narrated.one(home, "weir", None)


@pytest.fixture(scope="session")
def lantern(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A guide with every structure, narrated: `lantern`."""
    where = guides.workspace(tmp_path_factory.mktemp("lantern"), rich.GUIDE, "lantern")
    guides.narrated(where, Manner(), "lantern")
    return where


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The guide that comes with the project, narrated: `her-part-5`."""
    where = Workspace(ROOT / "content", tmp_path_factory.mktemp("bundled") / "audio")
    studio.narrate_guide(where, "her-part-5", Manner(), guides.ignored, print)
    return where

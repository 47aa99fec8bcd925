"""What the speech tests share."""

from collections.abc import Iterator

import pytest

from companion.speech.workers import Pool


@pytest.fixture(scope="session")
def espeak() -> Iterator[Pool]:
    """One worker of the engine espeak."""
    with Pool("espeak") as pool:
        yield pool

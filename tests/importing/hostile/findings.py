"""What the fuzzer found (`python -m benchmarks.fuzzing`): each line once broke a reader, the draft, or its reading."""

from collections.abc import Iterator

from tests.importing.hostile.case import Hostile


def cases() -> Iterator[Hostile]:
    yield from ()

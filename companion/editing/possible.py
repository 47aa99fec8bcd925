"""As many of several corrections as can be made, and what is said of the others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from companion.editing.replacing import Replacement
from companion.errors import EditError

T = TypeVar("T")


def possible(
    wanted: Sequence[T], edit: Callable[[Sequence[T]], Iterable[Replacement]]
) -> tuple[tuple[Replacement, ...], tuple[tuple[T, EditError], ...]]:
    """What `edit` makes of all that is wanted but what it refuses to make alone, and that, each with the reason.

    What can be made is made at once: the corrections of one guide agree on the ids that they give. Raises EditError
    when `edit` refuses them together.
    """
    try:
        return tuple(edit(wanted)), ()
    except EditError:
        left = tuple(_refused(wanted, edit))
    refused = [one for one, _ in left]
    return tuple(edit([one for one in wanted if one not in refused])), left


def _refused(
    wanted: Sequence[T], edit: Callable[[Sequence[T]], Iterable[Replacement]]
) -> Iterator[tuple[T, EditError]]:
    for one in wanted:
        try:
            tuple(edit((one,)))
        except EditError as exc:
            yield one, exc

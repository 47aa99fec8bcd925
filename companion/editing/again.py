"""What a page shows of a guide, found again in the guide as it is by now."""

from collections.abc import Iterable

from companion.errors import EditError
from companion.guide.model import Guide, Passage


def again(before: Guide, now: Guide, names: Iterable[str]) -> list[str]:
    """The ids that blocks have `now`, by those that they had `before`: some are named as soon as a note is about them.

    A block is known by its words; of several with the same words, by which of them it is. Raises EditError for one
    whose words were changed or divided, or where there are more or fewer of them.
    """
    words = {block.id: block.text for block in before.blocks()}
    old, new = _ids_by_words(before), _ids_by_words(now)
    found = []
    for name in names:
        had, has = old[words[name]], new.get(words[name], [])
        if len(had) != len(has):
            raise EditError(f"{now.id}: '{words[name][:30]}' was changed meanwhile; look at it again")
        found.append(has[had.index(name)])
    return found


def passage_again(before: Guide, now: Guide, passage: Passage) -> Passage:
    """The passage around the same blocks that says the same: its id may be another one's by now. Raises EditError."""
    blocks = tuple(again(before, now, passage.blocks))
    found = next((one for one in now.passages if _told(one) == (*_told(passage)[:-1], blocks)), None)
    if found is None:
        raise EditError(f"{now.id}: this {passage.kind} was changed meanwhile; look at it again")
    return found


def _told(passage: Passage) -> tuple[object, ...]:
    return passage.kind, passage.title, passage.by, passage.to, passage.blocks


def _ids_by_words(guide: Guide) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for block in guide.blocks():
        found.setdefault(block.text, []).append(block.id)
    return found

"""How much of a narration a correction makes stale, found without saying a word."""

from collections.abc import Iterator

from companion.narration import studio
from companion.narration.narrator import utterance_key
from companion.narration.studio import Manner, Source


def stale(before: Source, after: Source, manner: Manner) -> int:
    """How many sentences would be spoken anew after a change, when all of `before` was spoken in that manner."""
    known = {key for key, _ in _said(before, manner)}
    return len({segment for key, segment in _said(after, manner) if key not in known and segment is not None})


def _said(source: Source, manner: Manner) -> Iterator[tuple[str, str | None]]:
    """What each utterance's sound depends on, and the sentence that it is of."""
    said, _ = studio.write_script(source, manner)
    for section in said.sections:
        for utterance in section.utterances:
            yield utterance_key(utterance, manner.engine, ""), utterance.segment

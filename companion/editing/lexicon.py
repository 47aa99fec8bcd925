"""An entry of a lexicon.toml added, changed or removed: comments, order and layout of the others stay."""

from collections.abc import Mapping

from tomlkit.toml_document import TOMLDocument

from companion.editing.places import lines_of
from companion.editing.replacing import apply
from companion.editing.toml import corrected, inline_table, put, table
from companion.script.lexicon import parse, same

NAME = "lexicon.toml"


def set_entry(
    text: str, written: str, spelling: str | Mapping[str, str] | None, speaker: str | None = None, path: str = NAME
) -> str:
    """The lexicon's text in which `written` is said as `spelling`, by everybody or by one speaker.

    A spelling is a respelling, or {"ipa": …} or {"espeak": …}; None removes the entry. `path` is only named in
    messages. Raises LexiconError for a lexicon that cannot be read or a spelling that cannot be said.
    """
    parse(text, path)

    def change(document: TOMLDocument) -> None:
        _set(document, " ".join(written.split()), spelling, speaker)

    after = apply(text, corrected(text, path, 0, len(lines_of(text).starts), change))
    parse(after, path)
    return after


def _set(document: TOMLDocument, written: str, spelling: str | Mapping[str, str] | None, speaker: str | None) -> None:
    names = ("words",) if speaker is None else ("speakers", speaker)
    if spelling is None and (names[0] not in document or (speaker is not None and speaker not in document["speakers"])):
        return
    entries = table(document, *names)
    key = next((one for one in entries if same(one, written)), written)
    if isinstance(spelling, str | None):
        put(entries, key, spelling)
        return
    put(entries, key, inline_table(spelling))

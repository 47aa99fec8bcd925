"""Entries of a lexicon.toml added, changed or removed: comments, order and layout of the others stay."""

from collections.abc import Mapping

from tomlkit.toml_document import TOMLDocument

from companion.editing.places import lines_of
from companion.editing.replacing import apply
from companion.editing.toml import corrected, inline_table, put, table
from companion.script.lexicon import entry_key, parse

NAME = "lexicon.toml"


def set_entry(
    text: str, written: str, spelling: str | Mapping[str, str] | None, speaker: str | None = None, path: str = NAME
) -> str:
    """The lexicon's text in which `written` is said as `spelling`, by everybody or by one speaker.

    A spelling is a respelling, or {"ipa": …} or {"espeak": …}; None removes the entry. `path` is only named in
    messages. Raises LexiconError for a lexicon that cannot be read or a spelling that cannot be said.
    """
    return set_entries(text, {written: spelling}, speaker, path)


def set_entries(
    text: str, spellings: Mapping[str, str | Mapping[str, str] | None], speaker: str | None = None, path: str = NAME
) -> str:
    """The same for several entries at once, by what is written."""
    parse(text, path)

    def change(document: TOMLDocument) -> None:
        _set(document, spellings, speaker)

    after = apply(text, corrected(text, path, 0, len(lines_of(text).starts), change))
    parse(after, path)
    return after


def _set(document: TOMLDocument, spellings: Mapping[str, str | Mapping[str, str] | None], speaker: str | None) -> None:
    names = ("words",) if speaker is None else ("speakers", speaker)
    there = names[0] in document and (speaker is None or speaker in document["speakers"])
    if not there and all(spelling is None for spelling in spellings.values()):
        return
    entries = table(document, *names)
    known = {entry_key(one): one for one in entries}
    for written, spelling in spellings.items():
        name = known.setdefault(entry_key(written), " ".join(written.split()))
        put(entries, name, spelling if isinstance(spelling, str | None) else inline_table(spelling))

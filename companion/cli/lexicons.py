"""What import-lexicon does: a W3C Pronunciation Lexicon put into the lexicon of a guide."""

from collections.abc import Iterator
from pathlib import Path

from companion.editing import files, pls
from companion.errors import UsageError
from companion.narration import store, studio
from companion.narration.store import Workspace


def import_lexicon(workspace: Workspace, guide: str, file: Path, speaker: str | None, replace: bool) -> Iterator[str]:
    """Put the file's entries into the guide's own lexicon, and say what became of them, line by line.

    An entry that is there already stays, unless `replace`. Raises LexiconError, StoreError or UsageError; then nothing
    is written.
    """
    source = studio.read(workspace, guide)
    if speaker is not None and speaker not in source.guide.speakers:
        known = ", ".join(source.guide.speakers) or "nobody"
        raise UsageError(f"{guide}: nobody is called '{speaker}'; choose one of {known}")
    _, path = workspace.lexicon_paths(guide)
    before = store.read_text(path) if path.is_file() else ""
    if not file.is_file():
        raise UsageError(f"{file}: is not there; look at its name")
    with store.named(file), file.open("rb") as given:
        data = given.read(pls.LARGEST + 1)
    found = pls.merged(before, data, str(file), speaker, replace, studio.shown(path))
    files.save(path, before, found.text)
    yield f"{studio.shown(path)}: {len(found.new)} new, {len(found.kept)} kept as they were"
    for problem in found.left_out:
        yield f"left out: {problem}"

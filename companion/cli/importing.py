"""What import does, and listen with a file: a document becomes a guide, and its report is printed."""

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import typer
from rich.console import Console

from companion.errors import DocumentError, UsageError
from companion.guide.front import LANGUAGE
from companion.importing.document import Document
from companion.importing.importing import Imported, earlier, free, identity, place, understood
from companion.importing.limits import MOST_BYTES
from companion.importing.reading import read, read_bytes
from companion.importing.report import report, unknown_pronouns
from companion.narration import studio
from companion.narration.store import Workspace

STDIN = "-"
_PRONOUNS = ("he", "she", "they", "it")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says about a document."""

    language: str = ""  # BCP 47; empty for the document's own
    name: str | None = None  # of the guide's folder; None for one made of its title
    pronouns: Sequence[str] = ()  # "Nora=she"
    everything: bool = False  # also what is not read aloud otherwise: navigation, running heads, page numbers


def import_file(workspace: Workspace, file: str, wishes: Wishes, out: Console, quiet: bool) -> str:
    """Make a guide of the file, print what was understood, and return the guide's id.

    Raises DocumentError when the file cannot be a guide, or another guide has its name; then nothing is written.
    """
    _declared(wishes.pronouns)  # before anything is read
    if wishes.language and not LANGUAGE.fullmatch(wishes.language):
        raise UsageError(f"--lang {wishes.language}: not a language tag; write one such as en-GB")
    return _imported(workspace, file, _document(file, wishes.everything), wishes, out, quiet)


def listened(workspace: Workspace, file: str, out: Console, quiet: bool) -> str:
    """The id of the guide that the file is, imported when it is not there yet. A guide that is there stays as it is.

    Another document that would have the same id gets one of its own.
    """
    document = _document(file, everything=False)
    name = Path(file).name
    with _named(file):
        first = understood(document, "guide", Path(name).stem)
    guide_id = identity(first.guide.title, name)
    known = earlier(workspace, first, guide_id)
    if known is None:
        return _imported(workspace, file, document, Wishes(name=free(workspace, guide_id)), out, quiet, first)
    if not quiet:
        where = studio.shown(workspace.guide_path(known))
        out.print(f"{where}: imported earlier; it is read as it is now", markup=False)
    return known


def _imported(
    workspace: Workspace,
    file: str,
    document: Document,
    wishes: Wishes,
    out: Console,
    quiet: bool,
    first: Imported | None = None,  # what was understood without any wishes, when that is known already
) -> str:
    """Understand the document, once where nobody is asked anything, and put the guide in its place."""
    name = "" if file == STDIN else Path(file).name
    title = Path(name).stem
    declared = _declared(wishes.pronouns)
    with _named(file):
        first = first or understood(document, wishes.name or "guide", title, wishes.language, declared)
    guide_id = wishes.name or identity(first.guide.title, name)
    asked = _asked(first, quiet)
    if asked:
        imported = understood(document, guide_id, title, wishes.language, {**declared, **asked})
    else:
        imported = replace(first, guide=replace(first.guide, id=guide_id))
    untouched = [first.text]
    if (wishes.language or declared) and workspace.guide_path(guide_id).is_file():
        # A guide that nobody has touched since an earlier import may be written over when more is known now.
        untouched.append(understood(document, guide_id, title).text)
    placed = place(workspace, imported, guide_id, untouched)
    if not quiet:
        _tell(imported, studio.shown(placed.path), placed.written, out)
        known = {name for one in imported.guide.speakers.values() for name in (one.name, *one.also)}
        for name in sorted(declared.keys() - known):
            out.print(f"  --pronouns: nobody here is called {name}; look at its spelling", markup=False)
    return guide_id


@contextmanager
def _named(file: str) -> Iterator[None]:
    """What is wrong with a document, said about its file."""
    try:
        yield
    except DocumentError as exc:
        raise DocumentError(f"{'standard input' if file == STDIN else file}: {exc}") from exc


def _document(file: str, everything: bool) -> Document:
    if file == STDIN:
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        return read_bytes(data, "standard input", everything)
    return read(Path(file), everything)


def _declared(pronouns: Sequence[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in (part.strip() for text in pronouns for part in text.split(",")):
        name, equals, said = one.rpartition("=")
        if not equals or not name.strip() or not said.strip():
            raise UsageError(f"--pronouns {one}: not NAME=PRONOUN; write --pronouns Nora=she")
        found[name.strip()] = said.strip().lower()
    return found


def _asked(imported: Imported, quiet: bool) -> Mapping[str, str]:
    """The pronouns that a person at the terminal gives; nothing when nobody is there."""
    names = unknown_pronouns(imported.guide)
    waiting = any(one.utterance and one.speaker is None for one in imported.review.quotations)
    if quiet or not waiting or not names or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return {}
    typer.echo("Who is he, she, they or it? Enter leaves it open.")
    given = {name: typer.prompt(f"  {name}", default="", show_default=False) for name in names}
    return {name: said.strip().lower() for name, said in given.items() if said.strip().lower() in _PRONOUNS}


def _tell(imported: Imported, path: str, written: bool, out: Console) -> None:
    out.print(
        f"{imported.guide.title}: {path}" + ("" if written else ": imported earlier, nothing has changed"), markup=False
    )
    for line in report(imported):
        out.print(f"  {line}", markup=False)
    unknown = unknown_pronouns(imported.guide)
    if unknown and any(one.utterance for one in imported.review.quotations):
        out.print(
            f"  pronouns are not known of {', '.join(unknown)}: give them, and more quotations find their speaker: "
            '--pronouns "NAME=he, NAME=she"',
            markup=False,
        )
    then = f"companion listen {shlex.quote(imported.guide.id)}"
    out.print(f"  correct it in {path} or on the app's Review page; then: {then}", markup=False)

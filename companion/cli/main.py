"""The commands: listen, import, narrate, check, export, excerpt, voices, doctor."""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from companion import __version__
from companion.cli import checking, doctoring
from companion.cli.progress import shown
from companion.errors import CompanionError, UsageError
from companion.guide.model import Voice
from companion.narration import clock, studio
from companion.narration.narrator import Narration
from companion.narration.store import Workspace
from companion.narration.studio import Manner

if TYPE_CHECKING:
    from companion.exports.made import Made

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

_DOCUMENTS = frozenset({".txt", ".md", ".html", ".htm", ".xhtml", ".docx", ".epub", ".pdf"})
Guide = Annotated[str | None, typer.Argument(help="A folder under content/. Without it: every guide there.")]
OneGuide = Annotated[str, typer.Argument(metavar="GUIDE", help="A folder under content/.")]
VoiceName = Annotated[str | None, typer.Option("--voice", help="The narrator's voice, instead of the guide's own.")]
Narrated = Annotated[str | None, typer.Option("--voice", help="One of the voices that the guide is narrated in.")]
Single = Annotated[bool, typer.Option("--single-voice", help="The narrator says everything.")]
Engine = Annotated[str, typer.Option(help="Who speaks: espeak, system or silent.")]
Workers = Annotated[int, typer.Option(min=0, max=64, help="How many speak at once. 0: one a processor.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")]


def main() -> None:
    """Run the command line. No traceback reaches a person, unless COMPANION_DEBUG is set."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a name that the terminal cannot show must not end the run
            stream.reconfigure(errors="replace")
    try:
        app(standalone_mode=True)
    except CompanionError as exc:
        _fail(str(exc))
        sys.exit(2 if isinstance(exc, UsageError) else 1)
    except BrokenPipeError:  # whoever read our output has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as exc:  # the one place where a fault of ours becomes a line
        if os.environ.get("COMPANION_DEBUG"):
            raise
        _fail(f"a fault in Companion: {type(exc).__name__}: {exc}; run again with COMPANION_DEBUG=1 to see where")
        sys.exit(1)


def _fail(message: str) -> None:
    for line in message.splitlines():
        err.print(line, markup=False, style="red" if err.is_terminal else None)


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"companion {__version__}")
        raise typer.Exit


@app.callback()
def _companion(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which this is.")
    ] = False,
) -> None:
    """A study guide goes in; narration, text lit word by word and the notes beside it come out."""


@app.command()
def listen(
    guide: Annotated[
        str | None, typer.Argument(help="A folder under content/, or a document to import. Without it: every guide.")
    ] = None,
    voice: VoiceName = None,
    single: Single = False,
    engine: Engine = studio.DEFAULT_ENGINE,
    workers: Workers = 0,
    quiet: Quiet = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Default: 8501, or the next free one.")] = None,
    host: Annotated[str, typer.Option(help="Who may connect. 127.0.0.1: only this computer.")] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
) -> None:
    """Narrate what is not narrated yet, then open the player."""
    from companion.app.server import serve

    workspace = Workspace.find()
    manner = _manner(voice, single, engine, workers)
    names = _listened(workspace, guide, quiet)
    told = [_told(workspace, name, manner, quiet) for name in names]
    if not any(told) and not any(True for name in names for _ in workspace.narrations(name).glob("*/timeline.json")):
        raise typer.Exit(1)  # nothing to listen to
    serve(workspace, host=host, port=port, open_browser=browser, guide=names[0] if guide else None)


@app.command("import")
def import_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="txt, md, html, docx, epub or pdf; - for standard input.")
    ],
    name: Annotated[
        str | None, typer.Option("--as", metavar="ID", help="The guide's folder. Default: its title.")
    ] = None,
    language: Annotated[str, typer.Option("--lang", help="The language, such as en-GB. Default: the document's.")] = "",
    pronouns: Annotated[
        list[str] | None, typer.Option(help='Whose pronouns are which: --pronouns "Nora=she, Harbin=he".')
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="Also read navigation, running heads, page numbers, footnote marks.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Make a guide of a document: content/ID/guide.md, to be corrected there or on the app's Review page."""
    from companion.cli.importing import Wishes, import_file

    wishes = Wishes(language, name, tuple(pronouns or ()), everything)
    import_file(Workspace.find(), file, wishes, out, quiet)


@app.command("import-lexicon")
def import_lexicon(
    guide: OneGuide,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A W3C Pronunciation Lexicon (PLS).")],
    speaker: Annotated[str | None, typer.Option(help="Only when this person speaks.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Let it change entries that are there already.")] = False,
) -> None:
    """Put a pronunciation lexicon of another program into a guide's own."""
    from companion.cli import lexicons

    workspace = Workspace.find()
    for line in lexicons.import_lexicon(workspace, _guides(workspace, guide)[0], file, speaker, replace):
        out.print(line, markup=False)


@app.command()
def narrate(
    guide: Guide = None,
    voice: VoiceName = None,
    single: Single = False,
    engine: Engine = studio.DEFAULT_ENGINE,
    workers: Workers = 0,
    quiet: Quiet = False,
) -> None:
    """Speak what is new or changed in a guide, and write the audio and its timeline."""
    workspace = Workspace.find()
    manner = _manner(voice, single, engine, workers)
    told = [_told(workspace, name, manner, quiet) for name in _guides(workspace, guide)]
    if not all(told):
        raise typer.Exit(1)


@app.command()
def check(
    guide: Guide = None,
    every: Annotated[bool, typer.Option("--list", help="List every character that is skipped.")] = False,
    made: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="An export to prove instead: a file or a folder.")
    ] = None,
) -> None:
    """Prove that every character of a guide is spoken, or say why it is not."""
    if made is not None:
        from companion.cli.proving import show

        if guide is not None or every:
            raise UsageError("--export proves a file by itself; name no guide beside it, and no --list")
        if not show(made, out, _fail):
            raise typer.Exit(1)
        return
    workspace = Workspace.find()
    sound = [_each(partial(checking.check, workspace, name, out, every)) for name in _guides(workspace, guide)]
    if not all(sound):
        raise typer.Exit(1)


@app.command()
def export(
    guide: OneGuide,
    to: Annotated[str, typer.Option(help="The format. One that is not there lists those that are.")] = "",
    every: Annotated[bool, typer.Option("--all", help="All formats, into a folder.")] = False,
    voice: Narrated = None,
    path: Annotated[
        Path | None, typer.Option("--out", help="Where to write it. Default: named by the guide, here.")
    ] = None,
    notes: Annotated[str, typer.Option(help="Notes inline, behind what they are about; at the end; or none.")] = "end",
    overlay: Annotated[
        str, typer.Option(help="What lights up in an EPUB: word, or sentence for slow readers.")
    ] = "word",
    small: Annotated[bool, typer.Option("--small", help="EPUB with Opus: less than half the size.")] = False,
    feed: Annotated[str, typer.Option(metavar="URL", help="MP3 with a podcast feed for files at this address.")] = "",
    quiet: Quiet = False,
) -> None:
    """Write a narrated guide as something that can be passed on and needs no Companion."""
    from companion.cli import exporting
    from companion.exports import Request

    workspace = Workspace.find()
    name = _guides(workspace, guide)[0]
    request = Request(workspace, name, voice, path, notes, overlay, small, feed)
    manner = _manner(voice, single=False, engine=studio.DEFAULT_ENGINE, workers=0)
    again = partial(_told, workspace, name, manner, quiet)
    if not exporting.write(request, to, every, lambda made: _written(made, quiet), err, again):
        raise typer.Exit(1)


@app.command()
def excerpt(
    guide: OneGuide,
    first: Annotated[str, typer.Option("--from", help="The first sentence: its id, or a passage's or a paragraph's.")],
    last: Annotated[str, typer.Option("--to", help="The last sentence, likewise.")],
    notes: Annotated[str, typer.Option(help="Notes in the sound: none, or read behind each passage or section.")] = (
        "none"
    ),
    voice: Narrated = None,
    path: Annotated[Path | None, typer.Option("--out", help="The zip file. Default: named by its ends, here.")] = None,
    quiet: Quiet = False,
) -> None:
    """Write a part of a narrated guide as a zip file: the sound, captions, and a page to print."""
    from companion.exports import pack

    workspace = Workspace.find()
    _written(pack.export(workspace, _guides(workspace, guide)[0], first, last, notes, voice, path), quiet)


@app.command()
def voices(
    name: Annotated[str | None, typer.Argument(help="Only voices with this in their name or language.")] = None,
    say: Annotated[str | None, typer.Option(help="Say this with the voice NAME.")] = None,
    to: Annotated[Path | None, typer.Option(help="Where to write what is said (M4A).")] = None,
    engine: Engine = studio.DEFAULT_ENGINE,
    rate: Annotated[int, typer.Option(min=80, max=450, help="Words a minute.")] = 170,
    pitch: Annotated[int, typer.Option(min=0, max=99, help="50 is the voice's own.")] = 50,
) -> None:
    """List the voices there are, or try one."""
    if say is None:
        checking.list_voices(engine, name or "", out)
    else:
        checking.try_voice(engine, Voice(name or "en-us", rate, pitch), say, to, out)


@app.command()
def doctor() -> None:
    """Say what works on this machine, and what to do about the rest."""
    if not doctoring.examine(Workspace.find(), out):
        raise typer.Exit(1)


def _manner(voice: str | None, single: bool, engine: str, workers: int) -> Manner:
    return Manner(engine, Voice(voice) if voice else None, single, workers)


def _listened(workspace: Workspace, guide: str | None, quiet: bool) -> tuple[str, ...]:
    """The guides to listen to; one that is a document is imported first."""
    names = _guides(workspace, guide)
    known = guide is None or names[0] in workspace.guides()
    if known or not (Path(str(guide)).is_file() or Path(str(guide)).suffix.lower() in _DOCUMENTS):
        return names
    from companion.cli.importing import listened

    return (listened(workspace, str(guide), out, quiet),)


def _guides(workspace: Workspace, guide: str | None) -> tuple[str, ...]:
    if guide is not None:
        path = Path(guide)
        folder = path.parent if path.name == "guide.md" else path
        inside = folder.absolute().parent == workspace.content.absolute()
        return (folder.name if inside else guide,)  # completed by the shell: content/NAME/guide.md
    names = tuple(workspace.guides())
    if not names:
        raise CompanionError(f"{workspace.content}: no guide there; write content/NAME/guide.md")
    return names


def _each(work: Callable[[], bool]) -> bool:
    """Do one guide's work; its fault is told, and the next guide has its turn."""
    try:
        return work()
    except KeyboardInterrupt:  # typer would end the run without a word
        _fail("stopped; what was said is kept, and the next run goes on from there")
        raise
    except UsageError:
        raise
    except CompanionError as exc:
        _fail(str(exc))
        return False


def _told(workspace: Workspace, name: str, manner: Manner, quiet: bool) -> bool:
    """Narrate one guide and say how it went; False when not all of it could be said."""

    def waiting(who: str) -> None:
        err.print(f"{name}: {who} is narrating this guide; waiting for it", markup=False)

    def work() -> bool:
        with shown(name, err, quiet) as progress:
            made = studio.narrate_guide(workspace, name, manner, progress, waiting)
        if not quiet:
            out.print(_summary(name, made), markup=False)
        for line, reason in made.unsaid:
            _fail(f"{studio.shown(workspace.guide_path(name))}:{line}: not said: {reason}")
        return not made.unsaid

    return _each(work)


def _written(made: "Made", quiet: bool) -> None:
    for line in made.left_out:
        _fail(f"left out: {line}")
    if not quiet:
        out.print(f"{studio.shown(made.path.absolute())}: {made.size / 1e6:.1f} MB{made.hint}", markup=False)


def _summary(name: str, made: Narration) -> str:
    length = clock.short(clock.milliseconds(made.samples, made.rate))
    if not made.encoded:
        return f"{name}: up to date: {length} of narration, {made.words:,} words"
    exact = 100 * (made.words - made.estimated) / max(made.words, 1)
    return (
        f"{name}: {length} of narration, {made.words:,} words ({exact:.1f} % timed by the engine); "
        f"{made.spoken:,} of {made.sentences:,} sentences spoken, {made.encoded} of {made.sections} sections encoded"
    )

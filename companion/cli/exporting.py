"""What export does: one format or all of them, offering to narrate first where that is needed."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import typer
from rich.console import Console

from companion.errors import CompanionError, NarrationError, UsageError
from companion.exports import FORMATS, Request, default_name, export
from companion.exports.made import Made


def write(
    request: Request, to: str, every: bool, told: Callable[[Made], None], err: Console, narrate: Callable[[], bool]
) -> bool:
    """Write the guide in the format `to`, or in all; `told` is given each export. False when one of several failed.

    A person at the terminal is offered to narrate what is not narrated, or narrated from an older text. Raises
    UsageError for a format that is not there, and what a single format raises.
    """
    if every == bool(to):
        raise UsageError(f"name one format with --to ({', '.join(FORMATS)}), or all of them with --all")
    if not every:
        to = to.lower()
        for option, given, only in (
            ("--feed", request.feed, "mp3"),
            ("--small", request.small, "epub"),
            ("--overlay sentence", request.overlay != "word", "epub"),
        ):
            if given and to in FORMATS and to != only:
                raise UsageError(f"{option} is for {only} alone, and nothing of {to} is changed by it; leave it out")
        told(_offered(request, to, narrate))
        return True
    folder = request.out or Path(f"{request.guide}-exports")
    good = True
    for name in FORMATS:
        one = replace(request, out=folder / default_name(request.guide, name))
        try:
            told(_offered(one, name, narrate))
        except UsageError:
            raise
        except CompanionError as exc:
            good = False
            err.print(f"{name}: {exc}", markup=False)
            if isinstance(exc, NarrationError) and "narrate" in str(exc):
                break  # the others would say the same
    return good


def _offered(request: Request, to: str, narrate: Callable[[], bool]) -> Made:
    try:
        return export(request, to)
    except NarrationError as exc:
        stale = "not narrated yet" in str(exc) or "older text" in str(exc)
        if not stale or not _somebody():
            raise
        if not typer.confirm(f"{exc}\nNarrate it now?", default=True, err=True):
            raise typer.Exit(1) from exc
    if not narrate():
        raise NarrationError(f"{request.guide}: not all of it could be said; see above")
    return export(request, to)


def _somebody() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()

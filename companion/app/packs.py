"""Packs of excerpts, made when somebody asks for one: /excerpt/<guide>/<voice>.zip?from=…&to=…&notes=…"""

import hashlib
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from companion.app.shelf import shelf, stamp, way_out
from companion.errors import NarrationError, UsageError
from companion.exports import pack
from companion.exports.narrated import Narrated
from companion.narration import document, store

_FRONT = "/excerpt"
LONGEST = 20 * 60  # seconds of sound: a longer one would keep the machine busy, and is not an excerpt
_KEPT = 16  # packs: a class asks for the same one within minutes
_TURN = threading.Semaphore(2)  # so many are made at once, and no more


def pack_url(guide: str, voice: str) -> str:
    """Where the packs of a narration's excerpts are."""
    return f"{_FRONT}/{quote(guide, safe='')}/{quote(voice, safe='')}.zip"


def routes() -> Sequence[BaseRoute]:
    """The route of every pack."""
    return (Route(f"{_FRONT}/{{guide}}/{{voice}}.zip", _pack),)  # in a thread: it is not a coroutine


def _pack(request: Request) -> Response:
    guide, voice = request.path_params["guide"], request.path_params["voice"]
    query = request.query_params
    if not query.get("from") or not query.get("to"):
        return PlainTextResponse("an excerpt has two ends; ask for ?from=ID&to=ID", status_code=400)
    try:
        path, name = _made(shelf().narration(guide, voice).path, query["from"], query["to"], query.get("notes", "none"))
    except UsageError as exc:
        return PlainTextResponse(str(exc), status_code=400)
    except (NarrationError, OSError) as exc:
        return PlainTextResponse(str(exc), status_code=404)
    headers = {"Cache-Control": "private, no-cache"}
    return FileResponse(path, media_type="application/zip", filename=f"{name}.zip", headers=headers)


def _made(timeline: Path, first: str, last: str, notes: str) -> tuple[Path, str]:
    """The file of that pack, and what to call it. Raises UsageError or NarrationError."""
    try:
        of = stamp(timeline)
        found = Narrated(timeline.parent, document.read(timeline))
        chosen = pack.choose(found, first, last, notes)
        if pack.seconds(chosen) > LONGEST:
            raise UsageError(f"{pack.name(chosen)}: longer than {LONGEST // 60} minutes; choose a shorter excerpt")
        identity = (str(timeline), of, chosen.sentences[0].segment["id"], chosen.sentences[-1].segment["id"], notes)
        path = _folder() / f"{hashlib.sha256(repr(identity).encode()).hexdigest()}.zip"
        with _TURN:
            if not path.is_file():
                store.write(path, pack.render(found, chosen))
                _forget(path)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as exc:
        raise NarrationError(f"{timeline}: is damaged; {way_out(timeline)}") from exc
    return path, pack.name(chosen)


@cache
def _kept() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="companion-packs-", ignore_cleanup_errors=True)


def _folder() -> Path:
    """Where packs are kept until the server ends."""
    return Path(_kept().name)


def _forget(newest: Path) -> None:
    """Remove the oldest packs but so many; whoever is reading one goes on reading it."""
    packs = sorted((path for path in _folder().glob("*.zip") if path != newest), key=lambda path: path.stat().st_mtime)
    for path in packs[: 1 - _KEPT]:
        with suppress(OSError):
            path.unlink()

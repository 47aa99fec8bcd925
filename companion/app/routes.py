"""What the player fetches: a narration's payload and its audio, with ranges, from the audio folder alone."""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from companion.app import downloads, hearing, packs, typefaces
from companion.app.shelf import shelf, stamp, way_out
from companion.errors import StoreError
from companion.narration import document
from companion.player.payload import payload

_FRONT = "/narration"
_ASK = "private, no-cache"  # the browser keeps it, and asks each time: a guide may be narrated anew
_KEEP = "private, max-age=31536000, immutable"  # its address holds its fingerprint
_FILES = StaticFiles()  # for its answers alone: it has no folder to look into


def payload_url(guide: str, voice: str, version: tuple[int, int]) -> str:
    """Where the player finds the narration; `version` is the timeline's `shelf.stamp`: a new one has a new address."""
    return f"{_base(guide, voice)}player.json?" + "-".join(f"{part:x}" for part in version)


def routes() -> Sequence[BaseRoute]:
    """The routes of narrations, of the packs of their excerpts, of exports, of the typefaces, and of clips."""
    return (
        Route(f"{_FRONT}/{{guide}}/{{voice}}/player.json", _payload),
        Route(f"{_FRONT}/{{guide}}/{{voice}}/{{name}}", _audio),
        *typefaces.routes(),
        *packs.routes(),
        *downloads.routes(),
        *hearing.routes(),
    )


def _base(guide: str, voice: str) -> str:
    return f"{_FRONT}/{quote(guide, safe='')}/{quote(voice, safe='')}/"


def _payload(request: Request) -> Response:
    guide, voice = request.path_params["guide"], request.path_params["voice"]
    try:
        path = shelf().narration(guide, voice).path
        body, tag = _rendered(path, stamp(path), _base(guide, voice))
    except StoreError as exc:
        return PlainTextResponse(str(exc), status_code=404)
    response = Response(body, media_type="application/json", headers={"ETag": tag, "Cache-Control": _ASK})
    known = _FILES.is_not_modified(response.headers, request.headers)
    return NotModifiedResponse(response.headers) if known else response


@lru_cache(maxsize=8)
def _rendered(timeline: Path, _stamp: tuple[int, int], base: str) -> tuple[bytes, str]:
    try:
        data = payload(document.read(timeline), base)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as exc:
        raise StoreError(f"{timeline}: is damaged; {way_out(timeline)}") from exc
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()}"'


def _audio(request: Request) -> Response:
    version = request.query_params.get("v", "")
    try:
        path = shelf().audio_file(**request.path_params, version=version)
        response = _FILES.file_response(path, path.stat(), request.scope)
    except (StoreError, OSError) as exc:
        return PlainTextResponse(str(exc), status_code=404)
    response.headers["Cache-Control"] = _KEEP if version else _ASK
    if response.status_code == 200:
        response.headers["Content-Type"] = "audio/mp4"  # M4A; systems differ in what they call it
    return response

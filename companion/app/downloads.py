"""What was exported, for download: /published/<id>/<name>, with ranges; both are only looked up in a table."""

from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from companion.app.exporting import makings

_FRONT = "/published"
_TYPES = {
    ".epub": "application/epub+zip",
    ".zip": "application/zip",
    ".m4b": "audio/mp4",
    ".lpf": "application/lpf+zip",
    ".audiobook": "application/audiobook+zip",
    ".pls": "application/pls+xml",
}


def url(key: str, name: str) -> str:
    """Where a file of a finished export is."""
    return f"{_FRONT}/{key}/{quote(name, safe='')}"


def routes() -> Sequence[BaseRoute]:
    """The route of every finished file."""
    return (Route(f"{_FRONT}/{{key}}/{{name}}", _serve),)


def _serve(request: Request) -> Response:
    path = makings().file(request.path_params["key"], request.path_params["name"])
    if path is None or not path.is_file():
        return PlainTextResponse("no such file any more; make it again on the Publish page", status_code=404)
    kind = _TYPES.get(path.suffix, "application/octet-stream")
    headers = {"Cache-Control": "private, no-cache"}
    return FileResponse(path, media_type=kind, filename=path.name, headers=headers)

"""The typefaces that `make fonts` has brought, served from here: the page asks no other host."""

from collections.abc import Sequence
from typing import TypedDict

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.staticfiles import StaticFiles

from companion.player.fonts import fonts

_FRONT = "/typeface"
_FILES = StaticFiles()  # for its answers alone: it has no folder to look into


class FontChoice(TypedDict):
    """A file of a typeface, as the player's option `fonts` lists them."""

    name: str
    url: str
    weight: str
    style: str
    range: str


def choices() -> list[FontChoice]:
    """What the player may offer; empty where nobody ran `make fonts`."""
    return [
        FontChoice(name=f.name, url=f"{_FRONT}/{f.path.name}", weight=f.weight, style=f.style, range=f.range)
        for f in fonts()
    ]


def routes() -> Sequence[BaseRoute]:
    """Each of those files by its name, and nothing else of the folder they are in."""
    return (Route(f"{_FRONT}/{{name}}", _font),)


def _font(request: Request) -> Response:
    path = next((font.path for font in fonts() if font.path.name == request.path_params["name"]), None)
    try:
        if path is None:
            raise FileNotFoundError
        response = _FILES.file_response(path, path.stat(), request.scope)
    except OSError:
        return PlainTextResponse("no such typeface; 'make fonts' brings them", status_code=404)
    response.headers["Cache-Control"] = "private, max-age=86400"
    if response.status_code == 200:
        response.headers["Content-Type"] = "font/woff2"  # RFC 8081
    return response

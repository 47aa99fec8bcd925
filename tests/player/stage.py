"""A page that holds nothing but the player, a server for it, and a reader before it."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar

from playwright.sync_api import Page

from companion.player import SCRIPT, STYLE, join, payload
from tests.player import sandbar

TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css", "wav": "audio/wav"}
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><title>The player alone</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/player.css">
<style>body { margin: 0 }</style>
<script>
  window.sounds = [];
  window.Audio = class extends Audio { constructor(...given) { super(...given); window.sounds.push(this); } };
</script>
</head>
<body><main id="home"></main>
<script type="module">
  import show from "/player.js";
  const home = document.getElementById("home");
  window.show = (data) => { window.end = show({ data, parentElement: home, name: "player", key: "player" }); };
</script>
</body></html>"""


@dataclass
class Site:
    """Files by their paths, and where they are served."""

    files: dict[str, bytes] = field(default_factory=dict)
    address: str = ""


def files(hostile: str = "") -> dict[str, bytes]:
    """The page, the player, and the sample guide with its sound."""
    return dict(_files(hostile))


@cache
def _files(hostile: str) -> dict[str, bytes]:
    made = sandbar.sections(hostile)
    data = payload(sandbar.timeline(made, hostile), "/sound/")
    return {
        "/": PAGE.encode(),
        "/player.js": (join() / SCRIPT).read_bytes(),
        "/player.css": (join() / STYLE).read_bytes(),
        "/guide.json": json.dumps(data).encode(),
        **{f"/sound/{section.id}.wav": section.sound() for section in made},
    }


class Handler(BaseHTTPRequestHandler):
    """Answers with the site's files, whole or in ranges, as browsers ask for sound."""

    site: ClassVar[Site]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        body = self.site.files.get(path)
        if body is None:
            return self._answer(404, b"nothing here", {"Content-Type": "text/plain"})
        headers = {"Content-Type": TYPES.get(path.rpartition(".")[2], TYPES["html"]), "Accept-Ranges": "bytes"}
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked is None:
            return self._answer(200, body, headers)
        first, last = int(asked[1]), min(int(asked[2] or len(body)), len(body) - 1)
        headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
        return self._answer(206, body[first : last + 1], headers)

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body)), "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(ConnectionError):  # browsers stop listening once they have what they want
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that the base class gives
        """Nothing: a test's output is about the test."""


class Reader:
    """Somebody with the player before them."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site

    def open(self, **data: object) -> "Reader":
        """The page anew, with the player in it once it has loaded."""
        self.page.goto(self.site.address)
        self.show(**data)
        self.page.wait_for_selector(".cp-text")
        self.page.wait_for_function("window.sounds.at(-1).readyState > 0 || window.sounds.at(-1).error")
        return self

    def show(self, **data: object) -> None:
        self.page.wait_for_function("Boolean(window.show)")
        self.page.evaluate("window.show", {"payload": "/guide.json", **data})

    def sound(self, what: str) -> Any:
        """A property of the sound being played."""
        return self.page.evaluate(f"window.sounds.at(-1).{what}")

    @property
    def line(self) -> str:
        """The sentence that is lit in the text."""
        return self._text(".cp-page .cp-line-now")

    @property
    def word(self) -> str:
        """The word that is lit in the text."""
        return self._text(".cp-page .cp-word-now")

    @property
    def status(self) -> str:
        return self._text(".companion > [role=status]")

    def _text(self, selector: str) -> str:
        found: list[str] = self.page.eval_on_selector_all(selector, "all => all.map(one => one.textContent)")
        assert len(found) <= 1, found
        return found[0] if found else ""

    def click_word(self, word: str) -> None:
        self.page.locator(".cp-page .cp-word", has_text=re.compile(rf"^{re.escape(word)}$")).first.click()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def wait_word(self, word: str) -> None:
        """Until this word is lit."""
        self.page.wait_for_function(
            "word => [...document.querySelectorAll('.cp-word-now')].some(lit => lit.textContent === word)", arg=word
        )

    def wait_open(self, section: str, playing: bool = False) -> None:
        """Until this section's sound can be played, or is being played."""
        self.page.wait_for_function(
            """([section, playing]) => {
                const sound = window.sounds.at(-1);
                return sound.currentSrc.includes(section) && sound.readyState > 0 && !(playing && sound.paused);
            }""",
            arg=[section, playing],
        )

    def stand_still(self) -> None:
        """Until nothing scrolls any more."""
        self.page.evaluate(
            """() => new Promise(done => {
                let [last, still] = [NaN, 0];
                const look = () => {
                    const now = document.querySelector(".cp-text").scrollTop;
                    still = now === last ? still + 1 : 0;
                    last = now;
                    if (still > 10) done(); else requestAnimationFrame(look);
                };
                look();
            })"""
        )

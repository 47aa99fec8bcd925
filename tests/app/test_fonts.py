"""The typefaces of `make fonts`: fetched as they are pinned, served by the app, and used by the page."""

import hashlib
import io
import tarfile
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import uvicorn
from playwright.sync_api import Page
from starlette.applications import Starlette
from starlette.middleware import Middleware

from companion.app import typefaces
from companion.app.headers import SecurityHeaders
from companion.app.routes import routes
from companion.errors import StoreError
from companion.player import fonts

PACKAGE = fonts.PACKAGES[1]


def tarball(**changes: bytes | None) -> bytes:
    """A package with all that is asked of it; `changes` by file name without its ending, None: not in it."""
    names = {path.stem: f"package/files/{path.name}" for path in files(PACKAGE)} | {"LICENSE": "package/LICENSE"}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for stem, name in {**names, "evil": "../../evil", "root": "/evil"}.items():
            data = changes.get(stem.replace("-", "_"), stem.encode())
            if data is not None:
                member = tarfile.TarInfo(name)
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def files(package: fonts.Package) -> list[Path]:
    return [
        Path(f"{package.slug}-{subset}-{weight}-{style}.woff2")
        for weight in ("400", "700")
        for style in ("normal", "italic")
        for subset in package.subsets
    ]


def pinned(data: bytes) -> fonts.Package:
    return replace(PACKAGE, integrity=f"sha512-{b64encode(hashlib.sha512(data).digest()).decode()}")


class Registry:
    """A registry of one file, on this machine."""

    def __init__(self) -> None:
        self.data = b""
        self.asked: list[str] = []
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                registry.asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", str(len(registry.data)))
                self.end_headers()
                self.wfile.write(registry.data)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/npm/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def registry() -> Iterator[Registry]:
    made = Registry()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_what_is_pinned_is_fetched_and_nothing_else_is_written(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive's names lead nowhere; the licence is there with the files (OFL 1.1, 2)."""
    registry.data = tarball()
    monkeypatch.setattr(fonts, "PACKAGES", (pinned(registry.data),))
    fonts.fetch(tmp_path / "there", registry.url)
    assert registry.asked == ["/npm/@fontsource/opendyslexic/-/opendyslexic-5.3.0.tgz"]
    licence = "opendyslexic-LICENSE.txt"
    assert {path.name for path in (tmp_path / "there").iterdir()} == {*(path.name for path in files(PACKAGE)), licence}
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    assert [font.path.read_text() for font in fonts.fonts(tmp_path / "there")] == [
        font.path.stem for font in fonts.fonts(tmp_path / "there")
    ]
    fonts.fetch(tmp_path / "there", registry.url)
    assert len(registry.asked) == 1, "what is there is not fetched again"


def test_a_file_that_is_not_the_pinned_one_is_refused(registry: Registry, tmp_path: Path) -> None:
    """Whoever serves the registry cannot put anything else into the page."""
    registry.data = tarball()
    with pytest.raises(StoreError, match="is not the file that was pinned"):
        fonts.fetch(tmp_path, registry.url)
    assert list(tmp_path.iterdir()) == []


def test_half_a_typeface_is_not_offered(registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its italics the browser would slant the letters itself."""
    registry.data = tarball(opendyslexic_latin_700_italic=None)
    monkeypatch.setattr(fonts, "PACKAGES", (pinned(registry.data),))
    with pytest.raises(StoreError, match="has no package/files/opendyslexic-latin-700-italic"):
        fonts.fetch(tmp_path, registry.url)
    assert fonts.fonts(tmp_path) == ()
    registry.data = tarball()
    monkeypatch.setattr(fonts, "PACKAGES", (pinned(registry.data),))
    fonts.fetch(tmp_path, registry.url)
    assert len(fonts.fonts(tmp_path)) == 4


def test_the_registry_of_the_machine_is_asked(tmp_path: Path) -> None:
    """A school's mirror, from the environment or from npm's own settings; else the public one."""
    home = {"HOME": str(tmp_path)}
    public = fonts.npm_registry(home)
    assert public.startswith("https://registry.")
    (tmp_path / ".npmrc").write_text(
        "fund=false\nregistry = https://mirror.example/npm/\n@own:registry=https://x.example\n"
    )
    assert fonts.npm_registry(home) == "https://mirror.example/npm/"
    assert fonts.npm_registry({**home, "npm_config_registry": "https://one.example"}) == "https://one.example"
    assert fonts.npm_registry({**home, "NPM_CONFIG_REGISTRY": "https://two.example"}) == "https://two.example"
    (tmp_path / "other").write_text("registry=https://three.example\n")
    assert fonts.npm_registry({**home, "NPM_CONFIG_USERCONFIG": str(tmp_path / "other")}) == "https://three.example"


@pytest.mark.parametrize("address", ["file:///etc", "ftp://127.0.0.1", "nonsense"])
def test_an_address_that_is_no_registry_is_said_to_be_none(address: str, tmp_path: Path) -> None:
    """In one line with the way out, as everything else."""
    with pytest.raises(StoreError, match="set npm_config_registry"):
        fonts.fetch(tmp_path, address)


@pytest.fixture(scope="session")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real typefaces from the real registry; where it cannot be reached, the test says so."""
    folder = tmp_path_factory.mktemp("typefaces")
    try:
        fonts.fetch(folder)
    except StoreError as exc:
        if isinstance(exc.__cause__, URLError | TimeoutError):
            pytest.skip(f"the npm registry cannot be reached: {exc}")
        raise
    return folder


def test_the_real_typefaces_are_what_is_pinned(fetched: Path) -> None:
    """Both, in four cuts each, as WOFF 2 files, with the Open Font Licence beside them."""
    found = fonts.fonts(fetched)
    assert list(dict.fromkeys(font.name for font in found)) == ["Atkinson Hyperlegible", "OpenDyslexic"]
    assert {(font.weight, font.style) for font in found} == {
        (weight, style) for weight in ("400", "700") for style in ("normal", "italic")
    }
    assert all(font.path.read_bytes()[:4] == b"wOF2" for font in found)
    licences = [path.read_text("utf-8") for path in fetched.glob("*-LICENSE.txt")]
    assert ["SIL OPEN FONT LICENSE Version 1.1" in licence for licence in licences] == [True, True]


@pytest.fixture
def app(fetched: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The app's routes and headers, with the typefaces there."""
    monkeypatch.setattr(fonts, "FOLDER", fetched)
    inside = Starlette(routes=list(routes()), middleware=[Middleware(SecurityHeaders)])
    server = uvicorn.Server(uvicorn.Config(inside, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def test_the_app_serves_each_file_and_nothing_beside_it(app: str, fetched: Path) -> None:
    """The licence is for people, in the folder; no other file of the machine has an address."""
    for choice in typefaces.choices():
        with urlopen(app + choice["url"]) as answer:
            assert answer.headers["Content-Type"] == "font/woff2"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert answer.read() == (fetched / choice["url"].rpartition("/")[2]).read_bytes()
    for path in ("opendyslexic-LICENSE.txt", "..%2f..%2ffonts.py", "", "nothing.woff2"):
        with pytest.raises(URLError, match="404"):
            urlopen(f"{app}/typeface/{path}")


def test_the_browser_draws_with_them_under_the_app_s_policy(app: str, page: Page) -> None:
    """Words have other widths than before; letters beyond Latin-1 come from their own file, asked for only then."""
    page.goto(f"{app}/typeface/nothing")
    script = """async (choices) => {
        for (const { name, url, weight, style, range } of choices)
            document.fonts.add(new FontFace(name, `url(${url})`, { weight, style, unicodeRange: range }));
        const pen = document.createElement("canvas").getContext("2d");
        const found = {};
        for (const name of new Set(choices.map((one) => one.name))) {
            for (const [cut, text] of [["", "Illness"], ["bold ", "Illness"], ["italic ", "Illness"], ["", "ő"]]) {
                const draw = (family) => { pen.font = `${cut}40px ${family}`; return pen.measureText(text).width; };
                const loaded = await document.fonts.load(`${cut}40px "${name}"`, text);
                const other = draw(`"${name}", monospace`) !== draw("monospace");
                found[`${name} ${cut}${text}`] = [loaded.length, other];
            }
        }
        return found;
    }"""
    found = page.evaluate(script, typefaces.choices())
    assert len(found) == 8
    assert {name: one for name, one in found.items() if one != [1, True]} == {}


def test_the_page_offers_nothing_where_nobody_fetched_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry of the list that does nothing would be worse than none."""
    monkeypatch.setattr(fonts, "FOLDER", tmp_path / "not there")
    assert typefaces.choices() == []

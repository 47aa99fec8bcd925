"""The web folder: opened from disk by a browser that may not use the network, and on a web server."""

import json
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types
from playwright.sync_api import Page, Route, expect

from companion.errors import StoreError
from companion.exports import Request, export, web
from companion.exports.made import put_folder
from companion.exports.narrated import Narrated
from companion.narration.store import Workspace
from companion.player import SCRIPT, STYLE, join
from companion.player.fonts import Font
from tests.player.stage import TYPES, Handler, Site

SPY = """
window.sounds = [];
window.Audio = class extends Audio { constructor(...given) { super(...given); window.sounds.push(this); } };
window.refused = [];
addEventListener("securitypolicyviolation", (event) => window.refused.push(event.blockedURI));
"""


@pytest.fixture(scope="module")
def folder(home: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide as a folder."""
    return export(Request(home, "weir", out=tmp_path_factory.mktemp("school") / "the weir"), "web").path


@pytest.fixture
def asked(page: Page) -> Iterator[list[str]]:
    """Everything the page asks for; whatever is not in a file never leaves."""
    wanted: list[str] = []

    def refuse(route: Route) -> None:
        wanted.append(route.request.url)
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()

    page.context.route("**/*", refuse)
    page.add_init_script(SPY)
    page.set_default_timeout(15000)
    yield wanted
    assert [url for url in wanted if not url.startswith(("file:", "data:", "blob:"))] == []
    assert page.evaluate("window.refused") == []


def opened(page: Page, folder: Path, query: str = "") -> None:
    page.goto(f"{(folder / web.PAGE).as_uri()}{query}")
    page.wait_for_selector(".cp-text")
    until(page, "window.sounds.at(-1)?.readyState > 0")


def until(page: Page, holds: str, arg: object = None) -> None:
    """Until that holds; looked at from outside, because the page's own rule forbids wait_for_function's eval."""
    for _ in range(300):
        if page.evaluate(holds, arg):
            return
        page.wait_for_timeout(50)
    raise AssertionError(holds)


def lit(page: Page, words: str) -> None:
    """Until the sentence with these words is lit."""
    find = "words => [...document.querySelectorAll('.cp-line-now')].some(one => one.textContent.includes(words))"
    until(page, find, words)


def test_it_plays_seeks_and_reads_a_note_from_disk_without_a_network(
    page: Page, asked: list[str], folder: Path
) -> None:
    """A school laptop: no Python, no server, no network."""
    opened(page, folder)
    page.keyboard.press("k")
    until(page, "window.sounds.at(-1).currentTime > 0.3 && !window.sounds.at(-1).paused")
    lit(page, "The tale")
    page.keyboard.press("/")
    page.keyboard.type("SLUICE")
    page.keyboard.press("Enter")
    until(page, "window.sounds.at(-1).currentTime > 5")
    lit(page, "Then he shut the sluice.")
    page.keyboard.press("n")
    until(page, "window.sounds.at(-1).currentSrc.includes('study') && !window.sounds.at(-1).paused")
    assert [url for url in asked if "/sound/espeak-en-us/" in url]


def test_an_address_with_two_ends_plays_just_that(page: Page, asked: list[str], folder: Path, weir: Narrated) -> None:
    """A link on the class's page: it begins at its first word, and stops at its last."""
    body = next(block for block in weir.timeline["sections"][0]["blocks"] if block["id"] == "body")["segments"]
    first, last = body[0], body[1]
    opened(page, folder, f"?from={first['id']}&to={last['id']}")
    expect(page.locator(".companion")).to_contain_text("Excerpt")
    page.keyboard.press("k")
    until(page, "window.sounds.at(-1).currentTime > 1 && !window.sounds.at(-1).paused")
    lit(page, "The weir is broken.")
    until(page, "window.sounds.at(-1).paused")
    assert page.evaluate("window.sounds.at(-1).currentTime") == pytest.approx(
        last["end"] / weir.timeline["rate"], abs=0.02
    )


def test_what_opens_in_the_app_opens_here(page: Page, asked: list[str], folder: Path) -> None:
    """All that the app's player can do without a server, this one can."""
    opened(page, folder)
    for key in ("o", "l", "x", "e", "?"):
        page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_page_holds_to_its_own_rule_against_the_network(page: Page, asked: list[str], folder: Path) -> None:
    """Should anything in it ever ask for something elsewhere, the page itself refuses."""
    opened(page, folder)
    tried = """async () => {
        const tries = [fetch("https://elsewhere.example/"), import("https://elsewhere.example/a.js")];
        new Image().src = "https://elsewhere.example/b.png";
        const results = await Promise.allSettled(tries);
        await new Promise((done) => setTimeout(done, 100));
        return [results.map((one) => one.status), window.refused.splice(0).length];
    }"""
    assert page.evaluate(tried) == [["rejected", "rejected"], 3]
    assert not [url for url in asked if "elsewhere" in url]


def test_without_script_the_text_is_there_and_can_be_heard(folder: Path, page: Page) -> None:
    """A browser that may run nothing still shows a guide."""
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto((folder / web.PAGE).as_uri())
    expect(plain.get_by_role("heading", level=1)).to_have_text("The Weir & the <b>Wheel</b>")
    expect(plain.locator("main p", has_text="Come <b>down</b> to the water.")).to_be_visible()
    assert plain.locator("audio").count() == 4
    sources = [(folder / str(one.get_attribute("src"))) for one in plain.locator("audio").all()]
    assert all(source.is_file() for source in sources)
    plain.context.close()


def test_it_plays_on_a_web_server(page: Page, folder: Path) -> None:
    """The same folder, on a school's site."""
    site = Site({"/" + path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")})
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"site": site}))
    Thread(target=server.serve_forever, daemon=True).start()
    TYPES.setdefault("m4a", "audio/mp4")
    page.add_init_script(SPY)
    page.goto(f"http://127.0.0.1:{server.server_port}/{web.PAGE}")
    page.wait_for_selector(".cp-text")
    page.keyboard.press("k")
    until(page, "window.sounds.at(-1).currentTime > 0.3")
    assert page.evaluate("window.refused") == []
    server.shutdown()
    server.server_close()


def test_the_player_in_it_is_the_app_s_own(weir: Narrated) -> None:
    """One player: what is mended in the app is mended here."""
    text = web.files([weir])[web.PAGE]
    assert isinstance(text, bytes)
    for name in (SCRIPT, STYLE):
        assert (join() / name).read_bytes() in text


def test_the_same_guide_is_the_same_folder(home: Workspace, tmp_path: Path) -> None:
    """Byte for byte, so that a copy can be compared; and a new one takes the place of the old one as a whole."""
    made = []
    for _ in range(2):
        path = export(Request(home, "weir", out=tmp_path / "again"), "web").path
        made.append({one.relative_to(path): one.read_bytes() for one in path.rglob("*.*")})
        (path / "stray.txt").write_text("left by somebody")
    assert made[0] == made[1]
    assert [one.name for one in tmp_path.iterdir()] == ["again"]


def test_the_readme_says_how_and_whose(folder: Path) -> None:
    """A teacher gets the folder without us beside it."""
    text = (folder / web.README).read_text("utf-8")
    for what in ("Open index.html", "The voices are synthetic: espeak-en-us", "About the text: A retelling of a tale"):
        assert what in text


def test_several_voices_share_one_page(weir: Narrated, page: Page, tmp_path: Path) -> None:
    """Whoever narrates a guide twice lets the listener choose."""
    voices = {"espeak-en-us": weir.timeline, "another/voice": weir.timeline}
    text = web.page(voices, (join() / SCRIPT).read_text("utf-8"), (join() / STYLE).read_text("utf-8"))
    path = tmp_path / "index.html"
    path.write_text(text, "utf-8")
    page.goto(path.as_uri())
    page.wait_for_selector(".cp-text")
    page.keyboard.press("s")
    expect(page.get_by_role("dialog")).to_contain_text("another/voice")
    assert "sound/another%2Fvoice/" in text


def test_typefaces_that_are_there_come_along(weir: Narrated, tmp_path: Path) -> None:
    """In the page, because a page from disk may not load a font beside it everywhere; and with their licence."""
    (tmp_path / "face-400.woff2").write_bytes(b"a font")
    (tmp_path / "face-LICENSE.txt").write_text("OFL")
    files = web.files([weir], [Font("Face", "400", "normal", "U+0-FF", tmp_path / "face-400.woff2")])
    assert files["fonts/face-LICENSE.txt"] == tmp_path / "face-LICENSE.txt"
    page = files[web.PAGE]
    assert isinstance(page, bytes)
    options = json.loads(page.decode().partition("data-companion>")[2].partition("</script>")[0])
    assert options["fonts"][0] == {
        "name": "Face",
        "url": "data:font/woff2;base64,YSBmb250",
        "weight": "400",
        "style": "normal",
        "range": "U+0-FF",
    }


@pytest.mark.parametrize("script", ["let a = '</script>'", "// <!-- \n // <script"])
def test_a_script_that_would_break_the_page_is_refused(weir: Narrated, script: str) -> None:
    """Half a page is worse than none; the player must be as it is, or not at all."""
    with pytest.raises(ValueError, match="ends early"):
        web.page({"voice": weir.timeline}, script, "")


def test_a_folder_of_somebody_else_is_left_alone(home: Workspace, tmp_path: Path) -> None:
    """--out may name the folder above by mistake."""
    (tmp_path / "homework.txt").write_text("mine")
    with pytest.raises(StoreError, match="has other things in it; choose another place with --out"):
        export(Request(home, "weir", out=tmp_path), "web")
    assert [path.name for path in tmp_path.iterdir()] == ["homework.txt"]


def test_what_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    """Nothing half-written is ever seen."""
    path = tmp_path / "folder"
    put_folder({"mark": b"1", "a/b": b"old"}, path, "mark")
    with pytest.raises(StoreError):
        put_folder({"mark": b"2", "a/b": tmp_path / "is not there"}, path, "mark")
    assert ((path / "mark").read_bytes(), (path / "a" / "b").read_bytes()) == (b"1", b"old")
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_the_page_is_hard_to_reach_for_anybody(page: Page, folder: Path, scheme: str) -> None:
    """Axe finds nothing, in either scheme: the folder is passed on to whoever it may concern."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened(page, folder)
    found = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []

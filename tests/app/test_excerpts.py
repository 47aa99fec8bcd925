"""An excerpt in the app: a link that opens it, and class mode above everything that Streamlit shows."""

import io
import json
import zipfile
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from tests.app.served import Server

GUIDE = "/?guide=paper-ferry"


def _sentences(server: Server) -> list[tuple[str, float, float]]:
    """Every sentence of the text: id, start and end in seconds."""
    with urlopen(f"{server.url}/narration/paper-ferry/espeak-en-gb/player.json") as answer:
        payload = json.load(answer)
    blocks = payload["sections"][0]["blocks"]
    rate = payload["rate"]
    return [(one[0], one[3] / rate, one[4] / rate) for block in blocks for one in block["segments"]]


def _open(page: Page, server: Server, path: str) -> None:
    page.add_init_script(
        """window.sounds = new Set();
        const load = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "src");
        Object.defineProperty(HTMLMediaElement.prototype, "src", {
            ...load, set(value) { window.sounds.add(this); load.set.call(this, value); },
        });"""
    )
    page.goto(server.url + path)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=30_000)


def _place(page: Page) -> tuple[bool, float]:
    """Whether the sound is paused, and where it is."""
    paused, time = page.evaluate("(one => [one.paused, one.currentTime])([...window.sounds].at(-1))")
    return bool(paused), float(time)


def test_a_link_opens_an_excerpt_and_it_stops_at_its_end(page: Page, server: Server) -> None:
    """What a teacher sends to a class; the address keeps it, and the link that the player makes is the same."""
    sentences = _sentences(server)
    (first, start, _), (last, _, end) = sentences[1], sentences[2]
    _open(page, server, f"{GUIDE}&from={first}&to={last}")
    strip = page.get_by_role("region", name="Excerpt")
    expect(strip).to_contain_text("Excerpt: ")
    for _ in range(50):
        if _place(page)[1] > 0:
            break
        page.wait_for_timeout(100)
    assert abs(_place(page)[1] - start) < 0.001
    page.get_by_role("button", name="Excerpt", exact=True).click()
    dialog = page.get_by_role("dialog", name="Excerpt")
    assert dialog.get_by_label("Link").input_value() == f"{server.url.rstrip('/')}{GUIDE}&from={first}&to={last}"
    pack = dialog.get_by_role("link", name="Download the pack").get_attribute("href")
    assert pack is not None
    with urlopen(pack) as answer:
        assert any(name.endswith(".m4a") for name in zipfile.ZipFile(io.BytesIO(answer.read())).namelist())
    dialog.get_by_role("button", name="Play it").click()
    page.wait_for_timeout(500)
    assert not _place(page)[0]
    for _ in range(150):
        if _place(page)[0]:
            break
        page.wait_for_timeout(100)
    assert abs(_place(page)[1] - end) < 0.001
    assert f"from={first}" in page.url


def test_a_link_to_what_is_not_there_opens_the_guide(page: Page, server: Server) -> None:
    """A guide may have been edited since; and whatever stands in an address is only ever looked up."""
    _open(page, server, f"{GUIDE}&from=%3Cimg%20src=x%3E&to=s-none")
    expect(page.get_by_role("alert").filter(has_text="not in the guide")).to_be_visible()
    expect(page.get_by_role("region", name="Excerpt")).to_be_hidden()


def test_class_mode_covers_the_page_around_the_player(page: Page, server: Server) -> None:
    """No list of guides, no menu: also where a full screen is forbidden."""
    page.add_init_script("Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('no'))")
    page.set_viewport_size({"width": 1280, "height": 720})
    _open(page, server, GUIDE)
    page.get_by_role("button", name="Class mode").click()
    expect(page.get_by_role("region", name="Class mode")).to_be_visible()
    assert page.locator(".companion").bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 720}
    strangers = page.evaluate(
        """() => {
            const found = new Set();
            for (let x = 5; x < innerWidth; x += 40) for (let y = 5; y < innerHeight; y += 40) {
                const top = document.elementFromPoint(x, y);
                if (!top?.closest(".companion")) found.add(top?.outerHTML.slice(0, 120));
            }
            return [...found];
        }"""
    )
    assert strangers == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Class mode")).to_be_hidden()
    expect(page.locator(".cp-bar")).to_be_visible()

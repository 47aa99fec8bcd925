"""The pages in a real browser: what is seen, what goes on playing, and what never leaves the machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no type hints
from playwright.sync_api import Browser, Page, expect

from tests.app.served import Server, free_port

# Sound plays outside the document; every element that was ever played is remembered.
WATCH_SOUND = """
window.heard = new Set();
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { window.heard.add(this); return play.call(this); };
"""
PLACE = "[...heard].filter((sound) => !sound.paused).map((sound) => sound.currentTime)"
GROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
PAGES = {
    "player": "/?guide=paper-ferry",
    "about": "/about",
    "not narrated": "/?guide=unread",
    "damaged": "/?guide=torn",
    "unknown": "/?guide=nobody",
}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that remembers its sounds, and in which no script fails."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.add_init_script(WATCH_SOUND)
    yield page
    assert failures == []


def open_page(page: Page, server: Server, path: str) -> None:
    page.goto(server.url + path)
    if "paper-ferry" in path or "hostile" in path:
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=30_000)
    else:
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)


def playing_at(page: Page) -> float:
    """Where the one sound is that plays. Fails when none does, or more than one."""
    (place,) = page.evaluate(PLACE)
    return float(place)


def serious(page: Page) -> list[tuple[str, str]]:
    """What axe calls serious or critical: the rule, and the first element that breaks it."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("serious", "critical")]


def play(page: Page) -> None:
    page.get_by_role("button", name="Play", exact=True).click()
    for _ in range(100):  # the page's own rules forbid wait_for_function
        if any(place > 0.2 for place in page.evaluate(PLACE)):
            return
        page.wait_for_timeout(100)
    raise AssertionError("nothing is heard")


def test_a_guide_is_heard_with_one_click(page: Page, server: Server) -> None:
    """The whole point: open the address, press play."""
    open_page(page, server, PAGES["player"])
    expect(page).to_have_title("The Paper Ferry")
    play(page)
    before = playing_at(page)
    page.wait_for_timeout(700)
    assert playing_at(page) > before


def test_without_a_choice_a_narrated_guide_is_shown(page: Page, server: Server) -> None:
    """The bare address is what most people open."""
    page.goto(server.url)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=30_000)
    expect(page).to_have_url(f"{server.url}/?guide=hostile")  # the first of the list that can be heard


def test_the_page_speaks_the_language_of_its_guide(page: Page, server: Server) -> None:
    """A screen reader chooses its voice by it; Streamlit says "en" of every page."""
    open_page(page, server, PAGES["player"])
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    page.get_by_role("link", name="About & help").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_another_guide_is_chosen_from_the_list(page: Page, server: Server) -> None:
    """The address follows, so that it can be kept and shared."""
    open_page(page, server, PAGES["player"])
    page.locator("label", has_text="unread · not narrated yet").click()
    expect(page.get_by_role("heading", name="unread")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/?guide=unread")
    expect(page.get_by_text("companion narrate unread")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_another_guide_silences_the_first(page: Page, server: Server) -> None:
    """Two voices at once are nobody's choice."""
    open_page(page, server, PAGES["player"])
    play(page)
    page.locator("label", has_text="<img src=x").click()
    expect(page.locator(".cp-front", has_text="window.harmed=1")).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    play(page)
    playing_at(page)


def test_a_damaged_narration_says_what_to_do(page: Page, server: Server) -> None:
    """One line with the file, and the command that mends it; no traceback."""
    open_page(page, server, PAGES["damaged"])
    expect(page.get_by_role("alert")).to_contain_text("timeline.json: is damaged; run 'companion narrate torn'")
    expect(page.get_by_text("Traceback")).to_have_count(0)


@pytest.mark.parametrize("guide", ["../audio", "<img src=x onerror=harmed=1>", "%00"])
def test_an_unknown_guide_gets_a_message_and_the_list(page: Page, server: Server, guide: str) -> None:
    """An address can be mistyped, old, or meant to harm."""
    page.goto(server.url + "/?guide=" + guide.replace("<", "%3C").replace(" ", "%20"))
    expect(page.get_by_role("heading", name="No such guide")).to_be_visible(timeout=30_000)
    expect(page.locator("label", has_text="The Paper Ferry")).to_be_visible()
    assert page.evaluate("window.harmed") is None


def test_an_empty_workspace_says_how_to_begin(page: Page, tmp_path: Path) -> None:
    """The very first page that somebody sees may be this one."""
    server = Server(tmp_path, free_port()).start()
    open_page(page, server, "/")
    expect(page.get_by_role("heading", name="No guides yet")).to_be_visible()
    expect(page.get_by_role("radiogroup")).to_have_count(0)
    assert server.stop()[0] == 0


def test_nothing_in_a_guide_runs_links_or_fetches(page: Page, server: Server) -> None:
    """A guide may come from anybody: its title, notice and subtitle are text, in the player and in the list."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, server, "/?guide=hostile")
    expect(page.locator("label", has_text="<img src=x onerror=")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("window.harmed") is None
    assert not [url for url in asked if "elsewhere" in url]
    assert page.locator("a[href*='elsewhere'], a[href^='javascript'], label strong, label .katex").count() == 0


def test_the_sound_goes_on_through_a_rerun_and_a_change_of_theme(page: Page, server: Server) -> None:
    """Streamlit builds its page anew for both; the listener must not notice."""
    runs: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: runs.append(socket.url)))
    open_page(page, server, PAGES["player"])
    play(page)
    before, paper, asked = playing_at(page), page.evaluate(GROUND), len(runs)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(800)
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")  # as going back does: Streamlit runs the page again
    page.wait_for_timeout(800)
    assert page.evaluate(GROUND) != paper
    assert len(runs) > asked
    assert playing_at(page) > before + 0.8
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_focused()


def test_the_place_is_kept_across_pages(page: Page, server: Server) -> None:
    """A look at the help costs nobody the place, and no second sound starts."""
    open_page(page, server, PAGES["player"])
    play(page)
    before = playing_at(page)
    page.get_by_role("link", name="About & help").click()
    expect(page.get_by_role("heading", name="About Companion")).to_be_visible()
    assert playing_at(page) > before
    page.get_by_role("link", name="Listen").click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    assert playing_at(page) > before
    expect(page).to_have_url(f"{server.url}/?guide=paper-ferry")


def test_keys_work_right_after_a_choice_of_page_or_guide(page: Page, server: Server) -> None:
    """The focus is then on a link or a choice of the page around the player, and the keys must not be dead."""
    open_page(page, server, PAGES["player"])
    page.get_by_role("link", name="About & help").click()
    expect(page.get_by_role("heading", name="About Companion")).to_be_visible()
    page.get_by_role("link", name="Listen").click()
    status = page.locator(".companion > [role=status]")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.keyboard.press("m")
    expect(status).to_have_text("Sound off.")
    page.locator("label", has_text="<img src=x").click()
    expect(page.locator(".cp-front", has_text="window.harmed=1")).to_be_visible()
    page.keyboard.press("m")
    expect(status).to_have_text("Sound off.")


@pytest.mark.parametrize("size", [(640, 400), (667, 375), (320, 256)])
def test_the_bar_is_on_the_screen_in_a_low_window(page: Page, server: Server, size: tuple[int, int]) -> None:
    """With the page's own header above it; a laptop at 400 % is 320 by 256."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_page(page, server, PAGES["player"])
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Keys")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.querySelector('.cp-text').clientHeight") >= 60


def test_the_sound_goes_on_while_the_server_starts_again(page: Page, workspace: Path) -> None:
    """A server that is restarted or asleep for a moment interrupts nobody."""
    server = Server(workspace, free_port()).start()
    open_page(page, server, PAGES["player"])
    play(page)
    before = playing_at(page)
    assert server.stop()[0] == 0
    page.wait_for_timeout(500)
    server.start()
    try:
        page.wait_for_timeout(3000)
        assert playing_at(page) > before + 3
        expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    finally:
        server.stop()


def test_no_other_machine_is_asked_for_anything(page: Page, server: Server) -> None:
    """No fonts, no scripts, no counting from elsewhere: it works without a network, and nobody learns what is read."""
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
    for path in PAGES.values():
        open_page(page, server, path)
    page.get_by_test_id("stMainMenu").click()
    page.wait_for_timeout(500)
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []
    assert complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(page: Page, server: Server, name: str) -> None:
    """Streamlit's own parts included: a reader meets the page, not its makers."""
    open_page(page, server, PAGES[name])
    paper = page.evaluate(GROUND)
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(800)  # colours fade over
    assert page.evaluate(GROUND) != paper
    page.get_by_test_id("stMainMenu").click()
    page.wait_for_timeout(300)
    assert serious(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_narrow_screen(browser: Browser, server: Server, name: str) -> None:
    """320 CSS pixels are a small phone, or a laptop at 400 % (WCAG 1.4.10)."""
    page = browser.new_page(viewport={"width": 320, "height": 640})
    open_page(page, server, PAGES[name])
    page.wait_for_timeout(300)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 320
    page.close()

"""The library in a real browser: what is there, how far one is, and narrating while others listen."""

import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from companion.narration import store
from tests.app.narrated import narrate
from tests.app.served import Server, free_port
from tests.app.test_pages import WATCH_SOUND, play, playing_at, serious

FRONT = '+++\ntitle = "{title}"\nsubtitle = "On the quay"\n+++\n\n'
LONG = "\n\n".join(
    f"Ferry number {number} left before anyone was awake, and {number + 7} gulls went with it. Nobody on the quay "
    f"had counted to {number} before; the harbour master wrote it down and went to look for his breakfast."
    for number in range(100, 190)
)
SHORT = "One gull stood on the rail. Another one had gone for bread.\n"
LATE = 120_000  # ms that narrating may take on a machine that has other things to do


def write(root: Path, guide: str, text: str) -> None:
    folder = root / "content" / guide
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "guide.md").write_text(text, "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A long guide and a short one, not narrated; one that is, as another text; one that cannot be read."""
    write(tmp_path, "gulls", FRONT.format(title="Gulls, *counted*") + SHORT)
    write(tmp_path, "long", FRONT.format(title="The Long Crossing") + LONG)
    write(tmp_path, "broken", "+++\ntitle = 3\nnonsense = 1\n+++\n\nA text.\n")
    write(tmp_path, "paper-ferry", FRONT.format(title="The Paper Ferry") + SHORT)
    narrate(tmp_path / "audio", "paper-ferry")
    return tmp_path


@pytest.fixture
def served(root: Path) -> Iterator[Server]:
    running = Server(root, free_port()).start()
    yield running
    running.stop()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page in which no script fails and nothing is asked of another machine."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda line: failures.append(line.text) if "Content Security" in line.text else None)
    page.on(
        "request",
        lambda one: None if one.url.startswith(("http://127.0.0.1:", "data:", "blob:")) else failures.append(one.url),
    )
    page.add_init_script(WATCH_SOUND)
    yield page
    assert failures == []


def card(page: Page, guide: str) -> Locator:
    return page.locator(f".st-key-guide-{guide}")


def open_library(page: Page, server: Server) -> None:
    page.goto(server.url + "/library")
    expect(card(page, "paper-ferry").get_by_role("link", name="Listen")).to_be_visible(timeout=30_000)


def unfinished(root: Path) -> list[Path]:
    return list((root / "audio").rglob(f"{store.TEMPORARY}*"))


def speakers(server: Server) -> list[str]:
    """The processes that the server left or has, by their command lines."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_text().replace("\0", " ")
            if "companion.speech.worker" in command and (process / "cwd").readlink() == server.root:
                found.append(command)
        except OSError:  # it has ended
            continue
    return found


def test_every_guide_is_shown_with_its_length_and_how_it_stands(page: Page, served: Server) -> None:
    """A shelf is for choosing: what it is, how long, in whose voice, and whether that is still the text."""
    open_library(page, served)
    expect(page).to_have_title("Library")
    gulls = card(page, "gulls")
    expect(gulls.get_by_role("heading", name="Gulls, *counted*", level=2)).to_be_visible()  # and not emphasized
    expect(gulls).to_contain_text("On the quay")
    expect(gulls).to_contain_text("words, about")
    expect(gulls).to_contain_text("English")
    expect(gulls.get_by_role("link", name="Listen")).to_have_count(0)
    expect(card(page, "paper-ferry")).to_contain_text("the text has changed since")
    expect(card(page, "paper-ferry").get_by_role("button", name="Narrate again")).to_be_visible()


def test_a_guide_that_cannot_be_read_says_why_and_the_others_go_on(page: Page, served: Server) -> None:
    """One line, with the file, what to do, and how much more there is; no traceback."""
    open_library(page, served)
    broken = card(page, "broken").get_by_role("alert")
    expect(broken).to_contain_text("guide.md:")
    expect(broken).to_contain_text("and 1 more")
    expect(card(page, "broken").get_by_role("button")).to_have_count(0)
    expect(card(page, "gulls").get_by_role("button", name="Narrate", exact=True)).to_be_visible()


def test_how_far_one_has_listened_is_shown_and_follows_another_tab(page: Page, served: Server) -> None:
    """The place is this browser's own: no server knows it."""
    open_library(page, served)
    told = card(page, "paper-ferry").locator(".library-text:visible")
    expect(told).to_have_text("Not begun")
    other = page.context.new_page()
    other.add_init_script(WATCH_SOUND)
    other.goto(served.url + "/?guide=paper-ferry")
    play(other)
    expect(told).to_have_text(re.compile(r"[1-9]\d* s of 20 s heard"), timeout=20_000)
    part = card(page, "paper-ferry").locator(".library-part:visible")
    assert part.evaluate("part => part.clientWidth") > 0
    other.close()
    page.evaluate("localStorage.setItem('companion:paper-ferry', JSON.stringify({ segment: 'x', at: 1e6 }))")
    page.reload()
    expect(told).to_have_text("Heard to the end")
    page.evaluate("localStorage.setItem('companion:paper-ferry', '{')")
    page.reload()
    expect(told).to_have_text("Not begun")


def test_listening_begins_from_the_library(page: Page, served: Server) -> None:
    """One link a guide, and the address is the guide's own."""
    open_library(page, served)
    card(page, "paper-ferry").get_by_role("link", name="Listen").click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(page).to_have_url(f"{served.url}/?guide=paper-ferry")


def test_a_guide_is_narrated_from_the_page_while_another_one_plays(page: Page, served: Server) -> None:
    """Nobody who listens may hear that somebody narrates; and by the keyboard alone it can be asked for."""
    listener = page.context.new_page()
    listener.add_init_script(WATCH_SOUND)
    listener.goto(served.url + "/?guide=paper-ferry")
    play(listener)
    listener.evaluate(  # the places where the sound stood, ten times a second
        """() => { window.places = []; setInterval(() => places.push([performance.now(), ...[...heard].map(
        (sound) => sound.currentTime)]), 100); heard.forEach((sound) => { sound.loop = true; }); }"""
    )
    open_library(page, served)
    long = card(page, "long")
    long.get_by_role("button", name="Narrate", exact=True).focus()
    page.keyboard.press("Enter")
    bar = long.get_by_role("progressbar", name="Narrating The Long Crossing")
    expect(bar).to_be_visible(timeout=20_000)
    expect(long.get_by_role("status")).to_have_text("The Long Crossing is being narrated.")
    expect(long.get_by_role("button", name="Stop")).to_be_focused()
    expect(bar).to_have_attribute("aria-valuetext", re.compile(r"\d+ % narrated · The Long Crossing"), timeout=LATE)
    assert serious(page) == []
    expect(long.get_by_role("link", name="Listen")).to_be_visible(timeout=LATE)
    expect(long).to_contain_text("up to date")
    expect(long.get_by_role("status")).to_have_text("The Long Crossing is narrated.")
    expect(long.get_by_role("link", name="Listen")).to_be_focused()  # the button has gone, the focus has not
    places = listener.evaluate("places")
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(places)]
    held = [spent for spent, heard in steps if heard == 0]
    assert len(steps) > 20
    assert sum(held) < 0.05 * sum(spent for spent, _ in steps), held
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    play(page)
    assert playing_at(page) > 0


def test_all_visitors_see_the_one_narration_and_any_may_stop_it(page: Page, browser: Browser, served: Server) -> None:
    """Two people who ask for the same thing get one; what was said until it was stopped need not be said again."""
    open_library(page, served)
    card(page, "long").get_by_role("button", name="Narrate", exact=True).click()
    expect(card(page, "long").get_by_role("progressbar")).to_be_visible(timeout=20_000)
    other = browser.new_page()
    open_library(other, served)
    expect(card(other, "long").get_by_role("progressbar")).to_be_visible()
    card(other, "gulls").get_by_role("button", name="Narrate", exact=True).click()
    expect(card(other, "gulls")).to_contain_text("Waits until another guide is narrated")
    page.reload()
    card(page, "long").get_by_role("button", name="Stop").click()
    stopped = "The Long Crossing: stopped; what was said is kept."
    expect(card(page, "long").get_by_role("status")).to_have_text(stopped, timeout=LATE)
    expect(card(page, "long").get_by_role("button", name="Narrate", exact=True)).to_be_visible()
    expect(card(other, "long").get_by_role("status")).to_have_text(stopped)
    expect(card(other, "gulls").get_by_role("link", name="Listen")).to_be_visible(timeout=LATE)
    assert not (served.root / "audio/long/espeak-en/timeline.json").exists()
    assert list((served.root / "audio/.cache/long").rglob("??/*"))
    assert unfinished(served.root) == []
    other.close()


def test_another_process_that_narrates_the_guide_is_told_and_waited_for(page: Page, served: Server) -> None:
    """The lock is everybody's: two processes never write below one folder."""
    open_library(page, served)
    with store.lock(served.root / "audio/gulls", None, lambda _: None):
        card(page, "gulls").get_by_role("button", name="Narrate", exact=True).click()
        told = f"Waits: process {os.getpid()} is narrating this guide"
        expect(card(page, "gulls")).to_contain_text(told, timeout=20_000)
        page.wait_for_timeout(1500)
        expect(card(page, "gulls")).to_contain_text(told)
    expect(card(page, "gulls").get_by_role("link", name="Listen")).to_be_visible(timeout=LATE)


def test_another_voice_is_chosen_from_those_of_the_language(page: Page, served: Server) -> None:
    """Both can be heard then; the guide's own voice stays what it was."""
    open_library(page, served)
    gulls = card(page, "gulls")
    gulls.get_by_role("button", name="Another voice").click()
    page.get_by_role("combobox", name="Voice of the narrator").click()
    expect(page.get_by_role("option", name="English (Scotland)")).to_be_visible()
    expect(page.get_by_role("option", name="Danish")).to_have_count(0)
    page.get_by_role("option", name="English (Scotland)").click()
    page.get_by_role("button", name="Narrate in this voice").click()
    expect(gulls).to_contain_text("English (Scotland) · up to date", timeout=LATE)
    assert (served.root / "audio/gulls/espeak-en-gb-scotland/timeline.json").is_file()


def test_a_failure_is_one_line_and_can_be_tried_again(page: Page, served: Server) -> None:
    """A full disk, a missing permission: said where it was asked for, with the way out."""
    (served.root / "audio" / "gulls").write_text("in the way", "utf-8")
    open_library(page, served)
    card(page, "gulls").get_by_role("button", name="Narrate", exact=True).click()
    alert = card(page, "gulls").get_by_role("alert")
    expect(alert).to_contain_text("a file stands where a folder is needed; move it away", timeout=20_000)
    expect(alert).not_to_contain_text("Traceback")
    (served.root / "audio" / "gulls").unlink()
    card(page, "gulls").get_by_role("button", name="Narrate", exact=True).click()
    expect(card(page, "gulls").get_by_role("link", name="Listen")).to_be_visible(timeout=LATE)
    expect(alert).to_have_count(0)


def test_a_guide_is_narrated_from_the_listening_page_too(page: Page, served: Server) -> None:
    """Whoever opens a link to a guide that is not narrated need not know of a terminal."""
    page.goto(served.url + "/?guide=gulls")
    page.get_by_role("button", name="Narrate", exact=True).click(timeout=30_000)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=LATE)
    play(page)


def test_who_listens_is_told_of_an_edited_text_and_narrates_it_there(page: Page, served: Server) -> None:
    """Else one hears the old words, sees them too, and wonders where one's edit went."""
    page.goto(served.url + "/?guide=paper-ferry")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=30_000)
    told = page.get_by_text("The text was edited after it was narrated")
    expect(told).to_be_visible()
    page.get_by_role("button", name="Narrate again", exact=True).click()
    expect(told).to_have_count(0, timeout=LATE)
    expect(page.locator(".cp-page")).to_contain_text("One gull stood on the rail.", timeout=30_000)
    play(page)


def test_ending_the_server_ends_the_narration_cleanly(page: Page, root: Path) -> None:
    """Ctrl-C leaves no process behind and nothing half-written, and the next run goes on from there."""
    server = Server(root, free_port()).start()
    open_library(page, server)
    card(page, "long").get_by_role("button", name="Narrate", exact=True).click()
    expect(card(page, "long").get_by_role("progressbar")).to_be_visible(timeout=20_000)
    expect(card(page, "long").locator(".library-text:visible")).to_contain_text("% narrated", timeout=LATE)
    assert speakers(server)
    assert server.stop() == (0, "")
    assert speakers(server) == []
    assert unfinished(root) == []
    assert not list((root / "audio" / "long").rglob("timeline.json"))
    with store.lock(root / "audio/long", 0, lambda _: None):
        pass  # nobody holds it any more


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, served: Server, width: int, scheme: str
) -> None:
    """In both themes, on a small phone too, with the choice of a voice open."""
    page = browser.new_page(viewport={"width": width, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
    open_library(page, served)
    page.wait_for_timeout(500)
    assert serious(page) == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    targets = page.locator(".st-key-library").locator("a, button")
    small = targets.evaluate_all(
        "all => all.filter((one) => one.getBoundingClientRect().height < 24).map(one => one.outerHTML.slice(0, 200))"
    )
    assert (targets.count() > 5, small) == (True, [])
    card(page, "gulls").get_by_role("button", name="Another voice").click()
    expect(page.get_by_role("button", name="Narrate in this voice")).to_be_visible()
    page.wait_for_timeout(300)
    assert serious(page) == []
    page.close()


def test_an_empty_library_says_how_to_begin(page: Page, tmp_path: Path) -> None:
    """Nothing there is no error."""
    server = Server(tmp_path / "nothing", free_port())
    server.root.mkdir()
    server.start()
    page.goto(server.url + "/library")
    expect(page.get_by_role("heading", name="No guides yet")).to_be_visible(timeout=30_000)
    assert server.stop() == (0, "")

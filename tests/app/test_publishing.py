"""The Publish page in a real browser: chosen, made, downloaded; and what cannot be published says so."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from companion.exports import FORMATS, Request, export
from companion.guide.model import Voice
from companion.narration.store import Workspace
from companion.narration.studio import Manner
from tests.app.narrated import narrate
from tests.app.reviewed import in_order, violations
from tests.app.served import Server, free_port
from tests.app.test_routes import Client
from tests.narration import guides

GUIDE = """+++
title = "The *Salt* Road"
+++

# The road

Nora ties the mule to the gate. Nobody answers her from the hut.

{role=notes}
# The notes

The mule is patient; the gate is not.
"""
LATE = 60_000  # ms that narrating and making may take on a machine that has other things to do


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A guide in two voices, one whose text has changed since, one not narrated, one without its text."""
    root = tmp_path_factory.mktemp("published")
    for guide in ("salt", "changed"):
        guides.narrated(guides.workspace(root, GUIDE, guide), Manner(), guide)
    guides.narrated(guides.workspace(root, GUIDE, "salt"), Manner(voice=Voice("en-gb")), "salt")
    guides.workspace(root, GUIDE.replace("mule", "donkey"), "changed")
    for guide in ("silent", "unsaid"):
        guides.workspace(root, GUIDE, guide)
    narrate(root / "audio", "bare")
    running = Server(root, free_port()).start()
    yield running
    running.stop()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page in which no script fails and no policy is broken."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda line: failures.append(line.text) if "Content Security" in line.text else None)
    yield page
    assert failures == []


def open_publish(page: Page, server: Server, guide: str) -> Locator:
    """The page; its button that makes."""
    page.goto(f"{server.url}/publish?guide={guide}")
    expect(page.get_by_role("heading", name="Format", exact=True)).to_be_visible(timeout=30_000)
    return page.get_by_role("button", name="Make it", exact=True)


def choose(page: Page, title: str) -> None:
    """A format, by its title."""
    page.locator("[data-testid=stRadioOption]", has_text=title).click()
    expect(page.get_by_role("radio", name=title, exact=True)).to_be_checked()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)


def downloaded(page: Page, name: str, to: Path) -> Path:
    link = page.get_by_role("link", name=f"Download {name}", exact=True).first
    expect(link).to_be_visible(timeout=LATE)
    with page.expect_download() as waiting:
        link.click()
    waiting.value.save_as(to / name)
    assert waiting.value.suggested_filename == name
    return to / name


def tab_to(page: Page, name: str) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == name:
            return
    raise AssertionError(f"the keyboard does not lead to '{name}'")


def written(server: Server, to: str, out: Path, voice: str | None = None) -> Path:
    """What the command line writes."""
    workspace = Workspace(server.root / "content", server.root / "audio")
    return export(Request(workspace, "salt", voice, out), to).path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_is_made_and_downloaded_as_the_command_line_writes_it(
    page: Page, server: Server, tmp_path: Path
) -> None:
    """The same choices, the same bytes, whoever asks."""
    make = open_publish(page, server, "salt")
    expect(page).to_have_title("Publish")
    expect(page.get_by_role("heading", level=1, name="The *Salt* Road")).to_be_visible()
    choose(page, "Web folder")
    expect(page.get_by_role("radio", name="Left out")).to_have_count(0)  # the page's listeners choose that
    make.click()
    packed = downloaded(page, "salt-web.zip", tmp_path)
    expect(page.get_by_role("status").filter(has_text="Web folder is made.")).to_have_count(1)
    with ZipFile(packed) as file:
        file.extractall(tmp_path)
    assert contents(tmp_path / "salt-web") == contents(written(server, "web", tmp_path / "other"))
    assert "every voice" in page.locator("[class*=st-key-row-guide-made]").first.inner_text()
    page.get_by_text("Every voice, to be chosen in the page").click()
    make.click()
    expect(page.get_by_role("link", name="Download salt-web.zip")).to_have_count(2, timeout=LATE)
    with ZipFile(downloaded(page, "salt-web.zip", tmp_path)) as file:
        voices = {name.split("/")[2] for name in file.namelist() if "/sound/" in name}
    assert len(voices) == 1


@pytest.mark.skipif("epub" not in FORMATS, reason="there is no EPUB yet")
def test_a_book_is_made_with_the_keyboard_alone(page: Page, server: Server, tmp_path: Path) -> None:
    """Nothing on the way from the format to the book in one's hand needs a mouse."""
    open_publish(page, server, "salt")
    page.get_by_role("radio", name="EPUB", exact=True).focus()
    for name in ("Each word", "At the end, where the guide has them"):
        expect(page.get_by_role("radio", name=name)).to_be_checked()
    tab_to(page, "Make it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Download salt.epub").first).to_be_visible(timeout=LATE)
    tab_to(page, "Download salt.epub")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    book = waiting.value.path()
    assert book.read_bytes() == written(server, "epub", tmp_path / "other.epub").read_bytes()


def test_a_file_is_served_in_parts_and_only_by_the_names_it_was_given(page: Page, server: Server) -> None:
    """A large file may be fetched in parts; no address leads anywhere else."""
    make = open_publish(page, server, "salt")
    choose(page, "Web folder")
    make.click()
    link = page.get_by_role("link", name="Download salt-web.zip").first
    expect(link).to_be_visible(timeout=LATE)
    address = link.get_attribute("href")
    assert address is not None
    client = Client(server)
    whole = client.ask(address)
    assert (whole.status, whole.headers["Content-Type"]) == (200, "application/zip")
    assert 'filename="salt-web.zip"' in whole.headers["Content-Disposition"]
    part = client.ask(address, Range="bytes=10-19")
    assert (part.status, part.body) == (206, whole.body[10:20])
    key = address.split("/")[2]
    for wrong in (f"{'0' * 32}/salt-web.zip", f"{key}/salt-web", f"{key}/..%2fsalt-web.zip", "..%2f..%2fetc/passwd"):
        assert client.ask(f"/published/{wrong}").status in (400, 404)


def test_what_is_not_narrated_says_so_and_is_narrated_from_here(page: Page, server: Server, tmp_path: Path) -> None:
    """There is nothing to publish yet, and one button is the way out."""
    make = open_publish(page, server, "silent")
    expect(page.get_by_role("alert")).to_contain_text("not narrated yet")
    expect(make).to_be_disabled()
    page.get_by_role("button", name="Narrate", exact=True).click()
    expect(make).to_be_enabled(timeout=LATE)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("· up to date")).to_be_visible()


def test_a_narration_of_an_older_text_says_so_and_is_narrated_again(page: Page, server: Server) -> None:
    """What is passed on must say what is written."""
    make = open_publish(page, server, "changed")
    expect(page.get_by_role("alert")).to_contain_text("narrated from an older text")
    expect(make).to_be_disabled()
    page.get_by_role("button", name="Narrate again").click()
    expect(make).to_be_enabled(timeout=LATE)


def test_a_guide_without_its_text_cannot_be_published(page: Page, server: Server) -> None:
    """Nobody could say whether its narration is still true."""
    make = open_publish(page, server, "bare")
    expect(page.get_by_role("alert")).to_contain_text("Its text is not here")
    expect(make).to_be_disabled()


@pytest.mark.skipif("pls" not in FORMATS, reason="there is no PLS yet")
def test_what_is_made_of_the_text_alone_needs_no_narration(page: Page, server: Server) -> None:
    """How names are said is written before anything is."""
    make = open_publish(page, server, "unsaid")
    expect(make).to_be_disabled()
    choose(page, "Pronunciations (PLS)")
    make.click()
    expect(page.get_by_role("heading", level=3, name="Pronunciations (PLS)")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=LATE)
    expect(page.get_by_role("link", name="Download unsaid.pls")).to_be_visible()


def test_all_formats_can_be_asked_for_at_once(page: Page, server: Server) -> None:
    """Each is a row, in the order of the list, whether or not it could be made."""
    open_publish(page, server, "salt")
    choose(page, "All of them")
    page.get_by_role("button", name="Make all of them").click()
    rows = page.locator("[class*=st-key-row-guide-made]")
    expect(rows.nth(len(FORMATS) - 1)).to_be_visible(timeout=LATE)
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=LATE)
    expect(page.get_by_role("link", name=re.compile("^Download"))).not_to_have_count(0)


def test_the_library_leads_here(page: Page, server: Server) -> None:
    """Where one chooses a guide, one finds what can be done with it."""
    page.goto(f"{server.url}/library")
    card = page.locator(".st-key-guide-salt")
    card.get_by_role("link", name="Publish").click(timeout=30_000)
    expect(page.get_by_role("heading", level=1, name="The *Salt* Road")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/publish?guide=salt")
    page.goto(f"{server.url}/library")
    expect(page.locator(".st-key-guide-silent").get_by_role("link", name="Review")).to_be_visible()
    expect(page.locator(".st-key-guide-bare").get_by_role("link", name="Listen")).to_be_visible()
    expect(page.locator(".st-key-guide-bare").get_by_role("link", name="Publish")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, server: Server, width: int, scheme: str
) -> None:
    """On a phone in the evening as on a desk, with something made and a warning."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    make = open_publish(page, server, "salt")
    choose(page, "Web folder")
    make.click()
    expect(page.get_by_role("link", name=re.compile("^Download")).first).to_be_visible(timeout=LATE)
    page.wait_for_timeout(500)
    assert violations(page) == []
    assert in_order(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    open_publish(page, server, "bare")
    assert violations(page) == []
    assert in_order(page)
    context.close()

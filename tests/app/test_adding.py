"""The page that adds a guide, in a real browser: what is understood is shown first, and nobody's guide is in danger."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from docx import Document as Word
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Request as Sent

from companion.app import server as module
from companion.guide import markdown
from companion.guide.model import Guide
from companion.importing.limits import MOST_BYTES
from tests.app.reviewed import choose, in_order, told, turn_to, violations
from tests.app.served import Server, free_port
from tests.app.test_pages import WATCH_SOUND

STORY = """\
The Bread Boat

Summary

Ada rows the bread to the island before anyone is up. “Who has taken my oars?” Ada asks. Nobody on the pier knows.

“I have,” says Corin. She laughs. “Then you shall row,” she says, and he does.

In the evening a letter lies under the oven:

Dear Ada,

The oars were mine before they were yours, and I wanted to hold them once more.

Yours truly,
Corin

Analysis

The oars that Corin takes are what he has instead of a farewell: to hold them is to row once more.

Bread is what the island and the pier have in common; Ada brings it before anyone is up.
"""
OTHERS = "# Taken\n\nSomebody else wrote this.\n"
LATE = 120_000  # ms that narrating may take on a machine that has other things to do


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all of these tests; a guide of somebody else's is there already."""
    root = tmp_path_factory.mktemp("added")
    other = root / "content" / "taken" / "guide.md"
    other.parent.mkdir(parents=True)
    other.write_text(OTHERS, "utf-8")
    running = Server(root, free_port()).start()
    yield running
    running.stop()
    assert other.read_text("utf-8") == OTHERS  # whatever was uploaded


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page in which no script fails and no policy is broken."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda line: failures.append(line.text) if "Content Security" in line.text else None)
    page.add_init_script(WATCH_SOUND)
    yield page
    assert failures == []


def open_adding(page: Page, server: Server) -> None:
    page.goto(server.url + "/add")
    expect(page.get_by_role("heading", level=1, name="Add a guide")).to_be_visible(timeout=30_000)


def upload(page: Page, name: str, data: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": data})


def understood(page: Page) -> None:
    expect(page.get_by_role("heading", level=2, name="What was understood")).to_be_visible(timeout=30_000)


def name_field(page: Page) -> str:
    field = page.get_by_role("textbox", name="Name of the guide’s folder")
    expect(field).not_to_have_value("")
    return field.input_value()


def call(page: Page, name: str) -> None:
    field = page.get_by_role("textbox", name="Name of the guide’s folder")
    field.fill(name)
    field.press("Enter")


def written(server: Server, guide: str) -> Guide:
    path = server.root / "content" / guide / "guide.md"
    return markdown.read(path.read_text("utf-8"), "guide.md", guide)


def everything(server: Server) -> set[str]:
    """All that is on the disk there, however it came."""
    return {str(path.relative_to(server.root)) for path in server.root.rglob("*") if ".cache" not in path.parts}


def test_a_file_is_understood_shown_added_reviewed_and_narrated(page: Page, server: Server) -> None:
    """The whole way, and nothing is written before somebody has seen what it will be."""
    before = everything(server)
    open_adding(page, server)
    upload(page, "boat.txt", STORY.encode())
    understood(page)
    shown = page.locator(".st-key-adding")
    expect(shown.get_by_role("heading", level=3, name="The Bread Boat")).to_be_visible()
    expect(shown).to_contain_text("Summary · text that is studied")
    expect(shown).to_contain_text("Analysis · commentary · 2 paragraphs")
    expect(shown).to_contain_text("The letter to Ada, by Corin")
    expect(shown).to_contain_text(re.compile(r"3 quotations, \d of them with a speaker"))
    expect(shown).to_contain_text("of the commentary linked to the text")
    said = page.locator(".st-key-page-style [role=status]")  # for those who do not see that something has appeared
    expect(said).to_have_text("boat.txt was read: 2 sections, 1 passage, 3 quotations, 2 of them with a speaker.")
    assert everything(server) == before
    choose(page, "Pronouns of Ada", "she")
    choose(page, "Pronouns of Corin", "he")
    expect(shown).to_contain_text("3 quotations, 3 of them with a speaker")
    assert everything(server) == before
    assert name_field(page) == "the-bread-boat"
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1, name="The Bread Boat")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/review\?guide=the-bread-boat$"))
    expect(page.locator(".st-key-review [aria-label]").first).to_be_attached()
    expect(page.locator('[aria-label*=":gray"]')).to_have_count(0)  # what a screen reader says is no markup
    guide = written(server, "the-bread-boat")
    assert {name: one.pronouns for name, one in guide.speakers.items()} == {"Ada": "she", "Corin": "he"}
    assert [one.speaker for block in guide.blocks() for one in block.quotations] == ["Ada", "Corin", "Ada"]
    page.get_by_role("button", name="Narrate", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Listen").click(timeout=LATE)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=30_000)
    assert list((server.root / "audio/the-bread-boat").rglob("timeline.json"))
    page.get_by_role("link", name="Library").click()
    page.locator(".st-key-guide-the-bread-boat").get_by_role("link", name="Review").click()
    expect(page).to_have_url(re.compile(r"/review\?guide=the-bread-boat$"))


def test_text_can_be_pasted_and_corrected_before_it_is_added(page: Page, server: Server) -> None:
    """A page of a web site, a mail: not everything is a file."""
    open_adding(page, server)
    page.get_by_role("tab", name="Pasted text").click()
    page.get_by_role("textbox", name="The text").fill("# Nets\n\nThe nets are mended. Nobody mends the boat.\n")
    page.get_by_role("button", name="Read it").click()
    understood(page)
    call(page, "pasted")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1, name="Nets")).to_be_visible()
    guide = written(server, "pasted")
    assert guide.title == "Nets"
    assert [block.text for block in guide.blocks()] == ["The nets are mended. Nobody mends the boat."]


def test_a_word_document_with_another_language_is_read_in_it(page: Page, server: Server) -> None:
    """What the document says of its language can be wrong."""
    word, file = Word(), io.BytesIO()
    word.add_heading("Le quai", 1)
    word.add_paragraph("Le bateau part avant le jour. Personne ne le voit.")
    word.save(file)
    open_adding(page, server)
    upload(page, "quai.docx", file.getvalue())
    understood(page)
    language = page.get_by_role("combobox", name="Language")
    language.fill("French (Fr")
    page.get_by_role("option", name="French (France)").click()
    expect(page.get_by_role("combobox", name="Language")).to_have_value("French (France)")
    call(page, "quai")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1, name="Le quai")).to_be_visible()
    assert written(server, "quai").language.startswith("fr")


@pytest.fixture
def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", b" " * (60 << 20))
    return file.getvalue()


def test_what_cannot_be_read_is_refused_in_one_line(page: Page, server: Server, bomb: bytes) -> None:
    """Binary, empty, cut short, a bomb: the name of the file, what is wrong, the way out; nothing is written."""
    before = everything(server)
    open_adding(page, server)
    for name, data, why in (
        ("noise.txt", bytes(range(256)) * 40, "noise.txt: "),
        ("empty.txt", b"", "empty.txt: "),
        ("torn.docx", bomb[: len(bomb) // 2], "torn.docx: is damaged or cut short"),
        ("bomb.docx", bomb, "bomb.docx: unpacks to far more than it should"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(400), "picture.pdf: is a PNG picture"),
    ):
        upload(page, name, data)
        alert = page.get_by_test_id("stAlert").get_by_role("alert")
        expect(alert).to_contain_text(why, timeout=30_000)
        assert "\n" not in alert.inner_text().strip(), name
        expect(page.get_by_role("button", name="Add it")).to_have_count(0)
    assert everything(server) == before


def test_the_largest_upload_is_the_largest_that_is_read() -> None:
    """Two limits that differ would have one of them lie."""
    assert module._OPTIONS["server.maxUploadSize"] == MOST_BYTES >> 20
    assert MOST_BYTES % (1 << 20) == 0  # Streamlit counts in whole megabytes


def test_a_file_that_is_too_large_is_refused_with_its_limit(page: Page, server: Server, tmp_path: Path) -> None:
    """The page says it before a byte is sent, and the server refuses it from whoever sends it nevertheless."""
    before = everything(server)
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    puts: list[Sent] = []
    page.on("request", lambda one: puts.append(one) if one.method == "PUT" else None)
    open_adding(page, server)
    expect(page.get_by_text(f"up to {MOST_BYTES >> 20} MB", exact=False).first).to_be_visible()
    page.locator("input[type=file]").set_input_files(large)
    expect(page.get_by_text(f"File must be {MOST_BYTES >> 20}.0MB or smaller.")).to_be_visible(timeout=30_000)
    assert puts == []
    upload(page, "small.txt", b"A small text. It has two sentences.")
    understood(page)
    (sent,) = puts
    headers = {**sent.all_headers(), "content-length": str(MOST_BYTES + (1 << 20))}
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(sent.url, b"x", headers, method="PUT"), timeout=30)
    assert refused.value.code == 413
    assert everything(server) == before


@pytest.mark.parametrize("name", ["../../stray.txt", "..\\..\\stray.txt", "CON.txt", ".txt", "a" * 300 + ".txt"])
def test_a_files_name_never_says_where_it_is_written(page: Page, server: Server, name: str) -> None:
    """A name is the sender's; the folder's is made of letters, digits and hyphens, and proposed to be changed."""
    before = everything(server)
    open_adding(page, server)
    upload(page, name, b"One sentence about a rope. Another one about a knot.\n")
    understood(page)
    proposed = name_field(page)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", proposed), proposed
    assert proposed not in ("con", "taken")
    page.get_by_role("button", name="Add it").click()
    expect(page).to_have_url(re.compile(r"/review\?guide="))
    expect(page.get_by_role("radio", name="Outline")).to_be_visible()
    content = server.root / "content" / proposed
    assert everything(server) - before == {f"content/{proposed}", f"content/{proposed}/guide.md"}
    (content / "guide.md").unlink()
    content.rmdir()


def test_a_guide_that_is_there_stays_and_another_name_is_proposed(page: Page, server: Server) -> None:
    """Nobody loses a guide because two documents have one title."""
    before = everything(server)
    open_adding(page, server)
    upload(page, "mine.md", b"# Taken\n\nThis is another text. It wants the same name.\n")
    understood(page)
    for name in ("taken", "TAKEN"):  # some systems do not tell them apart
        call(page, name)
        expect(page.get_by_text(f"There is a guide called {name} already; it stays as it is.")).to_be_visible()
        expect(page.get_by_role("button", name="Add it")).to_be_disabled()
    for name in ("../taken", "..", "con", "COM1.guide", "a/b", "a\\b", ".hidden", "end.", "a?b"):
        call(page, name)
        expect(page.get_by_text(f"“{name}” cannot name a folder everywhere")).to_be_visible()
        expect(page.get_by_role("button", name="Add it")).to_be_disabled()
    assert everything(server) == before
    call(page, "taken")
    page.get_by_role("button", name="Call it taken-2").click()
    expect(page.get_by_role("textbox", name="Name of the guide’s folder")).to_have_value("taken-2")
    page.get_by_role("button", name="Add it").click()
    expect(page).to_have_url(re.compile(r"/review\?guide=taken-2$"))
    assert (server.root / "content/taken/guide.md").read_text("utf-8") == OTHERS


def test_whoever_adds_the_same_name_at_the_same_moment_is_told(page: Page, browser: Browser, server: Server) -> None:
    """The page looked before; the one who comes second must not win."""
    other = browser.new_page()
    for one, text in ((page, b"# Both\n\nThe first text.\n"), (other, b"# Both\n\nThe second text.\n")):
        open_adding(one, server)
        upload(one, "both.md", text)
        understood(one)
    page.get_by_role("button", name="Add it").click()
    expect(page).to_have_url(re.compile(r"/review\?guide=both$"))
    other.get_by_role("button", name="Add it").click()
    expect(other.get_by_text("There is a guide called both already; it stays as it is.")).to_be_visible()
    assert "The first text." in (server.root / "content/both/guide.md").read_text("utf-8")
    other.close()


def test_words_of_a_document_are_words(page: Page, server: Server) -> None:
    """A document may be anybody's: what stands in it is shown, never run."""
    harm = "<img src=x onerror='window.harmed=1'> [a](javascript:window.harmed=1) :material/home: $x$"
    open_adding(page, server)
    upload(
        page, "harm.txt", f"{harm}\n\nNora says, “{harm}, is what I say.”\n\nDear {harm},\n\nWell.\n\nNora\n".encode()
    )
    understood(page)
    page.wait_for_timeout(500)
    assert page.evaluate("window.harmed") is None
    assert page.locator(".st-key-adding img, .st-key-adding a[href^=javascript]").count() == 0


def test_a_file_is_added_with_the_keyboard_alone(page: Page, server: Server) -> None:
    """Every step is reached with Tab, in the order in which it is read."""
    open_adding(page, server)
    upload(page, "keys.md", b'# Keys\n\nSomebody writes to the island. "Is it far?" Ada asks.\n')
    understood(page)
    page.get_by_role("combobox", name="Language").focus()
    add = page.get_by_role("button", name="Add it")
    for _ in range(12):
        page.keyboard.press("Tab")
        if add.evaluate("one => one === document.activeElement"):
            break
    expect(add).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/review\?guide=keys$"))


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, server: Server, width: int, scheme: str
) -> None:
    """Empty, refused, and full of what was understood; on a small phone too, in both themes."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    open_adding(page, server)
    page.wait_for_timeout(500)
    assert violations(page) == []
    upload(page, "empty.txt", b"")
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    page.wait_for_timeout(300)
    assert violations(page) == []
    upload(page, "boat.txt", STORY.encode())
    understood(page)
    page.wait_for_timeout(700)
    assert violations(page) == []
    call(page, "taken")
    expect(page.get_by_role("button", name=re.compile("^Call it taken-"))).to_be_visible()
    page.wait_for_timeout(300)
    assert violations(page) == []
    assert page.evaluate("document.querySelector('.st-key-adding').scrollWidth") <= width
    assert in_order(page)
    page.close()


def test_the_way_to_this_page_is_shown_where_nothing_is_yet(page: Page, tmp_path: Path) -> None:
    """The first visit: no guide, and no need to know of a terminal."""
    fresh = Server(tmp_path, free_port()).start()
    try:
        for path in ("/", "/library", "/review"):
            page.goto(fresh.url + path)
            expect(page.get_by_role("heading", level=1, name="No guides yet")).to_be_visible(timeout=30_000)
            page.locator("[data-testid=stMain]").get_by_role("link", name="Add a guide").click()
            expect(page.get_by_role("heading", level=1, name="Add a guide")).to_be_visible()
        upload(page, "first.txt", b"The first text of all. It is short.")
        understood(page)
        page.get_by_role("button", name="Add it").click()
        turn_to(page, "Names")
        told(page, "Every change is written at once: to guide.md")
    finally:
        fresh.stop()

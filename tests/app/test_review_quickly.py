"""Two clicks on the review page before it shows what the first one did: both are done, or the second is refused."""

import re
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from companion.app.reviewing.desk import look
from companion.guide import markdown
from companion.guide.model import Guide
from tests.app.reviewed import choose, open_review, told, write
from tests.app.served import Server, free_port

AT_ONCE = "at once"
TWICE = pytest.mark.parametrize("when", [AT_ONCE, "on a slow line"])

LINKED = """\
# Summary

{#aa}
Nora ties the mule to the gate.

{#bb}
Bram comes out with a lantern.

{#cc}
They wait on the step until the tide has gone.

{role=notes}
# Commentary

{about="#aa #bb #cc"}
A gate, a lantern and a step are all the furniture of this road.
"""

LETTERS = "# Post\n\n" + "\n\n".join(
    f"The post comes to {name}.\n\n::: letter {{by=Bram to={name}}}\n{name}, the salt was dry.\n\nYours, Bram\n:::"
    for name in ("Ann", "Bea", "Cat")
)

SAID = """\
# Gate

Nora ties the mule. “Who keeps this road?” Nora asks. It rains, [and the sea is loud]{by=Bram}, all day.

“I keep it, and I was asleep until now,” says Bram. “You may pass when the tide has gone.” They wait.
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("quickly")
    (root / "content").mkdir()
    running = Server(root, free_port()).start()
    yield running
    running.stop()


def read(path: Path) -> Guide:
    return markdown.read(path.read_text("utf-8"), "guide.md", path.parent.name)


@dataclass
class Line:
    """What the server tells the page, kept back as long as the line is slow."""

    slow: bool = False
    kept: list[Callable[[], None]] = field(default_factory=list)

    def connect(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda told: self.kept.append(partial(route.send, told)) if self.slow else route.send(told))
        route.on_message(server.send)

    def hear(self) -> None:
        self.slow = False
        while self.kept:
            self.kept.pop(0)()


@pytest.fixture
def line(page: Page) -> Line:
    line = Line()
    page.route_web_socket(re.compile("/_stcore/stream"), line.connect)
    return line


def rest(page: Page) -> None:
    """Wait until nothing is going on any more."""
    page.wait_for_timeout(300)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)


def written(page: Page, path: Path, before: bytes) -> None:
    """Wait until something is written there, and the server has made the page anew."""
    for _ in range(200):
        if path.read_bytes() != before:
            page.wait_for_timeout(500)
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{path.parent.name}: nothing is written")


def twice(page: Page, line: Line, path: Path, names: tuple[str, str], when: str) -> None:
    """Click the buttons that begin with these names before the page has heard what the first click did."""
    for name in names:
        expect(page.get_by_role("button", name=name).first).to_be_visible()
    rest(page)
    before, line.slow = path.read_bytes(), True
    for group in [names] if when == AT_ONCE else [names[:1], names[1:]]:
        page.evaluate(
            """names => {
                const said = (one) => one.textContent.replaceAll("\\u2060", "").trim();
                const every = [...document.querySelectorAll("button")];
                names.map((name) => every.find((one) => said(one).startsWith(name))).forEach((one) => one.click());
            }""",
            list(group),
        )
        written(page, path, before)
    line.hear()
    rest(page)


@TWICE
def test_two_links_removed_at_once_are_both_gone(page: Page, server: Server, line: Line, when: str) -> None:
    """The second click is no reason for the first link to come back."""
    path = write(server.root, f"unlinked-{len(when)}", LINKED)
    open_review(page, server, path.parent.name, "Links")
    expect(page.get_by_role("button", name="Remove")).to_have_count(3)
    twice(page, line, path, ("Remove link of paragraph 1 to 1", "Remove link of paragraph 1 to 2"), when)
    expect(page.get_by_role("button", name="Remove")).to_have_count(1)
    assert 'about="#cc"' in path.read_text("utf-8")


@TWICE
def test_two_proposals_accepted_at_once_are_both_linked(page: Page, server: Server, line: Line, when: str) -> None:
    text = LINKED.replace('{about="#aa #bb #cc"}\n', "").replace(
        "A gate, a lantern and a step are all the furniture of this road.",
        "They wait for the tide on the step and at the gate, where the mule is tied.",
    )
    path = write(server.root, f"linked-{len(when)}", text)
    open_review(page, server, path.parent.name, "Links")
    accept = page.get_by_role("button", name="Accept link")
    expect(accept.nth(1)).to_be_visible()
    twice(page, line, path, ("Accept link of paragraph 1 to 1", "Accept link of paragraph 1 to 3"), when)
    expect(page.get_by_role("button", name="Remove")).to_have_count(2)
    assert [len(note.targets) for note in read(path).notes] == [2]


@TWICE
def test_of_two_letters_unmarked_at_once_no_third_one_is(page: Page, server: Server, line: Line, when: str) -> None:
    """The third letter is called letter-2 as soon as the first is none."""
    path = write(server.root, f"letters-{len(when)}", LETTERS)
    open_review(page, server, path.parent.name, "Letters")
    buttons = page.get_by_role("button", name="Not a letter")
    expect(buttons).to_have_count(3)
    twice(page, line, path, ("Not a letter The letter to Ann", "Not a letter The letter to Bea"), when)
    expect(buttons).to_have_count(1)
    expect(page.locator(".st-key-review")).to_contain_text("Cat, the salt was dry.")
    (left,) = read(path).passages
    texts = {block.id: block.text for block in read(path).blocks()}
    assert [texts[name] for name in left.blocks] == ["Cat, the salt was dry.", "Yours, Bram"]


@TWICE
def test_two_speakers_accepted_at_once_both_stay(page: Page, server: Server, line: Line, when: str) -> None:
    """What the browser has not heard of yet is not taken for somebody's choice."""
    path = write(server.root, f"said-{len(when)}", SAID)
    open_review(page, server, path.parent.name, "Quotations")
    twice(page, line, path, ("It is Nora", "It is Bram"), when)
    told(page, "Saved: Bram says")
    speakers = [one.speaker for block in read(path).blocks() for one in block.quotations]
    assert speakers == ["Nora", "Bram", "Bram", None]


@TWICE
def test_of_two_entries_removed_at_once_no_third_one_is(page: Page, server: Server, line: Line, when: str) -> None:
    path = write(server.root, f"names-{len(when)}")
    lexicon = path.with_name("lexicon.toml")
    lexicon.write_text('[words]\nNora = "norra"\nBram = "brahm"\nmule = "mewl"\n', "utf-8")
    open_review(page, server, path.parent.name, "Names")
    buttons = page.get_by_role("button", name="Remove")
    expect(buttons).to_have_count(3)
    twice(page, line, lexicon, ("Remove Nora", "Remove Bram"), when)
    expect(buttons).to_have_count(1)
    assert tomllib.loads(lexicon.read_text("utf-8")) == {"words": {"mule": "mewl"}}


@TWICE
def test_a_double_click_marks_one_letter(page: Page, server: Server, line: Line, when: str) -> None:
    """Where several letters begin with the same words, it is not the next one that the second click marks."""
    letter = "The post comes.\n\nDear Nora,\n\nThe salt was {}.\n\nYours truly,\n\nBram"
    text = "# Post\n\n" + "\n\n".join(letter.format(how) for how in ("dry", "wet", "gone"))
    path = write(server.root, f"found-{len(when)}", text)
    open_review(page, server, path.parent.name, "Letters")
    expect(page.get_by_role("button", name="Mark it as a letter")).to_have_count(3)
    name = "Mark it as a letter Dear Nora, The salt was wet"
    twice(page, line, path, (name, name), when)
    texts = {block.id: block.text for block in read(path).blocks()}
    assert [texts[passage.blocks[1]] for passage in read(path).passages] == ["The salt was wet."]
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


@TWICE
def test_a_double_click_marks_one_letter_by_hand(page: Page, server: Server, line: Line, when: str) -> None:
    path = write(server.root, f"hand-{len(when)}", SAID)
    open_review(page, server, path.parent.name, "Letters")
    page.get_by_role("button", name="Mark a letter by hand").click()
    for end in ("First", "Last"):
        choose(page, f"{end} paragraph", "1: Nora ties the mule. “Who keeps this road?” Nora asks. It rains, and t…")
    expect(page.get_by_role("button", name="Mark these paragraphs")).to_be_enabled()
    twice(page, line, path, ("Mark these paragraphs", "Mark these paragraphs"), when)
    assert [passage.kind for passage in read(path).passages] == ["letter"]
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    expect(page.get_by_role("button", name="Not a letter")).to_have_count(1)


def test_a_voice_changed_twice_has_both_changes(page: Page, server: Server, line: Line) -> None:
    """A browser that has not heard of the new voice still shows the narrator's: nobody has chosen that."""
    path = write(server.root, "voices")
    open_review(page, server, "voices", "People")
    pitch = page.get_by_role("spinbutton", name="Pitch of Bram")
    faster = page.locator('[class*="st-key-row-person-"][class*="Bram"]').get_by_test_id("stNumberInputStepUp")
    expect(faster).to_have_count(2)
    rest(page)
    before, line.slow = path.read_bytes(), True
    faster.first.click()
    written(page, path, before)
    faster.last.click()
    line.hear()
    told(page, "pitch 52")
    expect(pitch).to_have_value("52")
    voice = read(path).speakers["Bram"].voice
    assert voice is not None
    assert (voice.rate, voice.pitch) == (175, 52)


def test_a_role_that_follows_from_another_is_nobodys_choice(page: Page, server: Server, line: Line) -> None:
    """A section below one that becomes commentary is commentary too, whatever the page showed a moment ago."""
    path = write(server.root, "roles", "# Gate\n\nNora waits.\n\n## Rain\n\nIt rains.\n\n# Sun\n\nIt shines.\n")
    open_review(page, server, "roles", "Outline")
    before = path.read_bytes()
    page.get_by_role("combobox", name="What it is section 1").click()
    line.slow = True
    page.get_by_role("option", name="Commentary").click()
    written(page, path, before)
    page.get_by_role("textbox", name="Section 3").fill("Noon")
    page.get_by_role("textbox", name="Section 3").press("Enter")
    page.wait_for_timeout(500)
    line.hear()
    told(page, "Saved: the section is called Noon")
    assert [(section.title, section.role) for section in read(path).sections] == [
        ("Gate", "notes"),
        ("Rain", "notes"),
        ("Noon", "text"),
    ]
    assert path.read_text("utf-8").count("role=") == 1


def test_each_line_of_a_damaged_guide_is_mended_by_its_own_words(page: Page, server: Server, line: Line) -> None:
    """The second problem is the first as soon as the first is mended."""
    path = write(
        server.root, "damaged", "# Gate\n\n::: lettre\nOne.\n:::\n\n::: vers\nTwo.\n:::\n\n::: quot\nThree.\n:::\n"
    )
    page.goto(f"{server.url}/review?guide=damaged")
    first, second = (page.get_by_role("textbox", name=re.compile(f"line {line}$")) for line in (3, 7))
    expect(first).to_be_visible(timeout=30_000)
    rest(page)
    before, line.slow = path.read_bytes(), True
    first.fill("::: letter")
    second.focus()  # which is when the first is written
    written(page, path, before)
    second.fill("::: verse")
    second.press("Enter")
    page.wait_for_timeout(500)
    line.hear()
    told(page, "Saved: line 7")
    assert (
        path.read_text("utf-8") == "# Gate\n\n::: letter\nOne.\n:::\n\n::: verse\nTwo.\n:::\n\n::: quot\nThree.\n:::\n"
    )


def test_two_clicks_that_are_handled_side_by_side_are_both_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each click is a thread of its own; the second must not take what the first writes for somebody else's work."""
    monkeypatch.setattr("streamlit.components.v2.component", lambda *given, **named: None)  # only a server has them
    furniture = import_module("companion.app.reviewing.furniture")
    path = tmp_path / "guide.md"
    path.write_text("one", "utf-8")
    known = furniture.Memory()
    monkeypatch.setattr(furniture, "memory", lambda guide: known)
    paper, begun = look(path), threading.Event()

    def slowly(text: str) -> str:
        begun.set()
        time.sleep(0.2)
        return text + " two"

    first = threading.Thread(target=furniture.write, args=("guide", paper, "two", slowly))
    first.start()
    begun.wait()
    assert furniture.write("guide", paper, "three", lambda text: text + " three")
    first.join()
    assert (path.read_text("utf-8"), known.said) == ("one two three", "Saved: three")

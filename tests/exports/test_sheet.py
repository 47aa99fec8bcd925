"""The printed page of an excerpt, in a real browser."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types
from playwright.sync_api import Page, expect

from companion.exports.excerpt import NOTES, excerpt
from companion.exports.narrated import Narrated
from companion.exports.sheet import sheet

PAPER = {"A4": (210, 297), "Letter": (216, 279)}  # mm
MARGIN = 16  # mm, left and right


@pytest.fixture
def printed(weir: Narrated, page: Page, tmp_path: Path) -> Page:
    """The page as it is opened from the unpacked zip."""
    path = tmp_path / "page.html"
    path.write_text(sheet(excerpt(weir.timeline, "start", "after", NOTES["passage"])), "utf-8")
    page.goto(path.as_uri())
    return page


def test_sentences_are_numbered_with_their_times(printed: Page, weir: Narrated) -> None:
    """A class says "line 4" and hears the same one."""
    lines = printed.locator("li")
    assert lines.count() == 9
    assert printed.locator(".number").all_text_contents() == [str(number) for number in range(1, 10)]
    assert lines.first.text_content() == "10:00The miller counted the sacks."
    times = [text.split(":") for text in printed.locator(".time").all_text_contents()]
    assert times == sorted(times)
    expect(printed.get_by_role("heading", name="The letter of Ida")).to_be_visible()


def test_notes_say_which_lines_they_are_about_and_ask_their_question(printed: Page) -> None:
    """The page is for those who talk about the text."""
    notes = printed.locator(".note")
    assert notes.count() == 3
    expect(notes.nth(0)).to_contain_text("On 5–7")
    expect(notes.nth(0)).to_contain_text("Ida asks for nothing.")
    expect(notes.nth(0).locator(".prompt")).to_have_text("Who owns a river?")
    expect(notes.nth(1)).to_contain_text("On 8–9, heard at")
    expect(notes.nth(2)).to_contain_text("On 2")


def test_it_names_the_work_and_the_voice(printed: Page) -> None:
    """Text made of another's work is named as such on the page."""
    expect(printed.locator("main")).to_contain_text(
        "About this text: A retelling of a tale that somebody else told first."
    )
    expect(printed.locator("main")).to_contain_text("Read by a synthetic voice (espeak-en-us).")
    expect(printed.locator("main")).to_contain_text("Study guide by Nobody in particular.")
    expect(printed.locator("main")).to_contain_text("?guide=weir&from=")


def test_what_a_guide_says_is_text(printed: Page) -> None:
    """Words in angle brackets are words; emphasis is emphasis."""
    assert printed.locator("main b").all_text_contents() == ["About this text:"]
    expect(printed.get_by_role("heading", level=1)).to_have_text("The Weir & the <b>Wheel</b>")
    assert printed.locator("li em").all_text_contents() == ["four"]


@pytest.mark.parametrize("paper", PAPER)
def test_it_fits_the_paper_in_black_on_white(printed: Page, paper: str) -> None:
    """A4 in one country, Letter in another; a school's printer has one colour."""
    printed.emulate_media(media="print", color_scheme="dark")
    width = round((PAPER[paper][0] - 2 * MARGIN) * 96 / 25.4)
    printed.set_viewport_size({"width": width, "height": round(PAPER[paper][1] * 96 / 25.4)})
    assert printed.evaluate("document.documentElement.scrollWidth <= innerWidth")
    colours = "[...document.querySelectorAll('body, body *')].map(one => getComputedStyle(one).color)"
    assert set(printed.evaluate(colours)) == {"rgb(0, 0, 0)"}
    assert printed.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert printed.pdf(format=paper).startswith(b"%PDF")


def test_it_can_be_read_by_everybody(printed: Page) -> None:
    """On a screen too, down to 320 px."""
    printed.set_viewport_size({"width": 320, "height": 640})
    assert printed.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(printed).response["violations"] == []

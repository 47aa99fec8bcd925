"""Class mode: one passage at a time, large, led by a clicker, with nothing personal on the screen."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types
from playwright.sync_api import expect

from tests.player.stage import Reader, Site
from tests.player.test_prompts import LAMP, prompted

BLOCKS = ".cp-page .cp-block"
SIZE = "parseFloat(getComputedStyle(document.querySelector('.cp-page')).fontSize)"


@pytest.fixture
def site(site: Site) -> Site:
    """The sample guide, with prompts."""
    return prompted(site)


def _enter(reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 1280, "height": 720})
    reader.open()
    reader.press("c")
    reader.page.get_by_role("region", name="Class mode").wait_for()


def _shown(reader: Reader) -> list[str]:
    """The passages of the text that can be seen."""
    found: list[str] = reader.page.eval_on_selector_all(
        BLOCKS, "all => all.filter(one => one.offsetHeight).map(one => one.textContent)"
    )
    return found


def test_one_passage_at_a_time_is_shown_led_by_a_clicker(reader: Reader) -> None:
    """Page Up and Page Down are what a clicker sends; Space plays; the place goes on."""
    _enter(reader)
    assert _shown(reader) == ["The Sandbar Light"]
    reader.press("PageDown")
    (passage,) = _shown(reader)
    assert passage.startswith("Nora Quill rows")
    reader.press("PageDown")
    assert _shown(reader)[0].startswith("Dear Mrs. Tolland,")
    expect(reader.page.locator(".cp-passage-title")).to_be_visible()
    reader.press("PageUp", "Space")
    reader.wait_word("rows")
    assert len(_shown(reader)) == 1
    reader.page.evaluate("window.sounds.at(-1).currentTime = 10.1")  # near the end of the passage
    reader.page.wait_for_function("document.querySelector('.cp-class-now').textContent.startsWith('Dear')")
    reader.press("Space", "Escape")
    expect(reader.page.get_by_role("region", name="Class mode")).to_be_hidden()
    assert len(_shown(reader)) > 10
    expect(reader.page.locator(".cp-page .cp-line-now, .cp-passage-title.cp-line-now")).to_be_in_viewport()


def test_it_fills_the_screen_and_leaves_it_with_the_full_screen(reader: Reader) -> None:
    """Escape belongs to the browser while the screen is full: class mode ends with it."""
    _enter(reader)
    reader.page.wait_for_function("document.fullscreenElement?.classList.contains('companion')")
    reader.page.evaluate("document.exitFullscreen()")
    expect(reader.page.get_by_role("region", name="Class mode")).to_be_hidden()


def test_without_a_full_screen_it_fills_the_window(reader: Reader) -> None:
    """A school's browser may forbid it."""
    reader.page.add_init_script("Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('no'))")
    reader.page.add_init_script("addEventListener('DOMContentLoaded', () => { document.body.style.padding = '50px'; })")
    _enter(reader)
    box = reader.page.locator(".companion").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 720}


def test_the_text_is_as_large_as_fits_and_readable_from_the_back_row(reader: Reader) -> None:
    """Every passage at 1280 x 720: at least 2.2 rem, black on white, and all of it on the screen or scrolling."""
    _enter(reader)
    sizes = []
    for _ in range(9):
        size = reader.page.evaluate(SIZE)
        sizes.append(size)
        assert size >= 2.2 * 16
        fits = "(one => one.scrollHeight <= one.clientHeight + 1)(document.querySelector('.cp-text'))"
        assert reader.page.evaluate(fits)
        larger = f"""(one => {{
            document.querySelector('.companion').style.setProperty('--cp-class-size', '{size + 8}px');
            return one.scrollHeight > one.clientHeight + 1;
        }})(document.querySelector('.cp-text'))"""
        assert size > 5.4 * 16 or reader.page.evaluate(larger), "it could be larger"
        reader.press("PageDown")
    assert min(sizes) > 3 * 16, sizes
    assert reader.page.evaluate("getComputedStyle(document.querySelector('.cp-class-now')).color") == "rgb(0, 0, 0)"


def test_a_long_passage_scrolls_with_the_voice(reader: Reader) -> None:
    """Nobody stands at the keyboard while it is read."""
    _enter(reader)
    reader.page.set_viewport_size({"width": 640, "height": 360})
    reader.press("PageDown", "Shift+ArrowRight", "PageUp", "ArrowRight", "ArrowRight", "Space")
    reader.wait_word("window.")
    expect(reader.page.locator(".cp-page .cp-word-now")).to_be_in_viewport()
    assert reader.page.evaluate("document.querySelector('.cp-text').scrollTop") > 50
    assert reader.page.evaluate(SIZE) >= 2.2 * 16


def test_the_analysis_is_hidden_until_it_is_asked_for(reader: Reader) -> None:
    """Its marks too: a class reads first."""
    _enter(reader)
    reader.press("PageDown")
    assert reader.page.locator(".cp-mark:visible, .cp-note:visible").count() == 0
    reader.press("n")
    notes = reader.page.locator(".cp-note:visible")
    assert [note.get_attribute("aria-label") for note in notes.all()] == ["Note 1", "Note 2"]
    size = "parseFloat(getComputedStyle(document.querySelector('.cp-class-now .cp-note-body')).fontSize)"
    assert reader.page.evaluate(size) >= 2.2 * 16
    assert _shown(reader) == []
    assert reader.page.evaluate("document.activeElement.className") == "cp-cards", "the arrows scroll what is seen"
    reader.press("n")
    assert reader.page.evaluate("document.activeElement.className") == "cp-text"
    assert len(_shown(reader)) == 1
    reader.page.get_by_role("button", name="2 notes").click()
    assert notes.count() == 2
    reader.press("PageDown")
    assert notes.count() == 0, "the next passage begins with its words"


def test_the_reading_stops_before_the_analysis_and_goes_on_when_asked(reader: Reader) -> None:
    """The sections of notes are analysis as well."""
    _enter(reader)
    for _ in range(8):
        reader.press("PageDown")
    assert _shown(reader)[0].startswith("When autumn")
    reader.press("Space", "ArrowRight", "ArrowRight")
    reader.page.wait_for_function("window.sounds.at(-1).paused", timeout=20000)
    assert reader.line.startswith("He has never met Nora")
    reader.press("PageDown")
    assert _shown(reader) == ["Analysis"]


def test_it_pauses_at_the_marks_of_the_teacher(reader: Reader) -> None:
    """At the very end of the sentence, and goes on from there; outside of class mode nothing stops."""
    reader.open()
    reader.press("ArrowRight", "p", "c")
    reader.press("Space")
    reader.page.wait_for_function("window.sounds.at(-1).paused && window.sounds.at(-1).currentTime > 4", timeout=20000)
    assert reader.line.startswith("Nora Quill rows")
    assert 4.5 < reader.sound("currentTime") < 4.9
    expect(reader.page.locator(".companion > [role=status]")).to_have_text("Pause.")
    reader.press("Space")
    reader.wait_word("Nobody")
    reader.press("Space", "ArrowLeft", "Escape", "Space")
    reader.wait_word("Nobody")


def test_it_can_pause_after_each_passage(reader: Reader) -> None:
    """So that the class can talk; the choice is kept."""
    _enter(reader)
    reader.page.get_by_role("checkbox", name="Stop after each passage").check()
    reader.press("k")
    reader.page.wait_for_function("window.sounds.at(-1).paused && window.sounds.at(-1).currentTime > 0.5")
    assert _shown(reader) == ["The Sandbar Light"]
    assert reader.sound("currentTime") < 1
    _enter(reader)
    expect(reader.page.get_by_role("checkbox", name="Stop after each passage")).to_be_checked()


def test_nothing_personal_is_on_the_screen(reader: Reader) -> None:
    """Neither bookmarks nor one's own notes, nor a key that brings them up."""
    reader.open()
    reader.press("ArrowRight", "d", "c")
    region = reader.page.get_by_role("region", name="Class mode")
    region.wait_for()
    for key in ("e", "d", "o", "/", "s", "x", "l", "w", "["):
        reader.press(key)
    assert reader.page.locator("dialog[open]").count() == 0
    seen = reader.page.evaluate(
        """() => [...document.querySelectorAll(".companion *")]
            .filter((one) => one.matches("button, input, select, [data-flag]") && one.checkVisibility())
            .map((one) => one.ariaLabel || one.textContent || one.type)"""
    )
    assert seen == ["Previous passage", "Pause" if not reader.sound("paused") else "Play", "Next passage", "2 notes",
                    "checkbox", "Leave class mode"]  # fmt: skip
    reader.press("c")
    expect(region).to_be_hidden()
    reader.press("x")
    assert reader.page.locator("dialog[open]").count() == 1, "its keys are back"


def test_a_prompt_is_shown_large_and_goes_with_its_passage(reader: Reader) -> None:
    """The question that a class talks about is for the back row too."""
    _enter(reader)
    reader.press("PageDown", "ArrowRight", "Space")
    reader.wait_word("“You")
    prompt = reader.page.locator(".cp-prompt")
    expect(prompt).to_contain_text(LAMP)
    assert reader.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.cp-prompt')).fontSize)") >= 24
    reader.press("Space")
    text = reader.page.locator(".cp-text")
    assert text.evaluate("one => one.scrollHeight <= one.clientHeight + 1"), "the text makes room"
    reader.press("PageDown")
    expect(prompt).to_be_hidden()


@pytest.mark.parametrize("size", [(1280, 720), (320, 640), (320, 256)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_class_mode(reader: Reader, scheme: Any, size: tuple[int, int]) -> None:
    """With the text and with the notes; everything stays within the window."""
    reader.page.emulate_media(color_scheme=scheme)
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open()
    reader.press("c", "PageDown")
    for keys in ([], ["n"]):
        reader.press(*keys)
        found = Axe().run(reader.page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
        assert not reader.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    for name in ("Leave class mode", "Play", "Next passage"):
        expect(reader.page.locator(".cp-classroom").get_by_role("button", name=name)).to_be_in_viewport(ratio=0.9)

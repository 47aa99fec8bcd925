"""Keys belong to the person who presses them: each can be changed or switched off, and none is lost by it."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types
from playwright.sync_api import Locator, expect

from tests.player.stage import Reader


def row(reader: Reader, what: str) -> Locator:
    """The command's row in the list of keys."""
    return reader.page.locator("dialog[open] tr").filter(has=reader.page.get_by_text(what, exact=True))


def change(reader: Reader, what: str, key: str) -> None:
    """In the list of keys: press the button of that command, then the key."""
    row(reader, what).get_by_role("button", name=f"Change the key: {what}").click()
    expect(reader.page.get_by_role("button", name="Press the new key…")).to_be_focused()
    reader.press(key)


def told(reader: Reader) -> Locator:
    return reader.page.locator("dialog[open] [role=status]")


def test_a_command_takes_another_key_for_good(reader: Reader) -> None:
    """WCAG 2.2, 2.1.4: the new key works, the old one no longer, also after the page was closed."""
    reader.open()
    reader.press("?")
    change(reader, "Next sentence", "j")
    expect(told(reader)).to_have_text("Next sentence: J.")
    expect(row(reader, "Next sentence").locator("th")).to_have_text("J")
    expect(reader.page.get_by_role("button", name="Change the key: Next sentence")).to_be_focused()
    reader.press("Escape")
    for _ in range(2):
        reader.press("j")
        assert reader.line.startswith("Nora Quill")
        reader.press("ArrowLeft", "ArrowRight")
        assert reader.line == "The Sandbar Light", "the arrow that is no longer its key does nothing"
        reader.open()


def test_a_key_that_is_taken_says_by_whom_and_is_moved_only_when_asked(reader: Reader) -> None:
    """A command that lost its key in silence would look like a broken player."""
    reader.open()
    reader.press("?")
    change(reader, "Next sentence", "m")
    expect(told(reader)).to_have_text("M is the key for: Sound off or on.")
    reader.page.get_by_role("button", name="Leave it there").click()
    expect(row(reader, "Next sentence").locator("th")).to_have_text("→")
    expect(row(reader, "Sound off or on").locator("th")).to_have_text("M")
    change(reader, "Next sentence", "m")
    reader.page.get_by_role("button", name="Use it here instead").click()
    expect(told(reader)).to_have_text("Next sentence: M. Sound off or on: no key.")
    expect(row(reader, "Sound off or on").locator("th")).to_have_text("no key")
    reader.press("Escape", "m")
    assert reader.line.startswith("Nora Quill")
    assert not reader.sound("muted")
    reader.press("?")
    change(reader, "Sound off or on", "z")
    reader.press("Escape", "z")
    assert reader.sound("muted"), "and it can be given another one"


def test_a_command_can_be_without_a_key_and_all_come_back_at_once(reader: Reader) -> None:
    """For a key that somebody presses by accident."""
    reader.open()
    reader.press("?")
    row(reader, "Sound off or on").get_by_role("button").click()
    reader.page.get_by_role("button", name="No key").click()
    reader.press("Escape", "m")
    assert not reader.sound("muted")
    reader.press("?")
    reader.page.get_by_role("button", name="All keys as at first").click()
    expect(row(reader, "Sound off or on").locator("th")).to_have_text("M")
    reader.press("Escape", "m")
    assert reader.sound("muted")


def test_the_keys_that_lead_out_stay_what_they_are(reader: Reader) -> None:
    """Enter and Tab belong to everybody; Escape ends the question, then the dialog, and goes on leading back."""
    reader.open()
    reader.press("?")
    change(reader, "Faster", "Enter")
    expect(told(reader)).to_contain_text("Enter keeps its work")
    reader.press("Escape")
    expect(row(reader, "Faster").locator("th")).to_have_text(".")
    expect(reader.page.get_by_role("dialog", name="Keys")).to_be_visible()
    row(reader, "Faster").get_by_role("button").click()
    reader.press("Tab")
    expect(reader.page.get_by_role("button", name="No key")).to_be_focused()
    change(reader, "From a note back to the very word", "z")
    expect(row(reader, "From a note back to the very word").locator("th")).to_have_text("Z or Esc")
    reader.press("Escape")
    expect(reader.page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_keys_with_shift_and_space_can_be_given(reader: Reader) -> None:
    """Space must not press the button that asks for it."""
    reader.open()
    reader.press("?")
    change(reader, "Next sentence", "Shift+PageDown")
    expect(row(reader, "Next sentence").locator("kbd")).to_have_text(["Shift", "Page Down"])
    change(reader, "Previous sentence", "Space")
    reader.page.get_by_role("button", name="Use it here instead").click()
    expect(row(reader, "Play or pause").locator("th")).to_have_text("K")
    reader.press("Escape", "Shift+PageDown")
    assert reader.line.startswith("Nora Quill")
    reader.press("Space")
    assert reader.line == "The Sandbar Light"
    assert reader.sound("paused")


def test_a_new_key_that_is_a_letter_says_when_letters_are_off(reader: Reader) -> None:
    """Else it would seem that the change was not taken."""
    reader.open()
    reader.press("?")
    reader.page.get_by_label(re.compile("Use letters and signs")).uncheck()
    change(reader, "Next sentence", "j")
    expect(told(reader)).to_contain_text("Letters and signs are switched off now.")


@pytest.mark.parametrize("kept", ["[]", '{"own": {"toggle": 3, "next": [null, 7], "gone": ["k"]}}', "nonsense"])
def test_what_was_kept_wrongly_costs_no_key(reader: Reader, kept: str) -> None:
    """What is in the browser's storage may be of another version, or of anybody."""
    reader.page.add_init_script(f"localStorage.setItem('companion:keys', {json.dumps(kept)})")
    reader.open()
    reader.press("k")
    reader.page.wait_for_function("!window.sounds.at(-1).paused")


@pytest.mark.parametrize("size", [(1280, 800), (320, 256)])
def test_the_question_for_a_key_is_accessible_and_fits(reader: Reader, size: tuple[int, int]) -> None:
    """Also at 400 %: nothing sideways, every target at least 24 px."""
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open()
    reader.press("?")
    change(reader, "Next sentence", "m")
    assert Axe().run(reader.page).response["violations"] == []
    reader.page.get_by_role("button", name="Leave it there").click()
    row(reader, "Next sentence").get_by_role("button").click()
    assert Axe().run(reader.page).response["violations"] == []
    wide, small = reader.page.evaluate(
        """() => {
            const dialog = document.querySelector("dialog[open]");
            const boxes = [...dialog.querySelectorAll("button, input")].map(one => one.getBoundingClientRect());
            const small = boxes.filter(box => box.width < 24 || box.height < 24).length;
            return [dialog.scrollWidth > dialog.clientWidth, small];
        }"""
    )
    assert (wide, small) == (False, 0)

"""Questions to discuss: on the note's card, and beside the text when its passage has been played."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types
from playwright.sync_api import expect

from tests.player.stage import Reader, Site

LAMP = "Who gains if the lamp <b>stays</b> dark?"
CONFESSION = "What does Harbin confess to?"


@pytest.fixture
def site(site: Site) -> Site:
    """Two of the notes have a prompt: one about a few words, one about the whole letter."""
    return prompted(site)


def prompted(site: Site) -> Site:
    """Gives two of the notes a prompt, one of them written by somebody who knows HTML."""
    payload = json.loads(site.files["/guide.json"])
    for note in payload["notes"]:
        if note["id"] in ("lamp", "confession"):
            note["prompt"] = LAMP if note["id"] == "lamp" else CONFESSION
    site.files["/guide.json"] = json.dumps(payload).encode()
    return site


def test_a_prompt_stands_on_its_note_as_plain_text(reader: Reader) -> None:
    """Where a teacher looks for it; what a guide brings is never markup."""
    reader.open()
    cards = reader.page.locator(".cp-note-prompt")
    assert cards.all_text_contents() == [f"To discuss{LAMP}", f"To discuss{CONFESSION}"]
    assert reader.page.locator(".cp-note-prompt b").count() == 0


def test_a_prompt_comes_when_its_passage_has_been_played_and_only_once(reader: Reader) -> None:
    """Not before, and not again at every repetition."""
    reader.open()
    card = reader.page.get_by_role("region", name="To discuss")
    reader.click_word("says")
    reader.wait_word("that")
    expect(card).to_be_hidden()
    reader.wait_word("“You")
    expect(card).to_contain_text(LAMP)
    assert reader.page.locator(".cp-prompts b").count() == 0
    assert not reader.sound("paused"), "it does not interrupt"
    text, box = reader.page.locator(".cp-text").bounding_box(), card.bounding_box()
    assert text is not None
    assert box is not None
    assert text["y"] + text["height"] <= box["y"] + 1, "it stands below the text, not over it"
    card.get_by_role("button", name="Close the question").click()
    expect(card).to_be_hidden()
    reader.click_word("dark.")
    reader.wait_word("“You")
    expect(card).to_be_hidden()


def test_a_passage_that_is_skipped_asks_nothing(reader: Reader) -> None:
    """The question is about what has been heard."""
    reader.open()
    reader.click_word("believes")
    reader.wait_word("her")
    reader.click_word("folds")
    reader.wait_word("pages")
    expect(reader.page.get_by_role("region", name="To discuss")).to_be_hidden()


def test_a_prompt_is_said_in_the_next_pause(reader: Reader) -> None:
    """Never over the narration; and by keyboard one reaches it, its note, and closes it."""
    reader.open()
    status = reader.page.locator(".companion > [role=status]")
    reader.click_word("says")
    reader.wait_word("“You")
    expect(status).not_to_contain_text("To discuss")
    reader.press("k")
    expect(status).to_have_text(f"To discuss: {LAMP}", timeout=4000)
    reader.page.locator(".cp-prompt-list").focus()
    reader.press("Tab", "Tab")
    assert reader.page.evaluate("document.activeElement.ariaLabel") == "Close the question"
    reader.press("Enter")
    expect(reader.page.get_by_role("region", name="To discuss")).to_be_hidden()
    assert reader.page.evaluate("document.activeElement.className") == "cp-text"


def test_a_prompt_about_a_letter_comes_at_its_end_also_where_an_excerpt_stops(reader: Reader) -> None:
    """A teacher plays the letter as an excerpt: the question follows, then the class talks."""
    reader.open(**{"from": "s-summary-4-0", "to": "s-summary-4-0"})
    reader.press("k")
    reader.wait_word("bar.")
    expect(reader.page.get_by_role("region", name="To discuss")).to_contain_text(CONFESSION)
    reader.page.wait_for_function("window.sounds.at(-1).paused")
    status = reader.page.locator(".companion > [role=status]")
    expect(status).to_have_text("The excerpt has ended. Play plays it again.")
    expect(status).to_have_text(f"To discuss: {CONFESSION}", timeout=4000)


@pytest.mark.parametrize("size", [(1280, 800), (320, 640), (320, 256)])
def test_axe_finds_nothing_wrong_with_a_prompt(reader: Reader, size: tuple[int, int]) -> None:
    """Also where there is little room; the bar stays in reach."""
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open()
    reader.click_word("dark.")
    reader.wait_word("“You")
    reader.press("k")
    expect(reader.page.get_by_role("region", name="To discuss")).to_be_visible()
    found = Axe().run(reader.page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    expect(reader.page.locator(".cp-play")).to_be_in_viewport(ratio=0.9)
    expect(reader.page.get_by_role("button", name="Close the question")).to_be_in_viewport(ratio=0.9)

"""What people do with it: by key, by mouse, from the text to a note and back."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.player.stage import Reader


def test_the_keys_move_by_sentence_and_by_passage(reader: Reader) -> None:
    """Without a mouse, and with nothing focused: as one who listens would."""
    reader.open()
    title = reader.page.locator(".cp-passage-title")
    for key, line in (
        ("ArrowRight", "Nora Quill rows"),
        ("ArrowRight", "Nobody in Harl"),
        ("ArrowLeft", "Nora Quill rows"),
        ("Shift+ArrowRight", ""),  # the announcement of the letter: its title is lit, no sentence of the text
        ("ArrowRight", "Dear Mrs. Tolland,"),
        ("Shift+ArrowRight", "I am the man"),
        ("Shift+ArrowLeft", ""),
        ("Shift+ArrowLeft", "Nora Quill rows"),
        ("Shift+ArrowLeft", "The Sandbar Light"),
        ("ArrowLeft", "The Sandbar Light"),
    ):
        reader.press(key)
        announced = "cp-line-now" in str(title.get_attribute("class"))
        assert (announced, reader.line.startswith(line)) == (line == "", True), (key, reader.line)
    assert reader.sound("paused")


def test_a_sentence_can_be_heard_again(reader: Reader) -> None:
    """The key that a learner presses most."""
    reader.open()
    reader.press("ArrowRight", "k")
    reader.wait_word("against")
    reader.press("k", "r")
    assert reader.word == "Nora"


def test_sentences_go_on_across_sections_in_both_ways(reader: Reader) -> None:
    """The last sentence is followed by the first of the next section."""
    reader.open()
    reader.press("s", "Tab", "Enter")
    reader.page.wait_for_function("document.querySelector('.cp-page .cp-line-now').textContent === 'Analysis'")
    reader.press("ArrowLeft")
    assert reader.line.startswith("He has never met Nora")
    reader.press("ArrowRight")
    assert reader.line == "Analysis"


def test_the_whole_way_by_keyboard_alone(reader: Reader) -> None:
    """Tab to the text, play, hear the note, come back to the very word, and go on."""
    reader.open()
    for _ in range(30):
        reader.press("Tab")
        if reader.page.evaluate("document.activeElement.className") == "cp-text":
            break
    assert reader.page.evaluate("document.activeElement.className") == "cp-text"
    reader.press("ArrowRight", "Space")
    reader.wait_word("because")
    reader.press("Space")
    word = reader.word
    reader.press("n")
    reader.wait_open("asides", playing=True)
    expect(reader.page.locator(".companion > [role=status]")).to_contain_text("Note 1 playing")
    expect(reader.page.locator(".cp-note.cp-heard")).to_have_attribute("aria-label", "Note 1")
    assert reader.word == ""
    reader.press("b")
    reader.wait_open("summary")
    assert reader.word == word
    assert reader.sound("paused"), "it stood still before the note, and stands still after it"
    reader.press("Space")
    reader.wait_word("bar")


def test_a_note_ends_where_it_ends_and_space_goes_back_to_the_word(reader: Reader) -> None:
    """The next footnote stands right behind it in the file, and must not be heard."""
    reader.open()
    reader.click_word("because")
    reader.wait_word("the")
    word = reader.word
    reader.press("n")
    reader.wait_open("asides", playing=True)
    reader.page.get_by_role("button", name="Play", exact=True).wait_for()
    assert reader.page.locator(".cp-note[aria-label='Note 2'] .cp-word-now").count() == 0
    assert abs(reader.sound("currentTime") - 2.3) < 0.4
    expect(reader.page.locator(".companion > [role=status]")).to_have_text("Note ended. Space or B leads back.")
    reader.press("Space")
    reader.wait_open("summary", playing=True)
    reader.wait_word("lamp" if word == "the" else "on")


def test_what_a_key_did_is_shown_and_said(reader: Reader) -> None:
    """A key that finds no note, and the sound that is off, would otherwise look like a player that is broken."""
    reader.open()
    status = reader.page.locator(".companion > [role=status]")
    for key, message in (("n", "No note about this."), ("m", "Sound off."), ("m", "Sound on.")):
        reader.press(key)
        expect(status).to_have_text(message)
        box = status.bounding_box()
        assert box is not None
        assert box["width"] > 60, "to be seen, not only heard"


def test_on_a_phone_the_drawer_opens_at_the_note_about_what_is_heard(reader: Reader) -> None:
    """And a note that is heard is seen, without a second gesture; the text comes back after it."""
    reader.page.set_viewport_size({"width": 390, "height": 500})
    reader.open()
    reader.click_word("climbed")
    reader.press("k")
    toggle = reader.page.locator(".cp-sheet")
    toggle.click()
    expect(reader.page.get_by_label("Note 3", exact=True).and_(reader.page.locator(".cp-note"))).to_be_in_viewport(
        ratio=0.5
    )
    toggle.click()
    reader.press("n")
    expect(reader.page.locator(".cp-note.cp-heard")).to_be_in_viewport(ratio=0.5)
    expect(reader.page.locator(".cp-note.cp-heard")).to_have_attribute("aria-label", "Note 3")
    reader.press("b")
    expect(toggle).to_have_attribute("aria-expanded", "false")


def test_the_note_about_what_is_heard_comes_forward(reader: Reader) -> None:
    """And is named once, politely; the others stay where they are."""
    reader.open()
    reader.press("k")
    reader.wait_word("Nora")
    now = reader.page.locator(".cp-note.cp-now")
    expect(now).to_have_attribute("aria-label", "Note 1")
    expect(now).to_have_attribute("aria-current", "true")
    expect(reader.page.locator(".companion > [role=status]")).to_have_text("Note 1 is about this.")
    reader.press("ArrowRight")
    expect(now).to_have_attribute("aria-label", "Note 2")
    assert reader.page.locator(".cp-note").count() == 3


def test_a_note_about_a_letter_is_there_for_all_of_it(reader: Reader) -> None:
    """It has one way to it, named like the letter, and its mark stands at the letter's beginning."""
    reader.open()
    reader.click_word("climbed")
    card = reader.page.locator(".cp-note.cp-now")
    expect(card).to_have_attribute("aria-label", "Note 3")
    expect(card.locator(".cp-place")).to_have_text("In the text: The letter to Mrs. Tolland")
    assert reader.page.locator(".cp-mark", has_text="3").count() == 1


def test_a_mark_leads_to_its_note_and_the_note_back_to_its_passage(reader: Reader) -> None:
    """Both ways by key as well: the focus goes along."""
    reader.open()
    reader.page.get_by_role("button", name="Note 2", exact=True).click()
    assert reader.page.evaluate("document.activeElement.dataset.note") == "lamp"
    reader.page.get_by_role("button", name="In the text: “it was dark”").click()
    assert reader.page.evaluate("document.activeElement.dataset.mark") == "lamp"
    assert "".join(reader.page.locator(".cp-about").all_text_contents()) == "itwasdark."
    assert reader.sound("paused")
    assert reader.line == "The Sandbar Light", "looking moves nothing"


def test_scrolling_by_hand_stops_the_following_until_asked_back(reader: Reader) -> None:
    """Somebody who looks around must not be pulled away."""
    reader.page.set_viewport_size({"width": 1000, "height": 420})
    reader.open()
    reader.press("k")
    reader.wait_word("Nora")
    reader.stand_still()
    reader.page.mouse.move(300, 100)
    reader.page.mouse.wheel(0, 700)
    back = reader.page.get_by_role("button", name="Back to the voice")
    back.wait_for()
    reader.stand_still()
    place = reader.page.evaluate("document.querySelector('.cp-text').scrollTop")
    reader.wait_word("lit.")
    reader.stand_still()
    assert reader.page.evaluate("document.querySelector('.cp-text').scrollTop") == place
    back.click()
    reader.stand_still()
    assert not back.is_visible()
    assert _in_view(reader)


def test_the_text_follows_the_voice(reader: Reader) -> None:
    """In a low window, sentence by sentence: what is lit stays in view, and nobody is said to have scrolled."""
    reader.page.set_viewport_size({"width": 1000, "height": 420})
    reader.open()
    for _ in range(14):
        reader.press("ArrowRight")
        reader.stand_still()
        assert _in_view(reader)
    assert not reader.page.get_by_role("button", name="Back to the voice").is_visible()


def _in_view(reader: Reader) -> bool:
    inside: bool = reader.page.evaluate(
        """() => {
            const view = document.querySelector(".cp-text").getBoundingClientRect();
            const word = document.querySelector(".cp-page .cp-word-now, .cp-page .cp-line-now").getBoundingClientRect();
            return view.top <= word.top && word.bottom <= view.bottom;
        }"""
    )
    return inside


def test_seeking_goes_across_sections(reader: Reader) -> None:
    """One bar for the whole reading."""
    reader.open()
    seek = reader.page.get_by_label("Place in the reading")
    seek.focus()
    reader.press("End", "ArrowLeft", "ArrowLeft")
    reader.wait_open("analysis")
    assert "Analysis" in str(seek.get_attribute("aria-valuetext"))
    assert reader.line.startswith(("1. The tide", "The oar"))


def test_the_page_s_own_shortcuts_do_not_hear_the_player_s_keys(reader: Reader) -> None:
    """A page around it may rerun at "r" and clear at "c"; with Ctrl it is the browser's and passes."""
    reader.open()
    reader.page.evaluate("() => { window.heard = []; document.onkeydown = event => window.heard.push(event.key); }")
    reader.page.locator(".cp-text").focus()
    reader.press("r", "c", "k", "Control+b")
    assert reader.page.evaluate("window.heard") == ["Control", "b"]


def test_a_field_of_the_page_keeps_its_keys(reader: Reader) -> None:
    """Typing "k" into a search field must not start the voice."""
    reader.open()
    reader.page.evaluate("document.body.append(Object.assign(document.createElement('input'), { id: 'field' }))")
    reader.page.locator("#field").focus()
    reader.press("k", "Space", "s")
    assert reader.page.locator("#field").input_value() == "k s"
    assert reader.sound("paused")


def test_keys_work_from_the_page_around_but_not_from_what_needs_them(reader: Reader) -> None:
    """After choosing another page or guide the focus is on a link or a choice; an open menu keeps its keys."""
    reader.open()
    reader.page.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend", `<a href="#" id="link">a</a>
            <input type="radio" id="radio" name="one"><button id="menu" aria-haspopup="true">m</button>
            <ul role="menu"><li role="menuitem" tabindex="0" id="item">i</li></ul>`)"""
    )
    first, second = "The Sandbar Light", "Nora Quill"
    for place, key, line in (
        ("#item", "ArrowRight", first),
        ("#radio", "ArrowRight", first),
        ("#menu", "ArrowRight", first),
        ("#link", "ArrowRight", second),
    ):
        reader.page.locator(place).focus()
        reader.press(key)
        assert reader.line.startswith(line), (place, key)
    for place, message in (("#radio", "Sound off."), ("#menu", "Sound on."), ("#link", "Sound off.")):
        reader.page.locator(place).focus()
        reader.press("m")
        assert reader.status == message, place
    reader.page.locator("#item").focus()
    reader.press("m")
    assert reader.status == "Sound off.", "a menu that is open finds its own entries by letters"
    reader.page.locator("#link").focus()
    reader.press("Space")
    reader.page.wait_for_function("!window.sounds.at(-1).paused")


def test_the_list_of_keys_fits_a_laptop(reader: Reader) -> None:
    """The way to switch letters off must not lie below the edge."""
    reader.page.set_viewport_size({"width": 1280, "height": 800})
    reader.open()
    reader.press("?")
    assert reader.page.evaluate("(one => one.scrollHeight <= one.clientHeight)(document.querySelector('dialog[open]'))")


def test_letters_as_keys_can_be_switched_off_for_good(reader: Reader) -> None:
    """WCAG 2.1.4: whoever types by voice would trigger them all. Space and arrows stay."""
    reader.open()
    reader.press("?")
    reader.page.get_by_label(re.compile("Use letters and signs")).uncheck()
    reader.press("Escape")
    reader.open()
    reader.press("k")
    assert reader.sound("paused")
    reader.press("ArrowRight")
    assert reader.line.startswith("Nora Quill")
    reader.press("Space")
    reader.page.wait_for_function("!window.sounds.at(-1).paused")


def test_the_list_of_keys_is_the_documented_one(reader: Reader) -> None:
    """Read from the dialog and from the docs: neither can go its own way."""
    reader.open()
    reader.press("?")
    shown = [
        tuple(" ".join(cell.split()) for cell in row.locator("th, td").all_text_contents())
        for row in reader.page.locator("dialog[open] tr").all()
    ]
    docs = (Path(__file__).parents[2] / "docs" / "player-keys.md").read_text("utf-8")
    written = re.findall(r"^\| (.+?) \| (.+?) \|$", docs, re.MULTILINE)[1:]
    assert [(key.replace(" ", ""), what) for key, what in written] == [
        (key.replace(" ", ""), what) for key, what in shown
    ]

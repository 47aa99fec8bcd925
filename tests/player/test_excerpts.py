"""From a sentence to a sentence: chosen by key, by mouse or by passage; a link; an end that is exact."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types
from playwright.sync_api import expect

from tests.player.stage import Reader

FROM, TO = "s-summary-1-1", "s-summary-3-1"  # “Nobody in Harl …” to “… no boat was lost.”
WATCHED = """() => {
    window.stops = [];
    const pause = HTMLMediaElement.prototype.pause;
    HTMLMediaElement.prototype.pause = function () {
        if (!this.paused) window.stops.push(this.currentTime);
        return pause.call(this);
    };
}"""


def _times(reader: Reader, first: str, last: str) -> tuple[float, float]:
    """Where the first sentence begins and the last one ends, in seconds, as the payload says."""
    payload = json.loads(reader.site.files["/guide.json"])
    blocks = [block for section in payload["sections"] for block in section["blocks"]]
    said = {segment[0]: segment for block in blocks for segment in block["segments"]}
    return said[first][3] / payload["rate"], said[last][4] / payload["rate"]


def _stopped(reader: Reader) -> None:
    reader.page.wait_for_function("window.stops.length > 0 && window.sounds.at(-1).paused", timeout=30000)


@pytest.mark.parametrize("speed", [1, 2])
def test_an_excerpt_plays_from_its_first_word_and_stops_exactly_at_its_end(reader: Reader, speed: int) -> None:
    """A class hears those words and no others, as often as the teacher plays them."""
    reader.open(**{"from": FROM, "to": TO})
    begin, end = _times(reader, FROM, TO)
    assert reader.sound("paused")
    assert abs(reader.sound("currentTime") - begin) < 0.001
    reader.page.evaluate(WATCHED)
    reader.page.get_by_role("combobox", name="Speed").select_option(str(speed))
    heard, errors = [], []
    for _ in range(6):  # a busy machine may wake the page late: then the next try shows what the player can do
        reader.page.evaluate("window.stops.length = 0")
        reader.press("k")
        reader.wait_word("Nobody")
        reader.page.evaluate(f"window.sounds.at(-1).currentTime = {end - 1.5 * speed}")
        _stopped(reader)
        heard.append(1000 * (reader.page.evaluate("window.stops[0]") - end) / speed)
        errors.append(1000 * (reader.sound("currentTime") - end))
        assert reader.line.startswith("For eleven winters")
        if abs(heard[-1]) <= 20:
            break
    listened = ", ".join(f"{one:+.1f} ms" for one in heard)
    print(f"\nexcerpt's end at {speed}x: stands {max(map(abs, errors)):.2f} ms off; the sound stopped at {listened}")
    assert max(map(abs, errors)) <= 0.1
    assert min(heard) >= -20, "it never stops early"
    assert min(map(abs, heard)) <= 20
    expect(reader.page.locator(".companion > [role=status]")).to_have_text(
        "The excerpt has ended. Play plays it again."
    )


def test_an_excerpt_leaves_the_listener_s_own_place(reader: Reader) -> None:
    """A teacher's link must not cost anybody the place where they were."""
    reader.open()
    for _ in range(7):
        reader.press("Shift+ArrowRight")
    mine = reader.line
    reader.open(**{"from": FROM, "to": TO})
    reader.press("k")
    reader.wait_word("Nobody")
    reader.press("k")
    reader.open()
    assert reader.line == mine


def test_a_speed_that_changes_on_the_way_moves_the_stop(reader: Reader) -> None:
    """The end is a place in the sound, not a time to wait."""
    reader.open(**{"from": FROM, "to": FROM})
    _, end = _times(reader, FROM, FROM)
    reader.page.evaluate(WATCHED)
    late = []
    for _ in range(6):  # as above
        reader.page.evaluate("window.stops.length = 0")
        reader.page.get_by_role("combobox", name="Speed").select_option("1")
        reader.press("k")
        reader.wait_word("Harl")
        reader.page.get_by_role("combobox", name="Speed").select_option("2.5")
        _stopped(reader)
        late.append(reader.page.evaluate("window.stops[0]") - end)
        if abs(late[-1]) <= 0.02 * 2.5:
            break
    assert min(map(abs, late)) <= 0.02 * 2.5, late


def test_an_excerpt_that_ends_with_a_section_does_not_run_on(reader: Reader) -> None:
    """The file ends there too, and says so by itself."""
    last = "s-analysis-4-0"
    _, end = _times(reader, last, last)
    sound = reader.site.files["/sound/analysis.wav"]
    cut = bytearray(sound[: 44 + 2 * round(8000 * (end - 0.01))])  # as an encoder may: nothing behind the last word
    cut[4:8], cut[40:44] = (len(cut) - 8).to_bytes(4, "little"), (len(cut) - 44).to_bytes(4, "little")
    reader.site.files["/sound/analysis.wav"] = bytes(cut)
    reader.open(**{"from": last, "to": last})
    reader.page.evaluate(WATCHED)
    reader.wait_open("analysis")
    reader.press("k")
    status = reader.page.locator(".companion > [role=status]")
    expect(status).to_have_text("The excerpt has ended. Play plays it again.")
    assert reader.line == "The oar comes second."
    reader.press("k")
    reader.wait_word("oar")


def test_an_excerpt_goes_on_across_sections(reader: Reader) -> None:
    """From the last words of the text to the title of what follows."""
    reader.open(**{"from": "s-summary-7-2", "to": "s-analysis-0-0"})
    reader.page.evaluate(WATCHED)
    expect(reader.page.locator(".cp-page .cp-excerpt").last).to_have_text("Analysis")
    assert reader.line.startswith("He has never met Nora")
    reader.press("k")
    reader.wait_word("met")
    reader.page.evaluate("window.sounds.at(-1).currentTime = window.sounds.at(-1).duration - 0.3")
    reader.wait_open("analysis", playing=True)
    reader.page.wait_for_function("window.sounds.at(-1).paused")
    assert reader.line == "Analysis"


def test_the_page_says_what_the_excerpt_is_of_and_leads_out(reader: Reader) -> None:
    """Words made of another's work are named as such; and the rest is one button away."""
    reader.open(**{"from": FROM, "to": TO})
    strip = reader.page.get_by_role("region", name="Excerpt")
    expect(strip).to_contain_text("Excerpt: 0:12 of 1:08, “The Sandbar Light”")
    expect(strip).to_contain_text("A story made up for trying things out.")
    lines = reader.page.locator(".cp-page .cp-excerpt")
    assert lines.count() == 5
    expect(reader.page.locator(".cp-edge").first).to_have_text("[ Excerpt begins. ")
    reader.click_word("climbed")  # in its last sentence
    reader.wait_word("ladder")
    reader.click_word("folds")  # beyond its end: one hears what one has asked for
    reader.wait_word("pages")
    assert not reader.sound("paused")
    reader.page.get_by_role("button", name="Hear it all").click()
    expect(strip).to_be_hidden()
    assert lines.count() == 0
    reader.page.evaluate("window.sounds.at(-1).pause()")
    reader.click_word("lost.")
    reader.page.wait_for_function("!window.sounds.at(-1).paused")
    reader.wait_word("servant,")
    assert not reader.sound("paused")


def test_going_on_after_a_rest_hears_nothing_from_before_the_excerpt(reader: Reader) -> None:
    """Going on goes back two seconds; the excerpt's first word is the earliest."""
    reader.open(**{"from": FROM, "to": TO})
    begin, _ = _times(reader, FROM, TO)
    reader.press("k")
    reader.wait_word("in")
    reader.press("k", "k")
    assert reader.sound("currentTime") >= begin - 0.001


def test_sentences_that_are_not_there_are_told_and_everything_is_heard(reader: Reader) -> None:
    """An old link, or a mistyped one."""
    reader.open(**{"from": FROM, "to": "s-gone"})
    expect(reader.page.get_by_role("alert").filter(has_text="not in the guide")).to_be_visible()
    assert reader.page.locator(".cp-excerpt").count() == 0
    assert reader.sound("currentTime") < 0.1
    reader.press("k")
    reader.wait_word("Sandbar")


def test_ends_that_are_swapped_are_put_right(reader: Reader) -> None:
    """Whoever writes a link by hand."""
    reader.open(**{"from": TO, "to": FROM})
    expect(reader.page.get_by_role("region", name="Excerpt")).to_contain_text("Excerpt: 0:12 of")
    assert reader.line.startswith("Nobody in Harl")


def test_another_excerpt_in_the_address_is_shown_by_the_same_player(reader: Reader) -> None:
    """The app calls the player on every run: neither the place nor the focus may be lost for it."""
    reader.open(**{"from": FROM, "to": TO})
    reader.page.evaluate("document.querySelector('.companion').dataset.kept = 'yes'")
    reader.press("ArrowRight")
    reader.show(**{"from": FROM, "to": TO})
    assert reader.line.startswith("“You dreamed"), "the same address moves nothing"
    reader.show(**{"from": "s-summary-5-0", "to": "s-summary-5-1"})
    assert reader.line.startswith("Nora folds")
    assert reader.page.locator(".cp-excerpt").count() == 2
    expect(reader.page.locator(".companion")).to_have_attribute("data-kept", "yes")
    reader.page.evaluate("window.end()")
    reader.page.evaluate("window.end = null")
    reader.show(**{"from": "s-summary-5-0", "to": "s-summary-5-1"})
    reader.page.wait_for_selector(".cp-excerpt")
    expect(reader.page.get_by_role("region", name="Excerpt")).to_be_visible()


def test_a_page_without_a_server_behind_it_reads_its_own_address(reader: Reader) -> None:
    """The exported page on a school's laptop: the same link, there."""
    options = '{"payload": "/guide.json", "voices": []}'
    page = f"""<!doctype html><html lang="en"><title>x</title><link rel="stylesheet" href="/player.css"><body>
        <script type="application/json" data-companion>{options}</script>
        <script type="module" src="/player.js"></script></body></html>"""
    reader.site.files["/alone"] = page.encode()
    reader.page.goto(f"{reader.site.address}/alone?from={FROM}&to={TO}")
    expect(reader.page.get_by_role("region", name="Excerpt")).to_contain_text("0:12 of 1:08")
    reader.press("x")
    link = reader.page.get_by_role("dialog", name="Excerpt").get_by_label("Link").input_value()
    assert link == reader.page.url


def test_an_excerpt_is_chosen_and_linked_by_keyboard_alone(reader: Reader) -> None:
    """[ and ] where one listens, X for the rest; the link opens the same."""
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.open()
    reader.press("ArrowRight", "ArrowRight", "[", "Shift+ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "]")
    expect(reader.page.locator(".companion > [role=status]")).to_contain_text("The excerpt ends here: 0:12.")
    reader.press("x")
    dialog = reader.page.get_by_role("dialog", name="Excerpt")
    expect(dialog).to_contain_text("Nobody in Harl believes")
    expect(dialog).to_contain_text("no boat was lost.")
    expect(dialog).to_contain_text("0:12 of 1:08")
    assert dialog.get_by_text("Download the pack").count() == 0, "this home has none to give"
    reader.press("Tab", "Tab")
    assert reader.page.evaluate("document.activeElement.textContent") == "Copy the link"
    reader.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("The link is copied.")
    link = reader.page.evaluate("navigator.clipboard.readText()")
    assert link == f"{reader.site.address}/?from={FROM}&to={TO}" == dialog.get_by_label("Link").input_value()
    reader.press("Shift+Tab", "Enter")
    expect(dialog).to_be_hidden()
    reader.wait_word("Harl")
    reader.press("x", "Tab", "Tab", "Tab", "Enter")
    assert reader.page.locator(".cp-excerpt").count() == 0
    assert reader.page.evaluate("document.activeElement.textContent") == "Begin with this sentence"


def test_the_passage_the_letter_and_the_section_can_be_chosen(reader: Reader) -> None:
    """What a teacher asks for most has a button of its own."""
    reader.open()
    reader.click_word("climbed")
    reader.press("k", "x")
    dialog = reader.page.get_by_role("dialog", name="Excerpt")
    for name, count in (("This passage", 2), ("The letter to Mrs. Tolland", 4), ("This section", 19)):
        dialog.get_by_role("button", name=name).click()
        assert reader.page.locator(".cp-page .cp-excerpt").count() == count, name


def test_words_selected_with_the_mouse_are_offered_as_an_excerpt(reader: Reader) -> None:
    """From the middle of one sentence to the middle of another: whole sentences are taken."""
    reader.open()
    first = reader.page.locator(".cp-page .cp-word", has_text="believes").bounding_box()
    last = reader.page.locator(".cp-page .cp-word", has_text="harbour").bounding_box()
    assert first is not None
    assert last is not None
    mouse = reader.page.mouse
    mouse.move(first["x"] + 4, first["y"] + first["height"] / 2)
    mouse.down()
    mouse.move(last["x"] + last["width"] - 4, last["y"] + last["height"] / 2, steps=5)
    mouse.up()
    reader.page.get_by_role("button", name="Excerpt of this").click()
    dialog = reader.page.get_by_role("dialog", name="Excerpt")
    expect(dialog).to_contain_text("Nobody in Harl")
    expect(dialog).to_contain_text("his window.")
    dialog.get_by_role("button", name="Close").click()
    assert reader.page.locator(".cp-page .cp-excerpt").count() == 2
    expect(reader.page.get_by_role("button", name="Excerpt of this")).to_be_hidden()


def test_the_pack_is_asked_for_where_the_home_gives_one(reader: Reader) -> None:
    """With the sentences, the notes that are wanted, and the voice that is heard."""
    reader.open(**{"from": FROM, "to": TO, "excerpt": "/excerpt/sandbar/other.zip"})
    reader.press("x")
    pack = reader.page.get_by_role("link", name="Download the pack")
    address = f"{reader.site.address}/excerpt/sandbar/tone.zip?from={FROM}&to={TO}&notes="
    expect(pack).to_have_attribute("href", address + "none")
    reader.page.get_by_label("Pack").select_option("passage")
    expect(pack).to_have_attribute("href", address + "passage")


@pytest.mark.parametrize("size", [(1280, 800), (320, 256)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_excerpts(reader: Reader, scheme: Any, size: tuple[int, int]) -> None:
    """While one is heard, and with the dialog open; at 400 % nothing is lost to the side."""
    reader.page.emulate_media(color_scheme=scheme)
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open(**{"from": FROM, "to": TO, "excerpt": "/excerpt/sandbar/tone.zip"})
    for keys in ([], ["x"]):
        reader.press(*keys)
        found = Axe().run(reader.page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
        parts = "[document.documentElement, ...document.querySelectorAll('dialog')]"
        assert not reader.page.evaluate(f"{parts}.some(one => one.scrollWidth > innerWidth)")

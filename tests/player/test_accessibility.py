"""Who cannot see it, cannot point, or sees it small, large, dark or with colours forced."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types
from playwright.sync_api import expect

from tests.player.stage import Reader


def _violations(reader: Reader) -> list[str]:
    found = Axe().run(reader.page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (320, 640)])
def test_axe_finds_nothing_in_any_state(
    reader: Reader, scheme: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    """At rest, playing, in a note with the way back shown, with each dialog open, and with a problem."""
    reader.page.emulate_media(color_scheme=scheme)
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open()
    found = {"at rest": _violations(reader)}
    reader.press("ArrowRight", "k")
    reader.wait_word("against")
    found["playing"] = _violations(reader)
    reader.click_word("Nora")
    reader.press("n")
    reader.page.get_by_role("button", name="Back to the text").first.wait_for()
    found["in a note"] = _violations(reader)
    reader.press("b", "?")
    found["keys"] = _violations(reader)
    reader.press("Escape", "s")
    found["contents"] = _violations(reader)
    reader.press("Escape", "g")
    found["at a note"] = _violations(reader)
    reader.site.files.pop("/sound/analysis.wav")
    reader.press("s", "Tab", "Enter")
    reader.page.get_by_role("alert").wait_for()
    found["problem"] = _violations(reader)
    assert {state: problems for state, problems in found.items() if problems} == {}


def test_everything_has_its_name_and_says_its_state(reader: Reader) -> None:
    """The tree that a screen reader reads."""
    reader.open()
    tree = reader.page.locator(".companion").aria_snapshot()
    for expected in (
        'region "Player: The Sandbar Light"',
        '- region "Text. Left and right arrows move by sentence."',
        '- heading "The Sandbar Light" [level=1]',
        '- heading "Analysis" [level=2]',
        '- group "The letter to Mrs. Tolland"',
        '- button "Note 1"',
        '- region "Notes"',
        '- article "Note 3"',
        '- region "Playback"',
        '- slider "Place in the reading"',
        '- button "Previous passage"',
        '- button "Previous sentence"',
        '- button "Play"',
        '- button "Next sentence"',
        '- button "Next passage"',
        '- combobox "Speed"',
        '- button "Mute"',
        '- slider "Volume"',
        '- button "Keys"',
        '- button "Contents"',
        "- status",
    ):
        assert expected in tree, expected
    reader.press("k")
    expect(reader.page.locator(".cp-play")).to_have_attribute("aria-label", "Pause")
    expect(reader.page.locator(".cp-page .cp-line-now")).to_have_attribute("aria-current", "true")
    assert reader.page.locator("[aria-current=true].cp-line").count() == 1
    reader.press("m")
    expect(reader.page.get_by_role("button", name="Unmute")).to_be_visible()


def test_what_moves_the_voice_comes_first(reader: Reader) -> None:
    """Whoever goes by Tab or by landmarks must not pass every mark and every note to reach Play."""
    reader.open()
    names = []
    for _ in range(5):
        reader.press("Tab")
        names.append(reader.page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert names[-1] == "Play", names
    order = """() => {
        const [bar, text] = [".cp-bar", ".cp-main"].map(name => document.querySelector(name).getBoundingClientRect());
        return bar.top >= text.bottom;
    }"""
    assert reader.page.evaluate(order), "and it is seen below the text all the same"


@pytest.mark.parametrize("size", [(640, 400), (844, 390), (667, 375), (320, 256), (1024, 600)])
def test_the_bar_stays_on_the_screen_in_a_low_window(reader: Reader, size: tuple[int, int]) -> None:
    """A phone on its side, a page at 400 % (WCAG 1.4.10): the text gives way, and some of it stays to be read."""
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open()
    reader.click_word("Nora")
    for name in ("play", "contents", "seek", "speed", "mute", "volume", "keys"):
        box = reader.page.locator(f".cp-bar [data-name={name}]").bounding_box()
        assert box is not None, name
        assert box["y"] >= 0, name
        assert box["y"] + box["height"] <= size[1], name
    assert reader.page.evaluate("document.querySelector('.cp-text').clientHeight") >= 80
    assert reader.page.evaluate("document.documentElement.scrollHeight") <= size[1]


def test_paragraphs_and_lists_are_told_as_such(reader: Reader) -> None:
    """A screen reader goes from paragraph to paragraph, and says how deep an item stands."""
    reader.open()
    tree = reader.page.locator(".cp-page").aria_snapshot()
    assert "- paragraph: " in tree
    assert "- list:" in tree
    items = reader.page.get_by_role("listitem")
    shown = [
        (item.get_attribute("aria-level"), item.evaluate("one => getComputedStyle(one).listStyleType"))
        for item in items.all()
    ]
    assert shown == [(None, "disc"), (None, "none"), ("2", "disc")]
    first, _, nested = [item.bounding_box() for item in items.all()]
    assert first is not None
    assert nested is not None
    assert nested["x"] > first["x"]


def test_emphasis_is_one_for_all_its_words(reader: Reader) -> None:
    """One for each word would be told word by word; an empty one, for nothing."""
    reader.open()
    for style in ("em", "strong", "code"):
        texts = reader.page.locator(f".cp-page {style}").all_text_contents()
        assert texts == [{"em": "before dawn,", "strong": "the lamp on the bar", "code": "*closes*"}[style]]
    said = reader.page.locator(".cp-page .cp-said")
    assert said.all_text_contents() == ["“You dreamed it,”"]
    paragraph = str(reader.page.locator(".cp-page p").first.text_content())
    assert "before dawn, against the tide,1 because the lamp on the bar has" in paragraph


def test_what_turns_the_direction_of_text_ends_with_its_block(reader: Reader) -> None:
    """Characters that override the direction must not turn the marks and buttons around."""
    reader.open()
    selector = ".cp-page .cp-block, .cp-mark, .cp-place"
    found = reader.page.eval_on_selector_all(selector, "all => all.map(one => getComputedStyle(one).unicodeBidi)")
    assert set(found) == {"isolate"}
    assert reader.page.locator(".cp-page .cp-block:not([dir=auto])").count() == 0


def test_the_title_is_shown_once(reader: Reader) -> None:
    """A guide whose first heading is its title says it once, and it lights up as it is said."""
    reader.open()
    headings = reader.page.get_by_role("heading", name="The Sandbar Light", exact=True)
    expect(headings).to_have_count(1)
    expect(headings).to_have_attribute("aria-level", "1")
    assert reader.line == "The Sandbar Light"


@pytest.mark.parametrize("size", [(320, 640), (320, 256)])
def test_it_opens_at_the_top(reader: Reader, size: tuple[int, int]) -> None:
    """With nothing remembered, the title is what is seen first."""
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open()
    reader.stand_still()
    assert reader.page.evaluate("document.querySelector('.cp-text').scrollTop") == 0
    assert not reader.page.get_by_role("button", name="Back to the voice").is_visible()


def test_the_text_is_in_the_language_of_the_guide(reader: Reader) -> None:
    """A screen reader chooses its voice by it; the controls stay in theirs."""
    reader.open()
    assert reader.page.locator(".cp-page").get_attribute("lang") == "en-GB"
    assert reader.page.locator(".companion").get_attribute("lang") == "en"


def test_words_are_not_stops_of_the_tab_key(reader: Reader) -> None:
    """Ten thousand of them would be a wall before the controls."""
    reader.open()
    assert reader.page.locator(".cp-word[tabindex], .cp-line[tabindex]").count() == 0


def test_nothing_is_announced_word_by_word(reader: Reader) -> None:
    """A screen reader that talks over the voice makes both useless."""
    reader.open()
    reader.page.evaluate(
        """() => {
            window.said = 0;
            const watch = new MutationObserver(() => window.said++);
            watch.observe(document.querySelector(".companion > [role=status]"), { childList: true });
        }"""
    )
    reader.press("ArrowRight", "ArrowRight", "ArrowRight", "k")
    reader.wait_word("his")
    assert reader.page.evaluate("window.said") <= 2
    live = reader.page.locator(".cp-main [aria-live], .cp-main [role=status], .cp-bar [aria-live]")
    assert live.count() == 0


@pytest.mark.parametrize("size", [(320, 640), (320, 256), (390, 844), (1280, 800)])
def test_nothing_has_to_be_scrolled_sideways(reader: Reader, size: tuple[int, int]) -> None:
    """320 by 256 is a laptop at 400 %."""
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open()
    reader.press("k")
    reader.wait_word("Nora")
    wide = reader.page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll(".cp-text, .cp-cards, .cp-bar")]
            .filter(one => one.scrollWidth > one.clientWidth).map(one => one.className || one.tagName)"""
    )
    assert wide == []
    covered = reader.page.evaluate(
        """() => [...document.querySelectorAll(".cp-bar button, .cp-bar input, .cp-bar select")].filter(one => {
            one.scrollIntoView({ block: "nearest" });
            const box = one.getBoundingClientRect();
            return !one.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
        }).map(one => one.getAttribute("aria-label"))"""
    )
    assert covered == []


@pytest.mark.parametrize("width", [320, 1280])
def test_everything_that_is_pressed_is_large_enough(reader: Reader, width: int) -> None:
    """24 px at least (WCAG 2.2, 2.5.8), 44 for what moves the voice."""
    reader.page.set_viewport_size({"width": width, "height": 800})
    reader.open()
    small = reader.page.evaluate(
        """() => [...document.querySelectorAll(".companion :is(button, select, input)")].filter(one => {
            if (!one.offsetParent) return false;
            const least = one.matches(".cp-button") ? 44 : 24;
            const box = one.getBoundingClientRect();
            return box.width < least || box.height < least;
        }).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_the_word_is_seen_without_its_colour(reader: Reader) -> None:
    """With forced colours a background vanishes: an outline stays. Otherwise there is a bar below the word."""
    reader.open()
    style = "getComputedStyle(document.querySelector('.cp-word-now'))"
    assert reader.page.evaluate(f"{style}.boxShadow").count("inset") == 1
    reader.page.emulate_media(forced_colors="active")
    assert reader.page.evaluate(f"{style}.outlineStyle") == "solid"
    line = "getComputedStyle(document.querySelector('.cp-line-now')).textDecorationLine"
    assert reader.page.evaluate(line) == "underline"


def test_motion_is_left_out_where_it_is_not_wanted(reader: Reader) -> None:
    """The text then jumps to its place instead of gliding."""
    reader.page.emulate_media(reduced_motion="reduce")
    reader.page.set_viewport_size({"width": 1000, "height": 420})
    reader.open()
    reader.page.evaluate(
        """() => {
            window.glides = [];
            const scroll = Element.prototype.scrollBy;
            Element.prototype.scrollBy = function (how) { window.glides.push(how.behavior); scroll.call(this, how); };
        }"""
    )
    reader.press(*["ArrowRight"] * 8)
    glides = reader.page.evaluate("window.glides")
    assert glides
    assert set(glides) == {"instant"}

"""Words found in the text and the notes, and heard from there on."""

import json
import re
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types
from playwright.sync_api import Locator, expect

import companion.player
from companion.player import payload
from tests.player import sandbar
from tests.player.stage import Reader, files
from tests.player.test_safety import HOSTILE

MODULES = Path(companion.player.__file__).with_name("modules")
STRANGE = (
    "Im Café an der Straße las Zoë’s Bruder „Noël“ vor — ohne Eile.",
    "Ångström grüßte Ægir in Łódź, und cœur heißt Herz.",
    "Cafe\u0301s schließen, e\u0301tudes bleiben.",
)


def dialog(reader: Reader) -> Locator:
    return reader.page.get_by_role("dialog", name="Search")


def field(reader: Reader) -> Locator:
    return reader.page.get_by_role("combobox", name="Words in the text or the notes")


def search(reader: Reader, query: str) -> Locator:
    """The options that are shown for this query, in a dialog opened by its key."""
    if not dialog(reader).is_visible():
        reader.press("/")
    status = dialog(reader).get_by_role("status")
    field(reader).fill("")
    expect(status).to_be_empty()
    field(reader).fill(query)
    expect(status).not_to_be_empty()
    return dialog(reader).get_by_role("option")


def strange(reader: Reader) -> Reader:
    """The sample guide with a paragraph of letters that people type in many ways."""
    text, notes, asides = sandbar.sections()
    text.say(*STRANGE)
    reader.site.files["/guide.json"] = json.dumps(payload(sandbar.timeline((text, notes, asides)), "/sound/")).encode()
    reader.site.files["/sound/summary.wav"] = text.sound()
    return reader.open()


def test_by_keyboard_alone_from_a_word_to_its_sound(reader: Reader) -> None:
    """One key, the words, Enter: it plays at the very word, and the keys are the player's again."""
    reader.open()
    reader.press("/")
    assert reader.page.evaluate("document.activeElement.value") == "", "the key itself is not typed"
    reader.page.keyboard.type("oil on my back")
    before = sandbar.sections()[0].blocks[3]["segments"][1]["words"][9][2] / sandbar.RATE
    reader.press("Enter")
    reader.wait_word("oil")
    reader.page.wait_for_function("window.sounds.at(-1).played.length")
    assert reader.page.evaluate("window.sounds.at(-1).played.start(0)") == pytest.approx(before, abs=0.01)
    expect(dialog(reader)).to_be_hidden()
    assert not reader.sound("paused")
    reader.press("k")
    assert reader.sound("paused")


def test_arrows_choose_among_the_results(reader: Reader) -> None:
    """The focus stays in the field; a screen reader is told which result is chosen, and Enter plays that one."""
    reader.open()
    options = search(reader, "winters")
    assert options.count() == 2
    assert field(reader).get_attribute("aria-activedescendant") is None
    for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowDown", 1)):
        reader.press(key)
        expect(field(reader)).to_have_attribute("aria-activedescendant", str(options.nth(chosen).get_attribute("id")))
        expect(options.nth(chosen)).to_have_attribute("aria-selected", "true")
        assert dialog(reader).locator("[aria-selected=true]").count() == 1
    expect(field(reader)).to_be_focused()
    reader.press("Enter")
    reader.wait_open("analysis", playing=True)
    reader.wait_word("winters")


def test_a_click_plays_a_result(reader: Reader) -> None:
    """By mouse or finger as well."""
    reader.open()
    search(reader, "harbour master").first.click()
    reader.wait_word("harbour")
    expect(dialog(reader)).to_be_hidden()


def test_results_stand_in_groups_with_context_and_place(reader: Reader) -> None:
    """What was found is marked among the words around it; section, passage and time say where it is."""
    reader.open()
    options = search(reader, "winters")
    tree = dialog(reader).aria_snapshot()
    assert tree.index('group "Text"') < tree.index("For eleven") < tree.index('group "Notes"') < tree.index("as others")
    text, note = options.all()
    assert text.locator("mark").all_text_contents() == ["winters", "winters"]
    expect(text).to_contain_text("For eleven winters I climbed the ladder")
    expect(text).to_contain_text("The Sandbar Light · The letter to Mrs. Tolland · 0:13")
    expect(note).to_contain_text("Analysis · 1:01")
    expect(dialog(reader).get_by_role("status")).to_have_text("1 in the text, 1 in the notes.")


def test_the_count_is_told_politely_inside_the_dialog(reader: Reader) -> None:
    """What stands outside an open dialog is not read; one line, after a pause in typing, is."""
    reader.open()
    reader.press("/")
    reader.page.evaluate(
        """() => {
            window.told = [];
            const status = document.querySelector(".cp-search [role=status]");
            new MutationObserver(() => window.told.push(status.textContent)).observe(status, { childList: true });
        }"""
    )
    reader.page.keyboard.type("lamp", delay=10)
    expect(dialog(reader).get_by_role("status")).to_have_text("1 in the text, 1 in the notes.")
    assert len(reader.page.evaluate("window.told")) <= 2
    search(reader, "zebra")
    expect(dialog(reader).get_by_role("status")).to_have_text("Nothing was found.")
    expect(field(reader)).to_have_attribute("aria-expanded", "false")
    reader.press("Enter")
    expect(dialog(reader)).to_be_visible()


def test_a_hit_in_a_note_plays_the_note_there(reader: Reader) -> None:
    """As hearing a note does: B leads back to the very word."""
    reader.open()
    reader.click_word("climbed")
    reader.press("k")
    word = reader.word
    option = search(reader, "rumour")
    expect(option).to_contain_text("Note 2")
    reader.press("Enter")
    reader.wait_open("asides", playing=True)
    expect(reader.page.locator(".cp-note.cp-heard")).to_have_attribute("aria-label", "Note 2")
    reader.page.wait_for_function("window.sounds.at(-1).currentTime > 4.2")
    assert reader.sound("currentTime") < 6, "at its word, not from the beginning of the note"
    reader.press("b")
    reader.wait_open("summary")
    assert reader.word == word


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cafe", ["Café", "Cafe\u0301"]),
        ("CAFÉ", ["Café", "Cafe\u0301"]),
        ("cafe\u0301s", ["Cafe\u0301s"]),
        ("etudes", ["e\u0301tudes"]),
        ("strasse", ["Straße"]),
        ("STRAßE las", ["Straße las"]),
        ("gruss", ["grüß"]),
        ("stras", ["Straß"]),
        ("hei\u00dft", ["heißt"]),
        ("angstrom", ["Ångström"]),
        ("aegir", ["Ægir"]),
        ("coeur", ["cœur"]),
        ("lodz", ["Łódź"]),
        ("zoe's", ["Zoë’s"]),
        ('"noel" vor - ohne', ["„Noël“ vor — ohne"]),
        ("vor – ohne", ["vor — ohne"]),
        ("Harbin 🕯️ of", ["Harbin 🕯️ of"]),
        ("mrs.  tolland", ["Mrs. Tolland", "Mrs. Tolland"]),
    ],
)
def test_case_accents_and_signs_make_no_difference(reader: Reader, query: str, found: list[str]) -> None:
    """Neither how it is typed nor how it is written; and what is marked is exactly what was found."""
    strange(reader)
    options = search(reader, query)
    assert options.locator("mark").all_text_contents() == found


def test_a_hit_behind_folded_letters_plays_at_its_own_word(reader: Reader) -> None:
    """A ß counts as two letters and an accent as none: the words behind them must not slip."""
    strange(reader)
    for query, word in (("ohne eile", "ohne"), ("herz", "Herz."), ("bleiben", "bleiben."), ("of the bar", "of")):
        search(reader, query)
        reader.press("Enter")
        reader.page.wait_for_function("!window.sounds.at(-1).paused")
        reader.press("k")
        assert reader.word == word


def test_the_phrase_comes_first_then_all_words_in_one_sentence_then_parts_of_words(reader: Reader) -> None:
    """Whoever remembers the words, but not their order, finds the sentence all the same."""
    reader.open()
    assert search(reader, "oil ladder climbed").locator("mark").all_text_contents() == ["climbed", "ladder", "oil"]
    assert search(reader, "tide lamp").count() == 1
    assert search(reader, "lamp winters").count() == 0, "of two sentences"
    search(reader, "her")
    notes = dialog(reader).get_by_role("group", name="Notes").get_by_role("option")
    begins = [bool(re.search(r"\bher", one, re.IGNORECASE)) for one in notes.all_text_contents()]
    assert begins == [True, True, False], "“others” stands earlier in the guide, and yet behind “her”"
    assert search(reader, "ightec").count() == 0
    assert search(reader, "umn").first.locator("mark").text_content() == "umn"


def test_escape_closes_and_gives_the_focus_back(reader: Reader) -> None:
    """Also with words in the field; and the query is still there, to be typed over."""
    reader.open()
    tool = reader.page.get_by_role("button", name="Search", exact=True)
    tool.click()
    reader.page.keyboard.type("lamp")
    reader.press("Escape")
    expect(dialog(reader)).to_be_hidden()
    expect(tool).to_be_focused()
    reader.press("Enter")
    reader.page.keyboard.type("tide")
    expect(field(reader)).to_have_value("tide")


def test_of_too_many_results_the_first_are_shown_and_that_is_said(reader: Reader) -> None:
    """Ten thousand lines are no help, and would hold the page."""
    text, notes, asides = sandbar.sections()
    text.say(*["Waves again."] * 250)
    reader.site.files["/guide.json"] = json.dumps(payload(sandbar.timeline((text, notes, asides)), "/sound/")).encode()
    reader.open()
    options = search(reader, "waves")
    assert options.count() == 200
    expect(dialog(reader).get_by_role("status")).to_have_text(
        "250 in the text, 0 in the notes. The first 200 are shown."
    )


def test_a_hundred_thousand_words_are_searched_at_once(reader: Reader) -> None:
    """The index is made once, in less than a blink or two; then every query is answered within a frame or three."""
    reader.site.files.update({f"/modules/{path.name}": path.read_bytes() for path in MODULES.glob("*.js")})
    reader.open()
    took = reader.page.evaluate(
        """async () => {
            const { searchIndex, searchIn } = await import("/modules/search.js");
            const words = "Über dem Wasser — so heißt es — “liegt ein Licht”, und the keeper’s oar.".split(" ");
            const blocks = Array.from({ length: 1000 }, (_, at) => {
                const some = Array.from({ length: 100 }, (_, word) => words[(at * 7 + word) % words.length]);
                return { id: `b${at}`, text: `${some.join(" ")} Stelle ${at}.`, segments: [[`s${at}`]] };
            });
            const lines = blocks.map((block, at) => (
                { id: `s${at}`, block, section: 0, from: 0, to: block.text.length }));
            const sections = [{ role: "text", offset: 0, lines, blocks }];
            const named = new Map(lines.map((line) => [line.id, line]));
            const reading = { notes: [], passages: new Map(), lines: named, sections };
            const timed = (act) => {
                const from = performance.now();
                const value = act();
                return [performance.now() - from, value];
            };
            const [making, index] = timed(() => searchIndex(reading));
            const [phrase, one] = timed(() => searchIn(index, "Stelle 777"));
            const [common, all] = timed(() => searchIn(index, "uber heisst keepers"));
            return { making, phrase, common, one: one.length, all: all.length };
        }"""
    )
    assert took["one"] == 1
    assert took["making"] < 1500, took
    assert took["phrase"] < 100, took
    assert took["common"] < 300, took


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (320, 640)])
def test_axe_finds_nothing_in_search(reader: Reader, scheme: Literal["light", "dark"], size: tuple[int, int]) -> None:
    """Empty, with results, with a chosen one, and with none."""
    reader.page.emulate_media(color_scheme=scheme)
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open()
    reader.press("/")
    found = [Axe().run(reader.page).response["violations"]]
    search(reader, "the")
    found.append(Axe().run(reader.page).response["violations"])
    reader.press("ArrowDown", "ArrowDown")
    found.append(Axe().run(reader.page).response["violations"])
    search(reader, "zebra")
    found.append(Axe().run(reader.page).response["violations"])
    assert found == [[], [], [], []]
    wide = reader.page.evaluate(
        """() => [...document.querySelectorAll(".cp-search, .cp-hits")]
            .filter(one => one.scrollWidth > one.clientWidth).length"""
    )
    assert wide == 0


def test_in_a_low_window_every_result_can_be_reached(reader: Reader) -> None:
    """A page at 400 %: the dialog scrolls, and the chosen result is in view."""
    reader.page.set_viewport_size({"width": 320, "height": 256})
    reader.open()
    options = search(reader, "the")
    reader.press(*["ArrowDown"] * options.count())
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(options.last).to_be_in_viewport(ratio=0.6)


def test_a_hostile_guide_stays_text_among_the_results(reader: Reader) -> None:
    """What is found is a stranger's, and what is typed may be anything."""
    reader.site.files.update(files(HOSTILE))
    reader.open()
    assert search(reader, "<img src=x").count() > 3
    expect(dialog(reader).locator("mark").first).to_have_text("<img src=x")
    search(reader, '\\ [(*+?.^$ " \u0301')
    assert reader.page.evaluate("window.broken") is None
    assert reader.page.locator(".companion :is(img, script, [onclick], [onerror])").count() == 0

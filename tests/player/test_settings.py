"""Reading settings: what each of them does to the text, and that they are there again tomorrow."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types
from playwright.sync_api import Locator, Route, expect

from companion.player import fonts
from tests.player.stage import Reader

THEMES = ("app", "light", "dark", "sepia", "contrast", "contrast-light")
LIT = ".cp-page .cp-word-now"
LINE = ".cp-page .cp-line-now"


def wide_font() -> Path:
    """A file of a typeface whose letters are all equally wide, from a package that is here anyway."""
    found = importlib.util.find_spec("streamlit")
    assert found is not None
    assert found.origin is not None
    return next((Path(found.origin).parent / "static" / "static" / "media").glob("KaTeX_Typewriter-Regular.*.woff2"))


def prefer(reader: Reader, **look: object) -> Reader:
    """Open the page as somebody who has chosen this before."""
    reader.page.add_init_script(f"localStorage.setItem('companion:reading', {json.dumps(json.dumps(look))})")
    return reader.open()


def setting(reader: Reader, name: str) -> Locator:
    return reader.page.locator(f"[data-setting={name}]")


def slide(reader: Reader, name: str, value: float) -> None:
    """As a hand on the slider does."""
    setting(reader, name).evaluate(
        "(one, value) => { one.value = value; one.dispatchEvent(new Event('input')); }", value
    )


def style(reader: Reader, selector: str, name: str) -> str:
    return str(reader.page.locator(selector).first.evaluate(f"one => getComputedStyle(one).{name}"))


def pixels(reader: Reader, selector: str, name: str) -> float:
    return float(style(reader, selector, name).removesuffix("px"))


def family(reader: Reader) -> str:
    return style(reader, ".cp-page p", "fontFamily")


def width(reader: Reader) -> float:
    """Of one and the same word of the text, in pixels."""
    found: float = reader.page.evaluate(
        """() => [...document.querySelectorAll(".cp-page .cp-word")]
            .find(one => one.textContent === "lit.").getBoundingClientRect().width"""
    )
    return found


def violations(reader: Reader, *more: str) -> list[str]:
    options = {"rules": {rule: {"enabled": True} for rule in more}}
    found = Axe().run(reader.page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:120]} {node['failureSummary']}" for one in found for node in one["nodes"]]


def test_the_text_can_be_three_times_as_large(reader: Reader) -> None:
    """Text and notes, at once, before one's eyes; and it is so again when the page is opened anew."""
    reader.open()
    before = pixels(reader, ".cp-page p", "fontSize"), pixels(reader, ".cp-note-body", "fontSize")
    reader.press("o")
    setting(reader, "size").focus()
    reader.press("End")
    expect(setting(reader, "size")).to_have_attribute("aria-valuetext", "300 %")
    for _ in range(2):
        after = pixels(reader, ".cp-page p", "fontSize"), pixels(reader, ".cp-note-body", "fontSize")
        assert [b / a for a, b in zip(before, after, strict=True)] == pytest.approx([3, 3])
        assert pixels(reader, ".cp-title", "fontSize") >= after[0]
        reader.open()


def test_the_spacing_of_wcag_is_one_button_away(reader: Reader) -> None:
    """WCAG 2.2, 1.4.12: line height 1.5, letters 0.12, words 0.16, paragraphs 2 times the size of the letters."""
    reader.open()
    reader.press("o")
    reader.page.get_by_role("button", name="Wide spacing").click()
    size = pixels(reader, ".cp-page p", "fontSize")
    names = ("lineHeight", "letterSpacing", "wordSpacing", "marginBlockEnd")
    found = [pixels(reader, ".cp-page p", name) / size for name in names]
    assert found == pytest.approx([1.5, 0.12, 0.16, 2], abs=0.001)
    slide(reader, "leading", 2)
    assert pixels(reader, ".cp-page p", "lineHeight") / size == pytest.approx(2)


def test_the_lines_can_be_shorter(reader: Reader) -> None:
    """In characters, so that they stay as many when the letters grow."""
    reader.open()
    reader.press("o")
    slide(reader, "measure", 35)
    counts = []
    for size in (100, 200):
        slide(reader, "size", size)
        inner = pixels(reader, ".cp-page", "width") - 48
        counts.append(inner / (0.44 * pixels(reader, ".cp-page", "fontSize")))
    assert counts == pytest.approx([35, 35], abs=0.5)


def test_the_typeface_is_the_reader_s_choice(reader: Reader) -> None:
    """Among those everybody has; the text itself shows it."""
    reader.open()
    serif = family(reader)
    reader.press("o")
    for face, expected in (("sans", "sans-serif"), ("system", "system-ui"), ("mono", "monospace")):
        setting(reader, "face").select_option(face)
        assert expected in family(reader), face
    setting(reader, "face").select_option("serif")
    assert family(reader) == serif


def test_any_font_of_the_device_can_be_named(reader: Reader) -> None:
    """A name that nobody knows is said to be unknown; what is typed cannot become another rule."""
    reader.open()
    reader.press("o")
    setting(reader, "face").select_option("device")
    name = setting(reader, "device")
    told = reader.page.locator(".cp-look .cp-told").first
    name.fill("No Such Face 77")
    expect(told).to_have_text("This device has no font of that name.")
    name.fill("Liberation Mono" if has_font(reader, "Liberation Mono") else "DejaVu Sans Mono")
    expect(told).to_have_text("")
    assert "Mono" in family(reader)
    name.fill('x"; color: red; --y: "')
    assert style(reader, ".companion", "color") != "rgb(255, 0, 0)"
    reader.open()
    assert "x ; color: red" in family(reader)


def has_font(reader: Reader, name: str) -> bool:
    found: bool = reader.page.evaluate(
        """name => {
            const pen = document.createElement("canvas").getContext("2d");
            const width = font => { pen.font = font; return pen.measureText("mmmiiilll").width; };
            return width(`20px "${name}", serif`) !== width("20px serif");
        }""",
        name,
    )
    return found


def test_a_font_file_stays_in_the_browser_and_is_really_used(reader: Reader) -> None:
    """The letters are those of the file: the same word has another width. No request is made for it."""
    reader.open()
    before = width(reader)
    reader.press("o")
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.page.locator(".cp-look input[type=file]").set_input_files(
        {"name": 'My "own" face.woff2', "mimeType": "font/woff2", "buffer": wide_font().read_bytes()}
    )
    told = reader.page.locator(".cp-look .cp-told").first
    expect(told).to_have_text("My own face is in use. It stays in this browser.")
    reader.page.wait_for_function("document.fonts.check('20px \"Added My own face\"')")
    after = width(reader)
    assert abs(after - before) > 2
    assert asked == []
    reader.open()
    reader.page.wait_for_function("[...document.fonts].some(one => one.family.includes('My own face'))")
    assert width(reader) == pytest.approx(after, abs=0.5)
    reader.press("o")
    reader.page.get_by_role("button", name="Remove this font").click()
    expect(told).to_have_text("My own face is removed.")
    assert width(reader) == pytest.approx(before, abs=0.5)
    reader.open()
    reader.page.wait_for_timeout(300)
    reader.press("o")
    assert setting(reader, "face").locator("option", has_text="My own face").count() == 0


def test_a_file_that_is_no_font_is_told_so(reader: Reader) -> None:
    """And what was chosen stays chosen."""
    reader.open()
    reader.press("o")
    reader.page.locator(".cp-look input[type=file]").set_input_files(
        {"name": "letter.ttf", "mimeType": "font/ttf", "buffer": b"this is a letter"}
    )
    expect(reader.page.locator(".cp-look .cp-told").first).to_contain_text("not a font")
    expect(setting(reader, "face")).to_have_value("serif")


def test_the_home_s_fonts_are_offered_only_where_they_are(reader: Reader) -> None:
    """Each is fetched from the home when it is used, and not before."""
    reader.open()
    reader.press("o")
    offered = setting(reader, "face").locator("option", has_text="Hyperlegible")
    assert offered.count() == 0
    reader.site.files["/typeface/a.woff2"] = wide_font().read_bytes()
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    given: list[dict[str, Any]] = [{"name": "Atkinson Hyperlegible", "url": "/typeface/a.woff2"}]
    reader.open(fonts=given)
    before = width(reader)
    assert not any("typeface" in url for url in asked)
    reader.press("o")
    setting(reader, "face").select_option(label="Atkinson Hyperlegible")
    reader.page.wait_for_function("[...document.fonts].some(one => one.status === 'loaded')")
    reader.page.wait_for_function("document.fonts.check('20px \"Atkinson Hyperlegible\"')")
    assert abs(width(reader) - before) > 2
    assert any(url.endswith("/typeface/a.woff2") for url in asked)
    assert all(url.startswith((reader.site.address, "data:")) for url in asked)
    reader.open()
    expect(setting(reader, "face")).to_have_value("serif")
    reader.open(fonts=given)
    expect(setting(reader, "face")).to_have_value("font:Atkinson Hyperlegible")


@pytest.mark.skipif(not fonts.fonts(), reason="nobody ran 'make fonts' here")
def test_the_fetched_typefaces_draw_the_text(reader: Reader) -> None:
    """The real files, each with its bold and its italics, and the letters beyond Latin-1."""
    given = []
    for font in fonts.fonts():
        address = f"/typeface/{font.path.name}"
        reader.site.files[address] = font.path.read_bytes()
        given.append(
            {"name": font.name, "url": address, "weight": font.weight, "style": font.style, "range": font.range}
        )
    reader.open(fonts=given)
    widths = {width(reader)}
    reader.press("o")
    for name in dict.fromkeys(font.name for font in fonts.fonts()):
        setting(reader, "face").select_option(label=name)
        for variant in ("", "italic ", "bold "):
            reader.page.evaluate("font => document.fonts.load(font, 'Hő')", f'{variant}20px "{name}"')
        loaded = (
            "name => [...document.fonts].filter(one => one.family.includes(name) && one.status === 'loaded').length"
        )
        assert reader.page.evaluate(loaded, name) >= 3, name
        widths.add(round(width(reader), 1))
    assert len(widths) == 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_theme(reader: Reader, theme: str, scheme: Any) -> None:
    """At rest with the other sentences stepping back, in the dialog, and in high contrast at 7 to 1 (1.4.6)."""
    reader.page.emulate_media(color_scheme=scheme)
    more = ("color-contrast-enhanced",) if theme.startswith("contrast") else ()
    prefer(reader, theme=theme, focus=True, size=120)
    reader.press("ArrowRight")
    found = {"text": violations(reader, *more)}
    reader.press("o")
    found["dialog"] = violations(reader, *more)
    assert found == {"text": [], "dialog": []}


def test_a_theme_is_the_same_whatever_the_device_prefers(reader: Reader) -> None:
    """Somebody who needs black on white must not get white on black in the evening."""
    reader.open()
    reader.press("o")
    grounds = {}
    for theme in THEMES:
        setting(reader, "theme").select_option(theme)
        shades = []
        for scheme in ("light", "dark"):
            reader.page.emulate_media(color_scheme=scheme)
            shades.append((style(reader, ".companion", "backgroundColor"), style(reader, ".cp-look", "color")))
        assert (shades[0] == shades[1]) == (theme != "app"), theme
        grounds[theme] = shades[0]
    assert len(set(grounds.values())) == len(THEMES) - 1, "light is what automatic is by day"
    assert grounds["contrast"] == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")


@pytest.mark.parametrize("forced", [False, True])
def test_word_and_sentence_are_marked_as_chosen(reader: Reader, forced: bool) -> None:
    """By colour, by a line below, by a line around, or not at all; with forced colours as well."""
    reader.open()
    reader.press("ArrowRight", "o")
    reader.page.emulate_media(forced_colors="active" if forced else "none")
    plain = style(reader, ".cp-page .cp-word:not(.cp-word-now)", "backgroundColor")
    for name, selector in (("word", LIT), ("sentence", LINE)):
        for way in ("underline", "outline", "off", "colour"):
            setting(reader, name).select_option(way)
            assert ("underline" in style(reader, selector, "textDecorationLine")) == (
                way == "underline" or (way == "colour" and forced and name == "sentence")
            ), (name, way)
            assert (style(reader, selector, "outlineStyle") == "solid") == (
                way == "outline" or (way == "colour" and forced and name == "word")
            ), (name, way)
            if not forced:
                coloured = style(reader, selector, "backgroundColor") != plain
                assert coloured == (way == "colour"), (name, way)


def test_one_sentence_at_a_time(reader: Reader) -> None:
    """The others step back but stay readable, and come forward where the pointer is."""
    reader.open()
    reader.press("ArrowRight")
    ink = style(reader, LINE, "color")
    reader.press("o")
    setting(reader, "focus").check()
    reader.press("Escape")
    other = reader.page.locator(".cp-page .cp-line", has_text="Nobody in Harl")
    dim = other.evaluate("one => getComputedStyle(one).color")
    assert dim != ink
    assert style(reader, LINE, "color") == ink
    other.locator(".cp-word").first.hover()
    assert other.evaluate("one => getComputedStyle(one).color") == ink
    reader.page.mouse.move(0, 0)
    reader.press("ArrowRight")
    assert other.evaluate("one => getComputedStyle(one).color") == ink
    assert style(reader, ".cp-page .cp-line >> nth=1", "color") == dim


def distance(reader: Reader) -> float:
    """Pixels between the middle of the ruler and the middle of the lit word."""
    found: float = reader.page.evaluate(
        """() => {
            const middle = selector => {
                const box = document.querySelector(selector).getBoundingClientRect();
                return (box.top + box.bottom) / 2;
            };
            return Math.abs(middle(".cp-ruler") - middle(".cp-page .cp-word-now"));
        }"""
    )
    return found


def test_the_ruler_is_at_the_line_that_is_read(reader: Reader) -> None:
    """With the voice from line to line, also while it scrolls; the pointer moves it, and the voice fetches it back."""
    reader.page.set_viewport_size({"width": 600, "height": 600})
    prefer(reader, ruler=True)
    assert distance(reader) < 3
    for _ in range(6):
        reader.press("ArrowRight")
        reader.stand_still()
    if reader.word:
        assert distance(reader) < 3
    reader.click_word("folds")
    reader.press("k")
    reader.stand_still()
    assert distance(reader) < 3
    box = reader.page.locator(".cp-text").bounding_box()
    assert box is not None
    reader.page.mouse.move(box["x"] + 100, box["y"] + 20)
    assert distance(reader) > 20
    ruler = reader.page.locator(".cp-ruler").bounding_box()
    assert ruler is not None
    assert abs(ruler["y"] + ruler["height"] / 2 - box["y"] - 20) < 2
    reader.press("ArrowRight", "ArrowRight")
    reader.stand_still()
    assert distance(reader) < 3
    reader.press("k")
    reader.page.wait_for_timeout(1500)
    reader.press("k")
    reader.stand_still()
    assert not reader.word or distance(reader) < 3
    assert style(reader, ".cp-ruler", "pointerEvents") == "none"


def lag(reader: Reader) -> list[float]:
    """Seconds from the start of the word that is lit to where the sound is, for each new word of two seconds."""
    found: list[float] = reader.page.evaluate(
        """() => new Promise(done => {
            const [lags, sound, end] = [[], window.sounds.at(-1), performance.now() + 2500];
            let last = document.querySelector(".cp-page .cp-word-now");
            const look = () => {
                const word = document.querySelector(".cp-page .cp-word-now");
                if (word && word !== last) { lags.push(sound.currentTime - Number(word.dataset.starts)); last = word; }
                if (performance.now() < end) requestAnimationFrame(look); else done(lags);
            };
            look();
        })"""
    )
    return found


def open_with_times(reader: Reader, **look: object) -> None:
    """The page, each word of the first section carrying the second at which it starts."""
    prefer(reader, **look)
    section = json.loads(reader.site.files["/guide.json"])["sections"][0]
    starts, heard = [], 0
    for index in range(0, len(section["words"]), 4):
        starts.append((heard + section["words"][index + 2]) / 8000)
        heard += section["words"][index + 2] + section["words"][index + 3]
    reader.page.evaluate(
        """starts => { for (const word of document.querySelectorAll(".cp-page .cp-word[data-section='0']"))
            word.dataset.starts = starts[word.dataset.word]; }""",
        starts,
    )


@pytest.mark.parametrize(("delay", "speed"), [(0, 1), (600, 1), (600, 2), (-300, 1)])
def test_the_highlight_waits_for_sound_that_comes_late(reader: Reader, delay: int, speed: float) -> None:
    """By so many milliseconds of real time, whatever the speed; not before what is heard has begun."""
    open_with_times(reader, delay=delay)
    reader.page.locator("[data-name=speed]").select_option(str(speed))
    reader.click_word("Nora")
    expected = delay / 1000 * speed
    if delay > 0:
        reader.page.wait_for_timeout(200)
        assert reader.word == "Nora", "what comes before the place where it began is not heard"
        reader.page.wait_for_timeout(700)
    lags = lag(reader)
    assert len(lags) >= 5
    middle = sorted(lags)[len(lags) // 2]
    assert abs(middle - expected) < 0.06 * speed, lags
    reader.press("k")
    at, starts = reader.sound("currentTime"), reader.page.locator(LIT)
    if reader.word:
        start = float(str(starts.get_attribute("data-starts")))
        assert start - 0.001 <= at < start + 0.5, "at rest the word is where the place is"


TAPS = """
window.clicks = []; window.contexts = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (when) {
    window.clicks.push(when);
    window.contexts.push(this.context);
    return start.call(this, when);
};
window.tap = (late, jitter) => {
    const { contextTime, performanceTime } = window.contexts.at(-1).getOutputTimestamp();
    const pad = document.querySelector(".cp-pad");
    window.clicks.slice(-16).forEach((click, index) => {
        const event = new KeyboardEvent("keydown", { key: "x", bubbles: true, cancelable: true });
        const time = performanceTime + 1000 * (click - contextTime) + late + jitter[index % jitter.length];
        Object.defineProperty(event, "timeStamp", { value: time });
        pad.dispatchEvent(event);
    });
};
"""


def begin_tapping(reader: Reader) -> None:
    reader.page.add_init_script(TAPS)
    reader.open()
    reader.press("o")
    reader.page.get_by_role("button", name="Find it by tapping").click()
    reader.page.wait_for_function("window.contexts.at(-1)?.getOutputTimestamp().performanceTime > 0")
    expect(reader.page.locator(".cp-pad")).to_be_focused()


@pytest.mark.parametrize("late", [180, 420, -60])
def test_tapping_along_finds_how_late_the_sound_is(reader: Reader, late: int) -> None:
    """Sixteen clicks; the median of the taps, so that two bad ones do not count; taken only when accepted."""
    begin_tapping(reader)
    assert reader.page.evaluate("window.clicks.length") == 16
    reader.page.evaluate("late => window.tap(late, [0, 20, -20, 5, -5, 250, 10, -10])", late)
    expect(setting(reader, "delay")).to_have_value("0")
    accept = reader.page.get_by_role("button", name="Use ")
    found = int(accept.inner_text().split()[1])
    assert abs(found - late) <= 20
    accept.click()
    expect(setting(reader, "delay")).to_have_value(str(found))
    reader.open()
    expect(setting(reader, "delay")).to_have_value(str(found))


def test_uneven_tapping_proposes_nothing(reader: Reader) -> None:
    """A number made of noise would make it worse. Real keys are heard as taps, and Escape leaves."""
    begin_tapping(reader)
    reader.page.evaluate("window.tap(100, [0, 300, -300, 450, 150, -150, 250, 400])")
    expect(reader.page.locator(".cp-tapping .cp-told")).to_contain_text("too uneven")
    assert reader.page.get_by_role("button", name="Use ").count() == 0
    reader.page.get_by_role("button", name="Find it by tapping").click()
    for _ in range(16):
        reader.press("Space")
    expect(reader.page.locator(".cp-pad")).to_be_hidden()
    reader.page.get_by_role("button", name="Find it by tapping").or_(
        reader.page.get_by_role("button", name="Try again")
    ).click()
    reader.press("Escape")
    expect(reader.page.get_by_role("dialog", name="Reading settings")).to_be_hidden()
    reader.page.wait_for_function("window.contexts.at(-1).state === 'closed'")


def test_everything_goes_back_to_how_it_was_at_first(reader: Reader) -> None:
    """One button, for whoever got lost in the settings."""
    reader.open()
    first = reader.page.locator(".companion").get_attribute("style"), family(reader), width(reader)
    prefer(reader, size=250, face="mono", theme="sepia", letters=0.2, ruler=True, focus=True, delay=500, word="off")
    reader.press("o")
    reader.page.get_by_role("button", name="All as it was at first").click()
    assert (reader.page.locator(".companion").get_attribute("style") or None, family(reader), width(reader)) == first
    expect(setting(reader, "delay")).to_have_value("0")
    expect(setting(reader, "theme")).to_have_value("app")
    expect(setting(reader, "ruler")).not_to_be_checked()


@pytest.mark.parametrize(
    "kept", ["3", "[]", '{"size": "x", "delay": 99999, "theme": 4, "face": "font:", "words": -5}', "{"]
)
def test_what_was_kept_wrongly_does_no_harm(reader: Reader, kept: str) -> None:
    """Storage is shared with every version there was, and with whatever else this browser has met."""
    reader.page.add_init_script(f"localStorage.setItem('companion:reading', {json.dumps(kept)})")
    reader.open()
    reader.press("o")
    expect(reader.page.get_by_role("dialog", name="Reading settings")).to_be_visible()
    assert pixels(reader, ".cp-page p", "fontSize") == pytest.approx(19)
    assert pixels(reader, ".cp-page p", "wordSpacing") == 0


@pytest.mark.parametrize("size", [(320, 256), (320, 640), (390, 844), (1280, 800)])
@pytest.mark.parametrize("scale", [100, 300])
def test_nothing_is_lost_at_400_percent(reader: Reader, size: tuple[int, int], scale: int) -> None:
    """320 by 256 is a laptop at 400 %: nothing sideways, every control reached, in the page and in the dialog."""
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    prefer(reader, size=scale, letters=0.12, words=0.16, leading=1.5, paragraphs=2, ruler=True)
    sideways = """() => [...document.querySelectorAll("html, .cp-text, .cp-cards, .cp-bar, dialog[open]")]
        .filter(one => one.scrollWidth > one.clientWidth).map(one => one.className || one.tagName)"""
    assert reader.page.evaluate(sideways) == []
    reader.press("o")
    assert reader.page.evaluate(sideways) == []
    lost = reader.page.evaluate(
        """() => [...document.querySelectorAll("dialog[open] :is(button, input, select)")].filter(one => {
            if (!one.offsetParent) return false;
            one.scrollIntoView({ block: "center" });
            const box = one.getBoundingClientRect();
            const there = one.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
            return !there || box.width < 24 || box.height < 24 || box.left < 0 || box.right > innerWidth;
        }).map(one => one.outerHTML.slice(0, 90))"""
    )
    assert lost == []


def test_the_dialog_leaves_the_text_to_be_seen(reader: Reader) -> None:
    """The text is the preview: the sentence that is read stands beside the dialog, or above it on a phone."""
    for size in ((1280, 800), (390, 844)):
        reader.page.set_viewport_size({"width": size[0], "height": size[1]})
        reader.open()
        reader.press("ArrowRight", "o")
        reader.page.wait_for_function(
            """() => {
                const word = document.querySelector(".cp-page .cp-word-now").getBoundingClientRect();
                const box = document.querySelector("dialog[open]").getBoundingClientRect();
                return word.right <= box.left || word.bottom <= box.top;
            }"""
        )


def test_the_settings_change_nothing_about_following(reader: Reader) -> None:
    """Text that grows scrolls by itself: that is not the reader letting go of the voice."""
    reader.page.set_viewport_size({"width": 900, "height": 500})
    reader.open()
    reader.click_word("folds")
    reader.press("k")
    reader.stand_still()
    reader.press("f")  # reaching the word has scrolled as a hand does
    reader.stand_still()
    reader.press("o")
    for value in (150, 200, 300, 130):
        slide(reader, "size", value)
        reader.page.wait_for_timeout(60)
    reader.press("Escape")
    reader.stand_still()
    assert not reader.page.get_by_role("button", name="Back to the voice").is_visible()
    expect(reader.page.locator(LIT)).to_be_in_viewport()


def test_where_storage_is_forbidden_the_settings_last_as_long_as_the_page(reader: Reader) -> None:
    """A school's browser may forbid it; nothing may break by that."""
    reader.page.add_init_script(
        """for (const name of ["localStorage", "indexedDB"])
            Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });"""
    )
    reader.open()
    reader.press("o")
    slide(reader, "size", 200)
    assert pixels(reader, ".cp-page p", "fontSize") == pytest.approx(38)
    reader.page.locator(".cp-look input[type=file]").set_input_files(
        {"name": "Mine.woff2", "mimeType": "font/woff2", "buffer": wide_font().read_bytes()}
    )
    expect(reader.page.locator(".cp-look .cp-told").first).to_contain_text("until the page is closed")


def test_no_setting_asks_anybody_for_anything(reader: Reader) -> None:
    """What somebody needs in order to read is nobody else's business."""
    reader.open()
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    reader.page.route("**/*", note)
    reader.press("o")
    for theme in THEMES:
        setting(reader, "theme").select_option(theme)
    for face in ("sans", "system", "mono", "device", "serif"):
        setting(reader, "face").select_option(face)
    setting(reader, "ruler").check()
    slide(reader, "delay", 200)
    assert asked == []

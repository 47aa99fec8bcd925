"""The whole guide in one strip, which is the way to move through it, and the same in words."""

import json
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types
from playwright.sync_api import Locator, expect

from tests.player import sandbar
from tests.player.stage import Reader, files
from tests.player.test_safety import HOSTILE

NAMES = {"narrator": "Narrator", "notes": "Voice of the notes"}


class Whole:
    """What strip and words have to agree with: the sample's own timeline, in seconds of the straight reading."""

    def __init__(self) -> None:
        made = sandbar.sections()
        self.timeline = sandbar.timeline(made)
        self.offsets: dict[str, float] = {}
        self.total = 0.0
        for section in made[:2]:
            self.offsets[section.id] = self.total
            self.total += section.now / sandbar.RATE
        self.sections = made[:2]

    def turns(self, name: str | None = None) -> Iterator[tuple[float, float, str]]:
        for section in self.sections:
            offset = self.offsets[section.id]
            for start, end, speaker in section.turns:
                if name in (None, speaker):
                    yield offset + start / sandbar.RATE, offset + end / sandbar.RATE, speaker

    def seconds(self, name: str | None = None) -> float:
        return sum(end - start for start, end, _ in self.turns(name))


WHOLE = Whole()


def face(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def point(reader: Reader, time: float) -> tuple[float, float]:
    """Where on the screen a moment of the reading is."""
    box = reader.page.locator(".cp-track").bounding_box()
    assert box is not None
    return box["x"] + box["width"] * time / WHOLE.total, box["y"] + 0.7 * box["height"]


def place(reader: Reader) -> float:
    """Seconds into the straight reading that the sound is at."""
    section = str(reader.sound("currentSrc")).rpartition("/")[2].partition(".")[0]
    return float(WHOLE.offsets[section] + reader.sound("currentTime"))


def tell(reader: Reader) -> Locator:
    """The dialog that tells the whole in words."""
    reader.page.get_by_role("button", name="The whole").click()
    return reader.page.get_by_role("dialog", name="The whole")


def test_a_click_on_the_strip_goes_there(reader: Reader) -> None:
    """To the moment itself, in whatever section it is; what stood still stands still."""
    reader.open()
    for time, section, line in ((12.4, "summary", "I am the man"), (61.5, "analysis", "Harbin counts")):
        reader.page.mouse.click(*point(reader, time))
        reader.wait_open(section)
        assert abs(place(reader) - time) < 0.3
        assert reader.line.startswith(line)
        assert reader.sound("paused")


def test_dragging_along_the_strip_moves_when_it_is_let_go(reader: Reader) -> None:
    """On the way the time is shown, and the sound stays where it was."""
    reader.open()
    mouse = reader.page.mouse
    mouse.move(*point(reader, 0.1))
    mouse.down()
    for time in (5.0, 10.0, 20.5):
        mouse.move(*point(reader, time))
    expect(reader.page.locator(".cp-time").first).to_have_text("0:20")
    assert place(reader) < 1
    mouse.up()
    assert abs(place(reader) - 20.5) < 0.3


def test_arrows_move_along_the_strip_and_say_what_is_there(reader: Reader) -> None:
    """Time, section, passage and who speaks: what is seen is told to those who do not see it."""
    reader.open()
    seek = reader.page.get_by_role("slider", name="Place in the reading")
    seek.focus()
    reader.press(*["ArrowRight"] * 8)
    assert 7.9 < place(reader) < 8.2
    expect(seek).to_have_attribute("aria-valuetext", "0:08 of 1:08, The Sandbar Light, voice: Harbour master")
    reader.press("ArrowDown")
    assert 6.9 < place(reader) < 7.2
    reader.press("Shift+ArrowRight", "Shift+ArrowRight", "ArrowRight")
    expect(seek).to_have_attribute(
        "aria-valuetext", "0:12 of 1:08, The Sandbar Light, The letter to Mrs. Tolland, voice: Harbin"
    )
    assert reader.line.startswith("I am the man")
    reader.press("End")
    reader.wait_open("analysis")
    reader.press("Home")
    reader.wait_open("summary")
    assert place(reader) < 0.1


def test_the_slider_is_silent_while_the_sound_plays(reader: Reader) -> None:
    """A screen reader with its focus there would tell every second over the voice."""
    reader.open()
    seek = reader.page.get_by_role("slider", name="Place in the reading")
    reader.press("ArrowRight")
    seek.focus()
    reader.press("k")
    before = seek.get_attribute("aria-valuetext")
    reader.wait_word("against")
    assert seek.get_attribute("aria-valuetext") == before
    reader.press("k")
    assert seek.get_attribute("aria-valuetext") != before


def test_the_strip_shows_who_speaks_when(reader: Reader) -> None:
    """A lane for each voice, told apart by its height as well as by its colour; every turn at its time."""
    reader.open()
    shares = sorted({name for *_, name in WHOLE.turns()}, key=WHOLE.seconds, reverse=True)
    lanes = reader.page.locator(".cp-strip-voice")
    assert lanes.count() == len(shares) == 4
    boxes = [lane.bounding_box() for lane in lanes.all()]
    assert len({box["y"] for box in boxes if box}) == 4
    colours = [lane.evaluate("one => getComputedStyle(one).backgroundColor") for lane in lanes.all()]
    assert len(set(colours)) == 4
    for lane, name in zip(lanes.all(), shares, strict=True):
        shape = lane.evaluate("one => one.style.clipPath").removeprefix("polygon(").split(", ")
        drawn = [
            float(corner.partition("%")[0]) for corner in shape if corner.endswith("% 100%") and "max" not in corner
        ]
        assert drawn == pytest.approx([100 * start / WHOLE.total for start, *_ in WHOLE.turns(name)], abs=0.002)


def test_the_tip_says_what_is_under_the_pointer(reader: Reader) -> None:
    """In the middle of every turn it names the one who speaks; and it goes at Escape (WCAG 1.4.13)."""
    reader.open()
    tip = reader.page.locator(".cp-tip")
    for start, end, speaker in WHOLE.turns():
        middle = (start + end) / 2
        reader.page.mouse.move(*point(reader, middle))
        expect(tip).to_contain_text(NAMES.get(speaker, speaker))
        assert face(middle)[:-1] in str(tip.text_content())
    expect(tip).to_contain_text("Analysis")
    reader.page.mouse.move(*point(reader, 14))
    expect(tip).to_contain_text("The letter to Mrs. Tolland")
    expect(tip).to_be_in_viewport(ratio=1)
    reader.press("Escape")
    expect(tip).to_be_hidden()
    reader.page.mouse.move(*point(reader, 15))
    expect(tip).to_be_visible()
    box = tip.bounding_box()
    assert box is not None
    reader.page.mouse.move(point(reader, 15)[0], box["y"] + box["height"] - 3)
    expect(tip).to_be_visible()
    reader.page.mouse.move(400, 100)
    expect(tip).to_be_hidden()


def test_the_strip_is_drawn_once(reader: Reader) -> None:
    """Playing costs it nothing: no element of it changes from frame to frame."""
    reader.open()
    reader.page.evaluate(
        """() => {
            window.drawn = 0;
            const watch = new MutationObserver(found => { window.drawn += found.length; });
            watch.observe(document.querySelector(".cp-strip"), { subtree: true, childList: true, attributes: true });
        }"""
    )
    reader.press("ArrowRight", "k")
    reader.wait_word("against")
    assert reader.page.evaluate("window.drawn") == 0
    done = "getComputedStyle(document.querySelector('.cp-strip-done')).width"
    assert float(str(reader.page.evaluate(done)).removesuffix("px")) > 10, "and yet it shows where one is"


def test_bookmarks_come_and_go_on_the_strip_and_in_words(reader: Reader) -> None:
    """At the sentence that they mark."""
    reader.open()
    reader.click_word("climbed")
    reader.press("k", "d")
    mark = reader.page.locator(".cp-strip-mark")
    expect(mark).to_have_count(1)
    box = mark.bounding_box()
    assert box is not None
    start = next(
        segment["start"] / sandbar.RATE
        for block in WHOLE.sections[0].blocks
        for segment in block["segments"]
        if "eleven winters I" in block["text"][segment["from"] : segment["to"]]
    )
    assert abs(box["x"] + box["width"] / 2 - point(reader, start)[0]) < 2
    whole = tell(reader)
    expect(whole.get_by_role("button", name="For eleven winters")).to_contain_text("Bookmark")
    expect(whole).to_contain_text("1 mark")
    reader.press("Escape")
    reader.page.get_by_role("button", name="Undo").click()
    expect(mark).to_have_count(0)


def test_what_is_switched_off_is_shown_as_such(reader: Reader) -> None:
    """The letter's stretch is hatched from the moment that its layer is off, and no longer than that."""
    reader.open()
    off = reader.page.locator(".cp-strip-off")
    expect(off).to_be_hidden()
    reader.press("l")
    letters = reader.page.get_by_label("Letters", exact=True)
    letters.uncheck()
    expect(off).to_be_visible()
    left = float(off.evaluate("one => parseFloat(one.style.clipPath.slice(8))"))
    announced = WHOLE.sections[0].announcements[0]["start"] / sandbar.RATE
    assert left == pytest.approx(100 * announced / WHOLE.total, abs=0.01)
    letters.check()
    expect(off).to_be_hidden()


def test_the_words_agree_with_the_timeline(reader: Reader) -> None:
    """Whoever cannot see the strip is told the same: who speaks how long, what stands where, how many notes."""
    reader.open()
    whole = tell(reader)
    expect(whole).to_contain_text(f"{face(WHOLE.total)} in 2 sections, 4 voices, 3 notes. You are at 0:00.")
    speakers = whole.get_by_role("list", name="Who speaks").get_by_role("listitem")
    names = {name for *_, name in WHOLE.turns()}
    assert speakers.count() == len(names)
    for name in names:
        turns = list(WHOLE.turns(name))
        counted = f"{len(turns)} turn{'s' if len(turns) > 1 else ''}"
        share = round(100 * WHOLE.seconds(name) / WHOLE.seconds())
        expect(speakers.filter(has_text=NAMES.get(name, name))).to_contain_text(
            f"{face(WHOLE.seconds(name))}, {share} %, {counted}at {face(turns[0][0])}"
        )
    text = whole.get_by_role("list", name="The Sandbar Light")
    length = WHOLE.sections[0].now / sandbar.RATE
    sentences = sum(len(block["segments"]) for block in WHOLE.sections[0].blocks)
    expect(text.get_by_role("listitem").first).to_contain_text(f"{face(length)} long, {sentences} sentences")
    letter = text.get_by_role("listitem").filter(has_text="The letter to Mrs. Tolland")
    start = WHOLE.sections[0].announcements[0]["start"] / sandbar.RATE
    end = (
        max(s["end"] for block in WHOLE.sections[0].blocks if block["passage"] for s in block["segments"])
        / sandbar.RATE
    )
    expect(letter).to_contain_text(f"Letter, {face(end - start)} longat {face(start)}")
    expect(text.get_by_role("listitem").filter(has_text="3 notes")).to_have_count(1)
    expect(whole.get_by_role("list", name="Analysis").get_by_role("listitem").first).to_contain_text(
        f"at {face(WHOLE.offsets['analysis'])}"
    )


def test_every_entry_of_the_words_leads_there_by_keyboard(reader: Reader) -> None:
    """Tab to the letter, Enter: the dialog is gone and the voice stands before the letter."""
    reader.open()
    tool = reader.page.get_by_role("button", name="The whole")
    tool.focus()
    reader.press("Enter")
    for _ in range(20):
        reader.press("Tab")
        if str(reader.page.evaluate("document.activeElement.textContent")).startswith("The letter to"):
            break
    reader.press("Enter")
    expect(reader.page.get_by_role("dialog")).to_have_count(0)
    announced = WHOLE.sections[0].announcements[0]["start"] / sandbar.RATE
    assert abs(place(reader) - announced) < 0.05
    expect(tool).to_be_focused()


@pytest.mark.parametrize("size", [(320, 256), (320, 640), (844, 390), (390, 844), (1280, 800)])
def test_the_strip_stays_in_every_window(reader: Reader, size: tuple[int, int]) -> None:
    """Smaller where there is less room, and never too small to be hit."""
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open()
    track, strip = (reader.page.locator(name).bounding_box() for name in (".cp-track", ".cp-strip"))
    assert track is not None
    assert track == strip
    assert track["height"] >= 24
    assert track["width"] >= 40
    assert track["y"] + track["height"] <= size[1]
    voices = reader.page.locator(".cp-strip-voice").first.bounding_box()
    assert voices is not None
    assert voices["height"] >= 5


def test_the_strip_is_seen_with_forced_colours(reader: Reader) -> None:
    """Where the device takes the colours away, the lanes and the thumb stay in its own."""
    reader.page.emulate_media(forced_colors="active")
    reader.open()
    colours = reader.page.evaluate(
        """() => [[".cp-strip-voice"], [".cp-strip-notes"], [".cp-strip-section", "::after"]].map(
            ([name, part]) => getComputedStyle(document.querySelector(name), part).backgroundColor)"""
    )
    assert colours[0] == colours[1] != colours[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (320, 640)])
def test_axe_finds_nothing_in_strip_and_words(
    reader: Reader, scheme: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    """With the tip shown, with a bookmark, with the words open."""
    reader.page.emulate_media(color_scheme=scheme)
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open()
    reader.press("d")
    reader.page.mouse.move(*point(reader, 14))
    reader.page.locator(".cp-tip").wait_for()
    found = [Axe().run(reader.page).response["violations"]]
    tell(reader).wait_for()
    found.append(Axe().run(reader.page).response["violations"])
    assert found == [[], []]


def test_a_hostile_guide_stays_text_in_strip_and_words(reader: Reader) -> None:
    """Titles and names of speakers come from strangers, also those that are names of JavaScript's own."""
    reader.site.files.update(files(HOSTILE))
    data = json.loads(reader.site.files["/guide.json"])
    data["sections"][0]["turns"][0][2] = "constructor"
    reader.site.files["/guide.json"] = json.dumps(data).encode()
    start, end, _ = next(turn for turn in data["sections"][0]["turns"] if turn[2].startswith("Harbour master"))
    whole_time = sum(section["samples"] for section in data["sections"][:2])
    reader.open()
    reader.page.mouse.move(*point(reader, WHOLE.total * (start + end) / 2 / whole_time))
    expect(reader.page.locator(".cp-tip")).to_contain_text("Harbour master" + HOSTILE)
    whole = tell(reader)
    expect(whole).to_contain_text("Harbour master" + HOSTILE)
    expect(whole.get_by_text("constructor", exact=True).first).to_be_visible()
    assert reader.page.evaluate("window.broken") is None
    assert reader.page.locator(".companion :is(img, script, [onclick], [onerror])").count() == 0


def test_a_guide_narrated_before_turns_were_known_still_has_its_strip(reader: Reader) -> None:
    """Without lanes, and without saying who speaks: nothing is guessed."""
    data = json.loads(reader.site.files["/guide.json"])
    for section in data["sections"]:
        section["turns"] = []
    reader.site.files["/guide.json"] = json.dumps(data).encode()
    reader.open()
    assert reader.page.locator(".cp-strip-voice").count() == 0
    assert reader.page.locator(".cp-strip-section").count() == 2
    whole = tell(reader)
    expect(whole).to_contain_text("in 2 sections, 3 notes")
    expect(whole.get_by_role("list", name="Who speaks")).to_have_count(0)

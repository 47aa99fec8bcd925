"""The light and the sound: the right word, not before its sound, across sections, seeks and remounts."""

import statistics
from typing import Any

import pytest

from tests.player.stage import Reader

# Each frame: what is lit, and where the sound is. Registered last, it runs after the player's own frame.
RECORD = """() => {
    window.frames_seen = [];
    const look = () => requestAnimationFrame(() => setTimeout(() => {
        const sound = window.sounds.at(-1), lit = document.querySelector(".cp-page .cp-word-now");
        const [word, section] = [Number(lit?.dataset.word ?? -1), Number(lit?.dataset.section ?? -1)];
        window.frames_seen.push([sound.currentTime, word, section, sound.src]);
        look();
    }));
    look();
}"""


def _starts(reader: Reader, index: int) -> list[tuple[float, float]]:
    """Start and end of each word of a section, in seconds, worked out from the payload once more."""
    data: dict[str, Any] = reader.page.evaluate("fetch('/guide.json').then(answer => answer.json())")
    heard, words = 0, []
    numbers = iter(data["sections"][index]["words"])
    for _, _, pause, duration in zip(*[numbers] * 4, strict=True):
        words.append(((heard + pause) / data["rate"], (heard + pause + duration) / data["rate"]))
        heard += pause + duration
    return words


def test_no_word_is_lit_before_its_sound_and_each_gets_its_turn(reader: Reader) -> None:
    """Five words a second, a run of a few seconds: what the eye sees is what the ear hears, in every frame."""
    reader.open()
    words = _starts(reader, 0)
    reader.page.evaluate(RECORD)
    reader.press("k")
    reader.page.wait_for_function("window.sounds.at(-1).currentTime > 6")
    frames: list[tuple[float, int, int, str]] = reader.page.evaluate("window.frames_seen")
    lit = [(time, word) for time, word, _, _ in frames if word >= 0]
    early = [(time, word) for time, word in lit if words[word][0] > time + 1e-6]
    assert early == []
    order = [word for word, last in zip([w for _, w in lit], [-1, *(w for _, w in lit)], strict=False) if word != last]
    assert order == sorted(order)
    sounding = {i for i, (start, end) in enumerate(words) for time, *_ in frames if start + 0.05 < time < end}
    assert sounding <= set(order), "a word sounded in a frame and was never lit"
    first = {word: min(time for time, lit_word in lit if lit_word == word) for word in order}
    lags = [1000 * (first[word] - words[word][0]) for word in order[1:]]
    missed = set(range(order[-1])) - set(order)
    late = statistics.quantiles(lags, n=20)[-1]
    print(f"lag: mean {statistics.mean(lags):.1f} ms, 95th percentile {late:.1f} ms; words missed: {len(missed)}")


def test_a_click_on_a_word_is_heard_from_that_word(reader: Reader) -> None:
    """The first thing anybody tries. No other word may flash up on the way there."""
    reader.open()
    words = _starts(reader, 0)
    reader.page.evaluate(RECORD)
    reader.click_word("whitewashed")
    reader.page.wait_for_function("!window.sounds.at(-1).paused && window.sounds.at(-1).currentTime > 10")
    number = int(str(reader.page.locator(".cp-page .cp-word", has_text="whitewashed").first.get_attribute("data-word")))
    frames: list[tuple[float, int, int, str]] = reader.page.evaluate("window.frames_seen")
    seen = [word for time, word, *_ in frames if time > 5]
    assert seen[0] == number
    assert all(word == -1 or word >= number for word in seen)
    assert min(time for time, *_ in frames if time > 5) >= words[number][0]


def test_the_reading_goes_on_into_the_next_section_in_time(reader: Reader) -> None:
    """A section is a file of its own; the listener must not notice, and footnotes are not read on the way."""
    reader.open()
    words = _starts(reader, 1)
    reader.page.evaluate(RECORD)
    reader.page.evaluate("window.sounds.at(-1).currentTime = window.sounds.at(-1).duration - 0.6")
    reader.press("k")
    reader.wait_word("confession")
    assert reader.line == "The letter is a confession without a crime."
    assert "analysis.wav" in reader.sound("currentSrc")
    assert not reader.sound("paused")
    frames: list[tuple[float, int, int, str]] = reader.page.evaluate("window.frames_seen")
    there = [(time, word) for time, word, section, source in frames if section == 1 and "analysis" in source]
    assert there
    assert all(words[word][0] <= time + 1e-6 for time, word in there if time > 0)
    assert reader.status == ""  # the sound says it


def test_the_end_of_the_last_section_is_the_end(reader: Reader) -> None:
    """Then Play begins again at the beginning; the footnotes are never read unasked."""
    reader.open()
    reader.press("s", "Tab", "Enter")
    reader.wait_open("analysis")
    reader.page.evaluate("window.sounds.at(-1).currentTime = window.sounds.at(-1).duration - 0.3")
    reader.press("k")
    reader.page.wait_for_function("window.sounds.at(-1).ended")
    reader.page.get_by_role("button", name="Play").wait_for()
    assert reader.status == "The reading has ended."
    reader.press("k")
    reader.wait_open("summary", playing=True)


def test_an_announcement_lights_the_title_of_its_passage(reader: Reader) -> None:
    """It is said but stands nowhere in the text; no word is lit meanwhile."""
    reader.open()
    reader.press("Shift+ArrowRight", "Shift+ArrowRight")
    lit = reader.page.locator(".cp-passage-title.cp-line-now")
    assert lit.text_content() == "The letter to Mrs. Tolland"
    assert (reader.word, reader.page.locator(".cp-word-now").count()) == ("", 0)


@pytest.mark.parametrize("again", ["the same data", "another voice's data"])
def test_the_sound_plays_on_while_the_page_is_rebuilt(reader: Reader, again: str) -> None:
    """The app runs its script anew for many reasons; none of them may interrupt the listener or take the focus."""
    reader.open()
    reader.press("k")
    reader.wait_word("Nora")
    reader.page.locator("[data-name=next]").focus()
    before = reader.sound("currentTime")
    if again == "the same data":
        reader.page.evaluate("window.mark = document.querySelector('.cp-text')")
        reader.show()
        assert reader.page.evaluate("window.mark === document.querySelector('.cp-text')")
    else:
        reader.show(voices=[{"label": "Tone", "payload": "/guide.json"}])
        reader.page.wait_for_selector(".cp-text")
    reader.wait_word("against")
    assert not reader.sound("paused")
    assert reader.sound("currentTime") > before
    assert reader.page.evaluate("window.sounds.length") == 1
    assert reader.page.evaluate("document.activeElement.dataset.name") == "next"


def test_the_sound_outlives_a_remount_and_ends_soon_after_the_last_one(reader: Reader) -> None:
    """A page that is left falls silent, but not between two halves of a rebuild."""
    reader.open()
    reader.press("k")
    reader.wait_word("Nora")
    reader.page.evaluate("window.end()")
    assert reader.page.locator(".companion").count() == 0
    reader.show()
    reader.wait_word("against")
    assert reader.page.evaluate("window.sounds.length") == 1
    reader.page.evaluate("window.end()")
    reader.page.wait_for_function("window.sounds[0].paused")


def test_the_place_is_where_it_was_heard_last(reader: Reader) -> None:
    """Also what was heard once the page had gone; and a page that is ended twice takes nothing from the next."""
    reader.open()
    reader.click_word("climbed")
    reader.wait_open("summary", playing=True)
    reader.page.evaluate("window.end()")
    reader.page.wait_for_timeout(4500)
    stopped = reader.sound("currentTime")
    assert reader.sound("paused")
    reader.page.evaluate("() => { window.before = window.end; }")
    reader.show()
    reader.page.wait_for_function("window.sounds.length > 1 && window.sounds.at(-1).readyState > 0")
    assert abs(reader.sound("currentTime") - stopped) < 0.05
    assert reader.sound("paused")
    reader.press("k")
    reader.page.wait_for_function("!window.sounds.at(-1).paused")
    reader.page.evaluate("window.before()")
    reader.page.wait_for_timeout(4500)
    assert not reader.sound("paused")


def test_the_place_is_written_down_while_it_is_heard(reader: Reader) -> None:
    """A browser that is closed or crashes says no goodbye."""
    reader.open()
    reader.click_word("climbed")
    reader.wait_open("summary", playing=True)
    reader.page.wait_for_timeout(1800)
    kept = reader.page.evaluate("JSON.parse(localStorage.getItem('companion:sandbar')).at")
    assert 0 <= reader.sound("currentTime") - kept < 1.6


def test_another_guide_silences_the_one_before(reader: Reader) -> None:
    """Two voices at once would be noise."""
    other = reader.site.files["/guide.json"].replace(b'"id": "sandbar"', b'"id": "other"')
    reader.site.files["/other.json"] = other
    reader.open()
    reader.press("k")
    reader.wait_word("Nora")
    reader.show(payload="/other.json")
    reader.page.wait_for_function("window.sounds.length === 2 && window.sounds[0].paused")


def test_place_speed_and_volume_are_remembered(reader: Reader) -> None:
    """Per guide, without playing unasked, and by sentence: a new narration does not lose the place."""
    reader.open()
    reader.click_word("whitewashed")
    reader.wait_word("again,")
    reader.press("k", ".", ".", "-")
    word = reader.word
    reader.open()
    assert reader.word == word
    assert reader.sound("paused")
    assert (reader.sound("playbackRate"), reader.sound("volume")) == (1.2, 0.9)
    stored = reader.page.evaluate("JSON.parse(localStorage.getItem('companion:sandbar'))")
    assert stored["segment"].startswith("s-summary-")


def test_it_works_where_storage_is_forbidden(reader: Reader) -> None:
    """Some schools forbid it; then only the memory is missing."""
    reader.page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })")
    reader.open()
    reader.press("k", ".")
    reader.wait_word("Nora")
    assert reader.sound("playbackRate") == 1.1


def test_speed_goes_from_a_half_to_three_with_the_pitch_kept(reader: Reader) -> None:
    """In the next section too: browsers go back to the default with each file."""
    reader.open()
    reader.page.get_by_label("Speed", exact=True).select_option("3")
    assert (reader.sound("playbackRate"), reader.sound("preservesPitch")) == (3, True)
    reader.press("s", "Tab", "Enter")
    reader.wait_open("analysis")
    assert reader.sound("playbackRate") == 3
    reader.page.get_by_label("Speed", exact=True).select_option("0.5")
    reader.page.locator(".cp-text").focus()
    reader.press(",")
    assert reader.sound("playbackRate") == 0.5


def test_another_voice_goes_on_at_the_same_sentence(reader: Reader) -> None:
    """Its times are others; the sentence is the same."""
    slow = reader.site.files["/guide.json"].replace(b'"rate": 8000', b'"rate": 4000').replace(b"/sound/", b"/slow/")
    for name in ("summary", "analysis", "asides"):
        sound = bytearray(reader.site.files[f"/sound/{name}.wav"])
        sound[24:28], sound[28:32] = (4000).to_bytes(4, "little"), (8000).to_bytes(4, "little")
        reader.site.files[f"/slow/{name}.wav"] = bytes(sound)
    reader.site.files["/slow.json"] = slow
    voices = [{"label": "Quick", "payload": "/guide.json"}, {"label": "Slow", "payload": "/slow.json"}]
    reader.open(voices=voices)
    reader.press("ArrowRight", "ArrowRight", "s")
    line = reader.line
    reader.page.locator("select.cp-voice").select_option("Slow")
    reader.wait_open("slow")
    assert reader.line == line
    assert line.startswith("Nobody in Harl")

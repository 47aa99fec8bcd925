"""For the one who listens: layers, the notes' place, ways of going through, and what says where one is."""

import json
import re
from itertools import groupby

import pytest
from playwright.sync_api import expect

from tests.player.stage import Reader

LOG = """
  window.log = []; window.rung = 0; window.later = 0;
  const now = performance.now.bind(performance);
  performance.now = () => now() + window.later;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...given) { window.rung += 1; return start.apply(this, given); };
  new MutationObserver(() => {
    const lit = [...document.querySelectorAll(".cp-line-now")].map(one => one.textContent.trim()).join(" | ");
    if (lit && window.log.at(-1) !== lit) window.log.push(lit);
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["class"] });
"""

# A clock of hundredths, one of them 1.3 ms before the sentence about the pages may be cut.
COARSE = """
  const { get, set } = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "currentTime");
  Object.defineProperty(HTMLMediaElement.prototype, "currentTime", { set, get() {
    const time = get.call(this);
    return this.paused || this.seeking ? time : Math.floor((time - 0.0037) * 100) / 100 + 0.0037;
  } });
"""


def prefer(reader: Reader, **listening: object) -> Reader:
    """Open the page as somebody who has chosen this before; ten times as fast, so that a test need not wait."""
    speed = listening.pop("speed", 3)
    kept = {"companion:listening": listening, "companion:sandbar": {"speed": speed}}
    reader.page.add_init_script(
        f"if (!localStorage.kept) for (const [key, value] of Object.entries({json.dumps(kept)}))"
        " localStorage.setItem(key, JSON.stringify(value)); localStorage.kept = 1;" + LOG
    )
    return reader.open()


def heard(reader: Reader) -> list[str]:
    """The lines that have been lit, in order."""
    lines: list[str] = reader.page.evaluate("window.log")
    return lines


def place(lines: list[str], beginning: str) -> int:
    return next(index for index, line in enumerate(lines) if line.startswith(beginning))


def wait_line(reader: Reader, beginning: str) -> None:
    reader.page.wait_for_function(
        "text => [...document.querySelectorAll('.cp-line-now')].some(one => one.textContent.startsWith(text))",
        arg=beginning,
        timeout=30000,
    )


def wait_rest(reader: Reader) -> None:
    reader.page.wait_for_function("window.sounds.at(-1).paused", timeout=30000)


def seek(reader: Reader, line: str) -> None:
    reader.page.locator(".cp-page .cp-line", has_text=line).locator(".cp-word").first.click()


def test_notes_are_read_at_the_end_of_their_passage(reader: Reader) -> None:
    """Both footnotes behind their paragraph, the analysis behind the letter; then the text goes on."""
    prefer(reader, notes="passage", speed=1.5)
    reader.press("k")
    wait_line(reader, "Nora folds the pages")
    lines = heard(reader)
    order = [
        "“You dreamed it",
        "The current is her grief",
        "Darkness here",
        "Dear Mrs",
        "Your servant",
        "The letter is a confession",
    ]
    assert [place(lines, one) for one in order] == sorted(place(lines, one) for one in order)
    assert reader.sound("currentSrc").endswith("summary.wav?v=0123456789ab")


def test_notes_are_read_at_the_end_of_their_section(reader: Reader) -> None:
    """Nothing between the passages; all of them behind the last, and none of them again in its own section."""
    prefer(reader, notes="section")
    reader.press(*["Shift+ArrowRight"] * 8, "k")
    wait_line(reader, "When autumn comes")
    reader.page.wait_for_function("window.log.some(one => one.includes('1. The tide'))", timeout=60000)
    lines = heard(reader)
    order = [
        "When autumn comes",
        "The current is her grief",
        "Darkness here",
        "The letter is a confession",
        "Rowing is how",
    ]
    assert [place(lines, one) for one in order] == sorted(place(lines, one) for one in order)
    assert sum(one.startswith("The letter is a confession") for one in lines) == 1


def test_silent_notes_are_not_heard(reader: Reader) -> None:
    """The reading ends with the text; another press begins it again."""
    prefer(reader, notes="silent")
    reader.press(*["Shift+ArrowRight"] * 8)
    wait_line(reader, "When autumn comes")
    reader.press("k")
    reader.page.wait_for_function(
        "document.querySelector('[role=status]').textContent.includes('has ended')", timeout=60000
    )
    assert not any(line.startswith(("Analysis", "The current")) for line in heard(reader))
    assert reader.sound("paused")
    reader.press("k")
    wait_line(reader, "The Sandbar Light")


def test_a_letter_that_is_switched_off_is_passed_over(reader: Reader) -> None:
    """The layer goes with its announcements; a click still plays it."""
    prefer(reader, layers={"letter": False}, speed=1)
    seek(reader, "Nobody in Harl believes")
    wait_line(reader, "Nora folds the pages")
    assert not any("Tolland" in line or "eleven winters" in line for line in heard(reader))
    seek(reader, "I am the man")
    wait_line(reader, "I am the man")


def test_layers_are_switched_while_it_plays(reader: Reader) -> None:
    """Switching off what is being heard goes on with what comes behind it."""
    prefer(reader, speed=1)
    seek(reader, "I am the man")
    reader.wait_open("summary", playing=True)
    reader.press("l")
    reader.page.get_by_role("checkbox", name="Letters", exact=True).uncheck()
    wait_line(reader, "Nora folds the pages")
    reader.page.reload()
    reader.show()
    reader.page.wait_for_selector(".cp-text")
    reader.press("l")
    expect(reader.page.get_by_role("checkbox", name="Letters", exact=True)).not_to_be_checked()


def test_a_soft_sound_rings_where_a_note_is(reader: Reader) -> None:
    """Once behind each sentence with a new note; one key plays it, one key leads back."""
    prefer(reader, notes="sound", speed=1)
    seek(reader, "Nora Quill rows out")
    wait_line(reader, "Nobody in Harl")
    assert reader.page.evaluate("window.rung") == 2  # two tones make one sound
    wait_line(reader, "Dear Mrs")
    assert reader.page.evaluate("window.rung") == 4
    reader.press("n")
    wait_line(reader, "The letter is a confession")
    reader.press("b")
    wait_line(reader, "Dear Mrs")


def test_no_sound_rings_in_the_other_modes(reader: Reader) -> None:
    """Who wants silence has it."""
    prefer(reader, notes="silent")
    seek(reader, "Nora Quill rows out")
    wait_line(reader, "Dear Mrs")
    assert reader.page.evaluate("window.rung") == 0


def test_it_stops_after_each_sentence_until_a_key(reader: Reader) -> None:
    """The last word is said whole, and the next sentence has not begun."""
    prefer(reader, way="pause")
    seek(reader, "Nora Quill rows out")
    wait_rest(reader)
    assert reader.line.startswith("Nora Quill")
    reader.press("Space")
    wait_line(reader, "Nobody in Harl")
    wait_rest(reader)
    assert reader.line.startswith("Nobody in Harl")


def test_a_pause_leaves_time_to_say_it_oneself(reader: Reader) -> None:
    """Twice the sentence's length, then it goes on by itself."""
    prefer(reader, way="shadow", share=2)
    seek(reader, "Nora folds the pages")
    wait_rest(reader)
    began = reader.page.evaluate("performance.now()")
    wait_line(reader, "She does not go home")
    waited = reader.page.evaluate("performance.now()") - began
    length = 5 / 5 / 3  # five words at three times the speed
    assert 1000 * length * 1.5 < waited < 1000 * length * 2 + 600


def test_each_sentence_is_said_several_times(reader: Reader) -> None:
    """Three times, no more, each with its own beginning."""
    prefer(reader, way="repeat", times=3)
    reader.page.evaluate("window.sounds.at(-1).addEventListener('seeked', () => window.log.push('again'))")
    seek(reader, "Nora folds the pages")
    wait_line(reader, "She does not go home")
    lines = heard(reader)
    assert lines[place(lines, "Nora folds") :].count("again") == 3  # the click, and two more


def test_each_sentence_is_said_slowly_then_as_it_is(reader: Reader) -> None:
    """Slow first; then the listener's own speed; and the next one slow again."""
    prefer(reader, way="slow", pace=0.5, speed=2)
    reader.page.evaluate(
        "window.sounds.at(-1).addEventListener('ratechange', e => window.log.push('x' + e.target.playbackRate))"
    )
    seek(reader, "Nora folds the pages")
    wait_line(reader, "She does not go home")
    reader.page.wait_for_function("window.log.findLastIndex(one => one === 'x2') > window.log.indexOf('x1')")
    rates = [line for line in heard(reader) if re.match(r"x\d", line)]
    assert [rate for rate, _ in groupby(rates)] == ["x2", "x1", "x2"]  # slow from the start, then by turns


def test_a_loop_goes_from_a_to_b(reader: Reader) -> None:
    """By three presses of one key: begin, end, off."""
    prefer(reader)
    reader.press(*["Shift+ArrowRight"] * 5)
    wait_line(reader, "Nora folds the pages")
    reader.press("a", "ArrowRight")
    wait_line(reader, "She does not go home")
    reader.press("a", "k")
    reader.page.wait_for_function("window.log.filter(one => one.startsWith('Nora folds')).length > 2", timeout=60000)
    assert not any(line.startswith("When spring") for line in heard(reader))
    reader.press("a")
    wait_line(reader, "When spring")


def test_a_fast_loop_is_never_lost(reader: Reader) -> None:
    """At a high speed the alarm for the end of a sentence may come a millisecond of sound early: it is not yet over."""
    reader.page.add_init_script(COARSE)
    prefer(reader)
    reader.press(*["Shift+ArrowRight"] * 5)
    wait_line(reader, "Nora folds the pages")
    reader.press("a", "ArrowRight")
    wait_line(reader, "She does not go home")
    reader.press("a", "ArrowLeft", "k")
    reader.page.wait_for_function("window.log.filter(one => one.startsWith('Nora folds')).length > 4", timeout=60000)
    assert not any(line.startswith("When spring") for line in heard(reader))


def test_a_loop_whose_end_is_set_behind_it_begins_at_once(reader: Reader) -> None:
    """Who stops after each sentence sets B in the silence behind it; the voice must not go on from there."""
    prefer(reader, way="pause")
    seek(reader, "Nora folds the pages")
    reader.press("a")
    wait_rest(reader)
    reader.press("k")
    wait_line(reader, "She does not go home")
    wait_rest(reader)
    reader.press("a", "k")
    reader.page.wait_for_function("window.log.filter(one => one.startsWith('Nora folds')).length > 1", timeout=30000)
    assert not any(line.startswith("When spring") for line in heard(reader))


def test_it_stops_at_the_end_of_the_passage(reader: Reader) -> None:
    """Then one key goes on with the next."""
    prefer(reader, stop=True)
    seek(reader, "Nora folds the pages")
    wait_line(reader, "She does not go home")
    wait_rest(reader)
    assert reader.line.startswith("She does not")
    reader.press("k")
    wait_line(reader, "When spring")


def test_the_sleep_timer_ends_with_a_sentence(reader: Reader) -> None:
    """Not in the middle of a word."""
    prefer(reader)
    reader.press("l")
    reader.page.get_by_role("combobox", name="Sleep timer").select_option("5")
    reader.press("Escape")
    seek(reader, "Nora Quill rows out")
    reader.wait_word("before")
    reader.page.evaluate("window.later = 301000")
    wait_rest(reader)
    assert reader.line.startswith("Nora Quill")
    assert reader.word in ("", "lit.")
    assert "sleep timer" in reader.status


@pytest.mark.parametrize(("seconds", "least", "most"), [(0, -0.3, 0.3), (3, 2.5, 3.3)])
def test_going_on_goes_back_a_few_seconds(reader: Reader, seconds: int, least: float, most: float) -> None:
    """As many as chosen; a jump to a sentence is not a pause, and goes nowhere else."""
    prefer(reader, rewind=seconds, speed=1)
    seek(reader, "Nobody in Harl")
    reader.page.wait_for_function("window.sounds.at(-1).currentTime > 7")
    reader.press("k")
    stopped = reader.sound("currentTime")
    reader.press("k")
    assert least <= stopped - reader.sound("currentTime") <= most
    reader.press("k", "r", "k")
    assert reader.line.startswith("Nobody in Harl") or seconds == 3


def test_one_key_says_where_one_is(reader: Reader) -> None:
    """Section, passage, sentence so many of so many, and what is left at this speed."""
    prefer(reader, notes="silent", speed=2)
    reader.press("ArrowRight", "ArrowRight", "w")
    said = reader.status
    assert "passage 2 of " in said
    assert re.search(r"sentence 3 of \d+", said), said
    assert said.startswith("The Sandbar Light")
    whole = reader.page.evaluate("window.sounds.at(-1).duration")
    left = re.search(r"(?:(\d+) minutes? )?(\d+) seconds? left at this speed", said)
    assert left is not None, said
    assert abs(int(left[1] or 0) * 60 + int(left[2]) - (whole - reader.sound("currentTime")) / 2) < 2


def test_the_keys_of_a_headset_work(reader: Reader) -> None:
    """Play, pause, passages; and the lock screen shows what is heard."""
    reader.page.add_init_script(
        "window.handlers = {};"
        "navigator.mediaSession.setActionHandler = (name, act) => { window.handlers[name] = act; };"
    )
    prefer(reader, speed=1)
    reader.page.evaluate("window.handlers.nexttrack()")
    assert reader.line.startswith("Nora Quill")
    reader.page.evaluate("window.handlers.play()")
    reader.wait_open("summary", playing=True)
    session = reader.page.evaluate(
        "(({ metadata: { title, album, artwork }, playbackState }) => [title, album, artwork.length, playbackState])"
        "(navigator.mediaSession)"
    )
    assert session == ["The Sandbar Light", "The Sandbar Light", 1, "playing"]
    reader.page.evaluate("window.handlers.seekto({ seekTime: 1 })")
    assert reader.sound("currentTime") < 3
    reader.page.evaluate("window.handlers.pause()")
    assert reader.sound("paused")

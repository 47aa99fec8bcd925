"""What the player is given: everything of the timeline that it shows, in few bytes."""

import json
from typing import Any

import pytest

from companion.errors import NarrationError
from companion.player import payload
from tests.player import sandbar


@pytest.fixture
def timeline() -> dict[str, Any]:
    return sandbar.timeline(sandbar.sections())


def test_every_word_comes_back_with_its_text_and_its_samples(timeline: dict[str, Any]) -> None:
    """The words travel as differences: summed up again they are the timeline's own."""
    section = payload(timeline, "")["sections"][0]
    numbers = iter(zip(*[iter(section["words"])] * 4, strict=True))
    found, heard = [], 0
    for block in section["blocks"]:
        utf16, read = block["text"].encode("utf-16-le"), 0
        for *_, count in block["segments"]:
            for _ in range(count):
                gap, length, pause, duration = next(numbers)
                start = read + gap
                read, heard = start + length, heard + pause + duration
                found.append((utf16[2 * start : 2 * read].decode("utf-16-le"), heard - duration, heard))
    expected = [
        (block["text"][first:last], start, end)
        for block in timeline["sections"][0]["blocks"]
        for segment in block["segments"]
        for first, last, start, end, _ in segment["words"]
    ]
    assert next(numbers, None) is None
    assert found == expected


def test_positions_count_as_javascript_counts() -> None:
    """A candle takes up two units of a JavaScript string: what stands behind it would be cut one too early."""
    text, notes, asides = sandbar.sections()
    data = payload(sandbar.timeline((text, notes, asides)), "")
    block = next(block for block in data["sections"][0]["blocks"] if "🕯" in block["text"])
    assert block["segments"][0][2] == len(block["text"]) + 1


def test_only_what_is_shown_is_sent(timeline: dict[str, Any]) -> None:
    """Quotations that name nobody and empty lists would be dead weight in every paragraph."""
    timeline["sections"][0]["blocks"][1]["quotations"].append([0, 4, None])
    plain, rich = payload(timeline, "")["sections"][0]["blocks"][-1], payload(timeline, "")["sections"][0]["blocks"][1]
    assert set(plain) == {"id", "kind", "text", "segments"}
    assert [who for *_, who in rich["quotations"]] == ["Harbour master"]


def test_an_audio_file_s_name_cannot_lead_elsewhere(timeline: dict[str, Any]) -> None:
    """A name is a name, whatever characters it has; and new sound has a new address."""
    timeline["sections"][0]["audio"] = "../a b?#.m4a"
    assert payload(timeline, "/sound/")["sections"][0]["audio"] == "/sound/..%2Fa%20b%3F%23.m4a?v=0123456789ab"


def test_a_timeline_of_another_format_is_refused(timeline: dict[str, Any]) -> None:
    """Half understood, it would light the wrong words."""
    with pytest.raises(NarrationError, match=r"companion-timeline/2.*narrate again"):
        payload({**timeline, "format": "companion-timeline/2"}, "")


def test_ten_thousand_words_stay_small() -> None:
    """The page waits for it: well below the size of the timeline."""
    text, notes, asides = sandbar.sections()
    while len(text.blocks) < 250:
        text.say("The boats go by in the morning and nobody on them looks up at the tower.", "It is only a tower. " * 6)
    timeline = sandbar.timeline((text, notes, asides))
    words = sum(len(segment["words"]) for block in text.blocks for segment in block["segments"])
    small, large = (len(json.dumps(data, separators=(",", ":"))) for data in (payload(timeline, ""), timeline))
    assert words > 10_000
    assert small / large < 0.6
    print(f"{words} words: {small} bytes, the timeline {large}")


def test_the_timeline_is_left_as_it_was(timeline: dict[str, Any]) -> None:
    """It is shared with whoever else reads it."""
    before = json.dumps(timeline)
    payload(timeline, "")
    assert json.dumps(timeline) == before

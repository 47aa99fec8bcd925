"""The clock: where samples become times that people and players read."""

import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.narration import clock

RATES = st.sampled_from([8000, 11025, 16000, 22050, 24000, 44100, 48000])
SAMPLES = st.integers(0, 48000 * 3600 * 200)
TIMES = st.integers(0, 1000 * 3600 * 200)


@given(SAMPLES, RATES)
def test_a_time_is_the_nearest_millisecond(sample: int, rate: int) -> None:
    """Rounding down would put every word up to a millisecond early, and always to the same side."""
    error = clock.milliseconds(sample, rate) - Fraction(1000 * sample, rate)
    assert Fraction(-1, 2) < error <= Fraction(1, 2)


@given(SAMPLES, st.integers(0, 48000), RATES)
def test_times_never_decrease(sample: int, later: int, rate: int) -> None:
    """Cues that are in order in samples must be in order in every export."""
    assert clock.milliseconds(sample, rate) <= clock.milliseconds(sample + later, rate)


@given(TIMES, RATES)
def test_a_time_survives_the_way_through_samples(ms: int, rate: int) -> None:
    """A pause written as 700 ms is 700 ms in the captions."""
    assert clock.milliseconds(clock.samples(ms, rate), rate) == ms


def test_half_a_millisecond_rounds_up() -> None:
    """Rounding half to even, as `round` does, would make equal words unequal."""
    assert [clock.milliseconds(sample, 2000) for sample in (1, 3, 5)] == [1, 2, 3]
    assert [clock.samples(ms, 500) for ms in (1, 3, 5)] == [1, 2, 3]


@given(TIMES)
def test_captions_and_overlays_name_the_same_time(ms: int) -> None:
    """Both formats are read back to the very millisecond."""
    for written, pattern in (
        (clock.vtt(ms), r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})"),
        (clock.smil(ms), r"(0|[1-9]\d*):([0-5]\d):([0-5]\d)\.(\d{3})"),
    ):
        match = re.fullmatch(pattern, written)
        assert match is not None, written
        hours, minutes, seconds, rest = map(int, match.groups())
        assert ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest == ms


@given(TIMES)
def test_what_is_shown_and_what_is_read_out_agree(ms: int) -> None:
    """A screen reader's position must not be a second away from the one on the screen."""
    shown = 0
    for part in clock.short(ms).split(":"):
        shown = shown * 60 + int(part)
    words = clock.spoken(ms).split()
    unit = {"hour": 3600, "minute": 60, "second": 1}
    said = sum(int(count) * unit[name.removesuffix("s")] for count, name in zip(words[::2], words[1::2], strict=True))
    assert shown == said == ms // 1000


@pytest.mark.parametrize(
    ("ms", "shown", "said"),
    [
        (0, "0:00", "0 seconds"),
        (999, "0:00", "0 seconds"),
        (61_000, "1:01", "1 minute 1 second"),
        (185_000, "3:05", "3 minutes 5 seconds"),
        (3_600_000, "1:00:00", "1 hour"),
        (3_723_004, "1:02:03", "1 hour 2 minutes 3 seconds"),
    ],
)
def test_a_time_reads_naturally(ms: int, shown: str, said: str) -> None:
    """No zero units, no plural ones, no lonely hour field."""
    assert (clock.short(ms), clock.spoken(ms)) == (shown, said)


@pytest.mark.parametrize("form", [clock.vtt, clock.smil, clock.short, clock.spoken])
def test_a_time_before_the_beginning_is_refused(form: Callable[[int], str]) -> None:
    """Divided as if nothing were wrong, -5 ms would read 59 minutes."""
    with pytest.raises(ValueError, match="before the beginning"):
        form(-5)


def test_audiobooks_and_daisy_write_a_time_their_own_way() -> None:
    """ISO 8601, Media Fragments, SMIL 1.0: each exact to the millisecond."""
    assert (clock.iso(62_345), clock.seconds(62_345), clock.npt(62_345)) == ("PT62.345S", "62.345", "npt=62.345s")
    assert (clock.iso(0), clock.seconds(100_000), clock.seconds(70)) == ("PT0S", "100", "0.07")
    assert clock.timecount(3_600_001) == "3600.001s"


@given(TIMES)
def test_seconds_are_read_back_as_the_time_that_was_written(ms: int) -> None:
    """A digit that is cut off with the zeros would be another time."""
    assert Fraction(clock.seconds(ms)) * 1000 == ms


def test_whole_seconds_are_the_nearest() -> None:
    """DAISY's totals are added up and compared by validators, in rounded seconds."""
    assert [clock.whole(ms) for ms in (0, 499, 500, 59_500, 3_599_500)] == [
        "0:00:00",
        "0:00:00",
        "0:00:01",
        "0:01:00",
        "1:00:00",
    ]


@pytest.mark.parametrize("written", [clock.iso, clock.seconds, clock.npt, clock.timecount])
def test_a_time_before_the_beginning_is_no_fragment(written: Callable[[int], str]) -> None:
    """No format of an export can hold it."""
    with pytest.raises(ValueError, match="before the beginning"):
        written(-1)

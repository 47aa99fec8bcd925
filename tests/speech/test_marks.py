"""Marks: from events to words, without any library."""

from companion.speech.base import Mark, Timing
from companion.speech.driver import Take
from companion.speech.marks import AHEAD, marks, split

SPELLED = {"of": ("ʌ", "v"), "the": ("ð", "ə"), "it": ("ɪ", "t"), "is": ("ɪ", "z"), "sea": ("s", "iː")}
ENGINE, ESTIMATED = Timing.ENGINE, Timing.ESTIMATED


def spell(word: str) -> tuple[str, ...]:
    return SPELLED.get(word, ())


def take(events: list[tuple[int, int]], phonemes: list[tuple[int, str]]) -> Take:
    return Take(bytes(20_000), tuple(events), tuple(phonemes))


OF_THE_SEA = [(1000, "ʌ"), (1500, "v"), (2000, "ð"), (2400, "ə"), (3000, "s"), (3600, "iː"), (5000, ""), (9000, "")]


def test_a_word_with_its_own_event_starts_at_its_first_sound() -> None:
    """The event itself comes before the sound, by a time that differs from word to word."""
    found = marks(["of", "the", "sea"], take([(0, 900), (3, 1990), (7, 2950)], OF_THE_SEA), spell)
    assert [(mark.start + AHEAD, mark.timing) for mark in found] == [(1000, ENGINE), (2000, ENGINE), (3000, ENGINE)]


def test_a_word_ends_where_the_next_one_starts_or_the_pause_does() -> None:
    """The light goes off in a pause."""
    phonemes = [(0, "ɪ"), (500, "t"), (900, ""), (4000, "ɪ"), (4500, "z"), (4800, "")]
    first, second = marks(["it", "is"], take([(0, 0), (3, 4000)], phonemes), spell)
    assert (first.end, second.start, second.end) == (900, 4000 - AHEAD, 4800)


def test_a_fused_pair_is_split_at_the_phonemes_of_its_words() -> None:
    """ "of the" comes as one word; the light must not skip the second one, and its label says how we know."""
    found = marks(["of", "the", "sea"], take([(0, 900), (7, 2950)], OF_THE_SEA), spell)
    assert [(mark.start + AHEAD, mark.timing) for mark in found] == [(1000, ENGINE), (2000, ESTIMATED), (3000, ENGINE)]


def test_events_that_drifted_to_the_word_before_still_count() -> None:
    """Two events for "of" and none for "the" are one for each."""
    found = marks(["of", "the", "sea"], take([(0, 900), (1, 1990), (7, 2950)], OF_THE_SEA), spell)
    assert [mark.timing for mark in found] == [ENGINE] * 3
    assert found[1].start + AHEAD == 2000


def test_several_events_in_one_word_are_one_word() -> None:
    """A number fires an event for each part of it."""
    found = marks(["8,316", "sea"], take([(0, 900), (1, 1400), (2, 1990), (6, 2950)], OF_THE_SEA), spell)
    assert [(mark.start + AHEAD, mark.timing) for mark in found] == [(1000, ENGINE), (3000, ENGINE)]


def test_an_event_for_an_earlier_word_is_a_stray() -> None:
    """Time never runs backwards."""
    found = marks(["of", "the", "sea"], take([(0, 900), (3, 1990), (0, 2300), (7, 2950)], OF_THE_SEA), spell)
    assert [mark.start + AHEAD for mark in found] == [1000, 2000, 3000]


def test_a_word_without_sound_takes_no_time_from_anybody() -> None:
    """A lone dash is not heard: its mark is one sample, and says that it is a guess."""
    found = marks(["of", "—", "sea"], take([(0, 900), (5, 2950)], OF_THE_SEA), spell)
    assert found[1] == Mark(3000 - AHEAD - 1, 3000 - AHEAD, ESTIMATED)
    assert found[0].end == found[1].start
    assert found[2].start == 3000 - AHEAD


def test_nothing_but_silence_still_marks_every_word() -> None:
    """len(marks) == len(words), whatever was asked."""
    found = marks(["—", "*", "—"], take([], []), spell)
    assert [mark.end - mark.start for mark in found] == [1, 1, 1]
    assert {mark.timing for mark in found} == {ESTIMATED}


def test_a_split_survives_what_speech_does_to_words() -> None:
    """Vowels are reduced, consonants dropped and linked when words meet."""
    assert split(["f", "ɚ", "ɐ", "w", "aɪ", "l"], [("f", "ɔːɹ"), ("eɪ",), ("w", "aɪ", "l")]) == [0, 2, 3]
    assert split(["ð", "ə", "t", "ɪ", "z"], [("ð", "æ", "t"), ("h", "æ", "z")])[1] == 3


def test_a_split_of_nothing_is_at_its_beginning() -> None:
    """No phoneme heard, none spelled: no error."""
    assert split([], [("a",), ("b",)]) == [0, 0]
    assert split(["a", "b"], [(), ()]) == [0, 2]

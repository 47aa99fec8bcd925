"""Takes: where they end, what they hold, and how the cache keeps them."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import texts
from companion.guide.markdown import read
from companion.guide.model import Voice
from companion.narration.encoding import FRAME
from companion.narration.takes import (
    Times,
    assemble,
    pack_speech,
    pack_take,
    take_frames,
    take_sound,
    take_times,
    takes,
    unpack_speech,
)
from companion.script.casting import cast
from companion.script.lexicon import LexiconFile
from companion.script.script import SectionScript, Utterance, script
from companion.script.words import SpokenWord
from companion.speech.base import Mark, Speech, Timing


def said(text: str) -> SectionScript:
    guide = read(text, "guide.md", "x")
    return script(guide, cast(guide), LexiconFile(), LexiconFile()).sections[0]


def words(section: SectionScript) -> list[int]:
    return [sum(len(one.words) for one in take.utterances) for take in takes(section)]


def test_a_section_is_cut_into_runs_of_a_few_minutes() -> None:
    """Long enough to be worth a process, short enough to be encoded anew after an edit."""
    counts = words(said(texts.guide(4_000)))
    assert all(250 <= count <= 900 for count in counts[:-1])
    assert len(counts) > 4


def test_nothing_is_lost_or_said_twice() -> None:
    """The takes are the section."""
    section = said(texts.guide(3_000))
    assert tuple(one for take in takes(section) for one in take.utterances) == section.utterances
    assert [take.last for take in takes(section)] == [False] * (len(takes(section)) - 1) + [True]


def test_an_edit_moves_no_boundary_further_on() -> None:
    """Or one new word would encode the rest of the section anew."""
    text = texts.guide(4_000)
    edited = text.replace(text.split("\n\n")[3], "One short paragraph instead.")
    before = {take.utterances for take in takes(said(text))}
    after = {take.utterances for take in takes(said(edited))}
    assert len(after - before) <= 3


def test_one_endless_paragraph_is_cut_between_sentences() -> None:
    """Memory must not follow the longest paragraph."""
    section = said(texts.guide(5_000).replace("\n\n", " ").replace("# Part 1", "Start."))
    assert max(words(section)) <= 900
    for take in takes(section)[:-1]:
        following = section.utterances[section.utterances.index(take.utterances[-1]) + 1]
        assert take.utterances[-1].segment != following.segment


def test_a_section_with_nothing_to_say_has_no_take() -> None:
    """A heading that is a dash."""
    assert takes(SectionScript("dash", ())) == ()


def utterance(pause: int) -> Utterance:
    return Utterance((SpokenWord("Yes.", None),), Voice("en"), "narrator", pause, "b", "s")


def test_the_pause_at_the_end_of_a_take_counts_the_priming_of_the_next() -> None:
    """Pauses are counted like speech: what is heard between two takes is what was asked for."""
    (take,) = takes(SectionScript("x", (utterance(500), utterance(500))))
    assert (take.pause(0, 22050), take.pause(1, 22050)) == (11025, 11025)
    joined = replace(take, last=False)
    assert (joined.pause(0, 22050), joined.pause(1, 22050)) == (11025, 11025 - FRAME)
    assert replace(joined, utterances=(utterance(10),)).pause(0, 22050) == 0


def test_a_take_is_its_utterances_and_its_silences() -> None:
    """Frame by frame."""
    (take,) = takes(SectionScript("x", (utterance(1), utterance(2))))
    speeches = [Speech(b"\1\1" * 5, 1000, ()), Speech(b"\2\2" * 3, 1000, ())]
    assert assemble(take, speeches, 1000) == b"\1\1" * 5 + b"\0\0" + b"\2\2" * 3 + b"\0\0" * 2


MARKS = st.lists(
    st.builds(Mark, st.integers(0, 2**30), st.integers(0, 2**30), st.sampled_from(list(Timing))), max_size=5
).map(tuple)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.builds(Times, st.integers(0, 2**30), MARKS), max_size=5), st.integers(1, 2**20), st.binary())
def test_what_is_packed_is_unpacked(times: list[Times], frames: int, sound: bytes) -> None:
    """The cache must not change a single sample."""
    data = pack_take(times, frames, sound)
    assert (take_times(data), take_frames(data), take_sound(data)) == (tuple(times), frames, sound)


@settings(max_examples=100, deadline=None)
@given(st.binary().map(lambda data: data + data), MARKS)
def test_a_speech_comes_back_as_it_was(samples: bytes, marks: tuple[Mark, ...]) -> None:
    """Sound and marks are kept together."""
    speech = Speech(samples, 22050, marks)
    assert unpack_speech(pack_speech(speech)) == speech

"""The proof that nothing is silently lost."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.errors import GuideError
from companion.guide.markdown import read
from companion.script.casting import cast
from companion.script.coverage import coverage, quotations_without_speaker
from companion.script.lexicon import LexiconFile
from companion.script.script import Script, script

GUIDE = """# Tides

They come and go — *twice* a day.[^moon] See [the table](http://example.org/t "t").

[^moon]: Mostly.
"""


def scripted(text: str) -> Script:
    guide = read(text, "guide.md", "x")
    return script(guide, cast(guide), LexiconFile(), LexiconFile())


def test_every_character_is_spoken_or_skipped_for_a_reason() -> None:
    """The listener of a printed page can be told exactly what was left out."""
    found = coverage(scripted(GUIDE))
    assert found.lost == ()
    reasons = {(one.text, one.reason, one.line) for one in found.skipped}
    assert ("—", "punctuation", 3) in reasons
    assert ("*", "emphasis mark", 3) in reasons
    assert ("[^moon]", "footnote mark", 3) in reasons
    assert ('](http://example.org/t "t")', "address of a link", 3) in reasons
    whole = sum(not character.isspace() for character in GUIDE)
    assert found.spoken + sum(len("".join(one.text.split())) for one in found.skipped) == whole


def test_a_word_that_nobody_says_is_found() -> None:
    """The proof must be able to fail: take one sentence out of the script."""
    whole = scripted("One here. Two there.")
    (section,) = whole.sections
    cut = replace(whole, sections=(replace(section, utterances=section.utterances[:1]),))
    assert "".join(one.text for one in coverage(cut).lost).replace(" ", "") == "Twothere."


def test_a_character_that_the_reader_dropped_is_found() -> None:
    """And one that never reached a block."""
    whole = scripted("One here.")
    cut = replace(whole, guide=replace(whole.guide, source="One here. Gone"))
    assert [one.text for one in coverage(cut).lost] == ["Gone"]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab A.!?\n*_[](){}#^:>-—…`“”’&;<\\+=%$\"'é😀\u0301\u200b\0\t17"), max_size=100))
def test_no_text_has_a_character_that_is_neither(text: str) -> None:
    """Whatever people write."""
    try:
        whole = scripted(text)
    except GuideError:
        return
    assert coverage(whole).lost == ()


def test_speech_that_names_nobody_is_listed_with_its_line() -> None:
    """So that its author can give it a voice; a quoted word or a letter's writer needs none."""
    text = "+++\n[speakers.Nora]\n+++\n\nThe “sea” is up.\n\n“Come in at once!” He waits. [“No.”]{by=Nora}\n\n"
    text += "::: letter {by=Nora}\nHe said, “Never mind the rope.”\n:::\n"
    found = list(quotations_without_speaker(read(text, "guide.md", "x")))
    assert found == [(7, "“Come in at once!”")]

"""Guide to script: what is said, in order, and the silence after it."""

from companion.guide.markdown import read
from companion.script.casting import cast
from companion.script.lexicon import LexiconFile, parse
from companion.script.script import Script, Utterance, script

GUIDE = """+++
[speakers.Nora]
voice = "en-us+f3"
[speakers.Harbin]
voice = "en-us+m3"
[pauses]
turn = 10
sentence = 20
paragraph = 30
title = 40
passage = 50
section = 60
+++

# Part One

She turns. [“Come in,”]{by=Nora} she says.

Nobody moves.

:::: document {#box title="The box"}
A label.

::: letter {by=Harbin to=Nora}
Dear Nora.
:::
::::

# Part Two

The end.
"""


def scripted(text: str = GUIDE, words: str = "") -> Script:
    guide = read(text, "guide.md", "x")
    return script(guide, cast(guide), LexiconFile(), parse(words, "lexicon.toml"))


def line(utterance: Utterance) -> str:
    return " ".join(word.text for word in utterance.words)


def test_everything_is_said_in_order_by_its_voice_with_its_pause() -> None:
    """The whole of a small guide, line by line: titles, turns, sentences, and passages inside each other."""
    said = [(one.speaker, line(one), one.pause) for section in scripted().sections for one in section.utterances]
    assert said == [
        ("narrator", "Part One", 40),
        ("narrator", "She turns.", 20),
        ("Nora", "“Come in,”", 10),
        ("narrator", "she says.", 30),
        ("narrator", "Nobody moves.", 50),
        ("narrator", "The box", 50),
        ("narrator", "A label.", 50),
        ("narrator", "The letter to Nora", 50),
        ("Harbin", "Dear Nora.", 50),
        ("narrator", "End of the letter to Nora", 50),
        ("narrator", "End of the box", 60),
        ("narrator", "Part Two", 40),
        ("narrator", "The end.", 60),
    ]


def test_an_announcement_says_nothing_that_is_written() -> None:
    """It must not light a word."""
    announced = [one for section in scripted().sections for one in section.utterances if one.announcement]
    assert [(one.announcement.passage, one.announcement.edge) for one in announced if one.announcement] == [
        ("box", "begin"),
        ("letter", "begin"),
        ("letter", "end"),
        ("box", "end"),
    ]
    assert all(word.span is None for one in announced for word in one.words)
    assert all(one.segment is None for one in announced)


def test_an_empty_title_announces_nothing() -> None:
    """Some passages should flow."""
    text = 'Before.\n\n::: verse {title=""}\nA line.\n:::\n'
    assert [line(one) for one in scripted(text).sections[0].utterances] == ["Before.", "A line."]


def test_a_sentence_with_nothing_to_say_takes_no_time() -> None:
    """A row of stars is a picture, not a word."""
    assert [line(one) for one in scripted("Before.\n\n\\* \\* \\*\n\nAfter.").sections[0].utterances][-1] == "After."


def test_the_lexicon_of_a_speaker_holds_only_in_that_speakers_mouth() -> None:
    """Everywhere, in this guide, by this speaker: the narrowest wins."""
    text = '+++\n[speakers.Nora]\nvoice = "en-us+f3"\n+++\nTolland waits. [“Tolland!”]{by=Nora}'
    found = scripted(text, '[words]\nTolland = "TOLL-und"\n[speakers.Nora]\nTolland = "Tolly"')
    assert [line(one) for one in found.sections[0].utterances] == ["TOLL-und waits.", "“Tolly!”"]


def test_an_announcement_is_said_with_the_lexicon_too() -> None:
    """The name in a letter's title is the name in its text."""
    found = scripted("::: letter {to=Tolland}\nDear.\n:::", '[words]\nTolland = "TOLL-und"')
    assert line(found.sections[0].utterances[0]) == "The letter to TOLL-und"

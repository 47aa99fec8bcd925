"""Which voice says which stretch."""

from companion.guide.markdown import read
from companion.guide.model import Guide, Voice
from companion.script.casting import Cast, cast, parts

FRONT = """+++
[voices]
narrator = "en-us"
notes = "en-gb"
[speakers.Nora]
voice = "en-us+f3"
[speakers.Harbin]
voice = "en-us+m3"
[speakers.Guest]
+++
"""


def said(body: str, voices: Cast | None = None) -> list[tuple[str, str]]:
    guide = read(FRONT + body, "guide.md", "x")
    who = voices or cast(guide)
    return [
        (part.speaker, part.span.of(block.text).strip())
        for section in guide.sections
        for block in section.blocks
        for segment in block.segments
        for part in parts(block, segment.span, section.role, {one.id: one for one in guide.passages}, who)
    ]


def guide() -> Guide:
    return read(FRONT + "Text.", "guide.md", "x")


def test_a_quotation_is_said_by_its_speaker_and_the_rest_by_the_narrator() -> None:
    """The listener hears who speaks."""
    assert said("She turns. [“Come in,”]{by=Nora} she says, and waits.") == [
        ("narrator", "She turns."),
        ("Nora", "“Come in,”"),
        ("narrator", "she says, and waits."),
    ]


def test_a_letter_is_said_by_its_writer_and_a_quotation_in_it_by_whoever_is_named() -> None:
    """The innermost voice wins."""
    body = "::: letter {by=Harbin}\nI told her: [“Wait.”]{by=Nora} She did not.\n:::"
    assert said(body) == [("Harbin", "I told her:"), ("Nora", "“Wait.”"), ("Harbin", "She did not.")]


def test_notes_are_said_in_the_notes_voice() -> None:
    """By ear, commentary is never mistaken for the text."""
    assert said("Text.[^a]\n\n[^a]: A note.\n\n{role=notes}\n# Why\n\nBecause.") == [
        ("narrator", "Text."),
        ("notes", "Why"),
        ("notes", "Because."),
        ("notes", "A note."),
    ]


def test_a_single_voice_is_never_interrupted() -> None:
    """One voice reads a sentence in one breath, quotations and all."""
    everything = "She turns. [“Come in,”]{by=Nora} she says."
    assert said(everything, cast(guide(), single=True)) == [
        ("narrator", "She turns."),
        ("Nora", "“Come in,” she says."),
    ]


def test_the_narrator_reads_for_whoever_has_no_voice_and_for_whom_it_is_asked_to() -> None:
    """A speaker without a voice is no error, and {by=narrator} is a decision."""
    assert said("[“Yes,”]{by=Guest} he says. [“No,”]{by=narrator} he says.") == [
        ("Guest", "“Yes,” he says."),
        ("narrator", "“No,” he says."),
    ]


def test_a_stop_behind_a_quotation_makes_no_utterance_of_its_own() -> None:
    """A voice that says nothing but a full stop would be a stumble."""
    assert said("He said [“no”]{by=Nora}.") == [("narrator", "He said"), ("Nora", "“no”.")]


def test_another_narrator_keeps_the_other_voices() -> None:
    """--voice changes who reads, not who speaks."""
    other = cast(guide(), Voice("en-gb-scotland"))
    assert other.voice("narrator").name == "en-gb-scotland"
    assert other.voice("Nora").name == "en-us+f3"
    assert cast(guide(), Voice("de"), single=True).voice("Nora").name == "de"


def test_without_voices_the_language_chooses_and_notes_are_lower() -> None:
    """A plain file is cast too, and its commentary still sounds different."""
    who = cast(read("Ein Satz.", "guide.md", "x"))
    assert who.voice("narrator").name == "en-us"
    assert who.voice("notes").pitch < who.voice("narrator").pitch

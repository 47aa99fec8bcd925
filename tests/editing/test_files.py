"""Front matter, lexicon and the file itself: what nobody changed stays, byte for byte."""

import time
from pathlib import Path

import pytest

from companion.editing.files import save
from companion.editing.front import Person, set_people, set_person, set_text, set_voice
from companion.editing.letters import unmark
from companion.editing.lexicon import set_entry
from companion.editing.links import set_abouts
from companion.editing.replacing import Replacement, apply
from companion.editing.speakers import set_speaker, set_speakers
from companion.editing.staleness import stale
from companion.errors import EditError, LexiconError
from companion.guide.markdown import read
from companion.guide.model import Guide, Span, Voice
from companion.narration import store
from companion.narration.studio import Manner, Source
from companion.script.lexicon import LexiconFile, parse
from tests.editing.guides import HAND_MADE


def guide_of(text: str) -> Guide:
    return read(text, "guide.md", "x")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("text", [HAND_MADE, "Only words.", "+++\n+++\nWords."])
def test_front_matter_keeps_its_comments_and_layout(text: str, end: str) -> None:
    guide = guide_of(text.replace("\n", end))
    changes = set_people(guide, {"Nora": Person(voice=Voice("en-gb", 150)), "Ann “A.” O": Person("she", ["Ann"])})
    after = guide_of(apply(guide.source, changes))
    assert after.speakers["Nora"].voice == Voice("en-gb", 150)
    assert after.speakers["Nora"].also == (guide.speakers["Nora"].also if "Nora" in guide.speakers else ())
    assert after.speakers["Ann “A.” O"].also == ("Ann",)
    assert ("# who speaks" in after.source) == ("# who speaks" in guide.source)
    assert after.source.endswith(guide.source[-6:])
    if "\r\n" in guide.source:
        assert after.source.count("\n") == after.source.count("\r\n")
    assert [block.text for block in after.blocks()] == [block.text for block in guide.blocks()]


def test_a_title_a_voice_and_a_person_can_be_set_at_once() -> None:
    guide = guide_of(HAND_MADE)
    changes = (
        *set_text(guide, "title", 'The "Light"'),
        *set_voice(guide, "notes", Voice("en-gb", pitch=40)),
        *set_person(guide, "Nora", pronouns=None),
    )
    after = guide_of(apply(guide.source, changes))
    assert (after.title, after.voices["notes"].pitch, after.speakers["Nora"].pronouns) == ('The "Light"', 40, None)
    assert '"  # as printed' in after.source
    for name in ("narrator", "notes"):
        with pytest.raises(EditError, match="cannot be a person's name"):
            set_person(guide, name)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_lexicon_keeps_everything_but_the_entry(end: str) -> None:
    text = f'# names{end}[words]{end}Joaquin = "wah keen"  # as he says it{end}{end}[speakers.Nora]{end}A = "b"'
    after = set_entry(text, "Jonze", {"ipa": "dʒˈoʊnz"})
    assert after == text.replace(f"says it{end}", f'says it{end}Jonze = {{ ipa = "dʒˈoʊnz" }}{end}')
    assert set_entry(after, "Jonze", None) == text
    assert set_entry(text, "A", "bee", "Nora") == text.replace('A = "b"', 'A = "bee"')
    assert set_entry(text, "Joaquin", "walking") == text.replace("wah keen", "walking")
    assert set_entry(text, "B", "bee", "Mr. X").startswith(text)
    with pytest.raises(LexiconError):
        set_entry(text, "B", "[[b]]")


def test_a_file_keeps_its_byte_order_mark_and_what_others_wrote_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "guide.md"
    path.write_bytes("\ufeffOne “two”\r\nthree".encode())
    text = store.read_text(path)
    save(path, text, text.replace("three", "four"))
    assert path.read_bytes() == "\ufeffOne “two”\r\nfour".encode()
    with pytest.raises(EditError, match="changed by somebody else"):
        save(path, text, "other")
    save(tmp_path / "lexicon.toml", "", "[words]\n")
    assert (tmp_path / "lexicon.toml").read_bytes() == b"[words]\n"


def test_only_the_sentences_that_sound_otherwise_are_stale() -> None:
    """The page says so before anything is spoken."""
    before = guide_of("Nora rows. She waits. “Come,” she says. Nora’s oar is wet.")
    nothing = Source(before, LexiconFile(), LexiconFile())
    said = Source(before, LexiconFile(), parse('[words]\nNora = "Norah"', "lexicon.toml"))
    assert stale(nothing, nothing, Manner()) == 0
    assert stale(nothing, said, Manner()) == 2


def test_two_changes_of_the_same_words_are_refused_and_one_place_keeps_its_order() -> None:
    at = Span(1, 2)
    with pytest.raises(EditError, match="line 1"):
        apply("abc", [Replacement(at, "x"), Replacement(at, "y")])
    assert apply("abc", [Replacement(Span(1, 1), "1"), Replacement(Span(1, 1), "2"), Replacement(at, "x")]) == "a12xc"


def test_what_notes_are_about_cannot_be_unmarked() -> None:
    """The guide could not be read any more."""
    with pytest.raises(EditError, match="something else first"):
        unmark(guide_of(HAND_MADE), "confession")


def test_words_that_cross_an_emphasis_or_somebody_elses_are_refused() -> None:
    guide = guide_of("A *b “c* d” e [“f”]{by=Nora} g.")
    block = next(guide.blocks())
    for start, end in (("“c", "d”"), ("e", "g")):
        with pytest.raises(EditError, match=r"crosses|already"):
            set_speaker(guide, block.id, Span(block.text.index(start), block.text.index(end) + len(end)), "Ann")


def test_an_import_of_a_hundred_thousand_words_is_corrected_in_half_a_second() -> None:
    """3,300 edits at once, in CPU time."""
    text = "“Are you coming,” she asks him, and waits by the harbour wall while the lamp goes out behind them. " * 3
    notes = "\n\n".join(f"This is comment {number} on what she did." for number in range(300))
    guide = guide_of(f"# A\n\n{(text + chr(10) * 2) * 1800}\n\n{{role=notes}}\n# B\n\n{notes}\n")
    blocks, comments = guide.sections[0].blocks[1:], guide.sections[1].blocks[1:]
    began = time.process_time()
    said = {(block.id, one.span): "Nora" for block in blocks[:1000] for one in block.quotations}
    about = {note.id: [blocks[at].id, blocks[at + 1].id] for at, note in enumerate(comments)}
    after = apply(guide.source, (*set_speakers(guide, said), *set_abouts(guide, about)))
    assert time.process_time() - began < 1.5  # 0.2 s on a machine with nothing else to do
    assert len(said) == 3000
    assert after.count("{by=Nora}") == 3000
    assert after.count("about=") == 300

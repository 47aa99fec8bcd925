"""Guide text to Guide: structure, notes and passages, and every problem at once."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.errors import GuideError
from companion.guide import markdown
from companion.guide.markdown import read
from companion.guide.model import Guide, Kind, Role
from companion.guide.skipping import PROMPT

ROOT = Path(__file__).parents[2]
FRONT = """+++
title = "The Sandbar Light"
[speakers.Nora]
also = ["the widow"]
[speakers.Harbin]
+++
"""

GUIDE = f"""{FRONT}
{{#summary role=text}}
# Summary

Nora rows out. [The tide is against her]{{#tide}},[^tide] and she turns back. “He never waits,” Harbin says.[^pun]

{{#storm}}
That evening a *storm* keeps them in. [“Come in, child.”]{{by="the widow"}} Nobody moves.

::: letter {{#confession by=Harbin to="Mrs. Tolland"}}
Dear Mrs. Tolland,

I kept the light. I do not ask your pardon.
:::

- a lamp
- a rope

> Somebody wrote this.

```
a line
```

{{#analysis role=notes}}
# Analysis

{{about="#tide #confession" #theme}}
The rowing measures how far she has come.

## A closer look

It is cold.

[^tide]: The current is her grief.
[^pun]: A small joke.
    It goes on.

    In two paragraphs.
"""


@pytest.fixture(scope="module")
def guide() -> Guide:
    return read(GUIDE, "guide.md", "sandbar")


def test_headings_make_sections_and_footnotes_are_gathered_last(guide: Guide) -> None:
    """Each section becomes one audio file; the footnotes are heard on demand."""
    assert [(section.id, section.role, section.level) for section in guide.sections] == [
        ("summary", Role.TEXT, 1),
        ("analysis", Role.NOTES, 1),
        ("a-closer-look", Role.NOTES, 2),
        ("asides", Role.ASIDES, 1),
    ]
    assert guide.title == "The Sandbar Light"


def test_blocks_know_what_they_are(guide: Guide) -> None:
    """The page is set, and the pauses are made, by it."""
    kinds = [block.kind for block in guide.sections[0].blocks]
    paragraphs = [Kind.PARAGRAPH] * 4
    assert kinds == [Kind.HEADING, *paragraphs, Kind.ITEM, Kind.ITEM, Kind.QUOTE, Kind.CODE]


def test_a_letter_is_a_passage_with_its_writer(guide: Guide) -> None:
    """It is announced by its title and read in its writer's voice."""
    (letter,) = guide.passages
    assert (letter.id, letter.kind, letter.title) == ("confession", "letter", "The letter to Mrs. Tolland")
    assert (letter.by, letter.to, letter.section, len(letter.blocks)) == ("Harbin", "Mrs. Tolland", "summary", 2)
    assert [block.passage for block in guide.blocks() if block.id in letter.blocks] == ["confession"] * 2


def test_a_quotation_has_the_speaker_that_is_named(guide: Guide) -> None:
    """By any of a speaker's names; nobody is guessed."""
    block = next(block for block in guide.blocks() if block.id == "storm")
    assert [(one.span.of(block.text), one.speaker) for one in block.quotations] == [("“Come in, child.”", "Nora")]
    first = guide.sections[0].blocks[1]
    assert [(one.span.of(first.text), one.speaker) for one in first.quotations] == [("“He never waits,”", None)]


def test_a_footnote_is_about_the_marked_words_before_it_or_else_its_sentence(guide: Guide) -> None:
    """The note comes forward with the very words, not with a guess."""
    blocks = {block.id: block for block in guide.blocks()}
    said = {note.id: [target.span.of(blocks[target.block].text) for target in note.targets] for note in guide.notes}
    assert said["note-tide"] == ["The tide is against her"]
    assert said["note-pun"] == ["“He never waits,” Harbin says."]
    assert said["note-theme"][0] == "The tide is against her"
    assert said["note-theme"][1:] == ["Dear Mrs. Tolland,", "I kept the light. I do not ask your pardon."]
    pun = next(note for note in guide.notes if note.id == "note-pun")
    assert [blocks[name].text for name in pun.blocks] == ["A small joke. It goes on.", "In two paragraphs."]
    marks = [(mark.at, mark.note) for mark in guide.sections[0].blocks[1].marks]
    text = guide.sections[0].blocks[1].text
    assert marks == [(text.index(" and she"), "note-tide"), (len(text), "note-pun")]


def test_nothing_of_the_file_is_lost(guide: Guide) -> None:
    """Every character is text, or skipped for a reason."""
    assert markdown.lost(guide) == ()
    reasons = {one.reason for one in guide.skipped}
    assert {"front matter", "attributes", "footnote mark", "footnote label", "passage fence", "list marker"} <= reasons


def test_somebody_who_is_not_declared_is_read_by_the_narrator_but_a_slip_of_the_pen_is_named() -> None:
    """The least that one can write should work; a name that is nearly another's is a mistake."""
    found = read("::: letter {by=Harbin to=Nora}\nDear Nora.\n:::\n", "guide.md", "x")
    assert found.passages[0].by == "Harbin"
    assert found.speakers["Harbin"].voice is None
    with pytest.raises(GuideError, match="nobody is called 'Harbn'; write Harbin"):
        read("+++\n[speakers.Harbin]\n+++\n[“Yes.”]{by=Harbn}\n", "guide.md", "x")


def test_the_number_of_an_item_is_a_part_of_it() -> None:
    """“The third point” cannot be studied without its number; a bullet says nothing."""
    text = "3. First\n4. Second\n   - inner *one*\n\n   more\n\n> 7) quoted\n"
    blocks = list(read(text, "guide.md", "x").blocks())
    assert [(block.text, block.level) for block in blocks] == [
        ("3. First", 1),
        ("4. Second", 1),
        ("inner one", 2),
        ("more", 1),
        ("7) quoted", 1),
    ]
    for block in blocks[:3]:
        assert text[block.source[0] :].startswith(block.text[:4])
    assert blocks[2].styles[0].span.of(blocks[2].text) == "one"


def test_every_line_of_a_verse_is_a_segment() -> None:
    """A poem lights up and pauses by its lines."""
    found = read("::: verse\nThe sea is wide,\nthe boat is *small*.\n\nAnd so on\n:::\n", "guide.md", "x")
    lines = [segment.span.of(block.text) for block in found.blocks() for segment in block.segments]
    assert lines == ["The sea is wide,", "the boat is small.", "And so on"]
    assert next(found.blocks()).text == "The sea is wide,\nthe boat is small."


def test_the_examples_of_the_readme_and_of_the_format_can_be_read() -> None:
    """They are the first thing that anybody copies."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```markdown\n(.*?)```", readme, re.DOTALL)
    assert read(example, "guide.md", "x").notes
    form = (ROOT / "docs" / "guide-format.md").read_text(encoding="utf-8")
    (front,) = re.findall(r"```toml\n(\+\+\+.*?\+\+\+)\n```", form, re.DOTALL)
    first, _, *_ = bodies = re.findall(r"```markdown\n(.*?)```", form, re.DOTALL)
    assert first
    text = front + "\n\n" + "\n\n".join(bodies) + "\n\n{#storm}\nA storm.\n\nSomething else.\n"
    found = read(text.replace("{about", "{about", 1), "guide.md", "x")
    assert [section.id for section in found.sections] == ["summary", "analysis", "asides"]
    assert {"letter"} == {passage.kind for passage in found.passages}


def test_notes_that_are_named_alike_stay_apart() -> None:
    """A mark must not lead to somebody else's note."""
    text = "One.[^a] Two.[^a.b] Three.[^a-b]\n\n{about=x id=a}\n[Four]{#x}.\n\n[^a]: A.\n[^a.b]: B.\n[^a-b]: C.\n"
    found = read(text, "guide.md", "x")
    assert len({note.id for note in found.notes}) == 4
    marks = [mark.note for mark in found.sections[0].blocks[0].marks]
    assert marks == [note.id for note in found.notes if note.blocks[0] != "a"]


PROMPTED = """[One]{#one} here.[^a] And [two]{#two}.[^b]

{prompt="Why “one” {0}"}
[^a]: A note.

[^b]: {prompt="Is it \\"two\\"?"}
    B note.

{about="#one" id=x}
{prompt="Which is it?"}
C note.
"""


def test_a_note_can_carry_a_prompt_that_is_shown_and_never_spoken() -> None:
    """A teacher's question belongs to the page; the words that are spoken, and their sound, stay what they were."""
    text = PROMPTED.replace(" {0}", "?")
    found = read(text, "guide.md", "x")
    assert [note.prompt for note in found.notes] == ["Which is it?", "Why “one”?", 'Is it "two"?']
    assert markdown.lost(found) == ()
    skipped = [one.span.of(text) for one in found.skipped if one.reason == PROMPT]
    assert [re.sub(r".*?prompt=", "", one) for one in skipped] == [
        '"Why “one”?"}',
        '"Is it \\"two\\"?"}',
        '"Which is it?"}',
    ]
    plain = read(re.sub(r' ?prompt="(?:[^"\\]|\\.)*"', "", text).replace("{}", ""), "guide.md", "x")
    assert [(block.id, block.text, block.segments) for block in plain.blocks()] == [
        (block.id, block.text, block.segments) for block in found.blocks()
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{prompt="Why?"}\nOne.\n', "guide.md:1: a prompt that belongs to no note"),
        ('One.\n\n{prompt="Why?"}\n::: letter\nTwo.\n:::\n', "guide.md:3: a prompt that belongs to no note"),
        ('One.\n\n{prompt="Why?"}\n', "guide.md:3: a prompt that belongs to no note"),
        ('One [two]{#x prompt="Why?"}.\n', "guide.md:1: unknown attribute 'prompt'"),
        ('One.[^a]\n\n{prompt=" "}\n[^a]: Two.\n', "an empty prompt"),
        (PROMPTED, "not read as attributes"),
    ],
)
def test_a_prompt_is_never_lost_without_a_word(text: str, says: str) -> None:
    """It is not heard, so nobody would notice that it is not shown either."""
    with pytest.raises(GuideError, match=re.escape(says)):
        read(text, "guide.md", "x")


BROKEN = """+++
titel = "x"
+++

{#twice}
One [word]{by=narator} here.[^gone]

{#twice}
Two.

{about="#nowhere" colour=red}
Three.

::: lettre {#l}
Four.
:::

::: letter {#9x by=}
Five.

[^unused]: Six.
"""


def test_a_broken_guide_gets_all_its_errors_at_once() -> None:
    """Nobody should have to run a check nine times."""
    with pytest.raises(GuideError) as caught:
        read(BROKEN, "guide.md", "x")
    said = [str(problem) for problem in caught.value.problems]
    expected = [
        ("guide.md:2:", "unknown key 'titel'"),
        ("guide.md:6:", "nobody is called 'narator'"),
        ("guide.md:6:", "the footnote [^gone] is not written"),
        ("guide.md:9:", "the id 'twice' is taken by line 6"),
        ("guide.md:12:", "nothing has the id 'nowhere'"),
        ("guide.md:12:", "unknown attribute 'colour'"),
        ("guide.md:14:", "unknown passage 'lettre'"),
        ("guide.md:18:", "never closed"),
        ("guide.md:21:", "[^unused] is marked nowhere"),
    ]
    for where, what in expected:
        assert any(line.startswith(where) and what in line for line in said), (where, what, said)
    assert all("; " in line for line in said)
    assert [problem.line for problem in caught.value.problems] == sorted(p.line for p in caught.value.problems)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing to read"),
        ("# Only a title\n", "nothing to read"),
        ("+++\ntitle = 'x'\n+++\n", "nothing to read"),
        ("Some [words]{#open here.\n", "not read as attributes"),
        ("{#late and open\nText.\n", "not read as attributes"),
        ("One.[^a]\n\n[^a]: A.\n\n[^a]: B.\n", "is in line 3 too"),
        (":::\nText.\n", "opens or closes nothing"),
        ("::: letter\n# A title\n\nText.\n:::\n", "heading inside a passage"),
        ("::: letter\n:::\n\nText.\n", "passage is empty"),
        ("One [ ]{#x} two.\n", "no words in it"),
        ("{role=chorus}\n# A\n\nText.\n", "unknown role 'chorus'"),
        ("{proposals=some}\nText.\n", "unknown proposals 'some'; write proposals=none"),
    ],
)
def test_each_slip_is_named(text: str, says: str) -> None:
    """A slip that was read as text would be read aloud."""
    with pytest.raises(GuideError, match=says):
        read(text, "guide.md", "x")


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab A.!?\n*_[](){}#^:>-`“”’&;<\\+=\"'é😀\u0301\0\r\t1"), max_size=120))
def test_any_text_is_read_or_refused_and_nothing_is_lost(text: str) -> None:
    """No file crashes the reader, and no character goes missing without a reason."""
    try:
        guide = read(text, "guide.md", "x")
    except GuideError:
        return
    assert [span.of(guide.source) for span in markdown.lost(guide)] == []
    for block in guide.blocks():
        ends = [segment.span for segment in block.segments]
        assert all(one.end <= after.start for one, after in pairwise(ends))

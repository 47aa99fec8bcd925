"""The front matter: what it gives, and what it says when it is wrong."""

import pytest

from companion.errors import GuideError
from companion.guide.markdown import read
from companion.guide.model import Guide, Voice


def guide(front: str) -> Guide:
    return read(f"+++\n{front}\n+++\n\nA sentence.\n", "guide.md", "sandbar")


def problems(front: str) -> list[str]:
    with pytest.raises(GuideError) as caught:
        guide(front)
    return [str(problem) for problem in caught.value.problems]


def test_everything_that_is_written_is_read() -> None:
    """The format's own example."""
    found = guide(
        'title = "The Sandbar Light"\nlanguage = "en-GB"\nnotice = "Ours."\nyear = 2024\n'
        '[voices]\nnarrator = { name = "en-gb", rate = 165 }\n'
        '[speakers.Nora]\nalso = ["the widow"]\npronouns = "she"\nvoice = "en-gb+f3"\n[pauses]\nparagraph = 800'
    )
    assert (found.title, found.language, found.notice, found.year) == ("The Sandbar Light", "en-GB", "Ours.", 2024)
    assert found.voices["narrator"] == Voice("en-gb", 165, 50)
    nora = found.speakers["Nora"]
    assert (nora.also, nora.pronouns, nora.voice) == (("the widow",), "she", Voice("en-gb+f3"))
    assert (found.pauses.paragraph, found.pauses.sentence) == (800, 320)


def test_a_file_without_front_matter_is_a_guide() -> None:
    """Any Markdown file can be listened to; its first heading is its title."""
    found = read("# Tides\n\nThey come and go.\n", "guide.md", "tides")
    assert (found.title, found.language) == ("Tides", "en-US")
    assert read("They come and go.\n", "guide.md", "tides").title == "tides"


@pytest.mark.parametrize(
    ("front", "line", "says"),
    [
        ("title = The Light", 2, "not TOML"),
        ("title = 7\n[speakers.Nora]", 2, "'title' is not text"),
        ('titel = "x"', 2, "unknown key 'titel'"),
        ("\ntitle = 7", 3, "'title' is not text"),
        ('language = "klingon please"', 2, "no language tag"),
        ('[voices]\nreader = "en"', 3, "unknown voice 'reader'"),
        ("[voices]\nnarrator = { rate = 170 }", 3, "names no voice"),
        ('[voices]\nnarrator = { name = "en", rate = 5000 }', 3, "'rate' is 5000"),
        ("[speakers]\nNora = 3", 3, "speaker 'Nora' is not a table"),
        ("[speakers.Nora]\nage = 3", 3, "unknown key of speaker Nora, 'age'"),
        ('[speakers.Nora]\nalso = "x"', 3, "'also' of Nora"),
        ("[speakers.narrator]", 2, "'narrator' cannot be"),
        ('[voices]\nnotes = "en"\n[speakers.notes]', 4, "'notes' cannot be"),
        ('[voices]\nnotes = "en"\n[speakers]\nnotes = {}', 5, "'notes' cannot be"),
        ("[pauses]\nbreath = 4", 3, "unknown pause 'breath'"),
        ("[pauses]\nparagraph = -4", 3, "'paragraph' is -4"),
        ("speakers = 4", 2, "'speakers' is not a table"),
    ],
)
def test_a_wrong_line_is_named_with_what_to_do(front: str, line: int, says: str) -> None:
    """Where, what, and the way out."""
    (problem,) = problems(front)
    assert problem.startswith(f"guide.md:{line}: ")
    assert says in problem
    assert "; " in problem


def test_an_unclosed_fence_and_yaml_are_named() -> None:
    """The two slips that would make the whole front matter part of the text."""
    for text, says in (("+++\ntitle = 1\n\nText.", "never closed"), ("---\ntitle: x\n---\nText.", "YAML")):
        with pytest.raises(GuideError, match=says):
            read(text, "guide.md", "x")


def test_a_toml_bomb_is_a_problem_like_any_other() -> None:
    """Nesting without end is refused in one line."""
    (problem,) = problems("title = " + "[" * 100_000)
    assert problem.startswith("guide.md:")

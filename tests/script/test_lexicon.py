"""How names are said, and from which of the lexicons."""

import pytest

from companion.errors import LexiconError
from companion.guide.model import Span
from companion.script.lexicon import EMPTY, Lexicon, LexiconFile, Saying, lexicon, parse, possessive_of

FILE = """\
[words]
Theodore = "THEE-uh-dor"
Jonze = { ipa = "dʒoʊnz" }
Watts = { espeak = "w0ts" }
"Alan Watts" = { respell = "Allan Wots" }

[speakers.Samantha]
Theodore = "THEE-oh"
"""


def found(entries: dict[str, Saying], text: str) -> list[tuple[str, str, str]]:
    """Entry, the text it stands in, and its possessive."""
    return [(match.written, match.span.of(text), match.possessive) for match in Lexicon(entries).matches(text)]


def entries(*written: str) -> dict[str, Saying]:
    """The words, each with some saying."""
    return {one: Saying(respelling="x") for one in written}


def problems(toml: str) -> list[str]:
    """What is wrong with a file."""
    with pytest.raises(LexiconError) as caught:
        parse(toml, "lexicon.toml")
    return [str(problem) for problem in caught.value.problems]


def test_a_file_says_what_it_says() -> None:
    """Every form that the guide format shows can be written."""
    assert parse(FILE, "lexicon.toml") == LexiconFile(
        words={
            "Theodore": Saying(respelling="THEE-uh-dor"),
            "Jonze": Saying(phonemes="dZ|'oU|n|z"),
            "Watts": Saying(phonemes="w0ts"),
            "Alan Watts": Saying(respelling="Allan Wots"),
        },
        speakers={"Samantha": {"Theodore": Saying(respelling="THEE-oh")}},
    )


def test_an_empty_file_is_an_empty_lexicon() -> None:
    """A guide needs none."""
    assert parse("", "lexicon.toml") == LexiconFile()
    assert list(EMPTY.matches("anything")) == []


def test_all_problems_are_told_at_once_with_their_lines() -> None:
    """Nobody runs a check nine times for nine mistakes."""
    told = problems(
        """[words]
Nora = 3
Quill = { ipa = "kwɪǃ" }
Harbin = { ipa = "a", espeak = "a" }
Toll = { respel = "toll" }
Tide = { espeak = "t]]aI" }
Ebb = ""
"Ned Ebb" = { espeak = "nEd" }
"O’Dowd" = "o-dowd"
"O'Dowd" = "o-doud"
"—" = "dash"
Bad = "[[bad"

[speakers.Nora]
Nora = "  "

[wrods]
"""
    )
    assert [int(one.split(":")[1]) for one in told] == [2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 15, 17]
    assert all(one.startswith("lexicon.toml:") and "; " in one for one in told)
    assert "'ǃ' (latin letter retroflex click)" in told[1]
    assert "']'" in told[4]


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ('[words]\nNora = "nor', 2),
        ("[words]\n\nNora = nor", 3),
        ("[words\n", 1),
        ("a = " + "[" * 100_000, 0),
        ("a = " + "9" * 10_000, 1),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(toml: str, line: int) -> None:
    """A slip of the pen is mended where it is, and hostile text is a slip of the pen."""
    with pytest.raises(LexiconError) as caught:
        parse(toml, "lexicon.toml")
    assert [problem.line for problem in caught.value.problems] == [line]


def test_a_table_that_is_none_is_told() -> None:
    """The two tables have their names; a value there would be lost in silence."""
    assert problems("words = 3\n[speakers]\nNora = 4\n") == [
        "lexicon.toml:1: words is not a table; write a line [words] above its words",
        "lexicon.toml:3: speakers.Nora is not a table; write a line [speakers.Nora] above its words",
    ]


def test_the_narrowest_scope_wins() -> None:
    """Speaker before guide before everywhere; a speaker's entry is nobody else's."""
    everywhere = LexiconFile(entries("Ann", "Bo", "Cy"), {"Nora": {"Ann": Saying("own")}})
    guide = LexiconFile({"Bo": Saying("guide"), "Cy": Saying("guide")}, {"Nora": {"Cy": Saying("own")}})
    narrated, spoken = lexicon(everywhere, guide), lexicon(everywhere, guide, "Nora")
    assert [saying.respelling for _, saying in sorted(narrated.entries.items())] == ["x", "guide", "guide"]
    assert [saying.respelling for _, saying in sorted(spoken.entries.items())] == ["own", "guide", "own"]
    assert lexicon(everywhere, guide, "Harbin") == narrated


def test_the_same_word_in_two_spellings_is_one_entry() -> None:
    """The apostrophe of a guide's entry need not be that of everywhere's."""
    merged = lexicon(LexiconFile({"O'Dowd": Saying("a")}), LexiconFile({"O’Dowd": Saying("b")}))
    assert [match.saying.respelling for match in merged.matches("O'Dowd O’Dowd")] == ["b", "b"]


def test_only_whole_words_match() -> None:
    """An entry for "Theo" leaves "Theodore" alone."""
    assert found(entries("Theo"), "Theodore, Theo-like; xTheo Theo.") == [("Theo", "Theo", ""), ("Theo", "Theo", "")]


def test_case_is_as_written_and_a_small_word_may_begin_a_sentence() -> None:
    """The woman Rose is no rose; a rowan at the head of a sentence still is one."""
    assert found(entries("Rose"), "rose ROSE Rose") == [("Rose", "Rose", "")]
    assert found(entries("rowan"), "Rowan rowan ROWAN") == [("rowan", "Rowan", ""), ("rowan", "rowan", "")]
    both = Lexicon({"rowan": Saying("tree"), "Rowan": Saying("man")})
    assert [match.saying.respelling for match in both.matches("Rowan rowan")] == ["man", "tree"]


def test_the_longest_entry_wins() -> None:
    """A full name is not its parts."""
    assert [one for one, _, _ in found(entries("Alan", "Alan Watts", "Watts"), "Alan Watts, Alan, Watts")] == [
        "Alan Watts",
        "Alan",
        "Watts",
    ]


def test_words_may_stand_on_two_lines() -> None:
    """A paragraph is wrapped anywhere."""
    assert found(entries("Alan Watts"), "Alan\n Watts") == [("Alan Watts", "Alan\n Watts", "")]


def test_the_possessive_follows() -> None:
    """With either apostrophe; a bare one says nothing and may close a quotation."""
    assert found(entries("Nora"), "Nora’s Nora's Nora’ Norasx Nora’sx") == [
        ("Nora", "Nora", "’s"),
        ("Nora", "Nora", "'s"),
        ("Nora", "Nora", ""),
        ("Nora", "Nora", ""),
    ]


def test_composed_and_decomposed_letters_are_the_same_word() -> None:
    """An accent typed in two ways looks the same and is said the same; a letter without it is another word."""
    assert found(entries("Zoë"), "Zoe\u0308 Zoë Zoe") == [("Zoë", "Zoe\u0308", ""), ("Zoë", "Zoë", "")]
    assert found(entries("Zoe"), "Zoe\u0308") == []


def test_spans_are_in_the_text_that_was_given() -> None:
    """They are what lights up."""
    assert [match.span for match in Lexicon(entries("Nora")).matches("so Nora’s")] == [Span(3, 7)]


def test_an_unused_entry_can_be_found() -> None:
    """A check names the entries that no sentence needs, as they are written."""
    unused = Lexicon(entries("nora", "Quill"))
    assert unused.entries.keys() - {match.written for match in unused.matches("Nora rows")} == {"Quill"}


@pytest.mark.parametrize(
    ("phonemes", "ending"),
    [("w0ts", "I2z"), ("dZ'oUnz", "I2z"), ("dZ'VdZ", "I2z"), ("f'Ip", "s"), ("k'iT", "s"), ("n'o@r@", "z")],
)
def test_a_possessive_sounds_as_its_word_ends(phonemes: str, ending: str) -> None:
    """Watts's, Philip's, Nora's: three sounds for one letter."""
    assert possessive_of(phonemes) == f"{phonemes}|{ending}"


def test_two_thousand_entries_are_found_in_a_long_text() -> None:
    """A big lexicon finds every one of its words, and none in the words between."""
    lexicon = Lexicon({f"Name{number}x": Saying("x") for number in range(2000)})
    text = " ".join(f"name{number}x Name{number}x Name{number}" for number in range(2000))
    assert sum(1 for _ in lexicon.matches(text)) == 2000

"""What is written, and the words that say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.guide.model import Span
from companion.script.lexicon import EMPTY, Lexicon, Saying
from companion.script.normalization import INVISIBLE, PUNCTUATION, UNSAID, WHITE_SPACE, spoken, unspoken
from companion.script.words import SpokenWord


def words(text: str, lexicon: Lexicon = EMPTY, language: str = "en-US") -> tuple[SpokenWord, ...]:
    """All of a text."""
    return spoken(text, Span(0, len(text)), lexicon, language)


def said(text: str, lexicon: Lexicon = EMPTY, language: str = "en-US") -> str:
    """As the engine gets it."""
    return " ".join(word.text for word in words(text, lexicon, language))


def lit(text: str, lexicon: Lexicon = EMPTY) -> list[str]:
    """What lights up, once for each stretch."""
    spans = dict.fromkeys(word.span for word in words(text, lexicon))
    return [span.of(text) for span in spans if span is not None]


@pytest.mark.parametrize(
    ("written", "spoken_as"),
    [
        ("in 1972, she", "in nineteen seventy-two, she"),
        ("1066 was", "1066 was"),
        ("in 1066 they", "in ten sixty-six they"),
        ("in 1905 and 2005", "in nineteen oh five and two thousand five"),
        ("the 1970s", "the nineteen seventies"),
        ("mid-1970s", "mid-nineteen seventies"),
        ("the 1900s and 2010s", "the nineteen hundreds and twenty tens"),
        ("the ’60s, her 60s", "the sixties, her sixties"),
        ("1972’s best", "nineteen seventy-two’s best"),
        ("1914–1918", "nineteen fourteen to nineteen eighteen"),
        ("1914-18", "nineteen fourteen to 18"),
        ("6–9 of them", "6 to 9 of them"),
        ("10:30–11:45", "10:30 to 11:45"),
        ("10 – 15", "10 to 15"),
        ("555-1234", "555 twelve thirty-four"),
        ("Ch. 12", "chapter 12"),
        ("Chs. 1 and 2", "chapters 1 and 2"),
        ("(pp. 34–36)", "(pages 34 to 36)"),
        ("p.3 and p. 4", "page 3 and page 4"),
        ("No. 7 and nos. 8", "number 7 and numbers 8"),
        ("vol. 2, ll. 3, Sc. 2, Fig. 3", "volume 2, lines 3, scene 2, figure 3"),
        ("c. 1850 (d. 1901)", "circa eighteen fifty (died nineteen oh one)"),
        ("Act III, scene ii", "Act three, scene two"),
        ("Act I was short", "Act one was short"),
        ("Chapters I and II", "Chapters one and two"),
        ("pp. xii–xv", "pages twelve to fifteen"),
        ("Part IV: Home", "Part four: Home"),
        ("World War II, WWI", "World War two, World War one"),
        ("Henry VIII’s court", "Henry the eighth’s court"),
        ("Queen Elizabeth I spoke", "Queen Elizabeth the first spoke"),
        ("the XIXth century", "the nineteenth century"),
        ("III.ii.45", "three two 45"),
        ("$3.50", "3 dollars and 50 cents"),
        ("$1 and $0.99", "1 dollar and 99 cents"),
        ("£2, €1,000", "2 pounds, 1,000 euros"),
        ("$5 million", "5 million dollars"),
        ("$1.5bn", "1.5 billion dollars"),
        ("$5–10", "5 to 10 dollars"),
        ("a £5 note", "a 5 pound note"),
        ("3/4 full", "three quarters full"),
        ("2 1/2 cups or 3½", "2 and a half cups or 3 and a half"),
        ("24/7", "24 7"),
        ("1/2/1999", "1 2 1999"),
        ("*bold* and **very** bold", "bold and very bold"),
        ("foo_bar", "foo bar"),
        ("see https://www.example.com/a/b?c=1.", "see link to example dot com."),
        ("nora.quill@example.org", "nora dot quill at example dot org"),
        ("when [she] left", "when she left"),
        ("[[x]] and ]][[ y", "x and y"),
        ("she waited…then ran", "she waited… then ran"),
        ("cold—glued", "cold— glued"),
        ("cold — glued", "cold— glued"),
        ("THIS IS IT. IT IS", "THIS IS it. it IS"),
        ("LET US GO", "LET us GO"),
        ("Rev. Tolland vs. Lt. Harbin", "Reverend Tolland versus Lieutenant Harbin"),
        ("Ms Tolland", "Miz Tolland"),
        ("Tolland v. Harbin", "Tolland versus Harbin"),
        ("cf. the storm, w/ milk", "compare the storm, with milk"),
        ("Ned Harbin Jr.", "Ned Harbin Junior."),
        ("the U.S. Navy", "the U.S Navy"),
        ("in AD 500", "in A.D 500"),
        ("Jan. 5", "January 5"),
        ("20 °C, 5km, 1 km/h", "20 degrees Celsius, 5 kilometers, 1 kilometer per hour"),
        ("10:05 and 10:00", "10 oh 5 and 10 o'clock"),
        ("10:00 a.m.", "10 a.m."),
        ("he and/or she", "he and or she"),
        ("Fish&Chips &c.", "Fish and Chips et cetera"),
        ("#1, ~50, C#", "number 1, about 50, C sharp"),
        ("§§ 3–4", "sections 3 to 4"),
        ("a < b", "a less than b"),
        ("🎉🎉🎉 👍🏽", "party popper thumbs up"),
    ],
)
def test_english_says_what_it_does_not_write_out(written: str, spoken_as: str) -> None:
    """Each of these is said wrong by espeak-ng when it is left alone."""
    assert said(written) == spoken_as


@pytest.mark.parametrize(
    "written",
    [
        "I said no. No. I went.",
        "the part I like",
        "told Elizabeth I loved her",
        "Malcolm X",
        "Vitamin C",
        "an IV drip",
        "MIX and CIVIL",
        "Gen Z",
        "1972 people came",
        "1500 words",
        "8,316 or 641",
        "the 2nd of them",
        "mid-20th",
        "50 %",
        "at 10:30",
        "Mrs. Tolland, Dr. Quill",
        "St. John on Main St.",
        "e.g. this, i.e. that, etc.",
        "well-known twenty-five",
        "US, OS, USA, NASA, OK",
        "COME HOME NOW",
        "R&B, AT&T",
        "-5",
        "“It’s ’tis,” she said; ‘dogs’ bone’.",
        "café naïve",
    ],
)
def test_what_is_said_right_is_left_alone(written: str) -> None:
    """A rule that reaches too far does more harm than one that is missing."""
    assert said(written) == written


def test_words_light_up_where_they_are_written() -> None:
    """Each stretch is tight: its punctuation, no space; a range lights up number by number."""
    assert lit("  “The 1970s,” or pp. 34–36—yes… no  ") == [
        "“The", "1970s,”", "or", "pp.", "34–", "36—", "yes…", "no",
    ]  # fmt: skip
    assert lit("$5 million here") == ["$5", "million", "here"]


def test_spans_are_in_the_block_not_in_the_sentence() -> None:
    """A sentence in the middle of a paragraph lights up in its own place."""
    text = "One. In 1972 she left. Two."
    found = spoken(text, Span(5, 22))
    assert [word.span.of(text) for word in found if word.span] == ["In", "1972", "1972", "she", "left."]
    assert found[1].span == found[2].span == Span(8, 12)


def test_the_sentence_around_decides_nothing_outside_the_span() -> None:
    """What is asked is said: no letter more, no letter less."""
    assert [word.text for word in spoken("unhappy", Span(2, 7))] == ["happy"]


def test_a_lone_dash_lights_nothing_and_still_parts() -> None:
    """The pause of a dash belongs to the word before it, its light to nobody."""
    found = words("cold — glued - fast")
    assert [(word.text, word.span) for word in found] == [
        ("cold—", Span(0, 4)),
        ("glued—", Span(7, 12)),
        ("fast", Span(15, 19)),
    ]


@pytest.mark.parametrize("written", ["—", "“ ”", "•", "***", "", " ", "...", "=====", "✦", "( )", "~ ^ | `"])
def test_what_has_no_name_gives_no_word(written: str) -> None:
    """A word without sound would be a light without a voice."""
    assert words(written) == ()
    assert {reason for _, reason in unspoken(written, Span(0, len(written)), ())} <= {PUNCTUATION, WHITE_SPACE}


def test_what_stays_silent_is_listed_with_its_reason() -> None:
    """`companion check` shows every silent character."""
    text = "a — \u200b b"
    assert unspoken(text, Span(0, len(text)), words(text)) == (
        (Span(1, 2), WHITE_SPACE),
        (Span(2, 3), PUNCTUATION),
        (Span(3, 4), WHITE_SPACE),
        (Span(4, 5), INVISIBLE),
        (Span(5, 6), WHITE_SPACE),
    )


def test_a_lost_word_is_told_from_punctuation() -> None:
    """This is how a listener's missing word is found before the listener finds it."""
    text = "one two, three"
    found = words(text)
    assert unspoken(text, Span(0, len(text)), [found[0], found[2]])[1] == (Span(4, 8), UNSAID)


def test_other_languages_get_no_english() -> None:
    """1972 is not "nineteen seventy-two" in French, and [[ opens phonemes in every language."""
    assert said("en 1972, p. 3 & [[elle]] *dit* !", language="fr-FR") == "en 1972, p. 3 & elle dit!"


def test_composed_and_decomposed_letters_are_said_alike() -> None:
    """The engine sees one form; the light falls on what the file has."""
    text = "the cafe\u0301, 1972"
    assert said(text) == "the café, nineteen seventy-two"
    assert words(text)[1].span == Span(4, 10)


def test_a_respelling_is_said_and_its_possessive_follows() -> None:
    """A name is fixed once, not once for each form."""
    lexicon = Lexicon({"Jonze": Saying(respelling="Johnz"), "Nora Quill": Saying(respelling="Nora Kwill")})
    assert said("“Jonze’s,” said Nora Quill.", lexicon) == "“Johnz’s,” said Nora Kwill."
    assert lit("said Nora Quill.", lexicon) == ["said", "Nora Quill."]


def test_phonemes_ride_on_the_written_word() -> None:
    """An engine that knows no phonemes still has the word; the next word has none."""
    lexicon = Lexicon({"Watts": Saying(phonemes="w'0ts"), "Alan Watts": Saying(phonemes="'al@n w'0ts")})
    found = words("“Watts’s (Alan Watts)—no", lexicon)
    assert [(word.text, word.phonemes) for word in found] == [
        ("“Watts’s", "w'0ts|I2z"),
        ("(Alan", "'al@n"),
        ("Watts)—", "w'0ts"),
        ("no", None),
    ]
    assert found[1].span == found[2].span


def test_an_entry_that_is_parted_keeps_its_phonemes_together() -> None:
    """An underscore parts a word for the voice; its phonemes are still one word."""
    found = words("left_right", Lexicon({"left_right": Saying(phonemes="l'Eft")}))
    assert [(word.text, word.phonemes) for word in found] == [("left-right", "l'Eft")]


def test_the_lexicon_wins_over_english() -> None:
    """Whoever writes an entry knows better."""
    lexicon = Lexicon({"1984": Saying(respelling="the-book"), "Act": Saying(respelling="akt")})
    assert said("1984 has no Act III", lexicon) == "the-book has no akt three"


def test_a_word_beside_phonemes_is_not_lost() -> None:
    """Half of "Watts-like" has an entry; the other half is said as well."""
    found = words("pre-Watts-like", Lexicon({"Watts": Saying(phonemes="w0ts")}))
    assert [(word.text, word.phonemes) for word in found] == [("pre-", None), ("Watts", "w0ts"), ("like", None)]


@pytest.mark.parametrize("run", ["a.", "é.", "s's'", "1", "1–", "$1", "—“", "🎉", "x/", "[[", "\x00", "\ud800a", "…a"])
def test_a_megabyte_without_a_space_comes_through(run: str) -> None:
    """Hostile text ends as short words: no crash in here, none in the engine, and no quadratic time."""
    text = run * (200_000 // len(run))
    for word in words(text):
        assert len(word.text) <= (120 if word.text.isalpha() else 43)
        assert "[[" not in word.text
        word.text.encode()


def test_long_runs_are_broken_and_share_their_span() -> None:
    """espeak-ng crashes on 192 letters with dots between; plain letters may be longer."""
    assert [len(word.text) for word in words("a." * 100)] == [39] * 5
    assert [len(word.text) for word in words("a" * 300)] == [120, 120, 60]
    assert len({word.span for word in words("a." * 100)}) == 1


ODDITIES = (
    "a I she 1972 1970s ’60s 1914–1918 — – - … ... “ ” ‘ ’s [ ] [[ ]] * _ # & % $ $3.50 £ 5 million Act III Henry "
    "VIII . , ; : ! ? p. pp. No. Ch. 3/4 24/7 http://x.org/y a@b.cc 🎉 👍🏽 👩‍💻 é e\u0301 \u0301 \u200b \u202e \x00 "
    "\ud800 \ue000 ½ < > ~ ^ | ` \u00ad ﷽ 漢字 ไทย Watts Alan Watts’s TO BE IT US WWII xii a.m. U.S. c. §§ 10:05 °C 5km"
)
PIECES = st.sampled_from(ODDITIES.split())
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "  ", "\n"])), max_size=14).map(
        lambda parts: "".join(piece + gap for piece, gap in parts)
    ),
)
LEXICONS = st.sampled_from(
    [
        EMPTY,
        Lexicon({"Watts": Saying(phonemes="w0ts"), "Alan Watts": Saying("Allan Wots"), "she": Saying("shee")}),
    ]
)


@given(text=TEXTS, data=st.data(), lexicon=LEXICONS, language=st.sampled_from(["en-US", "en-GB", "de"]))
def test_every_character_is_said_or_listed(text: str, data: st.DataObject, lexicon: Lexicon, language: str) -> None:
    """Whatever comes in: sound words, ordered tight spans, nothing lost, nothing raised."""
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    found = spoken(text, span, lexicon, language)
    previous = Span(span.start, span.start)
    for word in found:
        assert word.text
        assert not any(character.isspace() or character in "[]<>" for character in word.text)
        word.text.encode()
        assert word.span is not None
        assert span.covers(word.span)
        assert word.span == previous or word.span.start >= previous.end
        assert word.span.of(text) == word.span.of(text).strip()
        previous = word.span
    gaps = unspoken(text, span, found)
    assert all(reason != UNSAID for _, reason in gaps)
    covered = {at for word in found if word.span for at in range(word.span.start, word.span.end)}
    assert covered | {at for gap, _ in gaps for at in range(gap.start, gap.end)} == set(range(span.start, span.end))

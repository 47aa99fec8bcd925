"""Text as XHTML, for any text, any emphasis, any mark: well formed, and the text as it was."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.errors import NarrationError
from companion.exports.epub.clips import clips
from companion.exports.epub.inline import inline
from companion.exports.epub.naming import Names, file_names
from companion.exports.xml import safe
from companion.narration.document import Block, Timeline
from tests.exports.epub.opened import X, text

MARK = '<a class="noteref">1</a>'


def timeline(*blocks: Block, samples: int = 22050) -> Timeline:
    return {
        "format": "companion-timeline/1",
        "guide": {"id": "guide", "title": "Guide", "language": "en"},
        "voice": {"id": "voice", "engine": "espeak", "version": "1", "cast": {}},
        "rate": 22050,
        "sections": [
            {
                "id": "section",
                "title": "Section",
                "role": "text",
                "level": 1,
                "audio": "section.m4a",
                "sha256": "",
                "bytes": 0,
                "samples": samples,
                "blocks": list(blocks),
                "announcements": [],
            }
        ],
        "passages": [],
        "notes": [],
    }


def block(words: str, identity: str = "block", segment: str = "segment") -> Block:
    """A paragraph of one sentence, a word every 100 samples."""
    spans = [(found.start(), found.end()) for found in re.finditer(r"\S+", words)]
    return {
        "id": identity,
        "kind": "paragraph",
        "level": 0,
        "passage": None,
        "text": words,
        "styles": [],
        "quotations": [],
        "marks": [],
        "segments": [
            {
                "id": segment,
                "from": 0,
                "to": len(words),
                "start": 0,
                "end": 100 * len(spans),
                "words": [(first, behind, 100 * at, 100 * at + 100, 0) for at, (first, behind) in enumerate(spans)],
            }
        ],
    }


def cut_in_two(one: Block, at: int) -> Block:
    """The paragraph with its words in two sentences."""
    (whole,) = one["segments"]
    first, second = ([word for word in whole["words"] if (word[0] < at) is early] for early in (True, False))
    if first and second:
        one["segments"] = [
            {"id": "one", "from": 0, "to": first[-1][1], "start": 0, "end": first[-1][3], "words": first},
            {
                "id": "two",
                "from": second[0][0],
                "to": second[-1][1],
                "start": second[0][2],
                "end": second[-1][3],
                "words": second,
            },
        ]
    return one


spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)


@given(
    words=st.text(st.sampled_from("ab<&>\"' \n🌊é"), min_size=1, max_size=40),
    styles=st.lists(st.tuples(spans, st.sampled_from(["em", "strong", "code"])), max_size=6),
    speech=st.lists(spans, max_size=3),
    marks=st.lists(st.integers(0, 40), max_size=3),
    half=st.integers(0, 40),
    code=st.booleans(),
)
def test_any_text_is_well_formed_and_the_same_text(
    words: str,
    styles: list[tuple[list[int], str]],
    speech: list[list[int]],
    marks: list[int],
    half: int,
    code: bool,
) -> None:
    """Emphasis that crosses words, sentences and other emphasis; marks anywhere; each word whole in its own element."""
    one = cut_in_two(block(words), half)
    long = len(words)
    one["kind"] = "code" if code else "paragraph"
    one["styles"] = [(min(a, long), min(b, long), name) for (a, b), name in styles]
    one["quotations"] = [(min(a, long), min(b, long), "Ida") for a, b in speech]
    names = Names(timeline(one))
    made = inline(one, names, True, [(min(at, long), MARK) for at in marks])
    tree = ElementTree.fromstring(f'<p xmlns="http://www.w3.org/1999/xhtml">{made}</p>')
    assert text(tree) == words
    assert sum(found.tag == f"{X}a" for found in tree.iter()) == len(marks)
    there = {found.get("id"): found for found in tree.iter(f"{X}span")}
    for segment in one["segments"]:
        for number, word in enumerate(segment["words"], 1):
            element = there[names.part(segment["id"], str(number))]
            assert text(element) == words[word[0] : word[1]]
            assert not list(element.iter(f"{X}a"))
        assert text(there[names.of(segment["id"])]) == words[segment["from"] : segment["to"]]


def test_what_xml_cannot_hold_is_replaced() -> None:
    """A stray control character must not cost the book; its place stays, so that no word moves."""
    assert safe("a\x00b\x0bc\ud800\ufffe") == "a\ufffdb\ufffdc\ufffd\ufffd"
    assert safe('tab\tand <tag> & "quote"') == "tab\tand &lt;tag&gt; &amp; &quot;quote&quot;"


def test_ids_are_names_that_xml_allows_and_each_is_given_once() -> None:
    """A guide may call a paragraph "x²", or by what a word of another sentence would be called."""
    one = block("one two", "x²", "s1")
    two = block("three", "s1_2", "x_xb2_")
    names = Names(timeline(one, two))
    given_ids = [names.of(name) for name in ("section", "x²", "s1", "s1_2", "x_xb2_")]
    given_ids += [names.part("s1", "1"), names.part("s1", "2"), names.part("x_xb2_", "1")]
    assert len(set(given_ids)) == len(given_ids)
    assert given_ids[:5] == ["section", "x_xb2__", "s1", "s1_2", "x_xb2_"]
    for name in given_ids:
        ElementTree.fromstring(f'<!DOCTYPE a [<!ATTLIST a id ID "{name}">]><a/>')


def test_files_have_names_that_every_system_tells_apart() -> None:
    """Unpacked on a disk that knows no case, one section must not take another's place; nor a device's, in Windows."""
    assert list(file_names(["tale", "Tale", "größe", "section-02", "Con", "com1"])) == [
        "tale",
        "section-02",
        "section-03",
        "section-04",
        "section-05",
        "section-06",
    ]


def test_words_of_no_length_get_a_millisecond_each() -> None:
    """A clip of no length stops some reading systems."""
    one = block("a b c d")
    one["segments"][0]["words"] = [(0, 1, 0, 0, 0), (2, 3, 0, 0, 0), (4, 5, 0, 22050, 0), (6, 7, 22049, 22050, 0)]
    whole = timeline(one)
    names = Names(whole)
    found = [clips(whole, names)[names.part("segment", str(number))] for number in range(1, 5)]
    assert [(one.begin, one.end) for one in found] == [(0, 1), (1, 2), (2, 999), (999, 1000)]


def test_no_clip_ends_behind_a_sound_that_ends_within_a_millisecond() -> None:
    """22,060 samples are 1,000.45 ms: the last clip ends at 1,000."""
    whole = timeline(block("a b"), samples=22060)
    names = Names(whole)
    assert clips(whole, names)["segment"].end == 1000
    assert all(one.end > one.begin for one in clips(whole, names).values())


def test_a_sentence_that_nobody_could_say_has_no_clip() -> None:
    """It stands in the text, and is passed over."""
    one = block("never said")
    one["segments"][0]["words"] = []
    whole = timeline(one)
    assert clips(whole, Names(whole)) == {}


def test_more_words_than_milliseconds_are_refused_with_the_way_out() -> None:
    """Such a timeline is damaged: no time is invented for it."""
    whole = timeline(block("a b c d"), samples=60)
    with pytest.raises(NarrationError, match=r"section section: its words do not fit .* run 'companion narrate guide'"):
        clips(whole, Names(whole))

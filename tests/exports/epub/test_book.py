"""The book against the timeline that it is made of: every word, every time, every link."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from companion.errors import StoreError
from companion.exports import Request, epub
from companion.exports.epub.style import ACTIVE, PLAYING
from companion.exports.narrated import Narrated
from companion.narration import encoding
from companion.narration.document import Block, Segment, Timeline
from companion.narration.store import Workspace
from tests.exports.epub.conftest import Make
from tests.exports.epub.opened import E, Opened, X, ms, resolved, text


def blocks(timeline: Timeline) -> Iterator[Block]:
    for section in timeline["sections"]:
        yield from section["blocks"]


def segments(timeline: Timeline) -> Iterator[tuple[Block, Segment]]:
    for block in blocks(timeline):
        for segment in block["segments"]:
            yield block, segment


def elements(book: Opened) -> dict[str, Element]:
    """Everything that has an id, by path#id."""
    return {
        f"{path}#{one.attrib['id']}": one
        for path, _ in book.spine()
        for one in book.tree(path).iter()
        if "id" in one.attrib
    }


def test_every_word_has_one_clip_at_its_time_and_in_its_order(opened: Opened, narrated_lantern: Narrated) -> None:
    """A word that never lights up, or lights up late, is what this book must not have."""
    there, rate = elements(opened), narrated_lantern.timeline["rate"]
    pars = [par for par in opened.pars() if there[par.target].tag == f"{X}span"]
    words = [(block, word) for block, segment in segments(narrated_lantern.timeline) for word in segment["words"]]
    assert len(pars) == len(words) > 200
    for par, (block, word) in zip(pars, words, strict=True):
        assert text(there[par.target]) == block["text"][word[0] : word[1]]
        assert abs(par.begin - 1000 * word[2] / rate) <= 1
        assert par.end >= 1000 * word[3] / rate - 1


@pytest.mark.parametrize("overlay", ["word", "sentence"])
@pytest.mark.parametrize("small", [False, True])
def test_the_clips_fill_each_sound_from_its_first_to_its_last_millisecond(
    make: Make, narrated_lantern: Narrated, overlay: str, small: bool
) -> None:
    """Reading systems mis-seek in gaps; behind the end of the sound some of them stop for good."""
    book = Opened.read(make("lantern", overlay=overlay, small=small))
    rate = narrated_lantern.timeline["rate"]
    lengths = [1000 * section["samples"] // rate for section in narrated_lantern.timeline["sections"]]
    ends = []
    for _, overlay_of in book.spine():
        pars = list(book.pars_of(overlay_of)) if overlay_of else []
        if pars:
            assert pars[0].begin == 0
            assert all(one.end == two.begin for one, two in pairwise(pars))
            assert all(one.begin < one.end for one in pars)
            assert len({par.sound for par in pars}) == 1
            ends.append(pars[-1].end)
    assert ends == lengths


@pytest.mark.parametrize("overlay", ["word", "sentence"])
def test_where_the_book_leaves_a_sound_for_a_note_what_comes_next_in_it_is_not_heard_to_begin(
    make: Make, narrated_lantern: Narrated, overlay: str
) -> None:
    """Reading systems end a clip late, some by a quarter of a second: half a word of the next paragraph would sound."""
    rate = narrated_lantern.timeline["rate"]
    said: dict[str, list[tuple[float, float]]] = {}
    for section in narrated_lantern.timeline["sections"]:
        words = [word[2:4] for block in section["blocks"] for one in block["segments"] for word in one["words"]]
        words += [(one["start"], one["end"]) for one in section["announcements"]]
        said[f"EPUB/audio/{section['audio']}"] = [(1000 * start / rate, 1000 * end / rate) for start, end in words]
    left = 0
    for par, after in pairwise(Opened.read(make("lantern", overlay=overlay, notes="inline")).pars()):
        over = max(end for start, end in said[par.sound] if start < par.end - 1)
        following = min((start for start, _ in said[par.sound] if start >= par.end - 1), default=None)
        if following is None or (par.sound, par.end) == (after.sound, after.begin):
            continue
        left += 1
        assert over - 1 <= par.end <= following - min(300, (following - over) / 2) + 2
    assert left > 3


def test_the_sums_of_the_durations_are_exact(opened: Opened) -> None:
    """A reading system shows them before it has opened one sound."""
    whole, parts = None, {}
    for meta in opened.package[0]:
        if meta.get("property") == "media:duration" and meta.text:
            if "refines" in meta.attrib:
                parts[meta.attrib["refines"][1:]] = ms(meta.text)
            else:
                whole = ms(meta.text)
    heard = {
        name: sum(par.end - par.begin for par in opened.pars_of(f"EPUB/{item['href']}"))
        for name, item in opened.items.items()
        if item["media-type"] == "application/smil+xml"
    }
    assert parts == heard
    assert whole == sum(heard.values()) > 0


@pytest.mark.parametrize("notes", ["end", "inline"])
def test_the_text_of_the_book_is_the_text_of_the_guide(make: Make, narrated_lantern: Narrated, notes: str) -> None:
    """Nothing lost and nothing added, to the space: what is copied out of the book is what was written."""
    book = Opened.read(make("lantern", notes=notes))
    there = {name.partition("#")[2]: one for name, one in elements(book).items()}
    shown = {
        block["id"]: text(there[block["id"]]) for block in blocks(narrated_lantern.timeline) if block["id"] in there
    }
    written = {block["id"]: block["text"] for block in blocks(narrated_lantern.timeline)}
    # Where every note of a section stands elsewhere, its heading is about nothing.
    gone = set() if notes == "end" else {"b9652f879b6b1"}
    assert shown == {name: words for name, words in written.items() if name not in gone}


def test_what_is_announced_stands_where_it_is_heard(opened: Opened, narrated_lantern: Narrated) -> None:
    """Nothing is heard that is not in the text."""
    there = elements(opened)
    said = [text(there[par.target]) for par in opened.pars() if there[par.target].tag == f"{X}p"]
    assert said == [
        one["text"] for section in narrated_lantern.timeline["sections"] for one in section["announcements"]
    ]
    assert len(said) == 6


def test_the_order_of_hearing_is_the_order_of_the_text(make: Make) -> None:
    """In every place of the notes: what lights up next stands below."""
    for notes in ("end", "inline", "none"):
        book = Opened.read(make("lantern", notes=notes))
        order = {name: at for at, name in enumerate(elements(book))}
        places = [order[par.target] for par in book.pars()]
        assert places == sorted(places)


def test_every_link_leads_somewhere_and_back(make: Make) -> None:
    """From a mark to its note, and from the note to what it is about: a click each."""
    for notes, marks, backs in (("end", 6, 6), ("inline", 6, 6), ("none", 0, 0)):
        book = Opened.read(make("lantern", notes=notes))
        there = elements(book)
        found: dict[str, list[tuple[str, str]]] = {"doc-noteref": [], "doc-backlink": []}
        for path, _ in book.spine():
            for link in book.tree(path).iter(f"{X}a"):
                target = resolved(path, link.attrib["href"])
                assert target in there
                assert "".join(link.itertext()).strip()
                found[link.attrib["role"]].append((path, target))
        assert (len(found["doc-noteref"]), len(found["doc-backlink"])) == (marks, backs)
        # A note that is led to leads back to the document that it is led to from.
        ways = {(path, target.partition("#")[0]) for path, target in found["doc-noteref"]}
        back = {(target.partition("#")[0], path) for path, target in found["doc-backlink"]}
        assert ways == back


def test_inline_notes_stand_right_behind_what_they_are_about(make: Make) -> None:
    """Who asks for that wants the paragraph and its note together."""
    tree = Opened.read(make("lantern", notes="inline")).tree("EPUB/text/the-weir.xhtml")
    section = tree.find(f".//{X}section[@id='the-weir']")
    assert section is not None
    at = [one.get("id") for one in section]
    assert at.index("note-sluice") == at.index("weir") + 1
    assert at.index("note-on-many") == at.index("after") + 1
    letter = section.find(f"{X}section[@id='letter']")
    assert letter is not None
    inside = [one.get("id") for one in letter]
    assert inside.index("note-on-letter") == inside.index("body") + 1


def test_without_notes_nothing_of_them_is_in_the_file(make: Make) -> None:
    """Neither their text nor their sound, which would be paid for in megabytes."""
    book = Opened.read(make("lantern", notes="none"))
    assert not [name for name in book.files if "study" in name or "asides" in name or "stays" in name]
    assert b"noteref" not in book.files["EPUB/text/tale.xhtml"]


def test_lists_quotations_code_verse_and_emphasis_are_what_they_are(opened: Opened) -> None:
    """A screen reader says "list of two", and a line of verse ends where it ends."""
    tree = opened.tree("EPUB/text/the-weir.xhtml")
    lists = [
        (one.tag.removeprefix(X), len(one.findall(f"{X}li"))) for one in tree.iter() if one.tag in (f"{X}ul", f"{X}ol")
    ]
    assert lists == [("ul", 2), ("ul", 1), ("ol", 2)]
    assert [one.get("value") for one in tree.findall(f".//{X}ol/{X}li")] == ["1", "2"]
    assert len(tree.findall(f".//{X}blockquote/{X}p")) == 1
    assert "wheel   = 4 turns\nsluice  = 1 board" in [text(one) for one in tree.iter(f"{X}pre")]
    verse = tree.find(f".//{X}section[@{E}type='z3998:letter']/{X}section[@{E}type='z3998:verse']")
    assert verse is not None
    assert len(list(verse.iter(f"{X}br"))) == 1
    tale = opened.tree("EPUB/text/tale.xhtml")
    assert [text(one) for name in ("strong", "em") for one in tale.iter(f"{X}{name}")] == ["four", "“IV”"]


def test_notes_can_be_skipped(opened: Opened) -> None:
    """Readers skip what the overlay calls a footnote."""
    for name, count in (("study", 2), ("asides", 2), ("tale", 0)):
        assert opened.files[f"EPUB/overlay/{name}.smil"].count(b'epub:type="footnote"') == count


def test_the_title_page_comes_first_and_the_rest_is_in_the_contents(opened: Opened) -> None:
    """One widespread reader lights up nothing on the first page."""
    spine = list(opened.spine())
    assert spine[0] == ("EPUB/title.xhtml", "")
    nav = opened.tree("EPUB/nav.xhtml")
    toc, landmarks = nav.iter(f"{X}nav")
    linked = [resolved("EPUB/nav.xhtml", one.attrib["href"]) for one in toc.iter(f"{X}a")]
    assert [one for one in linked if "#" not in one] == [path for path, _ in spine[1:]]
    assert [one for one in linked if "#" in one] == [
        f"EPUB/text/the-weir.xhtml#{one}" for one in ("letter", "song", "stage")
    ]
    kinds = [one.attrib[f"{E}type"] for one in landmarks.iter(f"{X}a")]
    assert kinds == ["titlepage", "toc", "bodymatter", "endnotes"]


def test_both_classes_have_their_css_in_every_document_that_is_heard(opened: Opened) -> None:
    """A class without CSS lights nothing up, and EPUBCheck does not see it."""
    assert opened.metadata("media:active-class") == [ACTIVE]
    assert opened.metadata("media:playback-active-class") == [PLAYING]
    for path, overlay in opened.spine():
        if overlay:
            link = opened.tree(path).find(f".//{X}link")
            assert link is not None
            css = opened.files[resolved(path, link.attrib["href"])].decode()
            assert f".{ACTIVE} {{" in css
            assert f".{PLAYING} " in css


def test_it_says_who_reads_and_who_can_read_it(opened: Opened) -> None:
    """Shops and libraries show this; a wrong word in it and nobody finds the book."""
    assert opened.metadata("media:narrator") == ["espeak-en-gb (synthetic voice)"]
    assert opened.metadata("schema:accessMode") == ["textual"]
    assert opened.metadata("schema:accessModeSufficient") == ["textual", "auditory"]
    assert set(opened.metadata("schema:accessibilityFeature")) == {
        "synchronizedAudioText",
        "structuralNavigation",
        "tableOfContents",
        "displayTransformability",
        "readingOrder",
    }
    assert opened.metadata("schema:accessibilityHazard") == ["none"]
    assert opened.metadata("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert opened.metadata("date") == ["1931"]
    assert opened.metadata("rights") == ["A retelling of a tale that somebody else told first."]


def test_the_sound_is_copied_as_it_is(opened: Opened, narrated_lantern: Narrated) -> None:
    """Nothing is encoded twice."""
    for section in narrated_lantern.timeline["sections"]:
        assert opened.files[f"EPUB/audio/{section['audio']}"] == narrated_lantern.sound(section).read_bytes()


def test_small_sound_is_opus_of_the_same_length(make: Make, narrated_lantern: Narrated, tmp_path: Path) -> None:
    """The same times hold for both; a clip that ends behind its sound stops some reading systems."""
    book = Opened.read(make("lantern", small=True))
    kinds = {item["media-type"] for item in book.items.values() if item["href"].startswith("audio/")}
    assert kinds == {"audio/ogg; codecs=opus"}
    for section in narrated_lantern.timeline["sections"]:
        path = tmp_path / "small.ogg"
        path.write_bytes(book.files[f"EPUB/audio/{Path(section['audio']).stem}.ogg"])
        heard = len(encoding.decode(path, 48000)) // 2
        assert 0 <= heard / 48000 - section["samples"] / narrated_lantern.timeline["rate"] < 0.0002


def test_the_same_narration_is_the_same_book(lantern: Workspace, make: Make, tmp_path: Path) -> None:
    """Byte for byte, small or not; and another choice is another book, with an identifier of its own."""
    for small in (False, True):
        again = epub.export(Request(lantern, "lantern", out=tmp_path / "again.epub", small=small))
        assert again.path.read_bytes() == make("lantern", small=small).read_bytes()
    books = (
        make("lantern"),
        make("lantern", notes="none"),
        make("lantern", overlay="sentence"),
        make("lantern", small=True),
    )
    assert len({Opened.read(book).metadata("identifier")[0] for book in books}) == len(books)


def test_sound_that_is_gone_leaves_the_old_book(
    home: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has a book keeps it."""
    path = tmp_path / "weir.epub"
    path.write_bytes(b"the old one")

    def gone(_narrated: Narrated, section: object) -> Path:
        return tmp_path / "not there.m4a"

    monkeypatch.setattr(Narrated, "sound", gone)
    with pytest.raises(StoreError):
        epub.export(Request(home, "weir", out=path))
    assert [one.name for one in tmp_path.iterdir()] == ["weir.epub"]
    assert path.read_bytes() == b"the old one"

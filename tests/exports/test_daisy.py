"""The DAISY 2.02 book: the specification's rules of structure, every link, every time, every sentence.

No package of PyPI or npm validates DAISY 2.02, so the rules are written down here, each by its name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from mutagen.mp3 import BitrateMode, MPEGInfo

from companion.errors import StoreError, UsageError
from companion.exports import Request, daisy, narrated
from companion.exports.narrated import Narrated
from companion.narration import encoding
from companion.narration.store import Workspace

XHTML = "{http://www.w3.org/1999/xhtml}"
HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))
PUBLIC = {
    ".html": '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
    ".smil": '<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">',
}
ONCE = (  # DAISY 2.02, appendix 2: exactly one of each
    "dc:date dc:format dc:identifier dc:publisher dc:title ncc:charset ncc:pageFront ncc:pageNormal ncc:pageSpecial "
    "ncc:tocItems ncc:totalTime ncc:depth ncc:files ncc:footnotes ncc:generator ncc:maxPageNormal ncc:multimediaType "
    "ncc:prodNotes ncc:setInfo ncc:sidebars"
).split()


@dataclass(frozen=True)
class Clip:
    """A par of a SMIL file."""

    id: str
    text_id: str
    text: str
    sound: str
    begin: int  # ms
    end: int
    skippable: str | None


@dataclass(frozen=True)
class Talking:
    """A book, read back from its folder."""

    folder: Path

    def page(self, name: str) -> Element:
        return ElementTree.fromstring((self.folder / name).read_bytes())

    def metas(self, name: str) -> list[tuple[str, str]]:
        return [
            (one.attrib["name"], one.attrib["content"])
            for one in self.page(name).iter()
            if one.tag.removeprefix(XHTML) == "meta" and "name" in one.attrib
        ]

    def meta(self, name: str, which: str) -> str:
        return dict(self.metas(name))[which]

    @property
    def items(self) -> list[Element]:
        return list(self.page("ncc.html").find(f"{XHTML}body") or [])

    @property
    def smils(self) -> list[str]:
        """In the order of the NCC."""
        return list(dict.fromkeys(href(one).partition("#")[0] for one in self.items))

    def clips(self, smil: str) -> list[Clip]:
        return [clip(par) for par in self.page(smil).iter("par")]

    def ids(self, name: str) -> list[str]:
        return [one.attrib["id"] for one in self.page(name).iter() if "id" in one.attrib]

    def texts(self) -> dict[str, str]:
        found = (one for one in self.page("content.html").iter() if one.attrib.get("class") == "sentence")
        return {one.attrib["id"]: "".join(one.itertext()) for one in found}


def href(item: Element) -> str:
    (link,) = item.iter(f"{XHTML}a")
    return link.attrib["href"]


def words(item: Element) -> str:
    return "".join(item.itertext())


def clip(par: Element) -> Clip:
    (text,), (audio,) = par.findall("text"), par.findall("seq/audio")
    assert [one.tag for one in par] == ["text", "seq"]
    assert par.attrib["endsync"] == "last"
    times = [re.fullmatch(r"npt=(\d+)\.(\d{3})s", audio.attrib[edge]) for edge in ("clip-begin", "clip-end")]
    begin, end = (1000 * int(found[1]) + int(found[2]) for found in times if found)
    where = par.attrib.get("system-required")
    return Clip(par.attrib["id"], text.attrib["id"], text.attrib["src"], audio.attrib["src"], begin, end, where)


def seconds(clock: str) -> int:
    hours, minutes, rest = map(int, re.fullmatch(r"(\d+):([0-5]\d):([0-5]\d)", clock).groups())  # type: ignore[union-attr]
    return 3600 * hours + 60 * minutes + rest


@pytest.fixture(scope="module")
def told(lantern: Workspace) -> Narrated:
    """The guide with every structure."""
    return narrated.one(lantern, "lantern", None)


@pytest.fixture(scope="module", params=["end", "inline", "none"])
def notes(request: pytest.FixtureRequest) -> str:
    """Where the notes go."""
    return str(request.param)


@pytest.fixture(scope="module")
def book(lantern: Workspace, notes: str, tmp_path_factory: pytest.TempPathFactory) -> Talking:
    """The guide as a book."""
    out = tmp_path_factory.mktemp("daisy") / "book"
    return Talking(daisy.export(Request(lantern, "lantern", out=out, notes=notes)).path)


def pages(book: Talking) -> Iterator[str]:
    yield from (path.name for path in sorted(book.folder.iterdir()) if path.suffix in PUBLIC)


def test_every_page_is_well_formed_and_says_what_it_is(book: Talking) -> None:
    """2.1, 2.2: XHTML 1.0 and SMIL 1.0, by public identifiers; the character set is declared wherever it can be."""
    for name in pages(book):
        source = (book.folder / name).read_text("utf-8")
        assert source.startswith('<?xml version="1.0" encoding="utf-8"?>\n' + PUBLIC[Path(name).suffix])
        assert len(book.ids(name)) == len(set(book.ids(name))) > 0
        if name.endswith(".html"):
            assert 'http-equiv="Content-type" content="text/html; charset=utf-8"' in source
    assert book.meta("ncc.html", "ncc:charset") == "utf-8"


def test_file_names_suit_every_disc_and_player(book: Talking) -> None:
    """3: eight small letters, as ISO 9660 has room for; and the two names that are fixed."""
    names = {path.name for path in book.folder.iterdir()}
    assert {"ncc.html", "master.smil", "content.html"} <= names
    assert all(re.fullmatch(r"[a-z0-9]{1,8}\.(html|smil|mp3|txt)", name) for name in names)


def test_the_ncc_has_all_its_metadata_once(book: Talking) -> None:
    """Appendix 2: players refuse a book without it."""
    found = [name for name, content in book.metas("ncc.html") if content]
    assert [name for name in ONCE if found.count(name) != 1] == []
    assert {"dc:creator", "dc:language", "ncc:narrator"} <= set(found)
    assert book.meta("ncc.html", "dc:format") == "Daisy 2.02"
    assert book.meta("ncc.html", "ncc:multimediaType") == "audioFullText"
    assert "synthetic" in book.meta("ncc.html", "ncc:narrator")
    assert book.meta("ncc.html", "dc:date") == "1931"
    assert book.meta("ncc.html", "dc:title") == "Lantern & Weir <2>"


def test_what_the_ncc_counts_is_there(book: Talking) -> None:
    """Appendix 2: items, files, depth, notes, sidebars, pages."""
    items, classes = book.items, [one.attrib.get("class") for one in book.items]
    assert int(book.meta("ncc.html", "ncc:tocItems")) == len(items)
    assert int(book.meta("ncc.html", "ncc:files")) == len(list(book.folder.iterdir()))
    deepest = max(HEADINGS.index(one.tag) + 1 for one in items if one.tag in HEADINGS)
    assert int(book.meta("ncc.html", "ncc:depth")) == deepest
    assert int(book.meta("ncc.html", "ncc:footnotes")) == classes.count("noteref")
    assert int(book.meta("ncc.html", "ncc:sidebars")) == classes.count("sidebar")
    assert {book.meta("ncc.html", f"ncc:page{kind}") for kind in ("Front", "Normal", "Special")} == {"0"}


def test_the_body_of_the_ncc_holds_headings_groups_and_references_only(book: Talking) -> None:
    """2.1.3: the title first, each item with an id and one link."""
    items = book.items
    assert (items[0].tag, items[0].attrib["class"]) == (HEADINGS[0], "title")
    assert [one.attrib.get("class") for one in items].count("title") == 1
    for one in items:
        assert one.attrib["id"]
        if one.tag not in HEADINGS:
            assert (one.tag.removeprefix(XHTML), one.attrib["class"]) in {
                ("div", "group"),
                ("span", "noteref"),
                ("span", "sidebar"),
            }
        assert re.fullmatch(r"s\d{4}\.smil#[pt]\d+", href(one))


def test_heading_levels_never_jump(book: Talking) -> None:
    """2.1.3: from an h1 to an h3 there is no way with a player's keys. In the text neither."""
    for levels in (
        [HEADINGS.index(one.tag) + 1 for one in book.items if one.tag in HEADINGS],
        [HEADINGS.index(one.tag) + 1 for one in book.page("content.html").iter() if one.tag in HEADINGS],
    ):
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_heading_is_in_the_ncc_in_order(book: Talking) -> None:
    """2.1.3: what a listener can read, a listener can jump to."""
    written = [words(one) for one in book.page("content.html").iter() if one.tag in HEADINGS]
    assert [words(one) for one in book.items if one.tag in HEADINGS] == written


def test_the_ncc_goes_through_the_book_in_order(book: Talking) -> None:
    """2.1.3: the next item is never heard before this one."""
    places = []
    for one in book.items:
        smil, _, target = href(one).partition("#")
        ids = [(par.id, par.text_id) for par in book.clips(smil)]
        places.append((book.smils.index(smil), next(at for at, both in enumerate(ids) if target in both)))
    assert places == sorted(places)
    assert len({href(one) for one in book.items if one.attrib.get("class") != "noteref"}) == len(
        [one for one in book.items if one.attrib.get("class") != "noteref"]
    )


def test_every_link_leads_to_a_par_or_a_text_and_back(book: Talking) -> None:
    """2.2.3, 2.3: from the NCC and the text to the sound, from the sound to the text."""
    content = set(book.ids("content.html"))
    targets = {f"{smil}#{name}" for smil in book.smils for par in book.clips(smil) for name in (par.id, par.text_id)}
    for page in ("ncc.html", "content.html"):
        assert {one.attrib["href"] for one in book.page(page).iter(f"{XHTML}a")} <= targets
    back = {
        one.attrib["id"]: href(one)
        for one in book.page("content.html").iter(f"{XHTML}span")
        if one.attrib.get("class") == "sentence"
    }
    for smil in book.smils:
        for par in book.clips(smil):
            page, _, fragment = par.text.partition("#")
            assert page == "content.html"
            assert fragment in content
            assert back[fragment] == f"{smil}#{par.id}"
            assert (book.folder / par.sound).is_file()


def test_the_master_lists_every_smil_file_in_order(book: Talking) -> None:
    """2.2.2: what a player without the NCC goes by."""
    refs = [one.attrib["src"] for one in book.page("master.smil").iter("ref")]
    assert refs == book.smils == sorted(path.name for path in book.folder.glob("s*.smil"))
    assert [one.attrib["id"] for one in book.page("master.smil").iter("region")] == ["txtView"]


def test_every_smil_file_is_one_sequence_with_its_metadata(book: Talking) -> None:
    """2.2.1: format, generator, title, times; one identifier in all files of a book."""
    for smil in book.smils:
        body = book.page(smil).find("body")
        assert body is not None
        assert [one.tag for one in body] == ["seq"]
        assert {one.tag for one in body[0]} == {"par"}
        named = dict(book.metas(smil))
        assert named["dc:format"] == "Daisy 2.02"
        assert {"title", "dc:title", "ncc:generator", "ncc:totalElapsedTime", "ncc:timeInThisSmil"} <= set(named)
    identifiers = {book.meta(name, "dc:identifier") for name in pages(book)}
    assert len(identifiers) == 1


def test_the_times_add_up(book: Talking) -> None:
    """Appendix 2: what is elapsed, what is in this file, what is in the whole, in hours, minutes and seconds."""
    elapsed = 0
    for smil in book.smils:
        here = sum(par.end - par.begin for par in book.clips(smil))
        assert seconds(book.meta(smil, "ncc:totalElapsedTime")) == (elapsed + 500) // 1000
        assert seconds(book.meta(smil, "ncc:timeInThisSmil")) == (here + 500) // 1000
        (sequence,) = book.page(smil).findall("body/seq")
        assert sequence.attrib["dur"] == f"{here // 1000}.{here % 1000:03}s"
        elapsed += here
    total = (elapsed + 500) // 1000
    assert seconds(book.meta("ncc.html", "ncc:totalTime")) == total
    assert seconds(book.meta("master.smil", "ncc:timeInThisSmil")) == total


def test_every_sentence_is_heard_once_and_in_order(book: Talking, told: Narrated, notes: str) -> None:
    """Nothing is lost on the way to the player, wherever the notes go."""
    texts = book.texts()
    heard = [par.text.partition("#")[2] for smil in book.smils for par in book.clips(smil)]
    assert heard == list(texts)
    assert len(set(heard)) == len(heard)
    kept = [one for one in told.timeline["sections"] if notes != "none" or one["role"] == "text"]
    sentences = {
        segment["id"]: block["text"][segment["from"] : segment["to"]]
        for section in kept
        for block in section["blocks"]
        for segment in block["segments"]
    }
    # The marks of notes are shown, and not said.
    written = {
        name: re.sub(r"(?<=door\.)1$|(?<=the sluice)2|\s+", lambda found: found[0].strip("12") and " ", text)
        for name, text in texts.items()
        if not name.startswith("a")
    }
    # A section of notes of which none is left behind its heading is not heard.
    wanted = {name: " ".join(text.split()) for name, text in sentences.items()}
    if notes == "inline":
        wanted = {name: text for name, text in wanted.items() if text != "The study"}
    assert written == wanted
    if notes != "inline":
        assert list(written) == list(wanted)


def test_the_clips_of_a_sound_file_touch_and_end_within_it(book: Talking, told: Narrated) -> None:
    """A clip behind the end makes players stop; a gap is a word that nobody hears."""
    clips: dict[str, list[Clip]] = {}
    for smil in book.smils:
        for par in book.clips(smil):
            assert par.begin < par.end
            clips.setdefault(par.sound, []).append(par)
    rate = told.timeline["rate"]
    assert set(clips) == {path.name for path in book.folder.glob("*.mp3")}
    for sound, found in clips.items():
        pcm = encoding.decode(book.folder / sound, rate)
        assert max(par.end for par in found) <= 1000 * (len(pcm) // 2) / rate
        ordered = sorted(found, key=lambda par: par.begin)
        assert all(before.end <= after.begin for before, after in pairwise(ordered))


def test_without_moved_notes_no_sound_is_left_out(lantern: Workspace, told: Narrated, tmp_path: Path) -> None:
    """The whole of every section, the pauses too."""
    book = Talking(daisy.export(Request(lantern, "lantern", out=tmp_path / "book")).path)
    for smil, section in zip(book.smils, told.timeline["sections"], strict=True):
        clips = book.clips(smil)
        assert clips[0].begin == 0
        assert [one.end for one in clips[:-1]] == [one.begin for one in clips[1:]]
        assert clips[-1].end == 1000 * section["samples"] // told.timeline["rate"]


def test_a_sentence_begins_when_it_sounds(book: Talking, told: Narrated) -> None:
    """The timeline's time, to the millisecond, with the pause before it given to what was said before."""
    starts = {par.text.partition("#")[2]: par.begin for smil in book.smils for par in book.clips(smil)}
    checked = 0
    for section in told.timeline["sections"]:
        for segment in (segment for block in section["blocks"] for segment in block["segments"]):
            if starts.get(segment["id"]):
                assert starts[segment["id"]] == pytest.approx(1000 * segment["start"] / told.timeline["rate"], abs=0.6)
                checked += 1
    assert checked > 15


def test_the_sound_is_mp3_of_one_channel_and_a_constant_rate(book: Talking, told: Narrated) -> None:
    """3: what hardware players decode; exactly as long as what was narrated."""
    for path in sorted(book.folder.glob("*.mp3")):
        with path.open("rb") as file:
            info = MPEGInfo(file)
        assert info.channels == 1
        assert info.bitrate_mode == BitrateMode.CBR
        assert info.sample_rate == told.timeline["rate"]
        assert len(encoding.decode(path, info.sample_rate)) // 2 in {
            section["samples"] for section in told.timeline["sections"]
        }


def test_notes_can_be_skipped(book: Talking, notes: str, told: Narrated) -> None:
    """2.2.4: a footnote and a sidebar say so, and the NCC lists where they are referred to; nothing else is skipped."""
    skipped = {
        par.text.partition("#")[2]: par.skippable for smil in book.smils for par in book.clips(smil) if par.skippable
    }
    own = {note["id"]: note for note in told.timeline["notes"]}
    footnotes = [*own["note-door"]["segments"], *own["note-sluice"]["segments"]]
    analysis = [*own["note-on-letter"]["segments"], *own["note-on-many"]["segments"]]
    wanted = {"none": {}, "end": dict.fromkeys(footnotes, "footnote-on")}
    wanted["inline"] = wanted["end"] | dict.fromkeys(analysis, "sidebar-on")
    assert skipped == wanted[notes]
    marks = [words(one) for one in book.items if one.attrib.get("class") == "noteref"]
    assert marks == ([] if notes == "none" else ["1", "2"])


def test_a_reference_leads_to_the_sentence_that_has_it(book: Talking, notes: str) -> None:
    """2.2.4: whoever follows it hears what the note is about."""
    texts = book.texts()
    for one in book.items:
        if one.attrib.get("class") == "noteref":
            smil, _, target = href(one).partition("#")
            (par,) = [par for par in book.clips(smil) if par.text_id == target]
            assert words(one) in texts[par.text.partition("#")[2]]
    assert notes == "none" or any(one.attrib.get("class") == "noteref" for one in book.items)


def test_a_note_stands_behind_the_paragraph_that_it_is_about(lantern: Workspace, tmp_path: Path) -> None:
    """--notes inline."""
    book = Talking(daisy.export(Request(lantern, "lantern", out=tmp_path / "book", notes="inline")).path)
    heard = list(book.texts().values())
    assert heard.index("Ida asks for nothing.") == heard.index("I opened it myself, and I would do it again.") + 1
    assert heard.index("The number is a joke between the two.") == heard.index("“Nobody,” said the dark.") + 1


def test_passages_are_groups_and_announcements_are_written(book: Talking) -> None:
    """2.1.3: a listener jumps to the letter; and full text means that all that is said stands there."""
    groups = [words(one) for one in book.items if one.attrib.get("class") == "group"]
    assert groups == ["The letter of Ida", "The song in the letter", "The stage direction"]
    assert "End of the letter of Ida" in book.texts().values()


def test_the_same_guide_makes_the_same_bytes(lantern: Workspace, book: Talking, notes: str, tmp_path: Path) -> None:
    """Exported twice, compared."""
    again = daisy.export(Request(lantern, "lantern", out=tmp_path / "again", notes=notes)).path
    for path in sorted(book.folder.iterdir()):
        assert (again / path.name).read_bytes() == path.read_bytes()
    assert len(list(again.iterdir())) == len(list(book.folder.iterdir()))


def test_a_folder_that_is_not_ours_stays_as_it_is(lantern: Workspace, tmp_path: Path) -> None:
    """Another DAISY book has an ncc.html too."""
    (tmp_path / "ncc.html").write_text("somebody else's book")
    with pytest.raises(StoreError, match="--out"):
        daisy.export(Request(lantern, "lantern", out=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["ncc.html"]


def test_a_guide_of_notes_alone_cannot_leave_them_out(told: Narrated) -> None:
    """A book in which nothing is heard is none; so the message says what to do."""
    only = [section for section in told.timeline["sections"] if section["role"] != "text"]
    guide = Narrated(told.folder, {**told.timeline, "sections": only, "passages": [], "notes": []})
    with pytest.raises(UsageError, match="keep them"):
        daisy.laid_out(guide, "none")


def test_what_xml_cannot_hold_is_not_written(told: Narrated) -> None:
    """A control character in a title would make the whole book unreadable."""
    guide = {**told.timeline["guide"], "notice": "a\x0bb & <c> \ud800"}
    changed = Narrated(told.folder, {**told.timeline, "guide": guide})
    made = daisy.files(daisy.laid_out(changed), {})
    for name, content in made.items():
        if name.endswith((".html", ".smil")) and isinstance(content, bytes):
            ElementTree.fromstring(content)


def test_the_bundled_guide_has_every_sentence(bundled: Workspace, tmp_path: Path) -> None:
    """What ships with the project is what libraries try first."""
    book = Talking(daisy.export(Request(bundled, "her-part-5", out=tmp_path / "her")).path)
    found = narrated.one(bundled, "her-part-5", None).timeline
    said = [
        segment["id"]
        for section in found["sections"]
        for block in section["blocks"]
        for segment in block["segments"]
        if segment["end"] > segment["start"]
    ]
    assert [name for name in book.texts() if not name.startswith("a")] == said
    assert len(book.smils) == len(found["sections"])
    assert "The letter to Catherine" in [words(one) for one in book.items]

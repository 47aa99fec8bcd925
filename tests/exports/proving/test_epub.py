"""Books broken on purpose, one for each fault; a book as it is exported has none."""

import struct
import zipfile
from pathlib import Path

import pytest

from companion.exports import epub
from companion.exports.made import Request
from companion.exports.proving import examine, prove
from companion.narration.store import Workspace
from tests.exports.proving.breaking import Break, Parts, added, broken, drop, judged, only, packed, parts, put, swap

SMIL, PAGE, OPF, SOUND = r"overlay/tale\.smil", r"text/tale\.xhtml", r"package\.opf", r"audio/02-tale-\w+\.m4a"
LAST = r'clipEnd="[^"]*"(/></par>\s*</seq>\s*</body>)'
SECOND = r'(clipBegin="0:00:00\.000" clipEnd=")([^"]*)(".*?clipBegin=")([^"]*)"'


@pytest.fixture(scope="module")
def book(lantern: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide with every structure, as a book."""
    return epub.export(Request(lantern, "lantern", out=tmp_path_factory.mktemp("book") / "lantern.epub")).path


def meta(name: str) -> Break:
    """Take what is said under that property away."""
    return swap(OPF, rf'<meta [^>]*property="{name}"[^>]*>[^<]*</meta>', "", 0)


def renamed(found: Parts) -> None:
    """The sound is an MP3 by its manifest."""
    text = found[only(found, OPF)].decode()
    found[only(found, OPF)] = text.replace('media-type="audio/mp4"', 'media-type="audio/mpeg"', 1).encode()


def torn(found: Parts) -> None:
    """Some bytes in the middle of the sound are others."""
    name = only(found, SOUND)
    half = len(found[name]) // 2
    found[name] = found[name][:half] + bytes(range(256)) * 4 + found[name][half + 1024 :]


def cut(found: Parts) -> None:
    """The second half of the sound is not there."""
    name = only(found, SOUND)
    found[name] = found[name][: len(found[name]) // 2]


Case = tuple[list[Break], str, str]
BROKEN: dict[str, Case] = {
    # name: how it is broken, where the fault is, what is said of it
    "a clip past its audio": (
        [swap(SMIL, LAST, r'clipEnd="1:00:00.000"\1')],
        SMIL,
        "a clip ends at 01:00:00.000, its sound",
    ),
    "clips that overlap": (
        [swap(SMIL, SECOND, r'\g<1>\g<2>\g<3>0:00:00.020"')],
        SMIL,
        "a clip begins at 00:00:00.020, while",
    ),
    "a gap between clips": (
        [swap(SMIL, SECOND, r'\g<1>0:00:00.050\g<3>\g<4>"')],
        SMIL,
        r"0.0\d+ s of EPUB/audio/02-tale-\w+.m4a before this clip light up nothing",
    ),
    "a clip of no length": ([swap(SMIL, SECOND, r'\g<1>0:00:00.000\g<3>0:00:00.000"')], SMIL, "not behind its begin"),
    "a clip that ends before it begins": (
        [swap(SMIL, r'clipBegin="([^"]*)" clipEnd="([^"]*)"', r'clipBegin="\2" clipEnd="\1"')],
        SMIL,
        "a clip ends at 00:00:00.000, not behind its begin",
    ),
    "a time that is none": ([swap(SMIL, r'clipEnd="[^"]*"', 'clipEnd="soon"')], SMIL, "no clock value"),
    "sound that ends unheard": (
        [swap(SMIL, r'<seq epub:textref="[^"]*">\s*(<par>(?:(?!<seq).)*</par>\s*)</seq>\s*</body>', "</body>")],
        "",
        r"its last [\d.]+ s are never heard|no clip says|media:duration",
    ),
    "garbage audio": ([put(SOUND, b"no sound at all" * 999)], SOUND, "is no sound that can be decoded"),
    "damaged audio": ([torn], SOUND, "is no sound that can be decoded"),
    "audio cut short": (
        [cut],
        SOUND,
        "is no",
    ),
    "a missing audio file": ([drop(SOUND)], SMIL, r"the sound EPUB/audio/02-tale-\w+.m4a is not there"),
    "an audio file of another type": ([renamed], r"\.m4a", "is said to be audio/mpeg, but is mov with aac"),
    "an audio file of no known type": (
        [swap(OPF, 'media-type="audio/mp4"', 'media-type="audio/x-wav"')],
        r"\.m4a",
        "no sound that every reader plays",
    ),
    "an audio file that is no item": (
        [swap(OPF, r'<item id="sound-1"[^>]*/>', "")],
        OPF,
        r"audio/[\w-]+.m4a is not in the manifest",
    ),
    "an active class without CSS": (
        [swap(r"style\.css", r"\.-epub-media-overlay-active", ".other", 0)],
        "xhtml",
        "no style sheet of it has a rule for .-epub-media-overlay-active",
    ),
    "a playback class without CSS": (
        [swap(r"style\.css", r"\.-epub-media-overlay-playing", ".-epub-media-overlay-playing2", 0)],
        "xhtml",
        "no style sheet of it has a rule for .-epub-media-overlay-playing",
    ),
    "a page without the style sheet": ([swap(PAGE, r"<link [^>]*/>", "")], PAGE, "no style sheet of it has a rule"),
    "no active class": ([meta("media:active-class")], OPF, "media:active-class must name one class"),
    "no playback class": (
        [meta("media:playback-active-class")],
        OPF,
        "media:playback-active-class must name one class",
    ),
    "a paragraph that nobody says": (
        [swap(PAGE, "</section>", "<p>And nobody ever said so.</p></section>")],
        PAGE,
        "no clip says “And nobody ever said so.”",
    ),
    "a word that nobody says": (
        [swap(PAGE, r'(<span id="s\w+_2">)(\w+)</span>', r"unheard \1\2</span>")],
        PAGE,
        "no clip says “unheard”",
    ),
    "a text that is not there": (
        [swap(SMIL, r'(<text src="[^"#]*#)[^"]*', r"\1nowhere")],
        "tale",
        "nowhere|no clip says",
    ),
    "a seq that is not there": (
        [swap(SMIL, r'(<seq epub:textref="[^"#]*#)[^"]*', r"\1nowhere")],
        SMIL,
        "a textref leads nowhere: EPUB/text/tale.xhtml#nowhere",
    ),
    "a text that is said twice": (
        [swap(SMIL, r'(<text src=")([^"]*)(".*?<text src=")([^"]*)', r"\g<1>\g<2>\g<3>\g<2>")],
        "tale",
        "is said twice|no clip says",
    ),
    "a text out of order": (
        [swap(SMIL, r'(<text src=")([^"]*)(".*?<text src=")([^"]*)', r"\g<1>\g<4>\g<3>\g<2>")],
        SMIL,
        "stands before what is heard before it",
    ),
    "a text of another page": (
        [swap(SMIL, r'<text src="\.\./text/tale\.xhtml#[^"]*', '<text src="../text/end.xhtml#last')],
        "tale",
        r"leads nowhere in EPUB/text/tale.xhtml: EPUB/text/end.xhtml#last|no clip says",
    ),
    "an id that two elements have": (
        [swap(PAGE, r'(<p id=")[^"]*(">.*?<span id=")([^"]*_1)(")', r"\1\3\2\3\4")],
        "tale",
        "more than one element has this id|stands|no clip says",
    ),
    "an overlay's length that is wrong": (
        [swap(OPF, r'(<meta refines="#overlay-2" property="media:duration">)[^<]*', r"\g<1>0:00:59.000")],
        r"smil|opf",
        "its media:duration says 00:00:59.000|those of its overlays",
    ),
    "a book's length that is wrong": (
        [swap(OPF, r'(<meta property="media:duration">)[^<]*', r"\g<1>9:00:00")],
        OPF,
        "the book's media:duration says 09:00:00.000, those of its overlays",
    ),
    "an overlay without its length": (
        [swap(OPF, r'<meta refines="#overlay-2" property="media:duration">[^<]*</meta>', "")],
        SMIL,
        "its media:duration is missing",
    ),
    "no narrator": ([meta("media:narrator")], OPF, "nobody is named as the narrator"),
    "a feature that is not said": (
        [swap(OPF, "<meta [^>]*>synchronizedAudioText</meta>", "")],
        OPF,
        "does not say synchronizedAudioText",
    ),
    "a cover without alternative text": (
        [swap(r"title\.xhtml", r'alt="[^"]*"', 'alt=""')],
        r"title\.xhtml",
        r"the cover EPUB/cover.\w+ has no alternative text",
    ),
    "a picture of which nothing is said": (
        [swap(PAGE, "</section>", '<img src="../cover.png"/></section>')],
        PAGE,
        "has no alternative text",
    ),
    "a cover that is no XML": ([swap(r"cover\.svg", "<title>", "<title>A \x01 ")], r"cover\.svg:1", "is no XML"),
    "a file of XML that is no XML": ([added("META-INF/more.xml", b"<a>")], r"META-INF/more\.xml:1", "is no XML"),
    "an overlay that is no XML": ([swap(SMIL, "</smil>", "")], SMIL, "is no XML"),
    "a page that declares entities": (
        [swap(PAGE, "<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY a "b">]>')],
        PAGE,
        r"declares entities of its own \(a DTD\)",
    ),
    "a book that nobody reads aloud": (
        [swap(OPF, r' media-overlay="[^"]*"', "", 0)],
        OPF,
        "no page has a media overlay",
    ),
}
MISSING: dict[str, Case] = {
    f"no {name}": ([meta(f"{prefix}:{name}")], OPF, f"the accessibility metadata have no {name}$")
    for prefix, name in (
        ("schema", "accessMode"),
        ("schema", "accessModeSufficient"),
        ("schema", "accessibilityFeature"),
        ("schema", "accessibilityHazard"),
        ("schema", "accessibilitySummary"),
        ("dcterms", "conformsTo"),
        ("a11y", "certifiedBy"),
    )
}


BROKEN |= MISSING


@pytest.mark.parametrize("name", BROKEN)
def test_a_book_with_one_thing_wrong_has_that_fault_and_no_other(book: Path, tmp_path: Path, name: str) -> None:
    """EPUBCheck lets most of these pass, and a listener stumbles over each."""
    ways, where, what = BROKEN[name]
    judged(prove(broken(book, tmp_path / "broken.epub", *ways)), where, what)


@pytest.mark.parametrize("notes", ["end", "inline", "none"])
@pytest.mark.parametrize("overlay", ["word", "sentence"])
def test_a_book_as_it_is_exported_has_no_fault(lantern: Workspace, tmp_path: Path, notes: str, overlay: str) -> None:
    """Whatever is chosen; and what was looked at is counted."""
    out = tmp_path / "lantern.epub"
    proof = examine(epub.export(Request(lantern, "lantern", out=out, notes=notes, overlay=overlay)).path)
    assert proof.faults == ()
    assert proof.words > 150
    assert proof.clips > (150 if overlay == "word" else 20)
    assert proof.length > 60_000_000


def test_a_small_book_has_no_fault(lantern: Workspace, tmp_path: Path) -> None:
    """Opus counts its time in another way."""
    out = tmp_path / "lantern.epub"
    assert prove(epub.export(Request(lantern, "lantern", out=out, small=True)).path) == ()


def test_of_many_faults_that_are_alike_the_first_are_named(book: Path, tmp_path: Path) -> None:
    """Whoever has broken a whole book need not read two hundred lines."""
    found = prove(broken(book, tmp_path / "broken.epub", swap(SMIL, r'clipEnd="[^"]*"', 'clipEnd="soon"', 0)))
    assert len(found) == 7
    assert "its clips last 00:00:00.000" in found[5].what
    assert "more of this kind" in found[6].what


def bomb(path: Path) -> None:
    """A page that unpacks to ten thousand times itself."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("EPUB/bomb.xhtml", b" " * 50_000_000)


def named(path: Path) -> None:
    """A name that leads out of the book."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../outside.txt", b"")


def locked(path: Path) -> None:
    """Every entry says that it has a password."""
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<H", data, at + 8, 1)
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)


def deep(path: Path) -> None:
    """Elements within elements."""
    found = parts(path)
    found[only(found, OPF)] = b"<a>" * 100_000 + b"</a>" * 100_000
    packed(found, path)


def entities(path: Path) -> None:
    """A billion laughs."""
    found = parts(path)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = found[only(found, OPF)].decode()
    dtd = f'<!DOCTYPE package [<!ENTITY l0 "ha">{laughs}]>'
    found[only(found, OPF)] = (
        text.replace("<package", f"{dtd}<package", 1).replace("<dc:title id", "&l9;<dc:title id").encode()
    )
    packed(found, path)


HOSTILE = {
    "a bomb": (bomb, "unpacks to far more than it should"),
    "a name": (named, "leads out of it"),
    "a lock": (locked, "is locked with a password"),
    "depth": (deep, "is nested more than"),
    "entities": (entities, "declares entities"),
    "cut short": (lambda path: path.write_bytes(path.read_bytes()[:20_000]), "is no whole zip file"),
    "empty": (lambda path: path.write_bytes(b""), "is no whole zip file"),
    "no book": (lambda path: packed({"a.txt": b"a"}, path), "is missing"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_book_ends_in_one_fault(book: Path, tmp_path: Path, name: str) -> None:
    """A book comes from anywhere; none may fill the disk or the memory, or end in a traceback."""
    path = tmp_path / "hostile.epub"
    path.write_bytes(book.read_bytes())
    how, says = HOSTILE[name]
    how(path)
    (fault,) = prove(path)
    assert says in fault.what

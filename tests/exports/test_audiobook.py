"""The audiobook's two packages: valid by their schemas, and every word, time and link in them leads somewhere."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urljoin
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

from companion.errors import UsageError
from companion.exports import Request, audiobook, narrated
from companion.exports.audiobook import readium, w3c
from companion.exports.audiobook.book import Book
from companion.exports.narrated import Narrated
from companion.narration import encoding
from companion.narration.store import Workspace
from tests.exports import tools

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def told(lantern: Workspace) -> Narrated:
    """The guide with every structure."""
    return narrated.one(lantern, "lantern", None)


@pytest.fixture(scope="module")
def made(lantern: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both packages, written; the W3C's."""
    out = tmp_path_factory.mktemp("audiobook") / "lantern.lpf"
    return audiobook.export(Request(lantern, "lantern", out=out)).path


@pytest.fixture(scope="module")
def package(made: Path) -> Mapping[str, bytes]:
    """What is in the W3C's."""
    with ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def other(made: Path) -> Mapping[str, bytes]:
    """What is in Readium's."""
    with ZipFile(made.with_suffix(".audiobook")) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def complaints(folder: str, schema: str, value: object) -> list[str]:
    """What a schema says against a value; its references are looked up in the folders beside it."""
    files = [schema_in(path) for path in sorted(tools.schemas().rglob("*.json"))]
    # Readium's schemas refer to one that is kept elsewhere: of OPDS, for properties that are not used here.
    files.append({"$schema": "http://json-schema.org/draft-07/schema#", "$id": OPDS})
    registry: Registry[bool | Mapping[str, object]] = Registry().with_resources(
        (str(file["$id"]), Resource.from_contents(file)) for file in files
    )
    validator = Draft7Validator(
        schema_in(tools.schemas() / folder / schema), registry=registry, format_checker=FormatChecker()
    )
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]


def schema_in(path: Path) -> dict[str, object]:
    """A schema, with the groups in its patterns named as Python names them."""
    found: dict[str, object] = json.loads(path.read_text("utf-8").replace("(?<", "(?P<"))
    return found


OPDS = "https://drafts.opds.io/schema/properties.schema.json"


def leaves(narration: Json) -> Iterator[tuple[str, str]]:
    """Each text with its sound, in the order of hearing."""
    if isinstance(narration, list):
        for one in narration:
            yield from leaves(one)
    elif isinstance(narration, dict):
        text, audio = (narration.get(name) or narration.get(f"{name}ref") for name in ("text", "audio"))
        if isinstance(text, str) and isinstance(audio, str):
            yield text, audio
        for name in ("narration", "children", "guided"):
            yield from leaves(narration.get(name))


def clip(address: str) -> tuple[str, float, float]:
    name, start, end = re.fullmatch(r"([^#]+)#t=([\d.]+),([\d.]+)", address).groups()  # type: ignore[union-attr]
    return name, float(start), float(end)


def page(package: Mapping[str, bytes], name: str) -> ElementTree.Element:
    return ElementTree.fromstring(package[name])


def ids(package: Mapping[str, bytes], name: str) -> dict[str, str]:
    return {one.attrib["id"]: "".join(one.itertext()) for one in page(package, name).iter() if "id" in one.attrib}


def links(package: Mapping[str, bytes], name: str) -> list[str]:
    return [one.attrib["href"] for one in page(package, name).iter() if "href" in one.attrib]


@pytest.mark.parametrize(("folder", "schema"), [("w3c-audiobooks", "audiobooks"), ("w3c-pub-manifest", "publication")])
def test_the_w3cs_schemas_accept_its_manifest(package: Mapping[str, bytes], folder: str, schema: str) -> None:
    """The shape that reading systems are written for."""
    assert complaints(folder, f"{schema}.schema.json", json.loads(package["publication.json"])) == []


def test_readiums_schema_accepts_its_manifest(other: Mapping[str, bytes]) -> None:
    """And so do the additional rules of its audiobook profile."""
    manifest = json.loads(other["manifest.json"])
    assert complaints("readium-webpub", "publication.schema.json", manifest) == []
    assert manifest["metadata"]["conformsTo"] == "https://readium.org/webpub-manifest/profiles/audiobook"
    assert all(one["type"].startswith("audio/") and "#" not in one["href"] for one in manifest["readingOrder"])
    alternates = [link for one in manifest["readingOrder"] for link in one["alternate"]]
    assert all("type" in link and not {"title", "duration", "templated"} & set(link) for link in alternates)


def test_the_schemas_find_what_is_wrong(package: Mapping[str, bytes], other: Mapping[str, bytes]) -> None:
    """A check that accepts everything would prove nothing."""
    broken = json.loads(package["publication.json"]) | {"duration": "12 s", "readingOrder": [{"name": "no address"}]}
    assert len(complaints("w3c-audiobooks", "audiobooks.schema.json", broken)) >= 2
    manifest = json.loads(other["manifest.json"])
    manifest["readingOrder"][0]["duration"] = "12"
    assert complaints("readium-webpub", "publication.schema.json", manifest)


def test_the_bundled_guide_is_valid_too(bundled: Workspace, tmp_path: Path) -> None:
    """What ships with the project is what people try first; and it is made in less than 3 s of CPU."""
    before = time.process_time()
    first = audiobook.export(Request(bundled, "her-part-5", out=tmp_path / "her.lpf")).path
    assert time.process_time() - before < 3
    with ZipFile(first) as w, ZipFile(first.with_suffix(".audiobook")) as r:
        assert complaints("w3c-audiobooks", "audiobooks.schema.json", json.loads(w.read("publication.json"))) == []
        assert complaints("readium-webpub", "publication.schema.json", json.loads(r.read("manifest.json"))) == []


def test_the_zip_follows_the_packaging_formats(made: Path) -> None:
    """LPF 3 and RPF 4: the manifest at the root, text deflated, sound stored, nothing encrypted, nothing extended."""
    for path, manifest in ((made, "publication.json"), (made.with_suffix(".audiobook"), "manifest.json")):
        with ZipFile(path) as archive:
            assert archive.namelist()[0] == manifest
            assert archive.testzip() is None
            for entry in archive.infolist():
                assert entry.compress_type == (ZIP_STORED if entry.filename[-4:] in (".m4a", ".png") else ZIP_DEFLATED)
                assert entry.flag_bits & 1 == 0
                assert entry.extract_version <= 45  # ISO/IEC 21320-1
                assert re.fullmatch(r"[a-z0-9.]+", entry.filename)


def test_everything_in_the_packages_is_listed_and_everything_listed_is_there(
    package: Mapping[str, bytes], other: Mapping[str, bytes]
) -> None:
    """LPF 3.3, RPF 5: a reader unpacks what the manifest names."""
    manifest = json.loads(package["publication.json"])
    named = {one["url"] for one in (*manifest["readingOrder"], *manifest["resources"])}
    named |= {one["url"] for item in manifest["readingOrder"] for one in item["alternate"]}
    assert named == set(package) - {"publication.json"}
    readiums = json.loads(other["manifest.json"])
    listed = {one["href"] for one in (*readiums["readingOrder"], *readiums["resources"], *readiums["links"])}
    listed |= {one["href"] for item in readiums["readingOrder"] for one in item["alternate"]}
    assert listed == set(other) - {"manifest.json"}


def test_what_the_w3c_recommends_is_there(package: Mapping[str, bytes]) -> None:
    """W3C Audiobooks, 5.2: without them a validator reports an error. Dates and an address are not known."""
    manifest = json.loads(package["publication.json"])
    for name in ("abridged", "accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard"):
        assert name in manifest
    for name in ("accessibilitySummary", "author", "id", "inLanguage", "name", "readBy", "readingProgression"):
        assert manifest[name]
    assert "synthetic" in manifest["readBy"].lower()
    assert [one["url"] for one in manifest["resources"] if one.get("rel") == "cover"] == ["cover.png"]
    assert [one["url"] for one in manifest["resources"] if one.get("rel") == "contents"] == ["index.html"]


def test_the_durations_are_those_of_the_sound_and_their_sum_is_exact(
    package: Mapping[str, bytes], other: Mapping[str, bytes], told: Narrated
) -> None:
    """W3C Audiobooks, 6.1: another sum is a validation error."""
    manifest = json.loads(package["publication.json"])
    lengths = [round(1000 * float(one["duration"][2:-1])) for one in manifest["readingOrder"]]
    rate = told.timeline["rate"]
    assert lengths == [1000 * section["samples"] // rate for section in told.timeline["sections"]]
    assert manifest["duration"] == f"PT{sum(lengths) / 1000}S"
    assert manifest["inLanguage"] == "en-GB"
    readiums = json.loads(other["manifest.json"])
    assert [round(1000 * one["duration"]) for one in readiums["readingOrder"]] == lengths
    assert readiums["metadata"]["duration"] == sum(lengths) / 1000


def test_the_sound_is_the_narrations_own(package: Mapping[str, bytes], told: Narrated, tmp_path: Path) -> None:
    """Nothing is encoded anew, and its length is what the manifest says."""
    for number, section in enumerate(told.timeline["sections"], 1):
        assert package[f"{number:02}.m4a"] == (told.folder / section["audio"]).read_bytes()
    (tmp_path / "x.m4a").write_bytes(package["02.m4a"])
    pcm = encoding.decode(tmp_path / "x.m4a", told.timeline["rate"])
    assert len(pcm) // 2 == told.timeline["sections"][1]["samples"]


@pytest.mark.parametrize("which", ["package", "other"])
def test_every_word_is_heard_once_and_in_order(which: str, told: Narrated, request: pytest.FixtureRequest) -> None:
    """Synchronized Narration, Guided Navigation: a word that is left out is one that nobody can follow."""
    files: Mapping[str, bytes] = request.getfixturevalue(which)
    for number, section in enumerate(told.timeline["sections"], 1):
        texts = ids(files, f"{number:02}.html")
        found = [text.partition("#") for text, _ in leaves(json.loads(files[f"{number:02}.json"]))]
        assert {name for name, _, _ in found} == {f"{number:02}.html"}
        heard = [texts[fragment] for _, _, fragment in found if not re.fullmatch(r"a\d+-\d+", fragment)]
        assert heard == [
            block["text"][word[0] : word[1]]
            for block in section["blocks"]
            for segment in block["segments"]
            for word in segment["words"]
        ]
        announced = [texts[fragment] for _, _, fragment in found if re.fullmatch(r"a\d+-\d+", fragment)]
        assert announced == [one["text"] for one in section["announcements"]]


@pytest.mark.parametrize("which", ["package", "other"])
def test_the_clips_touch_and_fill_the_file(which: str, told: Narrated, request: pytest.FixtureRequest) -> None:
    """A gap is where a reading system loses its place; a clip behind the end never ends."""
    files: Mapping[str, bytes] = request.getfixturevalue(which)
    for number, section in enumerate(told.timeline["sections"], 1):
        clips = [clip(audio) for _, audio in leaves(json.loads(files[f"{number:02}.json"]))]
        assert {name for name, _, _ in clips} == {f"{number:02}.m4a"}
        assert clips[0][1] == 0
        assert [end for _, _, end in clips[:-1]] == [start for _, start, _ in clips[1:]]
        assert all(start < end for _, start, end in clips)
        assert clips[-1][2] == (1000 * section["samples"] // told.timeline["rate"]) / 1000


def test_a_word_lights_up_when_it_sounds(package: Mapping[str, bytes], told: Narrated) -> None:
    """The times are the timeline's, to the millisecond."""
    rate = told.timeline["rate"]
    starts = {text.partition("#")[2]: clip(audio)[1] for text, audio in leaves(json.loads(package["03.json"]))}
    for block in told.timeline["sections"][2]["blocks"]:
        for segment in block["segments"]:
            for number, word in enumerate(segment["words"], 1):
                if (number, segment["start"]) != (1, 0):
                    assert starts[f"{segment['id']}_{number}"] == pytest.approx(word[2] / rate, abs=0.0006)


def test_the_table_of_contents_leads_to_sections_and_passages(
    package: Mapping[str, bytes], other: Mapping[str, bytes], told: Narrated
) -> None:
    """W3C Audiobooks, 4.2: the first element with that role; its links are sound, some in the middle of a file."""
    navs = [one for one in page(package, "index.html").iter() if one.attrib.get("role") == "doc-toc"]
    anchors = [(a.attrib["href"], "".join(a.itertext())) for a in navs[0].iter(f"{HTML}a")]
    assert [title for _, title in anchors] == [
        "Lantern & Weir <2>",
        "The tale",
        "The weir",
        "The letter of Ida",
        "The song in the letter",
        "The stage direction",
        "The study",
        "What stays open",
        "The end",
        "Notes",
    ]
    letter = told.timeline["sections"][2]["announcements"][0]["start"] / told.timeline["rate"]
    assert float({title: href for href, title in anchors}["The letter of Ida"].partition("#t=")[2]) == (
        pytest.approx(letter, abs=0.0006)
    )
    assert [element.tag for element in navs[0]] == [f"{HTML}h2", f"{HTML}ol"]

    def flat(entries: list[dict[str, Json]]) -> Iterator[tuple[Json, Json]]:
        for entry in entries:
            yield entry["href"], entry["title"]
            yield from flat(entry.get("children", []))  # type: ignore[arg-type]

    assert list(flat(json.loads(other["manifest.json"])["toc"])) == anchors


def test_every_link_leads_to_something(package: Mapping[str, bytes], other: Mapping[str, bytes]) -> None:
    """Pages, fragments, files."""
    for files in (package, other):
        for name in files:
            if name.endswith(".html"):
                for link in links(files, name):
                    target, _, fragment = urljoin(name, link).partition("#")
                    assert target in files, (name, link)
                    if fragment and not fragment.startswith("t="):
                        assert fragment in ids(files, target), (name, link)
        guided = [json.loads(files[name]).get("links", []) for name in sorted(files) if re.fullmatch(r"\d+.json", name)]
        assert all(link["href"] in files for found in guided for link in found)


def test_the_guided_navigation_follows_its_schemas_rules(other: Mapping[str, bytes]) -> None:
    """Guided Navigation 1.2: an object has children, or refers to something; roles are of its list."""
    known = {"chapter", "endnotes", "paragraph", "heading1", "listItem", "blockquote", "preformatted", "footnote"}

    def check(one: dict[str, Json]) -> None:
        assert {"children", "textref", "audioref"} & set(one)
        assert set(one) <= {"children", "textref", "audioref", "role"}
        assert set(one.get("role", ())) <= known  # type: ignore[arg-type]
        for child in one.get("children", ()):  # type: ignore[union-attr]
            check(child)  # type: ignore[arg-type]

    for name in other:
        if name.endswith(".json") and name != "manifest.json":
            for one in json.loads(other[name])["guided"]:
                check(one)
    assert json.loads(other["manifest.json"])["links"][0]["type"] == "application/guided-navigation+json"


def test_the_texts_have_their_structure(package: Mapping[str, bytes]) -> None:
    """A letter is set apart and named, a mark leads to its note, emphasis stays, and no text turns into markup."""
    source = package["03.html"].decode()
    assert '<div class="letter" role="group" aria-label="The letter of Ida">' in source
    assert re.search(r'<sup><a role="doc-noteref" href="07.html#s\w+">2</a></sup>', source)
    assert "<code>shut</code>" in source
    assert "<strong>four</strong>" in package["02.html"].decode()
    assert source.index("<h1>") < source.index('class="announcement"')
    assert '<div class="footnote" role="doc-footnote">' in package["07.html"].decode()
    assert page(package, "index.html").find(f".//{HTML}h1").text == "Lantern & Weir <2>"  # type: ignore[union-attr]
    assert all(one.attrib["alt"] for one in page(package, "index.html").iter(f"{HTML}img"))
    assert {page(package, name).attrib["lang"] for name in package if name.endswith(".html")} == {"en-GB"}


def test_without_notes_nothing_of_them_is_left(lantern: Workspace, told: Narrated) -> None:
    """Their sound, their text, the marks that lead to them; and the book says that it is not the whole guide."""
    files = audiobook.lpf(told, audiobook.laid_out(told, "none"))
    manifest = json.loads(bytes(files["publication.json"]))
    assert [one["name"] for one in manifest["readingOrder"]] == [
        "Lantern & Weir <2>",
        "The tale",
        "The weir",
        "The end",
    ]
    assert manifest["abridged"] is True
    pages = b"".join(one for name, one in files.items() if name.endswith(".html") and isinstance(one, bytes))
    assert b"noteref" not in pages
    assert b"a joke between the two" not in pages


def test_a_guide_of_notes_alone_cannot_leave_them_out(told: Narrated) -> None:
    """An audiobook without sound is none (W3C Audiobooks, 6.2); so the message says what to do."""
    notes = [section for section in told.timeline["sections"] if section["role"] != "text"]
    only = Narrated(told.folder, {**told.timeline, "sections": notes, "passages": [], "notes": []})
    with pytest.raises(UsageError, match="keep them"):
        audiobook.laid_out(only, "none")


def test_notes_inside_the_text_are_said_to_stand_where_the_guide_has_them(lantern: Workspace, tmp_path: Path) -> None:
    """A file is heard once: what cannot be done is said, and the rest is made."""
    done = audiobook.export(Request(lantern, "lantern", out=tmp_path / "book.lpf", notes="inline"))
    plain = audiobook.export(Request(lantern, "lantern", out=tmp_path / "plain.lpf"))
    assert len(done.left_out) == 1
    assert done.path.read_bytes() == plain.path.read_bytes()


def test_the_same_guide_makes_the_same_bytes(lantern: Workspace, made: Path, tmp_path: Path) -> None:
    """Exported twice, compared."""
    done = audiobook.export(Request(lantern, "lantern", out=tmp_path / "again.lpf"))
    assert done.path.read_bytes() == made.read_bytes()
    assert done.path.with_suffix(".audiobook").read_bytes() == made.with_suffix(".audiobook").read_bytes()
    assert done.size == sum(path.stat().st_size for path in (done.path, done.path.with_suffix(".audiobook")))


@pytest.mark.parametrize(
    ("out", "first", "second"),
    [
        ("x.lpf", "x.lpf", "x.audiobook"),
        ("x.audiobook", "x.lpf", "x.audiobook"),
        ("my.book", "my.book", "my.book.audiobook"),
    ],
)
def test_the_two_packages_never_take_each_others_place(
    lantern: Workspace, tmp_path: Path, out: str, first: str, second: str
) -> None:
    """Whichever name is asked for."""
    assert audiobook.export(Request(lantern, "lantern", out=tmp_path / out)).path == tmp_path / first
    assert {path.name for path in tmp_path.iterdir()} == {first, second}


def test_words_in_one_millisecond_light_up_together(told: Narrated) -> None:
    """No clip may last no time, and no word may be lost."""
    section = told.timeline["sections"][5]
    block = section["blocks"][1]
    segment = block["segments"][0]
    first, second, third = segment["words"]
    squeezed = {**segment, "words": [first, (second[0], second[1], first[2], second[3], 0), third]}
    changed = {**section, "blocks": [section["blocks"][0], {**block, "segments": [squeezed, *block["segments"][1:]]}]}
    sections = [*told.timeline["sections"][:5], changed, *told.timeline["sections"][6:]]
    book = Book({**told.timeline, "sections": sections})  # type: ignore[typeddict-item]
    part = book.parts[5]
    clips = [clip(audio) for _, audio in leaves(w3c.narration(book, part))]  # type: ignore[arg-type]
    assert all(start < end for _, start, end in clips)
    names = [name for line in part.lines for name, _ in book.words(line)]
    assert len([name for name in names if name.startswith(segment["id"])]) == 2
    assert len(list(leaves(readium.guided(book, part)))) == len(clips)  # type: ignore[arg-type]

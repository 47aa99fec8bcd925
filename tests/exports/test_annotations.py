"""Annotations: what others make of them is what the guide's notes say, about the words that they are about."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from jsonschema import Draft7Validator
from pyld import jsonld  # type: ignore[import-untyped]  # it has no type hints

from companion.errors import StoreError
from companion.exports import annotations, epub
from companion.exports.made import Request
from companion.narration import clock, document
from companion.narration.document import Note, Target, Timeline
from companion.narration.store import Workspace
from tests.exports import tools

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
MEDIA = "http://www.w3.org/TR/media-frags/"
HTML = "http://tools.ietf.org/rfc/rfc3236"
TEXT = "https://wicg.github.io/scroll-to-text-fragment/"
XHTML = "{http://www.w3.org/1999/xhtml}"

# What the Web Annotation Data Model (W3C Recommendation, 2017) requires of what is written here, with its section.
IRI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:\S+$"}
NUMBER = {"type": "integer", "minimum": 0}
POSITION = {
    "type": "object",
    "required": ["type", "start", "end"],
    "properties": {"type": {"const": "TextPositionSelector"}, "start": NUMBER, "end": NUMBER},
}  # 4.2.5
SELECTORS: dict[str, dict[str, Any]] = {
    "TextQuoteSelector": {
        "exact": {"type": "string", "minLength": 1},
        "prefix": {"type": "string"},
        "suffix": {"type": "string"},
    },  # 4.2.4
    "TextPositionSelector": {"start": NUMBER, "end": NUMBER},  # 4.2.5
    "FragmentSelector": {"value": {"type": "string", "minLength": 1}, "conformsTo": {"enum": [MEDIA, HTML]}},  # 4.2.1
}
TARGET = {
    "type": "object",
    "required": ["type", "source", "selector"],  # 4
    "properties": {
        "type": {"const": "SpecificResource"},
        "source": IRI,
        "selector": {
            "type": "array",
            "minItems": 4,
            "items": {
                "oneOf": [
                    {
                        "required": ["type", *given],
                        "properties": {"type": {"const": kind}, **given, "refinedBy": POSITION},
                    }
                    for kind, given in SELECTORS.items()
                ]
            },
        },
    },
}
WEB = {
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],  # 5.1
    "properties": {
        "@context": {"const": CONTEXT},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "total": NUMBER,
        "first": {
            "type": "object",
            "required": ["id", "type", "partOf", "items"],  # 5.2
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "partOf": IRI,
                "items": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["id", "type", "motivation", "body", "target"],  # 3.1
                        "properties": {
                            "id": IRI,
                            "type": {"const": "Annotation"},
                            "motivation": {"enum": ["commenting", "questioning"]},  # 3.3.5
                            "body": {
                                "type": "object",
                                "required": ["type", "value", "format", "language"],  # 3.2.4
                                "properties": {
                                    "type": {"const": "TextualBody"},
                                    "value": {"type": "string", "minLength": 1},
                                    "format": {"const": "text/plain"},
                                    "language": {"type": "string", "pattern": r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
                                },
                            },
                            "target": {"type": "array", "minItems": 1, "items": TARGET},
                        },
                    },
                },
            },
        },
    },
}
# EPUB Annotations 1.0, the tables of the Working Draft of 25 April 2026: what is not in them is refused.
EPUB = {
    "type": "object",
    "required": ["@context", "id", "type", "about", "items"],
    "additionalProperties": False,
    "properties": {
        "@context": {"const": "https://www.w3.org/ns/epub-anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationSet"},
        "title": {"type": "string"},
        "about": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "dc:identifier": {"type": "array", "items": {"type": "string"}},
                "dc:title": {"type": "string"},
                "dc:creator": {"type": "array", "items": {"type": "string"}},
            },
        },
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "type", "created", "target"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "pattern": "^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
                    "type": {"const": "Annotation"},
                    "motivation": {"enum": ["bookmarking", "commenting", "highlighting"]},
                    "created": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
                    "body": {
                        "type": "object",
                        "required": ["type", "value"],
                        "additionalProperties": False,
                        "properties": {
                            "type": {"const": "TextualBody"},
                            "value": {"type": "string", "minLength": 1},
                            "format": {"const": "text/plain"},
                            "tags": {"type": "array", "items": {"type": "string"}},
                        },
                    },
                    "target": {
                        "type": "object",
                        "required": ["source", "selector"],
                        "additionalProperties": False,
                        "properties": {
                            "source": {"type": "string"},
                            "selector": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "oneOf": [
                                        {
                                            "required": ["type", "value"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "type": {"const": "CssSelector"},
                                                "value": {"type": "string"},
                                                "refinedBy": POSITION,
                                            },
                                        },
                                        {
                                            "required": ["type", "value"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "type": {"const": "FragmentSelector"},
                                                "value": {"type": "string"},
                                                "conformsTo": {"enum": [HTML, TEXT]},
                                            },
                                        },
                                    ]
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.fixture(scope="module", params=["lantern", "her-part-5"])
def guide(request: pytest.FixtureRequest) -> tuple[Workspace, str]:
    name = str(request.param)
    return request.getfixturevalue("lantern" if name == "lantern" else "bundled"), name


@pytest.fixture(scope="module")
def timeline(guide: tuple[Workspace, str]) -> Timeline:
    (path,) = guide[0].narrations(guide[1]).glob("*/timeline.json")
    return document.read(path)


@pytest.fixture(scope="module")
def folder(guide: tuple[Workspace, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return annotations.export(Request(*guide, out=tmp_path_factory.mktemp("notes") / "out")).path


@pytest.fixture(scope="module")
def web(guide: tuple[Workspace, str], folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{guide[1]}.annotations.jsonld").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def laid_over(guide: tuple[Workspace, str], folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{guide[1]}.annotation").read_text("utf-8"))
    return found


def about(timeline: Timeline) -> Iterator[tuple[Note, Target, str]]:
    """Every note, everything that it is about, and the words of that."""
    blocks = {block["id"]: block for section in timeline["sections"] for block in section["blocks"]}
    for note in timeline["notes"]:
        for target in note["targets"]:
            yield note, target, blocks[target["block"]]["text"][target["from"] : target["to"]]


def said(note: Note, timeline: Timeline) -> str:
    own = set(note["segments"])
    blocks = (block for section in timeline["sections"] for block in section["blocks"])
    return "\n\n".join(block["text"] for block in blocks if own & {one["id"] for one in block["segments"]})


def selectors(target: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]:
    """What is quoted, where, when, in which element."""
    quote, position, time, element = target["selector"]
    assert [one["type"] for one in target["selector"][:2]] == ["TextQuoteSelector", "TextPositionSelector"]
    assert (time["conformsTo"], element["conformsTo"]) == (MEDIA, HTML)
    return quote, position, time, element


def test_they_are_what_the_model_asks_for(web: dict[str, Any]) -> None:
    """The Web Annotation Data Model, as far as it can be said as a schema."""
    assert [error.message for error in Draft7Validator(WEB).iter_errors(web)] == []
    items = web["first"]["items"]
    assert web["total"] == len(items)
    names = [one["id"] for one in items] + [web["id"], web["first"]["id"]]
    assert len(set(names)) == len(names)


def test_the_official_context_loses_nothing(web: dict[str, Any], timeline: Timeline) -> None:
    """Read as linked data, every property is one that the vocabularies know, and comes back as it was."""
    path = tools.schemas() / "web-annotation" / "anno.jsonld"
    if not path.is_file():
        pytest.skip("the context anno.jsonld of the W3C is not among the schemas beside the project")
    context = json.loads(path.read_text("utf-8"))

    def load(url: str, _: object) -> dict[str, object]:
        assert url == CONTEXT, f"nothing else is fetched: {url}"
        return {"contextUrl": None, "documentUrl": url, "document": context}

    options = {"documentLoader": load}
    (expanded,) = jsonld.expand(web, options)
    assert expanded["@type"] == [f"{AS}OrderedCollection"]
    (page,) = expanded[f"{AS}first"]
    found = page[f"{AS}items"][0]["@list"]
    assert len(found) == len(web["first"]["items"])
    for one, given in zip(found, web["first"]["items"], strict=True):
        assert one[f"{OA}motivatedBy"] == [{"@id": f"{OA}{given['motivation']}"}]
        assert len(one[f"{OA}hasTarget"]) == len(given["target"])
    back = jsonld.compact(expanded, CONTEXT, {**options, "compactArrays": True})
    kept = json.loads(json.dumps(back))
    assert counted(kept) == counted(web)
    written = str(jsonld.to_rdf(web, {**options, "format": "application/n-quads"}))
    assert written.count(f"<{OA}exact>") == sum(
        len(note["targets"]) * (1 + bool(note.get("prompt"))) for note in timeline["notes"]
    )


def counted(value: object) -> int:
    """How many values are in it."""
    if isinstance(value, dict):
        return sum(counted(one) for one in value.values())
    return sum(map(counted, value)) if isinstance(value, list) else 1


def test_every_note_and_every_prompt_is_there(web: dict[str, Any], timeline: Timeline) -> None:
    """With all of its words, and about all that it is about."""
    items = {one["id"].partition(":note:")[2]: one for one in web["first"]["items"]}
    for note in timeline["notes"]:
        name = note["id"]
        assert items[name]["body"]["value"] == said(note, timeline)
        assert items[name]["motivation"] == "commenting"
        assert items[name]["body"]["language"] == timeline["guide"]["language"]
        assert len(items[name]["target"]) == len(note["targets"])
        if note.get("prompt"):
            assert items[f"{name}:prompt"]["body"]["value"] == note["prompt"]
            assert items[f"{name}:prompt"]["motivation"] == "questioning"
            assert items[f"{name}:prompt"]["target"] == items[name]["target"]
    assert len(items) == sum(1 + bool(note.get("prompt")) for note in timeline["notes"])


def test_what_is_quoted_stands_where_it_is_said_to(web: dict[str, Any], timeline: Timeline, folder: Path) -> None:
    """In the text that lies beside it; and with what is around it, nowhere else in that."""
    wanted = {(note["id"], target["block"], target["from"]): words for note, target, words in about(timeline)}
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in (folder / "text").iterdir()}
    seen = []
    for one in web["first"]["items"]:
        for target in one["target"]:
            text = texts[target["source"].rpartition(":")[2]]
            quote, position, _, _ = selectors(target)
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert text[: position["start"]].endswith(quote["prefix"])
            assert text[position["end"] :].startswith(quote["suffix"])
            assert text.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
            if one["motivation"] == "commenting":
                seen.append(quote["exact"])
    assert sorted(seen) == sorted(wanted.values())


def test_the_time_is_the_sound_s_and_the_parts_are_its_sentences(web: dict[str, Any], timeline: Timeline) -> None:
    """A player can be sent to the very words: by the clock of the section's file, or by their ids."""
    items = {one["id"].partition(":note:")[2]: one for one in web["first"]["items"]}
    sections = {section["id"]: section for section in timeline["sections"]}
    for note in timeline["notes"]:
        for target, written in zip(note["targets"], items[note["id"]]["target"], strict=True):
            _, _, time, element = selectors(written)
            start, end = re.fullmatch(r"t=npt:([\d.]+),([\d.]+)", time["value"]).groups()  # type: ignore[union-attr]
            wanted = [clock.milliseconds(target[edge], timeline["rate"]) for edge in ("start", "end")]
            assert [round(1000 * float(one)) for one in (start, end)] == wanted
            sound = sections[target["section"]]["audio"]
            assert written["dcterms:hasFormat"]["id"].endswith(f":{sound}#{time['value']}")
            parts = [one["id"].rpartition(":")[2] for one in written["dcterms:hasPart"]]
            assert parts == target["segments"]
            assert element["value"] in {*parts, target["block"]}


def test_the_set_has_what_the_draft_allows_and_no_more(laid_over: dict[str, Any], timeline: Timeline) -> None:
    """EPUB Annotations 1.0: one target, one body, one motivation each; an id that stays."""
    assert [error.message for error in Draft7Validator(EPUB).iter_errors(laid_over)] == []
    wanted = [note["prompt"] for note, _, _ in about(timeline) if note.get("prompt")]
    wanted += [said(note, timeline) for note, _, _ in about(timeline)]
    assert sorted(one["body"]["value"] for one in laid_over["items"]) == sorted(wanted)
    assert len({one["id"] for one in laid_over["items"]}) == len(laid_over["items"])


@pytest.mark.parametrize("notes", ["end", "inline"])
def test_the_set_leads_to_the_words_in_the_book(
    guide: tuple[Workspace, str], timeline: Timeline, tmp_path: Path, notes: str
) -> None:
    """Its documents are in the book's manifest, its elements in them, and its positions are those of the words."""
    book = epub.export(Request(*guide, out=tmp_path / "book.epub", notes=notes)).path
    made = annotations.export(Request(*guide, out=tmp_path / "notes", notes=notes)).path
    found = json.loads((made / f"{guide[1]}.annotation").read_text("utf-8"))
    with ZipFile(book) as file:
        package = file.read("EPUB/package.opf").decode()
        pages = {
            name.removeprefix("EPUB/"): ElementTree.fromstring(file.read(name))
            for name in file.namelist()
            if name.endswith(".xhtml")
        }
    stated = re.search(r'<dc:identifier id="id">([^<]+)<', package)
    assert stated
    assert stated[1] in found["about"]["dc:identifier"]
    quoted = []
    for one in found["items"]:
        source = one["target"]["source"]
        assert f'href="{source}"' in package
        element, *others = one["target"]["selector"]
        name = re.fullmatch(r'\[id="([^"]+)"\]', element["value"])
        assert name
        (node,) = pages[source].iterfind(f".//*[@id='{name[1]}']")
        text = list(characters(node))[element["refinedBy"]["start"] : element["refinedBy"]["end"]]
        words = "".join(sign for sign, is_mark in text if not is_mark)
        assert not any(text[at][1] for at in (0, -1))
        for other in others:
            if other["conformsTo"] == HTML:
                (inner,) = pages[source].iterfind(f".//*[@id='{other['value']}']")
                assert "".join(sign for sign, is_mark in characters(inner) if not is_mark) == words
            else:
                ends = [unquote(end) for end in other["value"].removeprefix(":~:text=").split(",")]
                assert (words.startswith(ends[0]), words.endswith(ends[-1])) == (True, True)
        quoted.append(words)
    wanted = [words for note, _, words in about(timeline) for _ in range(1 + bool(note.get("prompt")))]
    assert quoted == [words.replace("\n", "") for words in wanted]


def characters(node: ElementTree.Element) -> Iterator[tuple[str, bool]]:
    """What stands in an element, and whether it is in a note's mark."""
    yield from ((sign, node.tag == f"{XHTML}a") for sign in node.text or "")
    for inner in node:
        yield from characters(inner)
        yield from ((sign, node.tag == f"{XHTML}a") for sign in inner.tail or "")


def test_the_same_guide_makes_the_same_bytes(lantern: Workspace, tmp_path: Path) -> None:
    """No date and no chance is in them."""
    made = [annotations.export(Request(lantern, "lantern", out=tmp_path / str(at))).path for at in (1, 2)]
    one, other = ({path.relative_to(at): path.read_bytes() for path in at.rglob("*") if path.is_file()} for at in made)
    assert one == other


def test_a_book_without_notes_has_none_of_what_is_about_them(lantern: Workspace, tmp_path: Path) -> None:
    """Then the set is the notes, and what it leads to is the text."""
    book = epub.export(Request(lantern, "lantern", out=tmp_path / "book.epub", notes="none")).path
    made = annotations.export(Request(lantern, "lantern", out=tmp_path / "notes", notes="none")).path
    items = json.loads((made / "lantern.annotation").read_text("utf-8"))["items"]
    with ZipFile(book) as file:
        assert {f"EPUB/{one['target']['source']}" for one in items} <= set(file.namelist())
    assert len(items) == 8


def test_words_that_stand_twice_are_told_apart(lantern: Workspace) -> None:
    """Around "No." on every page, as much is shown as it takes."""
    (path,) = lantern.narrations("lantern").glob("*/timeline.json")
    timeline = document.read(path)
    same = "The same words, over and over again. " * 9
    section = next(one for one in timeline["sections"] if one["id"] == "tale")
    block = next(one for one in section["blocks"] if one["id"] == "start")
    block["text"] += same
    note = next(one for one in timeline["notes"] if one["id"] == "note-door")
    at = block["text"].index(same) + 4 * (len(same) // 9)
    note["targets"][0]["from"], note["targets"][0]["to"] = at, at + 8
    items: Any = annotations.collection(timeline)
    (target,) = next(one for one in items["first"]["items"] if one["id"].endswith("note-door"))["target"]
    quote, position, _, _ = selectors(target)
    whole = annotations.text(section)
    assert whole.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
    assert whole[position["start"] : position["end"]] == quote["exact"] == "The same"


def test_a_folder_with_other_things_in_it_stays(lantern: Workspace, tmp_path: Path) -> None:
    """Somebody's own annotations are not ours to replace."""
    (tmp_path / "lantern.annotation").write_text("mine", "utf-8")
    with pytest.raises(StoreError, match="other things"):
        annotations.export(Request(lantern, "lantern", out=tmp_path))
    assert (tmp_path / "lantern.annotation").read_text("utf-8") == "mine"

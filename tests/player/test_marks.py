"""A person's own bookmarks, notes and pauses: they outlive the page, the narration and edits of the guide."""

import json
import re
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types
from jsonschema import Draft7Validator
from playwright.sync_api import Locator, expect

from companion.player import payload
from tests.player import sandbar
from tests.player.stage import Reader

NOBODY = "Nobody in Harl believes her when she says that it was dark."
NORA = "Nora Quill rows out before dawn, against the tide, because the lamp on the bar has not been lit."
ELEVEN = "For eleven winters I climbed the ladder with the oil on my back, and for eleven winters no boat was lost."
HOSTILE = """<img src=x onerror="window.broken=1"><script>window.broken=1</script> --> {{}} \u202e"""

# What the Web Annotation Data Model (W3C Recommendation, 2017) requires of what the player writes, with its section.
IRI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:\S+$"}
SELECTORS: dict[str, dict[str, Any]] = {
    "TextQuoteSelector": {"exact": {"type": "string", "minLength": 1}},  # 4.2.4
    "TextPositionSelector": {"start": {"type": "integer", "minimum": 0}, "end": {"type": "integer", "minimum": 0}},
    "FragmentSelector": {"value": {"type": "string"}, "conformsTo": IRI},  # 4.2.1
}
SCHEMA = {
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],  # 5.1
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "first": {
            "type": "object",
            "required": ["id", "type", "partOf", "items"],  # 5.2
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "partOf": IRI,
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id", "type", "target"],  # 3.1
                        "properties": {
                            "id": IRI,
                            "type": {"const": "Annotation"},
                            "motivation": {"enum": ["bookmarking", "commenting"]},  # 3.3.5
                            "created": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"},
                            "modified": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"},
                            "body": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["type", "value", "purpose"],  # 3.2.4
                                    "properties": {
                                        "type": {"const": "TextualBody"},
                                        "value": {"type": "string"},
                                        "purpose": {"enum": ["commenting", "tagging"]},
                                    },
                                },
                            },
                            "target": {
                                "type": "object",
                                "required": ["source", "selector"],  # 4.1
                                "properties": {
                                    "source": IRI,
                                    "selector": {
                                        "type": "array",
                                        "items": {
                                            "oneOf": [
                                                {
                                                    "required": ["type", *given],
                                                    "properties": {"type": {"const": kind}, **given},
                                                }
                                                for kind, given in SELECTORS.items()
                                            ]
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def _stored(reader: Reader) -> list[dict[str, Any]]:
    """What this device keeps of the sample guide."""
    found: list[dict[str, Any]] = reader.page.evaluate(
        "() => JSON.parse(localStorage.getItem('companion:marks:sandbar') ?? '{}').list ?? []"
    )
    return found


def _list(reader: Reader) -> Locator:
    return reader.page.get_by_role("dialog", name="Bookmarks and notes")


def _entries(reader: Reader) -> list[tuple[str, str]]:
    """Each entry of the open list: its kind, and its words."""
    found = _list(reader).get_by_role("listitem")
    return [
        (one.locator(".cp-marks-kind span").first.inner_text(), one.get_by_role("blockquote").inner_text())
        for one in found.all()
    ]


def _mark(reader: Reader, sentence: str, note: str = "") -> None:
    """Go to a sentence and mark it."""
    reader.page.locator(".cp-page .cp-line", has_text=sentence[:20]).first.locator(".cp-word").first.click()
    reader.page.wait_for_function("document.querySelector('.cp-page .cp-line-now')")
    if not reader.sound("paused"):
        reader.press("k")
    assert reader.line.startswith(sentence[:20]), reader.line
    reader.press("d")
    if note:
        reader.press("d")
        reader.page.keyboard.insert_text(note)
        reader.press("Control+Enter")


def _flagged(reader: Reader) -> list[str]:
    """The sentences that have a sign before them, without the numbers of the notes in them."""
    found: list[str] = reader.page.eval_on_selector_all(
        ".cp-page .cp-flag",
        """all => all.map(one => [...one.parentElement.nextElementSibling.querySelectorAll(".cp-word")])
            .map(words => words.map(word => word.textContent).join(" "))""",
    )
    return found


def _edit(reader: Reader, changes: dict[str, str], before: tuple[str, ...] = ()) -> None:
    """From here on another text of the guide is served, narrated anew, with other ids in its first section.

    `changes`: sentences, and what stands in their place (nothing where it is empty). `before`: what stands before all.
    """
    old = sandbar.sections()
    new = sandbar.Section("summary", "The Sandbar Light", "text")
    if before:
        new.say(*before)
    for block in old[0].blocks:
        sentences = [block["text"][one["from"] : one["to"]] for one in block["segments"]]
        said = [one for one in (changes.get(sentence, sentence) for sentence in sentences) if one]
        new.say(*said, kind=block["kind"], passage=block["passage"])
    timeline = sandbar.timeline(old)
    timeline["sections"][0] = new.finished()
    timeline["notes"] = []
    data = json.dumps(payload(timeline, "/sound/")).replace('"s-summary-', '"s-other-')
    reader.site.files["/guide.json"] = data.encode()
    reader.site.files["/sound/summary.wav"] = new.sound()


def _file(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def _bring_in(reader: Reader, path: Path) -> str:
    """The file is chosen in the open list; what the list then says."""
    status = _list(reader).get_by_role("status")
    status.evaluate("one => one.replaceChildren()")  # what it said of the file before
    with reader.page.expect_file_chooser() as chooser:
        _list(reader).get_by_role("button", name="Bring in a file…").click()
    chooser.value.set_files(path)
    expect(status).not_to_be_empty()
    return status.inner_text()


def _take_away(reader: Reader, kind: str, tmp_path: Path) -> Path:
    with reader.page.expect_download() as download:
        _list(reader).get_by_role("button", name=f"Save as {kind}").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_one_key_marks_what_is_playing_and_the_sound_goes_on(reader: Reader) -> None:
    """Who listens has no hand free for more; the sign stands in the text and in the tree that a screen reader reads."""
    reader.open()
    reader.press("ArrowRight", "k")
    reader.wait_word("against")
    reader.press("d")
    assert not reader.sound("paused")
    flag = reader.page.locator(".cp-page .cp-flag")
    expect(flag).to_have_attribute("aria-label", "Bookmark")
    assert _flagged(reader) == [NORA]
    assert re.search(r'paragraph:\n\s+- button "Bookmark"', reader.page.locator(".cp-page").aria_snapshot())
    expect(reader.page.locator(".companion > [role=status]")).to_have_text("Bookmark set. D again writes a note.")
    box = flag.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24


def test_a_mark_and_its_note_are_there_after_a_reload(reader: Reader) -> None:
    """By keyboard alone: mark, write, load the page anew, look, play from there."""
    reader.open()
    reader.press("ArrowRight", "ArrowRight", "d", "d")
    field = reader.page.get_by_role("textbox", name="Your note")
    expect(field).to_be_focused()
    reader.page.keyboard.type("No witness. See p and d: keys are letters here.")
    reader.press("Control+Enter", "ArrowRight", "p", "ArrowRight")
    reader.open()
    expect(reader.page.locator(".cp-page .cp-flag")).to_have_count(2)
    reader.press("e")
    assert [kind for kind, _ in _entries(reader)] == ["Your note", "Pause"]
    entry = _list(reader).get_by_role("listitem").first
    expect(entry).to_contain_text("0:04")
    expect(entry.get_by_role("blockquote")).to_have_text(NOBODY)
    expect(entry).to_contain_text("No witness. See p and d: keys are letters here.")
    reader.press("Tab")
    expect(entry.get_by_role("button", name="Play from here")).to_be_focused()
    reader.press("Enter")
    reader.wait_word("believes")
    assert not reader.sound("paused")


def test_a_note_is_changed_and_a_mark_deleted_and_brought_back(reader: Reader) -> None:
    """Nothing is lost by one key too many: not what was written, not the mark."""
    reader.open()
    _mark(reader, NOBODY, "first")
    reader.press("e")
    _list(reader).get_by_role("button", name="Edit:").click()
    reader.page.keyboard.type(" thought")
    reader.press("Escape")
    _list(reader).get_by_role("button", name="Save it").click()
    assert _stored(reader)[0]["note"] == "first thought"
    _list(reader).get_by_role("button", name="Edit:").click()
    expect(reader.page.get_by_role("button", name="Delete", exact=True)).to_be_hidden()
    reader.page.keyboard.type("!")
    reader.press("Control+Enter")
    expect(_list(reader).get_by_role("button", name="Edit:")).to_be_focused()
    assert _stored(reader)[0]["note"] == "first thought!"
    _list(reader).get_by_role("button", name="Delete:").click()
    assert _stored(reader) == []
    expect(_list(reader).get_by_role("button", name="Undo:")).to_be_focused()
    reader.press("Enter")
    assert _stored(reader)[0]["note"] == "first thought!"
    reader.press("Escape")
    reader.page.locator(".cp-page .cp-flag").click()
    reader.page.get_by_role("button", name="Delete", exact=True).click()
    expect(reader.page.locator(".cp-flag")).to_have_count(0)
    expect(reader.page.locator(".cp-text")).to_be_focused()  # the sign that had the focus is gone
    reader.page.get_by_role("group", name="Just now").get_by_role("button", name="Undo").click()
    expect(reader.page.locator(".cp-page .cp-flag")).to_have_attribute("aria-label", "Your note: first thought!")


def test_a_note_left_by_escape_is_offered_again(reader: Reader) -> None:
    """Escape closes; it does not throw away what was written."""
    reader.open()
    _mark(reader, NOBODY)
    reader.press("d")
    reader.page.keyboard.type("almost lost")
    reader.press("Escape")
    reader.page.get_by_role("group", name="Just now").get_by_role("button", name="Save it").click()
    assert _stored(reader)[0]["note"] == "almost lost"


def test_the_pause_key_sets_a_pause_and_takes_it_away(reader: Reader) -> None:
    """Others hear of it by one event: the picture of the whole, and class mode."""
    reader.open()
    reader.page.evaluate("""() => {
        window.told = 0;
        document.querySelector(".companion").addEventListener("companion-marks", () => { window.told++; });
    }""")
    reader.press("ArrowRight", "p")
    expect(reader.page.locator(".cp-page .cp-flag")).to_have_attribute("aria-label", "Pause")
    reader.press("d")
    expect(reader.page.locator(".cp-page .cp-flag")).to_have_count(2)
    reader.press("p")
    expect(reader.page.locator(".cp-page .cp-flag")).to_have_attribute("aria-label", "Bookmark")
    assert reader.page.evaluate("window.told") == 3


def test_what_is_heard_in_a_note_can_be_marked(reader: Reader) -> None:
    """Footnotes are heard too; from the list the note plays, and one key leads back."""
    reader.open()
    reader.click_word("because")
    reader.press("n")
    reader.wait_open("asides", playing=True)
    reader.press("d", "k")
    expect(reader.page.locator(".cp-note .cp-flag")).to_have_count(1)
    reader.press("b")
    reader.wait_open("summary")
    reader.press("e")
    _list(reader).get_by_role("button", name="Play from here").click()
    reader.wait_open("asides", playing=True)
    expect(reader.page.locator(".cp-note.cp-heard")).to_have_attribute("aria-label", "Note 1")
    expect(reader.page.get_by_role("button", name="Back to the text").first).to_be_visible()


def test_marks_follow_their_sentences_through_an_edit(reader: Reader) -> None:
    """Sentences put in before, every id another one, one sentence rewritten: each mark stands where it belongs."""
    reader.open()
    twin = "When summer comes the tower is whitewashed again, and the boats go by without a look."
    keeper = "The new keeper is a careful man who writes down every ship, its flag and its hour."
    _mark(reader, NOBODY, "kept")
    _mark(reader, ELEVEN, "edited")
    _mark(reader, twin, "one of three that are much alike")
    reader.page.locator(".cp-line", has_text=keeper).nth(2).locator(".cp-word").first.click()
    reader.press("k", "d")
    edited = "For twelve winters I climbed the ladder with the lamp oil on my back, and no boat was lost."
    before = tuple(
        f"This is number {number} of the sentences that the editor has put in front of all." for number in range(40)
    )
    _edit(reader, {ELEVEN: edited}, before)
    reader.open()
    assert _flagged(reader) == [NOBODY, edited, twin, keeper]
    block = reader.page.locator(".cp-page .cp-block", has=reader.page.locator(".cp-flag")).last
    expect(block).to_contain_text("When autumn comes")  # the third of three twins
    reader.press("e")
    entry = _list(reader).get_by_role("listitem").nth(1)
    expect(entry.get_by_role("blockquote")).to_have_text(edited)
    expect(entry).to_contain_text(f"Edited since. You marked: “{ELEVEN}”")


def test_a_mark_whose_sentence_is_gone_is_listed_as_such(reader: Reader) -> None:
    """Never dropped, never put on a stranger's sentence; and back in its place when the sentence comes back."""
    reader.open()
    _mark(reader, NOBODY, "my thought about it")
    old = reader.site.files["/guide.json"], reader.site.files["/sound/summary.wav"]
    _edit(reader, {NOBODY: ""})
    reader.open()
    assert reader.page.locator(".cp-flag").count() == 0
    reader.press("e")
    expect(_list(reader).get_by_role("heading", name="No longer in the guide")).to_be_visible()
    assert _entries(reader) == [("Your note", NOBODY)]
    entry = _list(reader).get_by_role("listitem")
    expect(entry).to_contain_text("my thought about it")
    expect(entry.get_by_role("button", name="Play from here")).to_have_count(0)
    reader.site.files["/guide.json"], reader.site.files["/sound/summary.wav"] = old
    reader.open()
    expect(reader.page.locator(".cp-page .cp-flag")).to_have_count(1)


@pytest.mark.parametrize("kind", ["Web Annotation", "Markdown"])
def test_a_file_brings_every_mark_back(reader: Reader, tmp_path: Path, kind: str) -> None:
    """To another device or person: kinds, notes, dates, places, the lost ones too. Twice changes nothing."""
    reader.open()
    note = "1. “First”\n- a *list* & <b>tags</b> \\ `code`\n\n> - **Note** quoted | #5\n<!-- mark {} -->\n    far in"
    _mark(reader, NORA, note)
    _mark(reader, "Your servant, Harbin 🕯️ of the bar.")
    _mark(reader, "I am the man who kept the light.", "soon gone")
    reader.press("ArrowRight", "p")
    _edit(reader, {"I am the man who kept the light.": "Storms came."})
    reader.open()
    reader.press("e")
    before = _stored(reader)
    assert len(before) == 4
    path = _take_away(reader, kind, tmp_path)
    assert path.name == {"Web Annotation": "sandbar-marks.jsonld", "Markdown": "sandbar-marks.md"}[kind]
    reader.page.evaluate("localStorage.removeItem('companion:marks:sandbar')")
    reader.open()
    assert reader.page.locator(".cp-flag").count() == 0
    reader.press("e")
    assert _bring_in(reader, path) == "4 marks came in."
    assert _stored(reader) == before
    assert _bring_in(reader, path) == "0 marks came in. 4 were already here."
    assert _stored(reader) == before


def test_the_file_is_what_the_web_annotation_model_asks_for(reader: Reader, tmp_path: Path) -> None:
    """Other programs read it by the Recommendation; positions count code points, and a candle is one of two units."""
    reader.open()
    _mark(reader, NOBODY, "a comment")
    _mark(reader, "Nora folds the pages small.")
    reader.press("p", "e")
    data = json.loads(_take_away(reader, "Web Annotation", tmp_path).read_text("utf-8"))
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(data)] == []
    items = data["first"]["items"]
    assert data["total"] == len(items) == 3
    assert [(one["motivation"], [body["value"] for body in one.get("body", [])]) for one in items] == [
        ("commenting", ["a comment"]),
        ("bookmarking", []),
        ("bookmarking", ["pause"]),
    ]
    text = "\n".join(block["text"] for section in sandbar.sections() for block in section.blocks)
    for item in items:
        quote, position, fragment = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])
        assert text[position["end"] :].startswith(quote["suffix"])
        assert min(len(quote["prefix"]), len(quote["suffix"])) >= 31
        assert fragment["value"].startswith("s-summary-")
    assert len({item["id"] for item in items}) == 3


def test_annotations_of_other_programs_come_in_where_their_words_are(reader: Reader, tmp_path: Path) -> None:
    """A single annotation on a part of a sentence; one about something else is counted, not kept."""
    reader.open()
    reader.press("e")
    target = {
        "source": "https://example.org/a",
        "selector": {"type": "TextQuoteSelector", "exact": "climbed the ladder with the oil"},
    }
    stranger = {
        "source": "https://example.org/b",
        "selector": [{"type": "TextQuoteSelector", "exact": "words of another book"}],
    }
    body = {"type": "TextualBody", "value": "steep"}
    found = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "items": [{"id": "https://example.org/1", "body": body, "target": target}, {"target": stranger}, None, 5],
    }
    path = _file(tmp_path, "found.json", json.dumps(found))
    assert _bring_in(reader, path) == "1 mark came in. 3 could not be used: no words of this guide."
    reader.press("Escape")
    flag = reader.page.locator(".cp-page .cp-flag")
    expect(flag).to_have_attribute("aria-label", "Your note: steep")
    assert _flagged(reader) == [ELEVEN]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("empty.json", "", "There are no marks in it"),
        ("half.json", '{"@context": "http://www.w3.org/ns/anno.jsonld", "first"', "There are no marks in it"),
        ("deep.json", "[" * 100_000, "There are no marks in it"),
        ("shopping.md", "- bread\n- **milk**\n", "There are no marks in it"),
        ("large.json", " " * 20_000_001, "It is larger than 20 MB."),
        ("many.json", json.dumps([{}] * 10_001), "It holds 10001 marks; at most 10000 can come in."),
        (
            "other.md",
            "- **Note**\n  > Somebody else's words entirely.\n\n  hm\n",
            "None of its marks is about this guide.",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(
    reader: Reader, tmp_path: Path, name: str, text: str, problem: str
) -> None:
    """And what was there is still there."""
    reader.open()
    _mark(reader, NOBODY)
    before = _stored(reader)
    reader.press("e")
    said = _bring_in(reader, _file(tmp_path, name, text))
    assert said.startswith(f"“{name}” was not brought in. {problem}")
    assert "\n" not in said
    assert _stored(reader) == before


def test_nothing_in_a_file_runs(reader: Reader, tmp_path: Path) -> None:
    """Files come from strangers: notes, quotes and ids are shown as they are, and saved so that they stay text."""
    reader.open()
    reader.press("e")
    target = {
        "source": "urn:companion:sandbar",
        "selector": [{"type": "TextQuoteSelector", "exact": HOSTILE, "prefix": HOSTILE}],
    }
    hostile = [
        {"id": "javascript:window.broken=1", "bodyValue": HOSTILE, "target": target},
        {
            "id": {"__proto__": 1},
            "body": [None, HOSTILE, {"value": "other"}, {"value": 5}],
            "target": [target],
            "created": "yesterday",
        },
    ]
    assert _bring_in(reader, _file(tmp_path, "hostile.json", json.dumps(hostile))) == "2 marks came in."
    entries = _list(reader).get_by_role("listitem")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("<script>")
    assert reader.page.locator(".companion :is(img, script, [onclick], [onerror])").count() == 0
    saved = _take_away(reader, "Markdown", tmp_path).read_text("utf-8")
    assert not re.search(r"(?<!\\)<(?!!-- mark)", saved)
    assert saved.count("-->") == 3, "one comment for the guide and one for each mark: none ends early"
    reader.open()
    assert reader.page.evaluate("window.broken") is None


def test_marks_of_another_page_appear_here(reader: Reader) -> None:
    """The same guide in two tabs: neither overwrites what the other has written."""
    reader.open()
    other = Reader(reader.page.context.new_page(), reader.site).open()
    _mark(other, NOBODY)
    expect(reader.page.locator(".cp-page .cp-flag")).to_have_count(1)
    _mark(reader, ELEVEN)
    assert {one["exact"] for one in _stored(other)} == {NOBODY, ELEVEN}


def test_the_device_says_when_it_cannot_keep_them(reader: Reader) -> None:
    """A full storage must not look like a mark that is safe."""
    reader.open()
    reader.page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    reader.press("d")
    expect(reader.page.locator(".cp-page .cp-flag")).to_have_count(1)
    expect(reader.page.locator(".companion > [role=status]")).to_contain_text("This browser cannot store any more")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (320, 640)])
def test_axe_finds_nothing_about_the_marks(
    reader: Reader, scheme: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    """Marked text, the note being written, the list with a lost mark; and nothing is cut off."""
    reader.page.emulate_media(color_scheme=scheme)
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    reader.open()
    _mark(reader, NOBODY, "a note")
    _edit(reader, {NOBODY: ""})
    reader.open()
    reader.press("ArrowRight", "p", "ArrowRight", "d")
    found = {"marked": _violations(reader)}
    reader.press("d")
    found["writing"] = _violations(reader)
    reader.press("Escape")
    expect(reader.page.get_by_role("dialog")).to_have_count(0)
    reader.press("e")
    found["list"] = _violations(reader)
    assert {state: problems for state, problems in found.items() if problems} == {}
    dialog = _list(reader)
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
    for control in dialog.get_by_role("button").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 32
        assert 0 <= box["x"] <= box["x"] + box["width"] <= size[0]


def _violations(reader: Reader) -> list[str]:
    found = Axe().run(reader.page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]} {node['failureSummary']}" for one in found for node in one["nodes"]]


def test_signs_are_told_apart_with_forced_colours(reader: Reader) -> None:
    """By their drawing, in the colour that the person has chosen."""
    reader.page.emulate_media(forced_colors="active")
    reader.open()
    reader.press("ArrowRight", "d", "p")
    drawings = reader.page.eval_on_selector_all(
        ".cp-page .cp-flag path", "all => all.map(one => one.getAttribute('d'))"
    )
    assert len(set(drawings)) == 2
    fill, paper = reader.page.eval_on_selector(
        ".cp-flag svg",
        "one => [getComputedStyle(one).fill, getComputedStyle(document.querySelector('.companion')).backgroundColor]",
    )
    assert fill != paper

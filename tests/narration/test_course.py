"""The course: for every choice of layers and of the notes' place, nothing is lost, and nothing is heard twice."""

import json
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Page, Route

from companion.narration.course import Layer, Notes, Stretch, course, heard
from companion.narration.document import Timeline

MODULES = Path(__file__).parents[2] / "companion" / "player" / "modules"
ALL = tuple(Layer)
LAYERS = [frozenset(some) for count in range(4) for some in combinations(Layer, count)]
WORD, PAUSE = 100, 30  # samples


class Section:
    """A section in the making. A block is written "id: words", or "id@passage: words"; a bar ends a sentence."""

    def __init__(self, name: str, role: str, *blocks: str, announced: Sequence[tuple[str, str, str]] = ()) -> None:
        self.now, self.name = 0, name
        begins = {before: passage for before, passage, edge in announced if edge == "begin"}
        ends = {behind: passage for behind, passage, edge in announced if edge == "end"}
        self.announcements: list[dict[str, Any]] = []
        self.blocks: list[dict[str, Any]] = []
        for written in blocks:
            head, _, text = written.partition(": ")
            identity, _, passage = head.partition("@")
            if identity in begins:
                self.announce(begins[identity], "begin")
            self.blocks.append(self.block(identity, passage or None, text))
            if identity in ends:
                self.announce(ends[identity], "end")
        self.role = role

    def announce(self, passage: str, edge: str) -> None:
        said = {"text": passage, "start": self.now, "end": self.now + WORD, "passage": passage, "edge": edge}
        self.announcements.append(said)
        self.now += WORD + PAUSE

    def block(self, identity: str, passage: str | None, text: str) -> dict[str, Any]:
        segments, at = [], 0
        for number, sentence in enumerate(text.split("|") if text else ()):
            end = self.now + WORD * len(sentence.split())
            words = {"id": f"{identity}-{number}", "from": at, "to": at + len(sentence), "start": self.now, "end": end}
            segments.append({**words, "words": []})
            at += len(sentence) + 1
            self.now = end + PAUSE
        kind = "heading" if identity.startswith("h-") else "paragraph"
        return {"id": identity, "kind": kind, "passage": passage, "text": text, "segments": segments}

    def made(self) -> dict[str, Any]:
        return {
            "id": self.name,
            "role": self.role,
            "samples": self.now,
            "blocks": self.blocks,
            "announcements": self.announcements,
        }


def timeline(sections: Sequence[Section], notes: Sequence[str], passages: Sequence[dict[str, Any]] = ()) -> Timeline:
    """A note is written "id = its block -> block it is about, another one"."""
    blocks = {block["id"]: (one, block) for one in sections for block in one.blocks}
    made = []
    for note in notes:
        identity, _, rest = note.partition(" = ")
        own, _, about = rest.partition(" -> ")
        section, block = blocks[own]
        segments = block["segments"]
        targets = []
        for name in about.split(", "):
            of, target = blocks[name]
            ids = [one["id"] for one in target["segments"]]
            targets.append({"section": of.name, "block": name, "from": 0, "to": len(target["text"]), "segments": ids})
        start, end = segments[0]["start"], segments[-1]["end"]
        ids = [one["id"] for one in segments]
        made.append(
            {"id": identity, "section": section.name, "segments": ids, "start": start, "end": end, "targets": targets}
        )
    whole = {"rate": 1000, "sections": [one.made() for one in sections], "passages": list(passages), "notes": made}
    return cast(Timeline, whole)


def letter(name: str, parent: str | None = None, kind: str = "letter") -> dict[str, Any]:
    return {"id": name, "kind": kind, "title": name, "parent": parent}


PLAIN = timeline([Section("text", "text", "h-text: The text", "one: A b c|D e", "two: F g")], [])
STUDY = timeline(
    [
        Section(
            "text",
            "text",
            "h-text: The text",
            "one: A b c|D e",
            "dear@letter: Dear you",
            "verse@song: La la|Lo",
            "yours@letter: Yours",
            "two: F g",
            announced=[("dear", "letter", "begin"), ("yours", "letter", "end")],
        ),
        Section("notes", "notes", "h-notes: The notes", "free: About nothing", "on-one: About one|and more"),
        Section("more", "text", "h-more: More text", "three: H i j"),
        Section("empty", "notes", "h-empty: Moved notes", "on-both: About both", "on-letter: About the letter"),
        Section("asides", "asides", "foot: A footnote", "toe: On the footnote", "loose: On nothing"),
    ],
    [
        "n-one = on-one -> one",
        "n-both = on-both -> one, three",
        "n-letter = on-letter -> dear, verse, yours",
        "n-foot = foot -> two",
        "n-toe = toe -> foot",
    ],
    [letter("letter"), letter("song", "letter", "verse")],
)
AMONG = timeline(  # a paragraph of the text itself is a note, and has one; a note is about a note of its own section
    [
        Section("text", "text", "one: A b", "inner: About one", "two: C d"),
        Section("notes", "notes", "h-empty: Notes", "on-inner: About inner", "on-on: About that"),
    ],
    ["n-inner = inner -> one", "n-on-inner = on-inner -> inner", "n-on-on = on-on -> on-inner"],
)
CIRCLE = timeline(  # two notes are about each other, one about itself
    [
        Section("text", "text", "one: A b"),
        Section("notes", "notes", "left: To the right", "right: To the left", "self: To itself"),
    ],
    ["n-left = left -> right", "n-right = right -> left", "n-self = self -> self"],
)
TIMELINES = {"plain": PLAIN, "study": STUDY, "among": AMONG, "circle": CIRCLE}
CHOICES = [
    pytest.param(made, layers, notes, id=f"{name}-{'+'.join(sorted(layers)) or 'nothing'}-{notes}")
    for (name, made), layers, notes in product(TIMELINES.items(), LAYERS, Notes)
]


def sounds(stretches: Sequence[Stretch]) -> list[tuple[int, int]]:
    """Every sample that is heard, as a section and the sample's number, in order."""
    return [(one.section, sample) for one in stretches for sample in range(one.start, one.end)]


def sentences(made: Timeline, *roles: str) -> Iterator[tuple[int, int, str]]:
    """Each sentence of those sections: its section, its first sample, its id."""
    for index, section in enumerate(made["sections"]):
        if section["role"] in roles:
            for block in section["blocks"]:
                yield from ((index, said["start"], said["id"]) for said in block["segments"])


@pytest.mark.parametrize(("made", "layers", "notes"), CHOICES)
def test_nothing_is_heard_twice(made: Timeline, layers: frozenset[Layer], notes: Notes) -> None:
    """A note that is read behind its passage is not read again with the others."""
    found = sounds(heard(course(made), layers, notes))
    assert len(found) == len(set(found))


@pytest.mark.parametrize("notes", Notes)
@pytest.mark.parametrize("made", TIMELINES.values(), ids=TIMELINES)
def test_no_sentence_is_lost(made: Timeline, notes: Notes) -> None:
    """With all layers on, all that is read in the straight reading is heard, and every note that is read with it."""
    found = set(sounds(heard(course(made), ALL, notes)))
    roles = ("text",) if notes == Notes.SILENT else ("text", "notes")
    wanted = set(sentences(made, *roles))
    if notes in (Notes.PASSAGE, Notes.SECTION):
        about = {said for note in made["notes"] if note["targets"] for said in note["segments"]}
        wanted |= {one for one in sentences(made, "asides") if one[2] in about}
        wanted -= {one for one in wanted if one[2] == "h-empty-0"}  # a heading over notes that are all read elsewhere
    assert [name for section, start, name in sorted(wanted) if (section, start) not in found] == []


@pytest.mark.parametrize("made", TIMELINES.values(), ids=TIMELINES)
def test_the_text_alone_is_every_sample_of_its_sections_in_order(made: Timeline) -> None:
    """Pauses and announcements are part of the reading: nothing is cut out between two stretches."""
    of_text = [at for at, section in enumerate(made["sections"]) if section["role"] == "text"]
    whole = [(at, sample) for at in of_text for sample in range(made["sections"][at]["samples"])]
    assert sounds(heard(course(made), ALL, Notes.SILENT)) == whole


@pytest.mark.parametrize(("made", "layers", "notes"), CHOICES)
def test_a_layer_that_is_off_takes_its_own_stretches_and_no_others(
    made: Timeline, layers: frozenset[Layer], notes: Notes
) -> None:
    """Switching the letter off moves nothing else."""
    whole = heard(course(made), ALL, notes)
    assert heard(course(made), layers, notes) == tuple(one for one in whole if one.layer in layers)


@pytest.mark.parametrize("notes", [Notes.PASSAGE, Notes.SECTION])
@pytest.mark.parametrize("name", ["plain", "study", "among"])  # in a circle, each is before the other
def test_a_note_comes_after_everything_it_is_about(name: str, notes: Notes) -> None:
    """An answer before its question is no answer."""
    made = TIMELINES[name]
    order = {place: at for at, place in enumerate(sounds(heard(course(made), ALL, notes)))}
    where = {said: (section, start) for section, start, said in sentences(made, "text", "notes", "asides")}
    moved = {one.note for one in heard(course(made), ALL, notes)}
    for note in made["notes"]:
        if note["id"] in moved:
            first = order[where[note["segments"][0]]]
            about = [order[where[said]] for target in note["targets"] for said in target["segments"]]
            assert max(about) < first, note["id"]


def test_a_note_is_read_behind_its_passage_or_behind_its_section() -> None:
    """What the two places are, on one guide."""

    def said(notes: Notes) -> list[str]:
        found = heard(course(STUDY), ALL, notes)
        names = {place[:2]: place[2] for place in sentences(STUDY, "text", "notes", "asides")}
        return [names[place] for place in sounds(found) if place in names]

    text = ["h-text-0", "one-0", "one-1"], ["dear-0", "verse-0", "verse-1", "yours-0"], ["two-0"]
    on_one, on_two, on_letter = ["on-one-0", "on-one-1"], ["foot-0", "toe-0"], ["on-letter-0"]
    free, more = ["h-notes-0", "free-0"], ["h-more-0", "three-0", "on-both-0"]
    assert said(Notes.PASSAGE) == [*text[0], *on_one, *text[1], *on_letter, *text[2], *on_two, *free, *more]
    assert said(Notes.SECTION) == [*text[0], *text[1], *text[2], *on_one, *on_letter, *on_two, *free, *more]
    assert said(Notes.SILENT) == [*text[0], *text[1], *text[2], "h-more-0", "three-0"]


def test_a_letter_is_its_passages_and_what_announces_it() -> None:
    """Who leaves the letter out hears no "The letter begins" either."""
    letters = sounds(heard(course(STUDY), {Layer.LETTER}))
    section = STUDY["sections"][0]
    begin, end = section["announcements"]
    two = next(block for block in section["blocks"] if block["id"] == "two")
    assert letters == [(0, sample) for sample in range(begin["start"], two["segments"][0]["start"])]
    assert end["end"] < two["segments"][0]["start"]


def test_the_player_keeps_the_same_rule(page: Page) -> None:
    """What is read where is the same in the app, in a page from disk and in a file: all of them pick by this rule."""

    def module(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name.endswith(".js"):
            route.fulfill(body=(MODULES / name).read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>The course</title>", content_type="text/html")

    page.route("http://course.test/**", module)
    page.goto("http://course.test/")
    for made in TIMELINES.values():
        stretches = course(made)
        given = [{"layer": one.layer, "when": one.when} for one in stretches]
        choices = [
            {"layers": {layer: layer in layers for layer in Layer if layer != Layer.NOTES}, "notes": notes}
            for layers, notes in product(LAYERS, Notes)
        ]
        picked = page.evaluate(
            """async ([stretches, choices]) => {
                const { isHeard } = await import("/course.js");
                return choices.map((choice) => stretches.map((one) => Boolean(isHeard(one, choice))));
            }""",
            [json.loads(json.dumps(given)), json.loads(json.dumps(choices))],
        )
        # In the player the notes are switched off by hearing them silently.
        for (layers, notes), heard_there in zip(product(LAYERS, Notes), picked, strict=True):
            here = heard(stretches, {*layers, Layer.NOTES}, notes)
            assert [one for one, is_heard in zip(stretches, heard_there, strict=True) if is_heard] == list(here)

"""Subtitles: what is shown is what is said, when it is said, and others can read it."""

import json
import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import imageio_ffmpeg  # type: ignore[import-untyped]  # it has no type hints
import pytest
from playwright.sync_api import Page

from companion.errors import StoreError
from companion.exports import captions, phrasing, subtitles
from companion.exports.captions import Cue
from companion.exports.made import Request
from companion.exports.strung import Run, strung
from companion.narration import clock, document, encoding
from companion.narration.document import Timeline
from companion.narration.store import Workspace
from tests.exports import tools

PARSE = """
const { WebVTTParser } = require(process.argv[2]);
const fs = require("fs");
const read = (path) => new WebVTTParser().parse(fs.readFileSync(path, "utf8"), path.includes(".notes.") ? "metadata"
  : path.includes(".chapters.") ? "chapters" : "captions");
console.log(JSON.stringify(process.argv.slice(3).map((path) => {
  const { cues, errors } = read(path);
  return { errors, cues: cues.map(({ id, startTime, endTime, text }) => ({ id, startTime, endTime, text })) };
})));
"""
READ = """async (text) => {
  const track = document.createElement("track");
  track.kind = "captions";
  const video = document.createElement("video");
  video.append(track);
  document.body.append(video);
  const read = new Promise((good, bad) => { track.onload = good; track.onerror = bad; });
  track.track.mode = "showing";
  track.src = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
  await read;
  return [...track.track.cues].map((cue) => [cue.id, cue.startTime, cue.endTime, cue.getCueAsHTML().textContent]);
}"""
BLOCK = re.compile(r"(?P<id>[^\n]+)\n(?P<start>[\d:.,]+) --> (?P<end>[\d:.,]+)\n(?P<text>.+)", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module", params=["lantern", "her-part-5"])
def guide(request: pytest.FixtureRequest) -> tuple[Workspace, str]:
    name = str(request.param)
    return request.getfixturevalue("lantern" if name == "lantern" else "bundled"), name


@pytest.fixture(scope="module")
def timeline(guide: tuple[Workspace, str]) -> Timeline:
    (path,) = guide[0].narrations(guide[1]).glob("*/timeline.json")
    return document.read(path)


@pytest.fixture(scope="module")
def webvtt(guide: tuple[Workspace, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("subtitles") / "vtt"
    return subtitles.export_vtt(Request(*guide, out=out)).path


@pytest.fixture(scope="module")
def subrip(guide: tuple[Workspace, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("subtitles") / "srt"
    return subtitles.export_srt(Request(*guide, out=out)).path


def milliseconds(stamp: str) -> int:
    hours, minutes, seconds = stamp.replace(",", ".").split(":")
    return round(1000 * (3600 * int(hours) + 60 * int(minutes) + float(seconds)))


def parsed(path: Path) -> list[tuple[str, int, int, str]]:
    """Id, start and end (ms), text with its tags: by the simplest reader that there can be."""
    blocks = path.read_text("utf-8").removeprefix("WEBVTT\n\n").rstrip("\n").split("\n\n")
    found = [match for block in blocks if not block.startswith("NOTE ") and (match := BLOCK.fullmatch(block))]
    assert len(found) == sum(not block.startswith("NOTE ") for block in blocks)
    return [(one["id"], milliseconds(one["start"]), milliseconds(one["end"]), one["text"]) for one in found]


def plain(text: str) -> str:
    return TAG.sub("", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def said(timeline: Timeline) -> Iterator[tuple[Run, document.Block, document.Segment]]:
    """Every sentence in the order of the reading."""
    for run in strung(timeline, "end"):
        for block in timeline["sections"][run.section]["blocks"]:
            for one in block["segments"]:
                if one["words"]:
                    yield run, block, one


def test_the_parser_of_the_w3c_has_nothing_to_say(webvtt: Path, tmp_path: Path) -> None:
    """It is the strict one: ffmpeg and browsers let through what it does not."""
    module = tools.node_module("webvtt-parser")
    script = tmp_path / "parse.cjs"
    script.write_text(PARSE, "utf-8")
    files = sorted(webvtt.glob("*.vtt"))
    done = subprocess.run(["node", script, module, *files], capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(found) == len(files) > 3
    assert {path.name: one["errors"] for path, one in zip(files, found, strict=True) if one["errors"]} == {}
    for path, one in zip(files, found, strict=True):
        read = [(cue["id"], round(1000 * cue["startTime"]), round(1000 * cue["endTime"])) for cue in one["cues"]]
        assert read == [cue[:3] for cue in parsed(path)]


def test_a_browser_reads_every_cue(webvtt: Path, page: Page) -> None:
    """A track that a browser cuts short is found out only by whoever watches to the end."""
    page.goto("about:blank")
    for path in sorted(webvtt.glob("*.vtt")):
        if ".notes." in path.name:
            continue
        read = page.evaluate(READ, path.read_text("utf-8"))
        wanted = [(name, start, end, plain(text)) for name, start, end, text in parsed(path)]
        assert [(one[0], round(1000 * one[1]), round(1000 * one[2]), one[3]) for one in read] == wanted


def test_ffmpeg_reads_every_cue_of_both(guide: tuple[Workspace, str], webvtt: Path, subrip: Path) -> None:
    """It is inside most players; a STYLE block or a header makes it read none."""
    for path in (webvtt / f"{guide[1]}.vtt", subrip / f"{guide[1]}.srt"):
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-f", "srt", "-"]
        done = subprocess.run(command, capture_output=True, check=True)
        assert done.stderr == b""
        read = re.findall(r"^([\d:,]+) --> ([\d:,]+)$", done.stdout.decode(), re.MULTILINE)
        assert [tuple(map(milliseconds, one)) for one in read] == [cue[1:3] for cue in parsed(path)]


def test_the_cues_say_every_word_that_is_said(guide: tuple[Workspace, str], timeline: Timeline, webvtt: Path) -> None:
    """Cut into lines and pieces, nothing is lost and nothing added but what is announced, in brackets."""
    cues = parsed(webvtt / f"{guide[1]}.vtt")
    announced = [
        one["text"] for run in strung(timeline, "end") for one in timeline["sections"][run.section]["announcements"]
    ]
    own = [plain(text) for name, _, _, text in cues if name.endswith(("-begin", "-end"))]
    assert [" ".join(text.split()) for text in own] == [f"[{text}]" for text in announced]
    shown = [plain(text) for name, _, _, text in cues if not name.endswith(("-begin", "-end"))]
    written = [block["text"][one["from"] : one["to"]] for _, block, one in said(timeline)]
    assert " ".join(" ".join(shown).split()) == " ".join(" ".join(written).split())


def test_each_sentence_begins_and_ends_with_its_sound(
    guide: tuple[Workspace, str], timeline: Timeline, webvtt: Path
) -> None:
    """The timeline is the truth: to the millisecond that the format can hold."""
    cues = {name: (start, end) for name, start, end, _ in parsed(webvtt / f"{guide[1]}.vtt")}
    rate = timeline["rate"]
    for run, _, one in said(timeline):
        later = run.at - run.start
        parts = [cues[name] for name in (one["id"], *(f"{one['id']}.{n}" for n in range(2, 99))) if name in cues]
        assert parts[0][0] == clock.milliseconds(one["start"] + later, rate)
        assert parts[-1][1] >= clock.milliseconds(one["end"] + later, rate)
        assert all(end == start for (_, end), (start, _) in pairwise(parts))
    assert len(cues) == len(parsed(webvtt / f"{guide[1]}.vtt"))


def test_each_word_is_timed_inside_its_cue(guide: tuple[Workspace, str], timeline: Timeline, webvtt: Path) -> None:
    """WebVTT, cue text: timestamps grow and lie inside the cue. None is left out."""
    stamps: set[int] = set()
    count = 0
    for _, start, end, text in parsed(webvtt / f"{guide[1]}.vtt"):
        marks = [milliseconds(one) for one in re.findall(r"<([\d:.]+)>", text)]
        assert all(one < other for one, other in pairwise([start, *marks, end]))
        stamps |= {start, *marks}
        count += len(marks)
    rate = timeline["rate"]
    starts = [word[2] + run.at - run.start for run, _, one in said(timeline) for word in one["words"]]
    assert {clock.milliseconds(one, rate) for one in starts} <= stamps
    assert count > len(starts) / 2


def test_no_cue_is_too_wide_or_gone_too_soon_or_in_another_s_way(webvtt: Path, timeline: Timeline) -> None:
    """Two lines of 42 characters; a second at least, unless less than that is said before the next."""
    short = {one["id"] for _, _, one in said(timeline) if one["end"] - one["start"] < timeline["rate"]}
    for path in webvtt.glob("*.vtt"):
        if path.name.endswith((".chapters.vtt", ".notes.vtt")):
            continue
        cues = parsed(path)
        for name, start, end, text in cues:
            lines = plain(text).split("\n")
            assert len(lines) <= 2
            assert max(map(len, lines)) <= 42
            assert end - start >= 1000 or name in short or name.endswith(("-begin", "-end"))
        assert all(end <= start for (_, _, end, _), (_, start, _, _) in pairwise(cues))


def test_the_speaker_of_a_quotation_is_named(lantern: Workspace, tmp_path: Path) -> None:
    """So that a player can colour them, and whoever cannot hear the voices knows who speaks."""
    made = subtitles.export_vtt(Request(lantern, "lantern", out=tmp_path / "vtt"))
    cues = [TAG.sub(lambda tag: tag[0] if "v" in tag[0] else "", one[3]) for one in parsed(made.path / "lantern.vtt")]
    assert "<v Ida>“Is anybody there?”</v> she called." in cues
    assert "<v Pál>“Nobody,”</v> said the dark." in cues
    assert "<v Ida>The water goes where water goes,</v>" in cues


def test_chapters_are_the_sections_and_their_passages(webvtt: Path, timeline: Timeline) -> None:
    """Sections follow each other without a gap; a letter lies inside its section (WebVTT, chapter cues)."""
    (path,) = webvtt.glob("*.chapters.vtt")
    cues = {name: (start, end, plain(text)) for name, start, end, text in parsed(path)}
    sections = [cues[one["id"]] for one in timeline["sections"]]
    assert [title for _, _, title in sections] == [one["title"] for one in timeline["sections"]]
    assert all(end == start for (_, end, _), (start, _, _) in pairwise(sections))
    total = strung(timeline, "end")[-1].until
    assert total >= sum(one["samples"] for one in timeline["sections"])
    assert (sections[0][0], sections[-1][1]) == (0, clock.milliseconds(total, timeline["rate"]))
    for one in timeline["passages"]:
        if one["title"]:
            assert cues[one["section"]][0] <= cues[one["id"]][0] < cues[one["id"]][1] <= cues[one["section"]][1]


def test_notes_come_with_what_they_are_about(guide: tuple[Workspace, str], timeline: Timeline, webvtt: Path) -> None:
    """A program that plays the sound can show each note at its moment, and knows what it belongs to."""
    cues = parsed(webvtt / f"{guide[1]}.notes.vtt")
    captioned = {name: start for name, start, _, _ in parsed(webvtt / f"{guide[1]}.vtt")}
    notes = {note["id"]: note for note in timeline["notes"]}
    told = [json.loads(text) for _, _, _, text in cues]
    assert {one["note"] for one in told} == set(notes)
    assert len({name for name, _, _, _ in cues}) == len(cues) == sum(len(one["targets"]) for one in notes.values())
    for (_, start, end, _), one in zip(cues, told, strict=True):
        target = next(at for at in notes[one["note"]]["targets"] if at["segments"] == one["targets"])
        assert (one["block"], one["from"], one["to"]) == (target["block"], target["from"], target["to"])
        assert captioned[one["targets"][0]] <= start < end
        assert one["text"]
        assert one.get("prompt") == notes[one["note"]].get("prompt")


def test_subrip_says_the_same_without_tags(guide: tuple[Workspace, str], webvtt: Path, subrip: Path) -> None:
    """For televisions and players that know nothing else: numbered from 1, the same lines at the same times."""
    for path in sorted(subrip.glob("*.srt")):
        numbered = parsed(path)
        assert [int(one[0]) for one in numbered] == list(range(1, len(numbered) + 1))
        wanted = parsed(webvtt / path.with_suffix(".vtt").name)
        assert [one[1:] for one in numbered] == [(start, end, plain(text)) for _, start, end, text in wanted]


@pytest.mark.parametrize(
    "text",
    ["Some <i>x</i> text", "a < i >x</ i > b", "a <3> b <foo bar>", "x<y and z>w", r"{\an8}on top {\i1}{y:i}", "2 < 3"],
)
def test_a_tag_in_the_text_of_subrip_is_shown(text: str, tmp_path: Path) -> None:
    """A guide to HTML shows its tags; ffmpeg is inside most players, and takes them out."""
    path = tmp_path / "tag.srt"
    path.write_text(captions.srt([Cue(0, 1500, "a", text)]), "utf-8")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-f", "webvtt", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.decode().strip().split("\n")[-1].replace("\u2060", "") == text


def test_captions_lie_beside_the_sound_that_they_are_of(webvtt: Path, timeline: Timeline) -> None:
    """Players show captions of the same name; those of a section end before its sound does."""
    rate = timeline["rate"]
    for section in timeline["sections"]:
        sound = webvtt / section["audio"]
        assert len(encoding.decode(sound, rate)) == 2 * section["samples"]
        last = parsed(sound.with_suffix(".vtt"))[-1]
        assert last[2] <= clock.milliseconds(section["samples"], rate)


def test_without_notes_there_is_nothing_of_them(lantern: Workspace, tmp_path: Path) -> None:
    """Neither their sound nor their words nor their track; the clock is that of the text alone."""
    made = subtitles.export_vtt(Request(lantern, "lantern", out=tmp_path / "vtt", notes="none"))
    names = sorted(path.name for path in made.path.iterdir())
    assert not [
        name for name in names if "study" in name or "stays-open" in name or "asides" in name or "notes" in name
    ]
    text = (made.path / "lantern.vtt").read_text("utf-8")
    assert "stopped." in text
    assert "Shutting" not in text


def test_inline_notes_are_captioned_where_they_are_heard(lantern: Workspace, tmp_path: Path) -> None:
    """The whole reading has each note behind the paragraph that it is about, and loses no sentence."""
    made = {
        notes: parsed(
            subtitles.export_vtt(Request(lantern, "lantern", out=tmp_path / notes, notes=notes)).path / "lantern.vtt"
        )
        for notes in ("inline", "end")
    }
    assert {one[0] for one in made["inline"]} <= {one[0] for one in made["end"]}
    words = [plain(one[3]) for one in made["inline"]]
    assert words.index("Ida asks for nothing.") < words.index("The water goes where water goes,")
    assert words.index("The number is a joke between the two.") < words.index("The weir")


def test_the_same_guide_makes_the_same_bytes(lantern: Workspace, tmp_path: Path) -> None:
    """Today and tomorrow, in this folder and in that one."""
    for make in (subtitles.export_vtt, subtitles.export_srt):
        made = [make(Request(lantern, "lantern", out=tmp_path / f"{make.__name__}{at}")).path for at in (1, 2)]
        one, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in made)
        assert one == other


def test_a_folder_with_other_things_in_it_stays(lantern: Workspace, tmp_path: Path) -> None:
    """A folder of somebody's own subtitles is not ours to replace."""
    (tmp_path / "lantern.vtt").write_text("mine", "utf-8")
    with pytest.raises(StoreError, match="other things"):
        subtitles.export_vtt(Request(lantern, "lantern", out=tmp_path))
    assert (tmp_path / "lantern.vtt").read_text("utf-8") == "mine"


def cut(text: str, seconds: float = 0.4) -> list[list[str]]:
    """Captions of a sentence whose words last that long each, as their lines."""
    words = [
        (one.start(), one.end(), round(at * seconds * 1000), round((at + 1) * seconds * 1000), 0)
        for at, one in enumerate(re.finditer(r"\S+", text))
    ]
    made = phrasing.captions(text, 0, len(text), words, 1000, words[-1][3])
    assert [one.start for one in made] == sorted({one.start for one in made})
    return [[phrasing.shown(text, line) for line in one.lines] for one in made]


def test_lines_end_where_phrases_end() -> None:
    """A reader takes in a phrase at a glance; an article that is left behind is read twice."""
    assert cut("He follows the path in among the snowy trees, and her singing goes with him to the end.") == [
        ["He follows the path", "in among the snowy trees,"],
        ["and her singing goes with him to the end."],
    ]


def test_a_word_that_no_line_can_hold_is_broken_at_its_marks() -> None:
    """Addresses are the longest words there are. Nothing is put in where it is broken."""
    address = "https://example.org/a/very/long/path/that-goes/on-and-on/until-nobody/knows-where-it/ends"
    made = cut(f"See {address} for more.")
    assert "".join(line for one in made for line in one).replace(" ", "") == f"See{address}formore."
    assert max(len(line) for one in made for line in one) <= 42
    assert max(len(line) for one in cut("a" * 300) for line in one) == 42


def test_a_caption_never_begins_inside_a_word() -> None:
    """Nobody knows when the middle of a word is said."""
    assert len(cut("a" * 300)) == 1
    text = "one two three"
    assert phrasing.captions(text, 0, 13, [(0, 13, 0, 900, 0)], 1000, 900)[0].start == 0


def test_words_fast_or_slow_last_a_second() -> None:
    """At 600 words a minute, a caption of four words would be gone in less."""
    for seconds in (0.1, 0.2, 0.5):
        text = "Yes, no, yes, no, and yes, and no, and then, at last, after all of this, the end of it, for good."
        words = [one.start() for one in re.finditer(r"\S+", text)]
        counts = [sum(len(line.split()) for line in one) for one in cut(text, seconds)]
        assert sum(counts) == len(words)
        assert min(counts) * seconds >= 1


def test_hostile_text_stays_text() -> None:
    """Names and words with tags, arrows and ampersands in them, as WebVTT and as JSON."""
    cue = Cue(0, 1500, "a --> b", "<c>x</c> --> & y", ((12, 700),), ((0, 16, "A <b> & C"),))
    assert captions.vtt([cue]) == (
        "WEBVTT\n\na → b\n00:00:00.000 --> 00:00:01.500\n"
        "<v A &lt;b&gt; &amp; C>&lt;c&gt;x&lt;/c&gt; --&gt;<00:00:00.700> &amp; y</v>\n"
    )
    text = json.dumps({"text": "a --> b\n\n<c>\u2028"}, ensure_ascii=False)
    made = captions.metadata([Cue(0, 1500, "n", text)])
    assert made.count("-->") == 1
    assert json.loads(made.split("\n")[4]) == {"text": "a --> b\n\n<c>\u2028"}

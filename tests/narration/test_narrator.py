"""The narrator: nothing is said twice, nothing is half-written, and nothing is lost when it is killed."""

import hashlib
import json
import os
import random
import shutil
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from companion.errors import BusyError, StoreError, VoiceNotFound
from companion.guide.model import Voice
from companion.narration import encoding, store, studio
from companion.narration.store import Workspace
from companion.narration.studio import Manner
from companion.script.casting import Cast
from tests.narration.guides import FRONT, GUIDE, contents, ignored, narrated, timeline, workspace

ROOT = Path(__file__).parents[2]
ESPEAK = Manner("espeak", workers=2)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, Any]]:
    """The small guide in real voices, and its timeline."""
    where = workspace(tmp_path_factory.mktemp("spoken"))
    return where, timeline(narrated(where, ESPEAK))


def words(found: dict[str, Any]) -> list[list[int]]:
    return [
        word
        for section in found["sections"]
        for block in section["blocks"]
        for segment in block["segments"]
        for word in segment["words"]
    ]


def test_the_timeline_is_what_its_schema_says(spoken: tuple[Workspace, dict[str, Any]]) -> None:
    """Others build on it."""
    schema = json.loads((ROOT / "docs" / "timeline.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(spoken[1], schema)


def test_the_audio_is_as_long_as_the_timeline_says_and_tagged(spoken: tuple[Workspace, dict[str, Any]]) -> None:
    """Sync that drifts begins with a length that is wrong."""
    where, found = spoken
    folder = where.narration_folder("crossing", found["voice"]["id"])
    for section in found["sections"]:
        path = folder / section["audio"]
        assert len(encoding.decode(path, found["rate"])) // 2 == section["samples"]
        assert path.stat().st_size == section["bytes"]
    assert [section["role"] for section in found["sections"]] == ["text", "notes", "asides"]


def test_every_word_has_a_time_and_the_sound_is_there(spoken: tuple[Workspace, dict[str, Any]]) -> None:
    """Each word's own stretch of the decoded file is louder than the pauses around sentences."""
    where, found = spoken
    folder = where.narration_folder("crossing", found["voice"]["id"])
    for section in found["sections"]:
        sound = memoryview(encoding.decode(folder / section["audio"], found["rate"])).cast("h")
        last = 0
        for block in section["blocks"]:
            for segment in block["segments"]:
                for _, _, start, end, _ in segment["words"]:
                    assert last <= start < end <= section["samples"]
                    assert max(map(abs, sound[start:end])) > 1000
                    last = start
    quiet = [
        (one["end"], after["start"])
        for block in found["sections"][0]["blocks"]
        for one, after in zip(block["segments"], block["segments"][1:], strict=False)
    ]
    sound = memoryview(
        encoding.decode(folder.parent / folder.name / found["sections"][0]["audio"], found["rate"])
    ).cast("h")
    assert all(max(map(abs, sound[(end + start) // 2 : start - 800])) < 60 for end, start in quiet)


def test_letters_are_announced_and_notes_are_tied_to_their_words(spoken: tuple[Workspace, dict[str, Any]]) -> None:
    """Layers on one clock."""
    _, found = spoken
    text = found["sections"][0]
    assert [(one["edge"], one["text"]) for one in text["announcements"]] == [
        ("begin", "The letter to Harbin"),
        ("end", "End of the letter to Harbin"),
    ]
    (letter,) = found["passages"]
    assert text["announcements"][0]["end"] < letter["start"] < letter["end"] < text["announcements"][1]["start"]
    about = {note["id"]: note for note in found["notes"]}
    late = about["note-late"]
    assert late["section"] == "asides"
    (target,) = late["targets"]
    (segment,) = target["segments"]
    block = next(one for one in text["blocks"] if one["id"] == target["block"])
    assert block["text"][target["from"] : target["to"]] == "The ferry left in 1972, late as ever."
    assert target["start"] == next(one["start"] for one in block["segments"] if one["id"] == segment)


def test_words_said_as_several_light_as_one(spoken: tuple[Workspace, dict[str, Any]]) -> None:
    """1972 is four words by ear and one by eye."""
    block = spoken[1]["sections"][0]["blocks"][1]
    shown = [block["text"][word[0] : word[1]] for segment in block["segments"] for word in segment["words"]]
    assert shown[:8] == ["The", "ferry", "left", "in", "1972,", "late", "as", "ever."]


def test_the_number_of_workers_changes_no_byte(tmp_path: Path) -> None:
    """The same guide, voice and engine give the same files, in any order and on any machine."""
    made = []
    for workers in (1, 3):
        where = workspace(tmp_path / str(workers))
        narrated(where, Manner("espeak", workers=workers))
        made.append(contents(where.audio))
    assert made[0] == made[1]
    assert len(made[0]) == 4


def test_a_second_run_says_and_encodes_nothing(tmp_path: Path) -> None:
    """Listening again starts at once."""
    where = workspace(tmp_path)
    narrated(where)
    before = contents(where.audio)
    times = {path: path.stat().st_mtime_ns for path in where.audio.rglob("*.m4a")}
    again = narrated(where)
    assert (again.spoken, again.encoded) == (0, 0)
    assert contents(where.audio) == before
    assert {path: path.stat().st_mtime_ns for path in where.audio.rglob("*.m4a")} == times


def test_an_edited_sentence_is_said_by_itself_and_its_section_encoded_by_itself(tmp_path: Path) -> None:
    """Work is proportional to the change."""
    where = workspace(tmp_path)
    before = timeline(narrated(where))
    workspace(tmp_path, GUIDE.replace("sold tea", "sold hot tea"))
    again = narrated(where)
    assert (again.spoken, again.encoded) == (1, 1)
    after = timeline(again)
    assert after["sections"][0]["audio"] != before["sections"][0]["audio"]
    assert after["sections"][1:] == before["sections"][1:]


def test_a_lexicon_entry_says_anew_the_sentences_that_hold_it(tmp_path: Path) -> None:
    """And says how many they are."""
    where = workspace(tmp_path)
    narrated(where)
    (where.content / "crossing" / "lexicon.toml").write_text('[words]\nferry = "fairy"\n', encoding="utf-8")
    again = narrated(where)
    assert (again.spoken, again.encoded) == (1, 1)


def test_a_note_that_changes_no_sound_changes_no_sound(tmp_path: Path) -> None:
    """A new id or a mark is text about text: the timeline is new, the audio is not."""
    where = workspace(tmp_path)
    narrated(where)
    workspace(tmp_path, GUIDE.replace("On deck a man", "On deck a [man]{#man}"))
    again = narrated(where)
    assert (again.spoken, again.encoded) == (0, 0)


def test_old_audio_stays_for_whoever_is_listening_and_goes_with_the_next_run(tmp_path: Path) -> None:
    """A player that has the page open must not lose its sound in the middle of a sentence."""
    where = workspace(tmp_path)
    first = narrated(where)
    count = len(list(first.folder.glob("*.m4a")))
    for number, word in enumerate(("green", "black", "white"), 1):
        workspace(tmp_path, GUIDE.replace("sold tea", f"sold {word} tea"))
        narrated(where)
        assert len(list(first.folder.glob("*.m4a"))) == count + 1, number


def test_a_lost_or_damaged_file_is_made_again(tmp_path: Path) -> None:
    """All of audio/ can be deleted and rebuilt, any part of it too."""
    where = workspace(tmp_path)
    made = narrated(where)
    before = contents(where.audio)
    paths = sorted(made.folder.glob("*.m4a"))
    paths[0].unlink()
    paths[1].write_bytes(b"noise")
    assert narrated(where).encoded == 2
    (made.folder / "timeline.json").write_text("{", encoding="utf-8")
    narrated(where)
    shutil.rmtree(where.audio / ".cache")
    narrated(where)
    assert contents(where.audio) == before


def test_a_sentence_that_cannot_be_said_costs_only_itself(tmp_path: Path) -> None:
    """The run goes on, says which, and the next run tries again."""
    engine = "tests.narration.refusing:Refusing"
    where = workspace(tmp_path, FRONT + "A good start. A terrible middle. A good end.\n")
    made = narrated(where, Manner(engine))
    ((line, reason),) = made.unsaid
    assert line == FRONT.count("\n") + 1
    assert "terrible" in reason
    found = timeline(made)
    segments = found["sections"][0]["blocks"][0]["segments"]
    assert [bool(segment["words"]) for segment in segments] == [True, False, True]
    assert [one["segment"] for one in found["failures"]] == [segments[1]["id"]]
    assert narrated(where, Manner(engine)).unsaid


def test_a_word_that_the_engine_passes_over_is_told(tmp_path: Path) -> None:
    """Nothing is silently lost: the rest of the sentence is heard, and every run says what is missing."""
    where = workspace(tmp_path, FRONT + "A good start. A mute middle.\n")
    for _ in range(2):
        made = narrated(where, Manner("tests.narration.refusing:Refusing"))
        ((_, reason),) = made.unsaid
        assert "“mute” makes no sound" in reason
        assert len(timeline(made)["sections"][0]["blocks"][0]["segments"][1]["words"]) == 3


def test_a_heading_or_note_that_is_only_a_dash_costs_nothing(tmp_path: Path) -> None:
    """There is nothing to say in it, and that is no fault."""
    where = workspace(tmp_path, "# A title\n\nSome text.[^a]\n\n## —\n\n…\n\n[^a]: —\n")
    found = timeline(narrated(where))
    assert [(section["samples"] > 0, bool(section["audio"])) for section in found["sections"]] == [
        (True, True),
        (False, False),
        (False, False),
    ]


def test_an_unknown_voice_is_one_clear_error(tmp_path: Path) -> None:
    """And nothing is written."""
    where = workspace(tmp_path)
    with pytest.raises(VoiceNotFound, match="klingon"):
        narrated(where, Manner("espeak", Voice("klingon")))
    assert contents(where.audio) == {}


def test_a_second_run_at_once_waits_until_the_first_is_done(tmp_path: Path) -> None:
    """Two runs on one guide would write over each other."""
    where = workspace(tmp_path)
    said: list[str] = []
    waits = threading.Event()

    def waiting(who: str) -> None:
        said.append(who)
        waits.set()

    with ThreadPoolExecutor(1) as threads:
        with store.lock(where.narrations("crossing"), None, print):
            second = threads.submit(studio.narrate_guide, where, "crossing", Manner("silent"), ignored, waiting)
            assert waits.wait(30)
            assert contents(where.audio) == {}
        assert second.result(timeout=60).encoded == 3
    assert said == [f"process {os.getpid()}"]


def test_a_second_run_that_may_not_wait_says_who_is_there(tmp_path: Path) -> None:
    """And what to do."""
    where = workspace(tmp_path)
    said: list[str] = []
    folder = where.audio / "crossing"
    with store.lock(folder, None, print), pytest.raises(BusyError), store.lock(folder, 0, said.append):
        pass
    assert said
    narrated(where)


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    """Where, what, and the way out."""
    where = workspace(tmp_path)
    where.audio.write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match=r"audio.*; ") as caught:
        narrated(where)
    assert "\n" not in str(caught.value)


def begun(where: Workspace) -> int:
    """Narrate in a process that can be killed without harm to this one."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            narrated(where, Manner("silent", workers=2))
        os._exit(0)
    return child


def whole(where: Workspace) -> None:
    """Assert that whatever a reader can see is whole and fits together."""
    named = {}
    for path in where.audio.glob("*/*/timeline.json"):
        for section in json.loads(path.read_bytes())["sections"]:
            sound = path.parent / section["audio"]
            named[sound] = section["sha256"]
            assert hashlib.sha256(sound.read_bytes()).hexdigest() == section["sha256"]
    for path in where.audio.glob("*/*/*.m4a"):
        if path not in named and not path.name.startswith("."):
            assert encoding.decode(path, 22050)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork, and cannot kill as others do")
def test_killed_at_any_moment_the_next_run_goes_on_from_there(tmp_path: Path) -> None:
    """Fifty kills without warning: a reader never sees half a file, and the end is what it would have been."""
    chance = random.Random(7)
    calm = workspace(tmp_path / "calm")
    began = time.monotonic()
    narrated(calm, Manner("silent", workers=2))
    usual = time.monotonic() - began
    where = workspace(tmp_path / "killed")
    kills = finishes = 0
    while kills < 50:
        run = begun(where)
        time.sleep(chance.uniform(0, 1.2 * usual))
        finished = os.waitpid(run, os.WNOHANG)[0] == run
        if not finished:
            os.kill(run, signal.SIGKILL)
            os.waitpid(run, 0)
        whole(where)
        kills += not finished
        finishes += finished
        if finished and finishes % 2:
            shutil.rmtree(where.audio)
        elif finished:
            workspace(tmp_path / "killed", GUIDE.replace("tea", f"tea number {finishes}"))
    workspace(tmp_path / "killed")
    narrated(where)
    narrated(where)
    ours, theirs = contents(where.audio), contents(calm.audio)
    assert {name: digest for name, digest in ours.items() if name in theirs} == theirs
    assert all(name in theirs or name.endswith(".m4a") for name in ours)
    assert not list(where.audio.glob(f"*/*/{store.TEMPORARY}*"))


def test_every_voice_of_the_cast_is_as_loud_as_the_others(
    spoken: tuple[Workspace, dict[str, Any]], tmp_path: Path
) -> None:
    """-17 LUFS within one, and no peak above -1 dBTP, in the encoded file."""
    long = "The harbor was full of small boats, and every one of them had a name that somebody had loved. " * 6
    for name in ("en-us", "en-us+f3", "en-gb-x-rp+m3"):
        where = workspace(tmp_path / name.replace("+", "-"), long)
        made = narrated(where, Manner("espeak", Voice(name), single=True, workers=2))
        (path,) = made.folder.glob("*.m4a")
        measured = encoding.measure(path)
        assert abs(measured.lufs + 17) <= 1, (name, measured)
        assert measured.true_peak <= -1, (name, measured)


def test_the_studio_names_a_folder_for_each_narrator() -> None:
    """Several narrations of a guide stand beside each other."""
    where = {
        studio.folder_name(Cast({"narrator": Voice(name)}), Manner("espeak", single=single))
        for name in ("gmw/en-US", "en-us+f3", "EN-GB")
        for single in (False, True)
    }
    assert where == {
        "espeak-en-us",
        "espeak-en-us-single",
        "espeak-en-us-f3",
        "espeak-en-us-f3-single",
        "espeak-en-gb",
        "espeak-en-gb-single",
    }

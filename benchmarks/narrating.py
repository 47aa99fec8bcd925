"""What narrating costs, beside the bare engine and encoder, and beside what a tutorial writes."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks import texts
from benchmarks.processes import Cost, cost, paired
from companion.narration import studio
from companion.narration.store import Workspace
from companion.narration.studio import Manner

BUNDLED = Workspace.find().content / "her-part-5"
Row = tuple[str, str, str]  # what, figure, to reach


def rows(folder: Path) -> Iterator[Row]:
    """Every figure of narration, measured in `folder`."""
    one = _workspace(folder / "one", "word", "Yes.\n")
    start = {workers: _narrated(one, "word", workers) for workers in (1, 2)}
    floor_start = cost("floor", _job(one, "word"), one)

    bundled = folder / "bundled"
    shutil.copytree(BUNDLED, bundled / "content" / "her-part-5")
    job = _job(bundled, "her-part-5")
    ours, floor = paired(
        lambda: _narrated(bundled, "her-part-5", 1).less(start[1]),
        lambda: cost("floor", job, bundled).less(floor_start),
        runs=5,
    )
    yield "bundled guide: CPU against espeak-ng and the encoder", _ratio(ours.cpu, floor.cpu), "≤ 1.25"

    ten = _workspace(folder / "ten", "long", texts.guide(10_000))
    job = _job(ten, "long")
    ours, floor = paired(
        lambda: _narrated(ten, "long", 1).less(start[1]), lambda: cost("floor", job, ten).less(floor_start)
    )
    yield "10,000 words: the same", _ratio(ours.cpu, floor.cpu), "≤ 1.2"
    both, floor = paired(
        lambda: _narrated(ten, "long", 2).less(start[2]), lambda: cost("floor", job, ten).less(floor_start), runs=1
    )
    yield "10,000 words: wall of two workers against the one-core floor", _ratio(both.wall, floor.wall), "≤ 0.7"
    tutorial = cost("tutorial", job, ten).less(floor_start)
    yield "10,000 words: a tutorial's CPU against ours", _ratio(tutorial.cpu, ours.cpu), "≥ 3"

    hundred = _workspace(folder / "hundred", "book", texts.guide(100_000))
    whole = cost("ours", hundred, "book", 2)
    yield "100,000 words: largest process", f"{whole.peak:.0f} MB", "≤ 200 MB"
    yield "100,000 words: CPU, wall", f"{whole.cpu:.0f} s, {whole.wall:.0f} s", ""
    edited = _edited(hundred)
    yield "an edited sentence in 100,000 words: CPU against the whole", _percent(edited, whole), "≤ 3 %"
    again = cost("ours", hundred, "book", 2)
    yield "nothing edited in 100,000 words: CPU against the whole", _percent(again, whole), ""


def _workspace(folder: Path, guide: str, text: str) -> Path:
    path = folder / "content" / guide / "guide.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return folder


def _narrated(folder: Path, guide: str, workers: int) -> Cost:
    """Narrated from nothing."""
    shutil.rmtree(folder / "audio", ignore_errors=True)
    return cost("ours", folder, guide, workers)


def _job(folder: Path, guide: str) -> Path:
    """What Companion says of a guide, as a list that the floor can speak."""
    said, _ = studio.write_script(studio.read(Workspace(folder / "content", folder / "audio"), guide), Manner())
    sections = [
        [
            {
                "text": " ".join(word.text for word in one.words),
                "voice": one.voice.name,
                "rate": one.voice.rate,
                "pitch": one.voice.pitch,
                "pause": one.pause,
            }
            for one in section.utterances
        ]
        for section in said.sections
    ]
    path = folder / f"{guide}.json"
    path.write_text(json.dumps(sections), encoding="utf-8")
    return path


def _edited(folder: Path) -> Cost:
    path = folder / "content" / "book" / "guide.md"
    text = path.read_text(encoding="utf-8")
    middle = text.index(" the ", len(text) // 2)
    path.write_text(text[:middle] + " the one and only" + text[middle + 4 :], encoding="utf-8")
    return cost("ours", folder, "book", 2)


def _ratio(ours: float, other: float) -> str:
    return f"{ours / other:.2f} ({ours:.2f} s / {other:.2f} s)"


def _percent(part: Cost, whole: Cost) -> str:
    return f"{100 * part.cpu / whole.cpu:.1f} % ({part.cpu:.1f} s / {whole.cpu:.1f} s)"

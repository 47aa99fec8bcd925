"""What an export costs and weighs: every format of the bundled guide, and of 100,000 words."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks import texts
from benchmarks.processes import cost
from companion.exports import FORMATS, Request, default_name, export
from companion.narration import studio
from companion.narration.narrator import Progress
from companion.narration.store import Workspace
from companion.narration.studio import Manner

BUNDLED = "her-part-5"
ROOT = Path(__file__).parents[1]
Row = tuple[str, str, str]  # what, figure, to reach
_OF_ALL = ("m4b", "mp3", "audiobook", "daisy", "epub", "vtt", "web")  # of a long guide: what holds its sound


def rows(folder: Path) -> Iterator[Row]:
    """The figures of every format, made in `folder`."""
    short = Workspace(ROOT / "content", folder / "audio")
    studio.narrate_guide(short, BUNDLED, Manner(), _ignored, print)
    start = cost("exporting", short.content, short.audio, BUNDLED, "", folder / "nothing")
    for name in FORMATS:
        out = folder / default_name(BUNDLED, name)
        found = cost("exporting", short.content, short.audio, BUNDLED, name, out).less(start)
        yield f"bundled guide: {name}: CPU, size", f"{found.cpu:.1f} s, {_megabytes(out):.1f} MB", "≤ 3 s"
    small = folder / "small.epub"
    found = cost("exporting", short.content, short.audio, BUNDLED, "small", small).less(start)
    yield "bundled guide: epub --small: CPU, size", f"{found.cpu:.1f} s, {_megabytes(small):.1f} MB", "≤ 3 s, < 3 MB"
    path = folder / "content" / "book" / "guide.md"
    path.parent.mkdir(parents=True)
    path.write_text(texts.guide(100_000), encoding="utf-8")
    long = Workspace(folder / "content", folder / "audio")
    studio.narrate_guide(long, "book", Manner(), _ignored, print)
    for name in _OF_ALL:
        out = folder / default_name("book", name)
        found = cost("exporting", long.content, long.audio, "book", name, out)
        figure = f"{found.wall:.0f} s, {found.peak:.0f} MB, {_megabytes(out):.0f} MB written"
        yield f"100,000 words: {name}: wall, largest process", figure, "≤ 60 s, ≤ 300 MB"


def main(content: str, audio: str, guide: str, to: str, out: str) -> None:
    """Export once, in a process of its own; nothing for no format."""
    request = Request(Workspace(Path(content), Path(audio)), guide, out=Path(out), small=to == "small")
    if to:
        export(request, "epub" if to == "small" else to)


def _megabytes(path: Path) -> float:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files) / 1e6


def _ignored(_: Progress) -> None:
    """Nobody looks."""

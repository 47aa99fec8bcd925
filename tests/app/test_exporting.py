"""Exports in the background: in order, stopped, forgotten, and what is told when one cannot be made."""

import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from companion.app import exporting
from companion.app.exporting import Making, Makings, Wish
from companion.app.formats import KINDS
from companion.app.jobs import Stage
from companion.errors import StoreError
from companion.exports import FORMATS, Made, Request
from companion.narration.store import Workspace

Format = Callable[[Request], Made]


def letters(request: Request) -> Made:
    """A file of one line."""
    assert request.out is not None
    request.out.write_text(f"{request.guide} {request.notes}\n", "utf-8")
    return Made(request.out, 0)


def folder(request: Request) -> Made:
    """A folder with a folder in it."""
    assert request.out is not None
    (request.out / "inner").mkdir(parents=True)
    (request.out / "inner" / "b.txt").write_text("b", "utf-8")
    (request.out / "a.txt").write_text("a", "utf-8")
    return Made(request.out, 0, ("one voice",), "; open a.txt in it")


class Gate:
    """A format that waits until it is let go on, and then looks whether it shall."""

    def __init__(self) -> None:
        self.begun, self.open = threading.Event(), threading.Event()

    def __call__(self, request: Request) -> Made:
        self.begun.set()
        assert self.open.wait(30)
        request.progress(0.5)
        return letters(request)


def full(request: Request) -> Made:
    raise StoreError(f"{request.out}: disk full; free some space and run it again")


def faulty(request: Request) -> Made:
    raise ZeroDivisionError("a line\nand another")


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def makings(tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> Iterator[Makings]:
    formats: Mapping[str, Format] = {"epub": letters, "web": folder, "gate": gate, "full": full, "faulty": faulty}
    monkeypatch.setattr("companion.exports.FORMATS", formats)
    exporting._kept.cache_clear()
    made = Makings()
    yield made
    gate.open.set()
    made.close()
    exporting._kept.cache_clear()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    where = Workspace(tmp_path / "content", tmp_path / "audio")
    where.guide_path("gulls").parent.mkdir(parents=True)
    where.guide_path("gulls").write_text("# Gulls\n\nOne gull.\n", "utf-8")
    return where


def wish(to: str, **choices: str) -> Wish:
    return Wish("gulls", to, None, **choices)  # type: ignore[arg-type]


def ended(makings: Makings) -> dict[str, Making]:
    """The makings, by their formats, once none is under way."""
    worker = makings._worker
    if worker is not None:
        worker.join(30)
    found = {one.wish.to: one for one in makings.of("gulls")}
    assert not any(one.active for one in found.values())
    return found


def test_a_file_stays_a_file_and_a_folder_becomes_a_zip_file_that_unpacks_to_it(
    makings: Makings, workspace: Workspace
) -> None:
    """A browser downloads one file."""
    makings.start(workspace, wish("epub"), wish("web"))
    found = ended(makings)
    assert [(one.path.name, one.size) for one in found["epub"].files] == [("gulls.epub", len("gulls end\n"))]
    (packed,) = found["web"].files
    assert (packed.path.name, packed.size) == ("gulls-web.zip", packed.path.stat().st_size)
    with ZipFile(packed.path) as file:
        assert file.namelist() == ["gulls-web/a.txt", "gulls-web/inner/b.txt"]
    assert (found["web"].left_out, found["web"].hint) == (("one voice",), "; open a.txt in it")
    assert makings.file(found["web"].key, "gulls-web.zip") == packed.path
    assert makings.file(found["epub"].key, "gulls-web.zip") is None
    assert [path.name for path in packed.path.parent.iterdir()] == ["gulls-web.zip"]


def test_what_is_there_is_not_made_again_until_the_guide_changes(makings: Makings, workspace: Workspace) -> None:
    """A class asks for the same book; whoever corrects the guide gets another one."""
    makings.start(workspace, wish("epub"))
    (first,) = ended(makings).values()
    made = first.files[0].path.stat().st_mtime_ns
    makings.start(workspace, wish("web"), wish("epub"))
    assert ended(makings)["epub"] == first
    assert [one.wish.to for one in makings.of("gulls")] == ["web", "epub"]  # what was asked for, as it was
    assert first.files[0].path.stat().st_mtime_ns == made
    workspace.guide_path("gulls").write_text("# Gulls\n\nTwo gulls, and more of them.\n", "utf-8")
    makings.start(workspace, wish("epub"))
    ended(makings)
    assert [one.wish.to for one in makings.of("gulls")] == ["epub", "web", "epub"]


def test_another_choice_is_another_file(makings: Makings, workspace: Workspace) -> None:
    """Nobody may get the notes that somebody else asked for."""
    makings.start(workspace, wish("epub"), wish("epub", notes="none"))
    ended(makings)
    assert [one.files[0].path.read_text("utf-8") for one in makings.of("gulls")] == ["gulls end\n", "gulls none\n"]


def test_one_is_made_at_a_time_and_either_can_be_stopped(makings: Makings, workspace: Workspace, gate: Gate) -> None:
    """What waits is stopped at once, what is being made where its format looks up; nothing of it stays."""
    makings.start(workspace, wish("gate"), wish("epub"), wish("web"))
    assert gate.begun.wait(30)
    stages = {one.wish.to: one.stage for one in makings.of("gulls")}
    assert stages == {"gate": Stage.RUNNING, "epub": Stage.QUEUED, "web": Stage.QUEUED}
    keys = {one.wish.to: one.key for one in makings.of("gulls")}
    makings.stop(keys["epub"])
    makings.stop(keys["gate"])
    stages = {one.wish.to: one.stage for one in makings.of("gulls")}
    assert stages == {"gate": Stage.STOPPING, "epub": Stage.STOPPED, "web": Stage.QUEUED}
    gate.open.set()
    assert {to: one.stage for to, one in ended(makings).items()} == {
        "gate": Stage.STOPPED,
        "epub": Stage.STOPPED,
        "web": Stage.DONE,
    }
    assert [path.name for path in exporting._folder().iterdir()] == [keys["web"]]
    makings.start(workspace, wish("gate"))
    assert ended(makings)["gate"].stage is Stage.DONE


def test_what_goes_wrong_is_one_line_and_the_next_one_is_made(makings: Makings, workspace: Workspace) -> None:
    """Nobody is told of our folders, and a fault of ours leaves nothing that never ends."""
    makings.start(workspace, wish("full"), wish("faulty"), wish("epub"))
    found = ended(makings)
    assert found["full"].told == "gulls-full: disk full; free some space and run it again"
    told = found["faulty"].told
    assert told == "a fault in Companion: ZeroDivisionError: a line and another; run 'companion export gulls'"
    assert found["epub"].stage is Stage.DONE
    assert [path.name for path in exporting._folder().iterdir()] == [found["epub"].key]


def test_the_oldest_are_forgotten_when_there_is_too_much(
    makings: Makings, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that runs for a term must not fill the disk; the newest stays, however large."""
    monkeypatch.setattr(exporting, "_MOST", 5)
    makings.start(workspace, wish("epub"))
    (first,) = ended(makings).values()
    assert first.files[0].size > 5
    makings.start(workspace, wish("epub", notes="none"))
    ended(makings)
    assert [one.wish.notes for one in makings.of("gulls")] == ["none"]
    assert makings.file(first.key, "gulls.epub") is None
    assert not first.files[0].path.exists()


def test_nothing_is_begun_once_the_server_ends(makings: Makings, workspace: Workspace) -> None:
    """Ctrl-C must not wait for a book."""
    makings.close()
    makings.start(workspace, wish("epub"))
    assert makings.of("gulls") == ()


def test_every_format_has_its_name_and_its_sentence() -> None:
    """People choose by what it is for."""
    assert set(FORMATS) <= set(KINDS)
    assert all(one.title and one.told for one in KINDS.values())

"""The store: what is read is whole, and what is said about it helps."""

import errno
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.errors import BusyError, StoreError
from companion.guide.model import Voice
from companion.narration import store
from companion.narration.store import Cache, Workspace

ROOT = Path(store.__file__).parents[2]


Run: TypeAlias = "subprocess.Popen[str]"
SETTING = "import sys; from pathlib import Path; from companion.narration import store\n"


@pytest.fixture
def start() -> Iterator[Callable[..., Run]]:
    """Start another run of that script with those arguments; it prints a line when it is there."""
    runs: list[Run] = []

    def begin(script: str, *arguments: object) -> Run:
        command = [sys.executable, "-c", SETTING + script, *map(str, arguments)]
        runs.append(subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        return runs[-1]

    yield begin
    for run in runs:
        run.kill()
        run.communicate()


def told(run: Run) -> str:
    """The next line that the other run prints."""
    assert run.stdout is not None
    return run.stdout.readline().strip()


def tell(run: Run) -> None:
    """Let it go on."""
    assert run.stdin is not None
    run.stdin.write("\n")
    run.stdin.flush()


def names(folder: Path) -> set[str]:
    """What is in the folder, hidden files included."""
    return {at.name for at in folder.iterdir()}


def nobody(holder: str) -> None:
    """For a lock that nobody else may hold."""
    pytest.fail(f"waited for {holder}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("mounting a small disk is not permitted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.fixture
def closed_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that this user cannot write to; root needs a stronger bolt than its mode."""
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "guide.md").write_text("old")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    bolt, open_again = (["chattr", "+i"], ["chattr", "-i"]) if root else (["chmod", "500"], ["chmod", "700"])
    if shutil.which(bolt[0]) is None or subprocess.run([*bolt, folder], capture_output=True, check=False).returncode:
        pytest.skip("no folder can be closed to this user here")
    yield folder
    subprocess.run([*open_again, folder], check=True)


def test_what_is_written_is_there(tmp_path: Path) -> None:
    """Folders are made as needed, what was there is replaced, and nothing else is left."""
    path = tmp_path / "her" / "espeak" / "timeline.json"
    for data in (b"old", b"new", b""):
        store.write(path, data)
        assert path.read_bytes() == data
    assert names(path.parent) == {"timeline.json"}


def test_a_file_made_beside_takes_its_place(tmp_path: Path) -> None:
    """Sound is written by ffmpeg under a temporary name, which must end like the real one."""
    path = tmp_path / "01.m4a"
    with store.temporary(path) as temp:
        assert (temp.parent, temp.suffix) == (tmp_path, ".m4a")
        temp.write_bytes(b"sound")
        assert not path.exists()
        store.replace_from(temp, path)
    assert path.read_bytes() == b"sound"
    assert names(tmp_path) == {"01.m4a"}


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, ValueError])
def test_an_interrupted_file_is_gone(tmp_path: Path, trouble: type[BaseException]) -> None:
    """Ctrl-C leaves what was there, and nothing else."""
    path = tmp_path / "01.m4a"
    store.write(path, b"old")

    def interrupted() -> None:
        with store.temporary(path) as temp:
            temp.write_bytes(b"half")
            raise trouble

    with pytest.raises(trouble):
        interrupted()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == {"01.m4a"}


def test_a_killed_write_is_never_half_seen(tmp_path: Path, start: Callable[..., Run]) -> None:
    """The promise of the store: killed at any moment, a reader sees all of the old or all of the new."""
    path = tmp_path / "timeline.json"
    either, chance = (b"A" * 2_000_000, b"B" * 2_000_000), random.Random(7)
    store.write(path, either[0])
    work = """
print("ready", flush=True)
input()
while True:
    for letter in (b"B", b"A"):
        store.write(Path(sys.argv[1]), letter * 2_000_000)
"""
    for run in [start(work, path) for _ in range(20)]:
        assert told(run) == "ready"
        tell(run)
        killed_at = time.monotonic() + chance.uniform(0, 0.03)
        while time.monotonic() < killed_at:
            assert path.read_bytes() in either
        run.kill()
        run.wait()
        assert path.read_bytes() in either
    with store.lock(tmp_path, 0, nobody):
        assert names(tmp_path) - {".lock", ".lock-holder"} == {"timeline.json"}


def test_what_a_killed_run_left_is_swept_below_the_lock(tmp_path: Path) -> None:
    """An hour's sound, killed and started again every day, must not fill the disk."""
    left = tmp_path / "espeak" / ".tmp-0123456789ab.m4a"
    left.parent.mkdir()
    left.write_bytes(b"half")
    (tmp_path / "espeak" / ".hidden").write_bytes(b"somebody's")
    with store.lock(tmp_path, 0, nobody):
        assert names(left.parent) == {".hidden"}


def test_what_a_killed_export_left_in_anybody_s_folder_goes_after_a_day(tmp_path: Path) -> None:
    """It may be gigabytes; what belongs to others, and what is being written now, stays."""
    old = time.time() - 90_000
    for name in (".tmp-0123456789ab", ".tmp-0123456789ab.epub", ".tmp-mine", ".tmp-ab12_xyz", "book.epub"):
        (tmp_path / name).write_text("half")
        os.utime(tmp_path / name, (old, old))
    (tmp_path / ".tmp-ba9876543210").mkdir()
    (tmp_path / ".tmp-ba9876543210" / "half").write_text("half")
    os.utime(tmp_path / ".tmp-ba9876543210", (old, old))
    (tmp_path / ".tmp-aaaaaaaaaaaa").write_text("now")
    store.sweep_left(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".tmp-aaaaaaaaaaaa", ".tmp-mine", "book.epub"]


def test_a_full_disk_keeps_what_was_there(small_disk: Path) -> None:
    """A narration that does not fit costs nothing but itself."""
    path = small_disk / "timeline.json"
    store.write(path, b"old" * 5_000)
    with pytest.raises(StoreError, match=r"timeline\.json: disk full; free some space and run it again$"):
        store.write(path, b"new" * 50_000)
    with pytest.raises(StoreError, match="disk full"):
        Cache(small_disk / "cache").put("ab12", bytes(100_000))
    assert path.read_bytes() == b"old" * 5_000
    assert names(small_disk) == {"timeline.json", "cache"}
    assert names(small_disk / "cache" / "ab") == set()


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "disk full; free some space"),  # some disks notice only now
        (errno.EDQUOT, "disk quota used up; free some space"),
        (errno.EIO, f"{os.strerror(errno.EIO)}; check the disk"),
    ],
)
def test_a_disk_that_fails_late_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, message: str
) -> None:
    """Data that is only promised to the disk does not replace data that is on it."""
    path = tmp_path / "timeline.json"
    store.write(path, b"old")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError, match=message):
        store.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == {"timeline.json"}


def test_a_closed_folder_is_named(closed_folder: Path) -> None:
    """Guides on a read-only share are common in schools."""
    for name in ("guide.md", "new.md"):
        with pytest.raises(StoreError, match=rf"{name}: permission denied; change its permissions, or choose another"):
            store.write(closed_folder / name, b"new")
    with pytest.raises(StoreError, match="permission denied"), store.lock(closed_folder, 0, nobody):
        pass
    assert (closed_folder / "guide.md").read_text() == "old"


def test_a_name_that_cannot_be_is_explained(tmp_path: Path) -> None:
    """Each message names the path and the way out."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"somebody's")
    for path, message in (
        (tmp_path / "folder", "folder: a folder has that name; move it away"),
        (tmp_path / "file" / "guide.md", "a file stands where a folder is needed; move it away"),
        (tmp_path / "file" / "her" / "guide.md", "a file stands where a folder is needed; move it away"),
        (tmp_path / ("x" * 300), "the name is too long; choose a shorter one"),
    ):
        with pytest.raises(StoreError, match=message):
            store.write(path, b"new")
    with pytest.raises(StoreError, match="a file stands"), store.lock(tmp_path / "file", 0, nobody):
        pass
    assert names(tmp_path) == {"folder", "file"}
    assert (tmp_path / "file").read_bytes() == b"somebody's"


def test_text_is_read_as_it_is(tmp_path: Path) -> None:
    """Line ends stay, so that places in the text are places in the file; a byte order mark is no text."""
    path = tmp_path / "guide.md"
    path.write_bytes(b"\xef\xbb\xbf# Tide\r\n\r\nL\xc3\xa0-bas.\n")
    assert store.read_text(path) == "# Tide\r\n\r\nLà-bas.\n"


def test_a_file_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    """In a long file people must know where to look."""
    path = tmp_path / "guide.md"
    path.write_bytes(b"# Tide\n\nL\xe0-bas.\n")
    with pytest.raises(StoreError, match=r"guide\.md:3: not UTF-8 text; save it as UTF-8"):
        store.read_text(path)


def test_a_huge_file_is_no_text(tmp_path: Path) -> None:
    """A film renamed to guide.md must not fill the memory."""
    path = tmp_path / "guide.md"
    path.touch()
    os.truncate(path, store.LARGEST_TEXT)
    assert len(store.read_text(path)) == store.LARGEST_TEXT
    os.truncate(path, store.LARGEST_TEXT + 1)
    with pytest.raises(StoreError, match="larger than 20 MB; split it"):
        store.read_text(path)


def test_a_missing_file_names_what_is_there(tmp_path: Path) -> None:
    """Most missing files are misspelled."""
    for guide in ("low-water", "the-pier", "the-sandbar", ".hidden"):
        (tmp_path / guide).mkdir()
        (tmp_path / guide / "guide.md").write_text("# Tide\n")
    for path, message in (
        (tmp_path / "the-peer" / "guide.md", "not found; did you mean the-pier?"),
        (tmp_path / "xyz" / "guide.md", f"not found; {tmp_path} has low-water, the-pier, the-sandbar"),
        (tmp_path / "the-pier" / "lexicon.toml", f"not found; {tmp_path / 'the-pier'} has guide.md"),
        (tmp_path / ".hidden" / "guide.md" / "x", "not found; did you mean guide.md?"),
    ):
        with pytest.raises(StoreError) as caught:
            store.read_text(path)
        assert str(caught.value) == f"{path}: {message}"
    (tmp_path / "the-pier" / "guide.md").unlink()
    with pytest.raises(StoreError, match="the-pier is empty"):
        store.read_text(tmp_path / "the-pier" / "guide.md")


def test_a_folder_is_no_text(tmp_path: Path) -> None:
    """`companion check content` instead of a guide."""
    with pytest.raises(StoreError, match=r"a folder has that name|permission denied"):
        store.read_text(tmp_path)


PARTS = st.recursive(
    st.none() | st.text() | st.integers() | st.binary(),
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=50)
@given(PARTS, PARTS)
def test_fingerprints_are_equal_exactly_when_the_parts_are(one: object, other: object) -> None:
    """Too equal and a changed sentence keeps its old sound; too different and nothing is ever reused."""
    assert (store.fingerprint(one) == store.fingerprint(other)) == (one == other)


@given(st.text(), st.text(min_size=1), st.text())
def test_where_the_parts_are_cut_matters(before: str, moved: str, after: str) -> None:
    """("ab", "c") and ("a", "bc") are not the same words."""
    assert store.fingerprint(before + moved, after) != store.fingerprint(before, moved + after)


def test_fingerprints_tell_kinds_apart() -> None:
    """A number, its digits, its bytes, nothing, and the word for nothing are five things."""

    @dataclass(frozen=True)
    class Sound:
        name: str
        rate: int = 170
        pitch: int = 50

    parts = (
        1,
        "1",
        b"1",
        None,
        "null",
        "",
        (),
        ("",),
        ((),),
        Voice("a"),
        Sound("a"),
        Voice("a", 50, 170),
        {"name": "a"},
    )
    assert len({store.fingerprint(part) for part in parts}) == len(parts)
    assert store.fingerprint(MappingProxyType({"b": 1, "a": 2})) == store.fingerprint({"a": 2, "b": 1})


def test_fingerprints_last() -> None:
    """A new process, or a new version, must find what the old one made."""
    assert store.fingerprint("tide", 7, None, b"\xff", ("a", ("b",)), {"x": Voice("en")}) == (
        "ee7c1cfea6bf3bf873d933220aed67ed7c8a7e8aaba14953766bfd81f8de2af5"
    )


@pytest.mark.parametrize("part", [object(), {1, 2}, Voice])
def test_what_has_no_lasting_form_has_no_fingerprint(part: object) -> None:
    """An address in memory or the order of a set would make everything stale at every run."""
    with pytest.raises(TypeError, match="has no fingerprint"):
        store.fingerprint(part)


def test_a_cache_gives_back_what_it_was_given(tmp_path: Path) -> None:
    """And nothing for what it was not."""
    cache = Cache(tmp_path / "cache")
    assert cache.get("ab12") is None
    for data in (b"sound", b"", b"other sound"):
        cache.put("ab12", data)
        assert cache.get("ab12") == data
    assert cache.get("ab13") is None


def test_a_damaged_entry_counts_as_absent(tmp_path: Path) -> None:
    """A power cut may leave it short, empty or full of zeros; then the sound is made again."""
    cache = Cache(tmp_path)
    cache.put("ab12", b"some sound")
    path = tmp_path / "ab" / "ab12"
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        assert cache.get("ab12") is None
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert cache.get("ab12") is None
    path.write_bytes(bytes(len(whole)))
    assert cache.get("ab12") is None
    path.write_bytes(whole)
    assert cache.get("ab12") == b"some sound"


def test_a_cache_keeps_what_is_asked(tmp_path: Path) -> None:
    """Sentences that were edited away, and files that a killed run left, do not pile up."""
    cache = Cache(tmp_path / "cache")
    cache.keep([])
    for key in ("ab12", "ab34", "cd56"):
        cache.put(key, key.encode())
    (tmp_path / "cache" / "ab" / ".tmp-0123456789ab").write_bytes(b"half")
    cache.keep(["ab34", "ef78"])
    assert [cache.get(key) for key in ("ab12", "ab34", "cd56")] == [None, b"ab34", None]
    assert names(tmp_path / "cache" / "ab") == {"ab34"}


def test_two_runs_share_a_cache(tmp_path: Path, start: Callable[..., Run]) -> None:
    """An entry is right or absent, even while the other run writes the same one or prunes them all."""
    work = """
cache = store.Cache(Path(sys.argv[1]))
print("ready", flush=True)
input()
for turn in range(20):
    for number in range(20):
        key = f"{number % 3:02}{number}"
        cache.put(key, key.encode() * 999)
        assert cache.get(key) in (None, key.encode() * 999)
    cache.keep([])
print("done", flush=True)
"""
    runs = [start(work, tmp_path) for _ in range(2)]
    assert [told(run) for run in runs] == ["ready"] * 2
    for run in runs:
        tell(run)
    assert [told(run) for run in runs] == ["done"] * 2


def test_a_lock_lets_one_run_in_at_a_time(tmp_path: Path, start: Callable[..., Run]) -> None:
    """Two runs that count in one file would lose numbers."""
    work = """
print("ready", flush=True)
input()
path = Path(sys.argv[1], "count")
for turn in range(10):
    with store.lock(path.parent, None, lambda holder: None):
        path.write_text(str(int(path.read_text()) + 1))
print("done", flush=True)
"""
    (tmp_path / "count").write_text("0")
    runs = [start(work, tmp_path) for _ in range(2)]
    assert [told(run) for run in runs] == ["ready"] * 2
    for run in runs:
        tell(run)
    assert [told(run) for run in runs] == ["done"] * 2
    assert (tmp_path / "count").read_text() == "20"


def test_a_busy_guide_names_who_is_at_it_and_is_free_when_that_dies(tmp_path: Path, start: Callable[..., Run]) -> None:
    """People see why they wait; after a crash nobody has to delete a lock file."""
    run = start(
        "with store.lock(Path(sys.argv[1]), 0, print):\n    print('held', flush=True)\n    input()",
        tmp_path,
    )
    assert told(run) == "held"
    waited: list[str] = []
    busy = f"{tmp_path}: process {run.pid} is narrating here; wait for it, or end it"
    with pytest.raises(BusyError) as caught, store.lock(tmp_path, 0.1, waited.append):
        pass
    assert str(caught.value) == busy
    assert waited == [f"process {run.pid}"]
    run.kill()
    run.wait()
    with store.lock(tmp_path, 60, waited.append):
        assert names(tmp_path) >= {".lock"}


def test_two_threads_are_two_runs(tmp_path: Path) -> None:
    """The app narrates for two people in one process."""

    def second() -> str:
        with store.lock(tmp_path, 0, lambda holder: None):
            return "let in"

    with ThreadPoolExecutor(1) as pool:
        with store.lock(tmp_path, 0, nobody), pytest.raises(BusyError, match=f"process {os.getpid()} "):
            pool.submit(second).result()
        assert pool.submit(second).result() == "let in"


def test_a_lock_is_given_back_after_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A narration that failed can be tried again."""
    monkeypatch.setattr(FileLock, "__del__", lambda lock: None)  # a forgotten lock is not one given back
    with pytest.raises(ValueError, match="failed"), store.lock(tmp_path, 0, nobody):
        raise ValueError("failed")
    with store.lock(tmp_path, 0, nobody):
        pass


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three empty folders to be found in: here, home and sources."""
    for name in ("here", "home", "sources"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv(store.HOME, raising=False)
    monkeypatch.setattr(store, "PROJECT", tmp_path / "sources")
    return tmp_path


def test_the_workspace_nearest_to_the_person_is_found(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here first, then where the person said, then the guides that come with the sources."""
    assert Workspace.find() == Workspace(places / "here" / "content", places / "here" / "audio")
    (places / "sources" / "content").mkdir()
    assert Workspace.find().content == places / "here" / "content"
    (places / "sources" / "pyproject.toml").touch()
    assert Workspace.find().content == places / "sources" / "content"
    monkeypatch.setenv(store.HOME, str(places / "home"))
    assert Workspace.find() == Workspace(places / "home" / "content", places / "home" / "audio")
    (places / "here" / "content").mkdir()
    assert Workspace.find().content == places / "here" / "content"


def test_a_guide_is_a_folder_with_a_guide_in_it(tmp_path: Path) -> None:
    """Anything else that people keep beside them is left alone."""
    space = Workspace(tmp_path / "content", tmp_path / "audio")
    assert space.guides() == ()
    for guide in ("the-pier", "low-water"):
        store.write(space.guide_path(guide), b"# Tide\n")
    for path in ("content/.git/guide.md", "content/drafts/notes.md", "content/lexicon.toml", "content/guide.md"):
        store.write(tmp_path / path, b"")
    assert space.guides() == ("low-water", "the-pier")


def test_everything_has_its_place(tmp_path: Path) -> None:
    """The layout that the documentation promises."""
    space = Workspace(tmp_path / "content", tmp_path / "audio")
    assert space.guide_path("tide") == tmp_path / "content/tide/guide.md"
    assert space.lexicon_paths("tide") == (tmp_path / "content/lexicon.toml", tmp_path / "content/tide/lexicon.toml")
    assert space.narrations("tide") == tmp_path / "audio/tide"
    assert space.narration_folder("tide", "espeak-en-us") == tmp_path / "audio/tide/espeak-en-us"
    assert space.cache("tide", "espeak-en-us") == Cache(tmp_path / "audio/.cache/tide/espeak-en-us")


@pytest.mark.parametrize("name", ["tide", "Her, part 5", "l’été", "海", "a.b", "console", "com10", "x" * 100])
def test_an_id_may_be_any_plain_name(tmp_path: Path, name: str) -> None:
    """People name guides in their own language."""
    assert Workspace(tmp_path, tmp_path).guide_path(name) == tmp_path / name / "guide.md"


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", ".git", "a/b", "../a", "/etc", "a\\b", "C:", "a?", "a*", 'a"', "a|b", "<a>"),
        *("a\0", "a\nb", "a\x7f", "\ud800", " a", "a ", "a.", "x" * 101),
        *("con", "NUL", "Aux.txt", "com1", "LPT9.md", "com²", "CONIN$"),
    ],
)
def test_an_id_that_is_no_plain_name_is_refused(tmp_path: Path, name: str) -> None:
    """Ids come from links and from other people's files: none may lead elsewhere, or break on another system."""
    space = Workspace(tmp_path, tmp_path)
    for place in (
        space.guide_path,
        space.lexicon_paths,
        space.narrations,
        lambda guide: space.narration_folder(guide, "espeak"),
        lambda voice: space.narration_folder("tide", voice),
        lambda guide: space.cache(guide, "espeak"),
        lambda voice: space.cache("tide", voice),
    ):
        with pytest.raises(StoreError, match="cannot name a folder everywhere"):
            place(name)

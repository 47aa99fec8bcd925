"""Over real HTTP: the pack of an excerpt, made when it is asked for."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from companion.app import packs
from companion.app.packs import pack_url
from companion.app.shelf import AUDIO
from companion.errors import UsageError
from tests.app.narrated import narrate
from tests.app.served import Server
from tests.app.test_routes import Client

PACK = pack_url("paper-ferry", "espeak-en-us")
ENDS = "from=s-summary-0-1&to=s-summary-1-0"


@pytest.fixture(scope="module")
def client(server: Server) -> Client:
    return Client(server)


def test_a_pack_is_a_zip_file_with_a_name_to_keep(client: Client) -> None:
    """The link in the player downloads it."""
    answer = client.ask(f"{PACK}?{ENDS}&notes=passage")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/zip")
    assert 'filename="paper-ferry-s-summary-0-1-s-summary-1-0.zip"' in answer.headers["Content-Disposition"]
    with ZipFile(BytesIO(answer.body)) as file:
        assert file.namelist() == ["clip.m4a", "clip.mp3", "clip.vtt", "clip.srt", "page.html"]
        captions = file.read("clip.vtt").decode()
        assert "Gulls are counted" in captions
        assert "Ines counted the gulls" in captions
    assert client.ask(f"{PACK}?{ENDS}&notes=passage").body == answer.body


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("", 400, b"an excerpt has two ends; ask for ?from=ID&to=ID"),
        ("from=s-summary-0-1", 400, b"an excerpt has two ends"),
        ("from=s-summary-0-1&to=nowhere", 400, b"has the id 'nowhere'; there are"),
        (f"{ENDS}&notes=loud", 400, b"choose none or passage or section"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(client: Client, query: str, status: int, says: bytes) -> None:
    """An address may be old, or typed by hand."""
    answer = client.ask(f"{PACK}?{query}")
    assert answer.status == status
    assert says in answer.body
    assert b"\n" not in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/excerpt/nobody/espeak-en-us.zip",
        "/excerpt/torn/espeak-en-us.zip",
        "/excerpt/..%2fpaper-ferry/espeak-en-us.zip",
        "/excerpt/%2e%2e/paper-ferry.zip",
        "/excerpt/paper-ferry/..%2fespeak-en-us.zip",
    ],
)
def test_nothing_but_narrations_is_packed(client: Client, path: str) -> None:
    """What is asked for is looked up in a listing, never joined to a path unseen."""
    assert client.ask(f"{path}?{ENDS}").status in (400, 404)


def test_others_are_served_while_a_pack_is_made(client: Client) -> None:
    """Encoding takes a moment, and is done in a thread: nobody's player stops for it."""
    ends = [f"from=s-summary-{first}&to=s-summary-{last}" for first in ("0-0", "0-1", "1-0") for last in ("2-0", "2-1")]
    with ThreadPoolExecutor(6) as pool:
        making = [pool.submit(client.ask, f"{PACK}?{query}") for query in ends]
        answers = 0
        while not all(one.done() for one in making):
            assert client.ask("/_stcore/health").status == 200
            answers += 1
        assert [one.result().status for one in making] == [200] * len(ends)
    assert answers > 3 * len(ends)  # each would have waited for a pack


@pytest.fixture
def short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A narration of its own, and packs of at most one second."""
    monkeypatch.setenv(AUDIO, str(tmp_path))
    monkeypatch.setattr(packs, "LONGEST", 1)
    yield narrate(tmp_path, "paper-ferry")
    packs._kept.cache_clear()


def test_a_pack_that_would_keep_the_machine_busy_is_refused(short: Path) -> None:
    """A whole book is not an excerpt; the folder with the sound is there for that."""
    with pytest.raises(UsageError, match=r"longer than .* minutes; choose a shorter excerpt"):
        packs._made(short / "timeline.json", "s-summary-0-0", "s-summary-2-1", "none")


def test_only_the_newest_packs_are_kept(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that runs for a term must not fill the disk."""
    monkeypatch.setattr(packs, "LONGEST", 60)
    monkeypatch.setattr(packs, "_KEPT", 2)
    made = [
        packs._made(short / "timeline.json", f"s-summary-{at}-0", f"s-summary-{at}-0", "none")[0] for at in range(3)
    ]
    assert sorted(path.name for path in packs._folder().glob("*.zip")) == sorted(path.name for path in made[1:])

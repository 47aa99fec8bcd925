"""Over real HTTP: what the player fetches arrives whole, in part, or not at all, and nothing else arrives."""

import gzip
import json
import shutil
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.app.served import Server

PAYLOAD = "/narration/paper-ferry/espeak-en-us/player.json"
AUDIO = "/narration/paper-ferry/espeak-en-us/01-summary.m4a"


@dataclass
class Answer:
    status: int
    headers: Message
    body: bytes


@dataclass
class Client:
    """Sends a path as it is: nothing is tidied on the way."""

    server: Server

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = HTTPConnection(urlsplit(self.server.url).netloc, timeout=30)
        connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer


@pytest.fixture(scope="module")
def client(server: Server) -> Client:
    return Client(server)


@pytest.fixture(scope="module")
def sound(workspace: Path) -> bytes:
    return (workspace / "audio" / "paper-ferry" / "espeak-en-us" / "01-summary.m4a").read_bytes()


def test_the_payload_leads_to_its_audio(client: Client, sound: bytes) -> None:
    """The player follows the addresses it is given; they must hold."""
    answer = client.ask(PAYLOAD)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    address = json.loads(answer.body)["sections"][0]["audio"]
    heard = client.ask(address)
    assert (heard.status, heard.headers["Content-Type"], heard.body) == (200, "audio/mp4", sound)
    assert "immutable" in heard.headers["Cache-Control"]


def test_the_payload_is_sent_once(client: Client) -> None:
    """Going back to a guide costs a question, not the guide."""
    tag = client.ask(PAYLOAD).headers["ETag"]
    again = client.ask(PAYLOAD, If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    assert client.ask(PAYLOAD, If_None_Match='"other"').status == 200


def test_the_payload_is_compressed_for_those_who_can(client: Client) -> None:
    """A long guide's payload is text, and shrinks to a fraction."""
    plain, packed = client.ask(PAYLOAD), client.ask(PAYLOAD, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-0", 0, 0), ("bytes=100-299", 100, 299), ("bytes=500-", 500, -1), ("bytes=-64", -64, -1)],
)
def test_a_range_is_exactly_what_was_asked_for(client: Client, sound: bytes, asked: str, first: int, last: int) -> None:
    """A seek is a range: one byte off, and the browser hears noise or gives up."""
    answer = client.ask(AUDIO, Range=asked)
    first, last = first % len(sound), last % len(sound)
    assert answer.status == 206
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(sound)}"
    assert answer.headers["Content-Type"] == "audio/mp4"
    assert answer.body == sound[first : last + 1]


def test_a_range_past_the_end_is_refused_with_the_length(client: Client, sound: bytes) -> None:
    """The browser then asks again, within the file (RFC 9110, 15.5.17)."""
    answer = client.ask(AUDIO, Range=f"bytes={len(sound)}-")
    assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{len(sound)}")


def test_several_ranges_arrive_in_parts(client: Client, sound: bytes) -> None:
    """Download managers ask like this."""
    answer = client.ask(AUDIO, Range="bytes=0-9,100-109")
    assert answer.status == 206
    assert answer.headers["Content-Type"].startswith("multipart/byteranges")
    assert sound[:10] in answer.body
    assert sound[100:110] in answer.body


def test_the_head_alone_tells_the_length(client: Client, sound: bytes) -> None:
    """Players and podcast readers ask before they fetch."""
    answer = client.ask(AUDIO, method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert (answer.headers["Content-Length"], answer.headers["Accept-Ranges"]) == (str(len(sound)), "bytes")


def test_a_part_of_a_changed_file_is_the_whole_new_one(client: Client, sound: bytes) -> None:
    """Two halves of two narrations would not be one narration (RFC 9110, 13.1.5)."""
    tag = client.ask(AUDIO, method="HEAD").headers["ETag"]
    assert client.ask(AUDIO, Range="bytes=0-9", If_Range=tag).body == sound[:10]
    changed = client.ask(AUDIO, Range="bytes=0-9", If_Range='"older"')
    assert (changed.status, changed.body) == (200, sound)


def test_known_audio_is_not_sent_again(client: Client) -> None:
    """An address without a fingerprint is asked about each time, and answered in a line."""
    answer = client.ask(AUDIO)
    assert "no-cache" in answer.headers["Cache-Control"]
    assert client.ask(AUDIO, If_None_Match=answer.headers["ETag"]).status == 304


def test_the_wrong_fingerprint_finds_nothing(client: Client) -> None:
    """A page opened before the guide was narrated again gets no sound rather than the wrong one."""
    answer = client.ask(f"{AUDIO}?v=000000000000")
    assert answer.status == 404
    assert b"load the page again" in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/narration/paper-ferry/espeak-en-us/timeline.json",
        "/narration/paper-ferry/espeak-en-us/stray.m4a",
        "/narration/paper-ferry/espeak-en-us/../../../secret.m4a",
        "/narration/paper-ferry/espeak-en-us/..%2f..%2f..%2fsecret.m4a",
        "/narration/paper-ferry/espeak-en-us/%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.m4a",
        "/narration/paper-ferry/espeak-en-us/..%5c..%5c..%5csecret.m4a",
        "/narration/paper-ferry/espeak-en-us/%00.m4a",
        "/narration/..%2f..%2f/voice/player.json",
        "/narration/%2e%2e/audio/player.json",
        "/narration/.cache/voice/player.json",
        "/narration/nobody/espeak-en-us/player.json",
        "/narration/torn/espeak-en-us/player.json",
    ],
)
def test_nothing_but_narrations_is_served(client: Client, workspace: Path, path: str) -> None:
    """The server may be opened to a network; what lies beside the audio is not for it."""
    (workspace / "secret.m4a").write_bytes(b"not to be heard")
    (workspace / "audio" / "paper-ferry" / "espeak-en-us" / "stray.m4a").write_bytes(b"not to be heard")
    (workspace / "audio" / ".cache" / "voice").mkdir(parents=True, exist_ok=True)
    (workspace / "audio" / ".cache" / "voice" / "timeline.json").write_text("{}")
    answer = client.ask(path)
    assert answer.status in (400, 404)
    assert b"not to be heard" not in answer.body


def test_a_timeline_without_what_the_player_needs_is_a_message(client: Client, workspace: Path) -> None:
    """Half a timeline is the file's fault: it gets the file's name and the way out, not a failure of the server."""
    folder = workspace / "audio" / "hollow" / "voice"
    folder.mkdir(parents=True, exist_ok=True)
    guide = {"title": "Hollow", "language": "en"}
    timeline = {"format": "companion-timeline/1", "guide": guide, "rate": 22050, "sections": []}
    (folder / "timeline.json").write_text(json.dumps(timeline))
    answer = client.ask("/narration/hollow/voice/player.json")
    shutil.rmtree(folder.parent)
    assert answer.status == 404
    assert b"timeline.json: is damaged; run 'companion narrate hollow'" in answer.body


def test_a_page_cannot_be_opened_under_a_foreign_name(client: Client) -> None:
    """A web page elsewhere may point its own name at this machine and read along (DNS rebinding)."""
    assert client.ask(PAYLOAD, Host="elsewhere.example").status == 400
    assert client.ask(PAYLOAD, Host="localhost").status == 200


@pytest.mark.parametrize("path", ["/", "/about", PAYLOAD, AUDIO, "/narration/none/none/none.m4a", "/_stcore/health"])
def test_every_answer_tells_the_browser_what_not_to_do(client: Client, path: str) -> None:
    """One page without the rules is a way around them."""
    headers = client.ask(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert not any("http" in sources for sources in policy.values())

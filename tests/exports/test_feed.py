"""The podcast feed: what RSS 2.0, Apple and Podcasting 2.0 ask for, and that all that it names is there."""

import json
from email.utils import parsedate_to_datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from PIL import Image

from companion.errors import UsageError
from companion.exports import feed, mp3, narrated
from companion.exports.made import Request
from companion.exports.narrated import Narrated
from companion.exports.tagging import About
from companion.narration import clock
from companion.narration.store import Workspace

BASE = "https://example.org/guides/lantern & weir".replace(" ", "%20")
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


@pytest.fixture(scope="module")
def folder(lantern: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("feed") / "lantern-mp3"
    return mp3.export(Request(lantern, "lantern", out=out, feed=BASE)).path


@pytest.fixture(scope="module")
def channel(folder: Path) -> Element:
    root = ElementTree.parse(folder / feed.FEED).getroot()
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (found,) = root
    return found


@pytest.fixture(scope="module")
def found(lantern: Workspace) -> Narrated:
    return narrated.one(lantern, "lantern", None)


def text(element: Element, name: str) -> str:
    return element.findtext(name) or ""


def attribute(element: Element, name: str, key: str) -> str:
    child = element.find(name)
    assert child is not None, name
    return child.get(key) or ""


def named(folder: Path, address: str) -> Path:
    """The file that an address of the feed leads to."""
    assert address.startswith(f"{BASE}/")
    return folder / unquote(urlsplit(address).path).rpartition("/")[2]


def test_the_channel_has_what_directories_require(channel: Element, found: Narrated) -> None:
    """RSS 2.0: title, link, description. Apple: image, language, category, explicit, author."""
    guide = found.timeline["guide"]
    assert text(channel, "title") == guide["title"] == "Lantern & Weir <2>"
    assert text(channel, "link") == f"{BASE}/"
    assert guide["notice"] in text(channel, "description")
    assert "synthetic voice" in text(channel, "description")
    assert text(channel, "language") == guide["language"]
    assert text(channel, f"{ITUNES}author") == guide["author"]
    assert text(channel, f"{ITUNES}explicit") == "false"
    assert text(channel, f"{ITUNES}type") == "serial"
    assert attribute(channel, f"{ITUNES}category", "text") == "Education"
    assert text(channel, f"{PODCAST}medium") == "audiobook"
    assert attribute(channel, "{http://www.w3.org/2005/Atom}link", "href") == f"{BASE}/{feed.FEED}"


def test_the_feed_s_identity_is_its_address() -> None:
    """podcast:guid: a UUIDv5 of the address without its scheme; the example is the namespace's own."""
    example = UUID("917393e3-1b1e-5cef-ace4-edaa54e1f810")
    assert feed.identity("https://mp3s.nashownotes.com/pc20rss.xml") == example
    assert feed.identity("http://mp3s.nashownotes.com/pc20rss.xml/") == example


def test_the_cover_is_a_square_that_directories_take(folder: Path, channel: Element) -> None:
    """Apple: 1400 to 3000 pixels, as wide as high, PNG or JPEG, RGB."""
    path = named(folder, attribute(channel, f"{ITUNES}image", "href"))
    with Image.open(BytesIO(path.read_bytes())) as image:
        assert (image.format, image.width) == ("PNG", image.height)
        assert 1400 <= image.width <= 3000


def test_each_section_is_an_episode_whose_file_is_there(folder: Path, channel: Element, found: Narrated) -> None:
    """An enclosure's length is the file's, in bytes, and its type the sound's (RSS 2.0); Apple wants them in order."""
    items = channel.findall("item")
    sections = found.timeline["sections"]
    assert [text(item, "title") for item in items] == [one["title"] for one in sections]
    for number, (item, section) in enumerate(zip(items, sections, strict=True), 1):
        path = named(folder, attribute(item, "enclosure", "url"))
        assert int(attribute(item, "enclosure", "length")) == path.stat().st_size
        assert attribute(item, "enclosure", "type") == "audio/mpeg"
        assert text(item, f"{ITUNES}episode") == str(number)
        seconds = section["samples"] / found.timeline["rate"]
        assert abs(int(text(item, f"{ITUNES}duration")) - seconds) <= 0.5
    assert {one.get("isPermaLink") for one in channel.iter("guid")} == {"false"}
    identities = [one.text for one in channel.iter("guid")]
    assert len(set(identities)) == len(items)


def test_dates_are_real_and_in_the_order_of_hearing(channel: Element) -> None:
    """RFC 822 (RSS 2.0): apps sort by them."""
    dates = [parsedate_to_datetime(text(item, "pubDate")) for item in channel.findall("item")]
    assert all(one < other for one, other in pairwise(dates))
    assert parsedate_to_datetime(text(channel, "pubDate")) < dates[0]


def test_chapters_are_those_in_the_file_s_own_tags(folder: Path, channel: Element, found: Narrated) -> None:
    """JSON Chapters 1.2.0: seconds, growing, each with its title."""
    for item in channel.findall("item"):
        assert attribute(item, f"{PODCAST}chapters", "type") == "application/json+chapters"
        listed = json.loads(named(folder, attribute(item, f"{PODCAST}chapters", "url")).read_text("utf-8"))
        assert listed["version"] == "1.2.0"
        starts = [one["startTime"] for one in listed["chapters"]]
        assert starts[0] == 0
        assert starts == sorted(set(starts))
    weir = json.loads((folder / "03-the-weir.chapters.json").read_text("utf-8"))
    section = next(one for one in found.timeline["sections"] if one["id"] == "the-weir")
    letter = next(one for one in section["announcements"] if one.get("passage") == "letter")
    listed = {one["title"]: one["startTime"] for one in weir["chapters"]}
    assert listed["The letter of Ida"] == clock.milliseconds(letter["start"], found.timeline["rate"]) / 1000


def test_a_transcript_has_every_sentence_at_its_time(folder: Path, channel: Element, found: Narrated) -> None:
    """podcast:transcript: WebVTT, its cues the sentences."""
    rate = found.timeline["rate"]
    for item, section in zip(channel.findall("item"), found.timeline["sections"], strict=True):
        assert attribute(item, f"{PODCAST}transcript", "type") == "text/vtt"
        lines = named(folder, attribute(item, f"{PODCAST}transcript", "url")).read_text("utf-8").split("\n\n")
        assert lines[0] == "WEBVTT"
        for block in section["blocks"]:
            for one in block["segments"]:
                start, end = (clock.vtt(clock.milliseconds(one[edge], rate)) for edge in ("start", "end"))
                assert any(cue.startswith(f"{one['id']}\n{start} --> {end}\n") for cue in lines)


def test_the_same_feed_is_the_same_bytes(folder: Path, lantern: Workspace, tmp_path: Path) -> None:
    """And so are its identities, or every app would download everything again."""
    again = mp3.export(Request(lantern, "lantern", out=tmp_path / "again", feed=f"{BASE}/")).path
    assert {one.name: one.read_bytes() for one in again.iterdir()} == {
        one.name: one.read_bytes() for one in folder.iterdir()
    }


def test_what_no_xml_can_hold_is_replaced(found: Narrated) -> None:
    """Markup in a title is text; a control character would end the feed."""
    told = About('<b> & "\x07', "", "Somebody", "en", "synthetic voice", "\ud800 ]]> \ufffe", "2026")
    root = ElementTree.fromstring(feed.rss("https://example.org/", found.timeline, told, ()))
    assert root.findtext("channel/title") == '<b> & "\ufffd'
    assert "]]>" in (root.findtext("channel/description") or "")


@pytest.mark.parametrize(
    ("wanted", "base"),
    [
        ("https://example.org", "https://example.org/"),
        ("HTTPS://Example.org:8080/a b/".replace(" ", "%20"), "https://example.org:8080/a%20b/"),
        ("http://[2001:db8::1]/x/", "http://[2001:db8::1]/x/"),
        ("https://bücher.example/Größe", "https://xn--bcher-kva.example/Gr%C3%B6%C3%9Fe/"),
    ],
)
def test_an_address_is_written_as_networks_do(wanted: str, base: str) -> None:
    """With "/" at its end, and in ASCII."""
    assert feed.address(wanted) == base


@pytest.mark.parametrize(
    "wanted",
    [
        "example.org",
        "ftp://example.org/",
        "file:///etc/",
        "javascript:alert(1)",
        "https://",
        "https://example.org/?key=1",
        "https://example.org/#top",
        "https://somebody:secret@example.org/",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        'https://example.org/"><script>',
        "https://example.org/\n",
        "https://[::1/",
        "https://" + "a" * 70 + ".org/",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_what_cannot_be_an_address_is_refused_before_anything_is_written(
    wanted: str, lantern: Workspace, tmp_path: Path
) -> None:
    """A feed with wrong addresses is found out by its listeners."""
    with pytest.raises(UsageError, match="cannot be the address of a feed; give the address of the folder"):
        mp3.export(Request(lantern, "lantern", out=tmp_path / "x", feed=wanted))
    assert not list(tmp_path.iterdir())

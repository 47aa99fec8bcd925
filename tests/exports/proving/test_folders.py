"""Folders broken on purpose, one for each fault: captions, MP3, DAISY, the web; and packages of audiobooks."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from mutagen.id3 import ID3, TLEN

from companion.errors import StoreError, UsageError
from companion.exports import export
from companion.exports.made import Request
from companion.exports.proving import examine, prove
from companion.narration.store import Workspace
from tests.exports.proving.breaking import Break, Parts, broken, drop, judged, only, put, spoiled, swap

Case = tuple[Break, str, str]  # how it is broken, where the fault is, what is said of it
Made = Callable[[str], Path]
CHOICES = [(to, "end") for to in ("vtt", "srt", "m4b", "mp3", "audiobook", "daisy", "web")]
CHOICES += [(to, notes) for to in ("vtt", "mp3", "m4b", "daisy") for notes in ("inline", "none")]
ENDINGS = {"audiobook": "book.lpf", "m4b": "book.m4b"}


@pytest.fixture(scope="module")
def made(lantern: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The guide with every structure in a format, exported once."""
    folder, there = tmp_path_factory.mktemp("made"), dict[str, Path]()

    def make(to: str) -> Path:
        if to not in there:
            there[to] = export(Request(lantern, "lantern", out=folder / to / ENDINGS.get(to, "book")), to).path
        return there[to]

    return make


@pytest.mark.parametrize(("to", "notes"), CHOICES)
def test_what_is_exported_has_no_fault(lantern: Workspace, tmp_path: Path, to: str, notes: str) -> None:
    """The proof must not cry wolf."""
    out = tmp_path / ENDINGS.get(to, "book")
    proof = examine(export(Request(lantern, "lantern", out=out, notes=notes), to).path)
    assert proof.faults == ()
    assert proof.clips >= 5
    assert proof.length > 40_000_000
    assert proof.words > 150 or to == "m4b"


def test_the_other_audiobook_has_no_fault(made: Made) -> None:
    """Readium's package lies beside the W3C's."""
    assert prove(made("audiobook").with_suffix(".audiobook")) == ()


TALE = r"02-tale-\w+"
VTT: dict[str, Case] = {
    "overlap": (
        swap(TALE + r"\.vtt", r"--> 00:00:01\.000", "--> 00:00:02.000"),
        TALE,
        "while the one before lasts until",
    ),
    "no length": (
        swap(TALE + r"\.vtt", r"--> 00:00:01\.000\nThe <00:00:00.123>", "--> 00:00:00.000\nThe "),
        TALE,
        "not behind its begin",
    ),
    "behind the sound": (
        swap(TALE + r"\.vtt", r"--> 00:00:07\.\d+", "--> 00:00:09.000"),
        TALE,
        r"a cue ends at 00:00:09.000, its sound",
    ),
    "a word's time out of the cue": (
        swap(TALE + r"\.vtt", "<00:00:00.123>", "<00:00:01.100>"),
        TALE,
        "a word's time, 00:00:01.100, is not",
    ),
    "words' times that go back": (
        swap(TALE + r"\.vtt", "<00:00:01.581>", "<00:00:01.300>"),
        TALE,
        "a word's time, 00:00:01.300",
    ),
    "a long line": (
        swap(TALE + r"\.vtt", r"\ntale|tale\n", "tale that goes on and on, over the whole of the picture\n"),
        TALE,
        "characters, more than 42",
    ),
    "many lines": (swap(TALE + r"\.vtt", "tale\n", "tale\nof\na weir\n"), TALE, "a cue has 3 lines"),
    "no header": (swap(TALE + r"\.vtt", "WEBVTT", "VTT"), TALE, "does not begin with WEBVTT"),
    "no times": (swap(TALE + r"\.vtt", "-->", "->"), TALE, "its times cannot be read"),
    "garbage sound": (put(TALE + r"\.m4a", b"none"), TALE, "is no sound that can be decoded"),
    "one name twice": (swap(TALE + r"\.vtt", "s37daa7170ca6\n", "s02a59501daa0\n"), TALE, "two cues are called"),
}


def swapped(found: Parts) -> None:
    """The second cue stands above the first."""
    name = only(found, TALE + r"\.vtt")
    head, note, first, second, *others = found[name].decode().split("\n\n")
    found[name] = "\n\n".join((head, note, second, first, *others)).encode()


VTT["out of order"] = (swapped, TALE, "before the one that stands above it")
SRT: dict[str, Case] = {
    "overlap": (
        swap(TALE + r"\.srt", r"--> 00:00:01,000", "--> 00:00:02,000"),
        TALE,
        "while the one before lasts until",
    ),
    "no UTF-8": (put(TALE + r"\.srt", b"1\n\xff\xfe"), TALE, "is no UTF-8"),
    "a cue without a text": (swap(TALE + r"\.srt", "\nThe tale\n", "\n"), TALE, "a cue shows nothing"),
}
DAISY: dict[str, Case] = {
    "a link to nowhere": (
        swap(r"ncc\.html", r"s0002\.smil#t1", "s0002.smil#t99"),
        "ncc",
        "s0002.smil#t99 leads nowhere",
    ),
    "a clip behind its sound": (
        swap(r"s0002\.smil", r'clip-end="npt=[\d.]+s"( /></seq>\s*</par>\s*</seq>)', r'clip-end="npt=99.000s"\1'),
        "s0",
        "a clip ends at 00:01:39.000|the clips",
    ),
    "a gap": (
        swap(r"s0002\.smil", r'(clip-end="npt=)1\.280s', r"\g<1>1.100s"),
        "s0002",
        "0.18 s of a0002.mp3 before this clip",
    ),
    "a time in this file that is wrong": (
        swap(r"s0002\.smil", r'(timeInThisSmil" content=")[^"]*', r"\g<1>0:00:30"),
        "s0002",
        "ncc:timeInThisSmil says 00:00:30.000",
    ),
    "a time before this file that is wrong": (
        swap(r"s0003\.smil", r'(totalElapsedTime" content=")[^"]*', r"\g<1>0:00:30"),
        "s0003",
        "ncc:totalElapsedTime says 00:00:30.000",
    ),
    "a total that is wrong": (
        swap(r"ncc\.html", r'(totalTime" content=")[^"]*', r"\g<1>1:00:00"),
        "ncc",
        "ncc:totalTime says",
    ),
    "a missing sound": (drop(r"a0002\.mp3"), "s0002", "the sound a0002.mp3 is not there"),
    "garbage sound": (put(r"a0002\.mp3", b"none" * 99), "a0002", "is no sound that can be decoded"),
    "a text that is not there": (
        swap(r"s0002\.smil", r"content\.html#\w+", "content.html#none"),
        "s0002",
        "leads nowhere",
    ),
    "a DTD of its own": (
        swap(r"ncc\.html", r"<!DOCTYPE[^>]*>", '<!DOCTYPE html [<!ENTITY a "b">]>'),
        "ncc",
        "declares entities",
    ),
}


def length(found: Parts) -> None:
    """The first section is longer than its sound."""
    found["index.html"] = re.sub(
        rb'"samples":\s*(\d+)', lambda at: b'"samples":' + str(int(at[1]) * 2).encode(), found["index.html"], count=1
    )


WEB: dict[str, Case] = {
    "a missing sound": (drop(TALE + r"\.m4a"), "index", "the sound sound/.* is not there"),
    "garbage sound": (put(TALE + r"\.m4a", b"none"), TALE, "is no sound that can be decoded"),
    "a length that is wrong": (length, "01-start", "is said to last"),
    "no guide": (swap(r"index\.html", "data-companion>", "data-other>"), "index", "has no guide in it"),
    "a guide that is torn": (swap(r"index\.html", r"data-companion>\{", "data-companion>"), "index", "cannot be read"),
    "something from elsewhere": (
        swap(r"index\.html", "</body>", '<img src="https://elsewhere.example/a.png"></body>'),
        "index",
        "asks for https://elsewhere.example/a.png",
    ),
}


FOLDERS = {"vtt": VTT, "srt": SRT, "daisy": DAISY, "web": WEB}
ALL = [(to, name) for to, cases in FOLDERS.items() for name in cases]


@pytest.mark.parametrize(("to", "name"), ALL)
def test_a_folder_with_one_thing_wrong_has_that_fault_and_no_other(
    made: Made, tmp_path: Path, to: str, name: str
) -> None:
    """What a listener would stumble over."""
    way, where, what = FOLDERS[to][name]
    judged(prove(spoiled(made(to), tmp_path / "broken", way)), where, what)


def tag(change: Callable[[ID3], object]) -> Callable[[Path], None]:
    """Other tags in a file."""

    def way(path: Path) -> None:
        tags = ID3(path)  # type: ignore[no-untyped-call]
        change(tags)
        tags.save(path)

    return way


def first(name: str, **changed: int) -> Callable[[ID3], None]:
    """Change the first frame of that name."""

    def change(tags: ID3) -> None:
        (frame, *_) = tags.getall(name)  # type: ignore[no-untyped-call]
        for key, value in changed.items():
            setattr(frame, key, value)

    return change


def without(*names: str) -> Callable[[ID3], None]:
    """Take frames away."""

    def change(tags: ID3) -> None:
        for name in names:
            tags.delall(name)  # type: ignore[no-untyped-call]

    return change


def longer(tags: ID3) -> None:
    """It says that it is longer than it is."""
    tags.add(TLEN(text="99000"))  # type: ignore[no-untyped-call]


def more(tags: ID3) -> None:
    """A line when nothing is heard any more."""
    tags.getall("SYLT")[0].text.append(("More", 99_000))  # type: ignore[no-untyped-call]


def backwards(tags: ID3) -> None:
    """The last line first."""
    tags.getall("SYLT")[0].text.reverse()  # type: ignore[no-untyped-call]


def bare(tags: ID3) -> None:
    """Nothing is said of it."""
    tags.clear()  # type: ignore[no-untyped-call]


def garbage(path: Path) -> None:
    """No sound at all."""
    path.write_bytes(b"none" * 999)


MP3: dict[str, tuple[Callable[[Path], None], str]] = {
    "a chapter behind the end": (tag(first("CHAP", end_time=99_000)), "chapter 1 ends at 00:01:39.000"),
    "a chapter of no length": (tag(first("CHAP", end_time=0)), "chapter 1 ends at 00:00:00.000"),
    "a beginning without a chapter": (tag(first("CHAP", start_time=2_000)), "its first 2 s are in no chapter"),
    "no chapters": (tag(without("CHAP")), "has no chapters|does not list"),
    "a table of contents that is wrong": (tag(without("CTOC")), "does not list its chapters"),
    "a length that is wrong": (tag(longer), "says 99000 ms"),
    "a line behind the end": (tag(more), r"a synced line \(SYLT\) is at 00:01:39.000"),
    "lines out of order": (tag(backwards), "out of order"),
    "no narrator": (tag(without("TXXX:narrator", "TCOM")), "names no narrator"),
    "no title": (tag(without("TIT2")), "names no title"),
    "no tags": (tag(bare), "names no|has no chapters"),
    "garbage": (garbage, "is no sound that can be decoded"),
}


@pytest.mark.parametrize("name", MP3)
def test_an_mp3_with_one_thing_wrong_has_that_fault_and_no_other(made: Made, tmp_path: Path, name: str) -> None:
    """A file by itself, and in its folder."""
    folder = spoiled(made("mp3"), tmp_path / "broken")
    way, what = MP3[name]
    way(folder / "02-tale.mp3")
    judged(prove(folder), "02-tale", what)
    judged(prove(folder / "02-tale.mp3"), "^$", what)


def test_a_podcast_is_proved_with_its_transcripts(lantern: Workspace, tmp_path: Path) -> None:
    """Its own export has no fault, though a transcript's lines are long; nothing of it is looked at in their place."""
    out = tmp_path / "pod"
    export(Request(lantern, "lantern", out=out, feed="https://example.org/pod/"), "mp3")
    proof = examine(out)
    assert (proof.faults, proof.words > 150) == ((), True)
    words = out / "02-tale.vtt"
    text = words.read_text("utf-8")
    last = re.findall(r"--> (\S+)", text)[-1]
    words.write_text(text.replace(f"--> {last}", "--> 01:00:00.000"), "utf-8")
    judged(prove(out), "02-tale", r"a cue ends at 01:00:00.000, its sound 02-tale.mp3")
    words.write_text("WEBVT", "utf-8")
    judged(prove(out), "02-tale", "does not begin with WEBVTT")
    garbage(out / "02-tale.mp3")
    judged(tuple(one for one in prove(out) if "WEBVTT" not in str(one)), "02-tale", "is no sound that can be decoded")


def late(data: bytes) -> bytes:
    """The last chapter of Nero's kind begins in an hour (100 ns units)."""
    at = data.index(b"The end") - 9
    return data[:at] + (36_000_000_000).to_bytes(8) + data[at + 8 :]


M4B: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a chapter behind the end": (late, "of Nero's kind begins at 01:00:00.000|not the same"),
    "chapters of one kind": (lambda data: data.replace(b"chpl", b"free"), "has 0 chapters of Nero's kind"),
    "no narrator": (
        lambda data: (
            data.replace(b"\xa9nrt", b"\xa9xxx").replace(b"\xa9wrt", b"\xa9yyy").replace(b"NARRATOR", b"NARRATED")
        ),
        "names no narrator",
    ),
    "garbage": (lambda data: b"none" * 999, "is no sound that can be decoded"),
    "cut short": (lambda data: data[: len(data) // 2], "is no sound that can be decoded"),
}


@pytest.mark.parametrize("name", M4B)
def test_an_m4b_with_one_thing_wrong_has_that_fault_and_no_other(made: Made, tmp_path: Path, name: str) -> None:
    """Half of the players read the one kind of chapters, half the other."""
    way, what = M4B[name]
    path = tmp_path / "broken.m4b"
    path.write_bytes(way(made("m4b").read_bytes()))
    judged(prove(path), "^$", what)


def manifest(name: str, change: Callable[[dict[str, list[dict[str, object]]]], object]) -> Break:
    """Another manifest."""

    def way(found: Parts) -> None:
        value = json.loads(found[name])
        change(value)
        found[name] = json.dumps(value).encode()

    return way


LPF: dict[str, Case] = {
    "a length that is wrong": (
        manifest("publication.json", lambda found: found["readingOrder"][1].update(duration="PT99S")),
        "publication",
        "02.m4a is said to last 00:01:39.000|its duration says",
    ),
    "a total that is wrong": (
        swap(r"publication\.json", r'"duration": ?"PT[\d.]+S"', '"duration":"PT1S"'),
        "publication",
        "its duration says 00:00:01.000",
    ),
    "a fragment behind the end": (
        swap(r"02\.json", r"t=0,0\.123", "t=0,99"),
        "02.json",
        "is behind the end|overlap|while",
    ),
    "a gap": (swap(r"02\.json", r"t=0,0\.123", "t=0,0.05"), "02.json", "0.073 s of 02.m4a before this clip"),
    "a fragment of no length": (swap(r"02\.json", r"t=0,0\.123", "t=3,3"), "02.json", "is no stretch of time"),
    "a word that is not there": (swap(r"02\.json", r"#s\w+_1\"", '#none"'), "02", "leads nowhere|no clip says"),
    "a missing page": (drop(r"02\.html"), "json|html", "02.html is not there|leads nowhere"),
    "a missing sound": (drop(r"02\.m4a"), "json|html", "the sound 02.m4a is not there|is not there"),
    "garbage sound": (put(r"02\.m4a", b"none"), "02", "is no sound that can be decoded"),
    "a text that nobody says": (
        swap(r"02\.html", "</main>", "<p>Nobody said so.</p></main>"),
        "02",
        "no clip says “Nobody said so.”",
    ),
    "a chapter behind the end": (
        swap(r"index\.html", r"03\.m4a#t=[\d.]+", "03.m4a#t=999"),
        "index",
        "03.m4a#t=999 is behind the end",
    ),
    "a manifest that is no JSON": (put(r"publication\.json", b"[" * 99_999), "publication", "is no JSON"),
}


@pytest.mark.parametrize("name", LPF)
def test_an_audiobook_with_one_thing_wrong_has_that_fault_and_no_other(made: Made, tmp_path: Path, name: str) -> None:
    """Schemas see no lengths."""
    way, where, what = LPF[name]
    judged(prove(broken(made("audiobook"), tmp_path / "broken.lpf", way)), where, what)


def test_what_is_no_export_says_what_is(tmp_path: Path) -> None:
    """A wrong name, a wrong folder."""
    with pytest.raises(StoreError, match="not found"):
        prove(tmp_path / "none.epub")
    with pytest.raises(UsageError, match="is no export that can be proved"):
        prove(tmp_path)
    (tmp_path / "a.doc").write_bytes(b"")
    with pytest.raises(UsageError, match=re.escape("name a file of .epub")):
        prove(tmp_path / "a.doc")

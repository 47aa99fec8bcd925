"""How others' files are read: times in every form, no files outside, no faults of ours whatever is in them."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from companion.exports import epub, export
from companion.exports.made import Request
from companion.exports.proving import prove, times
from companion.exports.proving.fault import Refused
from companion.exports.proving.markup import parsed
from companion.exports.proving.package import Folder, resolved
from companion.exports.proving.page import styled
from companion.narration import encoding, probing
from companion.narration.store import Workspace
from tests.exports.proving.breaking import packed, parts


@pytest.mark.parametrize(
    ("value", "us"),
    [
        ("1:02:03.5", 3_723_500_000),
        ("02:03", 123_000_000),
        ("12.5s", 12_500_000),
        ("300ms", 300_000),
        ("1.5min", 90_000_000),
        ("0.25h", 900_000_000),
        ("7", 7_000_000),
        ("npt=1.280s", 1_280_000),
        ("soon", None),
        ("-1s", None),
        ("1:99", None),
        ("", None),
    ],
)
def test_a_clock_value_is_read_in_every_form_that_smil_has(value: str, us: int | None) -> None:
    """Other programs write them in other ways (SMIL 3.0, clock values)."""
    assert times.smil(value) == us


@pytest.mark.parametrize(
    ("value", "us"), [("PT1H2M3.5S", 3_723_500_000), ("PT85.632S", 85_632_000), ("PT2M", 120_000_000), ("PT", None)]
)
def test_a_duration_is_read(value: str, us: int | None) -> None:
    """ISO 8601, as audiobooks write it."""
    assert times.iso(value) == us


@pytest.mark.parametrize(
    ("reference", "path"),
    [
        ("../audio/a%20b.m4a?v=1#t=3", "EPUB/audio/a b.m4a"),
        ("#here", "EPUB/text/one.xhtml"),
        ("../../../etc/passwd", ""),
        ("/etc/passwd", ""),
        ("https://elsewhere.example/a", ""),
        ("file:///etc/passwd", ""),
        ("//[", ""),
    ],
)
def test_a_reference_never_leads_out_of_the_export(reference: str, path: str) -> None:
    """A book may name any file of the machine that proves it."""
    assert resolved("EPUB/text/one.xhtml", reference)[0] == path


def test_a_link_in_a_folder_never_leads_out_of_it(tmp_path: Path) -> None:
    """A folder may hold links to anything."""
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "inside" / "a.txt").symlink_to(tmp_path / "secret.txt")
    files = Folder(tmp_path / "inside")
    assert not files.names
    with pytest.raises(Refused):
        files.read("a.txt")


def test_entities_of_others_are_refused_and_a_bare_doctype_is_not() -> None:
    """DAISY's files name a DTD; none is ever fetched."""
    assert parsed(b'<!DOCTYPE smil PUBLIC "-//a" "http://localhost:1/a.dtd"><smil><a/></smil>', "a").name == "smil"
    with pytest.raises(Refused, match="DTD"):
        parsed(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "a")


@pytest.mark.parametrize(
    ("sheet", "there"),
    [
        (".on { color: red }", True),
        ("p .on, .off { color: red }", True),
        ("@media all { .on { color: red } }", True),
        (".on {}", False),
        (".one { color: red }", False),
        (".on-air { color: red }", False),
        ("p { color: red }", False),
    ],
)
def test_a_class_has_a_rule_or_it_has_none(sheet: str, there: bool) -> None:
    """An empty rule lights up nothing."""
    assert styled(sheet, "on") is there


def test_the_length_of_a_sound_is_what_is_heard_of_it(tmp_path: Path) -> None:
    """Neither the priming nor what the header says."""
    path = tmp_path / "a.m4a"
    take = encoding.encode_take(bytes(2 * 10 * encoding.FRAME), 22050)
    encoding.mux([take], path, encoding.Tags("", "", 1, 1, "", "en"))
    sound = probing.probe(path)
    assert (sound.codec, sound.problem) == ("aac", "")
    assert sound.length == pytest.approx(10 * encoding.FRAME * 1_000_000 / 22050, abs=1)


def test_a_playlist_is_no_sound(tmp_path: Path) -> None:
    """It could make ffmpeg read other files, or ask for addresses."""
    path = tmp_path / "a.m4a"
    path.write_text(f"ffconcat version 1.0\nfile '{tmp_path / 'other.m4a'}'\n")
    assert probing.probe(path).problem
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://localhost:1/a.ts\n#EXT-X-ENDLIST\n")
    assert probing.probe(path).problem


def test_what_is_damaged_anywhere_ends_in_faults(lantern: Workspace, tmp_path: Path) -> None:
    """No byte of a book may end in a traceback."""
    book = epub.export(Request(lantern, "lantern", out=tmp_path / "lantern.epub")).path
    good, chance = parts(book), random.Random(5)
    texts = [name for name in good if name.endswith((".opf", ".xhtml", ".smil", ".xml"))]
    for _ in range(40):
        found = dict(good)
        name = chance.choice(texts)
        data = bytearray(found[name])
        for _ in range(chance.choice((1, 3, 30))):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 20))] = bytes(
                chance.choices(b'<>"&/=#.%ab0\x00\xff', k=chance.randrange(4))
            )
        found[name] = bytes(data)
        assert all(fault.what and fault.remedy for fault in prove(packed(found, tmp_path / "other.epub")))
    whole = book.read_bytes()
    for _ in range(20):
        torn = bytearray(whole)
        for _ in range(20):
            torn[-chance.randrange(1, 3_000)] = chance.randrange(256)
        (tmp_path / "torn.epub").write_bytes(torn)
        assert all(fault.what for fault in prove(tmp_path / "torn.epub"))


def check(path: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    """What a person types."""
    command = [sys.executable, "-m", "companion", "check", "--export", str(path), *more]
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, timeout=120, check=False)


def test_the_command_line_says_that_nothing_is_wrong(lantern: Workspace, tmp_path: Path) -> None:
    """And how much was looked at."""
    book = epub.export(Request(lantern, "lantern", out=tmp_path / "lantern.epub")).path
    done = check(book)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "lantern.epub: 234 words, 212 clips, 1:25 of sound: no fault\n"


def test_the_command_line_says_each_fault_in_one_line(lantern: Workspace, tmp_path: Path) -> None:
    """Where, what, the way out; and exit code 1."""
    folder = export(Request(lantern, "lantern", out=tmp_path / "web"), "web").path
    for path in folder.rglob("*.m4a"):
        path.write_bytes(b"")
    done = check(folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 7
    assert all(line.startswith("web: sound/") and "; " in line for line in done.stderr.splitlines())


@pytest.mark.parametrize(
    ("name", "more", "code", "says"),
    [
        ("none.epub", (), 1, "none.epub: not found; name a file"),
        ("a.epub", (), 1, "a.epub: is no whole zip file: damaged or cut short; export it again"),
        ("a.txt", (), 2, "is no export that can be proved; name a file of .epub"),
        ("a.epub", ("--list",), 2, "--export proves a file by itself"),
    ],
)
def test_a_mistake_is_one_line(tmp_path: Path, name: str, more: tuple[str, ...], code: int, says: str) -> None:
    """As everywhere."""
    for one in ("a.epub", "a.txt"):
        (tmp_path / one).write_bytes(b"PK\x03\x04 and no more")
    done = check(tmp_path / name, *more)
    assert done.returncode == code
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1

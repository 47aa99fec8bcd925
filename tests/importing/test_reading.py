"""Any file becomes the same document, read in a child process that can neither write, nor hang, nor fill the memory."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from companion.errors import DocumentError
from companion.guide.model import Kind, Span, Style
from companion.importing import limits, reading, wire
from companion.importing.child import document
from companion.importing.document import Document, Format, LeftOut, Piece
from tests.importing.fixtures import AUTHOR, FIXTURES, HEAD, MARK, NOTE, TEXT, TITLE

WANTED = [(kind, text.replace(MARK, "")) for kind, text in TEXT]


@pytest.mark.parametrize("name", FIXTURES)
def test_every_format_gives_the_same_pieces(name: str) -> None:
    """One text, one guide, whatever it was saved as. What formats cannot know alike: levels of headings and styles."""
    found = reading.read_bytes(FIXTURES[name](), name)
    assert [(piece.kind, piece.text) for piece in found.pieces] == WANTED
    assert [piece.number for piece in found.pieces if piece.kind is Kind.ITEM] == ["1.", "2."]


@pytest.mark.parametrize("name", FIXTURES)
def test_every_format_keeps_the_footnote_at_its_mark(name: str) -> None:
    found = reading.read_bytes(FIXTURES[name](), name)
    ((index, (at, key)),) = [(index, mark) for index, piece in enumerate(found.pieces) for mark in piece.marks]
    assert WANTED[index][1][:at].endswith("other side.")
    assert [piece.text for piece in found.footnotes[key]] == [NOTE]


@pytest.mark.parametrize("name", ["guide.md", "guide.html", "guide.docx", "guide.epub", "guide.pdf"])
def test_formats_with_metadata_give_title_and_author(name: str) -> None:
    """Plain text has none."""
    found = document(FIXTURES[name](), name)
    assert (found.title, found.author) == (TITLE, AUTHOR)
    assert found.language == ("" if name == "guide.pdf" else "en-GB")  # reportlab writes no language


@pytest.mark.parametrize("name", FIXTURES)
def test_a_wrong_name_changes_nothing(name: str) -> None:
    """People rename files; the bytes say what they are."""
    found = document(FIXTURES[name](), "photo.jpg")
    assert [(piece.kind, piece.text) for piece in found.pieces] == WANTED


@pytest.mark.parametrize("name", ["guide.html", "guide.docx", "guide.pdf"])
def test_everything_keeps_what_stands_around_the_text(name: str) -> None:
    """Somebody may want the running heads read after all."""
    text = " ".join(piece.text for piece in document(FIXTURES[name](), name, everything=True).pieces)
    for words in {
        "guide.html": ["Other guides", "Imprint", "side.1"],
        "guide.docx": [HEAD, "[1]"],
        "guide.pdf": [HEAD, "side.1"],
    }[name]:
        assert words in text


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "guide.txt"
    path.write_bytes(FIXTURES["utf-8.txt"]())
    assert reading.read(path).format is Format.TEXT


def test_a_document_survives_the_wire() -> None:
    """What the child sends is JSON: nothing in it can run."""
    piece = Piece(Kind.ITEM, "one two", 1, "1.", (Style(Span(0, 3), "em"),), ((3, "a"),))
    whole = Document(Format.HTML, (piece,), "T", "A", "de", {"a": (piece,)}, (LeftOut("script", "x", 1),), "+++")
    assert wire.unpacked(wire.packed(whole)) == whole


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"format":"txt","pieces":[["paragraph","ab",0,"",[[0,9,"em"]],[]]],"title":"","author":"","language":"",'
        b'"footnotes":{},"left_out":[],"guide":""}',
        b'{"format":"exe","pieces":[],"title":"","author":"","language":"","footnotes":{},"left_out":[],"guide":""}',
    ],
)
def test_a_child_that_lies_is_not_believed(answer: bytes) -> None:
    """A file that takes over the reader still only gets to say a document."""
    with pytest.raises((ValueError, RecursionError)):
        wire.unpacked(answer)


@pytest.mark.parametrize(
    ("name", "what"),
    [("missing.txt", "is not there"), (".", "is a folder"), ("fifo", "no ordinary file"), ("nul\0", "cannot be")],
)
def test_what_is_no_file_is_refused_in_one_line(tmp_path: Path, name: str, what: str) -> None:
    if name == "fifo":
        if not hasattr(os, "mkfifo"):
            pytest.skip("this system has no named pipes")
        os.mkfifo(tmp_path / name)
    with pytest.raises(DocumentError, match=what) as caught:
        reading.read(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(1 << 30)
    start = time.monotonic()
    with pytest.raises(DocumentError, match=r"1,074 MB, more than 64 MB"):
        reading.read(path)
    assert time.monotonic() - start < 1


def test_a_name_cannot_command_the_terminal() -> None:
    assert reading.shown("a\x1b[2J\nb.txt") == "a?[2J?b.txt"


def _with_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str) -> None:
    """Let another program stand in for the child."""
    (tmp_path / "bad.py").write_text(body)
    original = subprocess.Popen

    def started(_: list[str], **options: object) -> object:
        return original([sys.executable, str(tmp_path / "bad.py")], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", started)


def test_a_child_that_hangs_is_killed_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The parent waits for its limit and not longer, even when a grandchild holds the pipe."""
    _with_child(
        monkeypatch,
        tmp_path,
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\ntime.sleep(60)",
    )
    monkeypatch.setattr(limits, "SECONDS", 1.0)
    start = time.monotonic()
    with pytest.raises(DocumentError, match="takes longer than 1 s"):
        reading.read_bytes(b"text", "a.txt")
    assert time.monotonic() - start < 5


def test_a_child_that_never_stops_talking_is_cut_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _with_child(monkeypatch, tmp_path, "import os\nwhile True: os.write(1, b'x' * 65536); os.write(2, b'y' * 65536)")
    monkeypatch.setattr(limits, "MOST_ANSWER", 1 << 20)
    with pytest.raises(DocumentError, match="holds more than a document may"):
        reading.read_bytes(b"text", "a.txt")


def test_a_child_that_crashes_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _with_child(monkeypatch, tmp_path, "import os\nos.abort()")
    with pytest.raises(DocumentError, match=r"a\.txt: breaks its reader"):
        reading.read_bytes(b"text", "a.txt")


_LOCKED = """
import os, sys
from companion.importing import child
child._lock()
try:
    os.write(os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY), b"x")
    print("written")
except OSError:
    print("not written")
try:
    bytearray(1 << 30)
    print("taken")
except MemoryError:
    print("not taken")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep fewer of these limits")
def test_the_child_can_neither_write_files_nor_fill_the_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOCKED, str(tmp_path / "file")], capture_output=True, text=True, check=False
    )
    assert done.stdout.split("\n")[:2] == ["not written", "not taken"]
    assert not (tmp_path / "file").exists() or not (tmp_path / "file").stat().st_size


def test_the_child_loads_no_more_than_a_text_needs() -> None:
    """Its start is what an import waits for."""
    code = "import sys; from companion.importing import child; child.document(b'A text.', 'a.txt'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"streamlit", "mammoth", "pypdfium2", "markdown_it", "selectolax", "numpy"} & set(loaded)

"""Bytes become text: every encoding that documents are saved in, and nothing invisible left in it."""

import pytest

from companion.errors import DocumentError
from companion.importing.decoding import decoded
from companion.importing.gathering import Ledger

TEXT = "“Über die Brücke,” she said – and it’s late.\nA second line in Łódź, naïve.\n"
WESTERN = TEXT.replace("Łódź", "Köln")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_read(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding), Ledger()) == TEXT


@pytest.mark.parametrize("mark", [b"\xfe\xff", b"\0\0\xfe\xff"])
def test_big_endian_text_is_read(mark: bytes) -> None:
    encoding = "utf-16-be" if len(mark) == 2 else "utf-32-be"
    assert decoded(mark + TEXT.encode(encoding), Ledger()) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_unmarked_wide_text_is_known_by_its_zero_bytes(encoding: str) -> None:
    """Notepad's "Unicode" without its mark is valid UTF-8 full of NULs."""
    assert decoded(TEXT.encode(encoding), Ledger()) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unmarked_wide_text_without_latin_letters_is_known(encoding: str) -> None:
    """Only its spaces have a zero byte."""
    text = "Лампа погасла, и никто на пристани не спросил почему. " * 4
    assert decoded(text.encode(encoding), Ledger()) == text


def test_what_is_no_utf_8_is_read_as_windows_wrote_it() -> None:
    """cp852, which statistics prefer, would ruin every curly quote."""
    assert decoded(WESTERN.encode("cp1252"), Ledger()) == WESTERN


def test_a_page_that_names_its_encoding_is_believed() -> None:
    page = '<meta charset="iso-8859-2"><p>Łódź</p>'
    assert decoded(page.encode("iso-8859-2"), Ledger()) == page


@pytest.mark.parametrize("name", ["utf-7", "zip", "idna", "no-such"])
def test_an_encoding_that_no_document_has_is_not_tried(name: str) -> None:
    assert "caf\xe9" in decoded(f'<meta charset="{name}"><p>caf\xe9</p>'.encode("cp1252"), Ledger())


def test_a_character_that_was_cut_in_two_costs_only_itself() -> None:
    """A download that broke off must not turn the whole text into cp1252."""
    ledger = Ledger()
    assert decoded(TEXT.encode() + "ü".encode()[:1], ledger) == TEXT
    assert [(one.reason, one.characters) for one in ledger.items()] == [("damaged character", 1)]


def test_line_ends_are_alike() -> None:
    assert decoded(b"a\r\nb\rc\nd", Ledger()) == "a\nb\nc\nd"


def test_what_cannot_be_seen_is_taken_out_and_counted() -> None:
    """A bidirectional control makes a reader see another text than the one that is said."""
    ledger = Ledger()
    data = f"{TEXT}a\u202eb\u202cc \0d\u200be\ufefff\u00adg \U000e0041h".encode()
    assert decoded(data, ledger) == f"{TEXT}abc defg h"
    assert {one.reason: one.characters for one in ledger.items()} == {
        "bidirectional control": 2,
        "control character": 1,
        "invisible character": 4,
    }


def test_joiners_stay_where_they_shape_the_writing() -> None:
    """Persian is misspelled without its zero-width non-joiner, and a family of emoji falls apart."""
    for text in ("می\u200cروم", "👩\u200d🚀"):
        assert decoded(text.encode(), Ledger()) == text
    assert decoded("a\u200db".encode(), Ledger()) == "ab"


def test_half_a_character_is_taken_out() -> None:
    ledger = Ledger()
    assert ledger.clean("a\ud800b") == "ab"
    assert ledger.items()[0].reason == "half a character"


def test_accents_are_written_one_way() -> None:
    assert decoded("cafe\u0301".encode(), Ledger()) == "café"


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\1\2\3\4text" * 9])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match="binary data"):
        decoded(data, Ledger())

"""PLS: a lexicon goes out as the W3C's standard has it, and comes back as it was."""

import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from companion.editing import pls as reading
from companion.editing.pls import merged, read
from companion.errors import LexiconError
from companion.exports import pls
from companion.exports.made import Request
from companion.narration.store import Workspace
from companion.script import lexicon
from companion.script.lexicon import parse
from tests.narration import guides

NS = f"{{{reading.NAMESPACE}}}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EVERYWHERE = """
[words]
Nora = "Norr-uh"
Jonze = { ipa = "dʒoʊnz" }

[speakers.Nora]
Harbin = "Harr-been"
"""
OWN = """
[words]  # of this guide
Nora = { respell = "Noorah" }
"St. Aubyn" = "Saint Orbin"
OSes = { espeak = ",oU'EsI#z" }
"Q&A <b>" = "question and answer"
"d’Arcy" = { ipa = "ˈdɑːsi" }

[speakers.Nora]
Nora = "me"

[speakers."Pál:2"]
Nora = "she"
"""
HEAD = f'<?xml version="1.0"?>\n<lexicon version="1.0" xmlns="{reading.NAMESPACE}" alphabet="ipa" xml:lang="en-US">\n'


def document(*lexemes: str) -> bytes:
    return "\n".join((HEAD, *lexemes, "</lexicon>")).encode()


def lexeme(written: str, said: str) -> str:
    return f"<lexeme><grapheme>{written}</grapheme>{said}</lexeme>"


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    """A guide with lexicons of every kind; it is not narrated."""
    where = guides.workspace(tmp_path)
    everywhere, own = where.lexicon_paths("crossing")
    everywhere.write_text(EVERYWHERE, "utf-8")
    own.write_text(OWN, "utf-8")
    return where


def faults(data: bytes) -> list[str]:
    """What PLS 1.0 forbids, by its section."""
    root = ElementTree.fromstring(data)
    found = []
    if root.tag != f"{NS}lexicon" or root.get("version") != "1.0":
        found.append("4.1: the root is <lexicon version='1.0'>")
    if not root.get("alphabet") or not root.get(LANG):
        found.append("4.1: alphabet and xml:lang are required")
    for one in root:
        parts = [part.tag.removeprefix(NS) for part in one]
        order = sorted(parts, key=["grapheme", "phoneme", "alias", "example"].index)
        if one.tag != f"{NS}lexeme" or set(one.attrib) - {"role", "{http://www.w3.org/XML/1998/namespace}id"}:
            found.append(f"4.4: {one.tag} {one.attrib}")
        if parts.count("grapheme") < 1 or not {"phoneme", "alias"} & set(parts) or parts != order:
            found.append(f"4.4: <lexeme> has {parts}")
        for part in one:
            allowed = {"phoneme": {"alphabet", "prefer"}, "alias": {"prefer"}}.get(part.tag.removeprefix(NS), set())
            if set(part.attrib) - allowed or len(part) or not (part.text or "").strip():
                found.append(f"4.5 to 4.7: {ElementTree.tostring(part)!r}")
            alphabet = part.get("alphabet", root.get("alphabet"))
            if part.tag == f"{NS}phoneme" and alphabet != "ipa" and not str(alphabet).startswith("x-"):
                found.append(f"4.1: the alphabet {alphabet}")
    return found


def test_the_lexicon_of_the_bundled_guide_is_a_file(tmp_path: Path) -> None:
    """Names with their sounds in IPA, their respellings as aliases, espeak-ng's names under a name of their own."""
    root = Path(__file__).parents[2]
    where = Workspace(root / "content", tmp_path)
    made = pls.export(Request(where, "her-part-5", out=tmp_path / "names.pls"))
    data = made.path.read_bytes()
    assert (faults(data), made.size) == ([], len(data))
    found = [
        (one[0].text, one[1].tag.removeprefix(NS), one[1].get("alphabet"), one[1].text)
        for one in ElementTree.fromstring(data)
    ]
    assert ("Joaquin", "alias", None, "wah-keen") in found
    assert ("Jonze", "phoneme", None, "dʒoʊnz") in found
    assert ("OSes", "phoneme", "x-espeak", ",oU'EsI#z") in found


def test_a_speaker_s_own_words_are_a_file_of_their_own(home: Workspace, tmp_path: Path) -> None:
    """A PLS file knows no speakers: whoever reads with several voices gives each of them its own."""
    made = pls.export(Request(home, "crossing", out=tmp_path / "out"))
    names = {path.name: path.read_bytes() for path in made.path.glob("*.pls")}
    assert sorted(names) == ["crossing-Nora.pls", "crossing-speaker 2.pls", "crossing.pls"]
    assert [faults(data) for data in names.values()] == [[], [], []]
    said = {name: dict(read(data, name).spellings) for name, data in names.items()}
    assert said["crossing-Nora.pls"] == {"Harbin": "Harr-been", "Nora": "me"}
    assert said["crossing.pls"]["Nora"] == "Noorah"  # the guide's own before that for all guides
    assert said["crossing.pls"]["Jonze"] == {"ipa": "dʒoʊnz"}
    again = pls.export(Request(home, "crossing", out=tmp_path / "out"))
    assert {path.name: path.read_bytes() for path in again.path.glob("*.pls")} == names


def test_out_and_in_is_the_same_lexicon(home: Workspace, tmp_path: Path) -> None:
    """Nothing is lost on the way to another program and back: each word is said as before."""
    folder = pls.export(Request(home, "crossing", out=tmp_path / "out")).path
    text = merged("", (folder / "crossing.pls").read_bytes(), "crossing.pls").text
    text = merged(text, (folder / "crossing-Nora.pls").read_bytes(), "nora.pls", "Nora").text
    before, after = (parse(EVERYWHERE, ""), parse(OWN, "")), parse(text, "")
    for speaker in (None, "Nora"):
        wanted = lexicon.lexicon(*before, speaker).entries
        assert lexicon.lexicon(parse("", ""), after, speaker).entries == wanted
    assert "Q&A <b>" in after.words


def test_an_empty_lexicon_is_an_empty_file(tmp_path: Path) -> None:
    """A guide needs no lexicon; a program that asks for the file still finds one."""
    where = guides.workspace(tmp_path)
    made = pls.export(Request(where, "crossing", out=tmp_path / "none.pls"))
    assert faults(made.path.read_bytes()) == []
    assert read(made.path.read_bytes(), "none.pls").spellings == {}
    assert "no entries" in made.hint


def test_a_file_of_another_maker_is_read() -> None:
    """With everything that PLS 1.0 allows: several spellings, preferred sounds, metadata, examples, other elements."""
    found = read(
        document(
            '<meta name="author" content="nobody"/>',
            '<metadata><x:about xmlns:x="urn:x"><x:phoneme>no</x:phoneme></x:about></metadata>',
            "<lexeme><grapheme>colour</grapheme><grapheme>color</grapheme><phoneme>ˈkʌlər</phoneme>"
            "<example>the <x/>colour</example></lexeme>",
            '<lexeme role="noun"><grapheme> Huff\n man </grapheme><phoneme>hʌf mən</phoneme>'
            '<phoneme prefer="true">/ˈhʌf mən/</phoneme></lexeme>',
            lexeme("W3C", "<alias>World Wide Web Consortium</alias>"),
            lexeme("Watts", f'<phoneme alphabet="{reading.ESPEAK}">w0ts</phoneme>'),
        ),
        "other.pls",
    )
    assert (found.language, found.left_out) == ("en-US", ())
    assert dict(found.spellings) == {
        "colour": {"ipa": "ˈkʌlər"},
        "color": {"ipa": "ˈkʌlər"},
        "Huff man": {"ipa": "ˈhʌf mən"},
        "W3C": "World Wide Web Consortium",
        "Watts": {"espeak": "w0ts"},
    }


def test_what_cannot_be_said_is_left_out_with_its_line() -> None:
    """The rest of somebody's file is worth having; and they learn what to mend."""
    found = read(
        document(
            lexeme("good", "<alias>fine</alias>"),
            lexeme("arpa", '<phoneme alphabet="cmu-arpabet">AA1</phoneme>'),
            lexeme("click", "<phoneme>ǃ</phoneme>"),
            lexeme("good", "<alias>well</alias>"),
            lexeme("?!", "<alias>what</alias>"),
            lexeme("two words", "<phoneme>wʌn</phoneme>"),
            "<lexeme><grapheme>nothing</grapheme></lexeme>",
            lexeme("empty", "<phoneme/>"),
            lexeme("tags", "<alias>&lt;b&gt;</alias>"),
        ),
        "other.pls",
    )
    assert dict(found.spellings) == {"good": "fine"}
    assert [problem.line for problem in found.left_out] == [5, 6, 7, 8, 9, 10, 11, 12]
    assert "cmu-arpabet" in found.left_out[0].what
    assert "'ǃ'" in found.left_out[1].what


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no XML"),
        (b"[words]\nNora = 'x'\n", "no XML"),
        (b"<lexicon/>", "no pronunciation lexicon"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "no pronunciation lexicon"),
        (HEAD.encode() + b"<lexeme>", "no XML"),
        (b'<?xml version="1.0" encoding="klingon"?><lexicon/>', "no XML"),
        (b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>', "document type"),
        (b'<!DOCTYPE lexicon SYSTEM "file:///etc/passwd"><lexicon/>', "document type"),
        (b" " * (reading.LARGEST + 1), "larger than"),
    ],
)
def test_what_is_no_lexicon_is_refused_in_one_line(data: bytes, told: str) -> None:
    """With the file, what is wrong and the way out; no entity is ever expanded, nothing ever fetched."""
    with pytest.raises(LexiconError, match=told) as caught:
        read(data, "other.pls")
    assert str(caught.value).startswith("other.pls")
    assert str(caught.value).count("\n") == 0
    assert "; " in str(caught.value)


def test_what_somebody_wrote_stays() -> None:
    """An import adds; it takes the place of what is there only when that is asked for. Comments stay either way."""
    text = '# mine\n[words]\nNora = "Norah"  # as she says it\nSame = "same"\n'
    data = document(
        lexeme("Nora", "<alias>Norr-uh</alias>"),
        lexeme("Same", "<alias>same</alias>"),
        lexeme("Harl", "<phoneme>hɑːl</phoneme>"),
    )
    done = merged(text, data, "other.pls")
    assert done.text == text + 'Harl = { ipa = "hɑːl" }\n'
    assert (done.new, done.kept) == (("Harl",), ("Nora",))
    replaced = merged(text, data, "other.pls", replace=True)
    assert replaced.kept == ()
    assert 'Nora = "Norr-uh"  # as she says it' in replaced.text
    assert merged(done.text, data, "other.pls").text == done.text
    assert parse(merged(text, data, "other.pls", "Nora").text, "").speakers["Nora"].keys() == {"Nora", "Same", "Harl"}


def test_a_large_lexicon_is_read_in_seconds() -> None:
    """As many as are taken; one more is refused before any is written."""
    lexemes = [lexeme(f"word{number}", "<phoneme>wɜːd</phoneme>") for number in range(reading.MOST + 1)]
    began = time.process_time()
    done = merged("", document(*lexemes[:-1]), "large.pls")
    assert len(done.new) == reading.MOST
    assert time.process_time() - began < 20
    with pytest.raises(LexiconError, match=str(reading.MOST)):
        merged("", document(*lexemes), "large.pls")

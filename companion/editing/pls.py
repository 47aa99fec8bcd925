"""A W3C Pronunciation Lexicon (PLS 1.0) read, and put into a lexicon.toml."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from companion.editing.lexicon import set_entries
from companion.errors import LexiconError, Problem
from companion.script.lexicon import entry_key, parse

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
LARGEST = 2_000_000  # bytes
MOST = 1000  # entries put in at once: a dictionary is no lexicon of names
ESPEAK = "x-espeak"  # PLS 1.0, 4.1: the name of an alphabet that no register has begins with x-
_XML_LANG = "http://www.w3.org/XML/1998/namespace lang"
_LEXEME, _GRAPHEME, _PHONEME, _ALIAS = ("lexeme", "grapheme", "phoneme", "alias")

Spelling = str | Mapping[str, str]  # a respelling, or {"ipa": …} or {"espeak": …}, as `set_entry` takes it


@dataclass(frozen=True, slots=True)
class Pronunciations:
    """What a PLS file says, in the order of the file."""

    language: str  # of its words and sounds (BCP 47)
    spellings: Mapping[str, Spelling] = field(default_factory=dict)  # by what is written
    left_out: tuple[Problem, ...] = ()  # what no voice can say, or a second time otherwise, each with its line


@dataclass(frozen=True, slots=True)
class Merged:
    """A lexicon.toml with what a PLS file says."""

    text: str
    new: tuple[str, ...]  # what is written
    kept: tuple[str, ...]  # said in another way in the lexicon already, and left as it was
    left_out: tuple[Problem, ...]


def read(data: bytes, path: str) -> Pronunciations:
    """The entries of a PLS file; `path` is only named in messages.

    Of several pronunciations the preferred one counts, else the first (PLS 1.0, 4.6, 4.7). Raises LexiconError for what
    is no such file, has a document type, or is too large.
    """
    if len(data) > LARGEST:
        raise LexiconError((Problem(path, 0, f"larger than {LARGEST // 1_000_000} MB", "split it"),))
    return _Reader(path).read(data)


def merged(
    text: str, data: bytes, path: str, speaker: str | None = None, replace: bool = False, toml: str = "lexicon.toml"
) -> Merged:
    """The text of a lexicon with the entries of a PLS file, for everybody or for one speaker.

    An entry that is there already stays as it is, unless `replace`. Raises LexiconError for a file that cannot be read,
    or with more than MOST entries. `path` and `toml` are only named in messages.
    """
    found, before = read(data, path), parse(text, toml)
    if len(found.spellings) > MOST:
        what = f"has {len(found.spellings)} entries, more than {MOST}"
        raise LexiconError((Problem(path, 0, what, "keep those whose words are in your guides"),))
    scope = before.words if speaker is None else before.speakers.get(speaker, {})
    known = {entry_key(one): one for one in scope}
    there = {one: known.get(entry_key(one)) for one in found.spellings}
    kept = tuple(
        one
        for one, known in there.items()
        if known is not None
        and not replace
        and scope[known] != parse(_toml(one, found.spellings[one]), path).words[one]
    )
    chosen = {one: said for one, said in found.spellings.items() if replace or there[one] is None}
    new = tuple(one for one in chosen if there[one] is None)
    return Merged(set_entries(text, chosen, speaker, toml) if chosen else text, new, kept, found.left_out)


@dataclass(slots=True)
class _Said:
    """A pronunciation as it is read."""

    line: int
    kind: str  # phoneme | alias
    alphabet: str
    preferred: bool
    text: str = ""


class _Reader:
    """Walks through the file; nothing in it can make it fetch anything or grow."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.language = self.alphabet = ""
        self.around: list[str] = []
        self.graphemes: list[str] = []
        self.said: list[_Said] = []
        self.collected: list[str] | None = None
        self.line = 0  # of the lexeme
        self.spellings: dict[str, Spelling] = {}
        self.known: dict[str, str] = {}  # by what tells entries apart: what was written first
        self.left_out: list[Problem] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def read(self, data: bytes) -> Pronunciations:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as exc:
            what = f"no XML: {expat.ErrorString(exc.code)}"
            raise LexiconError((Problem(self.path, exc.lineno, what, "mend this line, or choose a PLS file"),)) from exc
        except (LookupError, ValueError) as exc:  # an encoding that nobody knows
            raise LexiconError((Problem(self.path, 1, f"no XML: {exc}", "save it as UTF-8"),)) from exc
        return Pronunciations(self.language, self.spellings, tuple(self.left_out))

    def refuse(self, what: str, remedy: str) -> NoReturn:
        raise LexiconError((Problem(self.path, self.parser.CurrentLineNumber, what, remedy),))

    def doctype(self, *_: object) -> None:
        self.refuse("has a document type, and with it what can make a small file huge", "remove the line <!DOCTYPE …>")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.around:
            if (space, local) != (NAMESPACE, "lexicon"):
                self.refuse(f"begins with <{local}>, which is no pronunciation lexicon", "choose a PLS 1.0 file")
            self.language, self.alphabet = attributes.get(_XML_LANG, ""), attributes.get("alphabet", "")
        self.around.append(local if space == NAMESPACE else "")
        if self.around[1:] == [_LEXEME]:
            self.line, self.graphemes, self.said = self.parser.CurrentLineNumber, [], []
        elif self.around[1:2] == [_LEXEME] and len(self.around) == 3:
            self.collected = []
            if local in {_PHONEME, _ALIAS}:
                alphabet = attributes.get("alphabet", self.alphabet)
                preferred = attributes.get("prefer", "") in {"true", "1"}
                self.said.append(_Said(self.parser.CurrentLineNumber, local, alphabet, preferred))

    def characters(self, text: str) -> None:
        if self.collected is not None and len(self.around) == 3:
            self.collected.append(text)

    def end(self, _: str) -> None:
        local = self.around.pop()
        if len(self.around) == 2 and self.collected is not None:
            text = " ".join("".join(self.collected).split())
            self.collected = None
            if local == _GRAPHEME and text:
                self.graphemes.append(text)
            elif local in {_PHONEME, _ALIAS}:
                self.said[-1].text = text
        elif len(self.around) == 1 and local == _LEXEME:
            self.lexeme()

    def lexeme(self) -> None:
        said = next((one for one in self.said if one.preferred), self.said[0] if self.said else None)
        if said is None or not self.graphemes:
            self.leave(self.line, "<lexeme> needs a <grapheme>, and a <phoneme> or an <alias>", "complete it")
            return
        try:
            spelling = _spelling(said)
        except ValueError as exc:
            self.leave(said.line, f"{self.graphemes[0]!r} is left out: {exc}", "write it in IPA or as an alias")
            return
        for written in self.graphemes:
            self.entry(written, spelling, said.line)

    def entry(self, written: str, spelling: Spelling, line: int) -> None:
        try:
            parse(_toml(written, spelling), self.path)
        except LexiconError as exc:
            self.leave(
                line, f"is left out: {exc.problems[0].what}", "write it in the sounds of English, or as an alias"
            )
            return
        key = entry_key(written)
        if key not in self.known:
            self.known[key] = written
            self.spellings[written] = spelling
        elif self.spellings[self.known[key]] != spelling:
            self.leave(line, f"{written!r} is said in another way above", "keep one of the two")

    def leave(self, line: int, what: str, remedy: str) -> None:
        self.left_out.append(Problem(self.path, line, what, remedy))


def _spelling(said: _Said) -> Spelling:
    """Raises ValueError for an alphabet that is not known here."""
    if said.kind == _ALIAS:
        return said.text
    if said.alphabet.lower() == "ipa":
        return {"ipa": _bare(said.text)}
    if said.alphabet.lower() == ESPEAK:
        return {"espeak": said.text}
    raise ValueError(f"its sounds are written in the alphabet {said.alphabet!r}" if said.alphabet else "no alphabet")


def _bare(ipa: str) -> str:
    """Sounds without the slashes or brackets that dictionaries put around them."""
    inside = len(ipa) > 1 and (ipa[0] + ipa[-1]) in {"//", "[]"}
    return ipa[1:-1].strip() if inside else ipa


def _toml(written: str, spelling: Spelling) -> str:
    """The entry as a lexicon of its own. A JSON string is a TOML string, but for one character."""
    quoted = (json.dumps(one, ensure_ascii=False).replace("\x7f", "\\u007f") for one in _strings(written, spelling))
    if isinstance(spelling, str):
        return "[words]\n{} = {}\n".format(*quoted)
    (kind,) = spelling
    return "[words]\n{} = {{ {kind} = {} }}\n".format(*quoted, kind=kind)


def _strings(written: str, spelling: Spelling) -> Iterator[str]:
    yield written
    yield from [spelling] if isinstance(spelling, str) else spelling.values()

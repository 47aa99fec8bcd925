"""The lexicon: how words and names are said; everywhere, in one guide, by one speaker."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from companion.errors import LexiconError, Problem
from companion.guide.model import Span
from companion.script import phonetics


@dataclass(frozen=True, slots=True)
class Saying:
    """How an entry is said; exactly one of the two is given."""

    respelling: str | None = None  # ordinary letters that any engine reads right; one word or several
    phonemes: str | None = None  # espeak-ng's phoneme names, one word for each written word


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text."""

    written: str  # the entry, as the lexicon writes it
    span: Span  # in the text, without the possessive
    saying: Saying
    possessive: str  # "’s", "'s" or nothing


@dataclass(frozen=True)
class Lexicon:
    """Sayings by written form, ready to be looked up: all scopes merged, the narrowest first."""

    entries: Mapping[str, Saying] = field(default_factory=dict)

    @cached_property
    def _sayings(self) -> dict[str, tuple[str, Saying]]:
        """By the form that `entry_key` gives: the entry as written, and how it is said."""
        sayings = {entry_key(written): (written, saying) for written, saying in self.entries.items()}
        for key, found in list(sayings.items()):
            if key == key.lower():
                sayings.setdefault(key[:1].upper() + key[1:], found)
        return sayings

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self.entries:
            return None
        forms = {form for key in self._sayings for form in (key, unicodedata.normalize("NFD", key))}
        by_first: dict[str, list[str]] = {}
        for form in sorted(forms, key=lambda form: (-len(form), form)):
            by_first.setdefault(form[0], []).append(_escaped(form[1:]))
        # Grouped by the first character, so that a word which begins no entry costs one look.
        words = "|".join(f"{_escaped(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items())
        return re.compile(rf"(?<!\w)(?:{words})(?![\w\u0300-\u036f])(?P<possessive>['’]s(?!\w))?")

    def matches(self, text: str) -> Iterator[Match]:
        """Every entry that stands in `text`, in order, the longest at each place. Spans are in `text`."""
        if self._pattern is None:
            return
        for found in self._pattern.finditer(text):
            possessive = found["possessive"] or ""
            span = Span(found.start(), found.end() - len(possessive))
            written, saying = self._sayings[entry_key(span.of(text))]
            yield Match(written, span, saying, possessive)


EMPTY: Final = Lexicon()


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """One lexicon.toml: its sayings by written form, for everybody and for each speaker."""

    words: Mapping[str, Saying] = field(default_factory=dict)
    speakers: Mapping[str, Mapping[str, Saying]] = field(default_factory=dict)


def lexicon(everywhere: LexiconFile, guide: LexiconFile, speaker: str | None = None) -> Lexicon:
    """What holds when `speaker` speaks, or the narrator for None: speaker before guide before everywhere."""
    own = (everywhere.speakers.get(speaker, {}), guide.speakers.get(speaker, {})) if speaker is not None else ()
    merged: dict[str, tuple[str, Saying]] = {}
    for scope in (everywhere.words, guide.words, *own):
        merged |= {entry_key(written): (written, saying) for written, saying in scope.items()}
    return Lexicon(dict(merged.values()))


def parse(toml: str, path: str) -> LexiconFile:
    """Read the text of a lexicon.toml (docs/guide-format.md, "Lexicon"); `path` is only named in errors.

    Raises LexiconError with every problem of the file.
    """
    try:
        document: dict[str, object] = tomllib.loads(toml)
    except ValueError as error:  # also for a number of too many digits
        raise LexiconError((_syntax_problem(str(error), toml, path),)) from error
    except RecursionError as error:
        raise LexiconError((Problem(path, 0, "brackets nested too deep", "write one entry a line"),)) from error
    return _Reader(toml, path).file(document)


def possessive_of(phonemes: str) -> str:
    """The phonemes with the ending of a possessive: "w0ts" gives "w0tsI2z"."""
    if re.search(r"(?:s|z|S|Z)[;|]*$", phonemes):
        return f"{phonemes}|I2z"
    return f"{phonemes}|s" if re.search(r"(?:[ptkfTxC?]|t2|t#)$", phonemes) else f"{phonemes}|z"


def same(one: str, other: str) -> bool:
    """Whether two written forms are one entry."""
    return entry_key(one) == entry_key(other)


def entry_key(written: str) -> str:
    """One form for all spellings of the same characters: composed, straight apostrophes, single spaces."""
    return " ".join(unicodedata.normalize("NFC", written).replace("’", "'").split())


def _escaped(form: str) -> str:
    return re.escape(form).replace(r"\ ", r"\s+").replace("'", "['’]")


_REMEDY: Final = 'write a respelling, or one of { respell = "…" }, { ipa = "…" }, { espeak = "…" }'
# One phoneme name after another, as the tables of espeak-ng's voices spell them; stress, pauses and joins between.
_ESPEAK_ALPHABET: Final = re.compile(r"[A-Za-z0-9@&?!:;~^*#`\"'|,%=/ -]")


class _Reader:
    """Walks a parsed document and gathers what is wrong with it."""

    def __init__(self, toml: str, path: str) -> None:
        self._lines = toml.splitlines()
        self._path = path
        self._problems: list[Problem] = []

    def file(self, document: dict[str, object]) -> LexiconFile:
        for name in document.keys() - {"words", "speakers"}:
            self._problem((name,), f"unknown table {name!r}", "use [words] or [speakers.NAME]")
        words = self._scope(self._table(document, "words"), "words")
        by_name = self._table(document, "speakers")
        speakers = {name: self._scope(self._table(by_name, "speakers", name), "speakers", name) for name in by_name}
        if self._problems:
            raise LexiconError(tuple(sorted(self._problems)))
        return LexiconFile(words, speakers)

    def _table(self, parent: dict[str, object], *names: str) -> dict[str, object]:
        value = parent.get(names[-1], {})
        if isinstance(value, dict):
            return value
        table = ".".join(names)
        self._problem(names, f"{table} is not a table", f"write a line [{table}] above its words")
        return {}

    def _scope(self, entries: dict[str, object], *table: str) -> dict[str, Saying]:
        sayings: dict[str, Saying] = {}
        seen: dict[str, str] = {}
        for written, value in entries.items():
            same = seen.setdefault(entry_key(written), written)
            if same != written:
                self._problem((*table, written), f"{written!r} is the same as {same!r}", "keep one of the two")
                continue
            try:
                sayings[written] = _saying(written, value)
            except ValueError as error:
                self._problem((*table, written), f"{written!r} cannot be used: {error}", _REMEDY)
        return sayings

    def _problem(self, names: tuple[str, ...], what: str, remedy: str) -> None:
        self._problems.append(Problem(self._path, self._line_of(names), what, remedy))

    def _line_of(self, names: tuple[str, ...]) -> int:
        """The line of a table, or of a key in its table; 0 when the file writes it in another way."""
        *table, key = names
        inside = not table
        for number, line in enumerate(self._lines, start=1):
            if line.lstrip().startswith("["):
                if _heading(names).match(line):
                    return number
                inside = _heading(table).match(line) is not None
            elif inside and re.match(rf"\s*{_quoted(key)}\s*[.=]", line):
                return number
        return 0


def _heading(names: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"\s*\[\s*" + r"\s*\.\s*".join(_quoted(name) for name in names) + r"\s*\]")


def _quoted(key: str) -> str:
    """A pattern for a TOML key: bare, or in either quotation marks."""
    return rf"""["']?{re.escape(key)}["']?"""


def _saying(written: str, value: object) -> Saying:
    """The value of an entry. Raises ValueError with what is wrong with it."""
    if not any(character.isalnum() for character in written):
        raise ValueError("it has no letter")
    table = value if isinstance(value, dict) else {"respell": value}
    match table:
        case {"respell": str(said), **others} if not others:
            return Saying(respelling=_respelling(said))
        case {"ipa": str(said), **others} if not others:
            return Saying(phonemes=_one_for_each_word(written, phonetics.espeak(said)))
        case {"espeak": str(said), **others} if not others:
            return Saying(phonemes=_one_for_each_word(written, _mnemonics(said)))
    raise ValueError("its value is not a saying")


def _respelling(said: str) -> str:
    if not any(character.isalnum() for character in said):
        raise ValueError("the respelling has no letter")
    unsafe = [character for character in said if character in "[]<>&" or not character.isprintable()]
    if unsafe:
        raise ValueError(f"the respelling has {unsafe[0]!r}")
    return said


def _mnemonics(said: str) -> str:
    unsafe = [character for character in said if not _ESPEAK_ALPHABET.fullmatch(character)]
    if unsafe:
        raise ValueError(f"no phoneme has {unsafe[0]!r} in its name")
    if not any(character.isalnum() or character == "@" for character in said):
        raise ValueError("no sounds")
    return said


def _one_for_each_word(written: str, phonemes: str) -> str:
    words, sounded = len(written.split()), len(phonemes.split())
    if words != sounded:
        raise ValueError(f"words written: {words}, words sounded: {sounded}")
    return " ".join(phonemes.split())


def _syntax_problem(message: str, toml: str, path: str) -> Problem:
    found = re.search(r"\(at line (\d+)", message)
    line = int(found[1]) if found else toml.count("\n") + 1  # "(at end of document)"
    what = re.sub(r" \(at .*\)$", "", message)
    return Problem(path, line, f"not TOML: {what[:1].lower()}{what[1:]}", "mend this line")

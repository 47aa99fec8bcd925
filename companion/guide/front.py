"""The front matter of a guide: TOML between two lines of `+++`, read into values with every problem named."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from companion.errors import Problem
from companion.guide.model import Speaker, Voice
from companion.guide.pauses import NAMES, Pauses

FENCE = "+++"
_TEXTS = ("title", "subtitle", "author", "language", "notice")
_YEAR = "year"
_TABLES = ("voices", "speakers", "pauses")
_SPEAKER_KEYS = ("also", "pronouns", "voice")
NARRATOR = "narrator"
NOTES = "notes"
READERS = (NARRATOR, NOTES)  # have voices of their own; nobody who is quoted can be called so
T = TypeVar("T")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Front:
    """What the front matter says."""

    texts: Mapping[str, str] = field(default_factory=dict)  # title, subtitle, author, language, notice
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    voices: Mapping[str, Voice] = field(default_factory=dict)
    pauses: Pauses = Pauses()
    year: int | None = None  # in which the guide came out
    lines: int = 0  # lines of the file that it takes up, fences included


def read(lines: list[str], path: str) -> tuple[Front, list[Problem]]:
    """The front matter of a file given as lines, and what is wrong with it. A file without one gives an empty Front."""
    if lines and lines[0].strip() == "---" and any(re.match(r"\w+:", line) for line in lines[1:3]):
        return Front(), [Problem(path, 1, "front matter in YAML", "write it as TOML between two lines of +++")]
    if not lines or lines[0].strip() != FENCE:
        return Front(), []
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
    if end is None:
        return Front(), [Problem(path, 1, "the front matter is never closed", "end it with a line of +++")]
    try:
        data = tomllib.loads("\n".join(lines[1:end]))
    except (tomllib.TOMLDecodeError, RecursionError) as exc:
        found = re.search(r"at line (\d+)", str(exc))
        line = int(found[1]) + 1 if found else 1
        what = re.sub(r" \(at .*\)$", "", str(exc))
        return Front(lines=end + 1), [Problem(path, line, f"the front matter is not TOML: {what}", "mend that line")]
    reader = _Reader(path, lines[1:end])
    return reader.front(data, end + 1), reader.problems


@dataclass
class _Reader:
    path: str
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, key: str, what: str, remedy: str, table: str = "") -> None:
        self.problems.append(Problem(self.path, self.line_of(key, table), what, remedy))

    def line_of(self, key: str, table: str = "") -> int:
        """The line that names `key`, as a key or as a table; the opening fence when none does.

        Where other tables may have the same key, `table` says in which one it is meant.
        """
        name = rf"[\"']?{re.escape(key)}[\"']?"
        pattern = re.compile(rf"\s*(\[[^\]]*?{name}\s*\]|{name}\s*=|.*[{{,]\s*{name}\s*=)")
        found = [number for number, line in enumerate(self.lines, 2) if pattern.match(line)]
        begins = (number for number, line in enumerate(self.lines, 2) if line.lstrip().startswith(f"[{table}"))
        first = next(begins, 1) if table else 1
        return next((number for number in found if number >= first), 1)

    def front(self, data: Mapping[str, object], lines: int) -> Front:
        keys = (*_TEXTS, _YEAR, *_TABLES)
        for key in data:
            if key not in keys:
                self.wrong(key, f"unknown key '{key}'", f"use one of {', '.join(keys)}")
        texts = {key: value for key in _TEXTS if (value := self.text(data, key)) is not None}
        if "language" in texts and not LANGUAGE.fullmatch(texts["language"]):
            self.wrong("language", f"'{texts['language']}' is no language tag", 'write one such as "en-GB"')
        return Front(
            texts=texts,
            speakers=self.each(data, "speakers", self.speaker),
            voices={
                name: voice
                for name, voice in self.each(data, "voices", self.voice).items()
                if self.known(name, READERS, "voice")
            },
            pauses=Pauses(**self.each(data, "pauses", self.pause)),
            year=self.number(data, _YEAR, 1, 9999, 1) if _YEAR in data else None,
            lines=lines,
        )

    def known(self, name: str, names: tuple[str, ...], what: str) -> bool:
        if name not in names:
            self.wrong(name, f"unknown {what} '{name}'", f"use one of {', '.join(names)}")
        return name in names

    def text(self, data: Mapping[str, object], key: str) -> str | None:
        value = data.get(key)
        if value is not None and not isinstance(value, str):
            self.wrong(key, f"'{key}' is not text", "put it in quotation marks")
            return None
        return value

    def each(self, data: Mapping[str, object], key: str, read_one: Callable[[str, object], T | None]) -> dict[str, T]:
        table = data.get(key, {})
        if not isinstance(table, dict):
            self.wrong(key, f"'{key}' is not a table", f"write [{key}] and its entries below")
            return {}
        read_all = ((str(name), read_one(str(name), value)) for name, value in table.items())
        return {name: value for name, value in read_all if value is not None}

    def speaker(self, name: str, value: object) -> Speaker | None:
        if name in READERS:
            remedy = f"choose another, or set the voice of the {name} under [voices]"
            self.wrong(name, f"'{name}' cannot be a speaker's name", remedy, "speakers")
            return None
        if not isinstance(value, dict):
            self.wrong(name, f"speaker '{name}' is not a table", f"write [speakers.{name}] and its entries below")
            return None
        for key in value:
            self.known(str(key), _SPEAKER_KEYS, f"key of speaker {name},")
        also = value.get("also", [])
        if not isinstance(also, list) or not all(isinstance(other, str) for other in also):
            self.wrong("also", f"'also' of {name} is not a list of names", 'write ["One name", "another"]')
            also = []
        voice = self.voice("voice", value["voice"]) if "voice" in value else None
        return Speaker(name=name, pronouns=self.text(value, "pronouns"), also=tuple(also), voice=voice)

    def voice(self, name: str, value: object) -> Voice | None:
        if isinstance(value, str):
            value = {"name": value}
        if not isinstance(value, dict) or not isinstance(value.get("name"), str):
            self.wrong(name, f"'{name}' names no voice", 'write { name = "en-gb" }; companion voices lists the names')
            return None
        for key in value:
            self.known(str(key), ("name", "rate", "pitch"), "key of a voice,")
        default = Voice(str(value["name"]))
        return Voice(
            default.name,
            rate=self.number(value, "rate", 80, 450, default.rate),
            pitch=self.number(value, "pitch", 0, 99, default.pitch),
        )

    def number(self, table: Mapping[str, object], key: str, low: int, high: int, default: int) -> int:
        value = table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(key, f"'{key}' is {value!r}", f"give a whole number from {low} to {high}")
            return default
        return value

    def pause(self, name: str, value: object) -> int | None:
        return self.number({name: value}, name, 0, 10_000, 0) if self.known(name, NAMES, "pause") else None

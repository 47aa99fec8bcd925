"""The gold read from its files: what a careful reader says is in each document."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "gold"
Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class GoldSection:
    title: str
    role: str
    paragraphs: int
    sentences: int


@dataclass(frozen=True, slots=True)
class GoldPerson:
    name: str
    pronouns: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldLetter:
    paragraphs: tuple[int, int]  # 1-based, all paragraphs counted
    first: str
    last: str
    by: tuple[str, ...]  # names that are equally right
    to: tuple[str, ...]
    above: str  # a date line that may be counted in
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldQuotation:
    paragraph: int  # 1-based, all paragraphs counted
    first: str
    speaker: str  # empty: nobody can tell, or it is no speech
    how: str  # name, pronoun, context; unknown, none; any: nobody is wrong
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldLink:
    note: int  # 1-based, paragraphs of notes counted
    about: tuple[int, ...]  # 1-based, paragraphs of text counted


@dataclass(frozen=True, slots=True)
class GoldSentenceLink:
    note: int
    sentence: str  # first words
    paragraphs: tuple[int, ...]  # of the text; each is right
    text: str  # first words of the sentence in the first of them


@dataclass(frozen=True, slots=True)
class Gold:
    """One document's gold."""

    name: str
    path: Path  # of the document
    title: str  # empty: it has none
    subtitle: str
    language: str
    sections: tuple[GoldSection, ...]
    paragraphs: tuple[tuple[str, ...], ...]  # each as its sentences
    people: tuple[GoldPerson, ...]
    letters: tuple[GoldLetter, ...]
    quotations: tuple[GoldQuotation, ...]
    links: tuple[GoldLink, ...]
    sentence_links: tuple[GoldSentenceLink, ...]

    def roles(self) -> tuple[str, ...]:
        """The role of each paragraph."""
        return tuple(section.role for section in self.sections for _ in range(section.paragraphs))


def names() -> tuple[str, ...]:
    """Every document that has gold."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def gold(name: str) -> Gold:
    """The gold of one document. Raises when its files disagree with each other."""
    data: Table = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    path = next(path for suffix in (".txt", ".md", ".html") if (path := FOLDER / f"{name}{suffix}").exists())
    lines = (FOLDER / f"{name}.sentences.txt").read_text("utf-8").splitlines()
    read = Gold(
        name=name,
        path=path,
        title=_text(data, "title"),
        subtitle=_text(data, "subtitle"),
        language=_text(data, "language"),
        sections=tuple(
            GoldSection(_text(one, "title"), _text(one, "role"), _number(one, "paragraphs"), _number(one, "sentences"))
            for one in _tables(data, "sections")
        ),
        paragraphs=tuple(tuple(line.split(" ¦ ")) for line in lines if line and not line.startswith("#")),
        people=tuple(
            GoldPerson(_text(one, "name"), _text(one, "pronouns"), _texts(one, "also"))
            for one in _tables(data, "people")
        ),
        letters=tuple(_letter(one) for one in _tables(data, "letters")),
        quotations=tuple(
            GoldQuotation(
                _number(one, "paragraph"), _text(one, "first"), _text(one, "speaker"), _text(one, "how"), _flag(one)
            )
            for one in _tables(data, "quotations")
        ),
        links=tuple(GoldLink(_number(one, "note"), _numbers(one, "about")) for one in _tables(data, "links")),
        sentence_links=tuple(
            GoldSentenceLink(
                _number(one, "note"), _text(one, "sentence"), _numbers(one, "paragraphs"), _text(one, "text")
            )
            for one in _tables(data, "sentence_links")
        ),
    )
    assert sum(section.paragraphs for section in read.sections) == len(read.paragraphs), name
    assert sum(section.sentences for section in read.sections) == sum(map(len, read.paragraphs)), name
    return read


def _letter(one: Table) -> GoldLetter:
    first, last = _numbers(one, "paragraphs")
    return GoldLetter(
        paragraphs=(first, last),
        first=_text(one, "first"),
        last=_text(one, "last"),
        by=_texts(one, "by"),
        to=_texts(one, "to"),
        above=_text(one, "above") if "above" in one else "",
        optional=_flag(one),
    )


def _text(table: Table, key: str) -> str:
    value = table[key]
    assert isinstance(value, str), key
    return value


def _number(table: Table, key: str) -> int:
    value = table[key]
    assert isinstance(value, int), key
    return value


def _flag(table: Table) -> bool:
    return table.get("optional", False) is True


def _list(table: Table, key: str) -> list[object]:
    value = table.get(key, [])
    assert isinstance(value, list), key
    return value


def _texts(table: Table, key: str) -> tuple[str, ...]:
    return tuple(value for value in _list(table, key) if isinstance(value, str))


def _numbers(table: Table, key: str) -> tuple[int, ...]:
    return tuple(value for value in _list(table, key) if isinstance(value, int))


def _tables(table: Table, key: str) -> tuple[Table, ...]:
    return tuple(value for value in _list(table, key) if isinstance(value, dict))

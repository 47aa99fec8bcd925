"""A document: what a reader found in somebody's file, whatever its format."""

from dataclasses import dataclass, field
from enum import StrEnum

from companion.guide.model import Kind, Style


class Format(StrEnum):
    """What kind of file it is: by its bytes, whatever its name says."""

    TEXT = "txt"
    MARKDOWN = "md"
    HTML = "html"
    WORD = "docx"
    EPUB = "epub"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a heading, a list item: text without its markup."""

    kind: Kind
    text: str  # white space folded and trimmed; "\n" only where the line itself counts: verse, an address
    level: int = 0  # of a heading, 1-6, as the document says or as its look suggests; how deep an item stands, 1-6
    number: str = ""  # of an item in an ordered list: "1."
    styles: tuple[Style, ...] = ()  # em, strong; spans in the text
    marks: tuple[tuple[int, str], ...] = ()  # footnotes: each stands before that character; its key in `footnotes`


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the file that is not read, and why."""

    reason: str  # "navigation", "page number", "running head", "footnote mark", "script", ...
    text: str  # how it begins: 80 characters at most
    characters: int  # white space not counted


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file."""

    format: Format
    pieces: tuple[Piece, ...]  # in reading order
    title: str = ""  # as the file's own metadata say
    author: str = ""
    language: str = ""  # BCP 47; empty when the file does not say
    footnotes: dict[str, tuple[Piece, ...]] = field(default_factory=dict)  # by key, in order
    left_out: tuple[LeftOut, ...] = ()
    guide: str = ""  # the file's text, when it is a guide already: Markdown with TOML front matter

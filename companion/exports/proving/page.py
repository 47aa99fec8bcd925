"""A content document as its overlay sees it: one text, and which stretch of it each id stands for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from companion.exports.proving.markup import Element, parsed
from companion.exports.proving.package import Files, resolved

_BESIDE = frozenset({"script", "style", "template", "nav", "rp", "audio", "video", "math", "head"})
_WITHIN = frozenset(  # a word may go on behind them
    (
        "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q ruby rt "
        "s samp small span strong sub sup time u var"
    ).split()
)
# What leads about in a book, and is no part of its text (DPUB-ARIA 1.1; EPUB Structural Semantics 1.1).
_WAYS = frozenset(
    "doc-noteref doc-backlink doc-pagebreak doc-glossref doc-biblioref separator noteref backlink pagebreak".split()
)
_NOTES = frozenset({"doc-endnotes", "endnotes", "footnotes", "rearnotes"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# By the classes of our books: what a note asks its readers is shown and never said (docs/timeline.md), and so is the
# mark that it is known by.
_SHOWN = frozenset({"prompt", "label"})
_COVER = frozenset({"cover", "doc-cover", "titlepage", "frontispiece"})
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"')\s;]+)""", re.IGNORECASE)
_MOST_SHEETS = 50


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page."""

    path: str
    alternative: str | None  # None where nothing is said of it
    cover: bool  # whether the page says that it is the cover, or stands on the first page
    line: int


@dataclass(slots=True)
class Page:
    """A page, read."""

    path: str
    text: str = ""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)  # of each id in the body
    twice: list[str] = field(default_factory=list)  # ids that more than one element has
    silent: list[tuple[int, int]] = field(default_factory=list)  # what need not be heard
    pictures: list[Picture] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)  # paths of its style sheets
    style: str = ""  # what it has of its own


def read(files: Files, path: str, named: bool = False) -> Page:
    """Read it. Raises Refused for what is no XHTML.

    `named`: the page is the text of one file of sound, so a heading that is its title and the marks of notes only name.
    """
    page, texts = Page(path), list[str]()
    root = parsed(files.read(path), path)
    title = next((one.text for one in root.all("title")), "") if named else None
    for one in root.all("link"):
        if "stylesheet" in one.get("rel").lower().split() and "alternate" not in one.get("rel").lower().split():
            page.sheets.append(resolved(path, one.get("href"))[0])
    page.style = "\n".join(_verbatim(one) for one in root.all("style"))
    body = next(root.all("body"), root)
    _Walk(page, texts, title).element(body, cover=bool(body.tokens("epub:type", "role") & _COVER), notes=False)
    page.text = "".join(texts)
    return page


def _verbatim(element: Element) -> str:
    return "".join(one if isinstance(one, str) else _verbatim(one) for one in element.inside)


class _Walk:
    def __init__(self, page: Page, texts: list[str], title: str | None) -> None:
        self.page, self.texts, self.title, self.at = page, texts, title, 0

    def say(self, text: str) -> None:
        self.texts.append(text)
        self.at += len(text)

    def element(self, one: Element, cover: bool, notes: bool) -> None:
        kinds = one.tokens("epub:type", "role")
        cover = cover or bool(kinds & _COVER)
        if one.name not in _WITHIN:
            self.say("\n")
        first = self.at
        if one.name not in _BESIDE:
            self.picture(one, cover)
            for inner in one.inside:
                if isinstance(inner, str):
                    self.say(inner)
                else:
                    self.element(inner, cover, bool(kinds & _NOTES))
        if name := one.get("id"):
            if name in self.page.places:
                self.page.twice.append(name)
            self.page.places.setdefault(name, (first, self.at))
        if _unsaid(one, kinds) or (notes and one.name in _HEADINGS) or self.names(one):
            self.page.silent.append((first, self.at))
        if one.name not in _WITHIN:
            self.say("\n")

    def names(self, one: Element) -> bool:
        """Whether it only says what the page or a note is called."""
        if self.title is None:
            return False
        return one.name == "sup" or (one.name in _HEADINGS and one.text == self.title)

    def picture(self, one: Element, cover: bool) -> None:
        if one.name == "img":
            alternative, source = one.attributes.get("alt"), one.get("src")
        elif one.name == "svg" and (inner := next(one.all("image"), None)) is not None:
            title = next((at.text for at in one.all("title")), None)
            alternative, source = one.attributes.get("aria-label", title), inner.get("xlink:href") or inner.get("href")
        else:
            return
        hidden = one.get("aria-hidden") == "true" or one.get("role") in ("presentation", "none")
        said = "" if hidden and alternative is None else alternative
        self.page.pictures.append(Picture(resolved(self.page.path, source)[0], said, cover, one.line))


def _unsaid(one: Element, kinds: frozenset[str]) -> bool:
    hidden = "hidden" in one.attributes or one.get("aria-hidden") == "true"
    return hidden or bool(kinds & _WAYS) or bool(one.tokens("class") & _SHOWN)


def css(files: Files, page: Page) -> str:
    """All styles of a page, those that its sheets import included, without comments."""
    found, waiting, seen = [page.style], [*page.sheets], set[str]()
    waiting += (resolved(page.path, one)[0] for one in _IMPORT.findall(page.style))
    while waiting and len(seen) < _MOST_SHEETS:
        path = waiting.pop(0)
        if path in seen or path not in files.names:
            continue
        seen.add(path)
        text = files.read(path).decode("utf-8", "replace")
        found.append(text)
        waiting += (resolved(path, one)[0] for one in _IMPORT.findall(text))
    first, *others = "\n".join(found).split("/*")
    return first + " ".join(other.partition("*/")[2] for other in others)


def styled(sheet: str, name: str) -> bool:
    """Whether a class has a rule with something in it."""
    wanted = re.compile(rf"\.{re.escape(name)}(?![\w-])")
    rules = (rule.rpartition("{") for rule in sheet.split("}"))
    return any(":" in inside and wanted.search(whose.rpartition("{")[2]) for whose, _, inside in rules)


def unsaid(page: Page, said: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The stretches of a page with letters or digits in them that nothing covers."""
    at = 0
    for first, behind in sorted((*said, *page.silent, (len(page.text), len(page.text)))):
        left = " ".join(page.text[at:first].split()) if first > at else ""
        if any(sign.isalnum() for sign in left):
            yield left
        at = max(at, behind)

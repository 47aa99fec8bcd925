"""The Markdown of a guide, read into plain blocks that know exactly where each of their characters stands."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_attributes
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from companion.guide.inline import PositionedInline, Text, read
from companion.guide.model import Kind, Span

_LINE_END = re.compile(r"\r\n?|\n")
_CONTAINER = "passage"
_DEEPEST = 6  # levels of a list that are told apart
_CLOSING = re.compile(r"[ \t]#+[ \t]*$")  # "# a ##": the closing marks of a heading are not its text


@dataclass(frozen=True, slots=True)
class Container:
    """A `:::` passage as written."""

    info: str  # "letter {#id by=…}": the whole of what stands behind the colons
    kind: str
    attributes: dict[str, str]
    line: int
    closed: bool
    understood: bool  # the attributes could be read


@dataclass(frozen=True, slots=True)
class Written:
    """A block as written."""

    kind: Kind
    level: int  # of a heading; how deep an item stands in its lists
    content: Text
    attributes: dict[str, str]
    line: int  # 1-based
    containers: tuple[Container, ...]  # around it, outermost first
    footnote: str | None  # label of the footnote that it belongs to


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that stands in a file."""

    blocks: tuple[Written, ...]
    containers: tuple[Container, ...]
    definitions: tuple[Span, ...]  # link definitions, in the file
    footnotes: tuple[tuple[str, int], ...]  # label and line of every footnote that is written


@dataclass
class Source:
    """A file's text by lines, whatever its line ends."""

    text: str
    starts: list[int] = field(default_factory=list)  # offset of each line's first character
    ends: list[int] = field(default_factory=list)  # offset behind each line's last character, line end left out

    clean: str = ""  # as markdown-it sees it

    def __post_init__(self) -> None:
        self.clean = self.text.replace("\0", "\ufffd")
        start = 0
        for end in _LINE_END.finditer(self.text):
            self.starts.append(start)
            self.ends.append(end.start())
            start = end.end()
        self.starts.append(start)
        self.ends.append(len(self.text))

    def lines(self) -> list[str]:
        return [self.text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    def line_at(self, offset: int) -> int:
        """The 1-based line of an offset in the file."""
        return bisect_right(self.starts, offset)

    def place(self, line: int, content: str, heading: bool = False) -> int:
        """The offset of `content` in a 0-based line, whose last text it is."""
        start, end = self.starts[line], self.ends[line]
        if heading and (marks := _CLOSING.search(self.clean, start, end)) is not None:
            end = marks.start()
        lead = len(content) - len(content.lstrip())
        return self.clean.rfind(content.strip(), start, end) - lead


def reader() -> MarkdownIt:
    """CommonMark with attributes, spans, containers and footnotes, whose inline tokens know their places."""
    markdown = MarkdownIt("commonmark")
    positioned = PositionedInline()
    positioned.ruler, positioned.ruler2 = markdown.inline.ruler, markdown.inline.ruler2
    markdown.inline = positioned
    markdown.use(attrs_plugin, after=("image", "link_close", "span_close"), spans=True)
    markdown.use(attrs_block_plugin)
    markdown.use(footnote_plugin, inline=False, move_to_end=False)
    markdown.use(container_plugin, _CONTAINER, validate=lambda info, _: bool(info.strip()))
    markdown.disable(["text_join", "fragments_join"])  # both would merge tokens and forget where they stand
    return markdown


def page(text: str, skip: int = 0) -> tuple[Page, Source]:
    """Read a file's text, its first `skip` lines left out. Any text is a page: CommonMark has no errors."""
    source = Source(text)
    body = "\n" * skip + "\n".join(source.lines()[skip:])
    environment: dict[str, object] = {}
    tokens = reader().parse(body, environment)
    containers: list[Container] = []
    blocks = tuple(_blocks(tokens, source, containers))
    notes = [token for token in tokens if token.type == "footnote_reference_open"]
    footnotes = tuple((str(token.meta["label"]), _first_line(token) + 1) for token in notes)
    return Page(blocks, tuple(containers), tuple(_definitions(environment, source)), footnotes), source


def _definitions(environment: dict[str, object], source: Source) -> Iterator[Span]:
    references = environment.get("references", {})
    duplicates = environment.get("duplicate_refs", [])
    known = references.values() if isinstance(references, dict) else ()
    again = duplicates if isinstance(duplicates, list) else ()
    for definition in [*known, *again]:
        first, behind = definition["map"]
        yield Span(source.starts[first], source.ends[behind - 1])


def _blocks(tokens: list[Token], source: Source, containers: list[Container]) -> Iterator[Written]:
    around: list[Container] = []
    footnote: str | None = None
    nesting: list[Token] = []
    inherited: dict[str, str] = {}
    numbered: Token | None = None
    for token in tokens:
        match token.type:
            case "footnote_reference_open":
                footnote = str(token.meta["label"])
                inherited = {key: str(value) for key, value in token.attrs.items()}  # of the line above it
            case "footnote_reference_close":
                footnote = None
            case "container_passage_open":
                container = _container(token, source)
                containers.append(container)
                around.append(container)
            case "container_passage_close":
                around.pop()
            case "inline":
                opening = nesting[-1]
                items = [outer for outer in nesting if outer.type == "list_item_open"]
                text = Text(
                    _offsets(token, source, opening.type == "heading_open"),
                    verse=bool(around) and around[-1].kind == "verse",
                )
                if items and items[-1].info and items[-1] is not numbered:
                    numbered = items[-1]
                    _number(text, numbered, source)
                attributes = inherited | {key: str(value) for key, value in opening.attrs.items()}
                yield Written(
                    kind=_kind(nesting),
                    level=int(opening.tag[1]) if opening.type == "heading_open" else min(len(items), _DEEPEST),
                    content=read(token.content, token.children or (), text),
                    attributes=attributes,
                    line=_first_line(token) + 1,
                    containers=tuple(around),
                    footnote=footnote,
                )
                inherited = {}
            case "fence" | "code_block" | "html_block":
                if token.type != "html_block" or not token.content.lstrip().startswith("<!--"):
                    yield _verbatim(token, source, tuple(around), footnote)
            case _ if token.nesting == 1:
                nesting.append(token)
                if token.type not in ("paragraph_open", "heading_open"):  # attributes above a list or a quotation
                    inherited = inherited | {key: str(value) for key, value in token.attrs.items() if key != "start"}
            case _ if token.nesting == -1 and nesting:
                nesting.pop()


def _number(text: Text, item: Token, source: Source) -> None:
    """The number of an item of an ordered list is a part of what it says: "1. "."""
    mark = item.info + item.markup
    place = source.clean.find(mark, source.starts[_first_line(item)], source.ends[_first_line(item)])
    if place >= 0:
        text.add(mark, place, len(mark))
        text.add(" ", place + len(mark), 1)


def _kind(nesting: list[Token]) -> Kind:
    if nesting[-1].type == "heading_open":
        return Kind.HEADING
    outer = [token.type for token in nesting]
    if "list_item_open" in outer:
        return Kind.ITEM
    return Kind.QUOTE if "blockquote_open" in outer else Kind.PARAGRAPH


def _first_line(token: Token) -> int:
    assert token.map is not None  # every block token that markdown-it makes has one
    return token.map[0]


def _container(token: Token, source: Source) -> Container:
    assert token.map is not None
    first, last = token.map
    kind, _, rest = token.info.strip().partition(" ")
    attributes: dict[str, str] = {}
    understood = True
    if rest.strip():
        try:
            end, attributes = parse_attributes(rest.strip())
            understood = end == len(rest.strip()) - 1
        except ParseError:
            understood = False
    behind = source.text[source.starts[last] : source.ends[last]] if last < len(source.starts) else ""
    closed = ":::" in behind and not behind.strip(" \t>:")
    return Container(token.info.strip(), kind, attributes, first + 1, closed, understood)


def _offsets(token: Token, source: Source, heading: bool) -> "_Offsets":
    first = _first_line(token)
    starts: list[int] = []
    places: list[int] = []
    at = 0
    lines = token.content.split("\n")
    last = token.map[1] if token.map else first
    # A first line of nothing but no-break spaces belongs to the paragraph, and markdown-it strips it.
    while first + len(lines) < last and source.place(first, lines[0], heading) < 0:
        first += 1
    for number, line in enumerate(lines):
        starts.append(at)
        places.append(source.place(first + number, line, heading))
        at += len(line) + 1
    return _Offsets(starts, places)


@dataclass(frozen=True, slots=True)
class _Offsets:
    """From a position in a block's content to an offset in the file."""

    starts: list[int]  # position in the content where each of its lines begins
    places: list[int]  # where that line stands in the file

    def __call__(self, position: int) -> int:
        line = bisect_right(self.starts, position) - 1
        return self.places[line] + position - self.starts[line]


def _verbatim(token: Token, source: Source, around: tuple[Container, ...], footnote: str | None) -> Written:
    first = _first_line(token) + (token.type == "fence")
    text = Text(lambda at: at)
    for number, line in enumerate(token.content.rstrip("\n").split("\n")):
        if number:
            text.special("\n", source.ends[first + number - 1], 1)
        if line.strip():
            text.plain(line.strip(), source.place(first + number, line.strip()))
    return Written(
        Kind.CODE,
        0,
        text,
        {key: str(value) for key, value in token.attrs.items()},
        _first_line(token) + 1,
        around,
        footnote,
    )

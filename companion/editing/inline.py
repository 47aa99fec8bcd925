"""What is marked within a block, as it is written: each emphasis, link and marked span with its marks in the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from companion.editing.attributes import Group, group_at
from companion.editing.places import end_of, lines_of, top_of
from companion.errors import EditError
from companion.guide.model import Block, Guide, Span, Style

_TOKEN = re.compile(
    r"""(?P<comment><!--.*?-->) | (?P<footnote>\[\^[^\]\s]+\](?!:)) | (?P<open>!?\[) | (?P<close>\])
    | (?P<emphasis>[*_]) | (?P<code>`+) | (?P<line>(?:\r\n?|\n)[ \t>]*) | (?P<address>[<>]) | (?P<blank>[ \t]+)""",
    re.VERBOSE | re.DOTALL,
)
_ADDRESS = re.compile(
    r"""\((?:[^()\\"'<]|\\.|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\r\n]*>|\((?:[^()\\]|\\.)*\))*\)
    | \[(?!\^)[^\[\]]*\]""",
    re.VERBOSE | re.DOTALL,
)
_LEAD = re.compile(r"\n?[ \t>]*")
_WIDTHS = {"em": 1, "strong": 2}


@dataclass(frozen=True, slots=True)
class Element:
    """Something marked: what it covers and where its marks are."""

    kind: str  # span, link, image, em, strong, code, address
    span: Span  # in the block's text
    opening: Span  # in the file
    closing: Span  # in the file, address and attributes included
    groups: tuple[Group, ...] = ()

    def named(self, key: str) -> str | None:
        """What its attributes say for `key`."""
        return next((group.values[key] for group in reversed(self.groups) if key in group.values), None)


@dataclass
class _Scan:
    """The marks of one block, found between its characters: there, everything is a mark."""

    source: str
    styles: tuple[Style, ...]
    elements: list[Element] = field(default_factory=list)
    waiting: list[tuple[str, int, Span]] = field(default_factory=list)  # kind, where in the text, opening mark
    tail: int = 0  # the offset behind the last mark
    emphasis: dict[int, list[int]] = field(default_factory=dict)  # by place in the text: the offsets of * and _

    def gap(self, place: int, start: int, end: int, last: bool = False) -> None:
        """Read what stands from `start` to `end` before the text's character `place`."""
        at = start
        if start and self.source[start - 1] in "\r\n":  # a line break that is a blank of the text
            lead = _LEAD.match(self.source, start, end)
            at = lead.end() if lead is not None else start
        while at < end:
            found = _TOKEN.match(self.source, at, end)
            if found is None:
                if last:
                    return
                at += 1
                continue
            kind = str(found.lastgroup)
            if last and kind == "line" and not self.goes_on(found.end()):
                return
            at = self.token(kind, place, found, end)
            if kind not in ("line", "blank"):
                self.tail = at

    def goes_on(self, at: int) -> bool:
        """Whether a line without any text of the block still belongs to it."""
        return bool(self.waiting) or re.compile(r"\[\^[^\]\s]+\](?!:)").match(self.source, at) is not None

    def token(self, kind: str, place: int, found: re.Match[str], end: int) -> int:
        mark = Span(*found.span())
        match kind:
            case "emphasis":
                self.emphasis.setdefault(place, []).append(mark.start)
            case "open":
                self.waiting.append(("image" if found[0] == "![" else "span", place, mark))
            case "code" | "address":
                if self.waiting and self.waiting[-1][0] == kind:
                    _, begun, opening = self.waiting.pop()
                    self.elements.append(Element(kind, Span(begun, place), opening, mark))
                else:
                    self.waiting.append((kind, place, mark))
            case "close" if self.waiting:
                return self.bracket(place, mark, end)
        return mark.end

    def bracket(self, place: int, mark: Span, end: int) -> int:
        kind, begun, opening = self.waiting.pop()
        at = mark.end
        address = _ADDRESS.match(self.source, at, end)
        if address is not None:
            at = address.end()
        groups: list[Group] = []
        while (group := group_at(self.source, at, end)) is not None:
            groups.append(group)
            at = group.span.end
        if kind == "span" and (address is not None or not groups):
            kind = "link"
        self.elements.append(Element(kind, Span(begun, place), opening, Span(mark.start, at), tuple(groups)))
        return at

    def emphasised(self) -> Iterator[Element]:
        """Emphasis with its marks: at each place those that end come first, the innermost before the others."""
        openings: dict[Style, Span] = {}
        closings: dict[Style, Span] = {}
        styles = [style for style in self.styles if style.name in _WIDTHS]
        for place, marks in self.emphasis.items():
            ending = sorted((one for one in styles if one.span.end == place), key=lambda one: -one.span.start)
            beginning = sorted((one for one in styles if one.span.start == place), key=lambda one: -one.span.end)
            widths = [_WIDTHS[one.name] for one in (*ending, *beginning)]
            if sum(widths) != len(marks):
                continue  # around a footnote's mark alone, say: nobody can tell which is which
            for number, style in enumerate((*ending, *beginning)):
                first = sum(widths[:number])
                span = Span(marks[first], marks[first + widths[number] - 1] + 1)
                (closings if number < len(ending) else openings)[style] = span
        for style in styles:
            if style not in openings or style not in closings:
                raise EditError("its emphasis marks cannot be told apart; write them more plainly, *so*")
            yield Element(style.name, style.span, openings[style], closings[style])


@dataclass(frozen=True, slots=True)
class Inline:
    """A block as written."""

    elements: tuple[Element, ...]
    end: int  # the offset behind its last character or mark


def inline(guide: Guide, block: Block) -> Inline:
    """What is marked in `block`. Raises EditError where its marks cannot be told apart."""
    source, lines = guide.source, lines_of(guide.source)
    scan = _Scan(source, block.styles)
    at = top_of(guide, block).content
    for start, written, _, width in block.source.runs:
        if written > at:
            scan.gap(start, at, written)
        at = max(at, written + width)
    scan.tail = at
    number = lines.line_at(at)
    limit = at
    while number <= len(lines.starts):  # to the paragraph's end, at most
        limit = lines.ends[number - 1]
        if number == len(lines.starts) or not source[lines.starts[number] : lines.ends[number]].strip(" \t>"):
            break
        number += 1
    scan.gap(len(block.text), at, limit, last=True)
    try:
        return Inline((*scan.elements, *scan.emphasised()), scan.tail)
    except EditError as exc:
        raise EditError(f"{guide.id}: line {block.line}: {exc}") from exc


def edges(guide: Guide, block: Block, span: Span, elements: tuple[Element, ...]) -> tuple[int, int]:
    """Where an opening and a closing mark around `span` go, so that they cross nothing. Raises EditError."""
    start, end = block.source[span.start], end_of(block.source, span.end - 1)
    for one in elements:
        if not len(one.span) or not one.span.meets(span):
            continue
        tight = one.kind in ("code", "address", "image", "link")  # no marked words can stand within
        if span.covers(one.span):
            start = min(start, one.opening.start) if one.span.start == span.start else start
            end = max(end, one.closing.end) if one.span.end == span.end else end
        elif tight or not one.span.covers(span):
            raise EditError(
                f"{guide.id}: line {block.line}: '{span.of(block.text)[:30]}' crosses {_called(one)}; "
                "let one end where the other does"
            )
    return start, end


def _called(one: Element) -> str:
    name = {"em": "an emphasis", "strong": "an emphasis", "span": "marked words", "address": "an address"}
    return name.get(one.kind, f"an {one.kind}" if one.kind == "image" else f"a {one.kind}")

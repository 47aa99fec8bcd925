"""A part's text as XHTML: everything that is said has an element with an id."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from companion.exports import html
from companion.exports.parts import Kind, Line, Paragraph, Part, Word, within
from companion.exports.xml import fit
from companion.narration.document import Block, Passage


@dataclass(frozen=True, slots=True)
class Manner:
    """How one format writes what differs between formats."""

    sentence: Callable[[Line, str], str]  # a line and its text as XHTML -> its element
    words: Callable[[Line], Sequence[tuple[str, Word]]]  # the words that get an element, each with its id
    mark: Callable[[str], str]  # Note.id -> the reference to it
    label: Callable[[str], str]  # Note.id -> what stands before the note itself
    roles: bool  # whether ARIA roles may be written: XHTML 1.0 has none


def written(part: Part, passages: Mapping[str, Passage], manner: Manner, level: int) -> Iterator[str]:
    """The part's elements, one after another.

    `level`: of its heading. One that it lacks is made of its title; with 0 it gets none.
    """
    if level and not any(
        paragraph.block is not None and paragraph.block["kind"] == "heading" for paragraph in part.paragraphs
    ):
        yield f"<h{level}>{escape(part.title)}</h{level}>"
    stack: list[str] = []  # of what is open: passages by id, notes and lists
    labelled: set[str] = set()
    for paragraph in part.paragraphs:
        wanted = _around(paragraph, passages)
        kept = 0
        while kept < len(stack) and kept < len(wanted) and stack[kept] == wanted[kept]:
            kept += 1
        for name in reversed(stack[kept:]):
            yield _closed(name)
        for name in wanted[kept:]:
            yield _opened(name, passages, manner)
        if paragraph.kind != Kind.TEXT and paragraph.note is not None and paragraph.note not in labelled:
            labelled.add(paragraph.note)
            label = manner.label(paragraph.note)
        else:
            label = ""
        stack = list(wanted)
        yield _element(paragraph, manner, level, label)
    for name in reversed(stack):
        yield _closed(name)


def _around(paragraph: Paragraph, passages: Mapping[str, Passage]) -> tuple[str, ...]:
    """What stands around a paragraph, the outermost first. The first letter tells what it is."""
    around = [f"p{name}" for name in within(passages, paragraph.passage)]
    if paragraph.kind != Kind.TEXT:
        around = [f"{paragraph.kind[0]}{paragraph.note}"]
    if paragraph.block is not None and paragraph.block["kind"] == "item":
        around += [f"u{depth}" for depth in range(max(1, paragraph.block["level"]))]
    return tuple(around)


def _opened(name: str, passages: Mapping[str, Passage], manner: Manner) -> str:
    if name[0] == "p":
        passage = passages[name[1:]]
        label = f' role="group" aria-label="{escape(passage["title"])}"' if manner.roles and passage["title"] else ""
        return f'<div class="{escape(passage["kind"])}"{label}>'
    if name[0] == "u":
        # A list in a list stands in an item of the outer one: it has no other children (XHTML 1.0).
        return "<ul>" if name == "u0" else '<li class="inner"><ul>'
    kind = "footnote" if name[0] == Kind.FOOTNOTE[0] else "note"
    role = (' role="doc-footnote"' if kind == "footnote" else ' role="note"') if manner.roles else ""
    return f'<div class="{kind}"{role}>'


def _closed(name: str) -> str:
    return ("</ul>" if name == "u0" else "</ul></li>") if name[0] == "u" else "</div>"


def _element(paragraph: Paragraph, manner: Manner, level: int, label: str) -> str:
    block = paragraph.block
    if block is None:
        inner = " ".join(manner.sentence(line, escape(line.announced)) for line in paragraph.lines)
        return f'<p class="announcement">{inner}</p>'
    inner = label + _inner(block, paragraph.lines, manner)
    if block["kind"] == "code":
        return f"<pre>{inner}</pre>"
    inner = inner.replace("\n", "<br />\n")
    if block["kind"] == "heading":
        return f"<h{level}>{inner}</h{level}>"
    if block["kind"] == "quote":
        return f"<blockquote><p>{inner}</p></blockquote>"
    if block["kind"] == "item":
        numbered = ' class="numbered"' if html.number(block) is not None else ""
        return f"<li{numbered}>{inner}</li>"
    return f"<p>{inner}</p>"


def _inner(block: Block, lines: Sequence[Line], manner: Manner) -> str:
    out: list[str] = []
    at = 0
    for line in lines:
        if line.segment is None:
            continue
        first, behind = line.segment["from"], line.segment["to"]
        out.append(html.written(block, at, first) if first > at else "")
        last = line is lines[-1]
        marks = [one for one in block["marks"] if (at <= one[0] if at == 0 else at < one[0])]
        marks = [(place, name) for place, name in marks if place <= behind or last]
        out.append(manner.sentence(line, _sentence(block, first, behind, manner.words(line), marks, manner)))
        at = behind
    out.append(html.written(block, at, len(block["text"])) if at < len(block["text"]) else "")
    return "".join(out)


def _sentence(
    block: Block,
    first: int,
    behind: int,
    words: Sequence[tuple[str, Word]],
    marks: Sequence[tuple[int, str]],
    manner: Manner,
) -> str:
    """A sentence with its words in elements of their own, and each mark where it stands, or behind the word."""
    out: list[str] = []
    left = list(marks)
    at = first

    def plain(end: int) -> None:
        nonlocal at
        while left and left[0][0] < end:
            place, name = left.pop(0)
            if place > at:
                out.append(html.written(block, at, place))
                at = place
            out.append(manner.mark(name))
        if end > at:
            out.append(html.written(block, at, end))
            at = end

    for name, word in words:
        plain(word.first)
        out.append(f'<span id="{escape(name)}">{html.written(block, word.first, word.behind)}</span>')
        at = word.behind
    plain(behind)
    out.extend(manner.mark(name) for _, name in left)
    return "".join(out)


def encoded(text: str) -> bytes:
    """A finished page in UTF-8, without what XML cannot hold."""
    return fit(text).encode()

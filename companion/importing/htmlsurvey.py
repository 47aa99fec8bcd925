"""A first look over a page of HTML: where its text is, which tables hold data, which links are footnote marks."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

BLOCKS = frozenset(  # elements that are no part of a line
    "address article blockquote body center dd details dir div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5"
    " h6 header hgroup html legend li main menu ol p pre section summary table caption tbody thead tfoot tr ul"
    " xmp listing plaintext".split()
)
_INLINE = frozenset("a span sup sub em strong b i small cite code u font abbr bdi bdo mark q label".split())
_BODIES = frozenset("li p aside div dd section td".split())
_LAYOUT = frozenset("table h1 h2 h3 h4 h5 h6 blockquote ul ol pre figure article section".split())
_LABEL = re.compile(r"[\[(]?\s*(?:\w{0,5}\s?\d{1,4}|[a-z]|[ivxl]{1,6}|[*†‡§¶]{1,3})\s*[\])]?\.?", re.IGNORECASE)
_MARK_CLASS = re.compile(r"foot-?note|note-?ref|end-?note|^reference$|^fn", re.IGNORECASE)
_NOTE_TARGET = re.compile(r"_?(?:ftn|edn|fn|footnote|endnote|cite_note|note)s?[-_:.]?\w{0,40}", re.IGNORECASE)
_BACK = re.compile(r"[\s↑↩⤴⏎^←⇑\ufe0e\ufe0f]*(?:back|return)?[\s↑↩⤴⏎^←⇑\ufe0e\ufe0f]*", re.IGNORECASE)
_COMMENT = re.compile(r"cmnt\d+|_msocom_\d+|_com_\d+")  # remarks at the margin: Google Docs, Word
_LONG_PARAGRAPH = 60  # characters of one of several in a cell: such a table is no data
_LONGEST_NOTE = 5_000  # characters
_SCRIPTS = ("script", "style", "noscript", "template")


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A link into a page."""

    node: LexborNode
    order: int  # of elements
    target: tuple[str, str]  # path of the page and id of the element


@dataclass
class Survey:
    """What one look over a page has found. Elements are known by their mem_id."""

    tree: LexborHTMLParser
    path: str = ""  # of the page, in its book
    main: int = 0  # the element that holds the text; 0 where that is the whole body
    headed: bool = False  # there is an h1 outside of every header
    main_headed: bool = False  # and one in the main element
    layout: set[int] = field(default_factory=set)  # tables that hold text, not data
    marks: dict[int, str] = field(default_factory=dict)  # links that are footnote marks: the footnote's key
    bodies: dict[int, str] = field(default_factory=dict)  # elements that are footnotes: their keys
    comments: set[int] = field(default_factory=set)  # remarks at the margin, and the marks that lead to them
    nests: set[int] = field(default_factory=set)  # tables with tables in them
    sizes: dict[int, int] = field(default_factory=dict)  # of elements: their characters
    whole: int = 0  # characters of the page
    backs: set[int] = field(default_factory=set)  # links from a footnote back to its mark
    orphans: set[int] = field(default_factory=set)  # footnote marks whose footnote is not there
    _ids: dict[str, tuple[int, LexborNode]] = field(default_factory=dict)
    _anchors: list[_Anchor] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._look()

    def _look(self) -> None:
        tables: list[tuple[int, int]] = []  # mem_id, most cells in a row
        inner: list[list[int]] = []  # of the cells around: how long their paragraphs are
        begins: dict[int, int] = {}  # where in the page's characters an element begins
        cells = headers = order = whole = 0
        areas: dict[str, list[int]] = {"main": [], "article": []}
        sizes: dict[int, int] = {}
        headed: set[int] = set()
        inside: list[int] = []
        for node, opens in walk(self.tree.root):
            tag = node.tag or ""
            if tag == "-text":
                size = len((node.text_content or "").strip())
                whole += size
                for area in inside:
                    sizes[area] = sizes.get(area, 0) + size
                continue
            if tag.startswith("-") or tag in _SCRIPTS:
                continue
            if tag in ("main", "article"):
                if opens:
                    areas[tag].append(node.mem_id)
                    inside.append(node.mem_id)
                elif inside:
                    inside.pop()
            elif tag == "header":
                headers += 1 if opens else -1
            elif tag == "tr" and opens:
                cells = 0
            if tag in ("td", "th") and opens and tables:
                cells += 1
                tables[-1] = (tables[-1][0], max(tables[-1][1], cells))
            if tag in _LAYOUT and opens and tables:
                self.layout.add(tables[-1][0])
            if opens:
                begins[node.mem_id] = whole
            else:
                self.sizes[node.mem_id] = whole - begins.pop(node.mem_id, whole)
            if tag in ("td", "th"):
                if opens:
                    inner.append([])
                elif inner and _several(inner.pop()) and tables:
                    self.layout.add(tables[-1][0])
            elif tag == "p" and inner and not opens:
                inner[-1].append(self.sizes[node.mem_id])
            if tag == "table":
                if opens:
                    self.nests.update(identity for identity, _ in tables[-1:])
                    tables.append((node.mem_id, 0))
                elif tables:
                    identity, most = tables.pop()
                    if most < 2:
                        self.layout.add(identity)
            if not opens:
                continue
            order += 1
            if tag == "h1":
                self.headed |= not headers
                headed.update(inside)
            attributes = node.attributes
            if tag == "table" and attributes.get("role") in ("presentation", "none"):
                self.layout.add(node.mem_id)
            for name in ("id", "name") if tag == "a" else ("id",):
                if identity_text := attributes.get(name):
                    self._ids.setdefault(identity_text, (order, node))
            if tag == "a" and "#" in (href := attributes.get("href") or ""):
                page, _, fragment = href.partition("#")
                if fragment and ":" not in page:
                    there = (
                        posixpath.normpath(posixpath.join(posixpath.dirname(self.path), unquote(page)))
                        if page
                        else self.path
                    )
                    self._anchors.append(_Anchor(node, order, (there, unquote(fragment))))
        self.whole = whole
        for candidates in areas.values():
            if len(candidates) == 1 and sizes.get(candidates[0], 0) * 3 > whole:
                self.main = candidates[0]
                self.main_headed = self.main in headed
                break


def _several(paragraphs: Sequence[int]) -> bool:
    """Whether a cell holds a text: more than one paragraph, not all of them short."""
    return sum(map(bool, paragraphs)) > 1 and max(paragraphs) >= _LONG_PARAGRAPH


def link(surveys: Sequence[Survey]) -> None:
    """Find the footnotes of pages that belong together, and the marks that lead to them."""
    places = {survey.path: number for number, survey in enumerate(surveys)}
    keys: dict[tuple[int, int], str] = {}  # of a footnote: its page and element
    taken: set[str] = set()
    own: set[tuple[str, str]] = set()  # ids of the marks, which the footnotes lead back to
    for number, survey in enumerate(surveys):
        for anchor in survey._anchors:
            there = places.get(anchor.target[0])
            target = surveys[there]._ids.get(anchor.target[1]) if there is not None else None
            label = anchor.node.text_lexbor().strip() if anchor.node.first_child else ""
            if _COMMENT.fullmatch(anchor.target[1]):
                survey.comments.add(anchor.node.mem_id)
                if target is not None and there is not None and (number, anchor.order) < (there, target[0]):
                    surveys[there].comments.add(_remark(target[1]).mem_id)
                continue
            sure = _sure(anchor)
            if target is None or there is None:
                if sure and _LABEL.fullmatch(label):
                    survey.orphans.add(anchor.node.mem_id)
                continue
            if (number, anchor.order) >= (there, target[0]) or len(label) > 12:
                continue
            body = _body(target[1])
            if body is None or not (sure or (_LABEL.fullmatch(label) and _leads_back(body, anchor))):
                continue
            if _contains(body, anchor.node):
                continue
            key = keys.get((there, body.mem_id))
            if key is None:
                key = _key(label, taken)
                keys[there, body.mem_id] = key
                surveys[there].bodies[body.mem_id] = key
            survey.marks[anchor.node.mem_id] = key
            own.update((survey.path, identity) for identity in _own_ids(anchor.node))
    for survey in surveys:
        for anchor in survey._anchors:
            if anchor.node.mem_id not in survey.marks and anchor.target in own:
                survey.backs.add(anchor.node.mem_id)


def is_mark(node: LexborNode) -> bool:
    """Whether raised text says of itself that it is a footnote mark, though it leads nowhere."""
    named = any(_MARK_CLASS.search(name) for name in (node.attributes.get("class") or "").split())
    return named and node.css_first("a[href]") is None and bool(_LABEL.fullmatch(node.text_lexbor().strip()))


def _sure(anchor: _Anchor) -> bool:
    """Whether a link says of itself that it leads to a footnote."""
    attributes = anchor.node.attributes
    if "doc-noteref" in (attributes.get("role") or "") or "noteref" in (attributes.get("epub:type") or ""):
        return True
    if any(_MARK_CLASS.search(name) and "back" not in name for name in (attributes.get("class") or "").split()):
        return True
    label = anchor.node.text_lexbor() if anchor.node.first_child else ""
    if not _LABEL.fullmatch(label.strip()):
        return False
    parent, child = anchor.node.parent, anchor.node.first_child
    raised = (parent is not None and parent.tag == "sup") or (child is not None and child.tag == "sup")
    return raised or bool(_NOTE_TARGET.fullmatch(anchor.target[1]))


def _body(target: LexborNode) -> LexborNode | None:
    """The block that an id in it makes a footnote; None for what cannot be one."""
    node: LexborNode | None = target
    while node is not None and node.tag in _INLINE:
        node = node.parent
    if node is None or node.tag not in _BODIES or len(node.text_lexbor()) > _LONGEST_NOTE:
        return None
    return None if node.css_first("h1, h2, h3, main, article") else node


def _remark(target: LexborNode) -> LexborNode:
    """The block that is a remark at the margin: all of its paragraphs, where they have a division of their own."""
    node = target
    while node.tag in _INLINE and node.parent is not None:
        node = node.parent
    around = node.parent
    first = around.first_child if around is not None and around.tag == "div" else None
    while first is not None and (first.tag or "-").startswith("-"):
        first = first.next
    return around if around is not None and first is not None and first.mem_id == node.mem_id else node


def _leads_back(body: LexborNode, anchor: _Anchor) -> bool:
    own = _own_ids(anchor.node)
    return any((link.attributes.get("href") or "").partition("#")[2] in own for link in body.css("a[href]"))


def _own_ids(anchor: LexborNode) -> set[str]:
    """The ids at a mark: its own, and those right around and in it."""
    near: list[LexborNode | None] = [
        anchor,
        anchor.parent,
        anchor.parent.parent if anchor.parent else None,
        anchor.first_child,
    ]
    near.append(anchor.prev)
    found: set[str] = set()
    for node in near:
        if node is not None and not (node.tag or "-").startswith("-") and node.tag in _INLINE:
            found.update(value for name in ("id", "name") if (value := node.attributes.get(name)))
    return found


def _contains(outer: LexborNode, node: LexborNode) -> bool:
    here: LexborNode | None = node
    while here is not None and here.mem_id != outer.mem_id:
        here = here.parent
    return here is not None


def _key(label: str, taken: set[str]) -> str:
    plain = label.strip("[]() .")
    key = plain if re.fullmatch(r"[A-Za-z0-9]+", plain) and plain not in taken else ""
    number = len(taken) + 1
    while not key or key in taken:
        key = str(number)
        number += 1
    taken.add(key)
    return key


def is_back(label: str) -> bool:
    """Whether a link's text is nothing but an arrow back to its mark."""
    return bool(label.strip()) and bool(_BACK.fullmatch(label))


def walk(root: LexborNode | None, skip: set[int] | None = None) -> Iterator[tuple[LexborNode, bool]]:
    """Every node in the order of the page, elements twice: when they open and when they close. Depth costs nothing.

    Whoever walks may put the mem_id of an element that has just opened into `skip`: then nothing in it is visited.
    """
    node = root
    while node is not None and root is not None:
        yield node, True
        child = None if skip and node.mem_id in skip else node.first_child
        if child is not None:
            node = child
            continue
        while True:
            if node.tag != "-text":
                yield node, False
            if node.mem_id == root.mem_id:
                return
            after = node.next
            if after is not None:
                node = after
                break
            parent = node.parent
            if parent is None:
                return
            node = parent

"""Why an element of HTML is not read: what it is, what it is called, what it says, and where it stands."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from companion.importing import htmlnoise
from companion.importing.htmlsurvey import BLOCKS, Survey, is_mark

_HEADING = re.compile(r"h[1-6]")


def why(node: LexborNode, tag: str, survey: Survey, everything: bool, quoted: bool, above: bool) -> str:
    """Why an element is left out with all that is in it; "" for what is read.

    `quoted`: it stands in a quotation; `above`: no h1 of the page has been read yet.
    """
    identity = node.mem_id
    if identity in survey.comments:
        return "comment"
    if everything:
        found = htmlnoise.reason(tag, {})
        return "" if found in ("navigation", "aside", "deleted text", "reading aid") else found
    if tag == "a" and (identity in survey.orphans or identity in survey.backs):
        return "footnote mark"
    if identity in survey.bodies:
        return ""
    if tag == "footer" and not quoted:
        return "page footer"
    if tag == "header":
        if not node.css_first("h1, h2, h3, h4, h5, h6") or (survey.headed and not _in_article(node)):
            return "page header"
        return ""
    attributes = node.attributes
    if htmlnoise.is_note(attributes) and tag not in ("body", "section", "ol"):
        return "footnote without a mark"
    found = htmlnoise.reason(tag, attributes)
    named = tag != "aside" and found in ("aside", "navigation", "page header")
    if named and node.css_first("h1, main, article") is not None:
        return ""  # a page that is laid out in it, whatever it is called
    if not found and above and survey.headed and tag in ("ul", "ol"):
        found = "navigation" if htmlnoise.menu([item.text_lexbor() for item in node.css("li")]) else ""
    return found or _likely(node, tag, attributes, survey)


def _likely(node: LexborNode, tag: str, attributes: Mapping[str, str | None], survey: Survey) -> str:
    """Why an element is likely no text: by parts of its names, by what it says, by where it stands."""
    size, whole = survey.sizes.get(node.mem_id, 0), survey.whole
    if not size:
        return ""
    if found := htmlnoise.likely(tag, attributes, size, whole):
        inside = "h1, h2, h3, h4, h5, h6, main, article" if found == "page header" else "h1, main, article"
        return found if node.css_first(inside) is None else ""
    if tag == "figcaption":
        figure = node.parent
        shown = figure is not None and figure.css_first("img, picture, svg, video, iframe, canvas") is not None
        kept = figure is not None and figure.css_first("blockquote, table, pre") is not None
        return "caption of a picture" if shown and not kept else ""
    if tag == "sup":
        return "footnote mark" if is_mark(node) else ""
    first = _element(node.first_child if tag in ("div", "section", "p", "ul") else None)
    within = first.tag or "" if first is not None else ""
    if tag in ("div", "section") and 2 * size < whole:
        behind = _element(first.next) if first is not None else None
        boxed = behind is not None and behind.tag in BLOCKS  # more than a heading
        if first is not None and boxed and _HEADING.fullmatch(within) and htmlnoise.furniture(first.text_lexbor()):
            return "aside"
        if tag == "div" and _in_margin(node):
            parent = node.parent
            begins = _element(parent.first_child if parent is not None else None)
            return "running head" if begins is not None and begins.mem_id == node.mem_id else "running foot"
    if tag in ("p", "ul", "div") and size <= htmlnoise.LONGEST_LINE and within not in ("div", "p", "section"):
        anchors = node.css("a")
        links = [link.text_lexbor() if link.first_child is not None else "" for link in anchors]
        inward = bool(anchors) and all((link.attributes.get("href") or "").startswith("#") for link in anchors)
        return htmlnoise.line(node.text_lexbor(), links, inward)
    return ""


def _in_margin(node: LexborNode) -> bool:
    """Whether a division is what Google Docs has above and below each page: the text itself stands in none."""
    body = node.parent
    if body is None or body.tag != "body" or "doc-content" not in (body.attributes.get("class") or "").split():
        return False
    return node.css_first("h1, table, a[id^=ftnt], a[id^=cmnt]") is None


def _in_article(node: LexborNode) -> bool:
    here = node.parent
    while here is not None and here.tag not in ("article", "main", "section"):
        here = here.parent
    return here is not None


def _element(node: LexborNode | None) -> LexborNode | None:
    """The node, or else the first element behind it."""
    while node is not None and ((node.tag or "-").startswith("-") or node.tag == "style"):
        node = node.next
    return node

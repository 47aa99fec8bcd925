"""What a page's style sheet makes bold or italic: Google Docs and Word say it there, by class."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

_RULE = re.compile(r"([^{}]{1,500})\{([^{}]*)\}")
_CLASS = re.compile(r"\s*(?:span|font|p)?\.([\w-]+)\s*")  # alone: what depends on elements around is not looked at
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)\b", re.IGNORECASE)
_LONGEST = 500_000  # characters of style sheets that are looked at


def by_class(tree: LexborHTMLParser) -> dict[str, frozenset[str]]:
    """The styles, em and strong, that each class of the page's own style sheets gives."""
    found: dict[str, set[str]] = {}
    sheets = "\n".join(sheet.text() for sheet in tree.css("style"))[:_LONGEST]
    for selectors, declarations in _RULE.findall(re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)):
        styles = _styles(declarations)
        for selector in selectors.split(",") if styles else ():
            if named := _CLASS.fullmatch(selector):
                found.setdefault(named[1], set()).update(styles)
    return {name: frozenset(styles) for name, styles in found.items()}


def of(attributes: Mapping[str, str | None], classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The styles that an element's classes and its own style give it."""
    styles = _styles(attributes.get("style") or "")
    for name in (attributes.get("class") or "").split():
        styles |= classes.get(name, frozenset())
    return frozenset(styles)


def _styles(declarations: str) -> set[str]:
    return {name for name, pattern in (("strong", _BOLD), ("em", _ITALIC)) if pattern.search(declarations)}

"""What the head of a page says: its title without the name of the site, its author, its language."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from companion.importing import authors

_BARS = re.compile(r"\s+[|·•»–—-]\s+|\s*\|\s*|\s+::\s+")  # between a title and the name of its site
_SITE_CLASSES = re.compile(r"\b(?:(?:site|blog)[-_]?(?:title|name)|(?:[\w-]*[-_])?(?:logo|brand))\b", re.IGNORECASE)
_ALIKE = 0.7  # of the words of a title and of the heading, that one of them says what the other says


def metadata(tree: LexborHTMLParser) -> tuple[str, str, str]:
    """Title, author and language as the page's head says."""
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = (attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or "").lower()
        found.setdefault(name, " ".join((attributes.get("content") or "").split()))
    head = tree.css_first("title")
    title = found.get("og:title") or (" ".join(head.text().split()) if head else "") or found.get("dc.title", "")
    title = _as_headed(_without_site(title, set(_sites(tree, found)) - {""}), tree)
    author = found.get("author") or found.get("dc.creator") or found.get("article:author", "")
    language = ""
    for root in (tree.css_first("html"), tree.body):
        if root is not None and not language:
            language = root.attributes.get("lang") or root.attributes.get("xml:lang") or ""
    language = language or found.get("content-language", "") or found.get("dc.language", "")
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", language):
        language = ""
    return title, authors.named(author), language.replace("_", "-")


def _without_site(title: str, sites: set[str]) -> str:
    """The title without the name of the site behind it or before it, where the page says elsewhere that it is that."""
    bars = list(_BARS.finditer(title))
    if bars and _folded(title[bars[-1].end() :]) in sites:
        return _without_site(title[: bars[-1].start()].strip(), sites)
    if bars and _folded(title[: bars[0].start()]) in sites:
        return title[bars[0].end() :].strip()
    return title


def _sites(tree: LexborHTMLParser, found: Mapping[str, str]) -> Iterator[str]:
    """What the site may be called: as it says, as its addresses say, and as the link to its first page says."""
    yield from filter(None, (_folded(found.get(name, "")) for name in ("og:site_name", "application-name")))
    canonical = tree.css_first("link[rel=canonical]")
    for address in (found.get("og:url", ""), (canonical.attributes.get("href") or "") if canonical else ""):
        yield from _hosts(address)
    for link in tree.css("a"):
        address = link.attributes.get("href") or ""
        home = address == "/" or (address.startswith("http") and urlsplit(address).path in ("", "/"))
        around = link.parent.attributes.get("class") if link.parent is not None else ""
        if home or _SITE_CLASSES.search(f"{link.attributes.get('class') or ''} {around or ''}"):
            yield _folded(link.text())


def _hosts(address: str) -> Iterator[str]:
    """ "https://www.lamp-lit.co.uk/a" is of "lamplit", and of "lamplitcouk"."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # not an address
        return
    yield from (_folded(part) for part in (*host.split(".")[:-1], host) if len(part) > 2)


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _as_headed(title: str, tree: LexborHTMLParser) -> str:
    """The title as the page's one heading writes it, where both say nearly the same."""
    headings = tree.css("h1")
    if len(headings) != 1 or not title:
        return title
    heading = " ".join(headings[0].text().split())
    if heading and heading in (title[: bar.start()].strip() for bar in _BARS.finditer(title)):
        return heading  # the name of a site stands behind it
    ours, theirs = (set(re.findall(r"\w+", text.casefold())) for text in (title, heading))
    return heading if len(ours & theirs) >= _ALIKE * max(len(ours), len(theirs)) else title

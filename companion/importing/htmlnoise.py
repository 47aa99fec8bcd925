"""What of a page of HTML is not its text: navigation, scripts, what is hidden; each with its reason."""

import re
from collections.abc import Mapping

_TAGS = {
    "script": "script",
    "noscript": "shown without scripts only",
    "style": "style sheet",
    "template": "template",
    "nav": "navigation",
    "aside": "aside",
    "form": "form",
    "button": "button",
    "input": "form",
    "select": "form",
    "textarea": "form",
    "datalist": "form",
    "dialog": "dialog",
    "iframe": "embedded page",
    "frame": "embedded page",
    "noframes": "shown without frames only",
    "noembed": "shown without plug-ins only",
    "object": "embedded object",
    "embed": "embedded object",
    "applet": "embedded object",
    "svg": "drawing",
    "canvas": "drawing",
    "map": "image map",
    "audio": "sound",
    "video": "video",
    "img": "picture",
    "picture": "picture",
    "title": "title of the page",
    "rt": "reading aid",
    "rp": "reading aid",
    "del": "deleted text",
}
_ROLES = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "toolbar": "navigation",
    "banner": "page header",
    "contentinfo": "page footer",
    "complementary": "aside",
    "search": "form",
    "dialog": "dialog",
    "doc-toc": "table of contents",
    "doc-index": "index",
    "doc-pagelist": "page number",
    "doc-pagebreak": "page number",
}
_TYPES = {
    "pagebreak": "page number",
    "page-list": "page number",
    "toc": "table of contents",
    "landmarks": "navigation",
    "index": "index",
    "copyright-page": "copyright notice",
    "cover": "cover",
}
_CLASSES = {
    reason: frozenset(names.split())
    for reason, names in {
        "navigation": "nav navbar navigation menu breadcrumb breadcrumbs navbox pagination pager mw-jump-link"
        " vector-toc mw-editsection site-nav main-nav main-menu catlinks sistersitebox noprint skip-link skiplink"
        " post-navigation wp-block-navigation prev-next",
        "table of contents": "toc table-of-contents tableofcontents",
        "page header": "site-header page-header-bar topbar masthead",
        "page footer": "footer site-footer page-footer printfooter colophon",
        "aside": "sidebar infobox metadata ambox hatnote related related-posts recommended promo newsletter subscribe",
        "advertisement": "advert advertisement ads ad adsbygoogle sponsored",
        "comments of readers": "comments comment-list disqus",
        "sharing buttons": "share sharing social social-share sharedaddy",
        "notice about cookies": "cookie-banner cookie-notice cookie-consent cookies",
        "hidden text": "sr-only visually-hidden screen-reader-text visuallyhidden hidden mw-empty-elt",
        "page number": "pagenum page-number pageno page_number pagebreak",
    }.items()
}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|content-visibility\s*:\s*hidden", re.IGNORECASE
)


def reason(tag: str, attributes: Mapping[str, str | None]) -> str:
    """Why an element is left out with all that is in it; "" for what is read."""
    if found := _TAGS.get(tag):
        return "footnote" if tag == "aside" and is_note(attributes) else found
    if not attributes:
        return ""
    if (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or _HIDDEN.search(attributes.get("style") or "")
    ):
        return "hidden text"
    for role in (attributes.get("role") or "").split():
        if role in _ROLES:
            return _ROLES[role]
    for name in (attributes.get("epub:type") or "").split():
        if name in _TYPES:
            return _TYPES[name]
    if tag in ("body", "html", "main", "article", "h1"):
        return ""
    classes = {name.lower() for name in (attributes.get("class") or "").split()}
    if classes:
        for why, names in _CLASSES.items():
            if not names.isdisjoint(classes):
                return why
    return "table of contents" if attributes.get("id") in ("toc", "vector-toc") else ""


def is_note(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element says of itself that it is a footnote."""
    types = (attributes.get("epub:type") or "").split() + (attributes.get("role") or "").split()
    return not {"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"}.isdisjoint(types)

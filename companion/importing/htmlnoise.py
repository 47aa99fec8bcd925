"""What of a page of HTML is not its text: navigation, scripts, what is hidden; each with its reason."""

import re
from collections.abc import Mapping, Sequence

from companion.importing import looks

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
_PARTS = {  # words of one class name that together say what an element is, whatever else the name says
    "navigation": "toolbar breadcrumb breadcrumbs pagination pager langlinks nav prev+next previous+next lang+btn"
    " skip+link main+menu site+menu footer+menu menu+item topnav mainnav subnav sidenav navmenu navlinks",
    "page header": "masthead topbar",
    "about the page": "entry+meta post+meta article+meta page+meta blog+meta single+meta meta+info meta+data posted+on"
    " reading+time read+time publish+date published+date post+date entry+date last+modified",
    "aside": "newsletter signup sign+up subscribe subscription promo upgrade paywall left+rail"
    " right+rail recirc upsell cta related+posts related+articles"
    " related+content related+links related+stories most+read most+popular author+box author+bio"
    " author+card about+author",
    "advertisement": "advert advertisement ads inline+ad ad+slot ad+unit ad+container ad+wrapper ad+banner ad+block"
    " sponsored",
    "sharing buttons": "sharing addtoany share+buttons share+bar share+links share+icons share+tools share+this"
    " share+post social+buttons social+bar social+links social+icons social+media social+share",
    "notice about cookies": "gdpr cookie+banner cookie+notice cookie+consent cookie+bar cookies+banner cookies+notice",
    "button": "btn buttons wp+button",
    "caption of a picture": "wp+caption+text image+caption img+caption photo+caption picture+caption thumb+caption"
    " thumbcaption infobox+caption",
    "comments of readers": "comments+area comments+section comments+list comments+wrapper comment+respond comment+form"
    " comment+list",
    "embedded post": "twitter+tweet twitter+video instagram+media tiktok+embed reddit+embed bluesky+embed"
    " mastodon+embed fb+post",
}
_TOGETHER = [(why, frozenset(words.split("+"))) for why, names in _PARTS.items() for words in names.split()]
_PLACES = {  # what a part of the page is called by its id or class, in pages older than <nav> and <footer>
    name: reason
    for reason, names in {
        "navigation": "nav navbar navigation topnav mainnav menu mainmenu main-menu breadcrumb breadcrumbs catlinks"
        " pagination mw-navigation mw-head site-navigation menu-principal",
        "page header": "header masthead topbar site-header kopf kopfzeile cabecera encabezado entete en-tete",
        "page footer": "footer site-footer colophon fuss fusszeile pie pie-de-pagina pied pied-de-page",
        "aside": "sidebar secondary widget-area widgets seitenleiste barra-lateral",
        "comments of readers": "comments commentlist disqus_thread respond",
        "notice about cookies": "cookies cookie-banner cookie-notice",
    }.items()
    for name in names.split()
}
_PLACED = frozenset("div ul ol td table".split())
_IDS = re.compile(  # of MediaWiki
    r"p-lang-btn|vector-\w[\w-]*|siteSub|contentSub|jump-to-nav|mw-panel|p-(?:lang|tb|personal|navigation|views|cactions)"
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_NAMED = frozenset("div section ul ol p span a figure table header footer figcaption blockquote label li dl".split())
_SEE_ALSO = re.compile(  # headings of lists that lead to other pages
    r"see also|external links|cite (?:this|page).*|how to cite.*|related (?:links|pages|articles|posts)"
    r"|siehe auch|weblinks|voir aussi|liens externes|véase también|enlaces externos",
    re.IGNORECASE,
)
_FURNITURE = re.compile(  # headings of what stands in a box of its own and is about the site
    rf"{_SEE_ALSO.pattern}|share (?:this|on)\b.*|(?:never|don['’]t) miss (?:a|an|our)\b.*|subscribe\b.*|sign up\b.*"
    r"|(?:our )?newsletter|you (?:may|might) (?:also )?(?:like|enjoy)\b.*|recent (?:posts|comments)"
    r"|leave a (?:reply|comment)|most (?:read|popular|viewed|shared)|trending(?: now)?|popular (?:pages|posts)\b.*"
    r"|(?:get|download) (?:the|this|our|your)\b.*\b(?:pdf|app|e-?book)|upgrade\b.*|go (?:pro|premium)\b.*"
    r"|ask (?:a|us a|our|an)\b.*\b(?:questions?|experts?)|need (?:more )?help\b.*|related (?:guides|stories)"
    r"|more from\b.*|editor['’]?s['’]? picks?",
    re.IGNORECASE,
)
_LEADS = re.compile(  # what links say that lead on, and nothing else
    r"(?:[\W_]*(?:previous|prev|next|back|home|up|top|back to top|previous (?:chapter|page|section)"
    r"|next (?:chapter|page|section)|table of contents|zurück|weiter|précédent|suivant|anterior|siguiente)[\W_]*)+",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:posted|published|(?:last )?updated|last modified|publicado|actualizado|publié|mis à jour|veröffentlicht"
    r"|aktualisiert|zuletzt (?:geändert|aktualisiert))\b.*[^.!?]",
    re.IGNORECASE,
)
_TAKES = re.compile(r".*\b\d+ min(?:ute)?s? read\W*", re.IGNORECASE)
_LABEL = re.compile(r"[^.!?:]{1,40}:")
_LABEL_OF_LINKS = re.compile(  # "Related themes: Loss Home"
    r"(?:related|tags?|tagged|filed under|categor(?:y|ies)|topics?|read (?:more|also|next)|see also)\b[^.!?:]{0,30}:.*",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"advertisements?|sponsored(?: content)?|anzeige|werbung|publicidad|anuncio|publicité", re.IGNORECASE
)
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright\b)\W*(?:\d{4}\b.*|.*all rights reserved\W*)", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:table of )?contents|on this page|in this (?:article|guide)|jump to(?: section)?|inhaltsverzeichnis|índice"
    r"|tabla de contenidos|sommaire|table des matières",
    re.IGNORECASE,
)
_HELPFUL = re.compile(r"was this (?:(?:page|article|guide) )?(?:helpful|useful)\b.*", re.IGNORECASE)
_LEGAL = re.compile(  # "Terms · Privacy"
    r"(?:(?:^|\s*[·|•/]\s*)(?:(?:terms|privacy|cookies?|contact|imprint|legal|about|accessibility|impressum|agb"
    r"|datenschutz"
    r"|kontakt|mentions légales|confidentialité|aviso legal|privacidad|contacto)"
    r"(?: (?:of (?:use|service)|policy|notice|us))?))"
    r"{2,}\W*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s|·•›»>/]*")  # links that lead on
_SEVERAL = 3  # links in a row that are no part of a sentence
_LONGEST_ENTRY = 40  # characters of an entry of a menu
LONGEST_LINE = 120  # characters of a line about the page
_LONGEST_BOX = 1_500  # characters of what the parts of its name may say to be no text
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


def likely(tag: str, attributes: Mapping[str, str | None], size: int, whole: int) -> str:
    """Why an element of `size` characters, of `whole` on the page, is likely no text, by the parts of its names.

    What holds half of the page is its text whatever it is called: "content nav-open" is no navigation.
    """
    if tag in _PLACED and 2 * size <= whole:
        called = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".lower().split()
        if placed := next((_PLACES[name] for name in called if name in _PLACES), ""):
            return placed
    if tag not in _NAMED or size > _LONGEST_BOX or 2 * size > whole:
        return ""
    if tag in ("div", "ul") and _IDS.fullmatch(attributes.get("id") or ""):
        return "navigation"
    for name in (attributes.get("class") or "").split():
        words = {word.lower() for word in _WORDS.findall(name)}
        for why, needed in _TOGETHER:
            if needed <= words:
                return why
    return ""


def line(text: str, links: Sequence[str], within: bool = False) -> str:
    """Why a line is no text by what it says; `links` are the texts of the links in it.

    `within`: they lead to other places of the page.
    """
    plain = " ".join(text.split())
    if len(plain) > LONGEST_LINE:
        return ""
    if links and _LEADS.fullmatch(plain) and _WORDS.findall("".join(links)) == _WORDS.findall(plain):
        return "navigation"
    if links and not "".join(links).strip() and _LABEL.fullmatch(plain):
        return "label of pictures"
    if _PAID.fullmatch(plain):
        return "advertisement"
    if _RIGHTS.fullmatch(plain):
        return "copyright notice"
    if _CONTENTS.fullmatch(plain):
        return "table of contents"
    if _HELPFUL.fullmatch(plain):
        return "about the page"
    if _LEGAL.fullmatch(plain):
        return "page footer"
    if (len(links) >= _SEVERAL or within) and plain and _without(plain, links):
        return "navigation"
    if links and _LABEL_OF_LINKS.fullmatch(plain):
        return "links to other pages"
    posted = _POSTED.fullmatch(plain) and looks.dated(plain)
    return "about the page" if posted or _TAKES.fullmatch(plain) else ""


def menu(entries: Sequence[str]) -> bool:
    """Whether a list that stands above a page's heading is its menu: short entries that are no sentences."""
    return all(len(one.strip()) <= _LONGEST_ENTRY and not looks.said(one.strip()) for one in entries)


def _without(text: str, links: Sequence[str]) -> bool:
    """Whether nothing but marks between them is left of a text without its links."""
    rest = text
    for link in links:
        rest = rest.replace(" ".join(link.split()), "", 1)
    return bool(_BETWEEN.fullmatch(rest))


def leads_elsewhere(heading: str) -> bool:
    """Whether a heading is of a list of links to other pages."""
    return bool(_SEE_ALSO.fullmatch(heading.strip()))


def furniture(heading: str) -> bool:
    """Whether a heading is of a box about the site: to subscribe, to share."""
    return bool(_FURNITURE.fullmatch(heading.strip()))


def is_note(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element says of itself that it is a footnote."""
    types = (attributes.get("epub:type") or "").split() + (attributes.get("role") or "").split()
    return not {"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"}.isdisjoint(types)

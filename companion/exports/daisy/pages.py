"""The two pages of a DAISY book: the navigation control centre, and the full text."""

from collections.abc import Iterator
from html import escape

from companion.exports import prose
from companion.exports.daisy.book import FORMAT, GENERATOR, Daisy, Entry, metas
from companion.exports.direction import direction
from companion.exports.parts import Line
from companion.narration import clock

_PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}" dir="{direction}">
<head>
<meta http-equiv="Content-type" content="text/html; charset=utf-8" />
<title>{title}</title>
{metas}</head>
<body>
{body}
</body>
</html>
"""


def ncc(book: Daisy, files: int) -> str:
    """The navigation control centre (DAISY 2.02, 2.1). `files`: how many the whole book has."""
    entries = book.entries
    counted = {kind: sum(one.kind == kind for one in entries) for kind in ("noteref", "sidebar")}
    named = [
        *_described(book),
        ("ncc:charset", "utf-8"),
        ("ncc:depth", str(max((one.level for one in entries), default=1) or 1)),
        ("ncc:files", str(files)),
        ("ncc:footnotes", str(counted["noteref"])),
        ("ncc:generator", GENERATOR),
        ("ncc:maxPageNormal", "0"),
        ("ncc:multimediaType", "audioFullText"),
        ("ncc:narrator", book.about.narrator),
        ("ncc:pageFront", "0"),
        ("ncc:pageNormal", "0"),
        ("ncc:pageSpecial", "0"),
        ("ncc:prodNotes", "0"),
        ("ncc:setInfo", "1 of 1"),
        ("ncc:sidebars", str(counted["sidebar"])),
        ("ncc:tocItems", str(1 + len(entries))),
        ("ncc:totalTime", clock.whole(book.length)),
    ]
    listed = [_entry(number, one) for number, one in enumerate(entries, 1)]
    return _page(book, metas(named), "\n".join([_title(book), *listed]))


def _described(book: Daisy) -> Iterator[tuple[str, str]]:
    about = book.about
    yield "dc:creator", about.author or "unknown"
    yield "dc:date", about.year
    yield "dc:format", FORMAT
    yield "dc:identifier", book.identifier
    yield "dc:language", about.language
    yield "dc:publisher", about.author or "unknown"
    yield "dc:title", about.title
    if about.notice:
        yield "dc:description", about.notice


def _title(book: Daisy) -> str:
    """The first of all headings; nobody says it, so it leads to what is said first."""
    first = book.smils[0]
    title = escape(" ".join(book.about.title.split()))
    return f'<h1 class="title" id="title"><a href="{first.name}#{first.pars[0].id}">{title}</a></h1>'


def _entry(number: int, one: Entry) -> str:
    link = f'<a href="{one.href}">{escape(" ".join(one.title.split()))}</a>'
    if one.kind == "heading":
        return f'<h{one.level} id="n{number}">{link}</h{one.level}>'
    name = "div" if one.kind == "group" else "span"
    return f'<{name} class="{one.kind}" id="n{number}">{link}</{name}>'


def content(book: Daisy) -> str:
    """The full text (DAISY 2.02, 2.3); every line leads back to its sound."""

    def sentence(line: Line, inner: str) -> str:
        return f'<span class="sentence" id="{escape(line.id)}"><a href="{book.places[line.id]}">{inner}</a></span>'

    def mark(name: str) -> str:
        return f"<sup>{book.numbers[name]}</sup>" if name in book.numbers else ""

    def label(name: str) -> str:
        return f"<sup>{book.numbers[name]}</sup> " if name in book.numbers else ""

    manner = prose.Manner(sentence, lambda _: (), mark, label, roles=False)
    about = [f"<p>{escape(one)}</p>" for one in (book.about.subtitle, book.about.author, book.about.notice) if one]
    body = [_title(book), *about, f"<p>{escape(book.about.narrator)}</p>"]
    for part in book.parts:
        level = 0 if book.untitled(part) else part.level
        body += ['<div class="section">', *prose.written(part, book.passages, manner, level), "</div>"]
    return _page(book, metas(_described(book)), "\n".join(body))


def _page(book: Daisy, named: str, body: str) -> str:
    language, title = escape(book.about.language), escape(" ".join(book.about.title.split()))
    turned = direction(book.about.language)
    return _PAGE.format(language=language, direction=turned, title=title, metas=named, body=body)

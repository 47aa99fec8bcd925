"""The pages of an audiobook: the entry page with its table of contents, and the text of each part to read along."""

from collections.abc import Iterator
from html import escape

from companion.exports import cover, prose
from companion.exports.audiobook.book import COVER, Book, Entry
from companion.exports.parts import Line, Part

_STYLE = """body { max-width: 38rem; margin: auto; padding: 1rem; font: 1.1rem/1.6 Georgia, serif; }
img { max-width: 12rem; height: auto; }
pre { white-space: pre-wrap; }
.letter, .document, .verse { border-left: .2rem solid currentColor; padding-left: 1rem; }
.announcement { font-style: italic; }
.inner, .numbered { list-style: none; }
.active { background: #ffe08a; color: #000; }
"""
# Pages are XHTML that is valid HTML too: programs that read one or the other read them alike.
_PAGE = """<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>{title}</title>
{head}<style>
{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def index(book: Book) -> str:
    """The primary entry page (W3C Audiobooks, 4.1), with the table of contents (4.2) and the way to the text."""
    guide = book.timeline["guide"]
    about = [
        f'<p><img src="{COVER}" alt="{escape(cover.png_alternative(guide["title"]))}" /></p>',
        f"<h1>{escape(guide['title'])}</h1>",
        *(f"<p>{escape(one)}</p>" for one in (guide["subtitle"], guide["author"]) if one),
        f'<p lang="en">{escape(book.narrator)}.</p>',
        *([f"<p>{escape(guide['notice'])}</p>"] if guide["notice"] else []),
    ]
    read = "".join(f'<li><a href="{book.file(part, ".html")}">{escape(part.title)}</a></li>' for part in book.parts)
    body = (
        "<main>\n"
        + "\n".join(about)
        + '\n<nav role="doc-toc" aria-label="Contents">\n<h2 lang="en">Contents</h2>\n'
        + "".join(_list(book.entries))
        + f'\n</nav>\n<nav aria-label="Text">\n<h2 lang="en">Text</h2>\n<ol>{read}</ol>\n</nav>\n</main>'
    )
    link = '<link rel="publication" href="publication.json" type="application/ld+json" />\n'
    return _page(book, guide["title"], link, body)


def _list(entries: tuple[Entry, ...]) -> Iterator[str]:
    yield "<ol>"
    for entry in entries:
        yield f'<li><a href="{escape(entry.audio)}">{escape(entry.title)}</a>'
        if entry.below:
            yield from _list(entry.below)
        yield "</li>"
    yield "</ol>"


def text(book: Book, part: Part, narration: str = "") -> str:
    """A part to read along: every sentence and every word has an id. `narration`: the file that times them."""

    def sentence(line: Line, inner: str) -> str:
        return f'<span id="{escape(line.id)}">{inner}</span>'

    def mark(name: str) -> str:
        if name not in book.addresses:
            return ""
        return f'<sup><a role="doc-noteref" href="{escape(book.addresses[name])}">{book.numbers[name]}</a></sup>'

    def label(name: str) -> str:
        return f"<sup>{book.numbers[name]}</sup> " if name in book.numbers else ""

    manner = prose.Manner(sentence, book.words, mark, label, roles=True)
    head = (
        f'<link rel="sync-media" href="{narration}" type="application/vnd.syncnarr+json" />\n'
        '<meta name="sync-media-css-class-active" content="active" />\n'
        if narration
        else ""
    )
    body = "\n".join(prose.written(part, book.passages, manner, level=1))
    return _page(book, part.title, head, f"<main>\n{body}\n</main>")


def _page(book: Book, title: str, head: str, body: str) -> str:
    language = escape(book.timeline["guide"]["language"])
    return _PAGE.format(
        language=language, direction=book.direction, title=escape(title), head=head, style=_STYLE, body=body
    )

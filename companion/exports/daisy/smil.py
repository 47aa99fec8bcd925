"""The SMIL files: a part's lines, each with its text and its sound; and the list of all of them."""

from collections.abc import Iterator
from html import escape

from companion.exports.daisy.book import CONTENT, FORMAT, GENERATOR, Daisy, Par, Smil, metas
from companion.exports.parts import Kind
from companion.narration import clock

_SKIPPABLE = {Kind.FOOTNOTE: "footnote-on", Kind.NOTE: "sidebar-on"}  # DAISY 2.02, 2.2.4
_FILE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">
<smil>
<head>
{metas}<layout>
<region id="txtView" />
</layout>
</head>
<body>
{body}
</body>
</smil>
"""


def smil(book: Daisy, one: Smil) -> str:
    """A part."""
    named = [
        ("dc:format", FORMAT),
        ("dc:identifier", book.identifier),
        ("dc:title", book.about.title),
        ("title", one.part.title),
        ("ncc:generator", GENERATOR),
        ("ncc:totalElapsedTime", clock.whole(one.before)),
        ("ncc:timeInThisSmil", clock.whole(one.length)),
    ]
    pars = "\n".join(_par(book, par) for par in one.pars)
    return _FILE.format(metas=metas(named), body=f'<seq dur="{clock.timecount(one.length)}">\n{pars}\n</seq>')


def _par(book: Daisy, par: Par) -> str:
    skippable = f' system-required="{_SKIPPABLE[par.kind]}"' if par.kind in _SKIPPABLE else ""
    # The sound stands in a sequence of its own: it may, most producers do so, and some players look nowhere else.
    return (
        f'<par endsync="last" id="{par.id}"{skippable}>\n'
        f'<text id="{par.text}" src="{CONTENT}#{escape(par.line.id)}" />\n'
        f'<seq><audio id="a{par.number}" src="{book.sounds[par.line.section]}"'
        f' clip-begin="{clock.npt(par.begin)}" clip-end="{clock.npt(par.end)}" /></seq>\n'
        "</par>"
    )


def master(book: Daisy) -> str:
    """All parts in order."""
    named = [
        ("dc:format", FORMAT),
        ("dc:identifier", book.identifier),
        ("dc:title", book.about.title),
        ("ncc:generator", GENERATOR),
        ("ncc:timeInThisSmil", clock.whole(book.length)),
    ]
    return _FILE.format(metas=metas(named), body="\n".join(_refs(book)))


def _refs(book: Daisy) -> Iterator[str]:
    for number, one in enumerate(book.smils, 1):
        yield f'<ref id="r{number}" title="{escape(one.part.title)}" src="{one.name}" />'

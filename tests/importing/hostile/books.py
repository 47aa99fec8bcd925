"""EPUBs: entities, paths that climb out, spines without end, parts that are not there."""

from collections.abc import Callable, Iterator

from tests.importing.hostile.case import READ, REFUSED, SCRIPTED, SECRET, SPOKEN, Bait, Hostile, zipped
from tests.importing.hostile.honest import CONTAINER, XML, chapter, epub, epub_parts, item, opf
from tests.importing.hostile.pages import laughing, outside, squared

_ONE = '<itemref idref="c1"/>'


def _with(name: str, data: bytes | str) -> bytes:
    return zipped({**epub_parts(), name: data})


def _package(manifest: str, spine: str = _ONE) -> bytes:
    return _with("OPS/book.opf", opf(manifest, spine))


def _entities(bait: Bait) -> Iterator[Hostile]:
    start = XML.encode()
    types: dict[str, Callable[[str], bytes]] = {
        "billion-laughs": laughing,
        "laughs-squared": squared,
        "entity-from-a-file": lambda root: outside(root, f"file://{bait.file}"),
        "entity-from-the-network": lambda root: outside(root, bait.url),
    }
    for name, declared in types.items():
        container = start + declared("container") + CONTAINER.removeprefix(XML).encode() + b"<!-- &lol9; -->"
        yield Hostile(
            f"{name}-in-the-container.epub",
            REFUSED,
            _with("META-INF/container.xml", container),
        )
        package = opf(item(1, "one.xhtml"), _ONE, title="@").replace("@", "&lol9;" * 20_000)
        book = start + declared("package") + package.removeprefix(XML).encode()
        yield Hostile(f"{name}-in-the-package.epub", REFUSED, _with("OPS/book.opf", book))
        body = (
            b"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>"
            + SPOKEN.encode()
            + b"</p><p>&lol9;</p></body></html>"
        )
        page = start + declared("html") + body
        yield Hostile(f"{name}-in-a-chapter.epub", REFUSED, _with("OPS/one.xhtml", page), lacks=(SECRET,))


def _paths(bait: Bait) -> Iterator[Hostile]:
    def rooted(path: str) -> bytes:
        return _with("META-INF/container.xml", CONTAINER.replace("OPS/book.opf", path))

    yield Hostile("package-that-climbs-out.epub", REFUSED, rooted("../../../../../../etc/passwd"))
    yield Hostile("package-with-an-absolute-name.epub", REFUSED, rooted(bait.file))
    yield Hostile("package-from-the-network.epub", REFUSED, rooted(bait.url))
    yield Hostile("package-that-is-not-there.epub", REFUSED, rooted("nowhere.opf"))
    yield Hostile("package-without-a-name.epub", REFUSED, rooted(""))
    yield Hostile("package-that-is-the-container.epub", REFUSED, rooted("META-INF/container.xml"))
    chapters = {
        "climbs-out": f"../../../../../../../..{bait.file}",
        "climbs-out-in-percents": "..%2f..%2f..%2f..%2fetc%2fpasswd",
        "is-an-absolute-path": f"file://{bait.file}",
        "is-on-the-network": bait.url,
        "is-not-there": "nowhere.xhtml",
        "is-written-by-nobody": "%ff%fe%00one.xhtml",
    }
    for name, href in chapters.items():
        listed = item(1, "one.xhtml") + item(2, href)
        yield Hostile(
            f"chapter-that-{name}.epub",
            READ,
            _package(listed, _ONE + '<itemref idref="c2"/>'),
            holds=(SPOKEN,),
            lacks=(SECRET, "root:"),
        )


def _spines() -> Iterator[Hostile]:
    long = "Night after night the keeper wrote the weather down. " * 2000
    again = {**epub_parts(f"<p>{long}</p>"), "OPS/book.opf": opf(item(1, "one.xhtml"), _ONE * 50_000)}
    yield Hostile("same-chapter-fifty-thousand-times.epub", REFUSED, zipped(again), holds=("Night after night",))
    items = "".join(item(number, f"c{number}.xhtml") for number in range(2, 50_000))
    refs = "".join(f'<itemref idref="c{number}"/>' for number in range(2, 50_000))
    yield Hostile("fifty-thousand-chapters-missing.epub", READ, _package(item(1, "one.xhtml") + items, _ONE + refs))
    same = "".join(item(number, "one.xhtml") for number in range(50_000))
    all_of_it = "".join(f'<itemref idref="c{number}"/>' for number in range(50_000))
    yield Hostile("fifty-thousand-names-for-a-chapter.epub", READ, _package(same, all_of_it), holds=(SPOKEN,))
    yield Hostile("spine-of-nothing.epub", REFUSED, _package(item(1, "one.xhtml"), ""))
    yield Hostile("spine-of-nobody.epub", REFUSED, _package(item(1, "one.xhtml"), "<itemref/><itemref idref=''/>"))
    itself = '<item id="c1" href="book.opf" media-type="application/xhtml+xml"/>'
    yield Hostile("chapter-that-is-the-package.epub", READ, _package(itself))
    sourced = '<item id="c1" href="one.xhtml" media-type="application/xhtml+xml" fallback="c1" media-overlay="c1"/>'
    yield Hostile("item-that-falls-back-on-itself.epub", READ, _package(sourced), holds=(SPOKEN,))
    circle = f'<p>{SPOKEN}</p><p><a href="one.xhtml">Dawn.</a><iframe src="one.xhtml"></iframe></p>'
    yield Hostile("chapter-that-links-to-itself.epub", READ, epub(circle), holds=(SPOKEN,))
    nested = '<navPoint id="n">' * 20_000
    toc = f'{XML}<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{nested}'
    listed = item(1, "one.xhtml") + '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    parts = {
        **epub_parts(),
        "OPS/toc.ncx": toc,
        "OPS/book.opf": opf(listed, _ONE).replace("<spine>", '<spine toc="ncx">'),
    }
    yield Hostile("contents-nested-without-end.epub", REFUSED, zipped(parts), holds=(SPOKEN,))
    deep = opf("<x>" * 100_000 + item(1, "one.xhtml") + "</x>" * 100_000, _ONE)
    yield Hostile("package-nested-without-end.epub", READ, _with("OPS/book.opf", deep))


def _chapters(bait: Bait) -> Iterator[Hostile]:
    evil = (
        f"<script>{SCRIPTED}</script><iframe srcdoc='{SCRIPTED}' src='{bait.url}'></iframe>"
        f'<p onclick="{SCRIPTED}">Dawn.</p><svg><script>{SCRIPTED}</script></svg><style>{SCRIPTED}</style>'
    )
    yield Hostile("scripts.epub", READ, epub(f"<p>{SPOKEN}</p>{evil}"), holds=(SPOKEN,), lacks=(SCRIPTED,))
    yield Hostile("deep-boxes.epub", REFUSED, epub(f"<p>{SPOKEN}</p>" + "<div>" * 100_000), holds=(SPOKEN,))
    yield Hostile("only-pictures.epub", REFUSED, epub("<img src='one.png' alt=''/>"))
    yield Hostile("only-a-drawing.epub", REFUSED, epub("<svg><image href='one.png'/></svg>"))
    yield Hostile("chapter-that-is-a-picture.epub", REFUSED, _with("OPS/one.xhtml", b"\x89PNG\r\n\x1a\n" + bytes(500)))
    wide = chapter(f"<p>{SPOKEN}</p>").replace("UTF-8", "UTF-16").encode("utf-16")
    yield Hostile("chapter-in-utf16.epub", READ, _with("OPS/one.xhtml", wide), holds=(SPOKEN,))
    locked = f'{XML}<encryption><EncryptedData><CipherReference URI="OPS/one.xhtml"/></EncryptedData></encryption>'
    noise: dict[str, bytes | str] = {
        **epub_parts(),
        "META-INF/encryption.xml": locked,
        "OPS/one.xhtml": bytes(range(256)) * 9,
    }
    yield Hostile("locked-by-a-shop.epub", REFUSED, zipped(noise))
    yield Hostile("without-a-container.epub", REFUSED, zipped({"mimetype": "application/epub+zip"}))
    yield Hostile("container-of-another-kind.epub", REFUSED, _with("META-INF/container.xml", "<html><p>x</p></html>"))
    yield Hostile("container-cut-off.epub", REFUSED, _with("META-INF/container.xml", CONTAINER[:-40]))
    yield Hostile("package-cut-off.epub", REFUSED, _with("OPS/book.opf", opf(item(1, "one.xhtml"), _ONE)[:-60]))
    yield Hostile("megabyte-title.epub", REFUSED, epub(title="A title. " * 120_000), holds=(SPOKEN,))


def cases(bait: Bait) -> Iterator[Hostile]:
    yield from _entities(bait)
    yield from _paths(bait)
    yield from _spines()
    yield from _chapters(bait)

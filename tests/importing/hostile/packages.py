"""Zip archives: bombs, liars and broken ones, as Word files and as EPUBs."""

from collections.abc import Iterator
from dataclasses import replace

from tests.importing.hostile.case import (
    READ,
    REFUSED,
    SPOKEN,
    Bait,
    Expected,
    Hostile,
    Member,
    archive,
    inflating,
    plain,
    zipped,
)
from tests.importing.hostile.honest import chapter, epub, epub_parts, item, opf, word, word_body, word_parts

_DOCUMENT = "word/document.xml"
_CHAPTER = "OPS/one.xhtml"


def _without(parts: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in parts.items() if key != name}


def _word_with(member: Member) -> bytes:
    """A Word file with one part in another form."""
    return zipped(_without(word_parts(), member.name), member)


def _epub_with(member: Member) -> bytes:
    return zipped(_without(epub_parts(), member.name), member)


def _nested(levels: int) -> bytes:
    data = zipped({"bomb": b"\0" * 100_000})
    for level in range(levels):
        data = zipped({f"{level}-{number}.zip": data for number in range(10)})
    return data


def _overlapping() -> bytes:
    """Two hundred chapters that are all the same five megabytes of the file."""
    big = replace(inflating("OPS/c0.xhtml", 5, before=chapter("<p>x</p>").encode()), name="OPS/c0.xhtml")
    others = (replace(big, name=f"OPS/c{number}.xhtml", shares=0, data=b"") for number in range(1, 200))
    package = opf(
        "".join(item(number, f"c{number}.xhtml") for number in range(200)),
        "".join(f'<itemref idref="c{number}"/>' for number in range(200)),
    )
    parts = _without(epub_parts(), _CHAPTER) | {"OPS/book.opf": package}
    return archive([big, *others, *(plain(name, data.encode()) for name, data in parts.items())])


def _bombs() -> Iterator[Hostile]:
    opening = word_body("").removesuffix("</w:body></w:document>").encode()
    yield Hostile("bomb-of-one-gigabyte.docx", REFUSED, _word_with(inflating(_DOCUMENT, 1024, before=opening)))
    yield Hostile("bomb-of-one-gigabyte.epub", REFUSED, _epub_with(inflating(_CHAPTER, 1024, b"<p>a</p>")))
    lies = inflating(_DOCUMENT, 1024, before=opening, claimed=1000)
    yield Hostile("bomb-that-lies-about-its-size.docx", REFUSED, _word_with(lies))
    small = inflating("OPS/book.opf", 1024, claimed=600)
    yield Hostile("bomb-that-lies-about-its-size.epub", REFUSED, _epub_with(small))
    wrapped = inflating(_CHAPTER, 1024, claimed=0xFFFFFFFF)
    yield Hostile("bomb-that-claims-four-gigabytes.epub", REFUSED, _epub_with(wrapped))
    yield Hostile("bomb-of-thirty-megabytes.docx", REFUSED, _word_with(inflating(_DOCUMENT, 30, before=opening)))
    chapters = [inflating(f"OPS/c{number}.xhtml", 20, b"<i>") for number in range(20)]
    package = opf(
        "".join(item(number, f"c{number}.xhtml") for number in range(20)),
        "".join(f'<itemref idref="c{number}"/>' for number in range(20)),
    )
    spread = {**epub_parts(), "OPS/book.opf": package}
    yield Hostile("bomb-in-twenty-parts.epub", REFUSED, zipped(spread, *chapters))
    yield Hostile("bomb-that-overlaps.epub", REFUSED, _overlapping())
    yield Hostile("bomb-in-bombs.zip", REFUSED, _nested(5))
    held = plain("word/embeddings/bomb.zip", _nested(5))
    yield Hostile("bomb-in-bombs-held.docx", READ, _held(held), holds=(SPOKEN,))
    pictures = inflating("word/media/image1.png", 1024, b"\0")
    yield Hostile("bomb-beside-the-text.docx", REFUSED, _held(pictures))
    crowd = [Member(f"x{number}", b"", 0) for number in range(100_000)]
    yield Hostile("hundred-thousand-members.docx", REFUSED, zipped(word_parts(), *crowd))
    yield Hostile("hundred-thousand-members.epub", REFUSED, zipped(epub_parts(), *crowd))
    long = [Member("n" * 60_000 + str(number), b"", 0) for number in range(300)]
    yield Hostile("names-of-sixty-kilobytes.epub", READ, zipped(epub_parts(), *long))


def _held(member: Member) -> bytes:
    return zipped(word_parts(), member)


def _liars(bait: Bait) -> Iterator[Hostile]:
    body = word_body("").encode()
    yield Hostile("method-nobody-knows.docx", REFUSED, _word_with(replace(plain(_DOCUMENT, body), method=97)))
    yield Hostile("method-nobody-knows.epub", REFUSED, _epub_with(replace(plain(_CHAPTER, b"x"), method=97)))
    yield Hostile("locked-by-a-password.docx", REFUSED, _word_with(plain(_DOCUMENT, body, flags=1)))
    yield Hostile("locked-by-a-password.epub", REFUSED, _epub_with(plain(_CHAPTER, b"x", flags=1)))
    yield Hostile("patched-data.epub", REFUSED, _epub_with(plain(_CHAPTER, b"x", flags=0x20)))
    yield Hostile("wrong-checksum.docx", REFUSED, _word_with(replace(plain(_DOCUMENT, body), crc=1)))
    broken = replace(plain(_DOCUMENT, body), data=b"\xff" * 99)
    yield Hostile("packed-wrongly.docx", REFUSED, _word_with(broken))
    twice = plain(_DOCUMENT, word_body("<w:p/>").encode())
    yield Hostile("same-member-twice.docx", REFUSED, zipped(word_parts(), twice))
    climbing = plain("../../../../tmp/climbed", b"x")
    yield Hostile("member-that-climbs-out.docx", READ, _held(climbing))
    yield Hostile("member-with-an-absolute-name.epub", READ, zipped(epub_parts(), plain("/tmp/climbed", b"x")))
    yield Hostile("member-of-windows.epub", READ, zipped(epub_parts(), plain("C:\\climbed\\x", b"x")))
    link = plain(_DOCUMENT, bait.file.encode(), mode=0o120777)
    yield Hostile("member-that-is-a-link.docx", REFUSED, _word_with(link))
    yield Hostile("member-that-is-a-link.epub", REFUSED, _epub_with(replace(link, name="OPS/book.opf")))
    yield Hostile("count-that-lies.docx", REFUSED, archive([plain("a", b"b")], count=60_000))
    yield Hostile("no-members.docx", REFUSED, archive([]))
    yield Hostile("no-members.epub", REFUSED, archive([]))
    yield Hostile("zip-of-anything.zip", REFUSED, zipped({"a.txt": SPOKEN}))
    yield Hostile("zip-called-markdown.md", REFUSED, zipped({"a.txt": SPOKEN}))
    sheet = {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}
    yield Hostile("table-called-document.docx", REFUSED, zipped(sheet))
    yield Hostile("program-for-java.epub", REFUSED, zipped({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe"}))


def _cut() -> Iterator[Hostile]:
    for ending, whole in (("docx", word()), ("epub", epub())):
        for percent in (5, 30, 60, 90, 99):
            yield Hostile(
                f"cut-at-{percent}-percent.{ending}",
                REFUSED,
                whole[: len(whole) * percent // 100],
            )
        flipped = bytearray(whole)
        flipped[len(whole) // 3] ^= 0xFF
        yield Hostile(f"one-byte-turned.{ending}", REFUSED, bytes(flipped))


def _misnamed() -> Iterator[Hostile]:
    pairs: tuple[tuple[str, Expected, bytes], ...] = (
        ("word-called-text.txt", READ, word()),
        ("word-called-page.html", READ, word()),
        ("word-called-book.epub", READ, word()),
        ("book-called-word.docx", READ, epub()),
        ("book-called-paper.pdf", READ, epub()),
        ("book-without-an-ending", READ, epub()),
    )
    for name, expected, data in pairs:
        yield Hostile(name, expected, data, holds=(SPOKEN,))


def cases(bait: Bait) -> Iterator[Hostile]:
    yield from _bombs()
    yield from _liars(bait)
    yield from _cut()
    yield from _misnamed()

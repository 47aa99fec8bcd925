"""Plain text and Markdown: too large, too deep, wrongly encoded, or no text at all."""

import codecs
import random
from collections.abc import Iterator

from tests.importing.hostile.case import READ, REFUSED, SPOKEN, Hostile

_CONTROLS = "\u202e\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u200e\u200f\u061c"
_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"


def _noise(length: int) -> bytes:
    return random.Random(4).randbytes(length)


def _line(megabytes: int) -> bytes:
    return (SPOKEN + " ").encode() * (megabytes * (1 << 20) // (len(SPOKEN) + 1))


def _binary() -> Iterator[Hostile]:
    yield Hostile("program-without-an-ending", REFUSED, b"\x7fELF\2\1\1" + bytes(9) + _noise(5000))
    yield Hostile("program-called-text.txt", REFUSED, b"\x7fELF\2\1\1" + bytes(9) + _noise(5000))
    yield Hostile("program-of-windows.md", REFUSED, b"MZ\x90\0\3\0\0\0" + _noise(5000))
    yield Hostile("noise.txt", REFUSED, _noise(20_000))
    yield Hostile("noise-in-utf16.txt", REFUSED, codecs.BOM_UTF16_LE + _noise(20_000))
    yield Hostile("zeros.txt", REFUSED, bytes(50_000))
    yield Hostile("picture-called-text.txt", REFUSED, _PNG + _noise(3000))
    yield Hostile("picture-called-page.html", REFUSED, _PNG + _noise(3000))
    yield Hostile("picture-called-book.epub", REFUSED, b"\xff\xd8\xff\xe0\0\x10JFIF\0" + _noise(3000))
    yield Hostile("sound-called-text.txt", REFUSED, b"ID3\4\0\0\0\0\0\x21" + _noise(3000))
    yield Hostile("gzip-called-text.txt", REFUSED, b"\x1f\x8b\x08\0\0\0\0\0\0\3" + _noise(3000))
    yield Hostile("old-word-called-new.docx", REFUSED, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _noise(6000))
    yield Hostile("rich-text.docx", REFUSED, b"{\\rtf1\\ansi " + SPOKEN.encode() + b"\\par}")
    yield Hostile("postscript.pdf", REFUSED, b"%!PS-Adobe-3.0\n/Helvetica 12 selectfont\nshowpage\n")


def _nothing() -> Iterator[Hostile]:
    for ending in ("txt", "md", "html", "docx", "epub", "pdf"):
        yield Hostile(f"empty.{ending}", REFUSED, b"")
    yield Hostile("only-white-space.txt", REFUSED, b" \n\t\r\n\x0b\x0c \n" * 2000)
    yield Hostile("only-invisible-characters.txt", REFUSED, ("\u200b\ufeff\u2060\u00ad\u00a0\u2003" * 99).encode())
    yield Hostile("only-a-mark-of-utf8.txt", REFUSED, codecs.BOM_UTF8)
    yield Hostile("only-a-mark-of-utf16.txt", REFUSED, codecs.BOM_UTF16_BE)
    yield Hostile("only-a-comment.md", REFUSED, b"<!-- nothing to see -->\n")
    yield Hostile("only-a-rule.md", REFUSED, b"***\n\n---\n")
    yield Hostile("only-a-picture.md", REFUSED, b"![](http://example.invalid/x.png)\n")


def _encodings() -> Iterator[Hostile]:
    read = SPOKEN.encode()
    yield Hostile("bytes-that-are-no-utf8.txt", READ, read + b" Caf\xe9 \xc3\x28 \xa0\xa1\n", holds=(SPOKEN,))
    yield Hostile("half-a-character-at-the-end.txt", READ, read + "é".encode()[:1], holds=(SPOKEN,))
    yield Hostile("overlong-utf8.txt", READ, read + b" \xc0\xaf\xe0\x80\xaf", holds=(SPOKEN,))
    yield Hostile("surrogates-in-utf8.txt", READ, read + b" \xed\xa0\x80 \xed\xbf\xbf", holds=(SPOKEN,))
    lone = codecs.BOM_UTF16_LE + SPOKEN.encode("utf-16-le")
    yield Hostile("lone-surrogate-in-utf16.txt", READ, lone + b"\x00\xd8 \0\x00\xdc", holds=(SPOKEN,))
    yield Hostile("odd-length-utf16.txt", READ, lone + b"!", holds=(SPOKEN,))
    yield Hostile("utf32.txt", READ, codecs.BOM_UTF32_LE + SPOKEN.encode("utf-32-le"), holds=(SPOKEN,))
    out_of_range = b"\xff\xff\xff\x7f"
    yield Hostile("utf32-out-of-range.txt", REFUSED, codecs.BOM_UTF32_LE + out_of_range * 50)
    utf7 = b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    yield Hostile("utf7-script.txt", READ, read + b"\n\n" + utf7, lacks=("<script>",))
    yield Hostile("utf7-declared.html", READ, b"<meta charset=utf-7><p>" + read + utf7, lacks=("<script>",))
    yield Hostile("encoding-nobody-has.html", READ, b"<meta charset=klingon><p>" + read, holds=(SPOKEN,))
    yield Hostile("encoding-that-unpacks.html", READ, b"<meta charset=zip><p>" + read, holds=(SPOKEN,))
    yield Hostile("encoding-of-python.html", READ, b"<meta charset=unicode_escape><p>" + read, holds=(SPOKEN,))
    yield Hostile("zeros-in-text.txt", READ, read + b"\n\nAnd then\0 night came.\n" * 3, holds=(SPOKEN,))
    yield Hostile("controls-in-text.txt", READ, read + b"\n\nA\x07 bell\x1b[31m rang\x08\x7f.", lacks=("\x1b", "\x07"))
    turned = f"{SPOKEN}\n\nShe {_CONTROLS}said no.\u2028Then\u2029yes.\n".encode()
    yield Hostile("turned-by-bidirectional-controls.txt", READ, turned, holds=(SPOKEN,))
    yield Hostile("turned-by-bidirectional-controls.md", READ, b"# " + turned, holds=(SPOKEN,))
    stacked = ("Z" + "\u0301\u0334\u0358" * 20_000 + " ").encode()
    yield Hostile("sixty-thousand-accents-on-a-letter.txt", READ, read + b"\n\n" + stacked, holds=(SPOKEN,))
    noncharacters = "\ufdd0\ufffe\uffff\U0010ffff\ue000\U000e0041".encode()
    yield Hostile("noncharacters.txt", READ, read + b" " + noncharacters, holds=(SPOKEN,))
    yield Hostile("line-ends-of-every-kind.txt", READ, b"\r\n".join([read] * 3) + b"\r\r\x85\n\x0c\x0b\r" + read)


def _large() -> Iterator[Hostile]:
    yield Hostile("one-megabyte-in-one-line.txt", READ, _line(1))
    yield Hostile("one-megabyte-in-one-line.md", READ, _line(1))
    yield Hostile("eight-megabytes-in-one-line.txt", REFUSED, _line(8))
    yield Hostile("one-megabyte-in-one-word.txt", READ, b"a" * (1 << 20))
    yield Hostile("one-megabyte-of-quotation-marks.txt", REFUSED, ("“‘" * 170_000 + SPOKEN).encode())
    yield Hostile("one-megabyte-of-line-ends.txt", READ, b"\n" * (1 << 20) + SPOKEN.encode(), holds=(SPOKEN,))
    yield Hostile("two-hundred-thousand-paragraphs.txt", REFUSED, b"No.\n\n" * 200_000)
    yield Hostile("one-million-headings.md", REFUSED, b"# One\n\n" * 1_000_000)
    yield Hostile("one-million-headings.txt", REFUSED, b"CHAPTER\n\n\n" * 1_000_000)


_TOO_DEEP = frozenset(
    "quotations quotations-without-spaces lists lists-in-one-line numbered-lists-in-one-line brackets open-brackets "
    "pictures references html tabs underlines".split()
)


def _deep() -> Iterator[Hostile]:
    """Each of these took CommonMark readers seconds, hours, or their whole stack."""
    end = f"\n\n{SPOKEN}\n".encode()
    shapes = {
        "quotations": b"> " * 50_000 + b"deep",
        "quotations-without-spaces": b">" * 50_000 + b"deep",
        "lists": b"".join(b" " * (2 * depth) + b"- deep\n" for depth in range(1500)),
        "lists-in-one-line": b"- " * 30_000 + b"deep",
        "numbered-lists-in-one-line": b"1. " * 30_000 + b"deep",
        "brackets": b"[" * 50_000 + b"deep" + b"]" * 50_000,
        "open-brackets": b"[" * 100_000,
        "pictures": b"![" * 50_000,
        "links": b"[a](" * 30_000,
        "references": b"[a][" * 30_000,
        "emphasis": b"*a **b " * 50_000,
        "emphasis-closed": b"*" * 30_000 + b"deep" + b"*" * 30_000,
        "emphasis-both-ways": b"*a_ " * 50_000,
        "ticks": b"".join(b"`" * count + b" " for count in range(600)),
        "ticks-alone": b"`" * 100_000,
        "entities": b"&" * 50_000 + b"&#x110000;&#0;&#xD800;" * 1000,
        "escapes": b"\\" * 100_001,
        "angles": b"<" * 50_000 + b"<a " * 20_000 + b"<!--" * 20_000 + b"<?" * 20_000,
        "tables": b"|" * 50_000 + b"\n" + b"-|" * 50_000,
        "footnotes": b"[^1]" * 20_000 + b"\n\n[^1]: [^1] again",
        "footnotes-in-each-other": b"".join(b"[^%d]: see [^%d]\n\n" % (number, number + 1) for number in range(3000)),
        "definitions": b"".join(b"[r%d]: /x\n" % number for number in range(5000)) + b"[r1]" * 20_000,
        "attributes": b"[a]{" * 20_000 + b"{#a" * 20_000,
        "attribute-quotes": b'{a="' * 20_000,
        "fences": b":::: letter {by=X}\n" * 3000,
        "html": b"<div>" * 50_000,
        "underlines": b"a\n===\n" * 20_000,
        "spaces": b"a" + b" " * 100_000 + b"b",
        "tabs": b"-\t" * 20_000 + b"deep",
    }
    for name, data in shapes.items():
        yield Hostile(f"deep-{name}.md", REFUSED if name in _TOO_DEEP else READ, data + end)
    yield Hostile("deep-quotations.txt", READ, b"> " * 50_000 + end, holds=(SPOKEN,))
    yield Hostile("deep-front-matter.md", REFUSED, b"+++\nx = " + b"[" * 50_000 + b"\n+++\n" + end)
    yield Hostile("front-matter-never-closed.md", READ, b"+++\ntitle = 'x'\n" + end, holds=(SPOKEN,))
    yaml = b"---\na: &a [x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\n---\n"
    yield Hostile("aliases-in-yaml.md", READ, yaml + end, holds=(SPOKEN,))


def cases() -> Iterator[Hostile]:
    yield from _binary()
    yield from _nothing()
    yield from _encodings()
    yield from _large()
    yield from _deep()

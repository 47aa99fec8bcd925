"""PDFs: circles, lies, bombs, scripts, and pages that never end."""

import zlib
from collections.abc import Iterator

from tests.importing.hostile.case import READ, REFUSED, SCRIPTED, SPOKEN, Bait, Hostile, deflated
from tests.importing.hostile.honest import pdf, pdf_file, shown, stream

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<</Font<</F1 4 0 R>>%s>>/Contents 5 0 R%s>>"
_FLATE = b"/Filter/FlateDecode"


def _page(box: bytes = b"0 0 612 792", resources: bytes = b"", more: bytes = b"") -> bytes:
    return _PAGE % (box, resources, more)


def _zlib_bomb(megabytes: int, fill: bytes) -> bytes:
    """A zlib stream of so many megabytes; its checksum is wrong, as nobody gets that far."""
    return b"\x78\xda" + deflated(megabytes, fill) + b"\0\0\0\0"


def _structure() -> Iterator[Hostile]:
    kids = b"<</Type/Pages/Kids[%s]/Count %d>>"
    yield Hostile("page-tree-in-a-circle.pdf", REFUSED, pdf({2: kids % (b"2 0 R 2 0 R", 5)}))
    far = {2: kids % (b"6 0 R", 9), 3: b"null"}
    circle = [kids % (b"7 0 R", 9), kids % (b"2 0 R 6 0 R", 9)]
    yield Hostile("page-tree-in-a-wide-circle.pdf", REFUSED, pdf(far, circle))
    yield Hostile("billion-pages-claimed.pdf", READ, pdf({2: kids % (b"3 0 R", 10**9)}))
    yield Hostile("minus-pages-claimed.pdf", READ, pdf({2: kids % (b"3 0 R", -5)}))
    yield Hostile("hundred-thousand-pages.pdf", REFUSED, pdf({2: kids % (b"3 0 R " * 100_000, 100_000)}))
    deep = [kids % (b"%d 0 R" % (number + 1), 1) for number in range(6, 3000)]
    yield Hostile("page-tree-three-thousand-deep.pdf", REFUSED, pdf({2: kids % (b"6 0 R", 1)}, deep))
    yield Hostile("length-too-long.pdf", READ, pdf({5: stream(shown(), length=10**9)}), holds=(SPOKEN,))
    yield Hostile("length-too-short.pdf", READ, pdf({5: stream(shown(), length=3)}))
    yield Hostile("length-below-zero.pdf", READ, pdf({5: stream(shown(), length=-4)}))
    own = b"<</Length 5 0 R>>stream\n" + shown() + b"\nendstream"
    yield Hostile("length-is-the-stream-itself.pdf", READ, pdf({5: own}))
    honest = pdf()
    start = honest.rindex(b"startxref")
    at = int(honest[start:].split()[1])
    yield Hostile("table-before-itself.pdf", READ, pdf(trailer=b"/Prev %d" % at), holds=(SPOKEN,))
    yield Hostile("table-before-the-file.pdf", READ, pdf(trailer=b"/Prev -1"))
    yield Hostile("table-past-the-end.pdf", READ, honest[:start] + b"startxref\n999999999999\n%%EOF")
    yield Hostile("table-of-a-billion-objects.pdf", READ, honest.replace(b"xref\n0 6", b"xref\n0 999999999"))
    yield Hostile("without-a-table.pdf", REFUSED, honest[: honest.index(b"xref\n")])
    yield Hostile("without-a-catalog.pdf", REFUSED, pdf({1: b"null"}))
    yield Hostile("catalog-is-a-page.pdf", REFUSED, pdf({1: b"<</Type/Page>>"}))
    yield Hostile("without-pages.pdf", REFUSED, pdf({2: kids % (b"", 0)}))
    nested = b"<</Type/Catalog/Pages 2 0 R/X %s>>"
    yield Hostile("deep-lists.pdf", READ, pdf({1: nested % (b"[" * 100_000 + b"]" * 100_000)}))
    yield Hostile("deep-dictionaries.pdf", READ, pdf({1: nested % (b"<</A" * 100_000 + b">>" * 100_000)}))
    for percent in (3, 25, 50, 75, 95):
        yield Hostile(
            f"cut-at-{percent}-percent.pdf",
            REFUSED,
            honest[: len(honest) * percent // 100],
        )
    yield Hostile("only-its-first-line.pdf", REFUSED, b"%PDF-1.7\n")
    yield Hostile("noise-after-its-first-line.pdf", REFUSED, b"%PDF-1.7\n" + zlib.compress(bytes(9000)) * 50)
    yield Hostile("text-called-paper.pdf", READ, SPOKEN.encode(), holds=(SPOKEN,))
    yield Hostile("paper-called-text.txt", READ, honest, holds=(SPOKEN,))
    yield Hostile("paper-called-page.html", READ, honest, holds=(SPOKEN,))
    yield Hostile("noise-before-the-first-line.pdf", READ, b"\0\xff\n" * 200 + honest)
    yield Hostile("page-and-paper-at-once.html", READ, b"<!DOCTYPE html><p>Dawn.</p><!--" + honest + b"-->")


def _bombs() -> Iterator[Hostile]:
    gigabyte = _zlib_bomb(1024, b" ")
    yield Hostile("content-of-a-gigabyte.pdf", REFUSED, pdf({5: stream(gigabyte, _FLATE)}))
    twice = stream(zlib.compress(_zlib_bomb(4096, b"q ")), b"/Filter[/FlateDecode/FlateDecode]")
    yield Hostile("content-of-gigabytes-packed-twice.pdf", REFUSED, pdf({5: twice}))
    held = stream(gigabyte, b"/Type/ObjStm/N 100000/First 8" + _FLATE)
    table = b"<</Type/XRef/Size 8/W[1 2 1]/Root 1 0 R/Length 32>>stream\n" + bytes(32) + b"\nendstream"
    yield Hostile("objects-of-a-gigabyte.pdf", READ, pdf(more=[held, table], trailer=b"/XRefStm 9"))
    many = b"BT /F1 9 Tf " + b"1 0 0 1 50 50 Tm (ab) Tj " * 1_000_000 + b"ET"
    yield Hostile("million-words-on-a-page.pdf", READ, pdf({5: stream(zlib.compress(many), _FLATE)}))
    saves = zlib.compress(b"q " * 5_000_000 + shown())
    yield Hostile("five-million-saves.pdf", REFUSED, pdf({5: stream(saves, _FLATE)}))
    paths = zlib.compress(b"0 0 m 9 9 l S " * 2_000_000 + shown())
    yield Hostile("two-million-lines.pdf", REFUSED, pdf({5: stream(paths, _FLATE)}))
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 4 0 R>>/XObject<</X %d 0 R>>>>"
    laughs = [stream(b"/X Do " * 10, form % (number + 1)) for number in range(6, 26)]
    doing = {3: _page(resources=b"/XObject<</X 6 0 R>>"), 5: stream(shown() + b" /X Do")}
    yield Hostile("billion-laughs.pdf", REFUSED, pdf(doing, [*laughs, stream(shown("ha"), form % 26)]))
    itself = [stream(shown("ha") + b" /X Do", form % 6)]
    yield Hostile("drawing-that-draws-itself.pdf", READ, pdf(doing, itself), holds=(SPOKEN,))
    picture = b"/Type/XObject/Subtype/Image/Width 65000/Height 65000/BitsPerComponent 8/ColorSpace/DeviceGray" + _FLATE
    seen = {3: _page(resources=b"/XObject<</X 6 0 R>>"), 5: stream(shown() + b" q 9 0 0 9 0 0 cm /X Do Q")}
    yield Hostile("picture-of-four-gigabytes.pdf", READ, pdf(seen, [stream(gigabyte, picture)]), holds=(SPOKEN,))


def _fonts() -> Iterator[Hostile]:
    begin = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
    begin += b"1 begincodespacerange <00> <FF> endcodespacerange "
    maps = {
        "to-nothing": b"\0\xff not a map at all",
        "to-halves-of-characters": begin + b"1 beginbfrange <00> <FF> <D800> endbfrange",
        "to-zeros": begin + b"1 beginbfrange <00> <FF> [" + b"<0000>" * 256 + b"] endbfrange",
        "of-a-billion": begin + b"1000 beginbfrange " + b"<00000000> <7FFFFFFF> <0041> " * 1000 + b"endbfrange",
        "to-long-texts": begin + b"1 beginbfchar <54> <" + b"0041" * 50_000 + b"> endbfchar",
        "to-marks": begin + b"2 beginbfchar <54> <003A003A003A> <68> <202E> endbfchar",
    }
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    for name, mapped in maps.items():
        expected = REFUSED if name == "to-zeros" else READ
        yield Hostile(f"font-{name}.pdf", expected, pdf({4: font}, [stream(mapped)]))
    glyph = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 84/LastChar 84/Widths[9]"
    own = glyph + b"/Encoding<</Differences[84/T]>>/CharProcs<</T 6 0 R>>/Resources<</Font<</F1 4 0 R>>>>>>"
    yield Hostile("letter-drawn-with-itself.pdf", READ, pdf({4: own}, [stream(b"9 0 d0 " + shown("T" * 50))]))
    yield Hostile("font-that-is-not-there.pdf", READ, pdf({4: b"null"}))
    sized = b"BT /F1 %s Tf %s Td (%s) Tj ET"
    for name, size, place in (("huge", b"1e30", b"0 0"), ("no", b"0", b"9 9"), ("minus", b"-12", b"300 300")):
        content = stream(sized % (size, place, SPOKEN.encode()))
        yield Hostile(f"letters-of-{name}-size.pdf", READ if name == "minus" else REFUSED, pdf({5: content}))
    yield Hostile("text-far-off-the-page.pdf", READ, pdf({5: stream(sized % (b"9", b"1e9 -1e9", b"Dawn."))}))
    for name, box in (
        ("endless", b"-1e38 -1e38 1e38 1e38"),
        ("turned", b"612 792 0 0"),
        ("no", b""),
        ("text", b"(a)(b)/c null"),
    ):
        yield Hostile(f"page-of-{name}-size.pdf", READ, pdf({3: _page(box)}))


def _active(bait: Bait) -> Iterator[Hostile]:
    url = bait.url.encode()
    evil = SCRIPTED.encode()
    actions = {
        "script": b"/S/JavaScript/JS(app.launchURL\\('%s'\\);'%s')" % (url, evil),
        "program": b"/S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>",
        "address": b"/S/URI/URI(%s)" % url,
        "form": b"/S/SubmitForm/F(%s)" % url,
        "import": b"/S/ImportData/F(%s)" % bait.file.encode(),
    }
    for name, action in actions.items():
        catalog = b"<</Type/Catalog/Pages 2 0 R/OpenAction<<%s>>/AA<</WC<<%s>>>>>>" % (action, action)
        yield Hostile(f"opens-a-{name}.pdf", READ, pdf({1: catalog}), holds=(SPOKEN,), lacks=(SCRIPTED,))
    form = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</XFA 6 0 R/Fields[]>>>>"
    asked = stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><script>" + evil + b"</script></xdp:xdp>")
    yield Hostile("form-in-xml.pdf", READ, pdf({1: form}, [asked]), holds=(SPOKEN,), lacks=(SCRIPTED,))
    elsewhere = b"<</Length 0/F(%s)/FFilter/FlateDecode>>stream\n\nendstream" % bait.file.encode()
    yield Hostile("content-from-a-file.pdf", REFUSED, pdf({5: elsewhere}))
    outline = b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R/Names 6 0 R>>"
    circle = [b"<</First 6 0 R/Last 6 0 R/Next 6 0 R/Kids[6 0 R]/Title(x)/Count 999999999>>"]
    yield Hostile("outline-in-a-circle.pdf", READ, pdf({1: outline}, circle), holds=(SPOKEN,))
    hidden = b"BT 3 Tr /F1 12 Tf 72 300 Td (Unseen.) Tj ET "
    yield Hostile("unseen-text.pdf", READ, pdf({5: stream(hidden + shown())}), holds=(SPOKEN,))


def _unreadable() -> Iterator[Hostile]:
    image = b"/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray"
    drawn = {3: _page(resources=b"/XObject<</X 6 0 R>>"), 5: stream(b"q 612 0 0 792 0 0 cm /X Do Q")}
    yield Hostile("only-a-picture.pdf", REFUSED, pdf(drawn, [stream(bytes(81), image)]))
    yield Hostile("only-an-empty-page.pdf", REFUSED, pdf({5: stream(b"")}))
    for name, password in (("locked", "sesame"), ("locked-for-changes", "")):
        yield Hostile(f"{name}.pdf", REFUSED if password else READ, _locked(password))
    unknown = b"/Encrypt<</Filter/Nobody/V 99/R 99/O()/U()/P 0>>/ID[(a)(b)]"
    yield Hostile("locked-in-an-unknown-way.pdf", REFUSED, pdf(trailer=unknown))
    yield Hostile("three-million-objects.pdf", REFUSED, pdf_file([b"0"]) + b"1 0 obj\n0\nendobj\n" * 3_000_000)


def _locked(password: str) -> bytes:
    import io

    from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]  # it ships no types
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # it ships no types

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, ownerPassword="owner", canModify=0), invariant=1)
    canvas.drawString(72, 720, SPOKEN)
    canvas.save()
    return out.getvalue()


def cases(bait: Bait) -> Iterator[Hostile]:
    yield from _structure()
    yield from _bombs()
    yield from _fonts()
    yield from _active(bait)
    yield from _unreadable()

"""Documents changed where it matters: inside a zip's members, between tags, among words."""

import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from companion.importing.document import Format
from tests.importing.hostile import books, marks, pages, papers, texts, words
from tests.importing.hostile.case import Bait, zipped
from tests.importing.hostile.marks import LINES, TITLES

_TOKENS = {
    Format.TEXT: re.compile(rb"[^\n]*\n|[^\n]+"),
    Format.MARKDOWN: re.compile(rb"[^\n]*\n|[^\n]+"),
    Format.HTML: re.compile(rb"<[^>]*>|[^<]+|<"),
    Format.WORD: re.compile(rb"<[^>]*>|[^<]+|<"),
    Format.EPUB: re.compile(rb"<[^>]*>|[^<]+|<"),
    Format.PDF: re.compile(rb"\S+\s*|\s+"),
}
_WORDS = {
    Format.TEXT: """Dear Nora, ¦ Love, Harbin ¦ * * * ¦ ---- ¦ [1] ¦ (1) ¦ 1. ¦ 2) ¦ - ¦ > ¦ CHAPTER I ¦ Analysis
        ¦ Summary
        ¦ “ ¦ ” ¦ ‘ ¦ ’ ¦ \t ¦ \n\n ¦ \x0c ¦ _____ ¦ Page 3 ¦ * ¦ † ¦ ¹ ¦ ======""",
    Format.MARKDOWN: """# ¦ ## ¦ > ¦ - ¦ 1. ¦ ``` ¦ ~~~ ¦ \n    ¦ [^1] ¦ [^1]: ¦ [a](b) ¦ ![a](b) ¦ <b> ¦ </b>
        ¦ <div> ¦ &amp; ¦ ***
        ¦ --- ¦ | a | b | ¦ |--|--| ¦ ::: ¦ +++ ¦ \\ ¦ <br> ¦ [r] ¦ [r]: /x ¦ === ¦ ** ¦ * ¦ _ ¦ {#id}""",
    Format.HTML: """<p> ¦ </p> ¦ <h1> ¦ <h2> ¦ <blockquote> ¦ <ul> ¦ <ol start=3> ¦ <li> ¦ <pre> ¦ <br> ¦ <sup>
        ¦ <a href='#fn1'>
        ¦ <a id=fn1> ¦ <table> ¦ <tr> ¦ <td> ¦ <nav> ¦ <aside> ¦ <em> ¦ <b> ¦ <q> ¦ <cite> ¦ <dl><dt> ¦ <dd> ¦ <hr>
        ¦ <section> ¦ <svg> ¦ <math> ¦ <template> ¦ <!-- ¦ --> ¦ &nbsp; ¦ &#8220; ¦ <ruby> ¦ <rt> ¦ <details>
        ¦ <body>""",
    Format.WORD: """<w:p> ¦ </w:p> ¦ <w:r> ¦ </w:r> ¦ <w:t> ¦ </w:t> ¦ <w:br/> ¦ <w:tab/> ¦ <w:tbl> ¦ <w:tr>
        ¦ <w:tc> ¦ <w:b/>
        ¦ <w:i/> ¦ <w:pPr> ¦ <w:rPr> ¦ <w:sdt> ¦ <w:del> ¦ <w:pStyle w:val="Heading1"/> ¦ <w:pStyle w:val="Title"/>
        ¦ <w:footnoteReference w:id="1"/> ¦ <w:numPr> ¦ <w:ilvl w:val="9"/>
        ¦ <w:p><w:r><w:t>Analysis</w:t></w:r></w:p>""",
    Format.EPUB: """<p> ¦ </p> ¦ <h1> ¦ <itemref idref='c1'/> ¦ <item id='c2' href='one.xhtml' properties='nav'/>
        ¦ linear='no'
        ¦ epub:type='noteref' ¦ epub:type='footnote' ¦ epub:type='pagebreak' ¦ <a href='#n'> ¦ <aside id='n'> ¦ <sup>
        ¦ <blockquote> ¦ <li> ¦ ../ ¦ %2f ¦ <a epub:type='noteref' href='#n'>1</a>""",
    Format.PDF: """BT ¦ ET ¦ Tj ¦ TJ ¦ Tm ¦ Td ¦ Tf ¦ ' ¦ q ¦ Q ¦ cm ¦ Do ¦ T* ¦ Tc ¦ Tw ¦ Tz ¦ TL ¦ Tr ¦ Ts ¦ <<
        ¦ >> ¦ [ ¦ ] ¦ ( ¦ )
        ¦ 0 ¦ -1 ¦ 1e9 ¦ R ¦ null ¦ /Kids ¦ /Count ¦ /Length ¦ /Filter ¦ /FlateDecode ¦ /MediaBox ¦ /Rotate 90
        ¦ /ToUnicode ¦ /Encoding ¦ stream ¦ endstream ¦ obj ¦ endobj ¦ xref ¦ trailer ¦ /F1 24 Tf ¦ 0 -20 Td""",
}
_MOST = 60_000  # bytes of a seed


def seeds(form: Format) -> Iterator[bytes]:
    """The hostile files of that format that are small, each a start."""
    made = {Format.HTML: pages.cases, Format.WORD: words.cases, Format.EPUB: books.cases, Format.PDF: papers.cases}
    own = made[form](Bait()) if form in made else texts.cases()
    for case in (*own, *marks.cases()):
        called = case.name.rpartition(".")[2]
        tame = not any(word in case.name for word in ("bomb", "illion", "laughs", "byte", "thousand"))
        if called == form.value and tame and 0 < len(case.data) <= _MOST:
            yield case.data


def mutated(data: bytes, form: Format, chance: random.Random, bytewise: Callable[[bytes], bytes]) -> bytes:
    """`data` changed in one place; sometimes byte by byte, as `bytewise` does it."""
    if form in (Format.WORD, Format.EPUB) and chance.random() < 0.95 and (parts := _unzipped(data)):
        telling = [name for name in parts if name.endswith(("document.xml", ".xhtml", ".opf"))] or list(parts)
        name = chance.choice(telling if chance.random() < 0.8 else list(parts))
        parts[name] = _changed(parts[name], form, chance, bytewise)
        return zipped(parts)
    return _changed(data, form, chance, bytewise)


def _unzipped(data: bytes) -> dict[str, bytes | str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            return {entry.filename: file.read(entry) for entry in file.infolist() if entry.file_size < 500_000}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        return {}


def _changed(data: bytes | str, form: Format, chance: random.Random, bytewise: Callable[[bytes], bytes]) -> bytes:
    data = data.encode() if isinstance(data, str) else data
    if chance.random() < 0.25:
        return bytewise(data)
    tokens: list[bytes] = _TOKENS[form].findall(data) or [b""]
    at, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
    first, last = sorted((at, min(other, at + chance.randrange(1, 40))))
    match chance.randrange(7):
        case 0:
            del tokens[first : last + 1]
        case 1:
            tokens[at:at] = tokens[first : last + 1] * chance.choice((1, 1, 2, 9))
        case 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 3:
            tokens.insert(at, bytewise(tokens[other]))
        case 4 | 5:
            tokens.insert(at, _word(form, chance) * chance.choice((1, 1, 1, 3)))
        case _:
            text = chance.choice(LINES + TITLES)
            tokens[at] += text.encode() + chance.choice((b"", b"\n", b"\n\n", b" "))
    return b"".join(tokens)


def _word(form: Format, chance: random.Random) -> bytes:
    return (chance.choice(re.split(r"\s*¦ ", _WORDS[form])) + chance.choice(("", " ", "\n"))).encode()

"""PDF -> a document: its lines by PDFium; what its margins say is left out, paragraphs are guessed from the layout."""

import ctypes
import re
from collections.abc import Iterator, Sequence

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from companion.errors import DocumentError
from companion.importing import authors, limits, looks, pdfmargins
from companion.importing.document import Document, Format
from companion.importing.pdflayout import layout
from companion.importing.pdflines import CELL, Fragment, Line, columns, is_raised, lines
from companion.importing.pdftables import side_by_side, with_rows
from companion.importing.sniffing import Source

_LINE_END = re.compile("\r\n|[\r\n\ufffe\x02]")
_HYPHENS = "\ufffe\x02"  # what PDFium makes of a hyphen at a line's end
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_NO_TITLE = re.compile(
    r"\W*(?:untitled|anonymous|unspecified|unknown)\W*|microsoft word.*|.*\.(?:docx?|pdf|odt|indd|tex|rtf|txt)",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?<=[^\s\d])(?:\d{1,3}(?!\d)|[*†‡§]{1,2})")
_MARK_ALONE = re.compile(r"(?:\d{1,3}|[*†‡§]{1,2})(?=\s+(\S))")
_GUTTER = 1.6  # of the size of the letters: a wider gap between two words may be one between columns


def read(source: Source, everything: bool) -> Document:
    """Read a PDF. Raises DocumentError when it is locked, damaged, too long, or only pictures."""
    try:
        pdf = pypdfium2.PdfDocument(source.data)
        count = len(pdf)
    except pypdfium2.PdfiumError as exc:
        if "password" in str(exc).lower() or "security" in str(exc).lower():
            raise DocumentError("is locked with a password; unlock it and save it anew") from exc
        raise limits.damaged() from exc
    if count > limits.MOST_PAGES:
        raise DocumentError(f"has {count:,} pages, more than {limits.MOST_PAGES}; import it in parts")
    pages: list[list[Line]] = []
    characters = 0
    heads: Sequence[Line] = ()  # of the columns of a table that may go on
    for number in range(count):
        try:
            page = pdf[number]
            fragments = list(_fragments(page, number))
        except pypdfium2.PdfiumError:
            source.ledger.leave("page that cannot be read", f"page {number + 1}")
            continue
        found = lines(fragments)
        beside, heads = side_by_side(found, heads)
        pages.append(beside or with_rows(columns(found)))
        characters += sum(len(fragment.text) for fragment in fragments)
        limits.check_characters(characters)
        page.close()
    if not characters:
        raise DocumentError("holds pictures of pages but no text; run text recognition (OCR) on it first")
    if not everything:
        pages = pdfmargins.without_margins(pages, source.ledger)
    pieces, footnotes = layout(pages, source.ledger, everything)
    title, author = _metadata(pdf)
    return Document(
        Format.PDF,
        tuple(looks.with_headings(pieces)),
        title=title,
        author=author,
        language=_language(pdf),
        footnotes=footnotes,
        left_out=source.ledger.items(),
    )


def _metadata(pdf: pypdfium2.PdfDocument) -> tuple[str, str]:
    try:
        found = {name: " ".join(str(value).split()) for name, value in pdf.get_metadata_dict().items()}
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return "", ""
    title, author = (found.get(name, "") for name in ("Title", "Author"))
    return "" if _NO_TITLE.fullmatch(title) else title, authors.named(author)


def _language(pdf: pypdfium2.PdfDocument) -> str:
    asked = getattr(pdfium, "FPDFCatalog_GetLanguage", None)
    if asked is None:
        return ""
    size = asked(pdf.raw, None, 0)
    if not 2 < size < 100:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()  # FPDF_WCHAR: UTF-16
    asked(pdf.raw, buffer, size)
    language = bytes(buffer).decode("utf-16-le", "ignore").rstrip("\0")
    return language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language) else ""


def _fragments(page: pypdfium2.PdfPage, number: int) -> Iterator[Fragment]:
    """The stretches of text that PDFium takes for lines, cut where a gap is as wide as one between columns."""
    text_page = page.get_textpage()
    count = text_page.count_chars()
    if count <= 0:
        return
    text = text_page.get_text_range()
    if len(text) != count:  # then places in the text are not places on the page
        codes = (pdfium.FPDFText_GetUnicode(text_page.raw, at) for at in range(count))
        text = "".join(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)
    boxes = _Boxes(text_page.raw)
    start = 0
    for end in [*_LINE_END.finditer(text), None]:
        stop = end.start() if end else len(text)
        hyphen = end is not None and end[0] in _HYPHENS
        for first, last in _cut(text, start, stop, boxes):
            yield boxes.fragment(text, first, last, number, hyphen and last == stop)
        start = end.end() if end else stop
    text_page.close()


def _cut(text: str, start: int, stop: int, boxes: "_Boxes") -> Iterator[tuple[int, int]]:
    first: int | None = None
    before = start
    for found in re.finditer(r"\S+", text[start:stop]):
        at = start + found.start()
        if first is None:
            first = at
            alone = _MARK_ALONE.match(text, at, stop)
            if alone and boxes.raised(at, alone.start(1)):
                yield alone.span()
                before, first = alone.end() - 1, None
                continue
        else:
            left = boxes.box(before)
            if boxes.box(at)[0] - left[2] > _GUTTER * (left[3] - left[1]):
                yield first, before + 1
                first = at
        before = start + found.end() - 1
        for mark in _MARK.finditer(text, at, before + 1):
            if first is not None and mark.start() > first and boxes.raised(mark.start(), mark.start() - 1):
                yield first, mark.start()
                yield mark.span()
                first = mark.end() if mark.end() <= before else None
    if first is not None:
        yield first, before + 1


class _Boxes:
    """Where the characters of a page stand."""

    def __init__(self, page: object) -> None:
        self._page = page
        self._rectangle = pdfium.FS_RECTF()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def box(self, at: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top, in points."""
        box = self._rectangle
        pdfium.FPDFText_GetLooseCharBox(self._page, at, box)
        return box.left, box.bottom, box.right, box.top

    def raised(self, at: int, beside: int) -> bool:
        """Whether a character is much smaller than the one at `beside`, or smaller and higher."""
        _, bottom, _, top = self.box(at)
        _, low, _, high = self.box(beside)
        return is_raised(top - bottom, high - low, bottom - low)

    def fragment(self, text: str, first: int, stop: int, page: int, hyphen: bool) -> Fragment:
        left, bottom, right, top = self.box(first)
        last = self.box(stop - 1)
        gaps = tuple(self._gaps(text, first, stop, top - bottom))
        middle = self.box(self._letter(text, (first + stop - 1) // 2))
        return Fragment(
            text[first:stop].translate(_LIGATURES) + ("-" if hyphen else ""),
            page,
            min(left, last[0]),
            min(bottom, middle[1]) if abs(bottom - middle[1]) < 2 else bottom,
            max(right, last[2]),
            top,
            size=max(1.0, middle[3] - middle[1]),
            bold=self._bold(first) and self._bold(stop - 1),
            gaps=gaps,
        )

    @staticmethod
    def _letter(text: str, at: int) -> int:
        """The place `at`, or the first before it that is no white space: a space may have a box without height."""
        while at and text[at].isspace():
            at -= 1
        return at

    def _gaps(self, text: str, first: int, stop: int, size: float) -> Iterator[tuple[int, float]]:
        """The wide gaps between words: where in the fragment's text, and on the page, the word behind begins."""
        for found in re.finditer(r"\s+", text[first:stop]):
            before, behind = first + found.start() - 1, first + found.end()
            if before >= first and behind < stop:
                left = self.box(behind)[0]
                if left - self.box(before)[2] > CELL * size:
                    yield len(text[first:behind].translate(_LIGATURES)), left

    def _bold(self, at: int) -> bool:
        size = pdfium.FPDFText_GetFontInfo(self._page, at, self._name, len(self._name), self._flags)
        name = self._name.value.lower() if 0 < size <= len(self._name) else b""
        return (
            b"bold" in name
            or b"black" in name
            or b"heavy" in name
            or pdfium.FPDFText_GetFontWeight(self._page, at) >= 600
        )

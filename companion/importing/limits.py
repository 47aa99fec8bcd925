"""What a file may cost: its size, what it unpacks to, how much text it holds; more than that is refused."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from lzma import LZMAError

from companion.errors import DocumentError

MOST_BYTES = 64 << 20  # of a file
MOST_UNPACKED = 160 << 20  # bytes of all entries of a zip together
MOST_ENTRY = 48 << 20  # bytes of one entry, unpacked
MOST_RATIO = 200  # unpacked to packed, of an entry above RATIO_FROM; text packs to a tenth
RATIO_FROM = 1 << 20
MOST_ENTRIES = 5_000
MOST_CHARACTERS = 10_000_000  # of a file, its markup included
MOST_PIECES = 20_000
MOST_WORK = 1_200_000  # units of `work`, 6 to 8 µs each: an import is to end within 10 s
MOST_NESTED = 5_000  # elements of HTML within each other
MOST_PAGES = 500  # of a PDF
SECONDS = 10.0  # from the start of the child to its last byte
MEMORY = 476 << 20  # bytes, a little under 500 MB, that the child may have
MOST_ANSWER = 96 << 20  # bytes that the child may say

_MARK = re.compile(r"[^\w\s.,;:?-]|_")  # what is escaped, or may open or close something
_QUOTE = re.compile('[“”„‟«»‹›‘‚‛"]')  # each is weighed against the others
_MARK_WORK, _QUOTE_WORK, _PIECE_WORK = 3, 8, 60  # units, as measured; a character of prose is 1

_TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|rp|rt|source|t[dhr]|track|wbr)\b)"
    r"[a-z][^<>]*",
    re.IGNORECASE,
)
_ENTITY = re.compile(rb"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


def check_size(size: int) -> None:
    """Refuse a file by its size, before a byte of it is read."""
    if size > MOST_BYTES:
        raise DocumentError(f"is {size / 1e6:,.0f} MB, more than {MOST_BYTES >> 20} MB; import it in parts")


def check_characters(count: int) -> None:
    if count > MOST_CHARACTERS:
        raise DocumentError(
            f"holds {count / 1e6:.1f} million characters, more than {MOST_CHARACTERS // 10**6} million; "
            "import it in parts"
        )


def check_pieces(count: int) -> None:
    if count > MOST_PIECES:
        raise DocumentError(f"holds more than {MOST_PIECES:,} paragraphs; import it in parts")


def work(texts: Iterable[str]) -> int:
    """What it costs to make paragraphs a guide, in characters of prose: punctuation and paragraphs cost more."""
    return sum(
        len(text) + _MARK_WORK * len(_MARK.findall(text)) + _QUOTE_WORK * len(_QUOTE.findall(text)) + _PIECE_WORK
        for text in texts
    )


def check_work(texts: Sequence[str]) -> None:
    """Refuse what would take longer to understand than an import may take."""
    cost = work(texts)
    if cost <= MOST_WORK:
        return
    letters = sum(map(len, texts))
    if letters < MOST_WORK / 3 and letters > _PIECE_WORK * len(texts):
        raise DocumentError("holds mostly punctuation, too much of it to be a text; import a text")
    raise DocumentError(f"holds {cost / MOST_WORK:.1f} times as much text as a guide may; import it in parts")


def check_draft(text: str) -> None:
    """Refuse at once what `check_work` would refuse after a long reading: half of a text is never left out."""
    paragraphs = [paragraph for paragraph in text.split("\n\n") if not paragraph.isspace() and paragraph]
    if work(paragraphs) > 2 * MOST_WORK:
        check_work(paragraphs)


def check_depth(markup: str) -> None:
    """Refuse elements within elements within elements: what is left open is counted."""
    depth = 0
    for tag in _TAG.finditer(markup):
        if tag[0].endswith("/"):
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > MOST_NESTED:
            raise DocumentError(f"is nested more than {MOST_NESTED:,} deep; save it anew as txt")


class Archive:
    """A zip file whose entries are checked before they are unpacked, and counted while they are."""

    def __init__(self, data: bytes) -> None:
        """Raises DocumentError for what is damaged, encrypted, or unpacks to too much."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as exc:
            raise damaged() from exc
        self._left = MOST_UNPACKED
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise DocumentError(f"packs {len(entries):,} files, more than {MOST_ENTRIES:,}; save it anew and try again")
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise too_large()
        for entry in entries:
            packed = max(1, entry.compress_size)
            if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * packed:
                raise too_large()
        self._entries = {entry.filename: entry for entry in entries}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """An entry, unpacked. Raises DocumentError; KeyError when there is none of that name."""
        entry = self._entries[name]
        if entry.flag_bits & 1:
            raise DocumentError("is locked with a password; unlock it and save it anew")
        most = min(MOST_ENTRY, self._left)
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(most + 1)  # what the directory says may be a lie
        except (zipfile.BadZipFile, zlib.error, LZMAError, OSError, EOFError, ValueError, NotImplementedError) as exc:
            raise damaged() from exc
        if len(data) > most:
            raise too_large()
        self._left -= len(data)
        return data


def damaged() -> DocumentError:
    return DocumentError("is damaged or cut short; get it anew, or save it anew")


def too_large() -> DocumentError:
    return DocumentError(
        f"unpacks to far more than it should ({MOST_UNPACKED >> 20} MB at most); save it anew without its pictures"
    )


def check_xml(data: bytes, doctype: bool = False) -> None:
    """Refuse XML that declares entities: they can unpack to anything or read other files. `doctype`: allow a bare one.

    No document of Word or EPUB needs one. The NULs are taken out because the XML may be UTF-16.
    """
    plain = data.replace(b"\0", b"") if b"\0" in data[:4096] else data
    if (_ENTITY if doctype else _DOCTYPE).search(plain):
        raise DocumentError("declares entities of its own (a DTD), which is not safe to read; save it anew")

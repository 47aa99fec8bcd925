"""Bytes -> text: a byte order mark, then UTF-8, then UTF-16 without a mark, then what the file says, then cp1252."""

import codecs
import re
import unicodedata

from companion.errors import DocumentError
from companion.importing.gathering import Ledger, lines_alike

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
# What web pages and books are written in. Others (utf-7, idna, zip) are no encodings of documents and not safe to try.
_KNOWN = re.compile(
    r"iso8859-\d+|cp125\d|mac-\w+|koi8-[rut]|shift_jis|euc_\w+|gb2312|gbk|gb18030|big5|cp9\d\d|cp866|tis-620"
)
_SAMPLE = 1 << 16  # bytes that are looked at
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS, _SOME = 0.03, 8  # of the characters, and however short a text is; random bytes hold a tenth
_MOST_UNKNOWN = 0.05  # of the characters; random UTF-16 holds a seventh


def decoded(data: bytes, ledger: Ledger) -> str:
    """The text of a file, with its line ends alike and nothing in it that cannot be seen; `ledger` says what was there.

    Raises DocumentError for bytes that are no text.
    """
    text = lines_alike(_text(data, ledger))
    controls = len(_CONTROL.findall(text))
    if controls > _SOME + _MOST_CONTROLS * len(text) or _unknown(text[:_SAMPLE]):
        raise DocumentError("is no text but binary data of an unknown kind; save it as txt, docx, epub, html or pdf")
    return ledger.clean(text)


def _unknown(sample: str) -> bool:
    """Whether so many characters stand for nothing that the bytes are no text."""
    if sample.isascii():
        return False
    count = sum(unicodedata.category(character) in ("Cn", "Co") for character in sample)
    return count > _SOME + _MOST_UNKNOWN * len(sample)


def _text(data: bytes, ledger: Ledger) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _mended(data[len(mark) :], encoding, ledger)
    if b"\0" in data[:_SAMPLE] and (wide := _wide(data)):
        return _mended(data, wide, ledger)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    whole = sum(1 for character in mended[:_SAMPLE] if character > "\x7f") - mended.count("\ufffd", 0, _SAMPLE)
    if whole > 8 * broken or (broken == 1 and mended.endswith("\ufffd") and whole):
        return _counted(mended, ledger)
    declared = _DECLARED.search(data[:2048])
    name = _known(declared[1].decode("ascii")) if declared else "cp1252"
    return _counted(data.decode(name, "replace"), ledger)


def _known(name: str) -> str:
    try:
        name = codecs.lookup(name).name
    except LookupError:
        return "cp1252"
    return name if _KNOWN.fullmatch(name) and name != "iso8859-1" else "cp1252"  # as every browser reads Latin-1


def _wide(data: bytes) -> str:
    """The name of UTF-16 or UTF-32 where the zero bytes stand as theirs do; "" where they do not."""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    if len(sample) >= 8 and len(data) % 4 == 0:
        zeros = [sample[at::4].count(0) * 4 / len(sample) for at in range(4)]
        if min(zeros[2:]) > 0.99 and zeros[0] < 0.01:
            return "utf-32-le"
        if min(zeros[:2]) > 0.99 and zeros[3] < 0.01:
            return "utf-32-be"
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    units = len(sample) / 2
    # Latin letters have a zero byte each. Others only have their spaces, and bytes that no UTF-8 text has.
    foreign = len(_CONTROL.findall(sample.replace(b"\0", b"").decode("latin-1"))) > 0.1 * units or not _is_utf8(sample)
    if max(even, odd) > (0.02 if foreign else 0.4) * units and max(even, odd) > 20 * min(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _is_utf8(sample: bytes) -> bool:
    try:
        sample[: sample.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mended(data: bytes, encoding: str, ledger: Ledger) -> str:
    return _counted(data.decode(encoding, "replace"), ledger)


def _counted(text: str, ledger: Ledger) -> str:
    if "\ufffd" in text:
        ledger.leave("damaged character", "\ufffd" * text.count("\ufffd"))
    return text.replace("\ufffd", "")

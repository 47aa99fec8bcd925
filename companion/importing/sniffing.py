"""What a file is: by its bytes, whatever its name says; what is no document is refused by the name of what it is."""

import re
from dataclasses import dataclass

from companion.errors import DocumentError
from companion.importing import limits
from companion.importing.decoding import decoded
from companion.importing.document import Format
from companion.importing.gathering import Ledger
from companion.importing.limits import Archive

_READS = "txt, md, html, docx, epub or pdf"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"8BPS", "a Photoshop picture"),
    (b"\0\0\1\0", "an icon"),
    (b"ID3", "an MP3 sound file"),
    (b"\xff\xfb", "an MP3 sound file"),
    (b"\xff\xf1", "an AAC sound file"),
    (b"OggS", "an Ogg sound file"),
    (b"fLaC", "a FLAC sound file"),
    (b"\x1a\x45\xdf\xa3", "a Matroska or WebM video"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xfe\xed\xfa\xce", "a program"),
    (b"\xfe\xed\xfa\xcf", "a program"),
    (b"\0asm", "a WebAssembly program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"OTTO", "a font"),
    (b"\0\1\0\0\0", "a font"),
    (b"bplist00", "a binary property list"),
    (b"AT&TFORM", "a DjVu document"),
    (b"%!PS", "a PostScript file"),
)
_BOX = {b"heic": "a HEIC picture", b"heix": "a HEIC picture", b"mif1": "a HEIC picture", b"avif": "an AVIF picture"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*(?:<!doctype\s+html|<(?:html|head|body|main|article|section|div|p|h[1-6]|table|ul|ol"
    r"|blockquote|title|meta|link|script|style|center|font|span|b|i|em|strong|br|hr|a|img|nav|header|pre|form|iframe)\b[^>]*>)",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<\?xml\b")
_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_MARKDOWN_NAME = re.compile(r"\.(?:md|markdown|mdown|mkd|mdwn|mdx|qmd|rmd)\Z", re.IGNORECASE)
_MARKDOWN = (  # what nobody writes in plain text without meaning it
    re.compile(r"\A\ufeff?\s*\+\+\+[ \t]*\n.*?^\+\+\+[ \t]*$", re.DOTALL | re.MULTILINE),
    re.compile(r"\A---[ \t]*\n(?:[A-Za-z][\w -]*:.*\n|[ \t-].*\n|#.*\n)+?(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    re.compile(r"^#{1,6}[ \t]+[^\s#].*$", re.MULTILINE),
    re.compile(r"^\[\^[^\]\s]+\]:[ \t]", re.MULTILINE),
    re.compile(r"^```", re.MULTILINE),
    re.compile(r"^\|?[ \t]*:?-{3,}:?[ \t]*\|", re.MULTILINE),
)
_INLINE = re.compile(r"\*\*[^\s*][^*\n]*\*\*|\[[^\]\n]+\]\((?:https?:|#|\.{0,2}/)[^)\s]*\)")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read."""

    format: Format
    data: bytes
    text: str  # decoded; empty for what is no text
    ledger: Ledger  # what was left out while it was decoded, and what its reader will leave out


def sniffed(data: bytes, name: str) -> Source:
    """What the file is. Raises DocumentError for what is not read. The name only tells Markdown from plain text."""
    ledger = Ledger()
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise DocumentError("is empty; there is nothing to read")
    if _is_pdf(data):
        return Source(Format.PDF, data, "", ledger)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return Source(_packed(Archive(data)), data, "", ledger)
    _refuse(data)
    text = decoded(data, ledger)
    limits.check_characters(len(text))
    if not text.strip():
        raise DocumentError("holds no character that can be seen; there is nothing to read")
    form = _written(text, name)
    if form is not Format.HTML:
        limits.check_draft(text)
    return Source(form, data, text, ledger)


def _is_pdf(data: bytes) -> bool:
    if data.lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-"):
        return True
    at = data.find(b"%PDF-", 0, 1024)  # Adobe's readers allow for junk before it
    return at > 0 and (b"startxref" in data[-2048:] or b"\0" in data[:4096])


def _packed(archive: Archive) -> Format:
    kind = archive.read("mimetype")[:200].strip() if "mimetype" in archive else b""
    if kind == b"application/epub+zip" or "META-INF/container.xml" in archive:
        return Format.EPUB
    if any(name.lower().startswith("word/document") for name in archive.names):
        return Format.WORD
    if b"opendocument" in kind:
        raise DocumentError("is an OpenDocument file; save it as docx")
    for folder, what in (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation")):
        if any(name.startswith(folder) for name in archive.names):
            raise DocumentError(f"is {what}; save its text as docx or txt")
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive else b""
    if b"wordprocessingml.document.main" in types:
        return Format.WORD
    raise DocumentError("is a zip archive; unpack it and import the files in it")


def _refuse(data: bytes) -> None:
    what = next((what for magic, what in _MAGIC if data.startswith(magic)), "")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError("is locked with a password; unlock it and save it anew")
        raise DocumentError("is a Word document from before 2007, or another old Office file; save it as docx")
    if data.lstrip()[:5] == b"{\\rtf":
        raise DocumentError("is a Rich Text (RTF) document; save it as docx")
    if data[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        raise DocumentError("is a Kindle book; convert it to EPUB")
    if data.startswith(b"RIFF"):
        what = {b"WEBP": "a WebP picture", b"WAVE": "a WAV sound file", b"AVI ": "an AVI video"}.get(data[8:12], what)
    if data[4:8] == b"ftyp":
        what = _BOX.get(data[8:12], "an MP4 video or sound file")
    if data.startswith(b"BM") and b"\0\0" in data[6:14]:
        what = "a BMP picture"
    if data.startswith(b"MZ") and b"\0" in data[:128]:
        what = "a program"
    if data[257:262] == b"ustar":
        what = "a tar archive"
    if what:
        raise DocumentError(f"is {what}, not a text; save what it says as {_READS}")


def _written(text: str, name: str) -> Format:
    if _XML.match(text) and (root := _ROOT.search(text)):
        limits.check_xml(text[: text.find(root[0]) + 1].encode(), doctype=True)
        if root[1].lower() == "svg":
            raise DocumentError(f"is an SVG picture, not a text; save what it says as {_READS}")
        return Format.HTML
    if re.match(r"\s*<svg\b", text):
        raise DocumentError(f"is an SVG picture, not a text; save what it says as {_READS}")
    if _MARKDOWN_NAME.search(name) and not re.match(r"\s*<(?:!doctype|html|\?xml)", text, re.IGNORECASE):
        return Format.MARKDOWN
    if _HTML.match(text):
        return Format.HTML
    if any(sign.search(text) for sign in _MARKDOWN) or len(_INLINE.findall(text)) > 2:
        return Format.MARKDOWN
    return Format.TEXT

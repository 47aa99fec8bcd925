"""What printed books and their digital editions put around a text: licences, contents, pictures, "The End"."""

import re
from collections.abc import Sequence

from companion.importing.gathering import Ledger

_NAMED = r"OF (?:THE|THIS) PROJECT GUTENBERG E-?(?:BOOK|TEXT)\b"
_STARTS = re.compile(rf"\s*\*{{3}}\s*START {_NAMED}", re.IGNORECASE)
_ENDS = re.compile(rf"\s*\*{{3}}\s*END {_NAMED}", re.IGNORECASE)
_FIELD = re.compile(r"(?P<name>Title|Author):\s+(?P<value>\S.*)")
_PICTURE = re.compile(
    r"\[(?:Illustration|Picture|Image|Frontispiece|Abbildung|Bild|Ilustración)\b[^\]]*\]", re.IGNORECASE
)
_CONTENTS = re.compile(
    r"(?:table of )?contents|inhaltsverzeichnis|table des matières|sommaire|índice|tabla de contenidos", re.IGNORECASE
)
_LEADERS = re.compile(r"(?:\.\s?){3,}\s*(?:\d{1,4}|[ivxlc]{1,7})\s*\Z", re.IGNORECASE)
_ENTRY = re.compile(
    r"\s*(?:(?:chapter|part|act|book|kapitel|teil|chapitre|partie|capítulo|parte)\s+)?"
    r"(?:\d{1,3}|[ivxlc]{1,7})[.):]?(?:\s|\Z)"
    r"|.*\s(?:\d{1,4}|[ivxlc]{1,7})\s*\Z",
    re.IGNORECASE,
)
_END = re.compile(r"(?:the end|finis|fin|ende|fine)[.!]?", re.IGNORECASE)
_MOST = 2  # lines over which a mark of Project Gutenberg runs


def text_itself(lines: list[str], ledger: Ledger) -> tuple[list[str], str, str]:
    """The lines between the marks of Project Gutenberg; the title and the author that are told above them."""
    start = next((index for index, line in enumerate(lines) if _STARTS.match(line)), None)
    if start is None:
        return lines, "", ""
    end = next((index for index in range(start, len(lines)) if _ENDS.match(lines[index])), len(lines))
    told: dict[str, str] = {}
    for line in lines[:start]:
        if found := _FIELD.match(line.strip()):
            told.setdefault(found["name"], found["value"])
    begin = start + 1
    while begin < end and begin <= start + _MOST and lines[begin].strip() and "***" not in lines[begin - 1][3:]:
        begin += 1
    for gone in (lines[:begin], lines[end:]):
        ledger.leave("licence", "\n".join(gone))
    return lines[begin:end], told.get("Title", ""), told.get("Author", "")


def furniture(blocks: Sequence[Sequence[str]]) -> dict[int, str]:
    """Why blocks of lines are no text, by their places: pictures, the table of contents, "The End"."""
    found: dict[int, str] = {}
    for index, block in enumerate(blocks):
        text = " ".join(" ".join(block).split())
        if _PICTURE.fullmatch(text):
            found[index] = "picture"
        elif _CONTENTS.fullmatch(block[0].strip(" .:")):
            entries = [*block[1:], *(blocks[index + 1] if len(block) == 1 and index + 1 < len(blocks) else ())]
            if _lists_contents(entries):
                found[index] = "table of contents"
                if len(block) == 1:
                    found[index + 1] = "table of contents"
        elif len(block) > 1 and sum(bool(_LEADERS.search(line)) for line in block) * 2 > len(block):
            found[index] = "table of contents"
    last = next((index for index in range(len(blocks) - 1, 0, -1) if index not in found), None)
    if last is not None and len(blocks[last]) == 1 and _END.fullmatch(blocks[last][0].strip(" *_")):
        found[last] = "end mark"
    return found


def _lists_contents(lines: Sequence[str]) -> bool:
    return len(lines) > 1 and sum(bool(_ENTRY.match(line)) for line in lines) * 3 >= 2 * len(lines)

"""Plain text's paragraphs, and which of them are headings: looks are ranked as they are in print."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from companion.guide.letterwords import SALUTATION
from companion.importing import looks, numbering

_TOP = 8  # paragraphs among which the line "by" is looked for
_SHORT = 60  # characters of a name
_BY = re.compile(r"by|von|par|por", re.IGNORECASE)
_TURNS = re.compile(  # a title goes on behind these
    r"\b(?:of|the|an?|and|or|in|on|to|for|with|de|la|le|les|du|des|del|el|y|et|von|der|die|das|dem|und)\s*\Z",
    re.IGNORECASE,
)
VERSE = 75  # characters: a longer line is not kept as one


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: tuple[str, ...]  # with their indents
    underline: str = ""  # the character of the line below it
    chapter: bool = False  # a chapter's number, and its name in capitals below

    @property
    def indent(self) -> int:
        return min(indent(line) for line in self.lines)


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def join(paragraphs: list[Paragraph]) -> None:
    """Put together what belongs on one line: "by" and a name, a chapter's number and its name, a title's two lines."""
    for index in range(len(paragraphs) - 2, -1, -1):
        first, second = paragraphs[index], paragraphs[index + 1]
        below = " ".join(" ".join(second.lines).split())
        if len(first.lines) > 1 or first.underline or second.underline:
            continue
        text = first.lines[0].strip()
        if index < _TOP and _BY.fullmatch(text) and len(second.lines) == 1 and len(below) <= _SHORT:
            paragraphs[index : index + 2] = [Paragraph((f"{text} {below}",))]
        elif _is_chapters_name(text, below):
            paragraphs[index : index + 2] = [Paragraph((f"{text} {below}",), chapter=True)]
    if paragraphs and len(paragraphs[0].lines) > 1 and _TURNS.search(paragraphs[0].lines[0]) and _titled(paragraphs):
        first_line, second_line, *more = paragraphs[0].lines
        paragraphs[0] = replace(paragraphs[0], lines=(f"{first_line.rstrip()} {second_line.strip()}", *more))


def _is_chapters_name(number: str, below: str) -> bool:
    """Whether a line in capitals that ends as a sentence does is the name of the chapter whose number stands above."""
    shouted = below.endswith(".") and looks.capitals(below.rstrip(".")) and not looks.known(below)
    return shouted and looks.numbered(number) and looks.known(number)


def headings(paragraphs: list[Paragraph]) -> dict[int, int]:
    """Which paragraphs are headings, each with its level: looks are ranked as they are in print."""
    _split_off(paragraphs)
    found: dict[int, float] = {}
    texts = [" ".join(" ".join(paragraph.lines).split()) for paragraph in paragraphs]
    singles = [text if len(paragraph.lines) == 1 else "" for text, paragraph in zip(texts, paragraphs, strict=True)]
    depths = numbering.depths(singles)
    counted = min(depths, default=0)
    above = 2 if any(looks.capitals(text) for text in singles[1:counted]) else 1  # the look that they stand below
    plain: set[int] = set()  # places of those that nothing but their length speaks for
    for index, paragraph in enumerate(paragraphs):
        text = singles[index]
        if paragraph.underline:
            found[index] = 0 if paragraph.underline in "=*#" else 3
        elif paragraph.chapter:
            found[index] = 1
        elif index in depths:
            found[index] = above + depths[index] / 100
        elif (
            not text
            or index + 1 == len(paragraphs)
            or looks.item(text)
            or looks.dateline(text, paragraphs[index + 1].lines[0].strip())
        ):
            continue
        elif looks.numbered(text) and looks.known(text):
            found[index] = 1
        elif looks.capitals(text) and (index == 0 or looks.known(text) or looks.follows(texts, index)):
            found[index] = 2
        elif looks.known(text) or (looks.heading(text) and looks.follows(texts, index)):
            found[index] = 4
            if not looks.known(text):
                plain.add(index)
    for index in looks.listed(plain):
        del found[index]
    if not any(not _short(paragraph) for paragraph in paragraphs):  # nothing but short lines: verse, or a list
        found = {
            index: look for index, look in found.items() if look < 4 or looks.known(paragraphs[index].lines[0].strip())
        }
    ranks = {look: min(rank, 6) for rank, look in enumerate(sorted(set(found.values())), 1)}
    levels = {index: ranks[look] for index, look in found.items()}
    if 0 not in levels:
        return levels
    if found[0] > min(found.values()) and not looks.known(texts[0]):  # the title, however plain it looks
        levels = {index: min(level + 1, 6) for index, level in levels.items()}
    return {**levels, 0: 1}


def _split_off(paragraphs: list[Paragraph]) -> None:
    """Make a paragraph of its own of a first line that says it is a heading and has its text right below it.

    So of each line at the top: a title, and what it is or who wrote it below.
    """
    if _titled(paragraphs):
        paragraphs[:1] = [Paragraph((line,)) for line in paragraphs[0].lines]
    for index in range(len(paragraphs) - 1, -1, -1):
        first, rest = paragraphs[index].lines[0], paragraphs[index].lines[1:]
        if not rest or len(first) > 60:
            continue
        text = first.strip()
        if (looks.known(text) or looks.capitals(text)) and not all(looks.capitals(line.strip()) for line in rest):
            paragraphs[index : index + 1] = [Paragraph((first,)), replace(paragraphs[index], lines=rest)]


def _titled(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the text begins with two or three short lines that are a title, and neither verse nor an address."""
    if len(paragraphs) < 2 or not 2 <= len(paragraphs[0].lines) <= 3 or paragraphs[0].underline:
        return False
    lines = [line.strip() for line in paragraphs[0].lines]
    below = paragraphs[1].lines[0].strip()
    return (
        all(len(line) <= 60 and not looks.ends(line) and looks.item(line) is None for line in lines)
        and looks.heading(lines[0])
        and not any(SALUTATION.match(text) or looks.dated(text) for text in (*lines, below))
        and any(not _short(paragraph) for paragraph in paragraphs[1:])
    )


def _short(paragraph: Paragraph) -> bool:
    return all(len(line) <= VERSE for line in paragraph.lines) and not any(looks.said(line) for line in paragraph.lines)

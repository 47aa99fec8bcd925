"""Why a character of the file is not read aloud: every stretch that is not text, with its reason."""

import re
from collections.abc import Iterable, Iterator

from companion.guide.model import Skipped, Span, gaps

_ATTRIBUTE = r'(?:[^{}"\r\n]|"(?:[^"\\\r\n]|\\.)*")'  # a character of attributes, or a value in quotes
PROMPT = "attributes with a prompt, which is shown and not spoken"
_REASONS = (
    ("white space", r"\s+"),
    ("comment", r"<!--.*?-->"),
    ("footnote mark", r"\[\^[^\]\s]+\](?!:)"),
    ("footnote label", r"\[\^[^\]\s]+\]:"),
    ("passage fence", r":{3,}[ \t]*(?:[\w-]+[ \t]*(?:\{[^\r\n]*\})?)?[ \t]*(?=[\r\n]|\Z)"),
    ("code fence", r"(?:`{3,}|~{3,})[^`\r\n]*(?=[\r\n]|\Z)"),
    ("thematic break", r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})(?=[\r\n]|\Z)"),
    ("heading mark", r"#{1,6}(?=[ \t\r\n]|\Z)|#+[ \t]*(?=[\r\n]|\Z)|(?:=+|-+)[ \t]*(?=[\r\n]|\Z)"),
    (PROMPT, rf"\{{{_ATTRIBUTE}*?\bprompt={_ATTRIBUTE}*\}}"),
    ("attributes", r"\{[^{}]*\}"),
    ("address of a link", r"\]\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|\]\[[^\]]*\]"),
    ("bracket of a link or of marked words", r"!?\[|\]"),
    ("address mark", r"[<>]"),
    ("list marker", r"[-+*](?=[ \t\r\n]|\Z)|\d{1,9}[.)](?=[ \t\r\n]|\Z)"),
    ("emphasis mark", r"[*_]+"),
    ("code mark", r"`+"),
    ("line break mark", r"\\(?=[\r\n])"),
)
_MARKUP = re.compile("|".join(f"(?P<r{index}>{pattern})" for index, (_, pattern) in enumerate(_REASONS)), re.DOTALL)


def skipped(text: str, written: Iterable[Span], known: Iterable[Skipped]) -> tuple[Skipped, ...]:
    """Every stretch of the file that is not text, with its reason, white space left out.

    `written` are the stretches that blocks were read from; `known` are whole stretches with a reason already, such as
    the front matter. A character that is in none of the three was lost, and `lost` finds it.
    """
    known = tuple(known)
    found = list(known)
    for gap in gaps(len(text), [*written, *(one.span for one in known)]):
        found.extend(_explained(text, gap))
    return tuple(sorted(found, key=lambda one: one.span))


def lost(text: str, written: Iterable[Span], explained: Iterable[Skipped]) -> tuple[Span, ...]:
    """The stretches of the file that are neither text nor skipped for a reason, white space left out."""
    open_stretches = gaps(len(text), [*written, *(one.span for one in explained)])
    return tuple(
        Span(gap.start + found.start(), gap.start + found.end())
        for gap in open_stretches
        for found in re.finditer(r"\S+", gap.of(text))
    )


def _explained(text: str, gap: Span) -> Iterator[Skipped]:
    at = gap.start
    while at < gap.end:
        found = _MARKUP.match(text, at)
        if found is not None and found.end() > gap.end:
            found = _MARKUP.match(text, at, gap.end)
        if found is None or found.lastgroup is None:
            at += 1
            continue
        reason = _REASONS[int(found.lastgroup[1:])][0]
        if reason != "white space":
            yield Skipped(Span(found.start(), found.end()), reason)
        at = found.end()

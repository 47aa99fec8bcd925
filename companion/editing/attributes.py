"""Attributes as they are written, `{#id by=Nora about="#a #b"}`: one of them changed, the others left as they stand."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from mdit_py_plugins.attrs.parse import ParseError, parse

from companion.editing.replacing import Replacement, insertion
from companion.errors import EditError
from companion.guide.model import Span

_NAME = r"[^\s!\"#$%&'()*+,./;<=>?@\[\]^`{|}~]"
_ENTRY = re.compile(
    rf"""%[^%}}]*%? | \.{_NAME}* | \#(?P<id>{_NAME}*)
    | (?P<key>[A-Za-z\d_:-]+)=(?P<value>"(?:[^"\\]|\\.)*"|[A-Za-z\d_:-]+)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r'\\(["\\])')
_BARE = re.compile(r"[A-Za-z0-9_:-]+")


@dataclass(frozen=True, slots=True)
class Group:
    """One `{…}` of the file."""

    span: Span  # in the file, braces included
    values: Mapping[str, str]  # as the reader of guides takes them


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str  # "id" for `#name`; empty for a class or a comment
    span: Span  # in the file
    value: Span  # in the file, quotes included


def group_at(source: str, at: int, end: int) -> Group | None:
    """The attributes that are written at `at`, and end before `end`."""
    if source[at : at + 1] != "{":
        return None
    try:
        last, values = parse(source[at:end])
    except ParseError:
        return None
    return Group(Span(at, at + last + 1), {key: _ESCAPED.sub(r"\1", value) for key, value in values.items()})


def rendered(**pairs: str) -> str:
    """`{#id by=Nora}`. Raises EditError for a value that no attribute can hold."""
    order = sorted(pairs, key=lambda key: key != "id")
    return "{" + " ".join(_written(key, pairs[key]) for key in order) + "}"


def changed(source: str, group: Group, key: str, value: str | None) -> Replacement:
    """The group with `key` set to `value`; without it for None, and gone altogether when nothing is left in it."""
    if value is None:
        return Replacement(group.span, without(source, group, (key,)))
    found = [entry for entry in _entries(source, group.span) if entry.key == key]
    if found:
        entry = found[-1]  # the last one holds
        text = value if source[entry.span.start] == "#" else _value(value)
        return Replacement(entry.value, text)
    if key == "id":
        behind = group.span.start + 1
        return insertion(behind, _written(key, value) + " " * (len(source[behind : group.span.end - 1].strip()) > 0))
    before = group.span.start + len(source[group.span.start : group.span.end - 1].rstrip())
    return insertion(before, " " * (before > group.span.start + 1) + _written(key, value))


def without(source: str, group: Group, keys: Collection[str]) -> str:
    """The group's text without `keys`; empty when nothing is left in it."""
    kept = group.span.of(source)
    for entry in reversed([entry for entry in _entries(source, group.span) if entry.key in keys]):
        start, end = entry.span.start - group.span.start, entry.span.end - group.span.start
        head, tail = kept[:start], kept[end:]
        kept = head + tail.lstrip() if head.strip() == "{" else head.rstrip() + tail
    return "" if not kept[1:-1].strip() else kept


def _entries(source: str, span: Span) -> Iterator[_Entry]:
    for found in _ENTRY.finditer(source, span.start + 1, span.end - 1):
        name = "id" if found["id"] is not None else (found["key"] or "")
        part = "id" if found["id"] is not None else "value" if found["key"] else 0
        yield _Entry(name, Span(*found.span()), Span(*found.span(part)))


def _written(key: str, value: str) -> str:
    return f"#{value}" if key == "id" else f"{key}={_value(value)}"


def _value(value: str) -> str:
    if _BARE.fullmatch(value):
        return value
    unfit = next((character for character in value if character in "{}" or not character.isprintable()), None)
    if unfit is not None:
        raise EditError(f"'{value[:40]}' cannot stand in an attribute: it has {unfit!r}; write it without")
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

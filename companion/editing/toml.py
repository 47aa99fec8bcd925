"""TOML corrected in a file: only the lines that say something else are replaced."""

from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AbstractTable
from tomlkit.toml_document import TOMLDocument

from companion.editing.places import line_end, lines_of
from companion.editing.replacing import Rank, Replacement
from companion.errors import EditError
from companion.guide.model import Span

Table = AbstractTable | TOMLDocument


def corrected(
    source: str, path: str, first: int, behind: int, change: Callable[[TOMLDocument], None]
) -> Iterator[Replacement]:
    """What `change` comes to in the file's lines from `first` up to `behind`, 0-based. Raises EditError."""
    lines = lines_of(source)
    before = lines.lines()[first:behind]
    if before and not before[-1]:
        before.pop()  # what stands behind the last line's end
    try:
        document = tomlkit.parse("".join(f"{line}\n" for line in before))
        change(document)
        after = tomlkit.dumps(document).removesuffix("\n").split("\n")
    except TOMLKitError as exc:
        raise EditError(f"{path}: cannot be changed here: {exc}; change it in the file") from exc
    if after == [""] and not before:
        return
    end = line_end(source)
    open_end = bool(before) and first + len(before) == len(lines.starts)  # the file's last line has no end
    starts = [*lines.starts, len(source)][first : first + len(before) + 1]
    for kind, old, old_behind, new, new_behind in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        text = "".join(f"{line}{end}" for line in after[new:new_behind])
        if open_end and old_behind == len(before):
            text = end + text.removesuffix(end) if old == len(before) else text.removesuffix(end)
        yield Replacement(Span(starts[old], starts[old_behind]), text, Rank.WORDS_END)


def table(parent: Table, *names: str) -> Table:
    """The table of that name, made where it is missing. A table of tables alone gets no line of its own."""
    for number, name in enumerate(names):
        if name not in parent:
            parent.append(name, tomlkit.table(is_super_table=number + 1 < len(names)))
        found = parent[name]
        if not isinstance(found, AbstractTable):
            raise EditError(f"'{name}' is not a table; write [{'.'.join(names[: number + 1])}] and its entries below")
        parent = found
    return parent


def inline_table(entries: Mapping[str, str | int]) -> AbstractTable:
    """`{ name = "en-gb", rate = 165 }`, spaced as people write it."""
    inner = ", ".join(f"{key} = {tomlkit.item(value).as_string()}" for key, value in entries.items())
    made = tomlkit.parse(f"made = {{ {inner} }}\n")["made"]
    assert isinstance(made, AbstractTable)
    return made


def put(parent: Table, key: str, value: object) -> None:
    """An entry set, or removed for None; what is equal already is left as it is written."""
    if value is None:
        if key in parent:
            parent.remove(key)
    elif key not in parent:
        parent.add(key, value)
    elif parent[key] != value:
        parent[key] = value

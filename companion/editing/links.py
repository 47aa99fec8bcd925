"""What a note is about: the attribute lines above its paragraph and above what it names."""

import re
from collections.abc import Iterator, Mapping, Sequence

from companion.editing.attributes import Group, changed, rendered, without
from companion.editing.names import ids_of, is_authored
from companion.editing.places import (
    authored_id,
    groups_above,
    line_above,
    lines_of,
    span_of_line,
)
from companion.editing.replacing import Replacement, insertion
from companion.errors import EditError
from companion.guide.model import Block, Guide, Kind, Note, Role, Section, Span
from companion.guide.writing import identifier


def set_abouts(guide: Guide, abouts: Mapping[str, Sequence[str]]) -> tuple[Replacement, ...]:
    """The paragraphs are notes about the blocks with these ids; about nothing for none.

    Names that they have already stay where everything they stand for is still meant, such as marked words or a
    passage. A block that nobody has named gets a readable id, on which all of them agree. Raises EditError.
    """
    return tuple(_Abouts(guide).changes(abouts))


def targets_of(guide: Guide, block_id: str) -> list[str]:
    """The ids of the blocks that a paragraph says it is about, each once, in its order."""
    notes = (note for note in guide.notes if note.blocks == (block_id,))
    return list(dict.fromkeys(target.block for note in notes for target in note.targets))


class _Abouts:
    """One guide's names, so that what is named once is not named twice."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.blocks = {block.id: block for block in guide.blocks()}
        self.notes = {note.blocks[0]: note for note in guide.notes if note.blocks}
        self.asides = {block.id for one in guide.sections if one.role is Role.ASIDES for block in one.blocks}
        self.passages = {passage.id: self.readable(passage.blocks) for passage in guide.passages}
        self.sections = {section.id: _body(section) for section in guide.sections}
        self.named_passages = [passage for passage in guide.passages if is_authored(guide, passage)]
        self.taken: set[str] = set()
        self.wanted: dict[str, dict[str, str | None]] = {}  # the attributes that change, by the block's id

    def readable(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if name in self.blocks and name not in self.asides]

    def changes(self, abouts: Mapping[str, Sequence[str]]) -> Iterator[Replacement]:
        for name, targets in abouts.items():
            block = self.block(name)
            if name in self.asides or block.kind is Kind.HEADING:
                what = "a footnote" if name in self.asides else "a heading"
                raise EditError(f"{self.guide.id}: line {block.line} is {what}; only a paragraph says what it is about")
            self.about(block, list(dict.fromkeys(targets)))
        for name, values in self.wanted.items():
            yield from with_attributes(self.guide, self.blocks[name], values)

    def block(self, name: str) -> Block:
        if name not in self.blocks:
            raise EditError(f"{self.guide.id}: no paragraph has the id '{name}' any more; read the guide again")
        return self.blocks[name]

    def about(self, block: Block, targets: list[str]) -> None:
        groups = groups_above(self.guide, block)
        written = next((group.values["about"] for group in groups if "about" in group.values), None)
        if not targets:
            if written is not None and any("prompt" in group.values for group in groups):
                raise EditError(
                    f"{self.guide.id}: line {block.line}: the note has a prompt, which would belong to nothing; "
                    "remove the prompt first"
                )
            if written is not None:
                self.want(block, "about", None)
            return
        names: list[str] = []
        meant: set[str] = set()
        for name, covered in self.covered(written or "", self.notes.get(block.id)):
            if covered and covered <= set(targets):
                names.append(name)
                meant |= covered
        for passage in self.named_passages:
            whole = set(self.passages[passage.id])
            if len(whole) > 1 and whole <= set(targets) - meant:
                names.append(passage.id)
                meant |= whole
        names += [self.name(self.block(target)) for target in targets if target not in meant]
        if [one.lstrip("#") for one in (written or "").split()] != names:
            self.want(block, "about", " ".join(f"#{name}" for name in names))

    def want(self, block: Block, key: str, value: str | None) -> None:
        self.wanted.setdefault(block.id, {})[key] = value

    def covered(self, written: str, note: Note | None) -> Iterator[tuple[str, set[str]]]:
        """Each name that the paragraph has now, with the blocks that it stands for, wholly or in part."""
        targets = [target.block for target in note.targets] if note is not None else []
        for one in written.split():
            name = one.lstrip("#")
            several = self.passages.get(name) or (self.sections.get(name) if name not in self.blocks else None)
            count = len(several) if several else 1  # a block, or words of one
            yield name, set(targets[:count])
            del targets[:count]

    def name(self, target: Block) -> str:
        """The id that a block has, or gets."""
        wanted = self.wanted.get(target.id, {}).get("id")
        found = wanted or authored_id(target, groups_above(self.guide, target))
        if found is not None:
            return found
        if target.id in self.asides or target.kind is Kind.HEADING:
            what = "a footnote" if target.id in self.asides else "a heading"
            raise EditError(f"{self.guide.id}: line {target.line} is {what}; a note can be about paragraphs only")
        if not self.taken:
            self.taken = ids_of(self.guide)
        made = identifier(target.text, self.taken)
        self.taken.add(made)
        self.want(target, "id", made)
        return made


def with_attributes(guide: Guide, block: Block, values: Mapping[str, str | None]) -> Iterator[Replacement]:
    """The attributes above `block` changed: each of `values` set, or removed for None."""
    groups = groups_above(guide, block)
    fresh: dict[str, str] = {}
    removed = [key for key, value in values.items() if value is None]
    for key, value in values.items():
        if value is None:
            continue
        holds = next((group for group in groups if key in group.values), None)
        room = holds or next((group for group in groups if not removed), None)
        if room is None:
            fresh[key] = value
        else:
            yield changed(guide.source, room, key, value)
    if fresh:
        yield from _new_line(guide, block, rendered(**fresh))
    for group in groups:
        gone = [key for key in removed if key in group.values]
        if gone:
            yield _shorter(guide, group, gone)


def _shorter(guide: Guide, group: Group, keys: Sequence[str]) -> Replacement:
    """The group without `keys`; its whole line goes when nothing is left in it."""
    source, lines = guide.source, lines_of(guide.source)
    kept = without(source, group, keys)
    if kept:
        return Replacement(group.span, kept)
    number = lines.line_at(group.span.start) - 1
    line = span_of_line(guide, number)
    if not source[line.start : group.span.start].strip(" \t>"):
        return Replacement(line, "")
    below = re.compile(r"[ \t>]*").match(source, line.end)  # behind a list's mark: the words below take its place
    return Replacement(Span(group.span.start, below.end() if below is not None else line.end), "")


def _new_line(guide: Guide, block: Block, text: str) -> Iterator[Replacement]:
    at, before, behind = line_above(guide, block)
    yield insertion(at, before + text + behind)


def _body(section: Section) -> list[str]:
    body = [block.id for block in section.blocks if block.kind is not Kind.HEADING]
    return body or [block.id for block in section.blocks]

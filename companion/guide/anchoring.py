"""What each note is about: ids and footnote marks, gathered while a guide is read and resolved at its end."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from companion.guide.ids import Ids
from companion.guide.model import Block, Note, Span, Target

_BEFORE_MARK = " .,;:!?…”’\"')]»"  # may stand between marked words and the footnote's mark
Part = tuple[Block, Span]  # the span is in the block's text


@dataclass
class Anchoring:
    """The ids, marks and notes of one guide."""

    ids: Ids
    wrong: Callable[[int, str, str], None]  # called with line, what and remedy
    anchors: dict[str, list[Part]] = field(default_factory=dict)  # by id
    abouts: list[tuple[Block, str, str]] = field(default_factory=list)  # a block, its ids as written, its note's id
    prompts: dict[str, str] = field(default_factory=dict)  # by the id of the block that it is written at
    footnotes: dict[str, list[Block]] = field(default_factory=dict)  # by label
    marks: dict[str, list[Target]] = field(default_factory=dict)  # by label
    note_ids: dict[str, str] = field(default_factory=dict)  # by label

    def whole(self, name: str, blocks: Sequence[Block]) -> None:
        """`name` is the id of whole blocks, unless words have it already."""
        self.anchors.setdefault(name, [(block, Span(0, len(block.text))) for block in blocks])

    def about(self, block: Block, names: str) -> None:
        """A block says which ids it is about."""
        self.abouts.append((block, names, self.ids.named(f"note-{block.id}", "note")))

    def marked(self, block: Block, at: int, label: str, words: Sequence[Span]) -> None:
        """A footnote's mark stands in `block` before the character `at`; `words` are the block's marked words.

        It is about the marked words right before it, else about the sentence that it stands in.
        """
        before = at
        while before > 0 and block.text[before - 1] in _BEFORE_MARK:
            before -= 1
        span = next((one for one in reversed(words) if before <= one.end <= at and len(one)), None)
        if span is None:
            last = max(before - 1, 0)
            sentences = (segment.span for segment in block.segments)
            span = next((one for one in sentences if one.start <= last < one.end), block.segments[0].span)
        self.marks.setdefault(label, []).append(_target(block, span))

    def note_id(self, label: str) -> str:
        """The id of a footnote's note; two labels that look alike have two."""
        if label not in self.note_ids:
            self.note_ids[label] = self.ids.named(f"note-{label}", "note")
        return self.note_ids[label]

    def notes(self) -> Iterator[Note]:
        """Every note with its targets; what names nothing is told."""
        for block, names, identity in self.abouts:
            targets = [target for name in names.split() for target in self._named(name.lstrip("#"), block.line)]
            yield Note(identity, (block.id,), tuple(targets), block.line, self.prompts.get(block.id, ""))
        for label, blocks in self.footnotes.items():
            line = blocks[0].line
            if label not in self.marks:
                remedy = f"put [^{label}] behind what it is about"
                self.wrong(line, f"the footnote [^{label}] is marked nowhere", remedy)
            prompt = " ".join(self.prompts[block.id] for block in blocks if block.id in self.prompts)
            own = tuple(block.id for block in blocks)
            yield Note(self.note_id(label), own, tuple(self.marks.get(label, ())), line, prompt)

    def _named(self, name: str, line: int) -> Iterator[Target]:
        if name not in self.anchors:
            self.wrong(line, f"nothing has the id '{name}'", f"write {{#{name}}} at what this note is about")
        for block, span in self.anchors.get(name, ()):
            yield _target(block, span)


def _target(block: Block, span: Span) -> Target:
    return Target(block.id, span, tuple(segment.id for segment in block.segments if segment.span.meets(span)))

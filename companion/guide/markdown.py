"""Guide text to Guide: sections, passages, notes and sentences, or every problem at once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from companion.errors import GuideError, Problem
from companion.guide import front, skipping
from companion.guide.anchoring import Anchoring
from companion.guide.ids import AUTHORED, Ids
from companion.guide.markup import Container, Page, Source, Written, page
from companion.guide.model import (
    Block,
    Guide,
    Kind,
    Note,
    NoteMark,
    Passage,
    Quotation,
    Role,
    Section,
    Segment,
    Skipped,
    Span,
    Speaker,
)
from companion.guide.passages import quotations
from companion.guide.phrases import KINDS, passage_title, phrase
from companion.guide.sentences import sentences
from companion.guide.strays import strays

ASIDES = "asides"
DEFAULT_LANGUAGE = "en-US"
NO_PROPOSALS = "none"
_BLOCK_KEYS = ("about", "id", "prompt", "proposals", "role")
_SPAN_KEYS = ("by", "id")
_PASSAGE_KEYS = ("by", "id", "title", "to")
_ESCAPED = re.compile(r'\\(["\\])')  # in an attribute's value


def read(text: str, path: str, guide_id: str) -> Guide:
    """The guide that `text` holds. `path` is only said in messages.

    Raises GuideError with every problem of the file, in the order of their lines.
    """
    source = Source(text.removeprefix("\ufeff"))
    first, problems = front.read(source.lines(), path)
    written, source = page(source.text, first.lines)
    builder = _Builder(first, written, source, path, guide_id, problems)
    guide = builder.guide()
    if builder.problems:
        raise GuideError(tuple(sorted(builder.problems, key=lambda problem: (problem.line, problem.what))))
    return guide


def lost(guide: Guide) -> tuple[Span, ...]:
    """Characters of the file that are neither in a block's text nor skipped for a reason. There should be none."""
    return skipping.lost(guide.source, _written(guide.blocks()), guide.skipped)


def _written(blocks: Iterator[Block]) -> list[Span]:
    return [span for block in blocks for span in block.source.covered()]


def _plain(value: str) -> str:
    """An attribute's value without the backslashes that it needs between its quotes."""
    return _ESCAPED.sub(r"\1", value)


@dataclass
class _Draft:
    """A section while its blocks are gathered."""

    id: str
    title: str
    role: Role
    level: int
    blocks: list[Block] = field(default_factory=list)

    def section(self) -> Section:
        return Section(self.id, self.title, self.role, self.level, tuple(self.blocks))


@dataclass
class _Builder:
    front: front.Front
    page: Page
    source: Source
    path: str
    guide_id: str
    problems: list[Problem]
    ids: Ids = field(default_factory=Ids)
    drafts: list[_Draft] = field(default_factory=list)
    latest: dict[int, int] = field(default_factory=dict)  # of each level of heading: its last draft
    asides: list[Block] = field(default_factory=list)
    unknown: dict[str, Speaker] = field(default_factory=dict)  # named in the text, not in the front matter
    blanks: list[Skipped] = field(default_factory=list)
    passages: dict[int, Passage] = field(default_factory=dict)  # by the line of its fence
    prompts: dict[str, str] = field(default_factory=dict)  # as written, by the block's id

    def wrong(self, line: int, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.path, line, what, remedy))

    def guide(self) -> Guide:
        self.language = self.front.texts.get("language", DEFAULT_LANGUAGE)
        self.speakers = {
            name: speaker.name for speaker in self.front.speakers.values() for name in (speaker.name, *speaker.also)
        } | {front.NARRATOR: front.NARRATOR}
        self.anchoring = Anchoring(self.ids, self.wrong)
        self.claim_ids()
        for container in self.page.containers:
            self.passage(container)
        first: dict[str, int] = {}
        for label, line in self.page.footnotes:
            if first.setdefault(label, line) != line:
                self.wrong(line, f"the footnote [^{label}] is in line {first[label]} too", "give one another name")
        for written in self.page.blocks:
            self.place(written)
        if not self.problems and not any(
            block.kind is not Kind.HEADING for draft in self.drafts for block in draft.blocks
        ):
            self.wrong(0, "there is nothing to read", "write some text below the front matter")
        sections = [draft.section() for draft in self.drafts]
        if self.asides:
            title = phrase("notes", self.language)
            sections.append(Section(ASIDES, title, Role.ASIDES, 1, tuple(self.asides)))
        title = self.front.texts.get("title") or (sections[0].title if sections else "") or self.guide_id
        sections = [section if section.title else replace(section, title=title) for section in sections]
        blocks = [block for section in sections for block in section.blocks]
        skipped = skipping.skipped(self.source.text, _written(iter(blocks)), self.known_skips())
        notes = tuple(self.notes())
        self.check_prompts(notes, skipped)
        return Guide(
            id=self.guide_id,
            title=title,
            language=self.language,
            sections=tuple(sections),
            passages=tuple(self.finished_passages()),
            notes=notes,
            speakers={**self.front.speakers, **self.unknown},
            voices=self.front.voices,
            pauses=self.front.pauses,
            subtitle=self.front.texts.get("subtitle", ""),
            author=self.front.texts.get("author", ""),
            notice=self.front.texts.get("notice", ""),
            year=self.front.year,
            skipped=skipped,
            source=self.source.text,
        )

    def known_skips(self) -> Iterator[Skipped]:
        if self.front.lines:
            yield Skipped(Span(0, self.source.ends[self.front.lines - 1]), "front matter")
        for definition in self.page.definitions:
            yield Skipped(definition, "definition of a link")
        yield from self.blanks

    # ids: what people wrote is taken before anything is made

    def claim_ids(self) -> None:
        seen: dict[str, int] = {}
        for name, line in sorted(self.authored(), key=lambda one: one[1]):
            if not AUTHORED.fullmatch(name):
                self.wrong(line, f"'{name}' is no id", "use letters, digits, - and _, a letter first")
            elif name in seen:
                self.wrong(line, f"the id '{name}' is taken by line {seen[name]}", "choose another")
            else:
                seen[name] = line
        self.ids.taken.update(seen, (ASIDES,))

    def authored(self) -> Iterator[tuple[str, int]]:
        for container in self.page.containers:
            if "id" in container.attributes:
                yield container.attributes["id"], container.line
        for written in self.page.blocks:
            if "id" in written.attributes:
                yield written.attributes["id"], written.line
            for marked in written.content.marked:
                if "id" in marked.attributes:
                    yield marked.attributes["id"], self.source.line_at(marked.offset)

    def check_keys(self, attributes: Mapping[str, str], allowed: tuple[str, ...], line: int) -> None:
        for key in attributes:
            if key not in (*allowed, "class"):
                self.wrong(line, f"unknown attribute '{key}'", f"use one of {', '.join(allowed)}")

    def named_speaker(self, name: str | None, line: int) -> str | None:
        if name is None:
            return None
        if name not in self.speakers:
            meant = get_close_matches(name, self.speakers, n=1, cutoff=0.75)
            if meant:
                remedy = f"write {meant[0]}, or add [speakers.{name}] to the front matter"
                self.wrong(line, f"nobody is called '{name}'", remedy)
            self.speakers[name] = name  # somebody without a voice of their own: the narrator reads
            self.unknown[name] = Speaker(name)
        return self.speakers[name]

    # passages

    def passage(self, container: Container) -> None:
        if not container.understood:
            self.wrong(container.line, "the attributes of this passage cannot be read", "write {#id by=Name to=Name}")
        if container.kind not in KINDS:
            self.wrong(container.line, f"unknown passage '{container.kind}'", f"use one of {', '.join(KINDS)}")
            return
        if not container.closed:
            self.wrong(container.line, "this passage is never closed", "end it with a line of as many colons")
        attributes = {key: _plain(value) for key, value in container.attributes.items()}
        self.check_keys(attributes, _PASSAGE_KEYS, container.line)
        to = attributes.get("to")
        self.passages[container.line] = Passage(
            id=attributes.get("id") or self.ids.named(container.kind, "passage"),
            kind=container.kind,
            title=attributes["title"] if "title" in attributes else passage_title(container.kind, to, self.language),
            by=self.named_speaker(attributes.get("by"), container.line),
            to=to,
            section="",
            blocks=(),
            line=container.line,
        )

    def finished_passages(self) -> Iterator[Passage]:
        for passage in self.passages.values():
            if passage.blocks:
                yield passage
            else:
                self.wrong(passage.line, "this passage is empty", "write its text between the two fences, or remove it")

    # blocks

    def place(self, written: Written) -> None:
        text = written.content.written()
        if not text.strip():
            self.blanks += (Skipped(span, "blank") for span in written.content.source().covered())
            return
        if written.kind is not Kind.CODE:
            for offset, what, remedy in strays(text, written.content.source(), self.source.text):
                self.wrong(self.source.line_at(offset), what, remedy)
        self.check_keys(written.attributes, _BLOCK_KEYS, written.line)
        if written.attributes.get("proposals", NO_PROPOSALS) != NO_PROPOSALS:
            what = f"unknown proposals '{written.attributes['proposals']}'"
            self.wrong(written.line, what, f"write proposals={NO_PROPOSALS}, or nothing")
        around = [self.passages[container.line] for container in written.containers if container.line in self.passages]
        block = self.block(written, text, around[-1] if around else None)
        if written.footnote is not None:
            self.asides.append(block)
            self.anchoring.footnotes.setdefault(written.footnote, []).append(block)
        else:
            if block.kind is Kind.HEADING and around:
                self.wrong(written.line, "a heading inside a passage", "close the passage before it")
            if block.kind is Kind.HEADING or not self.drafts:
                self.open_section(written, block)
            self.drafts[-1].blocks.append(block)
        self.in_passages(written, block)
        if "id" in written.attributes and block.kind is not Kind.HEADING:
            self.anchoring.whole(written.attributes["id"], [block])
        for marked in written.content.marked:
            line = self.source.line_at(marked.offset)
            self.check_keys(marked.attributes, _SPAN_KEYS, line)
            if not marked.span.of(text).strip():
                self.wrong(line, "a mark with no words in it", "put what it marks between its brackets, or remove it")
                continue
            if "id" in marked.attributes:
                self.anchoring.anchors[marked.attributes["id"]] = [(block, marked.span)]
        if "prompt" in written.attributes:
            self.prompts[block.id] = written.attributes["prompt"]
            self.anchoring.prompts[block.id] = self.prompt(written)
        if "about" in written.attributes:
            self.anchoring.about(block, written.attributes["about"])
        for reference in written.content.references:
            words = [marked.span for marked in written.content.marked]
            self.anchoring.marked(block, reference.at, reference.label, words)

    def prompt(self, written: Written) -> str:
        text = _plain(written.attributes["prompt"]).strip()
        if not text:
            self.wrong(written.line, "an empty prompt", 'write the question: prompt="What …?"')
        return text

    def check_prompts(self, notes: Sequence[Note], skipped: Sequence[Skipped]) -> None:
        """Every prompt that is written is a note's: one that is lost would be neither heard nor shown."""
        told = {problem.line for problem in self.problems}
        of_notes = [self.prompts[name] for note in notes for name in note.blocks if name in self.prompts]
        of_notes.sort(key=len, reverse=True)
        for one in skipped:
            line = self.source.line_at(one.span.start)
            if one.reason != skipping.PROMPT or line in told:
                continue
            text = one.span.of(self.source.text)
            found = next((prompt for prompt in of_notes if f'="{prompt}"' in text or f"={prompt}" in text), None)
            if found is None:
                self.wrong(line, "a prompt that belongs to no note", "put it above a note: a footnote, or about=…")
            else:
                of_notes.remove(found)

    def open_section(self, written: Written, block: Block) -> None:
        heading = block.kind is Kind.HEADING
        level = block.level if heading else 0
        above = max((index for at, index in self.latest.items() if at < level), default=None)
        role = self.drafts[above].role if above is not None else Role.TEXT
        if heading and "role" in written.attributes:
            try:
                role = Role(written.attributes["role"])
            except ValueError:
                self.wrong(written.line, f"unknown role '{written.attributes['role']}'", "use text or notes")
        title = " ".join(block.text.split()) if heading else ""
        identity = written.attributes.get("id") if heading else None
        self.drafts.append(_Draft(identity or self.ids.named(title or "start", "section"), title, role, level))
        self.latest[level] = len(self.drafts) - 1

    def in_passages(self, written: Written, block: Block) -> None:
        parent: str | None = None
        section = ASIDES if written.footnote is not None else self.drafts[-1].id
        for container in written.containers:
            passage = self.passages.get(container.line)
            if passage is None:
                continue
            blocks = (*passage.blocks, block.id)
            self.passages[container.line] = replace(passage, section=section, blocks=blocks, parent=parent)
            parent = passage.id

    def block(self, written: Written, text: str, passage: Passage | None) -> Block:
        named = written.attributes.get("id") if written.kind is not Kind.HEADING else None
        context = named or (passage.id if passage else "")
        spans = self.segments(text, written.kind, passage)
        return Block(
            id=named or self.ids.made("b", text, context),
            kind=written.kind,
            text=text,
            source=written.content.source(),
            line=written.line,
            segments=tuple(Segment(self.ids.made("s", span.of(text), context), span) for span in spans),
            level=written.level,
            passage=passage.id if passage else None,
            quotations=tuple(self.quotations(written, text)),
            styles=tuple(written.content.styles),
            marks=tuple(NoteMark(one.at, self.anchoring.note_id(one.label)) for one in written.content.references),
            settled="proposals" in written.attributes,
        )

    def segments(self, text: str, kind: Kind, passage: Passage | None) -> tuple[Span, ...]:
        """The sentences of a block; a heading is one, and so is every line of a verse."""
        if kind is Kind.HEADING:
            return (Span(0, len(text)),)
        if passage is not None and passage.kind == "verse":
            return tuple(Span(line.start(), line.end()) for line in re.finditer(r"\S(?:[^\n]*\S)?", text))
        return sentences(text, self.language)

    def quotations(self, written: Written, text: str) -> Iterator[Quotation]:
        said = []
        for marked in written.content.marked:
            if "by" in marked.attributes and len(marked.span):
                line = self.source.line_at(marked.offset)
                said.append(Quotation(marked.span, self.named_speaker(_plain(marked.attributes["by"]), line), line))
        offsets = written.content.source()
        found = (
            Quotation(span, None, self.source.line_at(offsets[span.start]))
            for span in (quotations(text, self.language) if written.kind not in (Kind.HEADING, Kind.CODE) else ())
            if not any(one.span.meets(span) for one in said)
        )
        yield from sorted([*said, *found], key=lambda one: one.span)

    def notes(self) -> Iterator[Note]:
        """Every note; whole sections and passages are anchors like any words."""
        blocks = {block.id: block for draft in self.drafts for block in draft.blocks}
        for draft in self.drafts:
            body = [block for block in draft.blocks if block.kind is not Kind.HEADING]
            self.anchoring.whole(draft.id, body or draft.blocks)
        for passage in self.passages.values():
            self.anchoring.whole(passage.id, [blocks[name] for name in passage.blocks if name in blocks])
        yield from self.anchoring.notes()

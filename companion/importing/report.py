"""What an import understood and what it leaves to a person, in a few lines."""

from collections import Counter
from collections.abc import Iterator

from companion.guide.epithets import titled
from companion.guide.linking import SURE
from companion.guide.model import Guide, Kind, Role
from companion.importing.importing import Imported

_SHOWN = 60  # characters of a quotation
_LISTED = 8  # quotations that are listed; the review page has them all


def report(imported: Imported) -> Iterator[str]:
    """The report, line by line."""
    guide = imported.guide
    yield f"title: {guide.title}" + ("" if _titled(imported) else " (no title was found; this is the file's name)")
    for part in imported.parts:
        yield (
            f"{part.title} ({part.role.value}): {_count(part.paragraphs, 'paragraph')}, "
            f"{_count(part.sentences, 'sentence')}"
        )
    for passage in guide.passages:
        who = "".join(f" {word} {name}" for word, name in (("from", passage.by), ("to", passage.to)) if name)
        yield f"{passage.kind}{who}: {passage.title or passage.id}, line {passage.line}"
    yield from _quotations(imported)
    yield from _links(imported)
    yield from _not_read(imported)


def _titled(imported: Imported) -> bool:
    """Whether the title stands in the document, or is said by the file."""
    document = imported.document
    title = imported.guide.title.casefold()
    written = (document.title, document.guide, *(piece.text for piece in document.pieces))
    return any(title in " ".join(text.split()).casefold() for text in written)


def unknown_pronouns(guide: Guide) -> tuple[str, ...]:
    """The speakers whose pronouns nobody has declared, and no title tells."""
    return tuple(
        speaker.name
        for speaker in guide.speakers.values()
        if not (speaker.pronouns or titled((speaker.name, *speaker.also)))
    )


def _quotations(imported: Imported) -> Iterator[str]:
    guide = imported.guide
    by = {passage.id: passage.by for passage in guide.passages}
    said = Counter(one.speaker for block in guide.blocks() for one in block.quotations if one.speaker)
    inside = sum(
        len(block.quotations) for block in guide.blocks() if block.passage and block.quotations and by[block.passage]
    )
    open_ones = [one for one in imported.review.quotations if one.utterance]
    whole = sum(len(block.quotations) for block in guide.blocks())
    fragments = whole - sum(said.values()) - inside - len(open_ones)
    kinds = {"with a speaker": sum(said.values()), "in letters": inside, "to review": len(open_ones)}
    kinds["of a few words"] = fragments
    told = ", ".join(f"{number:,} {kind}" for kind, number in kinds.items() if number)
    yield _count(whole, "quotation") + (f": {told}" if told else "")
    if said:
        yield "speakers: " + ", ".join(f"{name} ({number})" for name, number in said.most_common())
    texts = {block.id: block for block in guide.blocks()}
    for one in open_ones[:_LISTED]:
        block = texts[one.block]
        words = " ".join(one.span.of(block.text).split())
        short = words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"
        maybe = [one.speaker] if one.speaker else list(one.candidates)
        yield f"line {block.line}: who says {short}" + (f" {' or '.join(maybe)}?" if maybe else "")
    if len(open_ones) > _LISTED:
        yield f"and {len(open_ones) - _LISTED} more quotations to review"


def _links(imported: Imported) -> Iterator[str]:
    notes = [
        block
        for section in imported.guide.sections
        if section.role is Role.NOTES
        for block in section.blocks
        if block.kind is not Kind.HEADING
    ]
    if not notes:
        yield "links: none, for no section was recognized as analysis; on the Review page a section can be made notes"
        return
    whole = [link for link in imported.links if link.sentence is None]
    sure = [link for link in whole if link.confidence >= SURE]
    linked = {link.note for link in sure}
    yield (
        f"links: {len(linked)} of {_count(len(notes), 'paragraph')} of notes to {_count(len(sure), 'passage')} "
        f"(confidence {SURE:.2f} or more); {len(whole) - len(sure)} more proposed"
    )


def _not_read(imported: Imported) -> Iterator[str]:
    counted: Counter[str] = Counter()
    for one in imported.document.left_out:
        counted[one.reason] += one.characters
    for reason, characters in counted.most_common():
        yield f"not read: {reason}: {_count(characters, 'character')}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + "s" * (number != 1)

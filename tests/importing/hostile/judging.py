"""Whether a document survives being made a guide: the same texts, and no mark that its author did not make."""

from collections.abc import Iterator

from companion.errors import GuideError
from companion.guide import markdown
from companion.guide.model import Guide, Role
from companion.importing.document import Document, Piece
from companion.importing.drafting import draft


def faults(document: Document) -> list[str]:
    """What is wrong with a document that was read, and with the guide that is drafted of it."""
    found = [f"{piece.kind}: {why}: {piece.text[:60]!r}" for piece in document.pieces if (why := _unfit(piece))]
    if document.guide or found:
        return found[:5]
    try:
        guide = markdown.read(draft(document), "guide.md", "hostile")
    except GuideError as exc:
        return [f"the draft is no guide: {exc.problems[0]}"]
    return [*_markup(document, guide), *_texts(document, guide)][:5]


def _unfit(piece: Piece) -> str:
    if not piece.text.strip():
        return "nothing in it"
    if any("\ud800" <= character <= "\udfff" or character < " " and character != "\n" for character in piece.text):
        return "a character that is none"
    if any(style.span.end > len(piece.text) for style in piece.styles) or any(
        not 0 <= at <= len(piece.text) for at, _ in piece.marks
    ):
        return "a mark outside of it"
    return ""


def _markup(document: Document, guide: Guide) -> Iterator[str]:
    """No document of ours says who speaks, what is a letter, or which voice says it."""
    if guide.passages or guide.speakers or guide.voices or guide.notice:
        yield f"marks from nowhere: {guide.passages[:1]} {guide.speakers} {guide.voices} {guide.notice}"
    named = [quotation for block in guide.blocks() for quotation in block.quotations if quotation.speaker]
    if named:
        yield f"a speaker from nowhere: {named[0]}"
    if len(guide.notes) > len(document.footnotes):
        yield f"{len(guide.notes)} notes of {len(document.footnotes)}"
    if any(note.prompt for note in guide.notes):
        yield "a prompt from nowhere"
    if markdown.lost(guide):
        yield f"characters that are nowhere: {markdown.lost(guide)[:3]}"


def _texts(document: Document, guide: Guide) -> Iterator[str]:
    """Every word of the document is read, once, in its order; its title may have become the guide's."""
    read = [section for section in guide.sections if section.role is not Role.ASIDES]
    body = _plain("".join(block.text for section in read for block in section.blocks))
    names = [_plain(name) for name in (guide.title, guide.subtitle, guide.author)]
    at = 0
    for piece in document.pieces:
        text = _plain(piece.number + piece.text)
        if body.startswith(text, at):
            at += len(text)
        elif not any(text in name or name in text for name in names if name):
            yield f"not read back: {piece.number} {piece.text[:80]!r}, but {body[at : at + 80]!r}"
            return


def _plain(text: str) -> str:
    return "".join(text.split())

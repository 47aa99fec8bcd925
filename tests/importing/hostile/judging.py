"""Whether a document survives being made a guide: the same texts, and no mark that its author did not make."""

from collections.abc import Iterator

from companion.errors import DocumentError, GuideError
from companion.guide import markdown
from companion.guide.model import Guide, Kind, Role
from companion.importing.document import Document, Piece
from companion.importing.drafting import draft
from companion.importing.importing import understood
from companion.importing.outline import above_title

_LEADING = 8  # pieces at the start that may be title, subtitle and author


def faults(document: Document, further: bool = True) -> list[str]:
    """What is wrong with a document that was read, and with the guide that is drafted of it.

    `further`: understand it as well, as an import does.
    """
    found = [f"{piece.kind}: {why}: {piece.text[:60]!r}" for piece in document.pieces if (why := _unfit(piece))]
    if document.guide or found:
        return found[:5]
    try:
        guide = markdown.read(draft(document), "guide.md", "hostile")
        if further:
            understood(document, "hostile")
    except GuideError as exc:
        return [f"the draft is no guide: {exc.problems[0]}"]
    except DocumentError as exc:
        return [f"read, but no draft: {exc}"]
    return [*_markup(document, guide), *_texts(document, guide)][:5]


def _unfit(piece: Piece) -> str:
    if not piece.text.strip():
        return "nothing in it"
    if any("\ud800" <= character <= "\udfff" or (character < " " and character != "\n") for character in piece.text):
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
    body = _letters("".join(block.text for section in read for block in section.blocks))
    names = [_letters(name) for name in (guide.title, guide.subtitle, guide.author)]
    texts = [_letters(piece.number + piece.text) for piece in document.pieces][len(above_title(document)) :]
    for count in range(min(_LEADING, len(texts))):  # so many pieces have become names
        rest = "".join(texts[count:])
        whole = body.startswith(rest) if document.footnotes else body == rest  # unmarked footnotes come last
        if whole and all(any(text in name or name in text for name in names if name) for text in texts[:count]):
            break
    else:
        yield f"not the same words: {body[:80]!r} of {texts[:3]!r}"
    said = {_letters(piece.number + piece.text) for piece in document.pieces}
    for section in read:
        for block in section.blocks:
            words = _letters(block.text)  # or the rest of a paragraph whose first words are its heading
            if block.kind is Kind.HEADING or document.footnotes or any(one.endswith(words) for one in said):
                continue
            yield f"read, but not written: {block.text[:80]!r}"
            return


def _letters(text: str) -> str:
    """What of a text an outline may not leave out; the colons and ornaments around it, it may."""
    return "".join(filter(str.isalnum, text))

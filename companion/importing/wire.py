"""A document as JSON and back: what a child that read somebody's file may say to its parent."""

import json
from collections.abc import Iterable
from typing import TypeVar

from companion.errors import DocumentError
from companion.guide.model import Kind, Span, Style
from companion.importing.document import Document, Format, LeftOut, Piece

Known = TypeVar("Known")


def packed(document: Document) -> bytes:
    """The document as JSON, UTF-8."""
    value = {
        "format": document.format.value,
        "pieces": [_piece(piece) for piece in document.pieces],
        "title": document.title,
        "author": document.author,
        "language": document.language,
        "footnotes": {key: [_piece(piece) for piece in body] for key, body in document.footnotes.items()},
        "left_out": [[one.reason, one.text, one.characters] for one in document.left_out],
        "guide": document.guide,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode("utf-8", "replace")


def refused(why: str) -> bytes:
    """A refusal as JSON."""
    return json.dumps({"refused": why}).encode()


def unpacked(data: bytes) -> Document:
    """The document that a child packed. Raises DocumentError for its refusal, ValueError for anything else.

    The child may be anybody's once a file has broken its reader, so nothing that it says is taken on trust.
    """
    value = _known(json.loads(data), dict)
    if "refused" in value:
        raise DocumentError(_known(value["refused"], str))
    try:
        return Document(
            Format(_known(value["format"], str)),
            _pieces(value["pieces"]),
            _known(value["title"], str),
            _known(value["author"], str),
            _known(value["language"], str),
            {_known(key, str): _pieces(body) for key, body in _known(value["footnotes"], dict).items()},
            tuple(_left_out(one) for one in _known(value["left_out"], list)),
            _known(value["guide"], str),
        )
    except (KeyError, TypeError) as exc:
        raise ValueError("not a document") from exc


def _piece(piece: Piece) -> list[object]:
    return [
        piece.kind.value,
        piece.text,
        piece.level,
        piece.number,
        [[style.span.start, style.span.end, style.name] for style in piece.styles],
        [[at, note] for at, note in piece.marks],
    ]


def _pieces(values: object) -> tuple[Piece, ...]:
    return tuple(_unpacked_piece(value) for value in _known(values, list))


def _unpacked_piece(value: object) -> Piece:
    kind, text, level, number, styles, marks = _known(value, list)
    text = _known(text, str)
    within = range(len(text) + 1)
    for at in _places(styles, marks):
        if at not in within:
            raise ValueError("a place outside its text")
    return Piece(
        Kind(_known(kind, str)),
        text,
        _known(level, int),
        _known(number, str),
        tuple(Style(Span(start, end), _known(name, str)) for start, end, name in styles),
        tuple((at, _known(note, str)) for at, note in marks),
    )


def _places(styles: object, marks: object) -> Iterable[int]:
    for start, end, _ in _known(styles, list):
        yield from (_known(start, int), _known(end, int))
    for at, _ in _known(marks, list):
        yield _known(at, int)


def _left_out(value: object) -> LeftOut:
    reason, text, characters = _known(value, list)
    return LeftOut(_known(reason, str), _known(text, str), _known(characters, int))


def _known(value: object, kind: type[Known]) -> Known:
    if not isinstance(value, kind):
        raise ValueError(f"not {kind.__name__}")
    return value

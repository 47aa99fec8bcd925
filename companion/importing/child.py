"""Reads somebody's file in a process of its own: the file on standard input, the document as JSON on standard output.

python -P -m companion.importing.child NAME [everything]
"""

import os
import sys
from collections.abc import Callable
from contextlib import suppress

from companion.errors import DocumentError
from companion.importing import limits, wire
from companion.importing.document import Document, Format
from companion.importing.sniffing import Source, sniffed

Reader = Callable[[Source, bool], Document]


def reader(form: Format) -> Reader:
    """The reader for files of that format; only what it needs is loaded."""
    match form:
        case Format.TEXT:
            from companion.importing.plain import read
        case Format.MARKDOWN:
            from companion.importing.markup import read
        case Format.HTML:
            from companion.importing.html import read
        case Format.WORD:
            from companion.importing.word import read
        case Format.EPUB:
            from companion.importing.epub import read
        case Format.PDF:
            from companion.importing.pdf import read
    return read


def document(data: bytes, name: str, everything: bool = False) -> Document:
    """The document that these bytes are. Raises DocumentError. The limits of the process are main's."""
    source = sniffed(data, name)
    return _checked(reader(source.format)(source, everything))


def _checked(found: Document) -> Document:
    if not found.guide and not any(piece.text.strip() for piece in found.pieces):
        raise DocumentError("holds no text that can be read aloud; choose another file")
    notes = [piece.text for body in found.footnotes.values() for piece in body]
    limits.check_work([*(piece.text for piece in found.pieces), *notes, *found.guide.split("\n")])
    return found


def _lock() -> None:
    """From here on: no more memory or time than is given, no file written, no process started."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still ends this process
        return
    for what, most in (
        ("RLIMIT_AS", limits.MEMORY),
        ("RLIMIT_CPU", int(limits.SECONDS) - 1),  # whatever else is at work, the parent's clock is not the first
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NPROC", 0),
        ("RLIMIT_CORE", 0),
    ):
        with suppress(ValueError, OSError, AttributeError):  # a system may know it by name and not keep it
            number = getattr(resource, what)
            resource.setrlimit(number, (most, most + (what == "RLIMIT_CPU")))  # a signal first, that says why


def main() -> None:
    """Say what is in the file; whatever a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    name, everything = sys.argv[1], "everything" in sys.argv[2:]
    try:
        data = sys.stdin.buffer.read(limits.MOST_BYTES + 1)
        limits.check_size(len(data))
        source = sniffed(data, name)
        read = reader(source.format)
        _lock()
        answer = wire.packed(_checked(read(source, everything)))
    except DocumentError as exc:
        answer = wire.refused(str(exc))
    except MemoryError:
        answer = wire.refused("needs more memory than a document may take; import it in parts")
    except RecursionError:
        answer = wire.refused("is nested too deeply; save it anew as txt")
    with suppress(BrokenPipeError):
        answers.write(answer)
        answers.flush()
    os._exit(0)  # nothing is left to be done, and a damaged library must not get a say in it


if __name__ == "__main__":
    main()

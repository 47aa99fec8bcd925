"""Importing documents: megabytes a second for each format, and what 100,000 words cost from the file to the guide.

python -m benchmarks importing
"""

import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import processes, texts
from companion.importing import reading
from companion.importing.child import document
from companion.importing.importing import understood

WORDS = 100_000
FEWER = 20_000  # for the formats that take longer to write than to read
AIM = 5.0  # s of CPU
MEMORY = 300  # MB


def main(path: str, how: str) -> None:
    """Import one file, for the stopwatch: the whole way, only its reading, or only its bytes, decoded (the floor)."""
    if how == "floor":
        sys.stdout.write(f"{len(Path(path).read_bytes().decode())}\n")
    elif how == "read":
        sys.stdout.write(f"{len(reading.read(Path(path)).pieces)}\n")
    else:
        sys.stdout.write(f"{len(understood(reading.read(Path(path)), 'guide').text)}\n")


def files() -> Iterator[tuple[str, bytes]]:
    """One text in each format."""
    from docx import Document as WordDocument  # here, so that the stopwatch does not wait for what writes the files
    from reportlab.lib.styles import getSampleStyleSheet  # type: ignore[import-untyped]
    from reportlab.platypus import Paragraph, SimpleDocTemplate  # type: ignore[import-untyped]

    from tests.importing.fixtures import CONTAINER, package, page, zipped

    blocks = texts.guide(FEWER).strip().split("\n\n")
    markup = "\n".join(f"<h1>{block[2:]}</h1>" if block.startswith("# ") else f"<p>{block}</p>" for block in blocks)
    yield "txt", texts.guide(FEWER).replace("# ", "").encode()
    yield "md", texts.guide(FEWER).encode()
    yield "html", f"<!DOCTYPE html><html><body>{markup}</body></html>".encode()
    word = WordDocument()
    for block in blocks:
        word.add_paragraph(block.removeprefix("# "), style="Heading 1" if block.startswith("# ") else "Normal")
    buffer = io.BytesIO()
    word.save(buffer)
    yield "docx", buffer.getvalue()
    item = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    opf = package(item, '<itemref idref="a"/>')
    yield "epub", zipped({"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": opf, "OEBPS/a.xhtml": page(markup)})
    styles = getSampleStyleSheet()
    buffer = io.BytesIO()
    flow = [
        Paragraph(block.removeprefix("# "), styles["Heading1" if block.startswith("# ") else "Normal"])
        for block in blocks
    ]
    SimpleDocTemplate(buffer).build(flow)
    yield "pdf", buffer.getvalue()


def rows(folder: Path) -> Iterator[tuple[str, str, str]]:
    """What, the figure, and what is to be reached."""
    size = len(texts.guide(FEWER).encode()) / 1e6
    for name, data in files():
        document(data, f"a.{name}")  # what is loaded once is not counted
        start = time.process_time()
        document(data, f"a.{name}")
        spent = time.process_time() - start
        yield f"Reading {name}, {FEWER:,} words", f"{size / spent:.2f} MB of text a second", ""
    for name in ("txt", "md"):
        path = folder / f"guide.{name}"
        text = texts.guide(WORDS)
        path.write_text(text if name == "md" else text.replace("# ", ""), encoding="utf-8")
        whole, read, floor = (processes.cost("importing", path, how) for how in ("whole", "read", "floor"))
        figure = f"{whole.cpu:.2f} s CPU, {whole.wall:.2f} s, {whole.peak:.0f} MB"
        yield f"Importing {WORDS:,} words of {name}, everything counted", figure, f"≤ {AIM:.0f} s CPU, ≤ {MEMORY} MB"
        yield "  of which reading it; the floor, its bytes decoded", f"{read.cpu:.2f} s; {floor.cpu:.2f} s", ""

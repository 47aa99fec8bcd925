"""Reading documents: megabytes a second for each format, and what 100,000 words cost beside reading and decoding alone.

python -m benchmarks importing
"""

import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import processes, texts
from companion.importing.child import document

WORDS = 100_000
FEWER = 20_000  # for the formats that take longer to write than to read
AIM = 1.0  # s of CPU for reading, of the 5 s that an import may take
MEMORY = 300  # MB


def main(path: str, how: str) -> None:
    """Read one file, for the stopwatch: by our reader, or only its bytes, decoded (the floor)."""
    data = Path(path).read_bytes()
    if how == "floor":
        sys.stdout.write(f"{len(data.decode())}\n")
    else:
        sys.stdout.write(f"{len(document(data, path).pieces)}\n")


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
        ours, floor = processes.paired(
            lambda path=path: processes.cost("importing", path, "ours"),  # type: ignore[misc]
            lambda path=path: processes.cost("importing", path, "floor"),  # type: ignore[misc]
        )
        figure = f"{ours.cpu:.2f} s CPU, {ours.cpu / floor.cpu:.1f} × floor, {ours.peak:.0f} MB"
        yield f"Reading {WORDS:,} words of {name}, its start counted", figure, f"≤ {AIM:.0f} s, ≤ {MEMORY} MB"

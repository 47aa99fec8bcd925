"""What the fuzzer found (`python -m benchmarks.fuzzing`): each file once broke a reader, the draft, or its reading."""

from collections.abc import Iterator
from pathlib import Path

from tests.importing.hostile.case import READ, REFUSED, Hostile

_FOUND = Path(__file__).with_name("found")
_EXPECTED = {
    "heading-mark-alone.html": READ,
    "heading-mark-alone.txt": READ,
    "heading-of-a-footnote-mark.txt": READ,
    "nothing-to-draft.pdf": READ,
    "slow-quotation-marks.epub": READ,
    "xml-torn-in-a-part.docx": REFUSED,
    "xml-torn-in-another-part.docx": REFUSED,
}


def cases() -> Iterator[Hostile]:
    for name, expected in _EXPECTED.items():
        yield Hostile(f"found-{name}", expected, (_FOUND / name).read_bytes())

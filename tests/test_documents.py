"""What the documents promise is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_test_that_the_accessibility_table_names_is_there() -> None:
    """A table that names tests nobody runs would promise more than was shown."""
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "accessibility.md").read_text("utf-8")))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert named
    assert named <= there, sorted(named - there)


def test_every_criterion_of_wcag_2_2_aa_has_its_row() -> None:
    """A and AA of version 2.2: fifty-five (4.1.1 is gone)."""
    counts = {"1.1": 1, "1.2": 5, "1.3": 5, "1.4": 9, "2.1": 3, "2.2": 2, "2.3": 1, "2.4": 8, "2.5": 6}
    counts |= {"3.1": 2, "3.2": 5, "3.3": 6, "4.1": 2}
    text = (ROOT / "docs" / "accessibility.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if re.match(r"\| \d", line)]
    listed = {number for row in rows for number in re.findall(r"\b\d\.\d\.\d+\b", row)}
    for guideline, count in counts.items():
        assert sum(number.startswith(guideline + ".") for number in listed) == count, guideline

"""What the Review page writes says the same words as before, or is not written."""

import pytest

from companion.app.reviewing.desk import corrected
from companion.editing.headings import rename
from companion.editing.replacing import Replacement
from companion.errors import EditError
from companion.guide.model import Guide, Span

TEXT = "# Gate\n\nNora waits.\n\nIt rains.\n"


def test_a_title_may_change_and_paragraphs_may_be_parted() -> None:
    """Only blanks come between words, and a title is no word of the text."""
    assert corrected(TEXT, "g", lambda guide: rename(guide, guide.sections[0].id, "Rain")).startswith("{#gate}\n# Rain")
    assert corrected(TEXT, "g", lambda _: [Replacement(Span(12, 13), "\n\n")]) == TEXT.replace("Nora w", "Nora\n\nw")


@pytest.mark.parametrize("change", [Replacement(Span(8, 12), ""), Replacement(Span(8, 8), "not ")])
def test_no_correction_loses_or_adds_a_word(change: Replacement) -> None:
    """However oddly a guide is written, a mark put into it must not make other marks of it words, or words marks."""

    def edit(_: Guide) -> list[Replacement]:
        return [change]

    with pytest.raises(EditError, match="words beside it"):
        corrected(TEXT, "g", edit)

"""What stands in a label is what the guide says, and nothing more."""

import pytest

from companion.app.labels import clock, plain


def test_no_markup_of_a_title_is_left_alive() -> None:
    """Streamlit reads labels as Markdown; a guide's title is only text."""
    assert plain("**a** [b](c) ![d](e) `f` $g$") == r"\*\*a\*\* \[b\]\(c\) \!\[d\]\(e\) \`f\` \$g\$"
    assert plain("# Héloïse\n\n2 < 3") == r"\# Héloïse 2 \< 3"


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0 s"), (59.4, "59 s"), (61, "1 min"), (3900, "1 h 05 min")])
def test_a_length_is_shown_as_people_say_it(seconds: float, shown: str) -> None:
    """Nobody chooses what to hear by the second."""
    assert clock(seconds) == shown


def test_no_address_of_a_title_becomes_a_link() -> None:
    """Streamlit makes links of bare addresses, and icons of names between colons, whatever is escaped."""
    for alive in ("https://a.example", "www.a.example", "me@a.example", ":material/home:", ":smile:"):
        assert alive not in plain(alive).replace("\\", "")
    assert plain("Her: a guide") == r"Her\: a guide"

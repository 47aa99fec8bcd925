"""Text in XML: nothing in it is markup, and nothing in it is what XML cannot hold."""

import re
from html import escape

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # all but Char (XML 1.0, 2.2)


def fit(text: str) -> str:
    """The text, in which each character that XML cannot hold is U+FFFD: its place stays, so that no word moves."""
    return _UNFIT.sub("\ufffd", text)


def safe(text: str) -> str:
    """Text as it stands in XML, between tags or in an attribute."""
    return escape(fit(text))

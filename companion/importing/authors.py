"""Whether what a file's metadata call its author is somebody's name."""

import re

_NOBODY = re.compile(
    r"\W*(?:untitled|anonymous|unspecified|unknown|none|n/a|author|admin(?:istrator)?|root|user|guest|owner|default"
    r"|test|student|teacher|staff|pc|laptop|(?:windows|microsoft office|office|google|mac) user|hewlett-packard company"
    r"|python-docx|microsoft word|libreoffice|pypdf\d?|reportlab)\W*",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._\\@-]*|.*@.*|https?:.*", re.DOTALL)  # nobody writes a name in small letters only


def named(author: str) -> str:
    """The author, or nothing where it is a login, an address or the name of a program."""
    return "" if _NOBODY.fullmatch(author) or _LOGIN.fullmatch(author) else author

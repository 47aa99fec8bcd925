"""Guides to be corrected in a browser: all that a person decides, in a few sentences of our own."""

from pathlib import Path

GUIDE = """\
+++
# Kept as it is, this remark too.
title = "The Salt Road"
language = "en-GB"   # and this one

[speakers.Nora]
pronouns = "she"
+++

# Summary

Nora ties the mule to the gate. “Who keeps this road?” Nora asks. Nobody answers her from the hut.

Bram comes out with a lantern that smells of fish. “I keep it, and I was asleep until now.” It is raining on both of them.

“You may pass when the tide has gone.” They wait on the step, and *neither* of them says another word.

Two days later a page is nailed to the gate:

Dear Nora,

The mule ate my ledger. I have forgiven it, and I hope that the salt was dry when you sold it.

Yours truly,
Bram

# Commentary

The lantern that smells of fish is the only light that Bram owns, and he brings it out into the rain for a stranger.

The mule and the ledger are a joke about forgiving what cannot be paid back.
"""


def write(root: Path, guide: str, text: str = GUIDE) -> Path:
    """The guide's file, its bytes as given: line ends too."""
    path = root / "content" / guide / "guide.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path

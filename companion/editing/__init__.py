"""Corrections to a guide's files that change nothing else in them."""

from companion.editing.headings import rename, set_role
from companion.editing.letters import mark_letter, mark_letters, unmark
from companion.editing.links import set_about, set_abouts, set_prompt
from companion.editing.replacing import Replacement, apply
from companion.editing.speakers import set_speaker, set_speakers

__all__ = [
    "Replacement",
    "apply",
    "mark_letter",
    "mark_letters",
    "rename",
    "set_about",
    "set_abouts",
    "set_prompt",
    "set_role",
    "set_speaker",
    "set_speakers",
    "unmark",
]

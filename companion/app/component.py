"""The player as a Streamlit component."""

from collections.abc import Sequence
from typing import TypedDict

import streamlit as st

from companion.app.typefaces import choices
from companion.player import COMPONENT, SCRIPT, STYLE, join


class VoiceChoice(TypedDict):
    """One narration of the guide that the listener may choose."""

    label: str
    payload: str  # URL


join()
_mount = st.components.v2.component(COMPONENT, js=SCRIPT, css=STYLE, isolate_styles=False)


def player(
    payload_url: str,
    *,
    key: str,
    voices: Sequence[VoiceChoice] = (),
    first: str | None = None,
    last: str | None = None,
    pack: str | None = None,
) -> None:
    """Show the player for the payload at `payload_url`.

    `voices` are all narrations of the guide, in the order shown; the one at `payload_url` is heard first, until the
    listener chooses another. From the sentence `first` to the sentence `last` (segment ids) is the excerpt that is
    heard; without them, everything. `pack` is the URL where an excerpt can be downloaded. Give the same `key` on every
    run: the player then keeps its place, its sound and its focus. Stand it in a `st.container(key=...)` near the top
    of the page, before anything slow.
    """
    asked = {"from": first, "to": last, "excerpt": pack}
    given = {name: value for name, value in asked.items() if value}
    _mount(key=key, data={"payload": payload_url, "voices": tuple(voices), "fonts": choices(), **given})

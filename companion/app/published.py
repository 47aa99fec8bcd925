"""What was published of a guide, on its page: what is being made, how far it is, and what there is to download."""

import time
from collections.abc import Sequence
from html import escape

import streamlit as st

from companion.app.catalogue import Entry, workspace
from companion.app.downloads import url
from companion.app.exporting import Making, makings, stamps
from companion.app.formats import NOTES, kind
from companion.app.jobs import Stage
from companion.app.labels import plain
from companion.app.narrating import bar
from companion.app.reviewing.furniture import apart, styled
from companion.app.shelf import shelf
from companion.errors import CompanionError

_LOOK = 1.0  # seconds between two looks at what is being made
_TOLD = 600.0  # seconds that an end which left no file is worth telling


def published(about: Entry) -> None:
    """Show it, and again every second while something is being made."""
    busy = _busy(about)

    def again() -> None:
        if _busy(about) != busy:
            st.rerun()  # the whole page: only it can begin to look every second, or cease to
        _show(about)

    st.fragment(again, run_every=_LOOK if busy else None)()


def _busy(about: Entry) -> bool:
    return any(one.active for one in makings().of(about.guide))


def _show(about: Entry) -> None:
    """What is being made of the guide, and what there is to download."""
    shown = [
        one
        for one in makings().of(about.guide)
        if one.active or one.stage is Stage.DONE or time.time() - one.ended < _TOLD
    ]
    styled(_said(shown))
    if shown:
        st.header("Made", anchor=False)
    for one in shown:
        with st.container(key=f"row-guide-made-{one.key}"):
            _row(about, one)


def _row(about: Entry, one: Making) -> None:
    title = kind(one.wish.to).title
    st.subheader(plain(title), anchor=False)
    if lines := _lines(about, one):
        st.markdown("  \n".join(map(plain, lines)))
    bar(f"made-{one.key}", about.guide, f"Making {title}", one.part, _way(one) if one.active else None)
    if one.stage is Stage.FAILED:
        st.error(plain(one.told))
    if one.active:
        stopping = one.stage is Stage.STOPPING
        st.button(
            apart("Stopping…" if stopping else "Stop", title),
            key=f"publish-stop-{one.key}",
            disabled=stopping,
            on_click=makings().stop,
            args=(one.key,),
        )
    for file in one.files:
        name = file.path.name
        address = f'href="{escape(url(one.key, name))}" download="{escape(name)}"'
        st.html(f'<a class="publish-file" {address}>Download {escape(name)}</a> · {_size(file.size)}')


def _lines(about: Entry, one: Making) -> list[str]:
    """What was chosen, and what whoever downloads it ought to know."""
    voices = {narrated.folder: narrated.voice for narrated in about.narrations}
    wish, choices = one.wish, kind(one.wish.to).choices
    chosen = [voices.get(wish.voice, wish.voice) if wish.voice else "every voice"] if kind(wish.to).narrated else []
    if "notes" in choices:
        chosen.append(f"notes {_short(NOTES[wish.notes])}")
    if "overlay" in choices and wish.overlay != "word":
        chosen.append("sentences light up")
    if wish.small:
        chosen.append("Opus")
    if wish.feed:
        chosen.append(f"feed at {wish.feed}")
    lines = [" · ".join(chosen)] if chosen else []
    if one.stage is Stage.STOPPED:
        lines.append("Stopped; nothing of it is kept.")
    lines.extend(f"Left out: {what}" for what in one.left_out)
    unpack = "Unpack it" if any(file.path.suffix == ".zip" for file in one.files) else ""
    if hint := "; ".join(filter(None, (unpack, one.hint.removeprefix("; ")))):
        lines.append(
            f"{hint if '.' in hint.split()[0] else hint[0].upper() + hint[1:]}."
        )  # a file's name stays as it is
    if one.stage is Stage.DONE and _older(one):
        lines.append("The guide or its narration has changed since.")
    return lines


def _short(label: str) -> str:
    """A choice among others on a line."""
    return f"{label[0].lower()}{label[1:]}".partition(",")[0]


def _older(one: Making) -> bool:
    try:
        return stamps(workspace(shelf()), one.wish) != one.of
    except CompanionError:  # a name that cannot be a guide's
        return True


def _way(one: Making) -> str:
    """How far it is, for the eye."""
    if one.stage is Stage.QUEUED:
        return "Waits until another one is made"
    if one.stage is Stage.STOPPING:
        return "Stops as soon as it can"
    return f"{100 * one.part:.0f} % made" if one.part else "Is being made"


def _said(shown: Sequence[Making]) -> str:
    """What a screen reader is told when it changes: what was done last, and what is done now."""
    over = [one for one in shown if one.ended and time.time() - one.ended < _TOLD and one.stage is not Stage.FAILED]
    said = []
    if over:
        last = max(over, key=lambda one: one.ended)
        said.append(f"{kind(last.wish.to).title} is {'stopped' if last.stage is Stage.STOPPED else 'made'}.")
    said.extend(
        f"{kind(one.wish.to).title} is being made." for one in shown if one.stage in (Stage.RUNNING, Stage.STOPPING)
    )
    return " ".join(said)


def _size(size: int) -> str:
    """A size for the eye: `5.2 MB`, `14 kB`."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{max(1, round(size / 1e3))} kB"

"""The page that publishes a guide: a format, what may be chosen in it, how far it is, and the file to download."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from companion.app.catalogue import Entry, Narrated, State, entry, one_line, titles, workspace
from companion.app.exporting import Wish, makings
from companion.app.formats import NOTES, OVERLAYS, Kind, kind
from companion.app.frame import frame
from companion.app.labels import plain
from companion.app.listen import nothing
from companion.app.narrating import bars, buttons, watched
from companion.app.published import published
from companion.app.shelf import Shelf, shelf
from companion.errors import CompanionError
from companion.exports import FORMATS

_GUIDE = "guide"  # the query parameter, and where it is remembered while another page is open
_ALL = "all"


def page(adding: StreamlitPage) -> None:
    """Show the guide that the address asks for, else the one shown last, else the first narrated one."""
    st.set_page_config(page_title="Publish")
    frame()
    here = shelf()
    guides = here.guides()
    asked = st.query_params.get(_GUIDE, st.session_state.get(_GUIDE))
    guide = asked if asked is not None else _first(here, guides)
    with st.container(key="publishing"):
        if guide is None or guide not in guides:
            nothing(guides, adding)
        else:
            st.session_state[_GUIDE] = st.query_params[_GUIDE] = guide
            _show(entry(here, guide))
    if len(guides) > 1:
        _list(guides, guide)


def _first(here: Shelf, guides: Sequence[str]) -> str | None:
    return next((guide for guide in guides if here.voices(guide)), guides[0] if guides else None)


def _show(about: Entry) -> None:
    st.title(plain(about.title), anchor=False)
    st.markdown("Publish its narration: as files for those who read and listen elsewhere. Nothing is said anew.")
    chosen = _voice(about)
    with st.container(key=f"guide-{about.guide}"):
        watched(about.guide, _narration)
    to = _format()
    wishes = _wishes(about, chosen, to)
    ready = chosen is not None and chosen.state in (State.CURRENT, State.PARTLY)
    ready = ready or (to != _ALL and not kind(to).narrated and about.narratable)
    label = "Make all of them" if to == _ALL else "Make it"
    st.button(label, key="publish-make", type="primary", disabled=not ready, on_click=_make, args=(wishes,))
    if problem := st.session_state.pop("publish-problem", ""):
        st.error(plain(problem))
    published(about)


def _voice(about: Entry) -> Narrated | None:
    """The narration that is published, and how it stands to the text."""
    found = {one.folder: one for one in sorted(about.narrations, key=lambda one: one.folder != about.folder)}
    if not found:
        if about.narratable:
            st.warning("It is not narrated yet. What is published is the narration: make that first.")
        return None
    labels = {name: f"{one.voice} · {one.state.value}" for name, one in found.items()}
    chosen = next(iter(found))
    if len(found) > 1:
        key = f"publish-voice-{about.guide}"
        chosen = st.selectbox("Voice", tuple(found), key=key, format_func=labels.__getitem__, filter_mode=None)
    else:
        st.markdown(f"Voice: {plain(labels[chosen])}")
    if found[chosen].state is State.CHANGED:
        st.warning("It was narrated from an older text. Narrate it again before it is published.")
    elif found[chosen].state is State.ALONE:
        st.warning("Its text is not here. It can be heard, but only a guide with its text can be published.")
    return found[chosen]


def _narration(about: Entry) -> None:
    """Narrate it from here."""
    for problem in about.problems:
        st.error(plain(problem))
    bars(replace(about, narrations=()))  # how far one has listened does not matter here
    with st.container(horizontal=True, vertical_alignment="center"):
        buttons(about)


def _format() -> str:
    st.header("Format", anchor=False)
    names = (*FORMATS, _ALL)
    kinds = {**{name: kind(name) for name in FORMATS}, _ALL: Kind("All of them", "One after another.")}
    return st.radio(
        "Format",
        names,
        key="publish-format",
        format_func=lambda name: plain(kinds[name].title),
        captions=[plain(kinds[name].told) for name in names],
        label_visibility="collapsed",
    )


def _wishes(about: Entry, chosen: Narrated | None, to: str) -> list[Wish]:
    """Show the choices that the format has; what is wished with what is chosen."""
    formats = tuple(FORMATS) if to == _ALL else (to,)
    some = frozenset[str]().union(*(kind(name).choices for name in formats))
    several = "every" in some and len(about.narrations) > 1
    given: dict[str, str | bool] = {}
    if some - {"every"} or several:
        st.header("Choices", anchor=False)
    if "notes" in some:
        given["notes"] = st.radio("Notes", tuple(NOTES), key="publish-notes", format_func=NOTES.__getitem__)
    if "overlay" in some:
        label = _of(to, "epub", "What lights up")
        given["overlay"] = st.radio(label, tuple(OVERLAYS), key="publish-overlay", format_func=OVERLAYS.__getitem__)
    if "small" in some:
        label = _of(to, "epub", "Sound as Opus: a much smaller file, which not every app plays")
        given["small"] = st.checkbox(label, key="publish-small")
    if "feed" in some:
        label = _of(to, "mp3", "Web address that the files will have, for a podcast feed")
        given["feed"] = st.text_input(label, key="publish-feed", placeholder="None: no feed").strip()
    label = _of(to, "web", "Every voice, to be chosen in the page")
    every = several and st.checkbox(label, value=True, key="publish-every")
    voice = chosen.folder if chosen else None
    return [
        replace(
            Wish(
                about.guide,
                name,
                None if (every and "every" in kind(name).choices) or not kind(name).narrated else voice,
            ),
            **{choice: value for choice, value in given.items() if choice in kind(name).choices},  # type: ignore[arg-type]
        )
        for name in formats
    ]


def _of(to: str, only: str, label: str) -> str:
    """The label of a choice that one format alone has, among the choices of all of them."""
    return f"{kind(only).title}: {label[0].lower()}{label[1:]}" if to == _ALL else label


def _make(wishes: Sequence[Wish]) -> None:
    try:
        makings().start(workspace(shelf()), *wishes)
    except CompanionError as exc:
        st.session_state["publish-problem"] = one_line(exc)


def _list(guides: Sequence[str], shown: str | None) -> None:
    st.session_state["publish-list"] = shown if shown in guides else None
    labels = {guide: plain(title) for guide, title in titles(shelf(), guides).items()}
    with st.sidebar:
        st.radio("Guides", guides, index=None, key="publish-list", format_func=labels.__getitem__, on_change=_choose)


def _choose() -> None:
    st.session_state[_GUIDE] = st.query_params[_GUIDE] = st.session_state["publish-list"]

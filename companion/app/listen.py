"""The listening page: one guide in the player, and the way to the others."""

import shlex
from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from companion.app.catalogue import Entry, State, entry, titles
from companion.app.component import VoiceChoice, player
from companion.app.frame import frame
from companion.app.jobs import jobs
from companion.app.labels import clock, plain
from companion.app.narrating import bars, buttons, watched
from companion.app.packs import pack_url
from companion.app.routes import payload_url
from companion.app.shelf import Narration, Shelf, shelf, stamp
from companion.errors import StoreError

_GUIDE = "guide"  # the query parameter, and where it is remembered while another page is open
_FROM, _TO = "from", "to"  # the query parameters of an excerpt: its first and its last sentence
_LIST = "guide-list"  # the widget's own memory


def page(adding: StreamlitPage) -> None:
    """Show the guide that the address asks for, else the one shown last, else the first narrated one."""
    library = shelf()
    guides = library.guides()
    asked = st.query_params.get(_GUIDE, st.session_state.get(_GUIDE))
    guide = asked if asked is not None else _first(library, guides)
    if guide in guides:
        st.session_state[_GUIDE] = st.query_params[_GUIDE] = guide
        _show(library, guide)
    else:
        frame()
        nothing(guides, adding)
    if any(other != guide for other in guides):
        _list(library, guides, guide)


def _first(library: Shelf, guides: Sequence[str]) -> str | None:
    return next((guide for guide in guides if library.voices(guide)), guides[0] if guides else None)


def _show(library: Shelf, guide: str) -> None:
    narrations, problems = _narrations(library, guide)
    if narrations:
        voice, narration = next(iter(narrations.items()))
        st.set_page_config(page_title=narration.title)
        frame(narration.language)
        above = st.empty()
        with st.container(key="player"):
            urls = {name: payload_url(guide, name, stamp(one.path)) for name, one in narrations.items()}
            player(
                urls[voice],
                key="player-of-the-guide",
                voices=[VoiceChoice(label=name, payload=url) for name, url in urls.items()],
                first=st.query_params.get(_FROM),
                last=st.query_params.get(_TO),
                pack=pack_url(guide, voice),
            )
        # Only now, when the player is there: to find out takes as long as reading the guide.
        if _edited(entry(library, guide)):
            with above.container(key="edited"):
                watched(guide, _again)
    else:
        frame()
        st.title(plain(titles(library, [guide])[guide]), anchor=False)
        st.markdown("The narration of this guide cannot be played." if problems else "This guide is not narrated yet.")
    if narrations:
        for problem in problems:
            st.error(plain(problem))
    else:
        with st.container(key="offer"):
            watched(guide, _offer)
        st.markdown("Or run this where the guides are; it takes a few minutes at most:")
        st.code(f"companion narrate {shlex.quote(guide)}", language=None)
        st.button("Look again")


def _offer(about: Entry) -> None:
    """Narrate it from here; once it is narrated, the player takes the place of all this."""
    for problem in about.problems:
        st.error(plain(problem))
    bars(about)
    with st.container(horizontal=True, vertical_alignment="center"):
        buttons(about)


def _edited(about: Entry) -> bool:
    return any(one.state is State.CHANGED and one.manner for one in about.narrations)


def _again(about: Entry) -> None:
    """Say that another text is heard than is written now, and narrate that."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("The text was edited after it was narrated: you hear the one before.")
        buttons(about, choice=False)
    if jobs().active(about.guide):
        bars(about)


def _narrations(library: Shelf, guide: str) -> tuple[dict[str, Narration], list[str]]:
    """The guide in every voice that can be heard, and what is wrong with the others."""
    narrations, problems = {}, []
    for voice in library.voices(guide):
        try:
            narrations[voice] = library.narration(guide, voice)
        except StoreError as exc:
            problems.append(str(exc))
    return narrations, problems


def nothing(guides: Sequence[str], adding: StreamlitPage) -> None:
    """Say that the guide asked for is not here, or that none is, and lead to where one is added."""
    if guides:
        st.title("No such guide", anchor=False)
        st.markdown("The address asks for a guide that is not here. Choose one of the list, or add one.")
        st.page_link(adding, label="Add a guide")
    else:
        st.title("No guides yet", anchor=False)
        st.markdown("Give it a study guide, a chapter or notes of your own, and it reads them to you.")
        st.page_link(adding, label="Add a guide")
        st.markdown("Or run this where the guides shall be:")
        st.code("companion import FILE", language=None)
        st.button("Look again")


def _list(library: Shelf, guides: Sequence[str], shown: str | None) -> None:
    st.session_state[_LIST] = shown if shown in guides else None
    labels = {guide: _label(library, guide, title) for guide, title in titles(library, guides).items()}
    with st.sidebar:
        st.radio("Guides", guides, index=None, key=_LIST, format_func=labels.__getitem__, on_change=_choose)


def _label(library: Shelf, guide: str, title: str) -> str:
    narrations, problems = _narrations(library, guide)
    if narrations:
        return f"{plain(title)} · {clock(next(iter(narrations.values())).seconds)}"
    return f"{plain(title)} · {'damaged' if problems else 'not narrated yet'}"


def _choose() -> None:
    for name in (_FROM, _TO):
        st.query_params.pop(name, None)
    st.session_state[_GUIDE] = st.query_params[_GUIDE] = st.session_state[_LIST]

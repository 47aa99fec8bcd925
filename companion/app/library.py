"""The library: every guide, how long it is, what of it is narrated, and how far one has listened."""

from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from companion.app.catalogue import Entry, written
from companion.app.frame import frame
from companion.app.labels import clock, plain
from companion.app.listen import nothing
from companion.app.narrating import bars, buttons, watched
from companion.app.shelf import shelf


def page(listening: StreamlitPage, reviewing: StreamlitPage, publishing: StreamlitPage, adding: StreamlitPage) -> None:
    """Show all guides; each leads to `listening`, and where its text is here to `reviewing`, and to `publishing` once
    it is narrated; `adding` is for more.
    """
    st.set_page_config(page_title="Library")
    frame()
    guides = shelf().guides()
    with st.container(key="library"):
        if not guides:
            nothing(guides, adding)
            return
        st.title("Library", anchor=False)
        st.page_link(adding, label="Add a guide")
        for guide in guides:
            with st.container(border=True, key=f"guide-{guide}"):
                watched(guide, partial(_card, listening, reviewing, publishing))


def _card(listening: StreamlitPage, reviewing: StreamlitPage, publishing: StreamlitPage, about: Entry) -> None:
    st.header(plain(about.title), anchor=False)
    for problem in about.problems:
        st.error(plain(problem))
    if lines := _lines(about):
        st.markdown("  \n".join(lines))
    bars(about)
    with st.container(horizontal=True, vertical_alignment="center"):
        if about.narrations:
            st.page_link(listening, label="Listen", query_params={"guide": about.guide})
        buttons(about)
        if written(shelf(), about.guide):
            st.page_link(reviewing, label="Review", query_params={"guide": about.guide})
            if about.narrations:
                st.page_link(publishing, label="Publish", query_params={"guide": about.guide})


def _lines(about: Entry) -> list[str]:
    """What it is called besides, how long it is, and in whose voice: what is narrated, else what may be."""
    lines = [plain(about.subtitle)] if about.subtitle else []
    if not about.narrations and about.narratable:
        lines.append(f"{about.words:,} words, about {clock(about.estimate)} when narrated · {plain(about.voice)}")
    return [*lines, *(f"{clock(one.seconds)} · {plain(one.voice)} · {one.state.value}" for one in about.narrations)]

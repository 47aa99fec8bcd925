"""The review page: what was understood of a guide, corrected by hand; every change is written to guide.md."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from companion.app.catalogue import Entry, one_line, titles, workspace, written
from companion.app.frame import frame
from companion.app.labels import plain
from companion.app.listen import nothing
from companion.app.narrating import bars, buttons, watched
from companion.app.reviewing import damage, letters, lexicon, links, people, quotations, sections
from companion.app.reviewing.desk import Desk, lay
from companion.app.reviewing.furniture import bar
from companion.app.shelf import shelf
from companion.errors import CompanionError, GuideError

_GUIDE = "guide"  # the query parameter, and where it is remembered while another page is open
_TOPIC = "review-topic"


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of thing that a person decides."""

    label: str
    room: Callable[[Desk], None]
    open: Callable[[Desk], int] | None = None  # how many are to be decided


TOPICS: Mapping[str, Topic] = {
    "outline": Topic("Outline", sections.room),
    "letters": Topic("Letters", letters.room, letters.count),
    "quotations": Topic("Quotations", quotations.room, quotations.count),
    "people": Topic("People", people.room),
    "links": Topic("Links", links.room, links.count),
    "names": Topic("Names", lexicon.room),
}


def page(listening: StreamlitPage, adding: StreamlitPage) -> None:
    """Show the guide that the address asks for, else the one shown last, else the first."""
    st.set_page_config(page_title="Review")
    frame()
    here = shelf()
    guides = tuple(guide for guide in here.guides() if written(here, guide))
    asked = st.query_params.get(_GUIDE, st.session_state.get(_GUIDE))
    guide = asked if asked is not None else next(iter(guides), None)
    with st.container(key="review"):
        if guide is None or guide not in guides:
            nothing(guides, adding)
        else:
            st.session_state[_GUIDE] = st.query_params[_GUIDE] = guide
            _show(guide, listening)
    if len(guides) > 1:
        _list(guides, guide)


def _show(guide: str, listening: StreamlitPage) -> None:
    try:
        desk = lay(workspace(shelf()), guide)
    except GuideError as exc:
        st.title(plain(guide), anchor=False)
        damage.room(workspace(shelf()), guide, exc.problems)
    except CompanionError as exc:
        st.title(plain(guide), anchor=False)
        st.error(plain(one_line(exc)))
    else:
        st.title(plain(desk.guide.title), anchor=False)
        narration = st.container(key=f"guide-{guide}")
        _topics(desk)
        with narration:  # last: how a narration stands takes longer than the rest
            watched(guide, lambda about: _narration(about, listening))
    bar(guide)


def _topics(desk: Desk) -> None:
    labels = {name: _label(topic, desk) for name, topic in TOPICS.items()}
    chosen = st.segmented_control(
        "What to review",
        tuple(TOPICS),
        key=_TOPIC,
        default=next(iter(TOPICS)),
        required=True,
        format_func=labels.__getitem__,
        label_visibility="collapsed",
        on_change=quotations.forget,
    )
    TOPICS[chosen or "outline"].room(desk)


def _label(topic: Topic, desk: Desk) -> str:
    number = topic.open(desk) if topic.open else 0
    return f"{topic.label} · {number:,} to decide" if number else topic.label


def _narration(about: Entry, listening: StreamlitPage) -> None:
    for problem in about.problems:
        st.error(plain(problem))
    bars(about)
    with st.container(horizontal=True, vertical_alignment="center"):
        if about.narrations:
            st.page_link(listening, label="Listen", query_params={_GUIDE: about.guide})
        buttons(about)


def _list(guides: Sequence[str], shown: str | None) -> None:
    st.session_state["review-list"] = shown if shown in guides else None
    labels = {guide: plain(title) for guide, title in titles(shelf(), guides).items()}
    with st.sidebar:
        st.radio("Guides", guides, index=None, key="review-list", format_func=labels.__getitem__, on_change=_choose)


def _choose() -> None:
    quotations.forget()
    st.session_state[_GUIDE] = st.query_params[_GUIDE] = st.session_state["review-list"]

"""The app's pages; Streamlit runs this file at every visit and every rerun."""

from functools import partial
from pathlib import Path

import streamlit as st

from companion.app import about, adding, library, listen, review

_ICON = Path(__file__).parent / "assets" / "icon.svg"  # a named icon would be fetched from another host

st.set_page_config(
    page_title="Companion",
    page_icon=str(_ICON),
    layout="wide",
    menu_items={"About": "Companion reads study guides aloud."},  # without an item there is no menu, and no theme in it
)
listening = st.Page(listen.page, title="Listen", url_path="listen", default=True)
reviewing = st.Page(partial(review.page, listening), title="Review", url_path="review")
st.navigation(
    [
        listening,
        st.Page(partial(library.page, listening, reviewing), title="Library", url_path="library"),
        st.Page(partial(adding.page, reviewing), title="Add a guide", url_path="add"),
        reviewing,
        st.Page(about.page, title="About & help", url_path="about"),
    ],
    position="top",
).run()

"""The app's pages; Streamlit runs this file at every visit and every rerun."""

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
# Each page is told where it leads when it is shown: then all of them are there.
listening = st.Page(lambda: listen.page(adding_one), title="Listen", url_path="listen", default=True)
shelved = st.Page(lambda: library.page(listening, reviewing, adding_one), title="Library", url_path="library")
adding_one = st.Page(lambda: adding.page(reviewing), title="Add a guide", url_path="add")
reviewing = st.Page(lambda: review.page(listening, adding_one), title="Review", url_path="review")
helping = st.Page(about.page, title="About & help", url_path="about")
st.navigation([listening, shelved, adding_one, reviewing, helping], position="top").run()

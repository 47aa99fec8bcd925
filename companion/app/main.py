"""The app's pages; Streamlit runs this file at every visit and every rerun."""

from functools import partial
from pathlib import Path

import streamlit as st

from companion.app import about, library, listen

_ICON = Path(__file__).parent / "assets" / "icon.svg"  # a named icon would be fetched from another host

st.set_page_config(
    page_title="Companion",
    page_icon=str(_ICON),
    layout="wide",
    menu_items={"About": "Companion reads study guides aloud."},  # without an item there is no menu, and no theme in it
)
listening = st.Page(listen.page, title="Listen", url_path="listen", default=True)
st.navigation(
    [
        listening,
        st.Page(partial(library.page, listening), title="Library", url_path="library"),
        st.Page(about.page, title="About & help", url_path="about"),
    ],
    position="top",
).run()

"""The app's pages; Streamlit runs this file at every visit and every rerun."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from companion.app import about, adding, library, listen, publishing, review

_ICON = Path(__file__).parent / "assets" / "icon.svg"  # a named icon would be fetched from another host

st.set_page_config(
    page_title="Companion",
    page_icon=str(_ICON),
    layout="wide",
    menu_items={"About": "Companion reads study guides aloud."},  # without an item there is no menu, and no theme in it
)
# Each page is told where it leads when it is shown: then all of them are there.
_listen: StreamlitPage = st.Page(lambda: listen.page(_add), title="Listen", url_path="listen", default=True)
_library: StreamlitPage = st.Page(
    lambda: library.page(_listen, _review, _publish, _add), title="Library", url_path="library"
)
_add: StreamlitPage = st.Page(lambda: adding.page(_review), title="Add a guide", url_path="add")
_review: StreamlitPage = st.Page(lambda: review.page(_listen, _add), title="Review", url_path="review")
_publish: StreamlitPage = st.Page(lambda: publishing.page(_add), title="Publish", url_path="publish")
_about: StreamlitPage = st.Page(about.page, title="About & help", url_path="about")
st.navigation([_listen, _library, _add, _review, _publish, _about], position="top").run()

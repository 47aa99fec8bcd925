"""What every page has in common: its language, and margins that leave the room to the text."""

import streamlit as st

_mount = st.components.v2.component("companion.page", js="page.js", css="page.css", isolate_styles=False)


def frame(language: str = "en") -> None:
    """Tell the browser the page's language (BCP 47), and take away Streamlit's wide margins."""
    with st.container(key="page-frame"):
        _mount(key="page-frame-component", data={"language": language})

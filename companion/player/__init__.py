"""The player: one script and one stylesheet for the app and for the static export, and what they are given."""

from companion.player.join import join
from companion.player.payload import FORMAT, Payload, payload

__all__ = ["COMPONENT", "FORMAT", "SCRIPT", "STYLE", "Payload", "join", "payload"]

COMPONENT = "companion.player"  # as companion/pyproject.toml declares it to Streamlit
SCRIPT = "player.js"  # both in the folder that join() returns: an ES module without imports
STYLE = "player.css"

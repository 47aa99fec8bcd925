"""The player: one script and one stylesheet for the app and for the static export, and what they are given."""

from pathlib import Path

from companion.player.payload import FORMAT, Payload, payload

__all__ = ["ASSETS", "COMPONENT", "FORMAT", "SCRIPT", "STYLE", "Payload", "payload"]

COMPONENT = "companion.player"  # as companion/pyproject.toml declares it to Streamlit
ASSETS = Path(__file__).parent  # the folder that holds both files below
SCRIPT = "player.js"  # an ES module without imports
STYLE = "player.css"

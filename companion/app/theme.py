"""How the app looks: Streamlit's theme in two sets of calm colours, each text at least 4.5 to 1 on its ground."""

from collections.abc import Mapping

_SHAPE = {
    "font": "sans-serif",  # the names of the fonts that Streamlit ships: nothing is fetched from elsewhere
    "headingFont": "serif",
    "headingFontSizes": ["2.25rem", "1.5rem", "1.25rem", "1.125rem", "1rem", "1rem"],
    "headingFontWeights": [600, 600, 600, 600, 600, 600],
    "baseRadius": "0.5rem",
    "linkUnderline": True,
    "paddingTop": "0.5rem",
    "paddingBottom": "0.5rem",
}
_LIGHT = {
    "backgroundColor": "#fbf9f4",  # paper
    "secondaryBackgroundColor": "#f2eee5",
    "textColor": "#25221c",
    "primaryColor": "#0b5c63",
    "linkColor": "#0b5c63",
    "borderColor": "#d9d2c3",
    "sidebar.borderColor": "#857c6a",  # the rings of the list: 3 to 1
    "codeTextColor": "#5b3a1e",
    "codeBackgroundColor": "#f2eee5",
    "grayTextColor": "#5d574b",
}
_DARK = {
    "backgroundColor": "#16191b",  # dusk
    "secondaryBackgroundColor": "#202528",
    "textColor": "#e5e1d8",
    "primaryColor": "#79c2c0",
    "linkColor": "#79c2c0",
    "borderColor": "#394145",
    "sidebar.borderColor": "#7d878c",
    "codeTextColor": "#e3c08f",
    "codeBackgroundColor": "#202528",
    "grayTextColor": "#a9a498",
}


def options() -> Mapping[str, object]:
    """The theme as Streamlit's config options."""
    return {
        **{f"theme.{name}": value for name, value in _SHAPE.items()},
        **{f"theme.light.{name}": value for name, value in _LIGHT.items()},
        **{f"theme.dark.{name}": value for name, value in _DARK.items()},
    }

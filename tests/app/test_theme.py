"""The theme can be read."""

import pytest

from companion.app import theme


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("side", ["light", "dark"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("colour", ["textColor", "primaryColor", "linkColor", "grayTextColor", "codeTextColor"])
def test_every_text_stands_out_from_its_ground(side: str, ground: str, colour: str) -> None:
    """4.5 to 1 is what WCAG asks at level AA; the theme promises it."""
    options = theme.options()
    assert contrast(str(options[f"theme.{side}.{colour}"]), str(options[f"theme.{side}.{ground}"])) >= 4.5


def test_no_font_is_fetched() -> None:
    """A font by address would be a request to another host."""
    fonts = {name: value for name, value in theme.options().items() if "font" in name.lower()}
    assert "theme.font" in fonts
    assert not any("http" in str(value) or ":" in str(value) for value in fonts.values())

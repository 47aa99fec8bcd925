"""Axe in every state of the page, in every look; the figure is nought."""

import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships without types

from tests.player.stage import Reader

LOOKS = {
    "light": {"theme": "light"},
    "dark": {"theme": "dark"},
    "sepia": {"theme": "sepia"},
    "contrast": {"theme": "contrast"},
    "contrast-light": {"theme": "contrast-light"},
    "forced": {"theme": "app"},
    "large": {"theme": "app", "size": 300, "focus": True, "ruler": True, "word": "outline", "sentence": "underline"},
}
STATES: dict[str, Callable[[Reader], object]] = {
    "at rest": lambda reader: None,
    "listening open": lambda reader: reader.press("l"),
    "search open": lambda reader: reader.press("/", *"winters"),
    "marks open": lambda reader: reader.press("d", "e"),
    "settings open": lambda reader: reader.press("o"),
    "excerpt open": lambda reader: reader.press("x"),
    "contents open": lambda reader: reader.press("s"),
    "keys open": lambda reader: reader.press("?"),
    "class mode": lambda reader: reader.press("c"),
    "playing": lambda reader: reader.press("k"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_any_state_of_any_look(reader: Reader, look: str) -> None:
    """Themes, forced colours, three times the size; every dialog, class mode, and while it plays."""
    kept = json.dumps(json.dumps(LOOKS[look]))
    reader.page.add_init_script(f"localStorage.setItem('companion:reading', {kept})")
    if look == "forced":
        reader.page.emulate_media(forced_colors="active")
    found: dict[str, list[str]] = {}
    for state, enter in STATES.items():
        reader.open()
        reader.press("ArrowRight")
        enter(reader)
        assert reader.page.locator("dialog[open]").count() == state.endswith("open"), state
        reader.page.wait_for_timeout(150)
        violations = Axe().run(reader.page).response["violations"]
        if problems := [f"{one['id']}: {node['html'][:160]}" for one in violations for node in one["nodes"]]:
            found[state] = problems
    assert found == {}

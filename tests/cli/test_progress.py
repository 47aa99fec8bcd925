"""What a person sees while a guide is narrated."""

import io

from rich.console import Console

from companion.cli.progress import shown
from companion.narration.narrator import Progress


def told(quiet: bool = False, terminal: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=100)
    with shown("crossing", console, quiet) as progress:
        for done in range(0, 1001, 10):
            progress(Progress(done, 1000, "The [text]"))
    return out.getvalue()


def test_a_log_gets_at_most_ten_plain_lines() -> None:
    """A log of a thousand lines tells nothing."""
    lines = told().splitlines()
    assert len(lines) == 10
    assert lines[0] == "crossing: 10 % spoken (The [text])"
    assert "\x1b" not in "".join(lines)


def test_a_terminal_gets_a_bar() -> None:
    """With the section that is being said, and how far it is."""
    said = told(terminal=True)
    assert "crossing" in said
    assert "\x1b[" in said
    assert "100%" in said


def test_quiet_is_quiet() -> None:
    """Not a byte."""
    assert told(quiet=True) == told(quiet=True, terminal=True) == ""

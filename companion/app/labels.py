"""What a guide says of itself, for Streamlit's labels, which read Markdown."""

import re


def plain(text: str) -> str:
    """`text` for a label: every character stands for itself, on one line."""
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))
    # Addresses become links and `:names:` icons even when escaped: a word joiner, which is never seen, parts them.
    return re.sub(r"(?<=[:@])(?=\S)|(?<=www)(?=\\\.)", "\N{WORD JOINER}", escaped)


def clock(seconds: float) -> str:
    """A length for the eye: `1 h 05 min`, `12 min`, `45 s`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min" if minutes else f"{rest} s"

"""The silences of a narration, each a named setting."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Pauses:
    """Milliseconds of silence; a guide's front matter may set any of them under [pauses]."""

    turn: int = 120  # between two voices inside a sentence
    sentence: int = 320  # after a sentence
    paragraph: int = 700  # after a paragraph
    title: int = 900  # after a heading
    passage: int = 850  # before and after the announcement that a passage begins or ends
    section: int = 1200  # at the end of a section


NAMES = tuple(field.name for field in fields(Pauses))

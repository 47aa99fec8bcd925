"""The error tree; every error a person can meet says where, what, and the way out, in one line.

CompanionError
├── GuideError       a guide cannot be read: all its problems at once
├── LexiconError     a lexicon entry cannot be used
├── DocumentError    somebody's file cannot be made a guide
├── EditError        a correction cannot be written into a guide
├── EngineError      a voice cannot speak
│   ├── VoiceNotFound    no voice of that name
│   └── UtteranceError   one utterance crashed, hung or came back wrong; the others are unharmed
├── NarrationError   a narration cannot be made or is not there
│   ├── EncodingError    audio cannot be written or read
│   ├── StoreError       a folder or file cannot be written or read
│   └── BusyError        another run is narrating the same guide
└── UsageError       the request itself makes no sense
"""

from dataclasses import dataclass


class CompanionError(Exception):
    """The root: whatever a person caused or can mend. The CLI prints it as one line, without a traceback."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file: `file:line: what; what to do`."""

    path: str
    line: int  # 1-based; 0 when the whole file is meant
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.what}; {self.remedy}"


class GuideError(CompanionError):
    """A guide cannot be read. `problems` holds every problem found, in the order of their lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class LexiconError(GuideError):
    """A lexicon cannot be read, or an entry of it cannot be used."""


class DocumentError(CompanionError):
    """Somebody's file cannot be made a guide."""


class EditError(CompanionError):
    """A correction cannot be written into a guide without changing something else."""


class EngineError(CompanionError):
    """A voice cannot speak."""


class VoiceNotFound(EngineError):  # noqa: N818  # as Python's own names for what is not there
    """The engine has no voice of that name."""


class UtteranceError(EngineError):
    """One utterance crashed, hung or came back wrong; the others are unharmed."""


class NarrationError(CompanionError):
    """A narration cannot be made, or is not there."""


class EncodingError(NarrationError):
    """Audio cannot be written or read."""


class StoreError(NarrationError):
    """A folder or file cannot be written or read."""


class BusyError(NarrationError):
    """Another run is narrating the same guide."""


class UsageError(CompanionError):
    """The request itself makes no sense. The CLI exits with 2."""

"""The voices of the default engine as a person chooses them: by language and place."""

from collections.abc import Mapping
from functools import cache
from threading import Lock

from companion.errors import EngineError
from companion.narration.studio import DEFAULT_ENGINE
from companion.speech.engines import engine

_lock = Lock()  # the library starts once in a process, whoever asks first


def voices(language: str) -> Mapping[str, str]:
    """The voices of a language (BCP 47), names with their descriptions; all there are when it has none.

    Raises EngineError when the engine does not start.
    """
    own = language.partition("-")[0].lower()
    every = _every()
    found = {name: said for name, (spoken, said) in every.items() if spoken.partition("-")[0] == own}
    return found or {name: said for name, (_, said) in every.items()}


def described(voice: str) -> str:
    """A voice for the eye: "gmw/en-US+f3" is "English (America), f3"; one that nobody knows keeps its name."""
    base, _, variant = voice.lower().partition("+")
    try:
        every = _every()
    except EngineError:
        return voice
    same_place = (said for name, (language, said) in every.items() if base in (name.rpartition("/")[2], language))
    said = every[base][1] if base in every else next(same_place, base)
    return f"{said}, {variant}" if variant else said


def _every() -> Mapping[str, tuple[str, str]]:
    with _lock:
        return _asked()


@cache
def _asked() -> Mapping[str, tuple[str, str]]:
    found = sorted(engine(DEFAULT_ENGINE).voices(), key=lambda voice: voice.description)
    return {voice.name: (voice.language.lower(), voice.description) for voice in found}

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


def languages() -> Mapping[str, str]:
    """Every language that there is a voice for, as a tag (BCP 47) with its description; empty without an engine."""
    try:
        every = _every()
    except EngineError:
        return {}
    found = {_tag(language): said for language, said in every.values()}
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _tag(language: str) -> str:
    """As people write it: "en-gb" is "en-GB" (RFC 5646, 2.1.1)."""
    first, *rest = language.split("-")
    return "-".join((first, *(part.upper() if len(part) == 2 else part for part in rest)))


def known(voice: str) -> str | None:
    """The voice that a guide means, variant left out, as `voices` names it: "en-GB+f2" is "gmw/en"; None for no voice.

    Raises EngineError when the engine does not start.
    """
    base = voice.lower().partition("+")[0]
    every = _every()
    same_place = (name for name, (language, _) in every.items() if base in (name.rpartition("/")[2], language))
    return base if base in every else next(same_place, None)


def described(voice: str) -> str:
    """A voice for the eye: "gmw/en-US+f3" is "English (America), f3"; one that nobody knows keeps its name."""
    base, _, variant = voice.lower().partition("+")
    try:
        meant = known(base)
    except EngineError:
        return voice
    said = _every()[meant][1] if meant else base
    return f"{said}, {variant}" if variant else said


def _every() -> Mapping[str, tuple[str, str]]:
    with _lock:
        return _asked()


@cache
def _asked() -> Mapping[str, tuple[str, str]]:
    found = sorted(engine(DEFAULT_ENGINE).voices(), key=lambda voice: voice.description)
    return {voice.name: (voice.language.lower(), voice.description) for voice in found}

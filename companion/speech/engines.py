"""The engines by name."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from companion.errors import EngineError
from companion.speech.base import Engine


def _espeak() -> Engine:
    from companion.speech.espeak import EspeakEngine

    return EspeakEngine()


def _system() -> Engine:
    from companion.speech.system import SystemEngine

    return SystemEngine()


def _silent() -> Engine:
    from companion.speech.silent import SilentEngine

    return SilentEngine()


ENGINES: Mapping[str, Callable[[], Engine]] = MappingProxyType(  # each loads its library only when it is asked for
    {"espeak": _espeak, "system": _system, "silent": _silent}
)


def engine(name: str) -> Engine:
    """Start an engine: one of ENGINES, or anybody's own as "package.module:Factory".

    Raises EngineError when there is none of that name or it does not start.
    """
    if name in ENGINES:
        return ENGINES[name]()
    module, _, factory = name.partition(":")
    try:
        make: Callable[[], Engine] = getattr(import_module(module), factory)
    except (ImportError, AttributeError, ValueError) as exc:
        raise EngineError(f"{name}: no such engine; there are {', '.join(ENGINES)}") from exc
    return make()

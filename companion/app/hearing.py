"""Hearing a sentence before anything is narrated: one clip, said at once, kept for a while, served by its name."""

import io
import threading
import wave
from collections import OrderedDict
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from companion.errors import UtteranceError
from companion.guide.model import Span, Voice
from companion.narration import store
from companion.narration.studio import DEFAULT_ENGINE
from companion.script.lexicon import Lexicon
from companion.script.normalization import spoken
from companion.speech.workers import Pool

_FRONT = "/clip"
_LONGEST = 300  # characters of a clip: enough to know a voice by
_KEPT = 64  # clips
_turn = threading.Semaphore(2)  # so many are said at once, and no more
_lock = threading.Lock()
_clips: OrderedDict[str, bytes] = OrderedDict()


def clip(text: str, voice: Voice, lexicon: Lexicon, language: str) -> str:
    """The URL of `text`, its beginning if it is long, said in that voice. Raises EngineError."""
    words = spoken(text, Span(0, min(len(text), _LONGEST)), lexicon, language)
    if not words:
        raise UtteranceError("there is nothing to say in that; give it a word")
    name = store.fingerprint(words, voice)
    if not _known(name):
        with _turn, Pool(DEFAULT_ENGINE, 1) as pool:
            speech = pool.speak(words, voice)
        with _lock:
            _clips[name] = _wave(speech.samples, speech.rate)
            while len(_clips) > _KEPT:
                _clips.popitem(last=False)
    return f"{_FRONT}/{name}.wav"


def routes() -> Sequence[BaseRoute]:
    """The route of every clip."""
    return (Route(f"{_FRONT}/{{name}}.wav", _serve),)


def _known(name: str) -> bool:
    with _lock:
        if name in _clips:
            _clips.move_to_end(name)
        return name in _clips


def _serve(request: Request) -> Response:
    with _lock:
        sound = _clips.get(request.path_params["name"])
    if sound is None:
        return PlainTextResponse("no such clip any more; ask to hear it again", status_code=404)
    return Response(sound, media_type="audio/wav", headers={"Cache-Control": "private, no-store"})


def _wave(samples: bytes, rate: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    return out.getvalue()

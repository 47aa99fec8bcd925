"""A worker process: starts one engine and says what its standard input asks, each utterance in a child of its own."""

import gc
import os
import pickle
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from struct import Struct
from typing import IO, Final

from companion.errors import CompanionError, UtteranceError
from companion.guide.model import Voice
from companion.script.words import SpokenWord
from companion.speech.base import Engine, Speech
from companion.speech.engines import engine

Question = tuple[Sequence[SpokenWord], Voice, float]  # and the seconds it may take
Answer = Speech | CompanionError
Hello = tuple[str, int] | CompanionError  # Engine.version and Engine.rate; the worker's first frame

_LENGTH: Final = Struct(">Q")  # of the bytes that follow


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one frame."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one frame; None when the other side is gone, be it in the middle of a frame."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None


def serve(name: str, questions: IO[bytes], answers: IO[bytes]) -> None:
    """Start the engine `name` and answer until nobody asks any more."""
    try:
        speaker = engine(name)
    except CompanionError as exc:
        send(answers, pickle.dumps(exc))
        return
    send(answers, pickle.dumps((speaker.version, speaker.rate)))
    gc.freeze()  # a child need not copy what its collector would touch
    answer = _in_child if speaker.forks and hasattr(os, "fork") else _in_place
    while (question := receive(questions)) is not None:
        answer(speaker, pickle.loads(question), answers)


def _answer(speaker: Engine, question: Question) -> bytes:
    words, voice, _ = question
    try:
        return pickle.dumps(speaker.speak(words, voice), pickle.HIGHEST_PROTOCOL)
    except CompanionError as exc:
        return pickle.dumps(exc)


def _in_place(speaker: Engine, question: Question, answers: IO[bytes]) -> None:
    send(answers, _answer(speaker, question))


def _in_child(speaker: Engine, question: Question, answers: IO[bytes]) -> None:
    """Speak in a copy of this process that has never spoken, so that nothing said before can be heard in it.

    The child answers by itself, which spares a copy of the sound; this process does when the child could not.
    """
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_REAL, question[2])  # ends the child even inside the library, even an orphan
        answer = _answer(speaker, question)
        signal.setitimer(signal.ITIMER_REAL, 0)  # but not in the middle of a frame
        with suppress(BrokenPipeError):  # the pool is gone
            send(answers, answer)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        what = f"took longer than {question[2]:.0f} s" if code == -signal.SIGALRM else f"crashed ({code})"
        send(answers, pickle.dumps(unsaid(question[0], f"the engine {speaker.name} {what}")))


def unsaid(words: Sequence[SpokenWord], why: str) -> UtteranceError:
    """The error for one utterance: where, what, and the way out."""
    text = " ".join(word.text for word in words)
    shown = text if len(text) <= 60 else f"{text[:59]}…"
    return UtteranceError(f"“{shown}”: {why}; put it in other words")


def main() -> None:
    """Speak frames on what was standard output; what a library prints goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the pool's business: it closes our input
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        serve(sys.argv[1], sys.stdin.buffer, answers)
    except BrokenPipeError:
        os._exit(1)  # the pool is gone, and nobody is left to be told


if __name__ == "__main__":
    main()

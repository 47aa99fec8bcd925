"""A worker process: starts one engine and says what its standard input asks, each utterance in a child of its own."""

import gc
import os
import pickle
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any

from companion.errors import CompanionError, UtteranceError
from companion.guide.model import Voice
from companion.script.words import SpokenWord
from companion.speech.base import Engine, Speech
from companion.speech.engines import engine

Question = tuple[Sequence[SpokenWord], Voice, float]  # and the seconds it may take
Answer = Speech | CompanionError
Hello = tuple[str, int] | CompanionError  # Engine.version and Engine.rate; the worker's first message


def send(stream: IO[bytes], message: Question | Answer | Hello) -> None:
    """Write one message; straight into the stream, for a copy of the sound would cost as much as the rest."""
    pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message; None when the other side is gone, be it in the middle of one."""
    try:
        return pickle.load(stream)
    except (EOFError, pickle.UnpicklingError):
        return None


def serve(name: str, questions: IO[bytes], answers: IO[bytes]) -> None:
    """Start the engine `name` and answer until nobody asks any more."""
    try:
        speaker = engine(name)
    except CompanionError as exc:
        send(answers, exc)
        return
    send(answers, (speaker.version, speaker.rate))
    gc.freeze()  # a child need not copy what its collector would touch
    answer = _in_child if speaker.forks and hasattr(os, "fork") else _in_place
    while (question := receive(questions)) is not None:
        answer(speaker, question, answers)


def _answer(speaker: Engine, question: Question) -> Answer:
    words, voice, _ = question
    try:
        return speaker.speak(words, voice)
    except CompanionError as exc:
        return exc
    except Exception as exc:  # an engine may be anybody's: its fault costs one utterance, and no traceback is shown
        return unsaid(words, f"the engine {speaker.name} failed ({type(exc).__name__}: {exc})")


def _in_place(speaker: Engine, question: Question, answers: IO[bytes]) -> None:
    send(answers, _answer(speaker, question))


def _in_child(speaker: Engine, question: Question, answers: IO[bytes]) -> None:
    """Speak in a copy of this process that has never spoken, so that nothing said before can be heard in it.

    The child answers by itself, which spares a copy of the sound; this process does when the child could not.
    """
    child = os.fork()
    if child == 0:
        gc.disable()  # it ends before there is much to collect
        signal.setitimer(signal.ITIMER_REAL, question[2])  # ends the child even inside the library, even an orphan
        answer = _answer(speaker, question)
        signal.setitimer(signal.ITIMER_REAL, 0)  # but not in the middle of a message
        with suppress(BrokenPipeError):  # the pool is gone
            send(answers, answer)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        what = f"took longer than {question[2]:.0f} s" if code == -signal.SIGALRM else f"crashed ({code})"
        send(answers, unsaid(question[0], f"the engine {speaker.name} {what}"))


def unsaid(words: Sequence[SpokenWord], why: str) -> UtteranceError:
    """The error for one utterance: where, what, and the way out."""
    text = " ".join(word.text for word in words)
    shown = text if len(text) <= 60 else f"{text[:59]}…"
    return UtteranceError(f"“{shown}”: {why}; put it in other words")


def main() -> None:
    """Speak on what was standard output; what a library prints goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the pool's business: it closes our input
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        serve(sys.argv[1], sys.stdin.buffer, answers)
    except BrokenPipeError:
        os._exit(1)  # the pool is gone, and nobody is left to be told


if __name__ == "__main__":
    main()

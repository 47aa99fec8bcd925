"""The pool: the same bytes from any number of workers, and a crash or a hang costs one utterance."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from companion.errors import EngineError, UtteranceError, VoiceNotFound
from companion.guide.model import Voice
from companion.speech.base import Speech
from companion.speech.workers import Pool
from tests.speech.speaking import sentences, words

HERE = Path(__file__).parent
VOICE = Voice("")

forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
both = pytest.mark.parametrize("engine", ["tests.speech.moody:Moody", "tests.speech.moody:Settled"])


def within(seconds: float, true: Callable[[], bool]) -> bool:
    """Whether something comes true; asked until it does or a generous time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def alive(session: int) -> list[str]:
    """The processes of a session that are not zombies."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # ended while we looked
            state, _, _, leader = file.read_text().rpartition(")")[2].split()[:4]
            if int(leader) == session and state != "Z":
                found.append(file.parent.name)
    return found


def said_by(workers: int, order: list[int]) -> dict[int, Speech]:
    """Some sentences in some order, by some workers at once; two voices, one of them with an echo."""
    asked = sentences()
    with Pool("espeak", workers) as pool, ThreadPoolExecutor(workers) as threads:
        heard = threads.map(lambda at: pool.speak(asked[at], Voice(("en-us", "en-gb+f3")[at % 2])), order)
        return dict(zip(order, heard, strict=True))


@forking
def test_neither_order_nor_number_of_workers_changes_a_byte() -> None:
    """A narration is reproducible, and a cache entry worth keeping."""
    one = said_by(1, list(range(12)))
    assert said_by(3, list(reversed(range(12)))) == one
    assert said_by(2, [5, 5, 11, 0, 5]) == {at: one[at] for at in (0, 5, 11)}


@pytest.mark.parametrize(
    ("engine", "why"),
    [
        pytest.param("tests.speech.moody:Moody", "took longer", marks=forking),  # its own alarm ended the child
        ("tests.speech.moody:Settled", "without an answer"),  # the pool ended the worker
    ],
)
def test_a_hang_costs_one_utterance(engine: str, why: str) -> None:
    """The limit ends it, and the next one is spoken."""
    with Pool(engine, timeout=0.2) as pool:
        with pytest.raises(UtteranceError, match=f"sleep on it.*{why}"):
            pool.speak(words("sleep on it"), VOICE)
        assert len(pool.speak(words("wake up"), VOICE).marks) == 2


@both
def test_a_crash_costs_one_utterance(engine: str) -> None:
    """Whoever guides the run sees an error with the words, and goes on."""
    with Pool(engine) as pool:
        for _ in range(2):
            with pytest.raises(UtteranceError, match=r"“abort the run”.*other words"):
                pool.speak(words("abort the run"), VOICE)
            assert len(pool.speak(words("go on"), VOICE).marks) == 2


@both
def test_a_mistake_in_an_engine_costs_one_utterance(engine: str) -> None:
    """What an engine must not raise ends its process only."""
    with Pool(engine) as pool:
        with pytest.raises(UtteranceError):
            pool.speak(words("raise it"), VOICE)
        assert len(pool.speak(words("go on"), VOICE).marks) == 2


@both
def test_what_a_library_prints_does_not_reach_the_answer(engine: str) -> None:
    """pyttsx3's drivers print to standard output, where the answers travel."""
    with Pool(engine) as pool:
        assert len(pool.speak(words("print something"), VOICE).marks) == 2


def test_a_word_without_a_mark_is_an_error() -> None:
    """No time is invented for it."""
    with Pool("tests.speech.moody:Moody") as pool, pytest.raises(UtteranceError, match="2 words asked, 0 marked"):
        pool.speak(words("forget it"), VOICE)


def test_an_engines_own_errors_arrive_as_they_are() -> None:
    """A voice that is not there is not a crash."""
    with Pool("silent") as pool, pytest.raises(VoiceNotFound):
        pool.speak(words("hello"), Voice("nobody"))


def test_an_engine_that_does_not_start_says_so_to_everybody() -> None:
    """And starting is tried again: somebody may have installed what was missing."""
    with Pool("tests.speech.moody:broken", 2) as pool:
        for _ in range(3):
            with pytest.raises(EngineError, match="use another"):
                pool.speak(words("hello"), VOICE)
        with pytest.raises(EngineError, match="use another"):
            _ = pool.version


def test_the_pool_tells_what_the_engine_is() -> None:
    """Both are part of fingerprints and files."""
    with Pool("tests.speech.moody:Moody") as pool:
        assert (pool.version, pool.rate) == ("moody-1", 22_050)


def test_a_closed_pool_starts_nothing() -> None:
    """A thread that comes late must not leave a process behind."""
    with Pool("silent") as pool:
        pass
    with pytest.raises(EngineError, match="closed"):
        pool.speak(words("hello"), VOICE)


def test_closing_ends_what_is_being_said() -> None:
    """An interrupted run ends at once, and its threads with it."""
    pool = Pool("tests.speech.moody:Settled", timeout=600)
    with ThreadPoolExecutor(1) as threads:
        speaking = threads.submit(pool.speak, words("sleep on it"), VOICE)
        assert within(30, lambda: any(worker._process for worker in pool._workers))
        pool.close()
        with pytest.raises(EngineError):
            speaking.result(timeout=30)


@forking
def test_every_utterance_has_a_process_of_its_own_and_none_stays() -> None:
    """No zombie, however many were spoken."""
    with Pool("tests.speech.moody:Moody") as pool:
        children = {int.from_bytes(pool.speak(words("pid"), VOICE).samples, "little") for _ in range(5)}
        with pytest.raises(UtteranceError):
            pool.speak(words("abort"), VOICE)
        assert len(children) == 5
        assert not any(Path(f"/proc/{child}").exists() for child in children)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system does not list its processes as files")
def test_a_parent_that_dies_leaves_no_orphan() -> None:
    """Killed at any moment, nothing keeps speaking in the background."""
    program = (
        "import os, threading\n"
        "from tests.speech.speaking import words\n"
        "from companion.guide.model import Voice\n"
        "from companion.speech.workers import Pool\n"
        "pool = Pool('tests.speech.moody:Moody', 2, timeout=1.0)\n"
        "pool.speak(words('hello'), Voice(''))\n"
        "threading.Thread(target=pool.speak, args=(words('sleep on'), Voice(''))).start()\n"
        "print(*(worker._process.pid for worker in pool._workers if worker._process), flush=True)\n"
        "threading.Event().wait()\n"
    )
    paths = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths}
    ) as parent:
        assert parent.stdout is not None
        workers = [int(number) for number in parent.stdout.readline().split()]
        assert within(30, lambda: any(len(alive(worker)) == 2 for worker in workers)), "one with a child that speaks"
        parent.send_signal(signal.SIGKILL)
    assert workers
    assert within(30, lambda: not any(map(alive, workers)))


def test_a_worker_starts_without_what_it_does_not_need() -> None:
    """It is started often, and copied for every utterance."""
    program = "import sys, companion.speech.worker, companion.speech.espeak; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"numpy", "streamlit", "typer", "imageio_ffmpeg"} & set(done.stdout.split())


def test_errors_and_speech_survive_the_journey() -> None:
    """They cross a pipe as pickles."""
    for sent in (UtteranceError("“x”: why; way out"), VoiceNotFound("x"), EngineError("x")):
        back = pickle.loads(pickle.dumps(sent))
        assert (type(back), str(back)) == (type(sent), str(sent))

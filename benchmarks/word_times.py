"""How true the word times are, by a judge without any espeak in it: pocketsphinx's forced alignment.

    python benchmarks/word_times.py [voice ...]

Prints, for each voice, by how many milliseconds the starts of the words miss the judge's: of our marks, and of times
spread over each sentence in proportion to its characters, which is what a system without marks would do. The judge
works in frames of 10 ms and is off by about as much itself.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from statistics import median, quantiles

import imageio_ffmpeg  # type: ignore[import-untyped]  # ships no types
import numpy as np
from pocketsphinx import Decoder  # type: ignore[import-untyped]  # ships no types

from companion.guide.model import Voice
from companion.script.words import SpokenWord
from companion.speech.base import Speech
from companion.speech.workers import Pool

VOICES = ("en-us", "en-gb", "en-us+f3", "en-gb-x-rp+m3", "en-us+klatt4")
TEXT = Path(__file__).with_name("reading.txt")
RATE = 16_000  # Hz, the judge's
FRAME = 10  # ms, the judge's
PAUSE = 300  # ms of quiet that the judge gets before and after
ROOMS = (20.0, 60.0)  # of 32,767: noise; the judge gets lost in exact silence, which no recording has
NAMES = {  # in the judge's phonemes: the names of the text that its dictionary has not
    "abernathy": "AE B ER N AE TH IY",
    "carrow": "K AE R OW",
    "harbin": "HH AA R B IH N",
    "mends": "M EH N D Z",
    "quill": "K W IH L",
    "tolland": "T AA L AH N D",
    "whitcombe": "W IH T K AH M",
}


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence, punctuation attached."""
    return [sentence.split() for sentence in re.split(r"(?<=[.?!])\s+", text.strip())]


def spoken(word: str) -> list[str]:
    """The dictionary words of a word: "fifty-three," is two."""
    return re.findall(r"[a-z']+", word.lower().replace("’", "'").strip("'\""))


def _listen(decoder: Decoder, sound: bytes) -> None:
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()


def heard(decoder: Decoder, speech: Speech, words: Sequence[str], noise: float) -> list[float]:
    """The start of each word in ms, as the judge hears it in a room of some noise; empty when it cannot follow."""
    sound = np.pad(np.frombuffer(speech.samples, np.int16).astype(float), PAUSE * speech.rate // 1000)
    sound += np.random.default_rng(1).normal(0, noise, sound.size)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "s16le", "-ar", str(speech.rate), "-i", "pipe:"]
    command += ["-f", "s16le", "-ar", str(RATE), "pipe:"]
    recorded = (0.7 * sound).astype(np.int16).tobytes()
    resampled = subprocess.run(command, input=recorded, capture_output=True, check=True).stdout
    decoder.set_align_text(" ".join(part for word in words for part in spoken(word)))
    _listen(decoder, resampled)  # for the words
    if decoder.hyp() is None:
        return []
    decoder.set_alignment()
    try:
        _listen(decoder, resampled)  # for the phonemes between those
    except RuntimeError:  # it can be lost here as well
        return []
    starts = [entry.start * FRAME for entry in decoder.get_alignment() if not entry.name.startswith("<")]
    *firsts, parts = [0, *accumulate(len(spoken(word)) for word in words)]
    return [starts[first] - float(PAUSE) for first in firsts] if len(starts) == parts else []


def judged(decoder: Decoder, speech: Speech, words: Sequence[str]) -> list[float | None]:
    """The start of each word in ms; None where the judge is lost, or contradicts itself in another noise."""
    one, other = (heard(decoder, speech, words, noise) for noise in ROOMS)
    if not one or not other:
        return [None] * len(words)
    return [(a + b) / 2 if abs(a - b) <= 2 * FRAME else None for a, b in zip(one, other, strict=True)]


def proportional(speech: Speech, words: Sequence[str]) -> list[float]:
    """Starts in ms, as if every character took the same time."""
    total = sum(len(word) + 1 for word in words) - 1
    duration = 1000 * speech.length / speech.rate
    return [duration * before / total for before in [0, *accumulate(len(word) + 1 for word in words)][:-1]]


def report(name: str, errors: Sequence[float]) -> str:
    """One line: the middle error, the one that 95 of 100 words stay below, how many words, and which way they lean."""
    sizes = [abs(error) for error in errors]
    middle, most = median(sizes), quantiles(sizes, n=20)[-1]
    return f"{name:34} median {middle:5.1f} ms  p95 {most:6.1f} ms  n {len(sizes):4}  lean {median(errors):+6.1f} ms"


def main(voices: Sequence[str]) -> None:
    """Measure each voice on the text beside this file."""
    decoder = Decoder(lm=None, loglevel="FATAL", silprob=1.0)  # a pause may be anywhere
    for name, sounds in NAMES.items():
        if decoder.lookup_word(name) is None:
            decoder.add_word(name, sounds, True)
    asked = sentences(TEXT.read_text(encoding="utf-8"))
    missing = {part for words in asked for word in words for part in spoken(word) if decoder.lookup_word(part) is None}
    if missing:
        raise SystemExit(f"{TEXT.name}: the judge does not know {', '.join(sorted(missing))}; add them to NAMES")
    with Pool("espeak") as pool:
        for voice in voices:
            ours: list[float] = []
            spread: list[float] = []
            lost = 0
            for words in asked:
                speech = pool.speak([SpokenWord(word, None) for word in words], Voice(voice))
                marked = [1000 * mark.start / speech.rate for mark in speech.marks]
                truth = judged(decoder, speech, words)
                for mine, even, true in zip(marked, proportional(speech, words), truth, strict=True):
                    if true is None:
                        lost += 1
                    else:
                        ours.append(mine - true)
                        spread.append(even - true)
            print(report(voice, ours), f" not judged: {lost}")
            print(report("  in proportion to the characters", spread), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or VOICES)

"""The floor: espeak-ng alone, in one process, speaking the same texts; then the same encoder on the same speech."""

import ctypes
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import espeakng_loader  # type: ignore[import-untyped]  # it has no type hints
import imageio_ffmpeg  # type: ignore[import-untyped]  # nor has this

RATE = 22050


def main(job: str, out: str) -> None:
    """Speak the sections that the file `job` lists (benchmarks.jobs), and write one M4A for each into `out`."""
    sections = json.loads(Path(job).read_text(encoding="utf-8"))
    speak = speaker()
    for number, section in enumerate(sections):
        parts: list[bytes] = []
        for one in section:
            parts += [speak(one), bytes(2 * RATE * one["pause"] // 1000)]
        encode(b"".join(parts), Path(out) / f"{number}.m4a")


def speaker() -> Any:
    """A function from an utterance to its sound, and nothing more: no marks, no children, no trimming."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize(2, 1000, espeakng_loader.get_data_path().encode(), 0x8000)
    sound: list[bytes] = []

    def heard(wave: int | None, samples: int, _: int | None) -> int:
        if wave and samples > 0:
            sound.append(ctypes.string_at(wave, 2 * samples))
        return 0

    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(heard)
    library.espeak_SetSynthCallback(callback)

    def speak(one: dict[str, Any], keep: object = callback) -> bytes:
        del keep  # the library holds no reference to its callback; this does
        library.espeak_SetVoiceByName(one["voice"].encode())
        for parameter, value in ((1, one["rate"]), (2, 200), (3, one["pitch"])):  # speak_lib.h: rate, volume, pitch
            library.espeak_SetParameter(parameter, value, 0)
        sound.clear()
        text = one["text"].encode()
        library.espeak_Synth(text, len(text) + 1, 0, 1, 0, 1, None, None)
        return b"".join(sound)

    return speak


def encode(pcm: bytes, path: Path) -> None:
    """The encoder and the settings that Companion uses, called once."""
    source = ("-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0")
    target = ("-c:a", "aac", "-aac_coder", "fast", "-b:a", "64k", "-threads", "1", "-movflags", "+faststart")
    command = (imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *source, *target, str(path))
    subprocess.run(command, input=pcm, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

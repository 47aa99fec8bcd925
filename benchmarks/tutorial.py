"""What a tutorial writes: a WAV for each sentence, put together with += by pydub, exported at the end."""

import json
import tempfile
import wave
from pathlib import Path

import imageio_ffmpeg  # type: ignore[import-untyped]  # it has no type hints
from pydub import AudioSegment  # type: ignore[import-untyped]  # nor has this

from benchmarks.floor import RATE, speaker


def main(job: str, out: str) -> None:
    """Speak what the file `job` lists, and write one MP3 into `out`."""
    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    speak = speaker()
    whole = AudioSegment.empty()
    with tempfile.TemporaryDirectory() as folder:
        for section in json.loads(Path(job).read_text(encoding="utf-8")):
            for number, one in enumerate(section):
                path = Path(folder) / f"{number}.wav"
                with wave.open(str(path), "wb") as file:
                    file.setparams((1, 2, RATE, 0, "NONE", "NONE"))
                    file.writeframes(speak(one))
                whole += AudioSegment.from_wav(path) + AudioSegment.silent(one["pause"], RATE)
    whole.export(Path(out) / "whole.mp3", format="mp3")

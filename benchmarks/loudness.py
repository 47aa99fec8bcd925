"""How loud every voice of espeak-ng is: measures them with ffmpeg's ebur128, and writes companion/speech/levels.json.

    python benchmarks/loudness.py

The base voices are measured plain and the variants on gmw/en-US: the loudness of an English base voice with a variant
is within 0.7 LU of the sum, of a foreign one within 1.5 LU.
"""

import json
import re
import subprocess
from math import inf
from pathlib import Path

import imageio_ffmpeg  # type: ignore[import-untyped]  # ships no types

from companion.speech import driver, levels

TEXT = Path(__file__).with_name("reading.txt")
TABLE = Path(levels.__file__).with_name("levels.json")
VOLUMES = (2.0, 3.0, 4.0, 5.0)  # the library's limiter at work, to hard at work
SLACK = 0.5  # LU by which a voice may stay quieter before it is limited harder
REFERENCE = "gmw/en-US"


def measured(voice: str, volume: float) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP of some forty seconds."""
    text = " ".join(TEXT.read_text(encoding="utf-8").split()[:110])
    samples = driver.speak(text, voice, 170, 50, volume).samples
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", "-f", "s16le", "-ar", "22050", "-i", "pipe:"]
    command += ["-af", "ebur128=peak=true", "-f", "null", "-"]
    summary = subprocess.run(command, input=samples, capture_output=True, check=True).stderr.decode()
    found = re.search(r"Summary:.*?I:\s+(\S+) LUFS.*Peak:\s+(\S+) dBFS", summary, re.DOTALL)
    if found is None:
        raise SystemExit(f"{voice}: ffmpeg measured nothing")
    return float(found[1]), float(found[2])


def level(voice: str) -> tuple[float, float, float]:
    """Volume, loudness and peak of a voice, at the lowest volume that no higher one beats by more than SLACK."""
    best, reached = (0.0, 0.0, 0.0), -inf
    for volume in VOLUMES:
        loudness, peak = measured(voice, volume)
        reaches = min(levels.TARGET, loudness + levels.CEILING - peak)
        if reaches > reached + SLACK:
            best, reached = (volume, loudness, peak), reaches
    return best


def main() -> None:
    """Measure everything, and write the table."""
    variants = {"": level(REFERENCE)}
    variants |= {name: level(f"{REFERENCE}+{name}") for name in driver.variants()}
    plain = variants[""][1]
    bases = {voice.name: round(measured(voice.name, VOLUMES[0])[0] - plain, 1) for voice in driver.voices()}
    lines = [f"  {json.dumps(name)}: {json.dumps(found)}" for name, found in variants.items()]
    others = [f"  {json.dumps(name)}: {found}" for name, found in bases.items()]
    table = '{"variants": {\n' + ",\n".join(lines) + '\n}, "bases": {\n' + ",\n".join(others) + "\n}}\n"
    TABLE.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()

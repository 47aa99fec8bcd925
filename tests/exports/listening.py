"""Files of sound as other programs read them: ffprobe's chapters and tags, the samples that ffmpeg decodes."""

import json
import subprocess
from array import array
from pathlib import Path
from typing import Any

import numpy

from companion.exports.narrated import Narrated
from companion.exports.soundtrack import Track
from companion.narration import encoding
from companion.narration.encoding import FRAME
from tests.exports.tools import program


def probed(path: Path) -> dict[str, Any]:
    """Everything that ffprobe says of a file, or the test is skipped."""
    ffprobe = program("ffprobe", "install ffmpeg")
    asked = ["-v", "error", "-show_chapters", "-show_format", "-show_streams", "-of", "json"]
    done = subprocess.run([ffprobe, *asked, str(path)], capture_output=True, check=True)
    assert not done.stderr, done.stderr.decode()
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def heard(path: Path, rate: int) -> "numpy.ndarray[Any, numpy.dtype[numpy.float64]]":
    """Every sample of a file."""
    return numpy.array(array("h", encoding.decode(path, rate)), dtype=float)


def late(found: Narrated, track: Track, sound: "numpy.ndarray[Any, numpy.dtype[numpy.float64]]") -> list[int]:
    """For each piece of a file: by how many samples it is late against its section's own sound, by correlation."""
    rate, offsets = found.timeline["rate"], []
    for piece, shift in track.placed():
        whole = heard(found.sound(found.timeline["sections"][piece.section]), rate)
        wanted = whole[piece.start : min(piece.end, (piece.behind - 1) * FRAME, piece.start + 6 * rate)]
        reach = rate // 10
        begin = max(0, piece.start + shift - reach)
        near = numpy.pad(sound[begin : begin + len(wanted) + 2 * reach], (0, reach))
        alike = _quick(near, wanted)
        offsets.append(begin + int(numpy.argmax(alike)) - (piece.start + shift))
    return offsets


def _quick(
    near: "numpy.ndarray[Any, numpy.dtype[numpy.float64]]", wanted: "numpy.ndarray[Any, numpy.dtype[numpy.float64]]"
) -> "numpy.ndarray[Any, numpy.dtype[numpy.float64]]":
    """Their correlation at every place where one fits in the other."""
    size = len(near) + len(wanted)
    spectrum = numpy.fft.rfft(near, size) * numpy.conj(numpy.fft.rfft(wanted, size))
    return numpy.fft.irfft(spectrum, size)[: max(1, len(near) - len(wanted) + 1)]

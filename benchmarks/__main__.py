"""Measure everything and print it: what, the figure, and what is to be reached."""

import sys
import tempfile
from pathlib import Path

from benchmarks import exporting, highlighting, importing, linking, narrating, playing, sentences, understanding

MEASURES = {
    "exporting": exporting.rows,
    "highlighting": lambda _: highlighting.rows(),
    "importing": importing.rows,
    "linking": linking.rows,
    "narrating": narrating.rows,
    "playing": playing.rows,
    "sentences": sentences.rows,
    "understanding": understanding.rows,
}


def main(names: list[str]) -> None:
    """Measure what is named, or everything. The word times have a judge of their own: benchmarks/word_times.py."""
    for name in names or MEASURES:
        with tempfile.TemporaryDirectory() as folder:
            for what, figure, aim in MEASURES[name](Path(folder)):
                print(f"{what:70} {figure:40} {aim}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

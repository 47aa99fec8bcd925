"""How fast sentences are found: prose, and lines made to hurt, beside sentencex alone.

python benchmarks/sentences.py
"""

import time
from collections.abc import Callable

import sentencex  # type: ignore[import-untyped]  # it ships no types

from companion.guide.sentences import sentences

PROSE = (
    "The mate, a friend of Mr. Pike’s, ran on. He said, “Yes, I do. I never left.” “Where to?” Nora asks, "
    "and he left for St. Brannock’s at 5 p.m. It was 1918, and the boys’ boat sank without anybody seeing it go down. "
)
TEXTS = {
    "paragraphs": "\n\n".join([PROSE * 3] * 1400),
    "one line": PROSE * 4200,
    "opening marks": "“" * 20_000,
    "apostrophes": "'" * 20_000,
    "no spaces": "你好。" * 7_000,
}


def rate(work: Callable[[str], object], text: str) -> float:
    """Megabytes of UTF-8 a second of processor time."""
    start = time.process_time()
    work(text)
    return len(text.encode()) / 1e6 / (time.process_time() - start)


def main() -> None:
    """Print a line for each text."""
    for name, text in TEXTS.items():
        alone = rate(lambda text: sentencex.get_sentence_boundaries("en", text), text)
        print(f"{name:14} {rate(sentences, text):6.2f} MB/s   sentencex alone {alone:6.2f} MB/s")


if __name__ == "__main__":
    main()

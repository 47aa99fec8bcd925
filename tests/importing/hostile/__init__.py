"""Files made to hurt whoever reads them: `python -m tests.importing.hostile FOLDER` writes them all."""

from collections.abc import Iterator
from itertools import chain

from tests.importing.hostile import books, findings, marks, names, packages, pages, papers, texts, words
from tests.importing.hostile.case import Bait, Hostile


def corpus(bait: Bait) -> Iterator[Hostile]:
    """Every hostile file that can be given as bytes, made one by one; `names.places` makes the others."""
    return chain(
        texts.cases(),
        pages.cases(bait),
        packages.cases(bait),
        words.cases(bait),
        books.cases(bait),
        papers.cases(bait),
        marks.cases(),
        names.cases(),
        findings.cases(),
    )

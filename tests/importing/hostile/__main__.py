"""Write the corpus into a folder: `python -m tests.importing.hostile FOLDER`."""

import sys
from pathlib import Path

from tests.importing.hostile import corpus
from tests.importing.hostile.case import Bait


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for case in corpus(Bait()):
        (folder / case.name).write_bytes(case.data)
        print(f"{case.expected:8} {case.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

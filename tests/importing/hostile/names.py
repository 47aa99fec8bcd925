"""Names that are no names, and files that are no files."""

import os
from collections.abc import Iterator
from pathlib import Path

from tests.importing.hostile.case import READ, SPOKEN, Hostile

NAMES = (
    "../../x",
    "../../../../tmp/climbed.txt",
    "/etc/cron.d/x.txt",
    "C:\\Windows\\x.txt",
    "\\\\server\\share\\x.txt",
    "CON",
    "aux.txt",
    "nul",
    "COM1.pdf",
    "LPT9.md",
    "ends-in-dots...",
    "ends-in-spaces.txt   ",
    "x" * 300 + ".txt",
    "\N{GREEK SMALL LETTER ALPHA}" * 200 + ".txt",
    "line\nend.txt",
    "turned\u202etxt.exe",
    "-rf.txt",
    "--help",
    ".hidden",
    "..",
    ".",
    "",
    "/",
    "   ",
    "zero\0byte.txt",
    "~/x.txt",
    "$HOME.txt",
    "`reboot`.txt",
    "a;b|c&d.txt",
    "*?.txt",
    "lone\udce9surrogate.txt",
    "\x1b[31mred.txt",
    "\"quoted\" and 'quoted'.txt",
    "#hash?query=%2e%2e%2f.txt",
    "emoji \U0001f9ed.txt",
    "{by=X} ::: [x].md",
    "https://example.invalid/x.txt",
    "content/hostile/guide.md",
)


def cases() -> Iterator[Hostile]:
    for number, name in enumerate(NAMES):
        yield Hostile(f"name-{number:02}.txt", READ, SPOKEN.encode(), called=name, holds=(SPOKEN,))


def places(folder: Path) -> Iterator[Path]:
    """Paths that are there, but are no files of a readable size; every one is to be refused."""
    sparse = folder / "gigabyte.txt"
    with sparse.open("wb") as file:
        file.truncate(1 << 30)
    yield sparse
    text = folder / "gigabyte-of-text.txt"
    with text.open("wb") as file:
        file.write(SPOKEN.encode() * 1000)
        file.truncate(1 << 30)
    yield text
    yield folder
    named = folder / "folder.docx"
    named.mkdir()
    yield named
    pipe = folder / "pipe.txt"
    os.mkfifo(pipe)
    yield pipe
    for name, target in {
        "dangling.txt": "nowhere",
        "circle.txt": "circle.txt",
        "zeros.txt": "/dev/zero",
        "memory.txt": "/proc/self/mem",
        "terminal.txt": "/dev/tty",
        "growing.txt": "/proc/self/environ/x",
    }.items():
        (folder / name).symlink_to(target)
        yield folder / name
    yield folder / "nowhere.txt"
    yield folder / "gigabyte.txt" / "below-a-file.txt"
    yield folder / ("n" * 300)
    unreadable = folder / "unreadable.txt"
    unreadable.write_text(SPOKEN)
    unreadable.chmod(0)
    if not os.access(unreadable, os.R_OK):  # root may read everything
        yield unreadable

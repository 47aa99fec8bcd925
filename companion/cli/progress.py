"""What a person sees while a guide is narrated: a bar on a terminal, plain lines in a log, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from companion.narration.narrator import Progress

_STEPS = 10  # lines that a log gets at most


@contextmanager
def shown(title: str, console: Console, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A function to call with each Progress while the block runs."""
    if quiet:
        yield lambda _: None
    elif console.is_terminal:
        what = TextColumn("{task.description}", markup=False)
        with Bar(
            what, BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), console=console, transient=True
        ) as bar:
            task = bar.add_task(title, total=None)
            yield lambda made: bar.update(
                task, completed=made.done, total=made.total, description=f"{title}: {made.section}"
            )
    else:
        yield _Lines(title, console)


class _Lines:
    """Prints a line at every tenth of the way."""

    def __init__(self, title: str, console: Console) -> None:
        self._title = title
        self._console = console
        self._step = 0

    def __call__(self, made: Progress) -> None:
        step = _STEPS * made.done // max(made.total, 1)
        if step > self._step:
            self._step = step
            line = f"{self._title}: {100 * made.done // made.total} % spoken ({made.section})"
            self._console.print(line, highlight=False, markup=False, soft_wrap=True)

"""What a proof finds: faults, each with its place and the way out, and how much was looked at."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ALIKE = 5  # faults of one kind in one file that are named; the others are counted


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in an export."""

    where: str  # the file inside it, and the line or the element; empty when the whole is meant
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.remedy}" if self.where else f"{self.what}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at, and what is wrong with it."""

    faults: tuple[Fault, ...]
    words: int = 0  # of the text that is heard
    clips: int = 0  # stretches of sound that are tied to a text, or chapters where there is no text
    length: int = 0  # µs of sound


class Refused(Exception):  # noqa: N818  # nothing of ours is wrong
    """A file that cannot be looked at, or is not safe to: the fault ends the proof, or that part of it."""

    def __init__(self, where: str, what: str, remedy: str = "export it again") -> None:
        super().__init__(what)
        self.fault = Fault(where, what, remedy)


def gathered(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Each fault once; of many that are alike in one file the first, and how many there are more."""
    found, left = list[Fault](), Counter[tuple[str, str]]()
    told = Counter[tuple[str, str]]()
    for fault in dict.fromkeys(faults):
        kind = (_file(fault), fault.remedy)
        told[kind] += 1
        if told[kind] <= _ALIKE:
            found.append(fault)
        else:
            left[kind] += 1
    return (*found, *_counted(left))


def _counted(left: Counter[tuple[str, str]]) -> Iterator[Fault]:
    for (file, remedy), count in left.items():
        yield Fault(file, f"{count:,} more of this kind", remedy)


def _file(fault: Fault) -> str:
    return fault.where.partition("#")[0].rpartition(":")[0] or fault.where.partition("#")[0]

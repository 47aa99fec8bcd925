"""Whole processes, measured from outside by the operating system's own accounts."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took, its children included."""

    cpu: float  # s, user and system
    wall: float  # s
    peak: float  # MB, of the largest single process

    def less(self, start: "Cost") -> "Cost":
        """Without what it takes to start."""
        return Cost(self.cpu - start.cpu, self.wall - start.wall, self.peak)


_REPORT = """
import json, resource, sys, time
began = time.monotonic()
from benchmarks.{module} import main
main(*sys.argv[1:])
own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({{
    "cpu": own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime,
    "wall": time.monotonic() - began,
    "peak": max(own.ru_maxrss, children.ru_maxrss) / (1e6 if sys.platform == "darwin" else 1e3),
}}))
"""


def cost(module: str, *arguments: object) -> Cost:
    """Run `benchmarks.<module>.main(*arguments)` in a process of its own."""
    command = [sys.executable, "-c", _REPORT.format(module=module), *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module}: {done.stderr}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def paired(ours: Callable[[], Cost], other: Callable[[], Cost], runs: int = 3) -> tuple[Cost, Cost]:
    """Both in turn, and the pair whose ratio of CPU is in the middle: a machine whose speed drifts cannot favor one."""
    pairs = [(ours(), other()) for _ in range(runs)]
    return sorted(pairs, key=lambda pair: pair[0].cpu / pair[1].cpu)[runs // 2]

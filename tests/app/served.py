"""The server as a process of its own, as people start it."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

START = """
import sys
from pathlib import Path
from companion.app.server import serve
from companion.errors import UsageError
from companion.narration.store import Workspace
try:
    serve(Workspace(Path(sys.argv[1]), Path(sys.argv[2])), port=int(sys.argv[3]) or None, host=sys.argv[5],
          open_browser=bool(sys.argv[4]), guide=sys.argv[4] or None,
          announce=lambda address: print(address, flush=True))
except UsageError as exc:
    sys.exit(f"usage: {exc}")
"""


@dataclass
class Server:
    """One run of the server."""

    root: Path  # holds content/ and audio/
    port: int = 0  # 0: let it choose
    opened: str = ""  # the guide to open the browser at; empty: open none
    host: str = "127.0.0.1"
    url: str = ""
    _process: "subprocess.Popen[str] | None" = field(default=None, repr=False)

    def start(self) -> "Server":
        folders = (str(self.root / "content"), str(self.root / "audio"))
        command = [sys.executable, "-c", START, *folders, str(self.port), self.opened, self.host]
        # Started where no project lies about, as an installed one is.
        self._process = subprocess.Popen(
            command, cwd=self.root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        return self

    def processor_seconds(self) -> float:
        """What it has spent by itself: how busy the machine is otherwise does not count."""
        assert self._process is not None
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime and stime: proc(5)

    def stop(self, with_signal: int = signal.SIGINT) -> tuple[int, str]:
        """End it as Ctrl-C does; its exit code and all that it said besides its address."""
        assert self._process is not None
        self._process.send_signal(with_signal)
        return self.ended()

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)

    def ended(self) -> tuple[int, str]:
        """Wait for its own end; its exit code and all that it said besides its address."""
        assert self._process is not None
        out, err = self._process.communicate(timeout=60)
        return self._process.returncode, out + err


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

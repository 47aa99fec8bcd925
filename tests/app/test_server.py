"""The server starts where it may, says so, and stops when it is told to."""

import os
import signal
import socket
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from companion.app import server as module
from companion.app.server import serve
from companion.errors import UsageError
from companion.narration.store import Workspace
from tests.app.served import Server, free_port


def test_it_answers_where_it_says_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    """A first start, with nothing narrated yet: the address holds, and Ctrl-C is no error."""
    server = Server(tmp_path).start()
    assert server.url.startswith("http://127.0.0.1:")
    with urlopen(f"{server.url}/_stcore/health", timeout=30) as answer:
        assert answer.status == 200
    assert server.stop(signal.SIGINT) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no BROWSER variable")
def test_the_browser_is_opened_at_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One command, and the guide is there."""
    asked = tmp_path / "asked"
    os.mkfifo(asked)  # to read from it is to wait for the browser
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{asked}"\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    server = Server(tmp_path, opened="die fähre").start()
    assert asked.read_text().strip() == server.url
    assert server.url.endswith("/?guide=die%20f%C3%A4hre")
    assert server.stop()[0] == 0


@pytest.mark.parametrize("presses", [1, 2])
def test_ctrl_c_ends_it_while_a_browser_is_in_the_middle_of_a_download(workspace: Path, presses: int) -> None:
    """A paused player holds a connection open for as long as it likes; pressed twice, nothing is torn or printed."""
    long = workspace / "audio" / "paper-ferry" / "espeak-en-us" / "02-analysis.m4a"
    server, whole = Server(workspace, free_port()).start(), long.read_bytes()
    try:
        long.write_bytes(whole + bytes(64_000_000))
        with socket.create_connection(("127.0.0.1", server.port)) as idle:
            idle.sendall(b"GET /narration/paper-ferry/espeak-en-us/02-analysis.m4a HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert idle.recv(100).startswith(b"HTTP/1.1 200")
            for _ in range(presses):
                server.interrupt()
                time.sleep(0.5)
            assert server.ended() == (0, "")
    finally:
        long.write_bytes(whole)


@pytest.mark.parametrize("host", ["127.0.0.2", "::1", "localhost"])
def test_a_foreign_name_for_this_machine_is_refused(tmp_path: Path, host: str) -> None:
    """A page from elsewhere that lets its own name lead here must not read the guides (DNS rebinding)."""
    server = Server(tmp_path, host=host).start()
    try:
        address = urlsplit(server.url)
        for name, status in ((address.netloc, 200), (f"localhost:{address.port}", 200), ("evil.example", 400)):
            asked = HTTPConnection(host, address.port, timeout=30)
            asked.request("GET", "/_stcore/health", headers={"Host": name})
            assert asked.getresponse().status == status, name
            asked.close()
    finally:
        server.stop()


def test_a_port_that_is_taken_gets_one_clear_line(tmp_path: Path) -> None:
    """Whoever asks for a port wants that one; another would be found by nobody."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=rf"127\.0\.0\.1:{port}: this port is taken; choose another one"):
            serve(Workspace(tmp_path, tmp_path), port=port, open_browser=False)


def test_without_a_port_the_next_free_one_is_taken(tmp_path: Path) -> None:
    """Two guides open at once need no thought about ports."""
    first = Server(tmp_path).start()
    second = Server(tmp_path).start()
    try:
        assert first.url.startswith("http://127.0.0.1:")
        assert second.url.startswith("http://127.0.0.1:")
        assert first.url != second.url
    finally:
        assert first.stop()[0] == second.stop()[0] == 0


def test_when_all_ports_are_taken_it_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way out is an option, and the line names it."""
    with socket.socket() as one, socket.socket() as two:
        for other in (one, two):
            other.bind(("127.0.0.1", 0))
            other.listen()
        monkeypatch.setattr(module, "PORTS", tuple(other.getsockname()[1] for other in (one, two)))
        with pytest.raises(UsageError, match="are taken; choose another one with --port"):
            serve(Workspace(tmp_path, tmp_path), open_browser=False)


def test_a_host_of_another_machine_cannot_be_served(tmp_path: Path) -> None:
    """A typing error in an address is the caller's, and needs no traceback."""
    with pytest.raises(UsageError, match=r"192\.0\.2\.1:\d+: cannot be served"):
        serve(Workspace(tmp_path, tmp_path), host="192.0.2.1", open_browser=False)

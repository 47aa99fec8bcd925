"""The local web server: Streamlit with our routes and headers, from its first line to Ctrl-C."""

import asyncio
import contextlib
import errno
import ipaddress
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path
from types import FrameType
from urllib.parse import quote

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from companion.app import theme
from companion.app.exporting import makings
from companion.app.headers import SecurityHeaders
from companion.app.jobs import jobs
from companion.app.routes import routes
from companion.app.shelf import AUDIO, CONTENT
from companion.errors import UsageError
from companion.importing.limits import MOST_BYTES
from companion.narration.store import Workspace

PORTS = range(8501, 8551)  # tried in this order when none is asked for
_THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")
_PATIENCE = 2.0  # seconds that a browser holding on to a download gets after Ctrl-C

_OPTIONS: dict[str, object] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "global.developmentMode": False,
    "logger.hideWelcomeMessage": True,
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,  # collecting after every run is most of what a run costs
    "server.fileWatcherType": "none",
    "server.headless": True,  # we open the browser ourselves, once it is of use
    "server.maxUploadSize": MOST_BYTES >> 20,  # MB, as Streamlit counts them
}


def _say(address: str) -> None:
    sys.stdout.write(f"Listen at {address} - Ctrl-C ends it\n")
    sys.stdout.flush()


def serve(
    workspace: Workspace,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    guide: str | None = None,
    announce: Callable[[str], None] = _say,
) -> None:
    """Serve the workspace until Ctrl-C, then return.

    `announce` is given the address, of `guide` if one is named, once the server takes requests there. Raises UsageError
    when the port asked for is taken, or the host is not of this machine. To be called once in a process, from its main
    thread.
    """
    chosen = _free_port(host, PORTS if port is None else (port,))
    seen = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104  only shown
    address = f"http://{seen}:{chosen}" + (f"/?guide={quote(guide)}" if guide else "")

    @contextlib.asynccontextmanager
    async def started(_app: st.App) -> AsyncGenerator[None, None]:
        _stop_in_time()
        announce(address)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        yield
        await asyncio.to_thread(jobs().close)
        await asyncio.to_thread(makings().close)

    os.environ[CONTENT], os.environ[AUDIO] = str(workspace.content.absolute()), str(workspace.audio.absolute())
    logging.disable(logging.INFO)  # the server's own start and stop messages
    app = st.App(
        Path(__file__).with_name("main.py"),
        routes=routes(),
        middleware=[
            # A foreign page cannot read the guides by pointing its own host name at this machine (DNS rebinding).
            Middleware(TrustedHostMiddleware, allowed_hosts=_allowed(host)),
            Middleware(SecurityHeaders),
        ],
        lifespan=started,
    )
    try:
        app.run(config={"server.address": host, "server.port": chosen, **_OPTIONS, **theme.options()})
    except KeyboardInterrupt:
        return
    except SystemExit as exc:  # somebody took the port in the meantime; Streamlit has said so
        raise UsageError(f"{address}: the server could not start; choose another port with --port") from exc
    finally:
        jobs().close()  # also when the server was hurried
        makings().close()


def _allowed(host: str) -> tuple[str, ...]:
    """By which names a browser may ask for a server that listens there: any, where other machines may connect."""
    with contextlib.suppress(ValueError):
        return (*_THIS_MACHINE, host) if ipaddress.ip_address(host).is_loopback else ("*",)
    return _THIS_MACHINE if host == "localhost" else ("*",)


def _free_port(host: str, ports: Sequence[int]) -> int:
    """The first port that can be had. Raises UsageError when there is none, or the host is not of this machine."""
    for port in ports:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            if os.name != "nt":  # there it would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as exc:
                if exc.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise UsageError(f"{host}:{port}: cannot be served ({exc.strerror or exc})") from exc
                continue
            return int(probe.getsockname()[1])
    if len(ports) > 1:
        raise UsageError(f"{host}: ports {ports[0]} to {ports[-1]} are taken; choose another one with --port")
    raise UsageError(f"{host}:{ports[0]}: this port is taken; choose another one with --port, or leave it out")


def _stop_in_time() -> None:
    """Let Ctrl-C end the server even while a browser holds on to a half-read answer.

    Once is enough: whoever presses it again meanwhile changes nothing, and tears nothing.
    """
    loop = asyncio.get_running_loop()
    polite = signal.getsignal(signal.SIGINT)
    if not callable(polite):
        return

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        logging.disable()  # what is cut off now says so in pages of traceback
        polite(number, frame)
        loop.call_soon_threadsafe(loop.call_later, _PATIENCE, polite, number, frame)

    signal.signal(signal.SIGINT, stop)

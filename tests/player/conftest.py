"""The sample guide on a server, and a reader before it."""

from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page

from tests.player.stage import Handler, Reader, Site, files


@pytest.fixture
def site() -> Iterator[Site]:
    """The sample guide on a server of its own; a test may take files away or put others there."""
    site = Site(files())
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"site": site}))
    site.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def reader(page: Page, site: Site) -> Reader:
    """Somebody who has not opened the page yet."""
    page.set_default_timeout(15000)
    return Reader(page, site)

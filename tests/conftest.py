"""What all tests share: the browser of the system, so that none has to be downloaded; and Ctrl-C."""

import os
import shutil
import signal

import pytest
from playwright.sync_api import expect

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--autoplay-policy=no-user-gesture-required",
)
# Whoever is started in the background of a shell ignores Ctrl-C, and all that it starts does so too.
signal.signal(signal.SIGINT, signal.default_int_handler)
expect.set_options(timeout=20_000)  # milliseconds: a busy machine takes its time, and a failure can wait


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What fails in a browser is tried once more, and the summary names it: a busy machine can be late anywhere."""
    for item in items:
        if isinstance(item, pytest.Function) and "page" in item.fixturenames:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Launch the first browser found; without one, the browser tests are skipped with the reason."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        missing = f"no browser found: install one of {', '.join(BROWSERS)}"
        if os.environ.get("COMPANION_BROWSER_REQUIRED"):
            pytest.fail(missing)
        pytest.skip(missing)
    return {**browser_type_launch_args, "executable_path": path, "args": list(ARGUMENTS)}

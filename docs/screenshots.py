"""Take the screenshots that the README shows, of the real app with the bundled guide: `make screenshots`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.highlighting import ARGUMENTS, BROWSERS, served

IMAGES = Path(__file__).with_name("images")
SHOTS = (("listening", 1280, 800, "light", 1), ("phone", 390, 800, "dark", 2))


def main() -> None:
    """Open the guide, play from a sentence with a note, and take a picture of each layout."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit("no Chromium here; install it first")
    IMAGES.mkdir(exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*ARGUMENTS, "--autoplay-policy=no-user-gesture-required"]
        )
        for name, width, height, scheme, scale in SHOTS:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                device_scale_factor=scale,
            )
            page.goto(address)
            word = page.locator(".cp-page .cp-word", has_text="wanders").first
            word.wait_for()
            page.wait_for_timeout(1500)
            word.click()
            page.wait_for_timeout(500)
            back = page.get_by_role("button", name="Back to the voice")
            if back.is_visible():  # bringing the word into view was a scroll of ours
                back.click()
            page.mouse.move(0, 0)
            page.wait_for_timeout(4200)
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()

"""How far the light runs behind the sound, in real Chromium, on the real app and the bundled guide."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.processes import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WORDS_A_SECOND = 5
SECONDS = 40  # of listening
PORT = 8599

# Every time a word lights up: which, and where the sound is at that very moment.
RECORD = """
window.sounds = []; window.lit = [];
window.Audio = class extends Audio { constructor(...a) { super(...a); window.sounds.push(this); } };
new MutationObserver(() => {
    const word = document.querySelector(".cp-page .cp-word-now"), sound = window.sounds.at(-1);
    const now = word && Number(word.dataset.word), last = window.lit.at(-1);
    if (!word || !sound || (last && last[0] === now)) return;
    window.lit.push([now, sound.currentTime, Number(word.dataset.section)]);
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["class"] });
"""
Row = tuple[str, str, str]


def rows() -> Iterator[Row]:
    """Lag and missed words at five words a second."""
    path = browser_path()
    if path is None:
        yield "highlight lag", "not measured: no Chromium here", "mean ≤ 10 ms, p95 ≤ 17 ms"
        return
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*ARGUMENTS, "--autoplay-policy=no-user-gesture-required"]
        )
        page = browser.new_page(bypass_csp=True)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(RECORD)
        page.goto(address)
        page.wait_for_selector(".cp-page .cp-word")
        page.wait_for_function("window.sounds.length && window.sounds.at(-1).readyState > 0")
        with urllib.request.urlopen(next(url for url in asked if url.endswith("player.json"))) as answer:
            begins = starts(json.load(answer))
        speed = WORDS_A_SECOND / (len(begins) / begins[-1])
        page.evaluate("(speed) => { const s = window.sounds.at(-1); s.playbackRate = speed; s.play(); }", speed)
        page.wait_for_timeout(1000 * SECONDS)
        lit: list[tuple[int, float, int]] = page.evaluate("window.lit")
        rate = page.evaluate("window.sounds.at(-1).playbackRate")
        browser.close()
    first = [(word, at) for word, at, section in lit if section == 0]
    lags = [1000 * (at - begins[word]) / rate for word, at in first[1:]]
    seen = {word for word, _ in first}
    missed = set(range(min(seen), max(seen))) - seen
    late = statistics.quantiles(lags, n=20)[-1]
    yield "highlight: words a second, and words lit", f"{rate * len(begins) / begins[-1]:.1f}, {len(seen)}", ""
    yield "highlight lag behind the sound", f"mean {statistics.mean(lags):.1f} ms, p95 {late:.1f} ms", "≤ 10, ≤ 17 ms"
    yield "highlight: words missed", str(len(missed)), "0"


def browser_path() -> str | None:
    """The browser of this machine, if there is one that can be driven."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def starts(payload: Any) -> list[float]:
    """When each word of the first section begins, in seconds."""
    heard, begins = 0, []
    numbers = iter(payload["sections"][0]["words"])
    for _, _, pause, length in zip(*[numbers] * 4, strict=True):
        begins.append((heard + pause) / payload["rate"])
        heard += pause + length
    return begins


@contextmanager
def served(guide: str = "her-part-5", folder: Path = ROOT) -> Iterator[str]:
    """The app, served from a folder as a person would have it."""
    command = [sys.executable, "-m", "companion", "listen", guide, "--no-browser", "--port", str(PORT)]
    server = subprocess.Popen(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{PORT}/"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(address).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    assert Path(ROOT / "content").is_dir()
    for row in rows():
        print(*row, sep="  ")

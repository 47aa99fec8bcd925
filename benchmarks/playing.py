"""What a long guide asks of the page: frame times, and half an hour at double speed without drift or leak."""

import json
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks import texts
from benchmarks.highlighting import ARGUMENTS, RECORD, Row, browser_path, served, starts

WORDS = 10_000
FAST = 16  # as fast as Chromium plays
MINUTES = 30  # of listening at double speed


def rows(folder: Path) -> Iterator[Row]:
    """Frame time with 10,000 words on the page; what the memory and the light have come to after half an hour."""
    path = browser_path()
    if path is None:
        yield "a long guide in the page", "not measured: no Chromium here", "p95 <= 17 ms"
        return
    guide = folder / "content" / "long" / "guide.md"
    guide.parent.mkdir(parents=True)
    guide.write_text(texts.guide(WORDS), "utf-8")
    command = [sys.executable, "-m", "companion", "narrate", "long", "--quiet"]
    subprocess.run(command, cwd=folder, check=True)
    with served("long", folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[*ARGUMENTS, "--autoplay-policy=no-user-gesture-required", "--js-flags=--expose-gc"],
        )
        page = browser.new_page(bypass_csp=True)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(RECORD)
        page.goto(f"{address}?guide=long")
        page.wait_for_selector(".cp-page .cp-word")
        page.wait_for_function("window.sounds.length && window.sounds.at(-1).readyState > 0")
        yield "words on the page", f"{page.locator('.cp-page .cp-word').count():,}", ""
        yield from _frames(page)
        with urllib.request.urlopen(next(url for url in asked if url.endswith("player.json"))) as answer:
            begins = starts(json.load(answer))
        yield from _half_an_hour(page, page.context.new_cdp_session(page), begins)
        browser.close()


def _frames(page: Page) -> Iterator[Row]:
    page.evaluate("(async () => { const s = window.sounds.at(-1); s.playbackRate = 1.8; await s.play(); })()")
    times: list[float] = page.evaluate(
        """() => new Promise(done => {
            const times = [];
            const frame = now => times.push(now) > 1200 ? done(times) : requestAnimationFrame(frame);
            requestAnimationFrame(frame);
        })"""
    )
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    late = statistics.quantiles(gaps, n=20)[-1]
    yield "frame time while it plays", f"median {statistics.median(gaps):.1f} ms, p95 {late:.1f} ms", "p95 <= 17 ms"


def _half_an_hour(page: Page, tools: CDPSession, begins: list[float]) -> Iterator[Row]:
    """Sixty minutes of sound, played as fast as can be; then a minute of listening, to see how far the light is."""
    sound = min(2 * 60 * MINUTES, begins[-1] - 60)
    page.evaluate(f"(async () => {{ const s = window.sounds.at(-1); s.playbackRate = {FAST}; await s.play(); }})()")
    first = None
    heap = 0
    while True:
        page.wait_for_timeout(2000)
        now = page.evaluate("window.sounds.at(-1).currentTime")
        if first is None and now >= 120:
            first = _heap(page, tools)
        if now >= sound or page.evaluate("window.sounds.at(-1).ended"):
            break
    heap = _heap(page, tools)
    page.evaluate("window.sounds.at(-1).playbackRate = 2; window.lit.length = 0")
    page.wait_for_timeout(15000)
    lit: list[tuple[int, float, int]] = page.evaluate("window.lit")
    lags = [500 * (at - begins[word]) for word, at, _ in lit[1:]]
    assert first is not None
    yield (
        "heap after a minute, and at the end",
        f"{first / 1e6:.1f} MB, {heap / 1e6:.1f} MB ({heap / first:.2f})",
        "<= 1.2",
    )
    yield (
        "highlight lag after half an hour at 2x",
        f"mean {statistics.mean(lags):.1f} ms, {len(lags)} words",
        "no drift",
    )


def _heap(page: Page, tools: CDPSession) -> int:
    """Bytes of live objects."""
    page.evaluate("window.lit.length = 0")
    tools.send("HeapProfiler.collectGarbage")
    return int(tools.send("Runtime.getHeapUsage")["usedSize"])

"""Guides to be corrected in a browser: all that a person decides, in a few sentences of our own."""

import re
from contextlib import suppress
from difflib import ndiff
from itertools import pairwise
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no type hints
from playwright.sync_api import Error, Page, expect

from tests.app.served import Server

GUIDE = """\
+++
# Kept as it is, this remark too.
title = "The Salt Road"
language = "en-GB"   # and this one

[speakers.Nora]
pronouns = "she"
+++

# Summary

Nora ties the mule to the gate. “Who keeps this road?” Nora asks. Nobody answers her from the hut.

Bram comes out with a lantern that smells of fish. “I keep it, and I was asleep until now.” It rains on both of them.

“You may pass when the tide has gone.” They wait on the step, and *neither* of them says another word.

Two days later a page is nailed to the gate:

Dear Nora,

The mule ate my ledger. I have forgiven it, and I hope that the salt was dry when you sold it.

Yours truly,
Bram

{role=notes}
# Commentary

The lantern that smells of fish is all the light that Bram owns; he brings it out for a stranger.

The mule and the ledger are a joke about forgiving what cannot be paid back.
"""


def write(root: Path, guide: str, text: str = GUIDE) -> Path:
    """The guide's file, its bytes as given: line ends too."""
    path = root / "content" / guide / "guide.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def open_review(page: Page, server: Server, guide: str, topic: str = "Outline") -> None:
    """The review page of a guide, at one of its topics."""
    page.goto(f"{server.url}/review?guide={guide}")
    turn_to(page, topic)


def turn_to(page: Page, topic: str) -> None:
    name = {"People": "People and voices", "Names": "How names are said"}.get(topic, topic)
    heading = page.get_by_role("heading", name=name, exact=True)
    for _ in range(2):  # what is clicked while the page is still being made may be lost
        page.get_by_role("radio", name=re.compile(f"^{topic}")).click(timeout=30_000)
        with suppress(AssertionError):
            expect(heading).to_be_visible(timeout=8000)
            return
    expect(heading).to_be_visible()


def choose(page: Page, name: str, option: str) -> None:
    """An option of a select box, whose name this is for a screen reader."""
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(5):  # an answer on its way closes the list
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
        page.get_by_role("combobox", name=name).click()
        with suppress(Error):
            wanted.click(timeout=3000)
            return
    raise AssertionError(f"{name}: no {option}")


def told(page: Page, what: str) -> None:
    """What the page says it has done. The bar before may still be there for a moment."""
    expect(page.locator(".review-status", has_text=what).first).to_be_visible()


def difference(before: str, after: str) -> list[str]:
    """The lines that are gone, then those that are new, sorted."""
    lines = ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    changed = (line.rstrip("\r\n") for line in lines if line[0] in "+-")
    return sorted(changed, key=lambda line: (line[0] == "+", line))


def violations(page: Page) -> list[tuple[str, str]]:
    """All that axe finds, however small: the rule, and the first element that breaks it."""
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in Axe().run(page).response["violations"]]


def in_order(page: Page) -> bool:
    """Whether there is one heading of the first level, at the top, and no level below it is left out."""
    tags = page.locator("h1, h2, h3, h4, h5").evaluate_all("all => all.map((one) => Number(one.tagName[1]))")
    return tags.count(1) == 1 and tags[0] == 1 and all(after - before <= 1 for before, after in pairwise(tags))

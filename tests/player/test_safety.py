"""What a guide cannot do to the page, and what the page says when something is missing."""

import json
from pathlib import Path

from playwright.sync_api import expect

from companion.player import SCRIPT, STYLE, join
from tests.player.stage import PAGE, Reader, files

HOSTILE = (
    """<img src=x onerror="window.broken=1"><script>window.broken=1</script>"' onclick=window.broken=1 {{}} \u202e"""
)


def test_nothing_that_a_guide_says_runs(reader: Reader) -> None:
    """Guides come from strangers. The words are shown as they are, everywhere that a guide's words get to."""
    reader.site.files.update(files(HOSTILE))
    reader.open()
    reader.press("ArrowRight", "n")
    reader.page.get_by_role("button", name="Note 2", exact=True).click()
    reader.press("s")
    assert reader.page.evaluate("window.broken") is None
    assert reader.page.locator(".companion :is(img, script, [onclick], [onerror])").count() == 0
    assert HOSTILE in str(reader.page.locator(".cp-title").text_content())


def test_a_section_s_address_cannot_be_script(reader: Reader) -> None:
    """It is given to the sound alone, which plays and does not run."""
    data = json.loads(reader.site.files["/guide.json"])
    data["sections"][0]["audio"] = "javascript:window.broken=1"
    reader.site.files["/guide.json"] = json.dumps(data).encode()
    reader.open()
    reader.press("k")
    reader.page.get_by_role("alert").wait_for()
    assert reader.page.evaluate("window.broken") is None


def test_missing_sound_is_said_in_one_line_with_the_way_out(reader: Reader) -> None:
    """And once the file is there, "Try again" is enough."""
    sound = reader.site.files.pop("/sound/summary.wav")
    reader.open()
    problem = reader.page.get_by_role("alert")
    expect(problem).to_contain_text("The sound of “The Sandbar Light” cannot be played")
    reader.press("k")
    expect(problem).to_be_visible()
    assert reader.page.get_by_role("button", name="Play", exact=True).is_visible()
    reader.site.files["/sound/summary.wav"] = sound
    reader.page.get_by_role("button", name="Try again").click()
    reader.wait_word("Nora")
    expect(problem).to_be_hidden()


def test_a_guide_narrated_anew_is_loaded_at_the_same_sentence(reader: Reader) -> None:
    """The sound that an open page knows is gone: trying again would never help, loading the new one does."""
    reader.open()
    files = reader.site.files
    guide = files["/guide.json"]
    for name in ("summary", "analysis", "asides"):
        files[f"/sound/{name}-new.wav"] = files.pop(f"/sound/{name}.wav")
        guide = guide.replace(f"{name}.wav".encode(), f"{name}-new.wav".encode())
    files["/guide.json"] = guide
    reader.press("s", "Tab", "Enter")
    alert = reader.page.get_by_role("alert")
    expect(alert).to_contain_text("This guide has been narrated anew.")
    alert.get_by_role("button", name="Load the new narration").click()
    reader.wait_open("analysis-new")
    expect(alert).to_be_hidden()
    assert reader.line == "Analysis"
    reader.press("k")
    reader.page.wait_for_function("!window.sounds.at(-1).paused")


def test_another_section_can_be_heard_when_one_is_damaged(reader: Reader) -> None:
    """One bad file is not the end of the guide."""
    reader.site.files["/sound/summary.wav"] = b"not a sound"
    reader.open()
    reader.page.get_by_role("alert").wait_for()
    reader.press("s", "Tab", "Enter", "k")
    reader.wait_word("confession")
    expect(reader.page.get_by_role("alert")).to_be_hidden()


def test_a_narration_that_cannot_be_loaded_is_said_and_can_be_tried_again(reader: Reader) -> None:
    """The server may have been restarting just then."""
    data = reader.site.files.pop("/guide.json")
    reader.page.goto(reader.site.address)
    reader.show()
    expect(reader.page.get_by_role("alert")).to_contain_text("The narration cannot be loaded. The server answered 404.")
    reader.site.files["/guide.json"] = data
    reader.page.get_by_role("button", name="Try again").click()
    reader.page.wait_for_selector(".cp-text")


def test_the_same_files_work_from_a_folder_on_disk(reader: Reader, tmp_path: Path) -> None:
    """A school laptop without Python: script, style and text in one page, the sound beside it."""
    folder = tmp_path / "guide"
    folder.mkdir()
    made = files()
    data = made["/guide.json"].decode().replace("/sound/", "").replace("<", r"\u003c")
    for name in ("summary", "analysis", "asides"):
        (folder / f"{name}.wav").write_bytes(made[f"/sound/{name}.wav"])
    spy = PAGE[PAGE.index("<script>") : PAGE.index("</head>")]
    (folder / "index.html").write_text(
        f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Alone</title>{spy}
        <style>{(join() / STYLE).read_text("utf-8")}</style><body>
        <script type="application/json" data-companion>{{"payload": {data}}}</script>
        <script type="module">{(join() / SCRIPT).read_text("utf-8")}</script></html>""",
        "utf-8",
    )
    reader.page.goto((folder / "index.html").as_uri())
    reader.page.wait_for_selector(".cp-text")
    reader.press("k")
    reader.wait_word("against")
    reader.press("n")
    reader.page.wait_for_function("window.sounds.at(-1).currentSrc.includes('asides') && !window.sounds.at(-1).paused")


def test_the_script_is_one_file_that_can_stand_in_a_page() -> None:
    """Inlined in a page, "</script" would end it early, and an import would look for a file that is not there."""
    script = (join() / SCRIPT).read_text("utf-8")
    assert "</script" not in script.lower()
    assert "innerHTML" not in script
    assert not [line for line in script.splitlines() if line.startswith("import ")]

"""The web folder: a guide with the player in one page, its sound beside it; it needs no server and no network."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import quote

from companion.exports import html, narrated
from companion.exports.made import Made, Request, put_folder
from companion.exports.narrated import Narrated
from companion.narration.document import Timeline
from companion.player import SCRIPT, STYLE, join, payload
from companion.player.fonts import Font, fonts

PAGE = "index.html"
README = "README.txt"
_SOUND = "sound"  # the folder of the audio files, one folder for each voice in it
_OURS = "companion-web.json"  # what tells a folder of ours from one that must not be replaced
_NO_NETWORK = (  # 'self' is the page's own server; opened from disk, it is a file, and so is the sound
    "default-src 'none'; script-src {script}; style-src 'unsafe-inline'; media-src 'self' file: data: blob:; "
    "font-src data: blob:; img-src data: blob:; base-uri 'none'; form-action 'none'"
)
_ENDS_EARLY = re.compile("</script|<!--.*<script", re.IGNORECASE | re.DOTALL)  # HTML, 13.1.2: or ends never
_TEMPLATE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Companion">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
<style>body {{ margin: 0 }}</style>
<noscript>
<style>main {{ max-width: 40rem; margin: auto; padding: 1rem; font: 1.1rem/1.6 Georgia, serif }}</style>
</noscript>
</head>
<body>
<main>
<script type="application/json" data-companion>{options}</script>
<noscript>
{reading}
</noscript>
</main>
<script type="module">{script}</script>
</body>
</html>
"""
_README = """{title}
{line}

Open {page} in a browser: Chrome, Edge, Firefox or Safari, of the last years.
Nothing has to be installed, and nothing is sent or fetched: it works without a network.

Keep the folder together. The sound is in "{sound}"; without it the page is silent.
To pass it on, copy the whole folder: to a stick, to a shared drive, or to any web server.
A web server must answer range requests, or one cannot jump in the sound. All the usual ones do.

Bookmarks, notes and settings stay in the browser of whoever listens.

An excerpt has its own address: in the player, choose where it begins and where it ends
(the keys are listed under "?"), then copy its link. It ends in ?from=...&to=...

The voices are synthetic: {voices}.
{notice}"""


def export(request: Request) -> Made:
    """Write the folder; in every voice that the guide is narrated in, unless one is named.

    Raises GuideError, NarrationError or StoreError when there is nothing to write, or nowhere to.
    """
    workspace, guide = request.workspace, request.guide
    if request.voice is None:
        found, wrong = narrated.every(workspace, guide)
    else:
        found, wrong = (narrated.one(workspace, guide, request.voice),), ()
    path = request.out or Path(f"{guide}-web")
    size = put_folder(files(found, fonts()), path, _OURS)
    return Made(path, size, wrong, f"; open {PAGE} in it")


def files(found: Sequence[Narrated], typefaces: Sequence[Font] = ()) -> dict[str, bytes | Path]:
    """Everything in the folder: its name there, and its bytes or the file to copy."""
    joined = join()
    script, style = ((joined / name).read_text("utf-8") for name in (SCRIPT, STYLE))
    timelines = {one.voice: one.timeline for one in found}
    licences = {licence for font in typefaces for licence in font.path.parent.glob("*-LICENSE.txt")}
    return {
        PAGE: page(timelines, script, style, typefaces).encode("utf-8", "replace"),
        README: readme(timelines).encode("utf-8", "replace"),
        _OURS: json.dumps({"format": "companion-web/1", "guide": found[0].timeline["guide"]["id"]}).encode() + b"\n",
        **{f"fonts/{path.name}": path for path in sorted(licences)},
        **{
            _folder(one.voice) + section["audio"]: one.sound(section)
            for one in found
            for section in one.timeline["sections"]
            if section["samples"]
        },
    }


def page(voices: Mapping[str, Timeline], script: str, style: str, typefaces: Sequence[Font] = ()) -> str:
    """The page with the player, its script and style as they are, and the guide in every voice; the first one is shown.

    Raises ValueError for a script or a style that a page cannot hold.
    """
    if _ENDS_EARLY.search(script) or "</style" in style.lower():
        raise ValueError("the player's script or style ends early in a page")
    shown = next(iter(voices.values()))
    options: dict[str, object] = {
        "voices": [
            {"label": voice, "payload": payload(timeline, _address(voice))} for voice, timeline in voices.items()
        ]
    }
    if typefaces:
        options["fonts"] = [
            {
                "name": font.name,
                "url": _data(font.path),
                "weight": font.weight,
                "style": font.style,
                "range": font.range,
            }
            for font in typefaces
        ]
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    return _TEMPLATE.format(
        policy=_NO_NETWORK.format(script=f"'sha256-{digest}'"),
        title=escape(shown["guide"]["title"]),
        style=style,
        options=_inline(options),
        reading="\n".join(html.reading(shown, _address(next(iter(voices))))),
        script=script,
    )


def readme(voices: Mapping[str, Timeline]) -> str:
    """What a teacher needs to know about the folder."""
    guide = next(iter(voices.values()))["guide"]
    title = " ".join(guide["title"].split())
    notice = f"\nAbout the text: {guide['notice']}\n" if guide["notice"] else ""
    names = ", ".join(voices)
    return _README.format(title=title, line="=" * len(title), page=PAGE, sound=_SOUND, voices=names, notice=notice)


def _data(path: Path) -> str:
    """A file as an address: browsers differ in whether a page opened from disk may load a font beside it."""
    return f"data:font/{path.suffix[1:]};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _folder(voice: str) -> str:
    return f"{_SOUND}/{voice}/"


def _address(voice: str) -> str:
    return f"{_SOUND}/{quote(voice, safe='')}/"


def _inline(value: object) -> str:
    """JSON that can stand in a page: neither "</script" nor "<!--" can be in it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")

"""A workspace small enough to make in a second: guides of a few sentences, narrated as a humming tone."""

import hashlib
import json
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import imageio_ffmpeg  # type: ignore[import-untyped]  # it has no type hints

RATE = 22050
WORD = RATE // 4  # samples: four words a second
TEXT = (
    "The ferry left before anyone was awake. Ines counted the gulls on the rail and wrote the number down.",
    "Her brother had promised a letter. It came in the pocket of a borrowed coat, three winters late.",
    "She read it twice on the quay. Then she folded it into a boat and let the harbour have it.",
)
ANALYSIS = ("The borrowed coat stands for everything the two of them never said. Its pocket is the only honest place.",)
ASIDE = ("Gulls are counted because nothing else on the pier holds still.",)

HOSTILE = (
    "<img src=x onerror='window.harmed=1'><script>window.harmed=1</script>"
    "[a](javascript:window.harmed=1) ![b](https://elsewhere.example/b.png) **bold** :material/home: $x$"
)


@dataclass
class Clock:
    """Hands out samples one after another."""

    now: int = WORD

    def word(self) -> tuple[int, int]:
        start, self.now = self.now, self.now + WORD
        return start, self.now


def narrate(
    audio: Path, guide: str, voice: str = "espeak-en-us", *, title: str = "The Paper Ferry", **texts: str
) -> Path:
    """Write a narration of the three texts above into the audio folder; `texts` go to the guide's own fields."""
    folder = audio / guide / voice
    folder.mkdir(parents=True)
    sections = [
        _section(folder, 1, "summary", "text", TEXT),
        _section(folder, 2, "analysis", "notes", ANALYSIS),
        _section(folder, 3, "notes", "asides", ASIDE),
    ]
    first, note = sections[0]["blocks"][0], sections[2]["blocks"][0]["segments"][0]
    first["marks"] = [[len(TEXT[0]), "gulls"]]
    target = first["segments"][1]
    timeline = {
        "format": "companion-timeline/1",
        "guide": {
            "id": guide,
            "title": title,
            "subtitle": "",
            "author": "",
            "language": "en-GB",
            "notice": "",
            **texts,
        },
        "voice": {"id": voice, "engine": "silent", "version": "1", "cast": {"narrator": {}}},
        "rate": RATE,
        "timings": ["engine", "aligned", "estimated"],
        "speakers": {},
        "sections": sections,
        "passages": [],
        "notes": [
            {
                "id": "gulls",
                "section": "notes",
                "segments": [note["id"]],
                "start": note["start"],
                "end": note["end"],
                "targets": [
                    {
                        "section": "summary",
                        "block": first["id"],
                        "from": target["from"],
                        "to": target["to"],
                        "segments": [target["id"]],
                        "start": target["start"],
                        "end": target["end"],
                    }
                ],
            }
        ],
    }
    (folder / "timeline.json").write_text(json.dumps(timeline), "utf-8")
    return folder


def _section(folder: Path, number: int, name: str, role: str, texts: tuple[str, ...]) -> dict[str, Any]:
    clock = Clock()
    blocks = [_block(f"{name}-{index}", text, clock) for index, text in enumerate(texts)]
    samples = clock.now + WORD
    audio = folder / f"{number:02}-{name}.m4a"
    audio.write_bytes(_hum(samples))
    return {
        "id": name,
        "title": name.title(),
        "role": role,
        "level": 1,
        "audio": audio.name,
        "sha256": hashlib.sha256(audio.read_bytes()).hexdigest(),
        "bytes": audio.stat().st_size,
        "samples": samples,
        "blocks": blocks,
        "announcements": [],
    }


def _block(name: str, text: str, clock: Clock) -> dict[str, Any]:
    return {
        "id": f"b-{name}",
        "kind": "paragraph",
        "level": 0,
        "passage": None,
        "text": text,
        "styles": [],
        "quotations": [],
        "marks": [],
        "segments": [
            _segment(f"s-{name}-{index}", match.start(), match.end(), text, clock)
            for index, match in enumerate(re.finditer(r"[^ ][^.]*\.", text))
        ],
    }


def _segment(name: str, start: int, end: int, text: str, clock: Clock) -> dict[str, Any]:
    words = [
        [start + match.start(), start + match.end(), *clock.word(), 0] for match in re.finditer(r"\w+", text[start:end])
    ]
    return {"id": name, "from": start, "to": end, "start": words[0][2], "end": words[-1][3], "words": words}


@cache
def _hum(samples: int) -> bytes:
    tone = f"sine=frequency=220:sample_rate={RATE}:duration={samples / RATE}"
    encode = ["-c:a", "aac", "-b:a", "48k", "-ac", "1", "-movflags", "+faststart"]
    with TemporaryDirectory() as folder:
        path = Path(folder, "tone.m4a")
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", tone, *encode, str(path)]
        subprocess.run(command, check=True, timeout=60)
        return path.read_bytes()

"""A web folder: its page with the guide in it, its sound, and that it needs nothing from elsewhere."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from companion.exports.proving import times
from companion.exports.proving.fault import Fault, Proof, Refused, gathered
from companion.exports.proving.package import Folder, resolved
from companion.exports.proving.sounds import Sounds

PAGE = "index.html"
_DATA = re.compile(r'<script type="application/json" data-companion>(.*?)</script>', re.DOTALL)
_ELSEWHERE = re.compile(
    r"""<(?:script|link|img|audio|source|iframe)\b[^>]*?\b(?:src|href)\s*=\s*["']?((?:https?:)?//[^"'\s>]+)"""
)
_SAME = times.SECOND // 20  # an encoder fills its last frame


def examine(path: Path) -> Proof:
    """Look at a folder. Raises Refused when the guide in its page cannot be read."""
    files = Folder(path)
    text = files.read(PAGE).decode("utf-8", "replace")
    found = _DATA.search(text)
    if found is None:
        raise Refused(PAGE, "has no guide in it")
    try:
        voices = json.loads(found[1])["voices"]
        payloads = [one["payload"] for one in voices]
        look = _Look(files)
        faults = [
            Fault(PAGE, f"asks for {unescape(one)}", "take it away: it must work alone")
            for one in _ELSEWHERE.findall(text)
        ]
        if not payloads:
            faults.append(Fault(PAGE, "has no voice in it", "export it again"))
        for payload in payloads:
            faults += look.voice(payload)
    except (ValueError, LookupError, TypeError, RecursionError, AttributeError, ArithmeticError) as exc:
        raise Refused(PAGE, "the guide in it cannot be read") from exc
    return Proof(gathered(faults), look.words, look.clips, sum(look.sounds.lengths.values()))


class _Look:
    def __init__(self, files: Folder) -> None:
        self.files, self.sounds = files, Sounds(files)
        self.words = self.clips = 0

    def voice(self, payload: dict[str, list[dict[str, object]]]) -> Iterator[Fault]:
        rate = int(str(payload["rate"]))
        for section in payload["sections"]:
            title, samples = str(section["title"]), int(str(section["samples"]))
            name = resolved(PAGE, str(section["audio"]))[0]
            yield from self.sounds.look(name, None, f"{PAGE}#{section['id']}")
            length, said = self.sounds.lengths.get(name), samples * times.SECOND // rate
            if length is not None and abs(length - said) > _SAME:
                what = f"“{title}” is said to last {times.told(said)}, its sound lasts {times.told(length)}"
                yield Fault(name, what, "export it again")
            yield from self.sentences(section, samples)

    def sentences(self, section: dict[str, object], samples: int) -> Iterator[Fault]:
        blocks = section["blocks"]
        latest = 0
        for block in blocks if isinstance(blocks, list) else []:
            for name, _first, _behind, start, end, words in block["segments"]:
                self.words += words
                self.clips += 1
                if end > samples or start > end:
                    yield Fault(
                        f"{PAGE}#{name}", "a sentence ends behind its sound, or before it begins", "export it again"
                    )
                elif start < latest:
                    yield Fault(f"{PAGE}#{name}", "a sentence begins while the one before is heard", "export it again")
                latest = max(latest, end)

"""The files of sound in an export: whether they are there, can be decoded, and are what they are said to be."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from companion.exports.proving.fault import Fault, Refused
from companion.exports.proving.package import Files
from companion.narration import probing
from companion.narration.probing import Sound

_MEND = "export it again"
# The types that every reader of EPUB 3.3 plays (3.2, core media types), and what ffmpeg calls them.
_KINDS = {
    "audio/mpeg": ("mp3", "mp3"),
    "audio/mp4": ("mp4", "aac"),
    "audio/ogg": ("ogg", "opus"),
    "audio/ogg;codecs=opus": ("ogg", "opus"),
    "audio/aac": ("aac", "aac"),
    "audio/x-m4a": ("mp4", "aac"),
}


@dataclass(slots=True)
class Sounds:
    """The sounds that were asked for, each decoded once."""

    files: Files
    lengths: dict[str, int] = field(default_factory=dict)  # µs, of those that can be heard
    seen: dict[str, Sound] = field(default_factory=dict)

    def look(self, name: str, media: str | None, where: str) -> Iterator[Fault]:
        """Decode a file. `media` is the type that it is said to have, `where` what asks for it."""
        if name in self.seen:
            return
        self.seen[name] = Sound(0, "", "", "")
        if name not in self.files.names:
            yield Fault(where, f"the sound {name or 'of it'} is not there", _MEND)
            return
        try:
            with self.files.on_disk(name) as path:
                self.seen[name] = sound = probing.probe(path)
        except Refused as exc:
            yield exc.fault
            return
        if not sound.problem:
            self.lengths[name] = sound.length
        if sound.problem:
            yield Fault(name, f"is no sound that can be decoded: {sound.problem}", _MEND)
        elif media is not None:
            yield from _kind(name, media, sound)


def _kind(name: str, media: str, sound: Sound) -> Iterator[Fault]:
    media = "".join(media.split()).lower()
    if media not in _KINDS:
        yield Fault(name, f"is said to be {media or 'of no type'}, which is no sound that every reader plays", _MEND)
        return
    container, codec = _KINDS[media]
    if container not in sound.container.split(",") or sound.codec != codec:
        found = f"{sound.container.split(',')[0]} with {sound.codec}"
        yield Fault(name, f"is said to be {media}, but is {found}", "name the type that it has")

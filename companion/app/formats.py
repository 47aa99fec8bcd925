"""What there is to say of each format to those who publish, and which choices it has."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A format, for people."""

    title: str
    told: str  # one sentence
    choices: frozenset[str] = frozenset()  # which fields of a Wish it looks at
    narrated: bool = True  # whether it is made of a narration, and not of the text alone


KINDS: Mapping[str, Kind] = {
    "epub": Kind(
        "EPUB",
        "For reading apps: text that lights up as it is read aloud, with the notes linked both ways.",
        frozenset({"notes", "overlay", "small"}),
    ),
    "vtt": Kind(
        "WebVTT captions",
        "For videos and web players: captions in which every word has its time, chapters, and the notes.",
        frozenset({"notes"}),
    ),
    "srt": Kind("SRT captions", "For video programs: captions that all of them read.", frozenset({"notes"})),
    "m4b": Kind("M4B audiobook", "For audiobook apps: one file with chapters and a cover.", frozenset({"notes"})),
    "mp3": Kind(
        "MP3 and podcast",
        "For everything that plays sound: a file for each section, and a podcast feed if you like.",
        frozenset({"notes", "feed"}),
    ),
    "audiobook": Kind(
        "W3C and Readium audiobook",
        "For reading apps built on web standards: sound, its text in time with it, and the contents.",
        frozenset({"notes"}),
    ),
    "annotations": Kind(
        "Annotations", "For other programs: each note, with the words and the seconds that it is about."
    ),
    "daisy": Kind("DAISY 2.02", "For the players of libraries for the blind.", frozenset({"notes"})),
    "web": Kind(
        "Web folder",
        "For a browser, without a network, or for any web server: the player with the guide in it.",
        frozenset({"every"}),
    ),
    "pls": Kind(
        "Pronunciations (PLS)", "For other programs that speak: how the names of the guide are said.", narrated=False
    ),
}
NOTES = {"end": "At the end, where the guide has them", "inline": "Behind what they are about", "none": "Left out"}
OVERLAYS = {"word": "Each word", "sentence": "Each sentence, for readers that cannot keep up with words"}


def kind(to: str) -> Kind:
    """What there is to say of that format, if only its name."""
    return KINDS.get(to, Kind(to, ""))

"""A small narrated guide for the player's tests: five words a second, in a tone that is there while a word is said."""

import io
import math
import re
import struct
import wave
from dataclasses import dataclass, field
from typing import Any

RATE = 8000  # Hz
WORD = RATE // 5  # samples from one word's start to the next
GAP = 200  # samples of silence at the end of each word
PAUSE = RATE // 4  # after each sentence

Json = dict[str, Any]  # of docs/timeline.md, which the tests check by its effects


@dataclass
class Section:
    """A section in the making: what is said is put one after the other."""

    id: str
    title: str
    role: str
    blocks: list[Json] = field(default_factory=list)
    announcements: list[Json] = field(default_factory=list)
    turns: list[list[Any]] = field(default_factory=list)  # who speaks: start, end, speaker
    now: int = 0  # samples said so far

    def announce(self, text: str, passage: str, edge: str) -> None:
        end = self.now + 2 * WORD
        self.announcements.append({"text": text, "start": self.now, "end": end, "passage": passage, "edge": edge})
        self.speak(self.now, end, "narrator")
        self.now = end + PAUSE

    def speak(self, start: int, end: int, speaker: str) -> None:
        """From `start` to `end` it is this one; a turn goes on through the pauses until another speaks."""
        if self.turns and self.turns[-1][2] == speaker:
            self.turns[-1][1] = end
        else:
            self.turns.append([start, end, speaker])

    def say(
        self,
        *sentences: str,
        kind: str = "paragraph",
        level: int = 0,
        passage: str | None = None,
        notes: tuple[tuple[str, str], ...] = (),
        styled: tuple[tuple[str, str], ...] = (),
        quoted: tuple[tuple[str, str], ...] = (),
    ) -> Json:
        """A block of these sentences. `notes`, `styled`, `quoted`: words, and their note, style, speaker."""
        text = " ".join(sentences)
        base = "Harbin" if passage == "letter" else "narrator" if self.role == "text" else "notes"
        quotations: list[list[Any]] = [
            [text.index(words), text.index(words) + len(words), who] for words, who in quoted
        ]
        segments, at = [], 0
        for number, sentence in enumerate(sentences):
            words = []
            for match in re.finditer(r"[^\s—]+", sentence):
                start = at + match.start()
                words.append([start, at + match.end(), self.now, self.now + WORD - GAP, 0])
                speaker = next((who for first, last, who in quotations if first <= start < last), base)
                self.speak(self.now, self.now + WORD - GAP, speaker)
                self.now += WORD
            segments.append(
                {
                    "id": f"s-{self.id}-{len(self.blocks)}-{number}",
                    "from": at,
                    "to": at + len(sentence),
                    "start": words[0][2],
                    "end": words[-1][3],
                    "words": words,
                }
            )
            self.now += PAUSE
            at += len(sentence) + 1
        block: Json = {
            "id": f"b-{self.id}-{len(self.blocks)}",
            "kind": kind,
            "level": 1 if kind == "heading" else level,
            "passage": passage,
            "text": text,
            "styles": [[text.index(words), text.index(words) + len(words), style] for words, style in styled],
            "quotations": quotations,
            "marks": [[text.index(words) + len(words), note] for words, note in notes],
            "segments": segments,
        }
        self.blocks.append(block)
        return block

    def finished(self) -> Json:
        return {
            "id": self.id,
            "title": self.title,
            "role": self.role,
            "level": 1,
            "audio": f"{self.id}.wav",
            "sha256": "0123456789abcdef",
            "bytes": 2 * self.now,
            "samples": self.now,
            "blocks": self.blocks,
            "announcements": self.announcements,
            "turns": self.turns,
        }

    def sound(self) -> bytes:
        """A WAV file: a tone for each word, silence between."""
        samples = [0] * self.now
        for block in self.blocks:
            for segment in block["segments"]:
                for _, _, start, end, _ in segment["words"]:
                    for at in range(start, end):
                        samples[at] = int(6000 * math.sin(at * math.tau * 440 / RATE))
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(struct.pack(f"<{len(samples)}h", *samples))
        return file.getvalue()


def sections(hostile: str = "") -> tuple[Section, Section, Section]:
    """Text with a letter in it, commentary, footnotes. `hostile` words are put wherever a guide may bring text."""
    text = Section("summary", "The Sandbar Light" + hostile, "text")
    text.say("The Sandbar Light" + hostile, kind="heading")
    text.say(
        "Nora Quill rows out before dawn, against the tide, because the lamp on the bar has not been lit.",
        "Nobody in Harl believes her when she says that it was dark.",
        "“You dreamed it,” says the harbour master — and *closes* his window." + hostile,
        notes=(("against the tide", "tide"), ("it was dark.", "lamp")),
        styled=(("before dawn", "em"), ("the lamp on the bar", "strong"), ("*closes*", "code")),
        quoted=(("“You dreamed it,”", "Harbour master" + hostile),),
    )
    text.announce("The letter to Mrs. Tolland.", "letter", "begin")
    text.say("Dear Mrs. Tolland,", passage="letter")
    text.say(
        "I am the man who kept the light.",
        "For eleven winters I climbed the ladder with the oil on my back, and for eleven winters no boat was lost.",
        passage="letter",
    )
    text.say("Your servant, Harbin 🕯️ of the bar.", passage="letter")
    text.announce("End of the letter.", "letter", "end")
    text.say("Nora folds the pages small.", "She does not go home that day, nor the next.")
    for chapter in ("spring", "summer", "autumn"):
        text.say(
            f"When {chapter} comes the tower is whitewashed again, and the boats go by without a look.",
            "The new keeper is a careful man who writes down every ship, its flag and its hour.",
            "He has never met Nora, but he keeps her oar above the door, where the draught moves it a little at night.",
        )
    notes = Section("analysis", "Analysis", "notes")
    notes.say("Analysis", kind="heading")
    notes.say("The letter is a confession without a crime." + hostile, "Harbin counts winters as others count sins.")
    notes.say("Rowing is how Nora thinks.", "Each crossing is longer than the last.", kind="item")
    notes.say("1. The tide comes first.", kind="item", level=1)
    notes.say("The oar comes second.", kind="item", level=2)
    asides = Section("asides", "Notes", "asides")
    asides.say("The current is her grief: it carries her whichever way she looks." + hostile)
    asides.say("Darkness here is a fact, and then a rumour.", "The book never says who put the lamp out.")
    return text, notes, asides


def timeline(made: tuple[Section, Section, Section], hostile: str = "") -> Json:
    """The timeline of `sections()` (docs/timeline.md)."""
    text, notes, asides = (section.finished() for section in made)
    letter = [block for block in made[0].blocks if block["passage"] == "letter"]
    return {
        "format": "companion-timeline/1",
        "guide": {
            "id": "sandbar",
            "title": "The Sandbar Light" + hostile,
            "subtitle": "Chapters 7 to 9",
            "author": "",
            "language": "en-GB",
            "notice": "A story made up for trying things out." + hostile,
        },
        "voice": {"id": "tone", "engine": "tone", "version": "1", "cast": {}},
        "rate": RATE,
        "timings": ["engine", "aligned", "estimated"],
        "speakers": {"Harbin": {"pronouns": "he"}, "Harbour master" + hostile: {}},
        "sections": [text, notes, asides],
        "passages": [
            {
                "id": "letter",
                "kind": "letter",
                "title": "The letter to Mrs. Tolland" + hostile,
                "by": "Harbin",
                "to": "Mrs. Tolland",
                "parent": None,
                "section": "summary",
                "segments": [],
                "start": 0,
                "end": 1,
            }
        ],
        "notes": [
            _note("lamp", made[2], 1, [(made[0].blocks[1], "it was dark")]),
            _note("tide", made[2], 0, [(made[0].blocks[1], "against the tide")]),
            _note("confession", made[1], 1, [(block, str(block["text"])) for block in letter]),
        ],
    }


def _note(name: str, section: Section, number: int, about: list[tuple[Json, str]]) -> Json:
    segments: list[Json] = section.blocks[number]["segments"]
    return {
        "id": name,
        "section": section.id,
        "segments": [segment["id"] for segment in segments],
        "start": segments[0]["start"],
        "end": segments[-1]["end"],
        "targets": [_target(block, words) for block, words in about],
    }


def _target(block: Json, words: str) -> Json:
    start = str(block["text"]).index(words)
    end = start + len(words)
    touched = [s["id"] for s in block["segments"] if s["from"] < end and start < s["to"]]
    return {"block": block["id"], "from": start, "to": end, "segments": touched}

"""Which voice says which stretch of a sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from companion.guide.front import NARRATOR, NOTES
from companion.guide.model import Block, Guide, Passage, Role, Span, Voice


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody's voice, by name: "narrator", "notes", and each speaker's."""

    voices: Mapping[str, Voice]

    def voice(self, name: str) -> Voice:
        """The voice of that part; the narrator reads for whoever has none."""
        return self.voices.get(name, self.voices[NARRATOR])


def cast(guide: Guide, narrator: Voice | None = None, single: bool = False) -> Cast:
    """The voices of a guide. `narrator` stands in for the guide's own; `single` lets it say everything."""
    reads = narrator or guide.voices.get(NARRATOR) or Voice(guide.language.lower())
    if single:
        return Cast({NARRATOR: reads})
    notes = guide.voices.get(NOTES) or replace(reads, pitch=max(0, reads.pitch - 10))
    speakers = {name: speaker.voice for name, speaker in guide.speakers.items() if speaker.voice}
    return Cast({NARRATOR: reads, NOTES: notes, **speakers})


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence that one person says."""

    span: Span  # in the block's text
    speaker: str  # "narrator", "notes" or a name of Guide.speakers


def parts(block: Block, segment: Span, role: Role, passages: Mapping[str, Passage], cast: Cast) -> tuple[Part, ...]:
    """Who says what of a sentence. Neighbours with the same voice are one part: a single voice is never interrupted."""
    reader = NARRATOR if role is Role.TEXT else NOTES
    base = _writer(block.passage, passages) or reader
    found: list[Part] = []
    for part in _turns(block, segment, base, reader):
        if found and cast.voice(found[-1].speaker) == cast.voice(part.speaker):
            found[-1] = Part(Span(found[-1].span.start, part.span.end), found[-1].speaker)
        elif any(character.isalnum() for character in part.span.of(block.text)):
            found.append(part)
        elif found:  # a lone full stop behind a quotation belongs to whoever spoke
            found[-1] = Part(Span(found[-1].span.start, part.span.end), found[-1].speaker)
        else:
            found.append(part)
    return tuple(found)


def _writer(passage: str | None, passages: Mapping[str, Passage]) -> str | None:
    while passage is not None:
        around = passages[passage]
        if around.by is not None:
            return around.by
        passage = around.parent
    return None


def _turns(block: Block, segment: Span, base: str, reader: str) -> Iterator[Part]:
    at = segment.start
    for quotation in block.quotations:
        if quotation.speaker is None or not quotation.span.meets(segment):
            continue
        start, end = max(at, quotation.span.start), min(segment.end, quotation.span.end)
        if at < start:
            yield Part(Span(at, start), base)
        if start < end:
            yield Part(Span(start, end), reader if quotation.speaker == NARRATOR else quotation.speaker)
            at = end
    if at < segment.end:
        yield Part(Span(at, segment.end), base)

"""The narrator: what of a guide is not yet said is spoken, encoded and written, and nothing else."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from companion.errors import StoreError, UtteranceError
from companion.guide.model import Guide, Section
from companion.narration import clock, encoding, store, timeline
from companion.narration.store import Cache, fingerprint
from companion.narration.takes import (
    Take,
    Times,
    assemble,
    pack_speech,
    pack_take,
    take_frames,
    take_sound,
    take_times,
    takes,
    unpack_speech,
)
from companion.narration.timeline import Placed, Timeline, Track
from companion.script.script import Script, SectionScript, Utterance
from companion.speech.base import Speech
from companion.speech.workers import Pool

TIMELINE = "timeline.json"
_UNSAID = 400  # ms of silence where an utterance could not be said


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a narration is."""

    done: int  # words
    total: int  # words that were not said yet when it began
    section: str  # title of the section that the last words stand in


@dataclass(frozen=True, slots=True)
class Narration:
    """What a run did, and what there is now."""

    folder: Path
    samples: int  # of the straight reading and the notes together
    rate: int  # Hz
    words: int
    estimated: int  # words whose time was placed by rule
    spoken: int  # sentences said anew
    sentences: int
    encoded: int  # sections encoded anew
    sections: int
    unsaid: tuple[tuple[int, str], ...]  # line of the guide, and why what stands there could not be said


@dataclass
class _Work:
    """One take on its way."""

    take: Take
    key: str
    section: str  # its title
    frames: int = 0  # 0 until it is recorded
    times: tuple[Times, ...] = ()
    uncached: bytes = b""  # its sound, only when it may not be cached because something in it could not be said
    failures: dict[int, str] = field(default_factory=dict)  # by the utterance's place in the take: why not

    def recorded(self, data: bytes) -> None:
        """Take note of what was packed."""
        self.frames, self.times = take_frames(data), take_times(data)


def narrate(
    script: Script,
    folder: Path,
    cache: Cache,
    voice: str,
    engine: str,
    workers: int,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Narration:
    """Bring `folder` up to date with the script. The caller holds the lock of the guide.

    Raises EngineError when a voice is missing, EncodingError and StoreError when a file cannot be written; whatever
    was said by then is kept, and the next run goes on from there.
    """
    with Pool(engine, workers) as pool:
        return _Narrator(script, folder, cache, voice, engine, pool, workers, progress).run()


class _Narrator:
    def __init__(
        self,
        script: Script,
        folder: Path,
        cache: Cache,
        voice: str,
        engine: str,
        pool: Pool,
        workers: int,
        progress: Callable[[Progress], None],
    ) -> None:
        self.script = script
        self.folder = folder
        self.cache = cache
        self.voice = voice
        self.engine = engine
        self.pool = pool
        self.workers = workers
        self.progress = progress
        self.rate = pool.rate
        self.spoken: set[str] = set()
        self.lock = threading.Lock()
        self.done = 0
        self.total = 0

    def run(self) -> Narration:
        plan = [(section, self.planned(section)) for section in self.script.sections]
        everything = [work for _, works in plan for work in works]
        missing = [work for work in everything if not work.frames]
        self.total = sum(len(utterance.words) for work in missing for utterance in work.take.utterances)
        self.record(missing)
        before = _published(self.folder)
        failures = {
            said.segment or said.block: why
            for work in everything
            for index, why in {**dict(_unheard(work)), **work.failures}.items()
            for said in (work.take.utterances[index],)
        }
        tracks: list[Track] = []
        encoded = 0
        for number, (section, works) in enumerate(plan, 1):
            track, anew = self.track(number, section, works, before)
            tracks.append(track)
            encoded += anew
        whole = Timeline(
            self.script.guide,
            self.voice,
            self.engine,
            self.pool.version,
            self.script,
            self.rate,
            tuple(tracks),
            failures,
        )
        self.publish(whole, before)
        self.cache.keep({work.key for work in everything} | {self.key(one) for one in self.utterances()})
        return self.narration(whole, encoded)

    # what is to be done

    def planned(self, section: SectionScript) -> list[_Work]:
        title = self.written(section).title
        works = [_Work(take, self.take_key(take), title) for take in takes(section)]
        for work in works:
            known = self.cache.get(work.key)
            if known is not None:
                work.recorded(known)
        return works

    def written(self, section: SectionScript) -> Section:
        return next(one for one in self.script.guide.sections if one.id == section.section)

    def utterances(self) -> Iterator[Utterance]:
        for section in self.script.sections:
            yield from section.utterances

    def key(self, utterance: Utterance) -> str:
        return utterance_key(utterance, self.engine, self.pool.version)

    def take_key(self, take: Take) -> str:
        return take_key(take, self.engine, self.pool.version, self.rate)

    # speaking and encoding

    def record(self, missing: Sequence[_Work]) -> None:
        """Say and encode every missing take, as many at once as there are workers. The first error ends it."""
        with ThreadPoolExecutor(self.workers) as threads:
            futures = [threads.submit(self.record_one, work) for work in missing]
            try:
                done, _ = wait(futures, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
            finally:
                _cancel(futures)

    def record_one(self, work: _Work) -> None:
        speeches = []
        for index, utterance in enumerate(work.take.utterances):
            try:
                speeches.append(self.speech(utterance))
            except UtteranceError as exc:
                work.failures[index] = str(exc)
                speeches.append(Speech(bytes(2 * clock.samples(_UNSAID, self.rate)), self.rate, ()))
        times = [Times(speech.length, speech.marks) for speech in speeches]
        pcm = assemble(work.take, speeches, self.rate)
        speeches.clear()  # a take is megabytes, and several are encoded at once
        sound = encoding.encode_take(pcm, self.rate)
        packed = pack_take(times, encoding.frames(sound), sound)
        work.recorded(packed)
        if work.failures:  # to be tried again by the next run
            work.uncached = sound
        else:
            self.cache.put(work.key, packed)
        with self.lock:
            self.done += sum(len(utterance.words) for utterance in work.take.utterances)
            self.progress(Progress(self.done, self.total, work.section))

    def speech(self, utterance: Utterance) -> Speech:
        key = self.key(utterance)
        known = self.cache.get(key)
        if known is not None:
            return unpack_speech(known)
        speech = self.pool.speak(utterance.words, utterance.voice)
        self.cache.put(key, pack_speech(speech))
        if utterance.segment is not None:
            with self.lock:
                self.spoken.add(utterance.segment)
        return speech

    # from takes to a section

    def sound(self, work: _Work) -> bytes:
        if work.uncached:
            return work.uncached
        data = self.cache.get(work.key)
        if data is None:  # somebody emptied the cache while we ran
            raise StoreError(f"{self.cache.folder}: was emptied while we narrated; run it again")
        return take_sound(data)

    def track(
        self, number: int, section: SectionScript, works: Sequence[_Work], before: Mapping[str, str]
    ) -> tuple[Track, bool]:
        written = self.written(section)
        tags = tags_of(self.script.guide, number, self.voice)
        identity = section_key(tags, [(work.key, sorted(work.failures)) for work in works])
        name = f"{number:02}-{section.section[:60]}-{identity[:8]}.m4a" if works else ""
        path = self.folder / name
        anew = bool(works) and not (before.get(name) and path.is_file() and store.digest(path) == before[name])
        if anew:
            with store.temporary(path) as beside:
                encoding.mux((self.sound(work) for work in works), beside, tags)
                store.replace_from(beside, path)
        starts = encoding.starts(work.frames for work in works)
        placed = [
            one
            for work, start in zip(works, starts, strict=True)
            for one in _placed(work.take, work.times, start, self.rate)
        ]
        track = Track(
            section=written,
            audio=name,
            fingerprint=identity,
            sha256=store.digest(path) if works else "",
            size=store.size(path) if works else 0,
            samples=encoding.length(work.frames for work in works) if works else 0,
            cues=timeline.cues(written, placed),
            announcements=tuple(one for one in placed if one.utterance.announcement is not None),
            turns=timeline.turns(placed),
        )
        return track, anew

    def publish(self, whole: Timeline, before: Mapping[str, str]) -> None:
        """Write the timeline if it says anything new, then remove the audio that neither it nor the last one names."""
        path = self.folder / TIMELINE
        data = json.dumps(timeline.render(whole), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        if not path.is_file() or store.digest(path) != sha256(data).hexdigest():
            store.write(path, data)
            named = {track.audio for track in whole.tracks} | set(before)
            for old in self.folder.glob("*.m4a"):
                if old.name not in named:
                    with suppress(OSError):  # somebody is listening to it, or it is not ours
                        old.unlink()

    def narration(self, whole: Timeline, encoded: int) -> Narration:
        words = [word for track in whole.tracks for of in track.cues.values() for cue in of for word in cue.words]
        return Narration(
            folder=self.folder,
            samples=sum(track.samples for track in whole.tracks),
            rate=self.rate,
            words=len(words),
            estimated=sum(timeline.TIMINGS[word.timing] == "estimated" for word in words),
            spoken=len(self.spoken),
            sentences=sum(1 for block in whole.guide.blocks() for _ in block.segments),
            encoded=encoded,
            sections=len(whole.tracks),
            unsaid=tuple(self.unsaid(whole)),
        )

    def unsaid(self, whole: Timeline) -> Iterator[tuple[int, str]]:
        lines = {block.id: block.line for block in whole.guide.blocks()}
        lines |= {segment.id: block.line for block in whole.guide.blocks() for segment in block.segments}
        for name, why in whole.failures.items():
            yield lines[name], why


def utterance_key(utterance: Utterance, engine: str, version: str) -> str:
    """The fingerprint of everything that an utterance's sound depends on."""
    voice = utterance.voice
    words = "\0".join(f"{word.text}\1{word.phonemes or ''}" for word in utterance.words)
    return fingerprint("speech/1", engine, version, voice.name, voice.rate, voice.pitch, words)


def take_key(take: Take, engine: str, version: str, rate: int) -> str:
    """The fingerprint of everything that a take's sound depends on."""
    pauses = [take.pause(index, rate) for index in range(len(take.utterances))]
    spoken = [utterance_key(utterance, engine, version) for utterance in take.utterances]
    return fingerprint("take/1", rate, encoding.BITEXACT, encoding.TAKE, spoken, pauses)


def section_key(tags: encoding.Tags, works: Sequence[tuple[str, Sequence[int]]]) -> str:
    """The fingerprint of a section's file: `works` are its takes' keys, each with the places that could not be said."""
    return fingerprint("section/1", tags, works)


def tags_of(guide: Guide, number: int, voice: str) -> encoding.Tags:
    """What the file of the guide's section `number`, counted from 1, says of itself."""
    return encoding.Tags(
        title=guide.sections[number - 1].title,
        album=guide.title,
        track=number,
        tracks=len(guide.sections),
        artist=guide.author,
        language=guide.language,
        album_artist=guide.author,
        genre="Speech",
        comment=f"synthetic voice: {voice}",
    )


def _unheard(work: _Work) -> Iterator[tuple[int, str]]:
    """Utterances in which the engine passed over a word: the word got a place, but no sound."""
    for index, (utterance, one) in enumerate(zip(work.take.utterances, work.times, strict=True)):
        for word, mark in zip(utterance.words, one.marks, strict=False):
            if mark.end - mark.start <= 1 and any(letter.isalnum() for letter in word.text):
                yield index, f"“{word.text[:40]}” makes no sound; put it in other words"


def _placed(take: Take, times: Sequence[Times], start: int, rate: int) -> Iterator[Placed]:
    """Each utterance of a take where it sounds, the take's first sample being `start`."""
    at = start
    for index, (utterance, one) in enumerate(zip(take.utterances, times, strict=True)):
        yield Placed(utterance, at, at + one.length, one.marks)
        at += one.length + take.pause(index, rate)


def _published(folder: Path) -> dict[str, str]:
    """The audio files that the folder's timeline names, with their digests. Empty when there is none to be read."""
    try:
        found = json.loads((folder / TIMELINE).read_bytes())
        return {section["audio"]: section["sha256"] for section in found["sections"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _cancel(futures: Sequence[Future[None]]) -> None:
    for future in futures:
        future.cancel()

"""What check and voices print."""

import json
import re
import tempfile
import webbrowser
from collections import Counter
from pathlib import Path

from rich.console import Console

from companion.errors import EngineError, UsageError, VoiceNotFound
from companion.guide.model import Span, Voice
from companion.narration import encoding, store, studio
from companion.narration.store import Workspace
from companion.narration.studio import Manner, Source
from companion.script.coverage import Silence, coverage, quotations_without_speaker
from companion.script.lexicon import EMPTY, LexiconFile, lexicon
from companion.script.normalization import spoken
from companion.script.script import Script
from companion.script.words import SpokenWord
from companion.speech.engines import engine as engine_named
from companion.speech.workers import Pool

_SHOWN = 60  # characters of a quotation


def check(workspace: Workspace, name: str, out: Console, every: bool) -> bool:
    """Print what becomes of every character of a guide, and what looks like an oversight. False if any is lost."""
    source = studio.read(workspace, name)
    script, _ = studio.write_script(source, Manner())
    found = coverage(script)
    where = studio.shown(workspace.guide_path(name))
    silent = sum(_visible(one) for one in found.skipped)
    lost = sum(_visible(one) for one in found.lost)
    whole = found.spoken + silent + lost
    _say(out, f"{where}: {found.spoken:,} of {whole:,} characters are spoken, {silent:,} skipped, {lost:,} lost")
    reasons = Counter[str]()
    for one in found.skipped:
        reasons[one.reason] += _visible(one)
        if every:
            _say(out, f"{where}:{one.line}: skipped: {one.reason}: {_short(one.text)}")
    for reason, count in reasons.most_common():
        _say(out, f"  skipped: {reason}: {count:,}")
    for one in found.lost:
        _say(out, f"{where}:{one.line}: lost: {_short(one.text)}; write it another way")
    for line, words in quotations_without_speaker(source.guide):
        _say(out, f"{where}:{line}: nobody says {_short(words)}; mark it: [{_short(words, 12)}]{{by=Name}}")
    for entry, file in _unused(workspace, name, source):
        _say(out, f"{file}: the lexicon entry '{entry}' stands nowhere in this guide; remove it or mend its spelling")
    for speaker in source.guide.speakers.values():
        if speaker.voice is None:
            name = speaker.name if re.fullmatch(r"[A-Za-z0-9_-]+", speaker.name) else json.dumps(speaker.name)
            _say(out, f"{where}: {speaker.name} has no voice, so the narrator reads; add [speakers.{name}]")
    for note in source.guide.notes:
        if not note.targets:
            _say(out, f"{where}:{note.line}: the note '{note.id}' is about nothing")
    return _can_be_said(script, where, out) and not found.lost


def _can_be_said(script: Script, where: str, out: Console) -> bool:
    """Whether every voice of the cast can say something; what is wrong is printed."""
    good = True
    with Pool(studio.DEFAULT_ENGINE, 1) as pool:
        for name, voice in script.cast.voices.items():
            try:
                pool.speak((SpokenWord("Yes.", None),), voice)
            except EngineError as exc:
                _say(out, f"{where}: the voice of {name}: {exc}")
                good = False
    return good


def _unused(workspace: Workspace, name: str, source: Source) -> list[tuple[str, str]]:
    """Entries of the guide's own lexicon that stand nowhere in it."""
    own = source.own
    _, file = workspace.lexicon_paths(name)
    shown = studio.shown(file)
    texts = [block.text for block in source.guide.blocks()] + [passage.title for passage in source.guide.passages]
    scopes = [(None, own.words), *own.speakers.items()]
    unused = []
    for speaker, entries in scopes:
        only = lexicon(LexiconFile(), LexiconFile(words=entries), None)
        heard = {match.written for text in texts for match in only.matches(text)}
        unused += [(f"{entry} ({speaker})" if speaker else entry, shown) for entry in entries if entry not in heard]
    return unused


def list_voices(engine: str, wanted: str, out: Console) -> None:
    """Print name, language and description of every voice whose name or language holds `wanted`."""
    found = [
        info
        for info in engine_named(engine).voices()
        if wanted.lower() in f"{info.name} {info.language} {info.description}".lower()
    ]
    if not found:
        raise VoiceNotFound(f"no voice has '{wanted}' in its name or language; 'companion voices' lists them all")
    for info in found:
        _say(out, f"{info.name:28} {info.language:12} {info.description}")
    if engine == studio.DEFAULT_ENGINE:
        _say(out, "Each can be varied: NAME+f1 to +f5 higher, +m1 to +m8 lower, and others, as in en-gb+f2.")


def try_voice(engine: str, voice: Voice, text: str, to: Path | None, out: Console) -> None:
    """Say a text and write it down; without a path, into a temporary file that is opened. Raises EngineError."""
    words = spoken(text, Span(0, len(text)), EMPTY, "en")
    if not words:
        raise UsageError("there is nothing to say in that text; give it a word")
    with Pool(engine, 1) as pool:
        speech = pool.speak(words, voice)
    tags = encoding.Tags("A voice", "Companion", 1, 1, voice.name, "en")
    path = (to or Path(tempfile.mkdtemp(prefix="companion-")) / "voice.m4a").absolute()
    with store.temporary(path) as beside:
        encoding.mux([encoding.encode_take(speech.samples, speech.rate)], beside, tags)
        store.replace_from(beside, path)
    _say(out, f"{voice.name} says it in {path}")
    if to is None and out.is_terminal:
        webbrowser.open(path.as_uri())


def _visible(silence: Silence) -> int:
    return sum(not character.isspace() for character in silence.text)


def _short(text: str, length: int = _SHOWN) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _say(out: Console, line: str) -> None:
    out.print(line, markup=False)

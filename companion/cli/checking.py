"""What check and voices print."""

import tempfile
import webbrowser
from collections import Counter
from pathlib import Path

from rich.console import Console

from companion.errors import EncodingError, UsageError
from companion.guide.model import Span, Voice
from companion.narration import encoding, studio
from companion.narration.store import Workspace
from companion.narration.studio import Manner, Source
from companion.script.coverage import Silence, coverage, quotations_without_speaker
from companion.script.lexicon import EMPTY, LexiconFile, lexicon
from companion.script.normalization import spoken
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
    for note in source.guide.notes:
        if not note.targets:
            _say(out, f"{where}:{note.line}: the note '{note.id}' is about nothing")
    return not found.lost


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
    infos = engine_named(engine).voices()
    for info in infos:
        if wanted.lower() in f"{info.name} {info.language} {info.description}".lower():
            _say(out, f"{info.name:28} {info.language:12} {info.description}")


def try_voice(engine: str, voice: Voice, text: str, to: Path | None, out: Console) -> None:
    """Say a text and write it down; without a path, into a temporary file that is opened. Raises EngineError."""
    words = spoken(text, Span(0, len(text)), EMPTY, "en")
    if not words:
        raise UsageError("there is nothing to say in that text; give it a word")
    with Pool(engine, 1) as pool:
        speech = pool.speak(words, voice)
    tags = encoding.Tags("A voice", "Companion", 1, 1, voice.name, "en")
    path = to or Path(tempfile.mkdtemp(prefix="companion-")) / "voice.m4a"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise EncodingError(f"{path.parent}: cannot be made: {exc.strerror}; choose another with --to") from exc
    encoding.mux([encoding.encode_take(speech.samples, speech.rate)], path, tags)
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

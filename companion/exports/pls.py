"""PLS: how names are said, as a W3C Pronunciation Lexicon (PLS 1.0) that other voices can read."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from companion.editing.pls import ESPEAK, NAMESPACE
from companion.exports.made import Made, Request, put_folder
from companion.exports.xml import safe
from companion.narration import store, studio
from companion.script.lexicon import entry_key

_OURS = "companion-pls.json"  # what tells a folder of ours from one that must not be replaced
_TAGS = {"respell": ("alias", ""), "ipa": ("phoneme", ""), "espeak": ("phoneme", f' alphabet="{ESPEAK}"')}

Said = tuple[str, str]  # respell | ipa | espeak, and how it is spelled in that


def export(request: Request) -> Made:
    """Write one file, or a folder with one for all and one for each speaker who says something in another way.

    It takes no narration. Raises GuideError, LexiconError or StoreError.
    """
    workspace, guide = request.workspace, request.guide
    source = studio.read(workspace, guide)  # what cannot be said is found here
    texts = [store.read_text(path) if path.is_file() else "" for path in workspace.lexicon_paths(guide)]
    scopes = lexicons(*texts)
    count = sum(map(len, scopes.values()))
    hint = "" if count else "; the lexicon has no entries"
    made = {who: render(source.guide.language, entries).encode() for who, entries in scopes.items()}
    if len(made) == 1:
        path = request.out or Path(f"{guide}.pls")
        store.write(path.absolute(), made[None])
        size = len(made[None])
    else:
        path = request.out or Path(f"{guide}-pls")
        size = put_folder(_folder(guide, made), path, _OURS)
    request.progress(1)
    return Made(path, size, hint=hint)


def _folder(guide: str, made: Mapping[str | None, bytes]) -> dict[str, bytes | Path]:
    files: dict[str, bytes | Path] = {}
    taken: set[str] = set()
    for number, (who, content) in enumerate(made.items()):
        name = guide if who is None else f"{guide}-{who}"
        if name.lower() in taken or store.UNFIT.fullmatch(name):  # no name for a file everywhere
            name = f"{guide}-speaker {number}"
        taken.add(name.lower())
        files[f"{name}.pls"] = content
    mark = json.dumps({"format": "companion-pls/1", "guide": guide}, ensure_ascii=False)
    return {**files, _OURS: f"{mark}\n".encode()}


def lexicons(everywhere: str, guide: str) -> dict[str | None, dict[str, Said]]:
    """What two texts of a lexicon.toml say together: for everybody (None), and for each speaker who differs.

    The guide's own entry stands in place of the one for all guides. Both must be free of problems.
    """
    scopes: dict[str | None, dict[str, tuple[str, Said]]] = {None: {}}
    for who, written, said in (*_entries(everywhere), *_entries(guide)):
        scopes.setdefault(who, {})[entry_key(written)] = (written, said)
    return {who: dict(entries.values()) for who, entries in scopes.items()}


def _entries(text: str) -> Iterator[tuple[str | None, str, Said]]:
    """Speaker (None for everybody), what is written, how it is said."""
    document: dict[str, object] = tomllib.loads(text)
    speakers = document.get("speakers", {})
    assert isinstance(speakers, dict)
    for who, entries in ((None, document.get("words", {})), *speakers.items()):
        assert isinstance(entries, dict)
        for written, value in entries.items():
            ((kind, said),) = value.items() if isinstance(value, dict) else (("respell", value),)
            yield who, " ".join(written.split()), (kind, " ".join(said.split()))


def render(language: str, entries: Mapping[str, Said]) -> str:
    """The document (PLS 1.0, 4). espeak-ng's own phoneme names are marked as such: other voices leave them out."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<lexicon version="1.0" xmlns="{NAMESPACE}" alphabet="ipa" xml:lang="{safe(language)}">',
    ]
    for written, (kind, said) in entries.items():
        tag, alphabet = _TAGS[kind]
        lines.append(f"  <lexeme>\n    <grapheme>{safe(written)}</grapheme>")
        lines.append(f"    <{tag}{alphabet}>{safe(said)}</{tag}>\n  </lexeme>")
    return "\n".join([*lines, "</lexicon>\n"])

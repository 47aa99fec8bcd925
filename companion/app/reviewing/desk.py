"""The desk: a guide's files as they are now, and one way to change them that loses nobody's work."""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from companion.editing.replacing import Replacement, apply
from companion.errors import EditError, StoreError
from companion.guide import markdown
from companion.guide.linking import links
from companion.guide.model import Guide, Kind
from companion.guide.proposals import Proposals, proposals
from companion.narration import store
from companion.narration.store import LARGEST_TEXT, Workspace
from companion.narration.studio import shown

_MARK = b"\xef\xbb\xbf"  # a byte order mark, which some editors put first: it stays
turn = threading.RLock()  # one change at a time, whoever makes it: two clicks of one visitor are two threads


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it was read."""

    path: Path
    data: bytes | None  # None when it is not there

    @property
    def version(self) -> str:
        return store.fingerprint(self.data)

    @property
    def text(self) -> str:
        """What it says, line ends as they are. Raises StoreError when that is not UTF-8."""
        return _text(self.path, self.data or b"")


@dataclass(frozen=True, slots=True)
class Change:
    """What a file was before it was changed, and after."""

    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A guide as its file says at this moment."""

    workspace: Workspace
    paper: Paper
    guide: Guide

    @property
    def found(self) -> Proposals:
        """What is left for a person to decide, but for the links."""
        return _found(self._text, self.guide.id)

    @property
    def likely(self) -> Mapping[str, tuple[tuple[str, float], ...]]:
        """What each paragraph of the commentary may be about: by its text, the texts there, each with a confidence.

        By their texts, because an id changes when somebody writes one. It takes a while the first time, and none as
        long as nobody changes a word of the guide.
        """
        told = [
            (section.role, section.title, [block.text for block in section.blocks]) for section in self.guide.sections
        ]
        return _likely(Words(store.fingerprint(self.guide.language, told), self.guide))

    @property
    def _text(self) -> str:
        return self.guide.source


def lay(workspace: Workspace, guide: str) -> Desk:
    """The guide, read anew when its file has changed. Raises StoreError or GuideError."""
    paper = look(workspace.guide_path(guide))
    if paper.data is None:
        raise StoreError(f"{shown(paper.path)}: not found; add the guide again")
    return Desk(workspace, paper, _guide(paper.text, guide))


def look(path: Path) -> Paper:
    """The file as it is now. Raises StoreError when it is there and cannot be read."""
    try:
        with store.named(path), path.open("rb") as file:
            data = file.read(LARGEST_TEXT + 1)
    except StoreError as exc:
        if isinstance(exc.__cause__, FileNotFoundError):
            return Paper(path, None)
        raise
    if len(data) > LARGEST_TEXT:
        raise StoreError(f"{shown(path)}: larger than {LARGEST_TEXT // 1_000_000} MB; split it")
    return Paper(path, data)


def exchange(path: Path, versions: Collection[str], edit: Callable[[str], str]) -> Change:
    """Let `edit` make the file's next text, when the file is still one of those `versions`.

    Raises StoreError when somebody else has changed it since, and what `edit` raises; then nothing is written.
    """
    with turn:
        paper = look(path)
        if paper.version not in versions:
            raise StoreError(f"{path.name} was changed by somebody else meanwhile; this is how it is now, try again")
        text = paper.text
        new = edit(text)
        if new == text:
            return Change(path, paper.data, paper.data)
        mark = _MARK if (paper.data or b"").startswith(_MARK) else b""
        after = mark + new.encode()
        store.write(path, after)
        return Change(path, paper.data, after)


def take_back(change: Change) -> None:
    """Make the file what it was before the change, byte for byte. Raises StoreError when it was changed since."""
    with turn:
        if look(change.path).data != change.after:
            raise StoreError(f"{change.path.name} was changed by somebody else meanwhile; it is left as it is")
        if change.before is None:
            with store.named(change.path):
                change.path.unlink(missing_ok=True)
        else:
            store.write(change.path, change.before)


def corrected(text: str, guide: str, edit: Callable[[Guide], Iterable[Replacement]]) -> str:
    """A guide's text with a correction made, which is again a guide's text that says the same words.

    Raises GuideError or EditError when it would not be.
    """
    before = _guide(text, guide)
    new = apply(text, edit(before))
    if _words(_guide(new, guide)) != _words(before):
        raise EditError("that would change words beside it, so oddly they are written; correct it in guide.md")
    return new


def _words(guide: Guide) -> str:
    """What is read but for titles, whatever parts it."""
    texts = (block.text for block in guide.blocks() if block.kind is not Kind.HEADING)
    return "".join("".join(text.split()) for text in texts)


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise StoreError(f"{shown(path)}:{line}: not UTF-8 text; save it as UTF-8") from exc


@lru_cache(maxsize=8)
def _guide(text: str, guide: str) -> Guide:
    return markdown.read(text, "guide.md", guide)


@lru_cache(maxsize=8)
def _found(text: str, guide: str) -> Proposals:
    return proposals(_guide(text, guide), linked=False)


@dataclass(frozen=True, slots=True)
class Words:
    """A guide, equal to every other one with the same words."""

    key: str
    guide: Guide = field(compare=False)


@lru_cache(maxsize=8)
def _likely(words: Words) -> Mapping[str, tuple[tuple[str, float], ...]]:
    guide = replace(words.guide, notes=())  # also for what is linked already: somebody may want another link
    texts = {block.id: block.text for block in guide.blocks()}
    found: dict[str, list[tuple[str, float]]] = {}
    for link in links(guide):
        if link.sentence is None:
            found.setdefault(texts[link.note], []).append((texts[link.block], link.confidence))
    return {text: tuple(one) for text, one in found.items()}

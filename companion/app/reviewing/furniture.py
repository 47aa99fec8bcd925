"""What the rooms of the review page share: writing a correction down, saying so, and showing long lists in parts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TypeVar

import streamlit as st

from companion.app import hearing
from companion.app.catalogue import one_line
from companion.app.labels import plain
from companion.app.reviewing.desk import Change, Desk, Paper, corrected, exchange, take_back, turn
from companion.app.voices import described
from companion.editing.possible import possible
from companion.editing.replacing import Replacement
from companion.errors import CompanionError, EditError, EngineError
from companion.guide.model import Block, Guide, Span, Voice
from companion.narration import store
from companion.script.lexicon import EMPTY, Lexicon

T = TypeVar("T")
_AROUND = 140  # characters shown on either side of what is asked about
_mount = st.components.v2.component("companion.review", js="review.js", css="review.css", isolate_styles=False)


@dataclass
class Memory:
    """What one visitor did to one guide."""

    said: str = ""
    wrong: bool = False
    turn: int = 0  # counts what was said
    clip: str = ""  # URL of what is to be heard
    undo: Change | None = None
    mine: dict[Path, str] = field(default_factory=dict)  # the version of each file that this visitor wrote last

    def tell(self, said: str, wrong: bool = False, clip: str = "") -> None:
        self.said, self.wrong, self.clip, self.turn = said, wrong, clip, self.turn + 1


@dataclass
class Holding:
    """What the widgets say whose values stand in a file."""

    turns: dict[str, int] = field(default_factory=dict)  # by their names: how many had the name before
    told: dict[str, object] = field(default_factory=dict)  # by their keys


def memory(guide: str) -> Memory:
    """The visitor's memory of that guide."""
    key = f"review-memory-{guide}"
    if key not in st.session_state:
        st.session_state[key] = Memory()
    found = st.session_state[key]
    assert isinstance(found, Memory)
    return found


def correct(desk: Desk, told: str | Callable[[], str], edit: Callable[[Guide], Iterable[Replacement]]) -> bool:
    """Write a correction into guide.md, or say why not; whether it stands there now.

    `edit` is given the guide as it is now, not as the page showed it: somebody who clicks twice has not seen what the
    first click did.
    """
    identity = desk.guide.id
    return write(identity, desk.paper, told, lambda text: corrected(text, identity, edit))


def correct_all(
    desk: Desk,
    told: str,
    wanted: Sequence[tuple[Block, T]],
    edit: Callable[[Guide, Sequence[tuple[Block, T]]], Iterable[Replacement]],
) -> None:
    """Write as many corrections into guide.md as can be, and say which paragraphs are left, and why the first is."""
    left: list[tuple[tuple[Block, T], EditError]] = []

    def made(guide: Guide) -> Iterable[Replacement]:
        changes, left[:] = possible(wanted, lambda some: edit(guide, some))
        if len(left) == len(wanted):
            raise left[0][1]
        return changes

    def said() -> str:
        if not left:
            return told
        lines = tuple(dict.fromkeys(block.line for (block, _), _ in left))
        where = f"line {lines[0]} is left" if len(lines) == 1 else f"lines {', '.join(map(str, lines))} are left"
        why = str(left[0][1]).removeprefix(f"{desk.guide.id}: ").removeprefix(f"line {lines[0]}: ")
        return f"{len(wanted) - len(left):,} of {len(wanted):,} accepted; {where}: {why}"

    correct(desk, said, made)


def write(guide: str, paper: Paper, told: str | Callable[[], str], edit: Callable[[str], str]) -> bool:
    """Write a file's next text, or say why not; whether it stands there now. What was done before cannot be undone.

    `told` is what was done, or says it once it is.
    """
    known = memory(guide)
    with turn:
        try:
            change = exchange(paper.path, {paper.version, known.mine.get(paper.path, "")}, edit)
        except CompanionError as exc:
            known.tell(f"Not saved: {one_line(exc)}", wrong=True)
            return False
        except (LookupError, ValueError) as exc:
            known.tell(f"Not saved: {exc}; look at it again", wrong=True)
            return False
        if change.before != change.after:
            known.undo = change
            known.mine[change.path] = store.fingerprint(change.after)
            known.tell(f"Saved: {told if isinstance(told, str) else told()}")
    return True


def undo(guide: str) -> None:
    """Take the last change back."""
    known = memory(guide)
    with turn:
        if known.undo is None:
            return
        try:
            take_back(known.undo)
        except CompanionError as exc:
            known.tell(f"Not undone: {one_line(exc)}", wrong=True)
        else:
            known.mine[known.undo.path] = store.fingerprint(known.undo.before)
            done = known.said.startswith("Saved: ")
            known.tell(f"Undone: {known.said.removeprefix('Saved: ')}" if done else "Undone")
        known.undo = None


def hear(guide: Guide, voice: Voice, text: str, lexicon: Lexicon = EMPTY) -> None:
    """Let a sentence be heard, or say why it cannot be."""
    known = memory(guide.id)
    try:
        url = hearing.clip(text, voice, lexicon, guide.language)
    except EngineError as exc:
        known.tell(one_line(exc), wrong=True)
    else:
        known.tell(f"{described(voice.name)}: {shortened(text, 100)}", clip=url)


def styled(said: str = "") -> None:
    """Bring the stylesheet of these pages where there is no bar; `said` is for screen readers alone."""
    with st.container(key="page-style"):
        _mount(key="review-style", data={"guide": "", "turn": 0, "said": said, "wrong": False, "clip": "", "name": ""})


def bar(guide: str) -> None:
    """What was just done, for eye and ear, and the way to undo it."""
    known = memory(guide)
    with st.container(key="review-bar", horizontal=True, vertical_alignment="center"):
        data = {
            "guide": guide,
            "turn": known.turn,
            "said": known.said or "Every change is written at once: to guide.md, names to lexicon.toml.",
            "wrong": known.wrong,
            "clip": known.clip,
            "name": "What you asked to hear",
        }
        _mount(key=f"review-told-{guide}", data=data)
        if known.undo is not None:
            st.button("Undo", key="review-undo", on_click=undo, args=(guide,), width="content")


def held(name: str, value: object) -> str:
    """A widget's key, its value what the file says now, whatever was typed before.

    It is a new widget where the file says something else than the widget did: until a browser hears of that, it goes
    on telling the old one's value, and this must not be taken for somebody's choice.
    """
    known = _holding()
    key = f"{name}-{known.turns.get(name, 0)}"
    if known.told.get(key, value) != value:
        known.turns[name] = known.turns.get(name, 0) + 1
        key = f"{name}-{known.turns[name]}"
    st.session_state[key] = known.told[key] = value
    return key


def heard(key: str, change: Callable[..., None], *args: object) -> None:
    """What a held widget calls when it is changed: `change`, unless it tells only what is known already."""
    known, value = _holding(), st.session_state[key]
    if known.told.get(key) != value:
        known.told[key] = value
        change(*args)


def _holding() -> Holding:
    found = st.session_state.setdefault("review-holding", Holding())
    assert isinstance(found, Holding)
    return found


def apart(shown: str, only_said: str) -> str:
    """A button's label whose second part only a screen reader says: it tells one "Accept" from the next."""
    return f"{plain(shown)} :gray[{plain(only_said)}]"


def shortened(text: str, length: int) -> str:
    """How a text begins, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def words(text: str, language: str, marked: Span | None = None) -> None:
    """A paragraph of the guide, or what stands around the marked words of it. Its characters stand for themselves."""
    if marked is None:
        inner = escape(text)
    else:
        start, end = max(0, marked.start - _AROUND), min(len(text), marked.end + _AROUND)
        start = text.find(" ", start) + 1 if start else 0
        end = text.rfind(" ", 0, end) if end < len(text) else end
        start, end = min(start, marked.start), max(end, marked.end)
        before, after = text[start : marked.start], text[marked.end : end]
        inner = (
            f"{'… ' if start else ''}{escape(before)}<mark>{escape(marked.of(text))}</mark>"
            f"{escape(after)}{' …' if end < len(text) else ''}"
        )
    st.html(f'<p class="review-words" lang="{escape(language)}">{inner}</p>')


def part(guide: str, name: str, items: Sequence[T], most: int) -> Sequence[T]:
    """The part of a guide's long list that is shown now, and the way to the others."""
    if len(items) <= most:
        return items
    key = f"review-part-{guide}-{name}"
    pages = -(-len(items) // most)
    at = min(int(st.session_state.get(key, 0)), pages - 1)
    start, stop = at * most, min((at + 1) * most, len(items))
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}-way"):
        st.button("Earlier", key=f"{key}-back", disabled=at == 0, on_click=_turn, args=(key, at - 1))
        st.button("Later", key=f"{key}-on", disabled=at == pages - 1, on_click=_turn, args=(key, at + 1))
        st.markdown(f"{start + 1}–{stop} of {len(items):,}", width="content")
    return items[start:stop]


def _turn(key: str, page: int) -> None:
    st.session_state[key] = page

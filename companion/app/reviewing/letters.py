"""The room of the letters: those that are marked, and those that may be some."""

import streamlit as st

from companion.app.labels import plain
from companion.app.reviewing.desk import Desk
from companion.app.reviewing.furniture import apart, correct, part, shortened, words
from companion.editing.letters import mark_letter, unmark
from companion.guide.model import Block, Passage, Span
from companion.guide.phrases import passage_title
from companion.guide.proposals import FoundLetter

_MOST = 10
_SHOWN = 400  # characters of a letter


def count(desk: Desk) -> int:
    """How many letters are to be decided on."""
    return len(desk.found.letters)


def room(desk: Desk) -> None:
    """Show the letters that were found, then the passages that are marked."""
    st.header("Letters", anchor=False)
    blocks = {block.id: block for block in desk.guide.blocks()}
    found, marked = desk.found.letters, desk.guide.passages
    if not found and not marked:
        st.markdown("No letter was found. A letter begins with “Dear …”, and its writer signs it.")
    for number, letter in part("letters-found", tuple(enumerate(found, 1)), _MOST):
        with st.container(key=f"row-found-{number}"):
            _found(desk, blocks, number, letter)
    for passage in part("letters", marked, _MOST):
        with st.container(key=f"row-passage-{passage.id}"):
            _marked(desk, blocks, passage)


def _found(desk: Desk, blocks: dict[str, Block], number: int, letter: FoundLetter) -> None:
    text = _text(desk, blocks, letter)
    st.subheader("Is this a letter?", anchor=False)
    words(shortened(text, _SHOWN), desk.guide.language)
    # What was typed for one letter must not stand at the next: the key holds which one it is.
    key = f"{letter.first}-{letter.start}"
    left, right = st.columns(2)
    left.text_input(
        apart("Written by", f"letter {number}"), value=letter.by or "", key=f"review-by-{key}", max_chars=100
    )
    right.text_input(
        apart("Written to", f"letter {number}"), value=letter.to or "", key=f"review-to-{key}", max_chars=100
    )
    st.button(
        apart("Mark it as a letter", shortened(text, 40)),
        key=f"review-mark-{key}",
        type="primary",
        on_click=_mark,
        args=(desk, letter, f"review-by-{key}", f"review-to-{key}"),
    )


def _marked(desk: Desk, blocks: dict[str, Block], passage: Passage) -> None:
    st.subheader(plain(passage.title or passage.id), anchor=False)
    sides = [f"by {passage.by}" if passage.by else "", f"to {passage.to}" if passage.to else ""]
    who = " ".join(filter(None, sides)) or "nobody named"
    st.markdown(plain(f"{passage.kind}, {who}, line {passage.line}"))
    words(shortened(" ".join(blocks[name].text for name in passage.blocks), _SHOWN), desk.guide.language)
    st.button(
        apart(f"Not a {passage.kind}", passage.title or passage.id),
        key=f"review-unmark-{passage.id}",
        on_click=_unmark,
        args=(desk, passage),
    )


def _text(desk: Desk, blocks: dict[str, Block], letter: FoundLetter) -> str:
    names = [block.id for block in desk.guide.blocks()]
    inside = names[names.index(letter.first) : names.index(letter.last) + 1]
    pieces = []
    for name in inside:
        text = blocks[name].text
        start = letter.start if name == letter.first else 0
        pieces.append(Span(start, letter.end if name == letter.last else len(text)).of(text))
    return " ".join(pieces)


def _mark(desk: Desk, letter: FoundLetter, by: str, to: str) -> None:
    writer, addressee = (" ".join(str(st.session_state[key]).split()) or None for key in (by, to))
    title = passage_title("letter", addressee, desk.guide.language)
    correct(
        desk,
        title,
        lambda guide: mark_letter(guide, letter.first, letter.start, letter.last, letter.end, writer, addressee),
    )


def _unmark(desk: Desk, passage: Passage) -> None:
    title = passage.title or passage.id
    correct(desk, f"{title} is no {passage.kind} any more", lambda guide: unmark(guide, passage.id))

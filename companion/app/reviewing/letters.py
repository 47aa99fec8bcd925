"""The room of the letters: those that are marked, and those that may be some."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from companion.app.labels import plain
from companion.app.reviewing.desk import Desk
from companion.app.reviewing.furniture import apart, correct, part, shortened, words
from companion.editing.again import again, passage_again
from companion.editing.letters import mark_letter
from companion.editing.replacing import Replacement
from companion.editing.settling import reject, settle
from companion.guide.model import Block, Guide, Kind, Passage, Role, Span
from companion.guide.phrases import passage_title
from companion.guide.proposals import FoundLetter
from companion.narration import store

_MOST = 10
_SHOWN = 400  # characters of a letter
_OPEN = "review-letters-open"  # the guide in which a letter is being marked by hand


def count(desk: Desk) -> int:
    """How many letters are to be decided on."""
    return len(desk.found.letters)


def room(desk: Desk) -> None:
    """Show the letters that were found, then the passages that are marked."""
    st.header("Letters", anchor=False)
    blocks = {block.id: block for block in desk.guide.blocks()}
    found, marked = desk.found.letters, desk.guide.passages
    if not found and not marked:
        st.markdown("No letter was found.")
    texts = [_text(desk, blocks, letter) for letter in found]
    named = tuple(zip(_keys(texts), texts, found, strict=True))
    for number, (key, text, letter) in part(desk.guide.id, "letters-found", tuple(enumerate(named, 1)), _MOST):
        with st.container(key=f"row-found-{number}"):
            _found(desk, key, number, text, letter)
    texts = [" ".join(blocks[name].text for name in passage.blocks) for passage in marked]
    passages = tuple(zip(_keys(texts), texts, marked, strict=True))
    for key, text, passage in part(desk.guide.id, "letters", passages, _MOST):
        with st.container(key=f"row-passage-{key}"):
            _marked(desk, key, text, passage)
    with st.container(key="row-by-hand"):
        if st.session_state.get(_OPEN) == desk.guide.id:
            _by_hand(desk)
        else:
            st.button("Mark a letter by hand", key="review-by-hand", on_click=_open, args=(desk.guide.id,))


def _keys(texts: Sequence[str]) -> Iterator[str]:
    """A key for each, made of its words: as soon as one is decided on, another may have its number and its id."""
    seen: Counter[str] = Counter()
    for text in texts:
        yield f"{store.fingerprint(text)}-{seen[text]}"
        seen[text] += 1


def _found(desk: Desk, key: str, number: int, text: str, letter: FoundLetter) -> None:
    st.subheader("Is this a letter?", anchor=False)
    words(shortened(text, _SHOWN), desk.guide.language)
    left, right = st.columns(2)
    left.text_input(
        apart("Written by", f"letter {number}"), value=letter.by or "", key=f"review-by-{key}", max_chars=100
    )
    right.text_input(
        apart("Written to", f"letter {number}"), value=letter.to or "", key=f"review-to-{key}", max_chars=100
    )
    with st.container(horizontal=True):
        st.button(
            apart("Mark it as a letter", shortened(text, 40)),
            key=f"review-mark-{key}",
            type="primary",
            on_click=_mark,
            args=(desk, letter, f"review-by-{key}", f"review-to-{key}"),
        )
        st.button(
            apart("Not a letter", shortened(text, 40)),
            key=f"review-no-letter-{key}",
            on_click=_reject,
            args=(desk, letter, shortened(text, 40)),
        )


def _marked(desk: Desk, key: str, text: str, passage: Passage) -> None:
    st.subheader(plain(passage.title or passage.id), anchor=False)
    sides = [f"by {passage.by}" if passage.by else "", f"to {passage.to}" if passage.to else ""]
    who = " ".join(filter(None, sides)) or "nobody named"
    st.markdown(plain(f"{passage.kind}, {who}, line {passage.line}"))
    words(shortened(text, _SHOWN), desk.guide.language)
    st.button(
        apart(f"Not a {passage.kind}", passage.title or passage.id),
        key=f"review-unmark-{key}",
        on_click=_unmark,
        args=(desk, passage),
    )


def _by_hand(desk: Desk) -> None:
    """Ask where a letter begins and ends that nobody has found."""
    taken = {name for passage in desk.guide.passages for name in passage.blocks}
    sections = (section for section in desk.guide.sections if section.role is not Role.ASIDES)
    every = [block for section in sections for block in section.blocks if block.kind is not Kind.HEADING]
    free = {block.id: (number, block) for number, block in enumerate(every, 1) if block.id not in taken}
    st.subheader("A letter by hand", anchor=False)
    keys = {label: f"review-hand-{label.lower()}" for label in ("First", "Last", "by", "to")}
    for label in ("First", "Last"):
        st.selectbox(
            f"{label} paragraph of the letter",
            tuple(free),
            index=None,
            key=keys[label],
            format_func=lambda name: f"{free[name][0]}: {shortened(free[name][1].text, 70)}" if name in free else name,
            placeholder="Paragraphs",
            filter_mode="contains",
        )
    left, right = st.columns(2)
    left.text_input(apart("Written by", "letter by hand"), key=keys["by"], max_chars=100)
    right.text_input(apart("Written to", "letter by hand"), key=keys["to"], max_chars=100)
    first, last = (st.session_state.get(keys[label]) for label in ("First", "Last"))
    st.button(
        "Mark these paragraphs",
        key="review-hand-mark",
        type="primary",
        disabled=first not in free or last not in free,
        on_click=_mark_by_hand,
        args=(desk, keys),
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


def _open(guide: str) -> None:
    st.session_state[_OPEN] = guide


def _mark_by_hand(desk: Desk, keys: Mapping[str, str]) -> None:
    if st.session_state.get(_OPEN) != desk.guide.id:
        return  # the first click of two has marked it and closed the form
    names = [block.id for block in desk.guide.blocks()]
    ends = sorted((str(st.session_state[keys[label]]) for label in ("First", "Last")), key=names.index)
    end = next(len(block.text) for block in desk.guide.blocks() if block.id == ends[1])
    meant = FoundLetter(first=ends[0], start=0, last=ends[1], end=end, by=None, to=None)
    if _marks(desk, meant, keys["by"], keys["to"]):
        del st.session_state[_OPEN]
        for key in keys.values():
            del st.session_state[key]


def _mark(desk: Desk, letter: FoundLetter, by: str, to: str) -> None:
    _marks(desk, letter, by, to)


def _marks(desk: Desk, letter: FoundLetter, by: str, to: str) -> bool:
    """Whether it is marked now."""
    writer, addressee = (" ".join(str(st.session_state[key]).split()) or None for key in (by, to))
    title = passage_title("letter", addressee, desk.guide.language)

    def edit(guide: Guide) -> Sequence[Replacement]:
        first, last = again(desk.guide, guide, (letter.first, letter.last))
        return mark_letter(guide, first, letter.start, last, letter.end, writer, addressee)

    return correct(desk, title, edit)


def _reject(desk: Desk, letter: FoundLetter, beginning: str) -> None:
    def edit(guide: Guide) -> Sequence[Replacement]:
        (first,) = again(desk.guide, guide, (letter.first,))
        return settle(guide, first)

    correct(desk, f"{beginning} is no letter", edit)


def _unmark(desk: Desk, passage: Passage) -> None:
    title = passage.title or passage.id

    def edit(guide: Guide) -> Sequence[Replacement]:
        return reject(guide, passage_again(desk.guide, guide, passage).id)

    correct(desk, f"{title} is no {passage.kind} any more", edit)

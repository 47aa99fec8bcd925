"""The room of the quotations: who says what stands in quotation marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from companion.app.labels import plain
from companion.app.reviewing.desk import Desk
from companion.app.reviewing.furniture import apart, correct, held, part, shortened, words
from companion.editing.speakers import set_speaker, set_speakers
from companion.guide.front import NARRATOR
from companion.guide.model import Block, Role, Span
from companion.guide.proposals import FoundQuotation

_MOST = 15
_NOBODY = "The narrator, on purpose"
_TODO, _ALL = "todo", "all"


@dataclass(frozen=True, slots=True)
class Row:
    """One quotation."""

    number: int  # among all of the guide
    block: Block
    span: Span
    speaker: str | None  # as written
    proposal: FoundQuotation | None  # None when it has a speaker, or stands in somebody's own letter

    @property
    def key(self) -> tuple[str, int]:
        return self.block.text, self.span.start  # ids change when a paragraph is given one

    @property
    def open(self) -> bool:
        """Whether somebody should decide."""
        return self.proposal is not None and _open(self.proposal)


def rows(desk: Desk) -> tuple[Row, ...]:
    """Every quotation of the guide's text and commentary, in order."""
    found = {(one.block, one.span): one for one in desk.found.quotations}
    blocks = (block for section in desk.guide.sections if section.role is not Role.ASIDES for block in section.blocks)
    every = ((block, one) for block in blocks for one in block.quotations)
    return tuple(
        Row(number, block, one.span, one.speaker, None if one.speaker else found.get((block.id, one.span)))
        for number, (block, one) in enumerate(every, 1)
    )


def count(desk: Desk) -> int:
    """How many quotations somebody should decide on."""
    return sum(map(_open, desk.found.quotations))


def room(desk: Desk) -> None:
    """Show the quotations that nobody has said yet, or all of them."""
    st.header("Quotations", anchor=False)
    every = rows(desk)
    if not every:
        st.markdown("Nothing stands in quotation marks in this guide.")
        return
    todo = sum(row.open for row in every)
    labels = {_TODO: f"To decide · {todo:,}", _ALL: f"All · {len(every):,}"}
    shown = st.segmented_control(
        "Which quotations", tuple(labels), key="review-quotations-which", format_func=labels.__getitem__, default=_TODO,
        required=True, label_visibility="collapsed", on_change=forget,
    )  # fmt: skip
    sure = [row.proposal for row in every if row.proposal and row.proposal.sure and row.proposal.speaker]
    if sure:
        st.button(
            f"Accept all that are sure · {len(sure):,}", key="review-sure", on_click=_accept_all, args=(desk, sure)
        )
    kept = st.session_state.setdefault("review-quotations-kept", set())
    chosen = [row for row in every if shown == _ALL or row.open or row.key in kept]
    if not chosen:
        st.markdown("Every quotation has somebody who says it. The others are under “All”.")
    names = [person.name for person in desk.found.people]
    for row in part(f"quotations-{shown}", chosen, _MOST):
        with st.container(key=f"row-quotation-{row.number}"):
            _row(desk, names, row)


def _row(desk: Desk, names: Sequence[str], row: Row) -> None:
    wide, narrow = st.columns([3, 2], vertical_alignment="top")
    with wide:
        words(row.block.text, desk.guide.language, row.span)
    quote = shortened(row.span.of(row.block.text), 50)
    proposed = row.proposal.speaker if row.proposal else None
    near = row.proposal.candidates if row.proposal else ()
    labels: Mapping[str, str] = {**{name: name for name in (*near, *names)}, NARRATOR: _NOBODY}
    key = held(f"review-said-{row.number}", row.speaker)
    with narrow:
        st.selectbox(
            plain(f"{row.number}: who says {quote}"),
            tuple(labels),
            index=None,
            key=key,
            format_func=lambda name: labels.get(name, name),
            placeholder=f"{proposed}?" if proposed else "Who says it?",
            accept_new_options=True,
            label_visibility="collapsed",
            on_change=_choose,
            args=(desk, row, key),
        )
        if proposed:
            st.button(
                apart(f"It is {proposed}", f"who says {quote}"),
                key=f"review-accept-{row.number}",
                on_click=_write,
                args=(desk, row, proposed),
            )


def _open(one: FoundQuotation) -> bool:
    return not one.in_letter and (one.utterance or one.sure)


def _choose(desk: Desk, row: Row, key: str) -> None:
    _write(desk, row, " ".join(str(st.session_state[key] or "").split()) or None)


def _write(desk: Desk, row: Row, name: str | None) -> None:
    st.session_state.setdefault("review-quotations-kept", set()).add(row.key)  # a row does not go while it is looked at
    quote = shortened(row.span.of(row.block.text), 60)
    told = f"nobody is named for {quote}" if name is None else f"{name} says {quote}"
    correct(desk, told, lambda guide: set_speaker(guide, row.block.id, row.span, name))


def _accept_all(desk: Desk, sure: Sequence[FoundQuotation]) -> None:
    names = {(one.block, one.span): one.speaker for one in sure}
    correct(desk, f"{len(sure):,} quotations have their speakers", lambda guide: set_speakers(guide, names))


def forget() -> None:
    st.session_state.pop("review-quotations-kept", None)

"""The room of the quotations: who says what stands in quotation marks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from companion.app.labels import plain
from companion.app.reviewing.desk import Desk
from companion.app.reviewing.furniture import apart, correct, correct_all, heard, held, part, shortened, words
from companion.app.reviewing.sections import counted
from companion.editing.again import again
from companion.editing.front import Person, set_people
from companion.editing.replacing import Replacement
from companion.editing.speakers import set_speaker, set_speakers
from companion.guide.front import NARRATOR
from companion.guide.model import Block, Guide, Role, Span
from companion.guide.proposals import FoundQuotation
from companion.importing.voices import fitting

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
    def proposed(self) -> str | None:
        return self.proposal.speaker if self.proposal else None

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
    sure = tuple(row for row in every if row.proposal and row.proposal.sure and row.proposed)
    if sure:
        st.button(
            f"Accept all that are sure · {len(sure):,}", key="review-sure", on_click=_accept_all, args=(desk, sure)
        )
    kept = st.session_state.setdefault("review-quotations-kept", set())
    chosen = [row for row in every if shown == _ALL or row.open or row.key in kept]
    if not chosen:
        st.markdown("Every quotation has somebody who says it. The others are under “All”.")
    names = [person.name for person in desk.found.people]
    for row in part(desk.guide.id, f"quotations-{shown}", chosen, _MOST):
        with st.container(key=f"row-quotation-{row.number}"):
            _row(desk, names, row)


def _row(desk: Desk, names: Sequence[str], row: Row) -> None:
    wide, narrow = st.columns([3, 2], vertical_alignment="top")
    with wide:
        words(row.block.text, desk.guide.language, row.span)
    quote = shortened(row.span.of(row.block.text), 50)
    near = row.proposal.candidates if row.proposal else ()
    labels: Mapping[str, str] = {**{name: name for name in (*near, *names)}, NARRATOR: _NOBODY}
    # Marked words are no quotation any more once nobody says them: the key holds which one it is, not its number.
    which = f"{row.block.id}-{row.span.start}-{row.span.end}"
    key = held(f"review-said-{which}", row.speaker)
    with narrow:
        st.selectbox(
            plain(f"{row.number}: who says {quote}"),
            tuple(labels),
            index=None,
            key=key,
            format_func=lambda name: labels.get(name, name),
            placeholder=f"{row.proposed}?" if row.proposed else "Who says it?",
            accept_new_options=True,
            label_visibility="collapsed",
            on_change=heard,
            args=(key, _choose, desk, row, key),
        )
        if row.proposed:
            st.button(
                apart(f"It is {row.proposed}", f"who says {quote}"),
                key=f"review-accept-{which}",
                on_click=_write,
                args=(desk, row, row.proposed),
            )


def _open(one: FoundQuotation) -> bool:
    return not one.in_letter and (one.utterance or one.sure)


def _choose(desk: Desk, row: Row, key: str) -> None:
    _write(desk, row, " ".join(str(st.session_state[key] or "").split()) or None)


def _write(desk: Desk, row: Row, name: str | None) -> None:
    st.session_state.setdefault("review-quotations-kept", set()).add(row.key)  # a row does not go while it is looked at
    quote = shortened(row.span.of(row.block.text), 60)
    told = f"nobody is named for {quote}" if name is None else f"{name} says {quote}"

    def edit(guide: Guide) -> Sequence[Replacement]:
        (block,) = again(desk.guide, guide, (row.block.id,))
        return (*set_speaker(guide, block, row.span, name), *_newcomers(guide, [name] if name else []))

    correct(desk, told, edit)


def _newcomers(guide: Guide, names: Iterable[str]) -> Sequence[Replacement]:
    """A voice for everybody of whom the guide says nothing yet: else the narrator would go on saying it."""
    told = {NARRATOR, *(one.name for one in guide.speakers.values() if one.voice or one.pronouns or one.also)}
    new = fitting(guide, {name: None for name in names if name not in told})
    return set_people(guide, {name: Person(voice=voice) for name, voice in new.items()}) if new else ()


def _accept_all(desk: Desk, sure: Sequence[Row]) -> None:
    def edit(guide: Guide, some: Sequence[tuple[Block, Row]]) -> Sequence[Replacement]:
        blocks = again(desk.guide, guide, (block.id for block, _ in some))
        said = {(block.id, one.span) for block in guide.blocks() for one in block.quotations if one.speaker}
        wanted = {(name, row.span): row.proposed for name, (_, row) in zip(blocks, some, strict=True)}
        changes = set_speakers(guide, {where: name for where, name in wanted.items() if where not in said})
        return (*changes, *_newcomers(guide, filter(None, wanted.values())))

    told = f"{counted(len(sure), 'quotation')} accepted"
    correct_all(desk, told, [(row.block, row) for row in sure], edit)


def forget() -> None:
    st.session_state.pop("review-quotations-kept", None)

"""The room of the links: which paragraphs of the text each paragraph of the commentary is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from companion.app.labels import plain
from companion.app.reviewing.desk import Desk
from companion.app.reviewing.furniture import apart, correct, correct_all, heard, held, part, shortened, words
from companion.app.reviewing.sections import counted
from companion.editing.again import again
from companion.editing.links import set_abouts, targets_of
from companion.editing.replacing import Replacement
from companion.editing.settling import settle
from companion.guide.linking import SURE
from companion.guide.model import Block, Guide, Kind, Role

_MOST = 6
_OPEN = "review-links-choosing"  # by guide: the number of the paragraph whose links are being chosen by hand
_KEPT = "review-links-kept"  # the paragraphs decided on in this visit: their other proposals stay in sight
_QUICK = 3000  # pairs of paragraphs that may be compared before anybody asks for the links


@dataclass(frozen=True, slots=True)
class Proposal:
    """A paragraph of the text that a paragraph of the commentary may be about."""

    block: Block
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the commentary."""

    number: int  # among them
    note: Block
    linked: tuple[Block, ...]  # as written
    proposed: tuple[Proposal, ...]  # not linked yet, the likeliest first


def texts(guide: Guide) -> dict[str, tuple[int, Block]]:
    """The paragraphs of the text by id, numbered."""
    blocks = _of(guide, Role.TEXT)
    return {block.id: (number, block) for number, block in enumerate(blocks, 1)}


def rows(desk: Desk) -> tuple[Row, ...]:
    """Every paragraph of the commentary, with what it is about and what it may be about."""
    places = texts(desk.guide)
    by_text = {block.text: block for _, block in reversed(places.values())}
    targets: dict[str, list[Block]] = {}
    for written in desk.guide.notes:
        for name in written.blocks:
            own = targets.setdefault(name, [])
            own += (places[one.block][1] for one in written.targets if one.block in places)
    kept = st.session_state.setdefault(_KEPT, set())
    made = []
    for number, note in enumerate(_of(desk.guide, Role.NOTES), 1):
        linked = tuple(dict.fromkeys(targets.get(note.id, ())))
        ids = {block.id for block in linked}
        wanted = not note.settled and (not linked or note.text in kept)  # who has decided is not asked again
        likely = (
            Proposal(by_text[text], confidence)
            for text, confidence in (desk.likely.get(note.text, ()) if wanted else ())
            if text in by_text and by_text[text].id not in ids
        )
        made.append(Row(number, note, linked, tuple(sorted(likely, key=lambda one: -one.confidence))))
    return tuple(made)


def count(desk: Desk) -> int:
    """How many paragraphs have proposals to decide on; 0 where finding out would take long and nobody has asked yet."""
    key = f"review-links-known-{desk.guide.id}"
    quick = len(_of(desk.guide, Role.NOTES)) * len(_of(desk.guide, Role.TEXT)) <= _QUICK
    if not quick and key not in st.session_state:
        return 0
    return sum(not row.linked and bool(row.proposed) for row in rows(desk))


def room(desk: Desk) -> None:
    """Show each paragraph of the commentary with its links."""
    st.header("Links", anchor=False)
    with st.spinner("Looking for what each paragraph is about…"):
        every = rows(desk)
    st.session_state[f"review-links-known-{desk.guide.id}"] = True
    if not every:
        st.markdown("There is no commentary: give a section that role under “Outline”.")
        return
    open_ = [row for row in every if not row.linked and row.proposed]
    linked = sum(bool(row.linked) for row in every)
    st.markdown(f"{linked:,} of {counted(len(every), 'paragraph')} of the commentary are linked to the text.")
    sure = {row.note.id: row for row in open_ if row.proposed[0].confidence >= SURE}
    if sure:
        st.button(
            f"Accept all proposals from {SURE:.0%} · {len(sure):,}",
            key="review-links-sure",
            on_click=_accept_all,
            args=(desk, tuple(sure.values())),
        )
    places = texts(desk.guide)
    for row in part(desk.guide.id, "links", every, _MOST):
        with st.container(key=f"row-link-{row.number}"):
            _row(desk, places, row)


def _row(desk: Desk, places: Mapping[str, tuple[int, Block]], row: Row) -> None:
    language = desk.guide.language
    st.subheader(f"Commentary, paragraph {row.number}", anchor=False)
    words(shortened(row.note.text, 280), language)
    for block in row.linked:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**Linked** · {plain(_label(places, block))}")
            st.button(
                apart("Remove", f"link of paragraph {row.number} to {_label(places, block)}"),
                key=f"review-unlink-{row.number}-{places[block.id][0]}",
                on_click=_link,
                args=(desk, row, (), (block.id,)),
            )
    for one in row.proposed:
        with st.container(horizontal=True, vertical_alignment="center"):
            likely = f"{min(one.confidence, 0.99):.0%}"  # nobody but a person is certain
            st.markdown(f"Proposed, {likely} · {plain(_label(places, one.block))}")
            st.button(
                apart("Accept", f"link of paragraph {row.number} to {_label(places, one.block)}"),
                key=f"review-link-{row.number}-{places[one.block.id][0]}",
                on_click=_link,
                args=(desk, row, (one.block.id,), ()),
            )
    if not row.linked and not row.proposed:
        st.markdown("Linked to nothing, as decided." if row.note.settled else "Linked to nothing.")
    chosen = st.session_state.get(f"{_OPEN}-{desk.guide.id}") == row.number
    with st.container(horizontal=True):
        if not row.linked and row.proposed:
            st.button(
                apart("None of these", f"for paragraph {row.number}"),
                key=f"review-links-none-{row.number}",
                on_click=_settle,
                args=(desk, row),
            )
        if not chosen:
            st.button(
                apart("Choose by hand", f"what paragraph {row.number} is about"),
                key=f"review-links-open-{row.number}",
                on_click=_open,
                args=(desk.guide.id, row.number),
            )
    if chosen:
        _by_hand(desk, places, row)


def _by_hand(desk: Desk, places: Mapping[str, tuple[int, Block]], row: Row) -> None:
    # By their numbers: a paragraph may have another id as soon as it is chosen.
    labels = {number: _label(places, block) for number, block in places.values()}
    key = held(f"review-links-chosen-{row.number}", [places[block.id][0] for block in row.linked])
    st.multiselect(
        plain(f"What paragraph {row.number} of the commentary is about"),
        tuple(labels),
        key=key,
        format_func=labels.__getitem__,
        placeholder="Paragraphs of the text",
        filter_mode="contains",
        on_change=heard,
        args=(key, _chosen, desk, row, key),
    )


def _of(guide: Guide, role: Role) -> list[Block]:
    sections = (section for section in guide.sections if section.role is role)
    return [block for section in sections for block in section.blocks if block.kind is not Kind.HEADING]


def _label(places: Mapping[str, tuple[int, Block]], block: Block) -> str:
    return f"{places[block.id][0]}: {shortened(block.text, 70)}"


def _open(guide: str, number: int) -> None:
    st.session_state[f"{_OPEN}-{guide}"] = number


def _settle(desk: Desk, row: Row) -> None:
    def edit(guide: Guide) -> Sequence[Replacement]:
        (note,) = again(desk.guide, guide, (row.note.id,))
        return settle(guide, note)

    correct(desk, f"paragraph {row.number} of the commentary is linked to nothing", edit)


def _chosen(desk: Desk, row: Row, key: str) -> None:
    numbers = st.session_state[key]
    chosen = [name for name, (number, _) in texts(desk.guide).items() if number in numbers]
    linked = [block.id for block in row.linked]
    _link(desk, row, [one for one in chosen if one not in linked], [one for one in linked if one not in chosen])


def _link(desk: Desk, row: Row, more: Sequence[str], fewer: Sequence[str]) -> None:
    st.session_state.setdefault(_KEPT, set()).add(row.note.text)
    targets: list[str] = []

    def edit(guide: Guide) -> Sequence[Replacement]:
        note, *names = again(desk.guide, guide, (row.note.id, *more, *fewer))
        targets[:] = _linked(guide, note, names[: len(more)], names[len(more) :])
        return set_abouts(guide, {note: targets})

    def told() -> str:
        return f"paragraph {row.number} of the commentary is linked to {counted(len(targets), 'paragraph')}"

    correct(desk, told, edit)


def _linked(guide: Guide, note: str, more: Sequence[str], fewer: Sequence[str] = ()) -> list[str]:
    """What a paragraph is to be about: what it is about now, and `more`, and not `fewer`."""
    return [one for one in dict.fromkeys((*targets_of(guide, note), *more)) if one not in fewer]


def _accept_all(desk: Desk, sure: Sequence[Row]) -> None:
    def edit(guide: Guide, some: Sequence[tuple[Block, Sequence[str]]]) -> Sequence[Replacement]:
        every = [again(desk.guide, guide, (block.id, *names)) for block, names in some]
        return set_abouts(guide, {note: _linked(guide, note, more) for note, *more in every})

    likely = [(row.note, tuple(one.block.id for one in row.proposed if one.confidence >= SURE)) for row in sure]
    correct_all(desk, f"{counted(len(sure), 'paragraph')} of the commentary are linked", likely, edit)

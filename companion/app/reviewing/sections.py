"""The room of the outline: what the guide is called, and what each section is called and is for."""

import streamlit as st

from companion.app.labels import plain
from companion.app.reviewing.desk import Desk
from companion.app.reviewing.furniture import apart, correct, heard, held, part, shortened
from companion.app.voices import languages
from companion.editing.front import set_text
from companion.editing.headings import rename, set_role
from companion.guide.model import Kind, Role, Section

ROLES = {Role.TEXT: "Text that is studied", Role.NOTES: "Commentary"}
_MOST = 20
_FIELDS = {"title": "Title", "subtitle": "Subtitle", "author": "Author"}


def room(desk: Desk) -> None:
    """Show the guide's own fields, then its sections."""
    st.header("Outline", anchor=False)
    guide = desk.guide
    for column, (name, label) in zip(st.columns(len(_FIELDS)), _FIELDS.items(), strict=True):
        key = held(f"review-guide-{name}", getattr(guide, name))
        column.text_input(label, key=key, max_chars=200, on_change=heard, args=(key, _field, desk, name, key))
    known = languages()
    tags = tuple(known) if guide.language in known else (guide.language, *known)
    key = held("review-guide-language", guide.language)
    st.selectbox(
        "Language",
        tags,
        key=key,
        format_func=lambda tag: known.get(tag, tag),
        filter_mode="contains",
        width=320,
        on_change=heard,
        args=(key, _field, desk, "language", key),
    )
    sections = [section for section in guide.sections if section.role is not Role.ASIDES]
    for number, section in part(guide.id, "sections", tuple(enumerate(sections, 1)), _MOST):
        with st.container(key=f"row-section-{number}"):
            _row(desk, number, section)


def _row(desk: Desk, number: int, section: Section) -> None:
    wide, narrow = st.columns([3, 2])
    key = held(f"review-section-title-{number}", section.title)
    wide.text_input(
        plain(f"Section {number}"), key=key, max_chars=200, on_change=heard, args=(key, _rename, desk, section.id, key)
    )
    key = held(f"review-section-role-{number}", section.role)
    narrow.selectbox(
        apart("What it is", f"section {number}"),
        tuple(ROLES),
        key=key,
        format_func=ROLES.__getitem__,
        filter_mode=None,
        on_change=heard,
        args=(key, _role, desk, section.id, key),
    )
    blocks = [block for block in section.blocks if block.kind is not Kind.HEADING]
    sentences = sum(len(block.segments) for block in blocks)
    told = f"{counted(len(blocks), 'paragraph')}, {counted(sentences, 'sentence')}"
    st.markdown(plain(f"{told}: {shortened(blocks[0].text, 90)}" if blocks else told))


def counted(number: int, what: str) -> str:
    """ "1 paragraph", "2,000 paragraphs"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _field(desk: Desk, name: str, key: str) -> None:
    value = str(st.session_state[key] or "").strip()
    correct(
        desk, f"the {name} is {shortened(value, 60) or 'left out'}", lambda guide: set_text(guide, name, value or None)
    )


def _rename(desk: Desk, section: str, key: str) -> None:
    title = " ".join(str(st.session_state[key]).split())
    if title:
        correct(desk, f"the section is called {shortened(title, 60)}", lambda guide: rename(guide, section, title))


def _role(desk: Desk, section: str, key: str) -> None:
    role = Role(st.session_state[key])
    correct(desk, f"the section is {ROLES[role].lower()}", lambda guide: set_role(guide, section, role))

"""What was understood of a document, before anything of it is written."""

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from companion.app.labels import plain
from companion.app.reviewing.furniture import shortened, words
from companion.app.reviewing.people import PRONOUNS
from companion.app.reviewing.sections import ROLES, counted
from companion.app.voices import languages
from companion.guide.front import NARRATOR
from companion.guide.linking import SURE
from companion.guide.model import Role
from companion.importing.importing import Imported

_LISTED = 200  # sections, people, letters shown


def show(key: str, imported: Imported) -> None:
    """Show it, and ask for the language and the pronouns; widgets' names end in the document's `key`."""
    _title(key, imported)
    _outline(imported)
    _letters(imported)
    _people(key, imported)
    _links(imported)
    _left_out(imported)


def said(name: str, imported: Imported) -> str:
    """What a screen reader is told once a document is understood, and again when that changes."""
    quotations = [one for block in imported.guide.blocks() for one in block.quotations]
    spoken = sum(one.speaker is not None for one in quotations)
    parts = [
        counted(len(imported.parts), "section"),
        counted(len(imported.guide.passages), "passage"),
        f"{counted(len(quotations), 'quotation')}, {spoken:,} of them with a speaker",
    ]
    return f"{name} was read: {', '.join(parts)}."


def _title(key: str, imported: Imported) -> None:
    language = imported.guide.language
    st.header("What was understood", anchor=False)
    st.subheader(plain(imported.guide.title), anchor=False)
    for line in (imported.guide.subtitle, imported.guide.author):
        if line:
            st.markdown(plain(line))
    if not imported.document.guide:
        known = languages()
        tags = tuple(known) if language in known else (language, *known)
        st.selectbox(
            "Language",
            tags,
            index=tags.index(language),
            key=f"adding-language-{key}",
            format_func=lambda tag: known.get(tag, tag),
            filter_mode="contains",
            width=320,
        )


def _outline(imported: Imported) -> None:
    st.subheader("Outline", anchor=False)
    lines = [
        f"- **{plain(part.title or imported.guide.title)}** · {_ROLES[part.role]} · "
        f"{counted(part.paragraphs, 'paragraph')}, {counted(part.sentences, 'sentence')}"
        for part in imported.parts[:_LISTED]
    ]
    if len(imported.parts) > _LISTED:
        lines.append(f"- and {len(imported.parts) - _LISTED:,} more")
    st.markdown("\n".join(lines))


_ROLES: Mapping[Role, str] = {**{role: label.lower() for role, label in ROLES.items()}, Role.ASIDES: "footnotes"}


def _letters(imported: Imported) -> None:
    guide = imported.guide
    if not guide.passages:
        return
    st.subheader("Letters and other passages", anchor=False)
    texts = {block.id: block.text for block in guide.blocks()}
    for passage in guide.passages[:_LISTED]:
        who = f", by {passage.by}" if passage.by else ""
        st.markdown(f"**{plain(passage.title or passage.kind)}**{plain(who)}")
        words(shortened(" ".join(texts[name] for name in passage.blocks), 160), guide.language)


def _people(key: str, imported: Imported) -> None:
    """Ask for pronouns: with them “she says” finds its speaker, and everybody a fitting voice."""
    guide = imported.guide
    quotations = [one for block in guide.blocks() for one in block.quotations]
    names = [name for name in guide.speakers if name != NARRATOR][:_LISTED]
    if not quotations and not names:
        return
    said = Counter(one.speaker for one in quotations if one.speaker)
    unsure = sum((one.utterance or one.sure) and not one.in_letter for one in imported.review.quotations)
    st.subheader("Who speaks", anchor=False)
    told = f"{counted(len(quotations), 'quotation')}, {sum(said.values()):,} of them with a speaker"
    st.markdown(f"{told}; {unsure:,} to decide on the next page." if unsure else f"{told}.")
    if imported.document.guide or not names:
        return
    st.markdown("With their pronouns, “she says” finds its speaker, and everybody has a fitting voice.")
    columns = st.columns(3)
    for number, name in enumerate(names):
        columns[number % 3].selectbox(
            plain(f"Pronouns of {name} · {counted(said[name], 'quotation')}"),
            tuple(PRONOUNS),
            key=f"adding-pronouns-{key}-{name}",
            format_func=PRONOUNS.__getitem__,
            filter_mode=None,
        )


def _links(imported: Imported) -> None:
    notes = {link.note: 0.0 for link in imported.links if link.sentence is None}
    for link in imported.links:
        if link.sentence is None:
            notes[link.note] = max(notes[link.note], link.confidence)
    if notes:
        sure = sum(confidence >= SURE for confidence in notes.values())
        told = (
            f"{counted(sure, 'paragraph')} of the commentary linked to the text with a confidence of {SURE:.0%} or more"
        )
        more = f"; proposals for {len(notes) - sure:,} more, to accept on the next page" if len(notes) > sure else ""
        st.subheader("Links", anchor=False)
        st.markdown(f"{told}{more}.")


def _left_out(imported: Imported) -> None:
    left = imported.document.left_out
    if not left:
        return
    total = sum(one.characters for one in left)
    with st.expander(f"Not read: {counted(total, 'character')}"):
        reasons: dict[str, int] = {}
        for one in left:
            reasons[one.reason] = reasons.get(one.reason, 0) + one.characters
        for reason, characters in sorted(reasons.items(), key=lambda one: -one[1]):
            examples = [shortened(one.text, 60) for one in left if one.reason == reason and one.text.strip()][:3]
            told = f": {' · '.join(examples)}" if examples else ""
            st.markdown(plain(f"{reason}, {counted(characters, 'character')}{told}"))

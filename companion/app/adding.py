"""The page that adds a guide: a file or a pasted text, what was understood of it, a name, and it is there to review."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from companion.app.catalogue import one_line, workspace
from companion.app.frame import frame
from companion.app.labels import plain
from companion.app.reviewing.furniture import shortened, styled, words
from companion.app.reviewing.people import PRONOUNS
from companion.app.reviewing.sections import ROLES, counted
from companion.app.shelf import shelf
from companion.app.voices import languages
from companion.errors import CompanionError, DocumentError
from companion.guide.front import NARRATOR
from companion.guide.linking import SURE
from companion.guide.model import Role
from companion.importing import importing, reading
from companion.importing.document import Document
from companion.importing.importing import Imported
from companion.importing.limits import MOST_BYTES
from companion.narration import store
from companion.narration.store import UNFIT

_TYPES = ("txt", "md", "html", "htm", "docx", "epub", "pdf")
_MOST_PASTED = 2_000_000  # characters
_READ = "adding-read"  # what was read last, and what it was read from
_LISTED = 200  # sections, people, letters shown
_turn = threading.Semaphore(1)  # one document is read at a time: each may take half a gigabyte while it is


@dataclass(frozen=True, slots=True)
class Read:
    """A document that somebody gave, or why it cannot be one."""

    origin: str  # of which upload or paste
    key: str  # fingerprint of its bytes
    name: str  # of the file
    document: Document | None
    problem: str = ""


def page(reviewing: StreamlitPage) -> None:
    """Ask for a document, and show what was understood of it before anything is written."""
    st.set_page_config(page_title="Add a guide")
    frame()
    with st.container(key="adding"):
        told = st.container()  # filled last, when there is something to tell
        st.title("Add a guide", anchor=False)
        st.markdown("A study guide, a chapter, notes of your own: it stays on this machine.")
        _ask()
        read: Read | None = st.session_state.get(_READ)
        imported = _shown(read) if read is not None else None
        with told:
            styled(_said(read.name, imported) if read is not None and imported is not None else "")
        if read is not None and imported is not None:
            _place(read, imported, reviewing)


def _shown(read: Read) -> Imported | None:
    """Show what was understood, or why nothing was."""
    if read.document is None:
        st.error(plain(read.problem))
        return None
    try:
        imported = _chosen(read)
    except CompanionError as exc:
        st.error(plain(f"{read.name}: {one_line(exc)}"))
        return None
    _title(read, imported)
    _outline(imported)
    _letters(imported)
    _people(read, imported)
    _links(imported)
    _left_out(imported)
    return imported


def _said(name: str, imported: Imported) -> str:
    """What a screen reader is told once a document is understood, and again when that changes."""
    quotations = [one for block in imported.guide.blocks() for one in block.quotations]
    spoken = sum(one.speaker is not None for one in quotations)
    parts = [
        counted(len(imported.parts), "section"),
        counted(len(imported.guide.passages), "passage"),
        f"{counted(len(quotations), 'quotation')}, {spoken:,} of them with a speaker",
    ]
    return f"{name} was read: {', '.join(parts)}."


def _ask() -> None:
    """Have the document that was given last in the session's memory."""
    by_file, by_hand = st.tabs(["A file", "Pasted text"])
    with by_file:
        file = st.file_uploader(
            f"Text, Markdown, HTML, Word, EPUB or PDF, up to {MOST_BYTES >> 20} MB", _TYPES, key="adding-file"
        )
    with by_hand:
        st.text_area("The text", key="adding-text", height=220, max_chars=_MOST_PASTED)
        if st.button("Read it", key="adding-read-it"):
            text = str(st.session_state["adding-text"] or "")
            st.session_state[_READ] = _reading(f"text-{store.fingerprint(text)}", text.encode(), "pasted text")
            return
    known: Read | None = st.session_state.get(_READ)
    if file is not None and st.session_state.get("adding-seen") != file.file_id:
        st.session_state["adding-seen"] = file.file_id
        st.session_state[_READ] = _reading(f"file-{file.file_id}", file.getvalue(), file.name)
    elif file is None and known is not None and known.origin.startswith("file-"):
        del st.session_state[_READ]  # it was taken away again


def _reading(origin: str, data: bytes, name: str) -> Read:
    key = store.fingerprint(data)
    with st.spinner("Reading…"), _turn:
        try:
            return Read(origin, key, name, reading.read_bytes(data, name))
        except DocumentError as exc:
            return Read(origin, key, name, None, one_line(exc))


def _chosen(read: Read) -> Imported:
    """The document, understood with the language and the pronouns that are chosen below. Raises DocumentError."""
    with st.spinner("Understanding…"):
        first = _understood(_Given(read.key, read.name, read.document), "", ())
        language = str(st.session_state.get(f"adding-language-{read.key}") or first.guide.language)
        asked = f"adding-pronouns-{read.key}-"
        said = sorted(
            (str(key).removeprefix(asked), str(pronouns))
            for key, pronouns in st.session_state.items()
            if str(key).startswith(asked) and pronouns
        )
        own = "" if language == first.guide.language else language
        return _understood(_Given(read.key, read.name, read.document), own, tuple(said))


def _title(read: Read, imported: Imported) -> None:
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
            key=f"adding-language-{read.key}",
            format_func=lambda tag: known.get(tag, tag),
            filter_mode="contains",
            width=320,
        )


@dataclass(frozen=True, slots=True)
class _Given:
    key: str
    name: str
    document: Document | None

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=4)
def _understood(given: _Given, language: str, pronouns: tuple[tuple[str, str], ...]) -> Imported:
    assert given.document is not None
    stem = given.name.rpartition(".")[0] or given.name
    return importing.understood(given.document, "new", stem, language, dict(pronouns))


def _people(read: Read, imported: Imported) -> None:
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
            key=f"adding-pronouns-{read.key}-{name}",
            format_func=PRONOUNS.__getitem__,
            filter_mode=None,
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


def _place(read: Read, imported: Imported, reviewing: StreamlitPage) -> None:
    st.header("Its name", anchor=False)
    key = f"adding-name-{read.key}"
    if key not in st.session_state:
        st.session_state[key] = importing.identity(imported.guide.title, read.name)
    st.text_input("Name of the guide’s folder", key=key, max_chars=100, width=420)
    name = " ".join(str(st.session_state[key] or "").split())
    problem = _unfit(name)
    if problem:
        st.error(plain(problem))
    elif _taken(name):
        other = _free(name)
        st.warning(plain(f"There is a guide called {name} already; it stays as it is. Give this one another name."))
        st.button(f"Call it {plain(other)}", key="adding-other", on_click=_call, args=(key, other))
    if st.button("Add it", key="adding-add", type="primary", disabled=bool(problem) or _taken(name)):
        try:
            importing.place(workspace(shelf()), imported, name)
        except CompanionError as exc:
            st.error(plain(one_line(exc)))
            return
        for known in (_READ, "adding-seen"):
            st.session_state.pop(known, None)
        st.session_state["guide"] = name
        st.switch_page(reviewing, query_params={"guide": name})


def _call(key: str, name: str) -> None:
    st.session_state[key] = name


def _unfit(name: str) -> str:
    """Why no folder may be called so; nothing when it may."""
    if not name:
        return "Give it a name."
    if UNFIT.fullmatch(name):
        return f"“{name}” cannot name a folder everywhere; use up to 100 letters, digits, - and _."
    return ""


def _taken(name: str) -> bool:
    """Whether a guide has that name, written or narrated; some systems do not tell a from A."""
    here = shelf()
    known = {guide.casefold() for guide in here.guides()}
    return name.casefold() in known or (not _unfit(name) and workspace(here).guide_path(name).parent.exists())


def _free(name: str) -> str:
    base = name[:90]
    return next(other for number in range(2, 100_000) if not _taken(other := f"{base}-{number}"))

"""The page that adds a guide: a file or a pasted text, what was understood of it, a name, and it is there to review."""

import threading
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from companion.app import understood
from companion.app.catalogue import one_line, workspace
from companion.app.frame import frame
from companion.app.labels import plain
from companion.app.reviewing.furniture import styled
from companion.app.shelf import shelf
from companion.errors import CompanionError, DocumentError
from companion.importing import importing, reading
from companion.importing.document import Document
from companion.importing.importing import Imported
from companion.importing.limits import MOST_BYTES
from companion.narration import store
from companion.narration.store import UNFIT

_TYPES = ("txt", "md", "html", "htm", "docx", "epub", "pdf")
_MOST_PASTED = 2_000_000  # characters
_READ = "adding-read"  # what was read last, and what it was read from
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
            styled(understood.said(read.name, imported) if read is not None and imported is not None else "")
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
    understood.show(read.key, imported)
    return imported


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

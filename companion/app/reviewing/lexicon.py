"""The room of the lexicon: how names are said, heard before it is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from companion.app.catalogue import one_line
from companion.app.labels import plain
from companion.app.reviewing.desk import Desk, Paper, Words, look
from companion.app.reviewing.furniture import apart, hear, part, write
from companion.app.reviewing.sections import counted
from companion.editing.lexicon import set_entry
from companion.editing.staleness import stale
from companion.errors import CompanionError
from companion.guide.front import NARRATOR
from companion.narration import store
from companion.narration.studio import Manner, Source, cast_of, shown
from companion.script.lexicon import Lexicon, LexiconFile, Saying, lexicon, parse

_MOST = 20
_EVERYWHERE, _HERE = "everywhere", "here"
_WRITTEN, _SPELLING, _SCOPE = "written", "spelling", "scope"


@dataclass(frozen=True, slots=True)
class Files:
    """The two lexicons that a guide is said with."""

    everywhere: Paper
    own: Paper
    for_all: LexiconFile
    for_this: LexiconFile


def room(desk: Desk) -> None:
    """Show the form for a new entry, then those that are there."""
    st.header("How names are said", anchor=False)
    try:
        files = _files(desk)
    except CompanionError as exc:
        st.error(plain(str(exc)))
        return
    _form(desk, files)
    entries = tuple(_entries(files))
    if entries:
        st.subheader("Entries", anchor=False)
    for number, (paper, speaker, written, saying) in part(desk.guide.id, "lexicon", tuple(enumerate(entries)), _MOST):
        with st.container(key=f"row-entry-{number}", horizontal=True, vertical_alignment="center"):
            where = "in all guides" if paper is files.everywhere else "here"
            who = f", when {speaker} speaks" if speaker else ""
            said = saying.respelling or saying.phonemes or ""
            st.markdown(f"**{plain(written)}** is said {plain(said)} · {plain(where + who)}")
            name = f"{written}, {where}{who}"
            # An entry that is gone leaves its number to the next: the key holds which one it is.
            key = store.fingerprint(where, speaker, written)
            st.button(
                apart("Hear", name), key=f"review-entry-hear-{key}", on_click=_hear,
                args=(desk, files, speaker, written, None),
            )  # fmt: skip
            st.button(
                apart("Remove", name), key=f"review-entry-remove-{key}", on_click=_remove,
                args=(desk, paper, written, speaker),
            )  # fmt: skip


def _remove(desk: Desk, paper: Paper, written: str, speaker: str | None) -> None:
    told = f"{written} has no entry any more"
    write(desk.guide.id, paper, told, lambda text: set_entry(text, written, None, speaker))


def _form(desk: Desk, files: Files) -> None:
    left, middle, right = st.columns(3)
    keys = _keys(desk)
    left.text_input("Written", key=keys[_WRITTEN], max_chars=80, placeholder="Joaquin")
    middle.text_input("Said like", key=keys[_SPELLING], max_chars=120, placeholder="wah keen")
    scopes = {_HERE: "In this guide", _EVERYWHERE: "In all guides"}
    speakers = {f"by {name}": name for name in desk.guide.speakers}
    labels = {**scopes, **{key: f"When {name} speaks" for key, name in speakers.items()}}
    scope = right.selectbox(
        "Where", tuple(labels), key=keys[_SCOPE], format_func=lambda key: labels.get(key, key), filter_mode=None
    )
    written, spelling = (" ".join(st.session_state.get(key, "").split()) for key in (keys[_WRITTEN], keys[_SPELLING]))
    speaker = speakers.get(scope)
    paper = files.everywhere if scope == _EVERYWHERE else files.own
    problem = _problem(paper, written, spelling, speaker)
    ready = bool(written and spelling and not problem)
    if problem:
        st.error(plain(problem))
    if written:
        st.markdown(_effect(desk, files, paper, written, spelling if ready else "", speaker))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Hear it", key="review-lexicon-hear", disabled=not ready, on_click=_hear,
            args=(desk, files, speaker, written, spelling),
        )  # fmt: skip
        st.button(
            "Save", key="review-lexicon-save", type="primary", disabled=not ready, on_click=_save,
            args=(desk, paper, written, spelling, speaker),
        )  # fmt: skip


def _keys(desk: Desk) -> dict[str, str]:
    """The keys of the form's fields: what is typed for one guide is not meant for the next."""
    return {name: f"review-lexicon-{name}-{desk.guide.id}" for name in (_WRITTEN, _SPELLING, _SCOPE)}


def _files(desk: Desk) -> Files:
    everywhere, own = (look(path) for path in desk.workspace.lexicon_paths(desk.guide.id))
    return Files(everywhere, own, *(parse(paper.text, shown(paper.path)) for paper in (everywhere, own)))


def _entries(files: Files) -> Iterator[tuple[Paper, str | None, str, Saying]]:
    for paper, file in ((files.own, files.for_this), (files.everywhere, files.for_all)):
        for written, saying in file.words.items():
            yield paper, None, written, saying
        for speaker, words in file.speakers.items():
            for written, saying in words.items():
                yield paper, speaker, written, saying


def _hear(desk: Desk, files: Files, speaker: str | None, written: str, spelling: str | None) -> None:
    """Let it be heard as it would be said, in the voice of whoever says it."""
    everywhere, own = files.for_all, files.for_this
    entries = {**lexicon(everywhere, own, speaker).entries}
    if spelling is not None:
        entries[written] = Saying(respelling=spelling)
    hear(desk.guide, cast_of(desk.guide, Manner()).voice(speaker or NARRATOR), written, Lexicon(entries))


def _save(desk: Desk, paper: Paper, written: str, spelling: str, speaker: str | None) -> None:
    told = f"{written} is said {spelling}"
    if write(desk.guide.id, paper, told, lambda text: set_entry(text, written, spelling, speaker)):
        for name in (_WRITTEN, _SPELLING):
            st.session_state[_keys(desk)[name]] = ""


def _problem(paper: Paper, written: str, spelling: str, speaker: str | None) -> str:
    """Why the entry cannot be used; nothing when it can, or is not finished."""
    if not written or not spelling:
        return ""
    try:
        set_entry(paper.text, written, spelling, speaker, paper.path.name)
    except CompanionError as exc:
        return one_line(exc)
    return ""


def _effect(desk: Desk, files: Files, paper: Paper, written: str, spelling: str, speaker: str | None) -> str:
    """In how many sentences it stands, and how many would be said anew."""
    alone = Lexicon({written: Saying(respelling="x")})
    sentences = (segment.span.of(block.text) for block in desk.guide.blocks() for segment in block.segments)
    stands = sum(next(alone.matches(sentence), None) is not None for sentence in sentences)
    told = f"“{written}” stands in {counted(stands, 'sentence')} of this guide"
    if not spelling:
        return plain(f"{told}.")
    number = _stale(
        Words(desk.guide.source, desk.guide),
        files.everywhere.text,
        files.own.text,
        paper is files.everywhere,
        written,
        spelling,
        speaker,
    )
    return plain(f"{told}; {counted(number, 'sentence')} will be spoken anew.")


@lru_cache(maxsize=64)
def _stale(
    words: Words, everywhere: str, own: str, for_all: bool, written: str, spelling: str, speaker: str | None
) -> int:
    def source(everywhere: str, own: str) -> Source:
        return Source(words.guide, parse(everywhere, "lexicon.toml"), parse(own, "lexicon.toml"))

    changed = set_entry(everywhere if for_all else own, written, spelling, speaker)
    after = source(changed, own) if for_all else source(everywhere, changed)
    return stale(source(everywhere, own), after, Manner())

"""Narrating from a page: the button that asks for it, and how far it is."""

import time
from collections.abc import Callable, Sequence

import streamlit as st

from companion.app.catalogue import Entry, State, entry, folder_of, one_line, workspace
from companion.app.jobs import Job, Stage, jobs
from companion.app.labels import plain
from companion.app.shelf import shelf
from companion.app.voices import described, voices
from companion.errors import CompanionError
from companion.guide.model import Voice
from companion.narration.studio import Manner

_LOOK = 1.0  # seconds between two looks at a job
_TOLD = 600.0  # seconds that the end of a job is worth telling
_mount = st.components.v2.component("companion.library", js="library.js", css="library.css", isolate_styles=False)


def watched(guide: str, show: Callable[[Entry], None]) -> None:
    """Show the guide with `show`, and again every second while it is being narrated."""
    busy = jobs().active(guide)

    def again() -> None:
        if jobs().active(guide) != busy:
            st.rerun()  # the whole page: only it can begin to look every second, or cease to
        show(entry(shelf(), guide))

    st.fragment(again, run_every=_LOOK if busy else None)()


def bars(about: Entry) -> None:
    """How far one has listened to the guide, and how far its narration is."""
    shown = _shown(about)
    job = next((one for one in shown if one.active), None)
    heard = next((one.seconds for one in about.narrations), 0.0)
    said = " ".join(_said(one, about) for one in shown)
    part, way = (job.done / max(job.total, 1), _way(job)) if job else (0.0, None)
    bar(about.guide, about.guide, f"Narrating {about.title}", part, way, said, heard)
    for one in shown:
        if one.stage is Stage.FAILED:
            st.error(plain(one.told))


def bar(key: str, guide: str, name: str, part: float, way: str | None, said: str = "", heard: float = 0.0) -> None:
    """A bar, `part` of it full (0..1), with `way` beside it, or none; `said` is for screen readers.

    With `heard`, the seconds of a narration of the guide, a second bar shows how far one has listened.
    """
    data = {  # flat: Streamlit would load pandas to look at anything nested
        "guide": guide,
        "seconds": heard,
        "said": said,
        "name": name,
        "part": part,
        "way": way,
    }
    _mount(key=f"bars-{key}", data=data)


def buttons(about: Entry, choice: bool = True) -> None:
    """Narrate, stop, or, with `choice`, narrate in another voice."""
    active = [job for job in jobs().of(about.guide) if job.active]
    key = f"narrate-{about.guide}"
    if active:
        stopping = all(job.stage is Stage.STOPPING for job in active)
        st.button("Stopping…" if stopping else "Stop", key=key, on_click=_stop, args=(about.guide,))
        return
    if not about.narratable:
        return
    stale = [one for one in about.narrations if one.state in (State.CHANGED, State.PARTLY) and one.manner]
    if not about.narrations:
        st.button("Narrate", key=key, on_click=_start, args=(about, Manner()))
    elif stale:
        st.button("Narrate again", key=key, on_click=_start, args=(about, *(one.manner for one in stale)))
    if choice:
        with st.popover("Another voice"):
            _choice(about)


def _choice(about: Entry) -> None:
    try:
        found = voices(about.language)
    except CompanionError as exc:
        st.error(plain(one_line(exc)))
        return
    names = tuple(found)
    named, alone = f"voice-{about.guide}", f"single-{about.guide}"
    st.selectbox("Voice of the narrator", names, key=named, format_func=lambda name: found[name], filter_mode=None)
    st.checkbox("One voice for everybody", key=alone)
    st.button("Narrate in this voice", key=f"other-{about.guide}", on_click=_start_chosen, args=(about, named, alone))


def _start_chosen(about: Entry, named: str, alone: str) -> None:
    _start(about, Manner(voice=Voice(st.session_state[named]), single=st.session_state[alone]))


def _start(about: Entry, *manners: Manner) -> None:
    for manner in manners:
        try:
            folder = folder_of(shelf(), about.guide, manner)
        except CompanionError:  # the guide was damaged a moment ago; its card says so
            return
        voice = described(manner.voice.name) if manner.voice else about.voice
        jobs().start(workspace(shelf()), Job(about.guide, folder, voice, manner))


def _stop(guide: str) -> None:
    for folder in jobs().active(guide):
        jobs().stop(guide, folder)


def _shown(about: Entry) -> Sequence[Job]:
    """The jobs of a guide that are worth telling."""
    return [job for job in jobs().of(about.guide) if job.active or time.time() - job.ended < _TOLD]


def _way(job: Job) -> str:
    """How far a job is, for the eye."""
    if job.stage is Stage.QUEUED:
        return "Waits until another guide is narrated"
    if job.stage is Stage.WAITING:
        return f"Waits: {job.told} is narrating this guide"
    if job.stage is Stage.STOPPING:
        return "Stops after the paragraphs that are being said"
    if not job.total:
        return f"Begins: {job.voice}"
    return f"{100 * job.done // job.total} % narrated · {job.section}"


def _said(job: Job, about: Entry) -> str:
    """What a screen reader is told when it changes: where it begins, waits and ends."""
    if job.stage in (Stage.QUEUED, Stage.WAITING, Stage.STOPPING):
        return f"{about.title}: {_way(job)}."
    if job.stage is Stage.RUNNING:
        return f"{about.title} is being narrated."
    if job.stage is Stage.STOPPED:
        return f"{about.title}: stopped; what was said is kept."
    return f"{about.title} is narrated." if job.stage is Stage.DONE else ""  # an error is an alert by itself

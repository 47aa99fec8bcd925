"""The room of a guide that cannot be read: every problem with its line, which can be mended here."""

from collections.abc import Sequence

import streamlit as st

from companion.app.catalogue import one_line
from companion.app.labels import plain
from companion.app.reviewing.desk import Paper, look
from companion.app.reviewing.furniture import heard, held, part, write
from companion.errors import CompanionError, EditError, Problem
from companion.guide.markup import Source
from companion.narration.store import Workspace

_MOST = 15


def room(workspace: Workspace, guide: str, problems: Sequence[Problem]) -> None:
    """List the problems, each with its line as it is written."""
    st.header("This guide cannot be read yet", anchor=False)
    st.markdown("Mend these lines here or in the file; what is right in it stays as it is.")
    try:
        paper = look(workspace.guide_path(guide))
        lines = _lines(paper.text)
    except CompanionError as exc:
        st.error(plain(one_line(exc)))
        return
    for number, problem in part(guide, "damage", tuple(enumerate(problems, 1)), _MOST):
        with st.container(key=f"row-problem-{number}"):
            where = f"Line {problem.line}" if problem.line else "The whole file"
            st.markdown(f"**{where}** · {plain(f'{problem.what}; {problem.remedy}')}")
            if 0 < problem.line <= len(lines):
                line = lines[problem.line - 1]
                # A line that is mended leaves its number to the next problem: the key holds which line it is.
                same = sum(one.line == problem.line for one in problems[:number])
                key = held(f"review-line-{problem.line}-{same}", line)
                st.text_input(
                    f"Problem {number}: line {problem.line}", key=key, label_visibility="collapsed",
                    on_change=heard, args=(key, _mend, guide, paper, problem.line, line, key),
                )  # fmt: skip


def _lines(text: str) -> list[str]:
    return Source(text).lines()


def _mend(guide: str, paper: Paper, line: int, old: str, key: str) -> None:
    new = str(st.session_state[key])

    def edit(text: str) -> str:
        source = Source(text)
        if source.lines()[line - 1] != old:
            raise EditError(f"line {line} was changed meanwhile; look at it again")
        return text[: source.starts[line - 1]] + new + text[source.ends[line - 1] :]

    write(guide, paper, f"line {line}", edit)

"""The page about the app: how to listen, whose words these are, and how to bring in one's own edition."""

import streamlit as st

from companion.app.frame import frame

_TEXT = """
# About Companion

Companion reads a study guide aloud, lights every word as it sounds, and shows the analysis beside the passage that it
is about.

## Listening

Press the play button, or click any word to hear the guide from there. Your place and your speed are remembered for each
guide, in this browser. Under `?` the player lists its keys.

A note leads to its passage, and a passage to its notes. A note can be heard too; one key leads back to the word where
you were.

## Whose words these are

The guides that come with Companion are retellings in their own words: they follow the events and the argument of what
they are about, and quote it in passing only. They do not replace the work.

**Bring in your own edition.** A guide is one file of plain Markdown, `content/<guide>/guide.md`. Edit it, or write
another one beside it, and narrate it:

```
companion narrate <guide>
```

Only the sentences that changed are spoken again. What you write stays on your machine.

## The voice

Every voice here is made by a computer, and every audio file says so in its tags. A name that sounds wrong is mended in
`content/<guide>/lexicon.toml`.

## Privacy

Everything you see and hear comes from the machine that Companion runs on. No page asks anything of any other.
"""


def page() -> None:
    """Show the text."""
    st.set_page_config(page_title="About Companion")
    frame()
    with st.container(key="prose"):
        st.markdown(_TEXT)

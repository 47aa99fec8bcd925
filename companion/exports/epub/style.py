"""How the book looks, as far as the reader does not decide: what lights up is seen without colours too."""

ACTIVE = "-epub-media-overlay-active"  # the class of what is heard; the name that readers know (EPUB 3.3, 9.3.2.4)
PLAYING = "-epub-media-overlay-playing"  # the class of a document that is being read aloud

_PAGE = """@charset "UTF-8";
@namespace epub "http://www.idpf.org/2007/ops";
html { line-height: 1.5 }
body { margin: 0 5%; overflow-wrap: break-word }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; break-after: avoid; text-align: start }
p { margin: 0 0 .75em }
img { max-width: 100%; max-height: 60vh }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 1em 0 }
blockquote { margin: 1em 1.5em }
li > p { margin: 0 }
.numbered { list-style: none }
.passage { margin: 1.25em 0; padding-inline-start: 1em; border-inline-start: .2em solid }
.verse p { padding-inline-start: 1.5em }
.stage { font-style: italic }
.announcement { font-variant-caps: all-small-caps; letter-spacing: .04em }
.begin { font-weight: bold; break-after: avoid }
.end { text-align: end; break-before: avoid }
.note { margin: 1em 0 }
.label { font-weight: bold; margin: 0; break-after: avoid; -webkit-user-select: none; user-select: none }
.inline { margin-inline-start: 1.5em; font-size: .95em }
.prompt { border: .1em solid; padding: .35em .7em; font-weight: bold }
.about { font-size: .875em; -webkit-user-select: none; user-select: none }
.noteref { font-size: .75em; line-height: 0; vertical-align: super; -webkit-user-select: none; user-select: none }
.title { text-align: center }
"""
_HEARD = f"""
/* Black on yellow stands out of any page, and a line under it where yellow is not seen. */
.{ACTIVE} {{ background-color: #ffd83d; color: #000; text-decoration: underline; text-decoration-thickness: .12em;
  text-underline-offset: .15em; outline: .1em solid #ffd83d; border-radius: .1em }}
/* While it plays, what is not heard steps back: the marks of notes, the links, the questions. */
.{PLAYING} .noteref, .{PLAYING} .about a {{ text-decoration: none }}
.{PLAYING} .prompt {{ border-style: dotted }}

@media (prefers-color-scheme: dark) {{
  .{ACTIVE} {{ background-color: #ffe46b; color: #000; outline-color: #ffe46b }}
}}
@media (forced-colors: active) {{
  .{ACTIVE} {{ background-color: Highlight; color: HighlightText; outline: .12em solid HighlightText;
    forced-color-adjust: none }}
}}
"""


def css(heard: bool) -> str:
    """The style sheet; of a book of which nothing is heard, without what lights up."""
    return _PAGE + (_HEARD if heard else "")

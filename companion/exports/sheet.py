"""The page of an excerpt, to be printed: numbered sentences, their times in the clip, the notes about them."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from urllib.parse import urlencode

from companion.exports.excerpt import Excerpt, Sentence
from companion.exports.html import written
from companion.narration import clock
from companion.narration.document import Note

# No size of paper is asked for: the page fits A4 and Letter, whichever is in the printer.
_STYLE = """
@page { margin: 18mm 16mm 16mm }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem; max-inline-size: 46rem; background: #fff; color: #000;
  font: 12pt/1.5 Georgia, "Times New Roman", serif; overflow-wrap: anywhere }
h1, h2, h3, .about, .time, .number { font-family: system-ui, "Segoe UI", Arial, sans-serif }
h1 { font-size: 1.5em; line-height: 1.2; margin: 0 0 .25em }
h2 { font-size: 1.1em; margin: 1.6em 0 .5em; padding-block-end: .2em; border-block-end: 1.5pt solid #000 }
h3 { font-size: .9em; margin: 1.2em 0 .4em }
.about { margin: 0 0 .25em; font-size: .85em; line-height: 1.4 }
ol { margin: 0 0 .7em; padding: 0; list-style: none }
li { display: grid; grid-template-columns: 2.2em 3.4em minmax(0, 1fr); align-items: baseline; break-inside: avoid }
.number { font-weight: 700; font-size: .75em }
.time { font-size: .75em; font-variant-numeric: tabular-nums }
.passage { border-inline-start: 2.5pt solid #000; padding-inline-start: .8em }
.heading { font-weight: 700 }
.pre { white-space: pre-wrap }
.note { margin: 0 0 .9em; break-inside: avoid }
.note p { margin: 0 }
.of { font: 700 .75em system-ui, "Segoe UI", Arial, sans-serif }
.prompt { margin-block-start: .35em !important; padding: .35em .7em; border: 1pt solid #000; font-weight: 700 }
.source { margin-block-start: 2em; padding-block-start: .6em; border-block-start: 1.5pt solid #000 }
@media print { body { max-inline-size: none; padding: 0; font-size: 11pt } h1, h2, h3 { break-after: avoid } }
"""


def sheet(excerpt: Excerpt) -> str:
    """The whole page, in one file that fetches nothing."""
    guide = excerpt.timeline["guide"]
    title = escape(guide["title"])
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Excerpt: {title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
            f'<h1 lang="{escape(guide["language"])}" dir="auto">{title}</h1>',
            *_head(excerpt),
            *_text(excerpt),
            *_notes(excerpt),
            *_source(excerpt),
            "</main>\n</body>\n</html>\n",
        )
    )


def _head(excerpt: Excerpt) -> Iterator[str]:
    guide, rate = excerpt.timeline["guide"], excerpt.timeline["rate"]
    if guide.get("subtitle"):
        yield f'<p class="about" lang="{escape(guide["language"])}" dir="auto">{escape(guide["subtitle"])}</p>'
    count, length = len(excerpt.sentences), clock.spoken(clock.milliseconds(excerpt.samples, rate))
    yield f'<p class="about">Excerpt: {count} sentence{"" if count == 1 else "s"}, {length} of sound</p>'
    if guide.get("notice"):
        yield f'<p class="about" dir="auto"><b>About this text:</b> {escape(guide["notice"])}</p>'


def _text(excerpt: Excerpt) -> Iterator[str]:
    language, rate = escape(excerpt.timeline["guide"]["language"]), excerpt.timeline["rate"]
    titles = {passage["id"]: passage["title"] for passage in excerpt.timeline["passages"]}
    number, inside = 0, None
    for section, group in groupby(excerpt.sentences, lambda one: one.section):
        yield f'<h2 lang="{language}" dir="auto">{escape(excerpt.timeline["sections"][section]["title"])}</h2>'
        for _, of_block in groupby(group, lambda one: one.block["id"]):
            sentences = tuple(of_block)
            block = sentences[0].block
            if block["passage"] != inside and titles.get(block["passage"] or ""):
                yield f'<h3 lang="{language}" dir="auto">{escape(titles[block["passage"] or ""])}</h3>'
            inside = block["passage"]
            names = [name for name, is_so in _classes(sentences[0]) if is_so]
            yield f'<ol class="{" ".join(names)}" lang="{language}">'
            for one in sentences:
                number += 1
                at = clock.short(clock.milliseconds(one.start, rate))
                words = written(block, one.segment["from"], one.segment["to"])
                mark = f'<span class="number">{number}</span><span class="time">{at}</span>'
                name = escape(one.segment["id"])
                yield f'<li id="{name}" value="{number}">{mark}<span dir="auto">{words}</span></li>'
            yield "</ol>"


def _classes(one: Sentence) -> Iterator[tuple[str, bool]]:
    yield "passage", one.block["passage"] is not None
    yield "heading", one.block["kind"] == "heading"
    yield "pre", one.block["kind"] == "code"


def _notes(excerpt: Excerpt) -> Iterator[str]:
    language, rate = escape(excerpt.timeline["guide"]["language"]), excerpt.timeline["rate"]
    numbers = {one.segment["id"]: number for number, one in enumerate(excerpt.sentences, 1)}
    heard = {one.segment["id"]: one.start for one in excerpt.beside}
    shown = [note for note in excerpt.notes if note.get("prompt") or not numbers.keys() >= set(note["segments"])]
    if shown:
        yield "<h2>Notes</h2>"
    for note in shown:
        about = _about(note, numbers)
        times = [heard[name] for name in note["segments"] if name in heard]
        when = f", heard at {clock.short(clock.milliseconds(min(times), rate))}" if times else ""
        yield f'<div class="note"><p class="of">{about}{when}</p>'
        if not numbers.keys() >= set(note["segments"]):
            for words in _words(excerpt, note):
                yield f'<p lang="{language}" dir="auto">{words}</p>'
        if prompt := note.get("prompt"):
            yield f'<p class="prompt" lang="{language}" dir="auto">{escape(prompt)}</p>'
        yield "</div>"


def _about(note: Note, numbers: dict[str, int]) -> str:
    """ "On 3, 5–7", by the numbers of the sentences; a note about another note names none."""
    about = sorted({numbers[name] for target in note["targets"] for name in target["segments"] if name in numbers})
    if not about:
        return "On a note above"
    runs: list[list[int]] = []
    for number in about:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "On " + ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _words(excerpt: Excerpt, note: Note) -> Iterator[str]:
    """A note's paragraphs."""
    own = set(note["segments"])
    section = next(one for one in excerpt.timeline["sections"] if one["id"] == note["section"])
    for block in section["blocks"]:
        if any(said["id"] in own for said in block["segments"]):
            yield written(block, 0, len(block["text"]))


def _source(excerpt: Excerpt) -> Iterator[str]:
    guide, sentences = excerpt.timeline["guide"], excerpt.sentences
    query = urlencode({"guide": guide["id"], "from": sentences[0].segment["id"], "to": sentences[-1].segment["id"]})
    yield '<div class="source">'
    if guide.get("author"):
        yield f'<p class="about">Study guide by {escape(guide["author"])}.</p>'
    voice = escape(str(excerpt.timeline["voice"]["id"]))
    yield f'<p class="about">Read by a synthetic voice ({voice}). Times are counted from the start of the clip.</p>'
    yield f'<p class="about">In the player: ?{escape(query)}</p>\n</div>'

"""The guide format's own marks, inside texts of every format: whoever wrote them meant letters, not marks."""

from collections.abc import Iterator

from tests.importing.hostile.case import READ, SPOKEN, Hostile
from tests.importing.hostile.honest import epub, html, paragraph, pdf, shown, stream, word

LINES = (
    "{#storm}",
    "{#storm role=notes}",
    '{about="#storm" prompt="Who gains?"}',
    "::: letter {#confession by=Harbin to=Nora}",
    "Dear Nora, I kept the light.",
    ":::",
    ":::: verse",
    "[“I never left.”]{by=Harbin} she read.",
    "[the tide]{#tide} turned.[^tide]",
    "[^tide]: The current is her grief.",
    "[^1]",
    "+++",
    'title = "Mine now"',
    "[speakers.Harbin]",
    "+++",
    "---",
    "# Not a heading",
    "Setext",
    "======",
    "> not a quotation",
    "- not an item",
    "* not an item",
    "+ not an item",
    "1. not an item",
    "12) not an item",
    "1986. A great year.",
    "    not code",
    "```",
    "~~~ not code",
    "`not code`",
    "*not emphasis* and _not emphasis_ and **not strong** and __not strong__",
    "snake_case_name and 2*3*4 and a * b * c",
    "<!-- not a comment -->",
    "<b>not bold</b> <script>not()</script>",
    "<https://example.invalid/> and <a@example.invalid>",
    "![not a picture](x.png) and [not a link](y)",
    "[not a reference][1] and [1]",
    "[1]: /not-a-definition",
    "&amp; &lt; &#42; &copy; &notanentity;",
    "\\*not an escape\\* and C:\\new\\table and \\",
    "Two  spaces at the end  ",
    "| not | a table |",
    "|---|---|",
    "***",
    "_ _ _",
    "![^1] {by=X} }{ ][ )( ]( ]{ ]{.x}",
    '"Straight" “curly” ‘single’ «guillemets» are what they are.',
    "::",
    "{",
    "}",
    "[",
    "]",
    "$x^2$ ~strike~ ==mark== ^sup^",
    "A line that ends in a backslash\\",
    "!",
    "#hashtag and ####### seven and #",
    "\\{#storm}",
)
TITLES = (
    'A "title"',
    '"""\nsubtitle = "x"\n[speakers.Eve]\nalso = ["I"]\n"""',
    "'''",
    "back\\slash \\u0041 \\",
    "new\nline\r\nand\ttab",
    "+++",
    "# Title {#id}",
    "<script>alert(1)</script>",
    "\u202eeltit",
    '" + title = "x',
)


def cases() -> Iterator[Hostile]:
    lines = (*LINES, SPOKEN)
    alone = "".join(f"{line}\n\n" for line in lines).encode()
    tight = "\n".join(lines).encode()
    yield Hostile("marks-as-paragraphs.txt", READ, b"A page of marks\n\n" + alone, holds=(SPOKEN,))
    yield Hostile("marks-first.txt", READ, b"+++\n\n" + alone, holds=(SPOKEN,))
    yield Hostile("marks-line-by-line.txt", READ, tight, holds=(SPOKEN,))
    yield Hostile("marks-line-by-line.md", READ, tight)
    for number, line in enumerate(LINES):
        yield Hostile(
            f"mark-{number:02}.txt",
            READ,
            f"{line}\n\n{SPOKEN}\n\n{line}\n{line}\n\n{SPOKEN} {line}\n".encode(),
            holds=(SPOKEN,),
        )
    escaped = [line.replace("&", "&amp;").replace("<", "&lt;") for line in lines]
    page = "".join(
        f"<h2>{line}</h2><p>{line}</p><blockquote>{line}</blockquote><ul><li>{line}</ul>" for line in escaped
    )
    yield Hostile("marks.html", READ, html(page), holds=(*(line.strip() for line in LINES if "  " not in line),))
    yield Hostile("marks-with-breaks.html", READ, html("<p>" + "<br>".join(escaped) + "</p>"), holds=(SPOKEN,))
    yield Hostile("marks-as-code.html", READ, html(f"<p>{SPOKEN}</p><pre>" + "\n".join(escaped) + "</pre>"))
    styled = "".join(f"<p>a<em>{line}</em>b <strong> {line} </strong>c</p>" for line in escaped)
    yield Hostile("marks-in-emphasis.html", READ, html(f"<p>{SPOKEN}</p>{styled}"), holds=(SPOKEN,))
    numbered = "".join(f"<ol start=7><li>{line}<li>{line}</ol>" for line in escaped)
    yield Hostile("marks-in-lists.html", READ, html(f"<p>{SPOKEN}</p>{numbered}"), holds=(SPOKEN,))
    yield Hostile("marks.docx", READ, word("".join(map(paragraph, lines))), holds=(SPOKEN,))
    yield Hostile("marks.epub", READ, epub(page), holds=(SPOKEN,))
    shows = b" ".join(
        shown(line).replace(b"72 720", b"72 %d" % (780 - 13 * number)) for number, line in enumerate(lines[:58])
    )
    yield Hostile("marks.pdf", READ, pdf({5: stream(shows)}))
    for number, title in enumerate(TITLES):
        about = {"title": title, "author": title}
        yield Hostile(f"title-{number}.docx", READ, word(**about), holds=(SPOKEN,))
        yield Hostile(
            f"title-{number}.epub",
            READ,
            epub(language=title, **about),
            holds=(SPOKEN,),
        )
        shown_title = title.replace("&", "&amp;").replace("<", "&lt;")
        yield Hostile(
            f"title-{number}.html",
            READ,
            html(title=shown_title, language=title),
            holds=(SPOKEN,),
        )
        info = b"/Info<</Title<%s>/Author<%s>>>" % (((b"\xfe\xff" + title.encode("utf-16-be")).hex().encode(),) * 2)
        yield Hostile(f"title-{number}.pdf", READ, pdf(trailer=info), holds=(SPOKEN,))

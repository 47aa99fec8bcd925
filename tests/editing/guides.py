"""Guides with every structure that the format has, made by chance, and what is compared of two guides."""

from pathlib import Path
from random import Random

from companion.guide.model import Block, Guide, Span

ROOT = Path(__file__).parents[2]

FRONT = """+++
# who speaks
title = "The Sandbar Light"  # as printed

[speakers.Nora]
also = ["the widow"]
pronouns = "she"

[speakers."Mr. Harbin"]
+++
"""

HAND_MADE = f"""{FRONT}
{{#summary role=text}}
# Summary

Nora rows out. [The tide is against her]{{#tide}},[^tide] and she turns back. “He never waits,” Harbin says.[^pun]

{{#storm}}
That evening a *storm* keeps them in. [“Come in, child.”]{{by="the widow"}} Nobody moves.
Then she reads: “Dear Mrs. T, I kept the **light**. Yours, Harbin.” And she weeps.

:::: document {{#papers}}
On top lay a bill.

::: letter {{#confession by="Mr. Harbin" to="Mrs. Tolland"}}
Dear Mrs. Tolland,

I kept the light. I do not ask your pardon.
:::
::::

- a lamp, “lit”
- a rope

  and more of it
  1. deep “down”

> Somebody wrote this,
> “on two lines.”

```
a line
```

The second part
---------------

Dear Nora,

Come home. “Soon,” he wrote. \\*Not\\* later &amp; not [there](x.md).

Yours, Harbin

{{#analysis role=notes}}
# Analysis
{{about="#tide #confession" #theme}}
The rowing measures how far she has come.

## A closer look

It is cold; see the [lamp][l] and `[code` <https://example.org/a>.

{{about="#storm" prompt="Why \\"cold\\"?"}}
{{#colder}}
It gets colder.

[l]: https://example.org "A lamp"

[^tide]: The current is her grief.

{{prompt="Is it a joke?"}}
[^pun]: A small joke.
    It goes on.

    In two paragraphs.
"""

_WORDS = (
    "Nora rows out snake_case 𝔸stral été 3 Mrs. T — tide [sic] x] [y C# \\ \\* &amp; a{b #1 - 1. ! * _ \\[ AT&T 😀 "
    "(so) no. Why? 100%"
).split()


def _phrase(chance: Random, depth: int = 0) -> str:
    parts = []
    for _ in range(chance.randint(1, 4)):
        words = " ".join(chance.choices(_WORDS, k=chance.randint(1, 3)))
        kind = chance.randint(0, 16 if depth < 2 else 5)
        inner = _phrase(chance, depth=depth + 1) if kind > 5 else ""
        parts.append(
            {
                6: f"*{inner}*",
                7: f"**{inner}**",
                8: f"“{inner}”",
                9: f"“{inner},”",
                10: f"[{inner}](x.md)",
                11: f"[{inner}]{{#ID}}",
                12: f"[“{inner}”]{{by=Nora}}",
                13: f"“{inner}”[^n]",
                14: f"*“{inner}”* says",
                15: f"“*{inner}*”",
                16: f'[“{inner}”]{{#ID by="Mr. Harbin"}}[^n]',
            }.get(kind, {0: f"`{words}`", 1: f"{words} <!-- aside -->", 2: "![a view](v.png)"}.get(kind, words))
        )
    return chance.choice([" ", " ", " ", "\n", "  \n", "\\\n"]).join(parts)


def _led(text: str, first: str, further: str) -> str:
    return "\n".join((first if not number else further) + line for number, line in enumerate(text.split("\n")))


def _blocks(chance: Random, depth: int = 0, headings: bool = True) -> str:
    out = []
    for _ in range(chance.randint(1, 4)):
        kind = chance.randint(0, 15)
        words = f"The {_phrase(chance)}"
        above = chance.choice(["", "", "{#ID}\n", "{#ID}\n\n"])
        if kind == 6 and depth < 2:
            out.append(_led(_blocks(chance, depth=depth + 1, headings=False), "> ", "> "))
        elif kind == 7 and depth < 2:
            out.append(_led(_blocks(chance, depth=depth + 1, headings=False), "- ", "  "))
        elif kind == 8 and depth < 2:
            out.append(_led(_blocks(chance, depth=depth + 1, headings=False), "12) ", "\t"))
        elif kind in (9, 10) and depth < 2:
            colons = ":" * (5 - depth)
            what = chance.choice(["letter", "letter {#ID by=Nora}", "verse", 'quote {title=""}'])
            out.append(f"{colons} {what}\n{_blocks(chance, depth=depth + 1, headings=False)}\n{colons}")
        elif kind == 11 and headings and not depth:
            out.append(
                f"{above}{chance.choice(['# ', '## ', '#  '])}{words.splitlines()[0]}{chance.choice(['', ' ##'])}"
            )
        elif kind == 12 and headings and not depth:
            out.append(f"{above}{words}\n=====")
        elif kind == 13:
            out.append(f"{above}```\nlines of “code”\n\n  more\n```")
        elif kind == 14:
            out.append("<!-- a comment -->")
        elif kind == 15:
            out.append(f'{{about="#anchor"}}\n{above}{words}')
        else:
            out.append(above + words)
    return chance.choice(["\n\n", "\n\n", "\n\n\n"]).join(out)


def text_by(chance: Random) -> str:
    """The text of a guide; most can be read."""
    body = _blocks(chance) + "\n\n" + _blocks(chance)
    while "#ID" in body:
        body = body.replace("#ID", f"#id{len(body)}", 1)
    number = 0
    while "[^n]" in body:
        number += 1
        body = body.replace("[^n]", f"[^f{number}]", 1)
    notes = "".join(f"\n\n[^f{one}]: About {one}." for one in range(1, number + 1))
    front = chance.choice(["", FRONT])
    text = f"{front}\n{{#anchor}}\nSo it “begins” here.\n\n{body}{notes}{chance.choice(['', chr(10), chr(10) * 3])}"
    return text.replace("\n", chance.choice(["\n", "\n", "\r\n", "\r"]))


def shown(guide: Guide) -> dict[str, object]:
    """All that a guide says, without the ids and lines that may follow an edit."""
    number = {block.id: at for at, block in enumerate(guide.blocks())}
    passages = {passage.id: at for at, passage in enumerate(guide.passages)}
    return {
        "front": (guide.language, guide.subtitle, guide.author, guide.notice, guide.voices, guide.pauses),
        "title": guide.title,
        "speakers": dict(guide.speakers),
        "sections": [(one.id, one.title, str(one.role), one.level, len(one.blocks)) for one in guide.sections],
        "blocks": [_block(block, passages) for block in guide.blocks()],
        "passages": [
            (
                one.kind,
                one.title,
                one.by,
                one.to,
                one.section,
                [number[name] for name in one.blocks],
                passages[one.parent] if one.parent else None,
            )
            for one in guide.passages
        ],
        "notes": sorted(
            ([number[name] for name in one.blocks], [(number[at.block], at.span) for at in one.targets], one.prompt)
            for one in guide.notes
        ),
    }


def _block(block: Block, passages: dict[str, int]) -> dict[str, object]:
    return {
        "kind": str(block.kind),
        "level": block.level,
        "text": block.text,
        "segments": [one.span for one in block.segments],
        "passage": passages[block.passage] if block.passage else None,
        "quotations": [(one.span, one.speaker) for one in block.quotations],
        "styles": [(one.span, one.name) for one in block.styles],
        "marks": [one.at for one in block.marks],
    }


def follows(block: Block, span: Span) -> bool:
    """Whether a footnote's mark stands right behind `span`, so that it is about it once it is marked."""
    for mark in block.marks:
        before = mark.at
        while before > 0 and block.text[before - 1] in " .,;:!?…”’\"')]»":
            before -= 1
        if before <= span.end <= mark.at:
            return True
    return False

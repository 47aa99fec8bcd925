"""Plain words written as guide Markdown: exact when read back, and escaped only where a mark would be read."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, MutableMapping, Sequence

from companion.guide.ids import AUTHORED
from companion.guide.model import Span, Style

_MANY = 100  # brackets in one text: beyond, each is escaped, since a reader tries each against all that follow
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")  # all that a backslash may stand before (CommonMark 2.4)
_INLINE = re.compile(
    r"""
    (?P<safe> (?<=[^\W_])_+(?=[^\W_])      # snake_case: an underscore inside a word marks nothing
            | (?<=\S\ )[*_]+(?=\ \S) )     # an ornament, a product: nothing to lean on
    | [\\`*_]
    | \[(?=\^)                             # a footnote's mark
    | \](?=[(\[])                          # a link
    | (?:(?<=[\]\s])|^)\{                  # attributes
    | <(?=[A-Za-z/!?])                     # a tag, an address, a comment
    | &(?=\#?\w{1,40};)                    # an entity
    """,
    re.VERBOSE,
)
_LINE = re.compile(
    r"""
    ^(?: (?P<one> \#(?=\#{0,5}(?:\s|$))    # a heading
              | [-+](?=\s|$)               # an item
              | -(?=[-\ \t]*$) | =(?==*[ \t]*$)  # the line below a heading; a break
              | > )
       | [0-9]{1,9}(?P<dot>[.)])(?=\s|$)   # an item with its number
       | (?P<fence> ~(?=~~) | :(?=::) | \{ )
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
_CLOSING = re.compile(r"(?:^|[ \t])(#)#*[ \t]*\Z")  # "# a ##": what a heading would drop
_DEFINITION = re.compile(r"\[(?=.*\]:)", re.DOTALL)  # "[a]: b" at a block's start names an address
_EDGE = re.compile(r"\A\s|\s\Z|^[ \t]|\r", re.MULTILINE)  # white space that would be dropped
_MARKS = {"em": "*", "strong": "**"}
_BARE = re.compile(r"[A-Za-z0-9_:-]+")
_SMALL = frozenset(
    "a an the of in on at to and or for by with is it as el la los las un una de del y en le les des du et d l der die "
    "das ein eine und von im dem den".split()
)
_WORDS = 4  # in a made id
_LENGTH = 40


def escaped(text: str, begins: bool = True) -> str:
    """`text` as guide Markdown: one block's words, which are read back exactly as they are given.

    `begins` says that the text begins its block, so that "1. " or "#" at its start must not be read as a mark; behind
    a heading's `#` it does not. A line break becomes a hard one (`\\` at the line's end). The one thing that Markdown
    has no form for is a control character at an edge of the text, and NUL anywhere.
    """
    return written(text, begins=begins)


def written(
    text: str,
    styles: Sequence[Style] = (),
    marks: Iterable[tuple[int, str]] = (),
    begins: bool = True,
    everything: bool = False,
) -> str:
    """`text` as guide Markdown with its emphasis, and a footnote's mark (its label) before each character in `marks`.

    Emphasis that could not be read back is left out. `everything` escapes all punctuation: ugly, and beyond doubt.
    """
    marks = list(marks)
    escapes = {found.start() for found in _PUNCTUATION.finditer(text)} if everything else set(_escapes(text, begins))
    escapes.update(at for at, _ in marks if text[at : at + 1] in tuple("([{:"))  # "[^1](" would be a link
    coded = {found.start() for found in _EDGE.finditer(text)}
    inserted = _inserted(text, styles, marks)
    out: list[str] = []
    last = 0
    for at in sorted({*escapes, *coded, *inserted, *(found.start() for found in re.finditer(r"\n", text))}):
        out.append(text[last:at])
        out.extend(inserted.get(at, ()))
        last = at
        if at in coded:
            out.append(f"&#{ord(text[at])};")
            last = at + 1
        elif at in escapes or text[at : at + 1] == "\n":
            out.append("\\")
    out.append(text[last:])
    return "".join(out)


def _escapes(text: str, begins: bool) -> Iterator[int]:
    for found in _INLINE.finditer(text):
        if found["safe"] is None:
            yield found.end() - 1
    for found in _LINE.finditer(text):
        group = str(found.lastgroup)
        if begins or found.start() or group == "fence":
            yield found.start(group)
    if (closing := _CLOSING.search(text)) is not None:
        yield closing.start(1)
    if begins and _DEFINITION.match(text):
        yield 0
    if text.count("[") > _MANY:
        yield from (found.start() for found in re.finditer(r"\[", text))


def _inserted(text: str, styles: Sequence[Style], marks: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """What is put before which character: what closes, then footnotes' marks, then what opens."""
    inserted: dict[int, list[str]] = {}
    kept = _readable(text, styles)
    for style in sorted(kept, key=lambda one: (one.span.start, -one.span.end), reverse=True):
        inserted.setdefault(style.span.end, []).append(_MARKS[style.name])
    for at, label in marks:
        inserted.setdefault(at, []).append(f"[^{label}]")
    for style in sorted(kept, key=lambda one: (one.span.start, -one.span.end)):
        inserted.setdefault(style.span.start, []).append(_MARKS[style.name])
    return inserted


def _readable(text: str, styles: Sequence[Style]) -> list[Style]:
    """The emphasis that CommonMark can read where it stands: its edges lean on words, and none crosses another."""
    kept: list[Style] = []
    for style in sorted(styles, key=lambda one: (one.span.start, -one.span.end)):
        words = style.span.of(text)
        start = style.span.start + len(words) - len(words.lstrip())
        span = Span(start, start + len(words.strip()))
        if style.name not in _MARKS or not len(span) or {text[span.start], text[span.end - 1]} & set("*_"):
            continue
        before, behind = text[: span.start][-1:], text[span.end :][:1]
        leans = not _leaning(text[span.start]) or before == "" or _leaning(before)
        leans = leans and (not _leaning(text[span.end - 1]) or behind == "" or _leaning(behind))
        apart = all(
            span.end < one.span.start or one.span.end < span.start or (one.span.covers(span) and one.name != style.name)
            for one in kept
        )
        if leans and apart:
            kept.append(Style(span, style.name))
    return kept


def _leaning(character: str) -> bool:
    """White space or punctuation, as CommonMark 6.2 asks of what stands beside a run of `*`."""
    return character.isspace() or unicodedata.category(character)[0] in "PS"


def attributes(pairs: Mapping[str, str | Sequence[str]]) -> str:
    """An attribute list: `{#confession by=Harbin to="Mrs. Tolland"}`, the id first; empty for no pairs.

    Several values are joined by spaces: `about="#tide #storm"`. What can stand in no value is written as its likeness:
    straight quotation marks as curly ones, braces as parentheses, a line break as a space.
    """
    inner = [f"#{pairs['id']}"] if "id" in pairs else []
    inner += [f"{key}={_value(value)}" for key, value in pairs.items() if key != "id"]
    return f"{{{' '.join(inner)}}}" if inner else ""


def _value(value: str | Sequence[str]) -> str:
    text = value if isinstance(value, str) else " ".join(value)
    if _BARE.fullmatch(text):
        return text
    text = "".join(character if character.isprintable() else " " for character in text)
    text = re.sub(r'"(?=\w)', "“", text).replace('"', "”").replace("{", "(").replace("}", ")")
    text = re.sub(r"\\+(?=“|”|$)", "", text)  # a backslash would take the closing mark for text
    return f'"{text}"'


def identifier(text: str, taken: Container[str], fallback: str = "part") -> str:
    """A readable id that is not `taken`, made of the first telling words: "The storm at sea" -> "storm-sea".

    Words in another alphabet give `fallback` with a number where it is taken.
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]", "", text).casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    telling = [word for word in words if word not in _SMALL] or words
    name = "-".join(telling[:_WORDS])[:_LENGTH].rstrip("-")
    if not AUTHORED.fullmatch(name):
        name = f"{fallback}-{name}".rstrip("-")
    return unique(name, taken)


def unique(name: str, taken: Container[str], counted: MutableMapping[str, int] | None = None) -> str:
    """`name`, or with a number behind it where it is taken.

    `counted` remembers the last number given behind each name, for whoever asks for thousands and takes them all.
    """
    identity, number = name, (counted or {}).get(name, 1)
    while identity in taken:
        number += 1
        identity = f"{name}-{number}"
    if counted is not None:
        counted[name] = number
    return identity

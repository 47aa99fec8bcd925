"""What a heading says of the section below it, in the many ways study guides put it (headings.toml)."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

_LIST = Path(__file__).with_name("headings.toml")
_NUMBER = r"(?:\d{1,4}|[ivxlc]{1,7}|[a-z](?![a-z])|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_BEFORE = re.compile(
    r"^(?:§\s*)?\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,6}|[a-h])(?:[.):]+|\s*[-–—])\s*(?=\S)|^\d+(?:\.\d+)+\s+"
)
_EDGES = re.compile(r"^(?:[^\w(]|_)+|(?:[^\w)]|_)+$")
_PARTS = re.compile(r"\s*[:|()\[\]]\s*|\s+[-–—]+\s+|\s*[—–]\s*|\s*\.\s+")
_LONGEST = 16  # words of a heading in which a known one is looked for
_RUN_IN = re.compile(r"(?P<head>[^\n:—–]{3,60}?)(?:\s*:\s+|\s+[-–—]{1,2}\s+|\s*—\s*)(?=[^\W_]|[^\w\s])")


class Sense(StrEnum):
    """What a heading says."""

    TEXT = "text"  # "Plot Overview"
    NOTES = "notes"  # "Analysis"
    BOTH = "both"  # "Summary and Analysis"
    UNIT = "unit"  # "Chapter 3"
    NOTHING = "nothing"  # "The Storm"


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of all languages at once: a German guide to a French play may have headings in either."""

    senses: dict[str, Sense]  # by phrase
    within: dict[str, Sense]  # phrases that count as a part of a longer heading
    marked: dict[str, Sense]  # phrases that count only where the document marks a heading as one
    asked: tuple[tuple[re.Pattern[str], Sense], ...]  # such phrases with words left open: "what does … mean"
    works: frozenset[str]  # what a summary may be of, whatever the word alone means
    qualified: re.Pattern[str]  # "key quotes", "preguntas de comprensión"
    fillers: re.Pattern[str]  # "ok, but", and "actually" anywhere
    leads: re.Pattern[str]  # one of these, and a word such as "of" behind
    joins: re.Pattern[str]
    loose: re.Pattern[str]  # "of" at an end
    unit: re.Pattern[str]  # "chapter 3", "acts i-ii"
    byline: re.Pattern[str]


@cache
def _words() -> _Words:
    languages = tuple(tomllib.loads(_LIST.read_text(encoding="utf-8")).values())

    def every(name: str) -> list[str]:
        words = {_plain(word) for language in languages for word in language[name]}
        return sorted(words, key=lambda word: (-len(word), word))

    def any_of(name: str) -> str:
        return "|".join(re.escape(word) for word in every(name))

    notes = dict.fromkeys(every("notes"), Sense.NOTES)
    text = dict.fromkeys(every("text"), Sense.TEXT)
    alone = dict.fromkeys(every("notes_alone"), Sense.NOTES) | dict.fromkeys(every("text_alone"), Sense.TEXT)
    counted = rf"{_NUMBER}(?:\s*(?:[-–—,&+/]|to|bis|a|and|y|et|und)\s*{_NUMBER})*"
    ordinal = rf"(?:the\s+)?(?:{any_of('ordinals')}|\d{{1,3}}(?:st|nd|rd|th)|\d{{1,3}}\.)"
    units = any_of("units")
    marked = dict.fromkeys(every("notes_marked"), Sense.NOTES) | dict.fromkeys(every("text_marked"), Sense.TEXT)
    open_ended = {phrase: said for phrase, said in marked.items() if "..." in phrase}  # NFKC's "…"
    articles = rf"(?:(?:{any_of('articles')})\s+)*"
    qualifiers, things = any_of("qualifiers"), any_of("things")
    fillers = any_of("fillers")
    return _Words(
        senses=dict.fromkeys(every("chapters"), Sense.UNIT) | alone | notes | text,
        within=notes | text,
        marked={phrase: said for phrase, said in marked.items() if phrase not in open_ended},
        asked=tuple((_opened(phrase), said) for phrase, said in open_ended.items()),
        works=frozenset(every("works")),
        qualified=re.compile(
            rf"(?:the\s+)?(?:(?:{qualifiers})\s+)+(?:{things})(?:\s+(?:{qualifiers}))*|(?:{things})(?:\s+(?:{qualifiers}))+"
        ),
        fillers=re.compile(rf"^(?:(?:{fillers})[,:]?\s+)+|\b(?:actually|really|all)\s+"),
        leads=re.compile(rf"(?P<head>.+?)\s+(?:{any_of('of')})(?:\s+|(?<=')){articles}(?P<rest>.+)"),
        joins=re.compile(rf"\s*[,/&+]\s*(?:(?:{any_of('joins')})\s+)?|\s+(?:{any_of('joins')})\s+"),
        loose=re.compile(rf"^(?:{any_of('of')}) | (?:{any_of('of')})$"),
        unit=re.compile(rf"\b(?:(?:{units})\.?\s+{counted}|{ordinal}\s+(?:{units}))(?!\w)"),
        byline=re.compile(rf"(?:{any_of('bylines')})\s*:?\s+(?P<name>\S.*)"),
    )


def _opened(phrase: str) -> re.Pattern[str]:
    """ "what does … mean": some words in the middle; any or none where they are open at the end."""
    begins = phrase.removesuffix("...").rstrip()
    inner = r"\s+\S.*?\s+".join(re.escape(part.strip()) for part in begins.split("..."))
    return re.compile(inner + (r"(?!\w).*" if begins != phrase else ""))


def _plain(text: str) -> str:
    """Case and accents folded, white space and quotation marks made plain."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


def folded(text: str) -> str:
    """A heading without its number and the punctuation around it, case and accents folded."""
    plain = _EDGES.sub("", _plain(text))
    return _EDGES.sub("", _BEFORE.sub("", plain)) or plain


def exact(text: str) -> Sense:
    """What a heading says that is nothing but a known one: "II. ANALYSIS", "Themes, Symbols", "Chapter 3: Summary"."""
    whole = folded(text)
    if len(whole.split()) > _LONGEST:
        return Sense.NOTHING
    if (sense := _joined(whole)) is not Sense.NOTHING:
        return sense
    rest, units = _words().unit.subn(" ", whole)
    if not units:
        return Sense.NOTHING
    rest = " ".join(_EDGES.sub("", word) for word in re.split(r"\s+(?:-|–|—|:|\|)?\s*|[:,]", rest) if word)
    rest = _words().loose.sub("", rest.strip())
    return _joined(rest) if rest else Sense.UNIT


@lru_cache(maxsize=10_000)  # it is asked for again and again
def sense(text: str) -> Sense:
    """What a heading says, with other words around: "The Lamp Summary and Analysis of Part 2", "The Lamp: Themes"."""
    if (found := exact(text)) not in (Sense.NOTHING, Sense.UNIT):
        return found
    whole = folded(text)
    if len(whole.split()) > _LONGEST:
        return Sense.NOTHING
    if (found := _marked(whole)) is not Sense.NOTHING:
        return found
    parts = [part for part in _PARTS.split(whole) if part]
    senses = {_part(part) for part in parts} - {Sense.NOTHING}
    if senses:
        return _both(senses)
    begins = _words().unit.match(whole)
    return Sense.UNIT if begins else Sense.NOTHING


def asks(text: str) -> bool:
    """Whether a heading is a question about the text: "How does the writer use language?"."""
    return text.rstrip().endswith("?") and _marked(folded(text)) is Sense.NOTES


def _marked(whole: str) -> Sense:
    """What a heading says that may be a sentence: "OK, but what does it all mean?"."""
    words = _words()
    for phrase in dict.fromkeys((whole, words.fillers.sub("", whole), re.sub(r"\s*\([^()]*\)?\Z", "", whole))):
        if (found := words.marked.get(phrase) or words.senses.get(phrase)) is not None:
            return found
        for pattern, said in words.asked:
            if pattern.fullmatch(phrase):
                return said
    return Sense.NOTHING


def _part(part: str) -> Sense:
    if (found := exact(part)) not in (Sense.NOTHING, Sense.UNIT):
        return found
    leads = _words().leads.fullmatch(part)
    head = leads["head"] if leads else part
    if (
        leads
        and _within(head) is Sense.TEXT
        and leads["rest"] not in _words().works
        and _joined(leads["rest"]) is Sense.NOTES
    ):
        return Sense.NOTES  # "Summary of themes"
    if (found := _within(head)) is not Sense.NOTHING:
        return found
    if leads and _words().unit.fullmatch(leads["rest"]) and (found := exact(head)) is not Sense.NOTHING:
        return found  # "Contents of the first act", where "contents" alone may be a table of contents
    if leads and (found := _tail(head)) is not Sense.NOTHING:
        return found
    return _words().within.get(part[leads.end("head") :].strip(), Sense.NOTHING) if leads else _tail(part)


def _within(head: str) -> Sense:
    """All of `head` is known: "summary and analysis"."""
    known = [_words().within.get(word, Sense.NOTHING) for word in _words().joins.split(head)]
    return _both(set(known)) if known and Sense.NOTHING not in known else Sense.NOTHING


def _tail(part: str) -> Sense:
    """Known words at the end: "the lamp plot summary", "the lamp summary and analysis"."""
    words = _words().joins.split(part)
    found: set[Sense] = set()
    for number, word in enumerate(reversed(words)):
        known = _words().within.get(word, Sense.NOTHING)
        if known is Sense.NOTHING:
            tail = word.split()
            endings = (" ".join(tail[start:]) for start in range(max(1, len(tail) - 3), len(tail)))
            last = next((_words().within[one] for one in endings if one in _words().within), None)
            if last is not None:
                found.add(last)
                return _both(found)
            return _both(found) if found and number else Sense.NOTHING
        found.add(known)
    return _both(found) if found else Sense.NOTHING


def _joined(whole: str) -> Sense:
    known = _words().senses
    if whole in known:
        return known[whole]
    if _words().qualified.fullmatch(whole):
        return Sense.NOTES
    senses = {
        known.get(word) or (Sense.NOTES if _words().qualified.fullmatch(word) else Sense.NOTHING)
        for word in _words().joins.split(whole)
    }
    return Sense.NOTHING if Sense.NOTHING in senses else _both(senses)


def _both(senses: set[Sense]) -> Sense:
    senses.discard(Sense.UNIT)
    if not senses:
        return Sense.UNIT
    return senses.pop() if len(senses) == 1 else Sense.BOTH


def run_in(text: str) -> tuple[int, int] | None:
    """Where a heading that stands at a paragraph's start ends, and where the paragraph goes on: "Analysis: The …"."""
    found = _RUN_IN.match(text)
    if found is None:
        return None
    rest = len(text[found.end() : found.end() + 200].split())
    head = found["head"]
    known = exact(head)
    if known in (Sense.NOTHING, Sense.UNIT):
        return None
    strong = _within(folded(head)) is not Sense.NOTHING or _words().unit.search(folded(head)) is not None
    return (found.end("head"), found.end()) if rest >= (3 if strong else 8) else None


def byline(text: str) -> str:
    """Whom the line "by Nora Quill" names; empty for any other line."""
    plain = _plain(text)
    found = _words().byline.fullmatch(plain)
    if found is None or len(plain.split()) > 8:
        return ""
    name = text.split()[-len(found["name"].split()) :]
    return " ".join(name) if name[0][:1].isupper() else ""

"""Attribution: who is proposed as the speaker of each quotation, and by which rule."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from companion.guide.model import Span, Speaker
from companion.guide.passages import is_utterance, letters, quotations
from companion.guide.speechverbs import MANNER, SPEECH_VERB

_NEAR = 160  # characters around a quotation in which its speaker is looked for
_FAR = 2000  # characters back in which a pronoun finds its name
_SENTENCE_END = re.compile(r"[.!?…][”\"’')]*\s+|\n")
_SUBORDINATE = re.compile(r"\s*(?:When|As|While|After|Before|If|Once|Because|Although|Though|Since|Until)\b[^,]*,")
_RELATIVE = re.compile(r",?\s+who\s+\Z")
_APPOSITION = r"(?:,[^,.]{1,60},)?"
_NOBODY_SAYS = re.compile(r"\s(?:nothing|no more|little)\b")


class Rule(StrEnum):
    """Why a speaker is proposed."""

    TAG = "tag"  # “…,” Nora says
    CUE = "cue"  # Nora says, “…”
    SIGNED = "signed"  # a letter, and its signature
    GOES_ON = "goes on"  # “…,” says Nora. “…”
    BESIDE = "beside"  # Nora stands up. “…”
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The proposal for one quotation."""

    paragraph: int  # its index
    span: Span  # in the paragraph, marks included
    speaker: str | None  # a key of the declared speakers; None where no rule is sure
    rule: Rule


def attribute(paragraphs: Sequence[str], speakers: Mapping[str, Speaker]) -> tuple[Attribution, ...]:
    """A proposal for each quotation of `paragraphs`, in order.

    Only declared speakers are proposed. A pronoun means the speaker whom the nearest sentence before names first, of
    those who declare that pronoun: nobody's gender is guessed, so without declarations a pronoun proposes nobody.
    """
    cast = _Cast(speakers)
    signed = {(letter.first, letter.start): letter.by for letter in letters(paragraphs)}
    found: list[Attribution] = []
    history = ""
    for number, text in enumerate(paragraphs):
        spans = quotations(text)
        blank = _without(text, spans)
        page = _Page(cast, text, blank, history)
        previous: Attribution | None = None
        for index, span in enumerate(spans):
            if (number, span.start) in signed:
                by = signed[number, span.start]
                name = cast.named(by) if by else None
                proposal = Attribution(number, span, name, Rule.SIGNED if name else Rule.NONE)
            else:
                end = spans[index + 1].start if index + 1 < len(spans) else len(text)
                name, rule = page.speaker(span, previous, end)
                proposal = Attribution(number, span, name, rule)
            found.append(proposal)
            previous = proposal
        history = (history + "\n" + blank)[-_FAR:]
    return tuple(found)


class _Cast:
    """The declared speakers, found by their names."""

    def __init__(self, speakers: Mapping[str, Speaker]) -> None:
        self.keys: dict[str, str] = {}  # every way to write a name, as it may also begin a sentence -> the speaker
        for key, speaker in speakers.items():
            for name in filter(str.strip, (key, speaker.name, *speaker.also)):
                self.keys |= {name: key, name[0].upper() + name[1:]: key}
        self.pronouns = {key: (speaker.pronouns or "").lower().split("/")[0] for key, speaker in speakers.items()}
        known = {"he", "she", "they", "it"}.union(filter(None, self.pronouns.values()))
        pronoun = rf"(?i:{_any_of(known)})(?!\w)"
        name = rf"(?:{_any_of(self.keys)})(?!\w)" if self.keys else "(?!)"
        verb = SPEECH_VERB.pattern
        self.mention = re.compile(rf"(?<!\w){name}")
        self.subject = re.compile(rf"(?<!\w)(?:{name}|{pronoun})(?![’']s\s+\w)")
        self.tag = re.compile(
            rf"[\s,—–]*(?:as\s)?(?:(?P<who>{name}|{pronoun}){_APPOSITION}{MANNER}\s{verb}"
            rf"|{verb}\s(?P<after>(?:{name}|{pronoun})(?![’'])))"
        )

    def named(self, text: str) -> str | None:
        match = self.mention.search(text)
        return self.keys[match[0]] if match else None

    def mentions(self, text: str) -> list[str]:
        return [self.keys[match[0]] for match in self.mention.finditer(text)]


class _Page:
    """One paragraph, and what was told before it."""

    def __init__(self, cast: _Cast, text: str, blank: str, history: str) -> None:
        self.cast = cast
        self.text = text
        self.blank = blank  # the text, with blanks for what is quoted
        self.history = history

    def speaker(self, span: Span, previous: Attribution | None, end: int) -> tuple[str | None, Rule]:
        """Who says the quotation at `span`; `end` is where the next one begins."""
        tag = self._tag_after(span)
        if tag:
            return self._resolved(tag[0], span.end + tag[1]), Rule.TAG
        clause_start = self._clause_start(span.start)
        between = previous is not None and previous.span.end > clause_start
        start = previous.span.end if previous is not None and between else clause_start
        cue = self._cue_before(start, span.start)
        if cue:
            return self._resolved(*cue), Rule.CUE
        if previous is not None and previous.speaker and self._only_tag_between(previous.span.end, span.start):
            return previous.speaker, Rule.GOES_ON
        if not is_utterance(self.text, span):
            return (previous.speaker, Rule.GOES_ON) if previous and previous.speaker and between else (None, Rule.NONE)
        beside = self._beside(span, previous, clause_start, end)
        return (beside, Rule.BESIDE) if beside else (None, Rule.NONE)

    def _tag_after(self, span: Span) -> tuple[str, int] | None:
        """The subject of the dialogue tag behind a quotation, and where it stands from the quotation's end."""
        match = self.cast.tag.match(self.blank[span.end : span.end + _NEAR])
        if match is None or _NOBODY_SAYS.match(match.string, match.end()):
            return None
        subject = match["who"] or match["after"]
        inside = self.text[span.start : span.end].rstrip("”\"’'»“")
        if inside.endswith(".") and not inside.endswith("..") and match.string.lstrip()[:1].isupper():
            return None
        return subject, match.start("who") if match["who"] else match.start("after")

    def _clause_start(self, at: int) -> int:
        before = self.blank[max(0, at - 2 * _NEAR) : at]
        ends = [match.end() for match in _SENTENCE_END.finditer(before)]
        return at - len(before) + (ends[-1] if ends else 0)

    def _cue_before(self, start: int, at: int) -> tuple[str, int] | None:
        """The subject of the last verb of speech in the clause before a quotation, and its place in the paragraph."""
        clause = self.blank[start:at]
        verbs = list(SPEECH_VERB.finditer(clause))
        if not verbs or len(clause) - verbs[-1].end() > _NEAR:
            if clause.lstrip().startswith("According to") and (match := self.cast.mention.search(clause)):
                return match[0], start + match.start()
            return None
        left = clause[: verbs[-1].start()]
        subjects = list(self.cast.subject.finditer(left))
        if not subjects:
            return None
        relative = _RELATIVE.search(left)
        adjacent = re.fullmatch(rf"{_APPOSITION}{MANNER}\s+", left[subjects[-1].end() :])
        if relative or adjacent:
            chosen = subjects[-1]
        else:
            aside = _SUBORDINATE.match(left)
            main = [match for match in subjects if not aside or match.start() >= aside.end()]
            chosen = (main or subjects)[0]
        return chosen[0], start + chosen.start()

    def _only_tag_between(self, end: int, start: int) -> bool:
        """Whether nothing but a dialogue tag stands between two quotations."""
        match = self.cast.tag.match(self.blank[end:start])
        if match is None:
            return False
        rest = match.string[match.end() :]
        return len(_SENTENCE_END.findall(rest.rstrip() + " ")) <= 1

    def _beside(self, span: Span, previous: Attribution | None, clause_start: int, end: int) -> str | None:
        """The one whose action stands in the same paragraph right before or right after a quotation."""
        floor = previous.span.end if previous is not None else 0
        clause = self.blank[max(floor, clause_start) : span.start]
        if clause.strip():
            start, introduced = max(floor, clause_start), clause.rstrip()[-1] in ":,"
        else:
            sentence_end = span.start - len(clause)
            while sentence_end > floor and self.blank[sentence_end - 1].isspace():
                sentence_end -= 1
            start, introduced = max(floor, self._clause_start(sentence_end)), sentence_end > floor
        if introduced:
            match = self.cast.subject.search(self.blank, start, span.start)
            return self._resolved(match[0], match.start()) if match else None
        if start > 0 or previous is not None:
            return None
        after = self.blank[span.end : min(end, span.end + _NEAR)]
        follower = self.cast.subject.match(after.lstrip())
        return self._resolved(follower[0], span.end) if follower else None

    def _resolved(self, subject: str, at: int) -> str | None:
        """The key of the speaker that `subject`, standing at `at`, means; None when that is not certain."""
        if self.cast.mention.fullmatch(subject):
            return self.cast.keys[subject]
        wanted = subject.lower()
        told = (self.history + "\n" + self.blank[max(0, at - _FAR) : at])[-_FAR:]
        for sentence in reversed(list(_sentences(told))):
            fitting = [key for key in self.cast.mentions(sentence) if self.cast.pronouns[key] == wanted]
            if fitting:
                return fitting[0]
        return None


def _sentences(text: str) -> Iterator[str]:
    at = 0
    for match in _SENTENCE_END.finditer(text):
        yield text[at : match.end()]
        at = match.end()
    yield text[at:]


def _without(text: str, spans: Sequence[Span]) -> str:
    """`text` with blanks for what stands inside the quotation marks; the marks and a stop before the last stay."""
    pieces, at = [], 0
    for span in spans:
        inner = max(0, len(span) - 2)
        stop = text[span.end - 2] if inner and text[span.end - 2] in ".!?…," else " " * min(inner, 1)
        closing = text[span.end - 1] if len(span) > 1 else ""
        pieces += [text[at : span.start], text[span.start], " " * (inner - 1), stop, closing]
        at = span.end
    return "".join([*pieces, text[at:]])


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))

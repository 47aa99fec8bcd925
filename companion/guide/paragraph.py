"""One paragraph: who is proposed as the speaker of each quotation in it, and by which rule."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from companion.guide.cast import SENTENCE_END, Cast, Story
from companion.guide.clauses import speaker_before
from companion.guide.model import Span
from companion.guide.passages import is_title, is_utterance

_NEAR = 160  # characters around a quotation in which its speaker is looked for
_INCISE = re.compile(r"\s[—–]\s?|[,!?…]\s(?=[^\W\d_A-Z])")
_INCISE_END = re.compile(r"\s?[,.—–»”]")
# Rosario writes the word “absent”: what is quoted there is no speech.
_MENTIONED = re.compile(
    r"\b(?:word|term|name|nickname|title|mot|terme|nom|surnom|titre|palabra|término|nombre|apodo|título"
    r"|Wort|Begriff|Namen?|Spitznamen?|Titel|Buchstaben?)\s\Z",
    re.IGNORECASE,
)
_NOBODY_SAYS = re.compile(r"\s(?:nothing|no more|little)\b")
_DASHES = ("—", "–")
_MARKS = "”\"’'»“«›‹‘ \u00a0\u202f"
# A question is answered by somebody else, and so is whoever is told of in the same breath: Nora asks. “Nobody.”
_ASKS = re.compile(r"\b(?:asks?|asked|wonders?|wants?|demands?|inquires?|enquires?|fragt|fragte|demande|pregunta)\b")
_BROKEN = re.compile(r"(?:,|[—–][.,;:]*)\s*\Z")  # “A,” says X, “b.”
_CALLED = re.compile(
    r"(?:^|[,.!?…]\s)[“‘\"'„«]?(?:[Mm]y\s)?(?:[Ss]ir|[Mm]adam|[Mm]a[’']am|[Ll]ady|[Ll]ord|[Dd]octor|[Cc]aptain|[Mm]ister"
    r"|[Mm]other|[Mm]um|[Ff]ather|[Dd]ad|[Ss]eñora?|[Mm]onsieur|[Mm]adame|[Aa]buela|[Mm]amá|[Pp]apá)\s?[,.!?…]"
)


class Rule(StrEnum):
    """Why a speaker is proposed."""

    TAG = "tag"  # “…,” Nora says
    CUE = "cue"  # Nora says, “…”
    SIGNED = "signed"  # a letter, and its signature
    GOES_ON = "goes on"  # “…,” says Nora. “…”
    REOPENS = "reopens"  # “… and a paragraph that closes no marks; “the next goes on
    BESIDE = "beside"  # Nora stands up. “…”
    GIVEN = "given"  # the guide says so
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The proposal for one quotation."""

    paragraph: int  # its index
    span: Span  # in the paragraph, marks included
    speaker: str | None  # a key of the declared speakers; None where no rule is sure
    rule: Rule
    rivals: tuple[str, ...] = ()  # who declare no pronouns, and could be meant by this one instead
    near: tuple[str, ...] = ()  # where a rule found nobody: who was told of last, the last first
    certain: bool = True  # whether the rule, where it names somebody, leaves no doubt
    loose: bool = False  # whether a full stop stands before a quotation that goes on: “…,” says Nora. “…”


class Page:
    """One paragraph, and what was told before it."""

    def __init__(self, cast: Cast, text: str, blank: str, story: Story, offset: int) -> None:
        self.cast = cast
        self.text = text
        self.blank = blank  # the text, with blanks for what is quoted
        self.story = story
        self.offset = offset  # of the paragraph in the story

    def proposal(self, number: int, span: Span, previous: Attribution | None, end: int) -> Attribution:
        """Who says the quotation at `span`; `end` is where the next one begins."""
        nobody = Attribution(number, span, None, Rule.NONE, near=self._near(span))
        if is_title(self.text, span) or _MENTIONED.search(self.text, max(0, span.start - _NEAR), span.start):
            return nobody
        clause_start = self._clause_start(span.start)
        between = previous is not None and previous.span.end > clause_start
        start = previous.span.end if previous is not None and between else clause_start
        cue = speaker_before(self.cast, self.blank[start : span.start])
        tag = None if cue and self._is_whole(span) else self._tag_after(span, start) or self._tag_within(span)
        if tag:
            return self._resolved(number, span, Rule.TAG, tag[0], tag[1]) if tag[0] else replace(nobody, rule=Rule.TAG)
        if label := self.cast.label.match(self.blank[start : span.start].lstrip()):
            return self._resolved(number, span, Rule.CUE, label["who"], start)
        if cue and cue.name is None:
            return replace(nobody, rule=Rule.CUE)
        if cue and cue.name:
            found = self._resolved(number, span, Rule.CUE, cue.name, start + cue.at)
            return replace(found, certain=found.certain and cue.certain)
        going_on = self._going_on(nobody, previous, between)
        if going_on:
            return going_on
        if not is_utterance(self.text, span):
            return nobody
        beside = self._beside(span, previous, clause_start, end)
        if beside is None:
            return nobody
        found = self._resolved(number, span, Rule.BESIDE, *beside)
        return found if found.speaker and not self._is_called(found.speaker, span) else nobody

    def _near(self, span: Span) -> tuple[str, ...]:
        """Who was told of last, but for those who are spoken to."""
        told = self.story.told(self.offset + span.start)
        return tuple(name for name in told if not self._is_called(name, span))

    def _tag_after(self, span: Span, start: int) -> tuple[str | None, int] | None:
        """The subject of the dialogue tag behind a quotation, and its place; None for a subject without a name."""
        inside = self.text[max(span.start, span.end - 8) : span.end].rstrip(_MARKS)
        after = self.blank[span.end : span.end + _NEAR]
        closed = self._is_closed(span)
        comma = inside.endswith(",") or after.startswith(",") or (self.cast.inverts and after.lstrip()[:1] in _DASHES)
        opens = not self.blank[start : span.start].strip(" \n—–")
        match = self.cast.tag.match(after) or (self.cast.unknown_tag.match(after) if comma and opens else None)
        if match is None or closed or _NOBODY_SAYS.match(after, match.end()):
            unnamed = None if closed or match else self.cast.nameless_tag.match(after)
            return (None, span.end) if unnamed else None
        return self._subject(match, span.end)

    def _subject(self, tag: re.Match[str], offset: int = 0) -> tuple[str | None, int]:
        """The subject of a dialogue tag, and its place; None for a subject that has others beside it."""
        if tag["who"]:
            return tag["who"], offset + tag.start("who")
        many = self.cast.is_joined(tag["verb"], tag.string, tag.end())
        return None if many else tag["after"], offset + tag.start("after")

    def _is_whole(self, span: Span) -> bool:
        """Whether a quotation is led up to and ends with its sentence: Nora asks: “Who?” Tobias says nothing."""
        inside = self.text[max(span.start, span.end - 8) : span.end].rstrip(_MARKS)
        before = self.blank[: span.start].rstrip()[-1:]
        return before in (",", ":") and inside[-1:] in tuple("!?…") and self.blank[span.end :].lstrip()[:1].isupper()

    def _is_closed(self, span: Span) -> bool:
        """Whether the sentence ends with the quotation, and what follows is another."""
        inside = self.text[max(span.start, span.end - 8) : span.end].rstrip(_MARKS)
        after = self.blank[span.end : span.end + 8].lstrip()
        return inside.endswith(".") and not inside.endswith("..") and after[:1].isupper()

    def _tag_within(self, span: Span) -> tuple[str | None, int] | None:
        """The subject of a dialogue tag inside the marks: « Oui, dit Anne, je viens. » None for one without a name."""
        if not self.cast.inverts:
            return None
        for stop in _INCISE.finditer(self.text, span.start, span.end):
            match = self.cast.tag.match(self.text, stop.end(), span.end)
            if match and match["after"] and _INCISE_END.match(self.text, match.end()):
                return self._subject(match)[0], span.start
        return None

    def _clause_start(self, at: int) -> int:
        return max(self.story.sentence(self.offset + at) - self.offset, at - 2 * _NEAR, 0)

    def _going_on(self, nobody: Attribution, previous: Attribution | None, between: bool) -> Attribution | None:
        """The speaker before, where only a tag or the same sentence stands between the two quotations."""
        if previous is None or not (previous.speaker or previous.near):
            return None
        span = nobody.span
        tagged = self._only_tag_between(previous.span.end, span.start)
        if not tagged and (not between or is_utterance(self.text, span)):
            return None
        if previous.speaker is None:
            return replace(nobody, near=previous.near)
        if self._is_called(previous.speaker, span):
            return replace(nobody, near=tuple(name for name in nobody.near if name != previous.speaker))
        told = self.blank[previous.span.end : span.start]
        others = {self.cast.keys[match[0]] for match in self.cast.mention.finditer(told)} - {previous.speaker}
        broken = _BROKEN.search(told) is not None
        loose = tagged and not broken
        if loose and _CALLED.search(span.of(self.text)):
            return nobody
        if loose and self._is_closed(previous.span):
            return self._said_before(previous, nobody)
        asked = self.text[: previous.span.end].rstrip(_MARKS).endswith("?") or _ASKS.search(told) is not None
        certain = not (loose and (asked or _CALLED.search(span.of(self.text)))) and (not others or broken)
        certain = certain and not self._leads_on(span, previous.speaker)
        rule = Rule.GOES_ON
        return Attribution(
            nobody.paragraph, span, previous.speaker, rule, previous.rivals, previous.near, certain, loose
        )

    def _leads_on(self, span: Span, speaker: str) -> bool:
        """Whether the sentence of a quotation goes on behind it and names somebody else: “…,” comes Tom’s reply."""
        after = self.blank[span.end : span.end + _NEAR]
        if not (self.text[span.start : span.end].rstrip(_MARKS).endswith(",") and after.lstrip()[:1].islower()):
            return False
        stop = SENTENCE_END.search(after)
        rest = after[: stop.start()] if stop else after
        return any(self.cast.keys[match[0]] != speaker for match in self.cast.mention.finditer(rest))

    def _said_before(self, previous: Attribution, nobody: Attribution) -> Attribution:
        """Who goes on where a sentence of its own tells that somebody speaks: “…” She explains it to him. “…”"""
        told = self.blank[previous.span.end : nobody.span.start]
        match = self.cast.tag.match(told)
        if match is None or _ASKS.search(told) or not previous.speaker:
            return nobody
        subject, at = self._subject(match, previous.span.end)
        if subject is None:
            return nobody
        found = self._resolved(nobody.paragraph, nobody.span, Rule.GOES_ON, subject, at)
        if found.speaker is None:
            return nobody
        same = found.speaker == previous.speaker
        return replace(found, certain=found.certain and same, rule=Rule.GOES_ON if same else Rule.BESIDE)

    def _only_tag_between(self, end: int, start: int) -> bool:
        """Whether nothing but a dialogue tag stands between two quotations."""
        if start - end > 2 * _NEAR:
            return False
        told = self.blank[end:start]
        match = self.cast.tag.match(told) or self.cast.unknown_tag.match(told) or self.cast.nameless_tag.match(told)
        if match is None:
            return False
        rest = told[match.end() :]
        stop = SENTENCE_END.search(rest)
        return stop is None or not rest[stop.end() :].strip()

    def _is_called(self, name: str, span: Span) -> bool:
        """Whether the quotation speaks to `name`: “You know where it is, Nora.”"""
        text = self.text
        for match in self.cast.mention.finditer(text, span.start + 1, span.end):
            if self.cast.keys[match[0]] != name:
                continue
            before = text[max(span.start + 1, match.start() - 3) : match.start()].rstrip()
            after = text[match.end() : min(span.end, match.end() + 3)].lstrip()
            if after[:1] in tuple(",.!?…”’»\"'") and (not before or before[-1] in ",.!?…"):
                return True
        return False

    def _beside(self, span: Span, previous: Attribution | None, clause_start: int, end: int) -> tuple[str, int] | None:
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
            return (match[0], match.start()) if match else None
        if start > 0 or previous is not None:
            return None
        after = self.blank[span.end : min(end, span.end + _NEAR)]
        follower = self.cast.subject.match(after.lstrip())
        return (follower[0], span.end) if follower else None

    def _resolved(self, number: int, span: Span, rule: Rule, subject: str, at: int) -> Attribution:
        """The speaker that `subject`, standing at `at`, means; nobody when that is not certain."""
        if self.cast.told.fullmatch(subject):
            return Attribution(number, span, self.cast.whose(subject), rule)
        meant = self.story.meant(subject.lower(), self.offset + at)
        near = () if meant.name else self.story.told(self.offset + at)
        certain = meant.certain and not (meant.name and self._is_called(meant.name, span))
        return Attribution(number, span, meant.name, rule, meant.rivals, near, certain)

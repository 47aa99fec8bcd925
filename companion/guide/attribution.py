"""Attribution: who is proposed as the speaker of each quotation, and by which rule."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from companion.guide.model import Span, Speaker
from companion.guide.passages import Paragraphs, is_utterance
from companion.guide.speechverbs import any_of, tongue

_NEAR = 160  # characters around a quotation in which its speaker is looked for
_MANY = 24  # names that are looked at, at most, for one pronoun
_LAST = "\U0010ffff"  # behind every name
_FAR = 2000  # characters back in which a pronoun finds its name
_SENTENCE_END = re.compile(
    r"(?:(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bMrs)(?<!\bLt)(?<!\bCol)(?<!\bSgt)(?<!\bRev)(?<!\bProf)(?<!\bCapt)\.|[!?…])"
    r"[”\"’')]*\s+|\n"
)
_SUBORDINATE = re.compile(r"\s*(?:When|As|While|After|Before|If|Once|Because|Although|Though|Since|Until)\b[^,]*,")
_RELATIVE = re.compile(r",?\s+who\s+\Z")
_APPOSITION = r"(?:,[^,.]{1,60},)?"
_NOBODY_SAYS = re.compile(r"\s(?:nothing|no more|little)\b")
_SMALL = re.compile(r"(?<![\w’'])[a-z]")
_PARTICIPLE = re.compile(
    r",\s(?:[a-z]+ly\s)?(?:and\s)?(?:say|tell|ask|reply|answer|shout|cry|whisper|murmur|mutter|explain|admit|warn|remark|announc"
    r"|declar|confess|insist|call|add|exclaim|plead|begg|urg|demand|protest|repeat|observ|not|writ|conclud)ing\b"
    r"[^.!?;]{0,60}[,:]\s*\Z"
)
_OWN_WORDS = re.compile(
    r"[’']s?\s(?:\w+\s){0,2}(?:words?|reply|answer|response|question|warning|remark|line|claim|confession|cry|plea|verdict)"
    r"[,:]\s*\Z"
)
# Whoever stands behind one of these does nothing: In London, with Nora gone, he gives in, saying …
_OBLIQUE = re.compile(
    r"\b(?:in|at|from|to|of|with|by|near|into|onto|on|through|for|about|without|between|behind|beside|like|than)\s+\Z",
    re.IGNORECASE,
)


class Rule(StrEnum):
    """Why a speaker is proposed."""

    TAG = "tag"  # “…,” Nora says
    CUE = "cue"  # Nora says, “…”
    SIGNED = "signed"  # a letter, and its signature
    GOES_ON = "goes on"  # “…,” says Nora. “…”
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


def attribute(
    paragraphs: Sequence[str] | Paragraphs,
    speakers: "Mapping[str, Speaker] | Cast",
    given: Mapping[tuple[int, Span], str] = {},
    language: str = "en",
) -> tuple[Attribution, ...]:
    """A proposal for each quotation of `paragraphs`, in order.

    Only declared speakers are proposed. A pronoun means the speaker whom the nearest sentence before names first, of
    those who declare that pronoun: nobody's gender is guessed, so without declarations a pronoun proposes nobody.
    `given` names the speakers that are known already, by paragraph and span: their words may go on.
    """
    cast = speakers if isinstance(speakers, Cast) else Cast(speakers, language)
    read = paragraphs if isinstance(paragraphs, Paragraphs) else Paragraphs.read(paragraphs)
    signed = {(letter.first, letter.start): letter.by for letter in read.letters}
    blanks = [_without(text, inside) for text, inside in zip(read.texts, read.quotations, strict=True)]
    story = _Story(cast, blanks)
    found: list[Attribution] = []
    for number, (text, inside) in enumerate(zip(read.texts, read.quotations, strict=True)):
        page = _Page(cast, text, blanks[number], story, story.starts[number])
        previous: Attribution | None = None
        for index, span in enumerate(inside):
            if (number, span) in given:
                proposal = Attribution(number, span, given[number, span], Rule.GIVEN)
            elif (number, span.start) in signed:
                by = signed[number, span.start]
                name = cast.named(by) if by else None
                proposal = Attribution(number, span, name, Rule.SIGNED if name else Rule.NONE)
            else:
                end = inside[index + 1].start if index + 1 < len(inside) else len(text)
                proposal = page.proposal(number, span, previous, end)
            found.append(proposal)
            previous = proposal
    return tuple(found)


class Cast:
    """The declared speakers, found by their names."""

    def __init__(
        self, speakers: Mapping[str, Speaker], language: str = "en", bystanders: Collection[str] = frozenset()
    ) -> None:
        """`bystanders` are those of `speakers` who are never proposed, but may be told of."""
        self.speakers = speakers
        self.keys: dict[str, str] = {}  # every way to write a name, as it may also begin a sentence -> the speaker
        for key, speaker in speakers.items():
            for name in filter(str.strip, (key, speaker.name, *speaker.also)):
                self.keys |= {name: key, name[0].upper() + name[1:]: key}
        spoken = tongue(language)
        declared = {key: (speaker.pronouns or "").lower().split("/")[0].strip() for key, speaker in speakers.items()}
        self.pronouns = {key: spoken.pronouns.get(pronoun, pronoun) for key, pronoun in declared.items()}
        self.written = {pronoun: pronoun for pronoun in filter(None, self.pronouns.values())} | dict(spoken.pronouns)
        self.inverts = spoken.inverts
        pronoun = rf"(?i:{any_of(self.written)})(?!\w)"
        self.mention = re.compile(rf"(?<!\w)(?:{any_of(self.keys)})(?!\w)")
        name = rf"(?:{any_of(name for name, key in self.keys.items() if key not in bystanders)})(?!\w)"
        self.verb = re.compile(spoken.verb)
        self.subject = re.compile(rf"(?<!\w)(?:{name}|{pronoun})(?![’']s\s+\w)")
        self.between = re.compile(rf"{_APPOSITION}{spoken.manner}\s+")
        self.behind = re.compile(rf"{spoken.join}(?P<who>{name}|{pronoun})(?![’'])")
        self.tag = re.compile(
            rf"[\s,—–]*(?:as\s)?(?:(?P<who>{name}|{pronoun}){_APPOSITION}{spoken.manner}\s{spoken.verb}"
            rf"|{spoken.lead}{spoken.verb}{spoken.join}(?P<after>(?:{name}|{pronoun})(?![’'])))"
        )

    def named(self, text: str) -> str | None:
        """Whose name `text` is, or holds where it is nothing but names: a signature."""
        match = self.mention.fullmatch(text) or (None if _SMALL.search(text) else self.mention.search(text))
        return self.keys[match[0]] if match else None


class _Story:
    """All paragraphs one behind another, without what is quoted: who is named where."""

    def __init__(self, cast: Cast, blanks: Sequence[str]) -> None:
        self.cast = cast
        whole = "\n".join(blanks)
        self.starts = list(accumulate((len(blank) + 1 for blank in blanks), initial=0))  # of each paragraph
        self.ends = [match.end() for match in _SENTENCE_END.finditer(whole)]
        self.named: list[tuple[int, str]] = []  # where a name ends, and whose it is
        self.by_pronoun: dict[str, list[tuple[int, str]]] = {}
        for match in cast.mention.finditer(whole):
            key = cast.keys[match[0]]
            self.named.append((match.end(), key))
            self.by_pronoun.setdefault(cast.pronouns[key], []).append((match.end(), key))

    def sentence(self, at: int) -> int:
        """Where the sentence begins that `at` stands in."""
        index = bisect_right(self.ends, at)
        return self.ends[index - 1] if index else 0

    def meant(self, pronoun: str, at: int) -> tuple[str | None, tuple[str, ...]]:
        """Whom a pronoun at `at` means, and who without declared pronouns is named since."""
        fitting = self.by_pronoun.get(self.cast.written[pronoun], [])
        last = bisect_right(fitting, (at, _LAST)) - 1
        if last < 0 or at - fitting[last][0] > _FAR:
            return None, ()
        begin = self.sentence(fitting[last][0] - 1)
        others = self.by_pronoun.get("", [])
        since = others[bisect_right(others, (begin, _LAST)) : bisect_right(others, (at, _LAST))]
        return fitting[bisect_right(fitting, (begin, _LAST))][1], tuple(
            dict.fromkeys(name for _, name in since[:_MANY])
        )

    def told(self, at: int) -> tuple[str, ...]:
        """The last three who are named before `at`, the last first."""
        index = bisect_left(self.named, (at + 1, ""))
        names: list[str] = []
        for end, key in reversed(self.named[max(0, index - _MANY) : index]):
            if at - end <= _FAR and key not in names:
                names.append(key)
        return tuple(names[:3])


class _Page:
    """One paragraph, and what was told before it."""

    def __init__(self, cast: Cast, text: str, blank: str, story: _Story, offset: int) -> None:
        self.cast = cast
        self.text = text
        self.blank = blank  # the text, with blanks for what is quoted
        self.story = story
        self.offset = offset  # of the paragraph in the story

    def proposal(self, number: int, span: Span, previous: Attribution | None, end: int) -> Attribution:
        """Who says the quotation at `span`; `end` is where the next one begins."""
        tag = self._tag_after(span)
        if tag:
            return self._resolved(number, span, Rule.TAG, tag[0], span.end + tag[1])
        clause_start = self._clause_start(span.start)
        between = previous is not None and previous.span.end > clause_start
        start = previous.span.end if previous is not None and between else clause_start
        cue = self._cue_before(start, span.start)
        if cue:
            return self._resolved(number, span, Rule.CUE, *cue)
        if previous is not None and (previous.speaker or previous.near):
            goes_on = self._only_tag_between(previous.span.end, span.start)
            if goes_on or (between and not is_utterance(self.text, span)):
                rule = Rule.GOES_ON if previous.speaker else Rule.NONE
                return Attribution(number, span, previous.speaker, rule, previous.rivals, previous.near)
        nobody = Attribution(number, span, None, Rule.NONE, near=self.story.told(self.offset + span.start))
        if not is_utterance(self.text, span):
            return nobody
        beside = self._beside(span, previous, clause_start, end)
        if beside is None:
            return nobody
        found = self._resolved(number, span, Rule.BESIDE, *beside)
        return found if found.speaker else nobody

    def _tag_after(self, span: Span) -> tuple[str, int] | None:
        """The subject of the dialogue tag behind a quotation, and where it stands from the quotation's end."""
        match = self.cast.tag.match(self.blank[span.end : span.end + _NEAR])
        if match is None or _NOBODY_SAYS.match(match.string, match.end()):
            return None
        subject = match["who"] or match["after"]
        inside = self.text[max(span.start, span.end - 8) : span.end].rstrip("”\"’'»“ \u00a0\u202f")
        if inside.endswith(".") and not inside.endswith("..") and match.string.lstrip()[:1].isupper():
            return None
        return subject, match.start("who") if match["who"] else match.start("after")

    def _clause_start(self, at: int) -> int:
        return max(self.story.sentence(self.offset + at) - self.offset, at - 2 * _NEAR, 0)

    def _cue_before(self, start: int, at: int) -> tuple[str, int] | None:
        """The subject of the last verb of speech in the clause before a quotation, and its place in the paragraph."""
        clause = self.blank[start:at]
        participle = _PARTICIPLE.search(clause, max(0, len(clause) - _NEAR))
        if participle and (doing := self._doing(clause[: participle.start()])):
            return doing[0], start + doing.start()
        verbs = list(self.cast.verb.finditer(clause))
        if not verbs or len(clause) - verbs[-1].end() > _NEAR:
            if clause.lstrip().startswith("According to") and (match := self.cast.mention.search(clause)):
                return match[0], start + match.start()
            owned = _OWN_WORDS.search(clause)
            owners = [match for match in self.cast.mention.finditer(clause) if owned and match.end() == owned.start()]
            return (owners[0][0], start + owners[0].start()) if owners else None
        left = clause[: verbs[-1].start()]
        subjects = list(self.cast.subject.finditer(left))
        adjacent = subjects and self.cast.between.fullmatch(left[subjects[-1].end() :])
        behind = self.cast.behind.match(clause, verbs[-1].end()) if self.cast.inverts else None
        if behind and not adjacent:
            return behind["who"], start + behind.start("who")
        if not subjects:
            return None
        chosen = subjects[-1] if adjacent or _RELATIVE.search(left) else self._doing(left)
        return (chosen[0], start + chosen.start()) if chosen else None

    def _doing(self, left: str) -> re.Match[str] | None:
        """Who does what the beginning of a clause tells of."""
        subjects = list(self.cast.subject.finditer(left))
        aside = _SUBORDINATE.match(left)
        main = [match for match in subjects if not aside or match.start() >= aside.end()]
        acting = [match for match in main or subjects if not _OBLIQUE.search(left, 0, match.start())]
        return next(iter(acting or main or subjects), None)

    def _only_tag_between(self, end: int, start: int) -> bool:
        """Whether nothing but a dialogue tag stands between two quotations."""
        if start - end > 2 * _NEAR:
            return False
        match = self.cast.tag.match(self.blank[end:start])
        if match is None:
            return False
        rest = match.string[match.end() :]
        stop = _SENTENCE_END.search(rest)
        return stop is None or not rest[stop.end() :].strip()

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
        if self.cast.mention.fullmatch(subject):
            return Attribution(number, span, self.cast.keys[subject], rule)
        name, rivals = self.story.meant(subject.lower(), self.offset + at)
        near = () if name else self.story.told(self.offset + at)
        return Attribution(number, span, name, rule, rivals, near)


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

"""Clauses: who says the words that a clause leads up to, by the subject of its last verb of speech."""

import re
from dataclasses import dataclass, replace

from companion.guide.cast import Cast

_NEAR = 160  # characters between a verb of speech and the words that it leads up to
_SUBORDINATE = re.compile(
    r"\s*(?:When|As|While|After|Before|If|Once|Because|Although|Though|Since|Until|Whenever|Where|Unless"
    r"|Als|Wenn|Nachdem|Bevor|Obwohl|Weil|Während|Da|Quand|Lorsque|Cuando|Mientras|Aunque|Si|Como)\b[^,]*,"
)
_NOMINATIVE = ("er", "il", "él")  # pronouns that say something wherever they stand: Dann schreibt er …
_RELATIVE = re.compile(
    r",?\s+who\s+\Z|,\s+(?:qui\s+(?:s[’']|lui\s+|leur\s+)?|quien\s+(?:le\s+)?|que\s+(?:le\s+)?|d(?:er|ie|as)\s+)\Z"
)
_ACCORDING = re.compile(r"\s*(?:According to|Selon|D[’']après|Según|Laut|In the words of)\s")
_PARTICIPLE = re.compile(
    r",\s(?:[a-z]+ly\s)?(?:and\s)?(?:say|tell|ask|reply|answer|shout|cry|whisper|murmur|mutter|explain|admit|warn|remark|announc"
    r"|declar|confess|insist|call|add|exclaim|plead|begg|urg|demand|protest|repeat|observ|not|writ|conclud)ing\b"
    r"[^.!?;]{0,60}[,:]\s*\Z"
)
_OWN_WORDS = re.compile(
    r"[’']s?\s(?:\w+\s){0,2}(?:words?|reply|answer|response|question|warning|remark|line|claim|confession|cry|plea|verdict)"
    r"[,:]\s*\Z"
)
# Nora’s last letter to him reads, …
_WRITTEN = re.compile(
    r"[’']s?\s(?:\w+\s){0,2}(?:letter|note|telegram|postcard|e-?mail|message|diary|journal)\b[^.!?;]{0,40}"
    r"\b(?:reads?|says?|said|begins?|began|runs?|ran|ends?|ended)\b[^.!?;,:]{0,20}[,:]\s*\Z"
)
# These also begin a clause, whose subject stands behind them: shortly after Nora says …
_CLAUSE_OF_ITS_OWN = re.compile(
    r"\b(?:after|before|like|than|since|until|for|that|which|whom?|where|when|what|how|why|as|because|if|while|que|quand"
    r"|lorsque|comme|si|où|dont|dass|weil|wenn|als|wo|wie|donde|cuando|como|porque)\s+\Z|\bqu[’']\Z",
    re.IGNORECASE,
)
_ALL_BUT = re.compile(
    r"\b(?:(?:every|any|no)(?:body|one)|no\sone|all|none|nobody|(?:every|each|no|all)\s\w+)\sbut\s+\Z", re.IGNORECASE
)
_BREAK = re.compile(
    r"[,;:—–.!?…]|\b(?:and|but|while|as|when|so|yet|et|mais|und|aber|y|pero)\b",
)
# The sign that says, the note which reads; Nora is told; Nora hears him say: whoever is named does not say it.
_OTHERS_SAY = re.compile(
    r"\b(?:that|which|whose|is|was|are|were|be|been|being|get|gets|got|him|her|them|me|us|not|never|n[’']t)(?:\s\w+ly)?\s+\Z",
    re.IGNORECASE,
)
# A clause of its own behind another: Nora leaves, and Tobias sits down …
_COORDINATE = re.compile(r"(?:[;,–—]\s(?:and|but|so|while|yet|then|or|whereas)\s|;\s|\b(?:and|but|while|yet)\s)\Z")
_COORDINATE_NAMED = re.compile(r"[;,–—]\s(?:and|but|so|while|yet|then|whereas|mais|et|pero|y|aber|doch|und)\s|;\s")
# What her father used to say
_AUXILIARY = re.compile(
    r"(?:\b(?:used|wants?|wanted|likes?|liked|tries|tried|has|had|dares?|dared|about|going|would|could|will|can|must|may|might"
    r"|should|does|did|have)\s(?:to\s)?)+\Z"
)
_ACTS = re.compile(r"(?:\s\w+ly)?\s(?!as\b|his\b|this\b|its\b)[a-z]+(?:s|ed)\b")
# What was said was said before: Nora tells Tobias, who burns the map and then draws another …: “…”
_LATER = re.compile(r"(?:,\s(?:who|which)\s|\b(?:and|but)\s(?:then|later|after\w*|finally|so)\b|;\s*\w)")
_ALOUD = re.compile(r"(?:read|reads|recites?|recited|sings?|sang|chants?|chanted)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who says what a clause leads up to."""

    name: str | None  # a name or a pronoun as written; None for somebody whom the text does not name
    at: int = 0  # where it stands in the clause
    certain: bool = True


NOBODY_NAMED = Subject(None)


def speaker_before(cast: Cast, clause: str) -> Subject | None:
    """The subject of the last verb of speech in the `clause` before a quotation; None where nothing is said."""
    participle = _PARTICIPLE.search(clause, max(0, len(clause) - _NEAR))
    if participle and (doing := _doing(cast, clause[: participle.start()])):
        return doing
    written = _WRITTEN.search(clause, max(0, len(clause) - _NEAR))
    if written and (
        owner := next((one for one in cast.mention.finditer(clause) if one.end() == written.start()), None)
    ):
        return Subject(owner[0], owner.start())
    verbs = list(cast.verb.finditer(clause))
    if not verbs or len(clause) - verbs[-1].end() > _NEAR:
        return _of_their_own(cast, clause)
    if own := _of_a_clause_behind(cast, clause, verbs[-1].end()):
        return own
    found = _of_verb(cast, clause, verbs[-1])
    return replace(found, certain=False) if found and _LATER.search(clause, verbs[-1].end()) else found


def _of_a_clause_behind(cast: Cast, clause: str, at: int) -> Subject | None:
    """Who does something in a clause of its own behind a verb of speech: he begins, but Nora cuts him off: “…”"""
    for conjunction in _COORDINATE_NAMED.finditer(clause, at):
        subject = cast.subject.match(clause, conjunction.end())
        if subject and subject[0][0].isupper() and _ACTS.match(clause, subject.end()):
            return Subject(subject[0], subject.start(), False)
    return None


def _of_verb(cast: Cast, clause: str, verb: re.Match[str]) -> Subject | None:
    """The subject of the last verb of speech in a clause."""
    helped = _AUXILIARY.search(clause, max(0, verb.start() - _NEAR), verb.start())
    left = clause[: helped.start() if helped else verb.start()]
    behind = cast.behind.match(clause, verb.end()) if cast.inverts else None
    if behind and behind["who"].lower() in _NOMINATIVE:
        return Subject(behind["who"], behind.start("who"))
    subjects = list(cast.subject.finditer(left))
    adjacent = subjects and cast.between.fullmatch(left[subjects[-1].end() :])
    if adjacent and not _is_oblique(cast, left[: subjects[-1].start()]):
        return _with_others(cast, _subject(subjects[-1], verb), left[: subjects[-1].start()], verb[0])
    if cast.inverts:
        if behind:
            joined = cast.is_joined(verb[0], clause, behind.end())
            return NOBODY_NAMED if joined else Subject(behind["who"], behind.start("who"))
        if cast.nameless_behind.match(clause, verb.end()):
            return NOBODY_NAMED
    if adjacent or cast.unknown.search(left, max(0, len(left) - _NEAR)):
        return NOBODY_NAMED
    if _OTHERS_SAY.search(left):
        return NOBODY_NAMED if subjects else None
    if relative := _RELATIVE.search(left):
        near = bool(subjects) and subjects[-1].end() == relative.start()
        return _subject(subjects[-1], verb) if near else NOBODY_NAMED
    unnamed = cast.nameless_before.search(left, max(0, len(left) - _NEAR))
    if unnamed and not cast.preposed.fullmatch(unnamed["before"] or ""):
        return NOBODY_NAMED
    doing = _doing(cast, left)
    if doing and _ALOUD.search(verb[0]):
        return Subject(doing.name, doing.at, False)
    return doing


def _subject(match: re.Match[str], verb: re.Match[str]) -> Subject:
    return Subject(match[0], match.start(), not _ALOUD.search(verb[0]))


def _is_oblique(cast: Cast, before: str) -> bool:
    """Whether a name before a verb, behind `before`, only tells more of another subject: the man behind Nora.

    The letter in which Nora says something is hers all the same.
    """
    if _CLAUSE_OF_ITS_OWN.search(before):
        return False
    if cast.oblique.search(before) or _ALL_BUT.search(before):
        return True
    *_, part = _BREAK.split(before)
    return cast.within.match(part) is not None


def _with_others(cast: Cast, subject: Subject, before: str, verb: str) -> Subject:
    """`subject`; nobody where others speak too (Tom and Nora shout); unsure where they may (Tom left and Nora said)."""
    also = cast.also.search(before, max(0, len(before) - _NEAR))
    if also is None:
        return subject
    ahead = before[: also.start()]
    begins = not ahead.strip() or ahead.rstrip()[-1] in ",;:—–"
    many = cast.plural.fullmatch(verb) and subject.name and subject.name.lower() not in ("they", "i", "we", "you")
    if many or (also["name"] and (begins or _is_oblique(cast, ahead))):
        return NOBODY_NAMED
    return subject if cast.singular.fullmatch(verb) else Subject(subject.name, subject.at, False)


def _of_their_own(cast: Cast, clause: str) -> Subject | None:
    """Whose words a clause without a verb of speech announces: According to Nora, Nora’s reply:"""
    if (told := _ACCORDING.match(clause)) and (match := cast.mention.search(clause, told.end())):
        return Subject(match[0], match.start())
    owned = _OWN_WORDS.search(clause)
    owners = [match for match in cast.mention.finditer(clause) if owned and match.end() == owned.start()]
    return Subject(owners[0][0], owners[0].start()) if owners else None


def _doing(cast: Cast, left: str) -> Subject | None:
    """Who does what the beginning of a clause tells of, in its main clause."""
    subjects = list(cast.subject.finditer(left))
    if not subjects:
        return None
    aside = _SUBORDINATE.match(left)
    begin = aside.end() if aside else 0
    main = [match for match in subjects if match.start() >= begin and not cast.oblique.search(left, 0, match.start())]
    if not main:
        return NOBODY_NAMED
    own = [match for match in main[1:] if _COORDINATE.search(left, 0, match.start()) and _ACTS.match(left, match.end())]
    chosen = own[-1] if own else main[0]
    opening = cast.nameless_opening.match(left, begin)
    if opening and not own and chosen.start() >= opening.end():
        return NOBODY_NAMED
    return Subject(chosen[0], chosen.start())

"""The words by which English says that somebody speaks: verbs of speech and dialogue tags."""

import re

# Followed by anything, these are a tag: “Stop!” Nora said to the dog.
_SPEAKING = """
say says said ask asks asked tell tells told reply replies replied answer answers answered shout shouts shouted
cry cries cried whisper whispers whispered murmur murmurs murmured mutter mutters muttered mumble mumbles mumbled
exclaim exclaims exclaimed yell yells yelled scream screams screamed shriek shrieks shrieked bellow bellows bellowed
insist insists insisted remark remarks remarked explain explains explained declare declares declared
announce announces announced admit admits admitted confess confesses confessed concede concedes conceded
warn warns warned demand demands demanded respond responds responded retort retorts retorted
protest protests protested plead pleads pleaded beg begs begged inquire inquires inquired enquire enquires enquired
quip quips quipped blurt blurts blurted interject interjects interjected interrupt interrupts interrupted
stammer stammers stammered stutter stutters stuttered joke jokes joked tease teases teased
assert asserts asserted boast boasts boasted lament laments lamented snarl snarls snarled hiss hisses hissed
urge urges urged repeat repeats repeated concur concurs concurred elaborate elaborates elaborated
comment comments commented mention mentions mentioned counter counters countered complain complains complained
command commands commanded order orders ordered propose proposes proposed wants~to~know wanted~to~know puts~it put~it
"""

# These also mean other things; they are a tag before a stop or a word of direction or manner: “Who?” Nora called down.
_SOUNDING = """
call calls called sigh sighs sighed laugh laughs laughed begin begins began continue continues continued
add adds added agree agrees agreed note notes noted observe observes observed think thinks thought wonder wonders
wondered write writes wrote read reads sing sings sang state states stated suggest suggests suggested
promise promises promised snap snaps snapped groan groans groaned gasp gasps gasped moan moans moaned
growl growls growled bark barks barked chuckle chuckles chuckled giggle giggles giggled sob sobs sobbed
breathe breathes breathed croak croaks croaked rasp rasps rasped wail wails wailed howl howls howled roar roars roared
drawl drawls drawled scoff scoffs scoffed whimper whimpers whimpered squeal squeals squealed grunt grunts grunted
holler hollers hollered thunder thunders thundered chant chants chanted coo coos cooed pant pants panted
argue argues argued claim claims claimed conclude concludes concluded recite recites recited sneer sneers sneered
"""


def _alternatives(words: str) -> str:
    return "|".join(sorted((word.replace("~", " ") for word in words.split()), key=len, reverse=True))


_TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|St|Prof|Rev|Capt|Lt|Sgt|Col|Gen)\.?\s)"
_NAME = r"[^\W\d_a-z][\w’'-]*+\.?"
SUBJECT = rf"(?:I|{_TITLE}{{0,2}}{_NAME}(?:\s(?:of\s|the\s|de\s|van\s|von\s|and\s)?{_NAME}){{0,3}}(?:(?<=[’']s)\s\w+)?)"
MANNER = r"(?:\s(?:\w+ly|then|again|just|only|also|still|at\slast|has|had|now))?"

SPEAKING_VERB = rf"(?i:{_alternatives(_SPEAKING)})"
SOUNDING_VERB = rf"(?i:{_alternatives(_SOUNDING)})"
_DIRECTED = (
    r"(?=\s*(?:[.,;:!?…—–]|$)"
    r"|\s(?:from|out|back|after|down|up|across|over|through|into|with|in\sa|aloud|again|at\slast|and|as|when|\w+ly)\b"
    r"|\sto\s(?:him|her|them|me|us|you)(?:self|selves)?\b)"
)

SPEECH_VERB = re.compile(rf"\b(?:{SPEAKING_VERB}|{SOUNDING_VERB})\b")

# “Where?” Nora finally asks …  A speaker who said nothing said nothing.
TAG = re.compile(
    rf"(?P<subject>{SUBJECT}){MANNER}\s"
    rf"(?:(?P<verb>{SPEAKING_VERB})\b(?!\s(?:nothing|no\smore|little)\b)|(?P<sound>{SOUNDING_VERB})\b{_DIRECTED})"
)

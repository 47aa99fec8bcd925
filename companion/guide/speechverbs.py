"""The words by which a text says that somebody speaks: verbs of speech, dialogue tags, pronouns."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
grumble grumbles grumbled gulp gulps gulped sniff sniffs sniffed mouthed point~out points~out pointed~out
drawl drawls drawled scoff scoffs scoffed whimper whimpers whimpered squeal squeals squealed grunt grunts grunted
holler hollers hollered thunder thunders thundered chant chants chanted coo coos cooed pant pants panted
argue argues argued claim claims claimed conclude concludes concluded recite recites recited sneer sneers sneered
"""


# Other languages put the speaker behind the verb: « Oui », dit Anne. What stands between the two is the join.
_FRENCH = """
constate constata observe observa pense pensa songe songea fit
dit dis répond répondit demande demanda dit-on crie cria s'écrie s’écrie s'écria s’écria murmure murmura chuchote
chuchota ajoute ajouta déclare déclara explique expliqua réplique répliqua insiste insista reprend reprit lance lança
grogne grogna bougonne bougonna marmonne marmonna gronde gronda s'exclame s’exclame s'exclama s’exclama bredouille
bredouilla chantonne chantonna coupe coupa interroge interrogea rugit gémit
avoue avoua affirme affirma annonce annonça souffle souffla soupire soupira hurle hurla ordonne ordonna propose
proposa promet promit poursuit poursuivit continue continua conclut remarque remarqua rétorque rétorqua balbutie
balbutia écrit écrivit
"""
_GERMAN = """
denkt dachte wispert wisperte
sagt sagte fragt fragte antwortet antwortete ruft rief flüstert flüsterte murmelt murmelte erwidert erwiderte schreit
schrie erklärt erklärte meint meinte entgegnet entgegnete bittet bat behauptet behauptete gesteht gestand warnt warnte
schreibt schrieb wiederholt wiederholte seufzt seufzte lacht lachte stottert stotterte befiehlt befahl verspricht
versprach brüllt brüllte jammert jammerte fügt fügte bemerkt bemerkte verkündet verkündete spricht sprach stammelt
stammelte brummt brummte knurrt knurrte zischt zischte raunt raunte krächzt krächzte grollt grollte ergänzt ergänzte
kreischt kreischte schnauzt schnauzte stöhnt stöhnte haucht hauchte schimpft schimpfte spottet spottete
widerspricht widersprach versichert versicherte bestätigt bestätigte beharrt beharrte
"""
_SPANISH = """
piensa pensó observa observó
dice dijo pregunta preguntó responde respondió contesta contestó grita gritó susurra susurró murmura murmuró exclama
exclamó añade añadió explica explicó insiste insistió admite admitió confiesa confesó ruega rogó repite repitió
replica replicó ordena ordenó advierte advirtió declara declaró anuncia anunció promete prometió suspira suspiró
rezonga rezongó gruñe gruñó balbucea balbuceó chilla chilló musita musitó masculla masculló farfulla farfulló
protesta protestó bromea bromeó interrumpe interrumpió concluye concluyó afirma afirmó ríe rió
escribe escribió comenta comentó propone propuso asegura aseguró repuso recuerda recordó
"""


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first, gathered by their first letter: a long list is no slower."""
    initials: dict[str, list[str]] = {}
    for word in sorted(set(filter(None, words)), key=lambda word: (-len(word), word)):
        initials.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(initial)}(?:{'|'.join(rests)})" for initial, rests in initials.items()) or "(?!)"


def _alternatives(words: str) -> str:
    return any_of(word.replace("~", " ") for word in words.split())


_TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|St|Prof|Rev|Capt|Lt|Sgt|Col|Gen)\.?\s)"
_NAME = r"[^\W\d_a-z][\w’'-]*+\.?"
SUBJECT = rf"(?:I|{_TITLE}{{0,2}}{_NAME}(?:\s(?:of\s|the\s|de\s|van\s|von\s|and\s)?{_NAME}){{0,3}}(?:(?<=[’']s)\s\w+)?)"
_ADVERBS = r"then|again|just|only|also|still|at\slast|has|had|now|once|later|often|always|soon|even|instead|too"
MANNER = rf"(?:\s(?:\w+ly|{_ADVERBS}))?"

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


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one language reports speech."""

    verb: str  # a pattern for any verb of speech
    pronouns: Mapping[str, str]  # as written, in small letters -> as a speaker declares them
    join: str = r"\s"  # a pattern for what stands between the verb and a speaker behind it
    inverts: bool = True  # whether a name right behind the verb is the speaker's: Dann sagte Anna: „…“
    lead: str = ""  # a pattern for the small words before such a verb: le dijo Ana
    manner: str = ""  # a pattern for what may stand between the speaker and the verb
    unknown_verb: str = "(?!)"  # a pattern for what must be a verb between a quotation and a name
    title: str = ""  # a pattern for the small title that a name may have there: responde doña Ana
    plural: re.Pattern[str] = re.compile("(?!)")  # the forms that many say and no one person says: Critics say
    singular: re.Pattern[str] = re.compile("(?!)")  # the forms that one person says and no two: Nora says
    oblique: str = "(?!)"  # a pattern for the words behind which somebody does nothing: the mother of Nora
    genitive: str = ""  # the ending of a name that owns what stands behind it, where it has no apostrophe
    joins: str = "and"  # a pattern for the words that make two of one: Tom and Nora


_WORDS = frozenset((_SPEAKING + _SOUNDING).split())
_PLURAL = re.compile("|".join(sorted(word for word in _WORDS if f"{word}s" in _WORDS or word in ("cry", "reply"))))
_PREPOSITIONS = (
    r"(?:in|at|from|to|of|with|by|near|into|onto|on|through|for|about|without|between|behind|beside|like|than|under|over"
    r"|across|towards?|against|after|before|around|past|except|besides|opposite|above|below|beneath|among|via|concerning)\s+"
)
# said the baker Ole Vik, says her sister Ruth; not: said the man to Ruth
_NO_TRADE = (
    "to|of|and|or|but|with|without|in|at|for|from|by|as|while|who|when|where|about|on|that|than|after|before|if|into|onto|over"
    "|under|like|near|behind|beside|is|was|had|has|it|then|so|not|nothing|until|because"
)
_OWN = "the|his|her|their|my|our"
_TRADE = rf"(?:(?:(?:{_OWN})\s)?(?:(?!(?:{_NO_TRADE}|{_OWN})\s)[a-z][a-z’'-]*\s){{1,3}})?"
_ENGLISH = Tongue(
    SPEECH_VERB.pattern,
    {"he": "he", "she": "she", "they": "they", "it": "it"},
    title=_TRADE,
    inverts=False,
    manner=MANNER,
    unknown_verb=r"(?!(?:as|his|its|this|thus|unless|besides|perhaps|across|towards|always|was|has|does|is|needed|instead)\b)[a-z]{2,}(?:ed|[^\Ws]s)\b",
    plural=_PLURAL,
    singular=re.compile(r"(?!has\b)\w+s(?:\s.*)?", re.IGNORECASE),
    oblique=_PREPOSITIONS,
    joins="and|or|nor|&",
)
_TONGUES: Mapping[str, Tongue] = {
    "en": _ENGLISH,
    "fr": Tongue(
        rf"\b(?:(?i:{_alternatives(_FRENCH)}))\b",
        {"il": "he", "elle": "she"},
        unknown_verb=r"(?!(?:et|que|qui|comme|pour|avec|chez|dans|sans|mais|puis|quand|contre|vers|selon|entre|sur|est|par)\b)[^\W\d_A-Z][^\W\d_A-Z]{2,}",
        join=r"(?:-t)?[-\s]",
        lead=r"(?:(?:lui|leur|me|te|nous|vous|y|en)\s|[mlts]['’]|a\s)*+",
        title=r"(?:(?:madame|monsieur|mademoiselle|oncle|tante|père|mère|maître|docteur)\s)?",
        manner=r"(?:\s(?:lui|leur|me|m['’]|l['’]|a|\w+ment)){0,2}",
        singular=re.compile(rf"(?i:{_alternatives(_FRENCH)})"),
        oblique=(
            r"(?:(?:de|du|des|à|au|aux|chez|avec|pour|par|sur|sans|contre|vers|derrière|devant|entre|sauf|envers|sous|dans|en"
            r"|après|avant|outre|excepté)\s+|d[’'])"
        ),
        joins="et|ou|ni",
    ),
    "de": Tongue(
        rf"\b(?:(?i:{_alternatives(_GERMAN)}))\b",
        {"er": "he", "sie": "she", "es": "it"},
        unknown_verb=r"(?!(?:und|dass|mit|von|für|wenn|als|aber|oder|wie|was|wer|denn|bei|nach|zum|zur|ist|war|auch|dann|ohne|gegen|über|unter|nur|weil|statt|außer|neben|hinter|vor)\b)[^\W\d_A-Z][^\W\d_A-Z]{2,}",
        join=r"\s(?:(?:ihm|ihr|ihnen|ihn|mir|uns|sich)\s)?",
        manner=r"(?:\s(?:dann|nur|aber|jedoch|nun|da|noch|laut|leise|wieder|endlich|sofort|\w+(?:lich|end|ig)))?",
        singular=re.compile(rf"(?i:{_alternatives(_GERMAN)})"),
        oblique=(
            r"(?:von|vom|zu|zum|zur|mit|bei|beim|nach|aus|an|am|auf|für|gegen|über|unter|vor|hinter|neben|ohne|um|durch"
            r"|wegen|außer|seit|in|im|zwischen|statt)\s+"
        ),
        joins="und|oder|noch",
        genitive="s",
    ),
    "es": Tongue(
        rf"\b(?:(?i:{_alternatives(_SPANISH)}))\b",
        {"él": "he", "ella": "she"},
        unknown_verb=r"(?!(?:que|como|para|con|por|pero|cuando|según|entre|sobre|sin|desde|hasta|porque|contra|hacia|ante|tras|donde|era|fue|doña|don|señora|señor)\b)[^\W\d_A-Z][^\W\d_A-Z]{2,}",
        lead=r"(?:(?:le|les|me|te|nos|se|lo|la)\s)*+",
        title=r"(?:(?:doña|don|(?:la\s)?señora|(?:el\s)?señor|(?:la\s)?tía|(?:el\s)?tío|fray|sor|padre|madre)\s)?",
        manner=r"(?:\s(?:le|les|me|te|nos|ha|entonces|\w+mente)){0,2}",
        singular=re.compile(rf"(?i:{_alternatives(_SPANISH)})"),
        oblique=(
            r"(?:a|al|de|del|con|para|por|sin|sobre|entre|hacia|hasta|contra|ante|tras|desde|en|bajo|salvo|excepto|menos)\s+"
        ),
        joins="y|e|o|u|ni",
    ),
}


def tongue(language: str) -> Tongue:
    """How `language` (BCP 47) reports speech; like English where it is not known here."""
    return _TONGUES.get(primary(language), _ENGLISH)


def primary(language: str) -> str:
    """The primary subtag of a BCP 47 tag: "de" of "de-AT"."""
    return language.lower().replace("_", "-").split("-")[0]

"""How letters begin and end, in English, Spanish, French and German, as patterns."""

import re

MARKS = "“”„‟\"«»‹›‘’‚‛' \u00a0\u202f"

_DEAR = (
    r"(?:To\s+)?(?:(?:[Mm]y|[Oo]ur)\s+)?(?:(?:own|very)\s+)?(?:[Dd]ear(?:est)?|[Bb]eloved|[Dd]arling|[Ss]weet(?:est)?|Hello|Hi|Hey)"
    r"(?:,|\s+(?:little|old|sweet))?"
    r"|(?:Mi\s+|Mis\s+|Muy\s+)?(?:muy\s+)?(?:[Qq]uerid[oa]s?|[Ee]stimad[oa]s?|[Aa]mad[oa]|[Aa]dorad[oa]|[Dd]istinguid[oa])|Hola"
    r"|(?:M(?:on|a|es)\s+)?(?:(?:très|bien)\s+)?(?:[Cc]h(?:er|ère|ers|ères)|[Bb]ien-aimée?)|Bonjour|Salut"
    r"|(?P<german>(?:Mein[e]?\s+)?(?:(?:[Ss]ehr|[Hh]och)\s*)?"
    r"(?:[Ll]iebe[rs]?|[Ll]iebste[rs]?|[Tt]eure[rs]?|[Gg]eehrte[rs]?|[Vv]erehrte[rs]?|[Ww]erte[rs]?)|Hallo)"
)
_ADDRESSEE = (
    r"(?P<to>(?:(?:Mr|Mrs|Ms|Dr|St|Prof|Rev|Capt|Lt|Col|Sr|Sra|M|Mme)\.\s)?"
    r"[^\s!?.,:;“”\"«»—–-][^\n!?.,:;“”\"«»—–]{0,40}?)"
)
# German letters begin with a call: Liebe Anna!
_STOP = r"(?=\s*[,:—–](?:\s|$|[—–]|--)|\s+-\s|\s*\n|\s*$|(?(german)!(?:\s|$)|(?!)))"
# Nobody writes letters to these: they begin speeches, prayers and asides.
_NOBODY = r"(?!(?:[Rr]eaders?|God|Lord|[Hh]eavens?|[Mm]e|[Bb]oy|there|again|[Dd]ear|Gott|Himmel)\b)"
# Without a name, a line of its own.
_SIR = (
    r"(?:Mon\s|Ma\s)?(?:Madame|Monsieur|Mademoiselle)(?:\s(?:le|la|l[’'])\s?[^\W\d_][\w’'-]*)?|Mesdames(?:,?\s(?:et\s)?Messieurs)?"
    r"|Messieurs|(?:Dear\s)?(?:Sirs?|Madam)(?:\s(?:or|and)\s(?:Sirs?|Madam))?|Gentlemen|Ladies\sand\sGentlemen"
    r"|Muy\sseñor(?:es|a)?\s(?:m[íi]os?|mía|nuestros?)|Señor(?:es|a|as)?|Meine\sDamen\sund\sHerren"
)
SALUTATION = re.compile(
    rf"[{MARKS}]*(?:(?:{_DEAR})\s+{_NOBODY}{_ADDRESSEE}{_STOP}"
    rf"|(?:To\s+(?=the\s[^\n,:]*:)|(?=(?:{_SIR})\s?[,:]\s*(?:\n|\Z)))"
    r"(?P<office>(?:the\s+)?[^\W\d_a-z][\w’' -]{0,60}?)\s?[,:]|(?P<whom>To\s+whom\s+it\s+may\s+concern)\b)"
)
# A line of its own: Hector,
NAME_ALONE = re.compile(rf"[\s{MARKS}]*(?P<to>[^\W\d_a-z][\w’'-]*(?:\s[^\W\d_a-z][\w’'-]*){{0,2}}),\s*\Z")
HEADER = re.compile(
    r"\s*(?:From|To|Cc|Subject|Date|Sent|Re|De|Para|Asunto|Objet|Von|An|Betreff)\s?:\s*(?P<value>\S.*)", re.DOTALL
)

_KIN = (
    "friend|servant|son|daughter|brother|sister|mother|father|wife|husband|cousin|aunt|uncle|niece|nephew|child|mum|mom|dad"
    "|grandmother|grandfather|grandson|granddaughter|girl|boy|pupil|student|teacher|neighbou?r|admirer|love"
)
_LOVE = (
    "love|affection|gratitude|respect|(?:best |good |warm )?wishes|regards|thanks|heart|sympathy|admiration|kisses|hugs"
)
_ENGLISH = rf"""
(?:[Ww]ith\s+)?(?:[Aa]ll\s+(?:of\s+)?)?(?:[Mm]y\s+|[Oo]ur\s+)?(?:[Mm]uch\s+|[Mm]any\s+|[Ll]ots\s+of\s+|[Kk]ind(?:est)?\s+|[Ww]arm(?:est)?\s+|[Bb]est\s+|[Dd]eepest\s+)?
(?i:{_LOVE})(?:\s+(?:always|forever|as\s+(?:ever|always)|to\s+(?:all|everyone|you(?:\s+all|\s+both)?)|and\s+(?:{_LOVE})|in\s+advance))?
|(?:[Ee]ver|[Vv]ery|[Ss]incerely|[Ff]aithfully|[Tt]ruly|[Aa]lways|[Ff]orever|[Rr]espectfully|[Aa]ffectionately|[Cc]ordially|[Gg]ratefully)?\s*
(?:[Yy]ours)(?:,?\s+(?:(?:very|most)\s+)?(?:truly|sincerely|faithfully|ever|always|forever|respectfully|affectionately|in\s+\w+|as\s+(?:ever|always)))?
|(?:Most\s+|Very\s+)?[A-Z][a-z]+ly|sincerely|respectfully|faithfully|affectionately|cordially
|(?:All\s+the\s+|All\s+my\s+)?[Bb]est|Cheers|Farewell|Goodbye|Good-bye|Take\s+care|Thank\s+you|God\s+bless(?:\s+you)?|As\s+(?:ever|always)
|In\s+(?:haste|friendship|solidarity|sorrow)|Until\s+(?:then|soon|we\s+meet(?:\s+again)?)|See\s+you\s+soon|Forever|Always|X[OX]+|xo(?:xo)?
|(?:I\s+(?:am|remain),?\s+(?:[^\W\d_a-z][\w.]*,\s+|(?:dear\s+)?[Ss]irs?,\s+|as\s+ever,?\s+)?)?[Yy]our\s+(?:[\w-]+,?\s+){{0,3}}(?:{_KIN})
"""
_SPANISH = r"""
(?:[Cc]on\s+)?(?:[Tt]odo\s+)?(?:mi\s+|mucho\s+)?(?:cariño|amor|afecto|respeto|gratitud)|(?:Un|Muchos)?\s*(?:fuerte\s+)?(?i:abrazos?|besos?|saludos?)(?:\s+(?:cordial(?:es)?|fuerte|y\s+abrazos|para\s+todos))?
|Atentamente|Cordialmente|Afectuosamente|Sinceramente|(?:Siempre\s+)?(?:[Tt]uy[oa]|[Ss]uy[oa])(?:\s+siempre)?|Te\s+(?:quiere|quiero|abraza|ama|amo)(?:\s+mucho)?|Hasta\s+(?:pronto|siempre)
|(?:Tu|Su)\s+(?:\w+\s+){0,2}(?:amig[oa]|hij[oa]|herman[oa]|madre|padre|prim[oa]|espos[oa]|tí[oa]|abuel[oa]|servidor)
"""
_FRENCH = r"""
(?:Veuillez|Nous\s+vous\s+prions\s+d[’']|Je\s+vous\s+prie\s+(?:d[’']|de\s+)|Dans\s+cette\s+attente,\s+veuillez)\s*(?:bien\s+)?(?:agréer|accepter|croire|recevoir)\b[^.!?\n]{0,140}|
Je\s+(?:t[’']|vous\s+)embrasse(?:\s+\w+)?|Bien\s+(?:à\s+(?:toi|vous)|cordialement)|Amicalement|Cordialement|Affectueusement|Tendrement|Sincèrement|Respectueusement|(?:Grosses\s+|Gros\s+)?(?:Bises|Bisous|Baisers)
|Avec\s+(?:tout\s+|toute\s+)?(?:mon\s+|ma\s+)?(?:amour|affection|tendresse|amitié)|À\s+bientôt|(?:Meilleures\s+)?[Ss]alutations(?:\s+distinguées)?
|(?:Ton|Ta|Votre)\s+(?:\w+\s+){0,2}(?:amie?|fils|fille|frère|sœur|mère|père|cousine?|femme|mari|oncle|tante|serviteur)
"""
_GERMAN_KIN = "Freund(?:in)?|Sohn|Tochter|Bruder|Schwester|Mutter|Vater|Frau|Mann|Tante|Onkel"
_GERMAN = rf"""
(?:Mit\s+)?(?:[Ff]reundlichen?|[Hh]erzlichen?|[Bb]esten?|[Ll]ieben?|[Vv]ielen?|[Ss]chönen?)\s+(?:Gr(?:üß|üss)en?)|Herzlich(?:st)?|(?:Mit\s+)?(?:vorzüglicher\s+)?Hochachtung(?:svoll)?|In\s+(?:Liebe|Freundschaft)|Alles\s+(?:Liebe|Gute)|Bis\s+bald
|(?:Dein|Deine|Ihr|Ihre|Euer|Eure)\s+(?:\w+\s+){{0,2}}(?:{_GERMAN_KIN})
"""
_CLOSING = "(?:" + "|".join(part.replace("\n", "").strip() for part in (_ENGLISH, _SPANISH, _FRENCH, _GERMAN)) + ")"
_POSSESSIVE = r"(?:Your|Dein|Deine|Euer|Eure|Ihr|Ihre|Ton|Ta|Tu)"  # Your Yusuf
_NO_KIN = rf"(?!(?:{_GERMAN_KIN})\b)"  # Dein Bruder: the name is in the next line
# With the name right behind it: Your loving sister Ada
_OF_KIN = (
    rf"(?:Your\s+(?:[\w-]+,?\s+){{0,3}}(?:{_KIN})|(?:Deine?|Ihre?|Eure?|Euer)\s+(?:\w+\s+){{0,2}}(?:{_GERMAN_KIN})"
    r"|(?:Ton|Ta|Votre)\s+(?:\w+\s+){0,2}(?:amie?|fils|fille|frère|sœur|mère|père|cousine?|femme|mari|oncle|tante)"
    r"|(?:Tu|Su)\s+(?:\w+\s+){0,2}(?:amig[oa]|hij[oa]|herman[oa]|madre|padre|prim[oa]|espos[oa]|tí[oa]|abuel[oa]))"
)
_NAME = r"[^\W\d_a-z][\w’'-]*\.?"
_SIGNATURE = rf"(?P<by>(?:(?:A|An|The)\s)?{_NAME}(?:\s+(?:of\s+the\s+|of\s+|de\s+|von\s+)?(?:{_NAME}|&)){{0,3}})"
# What the writer is, before the name and behind it: Le préfet, C. Aubrac; P. Dobbs, Environmental Services.
_RANK = r"(?:(?:The|Your|Le|La|L[’']|El|Der|Die)\s?[\w-]+(?:\s[\w’'-]+){0,4},\s+)?"
_OFFICE = rf"(?:,\s+{_NAME}(?:\s(?:of|the|and|for|de|du|la|des|del|y|et|von|für|und|&|{_NAME})){{0,5}})?"
_ENDS = rf"[\s.{MARKS}]*\Z"
_YOURS = (
    rf"(?:(?:{_CLOSING})\s*(?:[,—–:\n-]|\.\s*\n)\s*|{_POSSESSIVE}\s+{_NO_KIN}(?=[^\W\d_a-z][\w-]*{_ENDS})"
    rf"|{_OF_KIN}\s+(?=[^\W\d_a-z][\w-]*(?:\s[^\W\d_a-z][\w-]*)?{_ENDS}))"
)
_ASIDE = r"(?:\s\([^()\n]{1,20}\))?"  # T. Okafor (Mrs.)
VALEDICTION = re.compile(rf"(?:^|[.!?…]\s+|\n\s*)[{MARKS}]*{_YOURS}{_RANK}{_SIGNATURE}{_OFFICE}{_ASIDE}[\s.{MARKS}]*\Z")
CLOSING_ALONE = re.compile(rf"[\s{MARKS}]*{_CLOSING}\s*[,.!—–-]?\s*\Z")
SIGNED_ALONE = re.compile(rf"[\s{MARKS}—–-]*{_RANK}{_SIGNATURE}{_OFFICE}{_ASIDE}[\s.{MARKS}]*\Z")
# Between a salutation and a name on lines of their own, any few words with a comma behind them close a letter.
CLOSING_LINE = re.compile(rf"[{MARKS}]*[^\W\d_a-z][\w’'-]*(?:,?\s[\w’'-]+){{0,5}},\s*\Z")
# And so does a name alone on its line; in quotation marks, one behind the last full stop: Back by six. Paul
BARE_NAME = re.compile(rf"[{MARKS}]*(?P<by>{_NAME}(?:\s{_NAME}){{0,2}})[\s{MARKS}]*\Z")
BARE_WITHIN = re.compile(rf"[.!?…]\s+(?P<by>[^\W\d_a-z][\w’'-]*)[{MARKS}]*\Z")
YOURS = re.compile(rf"{_POSSESSIVE}\s+(?=[^\W\d_a-z])")
DASHED = re.compile(rf"\s*[—–-]\s?{_SIGNATURE}[\s.{MARKS}]*\Z")
# Without a valediction: initials, or a name behind a dash.
INITIALS = re.compile(
    rf"[.!?…][{MARKS}]*(?:\s+(?P<initials>(?:[^\W\d_a-z]\.\s?){{1,3}})|\s*[—–-]\s?(?P<name>{_NAME}(?:\s{_NAME})?))[\s.{MARKS}]*\Z"
)
INITIALS_ALONE = re.compile(rf"[\s{MARKS}—–-]*(?P<by>(?:[^\W\d_a-z]\.\s?){{1,3}})[\s{MARKS}]*\Z")
# Behind a salutation, any few words with a comma and a name behind close a letter: Yours until the rain stops, Ada.
CLOSING_WITHIN = re.compile(
    rf"(?<!\b[A-Z])[.!?…]\s+[^\W\d_a-z][\w’'-]*(?:\s[\w’'-]+){{0,6}},\s+(?P<by>{_NAME}(?:\s{_NAME})?)[\s.{MARKS}]*\Z"
)
CUE_NOUNS = tuple("letter note telegram card mail message carta nota lettre mot télégramme brief zettel".split())
CUE = re.compile(
    r"\b(?:letter|note|telegram|postcard|e-?mail|message|card|carta|nota|telegrama|lettre|mot|télégramme|Brief|Zettel|Telegramm)\b"
    r"[^.!?“”\"«»]{0,60}?\b(?:reads?|says?|saying|begins?|beginning|runs?|ran|goes|went|said|began|writes?|wrote|as\s+follows"
    r"|dice|decía|dit|disait|lautet|lautete|steht|stand)\b\s?[,:]?\s*\Z"
    r"|\b(?:letter|note|telegram|postcard|e-?mail|message|carta|nota|telegrama|lettre|mot|télégramme|Brief|Zettel|Telegramm)\s"
    r"(?:arrives?|arrived|comes?|came|llega|llegó|arrive|arriva|kommt|kam)\b[^.!?:“”\"«»]{0,40}:\s*\Z"
    r"|\bwrites?\b[^.!?“”\"]{0,30}\bletter\b[^.!?“”\"]{0,30}[,:]\s*\Z",
    re.IGNORECASE,
)
PAPER = re.compile(
    r"\b(?:letters?|notes?|envelope|postcard|e-?mail|telegram|message|page|paper|unfolds?|unfolded|writes?|wrote|written|reads?"
    r"|carta|lettre|Brief)\b",
    re.IGNORECASE,
)
POSTSCRIPT = re.compile(rf"[{MARKS}]*P\.?\s?(?:P\.?\s?)?S\b")
POSTSCRIPT_WITHIN = re.compile(r"(?<=\s)P\.\s?(?:P\.\s?)?S\b")

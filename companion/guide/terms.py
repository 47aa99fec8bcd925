"""What a text is compared by: its telling words, their pieces, runs of words taken over verbatim, and numbers."""

import re
from functools import cache, lru_cache

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_APOSTROPHE = re.compile(r"['’](?:s|re|ve|ll|d|m|t)?\Z")
_SYLLABIC = "\u2e80"  # from here on a character is as much as a word: Chinese, Japanese, Korean
_RUN = 4  # words that two texts hardly share by chance
_STEM = 6  # letters that a word of a language without rules here is known by
_SHORT = 3  # letters of a word that says little in a language without a list here

_SILENT = frozenset(
    """
    a about across after again all along already also although always am among an and another any are around as at away
    back be became because become becomes been before began begin begins behind being between both but by can cannot
    come comes could did do does doing done down during each either else enough even ever every few first for from get
    gets give given gives go goes going had has have having he hence her here hers herself him himself his how however
    i if in indeed instead into is it its itself just know knows last later least less let like made make makes many may
    me merely might mine more most much must my myself neither never next no nor not nothing now of off often on once
    one only onto or other our out over own perhaps put rather same say says see seems seen shall she should show shows
    simply since so some something still such take takes tell tells than that the their them themselves then there
    therefore these they thing this those though through throughout thus to together too toward towards two under until
    up upon us very was way we well were what when where whether which while who whom whose why will with within without
    would yet you your
    """.split()
)
_FORMS = {  # forms that no ending explains: the first of each line stands for all
    form: forms.split()[0]
    for forms in """
    bear bore borne; beat beaten; begin began begun; bind bound; bite bit bitten; bleed bled; blow blew blown;
    break broke broken; bring brought; build built; burn burnt; buy bought; catch caught; choose chose chosen;
    creep crept; deal dealt; dig dug; draw drew drawn; dream dreamt; drink drank drunk; drive drove driven;
    eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fly flew flown;
    forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; grow grew grown; hang hung; hear heard;
    hide hid hidden; hold held; keep kept; kneel knelt; lead led; lean leant; leap leapt; learn learnt; leave left;
    lend lent; light lit; lose lost; mean meant; meet met; pay paid; read reader readers; ride rode ridden;
    ring rang rung; rise rose risen; run ran; seek sought; sell sold; send sent; shake shook shaken; shine shone;
    shoot shot; sing sang sung; sink sank sunk; sit sat; sleep slept asleep; slide slid; speak spoke spoken speech;
    spend spent; spring sprang sprung; stand stood; steal stole stolen; stick stuck; strike struck stricken;
    swear swore sworn; sweep swept; swim swam swum; swing swung; teach taught; tear tore torn; think thought;
    throw threw thrown; wake woke woken awake; wear wore worn; weep wept; win won; write wrote written;
    man men; woman women; child children; foot feet; tooth teeth; mouse mice; wife wives; life lives; knife knives;
    die dead death died dying; marry marriage; laugh laughter; lie lying lied
    """.split(";")
    for form in forms.split()
}
_ENDINGS = (  # each with the fewest letters that must be left before it
    *(
        ("ations", 3),
        ("ation", 3),
        ("ions", 4),
        ("ion", 4),
        ("ments", 3),
        ("ment", 3),
        ("iness", 3),
        ("ness", 3),
        ("ingly", 3),
        ("edly", 3),
    ),
    *(("ings", 3), ("ing", 3), ("ies", 2), ("ied", 2), ("ily", 2), ("ly", 3), ("ed", 3), ("es", 3), ("s", 2), ("e", 3)),
)

_COMMON = """
able act actually add age air allow answer appear arrive ask attempt author bad bear believe big bit body bring build
call carry case cause certain chance change chapter character clear close come complete consider contain continue
course critic deal decide describe detail differ difficult direct discover draw early easy effect emotion end enter
entire episode event exact example expect experience explain express face fact fall famous far feel figure film final
find fine follow form free full general good great grow happen hard head hear help hide high hold hope hour idea image
imagine important include inside interest kind large late lead learn leave life line listen literal live lone long
look lose lot main matter mean meet mention merely mind moment move narrative narrator nature near need new normal
notice novel number occur offer old open order page paragraph part particular pass pay people perhaps person place
plain plan play plot point possible power present pretty prove pull question quick quiet quite reach read real realise
realize reason receive remain remember return reveal right role run scene second section see sense sentence serve set
short simple single sit slow small sort sound speak stand start state stay step stop story strange strong student
suddenly suggest summary sure symbol theme thing think third time title tone town true truth try turn understand use
usual viewer visit want watch way whole wish work worse write year young
"""
_PLAIN = 0.4  # what a common word tells, beside another that is as rare in a guide


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded; 8,316 and 8316 are one."""
    return [
        word.replace(",", "").replace(".", "") if word[0].isdigit() else word.casefold().replace("’", "'")
        for word in _WORD.findall(text)
    ]


def telling(text: str, language: str) -> list[str]:
    """The stems of the words that say what a text is about. `language` is the primary subtag: "en"."""
    if language == "en":
        return [stem(word) for word in words(text) if word not in _SILENT and _APOSTROPHE.sub("", word) not in _SILENT]
    return [word[:_STEM] for word in words(text) if len(word) > _SHORT or word[0].isdigit() or word[0] >= _SYLLABIC]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """An English word without its endings; not always a word, but mostly the same for the forms of one."""
    word = _APOSTROPHE.sub("", word) or word
    word = _FORMS.get(word, word)
    for ending, left in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= left:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word[-1] == "y" else word


def pieces(text: str, language: str) -> list[str]:
    """The pieces of 3 to 5 characters of a text's telling words, which related words share."""
    return [
        piece
        for word in words(text)
        if not (word in _SILENT if language == "en" else len(word) <= _SHORT and word[0] < _SYLLABIC)
        for piece in _pieces(word)
    ]


@lru_cache(maxsize=65_536)
def _pieces(word: str) -> tuple[str, ...]:
    if word[0] >= _SYLLABIC:
        return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))
    padded = f" {word} "
    return tuple(padded[at : at + size] for size in (3, 4, 5) for at in range(len(padded) - size + 1)) or (padded,)


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of four words: what two texts share of them was taken over verbatim."""
    all_words = words(text)
    return {tuple(all_words[at : at + _RUN]) for at in range(len(all_words) - _RUN + 1)}


def numbers(text: str) -> set[str]:
    """The numbers of a text that are written in digits."""
    return {word for word in words(text) if word[0].isdigit()}


def told(term: str, language: str) -> float:
    """0..1: how much a telling word tells by itself. “Bring” may be rare in a text, and shared by chance."""
    return _PLAIN if language == "en" and term in _common() else 1.0


@cache
def _common() -> frozenset[str]:
    return frozenset(map(stem, _COMMON.split()))

"""People without a name: the words by which a text tells of somebody whom it does not call by one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Sentences that begin so tell of a time or a manner, and their subject comes later: The next morning Nora says …
_TIMES = (
    "morning|evening|night|day|days|week|month|year|years|time|moment|minute|hour|afternoon|summer|winter|spring|autumn"
)


@dataclass(frozen=True, slots=True)
class Nameless:
    """How one language tells of somebody without a name."""

    subject: str  # a pattern for the words of one, as the subject of a verb: the old man
    persons: Mapping[str, str]  # a pronoun -> a pattern for anybody whom it may mean
    opening: str = "(?!)"  # a pattern for the beginning of a clause that such a subject opens
    determiner: str = "(?!)"  # a pattern for the first word of such a subject, however long it is: the man behind Nora


def _words(text: str) -> str:
    return "|".join(text.split())


_NO_FILLING = (
    r"(?!(?:and|or|but|then|who|that|which|whom|to|of|in|on|at|by|with|from|for|as|when|while|he|she|they|it|i|we|you"
    r"|the|an?|his|her|their|its|my|our)\b)"
)
_FILLING = rf"(?:\s{_NO_FILLING}[^\W\d_A-Z][\w’'-]*)"

_SHE = _words(
    """
    woman girl lady nurse widow mother sister aunt grandmother queen princess wife daughter niece waitress landlady maid
    bride nun hostess granddaughter
    """
)
_HE = _words(
    """
    man boy father brother uncle grandfather king prince husband son nephew waiter priest monk landlord gentleman lad
    groom butler grandson fisherman policeman postman
    """
)
_EITHER = _words(
    """
    stranger doctor officer teacher child neighbour neighbor clerk captain driver cook keeper visitor passenger baker
    guard friend cousin professor lawyer judge sailor soldier nurse singer dancer painter writer student guest servant
    colleague thief beggar traveller traveler customer figure
    """
)
_ADJECTIVES = r"(?:[^\W\d_A-Z][\w’'-]*\s){0,3}?"
_NOT_TOLD_OF = r"(?<!\bis )(?<!\bwas )(?<!\bas )(?<!, )(?<!\bbecomes )(?<!\bbe )"  # Tobias, a quiet boy


def _english(gendered: str) -> str:
    return (
        r"\b(?=[AaOoSsTtHh]|[^\W\d_a-z])"  # in front of what costs more
        rf"{_NOT_TOLD_OF}(?:(?:[Aa]n?|[Aa]nother|[Oo]ne|[Ss]ome)\s{_ADJECTIVES}(?:{gendered}|{_EITHER})"
        rf"|(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[^\W\d_a-z]\w+[’']s)\s{_ADJECTIVES}(?:{gendered}))\b"
    )


_ENGLISH = Nameless(
    determiner=(
        rf"(?i:(?:the|an?|one|some|another|his|her|their|my|our|this|that|those|each|no|every|[^\W\d_]+[’']s?)"
        rf"(?!{_FILLING}{{0,3}}\s(?:{_TIMES})\b)|(?:some|any|every|no)(?:body|one)|all|none|many|few|others?|whoever)\s"
    ),
    subject=(
        rf"(?:\b(?:(?i:the|an?|his|her|their|its|my|our|your|this|that|another|one|some|every|each|no|two|three)|\w+[’']s?)"
        rf"{_FILLING}{{1,4}}?|\b(?i:somebody|someone|everybody|everyone|nobody|no\sone|another|others)(?:\selse)?)"
    ),
    persons={"she": _english(_SHE), "he": _english(_HE)},
    opening=(
        rf"\s*(?:(?:The|An?|One|Some|Another)(?!{_FILLING}{{0,3}}\s(?:{_TIMES})\b)|Somebody|Someone|Everybody|Everyone|Nobody)\s"
    ),
)


def _gendered(articles: str, nouns: str) -> str:
    return rf"\b(?i:{articles})\s(?:[^\W\d_A-Z][\w-]*\s){{0,2}}?(?:{_words(nouns)})\b"


_OTHERS: Mapping[str, Nameless] = {
    "de": Nameless(
        opening=(
            r"\s*(?:Der|Die|Das|Eine?)\s(?!(?:[^\W\d_A-Z][\w-]*\s){0,2}(?:Nacht|Tag|Morgen|Abend|Woche|Monat|Jahr|Mal|Zeit)\b)"
        ),
        determiner=r"(?i:de[rs]|die|das|eine?|seine?|ihre?|meine?|unsere?|diese[rs]?|jemand|niemand|alle|jede[rs]?)\s",
        subject=(
            r"\b(?i:de[rs]|die|das|eine?|sein|seine|ihre?|mein|meine|unser|unsere|dieser|diese|jener|jene|jemand|niemand"
            r"|alle|jeder|jede)\b(?:\s[^\W\d_A-Z][\w-]*){0,2}?(?:\s[^\W\d_a-z][\w-]*)?"
        ),
        persons={
            "she": _gendered(
                "eine?|die|seine|ihre", "Frau Mädchen Dame Mutter Schwester Tante Großmutter Tochter Witwe Nachbarin"
            ),
            "he": _gendered("ein|einen|der|den|sein|ihr", "Mann Junge Jungen Herr Vater Bruder Onkel Großvater Sohn"),
        },
    ),
    "fr": Nameless(
        opening=(
            r"\s*(?:(?:Les?|La|Une?)\s|L[’'])(?!(?:[^\W\d_A-Z][\w-]*\s){0,2}(?:lendemain|matin|soir|jour|nuit|semaine|mois|année"
            r"|fois|moment|veille|instant|été|hiver)\b)"
        ),
        determiner=r"(?i:(?:les?|la|une?|son|sa|ses|leurs?|mon|ma|mes|cet?|cette|quelqu[’']un|personne|tous)\s|l[’'])",
        subject=r"(?:\b(?i:le|la|les|une?|son|sa|ses|leur|mon|ma|ce|cette|quelqu[’']un|personne)\b|l[’'])\s?[^\W\d_A-Z][\w’'-]*(?:\s[^\W\d_A-Z][\w’'-]*){0,2}?",
        persons={
            "she": _gendered(
                "une|la|sa", "femme fille dame mère sœur tante veuve grand-mère infirmière voisine servante"
            ),
            "he": _gendered("un|le|son", "homme garçon père frère oncle fils mari grand-père voisin vieillard"),
        },
    ),
    "es": Nameless(
        opening=(
            r"\s*(?:El|Las?|Los|Una?)\s(?!(?:[^\W\d_A-Z][\w-]*\s){0,2}(?:día|mañana|tarde|noche|semana|mes|año|vez|momento|verano"
            r"|invierno)\b)"
        ),
        determiner=r"(?i:el|las?|los|una?|sus?|mis?|est[ea]|alguien|nadie|todos)\s",
        subject=r"\b(?i:el|la|los|las|una?|su|sus|mi|este|esta|alguien|nadie)\b(?:\s[^\W\d_A-Z][\w-]*){0,3}?",
        persons={
            "she": _gendered(
                "una|la|su", "mujer niña señora madre hermana tía abuela hija viuda vecina muchacha anciana"
            ),
            "he": _gendered("un|el|su", "hombre niño señor padre hermano tío abuelo hijo vecino muchacho anciano"),
        },
    ),
}


def nameless(language: str) -> Nameless:
    """How `language`, a primary subtag, tells of somebody without a name; like English where it is not known here."""
    return _OTHERS.get(language, _ENGLISH)


def persons(language: str) -> dict[str, re.Pattern[str]]:
    """For each pronoun, as it is declared, anybody without a name whom it may mean."""
    return {pronoun: re.compile(pattern) for pronoun, pattern in nameless(language).persons.items()}

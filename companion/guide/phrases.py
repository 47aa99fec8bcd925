"""The few words that a narration adds to a guide, in the guide's language."""

from collections.abc import Mapping

_PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "letter": "The letter",
        "letter to": "The letter to {to}",
        "verse": "The verse",
        "quote": "The quotation",
        "document": "The document",
        "stage": "The stage direction",
        "end": "End of {title}",
        "the": "The ",
        "notes": "Notes",
        "more": "{title} (continued)",
    },
    "de": {
        "letter": "Der Brief",
        "letter to": "Der Brief an {to}",
        "verse": "Die Verse",
        "quote": "Das Zitat",
        "document": "Das Dokument",
        "stage": "Die Regieanweisung",
        "end": "Ende: {title}",
        "notes": "Anmerkungen",
        "more": "{title} (Fortsetzung)",
    },
    "es": {
        "letter": "La carta",
        "letter to": "La carta a {to}",
        "verse": "Los versos",
        "quote": "La cita",
        "document": "El documento",
        "stage": "La acotación",
        "end": "Fin: {title}",
        "notes": "Notas",
        "more": "{title} (continuación)",
    },
    "fr": {
        "letter": "La lettre",
        "letter to": "La lettre à {to}",
        "verse": "Les vers",
        "quote": "La citation",
        "document": "Le document",
        "stage": "La didascalie",
        "end": "Fin : {title}",
        "notes": "Notes",
        "more": "{title} (suite)",
    },
}
KINDS = ("letter", "verse", "quote", "document", "stage")


def phrase(name: str, language: str, **values: str) -> str:
    """The phrase `name` in `language` (BCP 47), in English where that language is not known here."""
    known = _PHRASES.get(language.split("-", maxsplit=1)[0].lower(), _PHRASES["en"])
    return known[name].format(**values)


def passage_title(kind: str, to: str | None, language: str) -> str:
    """What a passage without a title of its own is called: "The letter to Catherine"."""
    return phrase("letter to", language, to=to) if kind == "letter" and to else phrase(kind, language)


def passage_end(title: str, language: str) -> str:
    """What is said when a passage ends: "End of the letter to Catherine"."""
    the = _PHRASES["en"]["the"]
    if language.lower().startswith("en") and title.startswith(the):
        title = the.lower() + title.removeprefix(the)
    return phrase("end", language, title=title)

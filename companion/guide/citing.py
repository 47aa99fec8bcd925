"""Which sections and paragraphs of a commentary name books or words, and so are about no place of the text."""

import re

_SOURCES = re.compile(  # lists of books and addresses, by their headings
    r"(?:selected |suggested |annotated |suggestions for )?(?:bibliography|(?:further )?reading)"
    r"|works? (?:cited|consulted)|references|sources|further (?:study|resources)|(?:external )?links|see also"
    r"|cite (?:this|page)\b.*|(?:image )?credits|bibliographie|literatur(?:verzeichnis|hinweise)?"
    r"|quellen(?:verzeichnis)?|weblinks|siehe auch|références|pour aller plus loin|bibliografía|referencias|fuentes"
    r"|obras citadas|para saber más|lecturas recomendadas",
    re.IGNORECASE,
)
_AROUND = re.compile(  # what is about the author, the words or the time: a place in the text that it recalls is chance
    r"(?:about|on|meet) the (?:author|writer|poet|playwright|director|novelist)|(?:the )?author"
    r"|(?:the )?author['’]s (?:life|biography)|(?:author )?biography|context|background"
    r"|(?:historical|literary|social|cultural) (?:context|background)"
    r"|glossary|vocabulary|word (?:bank|list)|key (?:words|terms)"
    r"|(?:über |zu |zur )?(?:den |dem |die |der )?(?:autorin|autor)|hintergrund|kontext|glossar|wortschatz"
    r"|(?:à propos de |sur )?l['’](?:auteur|autrice)|contexte|glossaire|vocabulaire"
    r"|(?:sobre )?(?:el autor|la autora)|contexto|glosario|vocabulario",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\A\W*(?:\d+(?:\.\d+)*|[ivxlc]+)[.):]+\s+", re.IGNORECASE)
_ENTRY = re.compile(  # "Dunn, K. (2009).", "Aarne, Solveig.", "de Vries, J. M., and", "LORNE, A.:"
    r"(?:(?:d[aei]|de la|del|van|von|der) )*[^\W\d_][\w’'-]+(?: [^\W\d_][\w’'-]+)?,\s+"
    r"(?:[^\W\d_]\.(?:[ -]?[^\W\d_]\.)*|[^\W\d_][\w’'-]+(?: [^\W\d_]\.)?)"
    r"(?:\.|:|,? (?=\()|,? (?:and|und|et|y|&) |(?<=\.)[,\s])"
)
_YEAR = re.compile(r"(?<![\d.,])(?:1[4-9]|20)\d\d(?![\d,])|\bn\. ?d\.")
_LONGEST = 400  # characters of an entry


def sources(title: str) -> bool:
    """Whether a section is a list of books: the titles in it share words with the text, and mean others."""
    return bool(_SOURCES.fullmatch(_plain(title)))


def around(title: str) -> bool:
    """Whether a section is about the author, the time or the words, not about what happens."""
    return bool(_AROUND.fullmatch(_plain(title)))


def cites(text: str) -> bool:
    """Whether a paragraph is an entry of a bibliography: a surname, a first name, a title, and a year."""
    return len(text) <= _LONGEST and bool(_ENTRY.match(text.lstrip("•*-–— "))) and bool(_YEAR.search(text))


def _plain(title: str) -> str:
    return _NUMBER.sub("", " ".join(title.split())).strip(" .:–—-")

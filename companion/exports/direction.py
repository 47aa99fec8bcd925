"""In which direction a language is written."""

_SCRIPTS = frozenset("adlm arab aran hebr mand nkoo rohg samr syrc syre syrj syrn thaa yezi".split())  # ISO 15924
_LANGUAGES = frozenset(  # whose script is one of these where none is named
    "ar arc bal bgn ckb dv fa he iw ji ks lrc luz mzn nqo pnb prs ps sd sdh skr syr trw ug ur yi".split()
)


def direction(language: str) -> str:
    """Of a language (BCP 47), as HTML, EPUB and the manifests of audiobooks name it: rtl or ltr."""
    main, *others = language.lower().split("-")
    script = next((one for one in others if len(one) == 4 and one.isalpha()), None)
    return "rtl" if (script in _SCRIPTS if script else main in _LANGUAGES) else "ltr"

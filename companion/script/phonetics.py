"""Phonetics: the International Phonetic Alphabet, as written for English, into espeak-ng's phoneme names."""

import re
import unicodedata
from typing import Final

# espeak-ng 1.52, phoneme tables en and en-us. Keys are written with ɹ for r, ɡ for g, əɹ for ɚ and ɜɹ for ɝ.
_VOWELS: Final = {
    "i": "i", "iː": "i:", "ɪ": "I", "ᵻ": "I#", "ɨ": "I#", "e": "E", "ɛ": "E", "eː": "e:", "ɛː": "e@",
    "æ": "a", "a": "a", "aː": "A:", "ɐ": "a#", "ɑ": "A:", "ɑː": "A:", "ɒ": "0", "ɒː": "O:", "ɔ": "O", "ɔː": "O:",
    "o": "oU", "oː": "o:", "ʊ": "U", "u": "u:", "uː": "u:", "ʉ": "u:", "ʉː": "u:", "ʌ": "V",
    "ə": "@", "əː": "3:", "ɜ": "3:", "ɜː": "3:",
    "eɪ": "eI", "ɛɪ": "eI", "aɪ": "aI", "ɑɪ": "aI", "ɔɪ": "OI", "aʊ": "aU", "ɑʊ": "aU", "oʊ": "oU", "əʊ": "oU",
    "ɪə": "i@", "iə": "i@", "eə": "e@", "ɛə": "e@", "ʊə": "U@", "ɔə": "O@", "aɪə": "aI@", "aʊə": "aU@",
}  # fmt: skip
_BEFORE_R: Final = {  # a vowel coloured by an r that closes its syllable
    "ɪ": "i@3", "i": "i@3", "ɪə": "i@3", "iə": "i@3", "e": "e@", "ɛ": "e@", "eə": "e@", "ɛə": "e@", "ɛː": "e@",
    "ʊ": "U@", "ʊə": "U@", "o": "O@", "oː": "O@", "ɔ": "O@", "ɔː": "O@", "ɔə": "O@", "ɑ": "A@", "ɑː": "A@",
    "ə": "3", "ɜ": "3:", "ɜː": "3:", "aɪ": "aI3", "aɪə": "aI3", "aʊ": "aU3", "aʊə": "aU3",
}  # fmt: skip
_CONSONANTS: Final = {
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "tʃ": "tS", "ʧ": "tS", "dʒ": "dZ", "ʤ": "dZ",
    "f": "f", "v": "v", "θ": "T", "ð": "D", "s": "s", "z": "z", "ʃ": "S", "ʒ": "Z", "h": "h", "x": "x", "ç": "C",
    "m": "m", "n": "n", "ŋ": "N", "ɲ": "n^", "l": "l", "ɫ": "l", "ɹ": "r", "j": "j", "w": "w", "ʍ": "w#",
    "ʔ": "?", "ɾ": "t#", "n̩": "n-", "l̩": "@L", "m̩": "@|m",
}  # fmt: skip
_STRESS: Final = {"ˈ": "'", "'": "'", "ˌ": ","}
_SAME: Final = str.maketrans(
    {"g": "ɡ", "r": "ɹ", "ɚ": "əɹ", "ɝ": "ɜɹ", ":": "ː", "\u0361": "", "\u035c": "", ".": "", "‿": ""}
)


def _any_of(symbols: dict[str, str]) -> str:
    longest_first = sorted(symbols, key=len, reverse=True)
    return "|".join(f"{key}(?!ʊ)" if key[1:].endswith("ə") else key for key in longest_first)  # "biology": aɪ.əʊ


_FIRST_OF_VOWELS: Final = "".join(sorted({symbols[0] for symbols in _VOWELS}))
_SOUND: Final = re.compile(
    rf"(?P<coloured>{_any_of(_BEFORE_R)})ɹ(?![ˈ'ˌ]?[{_FIRST_OF_VOWELS}])"
    rf"|(?P<vowel>{_any_of(_VOWELS)})|(?P<consonant>{_any_of(_CONSONANTS)})|(?P<stress>[ˈ'ˌ])"
)


def espeak(ipa: str) -> str:
    """The espeak-ng phoneme names of one word or several, separated by `|` within a word and by a space between words.

    Takes rhotic and non-rhotic transcriptions, affricates with or without their tie, and stress before a syllable or
    before its vowel. A word that marks no main stress gets it on its first vowel, as dictionaries mean it. Raises
    ValueError with the symbol that no English voice can say.
    """
    words = unicodedata.normalize("NFC", ipa).translate(_SAME).split()
    if not words:
        raise ValueError("no sounds")
    return " ".join(_word(word) for word in words)


def _word(ipa: str) -> str:
    stressed = "ˈ" in ipa or "'" in ipa
    sounds: list[str] = []
    stress = "" if stressed else "'"
    at = 0
    while at < len(ipa):
        found = _SOUND.match(ipa, at)
        if found is None:
            symbol = ipa[at]
            raise ValueError(f"unknown symbol {symbol!r} ({unicodedata.name(symbol, 'no character name').lower()})")
        at = found.end()
        kind, symbols = str(found.lastgroup), found[str(found.lastgroup)]
        if kind == "stress":
            stress = stress if stress == "'" else _STRESS[symbols]
        elif kind == "consonant":
            sounds.append(_CONSONANTS[symbols])
        else:
            name = _BEFORE_R[symbols] if kind == "coloured" else _VOWELS[symbols]
            sounds.append(stress + name)  # espeak-ng writes stress before the vowel
            stress = ""
    if not sounds:
        raise ValueError("no sounds")
    return "|".join(sounds)

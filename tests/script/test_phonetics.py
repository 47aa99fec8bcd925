"""From the phonetic alphabet to espeak-ng, judged by espeak-ng itself."""

import json
import subprocess
import sys

import pytest

from companion.script.phonetics import espeak

# In a process of its own, because the library is one per process. Reads [voice, [text, …], …] and prints their IPA.
ESPEAK = """
import ctypes, json, sys
import espeakng_loader

library = ctypes.CDLL(espeakng_loader.get_library_path())
library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0x8000)
quiet = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(lambda *_: 0)
library.espeak_SetSynthCallback(quiet)
library.espeak_Synth(b"a", 2, 0, 0, 0, 0x101, None, None)  # from here on, [[ opens phonemes
to_phonemes = library.espeak_TextToPhonemes
to_phonemes.restype = ctypes.c_char_p

def ipa(text):
    buffer = ctypes.create_string_buffer(text.encode())
    at = ctypes.c_void_p(ctypes.addressof(buffer))
    return (to_phonemes(ctypes.byref(at), 1, 2) or b"").decode()

voice, texts = json.load(sys.stdin)
assert library.espeak_SetVoiceByName(voice.encode()) == 0
print(json.dumps([ipa(text) for text in texts]))
"""
TEXT = (
    "alan theodore samantha nora catherine amazing tide lighthouse harbour mother father water little bottle button "
    "church judge measure vision thing this breathe yellow whale queen singing finger strength sixth months clothes "
    "near beer fear hair care square poor tour cure store north start bird nurse letter murder hurry sorry marry "
    "fire tired flower power boy choice now house goat go face play price my goose food foot put strut cup trap bath "
    "palm cloth thought kit happy beautiful education philosophy rhythm comfortable vegetable island receipt colonel"
)
WORDS = TEXT.split()


def heard(voice: str, texts: list[str]) -> list[str]:
    """The IPA of what espeak-ng would say."""
    run = subprocess.run(
        [sys.executable, "-c", ESPEAK], input=json.dumps([voice, texts]), capture_output=True, text=True, check=True
    )
    answer: list[str] = json.loads(run.stdout)
    return answer


@pytest.mark.parametrize("voice", ["gmw/en-US", "gmw/en", "gmw/en-GB-x-rp"])
def test_what_espeak_says_in_ipa_comes_back_as_the_same_sounds(voice: str) -> None:
    """A transcription is worth its trouble only when the voice says just that."""
    ipa = heard(voice, WORDS)
    back = heard(voice, [f"[[{espeak(sounds)}]]" for sounds in ipa])
    wrong = [
        (word, before, after)
        for word, before, after in zip(WORDS, ipa, back, strict=True)
        if before.replace("ˌ", "") != after.replace("ˌ", "")
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("ipa", "mnemonics"),
    [
        ("dʒoʊnz", "dZ|'oU|n|z"),
        ("d͡ʒəʊnz", "dZ|'oU|n|z"),
        ("ˈθiːədɔːr", "T|'i:|@|d|O@"),
        ("ˈθiː.ə.dɔː", "T|'i:|@|d|O:"),
        ("ˈhɑrbɚ", "h|'A@|b|3"),
        ("ˈhɑːbə", "h|'A:|b|@"),
        ("nɝs", "n|'3:|s"),
        ("nɜːs", "n|'3:|s"),
        ("ˈstɔːri", "s|t|'O:|r|i"),
        ("ˌsæmənˈθə", "s|,a|m|@|n|T|'@"),
        ("ˈælən wɒts", "'a|l|@|n w|'0|t|s"),
        ("baɪəʊ", "b|'aI|oU"),
    ],
)
def test_the_conventions_of_dictionaries_are_understood(ipa: str, mnemonics: str) -> None:
    """With or without tie, r, length, syllable dots; one syllable alone is stressed."""
    assert espeak(ipa) == mnemonics


@pytest.mark.parametrize(
    ("ipa", "named"),
    [
        ("tɒǃ", "'ǃ' (latin letter retroflex click)"),
        ("a]]b", "']'"),
        ("ta5", "'5'"),
        ("œ", "'œ'"),
        ("", "no sounds"),
        ("ˈ", "no sounds"),
    ],
)
def test_a_symbol_that_no_english_voice_can_say_is_named(ipa: str, named: str) -> None:
    """Whoever wrote it finds it; nothing reaches the engine unread."""
    with pytest.raises(ValueError, match=r"symbol|sounds") as caught:
        espeak(ipa)
    assert named in str(caught.value)

"""Abbreviations: which dots end a short word or a number and no sentence, in each language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What one language abbreviates; sentencex knows some of it, and takes some words for abbreviations."""

    always: frozenset[str] = frozenset()  # wherever they stand; in small letters
    titles: frozenset[str] = frozenset()  # as written, before a capital: Ms. Trent
    numbered: frozenset[str] = frozenset()  # before a number only; in small letters
    words: frozenset[str] = frozenset()  # written small they are words of their own, where no number follows
    counted: frozenset[str] = frozenset()  # nouns that a number with a dot counts: 12. Oktober
    articles: frozenset[str] = frozenset()  # before a number with a dot, they count any noun: den 2. Akt
    begins: frozenset[str] = frozenset()  # capitalised, these begin a sentence rather than be counted


ENGLISH = Abbreviations(
    always=_words("approx appt cf ed eds trans ste mme mlle vs viz messrs hrs ol"),
    titles=_words("Ms Mx Wm Geo Chas Jas Thos Ft Br Sra Srta Mgr"),
    numbered=_words(
        """
        ch chs chap chaps vol vols fig figs no nos sc scs act p pp l ll v vv bk bks pt pts sec secs art arts line lines
        c cc ca fl n nn ff para paras app st sq pop est alt tel ext qty
        """
    ),
    words=_words(
        """
        me ill may miss mass no nos ok wash ore fed con man mar la id ala co col dec del ind ing med mo pa pl que re ref
        rep res sat sec sen sept ut wis pg ex ark cal prof min op ens loc mag pop in art
        """
    ),
)
_OTHERS: Mapping[str, Abbreviations] = {
    "de": Abbreviations(
        always=_words("geb gest verh verw frl hl hrsg ebd vgl sog bes evtl inkl dipl jg anm aufl"),
        titles=_words("Hr Fr Frl Dr Prof St Hl Ing Mag"),
        numbered=_words("art min abs kap bd nr"),
        words=_words("art mag min reg str"),
        counted=_words(
            """
            Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember Jahrhundert
            Jahrhunderts Jahrhunderte Jahrtausend Jahrtausends Jh Akt Akts Aktes Aufzug Aufzugs Auftritt Szene Weltkrieg
            Weltkriegs Weltkrieges Lebensjahr Advent Geburtstag Jahrestag
            """
        ),
        articles=_words(
            """
            der die das dem den des am im vom zum zur beim ins ihr ihre ihren ihrem ihrer sein seine seinen seinem
            seiner unser unsere unseren unserem dieser diese dieses diesem diesen jeder jede jedes jedem jeden
            """
        ),
        begins=_words(
            """
            Er Sie Es Wir Ihr Ich Du Man Der Die Das Den Dem Des Ein Eine Einen Einem Einer Dann
            Danach Da Dort Hier Doch Aber Und Oder Denn Als Wenn Weil Während Nach Vor Mit Ohne Am
            Im In An Auf Aus Bei Zu Zum Zur Von Vom Für Um So Auch Nun Jetzt Sein Seine Ihre Ihren
            Kein Keine Alle Alles Niemand Jemand Wer Was Wie Wo Warum Dieser Diese Dieses Später
            Plötzlich Trotzdem Nur Noch Nicht
            """
        ),
    ),
    "fr": Abbreviations(
        titles=_words("M MM Mme Mmes Mlle Mlles Dr Drs Pr Me Mgr St Ste Sts Stes Vve"),
        numbered=_words("art p pp chap vol fig pl sec av"),
        words=_words("art sec vol"),
    ),
    "es": Abbreviations(
        always=_words("aprox"),
        titles=_words("D Dn Dña Sr Sra Srta Sres Dr Dra Fr Mtro Mtra"),
        numbered=_words("no art cap fig vol núm min p pp"),
        words=_words("da de un una en no mar con may sig com pos art lic min"),
    ),
}
_NONE = Abbreviations()
_NUMBER = re.compile(r"(?:(?P<before>\w+)[ \u00a0])?(?<![\w.,:])\d{1,2}\.(?=[ \u00a0](?P<noun>[^\W\d_a-z]\w*))")


def abbreviations(language: str) -> Abbreviations:
    """What `language`, a primary subtag, abbreviates; nothing where it is not known here."""
    return ENGLISH if language == "en" else _OTHERS.get(language, _NONE)


def without_ordinals(text: str, known: Abbreviations) -> str:
    """`text`, as long as it was, with a letter for the dot of each number that counts the noun behind it."""
    if not known.counted:
        return text
    return _NUMBER.sub(lambda match: _counting(match, known), text)


def _counting(match: re.Match[str], known: Abbreviations) -> str:
    noun, before = match["noun"], match["before"] or ""
    counts = noun in known.counted or (before.lower() in known.articles and noun not in known.begins)
    return match[0][:-1] + "x" if counts else match[0]

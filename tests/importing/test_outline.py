"""What a document is called, how it is divided, and what its sections are for."""

from collections.abc import Sequence

import pytest

from companion.guide.model import Kind, Role, Span, Style
from companion.importing.document import Document, Format, Piece
from companion.importing.headings import Sense, exact, run_in, sense
from companion.importing.outline import Outline, above_title, blanks, outline

BODY = "Nora rows out to the lamp on the sandbar, and Harbin watches her from the shore until mist takes her boat away."
NOTE = (
    "The rowing measures how far she has come, and each stroke of it is a word that she does not say to anybody there."
)

TEXT = """Summary|SUMMARY|summary:|1. Summary|I. Summary|(1) Summary|Plot Overview|PLOT SUMMARY|Synopsis|Plot Synopsis
What happens|What Happens?|What Happens in Chapter 3|The Story|Overview|Recap|Chapter 3 Summary|Summary of Act I
Summary: Chapter 3|Chapter 3: Summary|Summary (Chapters 1–3)|Act 1, Scene 2 – Summary|** Summary **|== Summary ==
The Sandbar Light Summary|The Sandbar Light: Plot Overview|Summary of "The Lamp"|Part Two — Synopsis|Ch. 7 Summary
Resumen|RESUMEN|Argumento|Sinopsis|Qué ocurre|¿Qué ocurre?|Que sucede|Resumen del capítulo 2
Capítulo 2: Resumen|La trama
Résumé|RESUME|Resumé|Synopsis|L'intrigue|L’intrigue|Résumé de l’acte III|Chapitre 4 : résumé|Ce qui se passe
The article|The Speech|Extract|El artículo|Le discours|Das Gedicht
Summary of the first act|The chapter in brief|Argumento del segundo acto|L’intrigue du dernier acte
Inhalt des dritten Aktes|Handlung des letzten Kapitels
Zusammenfassung|Inhalt|Inhaltsangabe|Handlung|Die Handlung|Kapitel 3: Zusammenfassung|Was passiert
Erster Akt: Inhaltsangabe"""
NOTES = """Analysis|ANALYSIS|II. ANALYSIS|2) Analysis|Analysis:|Chapter 3: Analysis
Analysis of Part 5|Chapter 3 Analysis
What to think about
Commentary|Themes|THEMES|Major Themes|Themes, Motifs & Symbols|Themes and Symbols|Symbols|Motifs|Discussion
Discussion Questions|Study questions|Interpretation|Critical notes|What it means|What does it mean?
Notes|Chapter 3 Notes
Character Analysis|An Analysis of the Tides|__Analysis__|## Analysis|Analysis — Part II|The Sandbar Light: Themes
Análisis|ANALISIS|Comentario|Temas|Interpretación|Análisis del capítulo 2|2. Comentario|¿Qué significa?|Símbolos
Analyse|Commentaire|Thèmes|THEMES|Interprétation|Analyse de l’acte III|Acte I, scène 2 : analyse|Symboles
Kommentar|Interpretation|Deutung|Themen|Kapitel 2 – Deutung|Analyse des zweiten Kapitels
Anmerkungen|Themen und Motive"""
NEITHER = """Themes and Variations|The Storm|Notes from a Cellar|The Story of the Lamp|Part of the Main|In the Beginning
Questions & Answers at Sea|A Summer's Tale|The Analyst|Summary judgment was granted|Storm Overhead|Actual Events Today
Résidence d'été|Die Handlungsreisende|Temario|Inhalte und Formen|Book the First|The Letter|I. The Storm|7"""


def names(table: str) -> list[str]:
    return [name for line in table.splitlines() for name in line.split("|")]


def heading(text: str, level: int = 1) -> Piece:
    return Piece(Kind.HEADING, text, level)


def line(text: str, *, bold: bool = False) -> Piece:
    styles = (Style(Span(0, len(text)), "strong"),) if bold else ()
    return Piece(Kind.PARAGRAPH, text, styles=styles)


def plan(pieces: Sequence[Piece], title: str = "", author: str = "", fallback: str = "") -> Outline:
    return outline(Document(Format.TEXT, tuple(pieces), title, author), fallback)


def shape(found: Outline) -> list[tuple[str, int, str, int]]:
    return [(one.title, one.level, str(one.role), len(one.pieces)) for one in found.sections]


def roles(found: Outline) -> list[tuple[str, str]]:
    return [(one.title, str(one.role)) for one in found.sections]


@pytest.mark.parametrize("name", names(TEXT))
def test_headings_of_the_text_are_known(name: str) -> None:
    """Every guide puts it in its own way; the lists are in one file."""
    assert sense(name) is Sense.TEXT


@pytest.mark.parametrize("name", names(NOTES))
def test_headings_of_the_commentary_are_known(name: str) -> None:
    assert sense(name) is Sense.NOTES


@pytest.mark.parametrize("name", names(NEITHER))
def test_headings_that_only_look_like_one_say_nothing(name: str) -> None:
    """A chapter that is called "Themes and Variations" is a chapter."""
    assert sense(name) is Sense.NOTHING


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Summary and Analysis", Sense.BOTH),
        ("SUMMARY & ANALYSIS", Sense.BOTH),
        ("Chapters 1-3: Summary and Analysis", Sense.BOTH),
        ("The Sandbar Light Summary and Analysis of Part 5: Out at Sea", Sense.BOTH),
        ("Resumen y análisis", Sense.BOTH),
        ("Résumé et analyse du chapitre 2", Sense.BOTH),
        ("Zusammenfassung und Analyse", Sense.BOTH),
        ("Chapter 3", Sense.UNIT),
        ("ACT II", Sense.UNIT),
        ("Chapter One: The Storm", Sense.UNIT),
        ("Capítulo 2", Sense.UNIT),
        ("Acte III", Sense.UNIT),
        ("Kapitel 4", Sense.UNIT),
    ],
)
def test_a_heading_can_say_both_or_only_count(name: str, known: Sense) -> None:
    assert sense(name) is known


ASIDE = """About the Author|Cast|Word list|Key terms and vocabulary|Works Cited|References|Bibliography|Before you read
Questions for your reading group|So, what does it really mean?
What do we learn from Nora?|Why does the author repeat it?
How does the poet use the tide?|Why is the lamp important?|Unpacking the chapter|Summary of the characters
Exam-style questions|Extension activity (optional)|For teachers|Discuss with a friend|A closer look at Harbin
Personajes secundarios|Vocabulario|Obras citadas|¿Qué aprendemos de Nora?|Preguntas para el club de lectura
Resumen de los temas
Présentation de l’autrice|Citations expliquées|Vocabulaire|Que représente le phare ?|Pistes de réflexion
Résumé des thèmes
Literaturverzeichnis|Wichtige Zitate|Fragen zum Roman|Was bedeutet das Licht?|Zusammenfassung der Themen
Zur Diskussion"""
STORIES = """Why Nora Left|How the Lamp Went Out|Who Is Harbin?|Why Are You Here?|What Does Nora Want?|The Question
Too Many Questions|The Last Words|The Main Road|Key West|A Question of Honour|The Writer|Class Act|So Long|The Message
Warum Nora ging|Was der Wirt sah|Pourquoi Nora part|Por qué se fue Nora
El mensaje|Le phare|Der Ton|All the Essays I Burned"""


@pytest.mark.parametrize("name", names(ASIDE))
def test_whatever_stands_beside_the_story_is_notes(name: str) -> None:
    """A list of words or of books that is taken for the story would be read aloud, and linked to."""
    assert sense(name) is Sense.NOTES


@pytest.mark.parametrize("name", names(STORIES))
def test_titles_of_a_storys_chapters_say_nothing(name: str) -> None:
    """The words of the lists stand in them too."""
    assert sense(name) is Sense.NOTHING


@pytest.mark.parametrize("name", ["The story so far", "So what actually happens?", "What happens on the island"])
def test_talkative_headings_of_the_text_are_known(name: str) -> None:
    assert sense(name) is Sense.TEXT


def test_the_summary_of_an_essay_is_text() -> None:
    """Alone, the word would mean the pupil's own."""
    assert sense("Summary of the essay") is Sense.TEXT


@pytest.mark.parametrize("name", ["Before you read", "Why is the lamp important?", "Cast"])
def test_words_of_stories_are_headings_only_where_they_are_marked(name: str) -> None:
    """A line of a poem or a pupil's question may say the same."""
    assert exact(name) is Sense.NOTHING


def test_a_heading_with_other_words_is_not_exactly_known() -> None:
    assert exact("The Sandbar Light Summary") is Sense.NOTHING
    assert exact("Chapter 3 Summary") is Sense.TEXT


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Analysis: The lamp is out.", ("Analysis", "The lamp is out.")),
        ("Summary — Nora rows out alone.", ("Summary", "Nora rows out alone.")),
        ("ANALYSIS - The lamp is out.", ("ANALYSIS", "The lamp is out.")),
        ("Chapter 2 Summary: Nora rows out.", ("Chapter 2 Summary", "Nora rows out.")),
        ("Análisis: “El faro” no habla.", ("Análisis", "“El faro” no habla.")),
        ("Résumé : elle part en mer.", ("Résumé", "elle part en mer.")),
        ("Summary judgment was granted: he lost.", None),
        ("Summary judgment was given to Harbin on the Monday after.", None),
        ("Notes: bring a pencil.", None),
        ("Harbin: The lamp is out.", None),
        ("Analysis", None),
    ],
)
def test_a_heading_at_a_paragraphs_start_is_found(text: str, split: tuple[str, str] | None) -> None:
    """ "Analysis: The lamp…": the word is a heading, the rest its first paragraph."""
    found = run_in(text)
    assert (found and (text[: found[0]], text[found[1] :])) == split


# titles


def test_a_title_line_and_a_longer_one_are_title_and_subtitle() -> None:
    """What web pages look like when they are saved as plain text."""
    long = "The Sandbar Light Summary and Analysis of Part 5: Out at Sea"
    for kind in (Kind.PARAGRAPH, Kind.HEADING):
        first = [Piece(kind, "The Sandbar Light", 1), Piece(kind, long, 2)]
        found = plan([*first, line("Summary"), line(BODY), line(BODY), line("Analysis"), line(NOTE)])
        assert (found.title, found.subtitle) == ("The Sandbar Light", long)
        assert [one[0::2] for one in shape(found)] == [("Summary", "text"), ("Analysis", "notes")]


@pytest.mark.parametrize("first", [heading("The Sandbar Light"), line("The Sandbar Light")])
def test_the_first_heading_is_the_title_whatever_the_format_calls_it(first: Piece) -> None:
    below = 2 if first.kind is Kind.HEADING else 1
    found = plan([first, line(BODY), heading("Summary", below), line(BODY), heading("Analysis", below), line(NOTE)])
    assert found.title == "The Sandbar Light"
    assert roles(found) == [("", "text"), ("Summary", "text"), ("Analysis", "notes")]


def test_a_title_is_split_at_its_colon() -> None:
    found = plan([heading("The Sandbar Light: A Study Guide"), heading("Summary", 2), line(BODY)])
    assert (found.title, found.subtitle) == ("The Sandbar Light", "A Study Guide")


def test_who_wrote_it_is_no_subtitle() -> None:
    found = plan([line("The Sandbar Light"), line("by Nora Quill"), heading("Summary"), line(BODY)])
    assert (found.title, found.subtitle, found.author) == ("The Sandbar Light", "", "Nora Quill")


def test_title_and_author_may_stand_on_two_lines_of_one_paragraph() -> None:
    found = plan([line("The Sandbar Light\nby Nora Quill"), heading("Summary"), line(BODY)])
    assert (found.title, found.author) == ("The Sandbar Light", "Nora Quill")
    verse = line("The lamp is out\nThe rope is wet")
    assert plan([verse, line("And nobody comes.")]).sections[0].pieces[0] == verse


def test_without_a_title_the_metadata_and_then_the_file_name_it() -> None:
    pieces = [heading("Summary"), line(BODY)]
    assert plan(pieces, title="Told", fallback="file").title == "Told"
    assert plan(pieces, fallback="file").title == "file"


CHAPTERS = [heading("Chapter 1"), line(BODY), heading("Chapter 2"), line(BODY)]


@pytest.mark.parametrize("between", [line("by Nora Quill"), line(BODY), line("A short introduction.")])
def test_a_title_may_stand_beside_its_chapters_with_words_between(between: Piece) -> None:
    """In many documents the title and the chapters have one style."""
    found = plan([heading("The Sandbar Light"), between, *CHAPTERS], fallback="file")
    assert found.title == "The Sandbar Light"
    assert [one.title for one in found.sections if one.title] == ["Chapter 1", "Chapter 2"]


def test_the_first_of_named_chapters_is_no_title() -> None:
    """Its words would never be read."""
    named = [heading("The Storm"), line(BODY), heading("The Calm"), line(BODY), heading("Chapter 3"), line(BODY)]
    assert plan(named, fallback="file").title == "file"
    opened = [heading("Prologue"), line(BODY), *CHAPTERS]
    assert plan(opened, fallback="file").title == "file"


def test_a_title_above_named_chapters_is_told_by_what_divides_them() -> None:
    parts = [heading("Summary", 2), line(BODY), heading("Analysis", 2), line(NOTE)]
    chapters = [heading("The Storm"), *parts, heading("The Calm"), *parts]
    assert plan([heading("The Sandbar Light"), line(BODY), *chapters], fallback="file").title == "The Sandbar Light"
    signed = [heading("The Sandbar Light"), line("by Nora Quill"), heading("The Storm"), line(BODY)]
    found = plan([*signed, heading("The Calm"), line(BODY)])
    assert (found.title, found.author) == ("The Sandbar Light", "Nora Quill")


def test_a_heading_with_nothing_below_it_is_the_titles_second_line() -> None:
    found = plan(
        [heading("The Sandbar Light"), heading("Class notes", 3), heading("Characters", 2), line(NOTE), *CHAPTERS]
    )
    assert (found.title, found.subtitle) == ("The Sandbar Light", "Class notes")


@pytest.mark.parametrize("above", ["Name: ________ Date: ________", "Mr. Pell – English – Class 9b"])
def test_what_is_filled_in_above_a_title_is_not_the_title(above: str) -> None:
    """Worksheets begin so."""
    for kind in (Kind.PARAGRAPH, Kind.HEADING):
        pieces = (Piece(kind, above, 1), heading("The Sandbar Light", 2), heading("Summary", 2), line(BODY))
        found = plan([*pieces])
        assert (found.title, found.subtitle) == ("The Sandbar Light", "")
        assert [(one.reason, one.text) for one in above_title(Document(Format.TEXT, pieces))] == [
            ("form to fill in", above)
        ]


def test_lines_to_write_on_are_not_read() -> None:
    """A worksheet has them below each question; "underscore" sixty times is no text."""
    question = line("Why does nobody on the quay ask about the lamp?")
    pieces = (heading("The Sandbar Light"), heading("Questions"), question, line("_" * 60), line("......... ........"))
    found = plan([*pieces])
    assert [piece for section in found.sections for piece in section.pieces] == [question]
    assert [one.reason for one in blanks(Document(Format.TEXT, pieces))] == ["form to fill in"] * 2


def test_a_heading_with_a_text_of_its_own_is_no_subtitle_where_others_have_one_too() -> None:
    found = plan(
        [
            heading("The Sandbar Light"),
            heading("What the keeper did", 2),
            line(BODY),
            heading("Analysis", 2),
            line(NOTE),
        ]
    )
    assert (found.title, found.subtitle) == ("The Sandbar Light", "")
    assert [section.title for section in found.sections] == ["What the keeper did", "Analysis"]


def test_the_main_heading_of_a_page_is_its_title() -> None:
    """Whatever small print stands above it."""
    pieces = (line("Study Guide"), heading("The Sandbar Light"), heading("Summary", 2), line(BODY))
    found = outline(Document(Format.HTML, pieces, title="Sandbar Light explained, with a quiz"))
    assert (found.title, found.subtitle) == ("The Sandbar Light", "Study Guide")


def test_a_unit_above_all_other_headings_names_the_whole() -> None:
    """The text of a lesson; the chapters of a book are each a section."""
    parts = [heading("Summary", 2), line(BODY), heading("Analysis", 2), line(NOTE)]
    found = plan([heading("Lesson 14: The keeper"), line(BODY), *parts])
    assert found.title == "Lesson 14: The keeper"
    chapters = plan([heading("Chapter 1"), line(BODY), *parts, heading("Chapter 2"), line(BODY), *parts])
    assert [section.title for section in chapters.sections if section.level == 1] == ["Chapter 1", "Chapter 2"]


def test_a_menu_above_the_title_is_not_the_title() -> None:
    """Where everything is to be read, it is; the metadata say which of the headings is the title."""
    menu, title = line("Home Books Films"), heading("The Sandbar Light")
    pieces = (menu, title, heading("Summary", 2), line(BODY))
    found = outline(Document(Format.HTML, pieces, title="The Sandbar Light"))
    assert (found.title, found.subtitle) == ("The Sandbar Light", "Home Books Films")


def test_what_the_whole_is_called_below_the_title_is_no_section() -> None:
    found = plan(
        [
            heading("The Sandbar Light"),
            heading("Study notes"),
            heading("Chapter 2: Summary"),
            line(BODY),
            heading("Analysis"),
            line(NOTE),
        ]
    )
    assert (found.title, found.subtitle) == ("The Sandbar Light", "Study notes")


def test_a_paragraph_with_a_gap_in_it_is_text() -> None:
    """A cloze, a censored name: only a line by itself is a form."""
    cloze = line(f"The keeper of the light is called ________. {BODY}")
    found = plan([cloze, heading("The Sandbar Light"), heading("Summary"), line(BODY)])
    assert cloze in [piece for section in found.sections for piece in section.pieces]


def test_a_name_below_the_title_is_the_writers_where_the_text_says_so() -> None:
    told = line(f"Nora Quill published it in 1961. {BODY}")
    start = [heading("The Sandbar Light"), heading("Nora Quill", 2), heading("Context", 2)]
    assert plan([*start, told]).author == "Nora Quill"
    untold = plan([*start, line(BODY)])
    assert (untold.author, untold.subtitle) == ("", "Nora Quill")


@pytest.mark.parametrize("name", ["A novel by Nora Quill", "Play by Nora Quill", "Ein Roman von Nora Quill"])
def test_what_somebody_wrote_names_the_writer(name: str) -> None:
    assert plan([heading("The Sandbar Light"), line(name), heading("Summary"), line(BODY)]).author == "Nora Quill"


def test_a_bold_question_above_prose_is_a_heading() -> None:
    found = plan([heading("Summary"), line(BODY), line("3. What can we learn?", bold=True), line(NOTE)])
    assert roles(found) == [("Summary", "text"), ("3. What can we learn?", "notes")]


@pytest.mark.parametrize(
    "pieces",
    [
        [line("“Where is Nora?”", bold=True), line(BODY)],
        [line("Where is Nora?", bold=True), line("Who knows?", bold=True), line("Who knew?", bold=True)],
        [line("Why is the lamp important?"), line("How does the writer use the tide?")],
        [line("How does the writer use the tide?"), line("Answer in one sentence.")],
    ],
)
def test_questions_that_are_said_or_asked_of_pupils_are_no_headings(pieces: list[Piece]) -> None:
    found = plan([heading("Questions"), line(NOTE), *pieces])
    assert shape(found) == [("Questions", 1, "notes", 1 + len(pieces))]


def test_a_question_about_the_text_above_prose_is_a_heading() -> None:
    """PDF says nothing of bold."""
    found = plan([heading("Themes"), line(NOTE), line("How does the writer use the tide?"), line(NOTE)])
    assert [one.title for one in found.sections] == ["Themes", "How does the writer use the tide?"]


def test_a_chapters_name_is_the_subtitle_of_the_book() -> None:
    pieces = [heading("Chapter 7"), heading("Summary", 2), line(BODY), heading("Analysis", 2), line(NOTE)]
    assert (plan(pieces).title, plan(pieces).subtitle) == ("Chapter 7", "")
    found = plan(pieces, title="The Sandbar Light")
    assert (found.title, found.subtitle) == ("The Sandbar Light", "Chapter 7")


@pytest.mark.parametrize(
    "pieces",
    [
        [line("Hello")],
        [heading("Summary"), heading("Analysis")],
        [line("Dear Nora,"), line(BODY)],
        [line("One lamp"), line("Two lamps"), line("Three lamps"), line("Four lamps"), line("Five lamps")],
        [line(BODY), line(BODY)],
        [Piece(Kind.ITEM, "A lamp", 1), Piece(Kind.ITEM, "A rope", 1)],
    ],
)
def test_text_is_not_taken_for_a_title(pieces: list[Piece]) -> None:
    """A title is not read aloud: what is only text must stay in the text."""
    found = plan(pieces, fallback="file")
    assert (found.title, found.subtitle) == ("file", "")
    texts = [piece.text for section in found.sections for piece in section.pieces]
    assert texts == [piece.text for piece in pieces]


def test_nothing_at_all_has_an_outline() -> None:
    assert plan([]).sections == ()


# sections and roles


def test_no_heading_is_one_section_of_text() -> None:
    assert shape(plan([line(BODY), line(NOTE)])) == [("", 0, "text", 2)]


def test_chapters_with_a_summary_and_an_analysis_each() -> None:
    pieces = [
        piece
        for chapter in ("The Storm", "The Calm")
        for piece in (
            heading(chapter),
            heading("Summary", 2),
            line(BODY),
            heading("Analysis", 2),
            line(NOTE),
            heading("The rope", 3),
            line(NOTE),
        )
    ]
    one = [("Summary", 2, "text", 1), ("Analysis", 2, "notes", 1), ("The rope", 3, "notes", 1)]
    found = plan(pieces, fallback="file")
    assert shape(found) == [("The Storm", 1, "text", 0), *one, ("The Calm", 1, "text", 0), *one]
    assert found.title == "file"


def test_flat_headings_that_say_nothing_go_on_with_the_role_before() -> None:
    """A plain text has one kind of heading: below "Analysis" they are the analysis's."""
    pieces = [heading("Summary"), line(BODY), heading("Analysis"), line(NOTE), heading("The rope"), line(NOTE)]
    assert roles(plan(pieces)) == [("Summary", "text"), ("Analysis", "notes"), ("The rope", "notes")]
    more = [*pieces, heading("Chapter 2"), line(BODY)]
    assert roles(plan(more))[-1] == ("Chapter 2", "text")
    more = [*pieces, heading("The calm"), heading("Summary"), line(BODY)]
    assert roles(plan(more))[-2:] == [("The calm", "text"), ("Summary", "text")]


def test_the_combined_heading_is_a_text_section_when_nothing_divides_it() -> None:
    found = plan([heading("The Sandbar Light"), heading("Summary and Analysis", 2), line(BODY)])
    assert shape(found) == [("Summary and Analysis", 2, "text", 1)]
    assert found.sections[0].said


def test_combined_headings_above_both_stay_sections_when_there_are_many() -> None:
    pieces = [
        piece
        for number in (1, 2)
        for piece in (
            heading(f"Chapter {number}: Summary and Analysis"),
            heading("Summary", 2),
            line(BODY),
            heading("Analysis", 2),
            line(NOTE),
        )
    ]
    assert [one.title for one in plan(pieces).sections if one.level == 1] == [
        "Chapter 1: Summary and Analysis",
        "Chapter 2: Summary and Analysis",
    ]


def test_a_chapter_called_themes_and_variations_is_text() -> None:
    pieces = [heading("The Storm"), line(BODY), heading("Themes and Variations"), line(BODY)]
    assert roles(plan(pieces)) == [("The Storm", "text"), ("Themes and Variations", "text")]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (line("Summary"), line("Analysis")),
        (line("SUMMARY:"), line("ANALYSIS:")),
        (line("**Summary**"), line("**Analysis**")),
        (line("Summary", bold=True), line("Analysis", bold=True)),
        (Piece(Kind.ITEM, "Summary", 1, "1."), Piece(Kind.ITEM, "Analysis", 1, "2.")),
        (line("I. Summary"), line("II. Analysis")),
        (line("Resumen"), line("Análisis")),
        (line("Chapter 3 Summary"), line("Chapter 3 Analysis")),
    ],
)
def test_paragraphs_that_are_headings_become_headings(text: Piece, notes: Piece) -> None:
    """Word processors and web pages give them as bold lines, or as lines like any other."""
    found = plan([text, line(BODY), notes, line(NOTE)])
    assert [(one.role, len(one.pieces)) for one in found.sections] == [(Role.TEXT, 1), (Role.NOTES, 1)]
    assert not any(mark in one.title for one in found.sections for mark in ":*")


def test_bold_lines_below_a_heading_divide_it() -> None:
    found = plan([heading("Analysis", 2), line(NOTE), line("The rope", bold=True), line(NOTE)])
    assert shape(found) == [("Analysis", 2, "notes", 1), ("The rope", 2, "notes", 1)]


def test_headings_at_a_paragraphs_start_divide_a_text() -> None:
    found = plan([line(f"Summary: {BODY}"), line(BODY), line(f"Analysis: {NOTE}")])
    assert shape(found) == [("Summary", 1, "text", 2), ("Analysis", 1, "notes", 1)]
    assert found.sections[0].pieces[0].text == BODY
    assert found.sections[1].pieces[0].text == NOTE


def test_what_is_marked_in_a_divided_paragraph_stays_at_its_words() -> None:
    text = f"Analysis. {NOTE}"
    at = text.index("rowing")
    styles = (Style(Span(0, 9), "strong"), Style(Span(at, at + 6), "em"))
    found = plan([Piece(Kind.PARAGRAPH, text, styles=styles, marks=((at + 6, "a"),))])
    assert shape(found) == [("Analysis", 1, "notes", 1)]
    (piece,) = found.sections[0].pieces
    assert [style.span.of(piece.text) for style in piece.styles] == ["rowing"]
    assert piece.text[: piece.marks[0][0]].endswith("rowing")


@pytest.mark.parametrize(
    "text",
    [
        "Summary judgment was granted to Harbin, and nobody on the island thought it strange at all.",
        "Analysis of the water showed salt.",
        "Themes come and go in her letters.",
        "She wrote a summary",
        "The story was over: she had gone.",
    ],
)
def test_sentences_that_begin_with_such_a_word_stay_sentences(text: str) -> None:
    found = plan([line(BODY), line(text), line(BODY)])
    assert shape(found) == [("", 0, "text", 3)]


def test_a_line_of_dots_with_a_word_behind_it_is_decided_on_at_once() -> None:
    """However long: this runs where nothing limits it."""
    pieces = (Piece(Kind.PARAGRAPH, "." * 100_000 + "x"), Piece(Kind.PARAGRAPH, "." * 100_000))
    assert len(blanks(Document(Format.TEXT, pieces))) == 1

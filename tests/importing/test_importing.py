"""From a document to a guide in its place: what is written as fact, what is left to a person, what is never lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from companion.errors import DocumentError
from companion.guide import markdown
from companion.guide.linking import SURE
from companion.guide.model import Role
from companion.importing.document import Document
from companion.importing.importing import Imported, free, identity, place, understood
from companion.importing.reading import read_bytes
from companion.importing.report import report
from companion.narration import studio
from companion.narration.store import Workspace
from companion.narration.studio import Manner
from companion.script.coverage import coverage
from companion.script.lexicon import LexiconFile

STORY = """The Ferry at Low Water

Summary

Ilse Brandt keeps the ferry at Holm. “The river is a metre down,” Ilse says, and moors the boat.

Her brother Tomas wants to cross before dark. “Then I will walk over the bed,” he tells her. She laughs at him.

In the evening she opens it. The letter reads, “Dear Ilse, I took the lantern. Love, Tomas.” She reads it twice.

At dawn 42 sheep stand on the sandbank, and nobody knows whose they are.

Analysis

The low river takes away what Ilse is for: the moored boat and the lost metre of water say that her trade has ended.

The sheep on the sandbank, all 42 of them, belong to nobody, and so does the dawn.
"""


def document(text: str = STORY) -> Document:
    return read_bytes(text.encode(), "ferry.txt")


def imported(text: str = STORY, **pronouns: str) -> Imported:
    return understood(document(text), "ferry", pronouns=pronouns)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "content", tmp_path / "audio")


def test_what_is_sure_is_written_and_the_rest_is_asked() -> None:
    """A name in the tag is a fact; whom a pronoun means is not, until somebody says so."""
    found = imported()
    said = {one.speaker for block in found.guide.blocks() for one in block.quotations if one.speaker}
    assert said == {"Ilse"} or said == {"Ilse Brandt"}
    waiting = [one for one in found.review.quotations if one.utterance]
    assert len(waiting) == 1
    texts = {block.id: block.text for block in found.guide.blocks()}
    assert waiting[0].span.of(texts[waiting[0].block]) == "“Then I will walk over the bed,”"


def test_pronouns_that_are_declared_settle_who_speaks() -> None:
    """Declared in the front matter, they are the author's word."""
    found = imported(Tomas="he")
    said = [one.speaker for block in found.guide.blocks() for one in block.quotations if one.speaker]
    assert "Tomas" in said
    assert found.guide.speakers["Tomas"].pronouns == "he"
    assert not [one for one in found.review.quotations if one.utterance]


def test_a_letter_within_a_paragraph_becomes_a_passage_with_writer_and_addressee() -> None:
    """The words around it stay paragraphs, in their order."""
    found = imported()
    (letter,) = found.guide.passages
    assert (letter.kind, letter.by, letter.to) == ("letter", "Tomas", "Ilse")
    (block,) = (block for block in found.guide.blocks() if block.passage == letter.id)
    assert block.text.startswith("“Dear Ilse,")
    assert block.text.endswith("Love, Tomas.”")
    texts = [block.text for block in found.guide.blocks()]
    assert texts[texts.index(block.text) - 1].endswith("The letter reads,")
    assert texts[texts.index(block.text) + 1] == "She reads it twice."


def test_every_character_of_the_document_is_in_the_guide_and_is_spoken_or_skipped_for_a_reason() -> None:
    """Nothing silently lost, from the file to the voice."""
    found = imported(Tomas="he")
    written = "".join("".join(block.text.split()) for block in found.guide.blocks())
    body = "".join("".join(piece.text.split()) for piece in found.document.pieces[1:])
    assert written == body
    assert markdown.lost(found.guide) == ()
    script, _ = studio.write_script(studio.Source(found.guide, LexiconFile(), LexiconFile()), Manner())
    assert coverage(script).lost == ()


def test_links_below_the_threshold_are_proposals_and_not_in_the_text() -> None:
    """A guess that is written down looks like a fact."""
    found = imported()
    sure = {link.note for link in found.links if link.sentence is None and link.confidence >= SURE}
    written = {name for note in found.guide.notes for name in note.blocks}
    by_text = {block.id: block.text for block in found.guide.blocks()}
    assert len(written) == len(sure)
    assert all(link.confidence < SURE for link in found.review.links)
    assert any("42" in by_text[name] for name in written)


def test_a_link_to_a_letter_in_a_paragraph_leads_to_the_letter() -> None:
    """The words around a letter tell about it, and are not in it any more once it is a passage."""
    text = (
        STORY
        + "\nThe letter about the lantern tells her not to wait: Tomas took it with him, and Ilse reads it twice.\n"
    )
    found = imported(text)
    (letter,) = found.guide.passages
    (last,) = [note for note in found.guide.notes if note.line == max(one.line for one in found.guide.notes)]
    assert set(letter.blocks) & {target.block for target in last.targets}


def test_what_is_asked_names_blocks_and_sentences_of_the_guide_that_was_written() -> None:
    """Blocks get names while links are written; a review that still had the old ones could not be acted on."""
    found = imported()
    blocks = {block.id: block for block in found.guide.blocks()}
    for one in found.review.quotations:
        assert blocks[one.block].text[one.span.start] in "“\"'‘"
    for link in found.review.links:
        assert link.note in blocks
        assert set(link.segments) <= {segment.id for segment in blocks[link.block].segments}


def test_the_same_document_makes_the_same_guide() -> None:
    """Importing twice can then tell whether anybody changed the file."""
    assert imported().text == imported().text


def test_parts_count_the_document_and_not_what_was_made_of_it() -> None:
    """The letter is taken out of its paragraph; the author wrote four."""
    assert [(part.title, part.role, part.paragraphs) for part in imported().parts] == [
        ("Summary", Role.TEXT, 4),
        ("Analysis", Role.NOTES, 2),
    ]


def test_the_report_says_what_was_understood_and_what_was_not_read() -> None:
    """The short end of an import."""
    found = imported()
    lines = "\n".join(report(found))
    assert "Summary (text): 4 paragraphs" in lines
    assert "letter from Tomas to Ilse" in lines
    assert "3 quotations: 1 with a speaker, 1 in letters, 1 to review" in lines
    assert "who says “Then I will walk over the bed,”" in lines
    assert "of 2 paragraphs of notes" in lines
    assert "title: The Ferry at Low Water\n" in lines


def test_the_report_says_what_was_missed() -> None:
    """Or a person looks for the links that are not there, and wonders about the name."""
    text = "Ilse keeps the ferry.\n\nNobody comes.\n"
    lines = list(report(understood(read_bytes(text.encode(), "week 3.txt"), "week-3", "week 3")))
    assert "title: week 3 (no title was found; this is the file's name)" in lines
    assert any(line.startswith("links: none, for no section was recognized as analysis") for line in lines)


def test_a_guide_is_imported_as_it_is() -> None:
    """Somebody's own front matter, letters and links are the best there can be."""
    text = '+++\ntitle = "Mine"\n+++\n\n# Start\n\nWords, and [a mark]{#mark}.\n'
    assert understood(read_bytes(text.encode(), "mine.md"), "mine").text == text


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("Her", "x.txt", "her"),
        ("Die Straße nach Süden", "x.txt", "die-strasse-nach-suden"),
        ("L’été à Nîmes: Chapitre 3", "x.txt", "lete-a-nimes-chapitre-3"),
        ("第一章", "../../etc/passwd", "第一章"),
        ("Книга вторая", "x.txt", "книга-вторая"),
        ("प्रेमचंद की कहानियाँ", "x.txt", "प्रेमचंद-की-कहानियाँ"),
        ("— … —", "../../etc/passwd", "passwd"),
        ("CON", "aux.pdf", "guide"),
        ("", "..", "guide"),
        ("../../x", "x.txt", "x"),
        ("w" * 300, "x.txt", "w" * 60),
    ],
)
def test_a_guide_is_named_by_its_title_so_that_it_fits_every_system(title: str, name: str, expected: str) -> None:
    """No path, no device of Windows, nothing that only some disks can hold."""
    assert identity(title, name) == expected


def test_pronouns_bring_in_whoever_was_only_named() -> None:
    """“He answered” can mean Jonas when he is known to be a he, though no tag ever names him."""
    text = "Mira meets Jonas at the weir.\n\n“Who is there?” Mira asks. “Only me,” he answers, and takes off his hat.\n"
    found = imported(text, Mira="she", Jonas="he")
    said = [one.speaker for block in found.guide.blocks() for one in block.quotations]
    assert said == ["Mira", "Jonas"]
    assert found.guide.speakers["Jonas"].voice != found.guide.speakers["Mira"].voice
    assert "Xaver" not in imported(text, Xaver="he").guide.speakers


def test_one_letter_that_cannot_be_marked_leaves_the_others_marked() -> None:
    """It crosses an emphasis; a person may mend that. The others still differ by name."""
    told = "{} letter reads, “Dear Ilse, I took {}. Love, Tomas.{} She{} reads it twice."
    letters = [("The", "*the lantern", "”", "*"), ("The next", "the boat", "”", ""), ("The last", "the oars", "”", "")]
    text = "# Summary\n\nIlse waits.\n\n" + "\n\n".join(told.format(*one) for one in letters)
    found = understood(read_bytes(text.encode(), "a.md"), "a")
    assert [(one.by, one.to) for one in found.guide.passages] == [("Tomas", "Ilse")] * 2


def test_nobody_takes_the_narrators_name() -> None:
    """Who signs so is nobody's name: the letter is read, and its writer is not said."""
    text = "Ilse opens it.\n\nDear Ilse,\n\nI took the lantern.\n\nYours,\nNarrator\n\nShe reads it again.\n"
    (letter,) = imported(text).guide.passages
    assert (letter.by, letter.to) == (None, "Ilse")


def test_a_title_chooses_a_voice_as_pronouns_do() -> None:
    """Mrs. Okafor says who she is."""
    text = "“He has no right,” Mrs. Okafor says. “None at all,” Mrs. Okafor says again.\n"
    voice = imported(text).guide.speakers["Mrs. Okafor"].voice
    assert voice is not None
    assert "+f" in voice.name


def test_a_guide_that_somebody_corrected_is_never_written_over(workspace: Workspace) -> None:
    """The correction is worth more than the import."""
    first = imported()
    placed = place(workspace, first, "ferry")
    assert placed.written
    assert not place(workspace, first, "ferry").written
    placed.path.write_text(first.text + "\nA line of mine.\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="--as ferry-2") as refused:
        place(workspace, first, "ferry")
    assert "\n" not in str(refused.value)
    assert placed.path.read_text(encoding="utf-8").endswith("A line of mine.\n")


def test_a_guide_that_nobody_touched_gives_way_when_more_is_known(workspace: Workspace) -> None:
    """Importing again with the pronouns is not a conflict."""
    plain, better = imported(), imported(Tomas="he")
    place(workspace, plain, "ferry")
    assert place(workspace, better, "ferry", untouched=[plain.text]).written
    assert 'pronouns = "he"' in workspace.guide_path("ferry").read_text(encoding="utf-8")


def test_the_next_free_name_is_proposed(workspace: Workspace) -> None:
    """Also past one that is taken itself."""
    for name in ("ferry", "ferry-2"):
        place(workspace, imported(), name)
    assert free(workspace, "ferry") == "ferry-3"
    assert free(workspace, "quay") == "quay"


def test_a_document_of_headings_alone_says_that_there_is_nothing_to_read() -> None:
    """In one line, before anything is written."""
    empty = replace(document("Summary\n\nAnalysis\n"), pieces=())
    with pytest.raises(DocumentError, match="nothing") as refused:
        understood(empty, "empty")
    assert "\n" not in str(refused.value)

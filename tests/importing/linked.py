"""The links of a guide, compared with its gold."""

from companion.guide.linking import SURE
from companion.guide.proposals import Proposals
from tests.importing.comparing import Comparison


def links(case: Comparison, plain: Proposals) -> None:
    """From paragraphs of the commentary to paragraphs of the text, and from sentences."""
    wanted = {(one.note, text) for one in case.gold.links for text in one.about}
    sure, shown = set(), set()
    for link in plain.links:
        note, text = _numbered(case, link.note, "notes"), _numbered(case, link.block, "text")
        if link.sentence is None:
            shown.add((note, text))
            if link.confidence >= SURE:
                sure.add((note, text))
    case.count("links, sure", len(sure & wanted), len(sure), len(wanted))
    case.count("links, all", len(shown & wanted), len(shown), len(wanted))
    for one in case.gold.links:
        if got := sorted(text for note, text in sure if note == one.note and text not in one.about):
            case.fail("links, sure", f"note {one.note} to {got} as well, is about {list(one.about)}")
        if missed := [text for text in one.about if (one.note, text) not in sure]:
            seen = [text for text in missed if (one.note, text) in shown]
            case.fail("links, sure", f"note {one.note} missed {missed} of {list(one.about)}, proposed: {seen}")
    _sentence_links(case, plain)


def _numbered(case: Comparison, block_id: str, role: str) -> int:
    paragraph = case.gold_paragraph(block_id)
    return case.numbered[paragraph] if paragraph is not None and case.gold.roles()[paragraph] == role else 0


def _sentence_links(case: Comparison, plain: Proposals) -> None:
    found = right = exact = 0
    for one in case.gold.sentence_links:
        linked = [
            link
            for link in plain.links
            if link.sentence is not None
            and _numbered(case, link.note, "notes") == one.note
            and _says(case, link.note, link.sentence, one.sentence)
        ]
        if not linked:
            case.fail("links of sentences", f"note {one.note}, {one.sentence}…: none, is paragraph {one.paragraphs[0]}")
            continue
        best = max(linked, key=lambda link: link.confidence)
        hit = _numbered(case, best.block, "text") in one.paragraphs
        found, right = found + 1, right + hit
        exact += hit and bool(best.segments) and _says(case, best.block, best.segments[0], one.text)
        if not hit:
            case.fail(
                "links of sentences",
                f"note {one.note}, {one.sentence}…: paragraph {_numbered(case, best.block, 'text')}"
                f" ({best.confidence:.2f}), is {one.paragraphs[0]}",
            )
    case.count("links of sentences", right, found, len(case.gold.sentence_links))
    case.count("links, to the sentence", exact, found, len(case.gold.sentence_links))


def _says(case: Comparison, block_id: str, segment_id: str, words: str) -> bool:
    block = case.blocks[case.number[block_id]]
    texts = (" ".join(one.span.of(block.text).split()) for one in block.segments if one.id == segment_id)
    return any(text.startswith(words) for text in texts)

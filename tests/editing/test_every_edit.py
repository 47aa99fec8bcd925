"""Whatever is corrected in whatever guide, the rest of the guide and of its file stays as it is."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from companion.editing.headings import rename, set_role
from companion.editing.letters import mark_letter, unmark
from companion.editing.links import set_abouts
from companion.editing.replacing import Replacement, apply
from companion.editing.settling import reject, settle
from companion.editing.speakers import set_speaker
from companion.errors import EditError, GuideError
from companion.guide.markdown import lost, read
from companion.guide.model import Block, Guide, Kind, Role, Span
from tests.editing.guides import HAND_MADE, ROOT, follows, shown, text_by

WRITTEN = [
    HAND_MADE,
    HAND_MADE.replace("\n", "\r\n"),
    (ROOT / "content/her-part-5/guide.md").read_text(encoding="utf-8"),
]


def _every(test: Callable[[str, Random], None]) -> Callable[[int], None]:
    """The test on guides made by chance, each from its seed, and on those that people wrote."""

    @settings(max_examples=60, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
    @given(seed=st.integers(0, 2**48))
    def run(seed: int) -> None:
        chance = Random(seed)
        text = chance.choice(WRITTEN) if chance.random() < 0.25 else text_by(chance)
        with suppress(Unfit):
            test(text, chance)

    RAW[test.__name__] = test
    run.__name__ = test.__name__
    run.__doc__ = test.__doc__
    return run


RAW: dict[str, Callable[[str, Random], None]] = {}


class Unfit(Exception):  # noqa: N818  # no error: the next guide will do
    """Nothing to be tried with this guide."""


def known(text: str) -> Guide:
    try:
        return read(text, "guide.md", "x")
    except GuideError:
        raise Unfit from None


def edited(guide: Guide, changes: Sequence[Replacement]) -> Guide:
    """The guide after an edit; every character of its file is accounted for."""
    after = read(apply(guide.source, changes), "guide.md", "x")
    assert not lost(after) or lost(guide)
    return after


def removed(guide: Guide, changes: Sequence[Replacement]) -> str:
    return "".join(change.span.of(guide.source) for change in changes)


def part(chance: Random, block: Block) -> Span:
    """A quotation of the block, or any words of it."""
    if block.quotations and chance.random() < 0.5:
        return chance.choice([one.span for one in block.quotations])
    start = chance.randint(0, len(block.text) - 1)
    return Span(start, chance.randint(start + 1, len(block.text)))


def paragraphs(guide: Guide) -> list[Block]:
    return [
        block
        for one in guide.sections
        if one.role is not Role.ASIDES
        for block in one.blocks
        if block.kind is not Kind.HEADING
    ]


@_every
def test_a_speaker_is_all_that_set_speaker_changes(text: str, chance: Random) -> None:
    """Only brackets and escapes come in; taking the speaker away again gives the file as it was."""
    guide = known(text)
    block = chance.choice(list(guide.blocks()))
    span = part(chance, block)
    name = chance.choice(["Nora", "Zacharias “Z” Quill", 'Bo "the Cat"', "narrator", "Mr. Harbin"])
    named = next((one for one in block.quotations if one.span == span and one.speaker), None)
    try:
        changes = set_speaker(guide, block.id, span, name)
    except EditError:
        raise Unfit from None
    after = edited(guide, changes)
    number = list(guide.blocks()).index(block)
    wanted, got = shown(guide), shown(after)
    others = [one for one in block.quotations if one.span != span]
    quotations = [(one.span, one.speaker) for one in others if one.speaker or not one.span.meets(span)]
    wanted["blocks"][number]["quotations"] = sorted([*quotations, (span, name)])  # type: ignore[index]
    wanted["speakers"] = got["speakers"]
    if follows(block, span):
        wanted["notes"] = got["notes"]
    assert got == wanted
    if named is None:
        assert removed(guide, changes) == ""
        back = list(after.blocks())[number]
        undone = apply(after.source, set_speaker(after, back.id, span, None))
        if not any("\\" in change.text.partition("{")[0] for change in changes):  # nothing had to be escaped
            assert undone == guide.source or undone.replace("\\", "") == guide.source.replace("\\", "")
        nobody = shown(read(undone, "guide.md", "x"))
        assert nobody == shown(guide) | {"notes": nobody["notes"] if follows(block, span) else shown(guide)["notes"]}


@_every
def test_a_letter_divides_its_paragraphs_and_changes_no_word(text: str, chance: Random) -> None:
    """Before and behind stay paragraphs; whole paragraphs unmarked again give the file as it was."""
    guide = known(text)
    blocks = paragraphs(guide)
    first = chance.randint(0, len(blocks) - 1)
    last = chance.randint(first, min(first + 3, len(blocks) - 1))
    start, end = 0, len(blocks[last].text)
    if chance.random() < 0.5:
        start, end = part(chance, blocks[first]).start, part(chance, blocks[last]).end
    try:
        changes = mark_letter(guide, blocks[first].id, start, blocks[last].id, end, "Nora", 'Mrs. "T" Ö')
    except EditError:
        raise Unfit from None
    assert removed(guide, changes).strip(" \t\r\n>\\") in ("", "&nbsp;")
    after = edited(guide, changes)
    new = [one for one in after.passages if one.to == 'Mrs. "T" Ö']
    assert len(new) == 1
    assert len(after.passages) == len(guide.passages) + 1
    words = ["".join(block.text.split()) for block in guide.blocks()]
    assert "".join(words) == "".join("".join(block.text.split()) for block in after.blocks())
    assert new[0].by == "Nora"
    said = "".join("".join(block.text.split()) for block in after.blocks() if block.id in new[0].blocks)
    everything = blocks[first : last + 1]
    whole = "".join("".join(block.text.split()) for block in everything)
    assert said in whole
    for name in ("front", "speakers", "title"):
        assert shown(after)[name] == shown(guide)[name] or name == "speakers"
    for count in ("styles", "marks"):
        assert _count(after, count) == _count(guide, count)
    assert [one.id for one in after.sections] == [one.id for one in guide.sections]
    if (start, end) == (0, len(blocks[last].text)):
        assert _without_passages(after) == _without_passages(guide)
        if len(changes) == 2:  # no other fence was made longer for it
            undone = apply(after.source, unmark(after, new[0].id))
            if undone != guide.source:  # an empty line is left where two paragraphs might run together
                assert len(undone) - len(guide.source) < 12
                assert [line for line in undone.splitlines() if line.strip(" \t>")] == [
                    line for line in guide.source.splitlines() if line.strip(" \t>")
                ]
    else:
        unmarked = edited(after, unmark(after, new[0].id))
        assert [block.text for block in unmarked.blocks()] == [block.text for block in after.blocks()]


@_every
def test_a_decision_against_a_proposal_is_all_that_settle_writes(text: str, chance: Random) -> None:
    """One paragraph is settled then, and a second time nothing is written."""
    guide = known(text)
    block = chance.choice(paragraphs(guide))
    changes = settle(guide, block.id)
    after = edited(guide, changes)
    assert removed(guide, changes) == ""
    number = list(guide.blocks()).index(block)
    assert [at for at, one in enumerate(after.blocks()) if one.settled] == [number]
    assert shown(after) == shown(guide)
    assert settle(after, list(after.blocks())[number].id) == ()


@_every
def test_a_passage_that_is_rejected_is_unmarked_and_settled(text: str, chance: Random) -> None:
    """As unmarking does, and a letter is not proposed again."""
    guide = known(text)
    if not guide.passages:
        raise Unfit
    passage = chance.choice(guide.passages)
    try:
        unmarked = edited(guide, unmark(guide, passage.id))
    except EditError:
        raise Unfit from None
    after = edited(guide, reject(guide, passage.id))
    assert shown(after) == shown(unmarked)
    assert any(one.settled for one in after.blocks()) == (passage.kind == "letter")


def test_a_letter_in_a_footnote_can_be_rejected() -> None:
    """Nothing is proposed for footnotes, so nothing need be settled there."""
    guide = known("One.[^a]\n\n[^a]: Two.\n\n    ::: letter {#l by=Nora}\n    Dear Tobias, row.\n    :::\n")
    after = edited(guide, reject(guide, "l"))
    assert (after.passages, [one.text for one in after.blocks()]) == ((), ["One.", "Two.", "Dear Tobias, row."])
    assert not any(one.settled for one in after.blocks())


def _count(guide: Guide, name: str) -> int:
    return sum(len(getattr(block, name)) for block in guide.blocks())


def _without_passages(guide: Guide) -> object:
    found = shown(guide)
    del found["passages"], found["speakers"]
    for block in found["blocks"]:  # type: ignore[attr-defined]
        del block["passage"]
    return found


@_every
def test_unmarking_removes_a_passage_and_nothing_else(text: str, chance: Random) -> None:
    guide = known(text)
    if not guide.passages:
        raise Unfit
    passage = chance.choice(guide.passages)
    verses = {one.id for one in guide.passages if one.kind == "verse"}
    if {passage.id, passage.parent} & verses:  # in which every line break counts
        raise Unfit
    try:
        changes = unmark(guide, passage.id)
    except EditError:
        raise Unfit from None
    assert removed(guide, changes).count(":::") >= 2
    after = edited(guide, changes)
    assert _without_passages(after) == _without_passages(guide)
    assert len(after.passages) == len(guide.passages) - 1


@_every
def test_a_note_is_about_what_is_asked_for(text: str, chance: Random) -> None:
    """Existing names stay; nothing but attributes is written; no id of a section changes."""
    guide = known(text)
    blocks = paragraphs(guide)
    block = chance.choice(blocks)
    targets = chance.choices(blocks, k=chance.randint(0, 4))
    try:
        changes = set_abouts(guide, {block.id: [one.id for one in targets]})
    except EditError:
        raise Unfit from None
    after = edited(guide, changes)
    order = {one.id: number for number, one in enumerate(guide.blocks())}
    own = order[block.id]
    wanted, got = shown(guide), shown(after)
    others = [note for note in wanted["notes"] if note[0] != [own]]  # type: ignore[attr-defined]
    mine = [note for note in got["notes"] if note[0] == [own]]  # type: ignore[attr-defined]
    assert [note for note in got["notes"] if note[0] != [own]] == others  # type: ignore[attr-defined]
    assert {at for note in mine for at, _ in note[1]} == {order[one.id] for one in targets}
    for name in wanted.keys() - {"notes"}:
        assert got[name] == wanted[name]
    again = list(after.blocks())
    assert set_abouts(after, {again[own].id: [again[order[one.id]].id for one in targets]}) == ()


@_every
def test_a_title_is_all_that_rename_changes(text: str, chance: Random) -> None:
    """The section keeps its id, so that links to it live."""
    guide = known(text)
    section = chance.choice(guide.sections)
    title = "".join(chance.choices("ab #1.-*_[]{}<>&:`~+=\\^é😀\u2028\t", k=chance.randint(1, 9)))
    try:
        changes = rename(guide, section.id, title)
    except EditError:
        raise Unfit from None
    after = edited(guide, changes)
    number = guide.sections.index(section)
    wanted, got = shown(guide), shown(after)
    renamed = after.sections[number]
    assert renamed.title == " ".join("".join(one if one.isprintable() else " " for one in title).split())
    at = list(guide.blocks()).index(section.blocks[0])
    wanted["sections"][number] = (section.id, renamed.title, str(section.role), section.level, len(section.blocks))  # type: ignore[index]
    wanted["blocks"][at] = got["blocks"][at]  # type: ignore[index]
    if not FRONTED(guide) and number == 0:
        wanted["title"] = renamed.title
    for name in wanted:
        assert got[name] == wanted[name]


def FRONTED(guide: Guide) -> bool:
    return guide.source.startswith("+++")


@_every
def test_a_role_is_all_that_set_role_changes(text: str, chance: Random) -> None:
    guide = known(text)
    section = chance.choice(guide.sections)
    role = Role.TEXT if section.role is Role.NOTES else Role.NOTES
    try:
        changes = set_role(guide, section.id, role)
    except EditError:
        raise Unfit from None
    after = edited(guide, changes)
    assert next(one for one in after.sections if one.id == section.id).role is role
    wanted, got = shown(guide), shown(after)
    for found in (wanted, got):
        found["sections"] = [(one[0], one[1], *one[3:]) for one in found["sections"]]  # type: ignore[attr-defined]
    assert got == wanted

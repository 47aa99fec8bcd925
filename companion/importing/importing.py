"""From a document to a guide: drafted, understood as far as it is sure, and put in its place."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from companion.editing import front
from companion.editing.letters import mark_letters
from companion.editing.links import set_abouts
from companion.editing.possible import possible
from companion.editing.replacing import Replacement, apply
from companion.editing.speakers import set_speakers
from companion.errors import DocumentError, GuideError, StoreError
from companion.guide import markdown
from companion.guide.epithets import titled
from companion.guide.front import READERS
from companion.guide.linking import SURE, Link, links
from companion.guide.model import Guide, Kind, Role
from companion.guide.people import Person
from companion.guide.proposals import Proposals, proposals
from companion.importing.carrying import carried
from companion.importing.document import Document
from companion.importing.drafting import draft
from companion.importing.outline import above_title, blanks
from companion.importing.voices import voices
from companion.narration import store
from companion.narration.store import UNFIT, Workspace

_LONGEST_ID = 60  # characters of a guide's id


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the document has it, before a letter in it became a passage of its own."""

    title: str
    role: Role
    paragraphs: int  # without its heading
    sentences: int  # without its heading


@dataclass(frozen=True, slots=True)
class Imported:
    """A document that was understood, not yet written anywhere."""

    text: str  # of guide.md
    guide: Guide  # the text, read back
    document: Document
    parts: tuple[Part, ...]
    links: tuple[Link, ...]  # all that were found; those from SURE on stand in the text
    review: Proposals  # what is left for a person to decide


def understood(
    document: Document,
    guide_id: str,
    fallback_title: str = "",
    language: str = "",
    pronouns: Mapping[str, str] | None = None,
) -> Imported:
    """The guide that a document makes. What is not sure is left to a person: it is in `review`, not in the text.

    `language` (BCP 47) overrides the document's own; `pronouns` are by name. A document that is a guide already stays
    as it is, byte for byte. Raises DocumentError when nothing in it can be read aloud.
    """
    text = draft(document, language, fallback_title)
    document = replace(document, left_out=(*document.left_out, *above_title(document), *blanks(document)))
    try:
        plain = markdown.read(text, "guide.md", guide_id)
        if document.guide:
            return Imported(text, plain, document, _parts(plain), (), proposals(plain))
        first = proposals(plain, linked=False)
        known = {**{person.name: person.pronouns for person in first.people if person.pronouns}, **(pronouns or {})}
        people = [*first.people, *_declared(plain, first.people, known)]
        marked = _read_again(plain, [*_letters(plain, first), *_people(plain, people, known)])
        # A letter that was taken out of its paragraph has lost what the words around it told about it.
        found = replace(proposals(marked, linked=False), links=carried(links(plain), plain, marked))
        speakers, abouts = _speakers(marked, found), _abouts(marked, found.links)
        guide = _read_again(marked, [*speakers, *abouts])
    except GuideError as exc:
        problem = exc.problems[0]
        raise DocumentError(f"line {problem.line}: {problem.what}; {problem.remedy}") from exc
    return Imported(guide.source, guide, document, _parts(plain), found.links, _left(marked, found, guide))


def identity(title: str, name: str) -> str:
    """The id of a guide made of its title, else of its file's name: lower case, fit for a folder on every system.

    It is plain ASCII where that loses no letter: "café" is cafe, but "Книга вторая" is книга-вторая.
    """
    for text in (title, Path(name).stem, "guide"):
        composed = unicodedata.normalize("NFKC", text).lower().replace("ß", "ss")
        folded = unicodedata.normalize("NFKD", composed).encode("ascii", "ignore").decode()
        letters = folded if sum(map(str.isalnum, folded)) == sum(map(str.isalnum, composed)) else composed
        whole = re.sub(r"[’']", "", letters)
        # Vowel signs (M) belong to their letters: in Devanagari, say, they are half of a word.
        made = "-".join("".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in whole).split())
        if len(made) > _LONGEST_ID:
            made = made[:_LONGEST_ID].rpartition("-")[0] or made[:_LONGEST_ID]
        if made and not UNFIT.fullmatch(made):
            return made
    return "my-guide"


def earlier(workspace: Workspace, imported: Imported, guide_id: str) -> str | None:
    """The guide that an earlier import made of the same document, corrected since or not; None when there is none.

    It is the one of that id, or of ID-2, ID-3, …, that still has half of the document's sentences: segments are named
    by their words. A guide that cannot be read now is not told apart, so it is taken for the one.
    """
    sentences = _sentences(imported.guide)
    for name in _numbered(guide_id):
        path = workspace.guide_path(name)
        if not path.is_file():
            return None
        try:
            present = _sentences(markdown.read(store.read_text(path), str(path), name))
        except (GuideError, StoreError):
            return name
        if 2 * len(sentences & present) >= len(sentences):
            return name
    return None


def _sentences(guide: Guide) -> set[str]:
    return {one.id for section in guide.sections for block in section.blocks for one in block.segments}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a guide came to stand."""

    path: Path
    written: bool  # False when the very same text stood there already


def place(workspace: Workspace, imported: Imported, guide_id: str, untouched: Sequence[str] = ()) -> Placed:
    """Write the guide into its folder, and never over somebody's work.

    A guide that is there already is written over only when its text is one of `untouched`: what an earlier import made
    of the same document. Raises DocumentError when it is anything else, StoreError when it cannot be written.
    """
    path = workspace.guide_path(guide_id)
    text = imported.text.encode()
    with store.named(path):
        present = path.read_bytes() if path.is_file() else None
    if present == text:
        return Placed(path, written=False)
    if present is None:
        store.create(path, text)
    elif present in {one.encode() for one in untouched}:
        store.write(path, text)
    else:
        another = free(workspace, guide_id)
        raise DocumentError(
            f"{path}: this guide is there already and is not what the document says now; "
            f"it is left as it is; import under another name: --as {another}"
        )
    return Placed(path, written=True)


def free(workspace: Workspace, guide_id: str) -> str:
    """The id itself, or the first of ID-2, ID-3, … that no folder has yet."""
    return next(name for name in _numbered(guide_id) if not workspace.guide_path(name).parent.exists())


def _numbered(guide_id: str) -> Iterator[str]:
    yield guide_id
    yield from (f"{guide_id}-{number}" for number in range(2, 10_000))


def _read_again(guide: Guide, changes: Sequence[Replacement]) -> Guide:
    return markdown.read(apply(guide.source, changes), "guide.md", guide.id) if changes else guide


def _letters(guide: Guide, found: Proposals) -> Sequence[Replacement]:
    letters = [replace(one, by=None) if (one.by or "").casefold() in READERS else one for one in found.letters]
    # One of them may cross a list, say: that one stays as it is, for a person to mark.
    changes, _ = possible(letters, lambda some: mark_letters(guide, some))
    return changes


def _declared(guide: Guide, found: Sequence[Person], pronouns: Mapping[str, str | None]) -> Iterator[Person]:
    """Whoever the text names among those whose pronouns are given, but who has not been found to speak: “he answered”
    may mean them, and then they do.
    """
    there = {name for person in found for name in (person.name, *person.also)}
    texts = [block.text for block in guide.blocks()]
    for name in sorted(pronouns.keys() - there):
        word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        if mentions := sum(len(word.findall(text)) for text in texts):
            yield Person(name, (), None, mentions, 0)


def _people(guide: Guide, found: Sequence[Person], pronouns: Mapping[str, str | None]) -> Sequence[Replacement]:
    """Everybody who speaks in the front matter, each with a voice."""
    told = [(one.name, pronouns.get(one.name) or titled((one.name, *one.also))) for one in found]
    chosen = voices(guide.language, told)
    people = {
        person.name: front.Person(pronouns.get(person.name), person.also, chosen[person.name]) for person in found
    }
    return front.set_people(guide, people) if people else ()


def _speakers(guide: Guide, found: Proposals) -> Sequence[Replacement]:
    sure = {(one.block, one.span): one.speaker for one in found.quotations if one.sure and one.speaker}
    # One of them may cross an emphasis, say: that one is left to a person.
    changes, _ = possible(tuple(sure.items()), lambda some: set_speakers(guide, dict(some)))
    return changes


def _abouts(guide: Guide, found: Sequence[Link]) -> Sequence[Replacement]:
    about: dict[str, list[str]] = {}
    for link in found:
        if link.sentence is None and link.confidence >= SURE:
            about.setdefault(link.note, []).append(link.block)
    changes, _ = possible(tuple(about.items()), lambda some: set_abouts(guide, dict(some)))
    return changes


def _left(before: Guide, found: Proposals, after: Guide) -> Proposals:
    """What a person is still asked about. Blocks may have new names since; they are the same ones in the same order."""
    names = {old.id: new.id for old, new in zip(before.blocks(), after.blocks(), strict=True)}
    said = {(block.id, one.span) for block in after.blocks() for one in block.quotations if one.speaker}
    quotations = (replace(one, block=names[one.block]) for one in found.quotations)
    segments = {
        old.id: new.id
        for before_block, after_block in zip(before.blocks(), after.blocks(), strict=True)
        for old, new in zip(before_block.segments, after_block.segments, strict=True)
    }
    return Proposals(
        letters=tuple(replace(one, first=names[one.first], last=names[one.last]) for one in found.letters),
        people=found.people,
        quotations=tuple(one for one in quotations if (one.block, one.span) not in said),
        links=tuple(
            replace(
                link,
                note=names[link.note],
                sentence=segments[link.sentence] if link.sentence is not None else None,
                block=names[link.block],
                segments=tuple(segments[name] for name in link.segments),
            )
            for link in found.links
            if link.confidence < SURE
        ),
    )


def _parts(guide: Guide) -> tuple[Part, ...]:
    return tuple(
        Part(
            section.title,
            section.role,
            sum(block.kind is not Kind.HEADING for block in section.blocks),
            sum(len(block.segments) for block in section.blocks if block.kind is not Kind.HEADING),
        )
        for section in guide.sections
    )

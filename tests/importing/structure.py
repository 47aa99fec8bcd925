"""The outline, paragraphs, sentences and letters of a guide, compared with its gold."""

import difflib

from companion.guide.model import Kind, Role
from companion.guide.proposals import Proposals
from tests.importing.comparing import Comparison, Text, folded


def outline(case: Comparison) -> None:
    """Title, subtitle and language, and each section's title and role in order."""
    wanted = [("language", case.gold.language[:2])]
    found = [("language", case.guide.language[:2])]
    if case.gold.title:
        wanted.append(("title", folded(case.gold.title)))
        found.append(("title", folded(case.guide.title)))
    for row, text in ((wanted, case.gold.subtitle), (found, case.guide.subtitle)):
        if text:
            row.append(("subtitle", folded(text).removeprefix(folded(case.gold.title)).strip(" :")))
    for one in case.gold.sections:
        wanted.append((folded(one.title), one.role if one.paragraphs else ""))
    for section in case.guide.sections:
        if section.role is Role.ASIDES:
            continue
        titled = any(block.kind is Kind.HEADING for block in section.blocks)
        role = section.role.value if any(block.kind is not Kind.HEADING for block in section.blocks) else ""
        found.append((folded(section.title) if titled else "", role))
    matcher = difflib.SequenceMatcher(None, found, wanted, autojunk=False)
    case.count("outline", sum(block.size for block in matcher.get_matching_blocks()), len(found), len(wanted))
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            case.fail("outline", f"{found[a:b]} instead of {wanted[c:d]}")


def paragraphs(case: Comparison) -> None:
    """Each paragraph by its first and last word."""
    found = {_ends(case, case.text, number): text for number, text in enumerate(case.text.paragraphs)}
    wanted = {_ends(case, case.wanted, number, False): text for number, text in enumerate(case.wanted.paragraphs)}
    case.compare("paragraphs", found, wanted)


def _ends(case: Comparison, text: Text, number: int, found: bool = True) -> tuple[int, ...]:
    first = text.bases[number]
    last = first + max(len(text.paragraphs[number].split()) - 1, 0)
    return (case.here(first), case.here(last)) if found else (first, last)


def sentences(case: Comparison) -> None:
    """Each sentence by its first and last word."""
    found: dict[tuple[int, ...], str] = {}
    wanted: dict[tuple[int, ...], str] = {}
    for number, block in enumerate(case.blocks):
        for segment in block.segments:
            first = case.text.place(number, segment.span.start)
            last = case.text.place_before(number, segment.span.end)
            found[case.here(first), case.here(last)] = segment.span.of(block.text)
    word = 0
    for sentence in (one for paragraph in case.gold.paragraphs for one in paragraph):
        length = len(sentence.split())
        local = Text.of([sentence])
        wanted[word + local.place(0, 0), word + local.place_before(0, len(sentence))] = sentence
        word += length
    case.compare("sentences", found, wanted)


def letters(case: Comparison, plain: Proposals) -> None:
    """Each letter by its first and last word; then who wrote it to whom."""
    found = {}
    for letter in plain.letters:
        first, last = case.number.get(letter.first, 0), case.number.get(letter.last, 0)
        start = case.here(case.text.place(first, letter.start))
        found[start, case.here(case.text.place_before(last, letter.end))] = letter
    right = wanted = named = 0
    taken = set()
    for one in case.gold.letters:
        key = next((key for key in case.letter_keys(one) if key in found), None)
        if key is None:
            wanted += not one.optional
            if not one.optional:
                case.fail("letters", f"missed {one.first} … {one.last}")
            continue
        taken.add(key)
        right, wanted = right + 1, wanted + 1
        for got, names_ in ((found[key].by, one.by), (found[key].to, one.to)):
            same = (got or "") in names_ or (got is None and not names_) or case.same(got, names_[0])
            named += same
            if not same:
                case.fail("letters: by and to", f"{got} instead of {' or '.join(names_)}: {one.first} … {one.last}")
    case.count("letters", right, len(found), wanted)
    case.count("letters: by and to", named, 2 * right, 2 * right)
    for key in found.keys() - taken:
        letter = found[key]
        case.fail("letters", f"wrong  {_between(case, *key)} (by {letter.by} to {letter.to})")


def _between(case: Comparison, first: int, last: int) -> str:
    words = case.wanted.words
    return f"{' '.join(words[first : first + 5])} … {' '.join(words[last - 3 : last + 1])}" if first >= 0 else "?"

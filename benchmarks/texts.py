"""Texts to measure with: any number of words, no sentence twice, the same every time."""

import random

WORDS = {
    "noun": """harbor lamp letter winter stair kettle city river window garden table bridge train mountain coat
    morning evening song box heart light ferry island tree street paper voice machine friend question""".split(),
    "verb": """finds leaves carries follows remembers opens forgets watches repairs promises paints measures answers
    loses counts gathers crosses mends believes asks""".split(),
    "adjective": """quiet small bright narrow patient empty golden distant careful broken early heavy gentle strange
    hollow open late certain""".split(),
    "adverb": "slowly again alone today gladly often quietly together somewhere afterwards".split(),
    "name": "Nora Harbin Tolland Ines Marek Oona Pell Sumner".split(),
}
SHAPES = (
    "{name} {verb} the {adjective} {noun} {adverb}.",
    "In the {noun}, {name} {verb} a {noun} that is {adjective}, and {verb} it {adverb}.",
    "The {adjective} {noun} of the {noun} {verb} nobody, {name} says, but it {verb} {number} of them.",
    "When the {noun} {verb} the {noun}, {name} {verb} what the {adjective} {noun} {verb}.",
    "It is {adverb} that {name} {verb} the {noun}; the {noun} has been {adjective} since {year}.",
    "“The {noun} is {adjective},” {name} says.",
)
PARAGRAPH = 6  # sentences
SECTION = 4_500  # words


def guide(words: int, seed: int = 1) -> str:
    """A guide of about that many words, in sections of fewer than 5,000."""
    chance = random.Random(seed)
    lines: list[str] = []
    total, section = 0, SECTION
    seen: set[str] = set()
    while total < words:
        if section >= SECTION:
            lines.append(f"# Part {len([line for line in lines if line.startswith('#')]) + 1}")
            section = 0
        paragraph = " ".join(_new(chance, seen) for _ in range(PARAGRAPH))
        lines.append(paragraph)
        total += len(paragraph.split())
        section += len(paragraph.split())
    return "\n\n".join(lines) + "\n"


def _new(chance: random.Random, seen: set[str]) -> str:
    while True:
        shape = chance.choice(SHAPES)
        for kind, choices in WORDS.items():
            while f"{{{kind}}}" in shape:
                shape = shape.replace(f"{{{kind}}}", chance.choice(choices), 1)
        shape = shape.replace("{number}", f"{chance.randint(12, 9_999):,}").replace(
            "{year}", str(chance.randint(1902, 1999))
        )
        if shape not in seen:
            seen.add(shape)
            return shape[0].upper() + shape[1:]

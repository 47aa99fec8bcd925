"""The cover of a guide, drawn here: as SVG, and as PNG for readers that show no SVG."""

import colorsys
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from unicodedata import east_asian_width

from PIL import Image, ImageDraw, ImageFont

from companion.exports.xml import safe

WIDTH, HEIGHT = 1200, 1800  # pixels
_MARGIN = 110
_BARS = 25  # of the wave that stands for a voice
_SIZES = (120, 96, 78, 62, 50)  # pixels of a title's letters, the largest that fit
_SMALL = 44
_LETTER, _WIDE = 56, 100  # hundredths of an em: a letter on average, and one that Unicode calls wide
_MOST_LINES = 6
_WAVE = "a wave of sound in which one bar is lit"


def alternative(title: str) -> str:
    """What the SVG shows, in words."""
    return f"Cover: {title}, above {_WAVE}"


def png_alternative(title: str) -> str:
    """What the PNG shows, in words: without the title where it is not drawn."""
    return alternative(title) if _drawable(title) else f"Cover: {_WAVE}"


def svg(title: str, subtitle: str) -> str:
    """The cover as SVG, without anything to fetch."""
    back, front, lit = _colours(title)
    size, lines = _fitted(title)
    bars = "".join(
        f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" rx="12"'
        f' fill="{lit if on else front}"/>'
        for left, top, right, bottom, on in _wave(title)
    )
    words = "".join(_text(line, y + size, size, front, ' font-weight="bold"') for line, y in _placed(lines, size))
    below = _after(lines, size)
    words += "".join(
        _text(line, below + number * 60 + _SMALL, _SMALL, lit)
        for number, line in enumerate(_wrapped(subtitle, _SMALL)[:3])
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' font-family="Georgia, serif"><title>{safe(alternative(title))}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{back}"/>{bars}{words}</svg>\n'
    )


def _text(line: str, y: int, size: int, fill: str, more: str = "") -> str:
    return f'<text x="{_MARGIN}" y="{y}" font-size="{size}" fill="{fill}"{more}>{safe(line)}</text>'


def png(title: str, subtitle: str) -> bytes:
    """The cover as PNG. Letters that the drawing library has no shape for are left out."""
    back, front, lit = _colours(title)
    image = Image.new("RGB", (WIDTH, HEIGHT), back)
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom, on in _wave(title):
        draw.rounded_rectangle((left, top, right, bottom), 12, fill=lit if on else front)
    size, lines = _fitted(title)
    if _drawable(title):
        for line, y in _placed(lines, size):
            draw.text((_MARGIN, y), line, fill=front, font=ImageFont.load_default(size))
    if _drawable(subtitle):
        for number, line in enumerate(_wrapped(subtitle, _SMALL)[:3]):
            y = _after(lines, size) + number * 60
            draw.text((_MARGIN, y), line, fill=lit, font=ImageFont.load_default(_SMALL))
    out = BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _colours(title: str) -> tuple[str, str, str]:
    """Background, letters and accent: a hue of the title's own; their contrast is the same for every hue."""
    hue = sha256(title.encode("utf-8", "replace")).digest()[0] / 256
    return _hex(hue, 0.14, 0.55), "#f7f3ea", _hex((hue + 0.12) % 1, 0.78, 0.75)


def _hex(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))


def _wave(title: str) -> list[tuple[int, int, int, int, bool]]:
    """The bars, left, top, right, bottom, and whether one is lit: heights of the title's own."""
    heights = sha256(title.encode("utf-8", "replace")).digest()[:_BARS]
    step = (WIDTH - 2 * _MARGIN) / _BARS
    middle, lit = HEIGHT - 480, heights[0] % _BARS
    bars = []
    for number, value in enumerate(heights):
        reach = 40 + value * 220 // 255
        left = round(_MARGIN + number * step)
        bars.append((left, middle - reach, left + round(step * 0.6), middle + reach, number == lit))
    return bars


def _fitted(title: str) -> tuple[int, list[str]]:
    for size in _SIZES:
        lines = _wrapped(title, size)
        if len(lines) <= _MOST_LINES:
            return size, lines
    return _SIZES[-1], [*_wrapped(title, _SIZES[-1])[: _MOST_LINES - 1], "…"]


def _wrapped(text: str, size: int) -> list[str]:
    most = 100 * (WIDTH - 2 * _MARGIN) // size  # hundredths of an em in a line
    lines = [""]
    for word in text.split():
        for part in _cut(word, most):
            joined = f"{lines[-1]} {part}".strip()
            if _width(joined) > most:
                lines.append(part)
            else:
                lines[-1] = joined
    return [line for line in lines if line]


def _cut(word: str, most: int) -> Iterator[str]:
    """The word in pieces that a line can hold: scripts without spaces are one word a sentence."""
    part = ""
    for letter in word:
        if part and _width(part + letter) > most:
            yield part
            part = ""
        part += letter
    yield part


def _width(text: str) -> int:
    """In hundredths of an em."""
    return sum(_WIDE if east_asian_width(letter) in "WF" else _LETTER for letter in text)


def _placed(lines: list[str], size: int) -> list[tuple[str, int]]:
    return [(line, _MARGIN + 80 + number * round(size * 1.25)) for number, line in enumerate(lines)]


def _after(lines: list[str], size: int) -> int:
    return _MARGIN + 120 + len(lines) * round(size * 1.25)


def _drawable(text: str) -> bool:
    """Whether the font that comes with the library has these letters: those of Latin scripts."""
    return all(character < "\u0250" or "\u2010" <= character <= "\u2026" for character in text)

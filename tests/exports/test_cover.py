"""The cover: its title stays on it in every script, and its alternative text says what is drawn."""

import json
from unicodedata import east_asian_width
from xml.etree import ElementTree

import pytest

from companion.exports import audiobook, cover
from companion.exports.narrated import Narrated

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    "title",
    [
        "狂人日記と故郷：魯迅の短編小説についての読書案内",
        "Lu Xun 狂人日記 and other stories 故郷",
        "사랑 손님과 어머니",
        "漢" * 200,
    ],
)
def test_a_title_in_wide_letters_stays_on_the_cover(title: str) -> None:
    """Such a letter is as wide as it is high; a line that is measured as Latin runs off to the right."""
    drawn = list(ElementTree.fromstring(cover.svg(title, title)).iter(f"{SVG}text"))
    assert (drawn[0].text or "").startswith(title[:4])
    for one in drawn:
        wide = sum(east_asian_width(letter) in "WF" for letter in one.text or "")
        assert int(one.attrib["x"]) + wide * int(one.attrib["font-size"]) <= cover.WIDTH - 100


def test_a_picture_without_the_title_is_not_said_to_show_it(weir: Narrated) -> None:
    """The font of the PNG is Latin; who hears “Cover: 狂人日記” must find it there. An SVG has the reader's fonts."""
    guide = {**weir.timeline["guide"], "title": "狂人日記"}
    told = Narrated(weir.folder, {**weir.timeline, "guide": guide})
    said = "Cover: a wave of sound in which one bar is lit"
    book = audiobook.laid_out(told)
    first, second = audiobook.lpf(told, book), audiobook.packaged(told, book)
    assert f'alt="{said}"'.encode() in bytes(first["index.html"])
    (one,) = (one for one in json.loads(bytes(first["publication.json"]))["resources"] if one.get("rel") == "cover")
    (other,) = (one for one in json.loads(bytes(second["manifest.json"]))["resources"] if one.get("rel") == "cover")
    assert (one["name"], other["title"]) == (said, said)
    assert cover.png_alternative("The Weir") == cover.alternative("The Weir")
    assert "狂人日記" in cover.alternative("狂人日記")

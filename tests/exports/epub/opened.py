"""A book as a reading system opens it: by its package document alone, with a parser that knows nothing of ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

X = "{http://www.w3.org/1999/xhtml}"
E = "{http://www.idpf.org/2007/ops}"
O = "{http://www.idpf.org/2007/opf}"  # noqa: E741  # as X and E
S = "{http://www.w3.org/ns/SMIL}"


class Par(NamedTuple):
    """A clip of the overlay."""

    target: str  # path#id
    sound: str  # path
    begin: int  # ms
    end: int


@dataclass(frozen=True)
class Opened:
    """What is in the file."""

    files: dict[str, bytes]

    @staticmethod
    def read(path: Path) -> "Opened":
        with ZipFile(path) as archive:
            return Opened({name: archive.read(name) for name in archive.namelist()})

    def tree(self, name: str) -> Element:
        return ElementTree.fromstring(self.files[name])

    @property
    def package(self) -> Element:
        return self.tree("EPUB/package.opf")

    @property
    def items(self) -> dict[str, dict[str, str]]:
        return {item.attrib["id"]: item.attrib for item in self.package.iter(f"{O}item")}

    def spine(self) -> Iterator[tuple[str, str]]:
        """In order: the paths of each linear document and of its overlay, if it has one."""
        for ref in self.package.iter(f"{O}itemref"):
            if ref.get("linear") != "no":
                item = self.items[ref.attrib["idref"]]
                overlay = self.items[item["media-overlay"]]["href"] if "media-overlay" in item else ""
                yield f"EPUB/{item['href']}", f"EPUB/{overlay}" if overlay else ""

    def metadata(self, name: str) -> list[str]:
        """The values of a property, or of a Dublin Core element."""
        return [
            one.text or ""
            for one in self.package[0]
            if one.get("property") == name or one.tag == f"{{http://purl.org/dc/elements/1.1/}}{name}"
        ]

    def pars(self) -> Iterator[Par]:
        """Every clip of the book, in order."""
        for _, overlay in self.spine():
            if overlay:
                yield from self.pars_of(overlay)

    def pars_of(self, overlay: str) -> Iterator[Par]:
        for par in self.tree(overlay).iter(f"{S}par"):
            text, sound = par
            yield Par(
                resolved(overlay, text.attrib["src"]),
                resolved(overlay, sound.attrib["src"]),
                ms(sound.attrib["clipBegin"]),
                ms(sound.attrib["clipEnd"]),
            )


def resolved(base: str, address: str) -> str:
    """The path#id that an address in the file `base` means."""
    path, _, name = address.partition("#")
    return (normpath(join(dirname(base), path)) if path else base) + (f"#{name}" if name else "")


def ms(clock: str) -> int:
    """A clock value, read anew."""
    hours, minutes, seconds = clock.split(":")
    whole, thousandths = seconds.split(".")
    assert len(thousandths) == 3
    return ((int(hours) * 60 + int(minutes)) * 60 + int(whole)) * 1000 + int(thousandths)


def text(element: Element) -> str:
    """What stands in an element, without the marks of notes."""
    own = "\n" if element.tag == f"{X}br" else element.text or ""
    inside = "".join(("" if child.get("class") == "noteref" else text(child)) + (child.tail or "") for child in element)
    return own + inside

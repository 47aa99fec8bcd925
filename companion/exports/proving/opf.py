"""A package document: what is in a book, in which order it is read, and what is said about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from companion.exports.proving import times
from companion.exports.proving.fault import Fault, Refused
from companion.exports.proving.markup import Element, parsed
from companion.exports.proving.package import Files, resolved

_CONTAINER = "META-INF/container.xml"
_ADD = "add it to the package document"
_NEEDED = {  # EPUB Accessibility 1.1, 2.2 and 2.3
    "schema:accessMode": "accessMode",
    "schema:accessModeSufficient": "accessModeSufficient",
    "schema:accessibilityFeature": "accessibilityFeature",
    "schema:accessibilityHazard": "accessibilityHazard",
    "schema:accessibilitySummary": "accessibilitySummary",
    "dcterms:conformsTo": "conformsTo",
    "a11y:certifiedBy": "certifiedBy",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book, as the manifest has it."""

    path: str
    media: str
    properties: frozenset[str]
    overlay: str  # the id of its media overlay's item; empty for none


@dataclass(frozen=True, slots=True)
class Book:
    """A package document, read."""

    path: str
    items: Mapping[str, Item]  # by id
    spine: tuple[Item, ...]
    said: tuple[tuple[str, str, str], ...]  # property, what it refines ("" for the whole), value

    def values(self, name: str, refines: str | None = None) -> tuple[str, ...]:
        """What is said under that property: of the whole book, or of the item with that id."""
        wanted = "" if refines is None else f"#{refines}"
        return tuple(value for one, of, value in self.said if one == name and of == wanted)

    def at(self, path: str) -> Item | None:
        """The item of a file."""
        return next((item for item in self.items.values() if item.path == path), None)


def read(files: Files) -> Book:
    """Read it. Raises Refused when there is none."""
    root = parsed(files.read(_CONTAINER), _CONTAINER)
    path = next((one.get("full-path") for one in root.all("rootfile")), "")
    if path not in files.names:
        raise Refused(_CONTAINER, "names no package document that is there")
    package = parsed(files.read(path), path)
    items = {one.get("id"): _item(path, one) for one in package.all("item")}
    spine = tuple(items[one.get("idref")] for one in package.all("itemref") if one.get("idref") in items)
    return Book(path, items, spine, tuple(_said(package)))


def _item(path: str, one: Element) -> Item:
    media = "".join(one.get("media-type").split()).lower()
    return Item(resolved(path, one.get("href"))[0], media, one.tokens("properties"), one.get("media-overlay"))


def _said(package: Element) -> Iterator[tuple[str, str, str]]:
    for metadata in package.elements:
        if metadata.name != "metadata":
            continue
        for one in metadata.elements:
            if one.name == "meta" and one.get("property"):
                yield one.get("property"), one.get("refines"), one.text
            elif one.name == "meta":  # as EPUB 2 has it
                yield one.get("name"), "", one.get("content")
            elif one.name == "link":  # what is said elsewhere, such as a report of conformance
                for name in one.tokens("rel"):
                    yield name, one.get("refines"), one.get("href")
            else:
                yield one.name, one.get("refines"), one.text


def accessible(book: Book) -> Iterator[Fault]:
    """What whoever chooses a book must know, and is not told (EPUB Accessibility 1.1, 2)."""
    there = {name for name, _, value in book.said if value.strip()}  # certifiedBy refines what it certifies
    for name, short in _NEEDED.items():
        if name not in there:
            yield Fault(book.path, f"the accessibility metadata have no {short}", _ADD)
    features = {value.strip() for value in book.values("schema:accessibilityFeature")}
    if features and "synchronizedAudioText" not in features:
        yield Fault(book.path, "accessibilityFeature does not say synchronizedAudioText, though text lights up", _ADD)
    if not any(value.strip() for value in book.values("media:narrator")):
        yield Fault(book.path, "nobody is named as the narrator (media:narrator)", _ADD)


def durations(book: Book, lengths: Mapping[str, int]) -> Iterator[Fault]:
    """Lengths that are missing, or more than a second away from the clips' (EPUB 3.3, 9.3.2.2).

    `lengths` are the sums of the clips in µs, by the ids of the overlays' items.
    """
    whole = 0
    for name, length in lengths.items():
        said = _length(book, name)
        path = book.items[name].path
        if said is None:
            yield Fault(path, "its media:duration is missing, or no clock value", _ADD)
            whole += length
            continue
        whole += said
        if abs(said - length) > times.SECOND:
            clips = f"its clips last {times.told(length)}, its media:duration says {times.told(said)}"
            yield Fault(path, clips, "write the sum of the clips")
    said = _length(book, None)
    if said is None:
        yield Fault(book.path, "the book's media:duration is missing, or no clock value", _ADD)
    elif abs(said - whole) > times.SECOND:
        all_of_it = f"the book's media:duration says {times.told(said)}, those of its overlays {times.told(whole)}"
        yield Fault(book.path, all_of_it, "write their sum")


def _length(book: Book, item: str | None) -> int | None:
    found = book.values("media:duration", item)
    return times.smil(found[0]) if len(found) == 1 else None

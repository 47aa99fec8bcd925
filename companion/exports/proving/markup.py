"""XML of somebody else, read safely: no entities of its own, no bottomless nesting; every element knows its line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from companion.exports.proving.fault import Refused

DEEPEST = 250  # elements within each other
_PREFIXES = {
    "http://www.idpf.org/2007/ops": "epub:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://www.w3.org/1999/xlink": "xlink:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}


@dataclass(slots=True)
class Element:
    """An element; names are without their namespace, but for those of EPUB, XML, XLink and Dublin Core."""

    name: str
    attributes: dict[str, str]
    line: int
    inside: "list[Element | str]" = field(default_factory=list)

    @property
    def elements(self) -> "Iterator[Element]":
        """The elements directly in it."""
        return (one for one in self.inside if isinstance(one, Element))

    def all(self, *names: str) -> "Iterator[Element]":
        """Itself and the elements in it, in order, of these names; without names all of them."""
        if not names or self.name in names:
            yield self
        for one in self.elements:
            yield from one.all(*names)

    @property
    def text(self) -> str:
        """All of its text, each white space one blank."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for one in self.inside:
            if isinstance(one, str):
                yield one
            else:
                yield from one._texts()

    def get(self, name: str) -> str:
        """An attribute; empty when it is not there."""
        return self.attributes.get(name, "")

    def tokens(self, *names: str) -> frozenset[str]:
        """The words of these attributes."""
        return frozenset(word for name in names for word in self.get(name).split())


def parsed(data: bytes, where: str) -> Element:
    """The root. Raises Refused for what is no XML, or declares entities (they can unpack to anything)."""
    builder = _Builder(where)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as exc:
        raise Refused(f"{where}:{exc.lineno}", f"is no XML: {expat.ErrorString(exc.code)}") from exc
    except (LookupError, ValueError) as exc:
        raise Refused(where, "is no XML: its encoding is not known") from exc
    return builder.root.inside[0] if isinstance(builder.root.inside[0], Element) else builder.root


class _Builder:
    def __init__(self, where: str) -> None:
        self.where = where
        self.root = Element("", {}, 0)
        self.stack = [self.root]
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.refuse

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.stack) > DEEPEST:
            raise Refused(self.where, f"is nested more than {DEEPEST} deep")
        named = {_local(key): value for key, value in attributes.items()}
        element = Element(_local(name), named, self.parser.CurrentLineNumber)
        self.stack[-1].inside.append(element)
        self.stack.append(element)

    def end(self, _name: str) -> None:
        self.stack.pop()

    def characters(self, text: str) -> None:
        if len(self.stack) > 1:
            self.stack[-1].inside.append(text)

    def doctype(self, _name: str, _system: str | None, _public: str | None, inside: bool) -> None:
        if inside:
            self.refuse()

    def refuse(self, *_: object) -> None:
        raise Refused(self.where, "declares entities of its own (a DTD), which is not safe to read", "do not open it")


def _local(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return _PREFIXES.get(space, "") + local

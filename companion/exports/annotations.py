"""Annotations: the notes of a guide as Web Annotations, and as a set to be laid over its EPUB."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from companion.exports import epubnotes, narrated
from companion.exports.epub.naming import file_names
from companion.exports.epubnotes import iri
from companion.exports.made import Made, Request, put_folder
from companion.exports.strung import paragraphs
from companion.narration import clock
from companion.narration.document import Note, Section, Target, Timeline

_OURS = "companion-annotations.json"  # what tells a folder of ours from one that must not be replaced
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_MEDIA, _HTML = "http://www.w3.org/TR/media-frags/", "http://tools.ietf.org/rfc/rfc3236"  # Web Annotation, 4.2.1
_BETWEEN = "\n\n"  # two paragraphs of a section's text
_AROUND = 32  # code points shown before and behind what is quoted, at least
_WHICH = (
    "Positions are counted in code points of the section's text: its paragraphs, with two line feeds between them, "
    "as in the files in the folder text. Times are those of the section's sound."
)


def export(request: Request) -> Made:
    """Write a folder: the notes in both models, and the text that they count in.

    Raises GuideError, NarrationError or StoreError. `request.notes` says which EPUB the set is for.
    """
    timeline = narrated.one(request.workspace, request.guide, request.voice).timeline
    path = request.out or Path(f"{request.guide}-annotations")
    size = put_folder(files(timeline, request.notes), path, _OURS)
    request.progress(1)
    return Made(path, size)


def files(timeline: Timeline, notes: str = "end") -> dict[str, bytes | Path]:
    """Everything in the folder, by name."""
    guide = timeline["guide"]["id"]
    names = file_names(section["id"] for section in timeline["sections"])
    mark = {"format": "companion-annotations/1", "guide": guide}
    made = {
        f"{guide}.annotations.jsonld": _json(collection(timeline)),
        # "The file extension MUST be .annotation" (EPUB Annotations 1.0, draft of 2026-04).
        f"{guide}.annotation": _json(epubnotes.annotation_set(timeline, notes)),
        **{f"text/{name}.txt": text(section) for name, section in zip(names, timeline["sections"], strict=True)},
        _OURS: json.dumps(mark) + "\n",
    }
    return {name: content.encode("utf-8", "replace") for name, content in made.items()}


def text(section: Section) -> str:
    """What a section's positions are counted in."""
    return _BETWEEN.join(block["text"] for block in section["blocks"])


def collection(timeline: Timeline) -> dict[str, object]:
    """An AnnotationCollection with everything on its one page (Web Annotation Data Model, 5)."""
    guide = timeline["guide"]
    name = iri(guide["id"], "notes", "all")  # a section may be called "notes"
    items = list(_annotations(timeline))
    return {
        "@context": _CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"Notes on {guide['title']}",
        "dcterms:description": _WHICH,
        **({"creator": {"name": guide["author"]}} if guide.get("author") else {}),
        "total": len(items),
        "first": {"id": f"{name}:1", "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items},
    }


def _annotations(timeline: Timeline) -> Iterator[dict[str, object]]:
    """One for each note, and one for what it asks."""
    guide, own, places = timeline["guide"], paragraphs(timeline), _Places(timeline)
    for note in timeline["notes"]:
        words = _BETWEEN.join(block["text"] for block in own[note["id"]])
        said = [("commenting", words, note["id"])]
        said += [("questioning", note["prompt"], f"{note['id']}:prompt")] if note.get("prompt") else []
        for motivation, value, name in said:
            body = {"type": "TextualBody", "value": value, "format": "text/plain", "language": guide["language"]}
            yield {
                "id": iri(guide["id"], "note", *name.split(":")),
                "type": "Annotation",
                "motivation": motivation,
                "body": {**body, "purpose": motivation},
                "target": places.targets(note),
            }


class _Places:
    """Where things stand in their section's text, and how that is said."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.sections = {section["id"]: section for section in timeline["sections"]}
        self.texts = {name: text(section) for name, section in self.sections.items()}
        self.offsets: Mapping[str, int] = dict(self._offsets())
        self.blocks = {block["id"]: block for section in self.sections.values() for block in section["blocks"]}

    def _offsets(self) -> Iterator[tuple[str, int]]:
        for section in self.sections.values():
            at = 0
            for block in section["blocks"]:
                yield block["id"], at
                at += len(block["text"]) + len(_BETWEEN)

    def targets(self, note: Note) -> list[dict[str, object]]:
        return [self._target(target) for target in note["targets"]]

    def _target(self, target: Target) -> dict[str, object]:
        guide, section = self.timeline["guide"]["id"], self.sections[target["section"]]
        time = f"t=npt:{self._seconds(target['start'])},{self._seconds(target['end'])}"
        sound = iri(guide, self.timeline["voice"]["id"], section["audio"])
        selectors = [*self._written(target), *self._elements(target)]
        if target["end"] > target["start"]:
            selectors.insert(2, {"type": "FragmentSelector", "conformsTo": _MEDIA, "value": time})
        return {
            "type": "SpecificResource",
            "source": iri(guide, section["id"]),
            "selector": selectors,
            "dcterms:hasPart": [{"id": iri(guide, name)} for name in target["segments"]],
            **(
                {"dcterms:hasFormat": {"id": f"{sound}#{time}", "type": "Audio"}}
                if target["end"] > target["start"]
                else {}
            ),
        }

    def _written(self, target: Target) -> Iterator[dict[str, object]]:
        """What is quoted, with as much around it as tells it from the same words elsewhere in the section."""
        whole = self.texts[target["section"]]
        start, end = (self.offsets[target["block"]] + target[edge] for edge in ("from", "to"))
        around = _AROUND
        while around < len(whole) and whole.count(whole[max(0, start - around) : end + around]) > 1:
            around *= 2
        yield {
            "type": "TextQuoteSelector",
            "exact": whole[start:end],
            "prefix": whole[max(0, start - around) : start],
            "suffix": whole[end : end + around],
        }
        yield {"type": "TextPositionSelector", "start": start, "end": end}

    def _elements(self, target: Target) -> Iterator[dict[str, object]]:
        """The sentence that it is or lies in, else the paragraph, by the ids that pages give them."""
        block = self.blocks[target["block"]]
        sentences = {one["id"]: (one["from"], one["to"]) for one in block["segments"]}
        alone = len(target["segments"]) == 1 and target["segments"][0] in sentences
        name = target["segments"][0] if alone else block["id"]
        first, behind = sentences[name] if alone else (0, len(block["text"]))
        whole = (target["from"], target["to"]) == (first, behind)
        inside = {"type": "TextPositionSelector", "start": target["from"] - first, "end": target["to"] - first}
        yield {
            "type": "FragmentSelector",
            "conformsTo": _HTML,
            "value": name,
            **({} if whole else {"refinedBy": inside}),
        }

    def _seconds(self, sample: int) -> str:
        return clock.seconds(clock.milliseconds(sample, self.timeline["rate"]))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

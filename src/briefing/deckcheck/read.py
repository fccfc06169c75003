"""Read a deck for the checks: every slide with its shapes, and what its layout and master paint under them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from briefing.deckcheck.container import Container, read_container
from briefing.deckcheck.fills import background_fill
from briefing.deckcheck.ground import layers_of
from briefing.deckcheck.shapes import ShapeReader
from briefing.deckcheck.sources import Sources, sources_of
from briefing.deckcheck.view import DeckView, Layer, SlideView
from briefing.deckcheck.xmlvalues import NAMESPACES, RELATIONSHIP, is_on, local, number
from briefing.errors import FactError, Where

TITLE_PATH: Final = "{http://purl.org/dc/elements/1.1/}title"
COLORS_PATH: Final = "p:clrMapOvr/a:overrideClrMapping"
_USUAL_SIZE: Final = (12_192_000, 6_858_000)


def read_deck(path: Path) -> DeckView:
    """A .pptx or .potx with everything inherited resolved. Raises FactError where the file is none that can be read."""
    container = read_container(path)
    presentation = container.related("", "officeDocument")
    root = container.tree(presentation)
    if local(root) != "presentation":
        raise FactError("not a presentation", Where(str(path)), "check a .pptx or .potx file")
    size = root.find("p:sldSz", NAMESPACES)
    measures = zip(("cx", "cy"), _USUAL_SIZE, strict=True)
    width, height = (number(None if size is None else size.get(name), usual) for name, usual in measures)
    slides = tuple(_slides(container, presentation, root))
    properties = container.tree(container.related("", "core-properties"))
    title = (properties.findtext(TITLE_PATH) or "").strip()
    return DeckView(path, width, height, slides, container, presentation, title)


def _slides(container: Container, presentation: str, root: etree._Element) -> Iterator[SlideView]:
    reader = _SlideReader(container, presentation)
    for place, entry in enumerate(root.iterfind("p:sldIdLst/p:sldId", NAMESPACES), 1):
        part = container.target(presentation, entry.get(f"{RELATIONSHIP}id", ""))
        yield reader.slide(part, place, entry.get("id", ""))


@dataclass(frozen=True, slots=True)
class _SlideReader:
    """Reads slides; what comes from a layout is read once for all slides that have it."""

    container: Container
    presentation: str
    known: dict[str, tuple[Sources, tuple[Layer, ...]]] = field(default_factory=dict)

    def slide(self, part: str, place: int, id_: str) -> SlideView:
        tree = self.container.tree(part)
        sources, decor = self._inherited(part, tree)
        ground = Layer(None, background_fill((tree, sources.layout, sources.master), sources.paint))
        shown = decor if is_on(tree.get("showMasterSp"), True) else ()
        shapes = ShapeReader(self.container, sources, part).shapes(tree)
        return SlideView(place, part, id_, shapes, (ground, *shown))

    def _inherited(self, part: str, tree: etree._Element) -> tuple[Sources, tuple[Layer, ...]]:
        """What a slide inherits, and what its layout and master paint; with colours of its own it is on its own."""
        own = tree.find(COLORS_PATH, NAMESPACES) is not None
        key = part if own else self.container.related(part, "slideLayout")
        if key not in self.known:
            sources = sources_of(self.container, self.presentation, part)
            self.known[key] = sources, tuple(_decor(ShapeReader(self.container, sources, part), sources))
        return self.known[key]


def _decor(reader: ShapeReader, sources: Sources) -> Iterator[Layer]:
    """What the shapes of master and layout paint on a slide: all but their placeholders."""
    shown = [sources.master] if is_on(sources.layout.get("showMasterSp"), True) else []
    for source in (*shown, sources.layout):
        for shape in reader.shapes(source):
            if not shape.placeholder:
                yield from layers_of(shape)

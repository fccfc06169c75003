"""Every check by its code, and the deck that goes through all of them.

Codes are stable: D0 is for people, D1 for letters, D2 for places, D3 for the file. `docs/deck-checks.md` explains each.
"""

from __future__ import annotations

from collections.abc import Container as Container_
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lxml import etree

from briefing.check.deck import legible, listening, placing, soundness
from briefing.check.deck.container import RELATIONSHIP, Container, read_container
from briefing.check.deck.geometry import layers_of
from briefing.check.deck.shapes import ShapeReader
from briefing.check.deck.sources import Sources, sources_of
from briefing.check.deck.view import Check, DeckView, Finding, Layer, SlideView, findings
from briefing.errors import FactError, Where
from briefing.ooxml.elements import NS, is_on, local, number

# Read a deck for the checks: every slide with its shapes, and what its layout and master paint under them.

TITLE_PATH: Final = "{http://purl.org/dc/elements/1.1/}title"
COLORS_PATH: Final = "p:clrMapOvr/a:overrideClrMapping"
_USUAL_SIZE: Final = (12_192_000, 6_858_000)


def read_deck(path: Path, entries: Mapping[str, bytes] | None = None, only: Container_[int] | None = None) -> DeckView:
    """A .pptx or .potx with everything inherited resolved; of its parts where somebody has them already.

    `only` are the numbers of the slides that are asked for, where not all are. Raises FactError where the file is none
    that can be read.
    """
    container = read_container(path, entries)
    presentation = container.related("", "officeDocument")
    root = container.tree(presentation)
    if local(root) != "presentation":
        raise FactError("not a presentation", Where(str(path)), "check a .pptx or .potx file")
    size = root.find("p:sldSz", NS)
    measures = zip(("cx", "cy"), _USUAL_SIZE, strict=True)
    width, height = (number(None if size is None else size.get(name), usual) for name, usual in measures)
    slides = tuple(_slides(container, presentation, root, only))
    properties = container.tree(container.related("", "core-properties"))
    title = (properties.findtext(TITLE_PATH) or "").strip()
    return DeckView(path, width, height, slides, container, presentation, title)


def _slides(
    container: Container, presentation: str, root: etree._Element, only: Container_[int] | None
) -> Iterator[SlideView]:
    reader = _SlideReader(container, presentation)
    for place, entry in enumerate(root.iterfind("p:sldIdLst/p:sldId", NS), 1):
        if only is not None and place not in only:
            continue
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
        ground = Layer(None, sources.paint.background((tree, sources.layout, sources.master)))
        shown = decor if is_on(tree.get("showMasterSp"), True) else ()
        shapes = ShapeReader(self.container, sources, part).shapes(tree)
        return SlideView(place, part, id_, shapes, (ground, *shown))

    def _inherited(self, part: str, tree: etree._Element) -> tuple[Sources, tuple[Layer, ...]]:
        """What a slide inherits, and what its layout and master paint; with colours of its own it is on its own."""
        own = tree.find(COLORS_PATH, NS) is not None
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


_RESAVE: Final = "open the deck in PowerPoint, let it repair the file, and save it again"
_WRITER: Final = "mend the program that wrote the file, or open it in PowerPoint and save it again"

CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "D001": Check(
            "error",
            "slide without title",
            "choose a layout with a title and say the slide's message in it",
            listening.no_title,
        ),
        "D002": Check("error", "empty title", "write the slide's message into the title", listening.empty_title),
        "D003": Check(
            "error", "title used twice", "say in each title what is told on that slide alone", listening.title_twice
        ),
        "D004": Check(
            "error",
            "no alternative text",
            "write an alternative text that says what is seen, or mark it as decorative",
            listening.no_alternative,
        ),
        "D005": Check(
            "error",
            "file name as alternative text",
            "replace it by what the picture says, or mark the picture as decorative",
            listening.file_name,
        ),
        "D006": Check(
            "error", "title not read first", "move the title to the top of the reading order", listening.title_not_first
        ),
        "D007": Check(
            "advice",
            "reading order jumps",
            "order the shapes from top to bottom, or from left to right",
            listening.order_jumps,
        ),
        "D008": Check(
            "error", "table without header row", "switch on Header Row in the table's design", listening.no_header_row
        ),
        "D009": Check(
            "advice", "text without language", "set the proofing language of all text", listening.no_language
        ),
        "D010": Check("advice", "empty placeholder", "fill it or delete it", listening.empty_placeholder),
        "D011": Check(
            "advice", "file without title", "set the title in the file's properties", listening.no_file_title
        ),
        "D012": Check(
            "advice",
            "shape without meaning",
            "describe it in an alternative text, or mark it as decorative",
            listening.undescribed_shape,
        ),
        "D101": Check(
            "error", "too little contrast", "take a darker or a lighter colour for the text", legible.low_contrast
        ),
        "D102": Check(
            "advice",
            "contrast cannot be judged",
            "put a filled panel between the text and the picture",
            legible.unknown_contrast,
        ),
        "D103": Check(
            "error", "unreadable type size", "cut the text or split the slide, and enlarge it", legible.unreadable_size
        ),
        "D104": Check(
            "advice", "small type size", "cut the text or split the slide, and enlarge it", legible.small_size
        ),
        "D201": Check(
            "error", "over the edge of the slide", "move it onto the slide, or cut the text", placing.off_slide
        ),
        "D202": Check("error", "text on text", "move the shapes apart, or cut the text", placing.text_on_text),
        "D203": Check(
            "advice", "text boxes overlap", "make the boxes smaller or move them apart", placing.boxes_overlap
        ),
        "D204": Check("error", "text covered", "bring the text to the front, or move what covers it", placing.covered),
        "D205": Check(
            "error", "text does not fit", "cut the text, enlarge the box or take a smaller size", placing.does_not_fit
        ),
        "D206": Check(
            "error", "word torn", "widen the box, or take a smaller size or a shorter word", placing.word_torn
        ),
        "D207": Check(
            "advice", "text may not fit", "look at the slide, and leave the text more room", placing.may_not_fit
        ),
        "D301": Check("error", "part without content type", _RESAVE, soundness.no_content_type),
        "D302": Check("error", "content type without part", _RESAVE, soundness.stale_content_type),
        "D303": Check("error", "relationship to a missing part", _RESAVE, soundness.dangling),
        "D304": Check("error", "id without relationship", _RESAVE, soundness.unknown_id),
        "D305": Check("error", "part that nothing leads to", _RESAVE, soundness.orphan),
        "D306": Check("error", "part that is not XML", _RESAVE, soundness.malformed),
        "D307": Check("error", "relationship to a part of another sort", _RESAVE, soundness.wrong_type),
        "D308": Check("error", "relationship missing", _RESAVE, soundness.missing_link),
        "D309": Check(
            "advice",
            "content outside the file",
            "embed it: break the link in PowerPoint's file information",
            soundness.external,
        ),
        "D311": Check("error", "shape id used twice", _WRITER, soundness.shape_id_twice),
        "D312": Check(
            "advice", "shape name used twice", "give each shape a name of its own", soundness.shape_name_twice
        ),
        "D313": Check("error", "slide id unusable", _WRITER, soundness.slide_id),
        "D314": Check("error", "list of slides wrong", _WRITER, soundness.slide_list),
        "D315": Check("error", "text without paragraph", _WRITER, soundness.no_paragraph),
        "D316": Check("error", "notes master not listed", _WRITER, soundness.notes_master),
        "D317": Check("error", "sections and slides differ", _WRITER, soundness.sections),
        "D318": Check("error", "list of masters or layouts wrong", _WRITER, soundness.masters),
        "D319": Check(
            "error", "connector without end", "glue the connector again, or delete it", soundness.loose_connector
        ),
        "D320": Check("error", "uneven table", _WRITER, soundness.uneven_table),
        "D321": Check("error", "prefix that nothing declares", _WRITER, soundness.undeclared_prefix),
        "D322": Check(
            "error",
            "link to no other slide",
            "point the link at a slide of the deck, or remove it",
            soundness.slide_jump,
        ),
    }
)


def check_deck(path: Path) -> tuple[Finding, ...]:
    """All findings in a deck, slide by slide. Raises FactError where the file cannot be read as a presentation."""
    return findings(read_deck(path), CHECKS)

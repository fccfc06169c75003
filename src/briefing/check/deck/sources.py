"""What a slide's shapes inherit from: its layout, its master, the theme and the presentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lxml import etree

from briefing.check.deck.container import Container
from briefing.check.deck.text import TextSource
from briefing.ooxml.colors import Color, color_child, mapped_schemes, scheme_colors
from briefing.ooxml.elements import NS, first_attribute, first_child, is_on, local, number
from briefing.ooxml.fills import Fill, Paint, fill_child
from briefing.ooxml.inherit import FOOTERS, MasterText, placeholders_of, sort_of, theme_fonts

# Fills and text colours that a table style gives to a cell, by the cell's place in the table.

# PowerPoint knows its own styles without finding them in the file. "Medium Style 2", which is what a new table gets, by
# the scheme colour of its header: body cells are that colour's tints, and the text on the header is light and bold.
_MEDIUM_2: Final[Mapping[str, str]] = MappingProxyType(
    {
        "{073A0DAA-6AF3-43AB-8588-CEC1D06C72B9}": "dk1",
        "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}": "accent1",
        "{21E4AEA4-8DFA-4A89-87EB-49C32662AFE0}": "accent2",
        "{F5AB1C69-6EDB-4FF4-983F-18BD219EF322}": "accent3",
        "{00A15C55-8517-42AA-B614-E9B94910E393}": "accent4",
        "{7DF18680-E054-41AD-8BC1-D1AEF772440D}": "accent5",
        "{93296810-A885-4BE3-A3E7-6D5BEEA58F35}": "accent6",
    }
)
_PLAIN: Final = frozenset({"", "{2D5ABB26-0587-4C30-8999-92F81FD0307C}", "{5940675A-B579-460E-94D1-54222C63F5DA}"})
_BODY_TINT: Final = 20_000
_BAND_TINT: Final = 40_000


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What a style says of one cell; `known` is False where the style is nowhere to be found."""

    fill: Fill | None = None
    color: Color | None = None
    bold: bool | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class TableStyles:
    """The table styles of a presentation."""

    tree: etree._Element
    paint: Paint

    def cell(self, table: etree._Element, row: int, column: int, size: tuple[int, int]) -> CellStyle:
        """The style of a cell; row and column count from 0, `size` is how many there are."""
        properties = table.find("a:tblPr", NS)
        id_ = "" if properties is None else properties.findtext("a:tableStyleId", "", NS).strip()
        regions = tuple(_regions(properties, row, column, size))
        listed = next((each for each in self.tree.iterfind("a:tblStyle", NS) if each.get("styleId") == id_), None)
        if listed is not None:
            return self._listed(listed, regions)
        if id_ in _MEDIUM_2:
            return self._medium(_MEDIUM_2[id_], regions)
        return CellStyle(known=id_ in _PLAIN)

    def _listed(self, style: etree._Element, regions: tuple[str, ...]) -> CellStyle:
        parts = [part for name in regions if (part := style.find(f"a:{name}", NS)) is not None]
        texts = [text for part in parts if (text := part.find("a:tcTxStyle", NS)) is not None]
        colors = (self.paint.color(color_child(text)) for text in texts)
        own = (each for part in parts for each in part.iterfind("a:tcStyle/*", NS))
        fills = (self.paint.styled(each) if local(each) == "fillRef" else self._filled(each) for each in own)
        fill = next((fill for fill in fills if fill is not None), None)
        weight = first_attribute(texts, "b")
        return CellStyle(fill, next((color for color in colors if color), None), is_on(weight) if weight else None)

    def _filled(self, element: etree._Element) -> Fill | None:
        """The fill in a `fill` element; None in any other."""
        found = fill_child(element) if local(element) == "fill" else None
        return None if found is None else self.paint.fill(found)

    def _medium(self, accent: str, regions: tuple[str, ...]) -> CellStyle:
        strong = regions[0] not in {"band1H", "band1V", "wholeTbl"}
        if strong:
            return CellStyle(Fill((Color(self.paint.schemes.get(accent, "000000")),)), self.paint.named("lt1"), True)
        tint = _BAND_TINT if regions[0] != "wholeTbl" else _BODY_TINT
        element = etree.Element(f"{{{NS['a']}}}schemeClr", val=accent)
        etree.SubElement(element, f"{{{NS['a']}}}tint", val=str(tint))
        color = self.paint.color(element)
        return CellStyle(Fill((color,)) if color else None, self.paint.named("dk1"))


def _regions(properties: etree._Element | None, row: int, column: int, size: tuple[int, int]) -> Iterator[str]:
    """The parts of a style that a cell belongs to, the strongest first."""
    flags = {} if properties is None else {name: is_on(value) for name, value in properties.attrib.items()}
    first_row, first_column = flags.get("firstRow", False), flags.get("firstCol", False)
    if first_row and row == 0:
        yield "firstRow"
    if flags.get("lastRow") and row == size[0] - 1:
        yield "lastRow"
    if first_column and column == 0:
        yield "firstCol"
    if flags.get("lastCol") and column == size[1] - 1:
        yield "lastCol"
    if flags.get("bandRow") and (row - first_row) % 2 == 0:
        yield "band1H"
    if flags.get("bandCol") and (column - first_column) % 2 == 0:
        yield "band1V"
    yield "wholeTbl"


PLACEHOLDER: Final = "./*/p:nvPr/p:ph"
DEFAULT_STYLE: Final = "p:defaultTextStyle"


@dataclass(frozen=True, slots=True)
class Sources:
    """All that the shapes of one slide may inherit."""

    layout: etree._Element
    master: etree._Element
    paint: Paint
    fonts: Mapping[str, str]
    defaults: tuple[etree._Element, ...]  # the presentation's text style
    tables: TableStyles
    by_idx: Mapping[int, etree._Element]  # of the layout's placeholders
    by_sort: Mapping[str, etree._Element]  # of the layout's placeholders
    lent: MasterText

    def followed(self, ph: etree._Element | None) -> tuple[etree._Element, ...]:
        """The placeholders of layout and master that a placeholder follows, nearest first."""
        if ph is None:
            return ()
        type_ = ph.get("type", "obj")
        sort = sort_of(type_)
        of_layout = self.by_sort.get(sort) if sort in FOOTERS or sort == "title" else None
        if of_layout is None:
            of_layout = self.by_idx.get(number(ph.get("idx")))
        own = None if of_layout is None else of_layout.find(PLACEHOLDER, NS)
        return tuple(self.lent.chain(of_layout, type_ if own is None else own.get("type", "obj")))

    def text(self, body: etree._Element, ph: etree._Element | None, style: etree._Element | None) -> TextSource:
        """Where the text of a shape gets what it does not say; `style` is the shape's own p:style."""
        followed = self.followed(ph)
        color = None if style is None else style.find("a:fontRef/*", NS)
        return self._source(body, followed, ph, self.paint.color(color))

    def cell(self, body: etree._Element) -> TextSource:
        """The same for a table cell, before its table style says colour and weight."""
        return self._source(body, (), None, None)

    def _source(
        self, body: etree._Element, followed: tuple[etree._Element, ...], ph: etree._Element | None, color: Color | None
    ) -> TextSource:
        """The master's text style comes before the presentation's for a placeholder, and after it for other text."""
        bodies = [body, *(found for each in followed if (found := each.find("p:txBody", NS)) is not None)]
        lists = [found for each in bodies if (found := each.find("a:lstStyle", NS)) is not None]
        style = self.lent.style("" if ph is None else ph.get("type", "obj"))
        own = () if style is None else (style,)
        return TextSource(
            [found for each in bodies if (found := each.find("a:bodyPr", NS)) is not None],
            [*lists, *((*own, *self.defaults) if ph is not None else (*self.defaults, *own))],
            self.fonts,
            self.paint,
            color,
            own_styles=len(lists),
        )


def sources_of(container: Container, presentation: str, slide: str) -> Sources:
    """Everything that a slide inherits from, by way of its relationships."""
    layout_part = container.related(slide, "slideLayout")
    master_part = container.related(layout_part, "slideMaster") or container.related(presentation, "slideMaster")
    layout, master = container.tree(layout_part), container.tree(master_part)
    theme = container.tree(container.related(master_part, "theme"))
    paint = Paint.of(theme, mapped_schemes(scheme_colors(theme), _color_map(container.tree(slide), layout, master)))
    placeholders = list(placeholders_of(layout))[::-1]
    return Sources(
        layout,
        master,
        paint,
        theme_fonts(theme),
        tuple(container.tree(presentation).iterfind(DEFAULT_STYLE, NS)),
        TableStyles(container.tree(container.related(presentation, "tableStyles")), paint),
        {idx: shape for shape, _, idx in placeholders},
        {sort_of(type_): shape for shape, type_, _ in placeholders},
        MasterText.of(master),
    )


def _color_map(*trees: etree._Element) -> etree._Element | None:
    """The nearest override of slide and layout, else the master's map."""
    return first_child(trees, "p:clrMapOvr/a:overrideClrMapping", "p:clrMap")

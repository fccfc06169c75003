"""Fills and text colours that a table style gives to a cell, by the cell's place in the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lxml import etree

from briefing.deckcheck.color import Color, Fill, Palette, color_of
from briefing.deckcheck.xmlvalues import NAMESPACES, first_attribute, is_on

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
    palette: Palette

    def cell(self, table: etree._Element, row: int, column: int, size: tuple[int, int]) -> CellStyle:
        """The style of a cell; row and column count from 0, `size` is how many there are."""
        properties = table.find("a:tblPr", NAMESPACES)
        id_ = "" if properties is None else properties.findtext("a:tableStyleId", "", NAMESPACES).strip()
        regions = tuple(_regions(properties, row, column, size))
        listed = next(
            (each for each in self.tree.iterfind("a:tblStyle", NAMESPACES) if each.get("styleId") == id_), None
        )
        if listed is not None:
            return self._listed(listed, regions)
        if id_ in _MEDIUM_2:
            return self._medium(_MEDIUM_2[id_], regions)
        return CellStyle(known=id_ in _PLAIN)

    def _listed(self, style: etree._Element, regions: tuple[str, ...]) -> CellStyle:
        parts = [part for name in regions if (part := style.find(f"a:{name}", NAMESPACES)) is not None]
        texts = [text for part in parts if (text := part.find("a:tcTxStyle", NAMESPACES)) is not None]
        colors = (self.palette.color(found) for text in texts if (found := color_of(text)) is not None)
        fills = (fill for part in parts for fill in part.iterfind("a:tcStyle/a:fill/*", NAMESPACES))
        filled = (self.palette.color(color_of(fill)) for fill in fills)
        fill = next((Fill((color,)) for color in filled if color), None)
        weight = first_attribute(texts, "b")
        return CellStyle(fill, next((color for color in colors if color), None), is_on(weight) if weight else None)

    def _medium(self, accent: str, regions: tuple[str, ...]) -> CellStyle:
        strong = regions[0] not in {"band1H", "band1V", "wholeTbl"}
        if strong:
            return CellStyle(Fill((Color(self.palette.values.get(accent, "000000")),)), self._scheme("lt1"), True)
        tint = _BAND_TINT if regions[0] != "wholeTbl" else _BODY_TINT
        color = self._scheme(accent, tint)
        return CellStyle(Fill((color,)) if color else None, self._scheme("dk1"))

    def _scheme(self, name: str, tint: int = 0) -> Color | None:
        element = etree.Element(f"{{{NAMESPACES['a']}}}schemeClr", val=name)
        if tint:
            etree.SubElement(element, f"{{{NAMESPACES['a']}}}tint", val=str(tint))
        return self.palette.color(element)


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

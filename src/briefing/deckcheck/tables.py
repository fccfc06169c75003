"""Native tables: their cells where they stand, with text and fill as they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from lxml import etree

from briefing.deckcheck.fills import fill_element
from briefing.deckcheck.sources import Sources
from briefing.deckcheck.textread import read_text
from briefing.deckcheck.view import CellView, TableView
from briefing.deckcheck.xmlvalues import NAMESPACES, is_on, number
from briefing.render.pptx.boxes import Box, Insets

MARGINS = {"marL": 91_440, "marT": 45_720, "marR": 91_440, "marB": 45_720}  # where a cell says nothing


def read_table(table: etree._Element, box: Box, sources: Sources) -> TableView:
    """A table at a position; widths and heights are those of its grid."""
    rows = table.findall("a:tr", NAMESPACES)
    heights = tuple(number(row.get("h")) for row in rows)
    widths = [number(column.get("w")) for column in table.iterfind("a:tblGrid/a:gridCol", NAMESPACES)]
    tops, lefts = list(accumulate(heights, initial=box.y)), list(accumulate(widths, initial=box.x))
    properties = table.find("a:tblPr", NAMESPACES)
    cells = tuple(_cells(table, rows, lefts, tops, sources))
    return TableView(cells, properties is not None and is_on(properties.get("firstRow")), heights)


def _cells(
    table: etree._Element, rows: list[etree._Element], lefts: list[int], tops: list[int], sources: Sources
) -> Iterator[CellView]:
    size = len(rows), len(lefts) - 1
    for y, row in enumerate(rows):
        for x, cell in enumerate(row.findall("a:tc", NAMESPACES)[: size[1]]):
            if is_on(cell.get("hMerge")) or is_on(cell.get("vMerge")):
                continue
            right = lefts[min(x + max(number(cell.get("gridSpan"), 1), 1), size[1])]
            bottom = tops[min(y + max(number(cell.get("rowSpan"), 1), 1), size[0])]
            box = Box(lefts[x], tops[y], right - lefts[x], bottom - tops[y])
            if (found := _cell(table, cell, (y, x), size, box, sources)) is not None:
                yield found


def _cell(
    table: etree._Element,
    cell: etree._Element,
    place: tuple[int, int],
    size: tuple[int, int],
    box: Box,
    sources: Sources,
) -> CellView | None:
    body, properties = cell.find("a:txBody", NAMESPACES), cell.find("a:tcPr", NAMESPACES)
    if body is None:
        return None
    style = sources.tables.cell(table, *place, size)
    own = fill_element(properties)
    fill = style.fill if own is None else sources.paint.fill(own)
    text = read_text(body, replace(sources.cell(body), color=style.color, bold=style.bold))
    values = {} if properties is None else properties
    margins = Insets(*(number(values.get(name), default) for name, default in MARGINS.items()))
    text = replace(text, insets=margins, anchor=values.get("anchor", "t"), upright=values.get("vert", "horz") == "horz")
    return CellView(place[0] + 1, place[1] + 1, box, text, fill, style.known or own is not None)

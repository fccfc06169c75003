"""The shape tree of a slide as frozen shapes, from back to front, the members of groups among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from lxml import etree

from briefing.check.deck.color import Fill, Paint, color_of, fill_element, shape_fill
from briefing.check.deck.container import MC, NAMESPACES, RELATIONSHIP, Container, is_on, local, number
from briefing.check.deck.geometry import SLIDE, Grid, degrees, grid_of, read_box
from briefing.check.deck.sources import Sources
from briefing.check.deck.text import read_text
from briefing.check.deck.view import CellView, ChartView, ShapeView, TableView
from briefing.errors import FactError, Where
from briefing.ooxml.outlines import around_turned, outline
from briefing.page.boxes import Box, Insets

# Charts, as far as they are checked: the sizes of their texts, and the colours of what stands beside the plot.

DEFAULT_SIZE: Final = 10.0  # points, of chart text that nothing else sizes
# Data labels may stand on a bar; all else stands on what the chart stands on.
_ON_PLOT: Final = "dLbls"
_PROPERTIES: Final = frozenset({"defRPr", "rPr"})


def read_chart(tree: etree._Element, paint: Paint) -> ChartView:
    """A chart part."""
    shown = [run for run in _runs(tree) if _shows(run)]
    sizes = [number(run.get("sz")) / 100 for run in shown if run.get("sz")]
    if not tree.findall("c:txPr//a:defRPr[@sz]", NAMESPACES) and len(sizes) < len(shown):
        sizes.append(DEFAULT_SIZE)
    colors = (paint.palette.color(_fill(run)) for run in shown if not _is_on_plot(run))
    return ChartView(tuple(sorted(set(sizes))), tuple(dict.fromkeys(color for color in colors if color)))


def _runs(tree: etree._Element) -> Iterator[etree._Element]:
    return (each for each in tree.iter(f"{{{NAMESPACES['a']}}}*") if local(each) in _PROPERTIES)


def _shows(run: etree._Element) -> bool:
    """Whether any text is drawn with it: not that of an axis or a label that is taken away."""
    owners = (each for each in run.iterancestors() if each.find("c:delete", NAMESPACES) is not None)
    return not any(owner.find("c:delete", NAMESPACES).get("val", "1") in {"1", "true"} for owner in owners)


def _is_on_plot(run: etree._Element) -> bool:
    return any(local(each) == _ON_PLOT for each in run.iterancestors())


def _fill(run: etree._Element) -> etree._Element | None:
    fill = run.find("a:solidFill", NAMESPACES)
    return None if fill is None else color_of(fill)


# Native tables: their cells where they stand, with text and fill as they are shown.

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


MOST_SHAPES: Final = 5_000  # on one slide; comparing each with each must stay a matter of seconds
DECORATIVE: Final = ".//{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
PICTURE: Final = Fill(picture=True)
_KINDS: Final = {"sp": "shape", "pic": "picture", "cxnSp": "connector", "grpSp": "group", "graphicFrame": "object"}
_GRAPHICS: Final = {"table": "table", "chart": "chart", "chartex": "chart", "diagram": "diagram"}


@dataclass(frozen=True, slots=True)
class Group:
    """What the members of a group take from it."""

    id: str = ""
    grid: Grid = SLIDE
    fill: Fill | None = None


@dataclass(frozen=True, slots=True)
class ShapeReader:
    """Reads the shapes of one part."""

    container: Container
    sources: Sources
    part: str

    def shapes(self, tree: etree._Element) -> tuple[ShapeView, ...]:
        """All shapes of a slide, layout or master. Raises FactError where there are too many."""
        top = tree.find("p:cSld/p:spTree", NAMESPACES)
        found = () if top is None else tuple(self._members(top, Group()))
        if len(found) > MOST_SHAPES:
            message = f"has more than {MOST_SHAPES:,} shapes"
            raise FactError(message, Where(self.part), "draw it with fewer shapes, or as a picture")
        return found

    def _members(self, parent: etree._Element, group: Group) -> Iterator[ShapeView]:
        for element in _children(parent):
            shape = self._shape(element, group)
            yield shape
            if shape.kind == "group":
                properties = element.find("p:grpSpPr", NAMESPACES)
                xfrm = None if properties is None else properties.find("a:xfrm", NAMESPACES)
                own = fill_element(properties)
                fill = group.fill if own is None else self.sources.paint.fill(own, group=group.fill)
                yield from self._members(element, Group(shape.id, grid_of(xfrm, group.grid), fill))

    def _shape(self, element: etree._Element, group: Group) -> ShapeView:
        ph = element.find("./*/p:nvPr/p:ph", NAMESPACES)
        followed = self.sources.followed(ph)
        head = element.find("./*/p:cNvPr", NAMESPACES)
        head = {} if head is None else head
        xfrm = next((found for each in (element, *followed) if (found := _xfrm(each)) is not None), None)
        box = read_box(xfrm)
        shape = ShapeView(
            head.get("id", ""),
            head.get("name", ""),
            _KINDS[local(element)],
            None if box is None else group.grid.place(box),
            "" if ph is None else ph.get("type", "obj"),
            *_geometry(element, followed),
            degrees(xfrm),
            (head.get("descr") or head.get("title") or "").strip(),
            _is_decorative(head),
            is_on(head.get("hidden")),
            group=group.id,
        )
        return _CONTENT[local(element)](self, element, shape, group)

    def _auto_shape(self, element: etree._Element, shape: ShapeView, group: Group) -> ShapeView:
        ph = element.find("./*/p:nvPr/p:ph", NAMESPACES)
        fill = shape_fill((element, *self.sources.followed(ph)), self.sources.paint, group.fill)
        body = element.find("p:txBody", NAMESPACES)
        text = None
        if body is not None:
            text = read_text(body, self.sources.text(body, ph, element.find("p:style", NAMESPACES)))
        if fill and fill.gradient and (shape.turned or _is_mirrored(element)):
            fill = replace(fill, gradient=None)
        return replace(shape, fill=fill, text=text, filled=_filled(element, shape) if fill and ph is None else ())

    def _picture(self, element: etree._Element, shape: ShapeView, group: Group) -> ShapeView:
        media = [element.find(f"p:nvPicPr/p:nvPr/a:{each}", NAMESPACES) for each in ("videoFile", "audioFile")]
        return replace(shape, kind="media" if any(each is not None for each in media) else "picture", fill=PICTURE)

    def _frame(self, element: etree._Element, shape: ShapeView, group: Group) -> ShapeView:
        data = element.find("a:graphic/a:graphicData", NAMESPACES)
        kind = _GRAPHICS.get("" if data is None else data.get("uri", "").rpartition("/")[2], "object")
        shape = replace(shape, kind=kind)
        if data is None or shape.box is None:
            return shape
        table, chart = data.find("a:tbl", NAMESPACES), data.find("c:chart", NAMESPACES)
        if table is not None:
            return replace(shape, table=read_table(table, shape.box, self.sources))
        if chart is not None:
            part = self.container.target(self.part, chart.get(f"{RELATIONSHIP}id", ""))
            return replace(shape, chart=read_chart(self.container.tree(part), self.sources.paint))
        return shape

    def _connector(self, element: etree._Element, shape: ShapeView, group: Group) -> ShapeView:
        ends = (element.find(f"p:nvCxnSpPr/p:cNvCxnSpPr/a:{end}", NAMESPACES) for end in ("stCxn", "endCxn"))
        return replace(shape, glued=tuple(end.get("id", "") for end in ends if end is not None))

    def _group(self, element: etree._Element, shape: ShapeView, group: Group) -> ShapeView:
        return shape


_CONTENT: Final = {
    "sp": ShapeReader._auto_shape,
    "pic": ShapeReader._picture,
    "graphicFrame": ShapeReader._frame,
    "cxnSp": ShapeReader._connector,
    "grpSp": ShapeReader._group,
}


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """The shapes of a tree or group; of alternatives the first, which is what today's PowerPoint shows."""
    for child in parent:
        if child.tag == f"{{{MC}}}AlternateContent":
            choice = child.find("mc:Choice", NAMESPACES)
            yield from () if choice is None else _children(choice)
        elif local(child) in _KINDS:
            yield child


def _xfrm(shape: etree._Element) -> etree._Element | None:
    for path in ("p:spPr/a:xfrm", "p:xfrm", "p:grpSpPr/a:xfrm"):
        if (found := shape.find(path, NAMESPACES)) is not None:
            return found
    return None


def _geometry(element: etree._Element, followed: tuple[etree._Element, ...]) -> tuple[str, Mapping[str, int]]:
    for each in (element, *followed):
        if (preset := each.find("p:spPr/a:prstGeom", NAMESPACES)) is not None:
            guides = preset.iterfind("a:avLst/a:gd", NAMESPACES)
            adjust = {guide.get("name", ""): number(guide.get("fmla", "").removeprefix("val ")) for guide in guides}
            return preset.get("prst", ""), adjust
        if each.find("p:spPr/a:custGeom", NAMESPACES) is not None:
            return "", {}
    return ("rect" if followed or local(element) == "pic" else ""), {}


def _is_mirrored(element: etree._Element) -> bool:
    frame = _xfrm(element)
    return frame is not None and any(is_on(frame.get(each)) for each in ("flipH", "flipV"))


def _filled(element: etree._Element, shape: ShapeView) -> tuple[Box, ...]:
    """The parts of its box that a shape fills that is no rectangle; an oval is known as it is."""
    if shape.box is None or shape.geometry in {"rect", "ellipse"}:
        return ()
    box = around_turned(shape.box, shape.turned)
    return outline(element, box, shape.box.w, shape.box.h).filled


def _is_decorative(head: etree._Element) -> bool:
    if not isinstance(head, etree._Element):
        return False
    return any(is_on(each.get("val")) for each in head.iterfind(DECORATIVE))

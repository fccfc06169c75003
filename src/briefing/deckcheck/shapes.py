"""The shape tree of a slide as frozen shapes, from back to front, the members of groups among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from briefing.deckcheck.charts import read_chart
from briefing.deckcheck.color import Fill
from briefing.deckcheck.container import Container
from briefing.deckcheck.fills import fill_element, shape_fill
from briefing.deckcheck.geometry import SLIDE, Grid, degrees, grid_of, read_box
from briefing.deckcheck.sources import Sources
from briefing.deckcheck.tables import read_table
from briefing.deckcheck.textread import read_text
from briefing.deckcheck.view import ShapeView
from briefing.deckcheck.xmlvalues import MC, NAMESPACES, RELATIONSHIP, is_on, local, number
from briefing.errors import FactError, Where
from briefing.render.pptx.boxes import Box
from briefing.render.pptx.outlines import around_turned, outline

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

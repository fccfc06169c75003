"""Placed boxes as DrawingML: one function a box, each giving the text of one element of a slide's shape tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from briefing.formats.pptx.textbody import Pen, is_empty, table_graphic, text_body
from briefing.ooxml.xmltext import attribute
from briefing.page.boxes import Box, ChartBox, IconBox, LineBox, Placed, PlaceholderBox, ShapeBox, TableBox, points
from briefing.page.look import SlideLayout

SLIDE_JUMP: Final = "ppaction://hlinksldjump"
CHART_URI: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
GRID: Final = 24  # of an icon
FINE: Final = 1_000  # path units to one step of the grid, so that strokes may have decimals
_ICON_COMMANDS: Final[Mapping[str, str]] = MappingProxyType({"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"})
# Presets whose connection sites are not top, left, bottom, right; the drawing standard counts them anticlockwise.
_SITES: Final[Mapping[str, tuple[int, int, int, int]]] = MappingProxyType(
    {"ellipse": (0, 2, 4, 6), "donut": (0, 2, 4, 6), "hexagon": (4, 3, 1, 0), "octagon": (6, 4, 2, 0)}
)
_DECORATIVE: Final = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def draw(box: Placed, name: str, pen: Pen, layout: SlideLayout) -> str:
    """One box as XML; an empty placeholder is nothing. `name` is unique on the slide."""
    if isinstance(box, PlaceholderBox):
        return _placeholder(box, name, pen, layout)
    return _DRAW[type(box)](box, name, pen)


def position(box: Box, tag: str = "a:xfrm", flip: str = "") -> str:
    """Where a shape stands."""
    return f'<{tag}{flip}><a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.w}" cy="{box.h}"/></{tag}>'


def identity(name: str, pen: Pen, alt: str = "", decorative: bool = False, link: str = "") -> str:
    """The id, name and alternative text of a shape, and the slide that a click on it leads to."""
    described = f' descr="{attribute(alt)}"' if alt else ""
    extension = _DECORATIVE if decorative else ""
    if link in pen.links:
        extension = f'<a:hlinkClick r:id="{pen.links[link]}" action="{SLIDE_JUMP}"/>{extension}'
    return f'<p:cNvPr id="{pen.ids[name]}" name="{attribute(name)}"{described}>{extension}</p:cNvPr>'


def outline(color: str, weight: float, pen: Pen, rest: str = "", cap: str = "") -> str:
    """An outline of `weight` points; none for an empty colour."""
    if not color:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{points(weight)}"{cap}>{pen.fill(color)}{rest}</a:ln>'


def _placeholder(box: PlaceholderBox, name: str, pen: Pen, layout: SlideLayout) -> str:
    if is_empty(box.frame):
        return ""
    own = layout.holder(box.type, box.idx)
    type_, style = (own.type, own.style) if own else (box.type, None)
    typed = "" if type_ == "obj" else f' type="{type_}"'
    numbered = f' idx="{box.idx}"' if box.idx else ""
    head = (
        f'{identity(name, pen)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{typed}{numbered}/></p:nvPr>'
    )
    place = position(box.box) if box.box else ""
    return f"<p:sp><p:nvSpPr>{head}</p:nvSpPr><p:spPr>{place}</p:spPr>{text_body(box.frame, pen, style)}</p:sp>"


def _shape(box: ShapeBox, name: str, pen: Pen) -> str:
    written = box.frame is not None and not is_empty(box.frame)
    text_box = ' txBox="1"' if written and box.geometry == "rect" and not (box.fill or box.outline) else ""
    head = f"{identity(name, pen, box.alt, not (box.alt or written), box.link)}<p:cNvSpPr{text_box}/><p:nvPr/>"
    guides = "".join(f'<a:gd name="{guide}" fmla="val {value}"/>' for guide, value in box.adjust)
    shape = f'<a:prstGeom prst="{box.geometry}"><a:avLst>{guides}</a:avLst></a:prstGeom>'
    look = f"{position(box.box)}{shape}{pen.fill(box.fill, box.opacity)}{outline(box.outline, box.weight, pen)}"
    text = text_body(box.frame, pen) if box.frame is not None else ""
    return f"<p:sp><p:nvSpPr>{head}</p:nvSpPr><p:spPr>{look}</p:spPr>{text}</p:sp>"


def _icon(box: IconBox, name: str, pen: Pen) -> str:
    steps = "".join(_icon_step(command, numbers) for command, numbers in box.strokes)
    size = GRID * FINE
    path = f'<a:pathLst><a:path w="{size}" h="{size}" fill="none">{steps}</a:path></a:pathLst>'
    area = '<a:rect l="0" t="0" r="r" b="b"/>'
    shape = f"<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>{area}{path}</a:custGeom>"
    line = outline(box.color, box.weight, pen, "<a:round/>", ' cap="rnd"')
    head = f"{identity(name, pen, box.alt, not box.alt)}<p:cNvSpPr/><p:nvPr/>"
    return f"<p:sp><p:nvSpPr>{head}</p:nvSpPr><p:spPr>{position(box.box)}{shape}<a:noFill/>{line}</p:spPr></p:sp>"


def _icon_step(command: str, numbers: tuple[float, ...]) -> str:
    if command == "Z":
        return "<a:close/>"
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    stops = "".join(f'<a:pt x="{round(x * FINE)}" y="{round(y * FINE)}"/>' for x, y in pairs)
    return f"<a:{_ICON_COMMANDS[command]}>{stops}</a:{_ICON_COMMANDS[command]}>"


def _line(box: LineBox, name: str, pen: Pen) -> str:
    glue = _glued("a:stCxn", box.start, pen) + _glued("a:endCxn", box.end, pen)
    head = f"{identity(name, pen, box.alt, not box.alt)}<p:cNvCxnSpPr>{glue}</p:cNvCxnSpPr><p:nvPr/>"
    flip = (' flipH="1"' if box.x2 < box.x1 else "") + (' flipV="1"' if box.y2 < box.y1 else "")
    area = Box(min(box.x1, box.x2), min(box.y1, box.y2), abs(box.x2 - box.x1), abs(box.y2 - box.y1))
    arrows = ('<a:headEnd type="triangle"/>' if box.arrows == "both" else "") + (
        '<a:tailEnd type="triangle"/>' if box.arrows else ""
    )
    shape = '<a:prstGeom prst="straightConnector1"><a:avLst/></a:prstGeom>'
    look = f"{position(area, flip=flip)}{shape}{outline(box.color, box.weight, pen, arrows)}"
    return f"<p:cxnSp><p:nvCxnSpPr>{head}</p:nvCxnSpPr><p:spPr>{look}</p:spPr></p:cxnSp>"


def _glued(tag: str, end: tuple[str, int] | None, pen: Pen) -> str:
    if end is None or end[0] not in pen.ids:
        return ""
    name, side = end
    site = _SITES.get(pen.geometries.get(name, ""), (0, 1, 2, 3))[side]
    return f'<{tag} id="{pen.ids[name]}" idx="{site}"/>'


def _table(box: TableBox, name: str, pen: Pen) -> str:
    lock = '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
    head = f"{identity(name, pen, box.alt)}{lock}<p:nvPr/>"
    place = position(box.box, "p:xfrm")
    graphic = table_graphic(box, pen)
    return f"<p:graphicFrame><p:nvGraphicFramePr>{head}</p:nvGraphicFramePr>{place}{graphic}</p:graphicFrame>"


def _chart(box: ChartBox, name: str, pen: Pen) -> str:
    """The frame of a chart, which is a part of its own."""
    lock = '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
    head = f"{identity(name, pen, box.alt)}{lock}<p:nvPr/>"
    place = position(box.box, "p:xfrm")
    chart = f'<c:chart xmlns:c="{CHART_URI}" r:id="{pen.charts[name]}"/>'
    graphic = f'<a:graphic><a:graphicData uri="{CHART_URI}">{chart}</a:graphicData></a:graphic>'
    return f"<p:graphicFrame><p:nvGraphicFramePr>{head}</p:nvGraphicFramePr>{place}{graphic}</p:graphicFrame>"


_DRAW: Final[Mapping[type[Any], Callable[[Any, str, Pen], str]]] = MappingProxyType(
    {ShapeBox: _shape, IconBox: _icon, LineBox: _line, TableBox: _table, ChartBox: _chart}
)

"""What a placeholder inherits: position, anchor and text style, from its slide layout up to the slide master."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from briefing.render.pptx.boxes import Anchor, Box, Insets
from briefing.render.pptx.look import TextStyle
from briefing.render.pptx.roles import SCHEME_COLORS

NS: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
MASTER_SORT: Final = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}  # of a layout's → of the master's
TEXT_STYLES: Final = {"title": "titleStyle", "body": "bodyStyle"}  # of the master's sort; else otherStyle
ROLE_OF: Final = {scheme: role for role, scheme in SCHEME_COLORS.items()}
# What DrawingML says where a file says nothing: 0.1 in at the sides, 0.05 in above and below, 18 pt.
DEFAULT_INSETS: Final = {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720}
DEFAULT_SIZE: Final = 1_800
ANCHORS: Final[dict[str, Anchor]] = {"t": "t", "ctr": "ctr", "b": "b"}


def placeholders_of(tree: etree._Element) -> Iterator[tuple[etree._Element, str, int]]:
    """The placeholders of a layout or master in their order: shape, type, idx. One without a type holds any object."""
    for ph in tree.iterfind("p:cSld/p:spTree/*/*/p:nvPr/p:ph", NS):
        yield ph.getparent().getparent().getparent(), ph.get("type", "obj"), int(ph.get("idx", "0"))


def box_of(shape: etree._Element) -> Box | None:
    """The shape's own position, if it gives one."""
    off, ext = shape.find("p:spPr/a:xfrm/a:off", NS), shape.find("p:spPr/a:xfrm/a:ext", NS)
    if off is None or ext is None:
        return None
    return Box(int(off.attrib["x"]), int(off.attrib["y"]), int(ext.attrib["cx"]), int(ext.attrib["cy"]))


@dataclass(frozen=True, slots=True)
class MasterText:
    """What the slide master lends to the placeholders of its layouts, by sort: `title`, `body`, `dt` …."""

    shapes: Mapping[str, etree._Element]
    levels: Mapping[str, etree._Element]  # level 1 of the text style
    other: etree._Element | None

    @classmethod
    def of(cls, master: etree._Element) -> MasterText:
        """Read the slide master once, for all layouts."""
        shapes = {type_: shape for shape, type_, _ in placeholders_of(master)}
        found = {sort: master.find(f"p:txStyles/p:{style}/a:lvl1pPr", NS) for sort, style in TEXT_STYLES.items()}
        levels = {sort: level for sort, level in found.items() if level is not None}
        return cls(shapes, levels, master.find("p:txStyles/p:otherStyle/a:lvl1pPr", NS))


def resolve(shape: etree._Element, type_: str, master: MasterText) -> tuple[Box, TextStyle]:
    """Position and level 1 look of a layout's placeholder; without a position anywhere it has no size."""
    sort = MASTER_SORT.get(type_, type_)
    shapes = [each for each in (shape, master.shapes.get(sort)) if each is not None]
    bodies = [body for each in shapes if (body := each.find("p:txBody/a:bodyPr", NS)) is not None]
    levels = [level for each in shapes if (level := each.find("p:txBody/a:lstStyle/a:lvl1pPr", NS)) is not None]
    last = master.levels.get(sort, master.other)
    box = next((box for box in map(box_of, shapes) if box), Box(0, 0, 0, 0))
    return box, _style(bodies, levels if last is None else [*levels, last])


def _style(bodies: list[etree._Element], levels: list[etree._Element]) -> TextStyle:
    runs = [run for level in levels if (run := level.find("a:defRPr", NS)) is not None]
    left, top, right, bottom = (int(_first(bodies, name) or default) for name, default in DEFAULT_INSETS.items())
    return TextStyle(
        size=int(_first(runs, "sz") or DEFAULT_SIZE) / 100,
        color=ROLE_OF.get(_nearest(runs, "a:solidFill/a:schemeClr"), ""),
        bold=_first(runs, "b") in {"1", "true"},
        anchor=ANCHORS.get(_first(bodies, "anchor"), "t"),
        insets=Insets(left, top, right, bottom),
        line=int(_nearest(levels, "a:lnSpc/a:spcPct") or 100_000) / 100_000,
        after=int(_nearest(levels, "a:spcAft/a:spcPts") or 0) / 100,
        bullet=_bullet(levels),
        indent=-int(_first(levels, "indent") or 0),
    )


def _bullet(levels: list[etree._Element]) -> str:
    for level in levels:
        if level.find("a:buNone", NS) is not None:
            return ""
        if (bullet := level.find("a:buChar", NS)) is not None:
            return str(bullet.get("char", ""))
    return ""


def _first(elements: list[etree._Element], name: str) -> str:
    """The first value that any of the elements gives to an attribute, else ""."""
    return next((str(each.get(name)) for each in elements if each.get(name) is not None), "")


def _nearest(elements: list[etree._Element], path: str) -> str:
    """The `val` of the first child found at `path` under any of the elements, else ""."""
    return next((str(child.get("val", "")) for each in elements if (child := each.find(path, NS)) is not None), "")

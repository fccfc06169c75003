"""What a placeholder inherits: position, anchor and text style, from its slide layout up to the slide master."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree
from msgspec import Struct

from briefing.page.boxes import Align, Anchor, Box, Insets
from briefing.page.look import TextStyle

# SCHEME_COLORS.

# Roles of the palette → names that DrawingML resolves through the slide master's colour map, so that a deck follows
# its theme when somebody changes the colours in PowerPoint.
SCHEME_COLORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ink": "tx1",
        "paper": "bg1",
        "muted": "tx2",
        "surface": "bg2",
        "accent": "accent1",
        "second": "accent2",
        "positive": "accent3",
        "negative": "accent4",
        "accent-soft": "accent5",
        "line": "accent6",
    }
)


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
FULL_TURN: Final = 360 * 60_000
LEVEL: Final = 60_000  # a turn by a degree is a slip of the hand
ANCHORS: Final[dict[str, Anchor]] = {"t": "t", "ctr": "ctr", "b": "b"}
ALIGNMENTS: Final[dict[str, Align]] = {"l": "l", "ctr": "ctr", "r": "r"}
# Attribute → the values that are as plain as none, and what to write against any other.
PLAIN_RUN: Final = {"cap": (("", "none"), ' cap="none"'), "spc": (("", "0"), ' spc="0"')}
PLAIN_BODY: Final = {
    "numCol": (("", "1"), ' numCol="1"'),
    "anchorCtr": (("", "0", "false"), ' anchorCtr="0"'),
    "vert": (("", "horz"), ' vert="horz"'),
}


def placeholders_of(tree: etree._Element) -> Iterator[tuple[etree._Element, str, int]]:
    """The placeholders of a layout or master in their order: shape, type, idx. One without a type holds any object."""
    for ph in tree.iterfind("p:cSld/p:spTree/*/*/p:nvPr/p:ph", NS):
        yield ph.getparent().getparent().getparent(), ph.get("type", "obj"), int(ph.get("idx", "0"))


def box_of(shape: etree._Element) -> Box | None:
    """The shape's own position, if it gives one."""
    off, ext = shape.find("p:spPr/a:xfrm/a:off", NS), shape.find("p:spPr/a:xfrm/a:ext", NS)
    if off is None or ext is None:
        return None
    return Box(emu(off, "x"), emu(off, "y"), emu(ext, "cx"), emu(ext, "cy"))


def is_turned(shape: etree._Element, type_: str, master: MasterText) -> bool:
    """Whether the text of a placeholder runs up, down or aslant: the shape is turned, or the text in it."""
    shapes = [each for each in (shape, master.shapes.get(MASTER_SORT.get(type_, type_))) if each is not None]
    bodies = [body for each in shapes if (body := each.find("p:txBody/a:bodyPr", NS)) is not None]
    frames = [each.find("p:spPr/a:xfrm", NS) for each in shapes if box_of(each)][:1]
    angles = [_first(bodies, "rot"), *(frame.get("rot", "") for frame in frames if frame is not None)]
    turned = any(LEVEL < int(angle or 0) % FULL_TURN < FULL_TURN - LEVEL for angle in angles)
    return turned or _first(bodies, "vert") not in ("", "horz")


def emu(element: etree._Element, name: str) -> int:
    """A length in EMU; some programs write fractions of one."""
    value = element.attrib[name]
    return int(value) if value.lstrip("-").isdigit() else round(float(value))


def typeface(shape: etree._Element | None, type_: str, master: MasterText) -> str:
    """The Latin typeface of level 1 as the file names it, `+mj-lt` and `+mn-lt` for those of the theme; else ""."""
    sort = MASTER_SORT.get(type_, type_)
    shapes = [each for each in (shape, master.shapes.get(sort)) if each is not None]
    levels = [each.find("p:txBody/a:lstStyle/a:lvl1pPr", NS) for each in shapes] + [master.levels.get(sort)]
    found = (level.find("a:defRPr/a:latin", NS) for level in levels if level is not None)
    return next((latin.get("typeface", "") for latin in found if latin is not None), "")


class MasterText(Struct, frozen=True):
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
    exact = any(level.find("a:lnSpc/a:spcPts", NS) is not None for level in levels[:1])
    return TextStyle(
        size=int(_first(runs, "sz") or DEFAULT_SIZE) / 100,
        color=ROLE_OF.get(_nearest(runs, "a:solidFill/a:schemeClr"), ""),
        bold=_first(runs, "b") in {"1", "true"},
        anchor=ANCHORS.get(_first(bodies, "anchor"), "t"),
        insets=Insets(left, top, right, bottom),
        line=0 if exact else int(_nearest(levels, "a:lnSpc/a:spcPct") or 100_000) / 100_000,
        after=int(_nearest(levels, "a:spcAft/a:spcPts") or 0) / 100,
        bullet=_bullet(levels),
        indent=_indent(levels),
        align=ALIGNMENTS.get(_first(levels, "algn"), "l"),
        before=_before(levels),
        plain_run="".join(text for name, (plain, text) in PLAIN_RUN.items() if _first(runs, name) not in plain),
        plain_body="".join(text for name, (plain, text) in PLAIN_BODY.items() if _first(bodies, name) not in plain),
    )


def _before(levels: list[etree._Element]) -> bool:
    spaces = (space for level in levels for space in level.iterfind("a:spcBef/*", NS))
    return next((space.get("val") != "0" for space in spaces), False)


def _indent(levels: list[etree._Element]) -> int:
    """How far a bullet hangs; -1, which is nobody's, where the text is moved in another way."""
    margin, hanging = int(_first(levels, "marL") or 0), -int(_first(levels, "indent") or 0)
    return hanging if margin == hanging else -1


def _bullet(levels: list[etree._Element]) -> str:
    """The bullet of level 1; one that is a number or a picture counts as a bullet that nobody wants."""
    for level in levels:
        if level.find("a:buNone", NS) is not None:
            return ""
        if level.find("a:buAutoNum", NS) is not None or level.find("a:buBlip", NS) is not None:
            return "?"
        if (bullet := level.find("a:buChar", NS)) is not None:
            return str(bullet.get("char", ""))
    return ""


def _first(elements: list[etree._Element], name: str) -> str:
    """The first value that any of the elements gives to an attribute, else ""."""
    return next((str(each.get(name)) for each in elements if each.get(name) is not None), "")


def _nearest(elements: list[etree._Element], path: str) -> str:
    """The `val` of the first child found at `path` under any of the elements, else ""."""
    return next((str(child.get("val", "")) for each in elements if (child := each.find(path, NS)) is not None), "")

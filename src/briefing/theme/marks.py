"""What a slide master or layout draws besides its placeholders: logos, bars, panels, pictures; each with its box.

Groups are taken apart, so that a logo in one corner and a bar in another do not count as one thing over everything
between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from briefing.ooxml.colors import BUSY, Fill, Ground, fill_element, fill_of
from briefing.ooxml.colors import share_of as _share
from briefing.ooxml.inherit import NS, emu
from briefing.ooxml.outlines import Outline, around_turned, outline
from briefing.page.boxes import Box, inches, points
from briefing.page.look import area, meeting

# Where the letters of a template's own text stand: a short line in a wide box is in the way of little.

USUAL: Final = 18.0  # points of a text box that says no size
LARGEST: Final = 20.0  # of a line that belongs to the slide's frame; larger ones are watermarks and slogans
WIDE: Final = 0.7  # of the type size, of a letter; more than any but capitals need on the average
LINE_HEIGHT: Final = 1.3  # of the type size, of a line
FOOT_LINES: Final = 2  # a box that is higher is no line at the foot of a slide
INSET: Final = 91_440  # EMU at the sides, where none is said
ACROSS: Final = {"l": 0.0, "just": 0.0, "ctr": 0.5, "r": 1.0}
DOWN: Final = {"t": 0.0, "ctr": 0.5, "b": 1.0}


def letters(shape: etree._Element, box: Box, frame: etree._Element | None) -> Box:
    """The part of a text box that its letters take; all of it, where they stand on several lines or are turned."""
    body = shape.find("p:txBody", NS)
    paragraphs = [] if body is None else [each for each in body.iterfind("a:p", NS) if "".join(each.itertext()).strip()]
    settings = None if body is None else body.find("a:bodyPr", NS)
    if len(paragraphs) != 1 or paragraphs[0].find("a:br", NS) is not None or _is_turned(frame, settings):
        return box
    size = _size(shape)
    if size > LARGEST or box.h > points(FOOT_LINES * size * LINE_HEIGHT) + INSET:
        return box
    wide = points(len("".join(paragraphs[0].itertext()).strip()) * size * WIDE) + 2 * INSET
    if wide >= box.w:
        return box
    high = min(box.h, points(size * LINE_HEIGHT) + INSET)
    aligned = [each.get("algn") for each in body.iterfind(".//*[@algn]")]
    across = ACROSS.get(aligned[-1] if aligned else "l", 0.5)  # the paragraph's own comes after that of the list style
    down = DOWN.get("t" if settings is None else settings.get("anchor", "t"), 0.5)
    return Box(box.x + round((box.w - wide) * across), box.y + round((box.h - high) * down), wide, high)


def _is_turned(frame: etree._Element | None, settings: etree._Element | None) -> bool:
    rotated = frame is None or frame.get("rot", "0") != "0"
    return rotated or (settings is not None and settings.get("vert", "horz") != "horz")


def _size(shape: etree._Element) -> float:
    """The largest size that is said anywhere in the text, in points."""
    said = [each.get("sz", "") for each in shape.iterfind(".//*[@sz]")]
    sizes = [int(each) / 100 for each in said if each.isdigit()]
    return max(sizes, default=USUAL)


MOST: Final = 2_000  # of one master or layout
DEGREE: Final = 60_000
OBLIQUE: Final = 4  # degrees from upright or lying: text that is turned further is a watermark
UNSEEN: Final = 0.04  # the opacity of nothing at all
FAINT: Final = 0.35  # the opacity of what text may stand on
FRAME: Final = inches(0.3)  # a hollow shape that is wider and higher is a frame: only its lines are in the way
PLAIN: Final = frozenset({"rect", "roundRect", "round1Rect", "round2SameRect", "snip1Rect", "flowChartProcess"})
TURNS, STRAIGHT = ("rot", "flipH", "flipV"), ("0", "false")
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


class Mark(Struct, frozen=True):
    """A drawn shape. `fill` is what a text on it stands on; None is a line or a text of its own."""

    name: str
    box: Box
    fill: Fill | None
    plain: bool = False  # a rectangle in colours that are known, so a text may well stand on it
    light: bool = False  # decoration that text may run over: faint, hollow, or a watermark
    written: bool = False  # with a text of its own
    outline: Outline = Outline()  # of one that does not fill its box, as far as its form is known

    @property
    def parts(self) -> tuple[Box, ...]:
        """What it takes of the slide."""
        return self.outline.seen or (self.box,)

    def shown(self, box: Box) -> float:
        """How much of a box it may take, 0 to 1."""
        return _shared(box, self.parts)

    def fills(self, box: Box) -> float:
        """How much of a box has its fill for sure, 0 to 1."""
        return _shared(box, (self.box,) if self.plain else self.outline.filled)


class _Turn(NamedTuple):
    """From the coordinates of a group's children to those of the slide."""

    x: float = 0
    y: float = 0
    across: float = 1
    down: float = 1


def marks_of(tree: etree._Element, schemes: Mapping[str, str], theme: etree._Element | None = None) -> tuple[Mark, ...]:
    """The marks of a master or layout in the order in which they are drawn."""
    shapes = tree.find("p:cSld/p:spTree", NS)
    found = [] if shapes is None else list(_marks(shapes, _Turn(), schemes, theme))
    if len(found) > MOST:
        raise ValueError(f"more than {MOST:,} shapes on one slide layout")
    return tuple(found)


def background(
    tree: etree._Element, master: etree._Element, theme: etree._Element, schemes: Mapping[str, str]
) -> Ground:
    """What a layout stands on: its own background, else the master's, else the colour for grounds."""
    plain = Ground((schemes.get("bg1", "FFFFFF"),))
    for source in (tree, master):
        found = source.find("p:cSld/p:bg", NS)
        if found is not None:
            fill = _background_fill(found, theme, schemes)
            return fill.over(plain) if fill else plain
    return plain


def _background_fill(found: etree._Element, theme: etree._Element, schemes: Mapping[str, str]) -> Fill | None:
    reference = found.find("p:bgRef", NS)
    if reference is None:
        return fill_of(found.find("p:bgPr", NS), schemes)
    return styled_fill(reference, theme, schemes)


def styled_fill(reference: etree._Element, theme: etree._Element | None, schemes: Mapping[str, str]) -> Fill | None:
    """The fill of the theme that a reference (`bgRef`, `fillRef`) names, in the colour that it says."""
    number = int(reference.get("idx", "0"))
    if number in {0, 1000}:
        return None
    own = fill_element(_wrapped(reference), schemes)
    name, first = ("a:bgFillStyleLst", 1001) if number >= 1001 else ("a:fillStyleLst", 1)
    styles = None if theme is None else theme.find(f".//{name}", NS)
    if styles is None or not 0 <= number - first < len(styles):
        return own
    base = {"phClr": own.colors[0]} if own is not None and own.colors else {}
    return fill_element(styles[number - first], {**schemes, **base})


def _wrapped(reference: etree._Element) -> etree._Element:
    """The colour of a reference to a style, as a solid fill."""
    solid = etree.Element(f"{{{NS['a']}}}solidFill")
    solid.extend([_copy(child) for child in reference])
    return solid


def _copy(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element))


def _marks(
    parent: etree._Element, turn: _Turn, schemes: Mapping[str, str], theme: etree._Element | None
) -> Iterator[Mark]:
    for shape in parent:
        if not isinstance(shape.tag, str) or _hidden(shape):
            continue
        kind = etree.QName(shape).localname
        if kind == "grpSp":
            yield from _marks(shape, _inside(shape, turn), schemes, theme)
        elif kind == "AlternateContent":
            branch = shape.find(f"{MC}Choice")
            yield from _marks(branch if branch is not None else shape, turn, schemes, theme)
        elif kind in {"sp", "pic", "cxnSp", "graphicFrame"} and shape.find("./*/p:nvPr/p:ph", NS) is None:
            yield from _mark(shape, kind, turn, schemes, theme)


def _shared(box: Box, parts: Sequence[Box]) -> float:
    return sum(area(meeting(box, each)) for each in parts) / area(box) if area(box) else 0.0


def _hidden(shape: etree._Element) -> bool:
    identity = shape.find("./*/p:cNvPr", NS)
    return identity is not None and identity.get("hidden") in {"1", "true"}


def _mark(
    shape: etree._Element, kind: str, turn: _Turn, schemes: Mapping[str, str], theme: etree._Element | None
) -> Iterator[Mark]:
    frame = shape.find("p:xfrm", NS) if kind == "graphicFrame" else shape.find("p:spPr/a:xfrm", NS)
    box = _box(frame, turn)
    if box is None:
        return
    identity = shape.find("./*/p:cNvPr", NS)
    name = identity.get("name", "") if identity is not None else ""
    if kind in {"pic", "graphicFrame"}:
        faint = _picture_alpha(shape) <= FAINT
        yield Mark(name, box, None if faint else BUSY, light=faint)
        return
    fill = _seen(shape_fill(shape, theme, schemes))
    if fill and frame is not None and any(frame.get(each, "0") not in STRAIGHT for each in TURNS):
        fill = replace(fill, gradient=None)
    said = any((text.text or "").strip() for text in shape.iterfind("p:txBody/a:p/a:r/a:t", NS))
    preset = shape.find("p:spPr/a:prstGeom", NS)
    rectangle = preset is not None and preset.get("prst") in PLAIN
    if said or fill:
        box = box if fill or not said else letters(shape, box, frame)
        light = _is_oblique(frame) if said and not fill else not said and fill is not None and fill.alpha <= FAINT
        form = Outline() if said or rectangle or fill is None else outline(shape, box, *_sides(frame, turn))
        yield Mark(name, box, fill, fill is not None and not said and rectangle, light, said, form)
    elif _outlined(shape):
        yield from _lines(name, box, rectangle)


def _seen(fill: Fill | None) -> Fill | None:
    """The fill, unless it is one colour that nobody sees."""
    return None if fill and len(fill.colors) == 1 and fill.alpha <= UNSEEN else fill


def _picture_alpha(shape: etree._Element) -> float:
    """The opacity of a picture; a washed-out one counts as faint."""
    blip = shape.find("p:blipFill/a:blip", NS)
    if blip is None:
        return 1.0
    alpha, light = blip.find("a:alphaModFix", NS), blip.find("a:lum", NS)
    washed = light is not None and _share(light.get("bright", "0")) >= 1 - FAINT
    return 0.0 if washed else 1.0 if alpha is None else _share(alpha.get("amt", "100%"))


def _is_oblique(frame: etree._Element | None) -> bool:
    angle = 0.0 if frame is None else int(frame.get("rot", "0")) / DEGREE % 90
    return min(angle, 90 - angle) > OBLIQUE


def _lines(name: str, box: Box, rectangle: bool) -> Iterator[Mark]:
    """What is in the way of a shape without a fill: a line, the four sides of a frame, of anything else nothing."""
    if min(box.w, box.h) <= FRAME:
        yield Mark(name, box, None)
    elif rectangle:
        for line in (
            Box(box.x, box.y, box.w, 0), Box(box.x, box.bottom, box.w, 0),
            Box(box.x, box.y, 0, box.h), Box(box.right, box.y, 0, box.h),
        ):  # fmt: skip
            yield Mark(name, line, None)
    else:
        yield Mark(name, box, None, light=True)


def shape_fill(shape: etree._Element, theme: etree._Element | None, schemes: Mapping[str, str]) -> Fill | None:
    """The fill of a shape: its own, else that of its style."""
    look = shape.find("p:spPr", NS)
    if look is not None and look.find("a:noFill", NS) is not None:
        return None
    own = fill_of(look, schemes)
    reference = shape.find("p:style/a:fillRef", NS)
    return styled_fill(reference, theme, schemes) if own is None and reference is not None else own


def _outlined(shape: etree._Element) -> bool:
    line = shape.find("p:spPr/a:ln", NS)
    if line is not None:
        if line.find("a:noFill", NS) is not None:
            return False
        if any(line.find(f"a:{kind}", NS) is not None for kind in ("solidFill", "gradFill", "pattFill")):
            return True
    reference = shape.find("p:style/a:lnRef", NS)
    return reference is not None and reference.get("idx", "0") != "0"


def _box(frame: etree._Element | None, turn: _Turn) -> Box | None:
    """The rectangle around a shape, turned or not."""
    off, ext = (None, None) if frame is None else (frame.find("a:off", NS), frame.find("a:ext", NS))
    if frame is None or off is None or ext is None:
        return None
    wide, high = _sides(frame, turn)
    x, y = turn.x + emu(off, "x") * turn.across, turn.y + emu(off, "y") * turn.down
    return around_turned(Box(round(x), round(y), round(wide), round(high)), int(frame.get("rot", "0")) / DEGREE)


def _sides(frame: etree._Element | None, turn: _Turn) -> tuple[float, float]:
    ext = None if frame is None else frame.find("a:ext", NS)
    return (0.0, 0.0) if ext is None else (emu(ext, "cx") * turn.across, emu(ext, "cy") * turn.down)


def _inside(group: etree._Element, turn: _Turn) -> _Turn:
    frame = group.find("p:grpSpPr/a:xfrm", NS)
    parts = [frame.find(f"a:{name}", NS) for name in ("off", "ext", "chOff", "chExt")] if frame is not None else [None]
    if any(part is None for part in parts):
        return turn
    off, ext, inner, room = parts
    across = turn.across * emu(ext, "cx") / (emu(room, "cx") or 1)
    down = turn.down * emu(ext, "cy") / (emu(room, "cy") or 1)
    x = turn.x + emu(off, "x") * turn.across - emu(inner, "x") * across
    y = turn.y + emu(off, "y") * turn.down - emu(inner, "y") * down
    return _Turn(x, y, across, down)

"""What a theme's slide layouts paint under the slides: background, shapes, pictures and texts that are no placeholder.

Formats other than PowerPoint draw it themselves. What cannot be drawn is named, so that whoever sends the file knows.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from briefing.ooxml.colors import color_child, color_of, mapped_schemes, scheme_colors, share_of
from briefing.ooxml.elements import NS, SLIDE, Grid, degrees, frame_of, grid_of, is_on, local, number, read_box
from briefing.ooxml.fills import Fill, Paint, fill_child
from briefing.ooxml.inherit import MasterText, box_of, placeholders_of
from briefing.ooxml.outlines import forms_of, place_of
from briefing.ooxml.package import Package, parse_xml
from briefing.page.boxes import EMU_PER_POINT, Align, Anchor, Box, Frame, Insets, Paragraph, Run
from briefing.page.marks import OUTLINES, Path, polygon, rectangle
from briefing.page.palette import color_xml
from briefing.theme.template_layout import text_color
from briefing.theme.theme import Theme

_VALUE: Final = re.compile("[0-9A-Fa-f]{6}")
DRAWN: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}
ANCHORS: Final[Mapping[str, Anchor]] = {"t": "t", "ctr": "ctr", "b": "b"}
ALIGNS: Final[Mapping[str, Align]] = {"l": "l", "ctr": "ctr", "r": "r"}
SORTS: Final = {"pic": "a picture", "graphicFrame": "a chart or table", "cxnSp": "a line"}  # what has no name
BACKGROUND: Final = "the background"  # as a notice names it
THIN: Final = 0.75  # points, of a line that says no width


# Lines by their presets: where they lead in shares of their box, and where they bend.
CONNECTORS: Final[Mapping[str, Callable[[float], tuple[tuple[float, float], ...]]]] = {
    "line": lambda _: ((0, 0), (1, 1)),
    "straightConnector1": lambda _: ((0, 0), (1, 1)),
    "bentConnector2": lambda _: ((0, 0), (1, 0), (1, 1)),
    "bentConnector3": lambda bend: ((0, 0), (bend, 0), (bend, 1), (1, 1)),
}


class Picture(Struct, frozen=True):
    """A picture in its box; `crop` is what is cut off at left, top, right and bottom, as shares of it."""

    box: Box
    data: bytes
    type: str
    crop: tuple[float, float, float, float] = (0, 0, 0, 0)
    alpha: float = 1.0
    turn: float = 0


class Painted(Struct, frozen=True):
    """A shape with its fill and line as RRGGBB; a gradient has its stops, and runs down or across."""

    path: Path
    box: Box
    stops: tuple[tuple[float, str, float], ...] = ()  # share of the way, colour, opacity
    down: bool = False
    stroke: str = ""
    weight: float = 0.0
    dash: str = "solid"
    frame: Frame | None = None
    wraps: bool = True  # its text, at the edges of the box


class Painting(Struct, frozen=True):
    """All that stands under the slides of a layout, from the back to the front, and what could not be drawn.

    `colors` are RRGGBB of the texts in its placeholders, by type and index, where a slide says no other; `holders` is
    what those placeholders are filled and outlined with, at the places that the layout has for them.
    """

    items: tuple[Picture | Painted, ...]
    lost: tuple[str, ...] = ()
    colors: Mapping[tuple[str, int], str] = field(default_factory=dict)
    holders: Mapping[tuple[str, int], Painted] = field(default_factory=dict)

    def held(self, type_: str, idx: int, area: Box) -> Painted | None:
        """What a placeholder draws under its text, where a slide has it in this area."""
        own = self.holders.get((type_, idx))
        if own is None:
            return None
        across, down = area.w / (own.box.w or 1), area.h / (own.box.h or 1)
        path = tuple(
            (
                command,
                tuple(
                    area.y + (each - own.box.y) * down if at % 2 else area.x + (each - own.box.x) * across
                    for at, each in enumerate(numbers)
                ),
            )
            for command, numbers in own.path
        )
        return replace(own, path=path, box=area)


def painting_of(theme: Theme, part: str) -> Painting:
    """What slides of the layout in this part stand on. Lengths are those of the file."""
    return _Painter(theme.package, part).painting(*_size(theme))


def _size(theme: Theme) -> tuple[int, int]:
    size = parse_xml(theme.package.parts[theme.presentation]).find("p:sldSz", NS)
    return number(size.get("cx")), number(size.get("cy"))


class _Painter:
    """The trees of a layout and its master, and what their colours mean."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part = package, part
        (self.master,) = package.related(part, "slideMaster")[:1]
        self.trees = {each: parse_xml(package.parts[each]) for each in (part, self.master)}
        theme = parse_xml(package.parts[package.related(self.master, "theme")[0]])
        slots = scheme_colors(theme)
        override = self.trees[part].find("p:clrMapOvr/a:overrideClrMapping", NS)
        mapped = mapped_schemes(slots, self.trees[self.master].find("p:clrMap", NS) if override is None else override)
        self.paint = Paint.of(theme, {**slots, **mapped})
        self.lost: dict[str, None] = {}

    def painting(self, width: int, height: int) -> Painting:
        canvas, (layout, master) = Box(0, 0, width, height), self.trees.values()
        items = [*self._background(canvas)]
        if layout.get("showMasterSp", "1") not in {"0", "false"}:
            items += self._shapes(self.master, master.find("p:cSld/p:spTree", NS), SLIDE, None)
        items += self._shapes(self.part, layout.find("p:cSld/p:spTree", NS), SLIDE, None)
        holders = dict(self._held(layout, master))
        return Painting(tuple(items), tuple(self.lost), dict(self._written(layout, master)), holders)

    def _held(self, layout: etree._Element, master: etree._Element) -> Iterator[tuple[tuple[str, int], Painted]]:
        """What placeholders are filled and outlined with, themselves or as those of the master that they follow."""
        text = MasterText.of(master)
        for shape, type_, idx in placeholders_of(layout):
            chain = text.chain(shape, type_)
            fill = self.paint.shape(chain)
            stroke, weight, dash = next(filter(lambda line: line[0], map(self._line, chain)), ("", 0.0, "solid"))
            placed = next((each for each in chain if box_of(each)), None)
            if placed is None or not (fill or stroke):
                continue
            if fill and fill.busy:
                self.lost[_named(shape)] = None
                continue
            box = box_of(placed) or Box(0, 0, 0, 0)
            formed = next((each for each in chain if each.find("p:spPr/a:prstGeom", NS) is not None), placed)
            path = self._path(formed, frame_of(placed), box) or rectangle(box)
            painted = self._filled(path, box, fill or Fill())
            yield (type_, idx), replace(painted, stroke=stroke, weight=weight, dash=dash)

    def _written(self, layout: etree._Element, master: etree._Element) -> Iterator[tuple[tuple[str, int], str]]:
        """The colours of texts in placeholders, as far as they are one."""
        text = MasterText.of(master)
        for shape, type_, idx in placeholders_of(layout):
            if value := text_color(shape, type_, text, self.paint):
                yield (type_, idx), value

    def _background(self, canvas: Box) -> Iterator[Picture | Painted]:
        fill = self.paint.background(tuple(self.trees.values()))
        if fill.busy:
            for part, tree in self.trees.items():
                blip = tree.find("p:cSld/p:bg/p:bgPr/a:blipFill", NS)
                if blip is not None:
                    yield from self._picture(part, blip, canvas, BACKGROUND, 0)
                    return
            self.lost[BACKGROUND] = None
            fill = self._colored()
        yield self._filled(rectangle(canvas), canvas, fill)

    def _colored(self) -> Fill:
        """The colour that a background of the theme's formats is made with, where it is a picture."""
        references = (each.find("p:cSld/p:bg/p:bgRef", NS) for each in self.trees.values())
        colors = (self.paint.color(color_child(each)) for each in references if each is not None)
        return Fill(tuple(each for each in colors if each)[:1])

    def _shapes(
        self, part: str, parent: etree._Element | None, grid: Grid, group: Fill | None
    ) -> Iterator[Picture | Painted]:
        for shape in () if parent is None else parent:
            kind, identity = local(shape), shape.find("./*/p:cNvPr", NS)
            if (identity is None and kind != "AlternateContent") or (
                identity is not None and is_on(identity.get("hidden"))
            ):
                continue
            if kind == "grpSp":
                inner = grid_of(frame_of(shape), grid)
                yield from self._shapes(part, shape, inner, self.paint.members(shape, group))
            elif kind == "AlternateContent":
                branch = shape.find("mc:Fallback", NS)
                yield from self._shapes(
                    part, branch if branch is not None else shape.find("mc:Choice", NS), grid, group
                )
            elif shape.find("./*/p:nvPr/p:ph", NS) is None:
                yield from self._shape(part, shape, kind, grid, group)

    def _shape(
        self, part: str, shape: etree._Element, kind: str, grid: Grid, group: Fill | None
    ) -> Iterator[Picture | Painted]:
        frame = frame_of(shape)
        if (own := read_box(frame)) is None:
            return
        box, name = grid.place(own), _named(shape)
        if kind == "pic":
            yield from self._picture(part, shape.find("p:blipFill", NS), box, name, degrees(frame))
        elif kind == "graphicFrame":
            self.lost[name] = None
        elif kind in {"sp", "cxnSp"}:
            blip = shape.find("p:spPr/a:blipFill", NS)
            if blip is not None:
                yield from self._picture(part, blip, box, name, degrees(frame))
                return
            yield from self._drawn(shape, frame, box, name, group)

    def _drawn(
        self, shape: etree._Element, frame: etree._Element, box: Box, name: str, group: Fill | None
    ) -> Iterator[Painted]:
        """A shape with its text; one that is seen, of a form that is not known, is lost."""
        fill = self.paint.shape((shape,), group) if local(shape) == "sp" else None
        stroke, weight, dash = self._line(shape)
        path, text = self._path(shape, frame, box), self._text(shape)
        if not path and (fill or stroke):
            self.lost[name] = None
        painted = self._filled(path, box, fill or Fill()) if path else Painted((), box)
        settings = shape.find("p:txBody/a:bodyPr", NS)
        wraps = settings is None or settings.get("wrap") != "none"
        yield replace(painted, stroke=stroke if path else "", weight=weight, dash=dash, frame=text, wraps=wraps)

    def _path(self, shape: etree._Element, frame: etree._Element, box: Box) -> Path:
        preset = shape.find("p:spPr/a:prstGeom", NS)
        place, kind = place_of(frame, box, box.w, box.h), "rect" if preset is None else preset.get("prst", "rect")
        guides = {
            each.get("name", ""): number(each.get("fmla", "").removeprefix("val "))
            for each in (() if preset is None else preset.iterfind("a:avLst/a:gd", NS))
        }
        if kind in CONNECTORS:
            first, *others = map(place, CONNECTORS[kind](guides.get("adj1", 50_000) / 100_000))
            return (("M", first), *(("L", each) for each in others))
        if shape.find("p:spPr/a:custGeom", NS) is not None or kind not in OUTLINES:
            return tuple(step for form in forms_of(shape) for step in polygon([place(point) for point in form]))
        return tuple((command, _moved(numbers, box, place)) for command, numbers in OUTLINES[kind](box, guides))

    def _line(self, shape: etree._Element) -> tuple[str, float, str]:
        """The colour, weight and dashes of a shape's line; no colour where it has none."""
        line = shape.find("p:spPr/a:ln", NS)
        own = fill_child(line)
        fill = self.paint.fill(own) if own is not None else None
        if own is None and (reference := shape.find("p:style/a:lnRef", NS)) is not None and reference.get("idx") != "0":
            color = self.paint.color(reference[0] if len(reference) else None)
            fill = Fill((color,)) if color else None
        if not fill or not fill.colors:
            return "", 0.0, "solid"
        width = number(line.get("w"), 0) if line is not None else 0
        dash = line.find("a:prstDash", NS) if line is not None else None
        pattern = dash.get("val", "solid") if dash is not None else "solid"
        return fill.colors[0].value, width / EMU_PER_POINT or THIN, pattern

    def _filled(self, path: Path, box: Box, fill: Fill) -> Painted:
        if fill.gradient:
            quarters = fill.gradient.quarters
            stops = [(at, color.value, color.alpha) for at, color in fill.gradient.colors]
            stops = [(1 - at, value, alpha) for at, value, alpha in reversed(stops)] if quarters >= 2 else stops
            return Painted(path, box, tuple(stops), bool(quarters % 2))
        last = len(fill.colors) - 1
        stops = [(place / last if last else 0.0, color.value, color.alpha) for place, color in enumerate(fill.colors)]
        return Painted(path, box, tuple(stops), True)

    def _picture(self, part: str, blip: etree._Element | None, box: Box, name: str, turn: float) -> Iterator[Picture]:
        if blip is None or (inner := blip.find("a:blip", NS)) is None:
            self.lost[name] = None
            return
        vector = inner.find(".//{*}svgBlip")
        links = {link.id: link.target for link in self.package.relationships.get(part, ())}
        for each in (inner, vector):
            target = links.get(each.get(f"{{{NS['r']}}}embed", ""), "") if each is not None else ""
            type_ = DRAWN.get(posixpath.splitext(target)[1].lower(), "")
            if type_ and target in self.package.parts:
                cut = blip.find("a:srcRect", NS)
                sides = (number(cut.get(side)) / 100_000 if cut is not None else 0 for side in "ltrb")
                left, top, right, bottom = sides
                fix = inner.find("a:alphaModFix", NS)
                alpha = share_of(fix.get("amt", "100%")) if fix is not None else 1.0
                yield Picture(box, self.package.parts[target], type_, (left, top, right, bottom), alpha, turn)
                return
            if target:
                name = f"{name} ({posixpath.splitext(target)[1].removeprefix('.').upper()})"
        self.lost[name] = None

    def _text(self, shape: etree._Element) -> Frame | None:
        body = shape.find("p:txBody", NS)
        if body is None or not any((each.text or "").strip() for each in body.iterfind(".//a:t", NS)):
            return None
        settings = body.find("a:bodyPr", NS)
        sides = {"l": 91_440, "t": 45_720, "r": 91_440, "b": 45_720}
        inset = Insets(*(number(settings.get(f"{side}Ins"), usual) for side, usual in sides.items()))
        anchor = ANCHORS.get(settings.get("anchor", "t"), "t")
        paragraphs = tuple(self._paragraph(each) for each in body.iterfind("a:p", NS))
        sizes = [run.size for each in paragraphs for run in each.runs if run.size]
        named = self.paint.color(color_child(shape.find("p:style/a:fontRef", NS)))
        color = named.value if named else self.paint.schemes.get("tx1", "000000")
        return Frame(paragraphs, max(sizes, default=18.0), color, False, anchor, inset)

    def _paragraph(self, paragraph: etree._Element) -> Paragraph:
        settings = paragraph.find("a:pPr", NS)
        align = settings.get("algn", "l") if settings is not None else "l"
        parts = (each for each in paragraph if local(each) in {"r", "br"})
        runs = (Run("\n") if local(each) == "br" else self._run(each) for each in parts)
        return Paragraph(tuple(runs), align=ALIGNS.get(align, "l"))

    def _run(self, run: etree._Element) -> Run:
        look = run.find("a:rPr", NS)
        own = fill_child(look)
        fill = self.paint.fill(own) if own is not None else None
        color = fill.colors[0].value if fill and fill.colors else ""
        size = number(look.get("sz"), 0) / 100 if look is not None else 0
        return Run(run.findtext("a:t", "", NS), is_on(look.get("b")) if look is not None else None, color, size)


def _moved(
    numbers: Sequence[float], box: Box, place: Callable[[tuple[float, float]], tuple[float, float]]
) -> tuple[float, ...]:
    """Points of a shape that is upright, turned and mirrored."""
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    shares = (((x - box.x) / (box.w or 1), (y - box.y) / (box.h or 1)) for x, y in pairs)
    return tuple(number for share in shares for number in place(share))


def _named(shape: etree._Element) -> str:
    """What a shape is called in its file, as a notice says it; else what it is."""
    name = shape.find("./*/p:cNvPr", NS).get("name")
    return f"'{name}'" if name else SORTS.get(local(shape), "a shape")


def all_lost(paintings: Sequence[Painting]) -> tuple[str, ...]:
    """The names of what could not be drawn, each once."""
    return tuple(dict.fromkeys(name for each in paintings for name in each.lost))


def colors_of(theme: Theme, role: str) -> Mapping[str, str]:
    """RRGGBB of each colour of the scheme and role of the palette, on the ground of the layout that serves a role.

    And of every other colour that a palette may say, such as a tint of a scheme's colour.
    """
    schemes = _Painter(theme.package, theme.look.layouts[role].part).paint.schemes
    if role not in theme.palettes:
        return _Colors({**schemes, **theme.values}, schemes)
    return _Colors(
        {**schemes, **{name: _value(color, schemes) for name, color in theme.palettes[role].items()}}, schemes
    )


class _Colors(dict[str, str]):
    """Colours by name; what is no name is worked out on first use."""

    def __init__(self, named: Mapping[str, str], schemes: Mapping[str, str]) -> None:
        super().__init__(named)
        self._schemes = schemes

    def __missing__(self, color: str) -> str:
        self[color] = value = color if _VALUE.fullmatch(color) else _value(color, self._schemes)
        return value


def _value(color: str, schemes: Mapping[str, str]) -> str:
    head, rest = color_xml(color).split(" ", 1)
    found = color_of(etree.fromstring(f'{head} xmlns:a="{NS["a"]}" {rest}'), schemes)
    return found.value if found else "000000"

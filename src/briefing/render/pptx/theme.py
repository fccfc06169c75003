"""Read a theme: what a .pptx or .potx offers the arranger, and the parts that every deck made with it carries.

Positions and looks are resolved the way PowerPoint does it: slide layout first, then the slide master's placeholder
of the same sort, then the master's text styles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from briefing.errors import FactError, Where
from briefing.render.pptx.boxes import Box, inches
from briefing.render.pptx.inherit import NS, MasterText, box_of, placeholders_of, resolve
from briefing.render.pptx.look import Look, Placeholder, SlideLayout
from briefing.render.pptx.package import Package, Relationship, parse_xml, reachable, read_package
from briefing.render.pptx.roles import SCHEME_COLORS, match_layouts

PRESENTATION_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
GAP: Final = inches(0.15)  # least space between a title and what stands under it
FOOTER_GAP: Final = inches(0.2)
MARGIN: Final = inches(0.45)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as the writer needs it: the arranger's Look, colours, and the package without its slides."""

    look: Look
    package: Package
    presentation: str  # part names
    notes_master: str
    palette: Mapping[str, str]  # role → name of a scheme colour in DrawingML
    values: Mapping[str, str]  # role → RRGGBB, for contrast


@dataclass(frozen=True, slots=True)
class _Master:
    """The slide master and theme part, parsed."""

    tree: etree._Element
    text: MasterText
    colors: Mapping[str, str]  # scheme colour as slides name it (`tx1`, `accent1` …) → RRGGBB
    size: tuple[int, int]


def read_theme(path: Path) -> Theme:
    """Read a theme's layouts, colours and fonts. Raises FactError where the file is no usable theme."""
    package = read_package(path)
    try:
        return _read(package, path)
    except (KeyError, IndexError, StopIteration, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        message = "a part that every PowerPoint theme has is missing or damaged"
        raise FactError(message, Where(str(path)), "open it in PowerPoint and save it again") from error


def _read(package: Package, path: Path) -> Theme:
    presentation = package.related("", "officeDocument")[0]
    package = _without_slides(package, presentation)
    root = parse_xml(package.parts[presentation])
    master_part = package.related(presentation, "slideMaster")[0]
    theme_part = package.related(master_part, "theme")[0]
    theme = parse_xml(package.parts[theme_part])
    tree = parse_xml(package.parts[master_part])
    size = root.find("p:sldSz", NS)
    master = _Master(tree, MasterText.of(tree), _colors(tree, theme), (int(size.attrib["cx"]), int(size.attrib["cy"])))
    look = _look(package, master_part, master, theme, path)
    values = {role: master.colors[name] for role, name in SCHEME_COLORS.items()}
    notes_master = package.related(presentation, "notesMaster")[0]
    return Theme(look, package, presentation, notes_master, SCHEME_COLORS, values)


def _look(package: Package, master_part: str, master: _Master, theme: etree._Element, path: Path) -> Look:
    parts = package.related(master_part, "slideLayout")
    trees = [parse_xml(package.parts[part]) for part in parts]
    names = [tree.find("p:cSld", NS).get("name", "") for tree in trees]
    matched = match_layouts(names, str(path))
    fonts = [theme.find(f".//a:{which}Font/a:latin", NS).attrib["typeface"] for which in ("major", "minor")]
    layouts = {role: _layout(parts[number], names[number], trees[number], master) for role, number in matched.items()}
    return Look(theme.get("name", path.stem), *master.size, layouts, *fonts)


def _layout(part: str, name: str, tree: etree._Element, master: _Master) -> SlideLayout:
    places = tuple(_placeholder(*found, master.text) for found in placeholders_of(tree))
    layout = SlideLayout(part, name, places, _region(places, *master.size))
    title = layout.placeholder("title", "ctrTitle")
    dark = title is not None and _paper_reads_better(_ground(tree, master, title.box), master.colors)
    return SlideLayout(part, name, places, layout.region, dark)


def _placeholder(shape: etree._Element, type_: str, idx: int, text: MasterText) -> Placeholder:
    box, style = resolve(shape, type_, text)
    return Placeholder(type_, idx, box, shape.find("./*/p:cNvPr", NS).get("name", ""), style)


def _region(places: tuple[Placeholder, ...], width: int, height: int) -> Box:
    """Where content may stand: its placeholders taken together; without any, the space from title to footer."""
    title = next(
        (each.box for each in places if each.type in {"title", "ctrTitle"}), Box(MARGIN, MARGIN, width - 2 * MARGIN, 0)
    )
    bodies = [each.box for each in places if each.type in {"body", "obj", "subTitle"} and each.box.y >= title.y]
    if bodies:
        left, top = min(box.x for box in bodies), min(box.y for box in bodies)
        return Box(left, top, max(box.right for box in bodies) - left, max(box.bottom for box in bodies) - top)
    feet = [each.box.y for each in places if each.type in {"dt", "ftr", "sldNum"}]
    bottom = min(feet) - FOOTER_GAP if feet else height - MARGIN
    return Box(title.x, title.bottom + GAP, title.w, bottom - title.bottom - GAP)


def _ground(tree: etree._Element, master: _Master, box: Box) -> str:
    """RRGGBB of what lies under a box: the topmost filled shape that holds its middle, else the background."""
    x, y = box.x + box.w // 2, box.y + box.h // 2
    sources = [master.tree, tree] if tree.get("showMasterSp", "1") not in {"0", "false"} else [tree]
    fills = [source.find("p:cSld/p:bg/p:bgPr/a:solidFill", NS) for source in (master.tree, tree)]
    for source in sources:
        for shape in source.iterfind("p:cSld/p:spTree/p:sp", NS):
            area, fill = box_of(shape), shape.find("p:spPr/a:solidFill", NS)
            if area and fill is not None and area.x <= x < area.right and area.y <= y < area.bottom:
                fills.append(fill)
    found = [value for value in (_value(fill, master.colors) for fill in fills if fill is not None) if value]
    return found[-1] if found else master.colors["bg1"]


def _value(fill: etree._Element, colors: Mapping[str, str]) -> str:
    color = fill[0] if len(fill) else None
    if color is None:
        return ""
    name = color.get("val", "")
    return name if color.tag.endswith("}srgbClr") else colors.get(name, "")


def _paper_reads_better(ground: str, colors: Mapping[str, str]) -> bool:
    return contrast(colors["bg1"], ground) > contrast(colors["tx1"], ground)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two RRGGBB colours, 1 to 21, by WCAG 2.2 (relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: str) -> float:
    parts = [int(value[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colors(master: etree._Element, theme: etree._Element) -> dict[str, str]:
    slots = {}
    for slot in theme.find(".//a:clrScheme", NS).iterfind("*"):
        slots[etree.QName(slot).localname] = slot[0].get("lastClr") or slot[0].attrib["val"]
    return {name: slots[slot] for name, slot in master.find("p:clrMap", NS).attrib.items() if slot in slots}


def _without_slides(package: Package, presentation: str) -> Package:
    """The package as a fresh presentation: no slides, thumbnail, macros or file properties, and never a template."""
    links = package.relationships[presentation]
    kept = tuple(
        link
        for link in links
        if link.kind in {"slideMaster", "notesMaster", "presProps", "viewProps", "theme", "tableStyles"}
    )
    top = tuple(link for link in package.relationships[""] if link.kind in {"officeDocument", "custom-properties"})
    types = {**package.types, presentation: PRESENTATION_TYPE}
    relationships: dict[str, tuple[Relationship, ...]] = {**package.relationships, presentation: kept, "": top}
    return reachable(Package(package.parts, types, relationships))

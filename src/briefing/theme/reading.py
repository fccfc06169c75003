"""Read a theme: what a .pptx or .potx offers the arranger, and the parts that every deck made with it carries.

Positions and looks are resolved the way PowerPoint does it: slide layout first, then the slide master's placeholder
of the same sort, then the master's text styles. A theme whose layouts are named after our roles is taken at its word;
every other is somebody's template, and `template.py` finds out what it offers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.errors import FactError, Where
from briefing.ooxml.colors import scheme_colors
from briefing.ooxml.elements import NS, is_on, local
from briefing.ooxml.fills import Paint
from briefing.ooxml.inherit import SCHEME_COLORS, MasterText, box_of, placeholders_of, resolve
from briefing.ooxml.package import Package, parse_xml, read_package
from briefing.page.boxes import Box, inches
from briefing.page.look import Look, Placeholder, SlideLayout
from briefing.page.palette import contrast, failing
from briefing.theme.emptied import emptied, presentation_of
from briefing.theme.roles import Match, match_named
from briefing.theme.template_layout import Master
from briefing.theme.theme import Choice, Theme, fonts_of
from briefing.theme.usable import Usage, usage_of

# The fonts of a theme, named where a template leaves them open: every program draws an empty name in its own way.

USUAL: Final = "Arial"
EMPTY: Final = b'typeface=""'
SCHEMES: Final = ("major", "minor")
USES: Final = {"major": "headings", "minor": "texts"}
NO_SCHEME: Final = (
    f'<a:fontScheme xmlns:a="{NS["a"]}" name="Fonts"><a:majorFont><a:latin typeface=""/><a:ea typeface=""/>'
    '<a:cs typeface=""/></a:majorFont><a:minorFont><a:latin typeface=""/><a:ea typeface=""/><a:cs typeface=""/>'
    "</a:minorFont></a:fontScheme>"
)


def with_named_fonts(package: Package, masters: tuple[str, ...], name: str) -> tuple[Package, tuple[str, ...]]:
    """The package with a Latin font for headings and texts of each slide master, and a notice of each chosen one."""
    parts, notices = dict(package.parts), dict[str, None]()
    for master in masters:
        for part in (master, *package.related(master, "slideLayout")):
            parts |= {part: _without_empty_names(parts[part])} if part in parts else {}
        for part in package.related(master, "theme"):
            root = parse_xml(parts[part])
            chosen = tuple(_named(root))
            if chosen:
                parts[part] = _written(root)
            notices |= dict.fromkeys(f"{name} names no Latin font for {use}; {font} is used." for use, font in chosen)
    return replace(package, parts=parts), tuple(notices)


def _without_empty_names(data: bytes) -> bytes:
    """A slide master or layout in which a font without a name no longer hides the one that is inherited."""
    if EMPTY not in data:
        return data
    root = parse_xml(data)
    for latin in [each for each in root.iterfind(".//a:latin", NS) if not each.get("typeface")]:
        latin.getparent().remove(latin)
    return _written(root)


def _named(theme: etree._Element) -> Iterator[tuple[str, str]]:
    """Name what has no name, and tell the use and the font that was chosen."""
    scheme = theme.find(".//a:fontScheme", NS)
    if scheme is None:
        scheme = parse_xml(NO_SCHEME.encode())
        theme.find(".//a:clrScheme", NS).addnext(scheme)
    fonts = {which: _latin(scheme.find(f"a:{which}Font", NS)) for which in SCHEMES}
    known = [each.get("typeface", "") for each in fonts.values() if _is_name(each.get("typeface", ""))]
    for which, latin in fonts.items():
        if not _is_name(latin.get("typeface", "")):
            latin.set("typeface", known[0] if known else USUAL)
            yield USES[which], latin.get("typeface", "")


def _latin(fonts: etree._Element) -> etree._Element:
    """The Latin font of headings or texts, which has to stand first."""
    found = fonts.find("a:latin", NS)
    if found is None:
        found = etree.Element(f"{{{NS['a']}}}latin")
        fonts.insert(0, found)
    return found


def _is_name(typeface: str) -> bool:
    """Whether it names a font; within a theme a reference to the theme's own fonts leads nowhere."""
    return bool(typeface.strip()) and not typeface.startswith("+")


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


GAP: Final = inches(0.15)  # least space between a title and what stands under it
FOOTER_GAP: Final = inches(0.2)
CLEAR: Final = inches(0.04)  # between a title and what the layout draws under it
MARGIN: Final = inches(0.45)
MOST_LAYOUTS: Final = 400  # of all masters; PowerPoint's own templates have about forty
SMALLEST: Final = inches(1.5)  # side of a slide that has room for a sentence
DEFAULT_SIZE: Final = (9_144_000, 6_858_000)  # of slides where a file does not say
DAMAGED: Final = "a part that every PowerPoint theme has is missing or damaged"
SAVE_AGAIN: Final = "open it in PowerPoint and save it again"


def read_theme(path: Path, mapping: Mapping[str, str] | None = None) -> Theme:
    """Read a theme's layouts, colours and fonts; `mapping` says which layouts serve which roles, by name.

    Raises FactError where the file is no usable theme, or has no layout of such a name.
    """
    package = read_package(path)
    presentation = presentation_of(package, path)
    try:
        usage = usage_of(package, presentation)
        package, notices = emptied(package, presentation, path)
        return _read(package, presentation, path, mapping or {}, notices, usage)
    except (KeyError, IndexError, StopIteration, ValueError, TypeError, AttributeError, etree.XMLSyntaxError) as error:
        raise FactError(DAMAGED, Where(str(path)), SAVE_AGAIN) from error


def _read(
    package: Package,
    presentation: str,
    path: Path,
    mapping: Mapping[str, str],
    notices: tuple[str, ...],
    usage: Usage,
) -> Theme:
    package, chosen = with_named_fonts(package, package.related(presentation, "slideMaster"), path.name)
    notices = (*notices, *chosen)
    root = parse_xml(package.parts[presentation])
    masters = _masters(package, presentation, root, path)
    layouts = {master.part: _layouts(package, master) for master in masters}
    names = [[name for _, name, _ in layouts[master.part]] for master in masters]
    if not any(names):
        raise FactError(
            "the theme has no slide layouts", Where(str(path)), "add some in PowerPoint's slide master view"
        )
    if not package.related(presentation, "notesMaster"):
        from briefing.theme.footers import with_notes_master

        package = with_notes_master(package, presentation, masters[0].theme_part)
    matched = match_named(names[0]) if not mapping else None
    if matched is None:
        # Half of the code, which the built-in theme never needs.
        from briefing.theme.template import read_template

        return read_template(package, presentation, masters, layouts, path, mapping, notices, usage)
    return _own(package, presentation, masters[0], layouts[masters[0].part], matched, path, notices)


def _masters(package: Package, presentation: str, root: etree._Element, path: Path) -> list[Master]:
    """The slide masters in the order in which the presentation lists them."""
    targets = {link.id: link.target for link in package.relationships[presentation]}
    listed = [each.get(f"{{{NS['r']}}}id", "") for each in root.iterfind("p:sldMasterIdLst/p:sldMasterId", NS)]
    parts = [targets[id_] for id_ in listed if targets.get(id_) in package.parts]
    if not parts:
        raise FactError(DAMAGED, Where(str(path)), SAVE_AGAIN)
    if sum(len(package.related(part, "slideLayout")) for part in parts) > MOST_LAYOUTS:
        message = f"the theme has more than {MOST_LAYOUTS} slide layouts"
        raise FactError(message, Where(str(path)), "delete those that are not used in PowerPoint's slide master view")
    size = root.find("p:sldSz", NS)
    width, height = DEFAULT_SIZE if size is None else (int(size.attrib["cx"]), int(size.attrib["cy"]))
    if min(width, height) < SMALLEST:
        message = f"its slides are {width / inches(1):.1f} × {height / inches(1):.1f} in, too small for any text"
        raise FactError(message, Where(str(path)), "choose a larger slide size in PowerPoint")
    return [_master(package, part, (width, height)) for part in parts]


def _master(package: Package, part: str, size: tuple[int, int]) -> Master:
    theme_part = package.related(part, "theme")[0]
    theme, tree = parse_xml(package.parts[theme_part]), parse_xml(package.parts[part])
    slots = _slots(theme)
    mapped = {name: slots[slot] for name, slot in tree.find("p:clrMap", NS).attrib.items() if slot in slots}
    return Master(part, tree, theme, theme_part, MasterText.of(tree), slots, mapped, size)


def _slots(theme: etree._Element) -> dict[str, str]:
    """Slot of the colour scheme → RRGGBB; grey where a colour is none that is known."""
    unknown = {local(slot): "808080" for slot in theme.find(".//a:clrScheme", NS).iterfind("*")}
    return {**unknown, **scheme_colors(theme)}


def _layouts(package: Package, master: Master) -> list[tuple[str, str, etree._Element]]:
    """Part, name and tree of each layout in the order in which the master lists them."""
    targets = {link.id: link.target for link in package.relationships[master.part] if link.kind == "slideLayout"}
    listed = [each.get(f"{{{NS['r']}}}id", "") for each in master.tree.iterfind("p:sldLayoutIdLst/p:sldLayoutId", NS)]
    trees = [(targets[id_], parse_xml(package.parts[targets[id_]])) for id_ in listed if id_ in targets]
    return [(part, tree.find("p:cSld", NS).get("name", ""), tree) for part, tree in trees]


def _own(
    package: Package,
    presentation: str,
    master: Master,
    layouts: list[tuple[str, str, etree._Element]],
    matched: Mapping[str, Match],
    path: Path,
    notices: tuple[str, ...],
) -> Theme:
    """A theme made for briefing: roles by name, colours by slot."""
    paint = Paint.of(master.theme, {**master.slots, **master.schemes})
    placed = {role: _layout(*layouts[each.index], master, paint) for role, each in matched.items()}
    look = Look(master.theme.get("name", path.stem), *master.size, placed, *fonts_of(master.theme))
    values = {role: master.schemes[name] for role, name in SCHEME_COLORS.items()}
    choices = tuple(
        Choice(role, placed[role].name, each.reason, number=each.index + 1) for role, each in matched.items()
    )
    wrong = tuple(f"{text}: on {ground} its contrast is {ratio:.1f}:1" for text, ground, ratio in failing(values))
    notes = package.related(presentation, "notesMaster")[0]
    names = tuple(name for _, name, _ in layouts)
    return Theme(look, package, presentation, notes, SCHEME_COLORS, values, notices, choices, wrong, layout_names=names)


def _layout(part: str, name: str, tree: etree._Element, master: Master, paint: Paint) -> SlideLayout:
    places = tuple(_placeholder(*found, master.text) for found in placeholders_of(tree))
    layout = SlideLayout(part, name, places, _region(places, *master.size))
    title = layout.placeholder("title", "ctrTitle")
    dark = title is not None and _paper_reads_better(_ground(tree, master, paint, title.box), master.schemes)
    lowest = _lowest(tree, title.box) if title else 0
    return replace(layout, dark=dark, lowest_title=lowest)


def _lowest(tree: etree._Element, title: Box) -> int:
    """The top of what the layout draws under its title, clear of which a long one ends; 0 where it draws nothing."""
    drawn = (box_of(shape) for shape in tree.iterfind("p:cSld/p:spTree/p:sp", NS) if shape.find(".//p:ph", NS) is None)
    under = (
        each for each in drawn if each and each.y >= title.bottom and each.x < title.right and title.x < each.right
    )
    return min((each.y - CLEAR for each in under), default=0)


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


def _ground(tree: etree._Element, master: Master, paint: Paint, box: Box) -> str:
    """RRGGBB of what lies under a box: the topmost filled shape that holds its middle, else the background."""
    x, y = box.x + box.w // 2, box.y + box.h // 2
    fills = [paint.background((tree, master.tree))]
    for source in [master.tree, tree] if is_on(tree.get("showMasterSp"), True) else [tree]:
        for shape in source.iterfind("p:cSld/p:spTree/p:sp", NS):
            area = box_of(shape)
            if area and area.x <= x < area.right and area.y <= y < area.bottom and (fill := paint.shape((shape,))):
                fills.append(fill)
    return next((fill.colors[0].value for fill in reversed(fills) if fill.colors), master.schemes["bg1"])


def _paper_reads_better(ground: str, colors: Mapping[str, str]) -> bool:
    return contrast(colors["bg1"], ground) > contrast(colors["tx1"], ground)

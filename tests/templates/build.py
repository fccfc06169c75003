"""Company templates of all kinds, built from python-pptx's own one; each with sample slides that have to go.

`python tests/templates/build.py FOLDER` writes them all, to be looked at in PowerPoint.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu, Inches

from briefing.ooxml.package import Package, Relationship, read_package, write_package

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = {"a": A, "p": P, "r": R}
DECLARED = f'xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{R}"'
GERMAN = (
    "Titelfolie", "Titel und Inhalt", "Abschnittsüberschrift", "Zwei Inhalte", "Vergleich", "Nur Titel", "Leer",
    "Inhalt mit Überschrift", "Bild mit Überschrift", "Titel und vertikaler Text", "Vertikaler Titel und Text",
)  # fmt: skip
JAPANESE = (
    "タイトル スライド", "タイトルとコンテンツ", "セクション見出し", "2 つのコンテンツ", "比較", "タイトルのみ", "白紙",
    "タイトル付きのコンテンツ", "タイトル付きの図", "タイトルと縦書きテキスト", "縦書きタイトルと縦書きテキスト",
)  # fmt: skip
NAVY = {"dk1": "1B1B1B", "lt1": "FFFFFF", "dk2": "0B2545", "lt2": "EEF2F6", "accent1": "F2A900", "accent2": "0B6E4F"}
PLUM = {"dk1": "2B2B2B", "lt1": "FFFFFF", "dk2": "5B2A86", "lt2": "F4EFFA", "accent1": "7B2CBF", "accent2": "0096C7"}
NIGHT = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "10243E", "lt2": "E5E9F0", "accent1": "1F4E79", "accent2": "C55A11"}


def new(width: float, height: float, colors: Mapping[str, str] = {}, fonts: tuple[str, str] = ("", "")) -> Any:
    """python-pptx's template at another size in inches, its placeholders moved in proportion."""
    deck: Any = Presentation()
    across, down = Inches(width) / deck.slide_width, Inches(height) / deck.slide_height
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for xfrm in sheet.element.iter(f"{{{A}}}xfrm"):
            for child, names in ((xfrm.find("a:off", NS), "x y"), (xfrm.find("a:ext", NS), "cx cy")):
                for name, factor in zip(names.split(), (across, down), strict=True):
                    child.set(name, str(round(int(child.get(name)) * factor)))
    deck.slide_width, deck.slide_height = Inches(width), Inches(height)
    deck.element.find("p:sldSz", NS).attrib.pop("type", None)
    theme = part_of(deck.slide_master, "theme")
    root = etree.fromstring(theme.blob)
    for slot, value in colors.items():
        place = root.find(f".//a:clrScheme/a:{slot}", NS)
        place.clear()
        etree.SubElement(place, f"{{{A}}}srgbClr", val=value)
    for which, font in zip(("major", "minor"), fonts, strict=True):
        if font:
            root.find(f".//a:{which}Font/a:latin", NS).set("typeface", font)
    theme._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return deck


def part_of(sheet: Any, kind: str) -> Any:
    return next(rel.target_part for rel in sheet.part.rels.values() if rel.reltype.endswith(f"/{kind}"))


def rename(deck: Any, names: tuple[str, ...]) -> None:
    for layout, name in zip(deck.slide_layouts, names, strict=True):
        layout.element.find("p:cSld", NS).set("name", name)


def shape(name: str, box: tuple[float, float, float, float], fill: str, number: int = 900) -> str:
    """A filled rectangle; `fill` is RRGGBB or a scheme colour."""
    x, y, w, h = (Inches(each) for each in box)
    color = f'<a:srgbClr val="{fill}"/>' if re.fullmatch("[0-9A-F]{6}", fill) else f'<a:schemeClr val="{fill}"/>'
    head = f'<p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
    return (
        f"<p:sp {DECLARED}><p:nvSpPr>{head}</p:nvSpPr>"
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom><a:solidFill>{color}</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def group(name: str, box: tuple[float, float, float, float], *fills: str, number: int = 950) -> str:
    """A grouped logo: bars side by side, in the coordinates of the group's own."""
    x, y, w, h = (Inches(each) for each in box)
    step = 100_000
    bars = "".join(
        shape(f"{name} {count}", (0, 0, 1, 1), fill, number + count)
        .replace('<a:off x="0" y="0"/>', f'<a:off x="{count * step}" y="0"/>')
        .replace('cx="914400" cy="914400"', f'cx="{step * 4 // 5}" cy="{step}"')
        for count, fill in enumerate(fills, 1)
    )
    inner = f'<a:chOff x="{step}" y="0"/><a:chExt cx="{step * len(fills)}" cy="{step}"/>'
    at = f'<a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/>'
    return (
        f'<p:grpSp {DECLARED}><p:nvGrpSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvGrpSpPr/><p:nvPr userDrawn="1"/>'
        f"</p:nvGrpSpPr><p:grpSpPr><a:xfrm>{at}{inner}</a:xfrm></p:grpSpPr>{bars}</p:grpSp>"
    )


def draw(sheet: Any, *shapes: str) -> None:
    """Put shapes under the placeholders of a master or layout."""
    tree = sheet.element.find("p:cSld/p:spTree", NS)
    for number, each in enumerate(shapes):
        tree.insert(2 + number, etree.fromstring(each))


def ground(sheet: Any, fill: str) -> None:
    """Give a master or layout a background."""
    data = sheet.element.find("p:cSld", NS)
    for old in data.findall("p:bg", NS):
        data.remove(old)
    data.insert(0, etree.fromstring(f"<p:bg {DECLARED}><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"))


def solid(value: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{value}"/></a:solidFill>'


def text_color(deck: Any, scheme: str) -> None:
    """Titles and texts of the master in another colour of the scheme."""
    styles = deck.slide_master.element.find("p:txStyles", NS)
    for fill in styles.iter(f"{{{A}}}solidFill"):
        for color in fill.findall("a:schemeClr", NS):
            color.set("val", scheme)


def place(sheet: Any, idx: int, box: tuple[float, float, float, float]) -> None:
    """Move a placeholder."""
    holder = next(each for each in sheet.placeholders if each.placeholder_format.idx == idx)
    holder.left, holder.top, holder.width, holder.height = (Emu(Inches(each)) for each in box)


def keep(deck: Any, *names: str) -> None:
    """Delete all layouts but these."""
    for layout in list(deck.slide_layouts):
        if layout.name not in names:
            deck.slide_layouts.remove(layout)


def picture(width: int = 640, height: int = 360) -> io.BytesIO:
    """A photograph, as far as contrast goes: light and dark everywhere."""
    image = Image.new("RGB", (width, height), "#274060")
    pen = ImageDraw.Draw(image)
    for x in range(0, width, 40):
        pen.rectangle((x, (x * 7) % height, x + 26, height), fill=("#e8d5b7", "#1b1b2f", "#a3bcb6")[x // 40 % 3])
    data = io.BytesIO()
    image.save(data, "PNG")
    data.seek(0)
    return data


def samples(deck: Any, layout: int = 1) -> Any:
    """Slides of one layout as they come with a template: a picture, a chart, notes."""
    for number in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[min(layout, len(deck.slide_layouts) - 1)])
        slide.shapes.add_picture(picture(64 + number, 36), Inches(1), Inches(1))
        slide.notes_slide.notes_text_frame.text = "Notes of the sample slide"
    figures = CategoryChartData()
    figures.categories = ["one", "two"]
    figures.add_series("sample", (1, 2))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(2), Inches(2), Inches(4), Inches(3), figures)
    return deck


def saved(deck: Any, layout: int = 1) -> bytes:
    data = io.BytesIO()
    samples(deck, layout).save(data)
    return data.getvalue()


def default() -> bytes:
    """4:3, centred titles, as python-pptx brings it."""
    return saved(Presentation())


def no_body() -> bytes:
    """16:9 with no placeholder for content anywhere."""
    deck = new(13.333, 7.5, PLUM, ("Georgia", "Georgia"))
    keep(deck, "Title Slide", "Title Only", "Blank")
    return saved(deck)


def german() -> bytes:
    """German names, a grouped logo at the upper right, a bar at the foot, an accent that does not read on white."""
    deck = new(13.333, 7.5, NAVY, ("Segoe UI", "Segoe UI"))
    rename(deck, GERMAN)
    logo = group("Logo", (11.4, 0.35, 1.5, 0.6), "F2A900", "0B2545", "0B6E4F")
    draw(deck.slide_master, shape("Fußleiste", (0, 7.3, 13.333, 0.2), "tx2"), logo)
    left_titles(deck)
    draw(deck.slide_layouts[0], shape("Fläche", (0, 0, 13.333, 5.2), "tx2", 920))
    deck.slide_layouts[0].element.set("showMasterSp", "0")
    for layout in deck.slide_layouts:
        layout.element.attrib.pop("type", None)
    return saved(deck)


def left_titles(deck: Any) -> None:
    title = deck.slide_master.element.find("p:txStyles/p:titleStyle/a:lvl1pPr", NS)
    title.set("algn", "l")
    title.find("a:defRPr", NS).set("sz", "3200")
    title.find("a:defRPr", NS).set("b", "1")
    under = next(each for each in deck.slide_layouts[0].placeholders if each.placeholder_format.idx == 1)
    top = next(each for each in deck.slide_layouts[0].placeholders if each.placeholder_format.idx == 0)
    under.left, under.top, under.width, under.height = top.left, under.top, top.width, under.height
    under.element.find("p:txBody/a:lstStyle/a:lvl1pPr", NS).set("algn", "l")


def japanese() -> bytes:
    """Japanese names and fonts, a bar at the left that titles and texts begin under."""
    deck = new(13.333, 7.5, PLUM, ("Meiryo", "Meiryo"))
    rename(deck, JAPANESE)
    left_titles(deck)
    draw(deck.slide_master, shape("帯", (0, 0, 0.9, 7.5), "accent1"))
    return saved(deck)


def dark() -> bytes:
    """A dark background that the colour map knows nothing of, and an accent that drowns in it; capitals."""
    deck = new(13.333, 7.5, NIGHT, ("Calibri", "Calibri"))
    ground(deck.slide_master, solid("10243E"))
    text_color(deck, "bg1")
    left_titles(deck)
    run = deck.slide_master.element.find("p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr", NS)
    run.set("cap", "all")
    run.set("spc", "300")
    return saved(deck)


def picture_ground() -> bytes:
    """A photograph behind everything, and a grouped logo at the lower right."""
    deck = new(13.333, 7.5, NAVY, ("Arial", "Arial"))
    left_titles(deck)
    _, id_ = deck.slide_master.part.get_or_add_image_part(picture())
    ground(deck.slide_master, f'<a:blipFill><a:blip r:embed="{id_}"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>')
    draw(deck.slide_master, group("Logo", (11.2, 6.2, 1.8, 0.7), "FFFFFF", "F2A900", "FFFFFF"))
    return saved(deck)


def poster() -> bytes:
    """40 × 20 in."""
    deck = new(40, 20, PLUM, ("Arial", "Arial"))
    left_titles(deck)
    deck.slide_master.element.find("p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr", NS).set("sz", "9600")
    draw(deck.slide_master, shape("Band", (0, 0, 40, 0.6), "accent1"))
    return saved(deck)


def small() -> bytes:
    """25.4 × 14.29 cm, as other programs make slides of 16:9."""
    deck = new(10, 5.626, NAVY, ("Arial", "Arial"))
    left_titles(deck)
    draw(deck.slide_master, shape("Logo", (9.0, 0.2, 0.8, 0.3), "0B2545"))
    return saved(deck)


def upright() -> bytes:
    """A4 upright."""
    deck = new(7.5, 10.83, PLUM, ("Calibri", "Calibri"))
    left_titles(deck)
    return saved(deck)


def side_title() -> bytes:
    """The title in a coloured column at the left, the content beside it."""
    deck = new(13.333, 7.5, PLUM, ("Arial", "Arial"))
    left_titles(deck)
    text = deck.slide_layouts[1], deck.slide_layouts[5]
    for layout in text:
        draw(layout, shape("Column", (0, 0, 4.2, 7.5), "accent1", 930))
        place(layout, 0, (0.4, 0.6, 3.4, 5.5))
        run = '<a:lvl1pPr><a:defRPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        style = layout.placeholders[0].element.find("p:txBody/a:lstStyle", NS)
        style.append(etree.fromstring(run.replace("<a:lvl1pPr>", f"<a:lvl1pPr {DECLARED}>", 1)))
    place(text[0], 1, (4.7, 0.6, 8.0, 6.0))
    return saved(deck)


def no_title() -> bytes:
    """Layouts whose designer wanted no titles; the master has one."""
    deck = new(13.333, 7.5, PLUM, ("Arial", "Arial"))
    for layout in deck.slide_layouts:
        for holder in list(layout.placeholders):
            if holder.placeholder_format.idx == 0:
                holder.element.getparent().remove(holder.element)
    return saved(deck)


def gradient() -> bytes:
    """A gradient from dark to light, over which no colour reads, and a layout with a colour map of its own."""
    deck = new(13.333, 7.5, NAVY, ("Arial", "Arial"))
    ends = ((0, "0B2545"), (100_000, "FFFFFF"))
    stops = "".join(f'<a:gs pos="{at}"><a:srgbClr val="{value}"/></a:gs>' for at, value in ends)
    ground(deck.slide_master, f'<a:gradFill><a:gsLst>{stops}</a:gsLst><a:lin ang="5400000" scaled="0"/></a:gradFill>')
    layout = deck.slide_layouts[5]
    ground(layout, solid("0B2545"))
    override = layout.element.find("p:clrMapOvr", NS)
    override.clear()
    swapped = {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}
    same = {name: name for name in (*(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")}
    etree.SubElement(override, f"{{{A}}}overrideClrMapping", {**swapped, **same})
    return saved(deck, 5)


def two_masters() -> bytes:
    """A first master with an opening slide only, and a second one with everything."""
    full = new(13.333, 7.5, PLUM, ("Arial", "Arial"))
    left_titles(full)
    draw(full.slide_master, group("Logo", (11.6, 6.75, 1.3, 0.45), "7B2CBF", "0096C7"))
    return _with_second(saved(full))


def _with_second(data: bytes) -> bytes:
    """The package with a bare copy of its master before its own."""
    path = Path(f"{__file__}.tmp.pptx")
    path.write_bytes(data)
    try:
        package = read_package(path)
    finally:
        path.unlink()
    master, presentation = "/ppt/slideMasters/slideMaster1.xml", "/ppt/presentation.xml"
    bare = "/ppt/slideMasters/slideMaster9.xml"
    links = package.relationships[master]
    layouts = [link for link in links if link.kind == "slideLayout"]
    first = layouts[0]
    own = "/ppt/slideLayouts/slideLayout99.xml"
    root = etree.fromstring(package.parts[master])
    listed = root.find("p:sldLayoutIdLst", NS)
    for each in list(listed):
        if each.get(f"{{{R}}}id") != first.id:
            listed.remove(each)
        else:
            each.set("id", "2147483999")
    slides = etree.fromstring(package.parts[presentation])
    masters = slides.find("p:sldMasterIdLst", NS)
    masters.insert(0, etree.fromstring(f'<p:sldMasterId {DECLARED} id="2147483990" r:id="rId990"/>'))
    theme = "/ppt/theme/theme9.xml"
    own_theme = package.related(master, "theme")[0]
    parts = {
        **package.parts,
        presentation: etree.tostring(slides, xml_declaration=True, encoding="UTF-8", standalone=True),
        bare: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
        own: package.parts[first.target],
        theme: package.parts[own_theme],
    }
    types = {
        **package.types,
        bare: package.types[master],
        own: package.types[first.target],
        theme: package.types[own_theme],
    }
    kept = [link for link in links if link.kind not in {"slideLayout", "theme"}]
    base = first.type.rsplit("/", 1)[0]
    relationships = {
        **package.relationships,
        presentation: (*package.relationships[presentation], Relationship("rId990", f"{base}/slideMaster", bare)),
        bare: (*kept, Relationship(first.id, first.type, own), Relationship("rId991", f"{base}/theme", theme)),
        own: (Relationship("rId1", f"{base}/slideMaster", bare),),
    }
    return write_package(Package(parts, types, relationships))


TEMPLATES: Mapping[str, Callable[[], bytes]] = {
    "default": default,
    "no-body": no_body,
    "german": german,
    "japanese": japanese,
    "dark": dark,
    "two-masters": two_masters,
    "picture": picture_ground,
    "poster": poster,
    "small": small,
    "upright": upright,
    "side-title": side_title,
    "no-title": no_title,
    "gradient": gradient,
}


if __name__ == "__main__":
    for each, build in TEMPLATES.items():
        (Path(sys.argv[1]) / f"{each}.pptx").write_bytes(build())

"""The parts of the built-in themes as XML: colours, fonts, masters, layouts; build_theme.py says how they look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefing.ooxml.xmltext import DECLARATION, attribute
from briefing.page.boxes import inches, points

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
P_NS = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
A_NS = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
WIDTH, HEIGHT = inches(13 + 1 / 3), inches(7.5)
LANGUAGE = "en-GB"
BULLET_STEP = 0.25  # inches
TREE_TOP = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
LEVEL = 'algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"'  # of every paragraph style
SLOTS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")


@dataclass(frozen=True)
class Rect:
    """Where something stands, in inches."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Fill:
    """A filled shape of the master or a layout: decoration that nobody edits by accident."""

    name: str
    rect: Rect
    color: str
    preset: str = "rect"
    guides: tuple[int, ...] = ()  # adj1, adj2 …


@dataclass(frozen=True)
class Place:
    """A placeholder. Size 0 and an empty colour are inherited from the master."""

    type: str
    idx: int
    name: str
    rect: Rect
    prompt: str
    size: float = 0
    color: str = ""
    bold: bool | None = None
    anchor: str = "t"
    align: str = "l"
    plain: bool = False  # no bullets


@dataclass(frozen=True)
class Layout:
    """A slide layout: its ground, what is drawn on it, and its placeholders."""

    name: str
    type: str  # of ST_SlideLayoutType, or "" for none
    places: tuple[Place, ...]
    fills: tuple[Fill, ...] = ()
    ground: str = ""  # of the master unless given
    own_ground: bool = False  # hides what the master draws


def solid(color: str) -> str:
    """A fill in a theme colour."""
    return f'<a:solidFill><a:schemeClr val="{color}"/></a:solidFill>'


def background(color: str) -> str:
    """The ground of a slide, or nothing."""
    return f"<p:bg><p:bgPr>{solid(color)}<a:effectLst/></p:bgPr></p:bg>" if color else ""


def geometry(rect: Rect, fill: str = "", preset: str = "rect", guides: tuple[int, ...] = ()) -> str:
    """A shape's position, outline and fill."""
    x, y, w, h = (inches(each) for each in (rect.x, rect.y, rect.w, rect.h))
    rows = "".join(f'<a:gd name="adj{number}" fmla="val {value}"/>' for number, value in enumerate(guides, 1))
    place = f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
    return f'<p:spPr>{place}<a:prstGeom prst="{preset}"><a:avLst>{rows}</a:avLst></a:prstGeom>{fill}</p:spPr>'


def decoration(fill: Fill, number: int) -> str:
    """A filled shape, marked as decorative for screen readers."""
    extension = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    )
    head = f'<p:cNvPr id="{number}" name="{attribute(fill.name)}">{extension}</p:cNvPr>'
    shape = geometry(fill.rect, f"{solid(fill.color)}<a:ln><a:noFill/></a:ln>", fill.preset, fill.guides)
    return f'<p:sp><p:nvSpPr>{head}<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>{shape}</p:sp>'


def run_style(tag: str, size: float, color: str, bold: bool | None, font: str = "") -> str:
    """Run properties, as much as is given."""
    sized = f' sz="{round(size * 100)}"' if size else ""
    heavy = "" if bold is None else f' b="{int(bold)}"'
    fonts = (
        f'<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/><a:cs typeface="+{font}-cs"/>' if font else ""
    )
    return f'<a:{tag} lang="{LANGUAGE}"{sized}{heavy}>{solid(color) if color else ""}{fonts}</a:{tag}>'


def own_style(place: Place) -> str:
    """What a placeholder of a layout changes in the master's text styles."""
    if not (place.plain or place.size or place.color or place.bold is not None or place.align != "l"):
        return ""
    flat = ' marL="0" indent="0"' if place.plain else ""
    align = f' algn="{place.align}"' if place.align != "l" else ""
    none = "<a:buNone/>" if place.plain else ""
    run = run_style("defRPr", place.size, place.color, place.bold)
    return f"<a:lvl1pPr{flat}{align}>{none}{run}</a:lvl1pPr>"


def field(place: Place) -> str:
    """What stands in the placeholder until somebody writes in it."""
    lang = f'<a:rPr lang="{LANGUAGE}"/>'
    if place.type == "sldNum":
        guid = "{7D0A6A34-3B0C-4B0D-9E0B-5B5A0F6B1C01}"
        return f'<a:p><a:fld id="{guid}" type="slidenum">{lang}<a:t>‹#›</a:t></a:fld></a:p>'
    if place.type in {"dt", "ftr"} and not place.prompt:
        return f'<a:p><a:endParaRPr lang="{LANGUAGE}"/></a:p>'
    lines = place.prompt.split("\n")
    levels = (f'<a:pPr lvl="{level}"/>' if level else "" for level in range(len(lines)))
    return "".join(
        f"<a:p>{level}<a:r>{lang}<a:t>{attribute(line)}</a:t></a:r></a:p>"
        for level, line in zip(levels, lines, strict=True)
    )


def placeholder(place: Place, number: int) -> str:
    """A placeholder of a layout or master."""
    idx = f' idx="{place.idx}"' if place.idx else ""
    size = ' sz="quarter"' if place.idx >= 10 or place.name == "Notes" else ""
    custom = ' hasCustomPrompt="1"' if place.idx >= 13 or place.type == "subTitle" else ""
    head = f'<p:cNvPr id="{number}" name="{attribute(place.name)}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
    kind = f'<p:nvPr><p:ph type="{place.type}"{size}{idx}{custom}/></p:nvPr>'
    insets = 'vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0"'
    body = f'<a:bodyPr {insets} anchor="{place.anchor}"><a:noAutofit/></a:bodyPr>'
    text = f"<p:txBody>{body}<a:lstStyle>{own_style(place)}</a:lstStyle>{field(place)}</p:txBody>"
    return f"<p:sp><p:nvSpPr>{head}{kind}</p:nvSpPr>{geometry(place.rect)}{text}</p:sp>"


def shapes(fills: Iterable[Fill], places: Iterable[Place]) -> str:
    """A shape tree: what is drawn first, then the placeholders over it."""
    under = [decoration(fill, number) for number, fill in enumerate(fills, 2)]
    over = [placeholder(place, number) for number, place in enumerate(places, 2 + len(under))]
    rows = "".join([*under, *over])
    return f"<p:spTree>{TREE_TOP}{rows}</p:spTree>"


def layout_part(layout: Layout) -> str:
    """A slide layout."""
    kind = f' type="{layout.type}"' if layout.type else ""
    hidden = ' showMasterSp="0"' if layout.own_ground else ""
    data = f'<p:cSld name="{layout.name}">{background(layout.ground)}{shapes(layout.fills, layout.places)}</p:cSld>'
    override = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
    return f'{DECLARATION}<p:sldLayout {NS}{hidden}{kind} preserve="1" userDrawn="1">{data}{override}</p:sldLayout>'


def list_style(sizes: Iterable[float], color: str, after: float, line: float) -> str:
    """Three bulleted levels with hanging indents."""
    rows = []
    for level, size in enumerate(sizes, 1):
        margins = f'marL="{inches(BULLET_STEP * level)}" indent="-{inches(BULLET_STEP)}"'
        bullet = '<a:buClr><a:schemeClr val="accent1"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="•"/>'
        run = run_style("defRPr", size, color, False, "mn")
        rows.append(f"<a:lvl{level}pPr {margins} {LEVEL}>{spacing(line, after)}{bullet}{run}</a:lvl{level}pPr>")
    return "".join(rows)


def spacing(line: float, after: float) -> str:
    """Line spacing as a share of single, and space after a paragraph in points."""
    return (
        f'<a:lnSpc><a:spcPct val="{round(line * 100_000)}"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft>'
    )


def plain_style(size: float, color: str) -> str:
    """Level 1 without a bullet."""
    run = run_style("defRPr", size, color, None, "mn")
    return f'<a:lvl1pPr marL="0" indent="0" {LEVEL}>{run}</a:lvl1pPr>'


def color_map(swapped: bool) -> str:
    """Which theme colour is ground and which is text."""
    ground, text = ("dk", "lt") if swapped else ("lt", "dk")
    accents = " ".join(f'{name}="{name}"' for name in SLOTS[4:])
    return f'<p:clrMap bg1="{ground}1" tx1="{text}1" bg2="{ground}2" tx2="{text}2" {accents}/>'


def master_part(master: Layout, layouts: int, swapped: bool) -> str:
    """The slide master."""
    run = run_style("defRPr", 28, "tx1", True, "mj")
    title = f"<a:lvl1pPr {LEVEL}>{spacing(1, 0)}<a:buNone/>{run}</a:lvl1pPr>"
    body = list_style((16, 14, 14), "tx1", after=6, line=1.05)
    styles = (
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{plain_style(16, 'tx1')}</p:otherStyle></p:txStyles>"
    )
    ids = "".join(f'<p:sldLayoutId id="{2147483649 + number}" r:id="rId{number + 1}"/>' for number in range(layouts))
    data = f"<p:cSld>{background(master.ground)}{shapes(master.fills, master.places)}</p:cSld>"
    rest = f"{color_map(swapped)}<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>{styles}"
    return f'{DECLARATION}<p:sldMaster {NS} preserve="1">{data}{rest}</p:sldMaster>'


def notes_master_part() -> str:
    """The notes master: a picture of the slide over the notes, on a portrait page."""
    frame = geometry(Rect(0.75, 0.75, 6, 3.375), f'<a:noFill/><a:ln w="9525">{solid("tx2")}</a:ln>')
    picture = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
        f'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr>{frame}</p:sp>'
    )
    notes = placeholder(Place("body", 3, "Notes", Rect(0.75, 4.4, 6, 4.9), "Notes", plain=True), 3)
    level = f"{spacing(1, 6)}{run_style('defRPr', 12, 'tx1', None, 'mn')}"
    style = f'<p:notesStyle><a:lvl1pPr marL="0" indent="0" {LEVEL}>{level}</a:lvl1pPr></p:notesStyle>'
    data = f"<p:cSld>{background('bg1')}<p:spTree>{TREE_TOP}{picture}{notes}</p:spTree></p:cSld>"
    return f"{DECLARATION}<p:notesMaster {NS}>{data}{color_map(False)}{style}</p:notesMaster>"


def theme_part(name: str, colors: Mapping[str, str], font: str) -> str:
    """Colours, fonts, and the plainest of format schemes: no shadow, gradient or bevel anywhere."""
    scheme = "".join(f'<a:{slot}><a:srgbClr val="{colors[slot]}"/></a:{slot}>' for slot in SLOTS)
    face = f'<a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(
        f'<a:ln w="{points(width)}" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
        for width in (0.75, 1.5, 2.25)
    )
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    formats = (
        f'<a:fmtScheme name="Flat"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
    )
    fonts = (
        f'<a:fontScheme name="{font}"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
    )
    elements = f'<a:clrScheme name="{name}">{scheme}</a:clrScheme>{fonts}{formats}'
    return f'{DECLARATION}<a:theme {A_NS} name="{name}"><a:themeElements>{elements}</a:themeElements></a:theme>'


def presentation_part() -> str:
    """The presentation without a slide: rId1 is its slide master, rId2 its notes master."""
    masters = '<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
    masters += '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
    sizes = f'<p:sldSz cx="{WIDTH}" cy="{HEIGHT}"/><p:notesSz cx="{inches(7.5)}" cy="{inches(10)}"/>'
    text = f'<a:defPPr><a:defRPr lang="{LANGUAGE}"/></a:defPPr>{plain_style(16, "tx1")}'
    style = f"<p:defaultTextStyle>{text}</p:defaultTextStyle>"
    return f'{DECLARATION}<p:presentation {NS} saveSubsetFonts="1">{masters}{sizes}{style}</p:presentation>'


def presentation_type(name: str) -> str:
    """The content type of a PresentationML part."""
    return f"application/vnd.openxmlformats-officedocument.presentationml.{name}+xml"


def properties_parts(name: str) -> dict[str, tuple[str, str]]:
    """Part → (content type, XML) of what every presentation carries."""
    namespaces = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    core = f"{DECLARATION}<cp:coreProperties {namespaces}><dc:title>{name}</dc:title></cp:coreProperties>"
    app = f'{DECLARATION}<Properties xmlns="{OFFICE}extended-properties"><Slides>0</Slides></Properties>'
    grid = '<p:gridSpacing cx="91440" cy="91440"/>'  # the step of 0.1 in
    styles = f'<a:tblStyleLst {A_NS} def="{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}"/>'
    return {
        "/docProps/core.xml": ("application/vnd.openxmlformats-package.core-properties+xml", core),
        "/docProps/app.xml": ("application/vnd.openxmlformats-officedocument.extended-properties+xml", app),
        "/ppt/presProps.xml": (presentation_type("presProps"), f"{DECLARATION}<p:presentationPr {P_NS}/>"),
        "/ppt/viewProps.xml": (presentation_type("viewProps"), f"{DECLARATION}<p:viewPr {P_NS}>{grid}</p:viewPr>"),
        "/ppt/tableStyles.xml": (presentation_type("tableStyles"), DECLARATION + styles),
    }

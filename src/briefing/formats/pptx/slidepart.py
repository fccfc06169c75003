"""A slide and its notes as XML parts: the shape tree, the footer placeholders, and the speaker notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Final

from briefing.formats.pptx.drawing import draw, position
from briefing.formats.pptx.textbody import Pen
from briefing.ooxml.xmltext import DECLARATION, NAMESPACES, attribute, content, is_right_to_left
from briefing.page.boxes import (
    ChartBox,
    Deck,
    FootBox,
    Frame,
    IconBox,
    LineBox,
    Placed,
    PlacedSlide,
    ShapeBox,
    TableBox,
    safe_address,
)
from briefing.page.fonts import THEME_FONTS
from briefing.page.look import SlideLayout
from briefing.page.palette import color_xml

# The addresses that a slide links to, and the relationship of each.


def addresses(boxes: Iterable[Placed]) -> tuple[str, ...]:
    """The `link` values of all runs that may be links, each once, in their order."""
    runs = (run for box in boxes for frame in _frames(box) for paragraph in frame.paragraphs for run in paragraph.runs)
    return tuple(dict.fromkeys(run.link for run in runs if run.link and safe_address(run.link)))


def _frames(box: Placed) -> Iterator[Frame]:
    if isinstance(box, TableBox):
        yield from (cell.frame for row in box.rows for cell in row)
    elif not isinstance(box, LineBox | IconBox | ChartBox) and box.frame is not None:
        yield box.frame


# The file properties of a deck, docProps/core.xml and app.xml: all from the deck, nothing from the clock.

CORE_PART: Final = "/docProps/core.xml"
CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_LINK: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
APP_PART: Final = "/docProps/app.xml"
APP_TYPE: Final = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
APP_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
_CORE_NAMESPACES: Final = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_APP_NAMESPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def core_part(deck: Deck) -> str:
    """Title, author, subject, keywords, language and dates, both midnight UTC of the deck's date."""
    values = {
        "dc:title": deck.title,
        "dc:subject": deck.subject,
        "dc:creator": deck.author,
        "cp:keywords": ", ".join(deck.keywords),
        "dc:language": deck.language,
        "cp:lastModifiedBy": deck.author,
        "cp:revision": "1",
    }
    rows = "".join(f"<{tag}>{content(value)}</{tag}>" for tag, value in values.items() if value)
    moment = f' xsi:type="dcterms:W3CDTF">{deck.date.isoformat()}T00:00:00Z'
    dates = f"<dcterms:created{moment}</dcterms:created><dcterms:modified{moment}</dcterms:modified>"
    return f"{DECLARATION}<cp:coreProperties {_CORE_NAMESPACES}>{rows}{dates}</cp:coreProperties>"


def app_part(deck: Deck) -> str:
    """How many slides and notes there are."""
    slides = [slide for section in deck.sections for slide in section.slides]
    notes = sum(bool(slide.notes) for slide in slides)
    counts = f"<Slides>{len(slides)}</Slides><Notes>{notes}</Notes><HiddenSlides>0</HiddenSlides>"
    rows = f"<TotalTime>0</TotalTime><Application>briefing</Application>{counts}"
    return f'{DECLARATION}<Properties xmlns="{_APP_NAMESPACE}">{rows}</Properties>'


FIRST_SHAPE_ID: Final = 2  # 1 is the shape tree itself
NUMBER_FIELD: Final = "{7D0A6A34-3B0C-4B0D-9E0B-5B5A0F6B1C01}"  # the same field on every slide
_TREE_TOP: Final = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
_COLORS: Final = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"


def slide_part(
    slide: PlacedSlide,
    number: int,
    layout: SlideLayout,
    deck: Deck,
    palette: Mapping[str, str],
    links: Mapping[str, str],
    charts: Sequence[str] = (),
    color_map: str = "",
    fonts: tuple[str, str] = THEME_FONTS,
) -> str:
    """The slide as XML; `links` are the relationship ids of its addresses, `charts` those of its charts in order.

    `color_map` is that of a slide layout with a colour map of its own, as an element; `fonts` are as in `Pen`.
    """
    names = unique_names(box.name for box in slide.boxes)
    drawn = [name for name, box in zip(names, slide.boxes, strict=True) if isinstance(box, ChartBox)]
    ids = {name: shape_id for shape_id, name in enumerate(names, FIRST_SHAPE_ID)}
    geometries = {name: box.geometry for name, box in zip(names, slide.boxes, strict=True) if isinstance(box, ShapeBox)}
    pen = Pen(palette, deck.language, links, ids, geometries, dict(zip(drawn, charts, strict=True)), fonts)
    shapes = "".join(draw(box, name, pen, layout) for box, name in zip(slide.boxes, names, strict=True))
    first, shown = FIRST_SHAPE_ID + len(names), feet_of(slide, layout, deck)
    feet = "".join(_foot(foot, number, first + count, set(names), pen) for count, foot in enumerate(shown))
    tree = f"<p:cSld><p:spTree>{_TREE_TOP}{shapes}{feet}</p:spTree></p:cSld>"
    colors = f"<p:clrMapOvr>{color_map}</p:clrMapOvr>" if color_map else _COLORS
    return f"{DECLARATION}<p:sld {NAMESPACES}>{tree}{colors}</p:sld>"


def feet_of(slide: PlacedSlide, layout: SlideLayout, deck: Deck) -> tuple[FootBox, ...]:
    """Footer, date and number of a slide; none where it shows none."""
    measured = deck.feet.get(slide.layout)
    return () if not slide.footer else _unmeasured(layout, deck) if measured is None else measured


def foot_name(foot: FootBox, shape_id: int, taken: Set[str]) -> str:
    """Its name, which no other shape of the slide has."""
    return foot.name if foot.name not in taken else f"{foot.name} {shape_id}"


def unique_names(names: Iterator[str]) -> tuple[str, ...]:
    """The names, a number added where one comes again, so that screen readers and connectors can tell shapes apart."""
    seen: dict[str, int] = {}
    return tuple(_numbered(name, seen) for name in names)


def notes_part(slide: PlacedSlide, language: str) -> str:
    """The speaker notes as XML: a picture of the slide, and a paragraph a note."""
    run = f'<a:rPr lang="{attribute(language)}"/>'
    rows = "".join(f"<a:p>{_note_runs(note, run)}</a:p>" for note in slide.notes)
    picture = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
        'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
    )
    text = (
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="body" idx="1"/></p:nvPr>'
        f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{rows}</p:txBody></p:sp>"
    )
    tree = f"<p:cSld><p:spTree>{_TREE_TOP}{picture}{text}</p:spTree></p:cSld>"
    return f"{DECLARATION}<p:notes {NAMESPACES}>{tree}{_COLORS}</p:notes>"


def _note_runs(note: str, run: str) -> str:
    lines = (f"<a:r>{run}<a:t>{line}</a:t></a:r>" if line else "" for line in content(note).split("\n"))
    return f"<a:br>{run}</a:br>".join(lines)


def _numbered(name: str, seen: dict[str, int]) -> str:
    wanted = name or "Shape"
    unique = wanted
    while unique in seen:
        seen[wanted] += 1
        unique = f"{wanted} {seen[wanted]}"
    seen[unique] = 1
    return unique


def _unmeasured(layout: SlideLayout, deck: Deck) -> tuple[FootBox, ...]:
    """Feet as the layout has them, in a deck that was put together without measuring."""
    texts = {"ftr": deck.footer, "dt": deck.date_text, "sldNum": "1"}
    return tuple(
        FootBox(place.type, place.idx, place.name, text, color=place.color)
        for place in layout.placeholders
        if (text := texts.get(place.type))
    )


def _foot(foot: FootBox, number: int, shape_id: int, taken: Set[str], pen: Pen) -> str:
    """A footer, date or number: PowerPoint shows them only where the slide has its own copy of the placeholder."""
    name = foot_name(foot, shape_id, taken)
    ph = f'<p:nvPr><p:ph type="{foot.type}" sz="quarter" idx="{foot.idx}"/></p:nvPr>'
    head = f'<p:cNvPr id="{shape_id}" name="{attribute(name)}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>{ph}'
    runs = f'<a:pPr rtl="{int(is_right_to_left(foot.text))}"/>{_foot_text(foot, number, pen)}'  # not as the template's
    body = f"<p:txBody>{_foot_body(foot)}<a:lstStyle/><a:p>{runs}</a:p></p:txBody>"
    fill = pen.fill(foot.fill) if foot.fill else ""
    where = f"<p:spPr>{position(foot.box)}{fill}</p:spPr>" if foot.box else "<p:spPr/>"
    return f"<p:sp><p:nvSpPr>{head}</p:nvSpPr>{where}{body}</p:sp>"


def _foot_body(foot: FootBox) -> str:
    """Where it was measured it is not shrunk further, as a template may ask for, and keeps the insets of then."""
    inner = foot.insets
    if inner is None:
        return "<a:bodyPr/>"
    insets = f'lIns="{inner.left}" tIns="{inner.top}" rIns="{inner.right}" bIns="{inner.bottom}"'
    return f'<a:bodyPr wrap="square" {insets}><a:noAutofit/></a:bodyPr>'


def _foot_text(foot: FootBox, number: int, pen: Pen) -> str:
    """The text with what it inherits in a template said again: LibreOffice loses the look of an empty placeholder."""
    size = f' sz="{round(foot.size * 100)}"' if foot.size else ""
    run = f'<a:rPr lang="{attribute(pen.language)}"{size}'
    if foot.color:
        color = f"<a:solidFill>{color_xml(pen.palette.get(foot.color, foot.color))}</a:solidFill>"
        run = f'{run}>{color}<a:latin typeface="+mn-lt"/></a:rPr>'
    else:
        run += "/>"
    if foot.type == "sldNum":
        return f'<a:fld id="{NUMBER_FIELD}" type="slidenum">{run}<a:t>{number}</a:t></a:fld>'
    return f"<a:r>{run}<a:t>{content(foot.text)}</a:t></a:r>"

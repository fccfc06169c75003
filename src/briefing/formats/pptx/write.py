"""PowerPoint: a briefing and a theme become the bytes of a .pptx in two steps, arrange and write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from briefing.formats.pptx.base import (
    CUSTOM_LINK,
    CUSTOM_TYPE,
    FORMAT,
    PROPERTIES_TYPE,
    Base,
    BaseChart,
    BaseSlide,
    base_xml,
    chart_base,
    custom_names,
    properties_link,
    properties_xml,
    slide_base,
    told_figures,
)
from briefing.formats.pptx.slidepart import (
    APP_LINK,
    APP_PART,
    APP_TYPE,
    CORE_LINK,
    CORE_PART,
    CORE_TYPE,
    addresses,
    app_part,
    core_part,
    notes_part,
    slide_part,
)
from briefing.model import Briefing, Notice, Remark, Request, Spoken
from briefing.ooxml.elements import NS
from briefing.ooxml.package import Package, Relationship, parse_xml, write_package, xml_bytes
from briefing.ooxml.xmltext import NAMESPACES, attribute, clean
from briefing.page.arrange.arrange import arrange, torn_slides
from briefing.page.boxes import EMU_PER_INCH, ChartBox, Deck, PlacedSlide, ShapeBox, safe_address
from briefing.page.look import scaled_deck, scaled_look
from briefing.rendering import Rendered, ThemeChoice
from briefing.theme.chosen import chosen_theme
from briefing.theme.theme import Theme

# Write a deck: placed slides and a theme become the bytes of a .pptx; the same inputs give the same bytes.

LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
SLIDE_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
NOTES_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml"
CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
CHART_LINK: Final = LINK + "chart"
WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK_LINK: Final = LINK + "package"
FIRST_SLIDE_ID: Final = 256  # the least that PresentationML allows
# Of the theme's presentation part; the rest speaks of slides, fonts or handouts that the deck does not have.
KEPT: Final = ("sldMasterIdLst", "notesMasterIdLst", "sldSz", "notesSz", "defaultTextStyle")
P14: Final = "http://schemas.microsoft.com/office/powerpoint/2010/main"
SECTIONS_URI: Final = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


class _Part(Struct, frozen=True):
    """A part of the deck with its content type and relationships."""

    name: str
    type: str
    xml: str | bytes
    links: tuple[Relationship, ...] = ()


class Remembered(Struct, frozen=True):
    """What a deck is to remember beside its own texts: what it was made for, and the figures that it tells."""

    request: Request
    figures: tuple[Spoken, ...] = ()


def write(deck: Deck, theme: Theme, remembered: Remembered | None = None) -> bytes:
    """The deck as a .pptx. Raises KeyError where a slide names a layout role or colour that the theme has not."""
    deck, theme = scaled_deck(deck, theme.factor), replace(theme, look=scaled_look(theme.look, theme.factor))
    slides = [slide for section in deck.sections for slide in section.slides]
    if not any(slide.notes for slide in slides):
        theme = _without_notes(theme)
    named = {slide.id: _slide_name(number) for number, slide in reversed([*enumerate(slides, 1)]) if slide.id}
    added = [part for number, slide in enumerate(slides, 1) for part in _slide_parts(slide, number, deck, theme, named)]
    links = _slide_links(theme, len(slides))
    if remembered:
        item, properties = _base_parts(deck, slides, theme, remembered, added)
        added += [item, properties]
        links.append(Relationship("rIdBase", CUSTOM_LINK, item.name))
    added += [_Part(CORE_PART, CORE_TYPE, core_part(deck)), _Part(APP_PART, APP_TYPE, app_part(deck))]
    package = theme.package
    own = {theme.presentation: _presentation(deck, theme, [each for each in links if each.type != CUSTOM_LINK])}
    return write_package(
        Package(
            {**package.parts, **own, **{part.name: _encoded(part.xml) for part in added}},
            {**package.types, **{part.name: part.type for part in added}},
            {
                **package.relationships,
                **{part.name: part.links for part in added},
                "": _package_links(package),
                theme.presentation: (*package.relationships[theme.presentation], *links),
            },
        )
    )


def _base_parts(
    deck: Deck, slides: Sequence[PlacedSlide], theme: Theme, remembered: Remembered, added: Sequence[_Part]
) -> tuple[_Part, _Part]:
    """What is remembered of the deck, beside its slides."""
    parts = {part.name: part for part in added}
    made: list[BaseSlide] = []
    for number, slide in enumerate(slides, 1):
        key, page = (slide.id, 1) if slide.id or not made else (made[-1].key, made[-1].page + 1)
        part, charts = parts[_slide_name(number)], _remembered_charts(slide, number, parts)
        layout = theme.look.layouts[slide.layout]
        id = FIRST_SLIDE_ID + number - 1
        made.append(slide_base(slide, (key, page, id), layout, deck, str(part.xml), charts))
    request = remembered.request
    base = Base(FORMAT, request.version, request, tuple(made), told_figures(made, remembered.figures))
    item, properties = custom_names([*theme.package.parts])
    return (
        _Part(item, CUSTOM_TYPE, base_xml(base), (properties_link(properties),)),
        _Part(properties, PROPERTIES_TYPE, properties_xml(base)),
    )


def _remembered_charts(slide: PlacedSlide, number: int, parts: Mapping[str, _Part]) -> list[BaseChart]:
    charts = [box for box in slide.boxes if isinstance(box, ChartBox)]
    if not charts:
        return []
    from briefing.formats.pptx.charts import format_code, number_of

    made = []
    for count, chart in enumerate(charts, 1):
        name = _chart_name(number, count)
        xml, workbook = parts[name].xml, parts[_workbook_name(name)].xml
        made.append(chart_base(chart, number_of, format_code(chart.form), str(xml), _encoded(workbook)))
    return made


def _chart_name(number: int, count: int) -> str:
    return f"/ppt/charts/slide{number}-chart{count}.xml"


def _workbook_name(chart: str) -> str:
    return chart.replace("/charts/", "/embeddings/").replace(".xml", ".xlsx")


def _without_notes(theme: Theme) -> Theme:
    """The theme without a notes master, and without what only that one needs."""
    package, gone = theme.package, {theme.notes_master}
    links = {
        name: tuple(link for link in own if link.target not in gone)
        for name, own in package.relationships.items()
        if name not in gone
    }
    still = {link.target for own in links.values() for link in own}
    gone |= {link.target for link in package.relationships.get(theme.notes_master, ()) if link.target not in still}
    kept = Package(
        {name: part for name, part in package.parts.items() if name not in gone},
        {name: type_ for name, type_ in package.types.items() if name not in gone},
        {name: own for name, own in links.items() if name not in gone},
    )
    return replace(theme, package=kept, notes_master="")


def _encoded(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _slide_parts(
    slide: PlacedSlide, number: int, deck: Deck, theme: Theme, named: Mapping[str, str]
) -> Iterator[_Part]:
    """A slide with its notes and charts; `named` are the parts of slides by the ids that links name."""
    layout, name, notes = theme.look.layouts[slide.layout], _slide_name(number), _notes_name(number)
    links = {address: f"rId{count}" for count, address in enumerate(addresses(slide.boxes), 3)}
    own = [Relationship("rId1", LINK + "slideLayout", layout.part)]
    if slide.notes:
        own.append(Relationship("rId2", LINK + "notesSlide", notes))
        back = (
            Relationship("rId1", LINK + "notesMaster", theme.notes_master),
            Relationship("rId2", LINK + "slide", name),
        )
        yield _Part(notes, NOTES_TYPE, notes_part(slide, deck.language), back)
    own += [Relationship(id_, LINK + "hyperlink", safe_address(address), True) for address, id_ in links.items()]
    for count, id in enumerate(dict.fromkeys(each for each in _targets(slide) if each in named), 1):
        links[id] = f"rIdSlide{count}"
        own.append(Relationship(links[id], LINK + "slide", named[id]))
    charts = [box for box in slide.boxes if isinstance(box, ChartBox)]
    for count, chart in enumerate(charts, 1):
        part = _chart_name(number, count)
        own.append(Relationship(f"rIdChart{count}", CHART_LINK, part))
        yield from _chart_parts(chart, part, deck, _palette(slide, theme))
    shown = [link.id for link in own if link.type == CHART_LINK]
    palette, colors = _palette(slide, theme), theme.color_maps.get(layout.part, "")
    xml = slide_part(slide, number, layout, deck, palette, links, shown, colors, theme.fonts)
    yield _Part(name, SLIDE_TYPE, xml, tuple(own))


def _targets(slide: PlacedSlide) -> Iterator[str]:
    """The ids of the slides that this one leads to."""
    return (box.link for box in slide.boxes if isinstance(box, ShapeBox) and box.link)


def _palette(slide: PlacedSlide, theme: Theme) -> Mapping[str, str]:
    return theme.palettes.get(slide.layout, theme.palette)


def _chart_parts(chart: ChartBox, part: str, deck: Deck, palette: Mapping[str, str]) -> Iterator[_Part]:
    """A chart and the workbook with its figures."""
    from briefing.formats.pptx.charts import chart_parts  # most decks have none

    xml, figures = chart_parts(chart, palette, deck.language)
    workbook = _workbook_name(part)
    yield _Part(part, CHART_TYPE, xml, (Relationship("rId1", WORKBOOK_LINK, workbook),))
    yield _Part(workbook, WORKBOOK_TYPE, figures)


def _slide_name(number: int) -> str:
    return f"/ppt/slides/slide{number}.xml"


def _notes_name(number: int) -> str:
    return f"/ppt/notesSlides/notesSlide{number}.xml"


def _slide_links(theme: Theme, count: int) -> list[Relationship]:
    taken = {link.id for link in theme.package.relationships[theme.presentation]}
    free = (f"rId{number}" for number in range(1, count + len(taken) + 1) if f"rId{number}" not in taken)
    return [
        Relationship(id_, LINK + "slide", _slide_name(number))
        for number, id_ in zip(range(1, count + 1), free, strict=False)
    ]


def _package_links(package: Package) -> tuple[Relationship, ...]:
    kept = package.relationships[""]
    taken = {link.id for link in kept}
    free = iter([id_ for id_ in (f"rId{number}" for number in range(1, len(kept) + 3)) if id_ not in taken])
    return (*kept, Relationship(next(free), CORE_LINK, CORE_PART), Relationship(next(free), APP_LINK, APP_PART))


def _presentation(deck: Deck, theme: Theme, links: list[Relationship]) -> bytes:
    root = parse_xml(theme.package.parts[theme.presentation])
    for child in list(root):
        if not isinstance(child.tag, str) or etree.QName(child).localname not in KEPT:
            root.remove(child)
    size = root.find("p:sldSz", NS)
    if size is None:  # the standard allows it, and means 4:3
        size = _element(f'<p:sldSz {NAMESPACES} cx="{theme.look.width}" cy="{theme.look.height}"/>')
        root.find("p:notesSz", NS).addprevious(size)
    listed = root.find("p:notesMasterIdLst", NS)
    if not theme.notes_master:
        if listed is not None:
            root.remove(listed)
    elif listed is None:
        size.addprevious(_notes_master_list(theme))
    if links:
        size.addprevious(_element(f"<p:sldIdLst {NAMESPACES}>{_slide_ids(links)}</p:sldIdLst>"))
    if any(section.title for section in deck.sections):
        root.append(_element(_sections(deck)))
    return xml_bytes(root)


def _element(xml: str) -> etree._Element:
    return parse_xml(xml.encode())


def _notes_master_list(theme: Theme) -> etree._Element:
    """Files of python-pptx have a notes master that their presentation part does not list."""
    links = theme.package.relationships[theme.presentation]
    id_ = next(link.id for link in links if link.target == theme.notes_master)
    return _element(f'<p:notesMasterIdLst {NAMESPACES}><p:notesMasterId r:id="{id_}"/></p:notesMasterIdLst>')


def _slide_ids(links: list[Relationship]) -> str:
    return "".join(
        f'<p:sldId id="{slide_id}" r:id="{link.id}"/>' for slide_id, link in enumerate(links, FIRST_SLIDE_ID)
    )


def _sections(deck: Deck) -> str:
    rows, slide_id = [], FIRST_SLIDE_ID
    for number, section in enumerate(deck.sections, 1):
        ids = "".join(f'<p14:sldId id="{slide_id + count}"/>' for count in range(len(section.slides)))
        guid = str(uuid5(NAMESPACE_URL, clean(f"{number}\n{section.title}\n{deck.title}"))).upper()
        ids = f"<p14:sldIdLst>{ids}</p14:sldIdLst>"
        rows.append(f'<p14:section name="{attribute(section.title)}" id="{{{guid}}}">{ids}</p14:section>')
        slide_id += len(section.slides)
    listed = f'<p14:sectionLst xmlns:p14="{P14}">{"".join(rows)}</p14:sectionLst>'
    return f'<p:extLst {NAMESPACES}><p:ext uri="{SECTIONS_URI}">{listed}</p:ext></p:extLst>'


MOST_LISTED: Final = 12  # slides in a notice


def render(briefing: Briefing, theme: ThemeChoice | Path) -> Rendered:
    """The deck in a theme, or in that of a .pptx file; its pages count continuation slides."""
    choice = theme if isinstance(theme, ThemeChoice) else ThemeChoice(theme)
    chosen = chosen_theme(choice)
    deck, notices = arrange(briefing, chosen.look)
    pages = sum(len(section.slides) for section in deck.sections)
    remembered = Remembered(briefing.request, briefing.figures) if briefing.request else None
    return Rendered(
        write(deck, chosen, remembered), pages, (*map(Remark, chosen.notices), *notices, *_broken(deck, chosen))
    )


def _broken(deck: Deck, theme: Theme) -> Iterator[Notice]:
    """One notice of all words that even the least size is too wide for."""
    slides = torn_slides(deck, theme.look)
    if slides:
        sides = (side * theme.factor / EMU_PER_INCH for side in (theme.look.width, theme.look.height))
        page = " × ".join(f"{side:.1f}" for side in sides)
        listed = ", ".join(map(str, slides[:MOST_LISTED])) + (" …" if len(slides) > MOST_LISTED else "")
        where = f"slide {listed}" if len(slides) == 1 else f"slides {listed}"
        yield Remark(
            f"The page of {page} in is too narrow for some words, which are broken between letters on {where}."
        )

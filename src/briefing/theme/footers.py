"""What stands at the edges of a template's slides: bands under titles, footers with date and number, and a notes
master where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from briefing.ooxml.fills import Ground
from briefing.ooxml.package import Package, Relationship
from briefing.ooxml.xmltext import DECLARATION
from briefing.page.boxes import Box, Insets, inches, points
from briefing.page.look import Placeholder, clear_of, meeting, touches
from briefing.page.palette import TEXT, named
from briefing.theme.grounds import Palette, best, value_of
from briefing.theme.stand import stand
from briefing.theme.template_layout import FEET, GAP, TITLE_GAP, UNDER_TITLE, TemplateLayout

# Bands: a title that stands on a shape of the template stays on it, whole; or leaves it where it is too low.
#
# A title in a band has the colour that reads there, and would not be seen beside it.

LINE: Final = 1.2  # of the type size
HEADLINE_LINES: Final = 2  # of a headline
LABEL: Final = inches(0.28)  # the height of one
UNDER_LABEL: Final = inches(0.16)  # before the content that it stands on
UNDER_BAND: Final = inches(0.15)  # between a band and the content under it
EDGE: Final = inches(0.2)  # what stays free at the edge of the slide
TALL: Final = inches(3)  # a shape as high as this is a panel of the slide, and no band


def in_band(sheet: TemplateLayout, label: int, smallest: float) -> tuple[TemplateLayout, Box | None]:
    """The sheet with its title in its band or under it; and where the label then stands that has no room in there.

    `label` is the label's height, `smallest` the size of a headline, in points, that the band must hold twice.
    """
    band = sheet.titled.held
    insets = sheet.title.style.insets if sheet.title and sheet.title.style else Insets()
    needed = points(HEADLINE_LINES * LINE * smallest) + insets.top + insets.bottom
    if is_filled(sheet):
        return _filled(sheet, needed, insets)
    if band is None or band.h >= TALL:
        return sheet, None
    box = _grown(sheet, band)
    if box.h >= needed + label:
        whole = sheet if sheet.titled.box.h >= needed + label else _titled(sheet, box)
        return _lowered(whole, band.bottom + UNDER_BAND), None
    if box.h >= needed:
        sheet = _titled(sheet, box)
        strip = Box(box.x + insets.left, band.bottom + TITLE_GAP, box.w - insets.left - insets.right, label)
        return _lowered(sheet, strip.bottom + UNDER_LABEL), strip if label else None
    return _under(sheet, band, needed + label), None


def is_filled(sheet: TemplateLayout) -> bool:
    """Whether the title has a fill of its own, which goes where it goes."""
    return sheet.title is not None and (sheet.title.type, sheet.title.idx) in sheet.fills


def _filled(sheet: TemplateLayout, needed: int, insets: Insets) -> tuple[TemplateLayout, Box | None]:
    """A title that is a band itself: where there is no room over it for a label, that stands under it."""
    box = sheet.titled.box
    if box.y - LABEL >= EDGE:
        return _lowered(sheet, box.bottom + 2 * UNDER_TITLE), None
    box = Box(box.x, box.y, box.w, max(box.h, needed))
    left = max(box.x + insets.left, sheet.content.box.x)
    strip = Box(left, box.bottom + UNDER_TITLE, box.right - insets.right - left, LABEL)
    return _lowered(_titled(sheet, box), strip.bottom + UNDER_LABEL), strip


def _titled(sheet: TemplateLayout, box: Box) -> TemplateLayout:
    return replace(sheet, titled=replace(sheet.titled, box=box))


def _grown(sheet: TemplateLayout, band: Box) -> Box:
    """The title as high as its band, clear of what else stands in there."""
    title, slide = sheet.titled.box, Box(0, TITLE_GAP, sheet.size[0], sheet.size[1] - 2 * TITLE_GAP)
    whole = meeting(Box(title.x, band.y + TITLE_GAP, title.w, band.h - 2 * TITLE_GAP), slide)
    grown = clear_of(whole, list(sheet.obstacles), TITLE_GAP)
    return grown if grown.h >= title.h and grown.w >= title.w * 0.8 else title


def _under(sheet: TemplateLayout, band: Box, height: int) -> TemplateLayout:
    """The title on the ground under its band, and the content under that."""
    title = sheet.titled.box
    feet = [place.box for place in sheet.places if place.type in FEET]
    wanted = Box(title.x, band.bottom + GAP, title.w, height)
    area = stand(wanted, sheet.marks, sheet.background, TITLE_GAP, feet)
    if area.box.h < height or area.box.w < title.w * 0.6:
        return sheet
    return _lowered(replace(sheet, titled=area), area.box.bottom + UNDER_TITLE)


def _lowered(sheet: TemplateLayout, top: int) -> TemplateLayout:
    content = sheet.content.box
    if content.y >= top:
        return sheet
    return replace(sheet, content=replace(sheet.content, box=Box(content.x, top, content.w, content.bottom - top)))


# Footer, date and number of a template's slide layout: where they stand, how far they may go, and in which colour.

FEET_ROLES: Final = ("muted", "ink", "paper", "#000000", "#FFFFFF")
FIGURES, FIGURE = 3, 0.6  # of a slide number, and the width of one by its size
LEAST_FOOT: Final = 9.0  # points of a footer, date or number


def feet(sheet: TemplateLayout, palette: Palette, heads: Sequence[Box]) -> Iterator[Placeholder]:
    """Footer, date and number clear of marks and titles, in their own colour where it reads or nobody can know."""
    seen: set[str] = set()
    for place in (each for each in sheet.places if each.type in FEET):
        if place.type in seen:  # a layout may hold two of a sort; one is enough to say it
            continue
        seen.add(place.type)
        own = _lined(place, sheet.size[1])
        area = stand(own, sheet.marks, sheet.background, 0, heads)
        box = area.box if area.box.w > 0 and area.box.h > 0 else own
        color, fill = _foot_colors(sheet, sheet.under(_letters(place, box), place), place, palette)
        room = _room(sheet, box, area.held, heads)
        moved = place.moved or box != place.box
        yield replace(place, color=color, fill=fill, box=box, moved=moved, room=room)


def _letters(place: Placeholder, box: Box) -> Box:
    """The part of the place of a number that its figures take; all of that of a date or a text."""
    style = place.style
    if place.type != "sldNum" or style is None:
        return box
    left, right = box.x + style.insets.left, box.right - style.insets.right
    wide, high = points(FIGURES * FIGURE * style.size), min(box.h, points(LINE * style.size))
    if wide >= right - left:
        return box
    x = {"l": left, "r": right - wide}.get(style.align, (left + right - wide) // 2)
    y = {"t": box.y + style.insets.top, "b": box.bottom - style.insets.bottom - high}.get(style.anchor)
    return meeting(Box(x, (box.y + box.bottom - high) // 2 if y is None else y, wide, high), box)


def _lined(place: Placeholder, tall: int) -> Box:
    """The place of a foot, high enough for a line of the least size."""
    box, needed = place.box, points(LINE * LEAST_FOOT)
    if box.h >= needed:
        return box
    return replace(box, y=max(0, min(box.y - (needed - box.h) // 2, tall - needed)), h=needed)


def _foot_colors(sheet: TemplateLayout, ground: Ground, place: Placeholder, palette: Palette) -> tuple[str, str]:
    """The colour of a foot, and of its ground where no colour reads on what is there."""
    own = sheet.colors.get((place.type, place.idx), "")
    chosen = best(ground, palette, FEET_ROLES)
    fill = "paper" if ground.busy or ground.least_contrast(value_of(chosen, palette)) < TEXT else ""
    seen = Ground((palette.values["paper"],)) if fill else ground
    if own and (seen.busy or seen.least_contrast(own) >= TEXT):
        return named(own, sheet.schemes, ("tx1", "bg1", "tx2")), fill
    return best(seen, palette, FEET_ROLES), fill


def _room(sheet: TemplateLayout, box: Box, held: Box | None, heads: Sequence[Box]) -> Box:
    """How far a foot may be widened on its ground before a mark or a title is in the way."""
    inside = meeting(held or Box(0, 0, *sheet.size), Box(EDGE, 0, sheet.size[0] - 2 * EDGE, sheet.size[1]))
    strip = Box(inside.x, box.y, inside.w, box.h)
    marks = [part for mark in sheet.marks if not mark.light and mark.shown(box) < 1 for part in mark.parts]
    walls = [each for each in (*marks, *heads) if touches(strip, each)]
    left = max([inside.x, *(each.right + GAP for each in walls if each.right <= box.x)])
    right = min([inside.right, *(each.x - GAP for each in walls if each.x >= box.right)])
    return Box(min(left, box.x), box.y, max(right, box.right) - min(left, box.x), box.h)


# A notes master for templates that have none: speaker notes need one. It borrows the colours of the template.

LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MASTER_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.notesMaster+xml"
_NS: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_PICTURE: Final = Box(inches(0.75), inches(0.75), inches(6), inches(3.375))
_NOTES: Final = Box(inches(0.75), inches(4.4), inches(6), inches(4.9))
_TREE: Final = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
_MAP: Final = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)


def with_notes_master(package: Package, presentation: str, theme: str) -> Package:
    """The package with a notes master, related to the presentation and to a copy of this theme part."""
    master, copy = _free(package, "/ppt/notesMasters/notesMaster"), _free(package, "/ppt/theme/theme")
    links = package.relationships[presentation]
    taken = {link.id for link in links}
    id_ = next(each for number in range(1, len(taken) + 2) if (each := f"rId{number}") not in taken)
    relationships = {
        **package.relationships,
        presentation: (*links, Relationship(id_, LINK + "notesMaster", master)),
        master: (Relationship("rId1", LINK + "theme", copy),),
    }
    if theme in package.relationships:
        relationships[copy] = package.relationships[theme]
    parts = {**package.parts, master: _part().encode(), copy: package.parts[theme]}
    return Package(parts, {**package.types, master: MASTER_TYPE, copy: package.types[theme]}, relationships)


def _free(package: Package, stem: str) -> str:
    taken = {name.casefold() for name in package.parts}
    return next(each for number in range(1, len(taken) + 2) if (each := f"{stem}{number}.xml").casefold() not in taken)


def _part() -> str:
    style = (
        '<p:notesStyle><a:lvl1pPr marL="0" indent="0" algn="l"><a:defRPr sz="1200"><a:solidFill>'
        '<a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:notesStyle>'
    )
    ground = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    tree = f"<p:cSld>{ground}<p:spTree>{_TREE}{''.join(_places())}</p:spTree></p:cSld>"
    return f"{DECLARATION}<p:notesMaster {_NS}>{tree}{_MAP}{style}</p:notesMaster>"


def _places() -> Iterator[str]:
    locks = '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>'
    yield (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr>{locks}</p:cNvSpPr>'
        f'<p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr>{_shape(_PICTURE)}</p:sp>'
    )
    yield (
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr>{_shape(_NOTES)}'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>Notes</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _shape(box: Box) -> str:
    at = f'<a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.w}" cy="{box.h}"/>'
    return f'<p:spPr><a:xfrm>{at}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'

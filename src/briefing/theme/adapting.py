"""A sheet in a role: where title, label and content stand, at which sizes, and in which colours they read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from briefing.ooxml.fills import Ground
from briefing.ooxml.inherit import TITLES
from briefing.page.boxes import Anchor, Box, Insets, inches, points
from briefing.page.look import Placeholder, SlideLayout, TextStyle, TypeScale, around, clear_of, meeting, touches
from briefing.page.palette import LARGE, TEXT
from briefing.theme.footers import EDGE, LABEL, feet, in_band, is_filled
from briefing.theme.grounds import Palette, best, palette_for
from briefing.theme.marks import Mark
from briefing.theme.stand import GROUND, MOST_OF_TITLE, stand
from briefing.theme.template_layout import BODIES, FEET, GAP, MARGIN, TITLE_GAP, UNDER_TITLE, TemplateLayout, giving_way

# The colour of a text on its ground, and the panel that it stands on where no colour reads.

PAD: Final = inches(0.15)  # of a panel around its text
APART: Final = inches(0.06)  # between a panel and the ground of a footer


def needs_panel(ground: Ground, palette: Palette) -> bool:
    """Whether no colour of the palette reads all over a ground."""
    return not any(ground.least_contrast(palette.values[role]) >= LARGE for role in ("ink", "paper"))


def text_color(sheet: TemplateLayout, place: Placeholder | None, ground: Ground, palette: Palette, least: float) -> str:
    """Empty where the placeholder's own colour reads, else the role that reads best."""
    own = own_color(sheet, place)
    if own and ground.least_contrast(own) >= least:
        return ""
    return best(ground, palette, ("ink", "paper"))


def own_color(sheet: TemplateLayout, place: Placeholder | None) -> str:
    """RRGGBB of the text of a placeholder, as far as it is known."""
    return sheet.colors.get((place.type, place.idx), "") if place else ""


def panels_under(sheet: TemplateLayout, title: Box | None, content: Box | None) -> Iterator[Box]:
    """One panel under title and content as far as nothing stands between, else one under each.

    They end where title and content do: beside these, a picture may show what nobody means to be covered.
    """
    boxes = [box for box in (title, content) if box]
    others = (mark for mark in sheet.marks if not mark.light and not any(mark.shown(box) >= GROUND for box in boxes))
    marks = [part for mark in others for part in mark.parts]
    feet = [place.box.inset(-APART, -APART) for place in sheet.places if place.type in FEET]
    if len(boxes) == 2:
        whole = around(boxes)
        for wanted in (_padded(whole, sheet), whole):
            panel = clear_of(wanted, [*marks, *feet], 0)
            if all(meeting(panel, box) == box for box in boxes):
                yield panel
                return
    yield from (clear_of(_padded(box, sheet), [*marks, *feet], 0) for box in boxes)


def _with_feet(
    sheet: TemplateLayout, panels: tuple[Box, ...], places: tuple[Placeholder, ...]
) -> tuple[tuple[Box, ...], tuple[Placeholder, ...]]:
    """The last panel down to the feet that need a ground, instead of one under each; where nothing else is covered.

    Between the feet of a picture there may be what nobody means to be covered.
    """
    filled = [place.box for place in places if place.fill]
    if not panels or not filled or sheet.background.busy:
        return panels, places
    whole = around([panels[-1], *filled])
    seen = around([panels[-1], *(mark.box for mark in sheet.marks if mark.shown(panels[-1]) >= GROUND)])
    marks = [part for mark in sheet.marks if not mark.light and mark.shown(whole) < GROUND for part in mark.parts]
    if meeting(whole, seen) != whole and any(touches(whole, part) for part in marks):
        return panels, places
    return (*panels[:-1], whole), tuple(replace(place, fill="") for place in places)


def _padded(box: Box, sheet: TemplateLayout) -> Box:
    return meeting(Box(box.x - PAD, box.y - PAD, box.w + 2 * PAD, box.h + 2 * PAD), Box(0, 0, *sheet.size))


NARROW: Final = inches(6)  # a label in a narrow column takes several lines
# Of a title that the layout has no placeholder for. Nothing is inherited, so it differs from all that is wanted.
OWN_TITLE: Final = TextStyle(
    0.01, bold=True, anchor="ctr", line=0, after=-1, bullet="?", before=True, plain_run=' b="1"',
    font='<a:latin typeface="+mj-lt"/>',
)  # fmt: skip
LOW_TITLE, TALL_SUBTITLE = 0.3, 0.4  # of an opening's height: where its title ends, and what its subtitle takes
NEARLY: Final = inches(0.15)
LINE: Final = 1.2  # of the type size
LOW: Final = inches(6.75)  # of a slide: less height, and headlines are smaller
LOW_HEADLINE: Final = 20.0
SENTENCES: Final = ("statement", "closing")  # roles of one sentence with tiles under it
UPPER: Final = 0.42  # of the room: where the sentence of these ends
UNDER_SENTENCE: Final = inches(0.3)
SMALLEST: Final = 18.0  # points of a headline whose place is too low for two lines at the usual floor
LEAST_SENTENCE: Final = inches(1.0)  # of the place of a sentence with tiles under it
SMALL_DETAILS: Final = inches(0.45)
SCALE: Final = TypeScale()


class AdaptedLayout(Struct, frozen=True):
    """A layout as the arranger sees it, and the palette of its ground."""

    layout: SlideLayout
    palette: Palette


def adapted(sheet: TemplateLayout, role: str, substitute: bool) -> AdaptedLayout:
    """The sheet in a role; `substitute` says that it was made for another."""
    if role == "title" and not substitute:
        return _opening(sheet)
    sentence = _sentence(sheet) if role in (*SENTENCES, "title", "section") and substitute else None
    if sentence is not None:
        return _headed(sentence, SCALE.statement, anchor="b")
    return _headed(sheet, _headline(sheet))


def _headline(sheet: TemplateLayout) -> float:
    """The template's own size, as far as a sentence may have it: 30 points at most on a wide slide, 24 at least.

    On a low slide all is seen larger, and two lines of a headline would take the room of what it speaks of.
    """
    least = max(LOW_HEADLINE, min(1.0, sheet.size[1] / LOW) * SCALE.headline_floor)
    most = min(30.0, max(least, least + (sheet.size[0] / inches(1) - 10) * 1.8))
    own = sheet.title.style.size if sheet.title and sheet.title.style else SCALE.headline
    return round(max(least, min(own, most)))


def _sentence(sheet: TemplateLayout) -> TemplateLayout | None:
    """The sheet with its title over the upper part of the slide, and its content below; None where it has no room."""
    title, content = sheet.titled.box, sheet.content.box
    if title.bottom > content.bottom or title.right < content.x or content.right < title.x or not sheet.roomy:
        return None
    tall = content.bottom - title.y
    upper = Box(title.x, title.y, title.w, round(tall * UPPER))
    top = max(upper.bottom + UNDER_SENTENCE, content.y)
    lower = Box(content.x, top, content.w, content.bottom - top)
    feet = [place.box for place in sheet.places if place.type in FEET]
    area = stand(upper, sheet.marks, sheet.background, TITLE_GAP, feet)
    if area.box.h < min(title.h, LEAST_SENTENCE) or area.box.w < title.w * 0.9:
        return None
    return replace(sheet, titled=area, content=replace(sheet.content, box=lower))


def _headed(sheet: TemplateLayout, size: float, anchor: Anchor | None = None) -> AdaptedLayout:
    palette, panel = palette_for(sheet.content.ground, sheet.schemes, own_color(sheet, sheet.title))
    sheet = _flush(sheet) if panel else _aligned(sheet)
    sheet, below = in_band(sheet, LABEL if anchor != "b" else 0, SMALLEST)
    label, box = (below, sheet.titled.box) if below else _label(sheet)
    box, content, lowest = _roomy(box, sheet, size, [below] if below else [])
    style = _inset(sheet, box, sheet.title.style if sheet.title and sheet.title.style else OWN_TITLE)
    if anchor and is_filled(sheet):
        anchor = "ctr"
    anchor = anchor or (None if sheet.title else "t")
    headline = _fitting(box, style, size)
    head = sheet.under(box, sheet.title)
    behind = panel or needs_panel(head, palette)
    color = text_color(sheet, sheet.title, Ground((palette.values["paper"],)) if behind else head, palette, LARGE)
    title = _title(sheet.title, box, style, color)
    label_color = "accent" if behind else best(sheet.under(label), palette, ("accent", "ink", "paper"))
    panels = tuple(panels_under(sheet, around([label, box]) if behind else None, content if panel else None))
    panels, under = _with_feet(sheet, panels, tuple(feet(sheet, palette, (box, label))))
    places = (title, *under)
    layout = SlideLayout(
        sheet.part, sheet.name, places, content, _dark(palette, head), True, headline, label, label_color, lowest,
        panels, anchor,
    )  # fmt: skip
    return AdaptedLayout(layout, palette)


def _inset(sheet: TemplateLayout, box: Box, style: TextStyle) -> TextStyle:
    """The style of the title; in a fill that reaches the edge of the slide its text starts where the content does."""
    if not is_filled(sheet) or box.x + style.insets.left >= EDGE:
        return style
    left, right = sheet.content.box.x - box.x, box.right - sheet.content.box.right
    insets = replace(style.insets, left=max(style.insets.left, left), right=max(style.insets.right, right))
    return replace(style, insets=insets)


def _title(own: Placeholder | None, box: Box, style: TextStyle, color: str) -> Placeholder:
    if own is None:
        return Placeholder("title", 0, box, "Title", style, color or "ink", True)
    return replace(own, box=box, style=style, color=color, moved=True)


def _dark(palette: Palette, ground: Ground) -> bool:
    return ground.least_contrast("FFFFFF") > ground.least_contrast("000000") if ground.colors else False


def _label(sheet: TemplateLayout) -> tuple[Box, Box]:
    """The strip of the label over the title, and the title: where there is no room over it, it gives up some."""
    box = sheet.titled.box
    insets = sheet.title.style.insets if sheet.title and sheet.title.style else Insets()
    left, right = insets.left, insets.right
    high = LABEL if box.w >= NARROW else 3 * LABEL
    strip = Box(box.x + left, box.y - high, box.w - left - right, high)
    if strip.y >= EDGE and not any(touches(strip, each, TITLE_GAP) for each in sheet.obstacles):
        return strip, box
    return replace(strip, y=box.y), Box(box.x, box.y + high, box.w, max(0, box.h - high))


def _roomy(box: Box, sheet: TemplateLayout, size: float, labels: Sequence[Box]) -> tuple[Box, Box, int]:
    """The title's box high enough for two lines, the content below it, and how far the title may grow further."""
    content = sheet.content.box
    style = sheet.title.style if sheet.title else None
    insets = style.insets if style else Insets()
    needed = points(2 * LINE * size) + insets.top + insets.bottom
    others = (*sheet.obstacles, *labels)
    below = [each.y for each in others if each.y >= box.bottom and each.x < box.right and each.right > box.x]
    edge = sheet.titled.held.bottom - TITLE_GAP if sheet.titled.held else sheet.size[1] - MARGIN
    lowest = min([each - TITLE_GAP for each in below] + [edge])
    if content.y >= box.bottom:
        lowest = min(lowest, content.bottom - inches(1.2))
    box = Box(box.x, box.y, box.w, max(box.h, min(needed, lowest - box.y)))
    if content.y < box.bottom + UNDER_TITLE < content.bottom and touches(content, box):
        top = box.bottom + UNDER_TITLE
        content = Box(content.x, top, content.w, content.bottom - top)
    return box, content, lowest


def _fitting(box: Box, style: TextStyle, size: float) -> float:
    """The headline's size, smaller where not even two lines at the floor would fit."""
    room = (box.h - style.insets.top - style.insets.bottom) / points(1)
    return max(SMALLEST, min(size, int(room / (2 * LINE * (style.line or 1)) + 0.01)))


def _flush(sheet: TemplateLayout) -> TemplateLayout:
    """The title no wider than the content, so that one panel holds both."""
    title, content = sheet.titled.box, sheet.content.box
    left, right = max(title.x, content.x - PAD), min(title.right, content.right)
    if right - left < title.w * 0.6 or title.bottom > content.bottom:
        return sheet
    return replace(sheet, titled=replace(sheet.titled, box=replace(title, x=left, w=right - left)))


def _aligned(sheet: TemplateLayout) -> TemplateLayout:
    """The title over the left edge of the content, where it is nearly there and a line would touch its letters."""
    box, own = sheet.titled.box, sheet.title
    insets = own.style.insets if own and own.style else Insets()
    short = sheet.content.box.x - box.x - insets.left
    edge = Box(box.x + insets.left, box.y, 0, box.h)
    tight = any(touches(edge, each, 2 * TITLE_GAP) for each in sheet.obstacles)
    if not tight or is_filled(sheet) or not 0 < short < NEARLY:
        return sheet
    return replace(sheet, titled=replace(sheet.titled, box=replace(box, x=box.x + short, w=box.w - short)))


def _opening(sheet: TemplateLayout) -> AdaptedLayout:
    """The opening slide: title, subtitle and details where the template has them."""
    chosen = [place for place in sheet.places if place.type in TITLES or place.type == "subTitle"]
    chosen += [place for place in sheet.places if place.type in BODIES and place.box.h >= SMALL_DETAILS][:1]
    chosen = [place for place in chosen if not place.turned]
    places = []
    for place in chosen:
        area = stand(place.box, _marks_about(place.box, sheet), sheet.background, TITLE_GAP)
        alike = sum(each.type == place.type for each in sheet.places) > 1  # readers may take the first of its sort
        places.append(replace(place, box=area.box, moved=place.moved or alike or area.box != place.box))
    places, anchor = _gathered(_apart(places), sheet)
    below = _below(sheet, places)
    palette, _ = palette_for(sheet.under(below), sheet.schemes, own_color(sheet, sheet.title))
    panel = any(needs_panel(sheet.under(place.box, place), palette) for place in places)
    paper = Ground((palette.values["paper"],))
    places = [_colored(place, paper if panel else sheet.under(place.box, place), sheet, palette) for place in places]
    panels = tuple(panels_under(sheet, around([each.box for each in places]), None)) if panel else ()
    layout = SlideLayout(
        sheet.part,
        sheet.name,
        tuple(places),
        below,
        _dark(palette, sheet.titled.ground),
        True,
        _opening_size(places, anchor),
        panels=panels,
        anchor=anchor,
    )
    return AdaptedLayout(layout, palette)


def _opening_size(places: Sequence[Placeholder], anchor: Anchor | None) -> float:
    """The size of the title: the template's own, as far as an opening may have it."""
    if not places or places[0].style is None:
        return 0
    return min(SCALE.number, max(SCALE.statement if anchor else SCALE.statement_floor, places[0].style.size))


def _gathered(places: list[Placeholder], sheet: TemplateLayout) -> tuple[list[Placeholder], Anchor | None]:
    """Title and subtitle near each other, where the title is a line at the top and the subtitle a page under it.

    They keep to the room that the two have together; the anchor is that of the title then.
    """
    if len(places) != 2 or any((place.type, place.idx) in sheet.fills for place in places):
        return places, None
    title, under = places
    tall, top = sheet.size[1], title.box.y
    level = title.box.x < under.box.right and under.box.x < title.box.right
    if not level or title.box.bottom > tall * LOW_TITLE or under.box.h < tall * TALL_SUBTITLE:
        return places, None
    middle = round(top + (under.box.bottom - top) * UPPER)
    box = clear_of(Box(title.box.x, top, title.box.w, middle - top), [mark.box for mark in sheet.marks], TITLE_GAP)
    if box.bottom < middle or box.w < title.box.w or middle + GAP <= under.box.y:
        return places, None
    lower = replace(under.box, y=middle + GAP, h=under.box.bottom - middle - GAP)
    return [replace(title, box=box, moved=True), replace(under, box=lower, moved=True)], "b"


def _marks_about(box: Box, sheet: TemplateLayout) -> Sequence[Mark]:
    """The marks as they are in the way of a text of the opening, and not of the content that the layout could hold."""
    own = [replace(mark, light=False) if mark.name in sheet.overruled else mark for mark in sheet.marks]
    return giving_way(box, own, TITLE_GAP, MOST_OF_TITLE)


def _colored(place: Placeholder, ground: Ground, sheet: TemplateLayout, palette: Palette) -> Placeholder:
    least = LARGE if place.type in TITLES else TEXT
    return replace(place, color=text_color(sheet, place, ground, palette, least))


def _apart(places: Sequence[Placeholder]) -> list[Placeholder]:
    """Each box clear of those before it: templates let placeholders overlap that are rarely full."""
    done: list[Placeholder] = []
    for place in places:
        box = clear_of(place.box, [each.box for each in done], 0)
        if box.w >= inches(2) and box.h >= inches(0.35):
            done.append(replace(place, box=box, moved=place.moved or box != place.box))
    return done


def _below(sheet: TemplateLayout, places: Sequence[Placeholder]) -> Box:
    """The room under title and subtitle, for details that have no placeholder."""
    if not places:
        return sheet.content.box
    last = around([each.box for each in places])
    top = last.bottom + GAP
    box = Box(last.x, top, last.w, min(inches(1.5), sheet.size[1] - MARGIN - top))
    return stand(box, sheet.marks, sheet.background, GAP, [each.box for each in sheet.places if each.type in FEET]).box

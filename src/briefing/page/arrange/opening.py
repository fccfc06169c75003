"""The opening slide: title, subtitle and details on one slide, whatever the template leaves for them.

What has no room is set smaller; then less is said, the last details first; then another slide layout is tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Notice, Remark, Slide, Text
from briefing.page.arrange.canvas import LABEL, SLACK, Canvas, balanced, canvas_of, paragraph, place_head, text_box
from briefing.page.boxes import Anchor, Box, FootBox, Frame, Placed, PlacedSection, PlaceholderBox, inches, points
from briefing.page.fit import fit, height, is_torn, natural_width
from briefing.page.fonts import Typefaces
from briefing.page.look import Look, Placeholder, SlideLayout, TextStyle, clear_of, touches

# Footer, date and number of the slides: once each, whole, and clear of each other; or left out with a notice.
#
# They are the same on every slide of a layout, so they are measured once a layout, before any slide is written.

FLOOR: Final = 9.0  # points under which nobody reads, whatever the template's own size
STEP: Final = 0.5
ON_A_LINE: Final = 0.98  # of the width: what is measured narrower stands on one line
APART: Final = inches(0.08)
NARROWEST: Final = inches(0.25)
LEADING: Final = 1.2
DIGITS: Final = "888"
# In the order of who gives way last, and what a notice calls them.
ORDER: Final = {"sldNum": "slide number", "dt": "date", "ftr": "footer"}


def place_feet(
    look: Look, sections: Iterable[PlacedSection], title: str, day: str
) -> tuple[Mapping[str, tuple[FootBox, ...]], tuple[Notice, ...]]:
    """The feet of each layout role that has any, and a notice for each that had no room."""
    used = dict.fromkeys(slide.layout for section in sections for slide in section.slides if slide.footer)
    texts = {"sldNum": DIGITS, "dt": day, "ftr": title}
    faces = Typefaces(look.heading_font, look.body_font)
    feet = {role: tuple(_feet(look.layouts[role], texts, faces)) for role in used}
    left_out = {
        (what, look.layouts[role].name): None
        for role in used
        for type_, what in ORDER.items()
        if texts[type_] and look.layouts[role].placeholder(type_) and type_ not in {each.type for each in feet[role]}
    }
    return feet, tuple(
        Remark(f"The {what} finds no room on the slide layout '{layout}' and is left out there.")
        for what, layout in left_out
    )


def _feet(layout: SlideLayout, texts: Mapping[str, str], faces: Typefaces) -> Iterator[FootBox]:
    places = {type_: place for type_ in ORDER if texts[type_] and (place := layout.placeholder(type_))}
    taken: list[Box] = []
    fitted: dict[str, tuple[Box, float]] = {}
    for type_, place in places.items():
        others = [each.box for other, each in places.items() if other != type_]
        found = _feet_fitted(place, texts[type_], taken, others, faces)
        if found is not None:
            taken.append(found[0])
            fitted[type_] = found
    for type_, (box, size) in fitted.items():
        alike = [found for other, (_, found) in fitted.items() if _size(places[other]) == _size(places[type_])]
        yield _foot(places[type_], texts[type_], box, min([size, *alike]), faces)  # one that shrinks takes all along


def _size(place: Placeholder) -> float:
    return place.style.size if place.style else FLOOR


def _foot(place: Placeholder, text: str, box: Box, size: float, faces: Typefaces) -> FootBox:
    """What is as the layout has it is not said again; a box too low for its text has no insets above and below it."""
    own = box == place.box and not place.moved
    same = own and place.style is not None and size == place.style.size and not place.color
    where = None if own and not place.fill else box
    frame = replace(_frame(place, text), size=size)
    tight = height(frame, box.w, faces) > box.h and not _is_turned(place)
    insets = replace(frame.insets, top=0, bottom=0) if tight else frame.insets if where or not same else None
    return FootBox(place.type, place.idx, place.name, text, where, 0 if same else size, place.color, place.fill, insets)


def _frame(place: Placeholder, text: str) -> Frame:
    style = place.style or TextStyle(FLOOR)
    words = paragraph(text, align=style.align)
    return Frame((words,), max(FLOOR, style.size), insets=style.insets, line=style.line or 1.0)


def _is_turned(place: Placeholder) -> bool:
    return place.style is not None and "vert=" in place.style.plain_body


def _feet_fitted(
    place: Placeholder, text: str, taken: list[Box], others: list[Box], faces: Typefaces
) -> tuple[Box, float] | None:
    """Where a foot stands, and its size: on one line in its own place, then in a wider one, then on several lines."""
    frame = _frame(place, text)
    largest = frame.size
    sizes = [largest - STEP * step for step in range(int((largest - FLOOR) / STEP) + 1)]
    if sizes[-1] > FLOOR:
        sizes.append(FLOOR)
    boxes = [box for box in _boxes(place, taken, others) if box.w >= NARROWEST]
    turned = _is_turned(place)
    for fits in (_on_a_line, _on_lines):
        for box in boxes[:1] if turned else boxes:
            room = replace(box, w=box.h, h=box.w) if turned else box
            for size in sizes:
                if fits(replace(frame, size=size), room, faces):
                    return box, size
    return None


def _boxes(place: Placeholder, taken: list[Box], others: list[Box]) -> Iterator[Box]:
    """Its own box, clear of those before it; then all the room beside it that nothing else needs."""
    if not any(touches(place.box, each) for each in taken):
        yield place.box
    yield clear_of(place.box, taken, APART)
    room = place.room or place.box
    strip = Box(room.x, place.box.y, room.w, place.box.h)
    if not place.box.h or any(touches(place.box, each) for each in others):
        return
    yield clear_of(strip, others, APART)


def _on_a_line(frame: Frame, box: Box, faces: Typefaces) -> bool:
    return natural_width(frame, faces) <= box.w * ON_A_LINE and points(frame.size * LEADING) <= box.h


def _on_lines(frame: Frame, box: Box, faces: Typefaces) -> bool:
    return height(frame, box.w, faces) <= box.h and not is_torn(frame, box.w, faces)


LEAST = inches(0.3)  # of the height of a text box of our own
TITLES = ("ctrTitle", "title")
APART_FROM = " · "  # what stands between a label and the first detail
LAYOUTS = ("title", "title-only")  # roles whose layouts are tried
TITLE_LEAST, SUBTITLE_LEAST, DETAILS_LEAST = 18.0, 12.0, 10.0  # where it does not fit at the usual floors


class Opening(Struct, frozen=True):
    """The boxes of the slide, the role whose layout it has, and what there was no room for."""

    role: str
    boxes: tuple[Placed, ...]
    left: tuple[str, ...] = ()


class _Said(Struct, frozen=True):
    """What is said on the slide, and what no longer is."""

    subtitle: str
    details: tuple[str, ...]
    left: tuple[str, ...] = ()


class _Part(Struct, frozen=True):
    """Lines that stand together, and the sizes that they may have."""

    lines: tuple[str, ...]
    size: float
    floor: float
    least: float


def place_opening(slide: Slide, look: Look) -> Opening:
    """The slide at the first way to say it that fits; of a title that fits in no way as much as there is room for."""
    for role in LAYOUTS:
        layout = look.layouts[role]
        canvas = canvas_of(look, layout)
        shown = layout if role == "title" else _bare(layout)
        label = _label(slide.label, shown, canvas)
        for said in _less_and_less(slide, labelled=bool(label)):
            boxes = _placed(slide.title, said, shown, canvas)
            if boxes is not None:
                return Opening(role, (*boxes[:1], *label, *boxes[1:]), said.left)
    return _cut(slide, look)


def _label(text: str, layout: SlideLayout, canvas: Canvas) -> tuple[Placed, ...]:
    """The label in the placeholder for it; none where the layout has no such place, or it does not fit there.

    Its place is written out: readers who look for a placeholder by its kind would find that of the details.
    """
    holder = next((each for each in layout.placeholders if each.name == LABEL), None)
    size = canvas.scale.body
    made = _held(holder, _Part((text,), size, size, DETAILS_LEAST), canvas, None) if holder and text else None
    return (replace(made, box=holder.box),) if holder and made else ()


def _bare(layout: SlideLayout) -> SlideLayout:
    """A layout of other slides with its title alone: what goes under it stands in text boxes."""
    return replace(layout, placeholders=tuple(each for each in layout.placeholders if each.type in TITLES))


def _less_and_less(slide: Slide, *, labelled: bool) -> Iterator[_Said]:
    """What is said with ever fewer details; a label that has no place of its own opens them."""
    details = tuple(block.text for block in slide.blocks if isinstance(block, Text))
    if slide.label and not labelled:
        details = (APART_FROM.join((slide.label, *details[:1])), *details[1:])
    for count in range(len(details), -1, -1):
        yield _Said(slide.subtitle, details[:count], details[count:])
    if slide.subtitle:
        yield _Said("", (), (slide.subtitle, *details))


def _cut(slide: Slide, look: Look) -> Opening:
    role = LAYOUTS[-1]
    layout = look.layouts[role]
    head = place_head(replace(slide, label=""), layout, canvas_of(look, layout))
    *_, least = _less_and_less(slide, labelled=False)
    return Opening(role, head.boxes, (slide.title, *least.left) if head.cut else least.left)


def _placed(title: str, said: _Said, layout: SlideLayout, canvas: Canvas) -> tuple[Placed, ...] | None:
    """Everything in the placeholders of its sort, else in text boxes under the title; None where one does not fit."""
    sizes = canvas.scale
    heading = _Part((title,), layout.headline or sizes.statement, sizes.statement_floor, TITLE_LEAST)
    details_of = (each for each in layout.placeholders if each.type in ("body", "obj") and each.name != LABEL)
    body, under = next(details_of, None), layout.placeholder("subTitle")
    subtitle, details = ((said.subtitle,) if said.subtitle else ()), said.details
    if body is None and under is not None:
        subtitle, details = (*subtitle, *details), ()
    elif under is None:
        subtitle, details = (), (*subtitle, *details)
    parts = (
        (layout.placeholder(*TITLES), heading),
        (under, _Part(subtitle, sizes.lead, sizes.body_floor, SUBTITLE_LEAST)),
        (body, _Part(details, sizes.body_floor, sizes.table_floor, DETAILS_LEAST)),
    )
    boxes: list[Placed] = []
    tops: list[int] = []
    for holder, part in parts:
        if not part.lines:
            continue
        if holder is None and part is heading:
            return None
        anchor: Anchor | None = layout.anchor if part is heading else "t" if layout.anchor else None
        box = _loose(part, layout.region, canvas) if holder is None else _held(holder, part, canvas, anchor)
        if box is None:
            return None
        tops.append(holder.box.y if holder else layout.region.y)
        boxes.append(box)
    first, *others = sorted(zip(tops, boxes, strict=True), key=lambda each: (each[1] is not boxes[0], each[0]))
    return (first[1], *(box for _, box in others))  # the title, then as one reads


def _loose(part: _Part, room: Box, canvas: Canvas) -> Placed | None:
    """Lines in a text box of their own, where there is no placeholder for them."""
    if room.h < LEAST:
        return None
    frame = canvas.frame(*map(paragraph, part.lines), size=part.size, color="muted")
    fitted = _opening_fitted(frame, room, part, canvas)
    return text_box("Details", replace(room, h=min(room.h, canvas.height(fitted, room.w))), fitted) if fitted else None


def _held(holder: Placeholder, part: _Part, canvas: Canvas, anchor: Anchor | None) -> PlaceholderBox | None:
    is_title = holder.type in TITLES
    style = holder.style or TextStyle(part.size, bold=is_title)
    frame = Frame(
        tuple(paragraph(line, align=style.align) for line in part.lines),
        part.size,
        holder.color,
        style.bold,
        anchor or style.anchor,
        style.insets,
        style.line or 1.0,
        heading=is_title,
    )
    room = replace(holder.box, w=round(holder.box.w * SLACK)) if is_title else holder.box  # as `balanced` counts lines
    fitted = _opening_fitted(frame, room, part, canvas)
    if fitted is None:
        return None
    fitted = balanced(fitted, holder.box, canvas) if is_title else fitted
    return PlaceholderBox(holder.type, holder.idx, fitted, holder.box if holder.moved else None, holder.name)


def _opening_fitted(frame: Frame, box: Box, part: _Part, canvas: Canvas) -> Frame | None:
    """The frame at its usual sizes, or smaller where it does not fit or a word would be broken."""
    for size, floor in ((part.size, part.floor), (part.floor, part.least)):
        fitted = fit(replace(frame, size=min(frame.size, size)), box, min(size, floor), canvas.faces)
        if fitted is not None and not is_torn(fitted, box.w, canvas.faces):
            return fitted
    return None

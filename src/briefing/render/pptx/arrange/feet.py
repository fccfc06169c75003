"""Footer, date and number of the slides: once each, whole, and clear of each other; or left out with a notice.

They are the same on every slide of a layout, so they are measured once a layout, before any slide is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from briefing.model import Notice
from briefing.render.pptx.arrange.canvas import paragraph
from briefing.render.pptx.boxes import Box, FootBox, Frame, PlacedSection, inches, points
from briefing.render.pptx.fit import height, is_torn, natural_width
from briefing.render.pptx.fonts import Typefaces
from briefing.render.pptx.look import Look, Placeholder, SlideLayout, TextStyle
from briefing.render.pptx.region import clear_of, touches

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
        Notice(f"The {what} finds no room on the slide layout '{layout}' and is left out there.")
        for what, layout in left_out
    )


def _feet(layout: SlideLayout, texts: Mapping[str, str], faces: Typefaces) -> Iterator[FootBox]:
    places = {type_: place for type_ in ORDER if texts[type_] and (place := layout.placeholder(type_))}
    taken: list[Box] = []
    for type_, place in places.items():
        others = [each.box for other, each in places.items() if other != type_]
        found = _fitted(place, texts[type_], taken, others, faces)
        if found is not None:
            box, size = found
            taken.append(box)
            tight = height(replace(_frame(place, texts[type_]), size=size), box.w, faces) > box.h
            yield replace(_foot(place, texts[type_], box, size), tight=tight and not _is_turned(place))


def _foot(place: Placeholder, text: str, box: Box, size: float) -> FootBox:
    """What is as the layout has it is not said again."""
    own = box == place.box and not place.moved
    same = own and place.style is not None and size == place.style.size and not place.color
    where = None if own and not place.fill else box
    return FootBox(place.type, place.idx, place.name, text, where, 0 if same else size, place.color, place.fill)


def _frame(place: Placeholder, text: str) -> Frame:
    style = place.style or TextStyle(FLOOR)
    words = paragraph(text, align=style.align)
    return Frame((words,), max(FLOOR, style.size), insets=style.insets, line=style.line or 1.0)


def _is_turned(place: Placeholder) -> bool:
    return place.style is not None and "vert=" in place.style.plain_body


def _fitted(
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

"""A slide layout of somebody's template as it can be used: its placeholders, what it draws, and the room it leaves.

Nothing that a template draws is ever covered. A shape that lies under most of a text is its ground; every other is in
the way, and the text's box is cut back until it keeps clear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from briefing.ooxml.elements import NS
from briefing.ooxml.fills import Fill, Ground, Paint, fill_child
from briefing.ooxml.inherit import TITLES, MasterText, is_turned, placeholders_of, resolve, runs_of
from briefing.page.boxes import Box, Insets, inches
from briefing.page.look import Placeholder, area, around, clear_of, meeting, share
from briefing.theme.marks import Mark, marks_of
from briefing.theme.stand import MOST, MOST_OF_TITLE, Area, give_way, ground_under, is_ground, stand, with_light, within

BODIES: Final = frozenset({"body", "obj"})
FEET: Final = frozenset({"dt", "ftr", "sldNum"})
GAP: Final = inches(0.1)  # between content and what the template draws
TITLE_GAP: Final = inches(0.04)
UNDER_TITLE: Final = inches(0.1)
MARGIN: Final = inches(0.4)
LARGE_BODY: Final = 0.08  # of the slide
MOST_OF_FOOT: Final = 0.25  # of a slide inside its margins, that a footer, date or number may take
MOST_INSET: Final = 0.2  # of its placeholder, on each side
PART: Final = 0.1  # of content: a ground that holds more of it is one of several
LEAST_GROUND: Final = 0.75  # of content: a ground that holds less of it does not bound it
LEAST_WIDTH, LEAST_HEIGHT = 0.45, 0.3  # of the slide: less is no room for content
NARROWEST, LOWEST = inches(4), inches(1.7)


class Master(Struct, frozen=True):
    """A slide master with what its layouts inherit."""

    part: str
    tree: etree._Element
    theme: etree._Element
    theme_part: str
    text: MasterText
    slots: Mapping[str, str]  # dk1, lt1 … of the theme → RRGGBB
    schemes: Mapping[str, str]  # the same, and tx1, bg1 … as the colour map has them
    size: tuple[int, int]


class TemplateLayout(Struct, frozen=True):
    """A slide layout as it can be used."""

    part: str
    name: str
    type: str
    size: tuple[int, int]
    places: tuple[Placeholder, ...]
    colors: Mapping[tuple[str, int], str]  # type and idx of a placeholder → RRGGBB of its text, "" where not known
    fills: Mapping[tuple[str, int], Fill]  # of the placeholders that have one, which goes where they go
    schemes: Mapping[str, str]
    color_map: str  # the layout's own, as an element for its slides; empty where it has the master's
    background: Ground
    marks: tuple[Mark, ...]
    title: Placeholder | None
    titled: Area  # where the title stands; without one the strip that it would get
    content: Area
    overruled: tuple[str, ...] = ()  # names of marks that text stands on, because they left it no room
    left_out: tuple[str, ...] = ()  # types of footers that run up, down or aslant
    crowding: tuple[str, ...] = ()  # types of footers that stand where content has to

    @property
    def roomy(self) -> bool:
        """Whether the region holds a table, a chart or a row of cards."""
        width, height = self.size
        room = self.content.box
        return room.w >= max(NARROWEST, width * LEAST_WIDTH) and room.h >= max(LOWEST, height * LEAST_HEIGHT)

    @property
    def obstacles(self) -> tuple[Box, ...]:
        """Everything drawn that is not the ground of title or content, and the footers."""
        drawn = (
            part
            for mark in self.marks
            if not mark.light and not any(is_ground(mark, each.box) for each in self.areas)
            for part in mark.parts
        )
        return (*drawn, *(place.box for place in self.places if place.type in FEET))

    def under(self, box: Box, place: Placeholder | None = None) -> Ground:
        """What a text sees under it in a box, which may be another than its placeholder has, if any."""
        ground = ground_under(box, self.marks, self.background)
        fill = self.fills.get((place.type, place.idx)) if place else None
        return fill.over(ground) if fill else ground

    @property
    def areas(self) -> tuple[Area, Area]:
        """Title and content."""
        return self.titled, self.content


def read_sheet(part: str, tree: etree._Element, master: Master) -> TemplateLayout:
    """The layout with everything resolved. Raises ValueError where it draws more than anybody would."""
    schemes, color_map = _schemes(tree, master)
    paint = Paint.of(master.theme, {**master.slots, **schemes})
    shows = tree.get("showMasterSp", "1") not in {"0", "false"}
    of_master = marks_of(master.tree, paint) if shows else ()
    marks = (*of_master, *marks_of(tree, paint))
    canvas = Box(0, 0, *master.size)
    marks = tuple(mark for mark in marks if _on(mark.box, canvas))
    found = [(_placeholder(*each, master.text, canvas), each) for each in placeholders_of(tree)]
    found = [(place, each) for place, each in found if place.box.w > 0 and place.box.h > 0]
    places = tuple({(place.type, place.idx): place for place, _ in reversed(found)}.values())[::-1]
    shared = Counter(place.idx for place in places)
    places = tuple(replace(place, moved=True) if shared[place.idx] > 1 else place for place in places)
    turned = tuple(place.type for place in places if place.turned and place.type in FEET)
    places = tuple(place for place in places if not (place.turned and place.type in FEET))
    crowding = tuple(place.type for place in places if place.type in FEET and _crowds(place.box, canvas))
    places = tuple(place for place in places if place.type not in crowding)
    colors = {
        (place.type, place.idx): text_color(shape, type_, master.text, paint)
        for place, (shape, type_, _) in reversed(found)
    }
    filled = {
        (place.type, place.idx): paint.shape(master.text.chain(shape, type_))
        for place, (shape, type_, _) in reversed(found)
    }
    fills = {key: fill for key, fill in filled.items() if fill}
    under = paint.background((tree, master.tree)).over(Ground((schemes.get("bg1", "FFFFFF"),)))
    title = next((place for place in places if place.type in TITLES), None)
    name = tree.find("p:cSld", NS).get("name", "")
    bare = Area(Box(0, 0, 0, 0), under)
    sheet = TemplateLayout(
        part, name, tree.get("type", ""), master.size, places, colors, fills, schemes, color_map, under, marks, title,
        bare, bare, (), turned, crowding,
    )  # fmt: skip
    return laid_out(sheet, title.box if title and not title.turned else None)


def laid_out(sheet: TemplateLayout, head: Box | None, body: bool = True) -> TemplateLayout:
    """The sheet with its title in this box, or in a strip of its own, and its content in what that leaves.

    `body` says whether the placeholders of content say where it stands.
    """
    canvas = Box(0, 0, *sheet.size)
    feet = [place.box for place in sheet.places if place.type in FEET]
    wanted = head or _strip(canvas)
    marks = giving_way(wanted, sheet.marks, TITLE_GAP, MOST_OF_TITLE)
    titled = stand(wanted, marks, sheet.background, TITLE_GAP, [] if head else feet)
    room = _room(sheet.places if body else (), head, sheet.title, titled, canvas)
    marks = giving_way(room, _joined(room, marks), GAP, MOST)
    content = stand(room, marks, sheet.background, GAP, [*feet, _above(head or titled.box)], LEAST_GROUND)
    gone = [new for old, new in zip(sheet.marks, marks, strict=True) if new.light and not old.light]
    content = replace(content, ground=with_light(content.box, marks, content.ground))
    overruled = tuple(dict.fromkeys((*sheet.overruled, *(mark.name for mark in gone))))
    return replace(sheet, marks=marks, titled=titled, content=content, overruled=overruled)


def giving_way(box: Box, marks: Sequence[Mark], gap: int, most: float) -> tuple[Mark, ...]:
    """The marks, those light that would take too much of a box. What it stands on is its ground, and stays."""
    grounds = [mark for mark in marks if is_ground(mark, box)]
    others = give_way(box, [mark for mark in marks if mark not in grounds], gap, most)
    rest = iter(others)
    return tuple(mark if mark in grounds else next(rest) for mark in marks)


def _joined(room: Box, marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks; where content stands across the edge of its ground, what it also stands on is none in the way."""
    inside = [area(within(room, mark.box, GAP)) for mark in marks if is_ground(mark, room)]
    if all(each >= LEAST_GROUND * area(room) for each in inside):
        return marks
    beside = [mark for mark in marks if mark.plain and not is_ground(mark, room) and share(room, mark.box) > PART]
    return [replace(mark, light=True) if mark in beside else mark for mark in marks]


def _crowds(foot: Box, canvas: Box) -> bool:
    """Whether a footer, date or number stands where most of the content does, on any layout."""
    inside = Box(MARGIN, MARGIN, canvas.w - 2 * MARGIN, canvas.h - 2 * MARGIN)
    return area(clear_of(inside, [foot], GAP)) < (1 - MOST_OF_FOOT) * area(inside)


def _on(box: Box, canvas: Box) -> bool:
    return box.x < canvas.right and box.right > 0 and box.y < canvas.bottom and box.bottom > 0


def _strip(canvas: Box) -> Box:
    """Where a title stands on a layout that has none."""
    return Box(MARGIN, MARGIN, canvas.w - 2 * MARGIN, inches(1.0))


def _above(head: Box) -> Box:
    """The title with the space under it, as content keeps clear of it."""
    return Box(head.x, head.y, head.w, head.h + UNDER_TITLE - GAP)


def _room(places: Sequence[Placeholder], own: Box | None, title: Placeholder | None, titled: Area, canvas: Box) -> Box:
    """The room of the large bodies, or else what is free between title and footers."""
    feet = [place.box for place in places if place.type in FEET]
    head = own or titled.box
    bodies = [place for place in places if place.type in BODIES and area(place.box) >= LARGE_BODY * area(canvas)]
    if bodies:
        insets = bodies[0].style.insets if bodies[0].style else None
        box = around(place.box for place in bodies)
        box = replace(box, x=box.x + insets.left, w=box.w - insets.left - insets.right) if insets else box
    else:
        box = _free(head, title, feet, canvas)
    return meeting(box, Box(MARGIN // 2, MARGIN // 2, canvas.w - MARGIN, canvas.h - MARGIN))


def _free(head: Box, title: Placeholder | None, feet: Sequence[Box], canvas: Box) -> Box:
    inside = Box(MARGIN, MARGIN, canvas.w - 2 * MARGIN, canvas.h - 2 * MARGIN)
    free = clear_of(inside, [head, *feet], GAP)
    if free.y < head.bottom or title is None or title.style is None:
        return free
    left, right = head.x + title.style.insets.left, head.right - title.style.insets.right
    edge = MARGIN // 2  # what reaches further is a band with its title in it
    holds = left >= edge and right <= canvas.w - edge and right - left > canvas.w * 0.6
    return replace(free, x=left, w=right - left) if holds else free


def _placeholder(shape: etree._Element, type_: str, idx: int, text: MasterText, canvas: Box) -> Placeholder:
    box, style = resolve(shape, type_, text)
    name = shape.find("./*/p:cNvPr", NS)
    inside = meeting(box, canvas)
    moved = inside != box
    style = style if type_ in FEET else replace(style, insets=_bounded(style.insets, inside))
    return Placeholder(
        type_, idx, inside, "" if name is None else name.get("name", ""), replace(style, color=""), "", moved,
        turned=is_turned(shape, type_, text),
    )  # fmt: skip


def _bounded(insets: Insets, box: Box) -> Insets:
    """Insets that leave room for text: those of a template may be larger than its placeholder."""
    across, down = round(box.w * MOST_INSET), round(box.h * MOST_INSET)
    return Insets(min(insets.left, across), min(insets.top, down), min(insets.right, across), min(insets.bottom, down))


def text_color(shape: etree._Element, type_: str, text: MasterText, paint: Paint) -> str:
    """RRGGBB of the text of a placeholder; "" where it is no one colour, or lets its ground through."""
    found = next((each for run in runs_of(text.levels(shape, type_)) if (each := fill_child(run)) is not None), None)
    if found is None:
        return paint.schemes.get("tx1", "000000")
    fill = paint.fill(found)
    return fill.colors[0].value if fill and len(fill.colors) == 1 and fill.alpha == 1 else ""


def _schemes(tree: etree._Element, master: Master) -> tuple[Mapping[str, str], str]:
    """The colours by the names that slides of this layout use, and the colour map that such a slide needs to say."""
    own = tree.find("p:clrMapOvr/a:overrideClrMapping", NS)
    if own is None:
        return master.schemes, ""
    mapped = {name: master.slots[slot] for name, slot in own.attrib.items() if slot in master.slots}
    attributes = "".join(f' {name}="{slot}"' for name, slot in own.attrib.items())
    return {**master.schemes, **mapped}, f"<a:overrideClrMapping{attributes}/>"

"""A slide layout of somebody's template as it can be used: its placeholders, what it draws, and the room it leaves.

Nothing that a template draws is ever covered. A shape that lies under most of a text is its ground; every other is in
the way, and the text's box is cut back until it keeps clear.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from briefing.render.pptx.boxes import Box, inches
from briefing.render.pptx.fills import Fill, Ground, color_of
from briefing.render.pptx.inherit import MASTER_SORT, NS, MasterText, placeholders_of, resolve
from briefing.render.pptx.look import Placeholder
from briefing.render.pptx.marks import Mark, background, marks_of, shape_fill
from briefing.render.pptx.region import area, around, clear_of, meeting, share
from briefing.render.pptx.roles import Features

TITLES: Final = frozenset({"title", "ctrTitle"})
BODIES: Final = frozenset({"body", "obj"})
FEET: Final = frozenset({"dt", "ftr", "sldNum"})
OTHERS: Final = frozenset({"pic", "chart", "tbl", "media", "clipArt", "dgm"})
FILLS: Final = ("a:solidFill", "a:gradFill", "a:noFill", "a:blipFill")
GAP: Final = inches(0.1)  # between content and what the template draws
TITLE_GAP: Final = inches(0.04)
UNDER_TITLE: Final = inches(0.1)
MARGIN: Final = inches(0.4)
LARGE_BODY: Final = 0.08  # of the slide
LOW: Final = 0.3  # of the slide's height: a title whose middle is below stands in the middle
GROUND: Final = 0.5  # of a text that has a plain shape under it: this much, and it is meant to stand there
PICTURE_GROUND: Final = 0.85
LEAST_SEEN: Final = 0.02  # of a box: less of a colour under it is its edge
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


class Area(Struct, frozen=True):
    """A box that keeps clear of everything, and the ground that it stands on."""

    box: Box
    ground: Ground
    held: Box | None = None  # the shape that is its ground; None is the background of the slide


class Sheet(Struct, frozen=True):
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

    @property
    def roomy(self) -> bool:
        """Whether the region holds a table, a chart or a row of cards."""
        width, height = self.size
        room = self.content.box
        return room.w >= max(NARROWEST, width * LEAST_WIDTH) and room.h >= max(LOWEST, height * LEAST_HEIGHT)

    @property
    def obstacles(self) -> tuple[Box, ...]:
        """Everything drawn that is not the ground of title or content, and the footers."""
        drawn = (mark.box for mark in self.marks if not any(_is_ground(mark, each.box) for each in self.areas))
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


def read_sheet(part: str, tree: etree._Element, master: Master) -> Sheet:
    """The layout with everything resolved. Raises ValueError where it draws more than anybody would."""
    schemes, color_map = _schemes(tree, master)
    shows = tree.get("showMasterSp", "1") not in {"0", "false"}
    of_master = marks_of(master.tree, schemes, master.theme) if shows else ()
    marks = (*of_master, *marks_of(tree, schemes, master.theme))
    canvas = Box(0, 0, *master.size)
    marks = tuple(mark for mark in marks if _on(mark.box, canvas))
    found = [(_placeholder(*each, master.text, canvas), each) for each in placeholders_of(tree)]
    found = [(place, each) for place, each in found if place.box.w > 0 and place.box.h > 0]
    places = tuple(place for place, _ in found)
    colors = {(type_, place.idx): text_color(shape, type_, master.text, schemes) for place, (shape, type_, _) in found}
    filled = {(type_, place.idx): _own_fill(shape, type_, master, schemes) for place, (shape, type_, _) in found}
    fills = {key: fill for key, fill in filled.items() if fill}
    under = background(tree, master.tree, master.theme, schemes)
    title = next((place for place in places if place.type in TITLES), None)
    feet = [place.box for place in places if place.type in FEET]
    titled = stand(title.box if title else _strip(canvas), marks, under, TITLE_GAP, [] if title else feet)
    content = _content(places, title, titled, marks, under, canvas)
    name = tree.find("p:cSld", NS).get("name", "")
    return Sheet(
        part, name, tree.get("type", ""), master.size, places, colors, fills, schemes, color_map, under, marks,
        title, titled, content,
    )  # fmt: skip


def features(sheet: Sheet) -> Features:
    """What matters of a layout for the roles that it may serve."""
    whole = sheet.size[0] * sheet.size[1]
    bodies = [place.box for place in sheet.places if place.type in BODIES]
    large = [box for box in bodies if area(box) >= LARGE_BODY * whole and box.h >= sheet.size[1] * 0.2]
    title = sheet.title
    upright = not (title and title.style and "vert" in title.style.plain_body) and "vert" not in sheet.type.lower()
    middle = title.box.y + title.box.h / 2 if title else 0
    return Features(
        name=sheet.name,
        type=sheet.type,
        has_title=title is not None,
        centred=title is not None and title.type == "ctrTitle",
        subtitle=any(place.type == "subTitle" for place in sheet.places),
        bodies=len(large),
        small_bodies=len(bodies) - len(large),
        others=sum(place.type in OTHERS for place in sheet.places),
        side_by_side=len(large) == 2 and (large[0].right <= large[1].x or large[1].right <= large[0].x),
        low_title=middle > LOW * sheet.size[1],
        room=area(sheet.content.box) / whole,
        roomy=sheet.roomy,
        upright=upright,
    )


def stand(box: Box, marks: Sequence[Mark], under: Ground, gap: int, others: Iterable[Box] = ()) -> Area:
    """A box cut back to what is clear of the marks, and its ground: the last mark that it stands on."""
    in_the_way, held = list(others), None
    for mark in marks:
        if _is_ground(mark, box):
            under = mark.fill.over(under) if mark.fill and mark.plain else Ground((), True)
            box, held = _within(box, mark.box, gap), mark.box
        else:
            in_the_way.append(mark.box)
    return Area(clear_of(box, in_the_way, gap), under, held)


def ground_under(box: Box, marks: Sequence[Mark], under: Ground) -> Ground:
    """All that is seen under a box, of which several things may lie under it side by side."""
    for mark in marks:
        covered = share(box, mark.box)
        if mark.fill is None or covered < LEAST_SEEN or (not mark.plain and covered < PICTURE_GROUND):
            continue
        seen = mark.fill.over(under) if mark.plain else Ground((), True)
        whole = covered > 1 - LEAST_SEEN
        under = seen if whole else Ground((*under.colors, *seen.colors), under.busy or seen.busy)
    return under


def _own_fill(shape: etree._Element, type_: str, master: Master, schemes: Mapping[str, str]) -> Fill | None:
    """The fill of a placeholder: its own, or that of the master's of its sort."""
    for each in (shape, master.text.shapes.get(MASTER_SORT.get(type_, type_))):
        if each is None:
            continue
        if each.find("p:spPr/a:noFill", NS) is not None:
            return None
        if fill := shape_fill(each, master.theme, schemes):
            return fill
    return None


def _is_ground(mark: Mark, box: Box) -> bool:
    return mark.fill is not None and share(box, mark.box) >= (GROUND if mark.plain else PICTURE_GROUND)


def _within(box: Box, ground: Box, gap: int) -> Box:
    if meeting(box, ground) == box:
        return box
    return meeting(box, Box(ground.x + gap, ground.y + gap, ground.w - 2 * gap, ground.h - 2 * gap))


def _on(box: Box, canvas: Box) -> bool:
    return box.x < canvas.right and box.right > 0 and box.y < canvas.bottom and box.bottom > 0


def _strip(canvas: Box) -> Box:
    """Where a title stands on a layout that has none."""
    return Box(MARGIN, MARGIN, canvas.w - 2 * MARGIN, inches(1.0))


def _content(
    places: Sequence[Placeholder],
    title: Placeholder | None,
    titled: Area,
    marks: Sequence[Mark],
    under: Ground,
    canvas: Box,
) -> Area:
    """The room of the large bodies, or else what is free between title and footers."""
    feet = [place.box for place in places if place.type in FEET]
    head = title.box if title else titled.box
    above = Box(head.x, head.y, head.w, head.h + UNDER_TITLE - GAP)
    bodies = [place for place in places if place.type in BODIES and area(place.box) >= LARGE_BODY * area(canvas)]
    if bodies:
        insets = bodies[0].style.insets if bodies[0].style else None
        box = around(place.box for place in bodies)
        box = replace(box, x=box.x + insets.left, w=box.w - insets.left - insets.right) if insets else box
    else:
        box = _free(head, title, feet, canvas)
    box = meeting(box, Box(MARGIN // 2, MARGIN // 2, canvas.w - MARGIN, canvas.h - MARGIN))
    return stand(box, marks, under, GAP, [*feet, above])


def _free(head: Box, title: Placeholder | None, feet: Sequence[Box], canvas: Box) -> Box:
    inside = Box(MARGIN, MARGIN, canvas.w - 2 * MARGIN, canvas.h - 2 * MARGIN)
    free = clear_of(inside, [head, *feet], GAP)
    if free.y < head.bottom or title is None or title.style is None:
        return free
    left, right = head.x + title.style.insets.left, head.right - title.style.insets.right
    return replace(free, x=left, w=right - left) if right - left > canvas.w * 0.6 else free


def _placeholder(shape: etree._Element, type_: str, idx: int, text: MasterText, canvas: Box) -> Placeholder:
    box, style = resolve(shape, type_, text)
    name = shape.find("./*/p:cNvPr", NS)
    inside = meeting(box, canvas)
    moved = inside != box
    return Placeholder(
        type_, idx, inside, "" if name is None else name.get("name", ""), replace(style, color=""), "", moved
    )


def text_color(shape: etree._Element, type_: str, text: MasterText, schemes: Mapping[str, str]) -> str:
    """RRGGBB of the text of a placeholder; "" where it is a gradient or another thing that is not one colour."""
    sort = MASTER_SORT.get(type_, type_)
    shapes = [each for each in (shape, text.shapes.get(sort)) if each is not None]
    levels = [each.find("p:txBody/a:lstStyle/a:lvl1pPr", NS) for each in shapes] + [text.levels.get(sort, text.other)]
    for level in levels:
        run = None if level is None else level.find("a:defRPr", NS)
        fills = [] if run is None else [each for each in FILLS if run.find(each, NS) is not None]
        if run is not None and fills:
            color = color_of(next(iter(run.find(fills[0], NS)), None), schemes) if fills == ["a:solidFill"] else None
            return color[0] if color else ""
    return schemes.get("tx1", "000000")


def _schemes(tree: etree._Element, master: Master) -> tuple[Mapping[str, str], str]:
    """The colours by the names that slides of this layout use, and the colour map that such a slide needs to say."""
    own = tree.find("p:clrMapOvr/a:overrideClrMapping", NS)
    if own is None:
        return master.schemes, ""
    mapped = {name: master.slots[slot] for name, slot in own.attrib.items() if slot in master.slots}
    attributes = "".join(f' {name}="{slot}"' for name, slot in own.attrib.items())
    return {**master.schemes, **mapped}, f"<a:overrideClrMapping{attributes}/>"

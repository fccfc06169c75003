"""A slide layout whose title or content has no usable place gets one: the title at the top, the content under it.

A layout may have been made for a picture, or with its title at the foot, in a corner or running down the side. A deck
of whole sentences and tables needs a line for the one and room for the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from briefing.ooxml.elements import NS
from briefing.ooxml.package import Package, parse_xml
from briefing.page.boxes import Box, inches
from briefing.page.look import area, meeting
from briefing.theme.roles import Features
from briefing.theme.template_layout import BODIES, FEET, LARGE_BODY, MARGIN, UNDER_TITLE, TemplateLayout, laid_out

# Which slide layouts the own slides of a template use: what its designers do counts for more than what they name.

NOBODY: Mapping[str, float] = {}


class Usage(Struct, frozen=True):
    """The layout of the first slide, and the share of the further slides that each layout has, by part name."""

    first: str = ""
    shares: Mapping[str, float] = NOBODY


def usage_of(package: Package, presentation: str) -> Usage:
    """How the slides of a template, if it has any, use its layouts."""
    root = parse_xml(package.parts[presentation])
    targets = {link.id: link.target for link in package.relationships.get(presentation, ())}
    ids = [each.get(f"{{{NS['r']}}}id", "") for each in root.iterfind("p:sldIdLst/p:sldId", NS)]
    shown = [targets[id_] for id_ in ids if targets.get(id_) in package.parts]
    used = [
        layout for slide in shown for layout in package.related(slide, "slideLayout")[:1] if not _hidden(package, slide)
    ]
    further = Counter(used[1:] or used)
    total = sum(further.values())
    return Usage(used[0] if used else "", {part: count / total for part, count in further.items()})


def _hidden(package: Package, slide: str) -> bool:
    try:
        return parse_xml(package.parts[slide]).get("show") in {"0", "false"}
    except etree.XMLSyntaxError:
        return True


# What matters of a slide layout for the roles that it may serve: its placeholders, its room, and who uses it.

OTHERS: Final = frozenset({"pic", "chart", "tbl", "media", "clipArt", "dgm"})
LOW: Final = 0.3  # of the slide's height: a title whose middle is below stands in the middle
WIDE: Final = 0.5  # of the slide: a title that is wider holds a sentence
NEAR: Final = 0.06  # of the slide's height: titles that are no further apart stand at one place


def features(sheet: TemplateLayout) -> Features:
    """What matters of a layout for the roles that it may serve."""
    whole = sheet.size[0] * sheet.size[1]
    bodies = [place.box for place in sheet.places if place.type in BODIES]
    large = [box for box in bodies if area(box) >= LARGE_BODY * whole and box.h >= sheet.size[1] * 0.2]
    title = sheet.title
    upright = not (title and title.turned) and "vert" not in sheet.type.lower()
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
        wide=title is not None and title.box.w >= sheet.size[0] * WIDE,
    )


def used(found: Features, sheet: TemplateLayout, sheets: Sequence[TemplateLayout], usage: Usage) -> Features:
    """The features with how much the template's own slides use the layout, and those that look like it."""
    kin = sum(usage.shares.get(other.part, 0.0) for other in sheets if _looks_like(sheet, other))
    return replace(found, used=usage.shares.get(sheet.part, 0.0), kin=min(1.0, kin), opens=sheet.part == usage.first)


def _looks_like(sheet: TemplateLayout, other: TemplateLayout) -> bool:
    """Whether two layouts stand on the same ground, with their titles at the same place."""
    one, two = sheet.titled, other.titled
    close = sheet.size[1] * NEAR
    return (
        sheet.title is not None
        and other.title is not None
        and (sheet.background, one.ground, sheet.content.ground) == (other.background, two.ground, other.content.ground)
        and max(abs(one.box.x - two.box.x), abs(one.box.y - two.box.y)) <= close
    )


FEET_NAMES: Final[Mapping[str, str]] = {"ftr": "the footer", "dt": "the date", "sldNum": "the slide number"}
TOP: Final = inches(0.48)  # of a title of ours: there is room for its label over it
TITLE_HEIGHT: Final = inches(0.9)  # of a title of ours, and on a low slide this share of it
TITLE_SHARE: Final = 0.125
MOST_NAMED: Final = 3  # marks in a notice
LEAST_WIDTH: Final = 0.6  # of the slide, of a title over its content
COLUMN_WIDTH, COLUMN_HEIGHT = 0.18, 0.35  # of the slide, of a title that stands beside it
LOWEST: Final = 0.45  # of the slide's height: a title that ends below stands in the middle or at the foot
LEAST_HEIGHT: Final = inches(0.3)
NARROWEST, FLATTEST = inches(1.2), inches(0.8)  # less holds no text at all


def usable(sheet: TemplateLayout) -> TemplateLayout | None:
    """The sheet as slides with content can use it; None where nothing is left for text."""
    made = sheet if serves(sheet) else laid_out(sheet, _top(sheet), body=_body_stays(sheet))
    if not made.roomy:
        made = max(made, laid_out(made, _top(sheet), body=False), _bare(sheet), key=_room)
    room = made.content.box
    return made if room.w >= NARROWEST and room.h >= FLATTEST else None


def told(pairs: Sequence[tuple[TemplateLayout, TemplateLayout]], file: str) -> Iterator[str]:
    """A sentence for each thing that is not as the template has it; pairs are sheets before and after."""
    over = tuple(dict.fromkeys(name for _, after in pairs for name in after.overruled))
    if over:
        more = f" and {len(over) - MOST_NAMED} more" if len(over) > MOST_NAMED else ""
        names = ", ".join(f"'{name}'" for name in over[:MOST_NAMED])
        yield f"{file}: text stands over {names}{more}, because there would be too little room beside."
    for foot in dict.fromkeys(foot for _, after in pairs for foot in after.left_out):
        yield f"{file}: {FEET_NAMES[foot]} runs up, down or aslant, and is left out."
    for foot in dict.fromkeys(foot for _, after in pairs for foot in after.crowding):
        yield f"{file}: {FEET_NAMES[foot]} stands where the content has to, and is left out."
    for name in dict.fromkeys(after.name for before, after in pairs if _is_moved(before, after)):
        yield f"{file}: the title of '{name}' has no place that holds a sentence; it stands at the top."


def _is_moved(before: TemplateLayout, after: TemplateLayout) -> bool:
    return after.title is not None and (after.title.turned or after.titled.box != before.titled.box)


def serves(sheet: TemplateLayout) -> bool:
    """Whether a sentence can stand where the title does: level, over the content or beside it."""
    if sheet.title is None:
        return True
    width, height = sheet.size
    box = sheet.titled.box
    if sheet.title.turned or box.h < LEAST_HEIGHT:
        return False
    column = box.w >= width * COLUMN_WIDTH and box.h >= height * COLUMN_HEIGHT
    beside = column and box.right <= sheet.content.box.x  # at the other side it would be read last
    over = box.w >= width * LEAST_WIDTH and box.bottom <= max(height * LOWEST, inches(1.8))
    return beside or (over and box.y <= sheet.content.box.y)


def _body_stays(sheet: TemplateLayout) -> bool:
    """Whether the placeholder of the content leaves room for a title over it."""
    return sheet.content.box.y >= _top(sheet).bottom


def _top(sheet: TemplateLayout) -> Box:
    """A strip at the top, under footers and bars that stand there, as wide as the content."""
    width, height = sheet.size
    feet = [place.box.bottom for place in sheet.places if place.type in FEET and place.box.bottom < height // 4]
    top = max([TOP, *(foot + UNDER_TITLE for foot in feet)])
    left, right = MARGIN, width - MARGIN
    content = sheet.content.box
    if content.w >= width * LEAST_WIDTH:
        left, right = content.x, content.right
    high = min(TITLE_HEIGHT, round(height * TITLE_SHARE))
    return meeting(Box(left, top, right - left, high), Box(0, 0, width, height))


def _bare(sheet: TemplateLayout) -> TemplateLayout:
    """The sheet as if it drew nothing that could be in the way."""
    marks = tuple(replace(mark, light=True) for mark in sheet.marks)
    gone = tuple(dict.fromkeys((*sheet.overruled, *(mark.name for mark in sheet.marks if not mark.light))))
    return replace(laid_out(replace(sheet, marks=marks), _top(sheet), body=False), overruled=gone)


def _room(sheet: TemplateLayout) -> tuple[bool, int]:
    box = sheet.content.box
    return sheet.roomy, min(box.w, 2 * box.h)

"""What matters of a slide layout for the roles that it may serve: its placeholders, its room, and who uses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from briefing.render.pptx.region import area
from briefing.render.pptx.roles import Features
from briefing.render.pptx.sheet import BODIES, LARGE_BODY, Sheet
from briefing.render.pptx.usage import Usage

OTHERS: Final = frozenset({"pic", "chart", "tbl", "media", "clipArt", "dgm"})
LOW: Final = 0.3  # of the slide's height: a title whose middle is below stands in the middle
WIDE: Final = 0.5  # of the slide: a title that is wider holds a sentence
NEAR: Final = 0.06  # of the slide's height: titles that are no further apart stand at one place


def features(sheet: Sheet) -> Features:
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


def used(found: Features, sheet: Sheet, sheets: Sequence[Sheet], usage: Usage) -> Features:
    """The features with how much the template's own slides use the layout, and those that look like it."""
    kin = sum(usage.shares.get(other.part, 0.0) for other in sheets if _looks_like(sheet, other))
    return replace(found, used=usage.shares.get(sheet.part, 0.0), kin=min(1.0, kin), opens=sheet.part == usage.first)


def _looks_like(sheet: Sheet, other: Sheet) -> bool:
    """Whether two layouts stand on the same ground, with their titles at the same place."""
    one, two = sheet.titled, other.titled
    close = sheet.size[1] * NEAR
    return (
        sheet.title is not None
        and other.title is not None
        and (sheet.background, one.ground, sheet.content.ground) == (other.background, two.ground, other.content.ground)
        and max(abs(one.box.x - two.box.x), abs(one.box.y - two.box.y)) <= close
    )

"""Alternative texts: what somebody hears who does not see the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from briefing.deckcheck.findings import Hit
from briefing.deckcheck.view import DeckView, ShapeView, SlideView

# Kind → how it is called. What stands here says something; other shapes without text are taken for ornament first.
NAMED: Final = {
    "picture": "picture",
    "chart": "chart",
    "table": "table",
    "diagram": "diagram",
    "media": "film or sound",
    "object": "object",
    "group": "group",
}
_FILE_NAME: Final = re.compile(
    r"[^\n]{0,200}\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf|webp|heic|pdf|mp4|mov|avi|wav|mp3)\W{0,3}", re.IGNORECASE
)


def no_alternative(deck: DeckView) -> Iterator[Hit]:
    """Pictures, charts, tables, diagrams and groups without an alternative text that are not marked as decoration."""
    for slide in deck.slides:
        for shape in _asked(slide):
            if shape.kind in NAMED and not shape.alt:
                yield Hit(slide.number, shape.name, f"the {NAMED[shape.kind]} has no alternative text")


def file_name(deck: DeckView) -> Iterator[Hit]:
    """Alternative texts that are the name of a file, as some programs fill them in."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if _FILE_NAME.fullmatch(shape.alt):
                yield Hit(slide.number, shape.name, f"the alternative text is the name of a file: '{shape.alt}'")


def undescribed_shape(deck: DeckView) -> Iterator[Hit]:
    """Lines and drawn shapes without text that are neither described nor marked as decoration."""
    for slide in deck.slides:
        for shape in _asked(slide):
            if shape.kind in {"shape", "connector"} and not (shape.alt or shape.has_text or shape.placeholder):
                yield Hit(slide.number, shape.name, "the shape has neither text nor alternative text")


def _asked(slide: SlideView) -> Iterator[ShapeView]:
    """The shapes that must speak for themselves: not ornament, not in a group that speaks for its members."""
    groups = {shape.id: shape for shape in slide.shapes if shape.kind == "group"}
    for shape in slide.shapes:
        if shape.decorative or shape.hidden or any(_speaks(each, slide) for each in _around(shape, groups)):
            continue
        if shape.kind != "group" or not _members_speak(shape, slide):
            yield shape


def _around(shape: ShapeView, groups: dict[str, ShapeView]) -> Iterator[ShapeView]:
    """The groups around a shape, from the nearest; ids that come twice must not lead in a circle."""
    seen: set[str] = set()
    while (outer := groups.get(shape.group)) is not None and outer.id not in seen:
        seen.add(outer.id)
        yield outer
        shape = outer


def _speaks(group: ShapeView, slide: SlideView) -> bool:
    """Whether a group's members need not: it is described or decoration, or is itself what is found."""
    return bool(group.alt) or group.decorative or not _members_speak(group, slide)


def _members_speak(group: ShapeView, slide: SlideView) -> bool:
    members = [shape for shape in slide.shapes if shape.group == group.id]
    return any(shape.has_text or shape.alt or shape.kind == "group" for shape in members)

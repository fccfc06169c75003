"""A deck's placed boxes as a listing that a reviewer can read: what stands where, how large, with which words."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.page.boxes import (
    EMU_PER_INCH,
    Box,
    ChartBox,
    Deck,
    Frame,
    IconBox,
    LineBox,
    Placed,
    PlacedSlide,
    PlaceholderBox,
    ShapeBox,
    TableBox,
)
from briefing.page.look import Look
from placed import holder_box

HEAD = "kind         x     y     w     h     pt  name: first words"
FIRST = 60  # characters of a text


def listing(deck: Deck, look: Look) -> str:
    """A block of lines a slide, a line a box; positions and sizes in inches, type sizes in points."""
    return "\n".join([f"{deck.title}  |  footer: {deck.footer}", HEAD, *_lines(deck, look)]) + "\n"


def _lines(deck: Deck, look: Look) -> Iterator[str]:
    number = 0
    for section in deck.sections:
        yield f"\n== {section.title} =="
        for slide in section.slides:
            number += 1
            yield f"\n{number}  [{slide.layout}]  {slide.title}  ({len(slide.notes)} notes)"
            yield from (_line(each, slide, look) for each in slide.boxes)


def _line(placed: Placed, slide: PlacedSlide, look: Look) -> str:
    match placed:
        case PlaceholderBox():
            return _row(placed.type, placed.box or holder_box(placed, slide, look), placed.frame, placed.name)
        case ShapeBox():
            looks = "/".join(part for part in (placed.fill, placed.outline) if part)
            return _row(placed.geometry, placed.box, placed.frame, f"{placed.name}{f' <{looks}>' if looks else ''}")
        case IconBox():
            return _row("icon", placed.box, None, f"{placed.name} <{placed.color}>")
        case TableBox():
            cells = f"{len(placed.rows)} x {len(placed.widths)}"
            widths = " ".join(f"{width / EMU_PER_INCH:.2f}" for width in placed.widths)
            return _row("table", placed.box, placed.rows[0][0].frame, f"{placed.name} {cells}, columns {widths}")
        case ChartBox():
            inside = f"{len(placed.series)} series of {len(placed.categories)}, {placed.size:g} pt"
            return _row("chart", placed.box, None, f"{placed.name} {inside}: {placed.alt[:FIRST]}")
        case LineBox():
            ends = (placed.x1, placed.y1, placed.x2 - placed.x1, placed.y2 - placed.y1)
            glued = " ".join(f"{name}@{site}" for name, site in filter(None, (placed.start, placed.end)))
            return _row("line", Box(*ends), None, f"{placed.name} <{placed.color}> {placed.arrows} {glued}".rstrip())


def _row(kind: str, box: Box, frame: Frame | None, name: str) -> str:
    place = " ".join(f"{value / EMU_PER_INCH:5.2f}" for value in (box.x, box.y, box.w, box.h))
    size = f"{frame.size:g}" if frame else ""
    return f"{kind:<10} {place}  {size:>4}  {name}{_said(frame)}"


def _said(frame: Frame | None) -> str:
    text = " / ".join("".join(run.text for run in each.runs) for each in frame.paragraphs) if frame else ""
    short = text if len(text) <= FIRST else f"{text[:FIRST].rstrip()}…"
    return f": {short}" if short else ""

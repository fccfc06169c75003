"""Pages: a briefing arranged and drawn, one value a slide, for every format that draws its pages itself.

Colours are RRGGBB from here on, and all lengths points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Briefing, Notice, Remark
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import (
    ChartBox,
    Deck,
    FootBox,
    Frame,
    Paragraph,
    Placed,
    PlacedSlide,
    PlaceholderBox,
    Run,
    ShapeBox,
)
from briefing.page.drawing import Drawn, drawn, everything
from briefing.page.fit import natural_width
from briefing.page.fonts import Typefaces, set_as
from briefing.page.look import Look, SlideLayout, TextStyle, scaled_deck, scaled_look, touches
from briefing.page.marks import Mark, rectangle
from briefing.page.setting import set_text
from briefing.rendering import ThemeChoice
from briefing.theme.chosen import Painter, chosen_painter
from briefing.theme.painting import Painted, Painting, all_lost

LOST = "What the template draws as {names} cannot be drawn in this format, and is left out."


class Page(Struct, frozen=True):
    """A slide as it is seen. `color` gives RRGGBB of a role of the palette, or of what is a colour already."""

    number: int
    section: str
    slide: PlacedSlide
    painting: Painting
    drawings: tuple[Drawn, ...]
    feet: tuple[Drawn, ...]  # and what the template writes itself
    colors: Mapping[str, str]
    held: tuple[Painted, ...] = ()  # what placeholders of the template are filled with, under all else of the slide

    @property
    def anchor(self) -> str:
        """What a link to the page names."""
        return self.slide.id or f"slide-{self.number}"

    def marks(self, under: Drawn | None = None) -> tuple[Mark, ...]:
        """The marks of all that is no chart: what stands on a chart, or all that stands on none."""
        held = [
            each for number, each in enumerate(self.drawings) if self._ground(number) is under and each is not under
        ]
        feet = () if under else self.feet
        return tuple(mark for each in (*held, *feet) for part in everything(each) for mark in part.marks)

    def _ground(self, number: int) -> Drawn | None:
        """The last chart before a drawing that it touches; a chart is its own."""
        own = self.drawings[number]
        if isinstance(own.box, ChartBox):
            return own
        charts = (each for each in reversed(self.drawings[:number]) if isinstance(each.box, ChartBox))
        return next((each for each in charts if touches(each.area, own.area)), None)

    def color(self, role: str) -> str:
        """RRGGBB of a role; an empty one is ink."""
        return self.colors[role or "ink"]


class Book(Struct, frozen=True):
    """All pages, their size in EMU, the typefaces, and what the user should know."""

    deck: Deck
    width: int
    height: int
    heading_font: str
    body_font: str
    pages: tuple[Page, ...]
    numbers: Mapping[str, int]  # of pages by the ids that links name
    notices: tuple[Notice, ...]

    @property
    def paintings(self) -> tuple[Painting, ...]:
        """What lies under the pages, each once: several pages of a layout have the same."""
        return tuple({id(page.painting): page.painting for page in self.pages}.values())


def book_of(briefing: Briefing, choice: ThemeChoice | Path, room: tuple[int, int] | None = None) -> Book:
    """The pages of a briefing in a theme, their content at most as large as `room` (EMU).

    Raises BriefingError where the theme cannot be read.
    """
    painter = chosen_painter(choice if isinstance(choice, ThemeChoice) else ThemeChoice(choice))
    theme = painter.theme
    look = _within(theme.look, *room) if room else theme.look
    deck, notices = arrange(briefing, look)
    deck, look = scaled_deck(deck, theme.factor), scaled_look(look, theme.factor)
    drawer = partial(_page, deck=deck, look=look, painter=painter)
    slides = [(section.title, slide) for section in deck.sections for slide in section.slides]
    pages = tuple(drawer(number, title, slide) for number, (title, slide) in enumerate(slides, 1))
    lost = all_lost([page.painting for page in pages])
    told = [Remark(LOST.format(names=", ".join(lost)))] if lost else []
    every = (*map(Remark, theme.notices), *notices, *told)
    numbers = {page.slide.id: page.number for page in reversed(pages) if page.slide.id}
    return Book(deck, look.width, look.height, look.heading_font, look.body_font, pages, numbers, every)


def _within(look: Look, width: int, height: int) -> Look:
    """The look with no more room than this under its headlines."""
    layouts = {
        role: replace(each, region=replace(each.region, w=min(each.region.w, width), h=min(each.region.h, height)))
        for role, each in look.layouts.items()
    }
    return replace(look, layouts=layouts)


def _page(
    number: int,
    section: str,
    slide: PlacedSlide,
    deck: Deck,
    look: Look,
    painter: Painter,
) -> Page:
    layout, faces = look.layouts[slide.layout], Typefaces(set_as(look.heading_font), set_as(look.body_font))
    under = painter.painting(layout.part)
    drawings = tuple(drawn(_inherited(box, layout, under), layout, faces) for box in slide.boxes)
    feet = deck.feet.get(slide.layout, ()) if slide.footer else ()
    footed = tuple(_foot(foot, number, layout, look, faces, under) for foot in feet)
    return Page(
        number,
        section,
        slide,
        under,
        drawings,
        (*_written(under, faces), *footed),
        painter.colors(slide.layout),
        tuple(_held((*drawings, *footed), layout, under)),
    )


def _held(drawings: Sequence[Drawn], layout: SlideLayout, under: Painting) -> Iterator[Painted]:
    for each in drawings:
        if isinstance(each.box, PlaceholderBox):
            holder = layout.holder(each.box.type, each.box.idx)
            if painted := under.held(holder.type if holder else each.box.type, each.box.idx, each.area):
                yield painted


def _inherited(box: Placed, layout: SlideLayout, under: Painting) -> Placed:
    """A text in a placeholder, slanted where that is, and in the colour that it inherits where it says none."""
    if not isinstance(box, PlaceholderBox):
        return box
    holder = layout.holder(box.type, box.idx)
    style = holder.style if holder else None
    color = box.frame.color or (style.color if style else "")
    color = color or under.colors.get((holder.type if holder else box.type, box.idx), "")
    return replace(box, frame=replace(box.frame, color=color, italic=bool(style and style.italic)))


def _written(painting: Painting, faces: Typefaces) -> Iterator[Drawn]:
    """The texts of a template that stand in no placeholder."""
    for each in painting.items:
        if isinstance(each, Painted) and each.frame:
            wide = each.box.w if each.wraps else max(each.box.w, natural_width(each.frame, faces))
            area = replace(each.box, w=wide)
            box = ShapeBox("rect", area, "Template", frame=each.frame)
            yield Drawn(box, area, lines=set_text(each.frame, area, faces))


def _foot(foot: FootBox, number: int, layout: SlideLayout, look: Look, faces: Typefaces, under: Painting) -> Drawn:
    """A footer as a text in its box; the slide number is the page's."""
    holder = layout.holder(foot.type, foot.idx)
    style = (holder.style if holder else None) or TextStyle(look.scale.label, anchor="ctr")
    insets = style.insets if foot.insets is None else foot.insets
    text = Paragraph((Run(str(number) if foot.type == "sldNum" else foot.text),), align=style.align)
    color = foot.color or style.color or under.colors.get((foot.type, foot.idx), "muted")
    frame = Frame((text,), foot.size or style.size, color, style.bold, style.anchor, insets, italic=style.italic)
    area = foot.box or (holder.box if holder else layout.region)
    marks = (Mark(rectangle(area), foot.fill),) if foot.fill else ()
    box = PlaceholderBox(foot.type, foot.idx, frame, area, foot.name)
    return Drawn(box, area, marks, set_text(frame, area, faces))

"""Pages: a briefing arranged and drawn, one value a slide, for every format that draws its pages itself.

Colours are RRGGBB from here on, and all lengths points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

from lxml import etree
from msgspec import Struct

from briefing.formats.pptx.write import chosen_theme
from briefing.model import Briefing, Notice, Remark
from briefing.ooxml.colors import color_of
from briefing.ooxml.elements import NS
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import Deck, FootBox, Frame, Paragraph, PlacedSlide, Run
from briefing.page.drawing import Drawn, drawn, set_text
from briefing.page.fonts import Typefaces
from briefing.page.look import Look, scaled_deck, scaled_look
from briefing.page.palette import color_xml
from briefing.rendering import ThemeChoice
from briefing.theme.painting import Painting, all_lost, painting_of
from briefing.theme.theme import Theme

LOST = "What the template draws as {names} cannot be drawn in this format, and is left out."


class Page(Struct, frozen=True):
    """A slide as it is seen. `color` gives RRGGBB of a role of the palette, or of what is a colour already."""

    number: int
    section: str
    slide: PlacedSlide
    painting: Painting
    drawings: tuple[Drawn, ...]
    feet: tuple[Drawn, ...]
    colors: Mapping[str, str]

    @property
    def anchor(self) -> str:
        """What a link to the page names."""
        return self.slide.id or f"slide-{self.number}"

    def color(self, role: str) -> str:
        """RRGGBB of a role; an empty one is ink."""
        return self.colors.get(role or "ink", role)


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


def book_of(briefing: Briefing, choice: ThemeChoice | Path) -> Book:
    """The pages of a briefing in a theme. Raises BriefingError where the theme cannot be read."""
    theme = chosen_theme(choice if isinstance(choice, ThemeChoice) else ThemeChoice(choice))
    deck, notices = arrange(briefing, theme.look)
    deck, look = scaled_deck(deck, theme.factor), scaled_look(theme.look, theme.factor)
    painting = cache(lambda part: painting_of(theme, part))
    drawer = partial(_page, deck=deck, look=look, theme=theme, painting=painting)
    slides = [(section.title, slide) for section in deck.sections for slide in section.slides]
    pages = tuple(drawer(number, title, slide) for number, (title, slide) in enumerate(slides, 1))
    lost = all_lost([page.painting for page in pages])
    told = [Remark(LOST.format(names=", ".join(f"'{name}'" for name in lost)))] if lost else []
    every = (*map(Remark, theme.notices), *notices, *told)
    numbers = {page.slide.id: page.number for page in reversed(pages) if page.slide.id}
    return Book(deck, look.width, look.height, look.heading_font, look.body_font, pages, numbers, every)


def _page(
    number: int,
    section: str,
    slide: PlacedSlide,
    deck: Deck,
    look: Look,
    theme: Theme,
    painting: Callable[[str], Painting],
) -> Page:
    layout, faces = look.layouts[slide.layout], Typefaces(look.heading_font, look.body_font)
    drawings = tuple(drawn(box, layout, faces) for box in slide.boxes)
    feet = deck.feet.get(slide.layout, ()) if slide.footer else ()
    return Page(
        number,
        section,
        slide,
        painting(layout.part),
        drawings,
        tuple(_foot(foot, number, layout, look, faces) for foot in feet),
        _colors(theme, slide.layout),
    )


def _foot(foot: FootBox, number: int, layout: object, look: Look, faces: Typefaces) -> Drawn:
    """A footer as a text in its box; the slide number is the page's."""
    from briefing.page.boxes import PlaceholderBox  # a footer is drawn as any other placeholder

    holder = layout.holder(foot.type, foot.idx)  # type: ignore[attr-defined]
    style = holder.style if holder else None
    text = str(number) if foot.type == "sldNum" else foot.text
    size = foot.size or (style.size if style else look.scale.label)
    color = foot.color or (style.color if style else "") or "muted"
    align = style.align if style else "l"
    insets = style.insets if style and not foot.tight else Frame((), 1).insets
    anchor = style.anchor if style else "ctr"
    frame = Frame((Paragraph((Run(text),), align=align),), size, color, False, anchor, insets)
    area = foot.box or (holder.box if holder else layout.region)  # type: ignore[attr-defined]
    box = PlaceholderBox(foot.type, foot.idx, frame, area, foot.name)
    return Drawn(box, area, lines=set_text(frame, area, faces))


def _colors(theme: Theme, role: str) -> Mapping[str, str]:
    """RRGGBB of each role of the palette, on the ground of this layout."""
    if role not in theme.palettes:
        return theme.values
    return {name: _value(theme, role, color) for name, color in theme.palettes[role].items()}


def _value(theme: Theme, role: str, name: str) -> str:
    from briefing.theme.painting import schemes_of

    found = color_of(etree.fromstring(_declared(color_xml(name))), schemes_of(theme, theme.look.layouts[role].part))
    return found.value if found else "000000"


def _declared(xml: str) -> str:
    """An element with the namespace that its prefix stands for."""
    head, rest = xml.split(" ", 1)
    return f'{head} xmlns:a="{NS["a"]}" {rest}'

"""Templates whose art is no rectangle, or whose photograph is dark: what stands free, and in which colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches

from briefing.model import Slide, Text
from briefing.page.arrange.opening import place_opening
from briefing.page.boxes import Box, PlaceholderBox, ShapeBox, inches
from briefing.page.palette import luminance
from ooxml.test_outlines import BOX, CREST, drawn
from templates.build import draw, keep, place, shape, text_color
from templates.test_stand import filled_title, photographed, theme_of

WAVE = replace(BOX, y=inches(4.8), w=inches(13.333), h=inches(2.7))


def waved(deck: Any) -> None:
    draw(deck.slide_master, etree.tostring(drawn(CREST, WAVE)).decode())


def light_text(deck: Any) -> None:
    text_color(deck, "bg1")


def test_content_ends_over_the_crest_of_a_wave_and_footers_stand_on_it(tmp_path: Path) -> None:
    layout = theme_of(tmp_path, waved).look.layouts["title-only"]
    assert inches(5.6) < layout.region.bottom < inches(6.4)
    assert {each.fill for each in layout.placeholders if each.type in {"ftr", "dt", "sldNum"}} == {""}


@pytest.mark.parametrize(("changes", "dark"), [((photographed,), False), ((photographed, light_text), True)])
def test_panels_suit_the_text_that_a_template_has_on_its_photograph(
    tmp_path: Path, changes: tuple[Any, ...], dark: bool
) -> None:
    theme = theme_of(tmp_path, *changes)
    assert theme.look.layouts["title-only"].panels
    assert (luminance(theme.values["paper"]) < 0.2) is dark
    assert (luminance(theme.values["ink"]) > 0.5) is dark


@pytest.mark.parametrize("high", [0.9, 1.2, 1.6])
def test_content_keeps_off_a_band_that_the_title_stands_in(tmp_path: Path, high: float) -> None:
    layout = theme_of(tmp_path, lambda deck: draw(deck.slide_master, shape("Band", (0, 0, 13.333, high), "0B2545")))
    region = layout.look.layouts["title-only"].region
    assert region.y >= inches(high) + inches(0.14)


def test_an_opening_keeps_off_a_wave_at_its_foot_and_needs_no_panel(tmp_path: Path) -> None:
    opening = theme_of(tmp_path, waved).look.layouts["title"]
    assert opening.panels == ()
    assert max(each.box.bottom for each in opening.placeholders) < inches(6.2)


def test_a_number_in_a_disc_stands_on_it_without_a_ground_of_its_own(tmp_path: Path) -> None:
    def disc(deck: Any) -> None:
        box = Box(inches(0.1), inches(0.1), inches(0.7), inches(0.7))
        draw(deck.slide_master, etree.tostring(drawn("ellipse", box, fill="5B2A86")).decode())
        for each in (each for sheet in (deck.slide_master, *deck.slide_layouts) for each in sheet.placeholders):
            if each.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
                each.left, each.top, each.width, each.height = (Inches(n) for n in (0.1, 0.25, 0.7, 0.4))

    number = theme_of(tmp_path, disc).look.layouts["title-only"].placeholder("sldNum")
    assert number is not None
    assert number.fill == ""
    assert number.color in {"paper", "bg1", "#FFFFFF"}


def edged(deck: Any) -> None:
    """A line down the slide, from which the master's title keeps off by a hair."""
    draw(deck.slide_master, shape("Line", (0.6, 0.2, 0.01, 7), "0B2545"))
    for each in deck.slide_master.placeholders:
        left = 0.62 if each.placeholder_format.type == PP_PLACEHOLDER.TITLE else 0.7
        each.left, each.width = Inches(left), Inches(12)
    deck.slide_master.placeholders[0].text_frame.margin_left = 0


def test_a_title_beside_a_line_stands_over_the_edge_of_the_content(tmp_path: Path) -> None:
    layout = theme_of(tmp_path, edged).look.layouts["title-only"]
    title = layout.placeholder("title")
    assert title is not None
    assert title.style is not None
    assert title.box.x + title.style.insets.left == layout.region.x


def test_the_text_of_a_filled_title_that_reaches_the_edge_starts_where_the_content_does(tmp_path: Path) -> None:
    layout = theme_of(tmp_path, filled_title).look.layouts["title-only"]
    title = layout.placeholder("title")
    assert title is not None
    assert title.style is not None
    assert title.box.x == 0
    assert title.style.insets.left == layout.region.x


def test_an_opening_that_has_no_layout_stands_over_its_details(tmp_path: Path) -> None:
    theme = theme_of(tmp_path, lambda deck: keep(deck, "Section Header"))
    slide = Slide("title", "A decision", (Text("2 March 2026"),), "title")
    title, details = place_opening(slide, theme.look).boxes
    assert isinstance(title, PlaceholderBox)
    assert isinstance(details, ShapeBox)
    assert title.frame.anchor == "b"
    assert details.box.y < inches(3.6)


def test_an_opening_with_a_line_for_a_title_and_a_page_for_its_subtitle_has_both_together(tmp_path: Path) -> None:
    def apart(deck: Any) -> None:
        place(deck.slide_layouts[0], 0, (0.7, 0.3, 12, 1.2))
        place(deck.slide_layouts[0], 1, (0.7, 1.8, 12, 4.9))

    theme = theme_of(tmp_path, apart)
    slide = Slide("title", "A decision", (Text("2 March 2026"),), "title", subtitle="A briefing")
    title, under = place_opening(slide, theme.look).boxes
    assert isinstance(title, PlaceholderBox)
    assert isinstance(under, PlaceholderBox)
    assert (title.frame.anchor, under.frame.anchor) == ("b", "t")
    assert title.box is not None
    assert under.box is not None
    assert inches(2) < title.box.bottom < under.box.y < title.box.bottom + inches(0.2)

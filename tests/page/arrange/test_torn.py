"""Words that are broken between letters: found, and told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.formats.pptx import write
from briefing.model import Card, Columns, Remark, Slide, Text
from briefing.page.arrange.arrange import arrange, torn_slides
from briefing.page.boxes import ShapeBox, inches
from briefing.page.look import Look
from briefing.rendering import ThemeChoice
from placed import slides
from samples import briefing
from written_deck import THEMES

LONG = "x" * 300
SHORT = Slide("text", "Title", (Text("Short"),))
TOLD = "The page of 13.3 × 7.5 in is too narrow for some words, which are broken between letters on {}."


def test_slides_with_broken_words_are_found(look: Look) -> None:
    deck, _ = arrange(briefing("", SHORT, Slide("text", "Title", (Text(LONG),))), look)
    assert torn_slides(deck, look) == (3,)
    assert torn_slides(arrange(briefing("", SHORT), look)[0], look) == ()


@pytest.mark.parametrize(("count", "where"), [(1, "slide 2"), (3, "slides 2, 3, 4")])
def test_one_notice_names_the_page_and_the_slides(count: int, where: str) -> None:
    slide = Slide("text", "Title", (Text(LONG),))
    made = write.render(briefing("", *(slide,) * count), ThemeChoice(Path(THEMES / "light.pptx")))
    assert made.notices == (Remark(TOLD.format(where)),)


def test_many_slides_are_not_all_named() -> None:
    slide = Slide("text", "Title", (Text(LONG),))
    made = write.render(briefing("", *(slide,) * 14), ThemeChoice(Path(THEMES / "light.pptx")))
    assert made.notices == (Remark(TOLD.format("slides 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 …")),)


@pytest.mark.parametrize("wide", [4.0, 5.2, 7.0, 12.1])
def test_blocks_stand_under_each_other_where_the_page_is_narrow(wide: float, look: Look) -> None:
    cards = Columns((Card("Internationalise", ("one",)), Card("Responsibilities", ("two",))))
    slide = Slide("text", "Title", (Text("A lead that is short", "lead"), cards), flow="beside")
    layouts = {
        role: replace(layout, region=replace(layout.region, w=inches(wide))) for role, layout in look.layouts.items()
    }
    narrow = replace(look, layouts=layouts)
    deck, _ = arrange(briefing("", slide), narrow)
    (placed,) = slides(deck)[1:]
    boxes = {each.name: each.box for each in placed.boxes if isinstance(each, ShapeBox)}
    lead, card = boxes["Lead"], boxes["Card: Internationalise"]
    assert (card.y >= lead.bottom) is (wide < 6)
    assert (card.x >= lead.right) is (wide >= 6)
    assert torn_slides(deck, narrow) == ()

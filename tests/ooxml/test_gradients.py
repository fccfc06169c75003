"""Gradients: the colours under a part of a shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from briefing.ooxml.colors import Fill, Gradient, Ground, gradient_of
from briefing.page.boxes import Box, inches
from briefing.theme.marks import Mark
from briefing.theme.stand import ground_under
from ooxml.test_outlines import drawn
from templates.build import DECLARED, draw
from templates.test_stand import theme_of

BOX = Box(0, 0, inches(10), inches(1))
ENDS = ((0.0, "000000"), (0.5, "808080"), (1.0, "FFFFFF"))


def element(way: str, *places: str) -> etree._Element:
    stops = "".join(f'<a:gs pos="{each}"><a:srgbClr val="000000"/></a:gs>' for each in places)
    return etree.fromstring(f"<a:gradFill {DECLARED}><a:gsLst>{stops}</a:gsLst>{way}</a:gradFill>")


@pytest.mark.parametrize(
    ("quarters", "area", "colors"),
    [
        (0, Box(0, 0, inches(5), inches(1)), ("000000", "808080")),
        (0, Box(inches(4), 0, inches(2), inches(1)), ("666666", "808080", "999999")),
        (0, Box(inches(12), 0, inches(1), inches(1)), ("FFFFFF",)),
        (1, Box(0, 0, inches(10), inches(0.5)), ("000000", "808080")),
        (2, Box(0, 0, inches(5), inches(1)), ("808080", "FFFFFF")),
        (3, Box(0, 0, inches(10), inches(0.5)), ("808080", "FFFFFF")),
    ],
)
def test_a_part_of_a_shape_has_a_part_of_its_gradient(quarters: int, area: Box, colors: tuple[str, ...]) -> None:
    assert Gradient(ENDS, quarters).under(area, BOX) == colors


def test_a_text_sees_the_colours_that_lie_under_it() -> None:
    fill = Fill(("000000", "808080", "FFFFFF"), gradient=Gradient(ENDS))
    strip = Mark("Strip", BOX, fill, plain=True)
    assert ground_under(Box(0, 0, inches(5), inches(1)), [strip], Ground(("FFFFFF",))).colors == ("000000", "808080")


@pytest.mark.parametrize(
    "fill",
    [
        element('<a:lin ang="2700000"/>', "0", "100000"),
        element('<a:path path="circle"/>', "0", "100000"),
        element('<a:lin ang="0"/>', "0"),
        element('<a:lin ang="0"/>', "0", "x"),
    ],
    ids=["aslant", "round", "one stop", "no place"],
)
def test_any_other_gradient_may_have_all_its_colours_anywhere(fill: etree._Element) -> None:
    assert gradient_of(fill, ["000000"] * len(fill.findall(".//{*}gs"))) is None


def striped(deck: Any) -> None:
    """A strip at the foot, from dark to white."""
    strip = drawn("rect", Box(0, inches(6.8), inches(13.333), inches(0.7)), 'rot="0" flipH="false"')
    solid = strip.find(".//{*}solidFill")
    fill = element('<a:lin ang="0"/>', "0", "100000")
    fill.findall(".//{*}srgbClr")[0].set("val", "5B2A86")
    fill.findall(".//{*}srgbClr")[1].set("val", "FFFFFF")
    solid.getparent().replace(solid, fill)
    draw(deck.slide_master, etree.tostring(strip).decode())


def test_footers_on_a_strip_with_a_gradient_need_no_ground_of_their_own(tmp_path: Path) -> None:
    theme = theme_of(tmp_path, striped)
    feet = {each.type: each for each in theme.look.layouts["title-only"].placeholders if each.type in {"dt", "sldNum"}}
    assert {each.fill for each in feet.values()} == {""}
    assert feet["dt"].color != feet["sldNum"].color

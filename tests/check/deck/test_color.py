"""Colours of DrawingML: scheme colours, the colour map, and what is done to a colour afterwards."""

from __future__ import annotations

import pytest
from lxml import etree

from briefing.check.deck.color import Color, Palette

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
THEME = (
    f'<a:theme xmlns:a="{A}"><a:themeElements><a:clrScheme name=""><a:dk1><a:sysClr val="windowText"/></a:dk1>'
    '<a:lt1><a:srgbClr val="FFFFFF"/></a:lt1><a:accent1><a:srgbClr val="4F81BD"/></a:accent1></a:clrScheme>'
    "</a:themeElements></a:theme>"
)


@pytest.fixture
def palette() -> Palette:
    return Palette.of(etree.fromstring(THEME), etree.fromstring('<map bg1="lt1" tx1="dk1" accent1="accent1"/>'))


@pytest.mark.parametrize(
    ("written", "color"),
    [
        ('<a:srgbClr val="ff8000"/>', Color("FF8000")),
        ('<a:schemeClr val="tx1"/>', Color("000000")),
        ('<a:schemeClr val="accent1"><a:alpha val="50000"/></a:schemeClr>', Color("4F81BD", 0.5)),
        ('<a:schemeClr val="bg1"><a:lumMod val="50000"/></a:schemeClr>', Color("808080")),
        ('<a:schemeClr val="tx1"><a:lumMod val="50000"/><a:lumOff val="50000"/></a:schemeClr>', Color("808080")),
        ('<a:srgbClr val="000000"><a:tint val="50000"/></a:srgbClr>', Color("BCBCBC")),
        ('<a:srgbClr val="FFFFFF"><a:shade val="50000"/></a:srgbClr>', Color("BCBCBC")),
        ('<a:prstClr val="white"/>', Color("FFFFFF")),
        ('<a:hslClr hue="0" sat="100000" lum="50000"/>', Color("FF0000")),
        ('<a:scrgbClr r="100000" g="0" b="0"/>', Color("FF0000")),
    ],
)
def test_a_colour_is_resolved(written: str, color: Color, palette: Palette) -> None:
    assert palette.color(etree.fromstring(f'<fill xmlns:a="{A}">{written}</fill>')[0]) == color


@pytest.mark.parametrize("written", ["schemeClr", "srgbClr", "prstClr"])
def test_a_colour_that_makes_no_sense_is_none(written: str, palette: Palette) -> None:
    assert palette.color(etree.fromstring(f'<a:{written} xmlns:a="{A}" val="nonsense"/>')) is None


def test_a_colour_that_lets_something_through_is_mixed_with_its_ground() -> None:
    assert Color("000000", 0.5).over("FFFFFF") == "808080"


def test_colour_schemes_that_are_kept_for_reference_change_no_colour() -> None:
    further = '<a:extraClrSchemeLst><a:extraClrScheme><a:clrScheme name=""><a:accent1><a:srgbClr val="FF0000"/>'
    closed = "</a:accent1></a:clrScheme></a:extraClrScheme></a:extraClrSchemeLst></a:theme>"
    theme = etree.fromstring(THEME.replace("</a:theme>", further + closed))
    assert Palette.of(theme, None).values["accent1"] == "4F81BD"

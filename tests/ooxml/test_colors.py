"""Colours of DrawingML: every way to write one, and every change of one, by the examples of ECMA-376, 20.1.2.3."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import etree

from briefing.ooxml.colors import Color, color_of, mapped_schemes, scheme_colors
from briefing.ooxml.elements import NS
from briefing.page.palette import channels

SLOTS = '<a:dk1><a:sysClr val="windowText"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1>'
ACCENT = '<a:accent1><a:srgbClr val="4F81BD"/></a:accent1>'


def xml(text: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:a="{NS["a"]}">{text}</x>')[0]


def theme(slots: str, further: str = "") -> etree._Element:
    scheme = f'<a:clrScheme name="">{slots}</a:clrScheme>'
    return xml(f"<a:theme><a:themeElements>{scheme}</a:themeElements>{further}</a:theme>")


@pytest.fixture
def schemes() -> Mapping[str, str]:
    return mapped_schemes(
        scheme_colors(theme(SLOTS + ACCENT)), xml('<a:map bg1="lt1" tx1="dk1" accent1="accent1" accent6="accent1"/>')
    )


@pytest.mark.parametrize(
    ("written", "color"),
    [
        ('<a:srgbClr val="ff8000"/>', Color("FF8000")),
        ('<a:schemeClr val="tx1"/>', Color("000000")),
        ('<a:schemeClr val="lt1"/>', Color("FFFFFF")),  # a slot of the theme itself
        ('<a:schemeClr val="accent6"/>', Color("4F81BD")),  # through the colour map
        ('<a:schemeClr val="accent1"><a:alpha val="50000"/></a:schemeClr>', Color("4F81BD", 0.5)),
        ('<a:prstClr val="white"/>', Color("FFFFFF")),
        ('<a:prstClr val="silver"/>', Color("C0C0C0")),
        ('<a:prstClr val="dkOliveGreen"/>', Color("556B2F")),
        ('<a:prstClr val="darkOliveGreen"/>', Color("556B2F")),
        ('<a:prstClr val="medSeaGreen"/>', Color("3CB371")),
        ('<a:prstClr val="ltCoral"/>', Color("F08080")),
        ('<a:sysClr val="windowText" lastClr="112233"/>', Color("112233")),
        ('<a:sysClr val="window"/>', Color("FFFFFF")),
        ('<a:sysClr val="3dDkShadow"/>', Color("696969")),
        ('<a:sysClr val="gradientInactiveCaption" lastClr="nonsense"/>', Color("D7E4F2")),
        ('<a:hslClr hue="14400000" sat="100000" lum="50000"/>', Color("0000FF")),
        ('<a:hslClr hue="0" sat="100%" lum="50%"/>', Color("FF0000")),
        ('<a:scrgbClr r="50000" g="50000" b="50000"/>', Color("BCBCBC")),  # linear light
        ('<a:scrgbClr r="150%" g="-10%" b="0"/>', Color("FF0000")),
    ],
)
def test_every_way_to_write_a_colour_is_read(written: str, color: Color, schemes: Mapping[str, str]) -> None:
    assert color_of(xml(written), schemes) == color


@pytest.mark.parametrize("written", ["schemeClr", "srgbClr", "prstClr", "phClr", "hexClr"])
def test_a_colour_that_makes_no_sense_is_none(written: str, schemes: Mapping[str, str]) -> None:
    assert color_of(xml(f'<a:{written} val="nonsense"/>'), schemes) is None
    assert color_of(None, schemes) is None


# The examples of the standard. Its results are cut, ours are rounded; "00, 75, 00" for half the luminance of green is
# a misprint, as 50 % of its luminance of 50 % is "00, 80, 00".
EXAMPLES = [
    ("00FF00", '<a:tint val="50000"/>', "BCFFBC"),
    ("00FF00", '<a:shade val="50000"/>', "00BC00"),
    ("FF0000", "<a:comp/>", "00FFFF"),
    ("FF0000", "<a:inv/>", "00FFFF"),
    ("00FF00", '<a:satOff val="-20000"/>', "19E519"),
    ("00FF00", '<a:satMod val="20000"/>', "669966"),
    ("00FF00", '<a:lumOff val="-20000"/>', "009900"),
    ("00FF00", '<a:lumMod val="50000"/>', "008000"),
    ("00FF00", '<a:red val="100000"/>', "FFFF00"),
    ("FF0000", '<a:redOff val="-20000"/>', "CC0000"),
    ("FF0000", '<a:redMod val="50000"/>', "800000"),
    ("0000FF", '<a:green val="100000"/>', "00FFFF"),
    ("00FF00", '<a:greenOff val="-20000"/>', "00CC00"),
    ("00FF00", '<a:greenMod val="50000"/>', "008000"),
    ("00FF00", '<a:blue val="100.000%"/>', "00FFFF"),
    ("0000FF", '<a:blueOff val="-20%"/>', "0000CC"),
    ("0000FF", '<a:blueMod val="50000"/>', "000080"),
]


def apart(one: str, other: str) -> float:
    """The largest difference of a channel, in 255ths."""
    return max(abs(a - b) for a, b in zip(channels(one), channels(other), strict=True)) * 255


@pytest.mark.parametrize(("start", "change", "end"), EXAMPLES)
def test_each_example_of_the_standard_has_its_result(start: str, change: str, end: str) -> None:
    found = color_of(xml(f'<a:srgbClr val="{start}">{change}</a:srgbClr>'), {})
    assert found is not None
    assert apart(found.value, end) < 1.5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('hue="0" sat="100000" lum="50000"><a:hue val="14400000"/>', "0000FF"),
        ('hue="14400000" sat="0" lum="50000"><a:sat val="100000"/>', "0000FF"),
        ('hue="14400000" sat="100000" lum="0"><a:lum val="50000"/>', "0000FF"),  # black keeps its hue
        ('hue="14400000" sat="100000" lum="50000"><a:hueMod val="50000"/>', "00FF00"),
        ('hue="0" sat="100000" lum="50000"><a:hueOff val="3600000"/>', "FFFF00"),
        ('hue="7200000" sat="100000" lum="50000"><a:hueOff val="21600000"/>', "FF0000"),  # beyond 360 degrees is 360
        ('hue="7200000" sat="100000" lum="50000"><a:hueOff val="-21600000"/>', "FF0000"),  # and below 0 is 0
    ],
)
def test_changes_of_hue_saturation_and_luminance_leave_the_others(one: str, other: str) -> None:
    assert color_of(xml(f"<a:hslClr {one}</a:hslClr>"), {}) == Color(other)


@pytest.mark.parametrize(
    ("changes", "color"),
    [
        ('<a:lumMod val="50000"/><a:lumOff val="50000"/>', Color("808080")),
        ('<a:tint val="50000"/>', Color("BCBCBC")),
        ("<a:gamma/>", Color("000000")),
        ("<a:inv/><a:gray/>", Color("FFFFFF")),
        ('<a:lumOff val="50000"/><a:shade val="50000"/>', Color("5C5C5C")),
        ('<a:shade val="50000"/><a:lumOff val="50000"/>', Color("808080")),  # the order counts
        ('<a:lumOff val="50000"/><a:gamma/>', Color("BCBCBC")),
        ('<a:lumOff val="50000"/><a:invGamma/>', Color("373737")),
        ('<a:lumOff val="50000"/><a:inv/>', Color("808080")),
        ('<a:alpha val="80000"/><a:alphaMod val="50000"/>', Color("000000", 0.4)),
        ('<a:alphaOff val="-10%"/>', Color("000000", 0.9)),
        ('<a:alpha val="50000"/><a:alphaOff val="90000"/><a:alphaMod val="50000"/>', Color("000000", 0.5)),
        ('<a:lum val="nonsense"/><a:tint/><a:lumOff val="1e400"/>', Color("000000")),
        ("<!-- nothing --><a:unheard/>", Color("000000")),
    ],
)
def test_changes_are_made_in_their_order(changes: str, color: Color, schemes: Mapping[str, str]) -> None:
    found = color_of(xml(f'<a:schemeClr val="tx1">{changes}</a:schemeClr>'), schemes)
    assert found is not None
    assert (found.value, round(found.alpha, 6)) == (color.value, color.alpha)


def test_gray_weighs_the_primaries() -> None:
    levels = [color_of(xml(f'<a:srgbClr val="{each}"><a:gray/></a:srgbClr>'), {}) for each in ("FF0000", "00FF00")]
    assert levels == [Color("363636"), Color("B6B6B6")]


def test_the_placeholder_colour_is_changed_as_any_other() -> None:
    written = xml('<a:schemeClr val="phClr"><a:lumMod val="50000"/><a:alphaMod val="50000"/></a:schemeClr>')
    assert color_of(written, {"phClr": "00FF00"}) is None
    assert color_of(written, {}, Color("00FF00", 0.8)) == Color("008000", 0.4)


def test_a_colour_that_lets_something_through_is_mixed_with_its_ground() -> None:
    assert Color("000000", 0.5).over("FFFFFF") == "808080"


def test_colour_schemes_that_are_kept_for_reference_change_no_colour() -> None:
    further = '<a:extraClrSchemeLst><a:extraClrScheme><a:clrScheme name=""><a:accent1><a:srgbClr val="FF0000"/>'
    closed = "</a:accent1></a:clrScheme></a:extraClrScheme></a:extraClrSchemeLst>"
    assert scheme_colors(theme(SLOTS + ACCENT, further + closed))["accent1"] == "4F81BD"


def test_a_slot_of_a_theme_may_be_any_colour() -> None:
    slots = '<a:dk2><a:prstClr val="navy"><a:tint val="50000"/></a:prstClr></a:dk2><a:lt2><a:srgbClr val="?"/></a:lt2>'
    assert scheme_colors(theme(slots)) == {"dk2": "BCBCCD"}


def test_without_a_colour_map_the_usual_one_holds() -> None:
    assert mapped_schemes({"dk1": "101010", "lt2": "EEEEEE"}, None) == {
        "bg1": "FFFFFF", "tx1": "101010", "dk1": "101010", "lt2": "EEEEEE", "bg2": "EEEEEE",
    }  # fmt: skip

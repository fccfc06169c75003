"""Fills: solid, gradient, pattern, picture, a group's and a style's; what is seen of them; and backgrounds."""

from __future__ import annotations

import pytest
from lxml import etree

from briefing.ooxml.colors import Color
from briefing.ooxml.elements import NS
from briefing.ooxml.fills import BUSY, NO_FILL, Fill, Gradient, Ground, Paint
from briefing.page.boxes import Box

RED, HALF = '<a:srgbClr val="FF0000"/>', '<a:srgbClr val="0000FF"><a:alpha val="50000"/></a:srgbClr>'
PLACEHOLDER = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
STOPS = f"<a:gs pos='0'>{RED}</a:gs><a:gs pos='100000'>{HALF}</a:gs>"
FADING = '<a:solidFill><a:schemeClr val="phClr"><a:lumMod val="50000"/></a:schemeClr></a:solidFill>'


def xml(text: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:a="{NS["a"]}" xmlns:p="{NS["p"]}">{text}</x>')[0]


THEME = xml(
    f"<a:theme><a:fmtScheme><a:fillStyleLst>{PLACEHOLDER}<a:gradFill><a:gsLst>{STOPS}</a:gsLst></a:gradFill>{FADING}"
    f"</a:fillStyleLst><a:bgFillStyleLst>{PLACEHOLDER}{FADING}<a:blipFill/></a:bgFillStyleLst></a:fmtScheme></a:theme>"
)
PAINT = Paint.of(THEME, {"bg1": "EEEEEE", "accent1": "00FF00"})
GREEN, DARK = Fill((Color("00FF00"),)), Fill((Color("008000"),))
ENDS = Color("FF0000"), Color("0000FF", 0.5)
BOTH = Fill(ENDS)
DOWN = Fill(ENDS, gradient=Gradient(((0.0, ENDS[0]), (1.0, ENDS[1])), 1))


@pytest.mark.parametrize(
    ("written", "fill"),
    [
        (f"<a:solidFill>{RED}</a:solidFill>", Fill((Color("FF0000"),))),
        (f"<a:solidFill><!-- brand -->{HALF}</a:solidFill>", Fill((Color("0000FF", 0.5),))),
        (f"<a:gradFill><a:gsLst>{STOPS}</a:gsLst><a:lin ang='5400000'/></a:gradFill>", DOWN),
        (f"<a:gradFill><a:gsLst>{STOPS}</a:gsLst><a:lin ang='2700000'/></a:gradFill>", BOTH),  # aslant
        (f"<a:pattFill prst='pct5'><a:fgClr>{RED}</a:fgClr><a:bgClr>{HALF}</a:bgClr></a:pattFill>", BOTH),
        ("<a:blipFill/>", BUSY),
        ("<a:gradFill/>", BUSY),  # colours, but nobody knows which
        ("<a:noFill/>", NO_FILL),
        ("<a:grpFill/>", GREEN),
        ("<a:solidFill/>", None),
        ('<a:solidFill><a:schemeClr val="nonsense"/></a:solidFill>', None),
    ],
)
def test_every_sort_of_fill_is_read(written: str, fill: Fill | None) -> None:
    assert PAINT.fill(xml(written), group=GREEN) == fill


@pytest.mark.parametrize(
    ("idx", "fill"),
    [
        ("0", NO_FILL), ("1", GREEN), ("2", BOTH), ("3", DARK), ("9", DARK),
        ("1000", NO_FILL), ("1001", GREEN), ("1002", DARK), ("1003", BUSY), ("nonsense", NO_FILL),
    ],
)  # fmt: skip
def test_a_style_refers_to_the_formats_of_the_theme(idx: str, fill: Fill) -> None:
    reference = f'<a:schemeClr val="accent1"/></{"p:bgRef" if len(idx) == 4 else "a:fillRef"}>'
    assert PAINT.styled(xml(f'<{"p:bgRef" if len(idx) == 4 else "a:fillRef"} idx="{idx}">{reference}')) == fill


def test_without_formats_a_reference_is_its_own_colour() -> None:
    reference = xml('<a:fillRef idx="2"><a:schemeClr val="accent1"/></a:fillRef>')
    assert Paint(PAINT.schemes).styled(reference) == GREEN
    assert Paint.of(None, {}).styled(reference) is None
    assert PAINT.styled(None) is None


def shape(properties: str = "", style: str = "") -> etree._Element:
    reference = f'<p:style><a:fillRef idx="{style}"><a:schemeClr val="accent1"/></a:fillRef></p:style>' if style else ""
    return xml(f"<p:sp><p:spPr>{properties}</p:spPr>{reference}</p:sp>")


def test_the_nearest_fill_of_a_shape_counts() -> None:
    red = shape(f"<a:solidFill>{RED}</a:solidFill>", "1")
    assert PAINT.shape([red]) == Fill((Color("FF0000"),))
    assert PAINT.shape([shape("", "3"), red]) == DARK
    assert PAINT.shape([shape(), red]) == Fill((Color("FF0000"),))
    assert PAINT.shape([shape("<a:noFill/>", "1"), red]) == NO_FILL
    assert PAINT.shape([shape(f"<a:ln><a:solidFill>{RED}</a:solidFill></a:ln>")]) is None  # that is its outline


def test_a_group_fills_its_members_and_groups_in_it() -> None:
    outer = xml(f"<p:grpSp><p:grpSpPr><a:solidFill>{RED}</a:solidFill></p:grpSpPr></p:grpSp>")
    inner = xml("<p:grpSp><p:grpSpPr><a:grpFill/></p:grpSpPr></p:grpSp>")
    given = PAINT.members(inner, PAINT.members(outer))
    assert PAINT.shape([shape("<a:grpFill/>")], given) == Fill((Color("FF0000"),))
    assert PAINT.shape([shape("<a:grpFill/>")]) == NO_FILL
    assert PAINT.members(xml("<p:grpSp><p:grpSpPr/></p:grpSp>"), GREEN) == GREEN


def tree(kind: str, background: str = "") -> etree._Element:
    held = f"<p:bg>{background}</p:bg>" if background else ""
    return xml(f"<p:{kind}><p:cSld>{held}<p:spTree/></p:cSld></p:{kind}>")


def own(fill: str) -> str:
    return f"<p:bgPr>{fill}<a:effectLst/></p:bgPr>"


def referred(idx: int) -> str:
    return f'<p:bgRef idx="{idx}"><a:schemeClr val="accent1"/></p:bgRef>'


MASTER = tree("sldMaster", referred(1001))
PAPER = Fill((Color("EEEEEE"),))


@pytest.mark.parametrize(
    ("slide", "layout", "fill"),
    [
        ("", "", GREEN),
        ("", referred(1002), DARK),
        ("", own(f"<a:solidFill>{RED}</a:solidFill>"), Fill((Color("FF0000"),))),
        (own("<a:blipFill/>"), referred(1002), BUSY),
        ("", referred(1000), PAPER),  # a layout that has none hides the master's
        ("", own("<a:noFill/>"), PAPER),
        (own("<a:noFill/>"), referred(1002), DARK),  # a slide that has none shows its layout's
        (own("<a:noFill/>"), "", GREEN),
    ],
)
def test_the_nearest_background_is_seen(slide: str, layout: str, fill: Fill) -> None:
    assert PAINT.background((tree("sld", slide), tree("sldLayout", layout), MASTER)) == fill


def test_a_fill_lets_each_of_its_colours_through_as_it_says() -> None:
    assert BOTH.over(Ground(("FFFFFF",))) == Ground(("FF0000", "8080FF"))
    assert BOTH.alpha == 0.5
    assert not BOTH.opaque
    assert GREEN.over(Ground((), True)) == Ground(("00FF00",))
    assert BOTH.over(Ground((), True)).busy
    assert BUSY.over(Ground(("FFFFFF",))).busy


def test_a_part_of_a_shape_lets_through_what_its_gradient_does_there() -> None:
    shape, middle = Box(0, 0, 10, 100), Box(0, 50, 10, 0)
    assert DOWN.under(middle, shape).colors == (Color("800080", 0.75),)
    assert DOWN.under(middle, shape).over(Ground(("FFFFFF",))) == Ground(("A040A0",))
    assert BOTH.under(middle, shape) == BOTH


@pytest.mark.parametrize("turned", ["rot='5400000'", "flipH='1'", "flipV='true'"])
def test_a_gradient_of_a_turned_or_mirrored_shape_may_run_anywhere(turned: str) -> None:
    assert DOWN.standing(xml(f"<a:xfrm {turned}/>")) == BOTH
    assert DOWN.standing(xml("<a:xfrm rot='0' flipH='0'/>")) == DOWN.standing(None) == DOWN


def test_the_gradient_of_a_group_runs_over_all_of_it() -> None:
    assert PAINT.fill(xml("<a:grpFill/>"), group=DOWN) == BOTH


def test_a_fill_that_paints_nothing_is_false() -> None:
    assert not NO_FILL
    assert BUSY
    assert GREEN
    assert not BUSY.opaque

"""What a template draws is seen by writer and checks alike: each colour, each fill, in groups and turned."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation

from briefing.check.deck.checks import read_deck
from briefing.ooxml.colors import Color, mapped_schemes, scheme_colors
from briefing.ooxml.fills import BUSY, Fill, Paint
from briefing.page.boxes import Box, inches
from briefing.theme.marks import marks_of
from templates.build import DECLARED, draw, new, part_of, shape

BASES = (
    '<a:srgbClr val="4F81BD">{}</a:srgbClr>', '<a:schemeClr val="accent2">{}</a:schemeClr>',
    '<a:schemeClr val="dk2">{}</a:schemeClr>', '<a:prstClr val="silver">{}</a:prstClr>',
    '<a:hslClr hue="7200000" sat="60000" lum="40000">{}</a:hslClr>',
    '<a:scrgbClr r="50000" g="20000" b="80%">{}</a:scrgbClr>', '<a:sysClr val="window" lastClr="F0F0FA">{}</a:sysClr>',
)  # fmt: skip
CHANGES = (
    "", '<a:lumMod val="75000"/><a:lumOff val="25000"/>', '<a:tint val="40000"/>', '<a:shade val="60000"/>',
    '<a:satMod val="150000"/><a:hueOff val="1800000"/>', "<a:inv/><a:gray/>", "<a:comp/><a:gamma/>",
    '<a:alpha val="60000"/><a:redMod val="50000"/>',
)  # fmt: skip
COLORS = [base.format(change) for base, change in product(BASES, CHANGES)]
FILLS = [
    *(f"<a:solidFill>{each}</a:solidFill>" for each in COLORS),
    f"<a:gradFill><a:gsLst><a:gs pos='0'>{COLORS[0]}</a:gs><a:gs pos='9'>{COLORS[7]}</a:gs></a:gsLst></a:gradFill>",
    f"<a:pattFill prst='pct5'><a:fgClr>{COLORS[8]}</a:fgClr><a:bgClr>{COLORS[3]}</a:bgClr></a:pattFill>",
    "<a:gradFill/>",
    "<a:grpFill/>",
]
STYLE = '<p:style><a:lnRef idx="0">{0}</a:lnRef><a:fillRef idx="{1}">{0}</a:fillRef></p:style>'


def drawn(fill: str, number: int, style: str = "") -> str:
    """A rectangle in its own inch of the slide."""
    made = shape(f"Mark {number}", (number % 10, number // 10, 1, 1), "FFFFFF", number=1000 + number)
    plain = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    return made.replace(plain, fill).replace("</p:spPr>", f"</p:spPr>{style}")


def grouped(*shapes: str) -> str:
    frame = "<a:off x='0' y='0'/><a:ext cx='9144000' cy='9144000'/>"
    inner = "<a:chOff x='0' y='0'/><a:chExt cx='9144000' cy='9144000'/>"
    head = '<p:nvGrpSpPr><p:cNvPr id="999" name="Group"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    look = f"<p:grpSpPr><a:xfrm>{frame}{inner}</a:xfrm><a:solidFill>{COLORS[1]}</a:solidFill></p:grpSpPr>"
    return f"<p:grpSp {DECLARED}>{head}{look}{''.join(shapes)}</p:grpSp>"


def test_writer_and_checks_see_the_same_fills(tmp_path: Path) -> None:
    deck = new(10, 7.5)
    layout = deck.slide_layouts[6]
    own = [drawn(fill, number) for number, fill in enumerate(FILLS)]
    styled = [drawn("", number + 65, STYLE.format(COLORS[1], idx)) for number, idx in enumerate((0, 1, 2, 3, 7))]
    draw(layout, grouped(*own, *styled))
    deck.slides.add_slide(layout)
    deck.save(tmp_path / "deck.pptx")
    schemes = mapped_schemes(scheme_colors(etree.fromstring(part_of(deck.slide_master, "theme").blob)), None)
    paint = Paint.of(etree.fromstring(part_of(deck.slide_master, "theme").blob), schemes)
    written = [(mark.box, mark.fill) for mark in marks_of(layout.element, paint)]
    (slide,) = read_deck(tmp_path / "deck.pptx").slides
    checked = [(layer.box, layer.fill) for layer in slide.backdrop if layer.box is not None]
    assert len(written) == len(FILLS) + 4  # all but the one whose style says that it has none
    assert written == checked
    assert written[len(FILLS) - 1][1] == Fill((Color("7BA0CD"),))


def marks(*shapes: str) -> dict[str, tuple[Box, Fill | None]]:
    layout = Presentation().slide_layouts[6]
    draw(layout, *shapes)
    return {mark.name: (mark.box, mark.fill) for mark in marks_of(layout.element, Paint({"accent1": "4F81BD"}))}


def test_a_shape_filled_as_its_group_is_a_ground_in_the_colour_of_the_group() -> None:
    assert marks(grouped(drawn("<a:grpFill/>", 12)))["Mark 12"] == (
        Box(inches(2), inches(1), inches(1), inches(1)), Fill((Color("7BA0CD"),)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("degrees", "box"), [(90, (2, 0, 1, 4)), (180, (0.5, 1.5, 4, 1)), (45, (0.73, 0.23, 3.54, 3.54))]
)
def test_a_turned_shape_takes_the_rectangle_around_it(degrees: int, box: tuple[float, float, float, float]) -> None:
    turned = shape("Bar", (0.5, 1.5, 4, 1), "4F81BD").replace("<a:xfrm>", f'<a:xfrm rot="{degrees * 60_000}">')
    found = marks(turned)["Bar"][0]
    assert [round(each / inches(1), 2) for each in (found.x, found.y, found.w, found.h)] == list(box)


def test_a_fill_that_nobody_knows_the_colours_of_is_as_a_picture() -> None:
    assert marks(drawn("<a:gradFill/>", 1), drawn("<a:blipFill/>", 2)) == {
        f"Mark {number}": (Box(inches(number), 0, inches(1), inches(1)), BUSY) for number in (1, 2)
    }


def test_a_shape_without_place_or_with_half_of_one_is_no_mark() -> None:
    assert marks(shape("Bar", (0, 0, 1, 1), "FF0000").replace("<a:ext cx", "<a:extra cx")) == {}

"""Table styles: what a cell has from the part of the style that it belongs to, in every way a fill is written."""

from __future__ import annotations

import pytest
from lxml import etree

from briefing.check.deck.sources import CellStyle, TableStyles
from briefing.ooxml.colors import Color
from briefing.ooxml.elements import NS
from briefing.ooxml.fills import NO_FILL, Fill, Paint


def xml(text: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:a="{NS["a"]}">{text}</x>')[0]


RED = '<a:srgbClr val="FF0000"/>'
THEME = xml(
    "<a:theme><a:fmtScheme><a:fillStyleLst><a:solidFill><a:schemeClr val='phClr'><a:lumMod val='50000'/></a:schemeClr>"
    "</a:solidFill></a:fillStyleLst></a:fmtScheme></a:theme>"
)
PAINT = Paint.of(THEME, {"accent1": "00FF00", "dk1": "000000", "lt1": "FFFFFF"})
TABLE = xml("<a:tbl><a:tblPr firstRow='1'><a:tableStyleId>{own}</a:tableStyleId></a:tblPr></a:tbl>")


def style(whole: str, first: str = "") -> TableStyles:
    parts = "".join(
        f"<a:{name}><a:tcTxStyle b='on'>{RED}</a:tcTxStyle><a:tcStyle><a:tcBdr/>{fill}</a:tcStyle></a:{name}>"
        for name, fill in (("wholeTbl", whole), ("firstRow", first))
        if fill
    )
    return TableStyles(xml(f"<a:tblStyleLst><a:tblStyle styleId='{{own}}'>{parts}</a:tblStyle></a:tblStyleLst>"), PAINT)


GREEN = "<a:fill><a:solidFill><a:schemeClr val='accent1'/></a:solidFill></a:fill>"
STOPS = f"<a:gsLst><a:gs pos='0'>{RED}</a:gs><a:gs pos='100000'><a:schemeClr val='accent1'/></a:gs></a:gsLst>"


@pytest.mark.parametrize(
    ("first", "fill"),
    [
        (f"<a:fill><a:solidFill>{RED}</a:solidFill></a:fill>", Fill((Color("FF0000"),))),
        (f"<a:fill><a:gradFill>{STOPS}</a:gradFill></a:fill>", Fill((Color("FF0000"), Color("00FF00")))),
        ("<a:fillRef idx='1'><a:schemeClr val='accent1'/></a:fillRef>", Fill((Color("008000"),))),
        ("<a:fill><a:noFill/></a:fill>", NO_FILL),  # the slide is seen, and not what the whole table has
        ("", Fill((Color("00FF00"),))),
    ],
)
def test_a_header_has_the_fill_of_its_part_of_the_style(first: str, fill: Fill) -> None:
    found = style(GREEN, first)
    assert found.cell(TABLE, 0, 0, (2, 2)) == CellStyle(fill, Color("FF0000"), True)
    assert found.cell(TABLE, 1, 0, (2, 2)).fill == Fill((Color("00FF00"),))


def test_a_style_that_is_nowhere_to_be_found_is_not_known() -> None:
    assert not TableStyles(xml("<a:tblStyleLst/>"), PAINT).cell(TABLE, 0, 0, (1, 1)).known


def test_the_usual_style_is_known_without_the_file() -> None:
    usual = etree.fromstring(etree.tostring(TABLE).replace(b"{own}", b"{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"))
    styles = TableStyles(xml("<a:tblStyleLst/>"), PAINT)
    assert styles.cell(usual, 0, 0, (2, 1)) == CellStyle(Fill((Color("00FF00"),)), Color("FFFFFF"), True)
    assert styles.cell(usual, 1, 0, (2, 1)) == CellStyle(Fill((Color("E7FFE7"),)), Color("000000"))

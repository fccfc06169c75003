"""Text reads where it stands: in bands, in filled placeholders, and in footers, which are fitted there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from briefing.check.deck.checks import check_deck
from briefing.formats.pptx.write import write
from briefing.ooxml.elements import NS
from briefing.page.arrange.arrange import arrange
from briefing.theme.reading import read_theme
from templates.build import draw, new, saved, shape, solid
from templates.made import briefing

pytestmark = pytest.mark.slow_but_for("test_everything_reads_where_it_stands")
FAULTS = {"D101", "D201", "D202", "D204", "D205"}


def filled(deck: Any, kinds: tuple[str, ...], fill: str, scheme: str) -> None:
    """Placeholders of the master in a fill, with text in a scheme colour."""
    for each in deck.slide_master.placeholders:
        if each._element.find(".//p:ph", NS).get("type") in kinds:
            geometry = each._element.spPr.find("a:prstGeom", NS)
            geometry.addnext(etree.fromstring(f"<r xmlns:a='{NS['a']}'>{fill}</r>")[0])
            style = each._element.txBody.find("a:lstStyle", NS)
            color = f"<a:solidFill><a:schemeClr val='{scheme}'/></a:solidFill>"
            level = f"<a:lvl1pPr xmlns:a='{NS['a']}'><a:defRPr sz='1200'>{color}</a:defRPr></a:lvl1pPr>"
            style.clear()
            style.append(etree.fromstring(level))


def band(high: float) -> Callable[[], bytes]:
    def made() -> bytes:
        deck = new(13.333, 7.5)
        draw(deck.slide_master, shape("Band", (0, 0, 13.333, high), "1F2A60"))
        return saved(deck)

    return made


def foot_fill(fill: str, scheme: str) -> Callable[[], bytes]:
    def made() -> bytes:
        deck = new(13.333, 7.5)
        filled(deck, ("ftr", "dt", "sldNum"), fill, scheme)
        return saved(deck)

    return made


GRADIENT = (
    "<a:gradFill><a:gsLst><a:gs pos='0'><a:srgbClr val='101840'/></a:gs><a:gs pos='100000'><a:srgbClr val='30206A'/>"
    "</a:gs></a:gsLst><a:lin ang='0'/></a:gradFill>"
)
CASES = {
    "band of 0.7 in": band(0.7),
    "band of 0.95 in": band(0.95),
    "band of 1.6 in": band(1.6),
    "dark footers with dark text": foot_fill(solid("1F2A60"), "tx1"),
    "light footers with light text": foot_fill(solid("F4F4F4"), "bg1"),
    "footers in a gradient": foot_fill(GRADIENT, "tx1"),
}


@pytest.mark.parametrize("name", CASES)
def test_everything_reads_where_it_stands(name: str, tmp_path: Path) -> None:
    path, deck_path = tmp_path / "template.pptx", tmp_path / "deck.pptx"
    path.write_bytes(CASES[name]())
    theme = read_theme(path)
    deck, _ = arrange(briefing("cfo,cto", "pitch"), theme.look)
    deck_path.write_bytes(write(deck, theme))
    assert [each for each in check_deck(deck_path) if each.code in FAULTS] == []


def test_feet_are_whole_and_nine_points_or_left_out_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "template.pptx"
    deck = new(13.333, 7.5)
    filled(deck, ("ftr", "dt", "sldNum"), "<a:noFill/>", "tx1")
    for each in deck.slide_master.placeholders:
        if each._element.find(".//p:ph", NS).get("type") == "ftr":
            each._element.txBody.find(".//a:defRPr", NS).set("sz", "600")
    path.write_bytes(saved(deck))
    look = read_theme(path).look
    told = briefing("cfo,cto", "pitch")
    feet = [foot for each in arrange(told, look)[0].feet.values() for foot in each]
    assert {foot.text for foot in feet if foot.type == "ftr"} == {told.title}
    assert all(foot.size >= 9 for foot in feet)
    endless, notices = arrange(replace(told, title=told.title * 20), look)
    assert not [foot for each in endless.feet.values() for foot in each if foot.type == "ftr"]
    assert any("finds no room on the slide layout" in each.message for each in notices)

"""What placeholders inherit from the slide master, and which of its placeholders and text styles they follow."""

from __future__ import annotations

import pytest
from lxml import etree

from briefing.ooxml.elements import NS
from briefing.ooxml.inherit import MasterText, box_of, bullet_of, insets_of, is_turned, resolve, sort_of, typeface
from briefing.page.boxes import Box, Insets


def xml(text: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:a="{NS["a"]}" xmlns:p="{NS["p"]}">{text}</x>')[0]


def shape(type_: str, at: int = 0, body: str = "", level: str = "", rot: str = "0") -> etree._Element:
    """A placeholder, with a position where `at` says one."""
    frame = f'<a:xfrm rot="{rot}"><a:off x="{at}" y="{at}"/><a:ext cx="9" cy="9"/></a:xfrm>' if at else ""
    text = f"<a:bodyPr {body}/><a:lstStyle>{level}</a:lstStyle><a:p/>"
    return xml(
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="{type_}{at}"/><p:cNvSpPr/><p:nvPr><p:ph type="{type_}"/></p:nvPr>'
        f"</p:nvSpPr><p:spPr>{frame}</p:spPr><p:txBody>{text}</p:txBody></p:sp>"
    )


def master(*shapes: etree._Element) -> MasterText:
    levels = (
        f'<p:{name}><a:lvl1pPr><a:defRPr sz="{size}"><a:latin typeface="{name}"/></a:defRPr></a:lvl1pPr></p:{name}>'
        for name, size in (("titleStyle", 4400), ("bodyStyle", 2800), ("otherStyle", 1200))
    )
    tree = xml(f"<p:sldMaster><p:cSld><p:spTree/></p:cSld><p:txStyles>{''.join(levels)}</p:txStyles></p:sldMaster>")
    tree.find("p:cSld/p:spTree", NS).extend(shapes)
    return MasterText.of(tree)


@pytest.mark.parametrize(
    ("type_", "sort", "size"),
    [
        ("title", "title", 44), ("ctrTitle", "title", 44), ("subTitle", "body", 28), ("obj", "body", 28),
        ("body", "body", 28), ("pic", "body", 28), ("tbl", "body", 28), ("chart", "body", 28), ("media", "body", 28),
        ("dt", "dt", 12), ("ftr", "ftr", 12), ("sldNum", "sldNum", 12),
    ],
)  # fmt: skip
def test_each_type_follows_one_sort_of_the_master(type_: str, sort: str, size: float) -> None:
    places = {"title": 100, "body": 200, "dt": 300, "ftr": 400, "sldNum": 500}
    box, style = resolve(shape(type_), type_, master(*(shape(each, at) for each, at in places.items())))
    assert (sort_of(type_), box, style.size) == (sort, Box(places[sort], places[sort], 9, 9), size)


def test_of_several_of_a_sort_the_first_is_followed() -> None:
    lent = master(shape("body", 100), shape("body", 200))
    assert resolve(shape("body"), "body", lent)[0] == Box(100, 100, 9, 9)
    assert resolve(shape("title"), "title", lent)[0] == Box(0, 0, 0, 0)


def test_the_nearest_word_on_a_text_counts() -> None:
    lent = master(shape("body", 100, 'lIns="5" tIns="6" anchor="b"', '<a:lvl1pPr algn="r"><a:buNone/></a:lvl1pPr>'))
    own = shape("body", 50, 'lIns="7" rIns="lots"', '<a:lvl1pPr><a:defRPr sz="2000" b="true"/></a:lvl1pPr>')
    box, style = resolve(own, "body", lent)
    assert box == Box(50, 50, 9, 9)
    assert (style.size, style.bold, style.align, style.anchor, style.bullet) == (20, True, "r", "b", "")
    assert style.insets == Insets(7, 6, 91_440, 45_720)
    assert typeface(own, "body", lent) == "bodyStyle"
    assert typeface(None, "title", lent) == "titleStyle"


def test_text_is_turned_by_shape_or_body_and_a_slip_of_the_hand_is_none() -> None:
    upright = master(shape("body", 100))
    assert not is_turned(shape("body", 50, rot="60000"), "body", upright)
    assert not is_turned(shape("body", 50, rot="nonsense"), "body", upright)
    assert is_turned(shape("body", 50, rot="-5400000"), "body", upright)
    assert is_turned(shape("body", 0, 'vert="vert270"'), "body", upright)
    assert is_turned(shape("body"), "body", master(shape("body", 100, rot="16200000")))
    assert not is_turned(shape("body", 50), "body", master(shape("body", 100, rot="16200000")))


@pytest.mark.parametrize(
    ("written", "bullet"),
    [
        (("<a:buNone/>", '<a:buChar char="-"/>'), ""), (("", '<a:buChar char="-"/>'), "-"), (("<a:buAutoNum/>",), "9."),
        (("<a:buBlip/>",), "•"), (("", ""), ""),
    ],
)  # fmt: skip
def test_the_nearest_bullet_counts(written: tuple[str, ...], bullet: str) -> None:
    assert bullet_of([xml(f"<a:lvl1pPr>{each}</a:lvl1pPr>") for each in written], "9.", "•") == bullet


def test_what_nobody_says_is_as_the_standard_says() -> None:
    assert insets_of([]) == Insets(91_440, 45_720, 91_440, 45_720)
    assert box_of(shape("body")) is None

"""Outlines: what a wave, an oval or a triangle takes of its box, as strips."""

from __future__ import annotations

import pytest
from lxml import etree

from briefing.ooxml.colors import Fill, Ground
from briefing.ooxml.outlines import MOST, around_turned, outline
from briefing.page.boxes import Box, inches
from briefing.theme.marks import Mark, marks_of
from briefing.theme.stand import ground_under, stand
from templates.build import DECLARED, NS

BOX = Box(0, inches(4), inches(12), inches(3))
CREST = (
    '<a:moveTo><a:pt x="0" y="60"/></a:moveTo><a:cubicBezTo><a:pt x="30" y="30"/><a:pt x="70" y="90"/>'
    '<a:pt x="100" y="60"/></a:cubicBezTo><a:lnTo><a:pt x="100" y="100"/></a:lnTo>'
    '<a:lnTo><a:pt x="0" y="100"/></a:lnTo><a:close/>'
)
WHITE = Ground(("FFFFFF",))


def drawn(form: str, box: Box = BOX, attributes: str = "", fill: str = "102040") -> etree._Element:
    """A filled shape; `form` is the name of a preset or the commands of a path."""
    path = f'<a:custGeom><a:pathLst><a:path w="100" h="100">{form}</a:path></a:pathLst></a:custGeom>'
    geometry = path if form.startswith("<") else f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom>'
    at = f'<a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.w}" cy="{box.h}"/>'
    head = '<p:nvSpPr><p:cNvPr id="2" name="Art"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
    colour = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>'
    look = f"<p:spPr><a:xfrm {attributes}>{at}</a:xfrm>{geometry}{colour}</p:spPr>"
    return etree.fromstring(f"<p:sp {DECLARED}>{head}{look}</p:sp>")


def mark(form: str, box: Box = BOX, attributes: str = "") -> Mark:
    tree = etree.fromstring(f"<p:sldMaster {DECLARED}><p:cSld><p:spTree/></p:cSld></p:sldMaster>")
    tree.find("p:cSld/p:spTree", NS).append(drawn(form, box, attributes))
    (found,) = marks_of(tree, {})
    return found


def test_a_text_over_the_crest_of_a_wave_is_not_in_its_way() -> None:
    above, below = (
        Box(inches(1), inches(4), inches(10), inches(1)),
        Box(inches(1), inches(6.3), inches(10), inches(0.3)),
    )
    wave = mark(CREST)
    assert stand(above, [wave], WHITE, 0).box == above
    assert stand(above, [wave], WHITE, 0).ground == WHITE
    assert stand(below, [wave], WHITE, 0).ground == Ground(("102040",))
    assert ground_under(below, [wave], WHITE) == Ground(("102040",))


def test_a_text_across_the_crest_is_cut_back_and_would_see_both() -> None:
    across, wave = Box(inches(1), inches(4), inches(10), inches(2.4)), mark(CREST)
    assert inches(5) < stand(across, [wave], WHITE, 0).box.bottom < inches(6)
    assert set(ground_under(across, [wave], WHITE).colors) == {"FFFFFF", "102040"}


@pytest.mark.parametrize(
    ("form", "attributes", "free", "taken"),
    [
        ("ellipse", "", (0.0, 0.0), (0.45, 0.45)),
        ("diamond", "", (0.0, 0.0), (0.45, 0.45)),
        ("rtTriangle", "", (0.9, 0.0), (0.05, 0.85)),
        ("rtTriangle", 'flipH="1"', (0.0, 0.0), (0.85, 0.85)),
        ("rtTriangle", 'rot="10800000"', (0.0, 0.9), (0.85, 0.05)),
    ],
)
def test_corners_that_a_form_leaves_are_free(
    form: str, attributes: str, free: tuple[float, float], taken: tuple[float, float]
) -> None:
    box = Box(inches(1), inches(1), inches(4), inches(4))
    corner, middle = (
        Box(box.x + round(box.w * x), box.y + round(box.h * y), box.w // 12, box.h // 12) for x, y in (free, taken)
    )
    found = mark(form, box, attributes)
    assert found.shown(corner) == 0
    assert found.fills(middle) > 0.99


@pytest.mark.parametrize(
    "form",
    [
        "cloud",
        '<a:moveTo><a:pt x="0" y="0"/></a:moveTo><a:arcTo wR="50" hR="50" stAng="0" swAng="5400000"/>',
        '<a:moveTo><a:pt x="left" y="0"/></a:moveTo><a:lnTo><a:pt x="9" y="9"/></a:lnTo>',
        '<a:moveTo><a:pt x="0" y="0"/></a:moveTo>' + '<a:lnTo><a:pt x="9" y="9"/></a:lnTo>' * (MOST + 1),
    ],
    ids=["unknown", "an arc", "a formula", "too many corners"],
)
def test_what_is_not_known_takes_all_of_its_box(form: str) -> None:
    found = mark(form)
    assert found.parts == (BOX,)
    assert found.fills(BOX) == 0


def test_a_group_that_is_mirrored_is_not_looked_into() -> None:
    group = etree.fromstring(
        f'<p:grpSp {DECLARED}><p:grpSpPr><a:xfrm flipH="1"><a:off x="0" y="0"/></a:xfrm></p:grpSpPr></p:grpSp>'
    )
    group.append(drawn(CREST))
    assert outline(group[1], BOX, BOX.w, BOX.h).seen == ()


def test_a_plain_rectangle_fills_its_box() -> None:
    assert Mark("Bar", BOX, Fill(("102040",)), plain=True).fills(BOX) == 1
    assert around_turned(Box(0, 0, 400, 200), 90) == Box(100, -100, 200, 400)

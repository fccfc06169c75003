"""Templates with watermarks, frames, turned titles, tiny places and odd layouts: a deck to be shown, or a reason."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu, Inches

from briefing.errors import FactError
from briefing.formats.pptx.write import write
from briefing.ooxml.colors import Color
from briefing.ooxml.fills import BUSY, Fill
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import Box, Deck, PlacedSlide, inches
from briefing.page.look import area, clear_of
from briefing.theme.marks import Mark
from briefing.theme.reading import read_theme
from briefing.theme.stand import give_way
from briefing.theme.theme import Theme
from placed import faults, said_on, slides
from templates.build import DECLARED, NS, PLUM, P, draw, ground, keep, left_titles, new, place, saved, shape, solid
from templates.made import briefing

pytestmark = pytest.mark.sampled

ROOM = Box(0, 0, inches(12), inches(5))
USUAL = 23  # slides of the pitch in a usual template, with some to spare


def template(tmp_path: Path, *changes: Callable[[Any], object], layout: int = 1) -> Path:
    """A template of the usual layouts with these changes; its sample slides have one of its layouts."""
    deck = new(13.333, 7.5, PLUM, ("Arial", "Arial"))
    left_titles(deck)
    for change in changes:
        change(deck)
    path = tmp_path / "company.pptx"
    path.write_bytes(saved(deck, layout))
    return path


def made(path: Path) -> tuple[Theme, Deck]:
    theme = read_theme(path)
    return theme, arrange(briefing("cfo,cto", "pitch"), theme.look)[0]


def sound(theme: Theme, deck: Deck) -> list[PlacedSlide]:
    """The slides, which have no fault, one opening, and are not many more than usual."""
    found = slides(deck)
    assert [fault for slide in found for fault in faults(slide, theme.look)] == []
    assert len(found) <= USUAL
    assert [slide.title for slide in found].count(found[0].title) == 1
    return found


def written(name: str, box: tuple[float, float, float, float], text: str = "DRAFT", turn: int = 0) -> str:
    """A text of the template's own, turned by so many degrees."""
    x, y, w, h = (Inches(each) for each in box)
    return (
        f'<p:sp {DECLARED}><p:nvSpPr><p:cNvPr id="970" name="{name}"/><p:cNvSpPr txBox="1"/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr><a:xfrm rot="{turn * 60_000}"><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr/><a:p><a:r>'
        f"<a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def faint(name: str, box: tuple[float, float, float, float], alpha: int, preset: str = "ellipse") -> str:
    return (
        shape(name, box, "5B2A86")
        .replace('val="5B2A86"/>', f'val="5B2A86"><a:alpha val="{alpha}"/></a:srgbClr>')
        .replace('prst="rect"', f'prst="{preset}"')
    )


def hollow(name: str, box: tuple[float, float, float, float], preset: str = "rect") -> str:
    line = f"<a:noFill/><a:ln>{solid('5B2A86')}</a:ln>"
    filled = f"{solid('5B2A86')}<a:ln><a:noFill/></a:ln>"
    return shape(name, box, "5B2A86").replace(filled, line).replace('prst="rect"', f'prst="{preset}"')


DECORATION = {
    "a watermark at 45 degrees": written("Mark", (3, 3, 7, 1.5), turn=315),
    "a watermark at 20 degrees": written("Mark", (1, 2, 11, 3), turn=20),
    "a watermark that lies": written("Mark", (5.5, 3.5, 2.4, 0.7)),
    "a wide watermark that lies": written("Mark", (1, 2.5, 11, 2)),
    "an oval that nobody sees": faint("Mark", (2, 2, 9, 4), 0),
    "a faint oval": faint("Mark", (2, 2, 9, 4), 15_000),
    "a frame around the slide": hollow("Mark", (0.2, 0.2, 12.9, 7.1)),
    "a frame in the middle": hollow("Mark", (4, 2.5, 5, 3)),
    "an oval ring": hollow("Mark", (1, 1, 11, 6), "ellipse"),
    "a small logo in the middle": shape("Mark", (6.2, 3.6, 0.9, 0.5), "5B2A86"),
}


@pytest.mark.parametrize("drawn", DECORATION.values(), ids=DECORATION)
def test_decoration_and_watermarks_leave_the_slide_to_the_text(drawn: str, tmp_path: Path) -> None:
    theme, deck = made(template(tmp_path, lambda deck: draw(deck.slide_master, drawn)))
    sound(theme, deck)
    region = theme.look.layouts["title-only"].region
    assert region.w > theme.look.width * 0.8
    assert region.h > theme.look.height * 0.55


def test_a_mark_that_is_overruled_is_told(tmp_path: Path) -> None:
    path = template(tmp_path, lambda deck: draw(deck.slide_master, DECORATION["a small logo in the middle"]))
    assert read_theme(path).notices[-1] == (
        "company.pptx: text stands over 'Mark', because there would be too little room beside."
    )


def test_a_scatter_of_art_gives_way_together() -> None:
    art = [
        Mark(f"{n}", Box(inches(n % 6 * 2), inches(n // 6), inches(0.3), inches(0.3)), Fill((Color("FF0000"),)))
        for n in range(30)
    ]
    kept = [each.box for each in give_way(ROOM, art, 0) if not each.light]
    assert area(clear_of(ROOM, [each.box for each in art], 0)) < area(ROOM) * 0.2
    assert area(clear_of(ROOM, kept, 0)) >= area(ROOM) * 0.4


@pytest.mark.parametrize(
    "box",
    [Box(inches(8), 0, inches(4), inches(5)), Box(0, inches(4), inches(12), inches(1)), Box(inches(11), 0, 9, 9)],
    ids=["a photograph over a third", "a band at the foot", "a logo in the corner"],
)
def test_what_takes_little_more_than_it_covers_stays_clear_of_text(box: Box) -> None:
    (mark,) = give_way(ROOM, [Mark("Mark", box, BUSY)], 0)
    assert not mark.light


@pytest.mark.parametrize("name", ["turned", "aslant", "vertical", "tiny", "at the foot", "in the middle"])
def test_a_title_without_a_usable_place_stands_level_at_the_top(name: str, tmp_path: Path) -> None:
    theme, deck = made(template(tmp_path, TITLES[name]))
    for slide in sound(theme, deck)[1:]:
        (title,) = [each for each in said_on(slide, theme.look) if each.name == "Title"]
        assert title.box.y < inches(1.2)
        assert title.box.w > theme.look.width * 0.5
    assert (
        "company.pptx: the title of 'Title Only' has no place that holds a sentence; it stands at the top."
        in theme.notices
    )
    drawn = Presentation(io.BytesIO(write(deck, theme)))
    assert all(slide.shapes.title.rotation == 0 for slide in list(drawn.slides)[1:])


def turned(degrees: int) -> Callable[[Any], object]:
    def change(deck: Any) -> None:
        deck.slide_master.placeholders[0].element.find("p:spPr/a:xfrm", NS).set("rot", str(degrees * 60_000))

    return change


def vertical(deck: Any) -> None:
    deck.slide_master.placeholders[0].element.find("p:txBody/a:bodyPr", NS).set("vert", "vert270")


def titles_at(box: tuple[float, float, float, float]) -> Callable[[Any], object]:
    def change(deck: Any) -> None:
        for layout in (deck.slide_layouts[1], deck.slide_layouts[3], deck.slide_layouts[5]):
            place(layout, 0, box)
            for holder in layout.placeholders:
                if holder.placeholder_format.idx in (1, 2) and box[1] > 4:
                    holder.left, holder.top, holder.width, holder.height = (
                        Emu(Inches(each)) for each in (holder.left / 914_400, 0.5, holder.width / 914_400, 4.2)
                    )

    return change


TITLES = {
    "turned": turned(90),
    "aslant": turned(12),
    "vertical": vertical,
    "tiny": titles_at((0.6, 0.3, 3.0, 0.4)),
    "at the foot": titles_at((0.7, 5.2, 12.0, 1.2)),
    "in the middle": titles_at((1.0, 3.2, 11.0, 1.2)),
}


@pytest.mark.parametrize(("turn", "vert"), [(270, ""), (0, "vert"), (30, "")])
def test_a_footer_that_is_turned_is_left_out_and_told(turn: int, vert: str, tmp_path: Path) -> None:
    def change(deck: Any) -> None:
        foot = next(each for each in deck.slide_master.placeholders if "FOOTER" in str(each.placeholder_format.type))
        foot.element.find("p:spPr/a:xfrm", NS).set("rot", str(turn * 60_000))
        if vert:
            foot.element.find("p:txBody/a:bodyPr", NS).set("vert", vert)

    theme, deck = made(template(tmp_path, change))
    sound(theme, deck)
    assert "company.pptx: the footer runs up, down or aslant, and is left out." in theme.notices
    drawn = Presentation(io.BytesIO(write(deck, theme)))
    types = {str(each.placeholder_format.type) for slide in drawn.slides for each in slide.placeholders}
    assert not any("FOOTER" in each for each in types)
    assert any("SLIDE_NUMBER" in each for each in types)


def test_tiny_bodies_and_no_placeholders_for_content_are_no_obstacle(tmp_path: Path) -> None:
    def tiny(deck: Any) -> None:
        for layout in deck.slide_layouts:
            for holder in layout.placeholders:
                if holder.placeholder_format.idx in (1, 2):
                    place(layout, holder.placeholder_format.idx, (1, 3, 11, 0.4))

    theme, deck = made(template(tmp_path, tiny))
    sound(theme, deck)


def without_idx(deck: Any) -> None:
    """As other office programs write it: the subtitle has no idx, as the title has none."""
    for layout in deck.slide_layouts:
        for ph in layout.element.iter(f"{{{P}}}ph"):
            if ph.get("type") == "subTitle":
                ph.attrib.pop("idx")


def test_placeholders_without_idx_are_told_apart_by_their_type(tmp_path: Path) -> None:
    theme, deck = made(template(tmp_path, without_idx))
    sound(theme, deck)
    data = etree.fromstring(Presentation(io.BytesIO(write(deck, theme))).slides[0].part.blob)
    found = {
        ph.get("type"): (ph.get("idx"), ph.getparent().getparent().getparent().find("p:spPr/a:xfrm/a:off", NS))
        for ph in data.iter(f"{{{P}}}ph")
    }
    assert {type_: idx for type_, (idx, _) in found.items()} == {"ctrTitle": None, "subTitle": None}
    tops = [int(off.get("y")) for _, off in found.values()]
    assert tops[1] - tops[0] > inches(1)


def dark_title_only(deck: Any) -> None:
    ground(deck.slide_layouts[5], solid("1B1B2F"))


def test_the_layout_that_the_templates_own_slides_use_counts_for_more_than_a_name(tmp_path: Path) -> None:
    own = read_theme(template(tmp_path, dark_title_only))
    assert own.look.layouts["title-only"].name == "Title and Content"
    assert [each.reason for each in own.choices if each.role == "title-only"] == [
        "most of the template's own slides use it"
    ]
    other = read_theme(template(tmp_path, dark_title_only, layout=5))
    assert (other.look.layouts["title-only"].name, other.look.layouts["content"].name) == ("Title Only", "Title Only")


def test_a_layout_of_another_name_is_used_where_the_own_slides_use_it(tmp_path: Path) -> None:
    def custom(deck: Any) -> None:
        dark_title_only(deck)
        ground(deck.slide_layouts[1], solid("1B1B2F"))
        layout = deck.slide_layouts[8]
        layout.element.find("p:cSld", NS).set("name", "Grid A")
        layout.element.attrib.pop("type", None)
        place(layout, 0, (0.7, 0.4, 12, 1.1))
        place(layout, 1, (0.7, 1.8, 7, 4.8))
        place(layout, 2, (0.7, 1.8, 12, 4.8))

    theme, deck = made(template(tmp_path, custom, layout=8))
    sound(theme, deck)
    assert {theme.look.layouts[role].name for role in ("content", "title-only")} == {"Grid A"}


def test_content_stands_across_a_background_of_several_rectangles(tmp_path: Path) -> None:
    halves = shape("Over", (0, 0, 13.333, 4.6), "F4EFFA"), shape("Under", (0, 4.6, 13.333, 2.9), "E4DFEA", 901)
    theme, deck = made(template(tmp_path, lambda deck: draw(deck.slide_master, *halves)))
    sound(theme, deck)
    assert theme.look.layouts["title-only"].region.h > inches(4.5)


def test_only_a_cover_gives_slides_with_their_title_at_the_top(tmp_path: Path) -> None:
    theme, deck = made(template(tmp_path, lambda deck: keep(deck, "Title Slide"), layout=0))
    sound(theme, deck)


def feet_at(box: tuple[float, float, float, float]) -> Callable[[Any], None]:
    """The one layout with all its feet in this box."""

    def change(deck: Any) -> None:
        keep(deck, "Title Only")
        for holder in deck.slide_layouts[0].placeholders:
            if holder.placeholder_format.idx:
                holder.left, holder.top, holder.width, holder.height = (Inches(each) for each in box)

    return change


@pytest.mark.parametrize("box", [(0, 2, 13.333, 5), (6.3, 3.5, 0.7, 0.5)])
def test_feet_amid_the_content_are_left_out_and_told(box: tuple[float, float, float, float], tmp_path: Path) -> None:
    theme, deck = made(template(tmp_path, feet_at(box), layout=0))
    sound(theme, deck)
    assert "company.pptx: the slide number stands where the content has to, and is left out." in theme.notices
    assert not any(theme.look.layouts["title-only"].placeholder(each) for each in ("ftr", "dt", "sldNum"))


def test_a_slide_without_room_for_any_text_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.theme.usable.NARROWEST", inches(20))  # all that takes room gives way, but the page
    with pytest.raises(FactError) as refused:
        read_theme(template(tmp_path, feet_at((0, 7, 1, 0.3)), layout=0))
    assert str(refused.value) == (
        f"{tmp_path}/company.pptx: no slide layout leaves room for text; 'Title Only' has the most; "
        "make room for a title and a text on one of its slide layouts"
    )

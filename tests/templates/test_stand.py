"""What text stands on: shapes that do not fill their boxes, pictures in pieces, panels, short lines of a template."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches

from briefing.ooxml.colors import Color
from briefing.ooxml.fills import BUSY, Fill, Ground
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import Box, inches
from briefing.page.look import meeting, share, touches
from briefing.theme.grounds import palette_for
from briefing.theme.marks import Mark, letters
from briefing.theme.reading import read_theme
from briefing.theme.stand import MOST_OF_TITLE, give_way, ground_under, stand, with_light
from briefing.theme.theme import Theme
from templates.build import DECLARED, NS, PLUM, A, draw, ground, left_titles, new, picture, saved, shape
from templates.made import briefing

WHITE = Ground(("FFFFFF",))
LINE = Box(0, 0, inches(4), inches(1))
SCHEMES = {"tx1": "000000", "bg1": "FFFFFF", "tx2": "44546A", "bg2": "E7E6E6", "accent1": "4472C4"}


def theme_of(tmp_path: Path, *changes: Callable[[Any], object], size: tuple[float, float] = (13.333, 7.5)) -> Theme:
    deck = new(*size, PLUM, ("Arial", "Arial"))
    left_titles(deck)
    for change in changes:
        change(deck)
    path = tmp_path / "company.pptx"
    path.write_bytes(saved(deck))
    return read_theme(path)


def oval(box: Box, color: str, alpha: float = 1.0, light: bool = False) -> Mark:
    return Mark("Oval", box, Fill((Color(color, alpha),)), light=light)


def test_a_shape_that_does_not_fill_its_box_is_seen_beside_the_ground() -> None:
    half = Box(0, 0, inches(2), inches(1))
    assert ground_under(LINE, [oval(LINE, "102040")], WHITE) == Ground(("FFFFFF", "102040"))
    assert ground_under(LINE, [oval(half, "102040")], WHITE) == Ground(("FFFFFF", "102040"))
    assert stand(LINE, [oval(LINE, "102040")], WHITE, 0).ground == Ground(("FFFFFF", "102040"))


def test_a_plain_shape_under_all_of_a_text_is_its_ground_and_a_written_one_is_busy() -> None:
    plain, written = (
        Mark("Bar", LINE, Fill((Color("102040"),)), plain=True),
        Mark("Word", LINE, Fill((Color("102040"),)), written=True),
    )
    assert ground_under(LINE, [plain], WHITE) == Ground(("102040",))
    assert ground_under(LINE, [written], WHITE).busy


def test_what_text_runs_over_is_part_of_its_ground() -> None:
    faint = oval(Box(0, 0, inches(1), inches(1)), "000000", 0.3, light=True)
    assert with_light(LINE, [faint], WHITE) == Ground(("FFFFFF", "B2B2B2"))
    assert with_light(LINE, [oval(faint.box, "000000")], WHITE) == WHITE
    assert with_light(LINE, [Mark("Photo", faint.box, BUSY, light=True)], WHITE).busy


def test_texts_read_on_all_of_a_ground_and_cards_have_the_colour_of_most_of_it() -> None:
    palette, panel = palette_for(Ground(("FFFFFF", "B8BFC8")), SCHEMES)
    assert not panel
    assert palette.values["paper"] == "FFFFFF"
    dark = Ground(("B8BFC8", palette.values["surface"]))
    assert min(dark.least_contrast(palette.values[role]) for role in ("ink", "muted", "accent")) >= 4.5


@pytest.mark.parametrize(
    ("marks", "kept"),
    [
        ([(n % 5 * 2.3, n // 5 * 2.2, 0.4, 0.4) for n in range(10)], 0),
        ([(11 + n % 4 * 0.2, n // 4 * 0.2, 0.15, 0.15) for n in range(12)], 12),
    ],
    ids=["a picture in pieces", "a logo of many pieces"],
)
def test_a_picture_in_pieces_is_scenery_and_a_logo_is_none(marks: Sequence[tuple[float, ...]], kept: int) -> None:
    room = Box(0, 0, inches(12), inches(5))
    pieces = [Mark(f"{n}", Box(*map(inches, each)), BUSY) for n, each in enumerate(marks)]
    assert sum(not each.light for each in give_way(room, pieces, 0)) == kept


def test_a_title_goes_beside_a_logo_that_takes_a_third_of_its_line(tmp_path: Path) -> None:
    title, logo = Box(0, 0, inches(12), inches(1)), Mark("Logo", Box(inches(8), 0, inches(1), inches(1)), BUSY)
    assert give_way(title, [logo], 0)[0].light
    assert not give_way(title, [logo], 0, MOST_OF_TITLE)[0].light
    theme = theme_of(tmp_path, lambda deck: draw(deck.slide_master, shape("Logo", (9, 0.5, 1.5, 0.6), "C0392B")))
    holder = theme.look.layouts["title-only"].placeholder("title")
    assert holder is not None
    assert not touches(holder.box, Box(inches(9), inches(0.5), inches(1.5), inches(0.6)))


def photographed(deck: Any) -> None:
    part, link = deck.slide_master.part.get_or_add_image_part(picture())
    assert part
    fill = (
        f'<a:blipFill xmlns:a="{A}" xmlns:r="{NS["r"]}"><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch>'
        "</a:blipFill>"
    )
    ground(deck.slide_master, fill)


def test_panels_end_with_title_and_content_and_footers_have_a_ground_of_their_own(tmp_path: Path) -> None:
    theme = theme_of(tmp_path, photographed)
    layout = theme.look.layouts["title-only"]
    feet = [each for each in layout.placeholders if each.type in {"ftr", "dt", "sldNum"}]
    (panel,) = layout.panels
    assert panel.bottom <= layout.region.bottom + inches(0.15)
    assert {each.fill for each in feet} == {"paper"}
    assert not any(touches(panel, each.box) for each in feet)


def test_a_mark_that_text_runs_over_cuts_no_panel(tmp_path: Path) -> None:
    scatter = [
        shape(f"Art {n}", (n % 6 * 2.2 + 0.2, n // 6 * 1.8 + 0.3, 0.3, 0.3), "FF0000", 900 + n) for n in range(24)
    ]
    layout = theme_of(tmp_path, photographed, lambda deck: draw(deck.slide_master, *scatter)).look.layouts["title-only"]
    assert any(meeting(panel, layout.region) == layout.region for panel in layout.panels)


def filled_title(deck: Any) -> None:
    """The master's title over the upper edge of the slide, in a colour."""
    title = next(each for each in deck.slide_master.placeholders if each.placeholder_format.idx == 0)
    title.left, title.top, title.width, title.height = 0, 0, Inches(13.333), Inches(0.9)
    title._element.spPr.append(etree.fromstring(f'<a:solidFill xmlns:a="{A}"><a:srgbClr val="5B2A86"/></a:solidFill>'))


def test_a_label_stands_under_a_filled_title_at_the_upper_edge(tmp_path: Path) -> None:
    layout = theme_of(tmp_path, filled_title).look.layouts["title-only"]
    title = layout.placeholder("title")
    assert title is not None
    assert layout.label is not None
    assert title.box.y == 0
    assert title.box.bottom < layout.label.y
    assert layout.label.bottom < layout.region.y
    assert layout.region.x >= inches(0.4)


def worded(
    words: str, width: float = 13.333, height: float = 0.3, size: int = 1000, align: str = "ctr"
) -> etree._Element:
    run = f'<a:r><a:rPr lang="en-GB" sz="{size}"/><a:t>{words}</a:t></a:r>'
    xfrm = f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{Inches(width)}" cy="{Inches(height)}"/></a:xfrm>'
    body = f'<p:txBody><a:bodyPr vert="horz"/><a:p><a:pPr algn="{align}"/>{run}</a:p></p:txBody>'
    return etree.fromstring(f"<p:sp {DECLARED}><p:spPr>{xfrm}</p:spPr>{body}</p:sp>")


@pytest.mark.parametrize(("align", "at"), [("l", 0.0), ("ctr", 0.5), ("r", 1.0)])
def test_a_short_line_in_a_wide_box_takes_what_its_letters_take(align: str, at: float) -> None:
    shape_, box = worded("Copyright", align=align), Box(0, 0, inches(13.333), inches(0.3))
    found = letters(shape_, box, shape_.find("p:spPr/a:xfrm", NS))
    assert found.w < inches(1.5)
    assert found.x == round((box.w - found.w) * at)


@pytest.mark.parametrize(
    "drawn",
    [worded("words " * 80), worded("DRAFT", size=6600), worded("DRAFT", height=2)],
    ids=["a long line", "large letters", "a high box"],
)
def test_long_and_large_texts_take_their_whole_box(drawn: etree._Element) -> None:
    box = Box(0, 0, inches(13.333), inches(0.3 if "DRAFT" not in "".join(drawn.itertext()) else 2))
    assert letters(drawn, box, drawn.find("p:spPr/a:xfrm", NS)) == box


def test_footers_keep_their_height_beside_a_short_line_that_is_as_wide_as_the_slide(tmp_path: Path) -> None:
    line = worded("Copyright", align="l")
    line.find("p:spPr/a:xfrm/a:off", NS).set("y", str(Inches(7.15)))
    line.insert(
        0, etree.fromstring(f'<p:nvSpPr {DECLARED}><p:cNvPr id="9" name="Line"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>')
    )
    layout = theme_of(tmp_path, lambda deck: draw(deck.slide_master, etree.tostring(line))).look.layouts["title-only"]
    assert {each.box.h for each in layout.placeholders if each.type in {"ftr", "sldNum"}} == {
        each.box.h
        for each in theme_of(tmp_path).look.layouts["title-only"].placeholders
        if each.type in {"ftr", "sldNum"}
    }


def test_a_flat_place_of_a_footer_is_made_high_enough_for_a_line(tmp_path: Path) -> None:
    def flat(deck: Any) -> None:
        for each in deck.slide_master.placeholders:
            if each.placeholder_format.idx > 1:
                each.height = Inches(0.1)

    feet = [each for each in theme_of(tmp_path, flat).look.layouts["title-only"].placeholders if each.type == "ftr"]
    assert [each.box.h >= inches(0.15) for each in feet] == [True]


def test_headlines_of_low_slides_are_smaller(tmp_path: Path) -> None:
    assert theme_of(tmp_path, size=(10, 5.625)).look.layouts["title-only"].headline == 20
    assert theme_of(tmp_path, size=(10, 7.5)).look.layouts["title-only"].headline == 24


def test_a_picture_of_a_logo_is_kept_clear_of(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.new("RGB", (80, 40), "#C0392B").save(data, "PNG")
    data.seek(0)

    def logo(deck: Any) -> None:
        _, link = deck.slide_master.part.get_or_add_image_part(data)
        at = f'<a:off x="{Inches(11)}" y="{Inches(1.7)}"/><a:ext cx="{Inches(1.6)}" cy="{Inches(0.6)}"/>'
        blip = f'<p:blipFill><a:blip r:embed="{link}"/></p:blipFill>'
        head = '<p:nvPicPr><p:cNvPr id="99" name="Logo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
        draw(deck.slide_master, f"<p:pic {DECLARED}>{head}{blip}<p:spPr><a:xfrm>{at}</a:xfrm></p:spPr></p:pic>")

    region = theme_of(tmp_path, logo).look.layouts["title-only"].region
    assert share(region, Box(inches(11), inches(1.7), inches(1.6), inches(0.6))) == 0


def test_feet_of_one_size_stay_of_one_size(tmp_path: Path) -> None:
    """A footer that shrinks to stay whole takes date and number along; in their boxes they keep their insets."""

    def narrow(deck: Any) -> None:
        for sheet in (deck.slide_master, *deck.slide_layouts):
            for holder in sheet.placeholders:
                if holder.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
                    holder.left, holder.top, holder.width, holder.height = map(Inches, (4, 6.9, 2.1, 0.35))
                    draw(
                        sheet,
                        shape("Wall", (6.2, 6.8, 0.1, 0.5), "5B2A86"),
                        shape("Wall", (3.8, 6.8, 0.1, 0.5), "5B2A86"),
                    )

    theme = theme_of(tmp_path, narrow)
    made, _ = arrange(briefing("cfo", "pitch"), theme.look)
    feet = {each.type: each for each in made.feet["title-only"]}
    assert feet["ftr"].size
    assert len({each.size for each in feet.values()}) == 1
    assert all(each.insets for each in feet.values())


def drawn_around(deck: Any) -> None:
    """A scatter of pictures that no colour reads on, over a plain ground, so that text and feet need a panel."""
    part, link = deck.slide_master.part.get_or_add_image_part(picture())
    assert part
    fill = f'<a:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>'
    whole = shape("Art", (0, 0, 13.333, 7.5), "5B2A86").replace(
        '<a:solidFill><a:srgbClr val="5B2A86"/></a:solidFill>', fill
    )
    draw(deck.slide_master, whole)


def test_one_panel_reaches_down_to_the_feet_where_nothing_lies_between(tmp_path: Path) -> None:
    layout = theme_of(tmp_path, drawn_around).look.layouts["title-only"]
    feet = [each for each in layout.placeholders if each.type in {"ftr", "dt", "sldNum"}]
    (panel,) = layout.panels
    assert all(meeting(panel, each.box) == each.box and not each.fill for each in feet)


@pytest.mark.slow
def test_insets_larger_than_a_placeholder_are_bounded(tmp_path: Path) -> None:
    def inset(deck: Any) -> None:
        for sheet in (deck.slide_master, *deck.slide_layouts):
            for holder in sheet.placeholders:
                for side in ("lIns", "tIns", "rIns", "bIns"):
                    holder._element.txBody.bodyPr.set(side, str(inches(1.4)))

    region = theme_of(tmp_path, inset).look.layouts["title-only"].region
    assert region.h > inches(4)


@pytest.mark.slow
def test_a_title_at_the_right_gives_way_to_one_that_is_read_first(tmp_path: Path) -> None:
    def right(deck: Any) -> None:
        for sheet in (deck.slide_master, *deck.slide_layouts):
            for holder in sheet.placeholders:
                if holder.placeholder_format.type == PP_PLACEHOLDER.TITLE:
                    holder.left, holder.top, holder.width, holder.height = map(Inches, (10.2, 0.6, 2.8, 6))

    theme = theme_of(tmp_path, right)
    title = theme.look.layouts["title-only"].placeholder("title")
    assert title is not None
    assert title.box.x < inches(1)
    assert any("stands at the top" in each for each in theme.notices)

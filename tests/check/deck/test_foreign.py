"""Decks of other programs: findings, and never a crash, however little they say or however wrong it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from briefing.check.deck import check_deck, read_deck
from briefing.errors import FactError
from check.deck.good import PLAIN, PRESENTATION, Parts, good_deck, parts

pytestmark = pytest.mark.sampled


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """What plain python-pptx makes with its default template."""
    presentation = Presentation()
    layouts = presentation.slide_layouts
    presentation.slides.add_slide(layouts[0]).shapes.title.text = "Hello"
    slide = presentation.slides.add_slide(layouts[5])
    slide.shapes.title.text = "Table"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(6), Inches(1)).table
    for cell in (table.cell(row, column) for row in (0, 1) for column in (0, 1)):
        cell.text = "word"
    slide = presentation.slides.add_slide(layouts[5])
    slide.shapes.title.text = "Chart"
    data = CategoryChartData()
    data.categories = ["a", "b"]
    data.add_series("x", (1, 2))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(6), Inches(4), data)
    path = tmp_path / "plain.pptx"
    presentation.save(str(path))
    return path


def test_a_deck_of_plain_python_pptx_has_findings_and_its_defaults_are_no_fault(plain: Path) -> None:
    found = {(finding.slide, finding.code) for finding in check_deck(plain)}
    assert found == {(0, "D011"), (1, "D009"), (1, "D010"), (2, "D004"), (2, "D009"), (3, "D004"), (3, "D009")}


def test_inherited_sizes_colours_and_typefaces_are_resolved(plain: Path) -> None:
    title = read_deck(plain).slides[0].title
    assert title is not None
    assert title.text is not None
    run = next(title.text.runs)
    assert (run.size, run.font, run.color and run.color.value) == (44.0, "Calibri", "000000")


def test_table_text_takes_the_look_of_powerpoints_own_table_style(plain: Path) -> None:
    table = next(shape.table for shape in read_deck(plain).slides[1].shapes if shape.table)
    head, body = table.cells[0], table.cells[2]
    assert head.fill is not None
    assert [color.value for color in head.fill.colors] == ["4F81BD"]
    assert [(run.color and run.color.value, run.bold) for cell in (head, body) for run in cell.text.runs] == [
        ("FFFFFF", True),
        ("000000", False),
    ]


def seeded(tmp_path: Path, change: Callable[[Parts], None]) -> Path:
    path = tmp_path / "strange.pptx"
    path.write_bytes(good_deck())
    parts(change)(path)
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'sz="1600"', b'sz="large"'),
        (b'sz="1600"', b'sz="-3"'),
        (b'sz="1600"', b'sz="99999999999999999999"'),
        (b"<a:off ", b'<a:off z="1" '),
        (b'<a:ext cx="', b'<a:ext cx="9e99'),
        (b'wrap="square"', b'wrap="square" numCol="0"'),
        (b"<p:spPr>", b"<p:spPr><!-- a comment -->"),
    ],
)
def test_values_that_make_no_sense_are_taken_as_not_there(old: bytes, new: bytes, tmp_path: Path) -> None:
    def change(content: Parts) -> None:
        assert old in content[PLAIN]
        content[PLAIN] = content[PLAIN].replace(old, new)

    check_deck(seeded(tmp_path, change))


def test_a_damaged_slide_is_a_finding_and_the_others_are_checked(tmp_path: Path) -> None:
    found = check_deck(seeded(tmp_path, lambda content: content.update({PLAIN: b"<p:sld"})))
    assert [(finding.slide, finding.code) for finding in found] == [(3, "D306")]


def test_a_file_that_is_no_presentation_says_so(tmp_path: Path) -> None:
    path = seeded(tmp_path, lambda content: content.update({PRESENTATION: b"<book/>"}))
    with pytest.raises(FactError, match=r"strange\.pptx: not a presentation; check a \.pptx or \.potx file"):
        check_deck(path)


def test_too_many_shapes_are_refused_within_a_moment(tmp_path: Path) -> None:
    def change(content: Parts) -> None:
        shape = b'<p:sp><p:nvSpPr><p:cNvPr id="7" name=""/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/></p:sp>'
        content[PLAIN] = content[PLAIN].replace(b"</p:spTree>", shape * 6_000 + b"</p:spTree>")

    with pytest.raises(FactError, match="has more than 5,000 shapes"):
        check_deck(seeded(tmp_path, change))


def colored(color: str, fill: str) -> Callable[[Any], None]:
    def change(slide: Any) -> None:
        box = slide.shapes.add_textbox(Inches(1), Inches(4), Inches(4), Inches(1))
        box.text_frame.text = "Seen or not"
        box.text_frame.paragraphs[0].runs[0].font.size = Pt(16)
        box.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor.from_string(color)
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor.from_string(fill)

    return change


@pytest.mark.parametrize(
    ("color", "fill", "found"),
    [("767676", "FFFFFF", False), ("777777", "FFFFFF", True), ("FFFFFF", "767676", False), ("FFFFFF", "FFFFFF", True)],
)
def test_contrast_is_judged_against_the_fill_of_the_shape(color: str, fill: str, found: bool, plain: Path) -> None:
    presentation = Presentation(str(plain))
    colored(color, fill)(presentation.slides[0])
    presentation.save(str(plain))
    assert ("D101" in {finding.code for finding in check_deck(plain)}) is found


def test_contrast_is_judged_against_a_panel_that_lies_under_a_text_box(plain: Path) -> None:
    presentation = Presentation(str(plain))
    slide = presentation.slides[0]
    panel = slide.shapes.add_shape(1, Inches(0.5), Inches(3.5), Inches(6), Inches(2))
    panel.fill.solid()
    panel.fill.fore_color.rgb = RGBColor(0, 0, 0)
    box = slide.shapes.add_textbox(Inches(1), Inches(4), Inches(4), Inches(1))
    box.text_frame.text = "Black on black"
    presentation.save(str(plain))
    poor = [finding.message for finding in check_deck(plain) if finding.code == "D101"]
    assert poor == ["'Black on black' has a contrast of 1.0:1 (000000 on 000000); 3:1 is needed"]


def test_a_slides_own_colour_map_turns_its_colours_round(tmp_path: Path) -> None:
    turned = (
        b'<a:overrideClrMapping bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2" accent1="accent1" accent2="accent2" '
        b'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
    )

    def change(content: Parts) -> None:
        content[PLAIN] = content[PLAIN].replace(b"<a:masterClrMapping/>", turned)

    slide = read_deck(seeded(tmp_path, change)).slides[2]
    assert slide.title is not None
    assert slide.title.text is not None
    colors = slide.backdrop[0].fill.colors[0].value, [run.color and run.color.value for run in slide.title.text.runs]
    assert colors == ("14213D", ["FFFFFF"])

"""Drawing: every sort of box as marks and lines, where it was placed, with every word of it."""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from briefing.page.boxes import (
    EMU_PER_POINT,
    Align,
    Anchor,
    Box,
    ChartBox,
    Frame,
    IconBox,
    Insets,
    LineBox,
    Paragraph,
    Placed,
    PlaceholderBox,
    Run,
    ShapeBox,
    TableBox,
    TableCell,
)
from briefing.page.chartdrawing import chart_marks, chart_words
from briefing.page.drawing import _DRAWN, drawn, everything
from briefing.page.fit import height, line_count
from briefing.page.fonts import Typefaces, set_as
from briefing.page.look import Placeholder, SlideLayout
from briefing.page.marks import OUTLINES
from briefing.page.marks import Path as Steps
from briefing.page.setting import ASCENT, DESCENT, set_text
from charted import chart, one_of_each
from drawn_pages import LIGHT, close
from samples import briefing

FACES = Typefaces("Arial", "Arial")
AREA = Box(1_000_000, 2_000_000, 3_000_000, 1_500_000)
LAYOUT = SlideLayout("", "Blank", (Placeholder("title", 0, AREA, "Title"),), AREA)
RUNS = (Run("One number, "), Run("one owner", bold=True, color="accent"), Run(" in each team."))
TEXT = Frame((Paragraph(RUNS),), 14)
CELLS = (TableCell(TEXT, "surface", "line"), TableCell(TEXT))
BOXES: tuple[Placed, ...] = (
    PlaceholderBox("title", 0, TEXT, None, "Title"),
    ShapeBox("roundRect", AREA, "Card", "surface", "line", frame=TEXT),
    IconBox((("M", (0, 0)), ("C", (0, 12, 12, 24, 24, 24)), ("Z", ())), AREA, "Icon", "accent"),
    LineBox(AREA.x, AREA.y, AREA.right, AREA.bottom, "Line", "accent", 2, "both"),
    TableBox(AREA, (1_000_000, 2_000_000), (700_000,), (CELLS,), "Table", "Two cells."),
)


def corners(path: Steps) -> list[tuple[float, float]]:
    return [pair for _, numbers in path for pair in zip(numbers[::2], numbers[1::2], strict=True)]


def test_every_sort_of_box_is_drawn() -> None:
    assert set(_DRAWN) == set(get_args(Placed))


@pytest.mark.parametrize("box", BOXES, ids=lambda box: type(box).__name__)
def test_a_box_is_drawn_where_it_was_placed_with_all_its_words(box: Placed) -> None:
    found = drawn(box, LAYOUT, FACES)
    marks = [mark for part in everything(found) for mark in part.marks]
    slack = 5 * EMU_PER_POINT  # the head of an arrow is wider than its line
    for x, y in (corner for mark in marks for corner in corners(mark.path)):
        assert AREA.x - slack <= x <= AREA.right + slack
        assert AREA.y - slack <= y <= AREA.bottom + slack
    for part in everything(found):
        words = "".join(word.text for line in part.lines for word in line.words)
        own = isinstance(box, PlaceholderBox | ShapeBox) or part is not found
        assert close(words) == (close("One number, one owner in each team.") if own else "")
    assert bool(marks) == (not isinstance(box, PlaceholderBox))


@pytest.mark.parametrize("name", OUTLINES)
def test_the_outline_of_a_preset_fills_its_box(name: str) -> None:
    path = OUTLINES[name](AREA, {"adj1": 10_800_000, "adj2": 0} if name == "blockArc" else {})
    found = corners(path)
    assert path[0][0] == "M"
    assert path[-1][0] == "Z"
    assert min(x for x, _ in found) == pytest.approx(AREA.x, abs=2)
    assert max(x for x, _ in found) == pytest.approx(AREA.right, abs=2)
    assert min(y for _, y in found) == pytest.approx(AREA.y, abs=2)
    low = AREA.y + AREA.h / 2 if name == "blockArc" else AREA.bottom  # an upper half
    assert max(y for _, y in found) == pytest.approx(low, abs=2)


def test_every_shape_that_slides_are_made_of_has_an_outline() -> None:
    source = Path(__file__).parents[2] / "src" / "briefing" / "page" / "arrange"
    used = {each for path in source.rglob("*.py") for each in re.findall(r'ShapeBox\(\s*"(\w+)"', path.read_text())}
    used |= {
        each
        for path in source.rglob("*.py")
        for each in re.findall(r'"(homePlate|chevron|blockArc)"', path.read_text())
    }
    assert {"rect", "ellipse", "homePlate"} <= used <= set(OUTLINES)


@pytest.mark.parametrize("align", get_args(Align))
@pytest.mark.parametrize("anchor", get_args(Anchor))
def test_lines_stand_where_they_were_measured(align: Align, anchor: Anchor) -> None:
    words = Paragraph((Run("The cloud bill becomes a plan that the whole company can read and act on."),), align=align)
    frame = Frame((words, words), 12, insets=Insets(100_000, 50_000, 60_000, 40_000), anchor=anchor, line=1.1)
    lines = set_text(frame, AREA, FACES)
    assert len(lines) == line_count(frame, AREA.w, FACES)
    spare = AREA.h - height(frame, AREA.w, FACES)
    top = AREA.y + frame.insets.top + {"t": 0, "ctr": spare / 2, "b": spare}[anchor]
    bottom = AREA.bottom - frame.insets.bottom - {"t": spare, "ctr": spare / 2, "b": 0}[anchor]
    point = EMU_PER_POINT
    assert top <= lines[0].baseline - 12 * ASCENT * point + point < top + 4 * point
    assert bottom - 4 * point < lines[-1].baseline + 12 * DESCENT * point < bottom + point
    assert {round((b.baseline - a.baseline) / point, 1) for a, b in pairwise(lines)} == {15.8}
    for line in lines:
        left, right = line.words[0].x - AREA.x - 100_000, AREA.right - 60_000 - line.words[-1].x - line.words[-1].width
        assert min(left, right) >= -1
        assert {"l": left, "r": right, "ctr": (left - right) / 2}[align] == pytest.approx(0, abs=1)


@pytest.mark.parametrize("anchor", get_args(Anchor))
@pytest.mark.parametrize("bullet", ["", "•"])
def test_a_line_is_as_long_as_its_box_lets_it_be_and_the_text_stands_by_the_lines_that_it_takes(
    anchor: Anchor, bullet: str
) -> None:
    """As PowerPoint sets it; what is kept free when boxes are measured is for programs that set it wider."""
    text, insets = "Commitments are bought for workloads that go away", Insets(0, 0, 0, 0)
    paragraph = Paragraph((Run(text),), bullet, 200_000 if bullet else 0)
    frame = Frame((paragraph,), 12, insets=insets, anchor=anchor)
    wide = math.ceil(FACES.face(False, False).advance(text, 12) * EMU_PER_POINT) + paragraph.indent
    (line,) = set_text(frame, Box(0, 0, wide, AREA.h), FACES)
    assert line_count(frame, wide, FACES) == 2
    assert "".join(word.text for word in line.words) == bullet + text
    alone = set_text(frame, Box(0, 0, 2 * wide, AREA.h), FACES)
    assert line.baseline == alone[0].baseline
    assert len(set_text(frame, Box(0, 0, round(wide * 0.99), AREA.h), FACES)) == 2


@pytest.mark.parametrize(
    ("family", "known"),
    [
        ("Calibri Light", "Calibri"),
        ("Arial Black", "Arial Black"),
        ("Arial Narrow", "Arial Narrow"),
        ("Calibri", "Calibri"),
        ("DejaVu Sans Light", "DejaVu Sans Light"),
        ("Nobody Light", "Nobody Light"),
        ("", ""),
    ],
)
def test_a_weight_that_is_as_wide_as_its_family_is_set_by_it(family: str, known: str) -> None:
    assert set_as(family) == known


@pytest.mark.parametrize(("family", "drawn"), [("Nobody Knows", "Arial"), ("Calibri Light", "Calibri")])
def test_a_text_in_a_typeface_that_is_not_known_ends_where_it_is_drawn_to_end(family: str, drawn: str) -> None:
    """It is broken by the widest of those that may take its place, and placed by the one that does."""
    text = "All of the backup"
    frame = Frame((Paragraph((Run(text, bold=True), Run(" →")), align="r"),), 12, insets=Insets(0, 0, 0, 0))
    (line,), (same,) = (set_text(frame, AREA, Typefaces(each, each)) for each in (family, drawn))
    assert [word.x for word in line.words] == pytest.approx([word.x for word in same.words])
    assert line.words[-1].x + line.words[-1].width == pytest.approx(AREA.right)
    assert Typefaces(family, family).face(False, True).advance(text, 12) > line.words[0].width / EMU_PER_POINT


def test_lines_of_a_typeface_that_is_not_known_are_as_high_as_of_most() -> None:
    """A box keeps room for the highest; what is drawn in its place has seldom more than the least."""
    frame = Frame((Paragraph((Run("One\nTwo"),)),), 10, insets=Insets(0, 0, 0, 0), anchor="b")
    strange = Typefaces("Nobody Knows", "Nobody Knows")
    first, second = set_text(frame, AREA, strange)
    assert (second.baseline - first.baseline) / EMU_PER_POINT == pytest.approx(12)
    assert height(frame, AREA.w, strange) > 24 * EMU_PER_POINT
    assert second.baseline == pytest.approx(set_text(frame, AREA, FACES)[1].baseline)


def test_a_bullet_hangs_before_its_first_line() -> None:
    paragraph = Paragraph((Run("Forecast within five per cent of what was spent in the month"),), "•", 200_000)
    first, *others = set_text(Frame((paragraph,), 14), AREA, FACES)
    assert first.words[0].text == "•"
    assert first.words[0].x == AREA.x
    assert {line.words[-1].x for line in (first, *others)} == {AREA.x + 200_000}


@cache
def charts() -> dict[str, ChartBox]:
    from briefing.formats.pages import book_of
    from briefing.model import Slide

    made = briefing("", *(Slide(name, name, (chart,)) for name, chart in one_of_each().items()))
    pages = book_of(made, LIGHT).pages
    return {page.slide.title: box.box for page in pages for box in page.drawings if isinstance(box.box, ChartBox)}


def test_a_chart_is_drawn_from_the_figures_that_it_was_placed_with() -> None:
    for name, box in charts().items():
        axis, plot = box.axis, box.plot
        bars = [each for each in box.series if each.draw == "bar" and each.color]
        seen = sum(value is not None for each in bars for value in each.values)
        fills = {each.color for each in bars} | {box.color for each in bars if each.aside}
        filled = [mark for mark in chart_marks(box) if mark.fill in fills]
        assert len(filled) >= seen - 1, name
        if bars and not box.stacked and len(bars) == 1 and not box.lying:
            zero = plot.bottom + axis.low / (axis.high - axis.low) * plot.h
            for mark, value in zip(filled, (each for each in bars[0].values if each is not None), strict=False):
                tall = max(y for _, y in corners(mark.path)) - min(y for _, y in corners(mark.path))
                assert tall == pytest.approx(abs(float(value)) / (axis.high - axis.low) * plot.h, abs=2), name
                assert max(y for _, y in corners(mark.path)) == pytest.approx(zero, abs=2), name
        words = close("".join(word.text for line in chart_words(box, FACES) for word in line.words))
        names = box.categories[:: box.every] if box.named else ()
        assert [each for each in names if close(each) not in words] == []


def test_bars_that_the_finding_is_not_about_stand_back() -> None:
    from msgspec.structs import replace

    box = charts()["column"]
    count = len(box.categories)
    back = replace(box, series=tuple(replace(each, aside=tuple(range(1, count))) for each in box.series))
    bars = [mark for mark in chart_marks(back) if mark.fill]
    assert [mark.fill for mark in bars] == ["accent", *["muted"] * (count - 1)]


def test_what_is_only_estimated_is_hatched_inside_its_bar() -> None:
    from msgspec.structs import replace

    box = charts()["column"]
    hatched = replace(box, series=tuple(replace(each, pattern="hatched") for each in box.series))
    ground, lines = [mark for mark in chart_marks(hatched) if mark.fill == box.ground or mark.weight == 2][:2]
    xs, ys = zip(*corners(ground.path), strict=True)
    assert len(lines.path) > 10
    for (ax, ay), (bx, by) in zip(corners(lines.path)[::2], corners(lines.path)[1::2], strict=True):
        assert math.isclose(bx - ax, ay - by)
        assert min(xs) <= ax < bx <= max(xs)
        assert min(ys) <= by < ay <= max(ys)


@pytest.mark.parametrize("style", ["column", "bar"])
def test_the_label_of_a_bar_below_zero_stands_at_its_own_end(style: str) -> None:
    """As PowerPoint has it: outside of the end, whichever way the bar goes."""
    from briefing.formats.pages import book_of
    from briefing.model import ChartStyle, Slide

    styles: dict[str, ChartStyle] = {"column": "column", "bar": "bar"}
    made = briefing("", Slide("chart", "Chart", (chart(styles[style], (1.2, -0.8, -0.4)),)))
    (box,) = [
        each.box for page in book_of(made, LIGHT).pages for each in page.drawings if isinstance(each.box, ChartBox)
    ]
    (drawn,) = [each for each in box.series if each.draw == "bar" and each.color]
    bars = [mark for mark in chart_marks(box) if mark.fill == drawn.color]
    words = {line.words[0].text: line for line in chart_words(box, FACES) if line.words and "M" in line.words[0].text}
    assert len(bars) == len(words) == 3
    zero = [max, min][style == "bar"](corner[style == "column"] for corner in corners(bars[0].path))
    for bar, (text, line) in zip(bars, words.items(), strict=True):
        xs, ys = zip(*corners(bar.path), strict=True)
        word = line.words[0]
        negative = text.startswith("−")
        if style == "column":
            assert (line.baseline > max(ys) > zero) if negative else (line.baseline < min(ys) < zero)
        else:
            assert (word.x + word.width < min(xs) < zero) if negative else (word.x > max(xs) > zero)

"""Rows that share a slide: few of them fill it, figures stay on a line, and what has no room becomes a table."""

from __future__ import annotations

import pytest

from briefing.model import Panel, Row, Rows, Tile
from briefing.page.arrange.canvas import Canvas
from briefing.page.arrange.insight import place_panel
from briefing.page.arrange.rows import place_rows
from briefing.page.boxes import Box, Placed, ShapeBox, inches
from briefing.page.fit import line_count

WIDE = Box(inches(0.6), inches(1.8), inches(12.1), inches(4.4))
HALF = Box(inches(0.6), inches(1.8), inches(7.4), inches(4.4))
HEADINGS = ("What", "Why", "Who", "Source")


def drawn(block: Rows, canvas: Canvas, box: Box = WIDE) -> dict[str, ShapeBox]:
    boxes = place_rows(block, box, canvas).boxes
    return {each.name: each for each in boxes if isinstance(each, ShapeBox)}


def largest(box: Placed) -> float:
    assert isinstance(box, ShapeBox)
    assert box.frame
    return max(run.size or box.frame.size for each in box.frame.paragraphs for run in each.runs)


def rows(*heroes: str, answer: str = "") -> Rows:
    return Rows(tuple(Row(each, "It took nine days", "CFO", "Closing", answer=answer) for each in heroes), HEADINGS)


def test_the_fewer_rows_there_are_the_larger_they_stand(canvas: Canvas) -> None:
    sizes = [largest(drawn(rows(*["€21,000"] * count), canvas)["Weight 1"]) for count in (1, 2, 3, 4, 6)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] >= 48 > sizes[-1]


@pytest.mark.parametrize("box", [WIDE, HALF])
@pytest.mark.parametrize("hero", ["31 March 2026", "¥3,100,000", "1"])
def test_a_date_or_figure_stays_on_its_line(hero: str, box: Box, canvas: Canvas) -> None:
    for count in (1, 3, 5):
        made = drawn(rows(*[hero] * count), canvas, box)["Weight 1"]
        assert made.frame
        assert line_count(made.frame, made.box.w, canvas.faces) == 1


def test_numbers_of_a_list_take_less_of_the_width(canvas: Canvas) -> None:
    numbered, priced = (drawn(rows(*each), canvas)["Weight 2"].box.w for each in (("1", "2"), ("€1,000", "€2,000")))
    assert numbered < priced / 1.5


def test_an_answer_stands_out_under_what_it_answers_also_in_a_table(canvas: Canvas) -> None:
    block = rows("Risk", "Risk", answer="Look daily")
    frame = drawn(block, canvas)["What 1"].frame
    assert frame
    assert [(each.runs[0].text, bool(each.runs[0].bold)) for each in frame.paragraphs] == [
        ("It took nine days", False),
        ("Look daily", True),
    ]
    assert block.table.rows[0][1].text == "It took nine days → Look daily"


TILES = (Tile("What you gain", "€286k", "over 36 months"), Tile("What it costs", "€1.49m"), Tile("Ask", "€348k"))
SIDE = Box(inches(8), inches(1.8), inches(4.8), inches(4.4))


def test_a_panel_with_fewer_figures_says_the_decision_larger(canvas: Canvas) -> None:
    made = [place_panel(Panel("Decision", "Fund a pilot", TILES[:n], "By May"), SIDE, canvas).boxes for n in range(4)]
    sizes = [largest(next(each for each in boxes if getattr(each, "name", "") == "Decision")) for boxes in made]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] >= 32 > sizes[-1]


def test_a_phrase_on_a_panel_is_no_larger_than_its_decision(canvas: Canvas) -> None:
    tile = Tile("What we ask for", "0.2 of a full-time position for a year")
    boxes = place_panel(Panel("Decision", "Fund a pilot", (tile,)), SIDE, canvas).boxes
    decision, phrase = (
        largest(next(each for each in boxes if getattr(each, "name", "").startswith(name)))
        for name in ("Decision", "Figure")
    )
    assert phrase <= decision

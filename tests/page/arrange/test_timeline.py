"""Timelines: chevrons from edge to edge with their milestones under them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model import Block, Milestone, Stage, Timeline
from briefing.page.arrange.arrange import torn
from briefing.page.arrange.canvas import Canvas, Piece, said
from briefing.page.arrange.timeline import place_timeline
from briefing.page.boxes import Box, ShapeBox, inches
from briefing.page.fit import widest_word
from briefing.page.fonts import Typefaces
from briefing.page.look import Look

WIDE = Box(inches(0.6), inches(1.8), inches(12.1), inches(4.9))


def stages(*counts: int) -> tuple[Stage, ...]:
    numbers = iter(range(1, 200))
    return tuple(
        Stage(f"Stage {n}", tuple(Milestone(next(numbers), f"Milestone of {n}") for _ in range(count)))
        for n, count in enumerate(counts)
    )


def shapes(piece: Piece, *geometries: str) -> list[ShapeBox]:
    return [box for box in piece.boxes if isinstance(box, ShapeBox) and box.geometry in geometries]


def test_chevrons_reach_from_edge_to_edge_and_the_first_one_has_a_flat_start(canvas: Canvas) -> None:
    found = shapes(place_timeline(Timeline(stages(2, 2, 1)), WIDE, canvas), "homePlate", "chevron")
    assert [box.geometry for box in found] == ["homePlate", "chevron", "chevron"]
    assert (found[0].box.x, found[-1].box.right) == (WIDE.x, WIDE.right)


def test_milestones_hang_under_their_stage_at_equal_steps(canvas: Canvas) -> None:
    piece = place_timeline(Timeline(stages(3, 1)), WIDE, canvas)
    badges = shapes(piece, "ellipse")
    tops = [box.box.y for box in badges[:3]]
    assert tops[1] - tops[0] == tops[2] - tops[1]
    assert badges[3].box.y == tops[0]
    assert badges[3].box.x == shapes(piece, "chevron")[0].box.x


def test_date_and_owner_stand_under_a_milestone_where_they_are_known(canvas: Canvas) -> None:
    block = Timeline((Stage("S", (Milestone(1, "Do it", "May", "CFO"), Milestone(2, "And that"))),))
    texts = [said(box.frame) for box in shapes(place_timeline(block, WIDE, canvas), "rect")]
    assert texts == ["Do it May CFO", "And that"]


@pytest.mark.parametrize("count", range(1, 16))
def test_a_name_fits_between_notch_and_point(count: int, canvas: Canvas) -> None:
    block = Timeline(tuple(Stage(" ".join(["model"] * count), (Milestone(1, "Do it"),)) for _ in range(5)))
    for box in shapes(place_timeline(block, WIDE, canvas), "chevron"):
        ((_, share),) = box.adjust
        reach = share / 100_000 * min(box.box.w, box.box.h)
        assert box.frame is not None
        assert canvas.height(box.frame, round(box.box.w - 2 * reach)) <= box.box.h


def test_more_than_six_stages_go_on(canvas: Canvas) -> None:
    block = Timeline(stages(*[1] * 8), "Eight stages.")
    piece = place_timeline(block, WIDE, canvas)
    assert piece.rest == Timeline(block.stages[6:], "Eight stages.")


def test_milestones_that_do_not_fit_go_on_under_their_stage_and_finished_stages_are_left_out(canvas: Canvas) -> None:
    block = Timeline(stages(30, 2))
    piece = place_timeline(block, WIDE, canvas)
    assert isinstance(piece.rest, Timeline)
    (rest,) = piece.rest.stages
    shown = 30 - len(rest.milestones)
    assert shown > 3
    assert (rest.name, rest.milestones) == ("Stage 0", block.stages[0].milestones[shown:])


def test_a_milestone_too_long_for_a_slide_goes_on_with_its_number_date_and_owner(canvas: Canvas) -> None:
    text = " ".join(f"w{n}" for n in range(900))
    block = Timeline((Stage("S", (Milestone(7, text, "May", "CFO"),)), *stages(1, 1, 1, 1)))
    piece = place_timeline(block, WIDE, canvas)
    assert isinstance(piece.rest, Timeline)
    ((rest,),) = [stage.milestones for stage in piece.rest.stages]
    assert (rest.number, rest.date, rest.owner) == (7, "May", "CFO")
    assert text.endswith(rest.text)


@pytest.mark.parametrize("wide", [24, 30, 42, 60, 80, 121])
def test_no_word_is_broken_on_a_page_that_is_wide_enough_for_it(wide: int, canvas: Canvas) -> None:
    names = ("Preparation", "Responsibility", "Run", "Optimisation", "Habit")
    block: Block | None = Timeline(tuple(Stage(name, (Milestone(10, "Internationalise"),)) for name in names))
    for _ in range(10):
        assert isinstance(block, Timeline)
        piece = place_timeline(block, replace(WIDE, w=inches(wide / 10)), canvas)
        assert not torn(piece.boxes, canvas.faces)
        block = piece.rest
        if block is None:
            return
    raise AssertionError("does not end")


def test_a_number_of_two_digits_stands_on_one_line_in_its_badge_in_a_wide_font(look: Look) -> None:
    faces = Typefaces("Segoe UI", "Segoe UI")
    piece = place_timeline(Timeline((Stage("S", (Milestone(88, "Do it"),)),)), WIDE, Canvas(look, faces))
    (badge,) = shapes(piece, "ellipse")
    assert badge.frame is not None
    assert widest_word(badge.frame, faces) <= badge.box.w * 0.708


def test_no_word_of_a_milestone_is_broken_for_a_larger_size(canvas: Canvas) -> None:
    block = Timeline(tuple(Stage(f"Stage {n}", (Milestone(n, "Agree responsibilities"),)) for n in range(5)))
    for width in range(113, 130):
        piece = place_timeline(block, replace(WIDE, w=inches(width / 10)), canvas)
        assert not torn(piece.boxes, canvas.faces), width

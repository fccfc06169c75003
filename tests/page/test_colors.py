"""Colour arithmetic: what WCAG says, and lightness that moves until it reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.page.palette import TEXT, contrast, luminance, mixed, readable, with_lightness

COLORS = st.integers(0, 0xFFFFFF).map("{:06X}".format)


def test_black_on_white_is_the_most_and_a_colour_on_itself_the_least() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("0F6B6B", "0F6B6B") == 1


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("767676", "FFFFFF", 4.54),  # the lightest grey that WCAG's own examples let pass on white
        ("777777", "FFFFFF", 4.48),
        ("FF0000", "FFFFFF", 4.00),
        ("0000FF", "FFFFFF", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


def test_green_is_the_brightest_of_the_three_and_blue_the_darkest() -> None:
    assert luminance("00FF00") > luminance("FF0000") > luminance("0000FF")


def test_a_mixture_lies_between_its_colours() -> None:
    assert mixed("000000", "FFFFFF", 0.2) == "CCCCCC"
    assert mixed("0F6B6B", "FFFFFF", 1) == "0F6B6B"
    assert mixed("0F6B6B", "FFFFFF", 0) == "FFFFFF"


def test_lightness_keeps_the_hue() -> None:
    assert with_lightness("FF0000", 0.25) == "800000"
    assert with_lightness("0F6B6B", 0) == "000000"
    assert with_lightness("0F6B6B", 1.2) == "FFFFFF"


def test_a_colour_that_reads_already_stays_as_it_is() -> None:
    assert readable("0F6B6B", [("FFFFFF", TEXT)], darker=True) == "0F6B6B"


def test_a_colour_moves_no_further_than_it_has_to() -> None:
    moved = readable("5CC8BE", [("FFFFFF", TEXT)], darker=True)
    assert TEXT <= contrast(moved, "FFFFFF") < TEXT + 0.2


def test_where_no_step_is_enough_it_ends_at_black_or_white() -> None:
    assert readable("333333", [("000000", TEXT)], darker=True) == "000000"
    assert readable("5CC8BE", [("FFFFFF", TEXT)], darker=False) == "FFFFFF"


@given(COLORS, COLORS)
def test_a_colour_that_has_to_read_on_one_other_always_can_in_one_direction(color: str, ground: str) -> None:
    moved = [readable(color, [(ground, TEXT)], darker=darker) for darker in (True, False)]
    assert max(contrast(each, ground) for each in moved) >= TEXT

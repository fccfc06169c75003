"""Values that strangers wrote, and where the members of groups stand."""

from __future__ import annotations

import pytest
from lxml import etree

from briefing.ooxml.elements import NS, SLIDE, degrees, first_attribute, first_child, grid_of, is_on, number, read_box
from briefing.page.boxes import Box


def xml(text: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:a="{NS["a"]}">{text}</x>')[0]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("914400", 914_400), ("-7", -7), ("75%", 75_000), ("12.5%", 12_500), ("1524000.5", 1_524_000),
        ("", 5), (None, 5), ("much", 5), ("inf", 5), ("nan", 5), ("9" * 20, 5),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(written: str | None, value: int) -> None:
    assert number(written, 5) == value


def test_truth_has_three_words() -> None:
    assert [is_on(each) for each in ("1", "true", "on", "0", "false", "off", None)] == [True] * 3 + [False] * 4
    assert is_on(None, True)


def test_the_first_that_says_something_counts() -> None:
    elements = [xml("<a:one/>"), xml('<a:two b="1"><a:deep/></a:two>'), xml('<a:three b="2"><a:high/></a:three>')]
    assert first_attribute(elements, "b") == "1"
    assert first_attribute(elements, "c") is None
    assert first_child(elements, "a:high", "a:deep") is elements[1][0]
    assert first_child(elements, "a:low") is None


def frame(x: int, y: int, w: int, h: int, inner: str = "", rot: str = "0") -> etree._Element:
    return xml(f'<a:xfrm rot="{rot}"><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/>{inner}</a:xfrm>')


def test_members_of_groups_in_groups_stand_where_both_put_them() -> None:
    doubled = grid_of(frame(100, 200, 800, 400, '<a:chOff x="0" y="0"/><a:chExt cx="400" cy="200"/>'), SLIDE)
    shifted = grid_of(frame(50, 50, 100, 100, '<a:chOff x="10" y="20"/><a:chExt cx="100" cy="100"/>'), doubled)
    assert doubled.place(Box(50, 50, 100, 100)) == Box(200, 300, 200, 200)
    assert shifted.place(Box(10, 20, 50, 50)) == Box(200, 300, 100, 100)
    assert grid_of(frame(1, 2, 3, 4), doubled) is doubled
    assert grid_of(None, doubled) is doubled


def test_a_group_of_no_size_places_its_members_all_the_same() -> None:
    flat = grid_of(frame(0, 0, 0, 0, '<a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'), SLIDE)
    assert flat.place(Box(0, 0, 10, 10)) == Box(0, 0, 0, 0)


def test_a_frame_says_box_and_turn() -> None:
    assert read_box(frame(1, 2, 3, 4)) == Box(1, 2, 3, 4)
    assert read_box(xml("<a:xfrm><a:off x='1' y='2'/></a:xfrm>")) is None
    assert read_box(None) is None
    assert [degrees(frame(0, 0, 1, 1, rot=rot)) for rot in ("5400000", "-5400000", "nonsense")] == [90, 270, 0]
    assert degrees(None) == 0

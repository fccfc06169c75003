"""Icons are strokes on a 24 x 24 grid."""

from __future__ import annotations

import pytest

from briefing.page.arrange.icons import ICONS
from briefing.page.look import PALETTE_ROLES

NUMBERS = {"M": 2, "L": 2, "C": 6, "Z": 0}


@pytest.mark.parametrize("name", ICONS)
def test_strokes_begin_with_a_move_and_stay_on_the_grid(name: str) -> None:
    icon = ICONS[name]
    assert icon.strokes[0][0] == "M"
    for command, numbers in icon.strokes:
        assert len(numbers) == NUMBERS[command]
        assert all(0 <= number <= 24 for number in numbers)


@pytest.mark.parametrize("name", ICONS)
def test_colours_are_roles_of_the_palette(name: str) -> None:
    assert {ICONS[name].color, ICONS[name].fill} <= set(PALETTE_ROLES)
